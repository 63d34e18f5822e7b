"""A term → what the comment beside its field says, and the names that its help lists."""

from __future__ import annotations

import re

from reportgen.format_terms import NarrativeRow
from reportgen.source.terms import MONEY, Kind, Term
from reportgen.starting.needs import Need
from reportgen.starting.yaml_text import joined

GROUPS = (Kind.SECTION, Kind.LIST, Kind.NAMED, Kind.TREE, Kind.PROSES, Kind.NOTES)
OPTIONAL, ONLY_CHECKED = "选填", "选填，填了就核对"
FALLBACK = "不填则"  # so says the help of a field that another one stands in for
_EXAMPLES = {MONEY: "如 12.5", "名": "如 4", "分": "如 92.5", "%": "如 97.05%"}
_NAMES = re.compile("：(.+)$")


def listed_names(term: Term) -> list[str]:
    """The names that the help of a tree or table gives after its colon."""
    found = _NAMES.search(term.help)
    return [name for name in found[1].rstrip("…").split("、") if name] if found else []


def told_of(term: Term, need: Need | None) -> str:
    """What the comment beside a field says: whether it must be filled in, what it is, its unit, an example."""
    must = "" if need is Need.FILLED or term.kind in GROUPS else ONLY_CHECKED if need is Need.CHECKED else OPTIONAL
    help = "" if term.help == term.word else term.help
    number = term.kind in (Kind.NUMBER, Kind.TREE)
    unit = f"单位：{term.unit}" if number and term.unit and term.unit not in help else ""
    listed = "填：" + "、".join(term.choices) if term.declared and term.choices else ""
    return joined((must, help, listed, unit, _EXAMPLES.get(term.unit, "") if number else ""))


def most_of(row: NarrativeRow) -> str:
    """How long a section may be."""
    return f"至多 {row.most.value} 字" if row.most.value else ""
