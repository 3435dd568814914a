"""The lines of a published text: which of them make one paragraph, and which are rows of a table."""
from __future__ import annotations

import re
import textwrap
from itertools import pairwise

ITEM = re.compile(r"^\s*(?:[•·▪◦*\-–—]\s+|\(?[a-z0-9]{1,2}[.)]\s+)")
BULLET = re.compile(r"^\s*[•·▪◦*\-–—]\s+")
NUMBER = re.compile(r"^\s*(?:§\s*)?\d{1,2}(?:\.\d{1,2})?[.)]?\s+\S")
LABELLED = re.compile(r"\s*[^\W\d_][\w -]{2,40}: \S")
SENTENCE = re.compile(r"(?<=[.!?;])(?!(?<=\d\.)\s+[^\W\d]+ (?:19|20)\d\d\b)\s+(?=[A-ZÀ-ÖØ-Þ\"“„])|(?<=[.!?;])(?<!\w\.\w\.)\s+(?=\()")      # none between B.V. and a bracket
NOTE = re.compile(r"\s*\[[^\]]*\]\s*")               # a line in brackets is a writer's note and no part of the notice
ROW = re.compile(r"^\s*\|")                          # a row of a table
RULED = re.compile(r"\s*\|?[\s:|+-]+\|[\s:|+-]*")  # the line below its head
CONTENTS = re.compile(r".*?(?:\d{1,2}\.\s+[^·|•\d]{3,60}[·|•]\s*){3,}.*|\s*(?:[-*•]|\d{1,2}[.)])?\s*\[[^\]]+\]\(#[^)]*\)\s*|.*[^.]\s?(?:\.{4,}|…+|(?:\. ){3,})\s*\d{1,3}\s*")      # a table of contents says nothing
_TITLE_MARK = re.compile(r"^\s*(?:#+|[•·▪◦*\-–—]|\(?(?:\d{1,2}(?:\.\d{1,2})?|[a-zA-Z])[.)]|\d{1,2}(?=\s))?\s*(?:\d{1,2}(?:\.\d{1,2})?[.)]?\s)?")
_ABBREVIATED = re.compile(r"(?:^|[\s(])[^\W\d]{1,4}\.$")      # Art. and Nr. end no sentence
_MARK = re.compile(r"\s*(?:[•·▪◦*\-–—]|\(?\w{1,3}[.)])\t")        # of an item, and no cell
_CONTENTS_LINES = 3
_TITLE = 60              # letters of a title, at most
_LONGEST = 130                                        # letters; a longer line is a paragraph of its own


def with_rows(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Three lines or more with as many tabs or bars each are a table: its rows come between bars."""
    found = list(lines)
    for mark in ("\t", "|"):
        counts = [0 if ROW.match(line) or _MARK.match(line) else line.strip().count(mark) for line in lines]
        for index, count in enumerate(counts):
            near = counts[max(0, index - 2):index + 3]
            if count and any(near[start:start + 3] == [count] * 3 for start in range(len(near) - 2)):
                found[index] = "| " + " | ".join(cell.strip() for cell in lines[index].strip().split(mark)) + " |"
    return tuple(found)


def paragraphs(lines: tuple[str, ...]) -> list[list[int]]:
    """The lines of each passage, by their index. What is written all along the page at one indent is not indented."""
    lines = tuple(textwrap.dedent("\n".join(lines)).split("\n"))
    groups: list[list[int]] = []
    width, parted, contents, gap = _width(lines), _parted(lines), _contents(lines), True
    for index, line in enumerate(lines):
        if not line.strip() or index in contents or NOTE.fullmatch(line) or RULED.fullmatch(line) or CONTENTS.fullmatch(line):
            gap = True
            continue
        if not gap and (_belongs(lines[groups[-1][0]], line) or _goes_on(lines[index - 1].rstrip(), line, width, parted)):
            groups[-1].append(index)
        else:
            groups.append([index])
        gap = False
    return [group for group in groups if not NOTE.fullmatch(" ".join(lines[index] for index in group))]


def _contents(lines: tuple[str, ...]) -> frozenset[int]:
    """The lines of a list of contents: three or more below each other that stand again further down, in the same order."""
    bare = [_TITLE_MARK.sub("", line).strip(" *_").casefold() for line in lines]
    below: dict[str, int] = {}
    again: dict[int, int] = {}
    for index in reversed(range(len(bare))):
        if (words := bare[index]) in below and len(words) <= _TITLE and words[-1] not in ".;,":
            again[index] = below[words]
        if words:
            below[words] = index
    found: list[int] = []
    run: list[int] = []
    for index in [*(each for each, words in enumerate(bare) if words), len(bare)]:
        if index in again and (not run or again[run[-1]] < again[index]):
            run.append(index)
            continue
        found += run if len(run) >= _CONTENTS_LINES else []
        run = [index] if index in again else []
    return frozenset(found)


def _width(lines: tuple[str, ...]) -> int:
    """The column at which the lines of the text were broken, or 0 where each line is a paragraph."""
    prose = [line.rstrip() for line in lines if line.strip() and not ROW.match(line)]
    lengths = sorted(map(len, prose))
    width = lengths[int(0.98 * (len(lengths) - 1))] if lengths else 0
    broken = sum(_full(before, line, width) for before, line in pairwise(prose))
    return width if width <= _LONGEST and broken >= max(8, len(prose) // 4) else 0


def _parted(lines: tuple[str, ...]) -> bool:
    """Paragraphs are parted by empty lines, so that lines below each other may be the sentences of one."""
    written = [line for line in lines if line.strip()]
    return sum(not line.strip() for line in lines) * 4 > len(written) and max(map(len, written), default=0) < 600


def _full(before: str, line: str, width: int) -> bool:
    """The first word of the line did not fit into the one before."""
    return bool(width) and len(before.rstrip()) + 1 + len(line.split(maxsplit=1)[0]) > width


def _belongs(item: str, line: str) -> bool:
    """The line is indented below that item of a list: its next line, or an item of a list within it."""
    next_line = line.startswith("  ") and ITEM.match(item) and not ITEM.match(line)
    return bool(next_line or (line.startswith("    ") and BULLET.match(item)))


def _goes_on(before: str, line: str, width: int, parted: bool) -> bool:
    """The line goes on with the paragraph of the line before it."""
    if any(ROW.match(each) for each in (before, line)) or line.lstrip().startswith(("#", "**")):
        return False
    numbered = ITEM.match(line) or NUMBER.match(line)
    ended = before[-1] in ".!?:;"
    if _full(before, line, width):
        return not (numbered and ended and not _ABBREVIATED.search(before)) and not BULLET.match(line)
    if numbered or LABELLED.match(line) or "|" in line:
        return False
    if ended:
        return parted and _next_sentence(before, line)
    return line.lstrip()[0].islower() or (not width and 60 < len(before) < _LONGEST)


def _next_sentence(before: str, line: str) -> bool:
    """Each of the two is one sentence, as of a text that is written with one a line; with the same beginning they are a list."""
    single = not (SENTENCE.search(before) or SENTENCE.search(line)) and before[-1] in ".!?" and line.rstrip()[-1] in ".!?:"
    return single and before.split()[:2] != line.split()[:2]
