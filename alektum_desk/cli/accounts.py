"""The commands of `accounts`."""
from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alektum_desk.base.language import _
from alektum_desk.cli.command import TEXT, TRUTH, Command, Context, grouped, option, read_password, record, rows

if TYPE_CHECKING:
    from alektum_desk.domain.accounts import Account

_ACCOUNT = record(id=TEXT, name=TEXT, role=TEXT, disabled=TRUTH)


def _shown(account: Account) -> dict[str, Any]:
    return {"id": account.id, "name": account.name, "role": account.role, "disabled": account.disabled}


def _list(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import accounts
    return [_shown(each) for each in accounts.known(context.desk)]


def _add(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import accounts
    password = read_password(Path(arguments.new_password_file))
    return _shown(accounts.add(context.desk, arguments.name, arguments.role, password))


def _disable(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import accounts
    return _shown(accounts.disable(context.desk, arguments.name))


def _role(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import accounts
    return _shown(accounts.change_role(context.desk, arguments.name, arguments.role))


def _password(context: Context, arguments: Namespace) -> dict[str, Any]:
    """One's own without a name, or with it; somebody else's with that name."""
    from alektum_desk.services import accounts
    password, desk = read_password(Path(arguments.new_password_file)), context.desk
    if arguments.name and arguments.name.casefold() != desk.who.name.casefold():
        return _shown(accounts.give_password(desk, arguments.name, password))
    accounts.change_password(desk, password)
    return _shown(desk.who)


def _recovery(context: Context, _arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import accounts
    return {"recovery_code": accounts.new_recovery_code(context.desk)}


def _code(answer: dict[str, Any]) -> str:
    return _("Write the recovery code down; it is shown this once: {code}").format(code=grouped(answer["recovery_code"]))


def _text(answer: list[dict[str, Any]]) -> str:
    width = max(len(each["name"]) for each in answer)
    return "\n".join(f"{each['name']:<{width}}  {each['role']}{'  (' + _('disabled') + ')' if each['disabled'] else ''}" for each in answer)


def _one(answer: dict[str, Any]) -> str:
    return _text([answer])


COMMANDS = (
    Command("accounts", "list", "List who has an account", _list, answer=rows(_ACCOUNT), text=_text),
    Command("accounts", "add", "Give somebody an account", _add, (
        option("--name", "name of the new account", required=True),
        option("--role", "dpo, front-desk, auditor or witness", required=True),
        option("--new-password-file", "file with the new account's password", required=True, metavar="F"),
    ), answer=_ACCOUNT, text=_one),
    Command("accounts", "disable", "Let an account open nothing any more, and change every key that it had", _disable, (
        option("--name", "whose account", required=True),), answer=_ACCOUNT, text=_one),
    Command("accounts", "role", "Give an account another role", _role, (
        option("--name", "whose account", required=True),
        option("--role", "dpo, front-desk, auditor or witness", required=True),
    ), answer=_ACCOUNT, text=_one),
    Command("accounts", "password", "Set a new password: the own one, or that of somebody who lost it", _password, (
        option("--name", "whose account, when it is not the own one"),
        option("--new-password-file", "file with the new password", required=True, metavar="F"),
    ), answer=_ACCOUNT, text=_one),
    Command("accounts", "recovery", "Make a new recovery code; the old one opens nothing any more", _recovery,
            answer=record(recovery_code=TEXT), text=_code),
)
