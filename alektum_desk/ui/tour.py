"""The tour: the main job, played through the real window over sample data, with a picture of every screen and every paper."""
from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from alektum_desk import __version__
from alektum_desk.base import language, paths
from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N, Damaged, DeskError, DiskTrouble, Refused
from alektum_desk.services import complaints, hosts, kiosk, notices, records, register_export, sample, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.services.kiosk_line import Counter
from alektum_desk.ui import appearance, memory, spoken
from alektum_desk.ui.kiosk.form import Step
from alektum_desk.ui.kiosk.line import Line
from alektum_desk.ui.kiosk.pairing import Door
from alektum_desk.ui.kiosk.window import KioskWindow
from alektum_desk.ui.screens.complaints import ComplaintsScreen
from alektum_desk.ui.window import Window

SIZE = (1440, 900)
PATIENCE = 30.0          # seconds that any one step may take before the tour says it is stuck

# Where somebody lives, the language of the letter and who it is about: one letter for each country of the group.
LETTERS: tuple[tuple[str, str | None, str], ...] = (
    ("BE", "BE-WLG", "fr"), ("BE", "BE-VOV", "nl"), ("NL", None, "nl"), ("DK", None, "da"), ("NO", None, "nb"),
    ("SE", None, "sv"), ("FI", None, "fi"), ("DE", "DE-HH", "de"),
)


class OnTour(Window):
    """The real window, but that nobody is there to close a dialog: what it would say ends the tour."""

    trouble: DeskError | None = None

    def show_error(self, error: DeskError) -> None:
        self.trouble = error


class Tour:
    """One play: what was done, and the files it left in `folder`."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app, self.folder = app, folder
        self.steps: list[str] = []
        self.files: list[str] = []
        self.began = time.monotonic()

    def settle(self) -> None:
        for _round in range(3):
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def wait(self, window: OnTour, until: Callable[[], bool] = lambda: True) -> None:
        """Until the window's work is done and `until` holds. Damaged when that takes too long: the program is not what it was."""
        end = time.monotonic() + PATIENCE
        self.settle()
        while window.jobs.busy() or not until():
            if time.monotonic() > end:
                raise Damaged(_N("The tour waited {seconds} seconds for the window and stopped."), _N("Look at the last picture in its folder."),
                              seconds=round(PATIENCE))
            QTest.qWait(20)
            self.settle()
        if window.trouble is not None:
            raise window.trouble

    def picture(self, window: QWidget, name: str, words: str) -> None:
        self.settle()
        file = self.folder / f"{len(self.files) + 1:02d}-{name}.png"
        if not window.grab().save(str(file)):
            raise DiskTrouble(_N("{file} cannot be written."), _N("Make room, or choose a folder that you may write to."), file=file)
        self.files.append(file.name)
        self.steps.append(words)

    def paper(self, name: str, words: str) -> None:
        self.files.append(name)
        self.steps.append(words)

    def seconds(self) -> float:
        return round(time.monotonic() - self.began, 1)


def tour(app: QApplication, to: str) -> dict[str, Any]:
    """Play it into the folder `to`; what lies there already stays, but for files of the same names."""
    folder = Path(to).absolute()
    if folder.exists() and not folder.is_dir():
        raise Refused(_N("{folder} is a file."), _N("Name a folder for the tour."), folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="alektum-tour-"))
    play = Tour(app, folder)
    kept = memory.current()
    try:
        appearance.apply(app, "light")
        _first_run(play, home / "first")
        desk = sample.open_sample(home / "sample")
        window = OnTour(desk.home, sample=True)
        window.resize(*SIZE)
        window.open_desk(desk)
        window.show()
        play.wait(window)
        _main_job(play, window, desk)
        _looks(play, window)
        window.leave()
        window.deleteLater()
        play.settle()
    finally:
        appearance.apply(app, kept.palette, kept.text_size, kept.still)
        shutil.rmtree(home, ignore_errors=True)
    answer = {"folder": str(folder), "seconds": play.seconds(), "steps": play.steps, "files": play.files}
    whole = {"schema": "alektum-desk/tour/1", "version": __version__, "language": language.current(), **answer}
    (folder / "tour.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return answer


def _first_run(play: Tour, home: Path) -> None:
    window = OnTour(home)
    window.resize(*SIZE)
    window.show_wizard()
    window.show()
    play.picture(window, "first-run", _("The first run asks for the office, or opens sample data"))
    window.close()
    window.deleteLater()


def _main_job(play: Tour, window: OnTour, desk: Desk) -> None:
    _go(play, window, "home")
    play.picture(window, "home", _("Home says what asks for the officer today"))
    _register(play, window, desk)
    _visitors(play, window, desk)
    _kiosk(play, window, desk)
    _letters(play, window, desk)
    for name, words in (("audit", _("Audit checks the store and its journal")), ("settings", _("Settings hold language, look and accounts"))):
        _go(play, window, name)
        play.picture(window, name, words)


def _go(play: Tour, window: OnTour, screen: str, argument: str = "") -> QWidget:
    assert window.frame is not None
    window.frame.open(screen, argument)
    play.wait(window)
    return window.frame.here()


def _register(play: Tour, window: OnTour, desk: Desk) -> None:
    _go(play, window, "register")
    play.picture(window, "register", _("The register by category of data subject and country"))
    first = next(row for row in records.listed(desk) if row.contradictions > 1)
    _go(play, window, "register", first.id)
    play.picture(window, "activity", _("One activity: what each notice says, and its sentence"))
    register_export.export(desk, "pdf", play.folder / "register.pdf")
    play.paper("register.pdf", _("The register on paper"))
    notice = notices.listed(desk)[0]
    _go(play, window, "notices", f"{notice.id}:12")
    play.picture(window, "notices", _("A notice with every fact that was read in it"))


def _visitors(play: Tour, window: OnTour, desk: Desk) -> None:
    screen = _go(play, window, "visitors")
    for key, words in (("name", "Kari Nordmann"), ("employer", "Nordmann Heis AS"), ("plate", "1-TST-009"), ("host", "Bram Willems")):
        field = _field(window, key)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        QTest.keyClicks(field, words)
    play.picture(window, "sign-in", _("A visitor is signed in: three fields and the host, and the day of forgetting"))
    QTest.keyClick(_field(window, "host"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    play.wait(window, lambda: any(visit.name == "Kari Nordmann" for visit in visitors.listed(desk)))
    play.picture(window, "front-desk", _("Who is in the building, and when each visit is forgotten"))
    window.toasts.clear()
    guest = next(visit for visit in visitors.listed(desk) if visit.name == "Kari Nordmann")
    visitors.sign_out(desk, id=guest.id)
    play.wait(window)
    play.picture(screen.window(), "signed-out", _("The visitor has left; the day of forgetting stays"))
    for argument, words in (("group", _("A group in one form")), ("delivery", _("A delivery: a firm and whom it is for")),
                            ("badge", _("The badge as the label printer prints it")), ("statistics", _("Counts by week, and no number that points at somebody"))):
        _go(play, window, "visitors", argument)
        play.picture(window, f"front-desk-{argument}", words)
    _go(play, window, "roll_call", "drill")
    play.picture(window, "roll-call", _("The roll call: everybody in the building, ticked off as they are found"))


def _kiosk(play: Tour, window: OnTour, desk: Desk) -> None:
    """A visitor at the door, over the same line as always; only that both ends are in one process."""
    spoken_before = language.current()
    if not hosts.search(desk, "wil"):
        hosts.add(desk, "Bram", "Willems")
    kiosk.publish(desk)
    kiosk.set_pin(desk, "482913")
    door = Door(Counter(desk), window)
    door.greeting = kiosk.greeting(desk, door.address)
    line = Line(door.greeting)
    screen = KioskWindow(door.greeting, line)
    try:
        screen.resize(*SIZE)
        screen.show()
        play.wait(window, lambda: door.paired is not None)
        screen.turn("language", spoken_before)
        play.picture(screen, "kiosk", _("The kiosk beside the door, in eight languages"))
        form = screen.form
        assert form is not None
        form.arriving()
        for key, words in (("name", "Ingrid Solvang"), ("plate", "1-TST-010")):
            form.fields[key].setText(words)
        play.picture(screen, "kiosk-details", _("A visitor is asked what the notice names and nothing else"))
        form.check_details()
        form.fields["host"].setText("wil")
        play.wait(window, lambda: bool(form.sheet.hits))
        play.picture(screen, "kiosk-host", _("A host is found from the third letter on, by first name and initial"))
        form.choose_host(form.sheet.hits[0])
        play.picture(screen, "kiosk-notice", _("The notice in force, with its version"))
        form.arrive()
        play.wait(window, lambda: form.sheet.step is Step.THANKS)
        play.picture(screen, "kiosk-thanks", _("Signed in, with the day of forgetting"))
    finally:
        screen.may_close = True
        screen.close()
        screen.deleteLater()
        line.close()
        door.close()
        language.use(spoken_before)
        spoken.install(play.app)
        appearance.apply(play.app, "light")
        play.settle()


def _field(window: OnTour, key: str) -> QLineEdit:
    """A field of the form in hand, by the name under which its draft is kept."""
    for field in window.findChildren(QLineEdit, key):
        if field.isVisibleTo(window):
            return field
    raise Damaged(_N("The tour did not find the field {key}."), _N("Look at the last picture in its folder."), key=key)


def _letters(play: Tour, window: OnTour, desk: Desk) -> None:
    _go(play, window, "complaints")
    play.picture(window, "complaints", _("Letters to authorities"))
    for step, words in (("authority", _("The right authority, and why")), ("facts", _("What happened, and the page as it will be printed"))):
        _write(play, window, desk, step)
        play.picture(window, f"complaint-{step}", words)
    for country, region, code in LETTERS:
        name = f"letter-{country.lower()}-{code}.pdf"
        complaints.write_letter(desk, _complaint(desk, country, region, code), play.folder / name)
        play.paper(name, _("A letter for {country}, in {language}").format(country=language.country(country), language=language.language_name(code)))
    screen = window.frame.here() if window.frame is not None else None
    if isinstance(screen, ComplaintsScreen):
        screen.writer.form.empty()
    _go(play, window, "complaints", f"letter/{complaints.listed(desk)[0].id}")
    QTest.qWait(600)
    play.wait(window)
    play.picture(window, "letter", _("One letter as it was issued"))
    _go(play, window, "complaints", f"sheet/{complaints.listed(desk)[0].id}")
    play.picture(window, "copy-sheet", _("The same facts, to be copied into the form of the authority"))
    _go(play, window, "authorities", "be-apd-gba")
    play.picture(window, "authorities", _("Authorities by country, and how well each address is known"))


def _write(play: Tour, window: OnTour, desk: Desk, step: str) -> None:
    screen = _go(play, window, "complaints", f"new/{step}")
    assert isinstance(screen, ComplaintsScreen)
    screen.writer.form.set_values(_typed(desk))
    play.wait(window, lambda: bool(screen.preview.pages.images))


def _typed(desk: Desk) -> dict[str, str]:
    """What an officer would have typed into the writer."""
    texts = _texts("nl")
    asked, late = (language.day(day) for day in (date(2026, 9, 14), date(2026, 10, 14)))
    return {"name": texts["name"], "address": "\n".join(texts["address"]), "residence_country": "BE", "residence_region": "BE-VOV",
            "respondent": texts["respondent"], "controller_country": "BE", "controller_region": "BE-VOV", "written_on": language.day(desk.today()),
            "facts": json.dumps([{"on": asked, "text": texts["asked"]}, {"on": late, "text": texts["no_answer"]}])}


def _texts(code: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((paths.resources() / "sample" / "letters.json").read_text(encoding="utf-8"))[code]
    return found


def _complaint(desk: Desk, country: str, region: str | None, code: str) -> Mapping[str, Any]:
    place = {"country": country, "region": region}
    texts = _texts(code)
    today = desk.today().isoformat()
    return {
        "schema": "alektum-desk/complaint/1", "letter": "assist", "office": desk.office.id, "language": code, "written_on": today,
        "route": {"filer": "data_subject", "residence": place, "workplace": None, "infringement": None,
                  "controller": {"establishment": place, "sector": "private", "eu_main_establishment": place, "no_eu_establishment": False,
                                 "legal_basis": None},
                  "about_rights_request": True, "controller_contacted": True, "wants_anonymity": False, "has_national_eid": False,
                  "basis_preference": "auto", "language_preference": code, "date": today, "authority_named_in_notice": None,
                  "mandate_attached": None},
        "complainant": {"name": texts["name"], "address": texts["address"]},
        "respondent": {"name": texts["respondent"], "address": texts["respondent_address"]},
        "facts": [{"on": "2026-09-14", "text": texts["asked"]}, {"on": "2026-10-14", "text": texts["no_answer"]}],
        "provisions": ["12(3)", "15"], "remedy": ["58(2)(c)"],
        "prior_contact": [{"on": "2026-09-14", "channel": "letter", "answer": None}],
    }


def _looks(play: Tour, window: OnTour) -> None:
    for palette, words in (("dark", _("The same in dark")), ("contrast", _("The same in high contrast"))):
        appearance.apply(play.app, palette)
        _go(play, window, "register")
        play.picture(window, f"register-{palette}", words)
    appearance.apply(play.app, "light")

