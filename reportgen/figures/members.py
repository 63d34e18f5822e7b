"""Members of a scope as figures and lists."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.figures.figure import Figure, FigureError, padded, settled, typed_figure
from reportgen.figures.scope import Pending, Scope
from reportgen.problem import Level, Problem
from reportgen.source.written import State


def items(scope: Scope, name: str) -> tuple[Scope, ...]:
    """The items of a list member."""
    value = scope.members.get(name)
    return value.items if isinstance(value, Scope) else ()


def number(scope: Scope, name: str) -> Figure:
    """A member that is a figure; blank when it is not there."""
    value = scope.find(name) if name in scope.members else None
    return value if isinstance(value, Figure) else Figure(scope.full(name), state=State.BLANK)


def put(scope: Scope, name: str, compute: Callable[[], Figure], digits: int | None = None) -> None:
    """Set a computed figure beside what was typed for it; a typed reference stands as it is.

    What was typed is printed with no fewer than so many digits.
    """
    quantity = scope.typed.get(name)
    if quantity is not None and quantity.reference:
        return
    typed = padded(typed_figure(scope.full(name), quantity), digits) if quantity is not None else None
    scope.members[name] = Pending(lambda: settled(compute(), typed, quantity))


def put_or_tell(problems: list[Problem], scope: Scope, name: str, compute: Callable[[], Figure]) -> None:
    """Set a figure that every format computes; where that cannot be, it is told and the figure unknown."""

    def told() -> Figure:
        try:
            return compute()
        except FigureError as wrong:
            message = f"“{scope.full(name)}”算不出：{wrong}"
            problems.append(Problem("N1", Level.ERROR, wrong.place, message, "检查所填的数是否多打了数字"))
            return Figure(scope.full(name), state=State.UNREAD)

    put(scope, name, told)
