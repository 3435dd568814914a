"""The commands of `accounts`."""
from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alektum_desk.cli.command import TEXT, TRUTH, Command, Context, option, read_password, record, rows

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


def _text(answer: list[dict[str, Any]]) -> str:
    width = max(len(each["name"]) for each in answer)
    return "\n".join(f"{each['name']:<{width}}  {each['role']}" for each in answer)


COMMANDS = (
    Command("accounts", "list", "List who has an account", _list, answer=rows(_ACCOUNT), text=_text),
    Command("accounts", "add", "Give somebody an account", _add, (
        option("--name", "name of the new account", required=True),
        option("--role", "dpo, front-desk, auditor or witness", required=True),
        option("--new-password-file", "file with the new account's password", required=True, metavar="F"),
    ), answer=_ACCOUNT, text=lambda answer: _text([answer])),
)
