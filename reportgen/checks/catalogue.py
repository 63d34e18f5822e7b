"""All checks in order, and the department's explanations laid over what they find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.checks import (
    arithmetic,
    costs,
    dates,
    facts,
    filled,
    formulas,
    funds,
    grades,
    indicators,
    lists,
    narrative,
    outline,
    own_scores,
    prose,
    stated,
    text,
    totals,
    unit,
    wording,
)
from reportgen.checks.case import Case, Check
from reportgen.problem import Level, Problem
from reportgen.source.model import Explanation

CHECKS: tuple[Check, ...] = (
    *stated.CHECKS,
    *formulas.CHECKS,
    *funds.CHECKS,
    *filled.CHECKS,
    *indicators.CHECKS,
    *grades.CHECKS,
    *own_scores.CHECKS,
    *totals.CHECKS,
    *costs.CHECKS,
    *wording.CHECKS,
    *unit.CHECKS,
    *text.CHECKS,
    *facts.CHECKS,
    *prose.CHECKS,
    *arithmetic.CHECKS,
    *lists.CHECKS,
    *dates.CHECKS,
    *outline.CHECKS,
    *narrative.CHECKS,
)


def check(case: Case) -> tuple[Problem, ...]:
    """Every finding on a case; those the department explained carry its sentence."""
    explanations = case.submission.explanations
    found = tuple(_explained(problem, explanations) for run in CHECKS for problem in run(case))
    return (*found, *_unused(explanations, found))


def _explained(problem: Problem, explanations: tuple[Explanation, ...]) -> Problem:
    if problem.level is Level.ERROR:
        return problem
    for explanation in explanations:
        if explanation.code.text == problem.code and explanation.about in problem.message and explanation.sentence:
            return replace(problem, explanation=explanation.sentence)
    return problem


def _unused(explanations: tuple[Explanation, ...], found: tuple[Problem, ...]) -> Iterator[Problem]:
    """Explanations that nothing asks for are told, so that a mended figure does not leave a stale sentence."""
    for one in explanations:
        if not any(p.code == one.code.text and p.explanation == one.sentence for p in found):
            message = f"“审核说明”里的 {one.code} {one.about}没有对应的核实性问题".replace("  ", " ")
            yield Problem("P3", Level.HINT, one.code.place, message, "问题已经改好的，删去这条说明")
