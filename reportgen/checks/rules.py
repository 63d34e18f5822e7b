"""A code → the rules behind it, in the users' words: what `explain` prints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.checks.catalogue import CHECKS
from reportgen.formats import Rules
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
_CODED = re.compile(r"([A-Z]\d+)：(.+)", re.DOTALL)


def explain(code: str, format: Rules) -> tuple[str, ...]:
    """The rules that a code stands for under a format, each a line; none for an unknown code."""
    return tuple(dict.fromkeys(_rules(code, format)))


def known_codes(format: Rules) -> tuple[str, ...]:
    """Every code there is, family by family."""
    codes = {*document.RULES, *fields.RULES, *reader.RULES, "N1"}
    codes |= {found[1] for check in CHECKS if (found := _CODED.match(check.__doc__ or ""))}
    codes |= {row.code.text for row in format.relations} | {row.code.text for row in format.formulas if row.code}
    codes |= {"F4", "F7", "S4", "S5"} | {term.code for term in _trees()}
    return tuple(sorted(codes, key=lambda c: (list(FAMILIES).index(c[0]), int(c[1:]))))


def _rules(code: str, format: Rules) -> Iterator[str]:
    for table in (document.RULES, fields.RULES, reader.RULES):
        if code in table:
            yield f"强制性　{table[code]}"
    if code == "N1":
        yield "强制性　【】里和公式里的名称都要有，数字不能由它自己算出来"
    for row in format.relations:
        if row.code.text == code:
            condition = f"　条件：{row.when}" if row.when else ""
            yield f"{row.level}　{row.rule}{condition}\n    要求：{row.relation}\n    改法：{row.hint}"
    for formula in format.formulas:
        if formula.code.text == code:
            yield f"强制性　填报的“{formula.name}”等于 {formula.formula}"
    yield from _computed(code)
    for check in CHECKS:
        found = _CODED.match(check.__doc__ or "")
        if found and found[1] == code:
            yield found[2].strip()


def _computed(code: str) -> Iterator[str]:
    """Figures that the program computes by itself and compares with what is typed."""
    names = {
        "F4": "执行率等于全年执行数除以格式规定的分母",
        "F7": "执行率得分按格式规定的方法由执行率得出",
        "S4": "定量指标的得分按格式规定的口径由指标值和完成值得出",
        "S5": "总分等于各指标得分与执行率得分之和",
        "S1": "分值合计等于各指标分值与执行率分值之和",
        "X6": "项目合计等于各项目之和",
    }
    if code in names:
        yield f"强制性　{names[code]}"
    yield from (f"强制性　{term.word}的合计等于各分项之和" for term in _trees() if term.code == code)


def _trees() -> Iterator[Term]:
    """Fields whose 合计 is the sum of their parts."""
    return (term for terms in SECTIONS.values() for term in terms if term.kind is Kind.TREE)
