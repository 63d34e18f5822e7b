"""A character that no font shows, told of the field of the data that holds it instead of the page it would stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import takewhile

from reportgen.figures.scope import Scope, Value
from reportgen.problem import Operand, Problem
from reportgen.source.written import Words

MISSING = "G3"  # the code of such a problem; its operands are the character and the words around it, for each print


def told_of_data(problems: Iterable[Problem], names: Mapping[str, Value]) -> tuple[Problem, ...]:
    """Problems with those of missing characters told of the fields they come from, once a field and document."""
    return tuple(dict.fromkeys(one for problem in problems for one in _told(problem, names)))


def _told(problem: Problem, names: Mapping[str, Value]) -> Iterator[Problem]:
    if problem.code != MISSING:
        yield problem
        return
    for operand in problem.operands:
        fields = _holding(operand.name, operand.value, names)
        printed = (Operand("印在", problem.place.file),)
        for name, words in fields:
            yield replace(problem, place=words.place, message=f"“{name}”里的{problem.message}", operands=printed)
        if not fields:
            yield problem  # typed in the template


def _holding(character: str, excerpt: str, names: Mapping[str, Value]) -> list[tuple[str, Words]]:
    """The fields with a character among the same words as in an excerpt, as far as any field has the same."""
    scores: dict[Words, tuple[int, str]] = {}
    for name, words in _fields(names):
        if character in words.text:
            scores[words] = (_likeness(character, excerpt, words.text), name)
    most = max((score for score, _ in scores.values()), default=0)
    return [(name, words) for words, (score, name) in scores.items() if score == most]


def _likeness(character: str, excerpt: str, text: str) -> int:
    """How many characters around one in an excerpt also stand around it in a text."""
    middle = len(excerpt) // 2
    before, after = excerpt[:middle][::-1], excerpt[middle + 1 :]
    places = (at for at, one in enumerate(text) if one == character)
    return max(_common(before, text[:at][::-1]) + _common(after, text[at + 1 :]) for at in places)


def _common(left: str, right: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def _fields(names: Mapping[str, Value]) -> Iterator[tuple[str, Words]]:
    """Every text of a name space with its full name."""
    seen: set[int] = set()
    for name, value in names.items():
        yield from _within(name, value, seen)


def _within(name: str, value: Value, seen: set[int]) -> Iterator[tuple[str, Words]]:
    if isinstance(value, Words):
        yield name, value
    elif isinstance(value, tuple):
        for one in value:
            yield from _within(name, one, seen)
    elif isinstance(value, Scope) and id(value) not in seen:
        seen.add(id(value))
        for member in list(value.members):
            yield from _within(value.full(member), value.find(member), seen)
        for item in value.items:
            yield from _within(item.name, item, seen)
