"""The mistakes that the linter's tests plant, with what is said of each and its remedy, as rows of the manual."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import lint_cases
import lint_word_cases

from reportgen.lint.catalogue import lint
from reportgen.lint.template import Finding, template_of
from reportgen.lint.whole import findings

HEAD = ("怎样错", "级别", "在哪里", "说的话", "改法")


def mistakes() -> dict[str, list[tuple[str, ...]]]:
    """The rows of each code, in the order of the codes."""
    rows: dict[str, list[tuple[str, ...]]] = {}
    for name, one in _planted():
        said = (name, one.level.value, str(one.where) or "整个文件", one.message, one.hint)
        rows.setdefault(one.code, []).append(tuple(_shown(text) for text in said))
    return dict(sorted(rows.items(), key=lambda row: int(row[0][1:])))


def _planted() -> Iterator[tuple[str, Finding]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "模板.docx"
        for case in lint_cases.CASES:
            path.write_bytes(case.files()[0])
            yield from ((case.id, one) for one in lint(path))
    for case in lint_word_cases.CASES:
        template = template_of(case.files()[0], "模板.docx")
        yield from ((case.id, one) for one in findings(template, [lint_word_cases.names()]))


def _shown(text: str) -> str:
    """A text without characters that nobody can see."""
    return "".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in text)
