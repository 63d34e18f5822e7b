"""Total scores that a format reckons by a formula of its own."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from reportgen.checks.case import Case, Check, finding
from reportgen.figures.lists import owners_in_lists
from reportgen.figures.members import number
from reportgen.figures.scope import Scope
from reportgen.problem import Level, Problem

_OURS: Final = "S5"  # the code of the program's own total, which cannot be more than its parts


def totals_keep_to_full_marks(case: Case) -> Iterator[Problem]:
    """S3：按格式的公式算的总分不超过满分：分值合计（没有的，是格式规定的满分）加上格式规定的附加分。

    级别：强制性
    依据：满分是总分的上限
    例：项目.打私巡查专项经费.总分 6720，超过满分 100
    """
    profile = case.format.profile
    for owner in (case.root, *case.projects, *(owner for owner, _ in owners_in_lists(case.root, case.format.terms))):
        score, whole = number(owner, "总分"), number(owner, "分值合计")
        full = (whole.value or profile.full_marks) + (profile.bonus.value or 0) + _beyond(owner)
        if score.value is not None and score.operands and score.code != _OURS and score.value > full:
            message = f"{score.name} {score.number}，超过满分 {whole.show(full)}"
            hint = "核对各个得分；得分没有错的，是格式的“总分”公式不对，或附加分没有写进规则，请维护人更正"
            yield finding("S3", Level.ERROR, score, message, hint, score)


def _beyond(owner: Scope) -> Fraction:
    """What the execution rate scores above its full mark, where the format sets it no cap."""
    score, weight = number(owner, "执行率得分"), number(owner, "执行率分值")
    return max(Fraction(0), score.amount - weight.amount)


CHECKS: tuple[Check, ...] = (totals_keep_to_full_marks,)
