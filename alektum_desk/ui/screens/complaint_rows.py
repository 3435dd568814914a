"""Lists inside the form of a complaint: dated facts, contacts, titles, and what is picked from a closed list.

A list is carried by one field of the form, so that it is kept, brought back and thrown away with the others.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import DeskError, Refused
from alektum_desk.domain.exhibits import TYPES
from alektum_desk.services import exhibits
from alektum_desk.ui import theme
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screens.complaint_case import carry, rows
from alektum_desk.ui.screens.complaint_words import CHANNELS, Options, options
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import Choice, DateField, LineField, TextField, show_state
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.words import Part, Picture, clear, column, holder, row, say, text

Today = Callable[[], date]
CARRIED = 400_000           # letters that a carrying field may hold: sixty facts of four thousand


def carrier(name: str) -> LineField:
    return LineField(name, longest=CARRIED)


def low(field: TextField) -> TextField:
    """As high as its lines, not as high as Qt would have it."""
    field.setFixedHeight(field.minimumHeight())
    return field


class Line(QWidget):
    """One row: its fields by key, and the cross that takes it away."""

    changed = Signal()
    gone = Signal(object)

    def __init__(self, remove: str) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.fields: dict[str, LineField | TextField | Choice] = {}
        self.cross = Button("", "icon", "cross", name=remove, pressed=lambda: self.gone.emit(self))

    def keep(self, key: str, field: LineField | TextField | Choice) -> None:
        self.fields[key] = field
        field.changed.connect(self.changed)

    def values(self) -> dict[str, str]:
        return {key: field.value() for key, field in self.fields.items()}

    def is_empty(self) -> bool:
        return not any(field.value().strip() for field in self.fields.values() if not isinstance(field, Choice))

    def set_values(self, values: Mapping[str, str]) -> None:
        for key, field in self.fields.items():
            field.set_value(values.get(key, ""))


class DatedLine(Line):
    """With a day that says itself what is wrong with it."""

    def __init__(self, remove: str, day: str, today: Today) -> None:
        super().__init__(remove)
        self._today = today
        self.on = DateField(day, today=today)
        self.on.setMinimumWidth(theme.px(148))
        self.keep("on", self.on)
        self.wrong = text("", "caption", "bad", wrap=True)
        self.problem = holder(row(column(Picture("incident", "bad", 14), 0, margin=(0, 2, 0, 0)), (self.wrong, 1), gap=6))
        self.problem.hide()
        self.on.left.connect(self.check)
        self.on.changed.connect(lambda: self._say(""))

    def check(self) -> None:
        try:
            found = self.on.day()
        except Refused as error:
            self._say(f"{language.sentence(error)} {language.hint(error)}".strip())
            return
        self._say(_("This day has not come yet.") if found and found > self._today() else "")

    def _say(self, words: str) -> None:
        say(self.wrong, words)
        self.problem.setVisible(bool(words))
        show_state(self.on, bool(words))

    def lay_out(self, *parts: QWidget) -> None:
        """Side by side, or one under the other where the letters are large."""
        if theme.scale() < 1.6:
            beside: list[Part] = [column(self.on, 0), *((column(part, 0), 1) for part in parts), column(self.cross, 0)]
            self.setLayout(column(row(*beside, gap=8), self.problem, gap=4))
        else:
            self.setLayout(column(row((self.on, 1), self.cross), self.problem, *parts, gap=6))


class FactLine(DatedLine):
    def __init__(self, number: int, today: Today) -> None:
        super().__init__(_("Take fact {number} away").format(number=number), _("Day of fact {number}").format(number=number), today)
        words = low(TextField(_("Fact {number}").format(number=number), placeholder=_("What happened on that day"), lines=3, longest=4000))
        self.keep("text", words)
        self.lay_out(words)


class ContactLine(DatedLine):
    def __init__(self, number: int, today: Today) -> None:
        super().__init__(_("Take contact {number} away").format(number=number), _("Day of contact {number}").format(number=number), today)
        how = Choice(_("How, contact {number}").format(number=number), options(CHANNELS))
        answer = LineField(_("Answer to contact {number}").format(number=number), placeholder=_("The answer, if one came"), longest=2000)
        self.keep("channel", how)
        self.keep("answer", answer)
        self.lay_out(how, answer)


class ExhibitLine(Line):
    """A title and, where it travels inside the letter, its file: looked at before it is taken, with a sentence when it is not."""

    def __init__(self, number: int) -> None:
        super().__init__(_("Take enclosure {number} away").format(number=number))
        self.number = number
        title = LineField(_("Title of enclosure {number}").format(number=number), placeholder=_("Such as: Request of 14 September 2026"), longest=200)
        self.keep("title", title)
        self.path = LineField("path", longest=4000)
        self.path.hide()
        self.path.setParent(self)
        self.keep("path", self.path)
        self.attach = Button("", "", "link", pressed=self.choose)
        self.loose = Button(_("Without the file"), "quiet", name=_("Take the file of enclosure {number} off").format(number=number), pressed=lambda: self.take(None))
        self.about = text("", "caption", "muted", wrap=True)
        self.wrong = text("", "caption", "bad", wrap=True)
        self.problem = holder(row(column(Picture("incident", "bad", 14), 0, margin=(0, 2, 0, 0)), (self.wrong, 1), gap=6))
        self.setLayout(column(row((title, 1), self.cross, gap=8), holder(Flow([self.attach, self.loose])), self.about, self.problem, gap=4))
        self.path.changed.connect(self._show)
        self._show()
        self.say_wrong("")

    def choose(self) -> None:
        found = ask.open_paths(self, _("Attach a file"), _("Papers ({endings})").format(endings=" ".join(f"*.{each}" for each in (*TYPES, "jpeg", "tiff"))), purpose="exhibits")
        if found:
            self.take(found[0])

    def take(self, path: Path | None) -> bool:
        """False when the file is not what it must be; the line then says why, and keeps what it had."""
        self.say_wrong("")
        if path is None:
            self.path.set_value("")
            return True
        try:
            exhibits.look(path.absolute(), f"E{self.number}")
        except DeskError as error:
            self.say_wrong(f"{language.sentence(error)} {language.hint(error)}".strip())
            return False
        self.path.set_value(str(path.absolute()))
        if not self.fields["title"].value().strip():
            self.fields["title"].set_value(path.stem[:200])
        return True

    def say_wrong(self, words: str) -> None:
        say(self.wrong, words)
        self.problem.setVisible(bool(words))

    def _show(self) -> None:
        path = Path(self.path.value()) if self.path.value() else None
        self.loose.setVisible(path is not None)
        self.attach.say(_("Another file") if path else _("Attach a file"))
        self.attach.setAccessibleName(_("Attach a file to enclosure {number}").format(number=self.number))
        size = path.stat().st_size if path is not None and path.is_file() else None
        said = "" if path is None else _("{file}, {megabytes} MB").format(file=path.name, megabytes=language.number(max(0.1, round(size / 1_000_000, 1)))) if size is not None \
            else _("{file} is not there any more").format(file=path.name)
        say(self.about, said)
        self.about.setVisible(bool(said))


class RowList(QWidget):
    """Rows of one kind with a button that adds one; what they say stands in `carried`."""

    def __init__(self, carried: LineField, add: str, make: Callable[[int], Line], *, least: int = 0) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.carried, self._make, self._least, self._writing = carried, make, least, False
        self.lines: list[Line] = []
        self._rows: QVBoxLayout = column(gap=8)
        self.more = Button(add, "quiet", "plus", pressed=self.begin)
        self.setLayout(column(self._rows, row(self.more, 0), gap=8))
        carried.changed.connect(self._read)
        self._read()

    def begin(self) -> None:
        """A new row, and the focus in it."""
        line = self._add()
        next(iter(line.fields.values())).setFocus()

    def _add(self) -> Line:
        line = self._make(len(self.lines) + 1)
        line.changed.connect(self._write)
        line.gone.connect(self._remove)
        self.lines.append(line)
        self._rows.addWidget(line)
        return line

    def _remove(self, line: Line) -> None:
        self.lines.remove(line)
        self._rows.removeWidget(line)
        line.hide()
        line.deleteLater()
        while len(self.lines) < self._least:
            self._add()
        self.more.setFocus()
        self._write()

    def _write(self) -> None:
        self._writing = True
        self.carried.set_value(carry([line.values() for line in self.lines if not line.is_empty()]))
        self._writing = False

    def _read(self) -> None:
        if self._writing:
            return
        for line in self.lines:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = []
        for values in rows(self.carried.value()):
            line = self._add()
            line.blockSignals(True)
            line.set_values(values)
            line.blockSignals(False)
        while len(self.lines) < self._least:
            self._add()


class ExhibitList(RowList):
    """Takes files that are dropped on it, and several at once from the dialog."""

    def __init__(self, carried: LineField) -> None:
        super().__init__(carried, _("Add an enclosure"), ExhibitLine)
        self.setAcceptDrops(True)
        self.files = Button(_("Attach files"), "quiet", "link", pressed=self.choose)
        self.wrong = text("", "caption", "bad", wrap=True)
        self.wrong.hide()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self.wrong)
        layout.addLayout(row(self.files, 0))

    def choose(self) -> None:
        self.take(ask.open_paths(self, _("Attach files"), _("Papers ({endings})").format(endings=" ".join(f"*.{each}" for each in (*TYPES, "jpeg", "tiff"))),
                                 purpose="exhibits"))

    def take(self, paths: Sequence[Path]) -> None:
        """A line for each file that may be enclosed, and a sentence for each that may not."""
        refused = []
        for path in paths:
            line = self._add()
            assert isinstance(line, ExhibitLine)
            if not line.take(path):
                refused.append(f"{path.name}: {line.wrong.text()}")
                self._remove(line)
        say(self.wrong, "\n".join(refused))
        self.wrong.setVisible(bool(refused))
        self._write()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(each.isLocalFile() for each in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take([Path(each.toLocalFile()) for each in event.mimeData().urls() if each.isLocalFile()])
        event.acceptProposedAction()


class PickList(QWidget):
    """What was picked from a closed list, in its order of picking; each once."""

    def __init__(self, carried: LineField, name: str, offered: Options) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.carried, self._words = carried, dict(offered)
        self.choice = Choice(name, [("", _("Choose one to add")), *offered])
        self.add = Button(_("Add"), "", "plus", name=_("Add to {list}").format(list=name), pressed=self._pick)
        self._rows: QVBoxLayout = column(gap=4)
        self.setLayout(column(row((self.choice, 1), self.add, gap=8), self._rows, gap=8))
        carried.changed.connect(self._show)
        self._show()

    def picked(self) -> list[str]:
        return [each["key"] for each in rows(self.carried.value()) if each.get("key") in self._words]

    def _pick(self) -> None:
        key = self.choice.value()
        if key and key not in self.picked():
            self._set([*self.picked(), key])
        self.choice.set_value("")
        self.choice.setFocus()

    def _set(self, keys: list[str]) -> None:
        self.carried.set_value(carry([{"key": key} for key in keys]))

    def _take_away(self, key: str) -> None:
        self._set([each for each in self.picked() if each != key])
        self.choice.setFocus()

    def _show(self) -> None:
        clear(self._rows)
        for key in self.picked():
            words = self._words[key]
            cross = Button("", "icon", "cross", name=_("Take away: {what}").format(what=words), pressed=partial(self._take_away, key))
            self._rows.addWidget(holder(row(column(Picture("check", "ok", 16), 0, margin=(0, 10, 0, 0)),
                                            (column(text(words, wrap=True), margin=(0, 8, 0, 8)), 1), column(cross, 0), gap=8)))
