"""The gallery of mistakes: every file of tests/errors/ is answered with exactly the lines beside it.

Run with REPORTGEN_UPDATE=1 to write the expected lines anew; the diff is the review.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import tempfile
from functools import cache
from pathlib import Path

import pytest
from cases import templates_with

from reportgen.pipeline import examine
from reportgen.problem import Problem, in_file_order, show_problem
from reportgen.source import fields, reader
from reportgen.source.document import RULES, load_document

FIELDS = 60  # the first file with mistakes in fields
FIELD_RULES = {*fields.RULES, *reader.RULES, "D12", "N1"}
GALLERY = Path(__file__).parent / "errors"
FILES = sorted(GALLERY.glob("*.yaml"))
# Missing, unreadable and huge files: test_source_text, test_source_document.
TOO_BIG_FOR_THE_GALLERY = {"Y1", "Y35", "Y38", "Y39"}


def problems_of(path: Path) -> list[Problem]:
    """Everything the program says about one file of the gallery; those from 60 on are whole reports."""
    if int(path.name[:2]) < FIELDS:
        return in_file_order(load_document(path, path.name)[1])
    with contextlib.chdir(path.parent):  # so that messages name the bare file
        return list(examine(Path(path.name), templates()).problems)


@cache
def templates() -> Path:
    """A templates folder whose only format is 试行."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return templates_with(Path(folder.name))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_file_is_answered(path: Path) -> None:
    said = "".join(show_problem(problem) + "\n" for problem in problems_of(path)).replace(f"{templates()}/", "")
    expected = path.with_suffix(".txt")
    if os.environ.get("REPORTGEN_UPDATE"):
        expected.write_text(said, encoding="utf-8")
    assert said, "a file of the gallery has a mistake"
    assert said == expected.read_text(encoding="utf-8")


def test_every_rule_has_a_file() -> None:
    shown = {problem.code for path in FILES for problem in problems_of(path)}
    assert {*RULES, *FIELD_RULES} - shown == TOO_BIG_FOR_THE_GALLERY


def test_no_answer_without_its_file() -> None:
    assert {path.stem for path in GALLERY.glob("*.txt")} == {path.stem for path in FILES}


def test_ten_mistakes_in_one_run() -> None:
    problems = problems_of(GALLERY / "50-十个错误.yaml")
    assert len({problem.code for problem in problems}) >= 10
