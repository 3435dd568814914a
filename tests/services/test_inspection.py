"""With a visit alive its bytes are found where they lie; after its day there is nothing to find, and the search could."""
from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from alektum_desk.domain.errors import NotAllowed, Refused
from alektum_desk.domain.visitors import Guest, Visit
from alektum_desk.services import inspection, visitors
from alektum_desk.services.desk import Desk
from tests.cli.run import Line
from tests.conftest import PASSWORD, Clock

DeskOn = Callable[..., Desk]
GUEST = Guest("Quirinus Zapfenstreich", "Wolkenkuckuck GmbH", "1-ZQX-994", "Anna Verhulst")


def traces(desk: Desk, visit: Visit) -> list[str]:
    """As `visitors show ID --sealed` names them, and the salts of the journal."""
    with desk.store.bare("visitors") as db:
        salts = [bytes(salt).hex() for (salt,) in db.execute("SELECT salt FROM payload WHERE row = ?", (visit.id,))]
    return [*(box for box in visitors.sealed(desk, visit.id).values() if box), *salts]


def test_alive_everything_is_found_and_after_the_day_nothing(desk_on: DeskOn, clock_of: Callable[[Desk], Clock]) -> None:
    desk = desk_on("2026-11-22")
    visit = visitors.sign_in(desk, GUEST)
    needles = traces(desk, visit)
    found = inspection.grep(desk, "visitors", needles)
    assert {each.line for each in found} == set(range(1, len(needles) + 1))
    assert {each.region for each in found} <= {"wal", "cell"}
    assert inspection.grep(desk, "visitors", ["Zapfenstreich", "zapfenstreich"]) == ()      # sealed, it lies nowhere
    desk.store.compartment("visitors").close()
    with desk.store.bare("visitors") as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert {each.region for each in inspection.grep(desk, "visitors", needles)} == {"cell"}
    with desk.store.act("visitors", "test.delete", summary={}) as session:      # deleted is not erased
        session.connection().exec_driver_sql("PRAGMA secure_delete = OFF")
        session.connection().exec_driver_sql("DELETE FROM payload WHERE row = ?", (visit.id,))
    with desk.store.bare("visitors") as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert "free" in {each.region for each in inspection.grep(desk, "visitors", needles)}
    clock_of(desk).move(visit.due_from)
    visitors.tick(desk)
    assert inspection.grep(desk, "visitors", needles) == ()


def test_pages_are_written_for_officers_only_outside_the_home_and_wiped(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-22")
    visit = visitors.sign_in(desk, GUEST)
    to = tmp_path / "pages"
    made = inspection.write(desk, "visitors", to)
    assert stat.S_IMODE(to.stat().st_mode) == 0o700
    assert any(visit.id.encode() in path.read_bytes() for path in made)
    (to / "other.txt").write_text("not ours")
    assert inspection.wipe(to) == len(made)
    assert [path.name for path in to.iterdir()] == ["other.txt"]
    for folder in (to, desk.home, tmp_path / "none"):
        with pytest.raises(Refused):
            inspection.wipe(folder)
    for folder in (desk.home, desk.home / "exports" / "x", to):
        with pytest.raises(Refused):
            inspection.write(desk, "visitors", folder)
    front = desk_on("2026-11-22", role="front-desk")
    with pytest.raises(NotAllowed):
        inspection.write(front, "visitors", tmp_path / "theirs")
    with pytest.raises(NotAllowed):
        inspection.grep(front, "cases", ["x"])


def test_on_the_command_line(desk_on: DeskOn, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_on("2026-11-22")
    visit = visitors.sign_in(desk, GUEST)
    needles = tmp_path / "needles"
    needles.write_text("\n".join(["nothing at all", *traces(desk, visit)]))
    desk.close()
    line = Line(desk.home, PASSWORD, capsys, monkeypatch)
    rows = line("store", "inspect", "--compartment", "register", "--grep", str(needles)).answer
    assert rows == []
    assert line("store", "inspect", "--compartment", "visitors").code == 2
    assert line("store", "inspect", "--compartment", "visits", "--grep", str(needles)).code == 3
    assert line("store", "inspect", "--compartment", "visitors", "--to", str(tmp_path / "out")).answer["written"] > 5
    assert line("store", "inspect", "--wipe", str(tmp_path / "out")).answer["wiped"] > 5
    assert not (tmp_path / "out").exists()
    assert json.loads(json.dumps(rows)) == []
