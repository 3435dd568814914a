"""A certificate with its key, made for one test and thrown away."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

SECRET = "the certificate's own"


def a_p12(name: str = "An Officer", *, days: int = 30, signs: bool = True) -> bytes:
    """Its own issuer, valid from yesterday for `days` days."""
    key, began = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC) - timedelta(days=1)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(digital_signature=signs, content_commitment=signs, key_encipherment=not signs, data_encipherment=False,
                          key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False)
    made = (x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key()).serial_number(1)
            .not_valid_before(began - timedelta(days=30)).not_valid_after(began + timedelta(days=days)).add_extension(usage, critical=True)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True).sign(key, hashes.SHA256()))
    return pkcs12.serialize_key_and_certificates(b"key", key, made, None, BestAvailableEncryption(SECRET.encode()))
