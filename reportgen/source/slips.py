"""A name that is not there → the names that a slip of the keys makes of it: really near ones, no guesses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LONG: Final = 7  # signs of a name in which two may be wrong
SHORT: Final = 2  # signs of a name that must begin alike: 目标 is not 指标
MOST: Final = 2  # names that are offered when all are alike near
_TELLING: Final = frozenset("上下前后年月季初末中本去今全第一二三四五")  # one of these for another is another name


def slips(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names that are nearest, if they are as near as a slip; none where there are too many to say which."""
    most = 2 if len(name) >= LONG else 1
    near = [(distance, one) for one in dict.fromkeys(known) if (distance := _distance(name, one, most)) <= most]
    best = min((distance for distance, _ in near), default=0)
    found = tuple(one for distance, one in near if distance == best)
    return found if len(found) <= MOST else ()


def may_be(names: Iterable[str]) -> str:
    """What a hint says of the names that were probably meant; empty when there are none."""
    listed = "或".join(f"“{name}”" for name in names)
    return f"可能是{listed}" if listed else ""


def _distance(left: str, right: str, most: int) -> int:
    """How many signs are wrong, missing, too many, or two in the wrong order; more than `most` is not counted out."""
    short = max(len(left), len(right)) <= SHORT
    if abs(len(left) - len(right)) > most or not set(left) & set(right) or (short and left[:1] != right[:1]):
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, sign in enumerate(left, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(right, 1):
            other_name = sign != other and {sign, other} <= _TELLING
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (sign != other) + (most if other_name else 0))
            if i > 1 and j > 1 and sign == right[j - 2] and left[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
