from __future__ import annotations

import io
import json
from typing import Any

import jsonschema
import pytest

from alektum_desk import cli
from alektum_desk.cli import authorities, complaints


def _schema(commands: tuple[Any, ...], verb: str) -> Any:
    return next(each.answer for each in commands if each.verb == verb)


def _run(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = cli.main([*words, "--json", "--language", "en"], {})
    out, err = capsys.readouterr()
    return code, out, err


def test_the_list_answers_as_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = _run("authorities", "list", capsys=capsys)
    answer = json.loads(out)
    jsonschema.validate(answer, _schema(authorities.COMMANDS, "list"))
    assert (code, len(answer)) == (0, 61)


@pytest.mark.parametrize("key", ["be-apd-gba", "gb-ico", "es-pv-avpd", "de-bfdi", "eu-edps"])
def test_one_authority_answers_as_it_says(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = _run("authorities", "show", key, capsys=capsys)
    jsonschema.validate(json.loads(out), _schema(authorities.COMMANDS, "show"))
    assert (code, json.loads(out)["id"]) == (0, key)


def test_an_unknown_authority_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = _run("authorities", "show", "atlantis", capsys=capsys)
    assert (code, out) == (3, "")
    assert "atlantis" in json.loads(err)["error"]["message"]


def test_cases_on_standard_input_are_routed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [{"id": "a", "input": {"residence": {"country": "BE", "region": "BE-VOV"}}},
             {"id": "b", "input": {"lodged_on": "2026-11-22"}}, {"id": "c", "input": {}}]
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(cases)))
    code, out, _err = _run("complaints", "route", capsys=capsys)
    answer = json.loads(out)
    jsonschema.validate(answer, _schema(complaints.COMMANDS, "route"))
    assert code == 0
    assert [each.get("authority", each.get("art78_2_reminder")) for each in answer] == ["be-apd-gba", "2027-02-22", None]


@pytest.mark.parametrize("text", ["", "{", '[{"id": "a", "input": {"colour": 1}}]'])
def test_bad_input_is_a_sentence_and_exit_three(text: str, capsys: pytest.CaptureFixture[str],
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    code, out, err = _run("complaints", "route", capsys=capsys)
    assert (code, out) == (3, "")
    assert json.loads(err)["error"]["message"]
