"""A format → a whole data file of invented values, in which every field that the format asks for is filled in."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Final

from reportgen.checks.case import Case
from reportgen.checks.catalogue import check
from reportgen.figures.derive import derive
from reportgen.figures.figure import Figure
from reportgen.formats import Format
from reportgen.problem import Problem
from reportgen.source.reader import read_submission
from reportgen.source.terms import PROJECTS
from reportgen.starting.block import lines
from reportgen.starting.fields_used import fields_used
from reportgen.starting.filling import Filling
from reportgen.starting.needs import Need

_HEAD: Final = "# 示例数据：单位、项目和数字都是编的，只用来看格式的样子"
_CLOSING: Final = "结转结余.年末"
_PLANS: Final = ((3, False), (3, True), (1, False), (1, True))  # how many projects, and whether they are plain ones
_WITHOUT: Final = ((0, True),)


def example(format: Format, whole: bool = False) -> str:
    """The example of a format; a `whole` one fills what the format does not ask for too.

    Of several plans it is the one in which the checks find least.
    """
    used = fields_used(format)
    plans = _PLANS if used.needs.get((PROJECTS,)) is Need.FILLED else (*_PLANS, *_WITHOUT)
    texts = []
    for count, plain in plans:
        text = _balanced(partial(Filling, format, used, whole, count, plain), format)
        texts.append((len({problem.code for problem in found_in(text, format) if problem.blocks}), text))
        if not texts[-1][0]:
            break
    return min(texts, key=lambda one: one[0])[1]


def _balanced(filling: partial[Filling], format: Format) -> str:
    """A file in which what is left at the end of the year is what the figures of the rest say."""
    case, _ = case_of(_text(filling()), format)
    closing = case.root.at_path(_CLOSING) if case else None
    left = closing.value if isinstance(closing, Figure) else None
    return _text(filling(closing=left or Fraction(0)))


def _text(filling: Filling) -> str:
    return "\n".join((_HEAD, *lines(filling.section()), ""))


def found_in(text: str, format: Format) -> tuple[Problem, ...]:
    """What the checks of a format find in the text of a data file."""
    case, problems = case_of(text, format)
    return (*problems, *(check(case) if case else ()))


def case_of(text: str, format: Format) -> tuple[Case | None, tuple[Problem, ...]]:
    """The figures of the text of a data file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "示例.yaml")
        path.write_text(text, encoding="utf-8")
        submission, problems = read_submission(path, path.name, format.terms)
    if submission is None:
        return None, problems
    root, more = derive(submission, format)
    return Case(submission, format, root), (*problems, *more)
