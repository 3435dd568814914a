"""A signed letter is still archival, still heard, still its record's; and no byte of it can change unseen."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from alektum_desk.documents import signing, verifying
from alektum_desk.domain.errors import Refused, Unusable
from alektum_desk.reference.letter_formats import letter_format
from tests import verapdf
from tests.certificates import SECRET, a_p12
from tests.documents.test_verifying import a_file

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def letter() -> bytes:
    return a_file(watermark="SAMPLE")


@pytest.fixture(scope="module")
def signed(letter: bytes) -> bytes:
    return signing.signed(letter, signing.open_seal(a_p12(), SECRET, NOW))


def found(file: bytes) -> list[tuple[int | None, str]]:
    return [(each.page, each.field) for each in verifying.problems(file, letter_format)]


def test_it_stays_archival_and_accessible(signed: bytes) -> None:
    assert verapdf.broken(signed, "3a", "ua1") == {}


def test_another_programs_validator_accepts_it(signed: bytes) -> None:
    (each,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    status = validate_pdf_signature(each, ValidationContext(trust_roots=[each.signer_cert], allow_fetching=False))
    assert status.intact
    assert status.valid
    assert status.bottom_line


def test_the_letter_before_it_is_untouched(letter: bytes, signed: bytes) -> None:
    assert signed.startswith(letter)
    assert found(signed) == []
    (seen,) = signing.signatures(signed)
    assert (seen.name, seen.is_intact) == ("An Officer", True)


def test_a_changed_byte_anywhere_is_found(letter: bytes, signed: bytes) -> None:
    for at in (100, len(letter) // 2, len(letter) - 30, len(letter) + 200, len(signed) - 600, len(signed) - 400):
        flipped = signed[:at] + bytes([signed[at] ^ 0x01]) + signed[at + 1:]
        assert found(flipped), at


def test_what_was_written_behind_the_signature_is_found(signed: bytes) -> None:
    assert found(signed + b"\n% more\n") == [(None, "signature")]


def test_a_signature_does_not_hide_a_changed_page(letter: bytes) -> None:
    saved = BytesIO()
    with pikepdf.open(BytesIO(letter)) as pdf:
        pdf.pages[0].Contents = pdf.make_stream(pdf.pages[0].Contents.read_bytes().replace(b"EMC", b"EMC ", 1))
        pdf.add_blank_page()
        pdf.save(saved)
    signed = signing.signed(saved.getvalue(), signing.open_seal(a_p12(), SECRET, NOW))
    assert (None, "pages") in found(signed)
    assert (None, "signature") not in found(signed)


def test_without_pyhanko_it_says_so(signed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "is_there", lambda: False)
    assert found(signed) == [(None, "signature")]
    with pytest.raises(Unusable, match="pyHanko"):
        signing.open_seal(a_p12(), SECRET, NOW)


@pytest.mark.parametrize(("p12", "password", "at", "said"), [
    (b"no certificate", SECRET, NOW, "cannot be opened"), (a_p12(), "wrong", NOW, "cannot be opened"), (a_p12(), "", NOW, "cannot be opened"),
    (a_p12(), SECRET, NOW + timedelta(days=60), "not valid today"), (a_p12(days=-1), SECRET, NOW, "not valid today"),
    (a_p12(signs=False), SECRET, NOW, "not meant for signatures")])
def test_a_certificate_that_cannot_sign_is_refused(p12: bytes, password: str, at: datetime, said: str) -> None:
    with pytest.raises(Refused, match=said):
        signing.open_seal(p12, password, at)
