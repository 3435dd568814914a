"""What the desk answers to its kiosk: four verbs, never a list of people, and no more in a short time than people need."""
from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from alektum_desk.domain.errors import Busy, DeskError, Full, Refused
from alektum_desk.domain.hosts import Host, labels
from alektum_desk.domain.kiosk import Card, Trouble, Verb, first_name, only_asked, read_request
from alektum_desk.domain.visitors import Expected, Guest, NoticeRead, Visit, checked
from alektum_desk.services import deliveries, hosts, kiosk, visitors
from alektum_desk.services.desk import Desk

ARRIVALS, SEARCHES, WRONG_CODES = 20, 10, 10
ARRIVALS_IN, SEARCHES_IN, CODES_IN = timedelta(minutes=10), timedelta(minutes=2), timedelta(minutes=10)

Answer = dict[str, Any]


class _Rate:
    """So many in so long, and no more until some of them are past."""

    def __init__(self, most: int, within: timedelta) -> None:
        self.most, self.within = most, within
        self.at: deque[datetime] = deque()

    def is_full(self, now: datetime) -> bool:
        while self.at and now - self.at[0] >= self.within:
            self.at.popleft()
        return len(self.at) >= self.most

    def count(self, now: datetime) -> None:
        self.at.append(now)


class Counter:
    """One paired kiosk. `desk` opens the visitors only; `print_badge` says whether a badge is under way; it may fail without a visitor noticing more than that."""

    def __init__(self, desk: Desk, print_badge: Callable[[Visit], bool] | None = None, renewed: Callable[[], Desk | None] = lambda: None) -> None:
        """`renewed`: the visitors under their new keys, after an account was narrowed; None where nobody has these keys now."""
        self.desk, self.print_badge, self.renewed = desk, print_badge, renewed
        self._arrivals, self._searches = _Rate(ARRIVALS, ARRIVALS_IN), _Rate(SEARCHES, SEARCHES_IN)
        self._wrong = _Rate(WRONG_CODES, CODES_IN)

    def answer(self, line: bytes) -> Answer:
        """To one line from the kiosk. What the store refuses now is `away`; the visitor is sent to reception."""
        request = read_request(line)
        if request is None:
            return {"number": None, "trouble": Trouble.GARBLED}
        verbs: Mapping[Verb, Callable[[Mapping[str, Any]], Answer]] = {
            Verb.ARRIVE: self._arrive, Verb.LEAVE: self._leave, Verb.EXPECTED: self._expected, Verb.HOSTS: self._hosts}
        try:
            try:
                said = verbs[request.verb](request.said)
            except Busy:
                self.desk = self.renewed() or self.desk
                said = verbs[request.verb](request.said)
        except Full:
            said = _trouble(Trouble.FULL)
        except Refused:
            said = _trouble(Trouble.REFUSED)
        except DeskError:
            said = _trouble(Trouble.AWAY)
        return {"number": request.number, **said}

    def let_in(self) -> None:
        """Somebody of the house has looked: the count of arrivals begins anew."""
        self._arrivals.at.clear()

    @property
    def is_crowded(self) -> bool:
        return self._arrivals.is_full(self.desk.now())

    def _arrive(self, said: Mapping[str, Any]) -> Answer:
        card = kiosk.card(self.desk)
        if "firm" in said:
            return self._delivery_is_here(card, said)
        text = next((each for each in card.texts if each.sha256 == said["notice"] and each.language == said["language"]), None) if card else None
        if card is None or text is None:
            return _trouble(Trouble.NOTICE)
        if self.is_crowded:
            return _trouble(Trouble.ENOUGH)
        read = NoticeRead(text.sha256, text.language)
        if "token" in said:
            return self._announced_is_here(said["token"], read)
        guest = self._guest(card, said)
        if guest is None:
            return _trouble(Trouble.UNKNOWN)
        return self._is_here(visitors.sign_in(self.desk, guest, card.site, read))

    def _delivery_is_here(self, card: Card | None, said: Mapping[str, Any]) -> Answer:
        """A firm and a colleague: nobody is written down of whom a notice would have to speak."""
        if card is None:
            return _trouble(Trouble.NOTICE)
        if self.is_crowded:
            return _trouble(Trouble.ENOUGH)
        host = self._host(card, said["host"])
        if said["host"] and host is None:
            return _trouble(Trouble.UNKNOWN)
        deliveries.note(self.desk, said["firm"], host.name if host else None, card.site)
        self._arrivals.count(self.desk.now())
        return {}

    def _host(self, card: Card, key: str | None) -> Host | None:
        return next((each for each in hosts.listed(self.desk, card.site) if each.id == key), None) if key else None

    def _guest(self, card: Card, said: Mapping[str, Any]) -> Guest | None:
        """None when the host is not in the list any more. Refused for a field that the notice does not name."""
        only_asked(card, said)
        host = self._host(card, said["host"])
        if said["host"] and host is None:
            return None
        return checked(Guest(said["name"], said["employer"], said["plate"], host.name if host else None))

    def _announced_is_here(self, token: str, read: NoticeRead) -> Answer:
        if self._announced(token) is None:
            return self._no_such_code(token)
        return self._is_here(visitors.arrive(self.desk, token, read))

    def _no_such_code(self, token: str) -> Answer:
        """Wrong codes are counted and soon left unanswered. A code of somebody's is never held up by those of others:

        128 bits of chance are not guessed in any number of tries, so whoever has one was given it. Nor is a badge counted as wrong
        because a scanner asks first whether its bearer is expected.
        """
        now = self.desk.now()
        if self._visit(token) is not None or self._announced(token) is not None:
            return _trouble(Trouble.UNKNOWN)
        if self._wrong.is_full(now):
            return _trouble(Trouble.ENOUGH)
        self._wrong.count(now)
        return _trouble(Trouble.UNKNOWN)

    def _visit(self, token: str) -> Visit | None:
        return next((each for each in visitors.listed(self.desk) if each.token == token), None)

    def _announced(self, token: str) -> Expected | None:
        """Whoever is announced under this token for today at one of the doors of this desk."""
        found = next((each for each in visitors.expected(self.desk) if each.token == token), None)
        days = self.desk.store.days[found.site] if found else None
        return found if found and days and found.expected_at.astimezone(days.zone).date() == days.today() else None

    def _is_here(self, visit: Visit) -> Answer:
        self._arrivals.count(self.desk.now())
        badge = False
        if self.print_badge is not None:
            try:
                badge = self.print_badge(visit)
            except (DeskError, OSError):        # a dead printer never stops a sign-in: reception writes the badge
                badge = False
        zone = self.desk.store.days[visit.site].zone
        return {"forgotten_at": visit.due_from.astimezone(zone).isoformat(), "badge": badge}

    def _leave(self, said: Mapping[str, Any]) -> Answer:
        found = self._visit(said["token"])
        if found is None:
            return self._no_such_code(said["token"])
        if not found.is_on_site:
            return _trouble(Trouble.ALREADY)
        visitors.sign_out(self.desk, token=said["token"])
        return {}

    def _expected(self, said: Mapping[str, Any]) -> Answer:
        found = self._announced(said["token"])
        if found is None:
            return self._no_such_code(said["token"])
        return {"first_name": first_name(found.name), "host": first_name(found.host) if found.host else None}

    def _hosts(self, said: Mapping[str, Any]) -> Answer:
        now = self.desk.now()
        if self._searches.is_full(now):
            return _trouble(Trouble.ENOUGH)
        self._searches.count(now)
        found: tuple[Host, ...] = hosts.search(self.desk, said["prefix"])
        return {"hosts": [{"id": each.id, "name": name} for each, name in zip(found, labels(found), strict=True)]}


def _trouble(why: Trouble) -> Answer:
    return {"trouble": why}

