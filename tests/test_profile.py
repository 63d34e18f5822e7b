"""Rules that extend rules, and format folders: what is laid over what, and every mistake a maintainer can make."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from pathlib import Path

import pytest
from cases import HEAD, NAME, NATIONAL, derived, format_folder, format_of, shown, templates_with

from reportgen import formats, parameters
from reportgen.formats import find_formats, load_format
from reportgen.parameters import Profile
from reportgen.pipeline import examine
from reportgen.problem import Problem
from reportgen.profile import COMMON, load_profile


def profile_of(templates: Path, name: str = NAME) -> Profile:
    found, _, problems = load_profile(templates, name)
    assert problems == ()
    assert found is not None
    return found


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str, int]]:
    return [(p.code, Path(p.place.file).parent.name + "/" + Path(p.place.file).name, p.place.line) for p in problems]


def test_without_a_profile_the_national_rules_hold(tmp_path: Path) -> None:
    rules, chain, problems = load_profile(templates_with(tmp_path), NAME)
    assert (chain, problems) == ((COMMON,), ())
    assert rules is not None
    assert (rules.rounding.text, rules.execution.digits.value, rules.score.digits.value) == ("四舍五入", 2, 2)
    assert rules.execution.cap.value == 1
    assert [(g.name.text, g.least.value) for g in rules.grades] == [("优", 90), ("良", 80), ("中", 60), ("差", 0)]
    assert [(w.level1.text, w.weight.value) for w in rules.weights] == [
        ("产出指标", 50),
        ("效益指标", 30),
        ("满意度指标", 10),
    ]


def test_groups_are_laid_over_and_lists_replace(tmp_path: Path) -> None:
    rules = """\
执行率: {分母: 年初预算数, 封顶: 无}
得分: {位数: 1}
等级: [{名称: 合格, 下限: 60}]
权重: []
"""
    own = profile_of(templates_with(tmp_path, profile=rules))
    assert (own.execution.denominator.text, own.execution.cap.value) == ("年初预算数", None)
    assert (own.execution.weight.value, own.execution.explain_below.value) == (10, Fraction(4, 5))
    assert (own.score.digits.value, own.score.pad.text, own.score.stage.text) == (1, "否", "先舍后加")
    assert [g.name.text for g in own.grades] == ["合格"]
    assert own.weights == ()
    assert len(own.bands) == 3


def test_a_rule_keeps_the_file_it_stands_in(tmp_path: Path) -> None:
    own = profile_of(templates_with(tmp_path, profile="得分:\n  位数: 1\n"))
    assert (Path(own.score.digits.place.file).parent.name, own.score.digits.place.line) == (NAME, 2)
    assert Path(own.score.pad.place.file).parent.name == COMMON


def test_chain_of_three(tmp_path: Path) -> None:
    templates = templates_with(tmp_path, profile="继承: 市\n得分: {位数: 0}\n")
    format_folder(templates, "市", profile="继承: 省\n执行率: {位数: 1}\n得分: {位数: 3}\n")
    format_folder(templates, "省", profile="舍入: 截尾\n执行率: {位数: 0, 分值: 20}\n")
    rules, chain, problems = load_profile(templates, NAME)
    assert rules is not None
    assert problems == ()
    assert chain == (COMMON, "省", "市", NAME)
    assert (rules.rounding.text, rules.execution.weight.value) == ("截尾", 20)
    assert (rules.execution.digits.value, rules.score.digits.value) == (1, 0)
    assert rules.execution.denominator.text == "全年预算数"


@pytest.mark.parametrize("base", ["没有这个", NAME, "甲"])
def test_missing_base_and_cycles(base: str, tmp_path: Path) -> None:
    templates = templates_with(tmp_path, profile=f"舍入: 截尾\n继承: {base}\n")
    format_folder(templates, "甲", profile=f"继承: {NAME}\n")
    rules, _, problems = load_profile(templates, NAME)
    where = ("甲", 1) if base == "甲" else (NAME, 2)
    assert told(problems) == [("T1", f"{where[0]}/profile.yaml", where[1])]
    assert rules is not None
    assert rules.rounding.text == "截尾"


@pytest.mark.parametrize(
    ("rules", "code", "line", "hint"),
    [
        ("执行率:\n  分毋: 年初预算数\n", "D1", 2, "可能是“分母”"),
        ("执行律:\n  分母: 年初预算数\n", "D1", 1, "可能是“执行率”"),
        ("执行率:\n  分母: 调整预算\n", "D5", 2, "年初预算数、追加"),
        ("舍入: 四舍六入\n", "D5", 1, "只能填：四舍五入、四舍六入五成双、截尾"),
        ("执行率:\n  封顶: 1\n", "D8", 2, "写成百分数，如 60%"),
        ("得分:\n  位数: 一\n", "D4", 2, ""),
        ("等级: 优\n", "D3", 1, ""),
        ("等级:\n  - {下限: 60}\n", "D2", 2, ""),
        ("得分: 2\n", "D3", 1, ""),
    ],
)
def test_mistakes_in_rules(rules: str, code: str, line: int, hint: str, tmp_path: Path) -> None:
    templates = templates_with(tmp_path, profile=rules)
    _, problems = load_format(templates, NAME)
    assert told(problems) == [(code, f"{NAME}/profile.yaml", line)]
    assert hint in problems[0].hint
    data = tmp_path / "数据.yaml"
    data.write_text(HEAD + "项目: [{名称: 甲, 年初预算数: 3, 全年执行数: 1}]\n", encoding="utf-8")
    assert code in {p.code for p in examine(data, templates, maintaining=True).problems}
    [one] = [p for p in examine(data, templates).problems if NAME in p.message and p.code == "T9"]
    assert (one.place.line, one.message) == (1, f"格式“{NAME}”有 1 处错误，请维护人运行 reportgen formats check {NAME}")
    assert code not in {p.code for p in examine(data, templates).problems}


def test_missing_template_file(tmp_path: Path) -> None:
    head = "名称: 试\n文件:\n  - {模板: 报告.docx, 名称: 甲}\n  - 模板: 报吿.docx\n    名称: 乙\n"
    found, problems = load_format(templates_with(tmp_path, format=head), NAME)
    assert found is not None
    assert told(problems) == [("T2", f"{NAME}/format.yaml", 4)]
    assert "报吿.docx" in problems[0].message


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("全年执行 ÷ 年初预算数", "没有“全年执行”这个名称"),
        ("年初预算数 **2", "不能用"),
        ("年初预算数 +", "写法有误"),
        ("年初预算数 + 执行率", "单位不同"),
        ("舍入(年初预算数)", "参数个数"),
        ("简称", "需要一个数"),
    ],
)
def test_broken_formula_is_told_at_its_line_and_leaves_a_blank(formula: str, why: str, tmp_path: Path) -> None:
    good = "  - {名称: 好的, 范围: 项目, 公式: 年初预算数 + 1}\n"
    rows = f"运算:\n{good}  - 名称: 坏的\n    范围: 项目\n    公式: {formula}\n"
    root, problems = derived(tmp_path, "项目: [{名称: 甲, 年初预算数: 3, 全年执行数: 1}]\n", 运算=rows)
    assert told(problems) == [("T4", f"{NAME}/运算.yaml", 5)]
    assert why in problems[0].message
    assert (shown(root, "项目.甲.好的"), shown(root, "项目.甲.坏的")) == ("4万元", "")


def test_formula_for_a_group_that_is_not_there(tmp_path: Path) -> None:
    _, problems = derived(tmp_path, "", 运算="运算:\n  - {名称: 没有的.数, 公式: 1 + 1}\n")
    assert told(problems) == [("T4", f"{NAME}/运算.yaml", 2)]


@pytest.mark.parametrize("file", ["运算", "审核"])
def test_file_without_its_list(file: str, tmp_path: Path) -> None:
    row = "- {名称: 甲, 公式: 1}" if file == "运算" else "- {代码: X1, 级别: 提示性, 规则: 甲, 要求: 1 == 1}"
    for number, text in enumerate((f"运祘:\n  {row}\n", f"{file}:\n  {row}\n别的: 1\n")):
        folder = tmp_path / str(number)
        _, problems = load_format(templates_with(folder, **{file: text}), NAME)
        assert told(problems) == [("T3", f"{NAME}/{file}.yaml", 1)]


def test_rows_are_replaced_by_name_and_scope(tmp_path: Path) -> None:
    base = format_of(templates_with(tmp_path / "原"))
    rows = """\
运算:
  - {名称: 完成率, 范围: 项目, 公式: 全年执行数 ÷ 全年预算数, 单位: "%", 位数: 0}
  - {名称: 完成率, 范围: 指标, 公式: 完成值 ÷ 指标值}
  - {名称: 支出.合计, 范围: 部门, 公式: 支出.基本支出.合计}
"""
    own = format_of(templates_with(tmp_path / "新", 运算=rows))
    assert [row.name.text for row in own.formulas] == [*(row.name.text for row in base.formulas), "完成率"]
    formulas = {(r.name.text, r.scope.text): r.formula.text for r in own.formulas}
    assert formulas["完成率", "项目"] == "全年执行数 ÷ 全年预算数"
    assert formulas["完成率", "指标"] == "完成值 ÷ 指标值"
    assert formulas["支出.合计", "部门"] == "支出.基本支出.合计"


def test_relations_are_replaced_by_code_scope_and_rule(tmp_path: Path) -> None:
    base = format_of(templates_with(tmp_path / "原"))
    rows = """\
审核:
  - {代码: F1, 级别: 提示性, 范围: 项目, 规则: 年初预算数等于各来源之和, 要求: 年初预算数 == 0}
  - {代码: F1, 级别: 提示性, 范围: 项目, 规则: 另一条, 要求: 年初预算数 == 0}
  - {代码: X8, 级别: 提示性, 范围: 部门, 规则: 年末结转结余等于各项结转之和, 要求: 结转结余.年末 == 0}
"""
    own = format_of(templates_with(tmp_path / "新", 审核=rows))
    assert len(own.relations) == len(base.relations) + 1
    levels = {(r.code.text, r.rule.text): r.level.text for r in own.relations}
    assert levels["F1", "年初预算数等于各来源之和"] == levels["X8", "年末结转结余等于各项结转之和"] == "提示性"
    assert levels["F1", "全年预算数等于各来源之和"] == "强制性"


def test_rows_of_every_base_are_stacked(tmp_path: Path) -> None:
    templates = templates_with(tmp_path, profile="继承: 省\n")
    format_folder(templates, "省", profile="舍入: 截尾\n", 运算="运算:\n  - {名称: 省里的, 公式: 1 + 1}\n")
    assert format_of(templates).formulas[-1].name.text == "省里的"


def test_folders_with_a_format_are_found(tmp_path: Path) -> None:
    templates = templates_with(tmp_path)
    format_folder(templates, "乙", format="名称: 乙\n")
    format_folder(templates, "只有规则", profile="舍入: 截尾\n")
    assert find_formats(templates) == tuple(sorted([NAME, "乙"]))


@pytest.mark.parametrize("name", sorted(p.name for p in NATIONAL.parent.iterdir() if (p / "format.yaml").is_file()))
def test_shipped_formats_have_no_problem(name: str) -> None:
    assert format_of(NATIONAL.parent, name).name == name


@pytest.mark.parametrize("module", [parameters, formats])
def test_every_term_has_a_field_and_every_field_a_term(module: object) -> None:
    sections, models = module.SECTIONS, module.MODELS  # type: ignore[attr-defined]
    assert set(sections) == set(models)
    for section, terms in sections.items():
        assert {t.ident for t in terms} == {f.name for f in fields(models[section])}, section
        assert len({t.word for t in terms}) == len(terms), section


BROKEN = """\
运算:
  - {名称: 甲数, 范围: 项目, 公式: 没有 + 1, 合计: 否}
  - {名称: 乙数, 范围: 项目, 公式: 也没有 + 1, 合计: 否}
"""


def test_who_fills_in_is_told_of_a_broken_format_in_one_line(tmp_path: Path) -> None:
    templates = templates_with(tmp_path, 运算=BROKEN)
    data = templates / NAME / "示例.yaml"  # also where it lies beside the format's own files
    data.write_text(HEAD + "项目: [{名称: 甲, 年初预算数: 三, 全年执行数: 1}]\n", encoding="utf-8")
    found = examine(data, templates)
    assert [(p.code, p.place.line) for p in found.problems if p.code in ("T4", "T9", "D4")] == [("T9", 1), ("D4", 4)]
    one = next(p for p in found.problems if p.code == "T9")
    assert one.message == f"格式“{NAME}”有 2 处错误，请维护人运行 reportgen formats check {NAME}"
    assert "运算.yaml:2 运算公式“甲数”：没有“没有”这个名称" in one.hint
    assert found.blocked
    assert [p.place.line for p in examine(data, templates, maintaining=True).problems if p.code == "T4"] == [2, 3]
