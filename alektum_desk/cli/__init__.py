"""The command line: everything the window does, for scripts, tests and desks without a screen."""
from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, NoReturn

from alektum_desk import __version__
from alektum_desk.base import language, log
from alektum_desk.cli import windows as opening
from alektum_desk.cli.command import Command, Context
from alektum_desk.domain.errors import _N, Bug, DeskError, DiskTrouble, Unusable

NOUNS = ("setup", "accounts", "store", "backup", "exports", "journal", "register", "retention", "notices", "visitors", "front_desk", "complaints", "cases", "authorities",
         "documents", "windows", "kiosk", "doctor", "help")


def commands() -> tuple[Command, ...]:
    """Every command, as the files of this folder declare them."""
    return tuple(each for noun in NOUNS for each in import_module(f"alektum_desk.cli.{noun}").COMMANDS)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong as a DeskError, so that one place prints errors."""

    def error(self, message: str) -> NoReturn:
        raise Unusable("{message}", _N("See: alektum-desk help"), message=message)


def _common(parser: argparse.ArgumentParser, own: frozenset[str]) -> None:
    group = parser.add_argument_group("common")
    group.add_argument("--home", help="data folder (else ALEKTUM_DESK_HOME)")
    group.add_argument("--password-file", metavar="F", help="file with the password, closed to others (chmod 600; root is warned); - is standard input")
    group.add_argument("--account", metavar="NAME", help="whose password it is, when there are several accounts")
    if "--language" not in own:             # see `own_language`
        group.add_argument("--language", metavar="LL", help="language of sentences and labels")
    group.add_argument("--json", action="store_true", help="answer as one JSON document")


def parser_of(all_commands: Sequence[Command]) -> argparse.ArgumentParser:
    top = _Parser(prog="alektum-desk", description="The data-protection office's desk.", allow_abbrev=False)
    top.add_argument("--version", action="version", version=__version__)
    nouns = top.add_subparsers(metavar="NOUN", required=True, parser_class=_Parser)
    verbs: dict[str, Any] = {}
    for command in all_commands:
        if command.verb is None:
            parser = nouns.add_parser(command.noun, help=command.help, description=command.help, allow_abbrev=False)
        else:
            if command.noun not in verbs:
                below = nouns.add_parser(command.noun, help=f"{command.noun} …", allow_abbrev=False)
                verbs[command.noun] = below.add_subparsers(metavar="VERB", required=True, parser_class=_Parser)
            parser = verbs[command.noun].add_parser(command.verb, help=command.help, description=command.help,
                                                    allow_abbrev=False)
        for each in command.options:
            parser.add_argument(each.name, help=each.help, **each.rest)
        _common(parser, frozenset(each.name for each in command.options))
        parser.set_defaults(command=command)
    return top


def _complain(error: DeskError, as_json: bool) -> int:
    said, hint = language.sentence(error), language.hint(error)
    if as_json:
        print(json.dumps({"error": {"code": error.code, "message": said, "hint": hint}}, ensure_ascii=False), file=sys.stderr)
    else:
        print(f"{said} {hint}".strip(), file=sys.stderr)
    return error.exit_code


def main(argv: Sequence[str], windows: Mapping[str, Callable[[argparse.Namespace], Any]]) -> int:
    """Run one command and answer with its exit code; `windows` are the commands that open one."""
    as_json = "--json" in argv
    try:
        language.use(language.preferred(os.environ.get("LC_ALL") or os.environ.get("LANG")))
        opens = {*argv[:1]} & {each.name for each in opening.COMMANDS}      # a window waits for no other command's file
        arguments = parser_of(opening.COMMANDS if opens else commands()).parse_args(argv)
        if spoken := getattr(arguments, "language", None):
            language.use(spoken)
        return _answer(arguments, windows)
    except DeskError as error:
        return _complain(error, as_json)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 9
    except OSError as why:
        trouble = DiskTrouble(_N("The disk refused: {why}."), _N("Make room, or choose a folder that you may write to."),
                              why=os.strerror(why.errno) if why.errno else "I/O")
        return _complain(trouble, as_json)
    except Exception as error:  # noqa: BLE001, the end of the command line: a bug leaves a place in the log and one sentence here
        log.bug(error)
        bug = Bug(_N("Something went wrong inside the program; nothing was half done."),
                        _N("The place is noted in {log}; send that file to the people who look after this program."),
                        log=str(log.where()))
        return _complain(bug, as_json)


def _answer(arguments: argparse.Namespace, windows: Mapping[str, Callable[[argparse.Namespace], Any]]) -> int:
    command: Command = arguments.command
    context = Context(arguments)
    arguments.context = context         # `kiosk` opens a desk before it opens a window
    try:
        answer = command.run(context, arguments) if command.run else windows[command.noun](arguments)
    finally:
        context.close()
    context.see_replaced()
    context.warn()
    if answer is not None:
        if arguments.json or command.text is None:
            print(json.dumps(answer, ensure_ascii=False, indent=None if arguments.json else 2))
        else:
            print(command.text(answer))
    return command.exit_code(answer)
