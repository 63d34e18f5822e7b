"""The inlines of a paragraph as a flat row of items: text cut by script, links opened and closed, notes written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reportgen.typeset import punctuation, scripts
from reportgen.typeset.frame import Frame
from reportgen.typeset.tree import (
    Bookmark,
    Break,
    Floating,
    Inline,
    Link,
    NoteMark,
    PageNumber,
    PageReference,
    ParagraphStyle,
    Picture,
    RunStyle,
    Tab,
    Text,
)

AUTO_SPACE: Final = 0.25  # em between ideographs and Latin letters or digits


@dataclass(frozen=True, slots=True)
class Segment:
    """Text of one run in one script; a `gap` of so many ems follows on the same line, or the next stands closer."""

    text: str
    style: RunStyle
    east_asian: bool
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Spaced:
    """What stands apart from ideographs, whether adjacent marks stand closer, what the grid adds after a character."""

    letters: bool = False
    digits: bool = False
    closer: bool = False
    grid: float = 0.0


UNSPACED: Final = Spaced()


@dataclass(frozen=True, slots=True)
class LinkStart:
    href: str


@dataclass(frozen=True, slots=True)
class LinkEnd:
    pass


@dataclass(frozen=True, slots=True)
class NoteHtml:
    html: str


Item = Segment | Tab | Break | PageNumber | PageReference | Picture | Bookmark | LinkStart | LinkEnd | NoteHtml


def spaced(style: ParagraphStyle, frame: Frame) -> Spaced:
    """How the characters of a paragraph are spaced."""
    if frame.vertical:
        return UNSPACED
    grid = frame.char_space if style.snap_to_grid else 0.0
    return Spaced(style.auto_space_letters, style.auto_space_digits, frame.closer, grid)


def segments(inlines: Iterable[Inline], spaced: Spaced = UNSPACED, notes: Sequence[str] = ()) -> list[Item]:
    """Inlines with their text cut by script and the gaps between them marked; `notes` are written already."""
    items: list[Item] = []
    last: int | None = None  # where the text stands that the next one adjoins
    for item in _flat(inlines, iter(notes)):
        if not isinstance(item, Text):
            items.append(item)
            if not isinstance(item, Bookmark | LinkStart | LinkEnd):
                last = None
            continue
        style = replace(item.style, spacing=item.style.spacing + spaced.grid) if spaced.grid else item.style
        for text, east_asian in scripts.split(item.text, style.hint_east_asian):
            segment = Segment(text, style, east_asian)
            before = items[last] if last is not None else None
            if last is not None and isinstance(before, Segment):
                items[last] = replace(before, gap=_gap(before, segment, spaced))
            last = len(items)
            items.append(segment)
    return items


def _gap(left: Segment, right: Segment, spaced: Spaced) -> float:
    """The ems that two adjoining texts stand apart."""
    before, after = left.text[-1], right.text[0]
    if left.east_asian and right.east_asian:
        if not spaced.closer or left.style.size != right.style.size:
            return 0.0
        return -punctuation.between(before, after, left.style.east_asian, left.style.bold)
    wanted = spaced.digits if after.isdigit() or before.isdigit() else spaced.letters
    return AUTO_SPACE if wanted and scripts.gap_between(before, after) else 0.0


def _flat(inlines: Iterable[Inline], notes: Iterator[str]) -> Iterator[Item | Text]:
    for inline in inlines:
        match inline:
            case Link(href, inner):
                yield LinkStart(href)
                yield from _flat(inner, notes)
                yield LinkEnd()
            case NoteMark(text, place, style):
                yield from (LinkStart(f"#{place}"), Text(text, style), LinkEnd())
            case Text() | Tab() | Break() | PageNumber() | PageReference() | Picture() | Bookmark():
                yield inline
            case Floating():
                pass  # stands in front of the paragraph's text: flow.py
            case _:
                yield NoteHtml(next(notes))
