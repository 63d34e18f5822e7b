"""A term → what the comment beside its field says, and the names that its help lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportgen.format_terms import NarrativeRow
from reportgen.source.terms import MONEY, Kind, Term
from reportgen.starting.last_figures import LAST
from reportgen.starting.needs import Need
from reportgen.starting.yaml_text import joined

GROUPS = (Kind.SECTION, Kind.LIST, Kind.NAMED, Kind.TREE, Kind.PROSES, Kind.NOTES)
OPTIONAL, ONLY_CHECKED = "选填", "选填，填了就核对"
FALLBACK = "不填则"  # so says the help of a field that another one stands in for
_EXAMPLES = {MONEY: "如 12.5", "名": "如 4", "分": "如 92.5", "%": "如 60%"}
_OF_ITS_OWN = _EXAMPLES | {"分": "如 3"}  # of a field that a format declares: what is added to a score, or part of it
_NAMES = re.compile("：(.+)$")
_DIGITS = {word: number for number, words in enumerate(("", "一", "两二", "三", "四", "五", "六")) for word in words}
_COUNT = rf"([{''.join(_DIGITS)}1-6])\s*[个项条行]"
_LEAST = re.compile(rf"(?:至少|不少于)\s*{_COUNT}(?!字)|{_COUNT}(?:以上|或更多)")
_RECKONED = re.compile("；由[^；]+算出$")  # of a field that is typed where its parts are not
_NUMBERS = (Kind.NUMBER, Kind.VALUE, Kind.TREE)


def listed_names(term: Term) -> list[str]:
    """The names that the help of a tree or table gives after its colon."""
    found = _NAMES.search(term.help)
    return [name for name in found[1].rstrip("…").split("、") if name] if found else []


def named_by_choice(terms: Iterable[Term]) -> Term | None:
    """The field that says which of a few names an item of a list has."""
    return next((term for term in terms if term.word == "名称" and term.kind is Kind.CHOICE), None)


def least(term: Term) -> int:
    """How many items of a list there are at least, by what its help says."""
    found = _LEAST.search(term.help)
    said = (found[1] or found[2]) if found else "1"
    return _DIGITS.get(said) or int(said)


def told_of(term: Term, need: Need | None, given: bool = False) -> str:
    """What the comment beside a field says: whether it must be filled in, what it is, its unit, an example."""
    compared = need is Need.CHECKED and term.kind in _NUMBERS
    must = "" if need is Need.FILLED or term.kind in GROUPS else ONLY_CHECKED if compared else OPTIONAL
    help = "" if term.help == term.word else term.help
    help = _RECKONED.sub("", help) if need is Need.FILLED else help
    number = term.kind in (Kind.NUMBER, Kind.TREE)
    unit = f"单位：{term.unit}" if number and term.unit and term.unit not in help else ""
    listed = "填：" + "、".join(term.choices) if term.declared and term.choices else ""
    taken = "取自上年的数据" if given and term.kind is Kind.NUMBER and term.word.startswith(LAST) else ""
    example = (_OF_ITS_OWN if term.declared else _EXAMPLES).get(term.unit, "") if number else ""
    return joined((taken, must, help, listed, unit, example))


def most_of(row: NarrativeRow) -> str:
    """How long a section may be."""
    return f"至多 {row.most.value} 字" if row.most.value else ""
