"""What stands in one cell of somebody else's register: nothing, none, several values, a period, a country, an article."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from alektum_desk.domain.folding import fold
from alektum_desk.domain.notices import Field, Statement
from alektum_desk.domain.retention import Action, Rule, Trigger, Unit


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary, folded; `countries` are names in many languages with their ISO codes, `eea` those to which a transfer is none."""

    none: frozenset[str]
    unsaid: frozenset[str]
    yes: frozenset[str]
    totals: frozenset[str]
    units: Mapping[str, str]
    numbers: Mapping[str, int]
    triggers: tuple[tuple[Trigger, tuple[str, ...]], ...]
    actions: tuple[tuple[str, tuple[str, ...]], ...]
    bases: tuple[tuple[str, tuple[str, ...]], ...]
    mechanisms: tuple[tuple[str, tuple[str, ...]], ...]
    people: Mapping[str, str]
    countries: Mapping[str, str]
    codes: Mapping[str, str]                # of two and three letters
    eea: frozenset[str]
    given_names: frozenset[str]
    labels: Mapping[str, str]               # of legal bases, by article, in our words

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Folded, with every sign a space: what two people would type alike."""
    return " ".join(re.sub(r"[^\w]+|_", " ", fold(text)).split())


# -- nothing, none, yes

_TICKS = frozenset({"☒", "☑", "✓", "✔", "√", "✅", "×", "[x]", "[X]"})
_CROSSES = frozenset({"✗", "✘", "❌"})
_DOTS = frozenset({"●", "•", "■", "▪", "◼", "⬤", "◉", "★", "*", "+"})         # ticks below a kind of people or data; elsewhere bullets without words
_BLANKS = frozenset("-–—‐‑‒−_./\\|,;:…·'\"()[]{}<>~=☐□◻○◯⬜")


def is_unsaid(text: str, words: Words) -> bool:
    return plain(text) in words.unsaid and text.strip() not in _TICKS | _CROSSES


def is_blank(text: str, words: Words) -> bool:
    """Whether nothing is lost without it: a sign that we do not know may say something to whoever wrote it."""
    return is_unsaid(text, words) and (bool(plain(text)) or _BLANKS.issuperset("".join(text.split())))


def is_none(text: str, words: Words) -> bool:
    return plain(text) in words.none or text.strip() in _CROSSES


def is_yes(text: str, words: Words) -> bool:
    return text.strip() in _TICKS or plain(text) in words.yes


def is_tick(text: str, words: Words) -> bool:
    """In a box: below one kind of people or data."""
    return is_yes(text, words) or text.strip() in _DOTS


def is_mark(text: str, words: Words) -> bool:
    """In a box: ticked, crossed out or left as it was."""
    return is_tick(text, words) or is_none(text, words) or is_unsaid(text, words) or text.strip() == "0"


_FIGURES = re.compile(r"\d+")


def is_total(cells: Iterable[str], words: Words) -> bool:
    """Whether a row counts those above it: "Total | 3", "Gesamt: 12 Verfahren", and nothing else but numbers."""
    first, *rest = [cell for cell in cells if cell.strip()] or [""]
    said = _FIGURES.sub(" ", plain(first)).split()
    begins = next((many for many in (2, 1) if " ".join(said[:many]) in words.totals), 0)
    if not begins or len(said) > begins + 3:
        return False
    counts = [_FIGURES.search(cell) is not None and len(_FIGURES.sub(" ", plain(cell)).split()) <= 1 for cell in rest]
    return all(counts) and (bool(counts) or _FIGURES.search(first) is not None)


_YES_TO = re.compile(r"\s*([^\W\d_]{2,})\s*[:–—-]\s*(?=\S)")


def after_yes(text: str, words: Words) -> str:
    """"Oui : données biométriques" says which."""
    said = _YES_TO.match(text)
    return text[said.end():] if said and plain(said[1]) in words.yes else text


# -- several values in one cell

_BULLET = re.compile(r"^\s*(?:[-–—•●▪■◦*·‣]|o(?=\s{2,})|\(?\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:ltd|inc|llc|plc|sa|nv|bv|ab|as|a/s|oy|gmbh|ag|srl|sarl|sas|etc|s\.a|n\.v|b\.v)\.?", re.IGNORECASE)
_LISTS = (Field.DATA, Field.CATEGORY, Field.SPECIAL_DATA, Field.RECIPIENT, Field.PROCESSOR, Field.SYSTEM, Field.SOURCE, Field.SECURITY)


WIDE = 60            # of a line that a cell's width may have broken
_FORMULA = re.compile(r"""\s*(?:=[\w(+'"-]|@[A-Z]+\(|[+@-][A-Za-z]+\|\s*')""")


def parts(text: str, field: Field | None = None, *, listed: bool = False) -> tuple[str, ...]:
    """A cell's values: by line, bullet, semicolon and bar; by comma only where short things are listed. `listed`: a value is a line, no less.
    What begins like a formula is one value, whatever signs it is made of.
    """
    if _FORMULA.match(text):
        return (" ".join(text.split()),)
    if listed:
        return tuple(dict.fromkeys(each for line in text.split("\n") if (each := " ".join(line.split()))))
    found: list[str] = []
    for line in _lines(text):
        for piece in re.split(r"\s*[;•●▪■|]\s*", line):
            found += _by_comma(piece) if field in _LISTS else [piece]
    tidy = (" ".join(each.split()).strip(" ,;") for each in found)
    return tuple(dict.fromkeys(each for each in tidy if each))


def _lines(text: str) -> list[str]:
    """A line that goes on in small letters is the same sentence, broken by the width of a cell."""
    joined: list[str] = []
    for raw in text.replace("\r", "\n").split("\n"):
        line = _BULLET.sub("", raw, count=1)
        if not line.strip():
            continue
        if len(joined[-1:] and joined[-1]) >= WIDE and line == raw and line.lstrip()[:1].islower() and joined[-1].rstrip()[-1:] not in ".;:,":
            joined[-1] = f"{joined[-1].rstrip()} {line.lstrip()}"
        else:
            joined.append(line)
    return joined


def _by_comma(text: str) -> list[str]:
    pieces = [each.strip() for each in re.split(r",(?![^(\[]*[)\]])(?!\d)", text)]
    short = all(0 < len(each) <= 45 and len(each.split()) <= 5 for each in pieces)
    if len(pieces) < 2 or not short or any(_SUFFIX.fullmatch(each) for each in pieces):
        return [text]
    last = re.fullmatch(r"(.{2,45}?)\s+(?:and|et|und|en|og|och|ja|&)\s+(.{2,45})", pieces[-1])
    return [*pieces[:-1], *(last.groups() if last and len(pieces) > 2 else pieces[-1:])]


# -- who gets them, and where they are

_CODED = re.compile(r"\b[Cc]ountry\s*:\s*([A-Z]{2,3})\b")
_PLACE = re.compile(r".+[,(]\s*([^,()]+)\)?")


def with_countries(pieces: Sequence[str], words: Words) -> tuple[str, ...]:
    """"Mailchimp, USA" is one recipient; names of countries by themselves stay as they are."""
    found: list[str] = []
    for each in pieces:
        if found and plain(each) in words.countries and plain(found[-1]) not in words.countries:
            found[-1] = f"{found[-1]}, {each}"
        else:
            found.append(each)
    return tuple(found)


def third_country(recipient: str, words: Words) -> str | None:
    """Outside the EEA, where the recipient is said to be there: "Mailchimp, USA", "Mailchimp (USA)", "Mailchimp (country: US)"."""
    said, coded = _PLACE.fullmatch(recipient), _CODED.search(recipient)
    code = words.codes.get(coded[1]) if coded else words.countries.get(plain(said[1])) if said else None
    return None if code in words.eea else code


# -- periods

_NUMBER = r"(?:\d{1,4}(?:[.,]\d+)?|[^\W\d_]+)"
_ISO, _ISO_UNITS = re.compile(r"\bP(\d{1,4})([YMWD])\b"), {"Y": "year", "M": "month", "W": "week", "D": "day"}         # ISO 8601, as programs write it
_PERIOD = re.compile(rf"(?<![\w.,])({_NUMBER})\s*(?:\(\s*(?:\d{{1,3}}|\w+)\s*\)\s*)?[-\s]?([^\W\d_]+)")


def retention(text: str, words: Words, heading: str = "") -> Statement:
    """With a rule where the words give one; a number without a unit takes it from the heading ("storage years")."""
    shown = " ".join(text.split())
    folded, loose = fold(shown), plain(shown)
    periods = {found for match in _PERIOD.finditer(folded) if (found := _period(match[1], match[2], words)) is not None}
    periods |= {found for match in _ISO.finditer(shown) if (found := _scaled(int(match[1]), _ISO_UNITS[match[2]])) is not None}
    if not periods and (bare := re.fullmatch(r"\s*(\d{1,4})(?:[.,]0+)?\s*", text)):
        unit = next((words.units[word] for word in _unit_words(heading) if word in words.units), None)
        if unit:
            periods = {found} if (found := _scaled(int(bare[1]), unit)) else set()
            shown = f"{int(bare[1])} {unit}{'s' if int(bare[1]) != 1 else ''}"
    triggers = tuple(dict.fromkeys(each for each, said in words.triggers if any(word in loose for word in said)))[:1]
    action = next((Action(each) for each, said in words.actions if any(word in loose for word in said)), Action.END)
    if len(periods) == 1:
        number, unit_ = next(iter(periods))
        limit = bool(re.search(r"\b(max|maximum|maximal|hochstens|at most|up to|au plus|hogst|ten hoogste|hoyst|at the latest)", folded))
        return Statement("", Field.RETENTION, shown, rule=Rule(number, unit_, triggers or (Trigger.NOT_STATED,), action, latest=limit))
    if not periods and triggers:
        return Statement("", Field.RETENTION, shown, rule=Rule(None, None, triggers, action))
    return Statement("", Field.RETENTION, shown)


_NO_UNITS = frozenset({"time", "timer", "h", "d", "y", "o", "mo"})          # in a heading: "retention time" speaks of no hour


def _unit_words(heading: str) -> Iterable[str]:
    folded = plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading))
    yield from (word for word in folded.split() if word not in _NO_UNITS)
    yield from (unit for unit in ("years", "months", "days", "weeks") if folded.endswith(unit))


def _period(number: str, unit: str, words: Words) -> tuple[int, Unit] | None:
    if unit not in words.units or (number.isalpha() and number not in words.numbers):
        return None
    if number.isalpha():
        return _scaled(words.numbers[number], words.units[unit])
    value = float(number.replace(",", "."))
    if not value.is_integer():                      # half a year, a year and a half
        return _scaled(round(value * 12), "month") if words.units[unit] == "year" and (value * 12).is_integer() else None
    return _scaled(int(value), words.units[unit])


def _scaled(number: int, unit: str) -> tuple[int, Unit] | None:
    if not 0 < number <= 1200:
        return None
    if unit == "hour":                              # hours that are days; what is shorter stays a text
        return (number // 24, Unit.DAY) if number % 24 == 0 else None
    return (number * 7, Unit.DAY) if unit == "week" else (number, Unit(unit))


# -- countries and transfers

def countries(text: str, words: Words) -> tuple[str, ...]:
    """ISO codes of the countries that are named, in their order."""
    if re.fullmatch(r"[A-Z]{2,3}(?:[\s,;/]+[A-Z]{2,3})*", text.strip()):
        codes = [words.codes.get(each, "") for each in re.findall(r"[A-Z]+", text)]
        if all(codes):
            return tuple(dict.fromkeys(codes))
    folded, found = f" {plain(text)} ", []
    for word, iso in words.countries.items():
        at = folded.find(f" {word} ")
        if at >= 0:
            found.append((at, -len(word), iso))
    return tuple(dict.fromkeys(iso for _, _, iso in sorted(found)))


def transfer(recipient: str, country: str, safeguard: str, told: str, words: Words) -> Statement | None:
    """One statement out of up to four cells; None when none of them says anything."""
    said = [" ".join(each.split()) for each in (told, recipient, country, safeguard) if each.strip()]
    said = list(dict.fromkeys(said))
    if not said:
        return None
    whole = plain(" ".join(said))
    named = countries(country, words) or countries(f"{told} {recipient}", words) or tuple(dict.fromkeys(
        code for each in _CODED.findall(f"{told} {recipient}") if (code := words.codes.get(each))))
    details: list[tuple[str, str]] = []
    if len(named) == 1:
        details.append(("country", named[0]))
    mechanism = next((each for each, names in words.mechanisms if any(f" {name}" in f" {whole}" for name in names)), None)
    if mechanism is None and named and all(each in words.eea for each in named):
        mechanism = "eea"
    if mechanism:
        details.append(("mechanism", mechanism))
    return Statement("", Field.TRANSFER, ", ".join(said), kinds=named if len(named) > 1 else (), details=tuple(details))


# -- legal bases

_ARTICLE = re.compile(r"\b(?:art(?:icle|ikel|ikkel|\.)?s?\.?\s*|gdpr\s*|rgpd\s*|dsgvo\s*|avg\s*|a)?(6|9)\b(?!\s*(?:year|month|ans|mois|jahr|monat|day))"
                      r"[\s.,(§-]*(?:(?:par\.?|paragraph|paragraaf|abs\.?|absatz|lid|stk\.?|nr\.?|ust\.?|odst\.?|mgr\.?|§)?[\s.(-]*([12]|ii?(?=[\s.,)]+(?:lit\w*[\s.]+)?[a-j]\b))\b[\s.,)-]*)?"
                      r"[\s,.-]*(?:,\s*)?(?:lit(?:tera|ra)?\.?|letter|litra|bokstav|pism\.?|point|onder|sub|let\.?|bogstav)?[\s.(-]*([a-j])\b"
                      r"((?:\)?\s*(?:,|and|et|und|en|og|och|or|ou|/|&|-)\s*(?:lit\.?\s*)?\(?[a-j]\b(?![a-z'’]))*)", re.IGNORECASE)
_PACKED = re.compile(r"art6abs1lit([a-f])|art9abs2lit([a-j])|\ba6-?1-?([a-f])\b|\ba9-?2-?([a-j])\b", re.IGNORECASE)


def bases(text: str, words: Words, field: Field = Field.LEGAL_BASIS) -> tuple[Statement, ...]:
    """Every article or ground that is named; the words alone where none is. Nothing is invented."""
    found: list[Statement] = []
    for piece in parts(text):
        codes = [(code, True) for code in _cited(piece)]
        if not codes and field is Field.LEGAL_BASIS and len(piece) <= 80:      # a paragraph that mentions a contract names no ground
            said = plain(piece)
            codes = [(code, False) for code, names in words.bases if any(name in said for name in names)]
        found += [Statement("", Field.LEGAL_BASIS if code.startswith("6") else Field.SPECIAL_BASIS, words.labels.get(code, piece), code=code,
                            as_written=piece[:400], cited=cited) for code, cited in codes]
        if not codes:
            found.append(Statement("", field, piece))
    return tuple({(each.field, each.code or each.text): each for each in found}.values())


def _cited(text: str) -> list[str]:
    codes: list[str] = []
    for packed in _PACKED.finditer(text):
        six, nine = packed[1] or packed[3], packed[2] or packed[4]
        codes.append(f"6(1)({six.lower()})" if six else f"9(2)({nine.lower()})")
    if codes:
        return codes
    for match in _ARTICLE.finditer(fold(text)):
        article, letter = match[1], match[3]
        for each in (letter, *re.findall(r"\b[a-j]\b", match[4] or "")):
            if article == "6" and each <= "f":
                codes.append(f"6(1)({each})")
            elif article == "9":
                codes.append(f"9(2)({each})")
    return list(dict.fromkeys(codes))


# -- people

_PERSON = re.compile(r"(?:(?:mr|mrs|ms|dr|prof|m|mme|herr|frau|dhr|mevr)\.?\s+)?[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'’-]+(?:\s+(?:van|de|der|den|von|af|da|la|le|el|bin))*"
                     r"(?:\s+[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'’-]+|\s+[A-Z]\.){1,2}", re.UNICODE)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)


def is_called(text: str, words: Words) -> bool:
    """Whether this is the name of a natural person, by its form and by a given name in it: "Anna Jensen", "Jensen, Anna"."""
    said = re.sub(r"\s*[(<].*$", "", text.strip())
    if comma := re.fullmatch(r"([^,]+),\s*([^,]+)", said):
        said = f"{comma[2]} {comma[1]}"
    return _PERSON.fullmatch(said) is not None and not words.given_names.isdisjoint(plain(said).split()[:2])


def are_called(cells: Sequence[str], words: Words) -> bool:
    """Whether a column holds such names, whatever stands above it: more than half of what it says is one."""
    said = [cell for cell in cells if cell.strip()]
    return bool(said) and sum(is_called(cell, words) for cell in said) > 0.5 * len(said)


def names_people(cells: Sequence[str], words: Words) -> bool:
    """Whether a column that nobody knows holds names or addresses of natural persons: most of what it says looks like one."""
    said = [cell.strip() for cell in cells if cell.strip() and not is_unsaid(cell, words)]
    like = [cell for cell in said if _PERSON.fullmatch(cell) or _ADDRESS.search(cell)]
    return len(said) > 0 and len(like) >= 0.7 * len(said) and (len(set(like)) > 1 or bool(_ADDRESS.search(like[0])))
