"""Puts a palette, a text size and our letters on the whole program at once."""
from __future__ import annotations

from PySide6.QtWidgets import QApplication

from alektum_desk.ui import fonts, theme


def apply(app: QApplication, palette: str = "light", text_size: int = 100, still: bool = False) -> None:
    """A new text size reaches measures of screens that are built after it; palettes are repainted at once."""
    before, look = theme.look(), theme.put_on(palette, text_size, still)
    if look == before and app.styleSheet():     # every widget there is would be polished again, for nothing
        return
    app.setPalette(theme.qt_palette(look.theme))
    app.setFont(fonts.font(fonts.BODY))
    app.setStyleSheet(theme.style_sheet(look.theme, look.scale))
