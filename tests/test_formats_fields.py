"""The names that templates may use: all of them, each printed as the list says."""

from __future__ import annotations

import json
import re
from functools import cache
from inspect import signature
from pathlib import Path

import pytest
from cases import NAME, templates_with
from click.testing import CliRunner, Result
from reports import TEMPLATES
from small_docx import docx, p

from reportgen.cli import main
from reportgen.figures.scope import Scope
from reportgen.fill.environment import FIGURE_FIELDS, PRINTED, ROUNDS, TemplateEnvironment
from reportgen.fill.environment import FILTERS as KNOWN_FILTERS
from reportgen.formats import Format, find_formats, load_format
from reportgen.source.terms import Kind, every_field
from reportgen.starting.example import case_of, example
from reportgen.starting.offers import FIELDS, FILTERS, Offer, offers

WHOLE = "通用-部门整体自评报告"
FORMATS = find_formats(TEMPLATES)
_LOOP = re.compile(r"\{%\w+ for (\S+) in (.+) %\}")


@cache
def shipped(name: str) -> Format:
    format, _ = load_format(TEMPLATES, name)
    assert format is not None
    return format


@cache
def root_of(name: str) -> Scope:
    case, _ = case_of(example(shipped(name), whole=True), shipped(name))
    assert case is not None
    return case.root


@cache
def offered(name: str) -> tuple[Offer, ...]:
    return offers(shipped(name))


def run(*words: object) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words], prog_name="reportgen")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def rendered(root: Scope, text: str) -> str:
    names = {name: root.find(name) for name in root.members}
    return TemplateEnvironment().from_string(text).render({**names, PRINTED: [], ROUNDS: [0]})


def in_its_loops(offer: Offer, every: tuple[Offer, ...]) -> str:
    """A tag that prints an offer for each item, in its loop and the loops around that."""
    text, within = f"{{{{ {offer.name} }}}}\n", offer.within
    while within:
        found = _LOOP.fullmatch(within)
        assert found is not None
        text = f"{{% for {found[1]} in {found[2]} %}}{text}{{% endfor %}}"
        within = next(one.within for one in every if one.use and within in one.use)
    return for_each_item(text)


def for_each_item(text: str) -> str:
    """A text of documents that are for one item of a list, for each of these."""
    return f"{{% for 本项目 in 项目 %}}{text}{{% endfor %}}" if "本项目" in text else text


@pytest.mark.parametrize("name", FORMATS)
def test_every_name_prints_what_is_said(name: str) -> None:
    every = [one for one in offered(name) if not one.use and not one.name.startswith("件.") and one.name != "附件号"]
    assert len(every) > 100
    for one in every:
        lines = rendered(root_of(name), in_its_loops(one, offered(name))).split("\n")
        assert one.printed in lines, one


@pytest.mark.parametrize("name", FORMATS)
def test_every_loop_runs_and_every_group_is_listed(name: str) -> None:
    lists = [one for one in offered(name) if one.use and one.name not in ("附件", "行.分项")]  # no fact has parts here
    assert len(lists) > 10
    for one in lists:
        loop = one.use.rpartition("，或 ")[2]
        inside = re.sub(r"^\{%\w+ ", "{% ", loop) + "x{% endfor %}"
        outer = in_its_loops(Offer(one.within, "单位.名称"), offered(name))
        assert "x" in rendered(root_of(name), for_each_item(outer.replace("{{ 单位.名称 }}", inside))), one
        if "|列举" in one.use:
            listing = outer.replace("{{ 单位.名称 }}", one.use.partition("，或 ")[0])
            assert one.printed in rendered(root_of(name), for_each_item(listing))


@pytest.mark.parametrize("name", FORMATS)
def test_every_field_of_the_data_is_offered(name: str) -> None:
    words = {re.split(r"\.|\['", one.name)[-1].rstrip("']") for one in offered(name)}
    told = {"填报", "审核说明", "项目文件", "资金"}
    for path, term in every_field(shipped(name).terms):
        if path == ("项目", "等级"):
            continue  # blank unless it is typed to be compared: the grade is 评定等级
        if not told & set(path) and term.kind not in (Kind.SECTION, Kind.PROSES):
            assert term.word in words, path


def test_names_say_what_they_are_and_how_they_come_about() -> None:
    known = {(one.within, one.name): one for one in offered(WHOLE)}
    unit = known["", "单位.名称"]
    assert (unit.help, unit.printed, unit.formula) == ("单位全称", "某某市某某局", "")
    rate = known["{%p for 项 in 项目 %}", "项.执行率"]
    assert (rate.unit, rate.printed, rate.formula) == ("%", "96.00%", "全年执行数 ÷ 全年预算数")
    assert known["{%tr for 行 in 项.来源 %}", "行.全年预算数"].printed == "149万元"
    assert known["", "在职人员控制率"].formula == "在职人数 ÷ 编制人数"
    assert known["", "叙述.机构职能"].use == "{%p for 段 in 叙述.机构职能 %}"
    assert "单位性质、内设机构" in known["", "叙述.机构职能"].help
    assert known["", "规则.执行率需说明"].help == "低于多少要写原因"
    assert known["{%p for 项 in 项目 %}", "项.调出"].printed == "5万元"  # of the first project that has one


def test_a_name_that_no_tag_can_write_with_a_dot_is_written_with_brackets() -> None:
    names = {one.name for one in offered(WHOLE)}
    assert "三公经费.预算['因公出国（境）']" in names
    assert "三公经费.预算.公务用车.购置" in names


def test_what_filters_and_fields_of_figures_do_is_told() -> None:
    assert set(FILTERS) == set(KNOWN_FILTERS)
    assert set(FIELDS) == set(FIGURE_FIELDS)
    for name, filter in KNOWN_FILTERS.items():
        assert signature(filter)
        assert f"|{name}" in FILTERS[name]


def test_declared_fields_are_offered(tmp_path: Path) -> None:
    head = """\
名称: 试行格式
文件: [{模板: 报告.docx, 名称: 报告}]
字段:
  - {在: 项目, 名称: 到位资金, 类型: 金额, 说明: 全年到位的资金}
列表:
  - {名称: 资产, 在: 部门, 说明: 固定资产, 字段: [{名称: 名称, 类型: 文字}, {名称: 原值, 类型: 数, 单位: 元}]}
  - {名称: 目标, 在: 项目, 字段: [{名称: 权重, 类型: 数, 单位: "%"}, {名称: 指标, 类型: 指标表}]}
"""
    templates = templates_with(tmp_path, format=head)
    (templates / NAME / "报告.docx").write_bytes(docx(p("{{ 单位.名称 }}")))
    format, problems = load_format(templates, NAME)
    assert problems == ()
    assert format is not None
    known = {one.name: one for one in offers(format)}
    assert known["项.到位资金"].help == "全年到位的资金"
    assert known["项.到位资金"].printed.endswith("万元")
    assert known["资产"].use == "{%tr for 行 in 资产 %}"
    assert known["行.指标"].within == known["项.目标"].use == "{%tr for 行 in 项.目标 %}"
    assert known["条.三级"].within == known["行.指标"].use == "{%tr for 条 in 行.指标 %}"
    assert [one.name for one in offers(format) if one.within == known["资产"].use] == ["行.序号", "行.名称", "行.原值"]


def test_the_command_lists_filters_and_finds() -> None:
    every = run("formats", "fields", WHOLE, "--模板", TEMPLATES)
    assert every.exit_code == 0
    assert "|vmerge　" in every.output
    assert ".数　" in every.output
    found = run("formats", "fields", WHOLE, "控制率", "--模板", TEMPLATES)
    assert [line.strip().partition("　")[0] for line in found.output.splitlines()[1:]] == [
        "在职人员控制率",
        "三公经费控制率",
    ]
    rows = json.loads(run("formats", "fields", WHOLE, "控制率", "--json", "--模板", TEMPLATES).output)
    assert [row["name"] for row in rows] == ["在职人员控制率", "三公经费控制率"]
    assert set(rows[0]) == {"within", "name", "help", "unit", "printed", "formula", "use"}


def test_a_word_alone_is_sought_in_the_default_format() -> None:
    found = run("formats", "fields", "在职人员控制率", "--模板", TEMPLATES)
    assert found.exit_code == 0
    assert "在职人员控制率　例：93.33%" in found.output
    nothing = run("formats", "fields", "在职人员控制律", "--模板", TEMPLATES)
    assert nothing.exit_code == 2
    assert "相近的：在职人员控制率" in nothing.output
    assert run("formats", "fields", "--模板", TEMPLATES).exit_code == 0


def test_a_folder_stands_for_its_format() -> None:
    found = run("formats", "fields", TEMPLATES / "通用-项目支出自评表", "其他资金执行率")
    assert found.exit_code == 0
    assert "项.其他资金执行率" in found.output


PROJECT_FORM = "通用-项目支出自评表"


def test_what_a_document_is_for_is_listed_by_its_name() -> None:
    known = {one.name: one for one in offered(PROJECT_FORM)}
    assert known["本项目.来源"].use == "{%tr for 行 in 本项目.来源 %}"
    assert known["本项目.全年执行数"].printed == known["项.全年执行数"].printed
    assert known["本项目.分配.合计.金额"].within == ""
    assert {"行.名称", "行.全年执行数"} <= {one.name for one in offered(PROJECT_FORM) if "本项目.来源" in one.within}
    assert not [one for one in offered("攀枝花西区-部门整体-2020") if one.name.startswith("本来源")]
    found = run("formats", "fields", PROJECT_FORM, "本项目", "--模板", TEMPLATES)
    assert "写了“逐项”的文件里，本项目：\n" in found.output
    assert "  本项目.名称　" in found.output
    assert "  项.名称　" not in found.output


@pytest.mark.parametrize(
    ("word", "own"),
    [("权重", "行.分值"), ("指标性质", "行.符号"), ("度量单位", "行.单位"), ("实际完成值", "行.完成值")],
)
def test_a_word_of_the_forms_finds_its_field_alone(word: str, own: str) -> None:
    found = run("formats", "fields", PROJECT_FORM, word, "--模板", TEMPLATES).output.splitlines()
    assert found[0] == f"表上的“{word}”在这里叫“{own.removeprefix('行.')}”"
    assert {line.strip().partition("　")[0] for line in found if line.startswith("  ")} == {own}


@pytest.mark.parametrize(
    ("word", "own"),
    [("二级指标", "行.二级"), ("年初设定值", "行.指标值"), ("计划值", "行.指标值"), ("未完成原因", "行.偏差原因")],
)
def test_words_of_other_forms_find_it_too(word: str, own: str) -> None:
    found = run("formats", "fields", PROJECT_FORM, word, "--模板", TEMPLATES).output
    assert f"表上的“{word}”在这里叫“{own.removeprefix('行.')}”" in found
    assert f"  {own}　" in found


def test_a_list_is_found_with_all_that_its_loop_has() -> None:
    found = run("formats", "fields", PROJECT_FORM, "分配", "--模板", TEMPLATES).output
    for name in ("行.名称", "行.数量", "行.标准", "行.金额"):
        assert f"  {name}　" in found, name
    other = run("formats", "fields", PROJECT_FORM, "分配的金额", "--模板", TEMPLATES).output
    assert "行.数量" not in other


def test_sums_of_scores_are_told_apart() -> None:
    known = {one.name: one.help for one in offered(PROJECT_FORM)}
    assert "连同执行率" in known["本项目.分值合计"]
    assert known["本项目.分值总计"].startswith("就是分值合计")
