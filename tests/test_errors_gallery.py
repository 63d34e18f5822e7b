"""The gallery of mistakes: every file of tests/errors/ is answered with exactly the lines beside it.

Run with REPORTGEN_UPDATE=1 to write the expected lines anew; the diff is the review.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportgen.problem import Problem, in_file_order, show_problem
from reportgen.source.document import RULES, load_document

GALLERY = Path(__file__).parent / "errors"
FILES = sorted(GALLERY.glob("*.yaml"))
TOO_BIG_FOR_THE_GALLERY = {"Y1", "Y35"}  # missing, unreadable and huge files: test_source_text, test_source_document


def problems_of(path: Path) -> list[Problem]:
    """Everything the program says about one file of the gallery."""
    _, problems = load_document(path, path.name)
    return in_file_order(problems)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_file_is_answered(path: Path) -> None:
    said = "".join(show_problem(problem) + "\n" for problem in problems_of(path))
    expected = path.with_suffix(".txt")
    if os.environ.get("REPORTGEN_UPDATE"):
        expected.write_text(said, encoding="utf-8")
    assert said, "a file of the gallery has a mistake"
    assert said == expected.read_text(encoding="utf-8")


def test_every_rule_has_a_file() -> None:
    shown = {problem.code for path in FILES for problem in problems_of(path)}
    assert set(RULES) - shown == TOO_BIG_FOR_THE_GALLERY


def test_no_answer_without_its_file() -> None:
    assert {path.stem for path in GALLERY.glob("*.txt")} == {path.stem for path in FILES}


def test_ten_mistakes_in_one_run() -> None:
    problems = problems_of(GALLERY / "50-十个错误.yaml")
    assert len({problem.code for problem in problems}) >= 10
