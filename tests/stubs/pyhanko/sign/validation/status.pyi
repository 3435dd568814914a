from enum import Enum

class SignatureCoverageLevel(Enum):
    ENTIRE_FILE = ...

class PdfSignatureStatus:
    intact: bool
    valid: bool
    trusted: bool
    coverage: SignatureCoverageLevel
    bottom_line: bool
