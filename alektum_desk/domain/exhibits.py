"""What a paper that is enclosed may be: its types, its sizes, and what its first bytes say it is."""
from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from alektum_desk.domain.errors import _N, Refused

MEGABYTE = 1_000_000
LARGEST, LARGEST_TOGETHER = 25 * MEGABYTE, 60 * MEGABYTE
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
TYPES: Mapping[str, str] = {
    "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "tif": "image/tiff", "txt": "text/plain",
    "eml": "message/rfc822", "docx": f"{_OFFICE}wordprocessingml.document", "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation", "odt": f"{_OPEN}text", "ods": f"{_OPEN}spreadsheet", "odp": f"{_OPEN}presentation",
}
SAME = {"jpeg": "jpg", "tiff": "tif"}
_MAGIC = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
          (b"II*\0", "tif"), (b"MM\0*", "tif"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"          # old Office files, and new ones under a password
_FOLDERS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))


@dataclass(frozen=True, slots=True)
class Paper:
    """An exhibit that was read and may travel. `number` is E1, E2; `file` is the name under which it does."""

    number: str
    title: str
    file: str
    mime: str
    sha256: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)


def ending(name: str) -> str:
    """As one writes it: jpeg is jpg. Empty where there is none."""
    last = name.rpartition(".")[2].lower() if "." in name else ""
    return SAME.get(last, last)


def kind(name: str, content: bytes, number: str) -> str:
    """The type by its content. Refused where the name says another one, or the content is none that may be enclosed."""
    said, found = ending(name), _by_content(content, number)
    if found is None or (found == "txt" and said not in {"txt", "eml"}):
        raise Refused(_N("Enclosure {number} is of a type that is not enclosed."), _N("Enclose one of: {types}."), number=number,
                      types=", ".join(sorted(TYPES)))
    if found == "txt" and said == "eml":
        return "eml"
    if said != found:
        raise Refused(_N("Enclosure {number} is not what its name says: it is a file of the type {found}."),
                      _N("Look into the file, then give it its right ending."), number=number, found=found)
    return found


def _by_content(content: bytes, number: str) -> str | None:
    if content.startswith(_OLE):
        raise Refused(_N("Enclosure {number} is under a password, or in an old format of an office program."),
                      _N("Save it as a PDF without a password."), number=number)
    for magic, found in _MAGIC:
        if content.startswith(magic):
            return found
    if content.startswith(b"PK"):
        return _packed(content, number)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else "txt"


def _packed(content: bytes, number: str) -> str | None:
    """Office files are folders in an envelope; any other envelope is none."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as folder:
            if any(each.flag_bits & 1 for each in folder.infolist()):
                raise encrypted(number)
            names = folder.namelist()
            if "mimetype" in names and folder.getinfo("mimetype").file_size < 200:
                stated = folder.read("mimetype").decode("ascii", "replace").strip()
                return next((key for key, mime in TYPES.items() if mime == stated), None)
            if "[Content_Types].xml" not in names:
                return None
            return next((found for start, found in _FOLDERS if any(each.startswith(start) for each in names)), None)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as why:
        raise damaged(number) from why


def encrypted(number: str) -> Refused:
    return Refused(_N("Enclosure {number} is under a password: the authority could not open it."),
                   _N("Save it without a password and enclose that copy."), number=number)


def damaged(number: str) -> Refused:
    return Refused(_N("Enclosure {number} is damaged and cannot be opened."), _N("Get it again, or scan the paper anew."), number=number)


def too_big(number: str, megabytes: int) -> Refused:
    return Refused(_N("Enclosure {number} has more than {megabytes} MB."), _N("Enclose the pages that matter, or a smaller scan."),
                   number=number, megabytes=megabytes)
