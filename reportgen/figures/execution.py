"""Budget execution: the rate and its score, by the rules of a profile."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reportgen.figures.figure import Figure, typed_figure
from reportgen.figures.number import Rounding, rounded
from reportgen.parameters import Profile
from reportgen.source.written import State


def execution_rate(executed: Figure, denominator: Figure, profile: Profile, name: str) -> Figure:
    """全年执行数 ÷ the profile's denominator, as a ratio; a zero budget as the profile says."""
    rules = profile.execution
    formula = f"全年执行数 ÷ {rules.denominator.text}"
    rate = executed / denominator
    if not denominator.blank and not denominator.amount:
        zero = {"零": Fraction(0), "满分": Fraction(1)}.get(rules.zero_budget.text)
        formula += f"（预算为零，按“{rules.zero_budget.text}”）"
        rate = replace(rate, value=zero, state=State.GIVEN if zero is not None else State.DASH)
    digits = None if rules.digits.value is None else int(rules.digits.value)
    return replace(
        rate, name=name, unit="%", digits=digits, formula=formula, rounding=Rounding(profile.rounding.text), code="F4"
    )


def execution_score(rate: Figure, profile: Profile, name: str) -> Figure:
    """The score of the execution rate: proportional up to the cap, or by steps; blank where the form has none."""
    rules = profile.execution
    weight = rules.weight.value
    if weight is None:
        return Figure(name, unit="分", state=State.BLANK)
    if rate.blank:
        state = State.UNREAD if rate.unread else State.DASH
        return Figure(name, unit="分", state=state, operands=rate.named())
    if rules.method.text == "分档":
        value = next(
            (s.score.value or Fraction(0) for s in rules.steps if rate.amount >= (s.least.value or 0)), Fraction(0)
        )
        formula = f"执行率 {rate.number} 所在的档"
    else:
        capped = rate.amount if rules.cap.value is None else min(rules.cap.value, rate.amount)
        value = weight * max(capped, Fraction(0))
        least = "" if rules.cap.value is None else typed_figure("", rules.cap).number
        formula = typed_figure("", rules.weight).number + (f" × 最小({least}，执行率)" if least else " × 执行率")
    return scored(Figure(name, value, operands=rate.named(), formula=formula, code="F7"), profile)


def scored(figure: Figure, profile: Profile, own_digits: int | None = None) -> Figure:
    """A score in the profile's digits or its own, rounded here when rows are rounded before they are added."""
    rules = profile.score
    digits = None if rules.digits.value is None else int(rules.digits.value)
    digits = digits if own_digits is None else own_digits
    mode = Rounding(profile.rounding.text)
    value = figure.value
    if value is not None and digits is not None and rules.stage.text == "先舍后加":
        value = Fraction(rounded(value, digits, mode))
    return replace(figure, value=value, unit="分", digits=digits, rounding=mode, trim=rules.pad.text != "是")
