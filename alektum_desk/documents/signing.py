"""A PAdES signature on a letter: written behind its last byte, so that the letter before it stays what its record makes.

pyHanko comes with the extra `sign`; it is loaded where somebody signs or looks at a signature, and nowhere else.
"""
from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from alektum_desk.domain.errors import _N, Refused, Unusable

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

FIELD = "Signature"
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)     # what it warns of is told as a problem of the file


@dataclass(frozen=True, slots=True)
class Seal:
    """A certificate with its key, opened. `name` is the one in the certificate."""

    name: str
    valid_until: datetime
    signer: SimpleSigner


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature says. `is_intact`: it is the signer's, and no byte was changed since; who the signer is, it cannot say."""

    name: str
    at: datetime | None
    is_intact: bool


def is_there() -> bool:
    return find_spec("pyhanko") is not None


def _must_be_there() -> None:
    if not is_there():
        raise Unusable(_N("Signatures need pyHanko, which is not installed."), _N("Install the extra: pip install 'alektum-desk[sign]'."))


def open_seal(p12: bytes, password: str, at: datetime) -> Seal:
    """Refused where the file is none, the password is another one or the certificate is not valid at that moment."""
    _must_be_there()
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import pkcs12
    from pyhanko.sign.signers import SimpleSigner
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(p12, password.encode() or None)
    except (ValueError, TypeError) as why:
        raise Refused(_N("The certificate file cannot be opened: it is no PKCS #12 file, or the password is another one."),
                      _N("Choose the .p12 or .pfx file and its own password.")) from why
    if key is None or certificate is None:
        raise Refused(_N("The certificate file holds no certificate with its key."), _N("Export it again, together with the private key."))
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise Refused(_N("The certificate is not valid today."), _N("Choose one that has begun and not yet ended."))
    try:
        digital = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        digital = None
    if digital and not (digital.digital_signature or digital.content_commitment):
        raise Refused(_N("The certificate is not meant for signatures."), _N("Choose one for signatures."))
    signer = SimpleSigner.load_pkcs12_data(p12, other_certs=[], passphrase=password.encode() or None)
    if signer is None:
        raise Refused(_N("The certificate uses a kind of key that cannot sign a PDF."), _N("Choose one with an RSA or an elliptic-curve key."))
    named = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return Seal(str(named[0].value) if named else certificate.subject.rfc4514_string(), certificate.not_valid_after_utc, signer)


def signed(letter: bytes, seal: Seal) -> bytes:
    """The letter with a signature that is not seen on its pages, of this moment; PDF/A and PDF/UA stay."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    writer = IncrementalPdfFileWriter(BytesIO(letter))
    append_signature_field(writer, SigFieldSpec(FIELD, readable_field_name=FIELD))
    about = PdfSignatureMetadata(field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", name=seal.name)
    made = PdfSigner(about, seal.signer).sign_pdf(writer)
    return bytes(made.getbuffer())


def signatures(file: bytes) -> tuple[Signed, ...]:
    """Every signature in the file, in the order in which they were set; none where the file cannot be read.

    Only the last can cover the whole file, so a letter that was signed twice is not intact here: we sign once.
    """
    _must_be_there()
    from asn1crypto.parser import peek
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext
    found = []
    try:
        embedded = PdfFileReader(BytesIO(file)).embedded_signatures
    except (PdfError, ValueError):
        return ()
    for each in embedded:
        name, at = each.signer_cert.subject.native.get("common_name", ""), each.self_reported_timestamp
        try:
            # Trusted by nobody: whether the certificate is what it says is for the reader's own program to judge.
            seen = validate_pdf_signature(each, ValidationContext(trust_roots=[each.signer_cert], allow_fetching=False))
            # Behind the signature's own last byte there is room, which no signature covers: it is empty, or somebody was there.
            room = each.pkcs7_content[peek(each.pkcs7_content):].strip(b"\0")
            intact = bool(seen.intact and seen.valid and seen.coverage == SignatureCoverageLevel.ENTIRE_FILE) and not room
        except (SignatureValidationError, SigningError, PdfError, ValueError):
            intact = False
        found.append(Signed(str(name), at, intact))
    return tuple(found)
