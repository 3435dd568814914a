"""Colours, sizes and measures of the screen: three palettes of the same names, made into a QPalette and a style sheet."""
from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from alektum_desk.base import paths
from alektum_desk.domain.errors import _N

TONES = ("ok", "warn", "bad", "info", "plain")
LEAST, LARGE, MOST = 1.0, 1.6, 2.0          # the officer's own text size


@dataclass(frozen=True, slots=True)
class Tone:
    ink: str    # words and icons
    soft: str   # fill behind the ink
    edge: str   # border of a chip, a banner, a bar


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    ground: str        # the window
    rail: str          # sidebar and status bar
    surface: str       # cards, tables, fields
    raised: str        # menus, toasts, dialogs
    sunken: str        # read-only fields, empty cells, track of a bar
    hairline: str      # decoration only: separators
    edge: str          # border of a control
    text: str
    muted: str
    accent: str        # fills: primary button, selected step
    on_accent: str
    accent_ink: str    # links, selected navigation, marks
    accent_soft: str   # selected row, highlighted sentence
    focus: str
    ok: Tone
    warn: Tone
    bad: Tone
    info: Tone
    plain: Tone
    paper: str         # a page of a document
    paper_ink: str
    paper_muted: str
    mark: str          # highlighter on the page

    def tone(self, name: str) -> Tone:
        tone: Tone = getattr(self, name)
        return tone

    def ink(self, name: str) -> str:
        """The colour of words said in `name`: a tone, or text, muted, accent, on_accent, paper, papermuted."""
        if name in TONES:
            return self.tone(name).ink
        own = {"text": self.text, "muted": self.muted, "accent": self.accent_ink, "on_accent": self.on_accent,
               "paper": self.paper_ink, "papermuted": self.paper_muted}
        return own[name]

    @property
    def chrome(self) -> str:
        """Borders of cards and bars: a hairline, but a real edge in high contrast."""
        return self.edge if self.name == "contrast" else self.hairline


LIGHT = Theme(
    name="light", ground="#f7f6f3", rail="#efede8", surface="#ffffff", raised="#ffffff", sunken="#f2f0ec",
    hairline="#e5e2db", edge="#8c877c", text="#1d2327", muted="#5b6167",
    accent="#14566b", on_accent="#ffffff", accent_ink="#14566b", accent_soft="#e3eff2", focus="#0b6fa4",
    ok=Tone("#1f6b43", "#e5f2ea", "#5f9a79"), warn=Tone("#7d4e00", "#fbf0d9", "#b5852b"),
    bad=Tone("#a3271f", "#fbe9e6", "#cf6f66"), info=Tone("#2b528f", "#e8eef8", "#7391c4"),
    plain=Tone("#4a5056", "#eeece7", "#928d83"),
    paper="#fffefb", paper_ink="#22262a", paper_muted="#62676b", mark="#fbe8a6")

DARK = Theme(
    name="dark", ground="#17191b", rail="#121416", surface="#1f2225", raised="#282c30", sunken="#191c1e",
    hairline="#30353a", edge="#737b83", text="#e8e9ea", muted="#a3aab1",
    accent="#6fbfd3", on_accent="#0b2129", accent_ink="#82cbdd", accent_soft="#1d3840", focus="#7fd0ff",
    ok=Tone("#86d3a5", "#1b3527", "#4b8a66"), warn=Tone("#ebc06d", "#3a2e15", "#94752f"),
    bad=Tone("#ff9f94", "#45201d", "#b35a51"), info=Tone("#a2c3f7", "#1f2f4a", "#5c7db4"),
    plain=Tone("#bcc2c8", "#2b3034", "#767e86"),
    paper="#e9e7e1", paper_ink="#22262a", paper_muted="#565b5f", mark="#f3d983")

CONTRAST = Theme(
    name="contrast", ground="#000000", rail="#000000", surface="#000000", raised="#000000", sunken="#000000",
    hairline="#9a9a9a", edge="#ffffff", text="#ffffff", muted="#e4e4e4",
    accent="#7ee7ff", on_accent="#000000", accent_ink="#7ee7ff", accent_soft="#003b4a", focus="#ffe600",
    ok=Tone("#7dff9e", "#000000", "#7dff9e"), warn=Tone("#ffd75e", "#000000", "#ffd75e"),
    bad=Tone("#ff9c91", "#000000", "#ff9c91"), info=Tone("#a9ccff", "#000000", "#a9ccff"),
    plain=Tone("#ffffff", "#000000", "#ffffff"),
    paper="#ffffff", paper_ink="#000000", paper_muted="#3a3a3a", mark="#ffe600")

THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}
CHOICES = {"system": _N("As the system"), "light": _N("Light"), "dark": _N("Dark"), "contrast": _N("High contrast")}


@dataclass(frozen=True, slots=True)
class Look:
    """What is in force on the screen now."""

    theme: Theme = LIGHT
    scale: float = 1.0
    still: bool = False     # reduced motion


_look = Look()


def current() -> Theme:
    return _look.theme


def look() -> Look:
    return _look


def scale() -> float:
    return _look.scale


def is_large() -> bool:
    """Letters so large that there is no room for what can wait behind a button, or beside something else."""
    return _look.scale >= LARGE


def px(measure: float) -> int:
    """A measure of the pictures (at 100 %) in pixels at the officer's text size."""
    return round(measure * _look.scale)


def milliseconds(duration: int) -> int:
    """How long a movement lasts: not at all under reduced motion."""
    return 0 if _look.still else duration


def chosen(name: str) -> Theme:
    """The palette of that name; "system" (or a name we do not know) follows the desktop."""
    if name in THEMES:
        return THEMES[name]
    hints = QGuiApplication.styleHints()    # held: a chained call on it outlived the object once
    wishes = hints.accessibility()
    if wishes is not None and wishes.contrastPreference() == Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def put_on(palette: str, text_size: int, still: bool) -> Look:
    """Remember what is in force from now on; `appearance.apply` shows it."""
    global _look
    _look = Look(chosen(palette), min(MOST, max(LEAST, text_size / 100)), still)
    return _look


def qt_palette(theme: Theme) -> QPalette:
    made, role = QPalette(), QPalette.ColorRole
    for place, colour in {
        role.Window: theme.ground, role.WindowText: theme.text, role.Base: theme.surface, role.AlternateBase: theme.sunken,
        role.Text: theme.text, role.Button: theme.surface, role.ButtonText: theme.text, role.BrightText: theme.bad.ink,
        role.Highlight: theme.accent, role.HighlightedText: theme.on_accent, role.Link: theme.accent_ink,
        role.LinkVisited: theme.accent_ink, role.ToolTipBase: theme.raised, role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted, role.Accent: theme.accent, role.Light: theme.surface,
        role.Midlight: theme.hairline, role.Mid: theme.edge, role.Dark: theme.edge, role.Shadow: theme.hairline,
    }.items():
        made.setColor(place, QColor(colour))
    for place in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, place, QColor(theme.muted))
    return made


@lru_cache
def _sheet() -> str:
    return (paths.resources() / "themes" / "style.qss").read_text(encoding="utf-8")


@lru_cache
def style_sheet(theme: Theme, factor: float) -> str:
    """The style sheet with this palette's colours, its points and measures times `factor`. Lines of 1 to 3 px stay."""
    names: dict[str, str] = {"chrome": theme.chrome}
    for field in dataclasses.fields(theme):
        value = getattr(theme, field.name)
        if isinstance(value, Tone):
            rim = value.edge if theme.name == "contrast" else value.soft
            names |= {f"{field.name}_ink": value.ink, f"{field.name}_soft": value.soft, f"{field.name}_edge": value.edge,
                      f"{field.name}_rim": rim}
        else:
            names[field.name] = value
    sheet = re.sub(r"@([a-z_]+)", lambda found: names[found[1]], _sheet())
    sheet = re.sub(r"([\d.]+)pt", lambda found: f"{float(found[1]) * factor:g}pt", sheet)
    return re.sub(r"(\d+)px", lambda found: f"{int(found[1]) if int(found[1]) <= 3 else round(int(found[1]) * factor)}px", sheet)


def luminance(colour: str) -> float:
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def measures(theme: Theme) -> list[tuple[str, float, float]]:
    """Every pair of colours that meet on a screen: what it is, its ratio, the least that is allowed."""
    pairs: list[tuple[str, str, str, float]] = []
    for name in ("surface", "ground", "rail", "sunken", "raised"):
        ground = getattr(theme, name)
        pairs += [(f"text on {name}", theme.text, ground, 4.5), (f"muted on {name}", theme.muted, ground, 4.5)]
    for name in ("surface", "ground", "rail", "accent_soft"):
        ground = getattr(theme, name)
        pairs += [(f"accent ink on {name}", theme.accent_ink, ground, 4.5), (f"focus ring on {name}", theme.focus, ground, 3.0)]
    for name in TONES:
        tone = theme.tone(name)
        pairs += [(f"{name} ink on its fill", tone.ink, tone.soft, 4.5), (f"{name} ink on surface", tone.ink, theme.surface, 4.5),
                  (f"{name} edge on surface", tone.edge, theme.surface, 3.0), (f"text on {name}", theme.text, tone.soft, 4.5)]
    pairs += [(f"control edge on {name}", theme.edge, getattr(theme, name), 3.0) for name in ("surface", "ground", "sunken")]
    pairs += [("label on accent", theme.on_accent, theme.accent, 4.5), ("text on selection", theme.text, theme.accent_soft, 4.5),
              ("muted on selection", theme.muted, theme.accent_soft, 4.5), ("ink on paper", theme.paper_ink, theme.paper, 4.5),
              ("muted ink on paper", theme.paper_muted, theme.paper, 4.5), ("ink on mark", theme.paper_ink, theme.mark, 4.5),
              ("accent fill on surface", theme.accent, theme.surface, 3.0)]
    return [(what, contrast(ink, ground), least) for what, ink, ground, least in pairs]
