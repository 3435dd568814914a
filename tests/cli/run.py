"""The command line inside the test's own process."""
from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from alektum_desk import cli
from alektum_desk.base import language


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        said: dict[str, str] = json.loads(self.err)["error"]
        return said


class Line:
    """`line("store", "check")` on one data home with one password; with `--json` unless told otherwise."""

    def __init__(self, home: Path, password: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.capsys, self.monkeypatch = home, capsys, monkeypatch
        self.password_file = home.parent / f"{home.name}.password"
        self.write_password(password)

    def write_password(self, password: str) -> None:
        self.password_file.write_text(password)
        self.password_file.chmod(0o600)

    def __call__(self, *words: str, stdin: str = "", as_json: bool = True) -> Done:
        self.monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        before = language.current()
        try:
            code = cli.main([*words, "--home", str(self.home), *([] if "--password-file" in words else ["--password-file", str(self.password_file)]),
                             *(["--json"] if as_json else [])], {})
        finally:
            language.use(before)
        out, err = self.capsys.readouterr()
        done = Done(code, out, err)
        if as_json and out:
            name = next(each for each in cli.commands() if words[:len(each.name.split())] == tuple(each.name.split()))
            jsonschema.validate(done.answer, name.answer)
        return done
