"""The catalogues of translations/: extracted from the program and its resources, kept complete, compiled.

    python packaging/catalogues.py status              how far each language is
    python packaging/catalogues.py extract             write the bare template to build/messages.pot
    python packaging/catalogues.py update              bring every .po up to the program's texts, keeping what is translated
    python packaging/catalogues.py export fr FILE      what has no translation yet, as JSON for a translator
    python packaging/catalogues.py import fr FILE      take the translator's JSON back
    python packaging/catalogues.py compile             .po to .mo
"""
from __future__ import annotations

import argparse
import json
import re
import string
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "translations"
LANGUAGES = ("fr", "nl", "de", "da", "nb", "sv", "fi")      # English is the source
KEYWORDS = {"_": None, "_N": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
RESOURCES = ROOT / "resources"
RESOURCE_KEYS = frozenset({"label", "text", "title", "question", "note"})      # what people see in a resource, in English
OWN_LANGUAGE = frozenset({"letters"})                       # folders of resources that are written in their own languages
_CHANGES_DAILY = re.compile(
    rb'^"(Project-Id-Version|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By):.*\n', re.MULTILINE)


# -- what the program says

def _python_texts() -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    for path in sorted((ROOT / "alektum_desk").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for _line, text, _comments, context in extract_from_file("python", path, keywords=KEYWORDS):
            yield place, text, context


def _labels(value: Any, key: str = "") -> Iterator[str]:
    """The texts under a key that people see, however deep they stand."""
    if isinstance(value, Mapping):
        for name, below in value.items():
            yield from _labels(below, name)
    elif isinstance(value, list):
        for below in value:
            yield from _labels(below, key)
    elif isinstance(value, str) and key in RESOURCE_KEYS and value.strip():
        yield value


def _resource_texts() -> Iterator[tuple[str, str]]:
    for path in sorted(RESOURCES.rglob("*")):
        if OWN_LANGUAGE.intersection(path.relative_to(RESOURCES).parts):
            continue
        if path.suffix == ".toml":
            content: Any = tomllib.loads(path.read_text(encoding="utf-8"))
        elif path.suffix == ".json":
            content = json.loads(path.read_text(encoding="utf-8"))
        else:
            continue
        for text in _labels(content):
            yield path.relative_to(ROOT).as_posix(), text


def extract() -> Catalog:
    """A template with every text of the program, fresh from its sources."""
    template = Catalog(project="Alektum Desk", charset="utf-8", fuzzy=False)
    for place, text, context in _python_texts():
        template.add(text, locations=[(place, 0)], context=context)
    for place, text in _resource_texts():
        template.add(text, locations=[(place, 0)])
    return template


# -- the catalogue of one language

def path_of(language: str) -> Path:
    return TRANSLATIONS / f"{language}.po"


def read(language: str) -> Catalog:
    if not path_of(language).exists():
        return Catalog(locale=language, project="Alektum Desk", charset="utf-8", fuzzy=False)
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def write(catalogue: Catalog, path: Path) -> None:
    """Without dates, line numbers or names: a catalogue changes when a text does."""
    catalogue.header_comment = "# The texts of Alektum Desk; see CONTRIBUTING.md, Languages."
    content = BytesIO()
    write_po(content, catalogue, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_CHANGES_DAILY.sub(b"", content.getvalue()))


def update(language: str, template: Catalog) -> Catalog:
    catalogue = read(language)
    catalogue.update(template, no_fuzzy_matching=True)
    write(catalogue, path_of(language))
    return catalogue


def compile_all() -> list[Path]:
    """The .mo files, each beside its .po; a file that says what it said is not written again."""
    compiled = []
    for source in sorted(TRANSLATIONS.glob("*.po")):
        content = BytesIO()
        write_mo(content, read(source.stem))
        target = source.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != content.getvalue():
            target.write_bytes(content.getvalue())
        compiled.append(target)
    return compiled


# -- what is right and what is missing

@dataclass(frozen=True, slots=True)
class Text:
    """One message as the checks and the translators see it."""

    context: str | None
    singular: str
    plural: str | None
    forms: tuple[str, ...]
    fuzzy: bool
    places: tuple[str, ...]

    @property
    def id(self) -> int:
        """The same for the same text, whatever is added around it."""
        return crc32(f"{self.context}\0{self.singular}".encode())

    @property
    def is_translated(self) -> bool:
        return all(self.forms) and not self.fuzzy


def text_of(message: Message) -> Text:
    ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return Text(message.context, ids[0], ids[1] if len(ids) > 1 else None, tuple(each or "" for each in forms),
                message.fuzzy, tuple(sorted({place for place, _line in message.locations})))


def texts(catalogue: Catalog) -> list[Text]:
    return [text_of(message) for message in catalogue if message.id]


def holes(text: str) -> frozenset[str] | None:
    """The names in braces; None where the braces do not close."""
    try:
        return frozenset(name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(text)
                         if name is not None)
    except ValueError:
        return None


def problems(text: Text, forms: Sequence[str], wanted_forms: int) -> list[str]:
    """What is wrong with a translation, as sentences for the translator."""
    if len(forms) != (wanted_forms if text.plural else 1):
        return [f"{wanted_forms if text.plural else 1} form(s) wanted, {len(forms)} given"]
    found = []
    every = holes(text.plural or text.singular)
    for number, form in enumerate(forms):
        allowed = {every, holes(text.singular)} if number == 0 else {every}
        if not form.strip():
            found.append("empty")
        elif holes(form) not in allowed:
            found.append(f"the names in braces differ: {text.plural or text.singular!r} became {form!r}")
        elif _edges(form) != _edges(text.singular):
            found.append(f"spaces or line ends at the edges differ: {form!r}")
        elif form.count("&") != text.singular.count("&"):
            found.append(f"the number of & differs: {form!r}")
    return found


def _edges(text: str) -> tuple[str, str]:
    return text[:len(text) - len(text.lstrip())], text[len(text.rstrip()):]


# -- the translators' files

def wanting(catalogue: Catalog) -> list[dict[str, Any]]:
    """What a translator has to do, neighbours in the program beside one another."""
    rows = sorted((each for each in texts(catalogue) if not each.is_translated),
                  key=lambda each: (each.places[:1], each.singular))
    return [{"id": each.id, "context": ", ".join(filter(None, [each.context, *each.places])), "msgid": each.singular,
             **({"plural": each.plural, "forms": catalogue.num_plurals} if each.plural else {})} for each in rows]


def take(catalogue: Catalog, rows: Sequence[Mapping[str, Any]]) -> tuple[int, list[str]]:
    """Put translations in; what is wrong stays out and is told."""
    known = {text_of(message).id: message for message in catalogue if message.id}
    by_text = {text_of(message).singular: message for message in catalogue if message.id}
    taken, complaints = 0, []
    for row in rows:
        message = known.get(row.get("id", -1)) or by_text.get(row.get("msgid", ""))
        given = row.get("msgstr")
        if message is None or not isinstance(given, (str, list)):
            complaints.append(f"no such text, or no msgstr: {row}")
            continue
        forms = [given] if isinstance(given, str) else given
        wrong = problems(text_of(message), forms, catalogue.num_plurals)
        if wrong:
            complaints += [f"{text_of(message).singular!r}: {each}" for each in wrong]
            continue
        message.string = tuple(forms) if message.pluralizable else forms[0]
        message.flags.discard("fuzzy")
        taken += 1
    return taken, complaints


# -- the command line

def _status(template: Catalog) -> int:
    wanted = {(each.context, each.singular, each.plural) for each in texts(template)}
    print(f"{len(wanted)} texts in the program")
    open_ones = 0
    for language in LANGUAGES:
        there = texts(read(language))
        done = {(each.context, each.singular, each.plural) for each in there if each.is_translated}
        fuzzy = sum(each.fuzzy for each in there)
        open_ones += len(wanted - done)
        print(f"{language}  {len(wanted & done):5} translated  {len(wanted - done):5} missing  {fuzzy:3} fuzzy  "
              f"{len({(each.context, each.singular, each.plural) for each in there} - wanted):3} no longer used")
    return 1 if open_ones else 0


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("verb", choices=("status", "extract", "update", "export", "import", "compile"))
    parser.add_argument("language", nargs="?", choices=LANGUAGES)
    parser.add_argument("file", nargs="?", type=Path)
    asked = parser.parse_args(words)
    if asked.verb in {"export", "import"} and not asked.file:
        parser.error(f"{asked.verb} needs a language and a file")
    if asked.verb == "status":
        return _status(extract())
    if asked.verb == "extract":
        write(extract(), ROOT / "build" / "messages.pot")
    elif asked.verb == "update":
        template = extract()
        for language in LANGUAGES:
            update(language, template)
    elif asked.verb == "compile":
        compile_all()
    elif asked.verb == "export":
        rows = wanting(update(asked.language, extract()))
        asked.file.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{len(rows)} texts want {asked.language}: {asked.file}")
    else:
        catalogue = read(asked.language)
        taken, complaints = take(catalogue, json.loads(asked.file.read_text(encoding="utf-8")))
        write(catalogue, path_of(asked.language))
        print("\n".join([f"{taken} translations taken, {len(complaints)} refused", *complaints]))
        return 1 if complaints else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
