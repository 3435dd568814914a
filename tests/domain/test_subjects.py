"""Categories of data subject, triggers and folding."""
from __future__ import annotations

import pytest

from alektum_desk.domain.folding import fold
from alektum_desk.domain.retention import ACTIONS, TRIGGERS, UNITS, Action, Trigger, Unit
from alektum_desk.domain.subjects import LABELS, Category


def test_every_category_has_a_label_of_its_own() -> None:
    assert set(LABELS) == set(Category)
    assert len(set(LABELS.values())) == len(LABELS)


def test_every_word_of_a_rule_has_a_label() -> None:
    assert (set(TRIGGERS), set(UNITS), set(ACTIONS)) == (set(Trigger), set(Unit), set(Action))


@pytest.mark.parametrize(("typed", "written"), [
    ("francais", "Français"), ("oeuvre", "œuvre"), ("tonsberg", "Tønsberg"), ("strasse", "STRASSE"), ("strasse", "Straße"), ("final", "ﬁnal"),
    ("aere", "Ære"), ("istanbul", "İstanbul"), ("d'identite", "d’identité"), ("aland", "Åland"), ("o", "ǿ"),
])
def test_folding_finds_what_is_typed_without_accents(typed: str, written: str) -> None:
    assert fold(typed) == fold(written)
