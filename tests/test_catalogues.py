"""Every text of the program in every language of the program: complete, current, with the same names in braces."""
from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from alektum_desk.base import language

ROOT = Path(__file__).resolve().parent.parent
TRANSLATED = [code for code in language.LANGUAGES if code != "en"]


def _tool() -> Any:
    """packaging/ is no package: its programs are loaded by path."""
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "packaging" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["catalogues"] = module        # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


tool = _tool()


@pytest.fixture(scope="module")
def fresh() -> Catalog:
    extracted: Catalog = tool.extract()
    return extracted


def _names(catalogue: Catalog) -> set[tuple[str | None, str, str | None]]:
    return {(each.context, each.singular, each.plural) for each in tool.texts(catalogue)}


def _none(found: Collection[object], what: str) -> None:
    """A few of them are enough to see; a whole catalogue is not."""
    if found:
        pytest.fail("\n".join([f"{len(found)} texts {what}", *sorted(map(str, found))[:5]]), pytrace=False)


def test_the_tool_and_the_program_know_the_same_languages() -> None:
    assert list(tool.LANGUAGES) == TRANSLATED


@pytest.mark.parametrize("code", TRANSLATED)
def test_it_holds_what_the_program_says_and_nothing_else(code: str, fresh: Catalog) -> None:
    there = _names(tool.read(code))
    _none(_names(fresh) - there, "missing: python packaging/catalogues.py update")
    _none(there - _names(fresh), "no longer used: python packaging/catalogues.py update")


@pytest.mark.parametrize("code", TRANSLATED)
def test_it_is_translated_to_the_last_text(code: str) -> None:
    _none([each.singular for each in tool.texts(tool.read(code)) if not each.is_translated], "to translate")


@pytest.mark.parametrize("code", TRANSLATED)
def test_names_forms_and_edges_are_those_of_the_text(code: str) -> None:
    catalogue = tool.read(code)
    _none([f"{each.singular}: {wrong}" for each in tool.texts(catalogue) if each.is_translated
           for wrong in tool.problems(each, each.forms, catalogue.num_plurals)], "wrong")


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_file_is_written_as_the_tool_writes_it(code: str, tmp_path: Path) -> None:
    """So that the next update changes texts only."""
    tool.write(tool.read(code), tmp_path / f"{code}.po")
    assert (tmp_path / f"{code}.po").read_bytes() == tool.path_of(code).read_bytes()


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_is_compiled_is_what_is_written(code: str) -> None:
    compiled = language.catalogue(code)
    for each in tool.texts(tool.read(code)):
        if each.is_translated and not each.plural and not each.context:
            assert compiled.gettext(each.singular) == each.forms[0], "compile: python packaging/catalogues.py compile"


def test_a_translator_gets_what_is_open_and_brings_it_back() -> None:
    catalogue = Catalog(locale="fr")
    catalogue.add("Sign out {name}", locations=[("b.py", 0)])
    catalogue.add(("{number} visit", "{number} visits"), locations=[("a.py", 0)])
    asked = tool.wanting(catalogue)
    assert [each["msgid"] for each in asked] == ["{number} visit", "Sign out {name}"]
    answer = json.loads(json.dumps([{"id": asked[0]["id"], "msgstr": ["{number} visite", "{number} visites"]},
                                    {"msgid": "Sign out {name}", "msgstr": "Noter le départ de {nom}"},
                                    {"msgid": "Never said", "msgstr": "Jamais dit"}]))
    taken, complaints = tool.take(catalogue, answer)
    assert taken == 1
    assert len(complaints) == 2
    assert [each["msgid"] for each in tool.wanting(catalogue)] == ["Sign out {name}"]


@pytest.mark.parametrize(("source", "translation", "is_right"), [
    ("{n} of {all}", "{all}: {n}", True),
    ("{n} of {all}", "{n}", False),
    ("{n}", "{n", False),
    ("Save", " ", False),
    ("Name: ", "Nom : ", True),
    ("Name: ", "Nom :", False),
    ("&Open", "&Ouvrir", True),
    ("&Open", "Ouvrir", False),
])
def test_what_a_translation_may_do(source: str, translation: str, is_right: bool) -> None:
    text = tool.Text(None, source, None, (), fuzzy=False, places=())
    assert (tool.problems(text, [translation], 2) == []) is is_right
