"""More commands of `visitors`: what the front desk does beside signing in and out."""
from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.cli.command import MAYBE_TEXT, NUMBER, TEXT, TRUTH, Command, Context, option, read_day, record, rows
from alektum_desk.cli.visitors import SIGNED_IN, VISIT, here, instant, read_moment, shown, signed_in
from alektum_desk.domain.badges import LABELS, label
from alektum_desk.domain.cards import Card, read_time
from alektum_desk.domain.desk_requests import AsksFor
from alektum_desk.domain.errors import _N, Refused, Unusable
from alektum_desk.domain.visitors import Guest

if TYPE_CHECKING:
    from alektum_desk.domain.hosts import Host

MAYBE_NUMBER = {"type": ["integer", "null"]}
_CALLED = record(id=TEXT, name=TEXT, employer=MAYBE_TEXT, host=MAYBE_TEXT, site=TEXT, badge=MAYBE_NUMBER, arrived_at=TEXT, closed=TRUTH)
_ROLL_CALL = record(at=TEXT, drill=TRUTH, people=rows(_CALLED), file=MAYBE_TEXT)
_EXPECTED = record(id=TEXT, token=TEXT, name=TEXT, employer=MAYBE_TEXT, plate=MAYBE_TEXT, host=MAYBE_TEXT, site=TEXT, expected_at=TEXT)
_HOST = record(id=TEXT, site=TEXT, first_name=TEXT, last_name=TEXT, phone=MAYBE_TEXT, leaves_on=MAYBE_TEXT)
_IMPORTED = record(rows_read=NUMBER, imported=NUMBER, reported=rows(record(row=NUMBER, why=TEXT)))
_CARD = record(site=TEXT, closes_at=MAYBE_TEXT, capacity=MAYBE_NUMBER)
_WEEK = record(week=TEXT, visits=MAYBE_NUMBER, deliveries=MAYBE_NUMBER)
_REQUEST = record(id=TEXT, asks_for={"enum": [each.value for each in AsksFor]}, person=TEXT, visit=MAYBE_TEXT, asked_at=TEXT, due_from_utc=TEXT)
_WHERE = option("--site", "office; this desk's own when left out")
_OVER = option("--over", "answer for it that more people come in than the card allows", action="store_true")


# -- coming in

def _group(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import groups
    guests = [Guest(name, arguments.employer, None, arguments.host) for name in arguments.name]
    return [signed_in(each) for each in groups.sign_in(context.desk, guests, arguments.site, over=arguments.over)]


def _delivery(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import deliveries
    return shown(deliveries.note(context.desk, arguments.firm, arguments.recipient, arguments.site))


def _correct(context: Context, arguments: Namespace) -> dict[str, Any]:
    """What is not named stays; an empty text takes away."""
    from alektum_desk.services import visitors
    was = visitors.living(context.desk, arguments.id)
    said = {name: getattr(arguments, name) if getattr(arguments, name) is not None else getattr(was, name) for name in ("name", "employer", "plate", "host")}
    return shown(visitors.correct(context.desk, arguments.id, Guest(**said)))


def _announce(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import visitors
    made = visitors.announce(context.desk, Guest(arguments.name, arguments.employer, arguments.plate, arguments.host), read_moment(arguments.at, 1),
                             arguments.site)
    return _expected_row(made)


def _expected(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import visitors
    return [_expected_row(each) for each in visitors.expected(context.desk)]


def _expected_row(each: Any) -> dict[str, Any]:
    return {"id": each.id, "token": each.token, "name": each.name, "employer": each.employer, "plate": each.plate, "host": each.host,
            "site": each.site, "expected_at": instant(each.expected_at)}


def _arrive(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import visitors
    return signed_in(visitors.arrive(context.desk, arguments.token, over=arguments.over))


# -- the building

def _roll_call(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import roll_calls
    call = roll_calls.begin(context.desk, arguments.site, drill=arguments.drill)
    file = roll_calls.write(context.desk, call, Path(arguments.to)) if arguments.to else None
    people = [{"id": each.id, "name": each.name, "employer": each.employer, "host": each.host, "site": each.site, "badge": each.badge,
               "arrived_at": instant(each.arrived_at), "closed": each.closed} for each in call.people]
    return {"at": instant(call.began_at), "drill": call.drill, "people": people, "file": str(file) if file else None}


def _text_roll_call(answer: dict[str, Any]) -> str:
    lines = [language.ngettext("{number} person in the building", "{number} people in the building", len(answer["people"]))]
    lines += ["  ".join(filter(None, ("[ ]", each["name"], each["employer"], each["host"], here(each["arrived_at"], each["site"]),
                                      f"{each['badge']:03}" if each["badge"] else None))) for each in answer["people"]]
    return "\n".join(lines)


def _card(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import cards
    now = cards.card(context.desk, arguments.site)
    if arguments.closes_at is not None or arguments.capacity is not None:
        closes_at = now.closes_at if arguments.closes_at is None else None if arguments.closes_at == "never" else read_time(arguments.closes_at)
        capacity = now.capacity if arguments.capacity is None else arguments.capacity or None
        now = cards.write(context.desk, Card(now.site, closes_at, capacity))
    return {"site": now.site, "closes_at": now.closes_at.isoformat("minutes") if now.closes_at else None, "capacity": now.capacity}


def _statistics(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import visit_counts
    return [{"week": each.began_on.isoformat(), "visits": each.visits, "deliveries": each.deliveries} for each in visit_counts.by_week(context.desk)]


def _badge(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import badges, exports, visitors
    if bool(arguments.printer) == bool(arguments.to):
        raise Unusable(_N("A badge needs a printer or a file, one of the two."), _N("Give --printer NAME or --to FILE."))
    visit = visitors.living(context.desk, arguments.id)
    pdf = badges.paper(context.desk, visit, label(arguments.label))
    if arguments.printer:
        badges.print_out(pdf, arguments.printer, label(arguments.label))
    else:
        exports.write(context.desk, "visitors", "badge", Path(arguments.to), pdf, about=visit.id, days=1)
    return {"id": visit.id, "file": arguments.to, "printer": arguments.printer}


# -- hosts

def _hosts(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import hosts
    found = hosts.search(context.desk, arguments.prefix, arguments.site) if arguments.prefix is not None else hosts.listed(context.desk, arguments.site)
    return [_host_row(each) for each in found]


def _host_row(host: Host) -> dict[str, Any]:
    return {"id": host.id, "site": host.site, "first_name": host.first_name, "last_name": host.last_name, "phone": host.phone,
            "leaves_on": host.leaves_on.isoformat() if host.leaves_on else None}


def _add_host(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import hosts
    return _host_row(hosts.add(context.desk, arguments.first_name, arguments.last_name, phone=arguments.phone, leaves_on=read_day(arguments.leaves_on),
                               site=arguments.site))


def _remove_host(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import hosts
    hosts.remove(context.desk, arguments.id)
    return {"id": arguments.id}


def _import_hosts(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import hosts
    done = hosts.read_file(context.desk, Path(arguments.file), arguments.site)
    return {"rows_read": done.rows_read, "imported": done.imported,
            "reported": [{"row": number, "why": language.sentence(why)} for number, why in done.reported]}


# -- requests at the desk

def _request(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import desk_requests, visitors
    visit = visitors.living(context.desk, arguments.visit) if arguments.visit else None
    return _request_row(desk_requests.record(context.desk, AsksFor(arguments.asks_for), arguments.person, visit))


def _request_row(asked: Any) -> dict[str, Any]:
    return {"id": asked.id, "asks_for": asked.asks_for.value, "person": asked.person, "visit": asked.visit, "asked_at": instant(asked.asked_at),
            "due_from_utc": instant(asked.due_from)}


def _requests(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import desk_requests
    return [_request_row(each) for each in desk_requests.listed(context.desk)]


def _answered(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import desk_requests
    desk_requests.close(context.desk, arguments.id)
    return {"id": arguments.id}


def _pack(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import desk_requests, visitors
    desk_requests.write_pack(context.desk, visitors.living(context.desk, arguments.id), Path(arguments.to))
    return {"id": arguments.id, "file": arguments.to}


def _erase(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import visitors
    visitors.erase(context.desk, arguments.id)
    return {"id": arguments.id}


# -- for people

def _text_hosts(answer: list[dict[str, Any]]) -> str:
    if not answer:
        return _("Nobody stands in the list of hosts yet")
    return "\n".join("  ".join(filter(None, (each["id"], f"{each['first_name']} {each['last_name']}".strip(), each["phone"]))) for each in answer)


def _text_statistics(answer: list[dict[str, Any]]) -> str:
    if not answer:
        return _("Nothing to count yet")
    few = _("under {few}").format(few=5)
    return "\n".join(f"{language.day(date.fromisoformat(each['week']))}  {few if each['visits'] is None else each['visits']}  "
                     f"{few if each['deliveries'] is None else each['deliveries']}" for each in answer)


def _text_expected(answer: list[dict[str, Any]]) -> str:
    if not answer:
        return _("Nobody is expected")
    return "\n".join("  ".join(filter(None, (here(each["expected_at"], each["site"]), each["id"], each["name"], each["employer"], each["host"])))
                     for each in answer)


def _number(text: str) -> int:
    """For argparse, which says what else it wanted."""
    if not text.isdecimal():
        raise Refused(_N("This cannot be the number of people in a building."), _N("Write a number, or 0 for none."))
    return int(text)


_GUEST = (option("--employer", "employer; left out when not stated"), option("--host", "whom the visitors come to see"))
COMMANDS: tuple[Command, ...] = (
    Command("visitors", "sign-in-group", "Sign several visitors in who come together", _group, (
        option("--name", "full name; once for each person", required=True, action="append"), *_GUEST, _WHERE, _OVER), answer=rows(SIGNED_IN)),
    Command("visitors", "delivery", "Note a delivery: a firm and whom it is for, and nobody's name", _delivery, (
        option("--firm", "who brings it", required=True), option("--for", "a colleague or a room", dest="recipient", metavar="HOST"), _WHERE), answer=VISIT),
    Command("visitors", "correct", "Put right what is written down of a visit; its day of forgetting stays", _correct, (
        option("id", "id of the visit"), option("--name", "full name"), option("--employer", "employer; empty for none"),
        option("--plate", "plate; empty for none"), option("--host", "host; empty for none")), answer=VISIT),
    Command("visitors", "announce", "Announce a visitor, who is gone with that day if nobody comes", _announce, (
        option("--name", "full name", required=True), option("--at", "when, as 2026-11-22T10:30:00+01:00", required=True), *_GUEST,
        option("--plate", "plate of the vehicle"), _WHERE), answer=_EXPECTED),
    Command("visitors", "expected", "List who is expected", _expected, answer=rows(_EXPECTED), text=_text_expected),
    Command("visitors", "arrive", "Sign in who was announced, by the token and on that day", _arrive, (
        option("--token", "what was given to the visitor", required=True), _OVER), answer=SIGNED_IN),
    Command("visitors", "roll-call", "Show who is in the building", _roll_call, (
        option("--drill", "a drill", action="store_true"), option("--to", "write the list as PDF; it must go by the next day; a file that is there is replaced", metavar="FILE"), _WHERE),
        answer=_ROLL_CALL, text=_text_roll_call),
    Command("visitors", "badge", "Print the badge of a visit", _badge, (
        option("id", "id of the visit"), option("--label", "kind of label", default=LABELS[0].id, choices=[each.id for each in LABELS]),
        option("--printer", "queue of the printer", metavar="NAME"), option("--to", "write it as PDF instead; it must go by the next day; a file that is there is replaced", metavar="FILE")),
        answer=record(id=TEXT, file=MAYBE_TEXT, printer=MAYBE_TEXT)),
    Command("visitors", "card", "Show the front-desk card, or write it", _card, (
        option("--closes-at", "when the door closes, as 18:00; never signs nobody out", metavar="TIME"),
        option("--capacity", "people who may be inside; 0 for no limit", type=_number, metavar="N"), _WHERE), answer=_CARD),
    Command("visitors", "statistics", "Count visits and deliveries by week; numbers under five are not told", _statistics, answer=rows(_WEEK),
            text=_text_statistics),
    Command("visitors", "hosts", "List the hosts, or those whose name begins so", _hosts, (
        option("--prefix", "at least three letters; at most five are told", metavar="TEXT"), _WHERE), answer=rows(_HOST), text=_text_hosts),
    Command("visitors", "add-host", "Add a host", _add_host, (
        option("--first-name", "first name", required=True), option("--last-name", "last name", default=""), option("--phone", "desk phone"),
        option("--leaves-on", "the day from which the host is gone", metavar="DAY"), _WHERE), answer=_HOST),
    Command("visitors", "remove-host", "Remove a host; in a visit the name stays until that is forgotten", _remove_host, (
        option("id", "id of the host"),), answer=record(id=TEXT)),
    Command("visitors", "import-hosts", "Read a csv of hosts: first_name, last_name, phone, leaves_on, site", _import_hosts, (
        option("file", "the list", metavar="FILE"), _WHERE), answer=_IMPORTED),
    Command("visitors", "request", "Write down that somebody asks for their data or to be forgotten", _request, (
        option("--asks-for", "what", required=True, choices=[each.value for each in AsksFor]),
        option("--person", "who asks, and how to answer", required=True), option("--visit", "id of the visit it is about", metavar="ID")), answer=_REQUEST),
    Command("visitors", "requests", "List what waits for the data-protection officer", _requests, answer=rows(_REQUEST)),
    Command("visitors", "answered", "Take an answered request off the list", _answered, (option("id", "id of the request"),), answer=record(id=TEXT)),
    Command("visitors", "pack", "Write what is known of one visit, for whoever was here", _pack, (
        option("id", "id of the visit"), option("--to", "the file; one that is there is replaced", required=True, metavar="FILE")), answer=record(id=TEXT, file=TEXT)),
    Command("visitors", "erase", "Erase one visit before its day, at the visitor's request", _erase, (option("id", "id of the visit"),),
            answer=record(id=TEXT)),
)
