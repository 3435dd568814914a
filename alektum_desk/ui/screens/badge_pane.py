"""The badge as the printer will print it, its label and printer, and how many labels are left."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.badges import FEW_LABELS, LABELS, Label, label
from alektum_desk.ui import memory, theme
from alektum_desk.ui.screens.guest_fields import GuestField
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import Choice, LineField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import Part, row, say, text

DPI = 203


class LabelView(QWidget):
    """A label with the edge that its printer cannot reach."""

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.label = LABELS[0]
        self.setAccessibleName(_("The badge as it is printed"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(300))

    def show_label(self, image: QImage, label: Label) -> None:
        self.image, self.label = image, label
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(300))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        scale = min((self.width() - 2) / self.label.width, (self.height() - 2) / self.label.height)
        place = QRectF(1, 1, self.label.width * scale, self.label.height * scale)
        painter.fillRect(place, QColor(look.paper))
        if self.image is not None:
            painter.setOpacity(0.9 if look.name == "dark" else 1.0)
            painter.drawImage(place, self.image)
            painter.setOpacity(1)
        painter.setPen(QPen(QColor(look.chrome), 1))
        painter.drawRect(place)
        painter.setPen(QPen(QColor("#77766f"), 1, Qt.PenStyle.DotLine))      # on paper, in every palette
        edge, end = self.label.edge * scale, self.label.end * scale
        painter.drawRect(place.adjusted(edge, end, -edge, -end))
        painter.end()


class BadgePane(Pane):
    """`previewing` when another label is chosen, `trying` for a test print, `printing` for the badge itself."""

    previewing = Signal()
    trying = Signal()
    printing = Signal()

    def __init__(self, printers: Sequence[str], closed: Callable[[], object], *, has_visit: bool, spelled: str | None = None) -> None:
        """`spelled`: the name in Latin letters, where no font draws the one that was written down."""
        self.form, self.view = Form("badges", gap=10), LabelView()
        self.name: GuestField | None = None
        self.left = text("", "small", "muted", wrap=True)
        none = [("", _("No badges are printed"))]
        said = memory.current()
        known = sorted({*printers, said.badge_printer} - {""})
        self.printer = Choice(_("Printer"), [*none, *((each, each) for each in known)], said.badge_printer)
        self.kind = Choice(_("Label"), [(each.id, each.name) for each in LABELS], label(said.badge_label).id)
        self.roll = LineField(_("Labels on the roll"), str(said.labels_left) if said.labels_left else "", placeholder=_("Not counted"), longest=5)
        self.badge = Button(_("Print the badge"), "primary", "print")
        self.trial = Button(_("Print a test label"), "", "print")
        self.badge.setVisible(has_visit)
        super().__init__(_("Badge"), self.view, text(_("The dotted line is as far as the printer reaches."), "caption", "muted", wrap=True),
                         *self._spelling(spelled), self.form, self.left, row((self.badge, 1)) if has_visit else 4, row((self.trial, 1)), closed=closed)
        self.form.add("printer", _("Printer"), self.printer,
                      help="" if printers else _("This computer knows no printer. Set one up in the system, then come back."))
        self.form.add("label", _("Label"), self.kind)
        self.form.add("roll", _("Labels on the roll"), self.roll, help=_("Counted down with each badge."))
        if self.name is not None:
            self.name.changed.connect(self.previewing)
        self.badge.clicked.connect(self.printing)
        self.trial.clicked.connect(self.trying)
        self.printer.changed.connect(self._keep)
        self.kind.changed.connect(self._keep)
        self.kind.changed.connect(self.previewing)
        self.roll.left.connect(self._keep)
        self.tell()

    def _spelling(self, spelled: str | None) -> Sequence[Part]:
        if spelled is None:
            return ()
        self.name = GuestField(_("Name on the badge"), value=spelled)
        label = text(_("Name on the badge"), "small", "muted", wrap=True)
        label.setBuddy(self.name)
        return (banner(_("The printer has no letters for this name. Ask the visitor how it is written in Latin letters; the book keeps it as it is."), "info"),
                label, self.name)

    def spelled(self) -> str | None:
        """What is to stand on this badge in place of the name, if anything."""
        return (self.name.value().strip() or None) if self.name is not None else None

    def _keep(self) -> None:
        words = self.roll.value().strip()
        if words and not words.isdecimal():
            self.form.show_problem("roll", _("This is no number. Write how many labels are left, or nothing."))
            return
        memory.change(badge_printer=self.printer.value(), badge_label=self.kind.value(), labels_left=int(words or 0))
        self.tell()

    def chosen(self) -> Label:
        return label(self.kind.value())

    def tell(self) -> None:
        there = bool(memory.current().badge_printer)
        self.badge.setEnabled(there)
        self.trial.setEnabled(there)
        words, tone = labels_words()
        say(self.left, words, tone)


def labels_words() -> tuple[str, str]:
    """How many labels are left, and in which tone; nothing where nobody counts or prints."""
    said = memory.current()
    if not said.badge_printer or not said.labels_left:
        return "", "muted"
    words = ngettext("{number} label left", "{number} labels left", said.labels_left)
    return words, "warn" if said.labels_left <= FEW_LABELS else "muted"
