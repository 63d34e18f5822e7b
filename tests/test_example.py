"""Example data of a format: whole, evidently invented, adding up, always the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from cases import NAME, format_of, templates_with
from reports import TEMPLATES
from small_docx import docx, p

from reportgen.figures.figure import Figure
from reportgen.format_check import check_format
from reportgen.formats import Format, find_formats, load_format
from reportgen.problem import Level
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.node import Node
from reportgen.source.terms import Kind, every_field
from reportgen.source.terms import Path as FieldPath
from reportgen.starting.block import flow, lines
from reportgen.starting.example import case_of, example, found_in
from reportgen.starting.fields_used import fields_used
from reportgen.starting.invented import shared
from reportgen.starting.levels import weighted
from reportgen.starting.needs import Need

FORMATS = find_formats(TEMPLATES)
# What nobody can know who has not read the rules of a place: which class a project's money is of, which fact is
# counted within another, that a fact is told in 亿元.
UNKNOWABLE = {
    "仁和-部门整体-2021": ["X6", "X6"],
    "仁和-项目支出-2021": ["P1"],
    "峨边-部门整体-2024": ["P2", "T4"],
}


def shipped(name: str) -> Format:
    format, problems = load_format(TEMPLATES, name)
    assert format is not None
    assert problems == ()
    return format


def small(folder: Path, template: bytes, **files: str) -> Format:
    """A format of one document."""
    templates = templates_with(folder, **files)
    (templates / NAME / "报告.docx").write_bytes(template)
    return format_of(templates)


def read(folder: Path, text: str) -> nodes.Mapping:
    path = folder / "例.yaml"
    path.write_text(text, encoding="utf-8")
    root, problems = load_document(path)
    assert problems == ()
    assert isinstance(root, nodes.Mapping)
    return root


def values(node: Node, path: FieldPath) -> Iterator[str]:
    """The texts of a field, of every item of the lists on the way."""
    if isinstance(node, nodes.Sequence):
        for item in node.items:
            yield from values(item, path)
    elif isinstance(node, nodes.Mapping) and path:
        entry = node.find(path[0])
        if entry:
            yield from values(entry.value, path[1:])
        else:  # below free names
            for one in node:
                if isinstance(one.value, nodes.Mapping):
                    yield from values(one.value, path)
    elif isinstance(node, nodes.Scalar) and not path:
        yield node.text
    elif not path:
        yield flow_of(node)


def flow_of(node: Node) -> str:
    return " ".join(entry.key.text for entry in node) if isinstance(node, nodes.Mapping) else "…"


@pytest.mark.parametrize("name", FORMATS)
def test_the_checks_find_nothing_but_what_cannot_be_known(name: str) -> None:
    format = shipped(name)
    found = found_in(example(format), format)
    assert sorted(problem.code for problem in found if problem.blocks) == UNKNOWABLE.get(name, [])


@pytest.mark.parametrize("name", FORMATS)
def test_every_field_that_a_format_prints_is_filled_in(name: str, tmp_path: Path) -> None:
    format = shipped(name)
    needs, root = fields_used(format).needs, read(tmp_path, example(format))
    wanted = [path for path, term in every_field(format.terms) if needs.get(path) is Need.FILLED and not term.of]
    assert len(wanted) > 5
    assert [path for path in wanted if not any(values(root, path))] == []


@pytest.mark.parametrize("name", FORMATS)
def test_an_example_is_always_the_same_and_no_real_unit(name: str) -> None:
    format = shipped(name)
    text = example(format)
    assert text == example(format)
    assert text.startswith("# 示例数据：单位、项目和数字都是编的")
    assert "名称: 某某市某某局" in text


@pytest.mark.parametrize("name", ["通用-部门整体自评报告", "通用-项目支出自评表"])
def test_a_number_in_the_wrong_cell_is_seen(name: str) -> None:
    format = shipped(name)
    case, _ = case_of(example(format), format)
    assert case is not None
    assert len(case.projects) == 3
    for project in case.projects[:2]:
        own = [project.find(word) for word in ("年初预算数", "追加", "全年预算数", "全年执行数", "执行率", "总分")]
        shown = Counter(figure.number for figure in own if isinstance(figure, Figure))
        assert max(shown.values()) == 1, shown
    amounts = [project.find("全年执行数") for project in case.projects]
    assert len({figure.value for figure in amounts if isinstance(figure, Figure)}) == 3
    if name == "通用-部门整体自评报告":
        assert [str(case.root.at_path(f"追加.{word}")) for word in ("基本支出", "项目支出")] == ["25万元", "70万元"]


def test_a_whole_example_fills_what_the_format_does_not_ask_for(tmp_path: Path) -> None:
    format = shipped("通用-项目支出自评表")
    assert "决算:" not in example(format)
    root = read(tmp_path, example(format, whole=True))
    assert list(values(root, ("资金", "决算", "本年支出"))) == ["975.1"]
    assert list(values(root, ("项目", "编码"))) == ["某某编码"] * 3


def test_weights_are_those_of_the_profile(tmp_path: Path) -> None:
    table = docx(p("{%p for 项 in 项目 %}") + p("{{ 项.总分 }}{{ 项.分值合计 }}") + p("{%p endfor %}"))
    profile = (
        "权重: [{一级: 投入指标, 分值: 35}, {一级: 效果指标, 分值: 45}]\n执行率: {分值: 20}\n必填二级: [过程指标]\n"
    )
    format = small(tmp_path, table, profile=profile)
    case, _ = case_of(example(format), format)
    assert case is not None
    assert [str(project.find("分值合计")) for project in case.projects] == ["100分"] * 3
    assert {str(row.find("一级")) for row in case.projects[0].find("指标")} == {"投入指标", "效果指标"}


def test_the_rate_stays_below_100_where_it_is_taken_of_the_first_budget(tmp_path: Path) -> None:
    table = docx(p("{%p for 项 in 项目 %}") + p("{{ 项.执行率 }}{{ 项.追加 }}") + p("{%p endfor %}"))
    format = small(tmp_path, table, profile="执行率: {分母: 年初预算数}\n")
    case, _ = case_of(example(format), format)
    assert case is not None
    assert [str(project.find("执行率")) for project in case.projects] == ["96.00%", "98.00%", "100.00%"]


def test_words_that_the_rules_compare_with_are_used(tmp_path: Path) -> None:
    table = docx(p("{%p for 项 in 项目 %}") + p("{{ 项.类别 }}") + p("{%p endfor %}"))
    rule = (
        "审核:\n  - {代码: P6, 级别: 强制性, 范围: 项目, 规则: 类别是甲类或乙类, "
        "条件: 类别 != '甲类' and 类别 != '乙类', 要求: 数量(类别) == 0, 改法: 填写}\n"
    )
    format = small(tmp_path, table, 审核=rule)
    text = example(format)
    assert "类别: 甲类" in text
    assert [one.code for one in found_in(text, format) if one.blocks] == []


def test_declared_fields_and_lists_are_filled_in(tmp_path: Path) -> None:
    head = """\
名称: 试行格式
文件: [{模板: 报告.docx, 名称: 报告}]
字段:
  - {在: 单位, 名称: 填表人, 类型: 文字}
  - {在: 项目, 名称: 到位资金, 类型: 金额}
  - {在: 项目, 名称: 项目属性, 类型: 选项, 选项: [新增, 延续]}
列表:
  - 名称: 资产
    在: 部门
    字段: [{名称: 名称, 类型: 文字}, {名称: 原值, 类型: 数, 单位: 元, 合计: 是}]
"""
    table = docx(
        p("{{ 单位.填表人 }}")
        + p("{%p for 项 in 项目 %}")
        + p("{{ 项.到位资金 }}{{ 项.项目属性 }}")
        + p("{%p endfor %}")
        + p("{%p for 行 in 资产 %}")
        + p("{{ 行.名称 }}{{ 行.原值 }}")
        + p("{%p endfor %}")
    )
    format = small(tmp_path, table, format=head)
    text = example(format)
    root = read(tmp_path, text)
    assert list(values(root, ("单位", "填表人"))) == ["某某填表人"]
    assert list(values(root, ("项目", "项目属性"))) == ["新增"] * 3
    assert len({*values(root, ("项目", "到位资金"))}) == 3
    assert list(values(root, ("资产", "名称"))) == ["某某资产甲", "某某资产乙"]
    assert len({*values(root, ("资产", "原值"))}) == 2
    assert [one.message for one in found_in(text, format) if one.blocks] == []


def test_second_levels_stand_under_outputs_wherever_these_are_listed(tmp_path: Path) -> None:
    profile = (
        "权重: [{一级: 成本指标, 分值: 20}, {一级: 产出指标, 分值: 40}, {一级: 效益指标, 分值: 20}, "
        "{一级: 满意度指标, 分值: 10}]\n必填二级: [数量指标, 质量指标]\n必填一级: []\n"
    )
    templates = templates_with(tmp_path, profile=profile)
    (templates / NAME / "报告.docx").write_bytes(docx(p("{{ 本项目.名称 }}{{ 本项目.总分 }}")))
    format, _ = load_format(templates, NAME)
    assert format is not None
    case, problems = case_of(example(format), format)
    assert case is not None
    levels = [(str(i.find("一级")), str(i.find("二级"))) for i in case.projects[0].find("指标").items]  # type: ignore[union-attr]
    cost = [("成本指标", f"{kind}成本指标") for kind in ("经济", "社会", "生态环境")]
    assert levels[:5] == [*cost, ("产出指标", "数量指标"), ("产出指标", "质量指标")]
    assert not [one for one in (*problems, *found_in(example(format), format)) if one.level is Level.ERROR]


def test_fixed_rows_go_before_those_that_inherited_formulas_name(tmp_path: Path) -> None:
    head = "名称: 试行格式\n文件: [{模板: 报告.docx, 名称: 报告}]\n来源行: [县级财政, 上级补助]\n"
    table = docx(p("{%p for 项 in 项目 %}") + p("{{ 项.来源.县级财政.全年预算数 }}") + p("{%p endfor %}"))
    named = "运算: [{名称: 其他, 范围: 项目, 公式: '首个(来源.其他资金.全年预算数, 0)'}]\n"
    text = example(small(tmp_path, table, format=head, 运算=named))
    assert text.count("县级财政:") == text.count("上级补助:") == 3
    assert "其他资金:" not in text


def test_the_parts_of_a_whole_differ_and_add_up() -> None:
    for whole in (60, 482, 7):
        for count in range(1, 4):
            parts = shared(Fraction(whole), count)
            assert sum(parts) == whole
            assert len(set(parts)) == count


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    given = {
        "单位": "%",
        "文字": "一处较晚，已排定：次年",
        "段": "甲。\n乙。",
        "行": [{"甲": "1", "乙": "", "丙": "≥"}],
        "表": {"某: 镇": {"数": "2.50"}, "乡": {"数": "—"}},
        "层": {"上": {"中": {"下": "3"}}},
    }
    root = read(tmp_path, "\n".join(lines(given)) + "\n")
    assert list(values(root, ("单位",))) == ["%"]
    assert list(values(root, ("文字",))) == ["一处较晚，已排定：次年"]
    assert [text.strip() for text in values(root, ("段",))] == ["甲。\n乙。"]
    assert list(values(root, ("行", "丙"))) == ["≥"]
    assert list(values(root, ("表", "某: 镇", "数"))) == ["2.50"]
    assert list(values(root, ("层", "上", "中", "下"))) == ["3"]
    assert flow(["甲", {"乙": "1, 2"}]) == '[甲, {乙: "1, 2"}]'


def test_kinds_are_all_known() -> None:
    """A kind of field that nobody thought of here would be filled in as words."""
    known = {Kind.TEXT, Kind.PROSE, Kind.NUMBER, Kind.VALUE, Kind.YEAR, Kind.DATE, Kind.CHOICE, Kind.TEXTS}
    groups = {Kind.SECTION, Kind.LIST, Kind.NAMED, Kind.TREE, Kind.PROSES, Kind.NOTES}
    assert set(Kind) == known | groups


UNSCORED = "执行率: {分值: 无}\n项目指标计分: 否\n部门指标计分: 否\n等级: []\n"
NONE = "权重: []\n必填一级: []\n必填二级: []\n"
THREE = ["产出指标", "效益指标", "满意度指标"]


@pytest.mark.parametrize(
    ("profile", "firsts"),
    [
        (UNSCORED + NONE, THREE),
        (NONE, THREE),
        ("权重: []\n", THREE),
        ("权重: []\n必填一级: [效果指标]\n", ["产出指标", "效果指标"]),
        ("必填二级: []\n", THREE),
    ],
)
def test_an_example_has_indicators_of_both_levels_where_the_profile_names_none(
    profile: str, firsts: list[str], tmp_path: Path
) -> None:
    looped = p("{%p for 行 in 本项目.指标 %}") + p("{{ 行.一级 }}{{ 行.二级 }}{{ 行.三极 }}") + p("{%p endfor %}")
    head = "名称: 试行格式\n文件: [{模板: 报告.docx, 名称: 报告（【本项目.名称】）, 逐项: 项目}]\n"
    format = small(tmp_path, docx(looped), format=head, profile=profile)
    text = example(format)
    root = read(tmp_path, text)
    levels = list(zip(*(values(root, ("项目", "指标", word)) for word in ("一级", "二级")), strict=True))
    assert list(dict.fromkeys(level1 for level1, _ in levels)) == firsts
    assert [level2 for _, level2 in levels][:4] == ["数量指标", "质量指标", "时效指标", "成本指标"]
    assert [one.message for one in found_in(text, format) if one.blocks] == []
    told = check_format(format.folder.parent, format.folder.name).problems
    assert [one.code for one in told if "行.三极" in one.message] == ["T28"]


def test_lists_have_an_item_for_each_name_to_choose_and_as_many_as_their_help_says(tmp_path: Path) -> None:
    head = """\
名称: 试行格式
文件: [{模板: 报告.docx, 名称: 报告}]
列表:
  - 名称: 资金管理
    在: 项目
    字段: [{名称: 名称, 类型: 选项, 选项: [分配, 下达, 使用], 必填: 是}, {名称: 情况, 类型: 文字, 必填: 是}]
  - 名称: 目标
    在: 项目
    说明: 年度目标，至少三个
    字段: [{名称: 名称, 类型: 文字, 必填: 是}, {名称: 权重, 类型: 数, 单位: "%", 必填: 是}]
"""
    loops = "".join(
        p(f"{{%p for 行 in 项.{name} %}}") + p(f"{{{{ 行.名称 }}}}{{{{ 行.{word} }}}}") + p("{%p endfor %}")
        for name, word in (("资金管理", "情况"), ("目标", "权重"))
    )
    format = small(tmp_path, docx(p("{%p for 项 in 项目 %}") + loops + p("{%p endfor %}")), format=head)
    text = example(format)
    root = read(tmp_path, text)
    assert list(values(root, ("项目", "资金管理", "名称"))) == ["分配", "下达", "使用"] * 3
    assert list(values(root, ("项目", "目标", "名称"))) == ["某某目标甲", "某某目标乙", "某某目标丙"] * 3
    assert sum(Fraction(one.rstrip("%")) for one in values(root, ("项目", "目标", "权重"))) == 300
    assert [one.message for one in found_in(text, format) if one.blocks] == []


def test_costs_have_their_own_second_levels_unless_the_profile_names_one(tmp_path: Path) -> None:
    weights = "权重: [{一级: 成本指标, 分值: 20}, {一级: 产出指标, 分值: 70}]\n必填一级: []\n"
    own = [f"{kind}成本指标" for kind in ("经济", "社会", "生态环境")]
    cases = {"必填二级: [成本指标]\n": ["成本指标"], "必填二级: []\n": own}
    for number, (required, below) in enumerate(cases.items()):
        body = docx(p("{{ 本项目.名称 }}{{ 本项目.总分 }}"))
        format = small(tmp_path / str(number), body, profile=weights + required)
        rows = [(level1, level2) for (level1, level2), _ in weighted(format.profile, ("项目", "指标"))]
        assert [level2 for level1, level2 in rows if level1 == "成本指标"] == below
        assert sum(weight for _, weight in weighted(format.profile, ("项目", "指标"))) == 90
