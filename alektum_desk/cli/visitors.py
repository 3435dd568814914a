"""The commands of `visitors`."""
from __future__ import annotations

from argparse import SUPPRESS, Namespace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.cli.command import (
    MAYBE_TEXT,
    NUMBER,
    TEXT,
    TRUTH,
    Command,
    Context,
    Needs,
    option,
    read_json,
    read_text,
    record,
    rows,
    stdin_json,
)
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.visitors import Guest, Occasion, limit_of, zone_of

if TYPE_CHECKING:
    from alektum_desk.domain.holds import Hold
    from alektum_desk.domain.visitors import Forgotten, Visit
    from alektum_desk.services.replay import Case, Probe

# What other visitors' books ask for. The notice does not, so neither do we.
_NOT_IN_THE_NOTICE = ("--email", "--mail", "--phone", "--mobile", "--photo", "--picture", "--id-number", "--id-card", "--passport",
                      "--address", "--birth-date", "--nationality", "--signature", "--badge-photo", "--notes", "--purpose")

VISIT = record(id=TEXT, name=TEXT, employer=MAYBE_TEXT, plate=MAYBE_TEXT, host=MAYBE_TEXT, site=TEXT, arrived_at=TEXT,
                departed_at=MAYBE_TEXT, last_day=TEXT, badge={"type": ["integer", "null"]}, delivery=TRUTH, closed=TRUTH)
_SEALED = record(id=TEXT, name=TEXT, employer=MAYBE_TEXT, plate=MAYBE_TEXT, host=MAYBE_TEXT)
SIGNED_IN = record(id=TEXT, token=TEXT, arrived_at=TEXT, last_day=TEXT, due_from_utc=TEXT, latest_allowed_utc=TEXT)
_FORGOTTEN = record(mode={"enum": ["locked", "opened"]}, days_destroyed=NUMBER, rows_erased=NUMBER, late_s=NUMBER)
_HELD = record(id=TEXT, name=MAYBE_TEXT, site=TEXT, arrived_at=TEXT, case=TEXT, reason=TEXT, set_at=TEXT, review_on=TEXT, set_by=TEXT,
               confirmed_by=TEXT)
_CERTIFICATE = record(office=TEXT, month=TEXT, days=rows(record(day=TEXT, due=NUMBER, erased=NUMBER, lateness_max_s=NUMBER,
                      lateness_p95_s=NUMBER, held=NUMBER)), places={"type": "array", "items": TEXT},
                      journal=record(origin=TEXT, **{"from": NUMBER, "to": NUMBER}), checkpoint=TEXT, key_fingerprint=TEXT)
_LIMIT = record(id=TEXT, last_day=TEXT, due_from_utc=TEXT, latest_allowed_utc=TEXT)


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def shown(visit: Visit) -> dict[str, Any]:
    return {"id": visit.id, "name": visit.name, "employer": visit.employer, "plate": visit.plate, "host": visit.host,
            "site": visit.site, "arrived_at": instant(visit.arrived_at),
            "departed_at": instant(visit.departed_at) if visit.departed_at else None, "last_day": visit.last_day.isoformat(),
            "badge": visit.badge, "delivery": visit.delivery, "closed": visit.closed}


def signed_in(visit: Visit) -> dict[str, Any]:
    return {"id": visit.id, "token": visit.token, "arrived_at": instant(visit.arrived_at), "last_day": visit.last_day.isoformat(),
            "due_from_utc": instant(visit.due_from), "latest_allowed_utc": instant(visit.latest_allowed)}


def here(moment: str, site: str) -> str:
    """An instant of an answer by the clock of its site."""
    from alektum_desk.reference import offices
    return f"{datetime.fromisoformat(moment).astimezone(zone_of(offices.office(site).zone)):%Y-%m-%d %H:%M}"


# -- the door

def _sign_in(context: Context, arguments: Namespace) -> dict[str, Any]:
    given = vars(arguments)
    for name in _NOT_IN_THE_NOTICE:
        if given[name.removeprefix("--").replace("-", "_")] is not None:
            raise Refused(_N("The notice allows three things about a visitor: name, employer and plate; {option} is none of them."),
                          _N("Leave it out."), option=name)
    from alektum_desk.services import visitors
    return signed_in(visitors.sign_in(context.desk, Guest(arguments.name, arguments.employer, arguments.plate, arguments.host), arguments.site,
                                      over=arguments.over))


def _sign_out(context: Context, arguments: Namespace) -> dict[str, Any]:
    if bool(arguments.token) == bool(arguments.id):
        raise Refused(_N("A sign-out needs the token of the badge or the id of the visit, one of the two."),
                      _N("Give --token T or --id ID."))
    from alektum_desk.services import visitors
    return shown(visitors.sign_out(context.desk, token=arguments.token, id=arguments.id))


def _list(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import visitors
    return [shown(each) for each in visitors.listed(context.desk)]


def _show(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import visitors
    if arguments.sealed:
        return visitors.sealed(context.desk, arguments.id)
    return shown(visitors.living(context.desk, arguments.id))


def _forget(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import visitors
    locked = visitors.forget_locked(context.home)
    if not arguments.password_file:
        return _done(locked)
    opened = _done(visitors.forget(context.desk))
    return opened | {"days_destroyed": opened["days_destroyed"] + locked.days_destroyed,
                     "late_s": max(opened["late_s"], locked.late_s)}


def _done(what: Forgotten) -> dict[str, Any]:
    return {"mode": what.mode, "days_destroyed": what.days_destroyed, "rows_erased": what.rows_erased, "late_s": what.late_s}


def _clock_is_right(context: Context, _arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import clock
    done = clock.is_right(context.home, context.arguments.account, context.password())
    return {"was_utc": instant(done.was), "now_utc": instant(done.now), "redated": done.redated}


# -- holds and certificates

def _hold(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import accounts, holds
    desk, text = context.desk, holds.sentence(arguments.id, arguments.case, arguments.reason)
    second = accounts.confirm(context.home, arguments.confirmed_by, context.second_password(arguments.confirmed_by), text)
    return _held(holds.hold(desk, arguments.id, arguments.case, arguments.reason, second))


def _held(hold: Hold) -> dict[str, Any]:
    guest = hold.guest
    return {"id": hold.visit, "name": guest.name if guest else None, "site": hold.site, "arrived_at": instant(hold.arrived_at), "case": hold.case,
            "reason": hold.reason, "set_at": instant(hold.set_at), "review_on": hold.review_on.isoformat(), "set_by": hold.set_by,
            "confirmed_by": hold.confirmed_by}


def _holds(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import holds
    return [_held(each) for each in holds.listed(context.desk)]


def _release(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import holds
    holds.release(context.desk, arguments.id)
    return {"id": arguments.id}


def _certificate(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import certificates
    made = certificates.of_month(context.desk, arguments.month)
    if arguments.to:
        certificates.write_paper(context.desk, made, Path(arguments.to))
    return certificates.as_json(made)


# -- the rule alone

_ASKED = ("id", "kind", "site_tz", "arrived_at", "departed_at")
_NEEDED = ("id", "site_tz", "arrived_at")


def _forget_on(_context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    asked = stdin_json()
    if not isinstance(asked, list):
        raise Refused(_N("A list of visits is expected."), _N('Write it as [{{"id": …, "site_tz": …, "arrived_at": …}}].'))
    return [_limit(number, each) for number, each in enumerate(asked, 1)]


def _limit(number: int, case: Any) -> dict[str, Any]:
    if not isinstance(case, dict):
        raise Refused(_N("Number {number} of the list is no object."), _N('Write it as {{"id": …, "site_tz": …, "arrived_at": …}}.'),
                      number=number)
    if unknown := sorted(case.keys() - set(_ASKED)):
        raise Refused(_N("Number {number} of the list holds what nobody knows here: {unknown}."), _N("Known are: {known}."),
                      number=number, unknown=", ".join(unknown), known=", ".join(_ASKED))
    if missing := [name for name in _NEEDED if not isinstance(case.get(name), str)]:
        raise Refused(_N("Number {number} of the list lacks as a text: {missing}."), _N("Needed are: {needed}."),
                      number=number, missing=", ".join(missing), needed=", ".join(_NEEDED))
    kind = case.get("kind", Occasion.VISIT)
    if kind not in list(Occasion):
        raise Refused(_N("Number {number} of the list is of no known kind."), _N("Known are: {known}."),
                      number=number, known=", ".join(Occasion))
    arrived_at, departed_at = read_moment(case["arrived_at"], number), case.get("departed_at")
    if departed_at is not None and read_moment(departed_at, number) < arrived_at:
        raise Refused(_N("Number {number} of the list leaves before it arrives."), _N("Check both moments."), number=number)
    limit = limit_of(Occasion(kind), arrived_at, case["site_tz"])
    return {"id": case["id"], "last_day": limit.last_day.isoformat(), "due_from_utc": instant(limit.due_from),
            "latest_allowed_utc": instant(limit.latest_allowed)}


def read_moment(text: Any, number: int) -> datetime:
    """An ISO 8601 instant with its offset; Refused in one sentence otherwise."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise Refused(_N("Number {number} of the list names a moment that does not exist: {moment}."),
                      _N("Write it like 2026-11-22T10:30:00+01:00; the day must be in the calendar."),
                      number=number, moment=str(text)[:40]) from None
    if moment.tzinfo is None:
        raise Refused(_N("Number {number} of the list names a moment without its offset from UTC: {moment}."),
                      _N("Write it like 2026-11-22T10:30:00+01:00."), number=number, moment=text[:40])
    return moment


# -- the rule, played

_OF_CASES = {"cases", "schema", "rule", "probe_fields", "count"}
_OF_CASE = {"id", "kind", "site_tz", "arrived_at", "departed_at", "probes", "legal_hold", "pc_tz", "title", "category", "note", "expect"}
_OF_PROBE = {"now_utc", "on_startup", "high_water_utc", "monotonic_elapsed_s", "source", "backup_taken_utc", "expect"}
_OF_HOLD = {"set_at", "released_at"}
_RESTORED = "restored_backup"


def _replay(_context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import replay
    document = read_json(read_text(Path(arguments.file)), arguments.file)
    raw = _object(document, _OF_CASES, 0).get("cases") if isinstance(document, dict) else document
    if not isinstance(raw, list):
        raise Refused(_N("A list of visits is expected."), _N('Write it as [{{"id": …, "site_tz": …, "arrived_at": …}}].'))
    cases = [_case(number, each) for number, each in enumerate(raw, 1)]
    return [{"id": key, "probes": [{"now_utc": probe["now_utc"], "state": state.value} for probe, (_, state) in zip(case["probes"], found, strict=True)]}
            for case, (key, found) in zip(raw, replay.play(cases), strict=True)]


def _object(what: Any, known: set[str], number: int) -> dict[str, Any]:
    if not isinstance(what, dict):
        raise Refused(_N("Number {number} of the list is no object."), _N('Write it as {{"id": …, "site_tz": …, "arrived_at": …}}.'),
                      number=number)
    if unknown := sorted(what.keys() - known):
        raise Refused(_N("Number {number} of the list holds what nobody knows here: {unknown}."), _N("Known are: {known}."),
                      number=number, unknown=", ".join(unknown), known=", ".join(sorted(known)))
    return what


def _case(number: int, raw: Any) -> Case:
    from alektum_desk.services.replay import Case
    case = _object(raw, _OF_CASE, number)
    _limit(number, {key: case[key] for key in _ASKED if key in case})       # its own checks
    hold, probes = _object(case.get("legal_hold") or {}, _OF_HOLD, number), case.get("probes")
    if not isinstance(probes, list):
        raise Refused(_N("Number {number} of the list names no probes."), _N('Write them as "probes": [{{"now_utc": …}}].'), number=number)
    if case.get("pc_tz"):
        zone_of(str(case["pc_tz"]))
    return Case(str(case["id"]), Occasion(case.get("kind", Occasion.VISIT)), case["site_tz"], read_moment(case["arrived_at"], number),
                _maybe(case.get("departed_at"), number), tuple(_probe(number, each) for each in probes), _maybe(hold.get("set_at"), number),
                _maybe(hold.get("released_at"), number), case.get("pc_tz"))


def _probe(number: int, raw: Any) -> Probe:
    from alektum_desk.services.replay import Probe
    probe = _object(raw, _OF_PROBE, number)
    restored, seconds = probe.get("source") == _RESTORED, probe.get("monotonic_elapsed_s") or 0
    if probe.get("source") not in {None, _RESTORED}:
        raise Refused(_N("Number {number} of the list holds what nobody knows here: {unknown}."), _N("Known are: {known}."),
                      number=number, unknown="source", known=_RESTORED)
    if not isinstance(seconds, int | float) or not 0 <= seconds < 10**9:
        raise Refused(_N("Number {number} of the list names seconds that cannot pass."), _N("Give a number of 0 or more."), number=number)
    return Probe(read_moment(probe.get("now_utc"), number), bool(probe.get("on_startup")), _maybe(probe.get("high_water_utc"), number),
                 timedelta(seconds=seconds), read_moment(probe.get("backup_taken_utc"), number) if restored else None)


def _maybe(text: Any, number: int) -> datetime | None:
    return None if text is None else read_moment(text, number)


# -- for people

def _text_signed_in(answer: dict[str, Any]) -> str:
    return _("Signed in; the visit is forgotten on {day}. Token for the sign-out: {token}").format(
        day=language.day(date.fromisoformat(answer["last_day"])), token=answer["token"])


def _text_signed_out(answer: dict[str, Any]) -> str:
    return _("Signed out; the visit is forgotten on {day}.").format(day=language.day(date.fromisoformat(answer["last_day"])))


def _text_list(answer: list[dict[str, Any]]) -> str:
    if not answer:
        return _("No visit of the last month is in the book.")
    lines = []
    for each in answer:
        said = [here(each["arrived_at"], each["site"]), here(each["departed_at"], each["site"]) if each["departed_at"] else "-" * 16, each["id"],
                each["name"] or _("Delivery")]
        lines.append("  ".join([*said, *filter(None, (each["employer"], each["plate"], each["host"]))]))
    return "\n".join(lines)


def _text_forgotten(answer: dict[str, Any]) -> str:
    days = language.ngettext("{number} day key destroyed.", "{number} day keys destroyed.", answer["days_destroyed"])
    if answer["mode"] == "locked":
        return days
    return "\n".join([days, language.ngettext("{number} visit erased.", "{number} visits erased.", answer["rows_erased"])])


COMMANDS: tuple[Command, ...] = (
    Command("visitors", "sign-in", "Sign a visitor in", _sign_in, (
        option("--name", "full name", required=True),
        option("--employer", "employer; left out when not stated"),
        option("--plate", "plate of the vehicle; left out when there is none"),
        option("--host", "whom the visitor comes to see"),
        option("--site", "office; this desk's own when left out"),
        option("--over", "answer for it that more people come in than the card allows", action="store_true"),
        *(option(name, SUPPRESS, nargs="?", const="") for name in _NOT_IN_THE_NOTICE),
    ), answer=SIGNED_IN, text=_text_signed_in),
    Command("visitors", "sign-out", "Sign a visitor out", _sign_out, (
        option("--token", "what the badge carries"), option("--id", "id of the visit")), answer=VISIT, text=_text_signed_out),
    Command("visitors", "list", "List the visits of the last month", _list, answer=rows(VISIT), text=_text_list),
    Command("visitors", "show", "Show one visit", _show, (
        option("id", "id of the visit"), option("--sealed", "as it is stored: sealed bytes in hex", action="store_true")),
        answer={"anyOf": [VISIT, _SEALED]}),
    Command("visitors", "forget", "Forget what has passed its day; without a password only its keys are destroyed", _forget,
            answer=_FORGOTTEN, needs=Needs.HOME, text=_text_forgotten),
    Command("visitors", "clock-is-right", "Say that the clock of this machine is right and had run ahead before", _clock_is_right,
            answer=record(was_utc=TEXT, now_utc=TEXT, redated=NUMBER), needs=Needs.HOME),
    Command("visitors", "hold", "Keep one visit past its day, for one case, when two people say so", _hold, (
        option("id", "id of the visit"), option("--case", "number of the case", required=True, metavar="N"),
        option("--reason", "why it must stay", required=True, metavar="T"),
        option("--confirmed-by", "account of the second person", required=True, metavar="ACCOUNT"),
        option("--confirm-password-file", "file with the second person's password", metavar="F")), answer=_HELD),
    Command("visitors", "holds", "List the visits on hold, those to be reviewed first", _holds, answer=rows(_HELD)),
    Command("visitors", "release", "End a hold; the visit is erased", _release, (option("id", "id of the visit"),), answer=record(id=TEXT)),
    Command("visitors", "certificate", "Certify what was forgotten in a month", _certificate, (
        option("--month", "the month, as 2026-11", required=True, metavar="YYYY-MM"),
        option("--to", "write the page for outsiders as PDF; a file that is there is replaced", metavar="FILE")), answer=_CERTIFICATE),
    Command("visitors", "forget-on", "Say when visits must be forgotten; reads JSON from standard input", _forget_on,
            answer=rows(_LIMIT), needs=Needs.NOTHING),
    Command("visitors", "replay", "Play cases of forgetting on a data home of their own, through the real program", _replay,
            (option("file", "the cases, as JSON", metavar="FILE"),), answer=rows(record(id=TEXT, probes=rows(record(
                now_utc=TEXT, state={"enum": ["present", "deleted", "sealed"]})))), needs=Needs.NOTHING),
)
