"""Fields of a data file: kinds, shapes and units, project files, names that are too many."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen.problem import Problem
from reportgen.source import model
from reportgen.source.model import Submission
from reportgen.source.reader import MODELS, read_submission
from reportgen.source.terms import SECTIONS, Kind
from reportgen.source.written import Quantity, State

HEAD = "格式: 试行\n年度: 2024\n单位: {名称: R&D <x> 中心}\n"
FIRST = 4  # the line after the head
NAMED = {"来源", "分配", "事实"}
GIVEN = {section: {"name"} for section in NAMED} | {"项目": {"place"}, "指标": {"place"}}  # beside what is typed


def read(folder: Path, text: str, head: str = HEAD) -> tuple[Submission, tuple[Problem, ...]]:
    path = folder / "数据.yaml"
    path.write_text(head + text, encoding="utf-8")
    submission, problems = read_submission(path, path.name)
    assert submission is not None
    return submission, problems


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(p.code, str(p.place)) for p in problems]


def fact(folder: Path, text: str) -> tuple[Quantity, tuple[Problem, ...]]:
    """A number without a unit of its own."""
    submission, problems = read(folder, f"事实: {{甲: {{值: {text}}}}}\n")
    return submission.facts[0].value, problems


def opening(folder: Path, text: str) -> tuple[Quantity, tuple[Problem, ...]]:
    """A number in 万元."""
    submission, problems = read(folder, f"资金: {{结转结余: {{年初: {text}}}}}\n")
    return submission.funds.carryover.opening, problems


def test_every_term_has_a_field_and_every_field_a_term() -> None:
    assert set(SECTIONS) | {"说明"} == set(MODELS)
    for section, terms in SECTIONS.items():
        typed = {t.ident for t in terms}
        assert len(typed) == len({t.word for t in terms}) == len(terms), section
        own = set() if section == "填报" else {"further"}  # what a format may declare
        assert typed | GIVEN.get(section, set()) | own == {f.name for f in fields(MODELS[section])}, section


def test_every_section_and_choice_is_reachable() -> None:
    named = {t.of for terms in SECTIONS.values() for t in terms if t.of}
    assert named == set(SECTIONS) - {"数据"}
    for terms in SECTIONS.values():
        for term in terms:
            assert term.help, term
            assert bool(term.of) == (term.kind in (Kind.SECTION, Kind.LIST, Kind.NAMED)), term
            assert bool(term.choices) == (term.kind is Kind.CHOICE), term


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("12.5", "12.5", 1),
        ("100.10", "100.1", 2),
        ('"1,234.50"', "1234.5", 2),
        ("-3", "-3", 0),
        ("0", "0", 0),
        ("'12'", "12", 0),
        ("123456789012345678", "123456789012345678", 0),
        ("{值: 3}", "3", 0),
        ("{值: 3, 单位: 万元}", "3", 0),
    ],
)
def test_numbers(text: str, value: str, decimals: int, tmp_path: Path) -> None:
    quantity, problems = opening(tmp_path, text)
    assert problems == ()
    assert (quantity.state, quantity.value, quantity.decimals) == (State.GIVEN, Fraction(value), decimals)
    assert quantity.unit == "万元"


@pytest.mark.parametrize(
    ("text", "state"),
    [("", State.BLANK), ("''", State.BLANK), ("无", State.NONE), ("—", State.DASH), ("……", State.DOTS)],
)
def test_states(text: str, state: State, tmp_path: Path) -> None:
    quantity, problems = opening(tmp_path, text)
    assert problems == ()
    assert (quantity.state, quantity.value, bool(quantity)) == (state, None, state is not State.BLANK)


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("12.5万元", "D8", "只写 12.5；本字段的单位是万元"),
        ("12.5 万元", "D8", "只写 12.5"),
        ("125000元", "D8", "换算成万元后只写数字，不带“元”"),
        ("3次", "D8", "不带“次”"),
        ("5%", "D8", "本字段的单位是万元，去掉 %"),
        ("007", "D4", "去掉开头的 0"),
        ("-01.5", "D4", "去掉开头的 0"),
        ("1234567890123456789", "D4", "检查是否多打了数字"),
        ("12345678901234567.89", "D4", "检查是否多打了数字"),
        ("NaN", "D4", "只用半角数字"),
        (".inf", "D4", "只用半角数字"),
        ("1e5", "D4", "只用半角数字"),
        ("0x1F", "D4", "只用半角数字"),
        ("1_000", "D4", "只用半角数字"),
        ("+5", "D4", "只用半角数字"),
        (".5", "D4", "只用半角数字"),
        ("١٢٣", "D4", "只用半角数字"),
        ("十二", "D4", "只用半角数字"),
        ("约12", "D4", "只用半角数字"),
        ("true", "D4", "只用半角数字"),
        ("null", "D4", "只用半角数字"),
        ("~", "D4", "只用半角数字"),
        ("2024-01-01", "D4", "只用半角数字"),
        ("12:30", "D4", "只用半角数字"),
        ("[1, 2]", "D3", "只写一个数"),
        ("{值: [1]}", "D3", "只写一个值"),
        ("{值: 1, 数: 2}", "D1", "可用：值、单位、文字、填报、采用、理由"),
        ("{值: 1, 填报: 2}", "D3", "由程序计算的写“填报”"),
        ("{值: 1, 单位: 元}", "D8", "换算成万元再写"),
        ("{值: 1.5, 文字: 约一万余元}", "D7", "让两处一致"),
        ("{填报: 1, 采用: 是, 理由: 核定}", "D5", "只能填：填报"),
        ("{填报: 1, 采用: 填报}", "D9", "理由"),
        ("{填报: 1, 采用: 填报, 理由: ' '}", "D9", "理由"),
    ],
)
def test_no_numbers(text: str, code: str, hint: str, tmp_path: Path) -> None:
    _, problems = opening(tmp_path, text)
    assert [p.code for p in problems] == [code]
    assert hint in problems[0].hint
    assert problems[0].place.line == FIRST


def test_full_width_number_is_told_and_read(tmp_path: Path) -> None:
    quantity, problems = opening(tmp_path, "１２．５")
    assert [p.code for p in problems] == ["Y12"]
    assert quantity.value == Fraction("12.5")


@pytest.mark.parametrize(
    ("text", "stated", "adopt", "reason"),
    [
        ("{填报: 5}", True, False, ""),
        ("{填报: 5, 采用: 填报, 理由: 财政核定}", True, True, "财政核定"),
        ("{值: 5}", False, False, ""),
    ],
)
def test_stated_numbers(text: str, stated: bool, adopt: bool, reason: str, tmp_path: Path) -> None:
    quantity, problems = opening(tmp_path, text)
    assert problems == ()
    assert (quantity.value, quantity.stated, quantity.adopt, quantity.reason) == (5, stated, adopt, reason)


@pytest.mark.parametrize(
    ("fields_of_fact", "value", "unit"),
    [
        ("值: 97.05%", "0.9705", "%"),
        ("值: 95, 单位: '%'", "0.95", "%"),
        ("值: 95%, 单位: '%'", "0.95", "%"),
        ("值: 6697, 单位: 人（次）", "6697", "人（次）"),
        ("值: 5", "5", ""),
        ("值: {值: 3, 文字: 3万余元}, 单位: 万元", "3", "万元"),
    ],
)
def test_facts_take_the_unit_beside_them(fields_of_fact: str, value: str, unit: str, tmp_path: Path) -> None:
    submission, problems = read(tmp_path, f"事实: {{甲: {{{fields_of_fact}}}}}\n")
    assert problems == ()
    assert (submission.facts[0].value.value, submission.facts[0].value.unit) == (Fraction(value), unit)


def test_a_single_value_stands_for_a_fact(tmp_path: Path) -> None:
    submission, problems = read(tmp_path, "事实:\n  巡查: 12\n  空着:\n")
    assert submission.facts[0].value.value == 12
    assert told(problems) == [("D2", "数据.yaml:6:3")]


def test_references(tmp_path: Path) -> None:
    quantity, problems = fact(tmp_path, "【 项目.甲.全年执行数 】")
    assert problems == ()
    assert (quantity.reference, quantity.value, bool(quantity)) == ("项目.甲.全年执行数", None, True)
    _, problems = fact(tmp_path, "【】")
    assert [p.code for p in problems] == ["D4"]


def test_target_may_be_words(tmp_path: Path) -> None:
    row = "{二级: 数量指标, 三级: 子, 符号: ≥, 指标值: 26人2.3万元, 完成值: {值: 3.2, 文字: 共3.2}, 单位: 万元}"
    submission, problems = read(tmp_path, f"指标:\n  - {row}\n")
    assert problems == ()
    target, actual = submission.indicators[0].target, submission.indicators[0].actual
    assert (target.text, target.value) == ("26人2.3万元", None)
    assert (actual.text, actual.value, actual.unit) == ("共3.2", Fraction("3.2"), "万元")


@pytest.mark.parametrize(
    ("text", "code", "place", "hint"),
    [
        ("年份: 2024\n", "D1", "4:1", "可能是“年度”"),
        ("资金: {支岀: {合计: 1}}\n", "D1", "4:6", "可能是“支出”"),
        ("项目:\n  - {名称: 甲, 全年执行教: 3}\n", "D1", "5:13", "可能是“全年执行数”"),
        ("xyz: 1\n", "D1", "4:1", "可用的字段：格式、年度"),
        ("项目:\n  - {简称: 甲}\n", "D2", "5:5", "填写：项目名称"),
        ("项目:\n  - {名称: }\n", "D2", "5:6", "填写：项目名称"),
        ("资金: 5\n", "D3", "4:5", "在下一行缩进两格写：收入"),
        ("项目: 甲\n", "D3", "4:5", "以“- ”开头"),
        ("项目: {名称: 甲}\n", "D3", "4:5", "以“- ”开头"),
        ("项目: [甲]\n", "D3", "4:6", "在下一行缩进两格写：名称"),
        ("事实: [1]\n", "D3", "4:5", "缩进两格"),
        ("资金: {收入: 5}\n", "D3", "4:10", "缩进两格"),
        ("落款日期: {年: 2021}\n", "D3", "4:7", "成文日期"),
        ("落款日期: 2021-06-21\n", "D6", "4:7", "2021年6月21日"),
        ("落款日期: 2021年06月21日\n", "D6", "4:7", "2021年6月21日"),
        ("落款日期: 2021年13月1日\n", "D6", "4:7", "2021年6月21日"),
        ("项目文件: 甲.yaml\n", "D3", "4:7", "以“- ”开头"),
        ("指标:\n  - {二级: 数量, 三级: 子, 符号: 大于}\n", "D5", "5:25", "改成 >"),
        ("事实: {甲: {值: 3, 限定: 大概}}\n", "D5", "4:20", "只能填：约、余、以上、不少于"),
        ("资金: {收入: {合计: {甲: 1}}}\n", "D1", "4:16", "可用：值"),
    ],
)
def test_shapes(text: str, code: str, place: str, hint: str, tmp_path: Path) -> None:
    _, problems = read(tmp_path, text)
    assert told(problems)[0] == (code, f"数据.yaml:{place}")
    assert {p.code for p in problems} <= {code, "D2"}
    assert hint in problems[0].hint


def test_years_and_heads(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "年度: 24年\n", head="")
    assert sorted(told(problems)) == [("D2", "数据.yaml:1:1")] * 3 + [("D6", "数据.yaml:1:5")]


def test_prose_may_have_lines_and_words_may_not(tmp_path: Path) -> None:
    text = "叙述:\n  概况: |\n    一\n    二\n  特色:\n    标题: |\n      三\n单位说明: 1\n"
    submission, problems = read(tmp_path, text)
    assert [p.code for p in problems] == ["D1"]
    assert str(submission.narrative["概况"]) == "一\n二"
    _, problems = read(tmp_path, "总体目标: {预期: 一}\n项目:\n  - 名称: |\n      甲\n      乙\n")
    assert [p.code for p in problems] == ["D3"]


def test_notes(tmp_path: Path) -> None:
    submission, problems = read(
        tmp_path, "审核说明:\n  F6: 据实支付\n  S7:\n    甲项目: 年中调入\n    乙项目: 价格下降\n"
    )
    assert problems == ()
    notes = [(n.code.text, n.about, n.sentence) for n in submission.explanations]
    assert notes == [("F6", "", "据实支付"), ("S7", "甲项目", "年中调入"), ("S7", "乙项目", "价格下降")]


def test_trees(tmp_path: Path) -> None:
    submission, problems = read(tmp_path, "资金: {收入: {甲: 1, 乙: {丙: {丁: 2.50}, 戊: {填报: 3}}, 空组: {}}}\n")
    assert problems == ()
    income = submission.funds.income
    first, group, empty = income["甲"], income["乙"], income["空组"]
    assert isinstance(first, Quantity)
    assert isinstance(empty, Quantity)
    assert isinstance(group, dict)
    assert (first.value, empty.state, group["戊"].stated) == (1, State.BLANK, True)
    assert (group["丙"]["丁"].value, group["丙"]["丁"].decimals, group["丙"]["丁"].unit) == (Fraction("2.5"), 2, "万元")


PROJECT = "名称: {0}\n年初预算数: 5\n"


def test_project_files(tmp_path: Path) -> None:
    (tmp_path / "一.yaml").write_text(PROJECT.format("甲"), encoding="utf-8")
    (tmp_path / "几.yaml").write_text(
        "项目:\n  - {名称: 乙, 年初预算数: 6}\n  - {名称: 丙, 年初预算: 7}\n", encoding="utf-8"
    )
    submission, problems = read(tmp_path, "项目: [{名称: 本}]\n项目文件: [一.yaml, 几.yaml]\n")
    assert [p.name.text for p in submission.projects] == ["本", "甲", "乙", "丙"]
    assert [p.initial.value for p in submission.projects] == [None, 5, 6, None]
    assert [str(p.place) for p in submission.projects] == ["数据.yaml:4:6", "一.yaml:1:1", "几.yaml:2:5", "几.yaml:3:5"]
    assert told(problems) == [("D1", "几.yaml:3:13")]
    assert "可能是“年初预算数”" in problems[0].hint


def test_project_file_is_sought_beside_the_data_file_only(tmp_path: Path) -> None:
    inner = tmp_path / "内"
    (inner / "更内").mkdir(parents=True)
    for path in (tmp_path / "外.yaml", inner / "更内" / "里.yaml", inner / "好.yaml"):
        path.write_text(PROJECT.format("甲"), encoding="utf-8")
    (inner / "链.yaml").symlink_to(tmp_path / "外.yaml")
    names = [
        "没有.yaml",
        "../外.yaml",
        "更内/里.yaml",
        str(tmp_path / "外.yaml"),
        "链.yaml",
        "更内",
        ".",
        "",
        "好.yaml",
    ]
    submission, problems = read(inner, "项目文件:\n" + "".join(f"  - '{name}'\n" for name in names))
    assert [p.name.text for p in submission.projects] == ["甲"]
    assert told(problems) == [("D10", f"数据.yaml:{FIRST + n}:5") for n in range(1, len(names))]


def test_project_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "坏.yaml").write_text("- 1\n", encoding="utf-8")
    submission, problems = read(tmp_path, "项目文件: [坏.yaml]\n")
    assert submission.projects == ()
    assert told(problems) == [("Y29", "坏.yaml:1:1")]


def test_equal_names(tmp_path: Path) -> None:
    (tmp_path / "二.yaml").write_text(PROJECT.format("甲"), encoding="utf-8")
    row = "{{一级: {0}, 二级: {1}, 三级: 次数, 符号: 定性}}"
    rows = [("产出", "数量指标"), ("产出", "质量指标"), ("效益", "数量指标")]
    listed = "".join(f"      - {row.format(*r)}\n" for r in rows)
    text = f"项目:\n  - 名称: 甲\n    指标:\n{listed}  - {{名称: 甲}}\n  - {{名称: 合计}}\n项目文件: [二.yaml]\n"
    _, problems = read(tmp_path, text)
    assert sorted(told(problems)) == [
        ("D11", f"{p}") for p in ("二.yaml:1:5", "数据.yaml:10:10", "数据.yaml:11:10", "数据.yaml:9:32")
    ]
    messages = {str(p.place): p.message for p in problems}
    assert messages["数据.yaml:10:10"] == "项目“甲”与第 5 行的重名"
    assert messages["二.yaml:1:5"] == "项目“甲”与 数据.yaml:5:9 的重名"
    assert messages["数据.yaml:9:32"] == "指标“次数”与第 7 行的重名"


def test_no_submission_of_a_file_that_is_no_mapping(tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text("- 甲\n", encoding="utf-8")
    assert read_submission(path, path.name)[0] is None
    assert {m.__module__ for m in MODELS.values()} == {model.__name__}


def test_prose_typed_on_several_lines_is_several_paragraphs(tmp_path: Path) -> None:
    """Also without the sign | : a line that goes on below its field is a paragraph, not a blank and more words."""
    data = "叙述:\n  职能: 第一段【支出.合计】\n    第二段\n\n    第三段\n  任务: |\n    甲\n    乙\n"
    submission, problems = read(tmp_path, data)
    assert not [p for p in problems if p.code != "D2"]
    assert [str(submission.narrative[name]) for name in ("职能", "任务")] == [
        "第一段【支出.合计】\n第二段\n第三段",
        "甲\n乙",
    ]


@pytest.mark.parametrize(("text", "meant"), [("2025-03-20", "2025年3月20日"), ("2025年03月20日", "2025年3月20日")])
def test_a_date_written_otherwise_is_told_with_itself(text: str, meant: str, tmp_path: Path) -> None:
    problems = read(tmp_path, f"落款日期: {text}\n")[1]
    assert [p.hint.startswith(f"写成 {meant}，") for p in problems if p.code == "D6"] == [True]
