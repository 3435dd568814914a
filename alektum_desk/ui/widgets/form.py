"""A form: labelled fields with help and errors in their place, kept as a draft while they are typed."""
from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget

from alektum_desk.base import language
from alektum_desk.domain.errors import Refused
from alektum_desk.ui import theme
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import CheckField, Choice, DateField, LineField, SecretField, TextField, show_state
from alektum_desk.ui.widgets.words import Picture, column, holder, row, text

AnyField = LineField | TextField | Choice | CheckField
F = TypeVar("F", bound=AnyField)


class Row(QWidget):
    """Label, field and what stands below it: help, or the sentence that says what is wrong."""

    def __init__(self, label: str, field: AnyField, help_: str, source: Button | None, beside: bool) -> None:
        super().__init__()
        self.field, self._help = field, help_
        self.label: QLabel = text("")
        if not isinstance(field, CheckField):
            self.label = text(label, "small" if beside else "label", "muted" if beside else "text", wrap=True)
            self.label.setBuddy(field)
        self.below = text(help_, "caption", "muted", wrap=True)
        self.sign = Picture("incident", "bad", 14)
        self.under = holder(row(column(self.sign, 0, margin=(0, 2, 0, 0)), (self.below, 1), gap=6))
        middle = column(field, self.under, gap=4)
        if beside:
            self.label.setFixedWidth(theme.px(112))
            self.label.setMinimumHeight(theme.px(36))
            parts = row(column(self.label, 0), (middle, 1), gap=8)
            if source is not None:
                parts.addLayout(column(source, 0))
            self.setLayout(parts)
        else:
            heads = [] if isinstance(field, CheckField) else [self.label]
            top = [row((heads[0], 1), source)] if heads and source is not None else heads
            self.setLayout(column(*top, middle, gap=4))
        self.show_problem("")

    def show_problem(self, sentence: str) -> None:
        self.sign.setVisible(bool(sentence))
        language_tone = "bad" if sentence else "muted"
        self.below.setText(sentence or self._help)
        if self.below.property("tone") != language_tone:
            self.below.setProperty("tone", language_tone)
            self.below.style().unpolish(self.below)
            self.below.style().polish(self.below)
        self.under.setVisible(bool(sentence or self._help))
        show_state(self.field, bool(sentence))
        self.field.setAccessibleDescription(sentence or self._help)


class Form(QWidget):
    """`name` is what its draft is kept under. Fields are found by the object name they are added with."""

    changed = Signal()

    def __init__(self, name: str, *, beside: bool = False, gap: int = 12) -> None:
        super().__init__()
        self.setObjectName(name)
        self.beside = beside and theme.scale() < 1.6
        self.rows: dict[str, Row] = {}
        self._layout: QBoxLayout = column(gap=gap)
        self.setLayout(self._layout)

    def add(self, key: str, label: str, field: F, *, help: str = "", source: Button | None = None) -> F:  # noqa: A002 - the word on screen
        """Add one row; `key` is its name in drafts, in `values` and in Refused(field=...)."""
        field.setObjectName(key)
        made = Row(label, field, help, source, self.beside)
        self.rows[key] = made
        self._layout.addWidget(made)
        field.changed.connect(self.changed)
        field.changed.connect(lambda: made.show_problem(""))
        if isinstance(field, DateField):
            field.left.connect(lambda: self._check_day(key, field))
        return field

    def add_widget(self, widget: QWidget) -> None:
        """Something between the rows that is not a field: a banner, a heading."""
        self._layout.addWidget(widget)

    def _check_day(self, key: str, field: DateField) -> None:
        try:
            field.day()
        except Refused as error:
            self.show_problem(key, f"{language.sentence(error)} {language.hint(error)}".strip())

    def values(self) -> dict[str, str]:
        return {key: made.field.value() for key, made in self.rows.items()}

    def set_values(self, values: dict[str, str]) -> None:
        for key, value in values.items():
            if key in self.rows:
                self.rows[key].field.set_value(value)

    def kept(self) -> dict[str, str]:
        """What a draft may hold: never a password."""
        return {key: made.field.value() for key, made in self.rows.items() if not isinstance(made.field, SecretField)}

    def is_choice(self, key: str) -> bool:
        """A list always has a value: it alone is not worth a draft."""
        return isinstance(self.rows[key].field, Choice)

    def show_problem(self, key: str, sentence: str) -> None:
        self.rows[key].show_problem(sentence)

    def refuse(self, error: Refused) -> bool:
        """Put a service's refusal beside its field and the focus there; False when no field is meant."""
        key = str(error.fields.get("field", ""))
        if key not in self.rows:
            return False
        self.show_problem(key, f"{language.sentence(error)} {language.hint(error)}".strip())
        self.rows[key].field.setFocus()
        return True

    def clear_problems(self) -> None:
        for made in self.rows.values():
            made.show_problem("")

    def empty(self) -> None:
        """As it was before anybody typed; choices keep theirs."""
        for made in self.rows.values():
            if not isinstance(made.field, Choice):
                made.field.set_value("")
            made.show_problem("")
