"""The kiosk of an office: what its notice lets it ask, the PIN that ends it, and the little of the desk that it reaches."""
from __future__ import annotations

import json
import secrets
from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from alektum_desk.domain.accounts import Role
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.kiosk import Card, Said, Source, Text, check_keeping, check_pin, fields_allowed, may_open
from alektum_desk.domain.kiosk_pairing import Greeting, plain, stretched, text_of
from alektum_desk.domain.notices import Field
from alektum_desk.domain.records import Activity
from alektum_desk.domain.subjects import Category
from alektum_desk.services import hosts, notices, records
from alektum_desk.services.desk import Desk
from alektum_desk.store import kiosk as store
from alektum_desk.store.compartments import Store
from alektum_desk.store.keys import Holder, Identity, Keyring
from alektum_desk.store.models import new_id

PLACE = "visitors"
OWN = "own-visitors"        # the program's own activity, in which the officer decides where no notice speaks


# -- what the register says

def said_of(desk: Desk) -> Said:
    """About visitors in the country of this office: by its notice, else by what the officer decided."""
    found = [records.shown(desk, each.id) for each in records.listed(desk, Category.VISITOR, desk.office.country)]
    named = next((each for each in found if _section(each)), None)
    decided = any(each.listed.id == OWN and each.of(Field.LEGAL_BASIS).decision is not None for each in found)
    speaking = named or next((each for each in found if each.listed.id == OWN), None)
    if speaking is None:
        return Said(Source(None, None), (), (), decided)
    fields = tuple(each.code for each in speaking.of(Field.DATA).statements if each.code)
    rules = tuple(each.rule for each in speaking.of(Field.RETENTION).statements if each.rule)
    return Said(_section(speaking) or Source(None, None), fields, rules, decided)


def _section(activity: Activity) -> Source | None:
    """Where the notice begins to speak of visitors."""
    places = [each.place for field in (Field.CATEGORY, Field.DATA) for each in activity.of(field).statements if each.place]
    return Source(places[0].notice, min(each.line for each in places if each.notice == places[0].notice)) if places else None


def _texts(desk: Desk, said: Said) -> tuple[Text, ...]:
    """Every text of the notice that was read in; where the officer decided, the country's notices all the same."""
    found = []
    for notice in notices.listed(desk):
        if not notice.ours or notice.country != desk.office.country or (said.named and notice.id != said.source.notice):
            continue
        page = notices.shown(desk, notice.id)
        if page.text_lines:
            found.append(Text(notice.language, notice.title, notice.sha256, page.text_lines, _lines(desk, notice.id)))
    return tuple(found)


def _lines(desk: Desk, notice: str) -> tuple[int, ...]:
    """The lines that speak of visitors."""
    activities = (records.shown(desk, each.id) for each in records.listed(desk, Category.VISITOR, desk.office.country))
    said = (each for activity in activities for field in (Field.CATEGORY, Field.PURPOSE, Field.LEGAL_BASIS, Field.DATA, Field.RECIPIENT, Field.RETENTION)
            for each in activity.of(field).statements)
    return tuple(sorted({each.place.line for each in said if each.place and each.place.notice == notice
                         and (each.rule is None or not each.rule.overrides)}))


# -- the card at the front desk

def card(desk: Desk) -> Card | None:
    """What was published for this office; None before an officer did."""
    with desk.store.read(PLACE) as session:
        row = store.of(session, desk.office.id)
        return _card(row) if row is not None else None


def publish(desk: Desk, fields: Iterable[str] | None = None) -> Card:
    """From the register to the front desk. Refused where the notice does not allow it; done twice it changes nothing."""
    hosts.must_keep(desk)
    said = said_of(desk)
    may_open(said)
    check_keeping(said)
    made = Card(desk.office.id, said.source.notice, fields_allowed(said, fields), _texts(desk, said))
    if not made.texts:
        raise Refused(_N("The text of the notice was not read in yet, so no visitor could read it at the kiosk."),
                      _N("Read the notice in on the screen Notices."))
    if card(desk) == made:
        return made
    # The intent first: whoever stops here publishes again and finds nothing half done.
    with desk.store.act("register", "kiosk.publish", summary={"site": made.site, "notice": made.notice, "fields": list(made.fields)}):
        pass
    with desk.store.act(PLACE, "kiosk.publish") as session:
        row = store.of(session, made.site)
        if row is None:
            row = store.Kiosk(id=new_id(), site=made.site, pin=None)
            session.add(row)
        row.notice, row.fields, row.texts = made.notice, list(made.fields), [plain(each) for each in made.texts]
    return made


def _card(row: store.Kiosk) -> Card:
    return Card(row.site, row.notice, tuple(row.fields), tuple(text_of(each) for each in row.texts))


# -- the PIN: no account, only the way out

def set_pin(desk: Desk, pin: str) -> None:
    """Refused before an officer has published the kiosk, and for a PIN that is guessed at once."""
    salt = secrets.token_hex(16)
    with desk.store.act(PLACE, "kiosk.pin", summary={"site": desk.office.id}) as session:
        row = store.of(session, desk.office.id)
        if row is None:
            raise not_published()
        row.pin = json.dumps({"salt": salt, "hash": stretched(check_pin(pin), salt)})


def pin_of(desk: Desk) -> str | None:
    """As the kiosk gets it: stretched, with its salt."""
    with desk.store.read(PLACE) as session:
        row = store.of(session, desk.office.id)
        return row.pin if row is not None else None


def greeting(desk: Desk, socket: str) -> Greeting:
    """What a kiosk is told at its start. Refused before it was published and before it has a PIN."""
    made, pin = card(desk), pin_of(desk)
    if made is None:
        raise not_published()
    if pin is None:
        raise Refused(_N("The kiosk has no PIN yet, so nobody could end it."), _N("Set a PIN first."), field="pin")
    office = desk.office
    return Greeting(secrets.token_hex(32), socket, office.name, office.city or "", office.country, office.zone, office.languages, pin, made)


def not_published() -> Refused:
    return Refused(_N("The kiosk of this office was not published yet."), _N("Ask a data-protection officer to do it."))


# -- what stays open while the desk is locked

def apart(desk: Desk) -> Desk:
    """A desk with the visitors and nothing else, for as long as a kiosk is paired. No password and no private key lies in it."""
    who = Identity(Holder(desk.who.id, desk.who.name, Role.FRONT_DESK, "", ""), X25519PrivateKey.generate(), Ed25519PrivateKey.generate())
    desk.store.compartment(PLACE)
    alone = Store(desk.home, Keyring(desk.home), who, desk.store.water, desk.store.log, keys={PLACE: desk.store.keys[PLACE]})
    return Desk(desk.home, desk.about, alone)
