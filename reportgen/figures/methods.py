"""Named scoring rules: which one an indicator takes, and the score it gives."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reportgen.figures import formula as formulas
from reportgen.figures.branches import tried
from reportgen.figures.execution import scored
from reportgen.figures.figure import Figure, typed_figure
from reportgen.figures.functions import FormulaError
from reportgen.figures.scope import Scope
from reportgen.figures.scores import QUALITATIVE, completion, share
from reportgen.methods import BINARY, TYPED, Method, MethodBand, stem
from reportgen.parameters import Profile
from reportgen.source.written import Quantity, State

LEVELS = ("三级", "二级", "一级")


def method_of(indicator: Scope, profile: Profile) -> Method | None:
    """The rule that an indicator's row names, else the one made for its third, second or first level."""
    if asked := str(indicator.find("计分")):
        return next((m for m in profile.methods if m.name.text == asked), None)
    for level in LEVELS:
        word = stem(str(indicator.find(level)))
        if found := next((m for m in profile.methods if word in m.levels), None):
            return found
    return None


def grade_of(indicator: Scope) -> str:
    """The grade that was given to an indicator: typed as such, or in place of an actual value."""
    actual = indicator.find("完成值")
    return str(indicator.find("等次")) or (actual.text if isinstance(actual, Figure) else "")


def method_score(indicator: Scope, method: Method, profile: Profile) -> Figure:
    """The score that a named rule gives; blank where it is typed, or something to reckon with is missing."""
    name, weight = indicator.full("得分"), formulas.figure_of("分值", indicator)
    blank = Figure(name, unit="分", state=State.UNREAD if weight.unread else State.BLANK)
    if method.way.text == TYPED or weight.value is None:
        return blank
    if method.bands:
        found = _by_grade(indicator, method) if method.by_grade else _by_limits(indicator, method)
    elif method.formula:
        found = _reckoned(method.formula.text, indicator), method.formula.text
    else:
        found = _by_way(indicator, method, profile)
    points, told = found
    if points.blank:
        return replace(blank, state=State.UNREAD if points.unread else State.BLANK, operands=points.operands)
    if points.unit not in ("", "分", "%"):
        raise FormulaError(f"得出的是{points}，得分应是几分，或分值的百分之几")
    value = weight.value * points.amount if points.unit == "%" else points.amount
    operands = {figure.name: figure for figure in (weight, *points.named())}
    formula = f"计分法“{method.name}”：{told}"
    reckoned = Figure(
        name, value, operands=tuple(operands.values()), formula=formula, branches=points.branches, code="S4"
    )
    return scored(reckoned, profile)


def _reckoned(text: str, indicator: Scope) -> Figure:
    """The value of a formula; blank while the target or the actual value that it names is no number."""
    for word in ("指标值", "完成值"):
        value = formulas.figure_of(word, indicator)
        if word in text and value.value is None:
            return Figure(state=State.UNREAD if value.unread else State.BLANK)
    return tried(formulas.figure_of(text, indicator), text, indicator, score=True)


def _by_way(indicator: Scope, method: Method, profile: Profile) -> tuple[Figure, str]:
    """A share of the weight, in proportion, by the gap, or all or nothing."""
    operator = str(indicator.find("符号"))
    target, actual = (formulas.figure_of(word, indicator) for word in ("指标值", "完成值"))
    if operator == QUALITATIVE and method.way.text == BINARY and target.text and actual.text:
        same = target.text == actual.text
        words = "完成值与指标值相同，得满分" if same else "完成值与指标值不同，得零分"
        return Figure(value=Fraction(same), unit="%", operands=(target, actual)), words
    if operator == QUALITATIVE or target.value is None or actual.value is None:
        return Figure(state=State.UNREAD if target.unread or actual.unread else State.BLANK), ""
    part, words = share(operator, target, actual, profile, method.way.text)
    done, least = completion(operator, target, actual, "完成率"), method.pass_mark
    if least.value is not None and not done.blank and done.amount < least.value:
        part, words = Fraction(0), f"完成率 {done.number}，低于合格线 {_shown(least)}，得零分"
    return Figure(value=part, unit="%", operands=(target, actual)), words


def _by_limits(indicator: Scope, method: Method) -> tuple[Figure, str]:
    ratio = _reckoned(method.ratio.text, indicator)
    if ratio.blank:
        return ratio, ""
    said = ratio.number if method.ratio.text[:1].isdigit() else f"{method.ratio} {ratio.number}"
    for band in method.bands:
        if _above(ratio, band.least) and _below(ratio, band.most):
            return _points(band, ratio), f"{said}，在“{limits(band)}”一档，{worth(band)}"
    return Figure(value=Fraction(0), operands=ratio.named()), f"{said}，不在各档之内，得零分"


def _by_grade(indicator: Scope, method: Method) -> tuple[Figure, str]:
    given = grade_of(indicator)
    for band in method.bands:
        if given == band.grade.text:
            return _points(band, Figure()), f"等次“{given}”，{worth(band)}"
    return Figure(state=State.BLANK), ""


def _points(band: MethodBand, ratio: Figure) -> Figure:
    points = typed_figure("", band.score)
    return Figure(value=points.amount, unit=points.unit, operands=ratio.named())


def _above(ratio: Figure, least: Quantity) -> bool:
    return least.value is None or ratio.amount >= _limit(ratio, least)


def _below(ratio: Figure, most: Quantity) -> bool:
    return most.value is None or ratio.amount <= _limit(ratio, most)


def _limit(ratio: Figure, limit: Quantity) -> Fraction:
    """A limit of a band in the kind of what is compared with it."""
    value = limit.value or Fraction(0)
    if value and (limit.unit == "%") != (ratio.unit == "%"):
        hint = "各档也要写成百分数，如 90%" if ratio.unit == "%" else "各档不带 %"
        raise FormulaError(f"与各档比的是 {ratio}，{hint}")
    return value


def limits(band: MethodBand) -> str:
    return "、".join(
        f"{_shown(limit)}{word}" for limit, word in ((band.least, "及以上"), (band.most, "及以下")) if limit
    )


def worth(band: MethodBand) -> str:
    return f"按分值的 {_shown(band.score)} 得分" if band.score.unit == "%" else f"得 {_shown(band.score)} 分"


def _shown(quantity: Quantity) -> str:
    return typed_figure("", quantity).number
