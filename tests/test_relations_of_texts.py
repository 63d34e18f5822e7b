"""What 要求 and 条件 compare beside figures: texts, dates; tried also where the example never meets the condition."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cases import HEAD, NAME, templates_with
from small_docx import docx, p

from reportgen.format_check import check_format
from reportgen.pipeline import examine
from reportgen.problem import Problem

FORMAT = """\
名称: 试行格式
文件:
  - {模板: 报告.docx, 名称: 报告（【本项目.名称】）, 逐项: 项目}
列表:
  - 名称: 问题清单
    在: 项目
    字段:
      - {名称: 问题, 类型: 文字, 必填: 是}
      - {名称: 时限, 类型: 日期}
      - {名称: 是否完成, 类型: 是否}
"""
BODY = p("{{ 本项目.名称 }}") + p(
    "{% for 行 in 本项目.问题清单 %}{{ 行.问题 }}{{ 行.时限 }}{{ 行.是否完成 }}{% endfor %}"
)
DATA = """\
落款日期: 2027年3月18日
项目:
  - 名称: 甲
    问题清单:
      - {问题: 一, 时限: 2027年12月31日, 是否完成: 否}
      - {问题: 二, 时限: 2027年3月9日, 是否完成: 否}
      - {问题: 三, 是否完成: 否}
"""
ROW = '  - {代码: P60, 级别: 核实性, 范围: 问题清单, 规则: 逾期的要改完, 条件: "%s", 要求: "%s", 改法: 核对}\n'
OVERDUE, DONE = "时限 < 落款日期", "是否完成 == '是'"


def templates(folder: Path, when: str, demand: str, formulas: str = "") -> Path:
    rows = {"运算": formulas} if formulas else {}
    found = templates_with(folder, format=FORMAT, 审核="审核:\n" + ROW % (when, demand), **rows)
    (found / NAME / "报告.docx").write_bytes(docx(BODY))
    return found


def of_data(folder: Path, when: str, demand: str) -> list[Problem]:
    path = folder / "数据.yaml"
    path.write_text(HEAD + DATA, encoding="utf-8")
    found = examine(path, templates(folder, when, demand), maintaining=True).problems
    return [one for one in found if one.code in ("P60", "T4")]


def of_format(folder: Path, when: str, demand: str, formulas: str = "") -> list[tuple[str, str, str]]:
    found = check_format(templates(folder, when, demand, formulas), NAME).problems
    return [(one.code, one.message, one.hint) for one in found if one.code != "T8"]


def test_text_is_demanded_and_both_sides_are_quoted_at_the_line_of_the_row(tmp_path: Path) -> None:
    """The second problem is overdue; as texts 2027年12月31日 would be before 2027年3月18日, and 3月9日 after it."""
    [told] = of_data(tmp_path, OVERDUE, DONE)
    assert told.message == "项目.甲.问题清单.2 逾期的要改完：是否完成“否”，应 = “是”"
    assert "时限: 2027年3月9日" in (HEAD + DATA).splitlines()[told.place.line - 1]
    assert of_format(tmp_path / "格式", OVERDUE, DONE) == []


def test_dates_are_compared_as_dates_and_blank_ones_with_nothing(tmp_path: Path) -> None:
    [told] = of_data(tmp_path, "是否完成 == '否'", "时限 > 落款日期")
    assert told.message.endswith("时限“2027年3月9日”，应 > 落款日期“2027年3月18日”")


def test_row_without_a_name_has_the_line_of_its_first_field(tmp_path: Path) -> None:
    found = of_data(tmp_path, "not 空(问题)", "若(是否完成 == '是', 1, 0) == 1")
    lines = (HEAD + DATA).splitlines()
    assert [lines[one.place.line - 1].strip()[:8] for one in found] == ["- {问题: 一", "- {问题: 二", "- {问题: 三"]


@pytest.mark.parametrize(
    ("when", "demand", "message", "hint"),
    [
        ("时限 < '1900年1月1日'", "是否完成 + 1 > 2", "“是否完成 + 1”里需要一个数，得到的是“是”", "更正公式"),
        (
            "时限 < '1900年1月1日'",
            "时限 > '2027年3月'",
            "“2027年3月”不是日期，不能与“某日”比先后",
            "日期写成 '2025年3月20日'，年、月、日都写",
        ),
        ("not 空(问题)", "问题 != ''", "“问题 != ''”与空的文字比", "要求填写的，写 not 空(问题)"),
        ("not 空(问题)", "是否完成 == 是", "没有“是”这个名称", "是文字的，两边加引号：'是'；是名称的，核对写法"),
    ],
)
def test_what_cannot_be_compared_is_told_before_data_come_to_it(
    when: str, demand: str, message: str, hint: str, tmp_path: Path
) -> None:
    found = [one for one in of_format(tmp_path, when, demand) if one[0] == "T4"]
    assert [(re.sub(r"\d{4}年\d+月\d+日", "某日", told.partition("P60：")[2]), mend) for _, told, mend in found] == [
        (message, hint)
    ]


def test_formula_behind_a_condition_is_tried_too(tmp_path: Path) -> None:
    formulas = "运算:\n  - {名称: 试算, 范围: 问题清单, 条件: 时限 < '1900年1月1日', 公式: 是否完成 × 2}\n"
    found = of_format(tmp_path, OVERDUE, DONE, formulas)
    assert [(code, message) for code, message, _ in found if code == "T4"] == [
        ("T4", "运算公式“试算”：“是否完成 × 2”里需要一个数，得到的是“是”")
    ]
