"""The register of processing as one document: every activity, what each notice says of it, and what was decided."""
from __future__ import annotations

from typing import TYPE_CHECKING

from alektum_desk.documents.register_sheet import Chapter, Field, RegisterBook, Said, Section
from alektum_desk.domain.progress import Progress, Silent

if TYPE_CHECKING:
    from alektum_desk.documents.close import Close

__all__ = ["Chapter", "Field", "RegisterBook", "Said", "Section", "register", "small_print"]


def small_print() -> Close:
    """Sets the lines of a book too long for tables."""
    from alektum_desk.documents import close
    from alektum_desk.documents.register_pages import CLOSE, WIDTH

    return close.Close(CLOSE, WIDTH)


def register(book: RegisterBook, progress: Progress | None = None) -> bytes:
    """PDF/A (3a with `data`, else 2a) and PDF/UA-1 at once. A character without a glyph is drawn as another, and heard as itself."""
    # The drawing libraries take a third of a second to load; the values above are wanted long before.
    from alektum_desk.documents.register_pages import draw

    return draw(book, progress or Silent())
