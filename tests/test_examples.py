"""The examples of docs/模板手册.md: formats of other forms, made without Python, with data that can be handed in."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from reports import ROOT

from reportgen.format_check import check_format
from reportgen.making import make
from reportgen.pipeline import DOCX, PDF, examine, plan

EXAMPLES = sorted((ROOT / "docs" / "例").iterdir())
SCORES = {"一": ["94.66", "99.54"], "二": ["97.47", "89.69"], "三": []}  # reckoned by hand


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_nothing_is_wrong_with_an_example(folder: Path) -> None:
    [name] = [path.parent.name for path in folder.glob("*/format.yaml")]
    assert check_format(folder, name).problems == ()


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_an_example_can_be_handed_in(folder: Path) -> None:
    examined = examine(folder / "数据.yaml", folder)
    assert examined.problems == ()
    assert examined.case is not None
    scores = [str(one.find("总分").number) for one in examined.case.projects if "总分" in one.members]  # type: ignore[union-attr]
    assert [score for score in scores if score] == SCORES[folder.name]
    planned = plan(examined.case, draft=False)
    files, problems = make(planned, [DOCX, PDF], draft=False)
    assert problems == ()
    assert len(files) == 2 * len(planned)


@pytest.mark.parametrize("template", sorted((ROOT / "docs" / "例").glob("*/*/*.docx")), ids=lambda path: path.stem)
def test_every_page_of_an_example_has_its_number(template: Path) -> None:
    """A volume is counted through: each template prints the page in its footer."""
    with ZipFile(template) as package:
        footers = [package.read(name) for name in package.namelist() if name.startswith("word/footer")]
        assert footers
        assert all(b" PAGE " in footer for footer in footers)
        assert b"<w:footerReference" in package.read("word/document.xml")


def test_indicators_without_scores_are_checked_by_the_format_s_own_rules(tmp_path: Path) -> None:
    folder = ROOT / "docs" / "例" / "三"
    data = tmp_path / "数据.yaml"
    text = (folder / "数据.yaml").read_text(encoding="utf-8")
    data.write_text(re.sub(r"(完成值: 92%, 单位: \"%\"), 偏差原因: [^}]*", r"\1", text), encoding="utf-8")
    [wrong] = examine(data, folder).problems
    assert (wrong.code, wrong.place.line) == ("S50", 36)
    assert "标段按期完工率 没有完成的指标要写原因和改进措施：完成率 92" in wrong.message


def test_a_weight_where_nothing_is_scored_is_not_held_against_the_national_ones(tmp_path: Path) -> None:
    folder = ROOT / "docs" / "例" / "三"
    data = tmp_path / "数据.yaml"
    text = (folder / "数据.yaml").read_text(encoding="utf-8")
    data.write_text(text.replace("单位: 万亩}", "单位: 万亩, 分值: 10}", 1), encoding="utf-8")
    assert [one.code for one in examine(data, folder).problems if one.code == "S2"] == []
