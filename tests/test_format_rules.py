"""A format's rules against its templates and its example: each mistake is told at its place, and silent when mended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from cases import NAME, templates_with
from click.testing import CliRunner
from small_docx import docx, p, tbl, tr

from reportgen.cli import main
from reportgen.format_check import check_format
from reportgen.pipeline import examine
from reportgen.places import shipped_folder

HEAD = "名称: 试行格式\n文件:\n  - {模板: 报告.docx, 名称: 自评表（【本项目.名称】）, 逐项: 项目}\n"
LIST = """列表:
  - 名称: 目标
    在: 项目
    字段:
      - {名称: 名称, 类型: 文字}
      - {名称: 权重, 类型: 数, 单位: "%"}
      - {名称: 指标, 类型: 指标表}
"""
NARRATIVE = "叙述:\n  - {名称: 概况, 必填: 是, 说明: 写概况}\n"
PROSE = p("{%p for 段 in 叙述.概况 %}") + p("{{ 段 }}") + p("{%p endfor %}")
TITLE = p("{{ 本项目.名称 }}{{ 本项目.执行率 }}{{ 本项目.执行偏差原因 }}")
INDICATORS = tbl(
    tr("指标", "得分"),
    tr("{%tr for 行 in 本项目.指标 %}"),
    tr("{{ 行.一级 }}{{ 行.三级 }}{{ 行.完成值 }}", "{{ 行.得分.数 }}"),
    tr("{%tr endfor %}"),
)
WHOLE = TITLE + INDICATORS
GOALS = tbl(
    tr("目标", "得分"),
    tr("{%tr for 甲 in 本项目.目标 %}"),
    tr("{{ 甲.名称 }}{{ 甲.权重 }}", "{{ 甲.总分.数 }}"),
    "{}",
    tr("{%tr endfor %}"),
)
ROWS = tr("{%tr for 行 in 甲.指标 %}") + tr("{{ 行.三级 }}{{ 行.完成值 }}", "{{ 行.得分.数 }}") + tr("{%tr endfor %}")
IN_GOALS = TITLE + GOALS.replace("{}", ROWS)
NOT_IN_GOALS = TITLE + GOALS.replace("{}", ROWS.replace("甲.指标", "指标"))
TOTAL = """运算:
  - {名称: 加权, 范围: 目标, 公式: 总分 × 权重, 单位: 分, 位数: 2}
  - {名称: 总分, 范围: 项目, 公式: 合计(目标.加权) × 80% + 执行率得分, 单位: 分, 位数: 2}
"""
TWENTY = "执行率: {分值: 20}\n"
HUNDRED = "权重:\n  - {一级: 产出指标, 分值: 50}\n  - {一级: 效益指标, 分值: 30}\n  - {一级: 满意度指标, 分值: 20}\n"
EIGHTY = HUNDRED.replace("20}", "10}").replace("30}", "20}")
NINETY = HUNDRED.replace("20}", "10}")
OF_GOAL = "  - {代码: S50, 级别: 强制性, 范围: 目标, 规则: 每个目标 100 分, 要求: 分值合计 == 100}\n"
OF_ALL = "  - {代码: S1, 级别: 强制性, 范围: 项目, 规则: 分值合计为 100, 条件: 分值合计 > 0, 要求: 分值合计 == 110}\n"


@dataclass(frozen=True)
class Case:
    """A format with a mistake, what is said of it (code, level, file, line), and what of it the remedy changes."""

    told: str
    files: dict[str, str]
    mended: dict[str, str]
    body: str = WHOLE
    right: str = ""


def relation(code: str = "F50", when: str = "", demand: str = "全年执行数 >= 0", scope: str = "项目") -> str:
    condition = f'条件: "{when}", ' if when else ""
    return f'  - {{代码: {code}, 级别: 强制性, 范围: {scope}, 规则: 试, {condition}要求: "{demand}"}}\n'


CASES = {
    "执行率也写进权重": Case(
        "T44 核实性 profile.yaml:2",
        {"profile": HUNDRED + "  - {一级: 预算执行率, 分值: 10}\n"},
        {"profile": NINETY},
    ),
    "执行率的分值改了": Case("T44 核实性 profile.yaml:1", {"profile": TWENTY}, {"profile": TWENTY + EIGHTY}),
    "权重不到九十": Case("T44 核实性 profile.yaml:2", {"profile": EIGHTY}, {"profile": NINETY}),
    "目标的权重": Case(
        "T44 核实性 profile.yaml:3",
        {"format": HEAD + LIST, "profile": TWENTY + EIGHTY, "审核": "审核:\n" + OF_GOAL, "运算": TOTAL},
        {"profile": TWENTY + HUNDRED},
        IN_GOALS,
    ),
    "继承的权重": Case(
        "T44 核实性 审核.yaml:2",
        {"format": HEAD + LIST, "审核": "审核:\n" + OF_GOAL, "运算": TOTAL},
        {"profile": HUNDRED},
        IN_GOALS,
    ),
    "一级的写法": Case(
        "T45 提示性 profile.yaml:2",
        {"profile": NINETY.replace("产出指标", "产出")},
        {"profile": NINETY},
    ),
    "公式漏了百分号": Case(
        "T51 强制性 运算.yaml:3",
        {"format": HEAD + LIST, "运算": TOTAL.replace("80%", "80"), "profile": TWENTY + HUNDRED},
        {"运算": TOTAL},
        IN_GOALS,
    ),
    "代码相同": Case(
        "T47 提示性 审核.yaml:2",
        {"审核": "审核:\n" + relation("F1")},
        {"审核": "审核:\n" + relation("F50")},
    ),
    "范围错，总是空": Case(
        "T48 提示性 审核.yaml:2",
        {"format": HEAD + LIST, "运算": TOTAL, "审核": "审核:\n" + relation(demand="分值合计 == 90")},
        {"审核": "审核:\n" + relation(demand="分值合计 == 90", scope="目标")},
        IN_GOALS,
    ),
    "条件总是空": Case(
        "T48 提示性 审核.yaml:2",
        {"format": HEAD + LIST, "运算": TOTAL, "审核": "审核:\n" + relation(when="分值合计 > 0")},
        {"审核": "审核:\n" + relation(when="合计(目标.分值合计) > 0")},
        IN_GOALS,
    ),
    "没有一个标签": Case("T49 核实性 报告.docx:0", {}, {}, p("项目名称") + tbl(tr("指标", "得分")), WHOLE),
    "目标里的指标没有印": Case(
        "T8 核实性 format.yaml:10",
        {"format": HEAD + LIST, "运算": TOTAL},
        {},
        NOT_IN_GOALS,
        IN_GOALS,
    ),
    "必填的叙述没有印": Case("T8 核实性 format.yaml:5", {"format": HEAD + NARRATIVE}, {}, WHOLE, WHOLE + PROSE),
    "叙述没有印": Case(
        "T8 提示性 format.yaml:5", {"format": HEAD + NARRATIVE.replace("必填: 是, ", "")}, {"format": HEAD}
    ),
}


def a_format(folder: Path, body: str, files: dict[str, str]) -> Path:
    templates = templates_with(folder, **{"format": HEAD, **files})
    (templates / NAME / "报告.docx").write_bytes(docx(body))
    return templates


def told(templates: Path) -> list[str]:
    found = check_format(templates, NAME).problems
    return [f"{one.code} {one.level.value} {Path(one.place.file).name}:{one.place.line}" for one in found]


@pytest.mark.parametrize("name", CASES)
def test_mistake_is_told_at_its_place_and_its_remedy_works(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    assert told(a_format(tmp_path / "wrong", case.body, case.files)) == [case.told]
    assert told(a_format(tmp_path / "right", case.right or case.body, case.files | case.mended)) == []


def test_remedy_of_weights_says_what_to_write(tmp_path: Path) -> None:
    def hints(name: str) -> list[str]:
        case = CASES[name]
        return [one.hint for one in check_format(a_format(tmp_path / name, case.body, case.files), NAME).problems]

    assert hints("执行率也写进权重") == ["执行率的分值写在 执行率: {分值: …}；从“权重”里删去“预算执行率”"]
    also = "；表上就是 110 分的，写 满分: 110"
    assert hints("执行率的分值改了") == ["“权重”各项改成合计 80，或改 执行率: {分值: …}" + also]
    assert hints("目标里的指标没有印") == ["在“目标”的循环里再写一层循环：{%tr for 行 in 甲.指标 %}"]


def test_a_form_of_110_says_so_itself(tmp_path: Path) -> None:
    """A format may replace the program's relation by its own."""
    weights = {"profile": HUNDRED}
    assert told(a_format(tmp_path / "100", WHOLE, weights)) == ["T44 核实性 profile.yaml:2"]
    assert told(a_format(tmp_path / "110", WHOLE, weights | {"审核": "审核:\n" + OF_ALL})) == []


def test_levels_that_the_form_or_its_rules_write_are_known(tmp_path: Path) -> None:
    short = NINETY.replace("产出指标", "产出")
    listed = short + "必填一级: [产出, 效益指标]\n"
    rule = "运算:\n  - {名称: 产出分, 范围: 项目, 公式: \"合计(指标.得分, 一级 == '产出')\", 单位: 分}\n"
    assert told(a_format(tmp_path / "必填", WHOLE, {"profile": listed})) == []
    assert told(a_format(tmp_path / "公式", WHOLE, {"profile": short, "运算": rule})) == []
    assert told(a_format(tmp_path / "别的", WHOLE, {"profile": NINETY.replace("产出指标", "过程")})) == []


def test_relation_that_replaces_one_of_the_program_keeps_its_code(tmp_path: Path) -> None:
    replaced = "  - {代码: F8, 级别: 核实性, 范围: 项目, 规则: 没有预算的项目不应有执行数, 要求: 全年预算数 >= 0}\n"
    assert told(a_format(tmp_path, WHOLE, {"审核": "审核:\n" + replaced})) == []


def test_relation_on_a_text_and_one_of_any_alternative_are_no_idle_ones(tmp_path: Path) -> None:
    rows = relation("P50", demand="not 空(名称)") + relation("F51", "上年结转 == 0 or 空(上年结转)", "全年执行数 >= 0")
    assert told(a_format(tmp_path, WHOLE, {"审核": "审核:\n" + rows})) == []


FIELD = "字段:\n  - {在: 项目, 名称: 负责人, 类型: 文字}\n  - {在: 指标, 名称: 上年值, 类型: 文字}\n"
UNREADABLE = {
    "全角花括号": ("｛｛ 本项目.名称 ｝｝", "T20"),
    "全角竖线": ("{{ 本项目.名称｜vmerge }}", "T19"),
    "全角": ("{{ 本项目．名称 }}", "T19"),
    "少了结束": ("{% if 本项目.名称 %}", "T29"),
    "计算": ("{{ 本项目.年初预算数 + 1 }}", "T23"),
    "写法": ("{% if 本项目.名称 is defined %}有{% endif %}", "T23"),
    "循环一组字段": ("{% for 甲 in 本项目.总体目标 %}{{ 甲 }}{% endfor %}", "T29"),
    "名称": ("{{ 本项目.名秤 }}", "T28"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_nothing_is_unprinted_of_a_template_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    text, code = UNREADABLE[name]
    codes = {one.split()[0] for one in told(a_format(tmp_path, WHOLE + p(text), {"format": HEAD + FIELD + NARRATIVE}))}
    assert "T8" not in codes
    assert any(one[:2] in ("T1", "T2") for one in codes), codes
    assert code in codes or code == "T19"


def test_curly_quotes_are_read_as_the_engine_reads_them(tmp_path: Path) -> None:
    body = TITLE + INDICATORS.replace("{{ 行.一级 }}", "{% if 行.一级 == ‘产出指标’ %}{{ 行.上年值 }}{% endif %}")
    found = told(a_format(tmp_path, body, {"format": HEAD + FIELD}))
    assert [one for one in found if one.startswith("T8")] == ["T8 提示性 format.yaml:5"]  # 负责人, and not 上年值
    assert len(found) == 2  # and the quotes


def test_template_that_is_not_there_hides_what_is_printed(tmp_path: Path) -> None:
    head = HEAD.replace("报告.docx", "报表.docx") + NARRATIVE
    assert [one.split()[0] for one in told(a_format(tmp_path, WHOLE, {"format": head}))] == ["T2", "T2"]


DATA = f"""格式: {NAME}
年度: 2024
单位: {{名称: 某局}}
项目:
  - 名称: 甲项目
    年初预算数: 10
    全年执行数: 10
    目标:
      - 名称: 目标一
        权重: 100%
        指标:
          - {{一级: 产出指标, 二级: 数量指标, 三级: 次数, 符号: ≥, 指标值: 5, 完成值: 5, 单位: 次, 分值: 40}}
"""


def found_in(folder: Path, body: str, data: str = DATA, **files: str) -> list[str]:
    templates = a_format(folder, body, {"format": HEAD + LIST, "运算": TOTAL, **files})
    path = folder / "数据.yaml"
    path.write_text(data, encoding="utf-8")
    return [f"{one.code} {one.message}" for one in examine(path, templates).problems]


def test_accountant_is_stopped_where_filled_indicators_are_not_printed(tmp_path: Path) -> None:
    wrong = [one for one in found_in(tmp_path / "wrong", NOT_IN_GOALS) if one.startswith("T9")]
    assert wrong == [f"T9 格式“{NAME}”有 1 处错误，请维护人运行 reportgen formats check {NAME}"]
    assert not [one for one in found_in(tmp_path / "right", IN_GOALS) if one.startswith("T9")]
    unfilled = DATA[: DATA.index("        指标:")]
    assert not [one for one in found_in(tmp_path / "none", NOT_IN_GOALS, unfilled) if one.startswith("T9")]


def test_total_of_a_formula_keeps_to_the_full_mark(tmp_path: Path) -> None:
    wrong = found_in(tmp_path / "wrong", IN_GOALS, 运算=TOTAL.replace("80%", "80"))
    assert [one for one in wrong if one.startswith("S3")] == ["S3 项目.甲项目.总分 3210，超过满分 100"]
    assert not [one for one in found_in(tmp_path / "right", IN_GOALS) if one.startswith("S3")]


def test_execution_without_a_cap_may_go_beyond_the_full_mark(tmp_path: Path) -> None:
    profile = "执行率: {分值: 100, 封顶: 无}\n"
    rule = "运算:\n  - {名称: 总分, 范围: 项目, 公式: 执行率得分 × 1, 单位: 分}\n"
    data = DATA.replace("全年执行数: 10", "全年执行数: 11")
    free = found_in(tmp_path / "free", IN_GOALS, data, 运算=rule, profile=profile)
    assert not [one for one in free if one.startswith("S3")]
    double = found_in(tmp_path / "double", IN_GOALS, data, 运算=rule.replace("× 1", "× 2"), profile=profile)
    assert [one for one in double if one.startswith("S3")]


ROW = DATA.splitlines()[-1] + "\n"
SECOND = "      - 名称: 目标二\n        权重: 0%\n        指标:\n" + ROW.replace("次数", "人数")


def test_levels_of_a_list_are_weighed_item_by_item(tmp_path: Path) -> None:
    """The weights of the profile are those of each goal, or of all together where these add up to them."""
    weights = "权重:\n  - {一级: 产出指标, 分值: 40}\n  - {一级: 效益指标, 分值: 40}\n"
    benefit = ROW.replace("产出指标", "效益指标").replace("数量指标", "社会效益指标").replace("次数", "户数")
    half = DATA.replace("分值: 40", "分值: 20")

    def weighed(name: str, data: str) -> list[str]:
        return [one for one in found_in(tmp_path / name, IN_GOALS, data, profile=weights) if one.startswith("S2")]

    assert weighed("together", half + SECOND.replace("分值: 40", "分值: 20") + benefit) == []
    more = weighed("each", DATA + SECOND.replace("分值: 40", "分值: 50"))
    assert more == ["S2 项目.甲项目.目标.目标二 产出指标分值合计 50，规定为 40"]


def test_required_levels_may_stand_in_lists(tmp_path: Path) -> None:
    required = "必填一级: []\n必填二级: [数量指标, 质量指标]\n"
    lacking = [one for one in found_in(tmp_path / "one", IN_GOALS, profile=required) if one.startswith("S13")]
    assert lacking == ["S13 项目.甲项目 缺少二级指标：质量指标"]
    both = DATA + SECOND.replace("数量指标", "质量指标")
    assert not [one for one in found_in(tmp_path / "two", IN_GOALS, both, profile=required) if one.startswith("S13")]


def test_prose_without_a_place_is_told_without_empty_brackets(tmp_path: Path) -> None:
    found = found_in(tmp_path, IN_GOALS + PROSE, format=HEAD + LIST + NARRATIVE)
    assert "P6 叙述里缺少“概况”" in found


def test_all_are_explained() -> None:
    for code in ("T8", "T44", "T45", "T46", "T47", "T48", "T49", "T51", "T52"):
        done = CliRunner().invoke(main, ["explain", code, "--templates", str(shipped_folder())])
        assert (done.exit_code, "依据" in done.output, "例：" in done.output) == (0, True, True), code
