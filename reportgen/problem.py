"""What a user or a template maintainer can mend: a place, what is, what should be, and how to mend it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a problem weighs, in the words of the field."""

    ERROR = "强制性"
    CONFIRM = "核实性"
    HINT = "提示性"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file: line and column count from 1 (0: unknown); `within` names a spot in a Word file."""

    file: str
    line: int = 0
    column: int = 0
    within: str = ""

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts) + (f" {self.within}" if self.within else "")


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that takes part in a finding."""

    name: str
    value: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding, complete at birth; `explanation` is the sentence the department gave for it."""

    code: str
    level: Level
    place: Place
    message: str
    hint: str = ""
    operands: tuple[Operand, ...] = ()
    explanation: str = ""

    @property
    def blocks(self) -> bool:
        """Whether a final report may not be made while this stands."""
        return self.level is Level.ERROR or (self.level is Level.CONFIRM and not self.explanation)


def printable(text: str) -> str:
    """Text from data made safe for a terminal: control, bidi and other invisible characters are spelled out."""
    return "".join(
        f"\\u{ord(c):04x}" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c
        for c in text.replace("\n", "⏎")
    )


def in_file_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems sorted by place, repeated ones once."""
    return sorted(dict.fromkeys(problems), key=lambda p: (p.place, p.code, p.message))


def summary(problems: Iterable[Problem]) -> str:
    """How many problems of each level."""
    listed = list(problems)
    counts = [(level, sum(1 for p in listed if p.level is level)) for level in Level]
    explained = sum(1 for p in listed if p.explanation)
    told = "、".join(f"{level} {count} 个" for level, count in counts if count)
    return (told + (f"（其中已说明 {explained} 个）" if explained else "")) or "没有问题"


def show_problem(problem: Problem) -> str:
    """A problem as the lines a user reads."""
    lines = [f"{problem.place}: {problem.level}[{problem.code}] {printable(problem.message)}"]
    for operand in problem.operands:
        where = f"  {operand.place}" if operand.place else ""
        lines.append(f"    {printable(operand.name)} {printable(operand.value)}{where}")
    if problem.explanation:
        lines.append(f"    说明：{printable(problem.explanation)}")
    if problem.hint:
        lines.append(f"    改法：{printable(problem.hint)}")
    return "\n".join(lines)
