"""The functions that formulas may call, by their Chinese names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from inspect import signature

from reportgen.figures.figure import Figure, FigureError, absent, bounded, combined, shown_like
from reportgen.figures.number import rounded
from reportgen.figures.scope import Scope, Value
from reportgen.figures.spelling import BLANK
from reportgen.source.amounts import MOST_DIGITS
from reportgen.source.written import State, Words


class FormulaError(ValueError):
    """A formula that cannot be read or reckoned; the Chinese message and its remedy are for its writer."""

    def __init__(self, message: str, hint: str = "更正公式") -> None:
        super().__init__(message)
        self.hint = hint


def called(name: str, args: tuple[Value, ...]) -> Value:
    """The result of a listed function."""
    function = FUNCTIONS[name]
    if not _takes(function, len(args)):
        raise FormulaError(f"“{name}(…)”里的参数个数不对")
    return function(*args)


@cache
def _takes(function: Callable[..., Value], count: int) -> bool:
    """Whether a function can be called with so many arguments."""
    try:
        signature(function).bind(*(None,) * count)
    except TypeError:
        return False
    return True


def as_figure(value: Value, text: str) -> Figure:
    """A value that must be a number."""
    if isinstance(value, Figure):
        return value
    if isinstance(value, Words) and value.text.isdecimal():  # 年度
        return Figure(text, Fraction(value.text), digits=0, place=value.place)
    if isinstance(value, tuple):
        of_list = text.rpartition(".")[0].rpartition(".")[2]
        each = f"对每一行算的，写 范围: {of_list}；" if of_list else "对每一行算的，写上“范围”；"
        raise FormulaError(f"“{text}”是 {len(value)} 行，不是一个数", f"{each}要总数的，写 合计({text})")
    got = value.text if isinstance(value, Words) else "一组名称" if isinstance(value, Scope) else str(value)
    raise FormulaError(f"“{text}”里需要一个数，得到的是“{got}”")


def is_true(value: Value) -> bool:
    """Whether a value counts as true; blank figures, zero and empty text do not."""
    return bool(value)


def _flat(values: tuple[Value, ...]) -> Iterator[Value]:
    for value in values:
        if isinstance(value, tuple):
            yield from _flat(value)
        elif isinstance(value, Scope) and "合计" in value.members:
            yield value.find("合计")
        else:
            yield value


def items_of(value: Value) -> Iterator[Scope]:
    """The items of a list, or of the same list of several owners: 项目.指标."""
    if isinstance(value, tuple):
        for part in value:
            yield from items_of(part)
    elif isinstance(value, Scope) and (value.listed or "合计" in value.members):
        yield from value.items
    else:
        raise FormulaError("只有列表才能按条件选，如 合计(指标.得分, 一级 == '产出指标')")


def _numbers(values: tuple[Value, ...]) -> list[Figure]:
    return [as_figure(v, "合计(…)") for v in _flat(values)]


def total(*values: Value) -> Figure:
    """The sum of figures, lists and groups; blank when all of them are."""
    figures = _numbers(values)
    given = [f for f in figures if not f.blank]
    if absent(figures) is State.UNREAD:
        return combined(None, next((f.unit for f in figures), ""), tuple(figures))
    units = {f.unit for f in given if f.unit}
    if len(units) > 1:
        raise FigureError("单位不同，不能合计：" + "、".join(f"{f.name}（{f.unit}）" for f in given))
    value = Fraction(0)
    for figure in given:
        value = bounded(value + figure.amount, tuple(given))
    summed = combined(
        value if given else None, units.pop() if units else next((f.unit for f in figures), ""), tuple(given)
    )
    return shown_like(summed, given)


def _count(*values: Value) -> Figure:
    only = values[0] if len(values) == 1 else None
    if isinstance(only, Scope) and not only.listed:
        return Figure(value=Fraction(len(only.members)))
    return Figure(value=Fraction(_items_in(values)))


def _items_in(value: Value) -> int:
    """How many items a value is: those of lists, and of lists in lists; a text that is not filled in is none."""
    match value:
        case tuple():
            return sum(_items_in(part) for part in value)
        case Scope() if value.listed:
            return len(value.items)
        case Words() | str():
            return int(bool(value))
    return 1


def _extreme(choose: Callable[..., Figure], values: tuple[Value, ...]) -> Figure:
    figures = _numbers(values)
    given = [f for f in figures if not f.blank]
    if not given or absent(figures) is State.UNREAD:
        return Figure(state=absent(figures))
    found: Figure = choose(given, key=lambda f: f.amount)
    return combined(found.amount, found.unit, tuple(given))


def _mean(*values: Value) -> Figure:
    summed = total(*values)
    given = [f for f in _numbers(values) if not f.blank]
    return combined(None if summed.blank else summed.amount / len(given), summed.unit, (summed,))


def _choose(condition: Value, yes: Value, no: Value) -> Value:
    return yes if is_true(condition) else no


def _round(value: Value, digits: Value) -> Figure:
    figure, asked = as_figure(value, "舍入(…)"), as_figure(digits, "舍入(…)").amount
    if asked not in range(MOST_DIGITS + 1):
        raise FormulaError(f"“舍入(…)”的位数应是 0 到 {MOST_DIGITS} 的整数")
    if figure.value is None:
        return figure
    places = int(asked)
    return replace(
        combined(Fraction(rounded(figure.value, places, figure.rounding)), figure.unit, (figure,)), digits=places
    )


def _whole(value: Value) -> Figure:
    """The whole part of a number, toward zero; a share has none: 1.26% is 0.0126."""
    figure = as_figure(value, "取整(…)")
    if figure.unit == "%" and not figure.blank:
        hint = "要几个整的百分点，先除以 1%：取整((95% - 完成值) ÷ 1%)"
        raise FormulaError(f"“取整(…)”里是百分数 {figure.number}", hint)
    whole = None if figure.blank else Fraction(int(figure.amount))
    return replace(combined(whole, figure.unit, (figure,)), digits=0)


def _absolute(value: Value) -> Figure:
    figure = as_figure(value, "绝对值(…)")
    return combined(None if figure.blank else abs(figure.amount), figure.unit, (figure,))


def _first(*values: Value) -> Figure:
    return next((f for f in _numbers(values) if not f.blank or f.unread), Figure(state=State.BLANK))


def _is_blank(value: Value) -> bool:
    return value.blank and not value.unread and not value.text if isinstance(value, Figure) else not value


FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "合计": total,
    "数量": _count,
    "最大": lambda *values: _extreme(max, values),
    "最小": lambda *values: _extreme(min, values),
    "平均": _mean,
    "若": _choose,
    "舍入": _round,
    "取整": _whole,
    "绝对值": _absolute,
    "首个": _first,
    BLANK: _is_blank,
}
OVER_ITEMS = ("合计", "数量", "最大", "最小", "平均")  # which may take a condition on each item of a list
