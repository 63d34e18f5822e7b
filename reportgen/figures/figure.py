"""A figure: an exact value that knows its name, unit, digits, and the line or the figures it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from reportgen.figures.number import Rounding, written
from reportgen.problem import Operand, Place
from reportgen.source.terms import YUAN
from reportgen.source.written import Quantity, State

MOST_DIGITS = 1000  # of an exact result: the sum of fifty ratios has hundreds, a chain of squares millions
_MOST = 10**MOST_DIGITS
TIMES = "·"  # between the units of a product that has none of its own: 亩·次


class FigureError(ValueError):
    """Figures that cannot be reckoned with each other; the message is for the writer of the formula."""

    def __init__(self, message: str, parts: Iterable[Figure] = ()) -> None:
        super().__init__(message)
        self.place = next((part.place for part in parts if part.place), Place(""))


@dataclass(frozen=True, slots=True)
class Figure:
    """A value under its full name; intermediate results have no name and carry the named figures they came from.

    `value` is exact (a ratio when the unit is %) and None unless the state is 数. `digits` are shown after the
    point (None: as many as there are). `text` is printed instead of the number. `stated` is what was typed for
    a figure that has a formula; it is printed only when adopted, and `reckoned` is then what the formula gives.
    """

    name: str = ""
    value: Fraction | None = None
    unit: str = ""
    digits: int | None = None
    place: Place | None = None
    formula: str = ""
    operands: tuple[Figure, ...] = ()
    state: State = State.GIVEN
    text: str = ""
    rounding: Rounding = Rounding.HALF_UP
    trim: bool = False
    stated: Quantity | None = None
    reckoned: Fraction | None = None
    code: str = "X3"  # of the finding when a stated value differs
    branches: tuple[str, ...] = ()  # which conditions of the formula held, and what was taken for it

    @property
    def blank(self) -> bool:
        """Nothing to reckon with: 空, — or ……; 无 counts as zero."""
        return self.value is None and self.state is not State.NONE

    @property
    def unread(self) -> bool:
        """Typed, or from something typed, that is no number: whatever it is, nothing can be said of it."""
        return self.state is State.UNREAD

    def __bool__(self) -> bool:
        """Whether there is something other than zero."""
        return not self.blank and bool(self.amount)

    @property
    def literal(self) -> bool:
        """Whether it is a number written in a formula, which has no unit, not one of the data."""
        return not (self.name or self.operands or self.unit or self.place)

    @property
    def amount(self) -> Fraction:
        """The value, zero where there is none."""
        return self.value or Fraction(0)

    @property
    def number(self) -> str:
        """As a table cell prints it: no unit but %."""
        if self.text:
            return self.text
        if self.value is None:
            return self.state.value
        return self.show(self.value)

    @property
    def bare_number(self) -> str:
        """As a cell beside a column of units prints it: digits alone, no unit and no %."""
        return self.number if self.text else self.number.removesuffix("%")

    def show(self, value: Fraction) -> str:
        """Some value in this figure's digits and unit sign."""
        if self.unit == "%":
            return written(value * 100, self.digits, self.rounding, self.trim) + "%"
        return written(value, self.digits, self.rounding, self.trim)

    @property
    def printed_digits(self) -> int | None:
        """How many digits after the point it is printed with; None when as many as there are."""
        if self.digits is None or not self.trim or self.value is None:
            return self.digits
        return len(self.show(self.value).removesuffix("%").partition(".")[2])

    @property
    def shown_unit(self) -> str:
        """The unit that follows the number in a sentence."""
        return "" if self.text or self.value is None or self.unit == "%" else self.unit

    def __str__(self) -> str:
        """As a sentence prints it: with its unit."""
        return self.number + self.shown_unit

    def __add__(self, other: Figure) -> Figure:
        found = self._with(other, None if self.blank and other.blank else self.amount + other.amount, _same_unit)
        return shown_like(found, (self, other))

    def __sub__(self, other: Figure) -> Figure:
        found = self._with(other, None if self.blank and other.blank else self.amount - other.amount, _same_unit)
        return shown_like(found, (self, other))

    def __mul__(self, other: Figure) -> Figure:
        return self._with(other, None if self.blank or other.blank else self.amount * other.amount, _product_unit)

    def __truediv__(self, other: Figure) -> Figure:
        undefined = self.blank or other.blank or not other.amount
        return self._with(other, None if undefined else self.amount / other.amount, _quotient_unit)

    def __neg__(self) -> Figure:
        return combined(None if self.blank else -self.amount, self.unit, (self,))

    def _with(self, other: Figure, value: Fraction | None, unit: Callable[[Figure, Figure], str]) -> Figure:
        known = not self.unread and not other.unread
        return combined(value if known else None, unit(self, other), (self, other))

    def named(self) -> tuple[Figure, ...]:
        """Itself when it has a name, else the named figures it came from."""
        return (self,) if self.name else self.operands

    def as_operand(self) -> Operand:
        """Name, value and line for a message; what was typed for it too, where that is another number."""
        typed = self.stated.value if self.stated else None
        if typed is None or self.show(typed) == self.number:
            return Operand(self.name, self.number or "（空）", self.place)
        said = replace(self, digits=self.stated.decimals if self.stated else None, trim=False).show(typed)
        return Operand(self.name, f"{self.number}（填报 {said}）", self.place)


def combined(value: Fraction | None, unit: str, parts: tuple[Figure, ...]) -> Figure:
    """An unnamed result of named parts, each kept once."""
    value = None if value is None else bounded(value, parts)
    operands = tuple({f.name: f for part in parts for f in part.named()}.values())
    state = State.GIVEN if value is not None else absent(parts)
    return Figure(value=value, unit=unit, operands=operands, state=state)


def bounded(value: Fraction, parts: tuple[Figure, ...]) -> Fraction:
    """A result that is not so long that reckoning on with it would take minutes."""
    if abs(value.numerator) >= _MOST or value.denominator >= _MOST:
        raise FigureError(f"算出的数超过 {MOST_DIGITS:,} 位，没有算完", parts)
    return value


def absent(parts: Iterable[Figure]) -> State:
    """The state of a result that cannot be computed from its parts."""
    return State.UNREAD if any(part.unread for part in parts) else State.BLANK


def shown_like(found: Figure, parts: Iterable[Figure]) -> Figure:
    """A sum shown with the digits that the finest of its parts is printed with; as it comes when a part is."""
    given = [part for part in parts if part.value is not None]
    digits = [part.printed_digits for part in given]
    most = None if None in digits else max((d for d in digits if d is not None), default=0)
    return replace(found, digits=most, trim=any(part.trim for part in given))


def typed_figure(name: str, quantity: Quantity) -> Figure:
    """A typed number as a figure, shown with the digits it was typed with."""
    return Figure(
        name,
        quantity.value,
        quantity.unit,
        max(quantity.decimals, 0) if quantity.value is not None else None,
        quantity.place,
        state=quantity.state,
        text=quantity.text,
    )


def padded(figure: Figure, digits: int | None) -> Figure:
    """A typed number printed with no fewer than so many digits after the point: 3 as 3.00."""
    if digits is None or figure.value is None or figure.digits is None:
        return figure
    return replace(figure, digits=max(figure.digits, digits), trim=False)


def settled(figure: Figure, typed: Figure | None, quantity: Quantity | None) -> Figure:
    """A computed figure beside what was typed for it: the typed one stands when adopted or nothing was computed."""
    if quantity is None or not quantity or typed is None:
        return figure
    if figure.blank and not quantity.stated and not quantity.reference:
        return typed
    if quantity.adopt and quantity.value is not None:
        shown = replace(figure, value=quantity.value, digits=quantity.decimals, trim=False, reckoned=figure.value)
        return replace(shown, place=quantity.place, stated=quantity)
    return replace(figure, place=quantity.place, stated=quantity)


def _same_unit(left: Figure, right: Figure) -> str:
    if wrong := mixed_units(left, right):
        raise FigureError(f"单位不同，不能相加减：{wrong}", (left, right))
    return left.unit or right.unit


def mixed_units(left: Figure, right: Figure) -> str:
    """Why two figures cannot stand side by side in a sum or a comparison, and what to write; empty when they can."""
    for one, other in ((left, right), (right, left)):
        if other.unit == "%" and one.literal and abs(one.amount) > 1:  # 1 is the whole, 90 is no share
            return f"{one.number} 与 {_told(other)}；百分数要带 %，写成 {one.number}%"
    if left.unit == right.unit or not left.unit or not right.unit:
        return ""
    hint = "；每差几个百分点扣几分的，写成 分值 - (90% - 完成值) ÷ 5% × 1" if "%" in (left.unit, right.unit) else ""
    if left.unit in YUAN and right.unit in YUAN:
        hint = f"；先在 运算.yaml 里把后一个另算成一个数，写 单位: {left.unit}，就换算了"
    return f"{_told(left)}与 {_told(right)}{hint}"


def _told(figure: Figure) -> str:
    return f"{figure.name or figure.number}（{figure.unit}）"


def _product_unit(left: Figure, right: Figure) -> str:
    for one, other in ((left, right), (right, left)):
        if one.unit == "万元" and _is_ten_thousand(other):
            return "元"
        if other.unit and one.unit.endswith(f"/{other.unit}"):  # 元/户 × 户
            return one.unit.removesuffix(f"/{other.unit}")
    units = [u for u in (left.unit, right.unit) if u not in ("", "%")]
    money = [u for u in units if u in YUAN]
    return money[0] if len(money) == 1 and not _is_product(*units) else TIMES.join(units)


def _quotient_unit(left: Figure, right: Figure) -> str:
    if left.unit == right.unit:
        return "" if left.unit == "%" else "%"  # how many times 5% is a count
    if left.unit == "元" and _is_ten_thousand(right):
        return "万元"
    return left.unit if right.unit in ("", "%") else ""


def _is_ten_thousand(figure: Figure) -> bool:
    return figure.literal and figure.amount == YUAN["万元"]


def _is_product(*units: str) -> bool:
    return any(TIMES in unit for unit in units)
