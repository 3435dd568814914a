from __future__ import annotations

import pytest

from alektum_desk.documents.close import Close
from alektum_desk.documents.fonts import Face
from alektum_desk.documents.sheet import Style
from alektum_desk.documents.tagging import Element

TEXTS = ("", "Doel", "Doel:  incasso \n\nBron: de schuldeiser, en https://www.example.eu/een/heel/lang/adres/dat/op/geen/regel/staan/kan en meer",
         "Łódź \u00a0Þingvellir Ŧŧ (Αθήνα) София \\ " * 20, "word " * 400)


@pytest.mark.parametrize("words", TEXTS)
@pytest.mark.parametrize("width", [60, 200, 410])
def test_no_line_is_too_long_and_no_word_is_lost(words: str, width: float) -> None:
    close = Close(Style(Face.SERIF, 8.5, 11), width)
    lines = close.text(words, Element("P")).lines
    assert all(line.width <= width + 0.01 for line in lines)
    # A web address is divided where no space stands; else lines are parted between words.
    assert "".join(line.text for line in lines).replace(" ", "") == words.replace("\n", "").replace(" ", "")
    assert all(line.text.endswith(" ") for line in lines[:-1])
    assert len(lines) >= words.count("\n") + 1


def test_each_line_is_as_full_as_it_gets() -> None:
    close = Close(Style(Face.SERIF, 8.5, 11), 200)
    lines = close.text("incasso van vorderingen " * 30, Element("P")).lines
    firsts = [line.text.split()[0] for line in lines[1:]]
    assert all(line.width + close[first] > 200 for line, first in zip(lines, firsts, strict=False))
