"""A published text beside its facts: what is spoken of is in view."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from alektum_desk.ui import theme
from alektum_desk.ui.widgets.paper import Line, PaperView, sentence_of

BEFORE, AFTER = "Many words stand here. " * 60, " And many more follow. " * 60
PARAGRAPH = f"{BEFORE}This one sentence counts.{AFTER}"


@pytest.fixture
def paper(qapp: Any) -> Iterator[PaperView]:
    made = PaperView("A text")
    made.resize(400, 300)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def is_in_view(paper: PaperView, at: int) -> bool:
    place, top = paper._page.sentence(at), paper.verticalScrollBar().value()
    return top <= place.top() < place.bottom() <= top + paper.viewport().height()


@pytest.mark.parametrize(("paragraph", "anchor"), [(PARAGRAPH, "sentence counts"), (f"This one counts. {AFTER}", "one counts"), (f"{BEFORE}This one counts.", "one counts")])
def test_the_marked_sentence_of_a_paragraph_taller_than_the_view_is_in_view(paper: PaperView, paragraph: str, anchor: str) -> None:
    paper.show_lines([Line(1, paragraph), Line(2, BEFORE), Line(3, "The end.")])
    for start in (0, paper.verticalScrollBar().maximum()):
        paper.verticalScrollBar().setValue(start)
        paper.mark(1, anchor)
        assert is_in_view(paper, 0)


def test_a_whole_paragraph_taller_than_the_view_is_read_from_its_beginning(paper: PaperView) -> None:
    paper.show_lines([Line(1, BEFORE), Line(2, PARAGRAPH)])
    paper.mark(2)
    assert abs(paper.verticalScrollBar().value() - paper._page.place(1).top()) <= 1


def test_what_is_marked_stays_in_view_when_the_window_becomes_narrower(paper: PaperView, qapp: Any) -> None:
    paper.resize(900, 300)
    paper.show_lines([Line(1, PARAGRAPH)])
    paper.mark(1, "sentence counts")
    paper.resize(300, 300)
    qapp.processEvents()
    assert is_in_view(paper, 0)


@pytest.mark.parametrize(("words_", "anchor", "said"), [
    ("First one. The second one holds it! And a third.", "holds", "The second one holds it!"), ("Art. 6 b holds. Next.", "holds", "Art. 6 b holds."),
    ("Only one holds it", "holds", "Only one holds it"), ("Nothing here.", "holds", "Nothing here."), ("Un. «Deux tient.» Trois.", "tient", "«Deux tient.»"),
    ("A holds. B holds.", "A holds. B", "A holds. B holds."),
])
def test_the_sentence_around_an_anchor(words_: str, anchor: str, said: str) -> None:
    start, length = sentence_of(words_, anchor)
    assert words_[start:start + length] == said


def test_a_sentence_is_painted_and_the_rest_is_not(paper: PaperView) -> None:
    paper.show_lines([Line(1, "First one. The second one holds it. And a third.", speaks=True)])

    def marked() -> int:
        picture, mark = paper._page.grab().toImage(), theme.current().mark
        return sum(picture.pixelColor(x, y).name() == mark for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2))
    paper.mark(1)
    whole = marked()
    paper.mark(1, "second")
    assert 0 < marked() < whole
