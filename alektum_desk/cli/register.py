"""`register`: the matrix, the list, one activity with its history, decisions, and the register as a file."""
from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from typing import Any

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.cli import register_files
from alektum_desk.cli.command import (
    ANYTHING,
    MAYBE_TEXT,
    NUMBER,
    TEXT,
    TRUTH,
    Command,
    Context,
    option,
    read_day,
    read_json,
    record,
    rows,
)
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.folding import fold
from alektum_desk.domain.notices import ACTIVITY_FIELDS, FIELDS, Field
from alektum_desk.domain.processors import CONTRACTS, NAMED, Contract, NewProcessor
from alektum_desk.domain.records import (
    CHANGING,
    DEEDS,
    Activity,
    Change,
    Life,
    NewActivity,
    Role,
    Version,
    VersionDeed,
    is_due,
)
from alektum_desk.domain.subjects import LABELS, Category

VERSION = {"type": ["integer", "string"]}
CHANGE = record(field=TEXT, old=ANYTHING, new=ANYTHING)
STATEMENT = record(value={"type": "object"}, notice=MAYBE_TEXT, file=MAYBE_TEXT, line={"type": ["integer", "null"]}, anchor=MAYBE_TEXT)
LISTED = {"id": TEXT, "title": TEXT, "country": TEXT, "categories": rows(TEXT), "role": TEXT, "state": TEXT, "life": TEXT,
          "varies": MAYBE_TEXT}
DECISION = {"anyOf": [{"type": "null"}, record(reason=TEXT, account=TEXT, at=TEXT)]}
SHOWN = record(**LISTED, version=NUMBER, from_notice=TRUTH, notices=rows(TEXT), lacks=rows(record(letter=TEXT, text=TEXT)),
               questions=rows(record(field=MAYBE_TEXT, text=TEXT)),
               fields=rows(record(field=TEXT, decided=ANYTHING, decision=DECISION, contradictions=NUMBER, inherited=TRUTH,
                                  unlike_group=TRUTH, statements=rows(STATEMENT))))
COMPARED = record(
    activity=TEXT, title=TEXT, category=TEXT, activities=rows(TEXT), differs=TRUTH,
    cells=rows(record(country=TEXT, value=ANYTHING, statements=rows(STATEMENT))),
    justified={"anyOf": [{"type": "null"}, record(by=TEXT, on=TEXT, why=TEXT)]})
DPIA_ENTRY = record(country=TEXT, list=TEXT, source=TEXT, number=TEXT, entry=TEXT, known=TEXT, checked=MAYBE_TEXT)
DPIA = record(id=TEXT, outcome=TEXT, sentence=TEXT, criteria=rows(record(id=TEXT, label=TEXT, met=TEXT, because=TEXT, answered=TRUTH)),
              lists=rows(DPIA_ENTRY), open=rows(DPIA_ENTRY),
              compared=rows(record(country=TEXT, list=TEXT, source=TEXT, known=TEXT, checked=MAYBE_TEXT)), decided=ANYTHING)
PROCESSOR = record(id=TEXT, named=TRUTH, name=TEXT, service=TEXT, country=MAYBE_TEXT, contract=TEXT, signed_on=MAYBE_TEXT, ends_on=MAYBE_TEXT, mechanism=MAYBE_TEXT,
                   processor_of=MAYBE_TEXT, activities=rows(TEXT), note=MAYBE_TEXT, wants=rows(TEXT))
ID = option("id", "the activity, as the list names it")


def _matrix(context: Context, _arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import records
    found = records.matrix(context.desk)
    return {"countries": [{"code": each.code, "notice": each.notice} for each in found.countries],
            "categories": [{"id": each, "label": _(LABELS[each])} for each in found.categories],
            "cells": [{"category": each.category, "country": each.country, "activities": list(each.activities), "state": each.state,
                       "contradictions": each.contradictions} for each in found.cells]}


def _matrix_text(answer: dict[str, Any]) -> str:
    codes = [each["code"] for each in answer["countries"]]
    labels = {each["id"]: each["label"] for each in answer["categories"]}
    width = max(map(len, labels.values()))
    cells = {(each["category"], each["country"]): f"{len(each['activities'])} {each['state']}" for each in answer["cells"]}
    lines = [" ".join([f"{'':<{width}}", *(f"{code:<10}" for code in codes)])]
    lines += [" ".join([f"{label:<{width}}", *(f"{cells.get((category, code), '.'):<10}" for code in codes)])
              for category, label in labels.items()]
    silent = [language.country(each["code"]) for each in answer["countries"] if not each["notice"]]
    return "\n".join([*(line.rstrip() for line in lines), _("Without a notice: {countries}").format(countries=", ".join(silent))])


def _list(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import lives, records
    found = records.listed(context.desk, _category(arguments.category), arguments.country, arguments.search)
    if arguments.life is not None:
        if arguments.life not in list(Life):
            raise Refused(_N("There is no stage {given} of a record."), _N("Choose from: {known}."), given=arguments.life, known=", ".join(Life))
        found = tuple(each for each in found if each.life == arguments.life)
    if (by := read_day(arguments.review_by)) is not None:
        found = tuple(each for each in found if is_due(each, by))
    named = lives.responsible(context.desk, found)
    if arguments.responsible is not None:
        found = tuple(each for each in found if any(fold(arguments.responsible) in fold(name) for name in named.get(each.id, ())))
    return [records.listed_json(each) | {"review_on": each.review_on.isoformat() if each.review_on else None, "responsible": list(named.get(each.id, ()))}
            for each in found]


def _category(name: str | None) -> Category | None:
    if name is not None and name not in list(Category):
        raise Refused(_N("There is no category {category}."), _N("Choose from: {categories}."), category=name,
                      categories=", ".join(Category))
    return Category(name) if name else None


def _list_text(answer: list[dict[str, Any]]) -> str:
    return "\n".join(f"{each['id']:<20} {each['country']}  {each['state']:<10} {each['title']}" for each in answer)


def _show(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import records
    return _answer(records.shown(context.desk, arguments.id))


def _answer(activity: Activity) -> dict[str, Any]:
    from alektum_desk.services import records
    return records.activity_json(activity)


def _show_text(answer: dict[str, Any]) -> str:
    from alektum_desk.services import wording
    lines = [f"{answer['title']} ({answer['country']}), {answer['role']}, {answer['state']}"]
    for each in answer["fields"]:
        lines += ["", _(FIELDS[Field(each["field"])])]
        if each["decision"]:
            words = wording.value_words(Field(each["field"]), each["decided"]) or (_("None"),)
            lines += [_("  Decided: {value}").format(value=value) for value in words]
        lines += [f"  {said['value']['text']}" + (f"  [{said['notice']}:{said['line']}]" if said["notice"] else "") for said in each["statements"]]
        lines += [_("  Not stated")] if not each["statements"] and not each["decision"] else []
    return "\n".join(lines)


def _history(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import versions
    return [_version(each) for each in versions.history(context.desk, arguments.id)]


def _version(each: Version) -> dict[str, Any]:
    return {"number": each.number, "version": each.version, "at": each.at.isoformat(), "account": each.account, "state": each.deed,
            "reason": each.reason, "changes": [_change(change) for change in each.changes]}


def _history_text(answer: list[dict[str, Any]]) -> str:
    lines, wide = [], max((len(each["number"]) for each in answer), default=0) + 2
    for each in answer:
        who = f"  {each['account']}" if each["account"] else ""
        lines.append(f"{each['number']:>{wide}}  {language.moment(datetime.fromisoformat(each['at']).astimezone())}{who}  {_(DEEDS[VersionDeed(each['state'])])}" + (f": {each['reason']}" if each["reason"] else ""))
        lines += [f"     {line}" for change in each["changes"] for line in _change_lines(change)]
    return "\n".join(lines)


def _change_lines(change: dict[str, Any]) -> list[str]:
    """The field, then what is gone with a minus and what is new with a plus."""
    from alektum_desk.services import wording
    old, new = (() if value is None else wording.change_words(change["field"], value) or (_("None"),) for value in (change["old"], change["new"]))
    label = {str(key): words for key, words in CHANGING.items()}[change["field"]]
    return [_(label), *(f"  - {each}" for each in old if each not in new), *(f"  + {each}" for each in new if each not in old)]


def _edit(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import records
    field, value = _field(arguments.field), read_json(arguments.value, "--value")
    return _answer(records.decide(context.desk, arguments.id, field, value, arguments.reason))


def _field(name: str) -> Field:
    if name not in list(ACTIVITY_FIELDS):
        raise Refused(_N("An activity has no field {field}."), _N("Choose one of: {fields}."), field=name, fields=", ".join(ACTIVITY_FIELDS))
    return Field(name)


def _approve(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import lives
    confirmed = None
    if arguments.confirmed_by:
        from alektum_desk.services import accounts, records
        listed = records.shown(context.desk, arguments.id).listed
        password = context.second_password(arguments.confirmed_by)
        confirmed = accounts.confirm(context.home, arguments.confirmed_by, password, lives.sentence(listed.id, listed.version))
    return _answer(lives.approve(context.desk, arguments.id, confirmed))


def _create(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import records
    if arguments.role not in list(Role):
        raise Refused(_N("A role is controller or processor."), _N("Choose one of the two."))
    categories = tuple(filter(None, map(_category, arguments.category)))
    new = NewActivity(arguments.title, arguments.country, Role(arguments.role), categories, varies=arguments.varies, absent=arguments.absent)
    return _answer(records.create(context.desk, new, arguments.reason))


def _rename(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import records
    return _answer(records.rename(context.desk, arguments.id, arguments.title, arguments.country, arguments.reason))


def _review(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import lives
    if (on := read_day(arguments.on)) is None:
        return _answer(lives.submit(context.desk, arguments.id, arguments.reason))
    return _answer(lives.set_review(context.desk, arguments.id, on, arguments.reason))


def _withdraw(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import lives
    return _answer(lives.withdraw(context.desk, arguments.id, arguments.reason))


def _retire(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import lives
    act = lives.reopen if arguments.again else lives.retire
    return _answer(act(context.desk, arguments.id, arguments.reason))


def _diff(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import versions
    return {"id": arguments.id, **{name: int(each) if each.isdecimal() else each for name, each in (("from", arguments.v1), ("to", arguments.v2))},
            "changes": [_change(each) for each in versions.diff(context.desk, arguments.id, arguments.v1, arguments.v2)]}


def _change(each: Change) -> dict[str, Any]:
    return {"field": each.field, "old": each.old, "new": each.new}


def _diff_text(answer: dict[str, Any]) -> str:
    return "\n".join(line for each in answer["changes"] for line in _change_lines(each)) or _("These two decide the same.")


def _restore(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import versions
    return _answer(versions.restore(context.desk, arguments.id, arguments.version, arguments.reason))


def _compare(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import comparison
    return comparison.as_json(comparison.compare(context.desk, _field(arguments.field)))


def _compare_text(answer: dict[str, Any]) -> str:
    return "\n\n".join(_compared_text(answer["field"], each) for each in answer["rows"])


def _compared_text(field: str, each: dict[str, Any]) -> str:
    """What each country says, and why they may differ."""
    from alektum_desk.services import wording
    state = _("Justified") if each["justified"] else _("Differs") if each["differs"] else _("Agrees")
    lines = [f"{each['title']}: {state}" + (f" ({each['justified']['why']})" if each["justified"] else "")]
    for cell in each["cells"]:
        said = wording.change_words(field, cell["value"]) if cell["value"] else (_("Not stated") if cell["value"] is None else _("None"),)
        lines += [f"  {cell['country'] if not at else '  '}  {words}" for at, words in enumerate(said)]
    return "\n".join(lines)


def _justify(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import comparison
    return comparison.as_json(comparison.justify(context.desk, arguments.activity, _field(arguments.field), arguments.reason))


def _dpia(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import dpia, records
    return dpia.as_json(records.shown(context.desk, arguments.id))


def _dpia_text(answer: dict[str, Any]) -> str:
    marks = {"yes": _("Met"), "no": _("Not met"), "ask": _("For you to say")}
    lines = [answer["sentence"], "", *(f"{marks[each['met']]}: {each['label']}. {each['because']}" for each in answer["criteria"])]
    for key, words in (("lists", _("On the country's list")), ("open", _("On the country's list, for you to say"))):
        lines += [f"{words}: {each['number']} {each['entry']} ({each['list']})" for each in answer[key]]
    return "\n".join(lines)


def _processors(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import processors
    return [processors.as_json(each) for each in processors.known(context.desk)]


def _processors_text(answer: list[dict[str, Any]]) -> str:
    lines = []
    for each in answer:
        contract = _(NAMED) if each["named"] else _(CONTRACTS[Contract(each["contract"])])
        lines.append(f"{each['name']} ({each['country'] or '-'}), {contract}" + (f": {each['service']}" if each["service"] else ""))
        lines += [f"  {text}" for text in each["wants"] if not each["named"]] + [f"  {ref}" for ref in each["activities"]]
    return "\n".join(lines) or _("No processor is recorded yet")


def _processor(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import processors
    if arguments.contract not in list(Contract):
        raise Refused(_N("There is no state {given} of a contract."), _N("Choose from: {known}."), given=arguments.contract, known=", ".join(Contract))
    said = NewProcessor(arguments.name, arguments.service, arguments.country, Contract(arguments.contract), read_day(arguments.signed_on),
                        read_day(arguments.ends_on), arguments.mechanism, arguments.processor_of, tuple(arguments.activity))
    return processors.as_json(processors.keep(context.desk, said, arguments.reason, arguments.id))


def _drop_processor(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import processors
    processors.drop(context.desk, arguments.id, arguments.reason)
    return _processors(context, arguments)


def _views(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import kept_filters
    if arguments.keep is not None:
        kept_filters.keep(context.desk, arguments.keep, read_json(arguments.body, "--as"))
    if arguments.drop is not None:
        kept_filters.drop(context.desk, arguments.drop)
    return [{"name": name, "body": dict(body)} for name, body in kept_filters.listed(context.desk).items()]


def _views_text(answer: list[dict[str, Any]]) -> str:
    return "\n".join(f"{each['name']}: " + ", ".join(f"{part}={value}" for part, value in each["body"].items() if value) for each in answer)


def _undo(context: Context, arguments: Namespace) -> dict[str, Any]:
    """Of the register alone: a letter that was closed is no act of it."""
    from alektum_desk.services import undo
    said = (undo.redo if arguments.redo else undo.undo)(context.desk, ("register",), dry_run=arguments.dry_run)
    return {"undone": None if arguments.redo else said, "redone": said if arguments.redo else None, "dry_run": arguments.dry_run}


def _undo_text(answer: dict[str, Any]) -> str:
    what: str = answer["undone"] or answer["redone"]
    return what if answer["dry_run"] else _("Done: {what}").format(what=what)


def _four_eyes(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import lives
    if arguments.value is not None:
        lives.set_four_eyes(context.desk, arguments.value)
    return {"value": lives.four_eyes(context.desk)}


COMMANDS = (
    Command("register", "matrix", "Activities by category of people and country", _matrix, text=_matrix_text, answer=record(
        countries=rows(record(code=TEXT, notice=TRUTH)), categories=rows(record(id=TEXT, label=TEXT)),
        cells=rows(record(category=TEXT, country=TEXT, activities=rows(TEXT), state=TEXT, contradictions=NUMBER)))),
    Command("register", "list", "Activities, all or those that match", _list, (
        option("--category", "id of a category of people", metavar="ID"), option("--country", "two letters", metavar="CC"),
        option("--search", "words in titles and statements", metavar="TEXT"), option("--life", "draft, in_review, approved or retired", metavar="L"),
        option("--responsible", "part of the responsible officer's name", metavar="NAME"), option("--review-by", "reviewed by this day or before", metavar="D")),
            text=_list_text, answer=rows(record(**LISTED, review_on=MAYBE_TEXT, responsible=rows(TEXT)))),
    Command("register", "show", "One activity with every field, what each notice says and where", _show, (ID,), text=_show_text,
            answer=SHOWN),
    Command("register", "history", "What was decided about an activity, newest first", _history, (ID,), text=_history_text, answer=rows(record(
        number=TEXT, version=NUMBER, at=TEXT, account=MAYBE_TEXT, state=TEXT, reason=MAYBE_TEXT, changes=rows(CHANGE)))),
    Command("register", "edit", "Decide what holds for one field; null takes the decision back", _edit, (
        ID, option("--field", "the field", required=True, metavar="F"), option("--value", "as JSON", required=True, metavar="JSON"),
        option("--reason", "why it holds", required=True, metavar="T")), text=_show_text, answer=SHOWN),
    Command("register", "approve", "Stand for an activity that lacks nothing", _approve, (
        ID, option("--confirmed-by", "account of the second person, where one is needed", metavar="ACCOUNT"),
        option("--confirm-password-file", "file with the second person's password", metavar="F")), text=_show_text, answer=SHOWN),
    Command("register", "create", "A new activity, as a draft", _create, (
        option("--title", "what is done", required=True, metavar="T"), option("--country", "two letters, or XG for the whole group", required=True, metavar="CC"),
        option("--role", "controller or processor", default="controller", metavar="R"),
        option("--category", "id of a category of people; again for more", action="append", default=[], metavar="ID"),
        option("--varies", "the group's activity of which it is a variant", metavar="ID"),
        option("--absent", "it was decided that there is no such processing", action="store_true"),
        option("--reason", "where it comes from", required=True, metavar="T")), text=_show_text, answer=SHOWN),
    Command("register", "rename", "Another title, another country, or both", _rename, (
        ID, option("--title", "what is done", metavar="T"), option("--country", "two letters", metavar="CC"),
        option("--reason", "why", required=True, metavar="T")), text=_show_text, answer=SHOWN),
    Command("register", "review", "Send a draft for review, or set the day of the next one", _review, (
        ID, option("--on", "day of the next review", metavar="D"), option("--reason", "why", required=True, metavar="T")), text=_show_text, answer=SHOWN),
    Command("register", "withdraw", "Take a record back to draft; an approval lapses", _withdraw, (
        ID, option("--reason", "why", required=True, metavar="T")), text=_show_text, answer=SHOWN),
    Command("register", "retire", "The processing has ended", _retire, (
        ID, option("--reason", "why", required=True, metavar="T"), option("--again", "take it up again", action="store_true")),
            text=_show_text, answer=SHOWN),
    Command("register", "diff", "What two versions decide otherwise", _diff, (
        ID, option("v1", "number of a version, as its history has it"), option("v2", "number of another")), text=_diff_text, answer=record(
            **{"id": TEXT, "from": VERSION, "to": VERSION, "changes": rows(CHANGE)})),
    Command("register", "restore", "Decide again what an older version did", _restore, (
        ID, option("version", "its number, as its history has it"), option("--reason", "why", required=True, metavar="T")), text=_show_text, answer=SHOWN),
    Command("register", "compare", "One field in every country", _compare, (
        option("--field", "the field", required=True, metavar="F"),), text=_compare_text, answer=record(field=TEXT, rows=rows(COMPARED))),
    Command("register", "justify", "Why a field may differ between countries", _justify, (
        option("activity", "as `register compare` names it"), option("--field", "the field", required=True, metavar="F"),
        option("--reason", "which law or fact asks for it", required=True, metavar="T")), answer=record(field=TEXT, rows=rows(COMPARED))),
    Command("register", "dpia", "Whether an impact assessment is asked for, and why", _dpia, (ID,), text=_dpia_text, answer=DPIA),
    Command("register", "processors", "Processors and their sub-processors, with what is lacking; then those that records name without a contract", _processors, text=_processors_text, answer=rows(PROCESSOR)),
    Command("register", "processor", "Keep a processor, new or changed", _processor, (
        option("--id", "of a known one; without it a new one", metavar="ID"), option("--name", "of the company", required=True, metavar="N"),
        option("--service", "what it does", required=True, metavar="T"), option("--country", "two letters", metavar="CC"),
        option("--contract", "missing, negotiated, signed, ended or unknown", default="missing", metavar="STATE"), option("--signed-on", "day", metavar="D"),
        option("--ends-on", "day", metavar="D"), option("--mechanism", "safeguard of a transfer, as 46(2)(c)", metavar="M"),
        option("--processor-of", "id of the processor that engaged it", metavar="ID"),
        option("--activity", "an activity it works for; again for more", action="append", default=[], metavar="ID"),
        option("--reason", "why", required=True, metavar="T")), answer=PROCESSOR),
    Command("register", "processor-drop", "Take a processor out of the list", _drop_processor, (
        option("id", "the processor, as the list names it"), option("--reason", "why", required=True, metavar="T")), text=_processors_text, answer=rows(PROCESSOR)),
    Command("register", "views", "Your own kept views of the register", _views, (
        option("--keep", "keep a view under this name", metavar="NAME"),
        option("--as", "the view as JSON: view, search, role, country, life, who, review, work, own", dest="body", default="{}", metavar="JSON"),
        option("--drop", "drop the view of this name", metavar="NAME")), text=_views_text, answer=rows(record(name=TEXT, body={"type": "object"}))),
    Command("register", "undo", "Undo your last change of the register, an import as a whole; again for the one before", _undo, (
        option("--redo", "take the last undo back, as long as nothing else was done since", action="store_true"),
        option("--dry-run", "say what would be undone, and change nothing", action="store_true")), text=_undo_text,
            answer=record(undone=MAYBE_TEXT, redone=MAYBE_TEXT, dry_run=TRUTH)),
    Command("register", "four-eyes", "Who approves: somebody else than the author", _four_eyes, (
        option("value", "auto, on or off", nargs="?"),), answer=record(value=TEXT)),
    *register_files.COMMANDS,
)
