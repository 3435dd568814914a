"""Files that would do harm, or are none: a sentence each, never a traceback, never a machine without memory."""
from __future__ import annotations

import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from alektum_desk.documents import import_zips
from alektum_desk.documents.import_reading import read
from alektum_desk.documents.sheet_writing import ods
from alektum_desk.domain.errors import DeskError, DiskTrouble, Refused
from alektum_desk.domain.import_forms import form
from alektum_desk.domain.import_tables import sheets
from alektum_desk.domain.imports import drafts
from alektum_desk.reference import imports
from tests import registers

ROWS = [["Purpose of processing", "Categories of individuals", "Retention"], ["Payroll", "Employees", "6 years"]]


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refused(folder: Path, name: str, data: bytes) -> str:
    with pytest.raises(Refused) as told:
        read(written(folder, name, data))
    assert told.value.hint
    return str(told.value)


def rezipped(data: bytes, change: Callable[[str, bytes], bytes], add: dict[str, bytes] | None = None) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, more in (add or {}).items():
            new.writestr(name, more)
    return made.getvalue()


def test_what_a_file_is_stands_in_its_bytes(tmp_path: Path) -> None:
    assert read(written(tmp_path, "a.csv", registers.xlsx(ROWS))).format == "xlsx"
    assert read(written(tmp_path, "b.xlsx", ods((("A", ROWS),)))).format == "ods"
    assert read(written(tmp_path, "c.txt", b"Purpose;Retention\nPayroll;6 years")).tables[0].rows[1] == ["Payroll", "6 years"]
    assert read(written(tmp_path, "d.csv", registers.camel())).format == "json"
    assert read(written(tmp_path, "e.dat", registers.camel())).format == "json"
    assert read(written(tmp_path, "f.txt", registers.TURTLE)).format == "ttl"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_in_any_encoding_and_with_any_mark(tmp_path: Path, encoding: str) -> None:
    for mark in ",;\t|":
        rows = read(written(tmp_path, "a.csv", f'Finalité{mark}Durée\r\n"a{mark} b"{mark}5 ans'.encode(encoding))).tables[0].rows
        assert rows == [["Finalité", "Durée"], [f"a{mark} b", "5 ans"]]


@pytest.mark.parametrize("data", [b"", b"\0" * 4096, b" \n\r\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.json", "a.yaml", "a.ttl"])
def test_nothing_and_zeros(tmp_path: Path, name: str, data: bytes) -> None:
    assert "empty" in refused(tmp_path, name, data)


def test_a_folder_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        read(tmp_path)
    with pytest.raises(DiskTrouble):
        read(tmp_path / "none.xlsx")


@pytest.mark.parametrize("name", ["a.csv", "pipe"])
def test_what_may_never_end_is_no_file(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    for path in (tmp_path / name, Path("/dev/zero")):
        with pytest.raises(Refused, match="is no file"):
            read(path)


@pytest.mark.parametrize(("name", "data"), [
    ("a.csv", "\n".join((",".join(f"Column {number}" for number in range(100_000)), "x," * 100_000)).encode()),
    ("a.tsv", "\t".join(f"Column {number}" for number in range(3_000)).encode()),
    ("a.xlsx", registers.xlsx([["Purpose", *("x" for _ in range(3_000))]]))])
def test_a_table_wider_than_any_register(tmp_path: Path, name: str, data: bytes) -> None:
    assert "more than 2000 columns" in refused(tmp_path, name, data)


def test_empty_columns_far_to_the_right_are_cut_off(tmp_path: Path) -> None:
    table, = read(written(tmp_path, "a.csv", f"Purpose,Retention{',' * 5_000}\nPayroll,6 years\n".encode())).tables
    assert [len(row) for row in table.rows] == [2_000, 2]


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_zips, "LARGEST", 4_000_000)          # the limit, made small so that it can be reached
    plain = registers.xlsx(ROWS)
    honest = rezipped(plain, lambda _name, data: data, {"xl/worksheets/sheet9.xml": b"0" * 6_000_000})
    assert "more than any register" in refused(tmp_path, "a.xlsx", honest)
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        entry = archive.getinfo("xl/worksheets/sheet9.xml")
    true, lie = entry.file_size.to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert refused(tmp_path, "b.xlsx", honest.replace(true, lie))


def test_cells_that_are_worlds_apart_are_not_filled_in(tmp_path: Path) -> None:
    far = rezipped(registers.xlsx(ROWS), lambda name, data: data.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>') if "sheet1" in name else data)
    assert "millions of cells" in refused(tmp_path, "a.xlsx", far)
    many = ods((("A", ROWS),))
    repeated = rezipped(many, lambda name, data: data.replace(b"</table:table>", b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="0"><text:p>0</text:p></table:table-cell></table:table-row></table:table>') if name == "content.xml" else data)
    assert "millions of cells" in refused(tmp_path, "a.ods", repeated)


def test_empty_rows_to_the_end_of_the_sheet_are_a_blank_tail(tmp_path: Path) -> None:
    tail = rezipped(ods((("A", ROWS),)), lambda name, data: data.replace(b"</table:table>", b'<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>') if name == "content.xml" else data)
    assert [list(row) for row in read(written(tmp_path, "a.ods", tail)).tables[0].rows] == ROWS


def test_notes_beside_cells_spaces_and_merged_cells_of_opendocument(tmp_path: Path) -> None:
    def change(name: str, data: bytes) -> bytes:
        note = b'<table:table-cell office:value-type="string" table:number-columns-spanned="2"><office:annotation><text:p>a note</text:p></office:annotation><text:p>two<text:s text:c="2"/>words</text:p><text:p>below</text:p></table:table-cell><table:covered-table-cell/>'
        return data.replace(b'<table:table-cell office:value-type="string"><text:p>Payroll</text:p></table:table-cell>', note) if name == "content.xml" else data
    table, = read(written(tmp_path, "a.ods", rezipped(ods((("A", ROWS),)), change))).tables
    assert table.rows[1][:2] == ["two  words\nbelow", ""]
    assert table.merged == ((1, 0, 1, 1),)


def test_entities_are_refused(tmp_path: Path) -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    xxe = rezipped(ods((("A", ROWS),)), lambda name, data: data.replace(b'<?xml version="1.0" encoding="UTF-8"?>', evil) if name == "content.xml" else data)
    assert "entities" in refused(tmp_path, "a.ods", xxe)


def test_formulas_links_and_macros_are_told_and_left_shut(tmp_path: Path) -> None:
    data = rezipped(registers.xlsx([*ROWS, ['=HYPERLINK("http://example.invalid")', "x", "y"]]), lambda _name, data: data,
                    {"xl/externalLinks/externalLink1.xml": b"<externalLink/>", "xl/vbaProject.bin": b"Attribute VB_Name"})
    said = " ".join(read(written(tmp_path, "a.xlsm", data)).remarks)
    assert "Formulas" in said
    assert "Links" in said
    assert "macros" in said


def test_passwords_and_old_forms(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000
    assert "password" in refused(tmp_path, "a.xlsx", ole + "EncryptedPackage".encode("utf-16-le"))
    assert "old form" in refused(tmp_path, "a.xls", ole)
    locked = rezipped(ods((("A", ROWS),)), lambda name, data: data.replace(b"/>", b"><manifest:encryption-data/></manifest:file-entry>", 1) if "manifest" in name else data)
    assert "password" in refused(tmp_path, "a.ods", locked)


@pytest.mark.parametrize(("name", "data", "words"), [
    ("a.xlsx", b"<html><table><tr><td>Purpose</td></tr></table></html>", "web page"), ("a.csv", b"  <!DOCTYPE html><p>x", "web page"), ("a.pdf", b"%PDF-1.7", "no file"), ("a.zip", b"PK\x05\x06" + b"\0" * 18, "no file"),
    ("a.json", b"[" * 100_000, "JSON"), ("a.json", b'{"a": ', "JSON"), ("a.yaml", b"a: [", "YAML"), ("a.yaml", b"d: 2021-31-31", "YAML"), ("a.yaml", b"- !!python/object/apply:os.system [id]", "YAML"),
    ("a.ttl", b"@prefix a: <b", "Turtle"), ("a.ttl", b"@prefix a: <b:> . a:b a:c a:d .", "no processing"), ("a.xlsx", b"PK\x03\x04" + b"x" * 100, "xlsx/ods")])
def test_what_is_none(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    assert words in refused(tmp_path, name, data)


def test_a_text_that_refers_to_itself(tmp_path: Path) -> None:
    laughs = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefghijk", "bcdefghijkl", strict=True)) + "\nsystem: [{fides_key: a, privacy_declarations: [{name: *l}]}]"
    assert "refers to itself" in refused(tmp_path, "a.yaml", laughs.encode())


def test_html_in_a_cell_is_words(tmp_path: Path) -> None:
    data = json.dumps([{"name": "A", "purposes": "<p>Pay</p><script>alert(1)</script><ul><li>wages</li></ul>", "dataSubjects": "Staff", "x": "<img src=x onerror=y>"}]).encode()
    rows = read(written(tmp_path, "a.json", data)).tables[0].rows
    assert "<" not in "".join(rows[1])
    assert "alert" not in "".join(rows[1])
    assert "wages" in "".join(rows[1])


# -- a hundred damaged variants of each form of file

def damaged(data: bytes, seed: int) -> bytes:
    """Cut off, bytes turned, blocks doubled, swapped or lost, another file's end."""
    dice = random.Random(seed)
    hurt = bytearray(data)
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(hurt) or 1)
        match seed % 6:
            case 0:
                del hurt[at:]
            case 1:
                for _ in range(dice.randint(1, 40)):
                    hurt[dice.randrange(len(hurt))] ^= 1 << dice.randrange(8)
            case 2:
                del hurt[at:at + dice.randint(1, 200)]
            case 3:
                hurt[at:at] = hurt[:dice.randint(1, 500)]
            case 4:
                hurt[at:at + 20] = bytes(dice.randrange(256) for _ in range(20))
            case _:
                hurt[at:] = registers.camel()[:dice.randint(1, 300)]
        if not hurt:
            break
    return bytes(hurt)


def takes(path: Path) -> None:
    """Either it is read into activities, or a sentence says why not."""
    known, words = imports.headings(), imports.words()
    try:
        source = read(path)
    except DeskError as told:
        if not told.hint:
            raise
        return
    found = list(sheets(source.tables, known, words))
    found += [made for table in source.tables if not table.targets and (made_table := form(table, known, words)) for made in sheets([made_table], known, words)]
    result = drafts(found, words)
    assert result.rows == sum(len(each.places) for each in result.drafts) + len(result.told)


def hurt(tmp_path: Path, name: str, times: int) -> None:
    data = registers.FILES[name]()
    for seed in range(times):
        takes(written(tmp_path, f"{seed}-{name}", damaged(data, seed)))


@pytest.mark.parametrize("name", sorted(registers.FILES))
def test_damaged_files_give_sentences(tmp_path: Path, name: str) -> None:
    hurt(tmp_path, name, 18)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(registers.FILES))
def test_a_hundred_damaged_files_of_each_form_give_sentences(tmp_path: Path, name: str) -> None:
    hurt(tmp_path, name, 100)


@pytest.mark.parametrize("name", sorted(registers.FILES))
@pytest.mark.parametrize("suffix", ["xlsx", "ods", "csv", "json", "yaml", "ttl", "pdf"])
def test_wrong_names(tmp_path: Path, name: str, suffix: str) -> None:
    takes(written(tmp_path, f"a.{suffix}", registers.FILES[name]()))
