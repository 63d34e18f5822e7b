"""All checks of a template in order."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from reportgen.lint import (
    blocks,
    characters,
    fields,
    limits,
    merges,
    parts,
    revisions,
    runs,
    tables,
    tags,
    unfilled,
)
from reportgen.lint.parts import unreadable
from reportgen.lint.template import Check, Finding, read_template
from reportgen.ooxml.package import PackageError
from reportgen.problem import Level, Problem

CHECKS: Final[tuple[Check, ...]] = (
    *parts.CHECKS,
    *limits.CHECKS,
    *tags.CHECKS,
    *characters.CHECKS,
    *runs.CHECKS,
    *unfilled.CHECKS,
    *blocks.CHECKS,
    *merges.CHECKS,
    *tables.CHECKS,
    *fields.CHECKS,
    *revisions.CHECKS,
)


def lint(path: Path) -> tuple[Finding, ...]:
    """Every mistake in a template, in the order of the checks."""
    try:
        template = read_template(path)
    except PackageError as error:
        return (unreadable(error),)
    return tuple(finding for run in CHECKS for finding in run(template))


def problems(path: Path) -> tuple[Problem, ...]:
    """The mistakes with which a template must not be filled."""
    return _problems(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _problems(path: Path, _changed: int) -> tuple[Problem, ...]:
    return tuple(one.problem(str(path)) for one in lint(path) if one.level is Level.ERROR)
