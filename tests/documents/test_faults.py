"""What the engine is for: a letter broken in twelve ways, each way seen by one of the two profiles."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from alektum_desk.documents.letter import letter
from tests import verapdf
from tests.documents.samples import a_letter


def _dictionaries(pdf: Pdf) -> Iterator[Dictionary]:
    return (one for one in pdf.objects if isinstance(one, Dictionary))


def without(key: str) -> Callable[[Pdf], None]:
    def plant(pdf: Pdf) -> None:
        del pdf.Root[key]
    return plant


def without_in(key: str) -> Callable[[Pdf], None]:
    def plant(pdf: Pdf) -> None:
        for one in _dictionaries(pdf):
            if key in one:
                del one[key]
    return plant


def no_scope(pdf: Pdf) -> None:
    for one in _dictionaries(pdf):
        if one.get("/S") == Name.TH:
            del one["/A"]


def unmarked(pdf: Pdf) -> None:
    page = pdf.pages[0]
    kept = [one for one in pikepdf.parse_content_stream(page) if str(one.operator) not in {"BDC", "EMC"}]
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def empty_parents(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree.Nums[1] = pdf.make_indirect(Array([]))


def skipped_heading(pdf: Pdf) -> None:
    for one in _dictionaries(pdf):
        if one.get("/S") == Name.H2:
            one.S = Name.H4


def wrong_widths(pdf: Pdf) -> None:
    for one in _dictionaries(pdf):
        if one.get("/Type") == Name.Font and "/Widths" in one:
            one.Widths = Array([float(width) + 40 for width in list(one.Widths.as_list())])


FAULTS: dict[str, Callable[[Pdf], None]] = {
    "no language": without("/Lang"), "no output intent": without("/OutputIntents"), "no marks": without("/MarkInfo"),
    "no associated file": without("/AF"), "no scope": no_scope, "no font file": without_in("/FontFile2"),
    "no characters": without_in("/ToUnicode"), "unmarked content": unmarked, "script": script,
    "empty parents": empty_parents, "skipped heading": skipped_heading, "wrong widths": wrong_widths,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    with pikepdf.open(BytesIO(letter(a_letter()))) as pdf:
        FAULTS[fault](pdf)
        saved = BytesIO()
        pdf.save(saved)
    assert verapdf.broken(saved.getvalue(), "3a", "ua1")
