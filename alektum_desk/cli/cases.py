"""The commands of `cases`: what happens to a complaint after its letter, up to its erasure."""
from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any

from alektum_desk.base.language import _
from alektum_desk.cli.command import MAYBE_TEXT, TEXT, TRUTH, Command, Context, option, read_day, record, rows
from alektum_desk.domain.cases import EventKind, Result


def _show(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import cases, follow_up
    case = cases.shown(context.desk, arguments.id)
    kept = case.kept
    return {"id": kept.id, "number": kept.number, "state": kept.state.value, "walled": kept.walled, "authority": kept.authority,
            "events": [{"id": each.id, "kind": each.kind.value, "on": each.on.isoformat(), "words": each.words, "who": each.who,
                        "at": each.at.isoformat()} for each in case.events],
            "steps": [{"step": each.step.value, "due": each.due.isoformat(), "law": follow_up.law(each), "state": each.state.value} for each in case.steps],
            "held_because": kept.held_because, "result": kept.result, "goes_on": case.goes_on.isoformat() if case.goes_on else None,
            "files": [{"id": each.id, "file": str(each.file), "delete_by": each.delete_by.isoformat()} for each in case.files]}


def _note(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import cases
    cases.note(context.desk, arguments.id, EventKind(arguments.kind), read_day(arguments.on) or context.desk.today(), arguments.words)
    return _show(context, arguments)


def _hold(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import cases
    cases.hold(context.desk, arguments.id, arguments.why)
    return _show(context, arguments)


def _release(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import cases
    cases.release(context.desk, arguments.id)
    return _show(context, arguments)


def _close(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import complaints
    complaints.close(context.desk, arguments.id, arguments.outcome, Result(arguments.result))
    return _show(context, arguments)


def _due(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.domain.cases import goes_on
    from alektum_desk.services import cases
    return [{"id": each.id, "number": each.number, "closed_on": each.closed_on.isoformat(), "goes_on": goes_on(each.closed_on).isoformat()}
            for each in cases.due(context.desk) if each.closed_on]


def _erase(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import cases, erasure
    ids = arguments.id or [each.id for each in cases.due(context.desk)]
    if arguments.id:
        for each in ids:
            cases.erase(context.desk, each)
    else:
        erasure.erase_cases(context.desk, ids)
    return {"erased": list(ids), "on": context.desk.today().isoformat()}


def _certificate(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import cases
    day: date = read_day(arguments.on) or context.desk.today()
    cases.write_certificate(context.desk, day, Path(arguments.to))
    return {"file": arguments.to, "on": day.isoformat()}


# -- for people

def _case_text(answer: dict[str, Any]) -> str:
    from alektum_desk.services.cases import EVENTS
    from alektum_desk.services.follow_up import STEPS
    lines = [answer["number"] or answer["id"]]
    lines += [f"  {each['on']}  {_(EVENTS[EventKind(each['kind'])])}{': ' + each['words'] if each['words'] else ''}" for each in answer["events"]]
    lines += [f"  {each['due']}  {_(question)} ({each['law']})" for each in answer["steps"] for step, question in STEPS.items() if step.value == each["step"]]
    if answer["held_because"]:
        lines.append("  " + _("On hold: it is not erased on its day"))
    if answer["goes_on"]:
        lines.append("  " + _("It goes on {day}.").format(day=answer["goes_on"]))
    return "\n".join(lines)


def _due_text(answer: list[dict[str, Any]]) -> str:
    return "\n".join(f"{each['goes_on']}  {each['number'] or each['id']}" for each in answer) or _("No case is due.")


_ID = option("id", "the id of the letter, as complaints list shows it")
_CASE = record(id=TEXT, number=MAYBE_TEXT, state=TEXT, walled=TRUTH, authority=MAYBE_TEXT, held_because=MAYBE_TEXT, result=MAYBE_TEXT, goes_on=MAYBE_TEXT,
               events=rows(record(id=TEXT, kind=TEXT, on=TEXT, words=MAYBE_TEXT, who=TEXT, at=TEXT)),
               steps=rows(record(step=TEXT, due=TEXT, law=TEXT, state=TEXT)), files=rows(record(id=TEXT, file=TEXT, delete_by=TEXT)))

COMMANDS: tuple[Command, ...] = (
    Command("cases", "show", "Show what was sent and what arrived in a case, what is waited for, and the day it goes", _show, (_ID,), answer=_CASE, text=_case_text),
    Command("cases", "note", "Note that something was sent or arrived", _note,
            (_ID, option("--kind", "what it was", required=True, choices=[each.value for each in EventKind]),
             option("--on", "on which day, else today", metavar="DATE"), option("--words", "in your words")), answer=_CASE, text=_case_text),
    Command("cases", "close", "Close a case and say how it ended", _close,
            (_ID, option("--outcome", "in your words, which go with the case", required=True),
             option("--result", "what stays of it", default=Result.OTHER.value, choices=[each.value for each in Result])), answer=_CASE, text=_case_text),
    Command("cases", "hold", "Keep a case past its day, for a reason", _hold, (_ID, option("--why", "the reason", required=True)), answer=_CASE, text=_case_text),
    Command("cases", "release", "End the hold of a case", _release, (_ID,), answer=_CASE, text=_case_text),
    Command("cases", "due", "List the closed cases whose day has come", _due, text=_due_text,
            answer=rows(record(id=TEXT, number=MAYBE_TEXT, closed_on=TEXT, goes_on=TEXT))),
    Command("cases", "erase", "Erase closed cases: those that are due, or those named because the person asked for it", _erase,
            (option("--id", "a case that the person asked to be erased; once for each", action="append"),), answer=record(erased=rows(TEXT), on=TEXT)),
    Command("cases", "certificate", "Write the certificate of the cases erased on a day", _certificate,
            (option("--on", "the day, else today", metavar="DATE"), option("--to", "where the PDF is written; a file that is there is replaced", required=True, metavar="FILE")),
            answer=record(file=TEXT, on=TEXT)),
)
