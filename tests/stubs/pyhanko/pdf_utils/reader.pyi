from datetime import datetime
from typing import Any, BinaryIO

class EmbeddedPdfSignature:
    signer_cert: Any
    pkcs7_content: bytes
    @property
    def self_reported_timestamp(self) -> datetime | None: ...

class PdfFileReader:
    def __init__(self, stream: BinaryIO) -> None: ...
    @property
    def embedded_signatures(self) -> list[EmbeddedPdfSignature]: ...
