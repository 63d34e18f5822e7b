"""The comparison of foreign documents notices what it is there for: lost text, moved lines, moved ink."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from corpus import Sample, read_list
from fidelity import Rendered
from fidelity_measure import compare, letters
from test_typeset_read import p, r, read
from test_typeset_read_tables import tbl, tc, tr

from reportgen.problem import Level, Place, Problem
from reportgen.typeset.pdf import make_pdf

BORDERS = '<w:tblBorders><w:top w:val="single" w:sz="8"/><w:bottom w:val="single" w:sz="8"/></w:tblBorders>'
SAMPLE = Sample("pypi", "甲", "1", "乙/丙.docx", "0" * 64)


def pdf(folder: Path, name: str, before: int = 0, text: str = "正文") -> Path:
    space = f'<w:spacing w:before="{before}"/>'
    document, _ = read(p(r(text), space) + tbl(tr(tc("格")), widths=(4000,), properties=BORDERS) + p())
    file = folder / f"{name}.pdf"
    file.write_bytes(make_pdf(document, "x")[0])
    return file


def test_at_least_forty_documents_of_many_packages_are_listed() -> None:
    samples = read_list()
    assert len({sample.sha256 for sample in samples}) == len(samples) >= 40
    assert len({sample.package for sample in samples}) >= 8
    assert {sample.registry for sample in samples} == {"pypi", "npm", "debian"}


def test_equal_pages_are_alike_in_all(tmp_path: Path) -> None:
    found = compare(pdf(tmp_path, "a"), pdf(tmp_path, "b"))
    assert (found.pages, found.text, found.rules, found.ink, found.ink_shifted) == ((1, 1), 1, 1, 1, 1)


def test_a_page_that_slipped_is_alike_only_after_a_shift(tmp_path: Path) -> None:
    found = compare(pdf(tmp_path, "a"), pdf(tmp_path, "b", before=120))
    assert found.text == 1
    assert found.rules == 0
    assert found.ink < 0.7
    assert found.ink_shifted > 0.98


def test_other_text_and_another_page_count(tmp_path: Path) -> None:
    found = compare(pdf(tmp_path, "a"), pdf(tmp_path, "b", text="正文" * 3000))
    assert found.pages[0] < found.pages[1]
    assert found.text < 0.1


def rendered(missing: str, *problems: Problem) -> Rendered:
    return Rendered(SAMPLE, Path("x.pdf"), 0.9, Counter(missing), problems)


@pytest.mark.parametrize(
    ("missing", "level", "message", "verdict"),
    [
        ("", Level.HINT, "", "全"),
        ("失", Level.HINT, "有着重号，不显示", "缺"),
        ("失", Level.HINT, "有批注，不排入 PDF", "已报"),
        ("失", Level.ERROR, "有公式，无法排入 PDF", "已报"),
    ],
)
def test_text_may_be_missing_only_where_a_problem_says_so(
    missing: str, level: Level, message: str, verdict: str
) -> None:
    found = rendered(missing, Problem("G1", level, Place("x"), message, ""))
    assert (found.verdict, found.accounted) == (verdict, verdict != "缺")


def test_what_only_looks_otherwise_is_the_same_text() -> None:
    assert letters("ﬁ－ A\u00ad\u200b b\u2011\n") == letters("fi-ab-")
    assert letters("甲") != letters("乙")
