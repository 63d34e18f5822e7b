"""Slips of those who make templates and rules: each is told once, with what to write."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from cases import HEAD, NAME, templates_with
from small_docx import docx, p, tbl, tr

from reportgen.figures.scope import Value
from reportgen.format_check import check_format
from reportgen.formats import load_format
from reportgen.lint.template import template_of
from reportgen.lint.whole import findings
from reportgen.pipeline import examine, plan
from reportgen.starting.example import case_of, example
from reportgen.starting.offers import offers

FORMAT = """\
名称: 试行格式
文件:
  - {模板: 报告.docx, 名称: 自评表（【本项目.名称】）, 逐项: 项目}
字段:
  - {在: 单位, 名称: 联系电话, 类型: 文字}
  - {在: 项目, 名称: 联系电话, 类型: 文字}
  - {在: 项目, 名称: 项目负责人, 类型: 文字}
列表:
  - 名称: 问题清单
    在: 项目
    字段:
      - {名称: 问题, 类型: 文字}
      - {名称: 是否完成, 类型: 是否}
来源行: [中央补助, 市级配套, 地方资金]
"""
HEADING = p("{{ 单位.联系电话 }}{{ 本项目.名称 }}{{ 本项目.联系电话 }}{{ 本项目.项目负责人 }}{{ 本项目.总分 }}")
PROBLEMS = p("{% for 行 in 本项目.问题清单 %}{{ 行.问题 }}{{ 行.是否完成 }}{% endfor %}")
BODY = HEADING + PROBLEMS
ROWS = {name: tr(name, f"{{{{ 本项目.来源.{name}.全年预算数 }}}}") for name in ("中央补助", "市级配套", "地方资金")}
INDICATORS = tbl(
    tr("指标", "值"),
    tr("{%tr for 行 in 本项目.指标 %}"),
    tr("{{ 行.三级 }}", "{{ 行.指标值 }}{{ 行.完成值 }}"),
    tr("{%tr endfor %}"),
)


def made(folder: Path, body: str = BODY, **files: str) -> Path:
    templates = templates_with(folder, **({"format": FORMAT} | files))
    (templates / NAME / "报告.docx").write_bytes(docx(body))
    return templates


def told(folder: Path, body: str = BODY, **files: str) -> list[tuple[str, str, str]]:
    found = check_format(made(folder, body, **files), NAME).problems
    return [(one.code, one.level.value, one.hint) for one in found]


@cache
def names(folder: Path) -> Mapping[str, Value]:
    format, _ = load_format(made(folder), NAME)
    assert format is not None
    case, _ = case_of(example(format, whole=True), format)
    assert case is not None
    return plan(case, draft=False)[0].names


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Value]:
    return names(tmp_path_factory.mktemp("试行"))


@pytest.mark.parametrize(
    ("tag", "code", "hint"),
    [
        ("{{ 本项目.等级 }}", "T28", "可能是“本项目.评定等级”：由程序按总分评的等级"),
        ("{% if 本项目.等级 %}。{% endif %}", "T28", "可能是“本项目.评定等级”：由程序按总分评的等级"),
        ("{{ 行.是否完成 }}", "T28", "“行”只在它的循环里能用：移到循环里面，或写完整的名称"),
        ("{{ 本项目.来源.市级配套资金.全年预算数 }}", "T28", "可能是“本项目.来源.市级配套”"),
        ("{{ 本项目.来源.省里.全年预算数 }}", "T28", "“本项目.来源”的各行：中央补助、市级配套、地方资金"),
        ("{{ 来源.市级配套.全年预算数 }}", "T28", "可能是“本项目.来源”"),
        ("{{ 本项目.全年预算数 ÷ 10000 }}", "T23", "写进 运算.yaml，标签里只写名称"),
        ("{{ 本项目.全年预算数×2 }}", "T23", "写进 运算.yaml，标签里只写名称"),
        ("{% if 本项目.名称 == 是 %}。{% endif %}", "T28", "是文字的，两边加引号：'是'；是名称的，核对写法"),
        ("{{ 本项目.负责人 }}", "T28", "可能是“本项目.项目负责人”"),
        ("{{ 联系电话 }}", "T28", "可能是“本项目.联系电话”或“单位.联系电话”"),
    ],
)
def test_tag(tag: str, code: str, hint: str, known: Mapping[str, Value]) -> None:
    found = findings(template_of(docx(p(tag)), "模板.docx"), [known])
    assert [(one.code, one.hint) for one in found] == [(code, hint)]


def test_row_tag_outside_a_table_has_one_mend(known: Mapping[str, Value]) -> None:
    body = p("{%tr if 本项目.名称 %}") + p("甲") + p("{%p endif %}")
    found = findings(template_of(docx(body), "模板.docx"), [known])
    assert [(one.code, one.hint) for one in found] == [("T14", "段落用 {%p … %}")]


def test_name_that_is_always_blank_is_not_offered(tmp_path: Path) -> None:
    format, _ = load_format(made(tmp_path), NAME)
    assert format is not None
    offered = {one.name for one in offers(format)}
    assert "本项目.评定等级" in offered
    assert "本项目.等级" not in offered


def test_row_of_sources_in_a_formula(tmp_path: Path) -> None:
    formula = "运算:\n  - {名称: 市级, 范围: 项目, 公式: 来源.市里.全年预算数, 单位: 万元}\n"
    assert ("T4", "强制性", "“来源”的各行：中央补助、市级配套、地方资金") in told(tmp_path, 运算=formula)


def test_list_without_its_place_is_told_once(tmp_path: Path) -> None:
    lacking = FORMAT.replace("    在: 项目\n", "")
    assert [(code, hint[:3]) for code, _, hint in told(tmp_path, format=lacking)] == [("D2", "填写：")]


def test_formula_cut_at_its_comma_is_told_once(tmp_path: Path) -> None:
    formula = "运算:\n  - {名称: 没改完, 范围: 项目, 公式: 数量(问题清单, 是否完成 == '否'), 单位: 个}\n"
    found = told(tmp_path / "错", BODY + p("{{ 本项目.没改完 }}"), 运算=formula)
    assert [code for code, _, _ in found] == ["D1"]
    right = formula.replace("数量(问题清单, 是否完成 == '否')", "\"数量(问题清单, 是否完成 == '否')\"")
    assert told(tmp_path / "对", BODY + p("{{ 本项目.没改完 }}"), 运算=right) == []


@pytest.mark.parametrize(
    ("left_out", "level"), [((), None), (("市级配套",), "核实性"), (("市级配套", "地方资金"), None)]
)
def test_row_that_a_sheet_leaves_out(left_out: tuple[str, ...], level: str | None, tmp_path: Path) -> None:
    """A sheet that names one row of three speaks of that one; one that names two has forgotten the third."""
    sheet = tbl(*(row for name, row in ROWS.items() if name not in left_out))
    found = told(tmp_path, BODY + sheet)
    assert found == ([("T8", level, "在表里加上“市级配套”一行；本来就不印的，不必改")] if level else [])


def test_sheet_that_loops_over_its_rows_leaves_none_out(tmp_path: Path) -> None:
    loop = tbl(
        tr("来源", "预算（万元）"),
        tr("{%tr for 行 in 本项目.来源 %}"),
        tr("{{ 行.名称 }}", "{{ 行.全年预算数 }}"),
        tr("{%tr endfor %}"),
    )
    assert told(tmp_path, BODY + loop + tbl(ROWS["中央补助"], ROWS["地方资金"])) == []


@pytest.mark.parametrize(
    ("body", "profile", "speaks"),
    [
        (BODY + INDICATORS, "舍入: 四舍五入\n", False),
        (BODY.replace("{{ 本项目.总分 }}", "") + INDICATORS, "舍入: 四舍五入\n", True),
        (BODY.replace("{{ 本项目.总分 }}", ""), "舍入: 四舍五入\n", False),
        (
            BODY.replace("{{ 本项目.总分 }}", "") + INDICATORS,
            "执行率: {分值: 无}\n项目指标计分: 否\n部门指标计分: 否\n等级: []\n",
            False,
        ),
    ],
)
def test_scores_that_no_document_prints(body: str, profile: str, speaks: bool, tmp_path: Path) -> None:
    found = [(code, level) for code, level, _ in told(tmp_path, body, profile=profile)]
    assert found == ([("T8", "提示性")] if speaks else [])


def test_thousands_in_braces_are_told_once_and_read_as_meant(tmp_path: Path) -> None:
    row = "项目:\n  - {{名称: 甲, 全年预算数: 5, 来源: {{中央补助: {{全年预算数: {}, 全年执行数: 1}}}}}}\n"
    path = tmp_path / "数据.yaml"
    messages = []
    for amount in ("18,500,000.5", "18500000.5"):
        path.write_text(HEAD + row.format(amount), encoding="utf-8")
        shutil.rmtree(tmp_path / "templates", ignore_errors=True)
        messages.append([(one.code, one.message, one.hint) for one in examine(path, made(tmp_path)).problems])
    told = ("Y12", "“18,500,000.5”里的逗号会把数切开", "写成：18500000.5")
    assert told in messages[0]
    assert [one for one in messages[0] if one != told] == messages[1]
