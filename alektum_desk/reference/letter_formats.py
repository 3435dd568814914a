"""The pages letters are written on, from resources/letter_formats.json."""
from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from alektum_desk.base import paths
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.letters import Envelope, LetterFormat, Margins, Side, Zone

Table = Mapping[str, Any]


def _zone(table: Table | None) -> Zone | None:
    return Zone(table["x"], table["y"], table["w"], table.get("h", 0)) if table else None


def _sure(table: Table) -> Zone:
    return Zone(table["x"], table["y"], table["w"], table["h"])


def _envelope(table: Table) -> Envelope:
    width, height = table["size_mm"]
    return Envelope(table["name"], width, height, _sure(table["window_mm"]), table["sheet_height_folded_mm"],
                    _sure(table["safe_on_page_mm"]), table["fits_safe_text_zone"])


def _format(table: Table) -> LetterFormat:
    return LetterFormat(
        id=table["id"], standard=table["standard"], countries=tuple(table["countries"]),
        page_width=table["page"]["w"], page_height=table["page"]["h"], side=Side(table["address_side"]),
        address_zone=_sure(table["address_zone_mm"]), safe_zone=_sure(table["safe_text_zone_mm"]),
        return_zone=_zone(table["return_line_mm"]), info_zone=_zone(table["info_block_mm"]),
        margins=Margins(**table["margins_mm"]) if table["margins_mm"] else None,
        fold_marks=tuple(table["fold_marks_mm_from_top"]), punch_mark=table["punch_mark_mm_from_top"],
        mark_x=table["mark_x_mm"], max_address_lines=table["max_address_lines"],
        envelopes=tuple(map(_envelope, table["envelopes"])), keep_clear=_zone(table.get("keep_clear_mm")),
        postal_zone=_zone(table.get("postal_zone_mm")), verified=table["verified"])


@cache
def letter_formats() -> Mapping[str, LetterFormat]:
    read = json.loads((paths.resources() / "letter_formats.json").read_text(encoding="utf-8"))
    return MappingProxyType({table["id"]: _format(table) for table in read["formats"]})


def letter_format(key: str) -> LetterFormat:
    """Refused when there is no such format."""
    if key not in letter_formats():
        raise Refused(_N("There is no letter format {format}."), _N("Choose one of: {formats}."), format=key,
                      formats=", ".join(letter_formats()))
    return letter_formats()[key]
