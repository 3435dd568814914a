"""The form of a complaint in five steps. It asks only what the rules need for the letter in hand."""
from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.authorities import Authority
from alektum_desk.domain.complaints import Letter
from alektum_desk.domain.errors import _N
from alektum_desk.reference import letter_formats
from alektum_desk.services import authority_records, signatures, walls
from alektum_desk.services.desk import Desk
from alektum_desk.ui import theme
from alektum_desk.ui.screens.complaint_case import ACTING, Standing
from alektum_desk.ui.screens.complaint_route import RouteView
from alektum_desk.ui.screens.complaint_rows import ContactLine, ExhibitList, FactLine, PickList, RowList, carrier, low
from alektum_desk.ui.screens.complaint_words import (
    CHANNELS,
    FILERS,
    LETTERS,
    SECTORS,
    WHAT_FOR,
    country_options,
    language_options,
    options,
    provision_options,
    region_options,
    remedy_options,
)
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import CheckField, Choice, DateField, LineField, TextField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import Part, column, holder, row, rule, say, text

NAME = "cases.complaint"
STEPS = {"who": _N("Who and where"), "authority": _N("Authority"), "facts": _N("Facts"), "law": _N("Law and wishes"), "check": _N("Check")}
PERSONAL = frozenset({Letter.ASSIST, Letter.OWN_GROUP})
PLACES = ("residence", "workplace", "infringement", "controller")


class ComplaintForm(Form):
    """`touched` with the key of the field in hand; `edited` on every change of an answer."""

    touched = Signal(str)
    wanted = Signal(str)            # a way out: pdf, eml, sheet, json

    def __init__(self, desk: Desk) -> None:
        super().__init__(NAME)
        self._desk = desk
        self.route = RouteView(desk, whole=True)
        self.route.preferred.connect(self._prefer)
        self.route.picked.connect(self._mean)
        self.route.seen.connect(self._see)
        self.verdict = RouteView(desk, whole=False)
        self.remarks = holder(column(gap=12))
        self.follows = text("", "small", wrap=True)
        self.pages: dict[str, QWidget] = {}
        for key, parts in (("who", self._who()), ("authority", self._authority()), ("facts", self._facts()), ("law", self._law()),
                           ("check", self._check())):
            page = holder(column(*parts, 0, gap=14))
            page.hide()
            self.pages[key] = page
            self.add_widget(page)
        for name in ("basis", "facts", "contacts", "exhibits", "provisions", "remedies", "readers"):
            self.rows[name].hide()
        for place in PLACES:
            self._choice(f"{place}_country").changed.connect(lambda place=place: self._offer_regions(place))
        for each in self.rows.values():
            each.field.installEventFilter(self)
        self.changed.connect(self.show_what_is_asked)
        self.show_what_is_asked()

    # --- the pages -----------------------------------------------------------------------------------------------

    def _put(self, key: str, label: str, field: LineField | TextField | Choice | CheckField, help_: str = "") -> QWidget:
        self.add(key, label, field, help=help_)
        return self.rows[key]

    def _choice(self, key: str) -> Choice:
        field = self.rows[key].field
        assert isinstance(field, Choice)
        return field

    def _side_by_side(self, *parts: QWidget) -> Part:
        """Two fields on a line where the letters leave room for them."""
        if theme.scale() < 1.6:
            return row(*((part, 1) for part in parts), gap=16)
        return column(*parts, gap=12)

    def _place(self, name: str, label: str, region: str, help_: str = "") -> Part:
        country = self._put(f"{name}_country", label, Choice(label, country_options()), help_)
        part = self._put(f"{name}_region", region, Choice(region, [("", _("Not stated"))]))
        return self._side_by_side(country, part)

    def _who(self) -> list[Part]:
        kind = self._put("letter", _("What is written"), Choice(_("What is written"), options(LETTERS)))
        filer = self._put("filer", _("Who complains"), Choice(_("Who complains"), options(FILERS)))
        mandate = self._put("mandate", _("Mandate"), LineField(_("Mandate"), placeholder=_("Such as: Power of attorney of 2 November 2026"), longest=400))
        reference = self._put("your_reference", _("Reference of the authority"), LineField(_("Reference of the authority"), longest=200))
        name = self._put("name", _("Name of the person"), LineField(_("Name of the person"), longest=200))
        address = self._put("address", _("Address of the person"), low(TextField(_("Address of the person"), lines=3, longest=800)),
                            _("One line below the other, without the country."))
        email = self._put("email", _("E-mail of the person"), LineField(_("E-mail of the person"), longest=200))
        spoken = self._put("language", _("Language that the person prefers"), Choice(_("Language that the person prefers"),
                                                                                 language_options(_("As the authority's rules say"))))
        elsewhere = self._put("elsewhere", "", CheckField(_("Another place counts")),
                              _("Such as the place of work, or the place where it happened."))
        respondent = self._put("respondent", _("Name of the controller"), LineField(_("Name of the controller"), longest=200))
        seat = self._put("respondent_address", _("Address of the controller"), low(TextField(_("Address of the controller"), lines=3, longest=800)),
                         _("One line below the other, without the country."))
        sector = self._put("sector", _("What the controller is"), Choice(_("What the controller is"), options(SECTORS)))
        return [kind, self._side_by_side(filer, mandate), reference, self._head(_("The person")), name, address,
                self._place("residence", _("Country in which the person lives"), _("Region of residence")), self._side_by_side(email, spoken),
                elsewhere, self._place("workplace", _("Country in which the person works"), _("Region of the workplace")),
                self._place("infringement", _("Country in which it happened"), _("Region in which it happened")),
                self._head(_("Who it is against")), respondent, seat,
                self._place("controller", _("Country of the controller"), _("Region of the controller")), sector,
                self._head(_("Before the letter")), *self._asked()]

    def _asked(self) -> list[Part]:
        rights = self._put("rights", "", CheckField(_("It is about a right that was used")), _("Such as access, rectification, erasure or objection."))
        said = [("", _("Not stated")), ("yes", _("Yes")), ("no", _("No"))]
        asked = self._put("asked", _("Was the controller asked first?"), Choice(_("Was the controller asked first?"), said))
        on = self._put("asked_on", _("Asked on"), DateField(_("Asked on"), today=self._desk.today))
        how = self._put("asked_how", _("How"), Choice(_("How"), options(CHANNELS)))
        answer = self._put("asked_answer", _("The answer, if one came"), LineField(_("The answer, if one came"), longest=2000),
                           _("Left empty, the letter says that no answer was received."))
        return [rights, asked, self._side_by_side(on, how), answer]

    def _authority(self) -> list[Part]:
        notice = self._put("notice", _("The authority as the notice names it"), LineField(
            _("The authority as the notice names it"), placeholder=_("Such as: Gegevensbeschermingsautoriteit, Drukpersstraat 35"), longest=400),
            _("Only where a notice names one. Places decide; where none is known, its address does, and never a name alone."))
        basis = self._put("basis", _("What decides"), Choice(_("What decides"), [("", ""), *((each, each) for each in (
            "residence", "workplace", "infringement", "controller"))]))
        return [self.route, notice, basis]

    def _facts(self) -> list[Part]:
        carried = [self._put(key, key, carrier(key)) for key in ("facts", "contacts", "exhibits")]
        self.facts = RowList(self._line("facts"), _("Add a fact"), lambda number: FactLine(number, self._desk.today), least=1)
        self.contacts = RowList(self._line("contacts"), _("Add a contact"), lambda number: ContactLine(number, self._desk.today))
        self.exhibits = ExhibitList(self._line("exhibits"))
        return [self._head(_("What happened"), first=True, under=_("Day by day, as the person tells it, in the language of the letter. The oldest stands first on the page.")),
                self.facts, self._head(_("Contacts after the first one"), _("Only where the controller was written to more than once.")), self.contacts,
                self._head(_("Enclosures"), _("With its file an enclosure travels inside the letter. Without one, its paper goes into the envelope.")), self.exhibits, *carried]

    def _law(self) -> list[Part]:
        carried = [self._put(key, key, carrier(key)) for key in ("provisions", "remedies")]
        self.provisions = PickList(self._line("provisions"), _("Provisions"), provision_options())
        self.remedies = PickList(self._line("remedies"), _("Wishes"), remedy_options())
        pending = [("", _("Not stated")), ("none", _("None that the person knows of")), ("some", _("There are some"))]
        told = [("", _("Not stated")), ("open", _("The controller may know who complains")), ("keep", _("The controller must not know who complains"))]
        proceedings = self._put("proceedings", _("Other proceedings about the same facts"), Choice(_("Other proceedings about the same facts"), pending))
        which = self._put("proceedings_which", _("Which proceedings"), low(TextField(_("Which proceedings"), lines=3, longest=4000)))
        identity = self._put("identity", _("Confidentiality"), Choice(_("Confidentiality"), told))
        reason = self._put("identity_reason", _("Reason for it"), low(TextField(_("Reason for it"), lines=3, longest=4000)))
        return [self._head(_("Rights and provisions"), first=True, under=_("What the person says was not respected.")), self.provisions,
                self._head(_("Wishes"), _("What the authority is asked to do. Without one, the letter asks for appropriate measures.")), self.remedies,
                self._head(_("What else the letter says")), proceedings, which, identity, reason, *carried]

    def _check(self) -> list[Part]:
        spoken = self._put("letter_language", _("Language of the letter"), Choice(_("Language of the letter"), [("", "")]))
        pages = [("", ""), *((each.id, each.standard) for each in letter_formats.letter_formats().values())]
        page = self._put("format", _("Envelope"), Choice(_("Envelope"), pages))
        own = letter_formats.letter_format(self._desk.office.letter_format)
        self._choice("format").offer([("", _("{standard}, as this office uses").format(standard=own.standard)),
                                      *(pair for pair in pages[1:] if pair[0] != own.id)])
        carried = self._put("readers", "readers", carrier("readers"))
        others = [(each.id, each.name) for each in walls.candidates(self._desk) if each.id != self._desk.who.id] if self._desk.store.may_write("cases") else []
        self.readers = PickList(self._line("readers"), _("Who else sees the case"), others)
        self.walled = holder(column(self._head(_("Who sees the case"), _("You, and whom you pick; at least one more. Where nobody is picked, the recovery code.")),
                                    self.readers, gap=8))
        self.ways = {way: Button("", "", icon, pressed=partial(self.wanted.emit, way)) for way, icon in
                     (("sheet", "list"), ("pdf", "export"), ("signed", "export"), ("eml", "letter"), ("json", "export"))}
        for way, words in (("sheet", _("Copy sheet for the form")), ("pdf", _("Letter as PDF")), ("signed", _("Save as signed PDF")), ("eml", _("E-mail draft")), ("json", _("JSON file"))):
            self.ways[way].say(words)
        self.no_mail = text("", "caption", "muted", wrap=True)
        out = holder(column(self._head(_("Ways out"), _("The same facts in each.")), holder(Flow(list(self.ways.values()))), self.no_mail, gap=8))
        return [self.verdict, spoken, page, self.walled, self._head(_("What happens then")), self.follows, out, self.remarks, carried]

    def show_ways(self, standing: Standing, *, leads: bool) -> None:
        """The sheet needs no address; mail goes only where the authority takes it."""
        mail = standing.prepared is not None and "email" in standing.prepared.route.channels_offered and bool(standing.prepared.authority.email)
        self.ways["pdf"].setEnabled(standing.ready)
        self.ways["signed"].setEnabled(standing.ready)
        self.ways["signed"].setVisible(Letter(self.values()["letter"]).is_ours and signatures.is_there())
        self.ways["eml"].setEnabled(standing.ready and mail)
        for way in ("sheet", "json"):
            self.ways[way].setEnabled(not standing.lacking and standing.authority is not None)
        say(self.no_mail, "" if mail or standing.authority is None else _("The e-mail draft is off: this authority takes no complaint by e-mail."))
        self.no_mail.setVisible(bool(self.no_mail.text()))
        self.walled.setVisible(self.values()["letter"] == Letter.OWN_GROUP)
        self.ways["sheet"].say(_("Copy sheet, which leads here") if leads else _("Copy sheet for the form"))

    def _line(self, key: str) -> LineField:
        field = self.rows[key].field
        assert isinstance(field, LineField)
        return field

    def _head(self, words: str, under: str = "", *, first: bool = False) -> QWidget:
        said: list[Part] = [text(words, "lead", wrap=True), *([text(under, "small", "muted", wrap=True)] if under else [])]
        return holder(column(*said, gap=2) if first else column(rule(), 8, *said, gap=2, margin=(0, 8, 0, 0)))

    # --- what is asked -------------------------------------------------------------------------------------------

    def show_step(self, key: str) -> None:
        for name, page in self.pages.items():
            page.setVisible(name == key)

    def show_what_is_asked(self) -> None:
        values = self.values()
        letter = Letter(values["letter"])
        forward, acting = letter is Letter.FORWARD, letter in PERSONAL and values["filer"] in ACTING
        asked, elsewhere = values["asked"] == "yes", values["elsewhere"] == "yes"
        shown = {
            "filer": letter in PERSONAL, "mandate": forward or acting, "your_reference": letter is Letter.ANSWER,
            "asked_on": asked, "asked_how": asked, "asked_answer": asked, "rights": letter is not Letter.REPORT,
            "proceedings_which": values["proceedings"] == "some", "identity_reason": values["identity"] == "keep",
            **{f"{place}_country": elsewhere for place in ("workplace", "infringement")},
            **{f"{place}_region": bool(region_options(values[f"{place}_country"])) and (elsewhere or place not in {"workplace", "infringement"})
               for place in PLACES},
        }
        for key, on in shown.items():
            self.rows[key].setVisible(on)
        self.rows["mandate"].label.setText(_("Consent of the person") if forward else _("Mandate"))
        kind = self.rows["letter"]
        kind.below.setText(_(WHAT_FOR[letter]))
        kind.under.show()

    def _offer_regions(self, place: str) -> None:
        region = self._choice(f"{place}_region")
        offered = region_options(self.values()[f"{place}_country"]) or [("", _("Not stated"))]
        region.offer(offered, region.value())

    def set_values(self, values: dict[str, str]) -> None:
        """Countries first: they decide which regions there are to choose from."""
        super().set_values({key: value for key, value in values.items() if not key.endswith("_region")})
        for place in PLACES:
            self._offer_regions(place)
        super().set_values({key: value for key, value in values.items() if key.endswith("_region")})
        self.show_what_is_asked()

    def empty(self) -> None:
        """Choices too: the next letter is another case."""
        super().empty()
        for made in self.rows.values():
            if isinstance(made.field, Choice) and made.field.count():
                made.field.setCurrentIndex(0)
        self.show_what_is_asked()

    def _prefer(self, basis: str) -> None:
        self._choice("basis").set_value(basis)

    def _see(self, key: str) -> None:
        """The officer looked at the authority's own site: what was old is so no more."""
        authority_records.verify(self._desk, key)
        self.changed.emit()

    def _mean(self, authority: Authority) -> None:
        """A German Land is the person's own where the person lives there; else it is the controller that stands in that country."""
        values = self.values()
        place = "residence" if values["residence_country"] == authority.country and authority.region else "controller"
        self._choice(f"{place}_country").set_value(authority.country)
        if authority.region:
            self._choice(f"{place}_region").set_value(authority.region)

    # --- what is answered ----------------------------------------------------------------------------------------

    def show_standing(self, standing: Standing) -> None:
        self.route.show_standing(standing)
        self.verdict.show_standing(standing)
        self._offer_languages(standing)

    def _offer_languages(self, standing: Standing) -> None:
        route, authority = standing.route, standing.authority
        if route is None or authority is None:
            return
        accepted = authority.accepted_languages()
        written = dict(language_options(""))
        first = route.letter_language or accepted[0]
        offered = [("", _("{language}, as the rules say").format(language=language.language_name(first))),
                   *((code, language.language_name(code)) for code in accepted if code in written and code != first)]
        field = self._choice("letter_language")
        if [field.itemData(at) for at in range(field.count())] != [code for code, _words in offered] or field.itemText(0) != offered[0][1]:
            field.offer(offered, field.value())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.touched.emit(watched.objectName())
        return False


