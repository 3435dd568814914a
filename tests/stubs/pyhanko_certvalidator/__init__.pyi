from collections.abc import Iterable

class ValidationContext:
    def __init__(self, trust_roots: Iterable[object] = ..., allow_fetching: bool = ...) -> None: ...
