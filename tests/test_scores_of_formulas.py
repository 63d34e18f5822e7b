"""Scores by a format's own formulas: conditions told, blanks that are no zero, rows and rules that do not exist."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from cases import HEAD, NAME, format_of, templates_with
from small_docx import docx, p

from reportgen.figures.figure import Figure
from reportgen.figures.why import show_why, tree_of
from reportgen.format_check import check_format
from reportgen.pipeline import Examined, examine
from reportgen.problem import Level
from reportgen.starting.fields_used import fields_used
from reportgen.starting.invented import plausible

FORMAT = """\
名称: 试行格式
文件:
  - {模板: 报告.docx, 名称: 报告}
字段:
  - {在: 部门, 名称: 满意率, 类型: 数, 单位: "%"}
  - {在: 部门, 名称: 制度健全, 类型: 是否}
  - {在: 部门, 名称: 完成数, 类型: 数, 单位: 项}
  - {在: 部门, 名称: 计划数, 类型: 数, 单位: 项}
  - {在: 部门, 名称: 打分, 类型: 数, 单位: 分}
列表:
  - 名称: 效果
    在: 部门
    行: [公众满意度, 社会效益]
    字段:
      - {名称: 偏差原因, 类型: 文字}
"""
BANDS = "若(满意率 >= 90%, 分值, 若(满意率 >= 80%, 分值 × 80%, 0))"
ROWS = """\
运算:
  - {{名称: 分值, 范围: 效果, 公式: 10, 单位: 分}}
  - {{名称: 得分, 范围: 效果, 条件: 名称 == '公众满意度', 公式: "{formula}", 单位: 分}}
"""
WHOLE = "满意率: 88.6%\n制度健全: 是\n完成数: 23\n计划数: 24\n"
NATIONAL = "执行率: {分值: 无}\n权重: []\n必填一级: []\n必填二级: []\n"


def looked_at(folder: Path, formula: str, data: str = WHOLE, rows: str = ROWS, profile: str = NATIONAL) -> Examined:
    templates = templates_with(folder, format=FORMAT, profile=profile, 运算=rows.format(formula=formula))
    path = folder / "数据.yaml"
    path.write_text(HEAD + data + "效果: {公众满意度: {偏差原因: 无}, 社会效益: {偏差原因: 无}}\n", encoding="utf-8")
    return examine(path, templates, maintaining=True)


def weighed(examined: Examined, code: str) -> list[str]:
    return [f"{one.level}[{one.code}] {one.message}" for one in examined.problems if one.code == code]


def score(examined: Examined) -> Figure:
    assert examined.case is not None
    found = examined.case.root.at_path("效果.公众满意度.得分")
    assert isinstance(found, Figure)
    return found


def told(examined: Examined, code: str) -> list[str]:
    return [one.message for one in examined.problems if one.code == code]


def test_why_shows_what_conditions_look_at_and_the_branch_taken(tmp_path: Path) -> None:
    found = score(looked_at(tmp_path, BANDS))
    lines = show_why(found).splitlines()
    assert lines[0] == "效果.公众满意度.得分 8分"
    assert lines[2:4] == ["    满意率 >= 90% 不成立", "    满意率 >= 80% 成立，取 分值 × 80%"]
    assert [one.name for one in found.operands] == ["效果.公众满意度.分值", "满意率"]
    assert tree_of(found)["branches"] == ["满意率 >= 90% 不成立", "满意率 >= 80% 成立，取 分值 × 80%"]


def test_a_score_of_zero_has_its_reason(tmp_path: Path) -> None:
    found = score(looked_at(tmp_path, "若(满意率 >= 90%, 分值, 0)"))
    assert (found.value, [one.name for one in found.operands]) == (0, ["满意率"])


def test_words_of_a_condition_are_told(tmp_path: Path) -> None:
    found = score(looked_at(tmp_path, "若(制度健全 == '否' or 满意率 > 100%, 0, 分值)"))
    assert found.branches == ("制度健全 == '否' or 满意率 > 100% 不成立（制度健全 “是”），取 分值",)


@pytest.mark.parametrize(
    ("formula", "without"),
    [
        (BANDS, "满意率"),
        ("若(满意率 <= 100%, 分值, 最大(0, 分值 - (满意率 - 100%) ÷ 1% × 1))", "满意率"),
        ("若(满意率 >= 60% and 制度健全 == '是', 分值, 0)", "制度健全"),
        ("若(not 制度健全 == '是', 0, 分值)", "制度健全"),
        ("最大(0, 分值 - (95% - 满意率) ÷ 1% × 0.5)", "满意率"),
        ("分值 × 最小(100%, 完成数 ÷ 计划数)", "计划数"),
        ("最小(分值, 打分)", "打分"),
        ("分值 - 打分", "打分"),
        ("分值 if 满意率 > 80% else 0", "满意率"),
    ],
)
def test_a_score_that_hangs_on_a_blank_is_blank_and_told(formula: str, without: str, tmp_path: Path) -> None:
    data = "".join(f"{line}\n" for line in (WHOLE + "打分: 4").splitlines() if not line.startswith(without))
    whole, lacking = looked_at(tmp_path / "一", formula, WHOLE + "打分: 4\n"), looked_at(tmp_path / "二", formula, data)
    assert score(whole).value is not None
    assert told(whole, "S20") == []
    assert score(lacking).blank
    assert told(lacking, "S20") == [f"效果.公众满意度.得分 没有算出：{without} 是空的"]


@pytest.mark.parametrize(
    ("formula", "points"),
    [
        ("若(满意率 > 80% or 制度健全 == '是', 分值, 0)", 10),
        ("若(满意率 < 80% and 制度健全 == '是', 分值, 3)", 3),
        ("若(空(制度健全), 2, 分值)", 2),
        ("分值 - 首个(打分, 0)", 10),
        ("分值 + 打分", 10),
    ],
)
def test_what_is_known_in_spite_of_a_blank_stays(formula: str, points: int, tmp_path: Path) -> None:
    found = looked_at(tmp_path, formula, "满意率: 88.6%\n" if "制度" in formula else WHOLE)
    assert score(found).value == points
    assert told(found, "S20") == []


def test_whole_points_are_taken_off(tmp_path: Path) -> None:
    found = score(looked_at(tmp_path, "分值 - 取整((95% - 满意率) ÷ 1%) × 0.5"))
    assert found.value == 7


def checked(folder: Path, **files: str) -> list[tuple[str, str, str]]:
    templates = templates_with(folder, **{"format": FORMAT, "profile": NATIONAL, **files})
    texts = ["{{ 单位.名称 }}", "{{ 效果.合计.得分 }}", "{{ 效果.公众满意度.偏差原因 }}"]
    (templates / NAME / "报告.docx").write_bytes(docx("".join(p(text) for text in texts)))
    return [(one.code, one.message, one.hint) for one in check_format(templates, NAME).problems if one.code == "T58"]


def test_a_row_that_does_not_exist_is_told_with_the_nearest(tmp_path: Path) -> None:
    wrong = ROWS.format(formula=BANDS).replace("公众满意度", "群众满意度")
    assert checked(tmp_path / "一", 运算=wrong) == [("T58", "公式里的“群众满意度”不是“效果”的行", "可能是“公众满意度”")]
    assert checked(tmp_path / "二", 运算=ROWS.format(formula=BANDS)) == []


@pytest.mark.parametrize(
    ("formula", "message", "hint"),
    [
        ("若(制度健全 == '健全', 分值, 0)", "公式里的“健全”不是“制度健全”可填的", "可写：是、否"),
        ("合计(效果.分值, 名称 == '社会效宜')", "公式里的“社会效宜”不是“效果”的行", "可能是“社会效益”"),
    ],
)
def test_choices_and_rows_of_other_lists_are_known_too(formula: str, message: str, hint: str, tmp_path: Path) -> None:
    rows = ROWS + '  - {{名称: 乙, 公式: "{formula}", 单位: 分}}\n' if "合计" in formula else ROWS
    text = rows.format(formula=formula)
    assert checked(tmp_path, 运算=text)[0] == ("T58", message, hint)


def test_the_text_of_a_relation_is_looked_at(tmp_path: Path) -> None:
    rule = "审核:\n  - {代码: S50, 级别: 提示性, 范围: 效果, 规则: 某, 条件: 名称 == '社会效宜', 要求: 分值 > 0}\n"
    assert checked(tmp_path, 审核=rule, 运算=ROWS.format(formula=BANDS))[0][2] == "可能是“社会效益”"


INDICATOR = (
    "项目:\n  - {{名称: 甲, 年初预算数: 1, 全年执行数: 1, 指标: ["
    "{{一级: 过程指标, 二级: 预算执行, 三级: {name}, 符号: ≥, 指标值: 95%, 完成值: {actual}, 分值: 90}}]}}\n"
)
METHOD = "计分法: [{名称: 达到, 用于: 政府采购执行率, 方法: 二元}]\n"


def test_a_rule_that_a_misspelt_row_does_not_take_is_told(tmp_path: Path) -> None:
    found = {
        name: looked_at(tmp_path / name, BANDS, WHOLE + INDICATOR.format(name=name, actual="92%"), profile=METHOD)
        for name in ("政府采购执行率", "政府采购完成率", "培训人次")
    }
    assert weighed(found["政府采购完成率"], "S21") == [
        "核实性[S21] 计分法“达到”用于“政府采购执行率”，这里写的是“政府采购完成率”，没有用它"
    ]
    assert [told(found[name], "S21") for name in ("政府采购执行率", "培训人次")] == [[], []]


@pytest.mark.parametrize(("rule", "errors"), [("负完成值: 按零计\n", 1), ("负完成值: 照算\n", 0)])
def test_negative_values_that_count_are_no_mistake(rule: str, errors: int, tmp_path: Path) -> None:
    data = WHOLE + INDICATOR.format(name="变动率", actual="-3.2%")
    found = looked_at(tmp_path, BANDS, data, profile=rule)
    assert len([one for one in found.problems if one.code == "S19" and one.level is Level.ERROR]) == errors


BOTH = FORMAT + "  - {名称: 产出, 在: 部门, 行: [完成率], 字段: [{名称: 偏差原因, 类型: 文字}]}\n"


def test_one_row_is_for_several_lists(tmp_path: Path) -> None:
    rows = "运算:\n  - {名称: 分值, 范围: [效果, 产出], 公式: 10, 单位: 分}\n"
    rule = "审核:\n  - {代码: S50, 级别: 提示性, 范围: [效果, 产出], 规则: 某, 要求: 分值 > 20}\n"
    templates = templates_with(tmp_path, format=BOTH, profile=NATIONAL, 运算=rows, 审核=rule)
    path = tmp_path / "数据.yaml"
    path.write_text(HEAD + "效果: {公众满意度: {偏差原因: 无}}\n产出: {完成率: {偏差原因: 无}}\n", encoding="utf-8")
    found = examine(path, templates)
    assert found.case is not None
    assert str(found.case.root.at_path("产出.合计.分值")) == "10分"
    assert sorted(one.partition(" ")[0] for one in told(found, "S50")) == sorted(
        ["效果.公众满意度", "效果.社会效益", "产出.完成率"]
    )


def test_a_wrong_range_is_told_in_one_line(tmp_path: Path) -> None:
    rows = ROWS.format(formula=BANDS).replace("范围: 效果, 条件", "范围: 效果表, 条件")
    templates = templates_with(tmp_path, format=FORMAT, profile=NATIONAL, 运算=rows)
    (templates / NAME / "报告.docx").write_bytes(docx(p("{{ 效果.公众满意度.得分 }}")))
    found = [one for one in check_format(templates, NAME).problems if one.level is Level.ERROR]
    assert [(one.code, one.hint.partition("：")[0]) for one in found] == [("D5", "可能是“效果”；只能填")]


def test_a_group_of_the_program_is_no_name_of_a_list(tmp_path: Path) -> None:
    form = "名称: 甲\n列表: [{名称: 预算执行, 在: 部门, 字段: [{名称: 甲, 类型: 文字}]}]\n"
    problems = check_format(templates_with(tmp_path, format=form), NAME).problems
    assert "“预算执行”是已有的名称：程序里 资金.年度资金总额 这样的一组字段叫它" in next(
        one.message for one in problems if one.code == "T7"
    )


@pytest.mark.parametrize("part", ["数", "数字", "单位", "名称"])
def test_a_part_of_a_figure_is_no_group(part: str, tmp_path: Path) -> None:
    templates = templates_with(tmp_path, format=FORMAT, profile=NATIONAL)
    (templates / NAME / "报告.docx").write_bytes(docx(p("{{ 单位.人员.编制." + part + " }}")))
    used = fields_used(format_of(templates))
    assert list(used.names["单位", "人员"]) == [("编制",)]
    assert used.groups == frozenset()


@pytest.mark.parametrize(
    ("number", "unit", "shown"), [(119, "分", "3"), (130, "%", "51%"), (42, "%", "42%"), (42, "人", "42")]
)
def test_invented_numbers_are_plausible(number: int, unit: str, shown: str) -> None:
    assert plausible(Fraction(number), unit) == shown


@pytest.mark.parametrize(
    ("used_for", "formula", "level"),
    [
        ("预算执行率", "分值 - (95 - 完成值) × 0.5", Level.CONFIRM),
        ("有效投诉", "分值 - (95 - 完成值) × 0.5", None),
        ("有效投诉", "分值 - (95 - 完成率) ÷ 1% × 0.5", Level.ERROR),
        ("预算执行率", "分值 - (95% - 完成值) ÷ 1% × 0.5", None),
        ("预算执行率", "最小(分值, 分值 × 完成率)", None),
    ],
)
def test_named_rules_are_tried_on_each_kind(used_for: str, formula: str, level: Level | None, tmp_path: Path) -> None:
    method = f'计分法: [{{名称: 甲法, 用于: {used_for}, 公式: "{formula}"}}]\n'
    templates = templates_with(tmp_path, profile=method)
    loop = ("{% for 项 in 项目 %}", "{{ 项.总分 }}", "{% endfor %}")
    (templates / NAME / "报告.docx").write_bytes(docx("".join(map(p, loop))))
    found = [one for one in check_format(templates, NAME).problems if one.code == "T59"]
    assert [one.level for one in found] == ([level] if level else [])


def test_a_blank_is_told_as_explain_says(tmp_path: Path) -> None:
    found = looked_at(tmp_path, BANDS, "制度健全: 是\n")
    assert weighed(found, "S20") == ["核实性[S20] 效果.公众满意度.得分 没有算出：满意率 是空的"]
