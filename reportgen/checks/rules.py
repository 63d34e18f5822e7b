"""A code → the rules behind it, in the users' words: what `explain` prints."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from reportgen.checks.catalogue import CHECKS
from reportgen.checks.examples import EXAMPLES, HINTS
from reportgen.format_terms import FormulaRow, RelationRow
from reportgen.formats import Format, Rules
from reportgen.problem import Level
from reportgen.profile import COMMON
from reportgen.source import document, fields, reader
from reportgen.source.terms import SECTIONS, Kind, Term

FAMILIES = {
    "Y": "数据文件的写法",
    "D": "数据的字段",
    "N": "引用的名称",
    "F": "资金：一张表之内",
    "X": "资金：全文之间",
    "S": "指标与得分",
    "P": "事实、文字与完整性",
    "T": "格式与模板",
    "G": "排版",
    "O": "输出的文件",
}
ARITHMETIC = "算术关系"
OWN = "本程序对数据文件的要求"
NAMES = "【】里和公式里的名称都要有；数字不能由它自己算出来，算出的不能长到上千位"
COMPUTED: Mapping[str, tuple[str, str]] = {
    "F4": ("执行率等于全年执行数除以格式规定的分母", "算术关系；分母由格式规定"),
    "F7": ("执行率得分按格式规定的方法由执行率得出", "分值的口径参照财预〔2020〕10号；方法由格式规定"),
    "S4": ("定量指标的得分按格式规定的口径由指标值和完成值得出", "计分口径由格式规定"),
    "S5": ("总分等于各指标得分与执行率得分之和", ARITHMETIC),
    "S1": ("分值合计等于各指标分值与执行率分值之和", ARITHMETIC),
    "X6": ("项目合计等于各项目之和", ARITHMETIC),
}
# Whose every rule is about scores, or about indicators that are scored.
OF_SCORES = frozenset(("F7", *(f"S{number}" for number in (*range(1, 9), 11, *range(16, 22)))))
_CODED = re.compile(r"([A-Z]\d+)：(.+)", re.DOTALL)
_LABELLED = re.compile(r"^(级别|依据|例)：(.+)\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: how much it weighs, what it demands and how, on what it rests, and an example of what is said."""

    level: str
    demand: str
    details: tuple[str, ...] = ()
    basis: str = ""
    example: str = ""

    def lines(self) -> Iterator[str]:
        """As `explain` prints it."""
        yield f"{self.level}　{self.demand}" if self.level else self.demand
        yield from (f"    {detail}" for detail in self.details)
        if self.basis:
            yield f"    依据：{self.basis}"
        if self.example:
            yield f"    例：{self.example}"


@dataclass(frozen=True, slots=True)
class Coded:
    """A rule that is no check's, with its code."""

    code: str
    rule: Rule


Described: TypeAlias = Callable[..., object] | Coded  # or a check, whose docstring tells its rule


def explain(code: str, format: Rules, further: tuple[Described, ...] = ()) -> tuple[Rule, ...]:
    """The rules that a code stands for under a format and among further checks; none for an unknown code."""
    return tuple(dict.fromkeys(_rules(code, format, further)))


def known_codes(format: Rules, further: tuple[Described, ...] = ()) -> tuple[str, ...]:
    """Every code there is, family by family."""
    codes = {*document.RULES, *fields.RULES, *reader.RULES, "N1", *COMPUTED}
    told = (one for one in (*CHECKS, *further) if not isinstance(one, Coded))
    codes |= {found[1] for check in told if (found := _CODED.match(check.__doc__ or ""))}
    codes |= {one.code for one in further if isinstance(one, Coded)}
    codes |= {row.code.text for row in format.relations} | {row.code.text for row in format.formulas if row.code}
    codes |= {term.code for term in _trees()}
    return tuple(sorted(codes, key=lambda c: (list(FAMILIES).index(c[0]), int(c[1:]))))


def applied_codes(format: Format) -> tuple[str, ...]:
    """Every code there is under a format; where nothing is scored, of those of scores only the ones that it uses."""
    own = {row.code.text for row in format.relations if Path(row.relation.place.file).parent.name != COMMON}
    idle = frozenset[str]() if format.profile.scores else OF_SCORES - own
    return tuple(code for code in known_codes(Rules(format.formulas, format.relations)) if code not in idle)


def _rules(code: str, format: Rules, further: tuple[Described, ...]) -> Iterator[Rule]:
    typing = {**document.RULES, **fields.RULES, **reader.RULES, "N1": NAMES}
    if code in typing:
        level = Level.HINT if code in HINTS else Level.ERROR
        yield Rule(level, typing[code], basis=OWN, example=EXAMPLES.get(code, ""))
    yield from (_of_relation(row) for row in format.relations if row.code.text == code)
    yield from (_of_formula(row) for row in format.formulas if row.code.text == code)
    if code in COMPUTED:
        demand, basis = COMPUTED[code]
        yield Rule(Level.ERROR, demand, basis=basis, example=EXAMPLES.get(code, ""))
    for term in _trees():
        if term.code == code:
            example = "" if code in COMPUTED else EXAMPLES.get(code, "")
            yield Rule(Level.ERROR, f"{term.word}的合计等于各分项之和", basis=ARITHMETIC, example=example)
    yield from (one.rule for one in further if isinstance(one, Coded) and one.code == code)
    for check in (one for one in (*CHECKS, *further) if not isinstance(one, Coded)):
        found = _CODED.match(inspect.cleandoc(check.__doc__ or ""))
        if found and found[1] == code:
            yield _of_docstring(found[2])


def _of_relation(row: RelationRow) -> Rule:
    said = {"条件": row.when, "要求": row.relation, "改法": row.hint}
    details = tuple(f"{label}：{words}" for label, words in said.items() if words)
    return Rule(row.level.text, row.rule.text, details, row.basis.text, row.example.text)


def _of_formula(row: FormulaRow) -> Rule:
    demand = f"填报的“{row.name}”等于 {row.formula}"
    details = (f"条件：{row.when}",) if row.when else ()
    return Rule(Level.ERROR, demand, details, row.basis.text or ARITHMETIC, row.example.text)


def _of_docstring(text: str) -> Rule:
    """A check's docstring: its rule, and lines 级别：…, 依据：…, 例：… below."""
    said = dict(_LABELLED.findall(text))
    demand = _LABELLED.sub("", text).strip().rstrip("。")
    return Rule(said.get("级别", ""), demand, basis=said.get("依据", ""), example=said.get("例", ""))


def _trees() -> Iterator[Term]:
    """Fields whose 合计 is the sum of their parts."""
    return (term for terms in SECTIONS.values() for term in terms if term.kind is Kind.TREE)
