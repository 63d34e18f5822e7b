"""The inlines of a paragraph as a flat row of items: text cut by script, links opened and closed, notes written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.typeset import scripts
from reportgen.typeset.tree import Bookmark, Break, Floating, Inline, Link, PageNumber, Picture, RunStyle, Tab, Text


@dataclass(frozen=True, slots=True)
class Segment:
    """Text of one run in one script; `gap` follows where the script changes."""

    text: str
    style: RunStyle
    east_asian: bool
    gap: bool = False


@dataclass(frozen=True, slots=True)
class LinkStart:
    href: str


@dataclass(frozen=True, slots=True)
class LinkEnd:
    pass


@dataclass(frozen=True, slots=True)
class NoteHtml:
    html: str


Item = Segment | Tab | Break | PageNumber | Picture | Bookmark | LinkStart | LinkEnd | NoteHtml


def segments(inlines: Iterable[Inline], auto_space: bool, notes: Sequence[str] = ()) -> list[Item]:
    """Inlines with their text cut by script and the gaps between the scripts marked; `notes` are written already."""
    items: list[Item] = []
    last: int | None = None  # where the text stands that the next one adjoins
    for item in _flat(inlines, iter(notes)):
        if not isinstance(item, Text):
            items.append(item)
            if not isinstance(item, Bookmark | LinkStart | LinkEnd):
                last = None
            continue
        for text, east_asian in scripts.split(item.text, item.style.hint_east_asian):
            if last is not None and auto_space:
                before = items[last]
                if isinstance(before, Segment) and scripts.gap_between(before.text[-1], text[0]):
                    items[last] = replace(before, gap=True)
            last = len(items)
            items.append(Segment(text, item.style, east_asian))
    return items


def _flat(inlines: Iterable[Inline], notes: Iterator[str]) -> Iterator[Item | Text]:
    for inline in inlines:
        match inline:
            case Link(href, inner):
                yield LinkStart(href)
                yield from _flat(inner, notes)
                yield LinkEnd()
            case Text() | Tab() | Break() | PageNumber() | Picture() | Bookmark():
                yield inline
            case Floating():
                pass  # stands in front of the paragraph's text: flow.py
            case _:
                yield NoteHtml(next(notes))
