"""A published notice as the check reads it: lines, passages, sections, sentences and citations."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_lines import BULLET, ITEM, ROW, RULED, SENTENCE, paragraphs, with_rows

_SAME = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‑": "-", "–": "-", "—": "-",
                       "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})
_LABEL = re.compile(r"[\W\d]*([^\W\d][\w -]{2,32}?)\s*(?:[.:]\*|\*\*|:)")
_HEADING = 100
_QUOTE = 90


def fold(text: str) -> str:
    """Lower case and plain punctuation, letter for letter, so that places stay the same."""
    return "".join(low if len(low := each.lower()) == 1 else each for each in text.translate(_SAME))


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The vocabulary of one language: compiled expressions by name. `counting` are the words for one to twelve."""

    language: str
    of: Mapping[str, re.Pattern[str]]
    months: tuple[str, ...] = ()
    counting: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.of[name]


_SLOT = re.compile(r"(?<!\?P)<(\w+)>")


@cache
def _filled(words: Words, structure: str) -> re.Pattern[str]:
    return re.compile(_SLOT.sub(lambda slot: f"(?:{words[slot[1]].pattern})", structure))


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a list item or a heading; `starts` says at which letter each of its lines begins."""

    number: int
    raw: str
    text: str
    lines: tuple[int, ...]
    starts: tuple[int, ...]
    heading: bool
    item: bool
    section: int

    @property
    def row(self) -> bool:
        """Of a table; the first one is its head and no item."""
        return self.raw.startswith("|")

    @property
    def label(self) -> str:
        """The words with which it begins, up to a colon or in bold."""
        hit = _LABEL.match(self.text)
        return hit[1].strip() if hit else ""

    def line_at(self, place: int) -> int:
        return self.lines[max(index for index, start in enumerate(self.starts) if start <= place)]

    @property
    def sentences(self) -> tuple[tuple[int, str], ...]:
        """Each with the letter at which it begins."""
        found, start = [], 0
        for gap in SENTENCE.finditer(self.raw):
            found.append((start, self.text[start:gap.start()]))
            start = gap.end()
        return (*found, (start, self.text[start:]))


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A notice ready for the rules, one of a kind. `country` is that of the notice."""

    notice: str
    file: str
    country: str
    words: Words
    lines: tuple[str, ...]
    passages: tuple[Passage, ...]
    first: int = 1                                     # the number of lines[0] in the file
    whole: str = field(default="")

    def says(self, words: str, *names: str) -> bool:
        """One of the concepts is in them."""
        return any(self.words[name].search(words) for name in names)

    def has(self, *names: str) -> bool:
        return all(self.words[name].search(self.whole) for name in names)

    def shape(self, structure: str) -> re.Pattern[str]:
        """An expression in which <name> stands for the words of that name in the language of the notice."""
        return _filled(self.words, structure)

    def evidence(self, passage: Passage, place: int = 0, length: int = 0) -> Evidence:
        """The line of `place` and some words of it from there on."""
        line = passage.line_at(place)
        index = passage.lines.index(line)
        end = passage.starts[index + 1] if index + 1 < len(passage.starts) else len(passage.raw)
        words = passage.raw[place:min(end, place + max(length, 20) + 40)].strip()[:_QUOTE]
        return Evidence(self.notice, self.file, line, words.rsplit(" ", 1)[0] if len(words) > 60 and " " in words else words)

    def find(self, name: str, *also: str) -> Iterator[tuple[Passage, re.Match[str]]]:
        """Passages in which all of the words stand, with the place of the first."""
        for passage in self.passages:
            hit = self.words[name].search(passage.text)
            if hit and all(self.words[each].search(passage.text) for each in also):
                yield passage, hit

    def sentence(self, passage: Passage, place: int) -> str:
        """The one that holds the letter at `place`."""
        return next(words for start, words in reversed(passage.sentences) if start <= place)

    def without(self, words: str, *names: str) -> str:
        """The concepts taken out of them."""
        for name in names:
            words = self.words[name].sub(" ", words)
        return words

    def denies(self, sentence: str) -> bool:
        """It says no, and not: no, unless; nor that something is done in the browser."""
        return bool(self.words["negative"].search(sentence)) and not any(self.words[each].search(sentence) for each in ("unless", "browser"))

    def section(self, number: int) -> tuple[Passage, ...]:
        return tuple(each for each in self.passages if each.section == number)

    def labels(self, number: int) -> frozenset[str]:
        """The words with which the passages of a section begin, up to a colon or in bold."""
        return frozenset(each.label for each in self.section(number)) - {""}

    def around(self, passage: Passage) -> tuple[Passage, ...]:
        """What belongs to a passage: itself, and its neighbours where they are no other item of a list."""
        found = [passage]
        if passage.item:
            before = [each for each in self.section(passage.section) if each.number < passage.number]
            found += [each for each in before if not each.item and not each.heading][-1:]
            after = [each for each in self.section(passage.section) if each.number > passage.number and not each.item]
            return (*found, *after[:1])
        if len(passage.text) > 700:
            return tuple(found)
        following = self.passages[passage.number + 1:passage.number + 2]
        leading = self.passages[max(0, passage.number - 1):passage.number]
        return (*found, *(each for each in (*leading, *following) if each.section == passage.section))

    def head(self, passage: Passage) -> Passage | None:
        """The head of the table to which a row belongs."""
        if not (passage.row and passage.item):
            return None
        return next((each for each in reversed(self.passages[:passage.number]) if not (each.row and each.item)), None)

    def apart(self, passage: Passage) -> bool:
        """Where words are explained, changes of the text listed, or sources and recipients named: what stands there is no announcement."""
        heads = [each for each in self.section(passage.section) if each.heading and each.number < passage.number][-1:]
        leads = [each for each in self.around(passage)[1:2] if passage.item and len(each.text) <= _HEADING and each.text.rstrip(" *_").endswith(":")]
        return any(self.words["apart"].search(each.text) for each in (*heads, *leads, self.head(passage)) if each)

    def near(self, passage: Passage, *names: str) -> bool:
        return any(self.words[name].search(each.text) for each in self.around(passage) for name in names)


_CLAUSE = re.compile(r"\W*(?:[Aa]rticle|[Aa]rtikel|[Aa]rtikkel|[Aa]rt\.|§|[Kk]apit\w+|[Cc]hapit\w+|[Ss]ection|[Cc]lause|[Aa]bschnitt|[Aa]vsnitt) ?\d{1,2}\s?[.:)-]?\s+[A-ZÀ-ÖØ-Þ][^:;()]*")
_SAYING = re.compile(r"\w: \w+ \w|\b[Aa]rt(?:\.|icle|ikel|ikkel|ikla\w*) ?\d")       # a label with its value, or an article: no heading


_TITLED = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})?|[IVX]{1,5}|[A-Z])[.)]\s+[A-ZÀ-ÖØ-Þ][^@|;]*[^@|;.,:]")


def _is_heading(line: str, following: str, alone: bool = False) -> bool:
    bare = line.strip()
    if not bare or len(bare) > _HEADING or ROW.match(line):
        return False
    if bare.startswith("#") or _CLAUSE.fullmatch(bare) or (alone and _TITLED.fullmatch(line) and not re.search(r"\d{3}|\d\(|[Aa]rt\w*\.? \d", line)):
        return bool(following.strip())
    if bare[-1] in ".;,:" or BULLET.match(line) or _SAYING.search(bare):
        return False
    return bool(following.strip()) and (len(bare.split()) <= 14) and not bare[0].islower()


def read(lines: tuple[str, ...], words: Words, notice: str, file: str, country: str, first: int = 1) -> Text:
    """Lines become passages; a paragraph that is broken over several lines is one passage."""
    lines = with_rows(tuple(line.replace("\u00a0", " ").replace("\u202f", " ") for line in lines))
    groups = paragraphs(lines)
    passages: list[Passage] = []
    section = 0
    for number, group in enumerate(groups):
        raw, starts = "", []
        for index in group:
            raw += " " if raw else ""
            starts.append(len(raw))
            raw += lines[index].strip()
        following = lines[groups[number + 1][0]] if number + 1 < len(groups) else ""
        row = bool(ROW.match(lines[group[0]]))
        below = row and group[0] > 0 and bool(ROW.match(lines[group[0] - 1]) or RULED.fullmatch(lines[group[0] - 1]))
        item = bool(ITEM.match(lines[group[0]])) or below       # the head of a table leads, its rows are items
        alone = len(group) == 1 and not "".join(lines[group[0] - 1:group[0]] if group[0] else ()).strip() and not "".join(lines[group[0] + 1:group[0] + 2]).strip()
        heading = len(group) == 1 and _is_heading(lines[group[0]], following, alone) and not BULLET.match(lines[group[0]])
        if heading and not (passages and passages[-1].heading):
            section += 1
        passages.append(Passage(number, raw, fold(raw), tuple(first + index for index in group), tuple(starts), heading,
                                item and not heading, section))
    return Text(notice, file, country, words, lines, tuple(passages), first, "\n".join(each.text for each in passages))
