"""The commands of notices, as a script calls them."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from alektum_desk import cli
from alektum_desk.base import language, paths
from alektum_desk.cli import notices
from alektum_desk.services.desk import Desk
from tests.conftest import PASSWORD

SCHEMAS = {command.name: command.answer for command in notices.COMMANDS}
SEEDS = paths.PACKAGE.parent.parent / "shared" / "seeds"
Ask = Callable[..., Any]


@pytest.fixture
def ask(desk_on: Callable[..., Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    home = desk_on("2026-11-24").home
    password = tmp_path / "password"
    password.touch(0o600)
    password.write_text(PASSWORD)

    def run(*words: str, code: int = 0, as_json: bool = True) -> Any:
        line = ["notices", *words, "--home", str(home), "--password-file", str(password), *(["--json"] if as_json else [])]
        before = language.current()
        try:
            assert cli.main(line, {}) == code
        finally:
            language.use(before)
        out, err = capsys.readouterr()
        if code:
            assert out == ""
            return json.loads(err)["error"]
        if not as_json:
            return out
        answer = json.loads(out)
        jsonschema.validate(answer, dict(SCHEMAS[f"notices {words[0]}"]))
        return answer
    return run


def test_findings_are_a_list_of_work_and_no_failure(ask: Ask, tmp_path: Path) -> None:
    poor = tmp_path / "poor.txt"
    poor.write_text("Privacy notice\nWe collect your name and your e-mail address and keep them for as long as we like.\n")
    found = ask("check", str(poor), "--country", "IE", "--language", "en", code=0)["findings"]
    assert "high" in {each["severity"] for each in found}
    assert "exit 0" in next(each.help for each in cli.commands() if each.name == "notices check")


def test_list_and_show_before_any_text_was_read(ask: Ask) -> None:
    found = ask("list")
    assert [each["id"] for each in found] == ["be-fr", "be-nl", "dk", "no-debt", "no-web", "office-fr"]
    for each in found:
        answer = ask("show", each["id"])
        assert answer["text_lines"] == []
        assert sum(len(field["statements"]) for field in answer["fields"]) == each["facts"] > 0


def test_the_five_published_files_join_their_notices(ask: Ask) -> None:
    if not SEEDS.is_dir():
        pytest.skip("the published notices are not beside this checkout")
    taken = ask("import", *map(str, sorted(SEEDS.glob("*.txt"))))
    assert [(each["id"], each["known"]) for each in taken] == [(name, True) for name in ("be-fr", "be-nl", "dk", "no-debt", "no-web", "office-fr")]
    for each in taken:
        answer = ask("show", each["id"])
        assert len(answer["text_lines"]) == each["lines"]
        assert all(said["anchor"] in answer["text_lines"][said["line"] - 1] for field in answer["fields"] for said in field["statements"])


def test_an_unknown_file_needs_to_be_named(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("En rad.\n")
    assert ask("import", str(tmp_path / "a.txt"), code=3)["hint"]
    taken, = ask("import", str(tmp_path / "a.txt"), "--country", "SE", "--language", "sv", "--organisation", "Alektum AB")
    assert (taken["id"], taken["known"], taken["lines"]) == ("se-sv", False, 1)
    assert ask("show", "se-sv")["text_lines"] == ["En rad."]
    assert "se-sv" in ask("list", as_json=False)


def test_the_common_language_option_names_the_notices_language_too(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("En linje.\n")
    taken, = ask("import", str(tmp_path / "a.txt"), "--country", "SE", "--organisation", "Alektum AB", "--language", "en")
    assert taken["id"] == "se-en"


def test_wrong_files_are_refused_and_missing_ones_are_trouble(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert ask("import", str(tmp_path / "empty.txt"), code=3)["message"]
    assert ask("import", str(tmp_path), code=3)["message"]
    assert ask("import", str(tmp_path / "missing.txt"), code=8)["message"]
    assert ask("show", "no-such", code=3)["message"]


def test_people_read_it_too(ask: Ask) -> None:
    assert "Personal data" in ask("show", "be-fr", as_json=False)


def test_findings_are_marked_and_a_notice_is_written(ask: Ask, tmp_path: Path) -> None:
    first = ask("check")["findings"][0]
    assert first["state"] == "open"
    assert ask("mark", first["id"], "--as", "legal", "--reason", "Asked counsel.")["state"] == "legal"
    assert next(each for each in ask("check")["findings"] if each["id"] == first["id"])["reason"] == "Asked counsel."
    made = ask("write", "--country", "DK", "--language", "da", "--to", str(tmp_path / "dk.txt"))
    assert made["gaps"]
    assert (tmp_path / "dk.txt").read_text(encoding="utf-8").count("\n") == made["lines"]
    assert "dk.txt" in ask("write", "--country", "DK", "--language", "en", "--to", str(tmp_path / "dk.txt"), as_json=False)


def test_a_newer_text_is_taken_and_compared(ask: Ask, tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("Privacy notice\nWe keep files for three years.\n", encoding="utf-8")
    new.write_text("Privacy notice\nWe keep files for five years.\nComplain to the authority.\n", encoding="utf-8")
    name = ask("import", str(old), "--country", "IE", "--language", "en", "--organisation", "Anna")[0]["id"]
    made = ask("renew", name, str(new), "--published-on", "2026-11-01", "--source", "their site")
    assert [each["change"] for each in made["lines"]] == ["changed", "added"]
    assert [each["published_on"] for each in ask("versions", name)] == [None, "2026-11-01"]
    assert ask("diff", name, "1", "2") == made
    assert "~" in ask("diff", name, "1", "2", as_json=False)
    assert "no day" in ask("renew", name, str(old), "--published-on", "yesterday", code=3)["message"]
