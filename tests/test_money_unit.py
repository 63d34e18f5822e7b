"""金额单位: a format whose amounts are typed and printed in 元; amounts shown in another unit than the typed one."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import HEAD, NAME, derived, format_folder, format_of, shown, templates_with

from reportgen.formats import load_format
from reportgen.pipeline import Examined, examine
from reportgen.starting.blank import blank
from reportgen.starting.fields_used import fields_used

IN_YUAN = "名称: 试行格式\n金额单位: 元\n文件:\n  - {模板: 报告.docx, 名称: 报告}\n"
DATA = """\
资金:
  收入: {财政拨款: 1200000.5}
  支出: {基本支出: {全年预算数: 1000000, 经济分类: {人员经费: 800000, 公用经费: 100000}}}
项目:
  - 名称: 甲
    年初预算数: 235000
    追加: 5000.25
    全年执行数: 120000.13
    来源: {财政: {全年预算数: 240000.25, 全年执行数: 120000.12}, 其他: {全年预算数: 0, 全年执行数: 0}}
    分配: {东乡: {数量: 3, 单位: 人, 标准: 40000}}
    指标:
      - {一级: 产出指标, 二级: 成本指标, 三级: 培训费, 符号: ≤, 指标值: 240000, 完成值: 250000, 单位: 元, 分值: 90}
事实:
  大额资金: {值: 1.2, 单位: 亿元}
"""


def in_yuan(folder: Path, data: str = DATA, **files: str) -> Examined:
    folder.mkdir(exist_ok=True)
    path = folder / "数据.yaml"
    path.write_text(HEAD + data, encoding="utf-8")
    return examine(path, templates_with(folder, format=IN_YUAN, **files), maintaining=True)


def printed(examined: Examined, name: str) -> str:
    assert examined.case is not None
    return shown(examined.case.root, name)


def test_amounts_are_typed_reckoned_and_printed_in_yuan(tmp_path: Path) -> None:
    found = in_yuan(tmp_path)
    assert {p.code for p in found.problems} & {"T4", "D8", "D4"} == set()
    assert {
        name: printed(found, name)
        for name in (
            "项目.甲.全年预算数", "项目.合计.全年执行数", "项目.甲.执行率", "支出.合计", "收入.合计", "结转结余.年末",
            "项目.甲.分配.合计.金额", "年度资金总额.全年预算数", "事实.大额资金.值", "规则.金额单位",
        )
    } == {
        "项目.甲.全年预算数": "240000.25元",
        "项目.合计.全年执行数": "120000.13元",
        "项目.甲.执行率": "50.00%",
        "支出.合计": "1020000.13元",
        "收入.合计": "1200000.5元",
        "结转结余.年末": "180000.37元",
        "项目.甲.分配.合计.金额": "120000元",
        "年度资金总额.全年预算数": "1240000.25元",
        "事实.大额资金.值": "1.2亿元",
        "规则.金额单位": "元",
    }  # fmt: skip


def test_checks_of_money_look_at_yuan(tmp_path: Path) -> None:
    told = [p.message for p in in_yuan(tmp_path).problems]
    assert any("等于各来源之和：全年执行数 120000.13，应 = 合计(来源.全年执行数) 120000.12" in m for m in told)
    assert any("成本指标各行完成值合计 250000，项目.甲.全年执行数 为 120000.13" in m for m in told)
    cents = in_yuan(tmp_path / "分", DATA.replace("235000", "235000.125")).problems
    [one] = [p for p in cents if p.code == "F9"]
    assert "超过两位小数" in one.message
    assert "元写到分为止" in one.hint


@pytest.mark.parametrize(
    ("typed", "hint"), [("23.5万元", "换算成元后只写数字，不带“万元”"), ("235000元", "只写 235000；本字段的单位是元")]
)
def test_a_unit_in_a_number_is_told(typed: str, hint: str, tmp_path: Path) -> None:
    [one] = [p for p in in_yuan(tmp_path, DATA.replace("235000", typed)).problems if p.code == "D8"]
    assert hint in one.hint


def test_the_price_of_a_piece_is_no_part_of_the_money_of_a_project(tmp_path: Path) -> None:
    each = DATA.replace("三级: 培训费", "三级: 人均培训费")
    assert not [p for p in in_yuan(tmp_path, each).problems if p.code == "S12"]


def test_own_fields_in_money_are_in_yuan_too(tmp_path: Path) -> None:
    fields = ("{在: 项目, 名称: 到位资金, 类型: 金额}", "{在: 项目, 名称: 总投资, 类型: 数, 单位: 万元}")
    own = IN_YUAN + "字段:\n" + "".join(f"  - {field}\n" for field in fields)
    templates = templates_with(tmp_path / "甲", format=own)
    path = tmp_path / "数据.yaml"
    path.write_text(HEAD + "项目: [{名称: 甲, 到位资金: 5000, 总投资: 3}]\n", encoding="utf-8")
    found = examine(path, templates, maintaining=True)
    assert printed(found, "项目.甲.到位资金") == "5000元"
    assert printed(found, "项目.合计.到位资金") == "5000元"
    assert printed(found, "项目.甲.总投资") == "3万元"


def test_new_says_the_unit(tmp_path: Path) -> None:
    format = format_of(templates_with(tmp_path, format=IN_YUAN))
    assert "金额一律元；" in blank(format, fields_used(format), "数据.yaml", "数据.schema.json")


def test_only_yuan_or_ten_thousand(tmp_path: Path) -> None:
    wrong = IN_YUAN.replace("金额单位: 元", "金额单位: 亿元")
    _, problems = load_format(templates_with(tmp_path, format=wrong), NAME)
    assert [(p.code, p.place.line, p.hint) for p in problems] == [("D5", 2, "只能填：万元、元")]


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("公式: 年初预算数, 单位: 元", "235000元"),
        ("公式: 年初预算数 × 10000, 单位: 元", "235000元"),
        ("公式: 年初预算数, 单位: 亿元", "0.00235亿元"),
        ("公式: 年初预算数 ÷ 10000, 单位: 亿元", "0.00235亿元"),
        ("公式: 年初预算数 × 2, 单位: 元", "470000元"),
        ("公式: 年初预算数, 单位: 万元", "23.5万元"),
        ("公式: 年初预算数, 单位: 分", "23.5分"),
    ],
)
def test_a_formula_is_shown_in_the_unit_of_its_row(row: str, value: str, tmp_path: Path) -> None:
    rows = f"运算:\n  - {{名称: 换算, 范围: 项目, {row}}}\n"
    root, problems = derived(tmp_path, "项目: [{名称: 甲, 年初预算数: 23.5}]\n", 运算=rows)
    assert problems == ()
    assert shown(root, "项目.甲.换算") == value


def test_formulas_of_a_format_that_is_extended_are_in_yuan(tmp_path: Path) -> None:
    templates = templates_with(tmp_path, format=IN_YUAN, profile="继承: 省\n")
    rows = "运算:\n  - {名称: 省里的, 公式: 收入.合计, 单位: 万元}\n"
    format_folder(templates, "省", profile="舍入: 四舍五入\n", 运算=rows)
    path = tmp_path / "数据.yaml"
    path.write_text(HEAD + DATA, encoding="utf-8")
    assert printed(examine(path, templates, maintaining=True), "省里的") == "1200000.5元"
