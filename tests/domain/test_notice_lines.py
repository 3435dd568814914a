"""Which lines of a published text are one paragraph, however it was saved."""
from __future__ import annotations

import textwrap

from alektum_desk.domain.notice_lines import paragraphs, with_rows

CALLS = ("We record calls to the service desk. They serve to prove what was agreed on the telephone; the basis is our legitimate "
         "interest under Art. 6 of the Regulation. Recordings are kept for ninety days. Nobody but the team leader hears them.")
BULLET = ("- Visitors sign in at the desk. We keep the name, the company and the hour for thirty days, since we have to know who is "
          "in the house when there is a fire, and erase them after that without being asked.")


def _read(text: str) -> list[str]:
    lines = tuple(text.splitlines())
    return [" ".join(lines[index].strip() for index in group) for group in paragraphs(lines)]


def test_lines_broken_at_a_column_are_one_paragraph() -> None:
    parts = ["# Calls", CALLS, BULLET, "# Visitors", CALLS, BULLET]
    wrapped = "\n\n".join(textwrap.fill(part, 72, subsequent_indent="  " if part.startswith("-") else "") for part in parts)
    assert _read(wrapped) == parts


def test_sentences_one_a_line_are_one_paragraph() -> None:
    text = "# Calls\n\nWe record calls.\nThe basis is our interest.\n\n# Visitors\n\nYou sign in.\nWe erase it after a month.\n"
    assert _read(text) == ["# Calls", "We record calls. The basis is our interest.", "# Visitors", "You sign in. We erase it after a month."]


def test_lines_with_one_beginning_are_a_list() -> None:
    text = "# Rights\n\nYou may see your data.\nYou may have them erased.\n\n# More\n\nWrite to us.\n\nWe answer.\n"
    assert _read(text)[1:3] == ["You may see your data.", "You may have them erased."]


def test_an_address_keeps_its_lines() -> None:
    assert _read("Example Ltd\nMain Street 1\nDublin 2\n") == ["Example Ltd", "Main Street 1", "Dublin 2"]


def test_cells_between_tabs_or_bars_are_a_table() -> None:
    rows = ("Purpose\tBasis\tKept", "Calls\tconsent\tninety days", "Visits\tinterest\ta month")
    assert with_rows(rows) == ("| Purpose | Basis | Kept |", "| Calls | consent | ninety days |", "| Visits | interest | a month |")
    assert with_rows(tuple(row.replace("\t", " | ") for row in rows)) == with_rows(rows)
    items = ("–\tto see your data", "–\tto have them mended", "–\tto have them erased")
    assert with_rows(items) == items
    assert with_rows(("Telephone:\t01 555", "Write to us.")) == ("Telephone:\t01 555", "Write to us.")


def test_contents_say_nothing() -> None:
    assert _read("1. Who we are ........ 2\n2. What we do ........ 3\n\nWho we are\n") == ["Who we are"]
    titles = ["Who we are", "What we do", "Outside the Area"]
    text = "\n".join([*(f"• {title}" for title in titles), "", *(line for title in titles for line in (title, f"{title}, in a sentence."))])
    assert _read(text) == [line for title in titles for line in (title, f"{title}, in a sentence.")]


def test_one_indent_for_all_is_none_and_an_open_point_says_nothing() -> None:
    text = "    # Calls\n\n    - We record calls.\n\n    Write to us.\n    [still to be decided: who\n    hears them]\n"
    assert _read(text) == ["# Calls", "- We record calls.", "Write to us."]
