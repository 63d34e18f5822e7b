"""What a format's YAML says: inherited rules that it does not use, fixed rows, demanded texts, own totals and rates."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cases import HEAD, NAME, derived, format_folder, format_of, shown, templates_with
from small_docx import docx, figure, filled, p, part, texts

from reportgen.checks.rules import applied_codes, explain
from reportgen.figures.scope import Scope
from reportgen.format_check import check_format
from reportgen.formats import load_format, load_rules
from reportgen.pipeline import Examined, examine
from reportgen.problem import Level, Problem
from reportgen.starting.blank import blank
from reportgen.starting.fields_used import fields_used
from reportgen.starting.schema import schema_text

DOCUMENT = "名称: 试行格式\n文件:\n  - {模板: 报告.docx, 名称: 报告}\n"
PROVINCE = """\
审核:
  - {代码: F60, 级别: 强制性, 范围: 项目, 规则: 追加不超过年初, 要求: 追加 <= 年初预算数}
  - {代码: F60, 级别: 强制性, 范围: 项目, 规则: 调入不超过年初, 要求: 调入 <= 年初预算数}
  - {代码: P6, 级别: 强制性, 范围: 项目, 规则: 每个项目要写指标, 要求: 数量(指标) > 0, 改法: 补写指标}
  - {代码: P6, 级别: 强制性, 范围: 项目, 规则: 要写总体目标, 要求: 数量(总体目标.预期) > 0, 改法: 补写目标}
"""
ROW = "{一级: 产出指标, 二级: 数量指标, 三级: 培训, 符号: ≥, 指标值: 10, 完成值: 10, 单位: 次, 分值: 90}"
OVER = f"项目:\n  - {{名称: 甲, 年初预算数: 1, 追加: 2, 调入: 3, 调出: 3, 全年执行数: 3, 指标: [{ROW}]}}\n"


def below(folder: Path, head: str = DOCUMENT, **files: str) -> Path:
    """A templates folder whose format extends another one, with relations and formulas of its own."""
    profile = files.pop("profile", "") + "继承: 省\n"
    templates = templates_with(folder, format=head, profile=profile, **files)
    formulas = "运算:\n  - {名称: 剩余, 范围: 项目, 公式: 全年预算数 - 全年执行数}\n"
    extended = "名称: 省\n字段:\n  - {在: 单位, 名称: 电话, 类型: 文字, 必填: 是}\n"
    format_folder(templates, "省", format=extended, profile="舍入: 四舍五入\n", 审核=PROVINCE, 运算=formulas)
    return templates


def looked_at(folder: Path, data: str, templates: Path) -> Examined:
    path = folder / "数据.yaml"
    path.write_text(HEAD.replace("中心}", "中心, 电话: 1}") + data, encoding="utf-8")
    return examine(path, templates, maintaining=True)


def demands(folder: Path, templates: Path, code: str, data: str = OVER) -> list[str]:
    return [p.message for p in looked_at(folder, data, templates).problems if p.code == code]


# Rules switched off


@pytest.mark.parametrize(
    ("off", "left"),
    [
        ("[P6]", ["追加", "调入"]),
        ("[F60]", []),
        ("[追加不超过年初]", ["调入"]),
        ("\n  - 追加不超过年初\n  - 调入不超过年初", []),
    ],
)
def test_an_inherited_relation_is_switched_off_by_its_code_or_its_words(
    off: str, left: list[str], tmp_path: Path
) -> None:
    templates = below(tmp_path, 审核=f"停用: {off}\n")
    found = demands(tmp_path, templates, "F60")
    assert [word for word in ("追加", "调入") if any(f"{word}不超过年初" in m for m in found)] == left
    rules = load_rules(templates, NAME)
    assert rules is not None
    assert [rule.demand[:2] for rule in explain("F60", rules)] == left


def test_what_is_switched_off_may_be_written_anew(tmp_path: Path) -> None:
    own = "停用: [追加不超过年初]\n审核:\n"
    own += "  - {代码: F60, 级别: 提示性, 范围: 项目, 规则: 追加不超过年初, 要求: 追加 <= 年初预算数 × 2}\n"
    found = looked_at(tmp_path, OVER.replace("追加: 2", "追加: 5"), below(tmp_path, 审核=own)).problems
    assert [p.level for p in found if p.code == "F60" and "追加" in p.message] == [Level.HINT]


def test_formulas_and_fields_are_switched_off_too(tmp_path: Path) -> None:
    templates = below(tmp_path, DOCUMENT + "停用: [电话]\n", 运算="停用: [剩余]\n")
    format = format_of(templates)
    assert "剩余" not in {row.name.text for row in format.formulas}
    assert "电话" not in {term.word for term in format.terms["单位"]}
    assert "剩余" in {row.name.text for row in format_of(templates, "省").formulas}


@pytest.mark.parametrize(
    ("stem", "text", "says", "hint"),
    [
        ("审核", "停用: [追加不超过年处]\n", "“停用”里的“追加不超过年处”不是所继承的", "可能是“追加不超过年初”"),
        ("审核", "停用: [S99]\n", "“S99”", "程序自带的审核不在 审核.yaml 里"),
        ("审核", "停用: [名称]\n", "“名称”", "写代码或“规则”的原话"),
        ("审核", PROVINCE.replace("F60", "F61") + "停用: [F61]\n", "“F61”", "删去那一条"),
        ("运算", "停用: [剩馀]\n", "“剩馀”", ""),
        ("运算", "停用: [全年预算]\n", "“全年预算”", "可能是“全年预算数”"),
        ("审核", "别的: 1\n审核: []\n", "文件里应只有“审核:”一个列表", "停用"),
    ],
)
def test_what_is_not_inherited_is_told(stem: str, text: str, says: str, hint: str, tmp_path: Path) -> None:
    _, problems = load_format(below(tmp_path, **{stem: text}), NAME)
    assert [(p.code, says in p.message, hint in p.hint) for p in problems] == [("T3", True, True)], problems


def test_a_field_that_is_not_inherited_is_told(tmp_path: Path) -> None:
    [wrong] = load_format(below(tmp_path, DOCUMENT + "停用: [电话号]\n"), NAME)[1]
    assert (wrong.code, wrong.place.line, wrong.hint) == ("T7", 4, "可能是“电话”")


# Indicators and goals in lists


GOALS = """\
列表:
  - 名称: 目标
    在: 项目
    字段:
      - {名称: 名称, 类型: 文字}
      - {名称: 预期, 类型: 段落}
      - {名称: 指标, 类型: 指标表}
"""


@pytest.mark.parametrize(
    ("goal", "told"),
    [
        (f"预期: 完成, 指标: [{ROW}]", []),
        ("预期: 完成", ["每个项目要写指标"]),
        (f"指标: [{ROW}]", ["要写总体目标"]),
    ],
)
def test_inherited_rules_count_what_stands_in_lists(goal: str, told: list[str], tmp_path: Path) -> None:
    data = f"项目:\n  - {{名称: 甲, 年初预算数: 1, 全年执行数: 1, 目标: [{{名称: 一, {goal}}}]}}\n"
    found = [p for p in looked_at(tmp_path, data, below(tmp_path, DOCUMENT + GOALS)).problems if p.code == "P6"]
    assert [one for one in ("每个项目要写指标", "要写总体目标") if any(one in p.message for p in found)] == told
    assert all("写在“目标”里" in p.hint for p in found)


# Fixed rows of a list

ROWS = """\
列表:
  - 名称: 资金管理
    在: 项目
    行: [分配, 下达, 拨付]
    字段:
      - {名称: 情况, 类型: 文字, 必填: 是, 说明: 怎样做的}
      - {名称: 天数, 类型: 数, 单位: 天, 合计: 是}
"""
LISTED = "项目:\n  - 名称: 甲\n    年初预算数: 1\n    全年执行数: 1\n    资金管理:\n"
ALL = "      拨付: {情况: 丙, 天数: 3}\n      分配: {情况: 甲, 天数: 1}\n      下达: {情况: 乙}\n"


def with_rows(folder: Path, body: str = "{{ 项目.个数 }}", rows: str = ROWS, **files: str) -> Path:
    templates = templates_with(folder, format=DOCUMENT + rows, **files)
    (templates / NAME / "报告.docx").write_bytes(docx(body if body.startswith("<w:") else p(body)))
    return templates


def listed(folder: Path, templates: Path, rows: str) -> Examined:
    return looked_at(folder, LISTED + rows, templates)


def codes(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in problems if one.code[0] in "DTN" or "资金管理" in one.message]


def test_fixed_rows_stand_in_the_order_of_the_format(tmp_path: Path) -> None:
    templates = with_rows(tmp_path, 运算="运算:\n  - {名称: 周数, 范围: 资金管理, 公式: 天数 ÷ 7, 位数: 1}\n")
    (templates / NAME / "报告.docx").write_bytes(docx(p("{{ 项目.个数 }}")))
    path = tmp_path / "数据.yaml"
    path.write_text(HEAD + LISTED + ALL, encoding="utf-8")
    examined = examine(path, templates, maintaining=True)
    assert codes(examined.problems) == []
    assert examined.case is not None
    rows = examined.case.root.at_path("项目.甲.资金管理")
    assert isinstance(rows, Scope)
    assert [str(row.find("名称")) for row in rows] == ["分配", "下达", "拨付"]
    names = ("项目.甲.资金管理.下达.情况", "项目.甲.资金管理.合计.天数", "项目.甲.资金管理.拨付.周数")
    assert [shown(examined.case.root, name) for name in names] == ["乙", "4天", "0.4天"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("下达:", "下送:", [("D2", "缺少“下达”"), ("D1", "没有“下送”这一行")]),
        ("      下达: {情况: 乙}\n", "", [("D2", "“资金管理”缺少“下达”")]),
        ("{情况: 乙}", "", [("D2", "“资金管理”缺少“下达”")]),
        (ALL, "", [("D2", "“资金管理”缺少“分配”、“下达”、“拨付”")]),
        ("情况: 甲, ", "", [("D2", "缺少“情况”")]),
    ],
)
def test_rows_that_are_not_there_are_told(before: str, after: str, told: list[tuple[str, str]], tmp_path: Path) -> None:
    found = codes(listed(tmp_path, with_rows(tmp_path), ALL.replace(before, after)).problems)
    found = [(code, message) for code, message in found if "电话" not in message]
    assert [code for code, _ in found] == [code for code, _ in told]
    assert all(words in message for (_, words), (_, message) in zip(told, found, strict=True)), found


def test_rows_without_required_fields_that_are_blank_are_a_hint(tmp_path: Path) -> None:
    templates = with_rows(tmp_path, rows=ROWS.replace("必填: 是, ", ""))
    found = [one for one in listed(tmp_path, templates, ALL.replace("{情况: 乙}", "")).problems if one.code == "P6"]
    assert [f"{one.level}[{one.code}] {one.message}" for one in found] == ["提示性[P6] 项目.甲.资金管理 没有填：下达"]
    assert [one for one in listed(tmp_path, templates, ALL).problems if one.code == "P6"] == []


def test_a_template_may_take_one_row_by_its_name(tmp_path: Path) -> None:
    loop = "{% for 项 in 项目 %}{{ 项.资金管理.NAME.情况 }}、{{ 项.资金管理.拨付.天数 }}{% endfor %}"
    right = check_format(with_rows(tmp_path / "甲", loop.replace("NAME", "下达")), NAME).problems
    assert [one for one in right if one.code == "T28"] == []
    [wrong] = [one for one in check_format(with_rows(tmp_path / "乙", loop.replace("NAME", "下送")), NAME).problems
               if one.code == "T28"]  # fmt: skip
    assert "下送" in wrong.message
    assert "下达" in wrong.hint


def test_new_and_the_schema_list_every_row(tmp_path: Path) -> None:
    format = format_of(with_rows(tmp_path, "{% for 项 in 项目 %}{{ 项.资金管理.下达.情况 }}{% endfor %}"))
    text = blank(format, fields_used(format), "数据.yaml", "数据.schema.json", "2024")
    assert "      # 情况：怎样做的\n" in text
    assert '\n      分配: {情况: ""}\n      下达: {情况: ""}\n      拨付: {情况: ""}\n' in text
    made = json.loads(schema_text(format, fields_used(format)))["definitions"]["Project"]["properties"]["资金管理"]
    assert (list(made["properties"]), made["additionalProperties"]) == (["分配", "下达", "拨付"], False)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("[分配, 下达, 拨付]", "[分配, 分配]", "“分配”声明了两次"),
        ("[分配, 下达, 拨付]", "[分配, 合计]", "“合计”不能作列表行的名称"),
        ("[分配, 下达, 拨付]", "[分配, 情况]", "“情况”又是行的名称，又是字段的名称"),
        ("{名称: 天数, ", "{名称: 名称, ", "各行的名称就是“行”里的"),
    ],
)
def test_rows_that_cannot_be(before: str, after: str, says: str, tmp_path: Path) -> None:
    _, problems = load_format(with_rows(tmp_path, rows=ROWS.replace(before, after)), NAME)
    assert [one.code for one in problems if says in one.message] == ["T7"], problems


# A text that must be there


DEMAND = "审核:\n  - {代码: P60, 级别: 强制性, 规则: 要写落款日期, 要求: not 空(落款日期), 改法: 补填}\n"


def test_a_text_that_a_relation_demands(tmp_path: Path) -> None:
    templates = templates_with(tmp_path, 审核=DEMAND)
    for typed, told in (("", ["要写落款日期：落款日期 没有填"]), ("落款日期: 2024年3月1日\n", [])):
        found = [one for one in looked_at(tmp_path, typed, templates).problems if one.code == "P60"]
        assert [one.message for one in found] == told
        assert all(one.place.line == 1 for one in found)


def test_demands_and_comparisons_stand_side_by_side(tmp_path: Path) -> None:
    rule = "审核:\n  - {代码: P60, 级别: 提示性, 范围: 项目, 规则: 甲, 要求: not 空(编码) and 追加 <= 年初预算数}\n"
    found = [p for p in looked_at(tmp_path, OVER, templates_with(tmp_path, 审核=rule)).problems if p.code == "P60"]
    assert [(p.message, p.place.line) for p in found] == [
        ("项目.甲 甲：编码 没有填", 5),
        ("项目.甲 甲：追加 2，应 ≤ 年初预算数 1", 5),
    ]


@pytest.mark.parametrize("relation", ["空(编码)", "not 编码", "not 空()", "not 空(编码) or 追加 > 0"])
def test_other_demands_are_refused(relation: str, tmp_path: Path) -> None:
    rule = f"审核:\n  - {{代码: P60, 级别: 提示性, 范围: 项目, 规则: 甲, 要求: {relation}}}\n"
    found = looked_at(tmp_path, OVER, templates_with(tmp_path, 审核=rule)).problems
    assert [p.code for p in found if p.code in ("T4", "P60")] == ["T4"]


def test_a_blank_text_counts_nothing(tmp_path: Path) -> None:
    rows = "运算:\n  - {名称: 写了, 公式: 数量(落款日期)}\n"
    for typed, count in (("", "0"), ("落款日期: 2024年3月1日\n", "1")):
        folder = tmp_path / count
        folder.mkdir()
        assert shown(derived(folder, typed, 运算=rows)[0], "写了") == count


# Totals and rates


TOTAL = "运算:\n  - {名称: 总分, 范围: 项目, 公式: 执行率得分 × 8.9996, 单位: 分}\n"
FULL = "项目:\n  - {名称: 甲, 年初预算数: 10, 全年执行数: 10}\n"


@pytest.mark.parametrize(
    ("profile", "row", "total", "grade"),
    [
        ("达标比较: 全数值\n", "", "90分", "优"),  # 89.996
        ("得分: {位数: 3}\n", "", "89.996分", "良"),
        ("得分: {补零: 是}\n", "", "90.00分", "优"),
        ("得分: {阶段: 先加后舍}\n", "", "90分", "优"),
        ("舍入: 截尾\n", "", "89.99分", "良"),
        ("得分: {位数: 3}\n", ", 位数: 1, 补零: 是", "90.0分", "优"),
    ],
)
def test_an_own_total_is_graded_as_it_is_printed(
    profile: str, row: str, total: str, grade: str, tmp_path: Path
) -> None:
    root, problems = derived(tmp_path, FULL, profile=profile, 运算=TOTAL.replace("单位: 分", f"单位: 分{row}"))
    assert problems == ()
    assert [shown(root, f"项目.甲.{name}") for name in ("总分", "评定等级")] == [total, grade]


@pytest.mark.parametrize(("stage", "sum_"), [("先舍后加", "20.02分"), ("先加后舍", "20.01分")])
def test_an_own_score_is_rounded_as_scores_are(stage: str, sum_: str, tmp_path: Path) -> None:
    rows = "运算:\n  - {名称: 折算得分, 范围: 项目, 公式: 执行率得分 × 1.0005, 单位: 分}\n"
    rows += "  - {名称: 两次, 范围: 项目, 公式: 折算得分 + 折算得分, 单位: 分, 位数: 2}\n"
    root, _ = derived(tmp_path, FULL, profile=f"得分: {{阶段: {stage}}}\n", 运算=rows)
    assert shown(root, "项目.甲.两次") == sum_


@pytest.mark.parametrize(
    ("row", "profile", "printed"),
    [
        ("", "执行率: {位数: 2}\n", "50.00%"),
        (", 位数: 1", "执行率: {位数: 2}\n", "50.0%"),
        (", 位数: 1, 补零: 否", "执行率: {位数: 2}\n", "50%"),
        (", 补零: 否", "执行率: {位数: 2}\n", "50%"),
        ("", "执行率: {位数: 0}\n", "50%"),
    ],
)
def test_rates_are_written_as_the_execution_rate_is(row: str, profile: str, printed: str, tmp_path: Path) -> None:
    rows = f"运算:\n  - {{名称: 率, 范围: 项目, 公式: 全年执行数 ÷ 年初预算数 ÷ 2, 单位: '%'{row}}}\n"
    assert shown(derived(tmp_path, FULL, profile=profile, 运算=rows)[0], "项目.甲.率") == printed


# Digits alone


@pytest.mark.parametrize(
    ("value", "unit", "printed"), [("9/10", "%", "90"), ("5/2", "元/亩", "2.5"), ("9/10", "", "0.9")]
)
def test_digits_alone(value: str, unit: str, printed: str, tmp_path: Path) -> None:
    one = replace(figure("甲", value, unit), digits=None)
    content = filled(tmp_path, p("{{ 甲.数字 }}｜{{ 甲.单位 }}"), {"甲": one})
    assert texts(part(content)) == [f"{printed}｜{unit}"]


def test_a_text_is_printed_in_place_of_digits(tmp_path: Path) -> None:
    said = replace(figure("甲", "9/10", "%"), text="九成%")
    assert texts(part(filled(tmp_path, p("{{ 甲.数字 }}"), {"甲": said}))) == ["九成%"]


@pytest.mark.parametrize(
    ("tag", "told"),
    [("{{ 项.执行率.数字 }}%", []), ("{{ 项.执行率.数 }}%", ["T32"]), ("{{ 项.执行率.数子 }}", ["T28"])],
)
def test_the_linter_knows_them(tag: str, told: list[str], tmp_path: Path) -> None:
    templates = with_rows(tmp_path, "{% for 项 in 项目 %}" + tag + "{% endfor %}", rows="")
    assert [one.code for one in check_format(templates, NAME).problems if one.code in ("T28", "T32")] == told


# Without scores; money


UNSCORED = "执行率: {分值: 无}\n项目指标计分: 否\n部门指标计分: 否\n"


def test_nothing_is_said_of_scores_where_there_are_none(tmp_path: Path) -> None:
    for profile, speaks in (("舍入: 四舍五入\n", True), (UNSCORED, False)):
        folder = tmp_path / str(speaks)
        templates = templates_with(folder, profile=profile)
        (folder / "数").mkdir()
        saying = shown(derived(folder / "数", FULL, profile=profile)[0], "规则.口径")
        assert (("得分" in saying), ("优" in saying)) == (speaks, speaks)
        assert ({"S1", "S2", "S6", "F7"} <= set(applied_codes(format_of(templates)))) is speaks
        assert {"S9", "F1"} <= set(applied_codes(format_of(templates)))


def test_an_own_rule_of_scores_is_applied_all_the_same(tmp_path: Path) -> None:
    own = "审核:\n  - {代码: S6, 级别: 提示性, 范围: 指标, 规则: 甲, 要求: 完成率 >= 100%}\n"
    codes = applied_codes(format_of(templates_with(tmp_path, profile=UNSCORED, 审核=own)))
    assert "S6" in codes
    assert "S1" not in codes


def test_the_unit_of_money_is_inherited(tmp_path: Path) -> None:
    templates = templates_with(tmp_path, profile="继承: 省\n")
    format_folder(templates, "省", format="名称: 省\n金额单位: 元\n", profile="舍入: 四舍五入\n")
    assert format_of(templates).money == "元"
    own = DOCUMENT + "金额单位: 万元\n"
    (templates / NAME / "format.yaml").write_text(own, encoding="utf-8")
    assert format_of(templates).money == "万元"


# Amounts of another unit


@pytest.mark.parametrize(
    ("money", "budgets", "told"),
    [
        (
            "元",
            ("2312.5", "9620000"),
            ["核实性[F9] 项目.甲.年初预算数 2312.5元，不到别的项目的千分之一，像是照万元填的"],
        ),
        ("元", ("23125000", "9620000"), []),
        ("元", ("3000", "9620000"), []),
        ("元", ("23125.5", "9620000"), []),
        ("万元", ("2312.5", "9620000"), []),
        ("元", ("2312.5", "1850.5"), []),
    ],
)
def test_project_that_is_typed_in_another_unit(
    money: str, budgets: tuple[str, str], told: list[str], tmp_path: Path
) -> None:
    rows = "".join(f"  - {{名称: {name}, 年初预算数: {given}}}\n" for name, given in zip("甲乙", budgets, strict=True))
    templates = templates_with(tmp_path, format=DOCUMENT + f"金额单位: {money}\n")
    path = tmp_path / "数据.yaml"
    path.write_text(HEAD + "项目:\n" + rows, encoding="utf-8")
    found = [one for one in examine(path, templates, maintaining=True).problems if one.code == "F9"]
    assert [f"{one.level.value}[{one.code}] {one.message}" for one in found] == told
