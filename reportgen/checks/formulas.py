"""审核公式: the relations that a format's YAML says must hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reportgen.checks.case import Case, Check, as_stated, finding, is_remainder, place_of
from reportgen.figures import formula
from reportgen.figures.comparing import Relation, compared
from reportgen.figures.figure import Figure, FigureError
from reportgen.figures.functions import FormulaError
from reportgen.figures.lists import rows_of
from reportgen.figures.number import written
from reportgen.figures.remedies import remedy
from reportgen.figures.scope import NameProblem, Scope, Value, row_of
from reportgen.format_terms import RelationRow
from reportgen.problem import Level, Place, Problem
from reportgen.profile import COMMON
from reportgen.source.written import Words

_OR_ZERO = re.compile(r"首个\(([^()，]+|合计\([^()]+\))，-?\d+\)")  # a name, and what counts where it is blank


def relations_hold(case: Case) -> Iterator[Problem]:
    """审核公式里的关系都要成立。"""
    for row in case.format.relations:
        national = Path(row.relation.place.file).parent.name == COMMON
        for scope in scopes(row.scope.text, case, only_scored=national):
            try:
                yield from _tried(row, scope)
            except (NameProblem, FormulaError, FigureError) as wrong:
                hint = remedy(wrong, scope)
                yield Problem("T4", Level.ERROR, row.relation.place, f"审核公式 {row.code}：{wrong}", hint)
                break


def scopes(word: str, case: Case, *, only_scored: bool = True) -> Iterator[Scope]:
    """What the formulas and relations of a 范围 are for; with `only_scored`, of indicators those that get scores."""
    match word:
        case "项目":
            yield from case.projects
        case "指标":
            for owner, indicators in case.indicator_groups():
                yield from indicators if not only_scored or case.scores(owner) else ()
        case "部门指标":
            for owner, indicators in case.indicator_groups():
                yield from indicators if owner is case.root else ()
        case "" | "部门":
            yield case.root
        case name:
            yield from rows_of(case.root, name)


def _tried(row: RelationRow, scope: Scope) -> Iterator[Problem]:
    """What one relation finds in one scope."""
    if row.when and not formula.holds(row.when.text, scope):
        return
    for name, value in formula.unfilled(row.relation.text, scope):
        told = f"{_prefix(scope)}{row.rule}：{name} 没有填"
        yield Problem(row.code.text, Level(row.level.text), _place(row, scope, value), told, row.hint.text)
    for relation in formula.relations(row.relation.text, scope):
        if relation.holds:
            continue
        left, right = relation.left, relation.right
        if isinstance(left, Figure) and isinstance(right, Figure):
            yield from _of_figures(row, scope, relation, left, right)
        else:
            yield _of_texts(row, scope, relation)


def _of_texts(row: RelationRow, scope: Scope, relation: Relation) -> Problem:
    """Two texts, or two dates, that a relation compares in vain."""
    left, right = _quoted(relation.left_text, relation.left), _quoted(relation.right_text, relation.right)
    at = _at(row, scope, Figure(place=relation.left.place), Figure(place=relation.right.place))
    told = f"{_prefix(scope)}{row.rule}：{left}，应 {relation.sign} {right}"
    return finding(row.code.text, Level(row.level.text), at, told, row.hint.text)


def _of_figures(row: RelationRow, scope: Scope, relation: Relation, left: Figure, right: Figure) -> Iterator[Problem]:
    """Two figures that a relation compares in vain."""
    if compared(relation.operator, as_stated(left), as_stated(right)):
        return  # sides that agree as they are printed are told where a printed figure is wrong
    if relation.sign == "=" and abs(left.amount - right.amount) <= (row.tolerance.value or 0):
        return
    level, note = Level(row.level.text), ""
    terms = len(left.named()) + len(right.named()) if left.unit == right.unit else 0
    if relation.sign == "=" and is_remainder(left.amount - right.amount, left.unit, terms):
        level, note = Level.HINT, "；差额在四舍五入的尾差之内"
    at = _at(row, scope, left, right)
    gap = f"，差 {written(left.amount - right.amount, None)}" if relation.sign == "=" and left.unit != "%" else ""
    told = f"{_side(relation.left_text, left)}，应 {relation.sign} {_side(relation.right_text, right)}{gap}{note}"
    yield finding(row.code.text, level, at, f"{_prefix(scope)}{row.rule}：{told}", row.hint.text, left, right)


def _at(row: RelationRow, scope: Scope, left: Figure, right: Figure) -> Figure:
    """The figure whose line the problem stands on: the named one, else the left side."""
    if row.at:
        found = scope.seek(row.at.text) if "." not in row.at.text else scope.at_path(row.at.text)
        if isinstance(found, Figure) and place_of(found).file:
            return found
    typed = next((side for side in (left, right) if place_of(side).file), left)
    return typed if place_of(typed).file else replace(typed, place=_line_of(scope))


def _line_of(scope: Scope) -> Place:
    """Where the item that a relation is for is written: its name, else the first of its fields."""
    names = (scope.members.get("名称"), scope.members.get("三级"), *scope.members.values())
    places = (
        place_of(one) if isinstance(one, Figure) else one.place for one in names if isinstance(one, Figure | Words)
    )
    return next((place for place in places if place.file), Place("")) if row_of(scope) else Place("")


def _place(row: RelationRow, scope: Scope, value: Value) -> Place:
    """The line of something that is not filled in: its own, else that of its owner's name."""
    figure = value if isinstance(value, Figure) else Figure(place=value.place if isinstance(value, Words) else None)
    return place_of(_at(row, scope, figure, figure))


def _prefix(scope: Scope) -> str:
    return f"{scope.name} " if scope.name else ""


def _quoted(text: str, side: Figure | Words) -> str:
    """One side of a relation of texts: its words and what it says, or that alone when it is written in the relation."""
    return f"“{side}”" if text == str(side) else f"{text}“{side}”"


def _side(text: str, figure: Figure) -> str:
    """One side of a relation: its words and its value, or the value alone when the words are a number."""
    text = _OR_ZERO.sub(r"\1", text)
    number = figure.number if figure.text == "" else figure.show(figure.amount)
    return number if text in (number, "…") or text[:1].isdigit() else f"{text} {number}"


CHECKS: tuple[Check, ...] = (relations_hold,)
