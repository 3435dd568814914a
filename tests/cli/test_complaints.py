"""`complaints letter`, `list`, `show` and `close` as a script speaks to them."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from alektum_desk import cli
from alektum_desk.services.desk import Desk

DeskOn = Callable[..., Desk]
PASSWORD = "a password for tests"
CASE = {"schema": "alektum-desk/complaint/1", "letter": "assist", "office": "be-ghent", "written_on": "2026-11-22",
        "route": {"residence": {"country": "DK"}, "controller": {"establishment": {"country": "DK"}}, "controller_contacted": True},
        "complainant": {"name": "Marie Dupont", "address": ["Rue Haute 1", "1000 Bruxelles"]},
        "facts": [{"on": "2026-10-01", "text": "Asked for access to my data; no answer came."}]}

Run = Callable[..., tuple[int, Any, Any]]


@pytest.fixture
def run(desk_on: DeskOn, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    desk = desk_on("2026-11-24")
    desk.close()
    word = tmp_path / "password"
    word.write_text(PASSWORD)
    word.chmod(0o600)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def spoken(*words: str) -> tuple[int, Any, Any]:
        code = cli.main([*words, "--home", str(desk.home), "--password-file", str(word), "--json"], {})
        said = capsys.readouterr()
        answer = json.loads(said.out) if said.out else None
        if code == 0:
            (command,) = (each for each in cli.commands() if each.name == " ".join(words[:2]))
            jsonschema.validate(answer, dict(command.answer))
        return code, answer, json.loads(said.err) if said.err else None
    return spoken


def a_case(folder: Path, **over: Any) -> str:
    path = folder / "case.json"
    path.write_text(json.dumps({**CASE, **over}))
    return str(path)


def test_a_letter_and_the_list_of_letters(run: Run, tmp_path: Path) -> None:
    to = tmp_path / "letter.pdf"
    code, answer, _ = run("complaints", "letter", "--case", a_case(tmp_path), "--to", str(to))
    assert code == 0
    assert (answer["authority"], answer["language"], answer["format"]) == ("dk-datatilsynet", "da", "nbn-z01002")
    assert to.read_bytes().startswith(b"%PDF")
    _, (listed,), _ = run("complaints", "list")
    _, shown, _ = run("complaints", "show", listed["id"])
    assert shown["document"]["complainant"]["name"] == "Marie Dupont"
    _, closed, _ = run("complaints", "close", listed["id"], "--outcome", "Answered.")
    assert closed["state"] == "closed"


def test_language_and_page_are_the_letters(run: Run, tmp_path: Path) -> None:
    code, answer, _ = run("complaints", "letter", "--case", a_case(tmp_path), "--to", str(tmp_path / "a.pdf"), "--language", "pl",
                          "--format", "din5008-b")
    assert code == 0
    assert (answer["language"], answer["format"]) == ("pl", "din5008-b")


@pytest.mark.parametrize(("over", "exit_code"), [
    ({"sender": "x"}, 3), ({"written_on": "2026-02-30"}, 3), ({"route": {"residence": {"country": "XX"}}}, 3),
    ({"office": "mars"}, 3), ({"format": "folio"}, 3), ({"letter": "threat"}, 3)])
def test_refusals_are_a_sentence_and_a_hint(run: Run, tmp_path: Path, over: dict[str, Any], exit_code: int) -> None:
    code, answer, error = run("complaints", "letter", "--case", a_case(tmp_path, **over), "--to", str(tmp_path / "a.pdf"))
    assert (code, answer) == (exit_code, None)
    assert error["error"]["message"]
    assert error["error"]["hint"]
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("text", ["", "[]", "{", "7", '"a"'])
def test_a_file_that_is_no_case(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "case.json").write_text(text)
    code, _, error = run("complaints", "letter", "--case", str(tmp_path / "case.json"), "--to", str(tmp_path / "a.pdf"))
    assert code == 3
    assert error["error"]["message"]
