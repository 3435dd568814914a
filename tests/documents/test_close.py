from __future__ import annotations

from itertools import pairwise

import pytest

from alektum_desk.documents.close import Close
from alektum_desk.documents.fonts import Face, unit_width
from alektum_desk.documents.sheet import Style

TEXTS = ("", "Doel", "Doel:  incasso \n\nBron: de schuldeiser, en https://www.example.eu/een/heel/lang/adres/dat/op/geen/regel/staan/kan en meer",
         "Łódź \u00a0Þingvellir Ŧŧ (Αθήνα) София \\ " * 20, "word " * 400)


@pytest.fixture(params=[60, 200, 410])
def close(request: pytest.FixtureRequest) -> Close:
    return Close(Style(Face.SERIF, 8.5, 11), request.param)


@pytest.mark.parametrize("words", TEXTS)
def test_no_line_is_too_long_and_no_word_is_lost(close: Close, words: str) -> None:
    lines, heard = close.lines(words)
    assert all(unit_width(line, close.style.face) * close.style.size <= close.width + 0.01 for line in lines.split("\n"))
    # A web address is divided where no space stands; else lines are parted between words.
    assert lines.replace("\n", "").replace(" ", "") == words.replace("\n", "").replace(" ", "")
    assert lines.count("\n") >= words.count("\n")
    assert heard is None


def test_each_line_is_as_full_as_it_gets(close: Close) -> None:
    lines = close.lines("incasso van vorderingen " * 30)[0].split("\n")
    assert all(close.width < unit_width(f"{line} {after.split()[0]}", close.style.face) * close.style.size for line, after in pairwise(lines))


def test_what_no_font_draws_stands_as_another_and_is_heard_as_itself(close: Close) -> None:
    assert close.lines("gewoon") == ("gewoon", None)
    assert close.lines("\u25cf lijst") == ("\u2022 lijst", "\u25cf lijst")
    assert close.lines("weer")[1] is None
