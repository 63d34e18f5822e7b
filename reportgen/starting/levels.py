"""The profile of a format → the first and second levels of its indicators, each with its weight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from reportgen.parameters import Profile
from reportgen.source.terms import PROJECTS, Path

_SUFFIX: Final = "指标"
_OUTPUT, _COST = "产出", "成本"
# The levels of the national form, for a profile that names none.
_FIRST: Final = ("产出指标", "效益指标", "满意度指标")
_OF_OUTPUT: Final = ("数量指标", "质量指标", "时效指标", "成本指标")
_OF_COST: Final = ("经济成本指标", "社会成本指标", "生态环境成本指标")


def weighted(profile: Profile, path: Path) -> Iterator[tuple[tuple[str, str], Fraction]]:
    """First and second level of each row of the indicators at a path, with its weight."""
    weights = {row.level1.text: row.weight.value or Fraction(0) for row in profile.weights}
    groups = _groups(profile, list(weights))
    if weights:
        for level1, weight in weights.items():
            below = groups[level1]
            yield from zip(((level1, name) for name in below), _shares(weight, len(below)), strict=True)
        return
    rows = [(level1, name) for level1, below in groups.items() for name in below]
    execution = profile.execution.weight.value or Fraction(0) if path[0] == PROJECTS else Fraction(0)
    yield from zip(rows, _shares(profile.full_marks - execution, len(rows)), strict=True)


def _groups(profile: Profile, weighed: list[str]) -> dict[str, list[str]]:
    """The second levels of each first one; what belongs to none is an output, wherever outputs are listed."""
    required = [words.text for words in profile.required_level2]
    firsts = weighed or [words.text for words in profile.required_level1] or list(_FIRST)
    if not weighed and (required or set(firsts) <= set(_FIRST)) and not any(_OUTPUT in name for name in firsts):
        firsts = [_FIRST[0], *firsts]
    cost = any(_COST in name for name in firsts)
    output = next((name for name in firsts if _OUTPUT in name), "")
    if output and not required:
        required = [name for name in _OF_OUTPUT if not (cost and _COST in name)]
    groups = {level1: [name for name in required if _stem(level1) in name] for level1 in firsts}
    homeless = [name for name in required if not any(name in group for group in groups.values())]
    groups[output or firsts[0]] += homeless
    return {level1: below or _own(level1) for level1, below in groups.items()}


def _own(level1: str) -> list[str]:
    """The second levels of a first one of which the profile names none."""
    return list(_OF_COST) if _stem(level1) == _COST else [level1]


def _stem(name: str) -> str:
    return name.removesuffix(_SUFFIX)


def _shares(total: Fraction, count: int) -> Iterable[Fraction]:
    """A weight in whole parts as equal as can be, the first with the rest."""
    least = Fraction(total // count)
    return (total - least * (count - 1), *(least for _ in range(count - 1)))
