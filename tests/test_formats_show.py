"""What holds under a format, in words: every parameter, every row, each with the line that says it."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from cases import format_folder, format_of, templates_with
from click.testing import CliRunner, Result
from reports import ROOT, TEMPLATES

from reportgen import format_terms, parameters
from reportgen.cli import main
from reportgen.formats import find_formats, load_format
from reportgen.parameters import MODELS, Profile
from reportgen.problem import Place
from reportgen.profile import load_profile
from reportgen.source.terms import Kind, Term
from reportgen.source.written import Quantity, State, Words
from reportgen.starting.describing import TOPICS, Statement, describe
from reportgen.starting.rule_words import parameters_in_words

HERE = Place("profile.yaml", 1)


def run(*words: object) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words], prog_name="reportgen")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def named(statements: tuple[Statement, ...], topic: str, name: str) -> list[Statement]:
    return [one for one in statements if (one.topic, one.name) == (topic, name)]


# Every parameter


def leaves(section: str = "规则", above: str = "") -> list[tuple[str, Term]]:
    """Each parameter of profile.yaml that is no group of others."""
    found = []
    for term in parameters.SECTIONS[section]:
        below = leaves(term.of, f"{term.word}.") if term.kind is Kind.SECTION else [(above + term.word, term)]
        found += below
    return found


def national() -> Profile:
    profile, _, _ = load_profile(TEMPLATES, "_通用")
    assert profile is not None
    return profile


def values(term: Term) -> list[Any]:
    """Values that a parameter may have, each unlike the others."""
    if term.choices:
        return [Words(choice, HERE) for choice in term.choices]
    if term.kind is Kind.TEXT:
        return [Words(word, HERE) for word in ("子数", "丑数")]
    if term.kind is Kind.TEXTS:
        return [(), (Words("子指标", HERE),), (Words("丑指标", HERE),)]
    if term.kind is Kind.LIST:
        row = MODELS[term.of]
        return [(), *((row(**{t.ident: v for t, v in zip(parameters.SECTIONS[term.of], one, strict=True)}),)
                      for one in zip(*(two(t) for t in parameters.SECTIONS[term.of]), strict=True))]  # fmt: skip
    return [quantity(n, term.unit) for n in (7, 3)] + [Quantity(HERE)]


def two(term: Term) -> list[Any]:
    return values(term)[1:3] if term.kind is Kind.LIST else values(term)[:2]


def quantity(number: int, unit: str) -> Quantity:
    return Quantity(HERE, State.GIVEN, Fraction(number, 100 if unit == "%" else 1), unit=unit)


def with_parameter(profile: Profile, path: list[str], value: Any, section: str = "规则") -> Any:
    [term] = [one for one in parameters.SECTIONS[section] if one.word == path[0]]
    inner = value if not path[1:] else with_parameter(getattr(profile, term.ident), path[1:], value, term.of)
    return replace(profile, **{term.ident: inner})


@pytest.mark.parametrize("name", [name for name, _ in leaves()])
def test_every_parameter_is_said_and_each_of_its_values_differently(name: str) -> None:
    term = dict(leaves())[name]
    said = []
    for value in values(term):
        changed = with_parameter(national(), name.split("."), value)
        if name == "正向.需说明":  # a share that is taken off begins there
            changed = with_parameter(changed, ["正向", "超额"], Words("按偏离扣减", HERE))
        said.append([text for told, text in parameters_in_words(changed) if told == name])
    assert all(len(texts) == 1 for texts in said), said
    assert len({texts[0] for texts in said}) == len(said), said
    assert all(texts[0] and "None" not in texts[0] for texts in said), said


def test_a_parameter_that_no_sentence_knows_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {**parameters.SECTIONS, "字数": (*parameters.SECTIONS["字数"], Term("子", "child", Kind.NUMBER, "子"))}
    monkeypatch.setattr("reportgen.starting.rule_words.SECTIONS", more)
    with pytest.raises(KeyError, match=r"字数\.子"):
        list(parameters_in_words(national()))


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ("执行率: {分值: 20, 方法: 按比例}", "执行率得分＝20×执行率"),
        ("执行率: {封顶: 无}", "执行率超过 100% 的也照算"),
        (
            "执行率: {方法: 分档, 分档: [{下限: 90%, 得分: 10}, {下限: 70%, 得分: 7}]}",
            "执行率达到 90% 得 10 分，达到 70% 得 7 分，都没有达到得 0 分",
        ),
        ("正向: {超额: 按偏离扣减}", "完成率超过 130% 的部分要扣，得分＝分值×（1－（完成率－130%）），最低 0 分"),
        ("等级: [{名称: 合格, 下限: 60}, {名称: 不合格, 下限: 0}]", "60分（含）以上为合格，60分以下为不合格"),
        ("等级: []", "不评等级"),
        ("计分法: [{名称: 甲, 用于: 子, 方法: 二元}]", "计分法“甲”，用于 子：达到指标值得满分，没有达到得 0 分"),
        (
            "计分法: [{名称: 甲, 比: 完成率, 档: [{下限: 95%, 得分: 100%}, {下限: 80%, 得分: 6}]}]",
            "看 完成率，95%及以上按分值的 100% 得分；80%及以上得 6 分；都不符合得 0 分",
        ),
        ("{项目指标计分: 否, 权重: [{一级: 产出, 分值: 50}]}", "每个项目的指标：产出 50 分（项目指标不计分，用不上）"),
    ],
)
def test_a_rule_is_said_as_it_is_reckoned(rules: str, sentence: str, tmp_path: Path) -> None:
    statements = describe(format_of(templates_with(tmp_path, profile=rules)))
    [found] = [one for one in statements if sentence in one.text and one.topic == "计分"]
    assert (found.folder, Path(found.file).name, found.line, found.inherited) == ("试行", "profile.yaml", 1, False)


def test_what_is_of_no_use_without_scores_says_so(tmp_path: Path) -> None:
    rules = "执行率: {分值: 无}\n项目指标计分: 否\n部门指标计分: 否\n等级: []\n"
    statements = describe(format_of(templates_with(tmp_path, profile=rules)))
    idle = {one.name for one in statements if one.text.endswith("用不上）")}
    assert {"执行率.方法", "得分.位数", "正向.超额", "反向.公式", "权重", "预警.得分偏离"} <= idle
    assert not {"执行率.分母", "执行率.需说明", "正向.需说明", "必填一级", "预警.未使用", "舍入"} & idle
    scored = describe(format_of(templates_with(tmp_path / "计分")))
    assert [one.text for one in scored if one.text.endswith("用不上）")] == []


# Rows of the other files


HEAD = """\
名称: 试行格式
文件:
  - {模板: 报告.docx, 名称: 自评表, 标题: 题, 逐项: 项目.来源, 条件: 项目.个数 > 1, 附件: 是}
叙述:
  - {名称: 概况, 位置: 一、, 必填: 是, 说明: 写概况, 字数: 300}
字段:
  - {在: 项目, 名称: 到位资金, 类型: 金额, 必填: 是, 说明: 到位的资金, 位数: 2, 合计: 否}
  - {在: 项目, 名称: 属性, 类型: 选项, 选项: [新增, 延续]}
列表:
  - 名称: 资产
    在: 部门
    说明: 固定资产
    行: [车辆, 房屋]
    字段: [{名称: 原值, 类型: 数, 单位: 元}]
来源行: [中央补助, 地方资金]
合订: {名称: 全本, 标题: 全题, 目录: 是}
"""
FORMULAS = """\
运算:
  - {名称: 剩余, 范围: 项目, 条件: "属性 == 'a and b' and 年初预算数 > 0", 公式: 年初预算数 - 全年执行数,
     单位: 万元, 位数: 2, 补零: 是, 合计: 否, 核对: X50}
"""
RELATIONS = """\
审核:
  - {代码: F50, 级别: 核实性, 范围: 资产, 规则: 不大, 条件: 原值 >= 1, 要求: 原值 <= 9, 容差: 1, 改法: 改, 位置: 原值}
"""


def test_every_row_is_said_with_its_line(tmp_path: Path) -> None:
    statements = describe(format_of(templates_with(tmp_path, format=HEAD, 运算=FORMULAS, 审核=RELATIONS)))
    own = [(one.topic, one.text, Path(one.file).name, one.line) for one in statements if one.folder == "试行"]
    assert own == [
        ("文件", "自评表：每个来源一份，只在 项目.个数 > 1 时，用 报告.docx，编附件号；标题：题", "format.yaml", 3),
        ("文件", "合订成一个 PDF：全本，前面有目录页；标题：全题", "format.yaml", 16),
        ("正文", "概况（必填，至多 300字，一、）：写概况", "format.yaml", 5),
        ("字段和列表", "项目.到位资金（金额，必填，到位的资金；位数：2；合计：否）", "format.yaml", 7),
        ("字段和列表", "项目.属性（新增、延续）", "format.yaml", 8),
        ("字段和列表", "部门的列表“资产”（固定资产），固定 2 行：车辆、房屋；每项填 原值（数，元）", "format.yaml", 10),
        ("字段和列表", "项目的资金来源固定 2 行：中央补助、地方资金", "format.yaml", 15),
        (
            "运算",
            (
                "每个项目：剩余＝年初预算数 - 全年执行数，只在 属性 ＝ 'a and b' 且 年初预算数 > 0 时，万元，2 位小数"
                "；补零：是；合计：否；核对：X50"
            ),
            "运算.yaml",
            2,
        ),
        ("审核", "F50 核实性，每个资产：不大（原值 ≤ 9，只在 原值 ≥ 1 时）；容差：1", "审核.yaml", 2),
    ]


LEFT_OUT = {"依据", "例", "改法", "位置"}  # told with a finding
SAMPLES = {"类型": "数", "在": "项目", "目录": "是", "必填": "是", "附件": "是"}


@pytest.mark.parametrize("section", ["文件", "叙述节", "字段", "列表", "合订", "运算", "审核"])
def test_every_word_of_a_row_is_said(section: str, tmp_path: Path) -> None:
    """A word that a row of these files gets anew is not forgotten here: two values of it are said differently."""
    format = format_of(templates_with(tmp_path, format=HEAD, 运算=FORMULAS, 审核=RELATIONS))
    rows: dict[str, Any] = {
        "文件": format.documents[0],
        "叙述节": format.narrative[0],
        "字段": format.declared.fields[0],
        "列表": format.declared.lists[0],
        "合订": format.volume,
        "运算": format.formulas[-1],
        "审核": format.relations[-1],
    }

    def said(term: Term, value: Any) -> str:
        row = replace(rows[section], **{term.ident: value})
        changed = replace(
            format,
            documents=(row,) if section == "文件" else (),
            narrative=(row,) if section == "叙述节" else (),
            declared=replace(
                format.declared,
                fields=(row,) if section == "字段" else (),
                lists=(row,) if section == "列表" else (),
            ),
            volume=row if section == "合订" else format.volume,
            formulas=(row,) if section == "运算" else (),
            relations=(row,) if section == "审核" else (),
        )
        return "\n".join(one.text for one in describe(changed) if one.topic != "计分")

    for term in format_terms.SECTIONS[section]:
        if term.word not in LEFT_OUT | {"字段"}:
            place = rows[section].name.place if hasattr(rows[section], "name") else rows[section].code.place
            pair: list[Any] = [Quantity(place, State.GIVEN, Fraction(n)) for n in (3, 4)]
            if term.kind is Kind.TEXTS:
                pair = [(Words(one, place),) for one in ("子", "丑")]
            elif term.kind is not Kind.NUMBER:
                pair = [Words(one, place) for one in ((SAMPLES.get(term.word) or "子"), "丑")]
            assert said(term, pair[0]) != said(term, pair[1]), f"{section}.{term.word}"


def test_what_is_inherited_is_told_with_the_folder_that_says_it(tmp_path: Path) -> None:
    templates = templates_with(tmp_path, profile="继承: 上\n执行率: {分值: 30}\n")
    field = "名称: 上\n文件: []\n字段:\n  - {在: 单位, 名称: 填表人, 类型: 文字}\n"
    rules = "执行率:\n  分值: 20\n  封顶: 无\n等级: []\n"
    relations = RELATIONS.replace("资产", "项目").replace("原值", "追加")
    format_folder(templates, "上", format=field, profile=rules, 审核=relations)
    statements = describe(format_of(templates))

    def told(topic: str, name: str) -> tuple[str, str, int, bool]:
        [one] = named(statements, topic, name)
        return one.text, one.folder, one.line, one.inherited

    assert told("计分", "执行率.分值") == ("执行率占 30 分", "试行", 2, False)
    assert told("计分", "执行率.封顶") == ("执行率超过 100% 的也照算", "上", 3, True)
    assert told("计分", "等级") == ("不评等级", "上", 4, True)
    assert told("计分", "执行率.分母")[1:] == ("_通用", 4, True)
    assert told("计分", "字数.总体目标") == ("总体目标的字数不限", "", 0, False)
    assert told("字段和列表", "单位.填表人") == ("单位.填表人（文字）", "上", 4, True)
    assert told("审核", "F50")[1:] == ("上", 2, True)


def test_what_is_inherited_and_switched_off_is_told(tmp_path: Path) -> None:
    templates = templates_with(
        tmp_path,
        profile="继承: 上\n",
        format="名称: 试行格式\n停用: [填表人]\n文件:\n  - {模板: 报告.docx, 名称: 报告}\n",
        运算="停用: [专项资金]\n",
        审核="停用:\n  - F8\n  - 全年预算数等于各来源之和\n",
    )
    field = "名称: 上\n文件: []\n字段:\n  - {在: 单位, 名称: 填表人, 类型: 文字}\n"
    format_folder(templates, "上", format=field, profile="等级: []\n")
    statements = describe(format_of(templates))
    off = [one for one in statements if one.text.startswith("停用：")]
    assert [(one.topic, one.name, one.folder, one.line) for one in off] == [
        ("字段和列表", "填表人", "试行", 2),
        ("运算", "专项资金", "试行", 1),
        ("审核", "F8", "试行", 2),
        ("审核", "全年预算数等于各来源之和", "试行", 3),
    ]
    assert [one.text for one in named(statements, "审核", "F8")] == ["停用：所继承的“F8”不用"]


# The command


@pytest.mark.parametrize("name", find_formats(TEMPLATES))
def test_every_line_stands_where_it_is_said_to(name: str) -> None:
    format, _ = load_format(TEMPLATES, name)
    assert format is not None
    statements = describe(format)
    assert {one.topic for one in statements} >= {"文件", "计分", "运算", "审核"}
    for one in statements:
        if one.file:
            line = Path(one.file).read_text(encoding="utf-8").splitlines()[one.line - 1]
            word = one.name.rpartition(".")[2]
            assert word in line or one.text.partition("＝")[0].rpartition("：")[2] in line, (one, line)
    assert len(named(statements, "审核", "F1")) >= 1


def test_a_format_is_shown_in_words_and_for_machines() -> None:
    folder = ROOT / "docs" / "例" / "二"
    [name] = [path.parent.name for path in folder.glob("*/format.yaml")]
    shown = run("formats", "show", name, "--模板", folder)
    assert shown.exit_code == 0
    assert f"格式 {name}：" in shown.output
    assert "继承：通用-项目支出自评表、_通用；" in shown.output
    assert "\n执行率占 20 分〔本格式 profile.yaml:3〕\n" in shown.output
    assert "\n执行率＝全年执行数÷全年预算数〔_通用 profile.yaml:4〕\n" in shown.output
    assert "\n没有另外的计分法〔没有写〕\n" in shown.output
    assert [line for line in shown.output.splitlines() if line.startswith("【")] == [
        f"【{topic}】" for topic in TOPICS if topic != "正文"
    ]
    rows = json.loads(run("formats", "show", folder / name, "--json").output)
    assert set(rows[0]) == {field.name for field in fields(Statement)}
    assert [row["text"] for row in rows if row["name"] == "执行率.分值"] == ["执行率占 20 分"]
