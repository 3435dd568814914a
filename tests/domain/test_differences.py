"""Which words of a line are not those of its older self."""
from __future__ import annotations

import pytest

from alektum_desk.domain import differences
from alektum_desk.domain.differences import pairs, parted


def differing(old: str, new: str) -> tuple[list[str], list[str]]:
    one, other = parted(old, new)
    assert ("".join(words for words, _ in one), "".join(words for words, _ in other)) == (old, new)
    return [words for words, differs in one if differs], [words for words, differs in other if differs]


@pytest.mark.parametrize(("old", "new", "gone", "came"), [
    ("We keep it for 36 months.", "We keep it for 48 months.", ["36"], ["48"]), ("the same", "the same", [], []), ("Courts and bailiffs", "Courts, registers and bailiffs", [], [", registers"]),
    ("keys with two people", "keys with three of the people", ["two"], ["three of the"]), ("Ends", "Ends.", [], ["."]), ("", "New", [], ["New"]), ("all of it", "something else", ["all of it"], ["something else"]),
    ("données à Paris", "données à Lyon", ["Paris"], ["Lyon"]), ("one\ntwo", "one\nthree", ["two"], ["three"])])
def test_the_words_that_differ(old: str, new: str, gone: list[str], came: list[str]) -> None:
    assert differing(old, new) == (gone, came)


def test_what_is_too_long_is_marked_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "MOST", 8)          # the limit, made small so that a short line passes it
    assert differing("a long line", "a short line") == ([], [])


def test_a_line_finds_the_one_that_it_became() -> None:
    gone, new = ["Locked cupboards on the first floor", "Passwords"], ["A guard at night", "Locked cupboards on the second floor", "Locked doors"]
    assert list(pairs(gone, new)) == [(gone[0], new[1])]
    assert list(pairs(["a b", "a b c"], ["a b c d"])) == [("a b", "a b c d")]       # each line becomes one
