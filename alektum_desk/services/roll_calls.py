"""The roll call: taken from memory, printed if wanted, ticked off, and gone with its end. No network is needed."""
from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.documents.roll_call import RollCallSheet, draw
from alektum_desk.domain.roll_calls import Ended, in_the_building
from alektum_desk.domain.visitors import Visit
from alektum_desk.services import exports, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import drafts
from alektum_desk.store.drafts import Draft

PLACE = "visitors"
OWNER, FORM = "desk", "visitors.roll_call"
KEPT_DAYS = 1           # a printed list is of use until everybody is found


class RollCall:
    """Of the moment at which it began: who comes or goes since then changes it no more."""

    def __init__(self, began_at: datetime, zone: ZoneInfo, people: tuple[Visit, ...], *, drill: bool) -> None:
        self.began_at, self.zone, self.people, self.drill = began_at, zone, people, drill
        self.found: set[str] = set()

    def tick(self, visit: str) -> None:
        """Found, or after all not."""
        self.found ^= {visit}

    @property
    def missing(self) -> tuple[Visit, ...]:
        return tuple(each for each in self.people if each.id not in self.found)


def begin(desk: Desk, site: str | None = None, *, drill: bool = False) -> RollCall:
    """Everybody in the building, by name; of one site, else of all whose door this desk keeps."""
    now = desk.now()
    found = [each for each in in_the_building(visitors.listed(desk), now, desk.zone) if (site or each.site) == each.site]
    return RollCall(now, desk.zone, tuple(found), drill=drill)


def keep(desk: Desk, call: RollCall) -> None:
    """So that a crash or a lock costs no tick: ids alone, sealed under a key that dies with the day, outside the journal.

    Of the desk and not of one account: whoever opens it next goes on.
    """
    desk.store.must_write(PLACE)
    day = desk.today()
    chain, key = desk.store.days[desk.office.id].for_sealing(day)
    said = {"began_at": call.began_at.isoformat(), "drill": call.drill, "people": [each.id for each in call.people], "found": sorted(call.found)}
    with desk.store.bare(PLACE) as db:
        drafts.keep(db, Draft(OWNER, FORM, desk.now(), chain, day, key.seal(json.dumps(said).encode(), FORM)))


def kept(desk: Desk) -> RollCall | None:
    """The one under way, if any: who was in the building when it began, as the book has them now."""
    with desk.store.bare(PLACE) as db:
        draft = drafts.kept(db, OWNER, FORM)
    if draft is None or draft.chain is None or draft.day != desk.today():
        return None
    key = desk.store.days[desk.office.id].for_opening(draft.chain, draft.day)
    if key is None:
        return None
    said, living = json.loads(key.open(draft.body, FORM)), {each.id: each for each in visitors.listed(desk)}
    call = RollCall(datetime.fromisoformat(said["began_at"]), desk.zone, tuple(living[each] for each in said["people"] if each in living),
                    drill=said["drill"])
    call.found = set(said["found"]) & living.keys()
    return call


def end(desk: Desk, call: RollCall) -> Ended:
    """The journal keeps that there was one, with counts and without a name; the ticks go."""
    done = Ended(call.drill, len(call.people), len(call.missing), int((desk.now() - call.began_at).total_seconds()))
    if desk.store.may_write(PLACE):
        with desk.store.bare(PLACE) as db:
            drafts.drop(db, OWNER, FORM)
        said = {"drill": done.drill, "people": done.people, "missing": done.missing, "seconds": done.seconds}
        with desk.store.act(PLACE, "roll_call.end", summary=said):
            pass
    return done


def paper(desk: Desk, call: RollCall) -> bytes:
    """To be ticked off with a pen."""
    here = call.began_at.astimezone(call.zone)
    heads = ("", _("Name"), _("Employer"), _("Host"), _("Since"), _("Badge"))
    none = _("Not stated")
    rows = tuple((each.id in call.found, each.name, each.employer or none, each.host or none, _since(call, each),
                  f"{each.badge:03}" if each.badge else "") for each in call.people)
    return draw(RollCallSheet(
        language=language.current(), title=_("Drill: roll call") if call.drill else _("Roll call"),
        moment=_("{office} · {day}, {time}").format(office=_(desk.office.label), day=language.day(here.date(), "full"), time=language.clock(here)),
        total=language.ngettext("{number} person in the building", "{number} people in the building", len(call.people)),
        empty=_("Nobody is in the building."), heads=heads, rows=rows,
        foot=_("Destroy by {day}.").format(day=language.day(_last_day(call))), page_label=_("Page {page} of {pages}"),
        author=desk.office.name, created_on=here.date(), watermark=_("SAMPLE") if desk.sample else None))


def write(desk: Desk, call: RollCall, to: Path | None = None) -> Path:
    """Listed among the files that left, with the day on which it must go; that day stands in its name, too."""
    here = call.began_at.astimezone(call.zone)
    file = to or desk.home / "exports" / f"roll-call-{here:%Y-%m-%d-%H%M%S}_destroy-by-{_last_day(call)}.pdf"
    exports.write(desk, PLACE, "roll_call", file, paper(desk, call), days=KEPT_DAYS)
    return file


def _last_day(call: RollCall) -> date:
    return (call.began_at.astimezone(call.zone) + timedelta(days=KEPT_DAYS)).date()


def _since(call: RollCall, visit: Visit) -> str:
    came = visit.arrived_at.astimezone(call.zone)
    words = language.clock(came) if came.date() == call.began_at.astimezone(call.zone).date() else language.short_day(came.date())
    return _("{time}, signed out by the clock").format(time=words) if visit.closed else words
