"""A problem of a template, met at one item of a list → told as the template writes it, alike for every item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from reportgen.figures.documents import THIS
from reportgen.figures.scope import Scope, Value
from reportgen.problem import Problem

_MISSING: Final = re.compile(r"没有“([^”]+)”这个名称$")


def as_written(problem: Problem, names: Mapping[str, Value]) -> Problem:
    """A problem with the names that the tag has, and 本项目 for the project that the document is for."""
    message, hint = problem.message, problem.hint
    if missing := _MISSING.search(message):
        above, _, last = missing[1].rpartition(".")
        written = re.search(rf"([\w.]+)\.{re.escape(last)}(?!\w)", message[: missing.start()])
        if written and above:
            message = f"{message[: missing.start(1)]}{written[0]}”这个名称"
            hint = hint.replace(f"{above}.", f"{written[1]}.")
    these = [(value.name, key) for key, value in names.items() if key.startswith(THIS) and isinstance(value, Scope)]
    for name, this in sorted(these, reverse=True):  # what lies deeper first
        message, hint = message.replace(f"{name}.", f"{this}."), hint.replace(f"{name}.", f"{this}.")
    return replace(problem, message=message, hint=hint)
