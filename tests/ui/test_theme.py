"""Three palettes of the same names, every pair that meets readable; a text size that multiplies points and measures."""
from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from alektum_desk.base import paths
from alektum_desk.ui import appearance, fonts, icons, theme
from alektum_desk.ui.widgets.words import text


@pytest.mark.parametrize("palette", theme.THEMES.values(), ids=lambda palette: palette.name)
def test_every_pair_of_colours_that_meets_can_be_read(palette: theme.Theme) -> None:
    assert not [(what, round(ratio, 2), least) for what, ratio, least in theme.measures(palette) if ratio < least]


@pytest.mark.parametrize("palette", theme.THEMES.values(), ids=lambda palette: palette.name)
def test_the_style_sheet_names_only_colours_of_the_palette(palette: theme.Theme) -> None:
    sheet = theme.style_sheet(palette, 1.0)
    assert "@" not in sheet
    source = (paths.resources() / "themes" / "style.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", source.replace("#ground", "").replace("#clear", ""))


def test_black_on_white_is_twenty_one() -> None:
    assert round(theme.contrast("#000000", "#ffffff"), 1) == 21.0
    assert theme.contrast("#777777", "#777777") == 1.0


def test_a_text_size_multiplies_points_and_measures_but_no_lines(qapp: QApplication) -> None:
    appearance.apply(qapp, "light", 200)
    sheet = theme.style_sheet(theme.LIGHT, 2.0)
    assert "font-size: 21pt" in sheet
    assert "min-height: 68px" in sheet
    assert "border: 1px" in sheet
    assert theme.px(36) == 72
    appearance.apply(qapp, "light", 500)
    assert theme.scale() == theme.MOST


def test_a_palette_is_put_in_force_at_once(qapp: QApplication) -> None:
    appearance.apply(qapp, "dark")
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == theme.DARK.ground
    appearance.apply(qapp, "a name that nobody knows")
    assert theme.current() in {theme.LIGHT, theme.DARK}


def test_nothing_moves_when_motion_is_reduced(qapp: QApplication) -> None:
    appearance.apply(qapp, "light", 100, still=True)
    assert theme.milliseconds(160) == 0
    appearance.apply(qapp, "light", 100)
    assert theme.milliseconds(160) == 160


def test_figures_keep_their_column(qapp: QApplication) -> None:
    label = text("x")
    label.ensurePolished()
    assert label.font().family() == fonts.SANS
    metrics = QFontMetrics(fonts.font(fonts.BODY))
    assert metrics.horizontalAdvance("1111111111") == metrics.horizontalAdvance("0000000000")


@pytest.mark.parametrize("name", sorted(icons.names()))
def test_an_icon_is_drawn_in_the_colour_beside_it(name: str, qapp: QApplication) -> None:
    drawing = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    assert 'stroke="currentColor"' in drawing
    assert 'fill="none"' in drawing
    image = icons.pixmap(name, "#ff0000", 24, 2.0).toImage()
    assert (image.width(), image.devicePixelRatio()) == (48, 2.0)
    inked = [image.pixelColor(x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 200]
    assert inked
    assert all(colour.red() > 240 and colour.blue() < 15 for colour in inked)
