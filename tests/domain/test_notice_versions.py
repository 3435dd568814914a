"""Two versions of a text: what was added, changed and dropped, and where known words stand now."""
from __future__ import annotations

import pytest

from alektum_desk.domain.notice_versions import Change, compare, found_again

OLD = ("Who we are", "Anna & Co, Main Street 1", "", "We keep files for three years.", "We use cookies.")


@pytest.mark.parametrize(("new", "said"), [
    (OLD, []),
    (tuple(f"  {each} " for each in OLD), []),
    ((*OLD, "Complaints go to the authority."), [(Change.ADDED, None, 6)]),
    (OLD[:4], [(Change.DROPPED, 5, None)]),
    (("Who we are", "Anna & Co, Main Street 1", "", "We keep files for five years.", "We use cookies."), [(Change.CHANGED, 4, 4)]),
    (("Who we are", "New first", "Anna & Co, Main Street 1", "", "We keep files for ten years.", "We use cookies."),
     [(Change.ADDED, None, 2), (Change.CHANGED, 4, 5)]),
    (("Who we are", "Anna & Co, Main Street 1", "Nothing alike at all: 123456", "We use cookies."),
     [(Change.ADDED, None, 3), (Change.DROPPED, 4, None)]),
    ((), [(Change.DROPPED, 1, None), (Change.DROPPED, 2, None), (Change.DROPPED, 4, None), (Change.DROPPED, 5, None)]),
])
def test_what_differs(new: tuple[str, ...], said: list[tuple[Change, int | None, int | None]]) -> None:
    assert sorted(((each.change, each.old, each.new) for each in compare(OLD, new)), key=str) == sorted(said, key=str)


def test_every_line_is_told_once() -> None:
    new = ("We keep files for two years.", "Who we are", "We keep files for four years.")
    found = compare(OLD, new)
    assert len({each.old for each in found if each.old}) == len([each for each in found if each.old])
    assert len({each.new for each in found if each.new}) == len([each for each in found if each.new])


def test_known_words_are_found_in_the_nearest_place() -> None:
    old = ("kept one month", "", "x", "y", "kept one month")
    new = ("intro", "kept one month", "a", "b", "c", "Kept  one month".replace("  ", " "))
    assert found_again("kept one month", 1, old, new) == 2
    assert found_again("kept one month", 5, old, new) == 6
    assert found_again("kept two months", 5, old, new) is None
