from enum import Enum
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

class SigSeedSubFilter(Enum):
    PADES = ...

class SigFieldSpec:
    def __init__(self, sig_field_name: str, *, readable_field_name: str | None = None) -> None: ...

def append_signature_field(pdf_out: IncrementalPdfFileWriter, sig_field_spec: SigFieldSpec) -> Any: ...
