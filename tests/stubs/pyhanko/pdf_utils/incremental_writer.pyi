from typing import BinaryIO

class IncrementalPdfFileWriter:
    def __init__(self, input_stream: BinaryIO) -> None: ...
