"""Every printable record in the window of every envelope, wherever the folded sheet lies in it."""
from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from alektum_desk.documents.letter import letter
from alektum_desk.documents.letter_pages import _address, _closer
from alektum_desk.domain.authorities import Address
from alektum_desk.domain.letters import Envelope, LetterFormat, Zone
from alektum_desk.reference.authorities import authorities
from alektum_desk.reference.letter_formats import letter_format, letter_formats
from tests.documents.reading import Word, words
from tests.documents.samples import a_letter

COUNTRY = "Vereinigtes Königreich"      # the longest that an office of the group writes on post to one of these
TOUCH = 0.05                            # mm: what poppler rounds


def recipients() -> list[tuple[str, ...]]:
    """Each name of each record with each of its addresses."""
    found: dict[tuple[str, ...], None] = {}
    for each in authorities().values():
        if each.printable:
            posts: list[Address] = [post for post in (each.address, *each.variants.values()) if post]
            for name, post in product(each.names.values(), posts):
                found[(name, *post.lines)] = None
    return list(found)


ALL = recipients()
SAMPLE = 24


def positions(page: LetterFormat, envelope: Envelope) -> Iterator[Zone]:
    """What the window shows of the page, on a grid of one millimetre with both ends."""
    across, down = max(0.0, envelope.width - page.page_width), max(0.0, envelope.height - envelope.folded_height)
    for right, low in product(_grid(across), _grid(down)):
        yield Zone(envelope.window.x - right, envelope.window.y - low, envelope.window.width, envelope.window.height)


def _grid(play: float) -> list[float]:
    return [*(float(step) for step in range(int(play) + 1) if step < play), play]


def misplaced(page: LetterFormat, seen: list[Word], recipient: tuple[str, ...]) -> list[str]:
    """Sentences about everything that a window shows and must not, or must show and does not."""
    wanted = "".join("".join(recipient).split())
    inside = [word for word in seen if page.safe_zone.holds(word.box, TOUCH)]
    if (found := "".join(word.text for word in inside)) != wanted:      # a line may end at the hyphen of a name
        return [f"the safe zone holds {found} instead of {wanted}"]
    others = [word for word in seen if word not in inside and not (page.return_zone and page.return_zone.holds(word.box, 0.3))]
    bad = []
    for envelope in page.envelopes:
        for shown in positions(page, envelope) if envelope.fits else ():
            bad += [f"{envelope.name}: {word.text} is cut off at {shown}" for word in inside if not shown.holds(word.box, TOUCH)]
            bad += [f"{envelope.name}: {word.text} is seen at {shown}" for word in others if shown.meets(word.box)]
    return bad


def check(form: str, found: list[tuple[str, ...]], folder: Path) -> None:
    page = letter_format(form)
    for recipient in found:
        seen = words(letter(a_letter(form, recipient=recipient, country_line=COUNTRY)), folder)
        assert misplaced(page, seen, (*recipient, COUNTRY.upper())) == [], recipient


@pytest.mark.parametrize("form", letter_formats())
def test_some_records_stand_in_the_window(form: str, tmp_path: Path) -> None:
    start = list(letter_formats()).index(form)
    check(form, [*ALL[start::SAMPLE], max(ALL, key=lambda lines: len(" ".join(lines)))], tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("form", letter_formats())
def test_every_record_stands_in_the_window(form: str, tmp_path: Path) -> None:
    check(form, ALL, tmp_path)


@pytest.mark.parametrize("form", letter_formats())
def test_no_record_is_refused_in_any_format(form: str) -> None:
    for recipient in ALL:
        style, lines = _address(a_letter(form, recipient=recipient, country_line=COUNTRY))
        assert style.size >= 8
        assert " ".join(lines).split() == " ".join((*recipient, COUNTRY.upper())).split()


def test_the_test_sees_what_is_out_of_place() -> None:
    page = letter_format("nbn-z01002")
    zone = page.safe_zone
    name, other = Word("Name", Zone(zone.x, zone.y, 10, 4)), Word("Secret", Zone(zone.x - 6, zone.y, 5, 4))
    assert misplaced(page, [name], ("Name",)) == []
    assert "Secret is seen" in misplaced(page, [name, other], ("Name",))[0]
    assert "the safe zone holds" in misplaced(page, [name], ("Name", "Street"))[0]


def test_lines_are_joined_as_the_post_reads_them() -> None:
    assert list(_closer(("CNIL", "Service des plaintes", "3 place de Fontenoy", "TSA 80715", "75334 PARIS CEDEX 07")))[1:] == [
        ("CNIL", "Service des plaintes", "3 place de Fontenoy TSA 80715", "75334 PARIS CEDEX 07"),
        ("CNIL", "Service des plaintes 3 place de Fontenoy TSA 80715", "75334 PARIS CEDEX 07")]
    assert list(_closer(("JOIC", "5 Castle Street", "St Helier", "JERSEY", "JE2 3BT")))[1] == (
        "JOIC", "5 Castle Street", "St Helier", "JERSEY JE2 3BT")
    assert list(_closer(("DSB", "1030 Wien"))) == [("DSB", "1030 Wien")]
