"""What a format asks for: the typed fields by their paths, and how much each is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from reportgen.source.terms import DATA, INDICATORS, PROJECTS, Kind, Path, Term, Terms, indicator_tables

ROOT: Path = ()
FUNDS, FACTS, NARRATIVE = "资金", "事实", "叙述"
SHARES, GOAL = "分配", "总体目标"
OWN = {"合计", "个数", "名称", "金额", "标题", "段落", "序号", "数", "数字"}  # names that the program gives
OF_FIGURES = {"数", "数字", "单位", "名称"}  # what a tag may print of one figure


class Need(IntEnum):
    """How much a format asks for a field."""

    REPLACED = 0  # another field is typed in its place
    CHECKED = 1  # only compared with others, by a national relation
    OPTIONAL = 2  # printed or reckoned with when it is there
    FILLED = 3  # printed in any case


# What the program reckons without a formula of the format, and what of.
RECKONED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    DATA: {"总分": ("指标.得分",), "分值合计": ("指标.分值",), "评定等级": ("总分",)}
    | {"执行率": ("年度资金总额.全年执行数",), "执行率得分": ("执行率",)},
    PROJECTS: {
        "执行率": ("全年执行数",),
        "执行率得分": ("执行率",),
        "总分": ("指标.得分", "执行率得分"),
        "分值合计": ("指标.分值",),
        "评定等级": ("总分",),
    },
    INDICATORS: {"完成率": ("符号", "指标值", "完成值"), "得分": ("符号", "指标值", "完成值", "分值")},
}
# What belongs to a row beside the fields that are printed: what checks want of it and what only they look at.
BESIDE: Mapping[str, Mapping[str, Need]] = {
    INDICATORS: dict.fromkeys(("指标值", "完成值", "单位"), Need.FILLED)
    | dict.fromkeys(("得分", "等次", "偏差原因", "分解"), Need.OPTIONAL),
    SHARES: dict.fromkeys(("数量", "单位"), Need.FILLED) | dict.fromkeys(("标准", "金额"), Need.OPTIONAL),
    FACTS: {"单位": Need.FILLED} | dict.fromkeys(("限定", "分项", "分子", "分母"), Need.OPTIONAL),
}


@dataclass(frozen=True, slots=True)
class FieldsUsed:
    """The typed fields, and the free names asked for below some of them.

    `headed` are the prose sections with headings, `groups` the names in trees that stand for further names.
    """

    needs: Mapping[Path, Need]
    names: Mapping[Path, Mapping[Path, Need]]
    headed: frozenset[str]
    groups: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the data a name leads: a field, or some name below a tree or table."""

    path: Path
    term: Term
    below: Path = ()


def reckoned(terms: Terms, section: str) -> Mapping[str, tuple[str, ...]]:
    """What the program reckons of a section, and what of; a row of a list with indicators has their scores."""
    tables = indicator_tables(terms, section) if section in terms else ()
    scores = {"总分": "得分", "分值合计": "分值"} if tables else {}
    own = {name: tuple(f"{table.word}.{part}" for table in tables) for name, part in scores.items()}
    return {**RECKONED.get(section, {}), **own, **({"评定等级": ("总分",)} if tables else {})}


TOP = Spot(ROOT, Term(DATA, "", Kind.SECTION, "", of=DATA))
PROJECT = Spot((PROJECTS,), Term(PROJECTS, "", Kind.SECTION, "", of=PROJECTS))


def with_rows(needs: Mapping[Path, Need], terms: Terms) -> Mapping[Path, Need]:
    """Needs with the fields that must be typed in any file, and those that belong to each row of lists and tables."""
    found = dict(needs)

    def add(path: Path, need: Need) -> None:
        found[path] = max(need, found.get(path, need))

    if (NARRATIVE,) in needs:  # prose may refer to facts that no template names
        found.setdefault((FACTS,), Need.OPTIONAL)
    rows = {t.word: t.of for listed in terms.values() for t in listed if t.kind in (Kind.LIST, Kind.NAMED)}
    for path, need in tuple(found.items()):
        of = rows.get(path[-1], "")
        for term in terms.get(of, ()):
            if term.required:
                add((*path, term.word), need)
        for word, least in BESIDE.get(of, {}).items():
            add((*path, word), min(need, least))
    for term in terms[DATA]:
        if term.required:
            add((term.word,), Need.FILLED)
            for inner in terms.get(term.of, ()):
                if inner.required:
                    add((term.word, inner.word), Need.FILLED)
    return found
