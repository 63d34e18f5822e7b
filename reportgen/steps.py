"""The steps by which an execution rate is scored, 执行率.分档: what can be wrong in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from reportgen.parameters import Execution, Step
from reportgen.problem import Level, Place, Problem
from reportgen.source.written import Quantity, State

BY_STEPS: Final = "分档"
_EXAMPLE: Final = "如 分档: [{下限: 90%, 得分: 10}, {下限: 80%, 得分: 8}]"


def wrong_steps(rules: Execution, folders: Sequence[str]) -> Iterator[Problem]:
    """What is wrong in the steps of an execution rate, all of it; `folders` are the profile's, outermost first."""
    by_steps = rules.method.text == BY_STEPS
    if by_steps and not rules.steps and rules.weight.value is not None:
        message = "执行率的方法是“分档”，没有写各档，执行率总是 0 分"
        yield _problem("D2", rules.method.place, message, f"加上各档，{_EXAMPLE}；按比例得分的，写 方法: 按比例")
    if not rules.steps:
        return
    given = rules.steps[0].least.place
    if not by_steps and rules.method:
        if folders.index(_folder(rules.method.place)) > folders.index(_folder(given)):
            return  # what is inherited was put out of use
        message = f"写了执行率的“分档”，方法却是“{rules.method}”，各档不起作用"
        yield _problem("D3", given, message, "加上 方法: 分档；按比例得分的，删去“分档”")
    yield from _wrong_order(rules.steps)
    yield from _wrong_scores(rules)


def _wrong_order(steps: tuple[Step, ...]) -> Iterator[Problem]:
    for number, (above, step) in enumerate(pairwise(steps), 2):
        if _unread(above.least) or _unread(step.least):
            continue  # told already
        if (step.least.value or 0) >= (above.least.value or 0):
            message = f"执行率的第 {number} 档轮不到：下限 {step.least.number} 不低于上一档的 {above.least.number}"
            yield _problem("D3", step.least.place, message, "各档从高到低写")


def _wrong_scores(rules: Execution) -> Iterator[Problem]:
    for number, step in enumerate(rules.steps, 1):
        if not step.score:
            yield _problem("D2", step.least.place, f"执行率的第 {number} 档没有写得几分", f"写上“得分”，{_EXAMPLE}")
        elif step.score.value is not None and step.score.value < 0:
            yield _problem("D4", step.score.place, f"执行率的第 {number} 档得 {step.score.number} 分", "得分不能是负数")
    weight, scores = rules.weight.value, [step.score.value for step in rules.steps]
    if weight is None or None in scores:
        return
    for number, step in enumerate(rules.steps, 1):
        if (step.score.value or 0) > weight:
            message = f"执行率的第 {number} 档得 {step.score.number} 分，超过执行率的分值 {rules.weight.number}"
            yield _problem("D4", step.score.place, message, f"更正得分，或写 分值: {step.score.number}")
    best = max(rules.steps, key=lambda step: step.score.value or 0).score
    if best.value is not None and best.value < weight:
        message = f"执行率的分值是 {rules.weight.number}，最高的一档只得 {best.number} 分，谁也得不满"
        hint = f"更正得分，或写 分值: {best.number}"
        yield Problem("D4", Level.CONFIRM, best.place, message, hint)


def _unread(quantity: Quantity) -> bool:
    return quantity.state is State.UNREAD


def _folder(place: Place) -> str:
    return Path(place.file).parent.name


def _problem(code: str, place: Place, message: str, hint: str) -> Problem:
    return Problem(code, Level.ERROR, place, message, hint)
