"""Numbering part to lists, and lists to the number of each paragraph in turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.ooxml.markup import Element, attribute, child, children, value
from reportgen.typeset.counting import counted
from reportgen.typeset.properties import Bag, bag, integer, is_on

_NO_LIST = ("", "0")


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list; `text` holds %1 … %9 for the numbers of the levels."""

    index: int
    start: int
    format: str
    text: str
    suffix: str  # tab, space, nothing
    align: str
    restart: int | None  # counted from 1; 0: never; None: after any higher level
    legal: bool
    style: str
    paragraph: Bag
    run: Bag
    picture: bool


@dataclass(frozen=True, slots=True)
class List:
    """A w:num: lists of one `abstract` id count on together; `starts` are its restarts by level."""

    abstract: str
    levels: Mapping[int, ListLevel]
    starts: Mapping[int, int]


def read_lists(root: Element | None) -> Mapping[str, List]:
    """The numbering part to its lists by w:numId."""
    abstracts = {attribute(a, "w:abstractNumId"): a for a in children(root, "w:abstractNum")}
    levels = {name: _levels(a) for name, a in abstracts.items()}
    linked = {value(a, "w:styleLink"): name for name, a in abstracts.items() if child(a, "w:styleLink") is not None}
    lists = {}
    for element in children(root, "w:num"):
        name = value(element, "w:abstractNumId")
        name = linked.get(value(abstracts.get(name), "w:numStyleLink"), name)
        own, starts = dict(levels.get(name, {})), {}
        for override in children(element, "w:lvlOverride"):
            index = integer(attribute(override, "w:ilvl"))
            own.update(_levels(override))
            if child(override, "w:startOverride") is not None:
                starts[index] = integer(value(override, "w:startOverride"))
        lists[attribute(element, "w:numId")] = List(name, own, starts)
    return {number: found for number, found in lists.items() if number not in _NO_LIST}


def find_level(lists: Mapping[str, List], number: str, index: str, style: str = "") -> ListLevel | None:
    """A list's level by index, or, where no index is given, the level tied to a paragraph style."""
    found = lists.get(number)
    if found is None:
        return None
    if index:
        return found.levels.get(integer(index))
    tied = (level for level in found.levels.values() if style and level.style == style)
    return next(tied, found.levels.get(0))


def _levels(parent: Element) -> dict[int, ListLevel]:
    levels = (_level(element) for element in children(parent, "w:lvl"))
    return {level.index: level for level in levels}


def _level(element: Element) -> ListLevel:
    return ListLevel(
        index=integer(attribute(element, "w:ilvl")),
        start=integer(value(element, "w:start")),
        format=value(element, "w:numFmt", "decimal"),
        text=value(element, "w:lvlText"),
        suffix=value(element, "w:suff", "tab"),
        align=value(element, "w:lvlJc", "left"),
        restart=integer(value(element, "w:lvlRestart")) if child(element, "w:lvlRestart") is not None else None,
        legal=is_on(bag(element), "isLgl"),
        style=value(element, "w:pStyle"),
        paragraph=bag(child(element, "w:pPr")),
        run=bag(child(element, "w:rPr")),
        picture=child(element, "w:lvlPicBulletId") is not None,
    )


@dataclass(slots=True)
class Counters:
    """How far each list has counted."""

    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def advance(self, lists: Mapping[str, List], number: str, level: ListLevel) -> str:
        """Counts one paragraph and gives its number as text."""
        numbers = lists[number]
        counts = self.counts.setdefault(numbers.abstract, {})
        if number not in self.begun:
            self.begun.add(number)
            counts.update({index: start - 1 for index, start in numbers.starts.items()})
        for above in range(level.index):
            if above not in counts and above in numbers.levels:
                counts[above] = numbers.levels[above].start
        counts[level.index] = counts.get(level.index, level.start - 1) + 1
        for below in [index for index in counts if index > level.index]:
            if _restarts(numbers.levels.get(below), level.index):
                del counts[below]
        text = level.text
        for index, shown in numbers.levels.items():
            style = "decimal" if level.legal else shown.format
            text = text.replace(f"%{index + 1}", counted(counts.get(index, shown.start), style))
        return text


def _restarts(below: ListLevel | None, counted_level: int) -> bool:
    """Whether a lower level begins anew after a paragraph of a higher one."""
    return below is None or below.restart is None or counted_level < below.restart
