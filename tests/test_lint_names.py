"""Planted mistakes of names, units, fonts and words: each is told once, in its place; its remedy works."""

from __future__ import annotations

from pathlib import Path

import pytest
from lint_cases import Planted
from lint_word_cases import CASES, LOOP, ROWS, footnoted, names, styled
from small_docx import PROPERTIES, docx, p, tbl, tc, tr

from reportgen.fill.docx import fill
from reportgen.fill.environment import FIGURE_FIELDS, FILTERS
from reportgen.lint import possible
from reportgen.lint.template import Finding, template_of
from reportgen.lint.whole import LATER, NAMED, findings
from reportgen.problem import Level


def found(content: bytes) -> tuple[Finding, ...]:
    return findings(template_of(content, "模板.docx"), [names()])


def told(body: str) -> list[tuple[str, str]]:
    return [(one.code, one.hint) for one in found(docx(body))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_mistake_is_told_once_in_its_place(case: Planted) -> None:
    assert [(one.code, str(one.where)) for one in found(case.files()[0])] == [(case.code, case.place)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_remedy_works(case: Planted, tmp_path: Path) -> None:
    mended = case.files()[1]
    assert found(mended) == ()
    path = tmp_path / "模板.docx"
    path.write_bytes(mended)
    content, problems = fill(path, names(), PROPERTIES, draft=False)
    assert content is not None
    assert problems == ()


def test_everything_is_told_at_once() -> None:
    body = p("{{ 单位.名字 }}{{ 支出.合记 }}") + p("{% if 没有 %}{{ 也没有 }}{% endif %}")
    assert [one.code for one in found(docx(body))] == ["T28"] * 4


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("{{ 单位.名字 }}", "可能是“单位.名称”"),
        ("{{ 合计 }}", "可能是“支出.合计”"),
        ("{% for 行 in 本项目.指标 %}{{ 行.权重 }}{% endfor %}", "表上的“权重”在这里叫“行.分值”"),
        ("{{ 项目.个树 }}", "可能是“项目.个数”"),
        ("{{ 项目.丙.名称 }}", "没有叫“丙”的一项；各项名称由数据定，用 {% for … %} 逐项取"),
        ("{{ 全年执行数 }}", "可能是“本项目.全年执行数”"),
        ("{{ 事实.没填.植 }}", "“事实.没填”下有：名称、值、单位、限定"),
        (
            "{{ 本项目.总体目标 }}",
            "分三段写，每段只写一个标签：{%p for 段 in 本项目.总体目标.预期 %}、{{ 段 }}、{%p endfor %}",
        ),
        (
            "{% for 行 in 项目 %}。{% endfor %}{{ 行.名称 }}",
            "“行”只在它的循环里能用：移到循环里面，或写完整的名称",
        ),
        ("{{ 事实.户数 }}", "写到具体的一个，如 {{ 事实.户数.值 }}"),
        ("{{ 项目 }}", "用 {% for 项 in 项目 %} 逐项取，再写 {{ 项.… }}"),
        ("{{ 单位.名称.数 }}", "去掉点和后面的字"),
        ("{{ 单位.名称|汉字 }}", "如 {{ 项目.个数|汉字 }}"),
        ("{{ 支出.合计|列举 }}", "如 {{ 收入|列举 }}"),
        ("{{ 收入|列举('金') }}", "可能是“收入 各项.金额”"),
        ("{{ 收入|列举('金额', 2) }}", "至多写 1 个"),
        ("{% for 项 in 项目 %}{{ loop.last }}{{ loop.lost }}{% endfor %}", "loop 只有 first、last、index、length"),
        ("{% for 段 in 叙述.概况 %}{{ 段.标题 }}{% endfor %}", "去掉点和后面的字"),
        ("{% if 支出.合计 > 80% %}多{% endif %}", "标签里百分数写成小数：80% 写 0.8"),
    ],
)
def test_remedy_names_what_was_meant(tag: str, hint: str) -> None:
    assert [one for _, one in told(p(tag))] == [hint]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ 收入.以后才有的科目 }}",  # an open group takes any name
        "{% if 事实.没填 %}{{ 事实.没填.值 }}{% endif %}",
        (
            "{% for 项 in 项目 if 项.执行率 < 1 %}{{ loop.index }}{% for 行 in 项.指标 %}{{ 行.三级 }}{% endfor %}"
            "{% endfor %}"
        ),
        "{{ '项目资金（万元）'|vmerge }}",
        (
            "{% for 组 in 本项目.指标|按(三级) %}{{ 组.名称 }}{{ 组.分值合计 }}{% for 行 in 组.items %}{{ 行.三级 }}"
            "{% endfor %}{% endfor %}"
        ),
        "{{ 本项目.执行率 if 本项目.执行率 else '—' }}",
        "{% if 单位.名称 == “某局” %}{{ 单位['简称'] }}{% endif %}",
    ],
)
def test_right_tag_is_not_told(tag: str) -> None:
    assert [one for one in told(p(tag)) if one[0] in ("T28", "T29", "T23", "T15")] == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ 项目.个数 }}项目，共{{ 项目.个数.数 }}个，{{ 项目.个数|汉字 }}个",
        "{{ 支出.合计.数 }}{{ 支出.合计.单位 }}",
        "支出{{ 支出.合计 }}{% if 年度 == '1' %}，{% else %}万元{% endif %}",
        "{% if 年度 == '1' %}{{ 支出.合计.数 }}{% else %}无{% endif %}万元",
        "附件{{ 项目.个数.数 }}：",
        "财预〔2020〕10号，第3条，附件2，《预算法（2018年修正）》，满分100分",
        "1.第一项 2.第二项",
        "3项目、2人员、5分别",
        "期待定期公开，等待填报",
    ],
)
def test_figure_with_one_unit_is_not_told(text: str) -> None:
    assert told(p(text)) == []


def test_unit_typed_in_data_is_not_known() -> None:
    text = "{% for 行 in 本项目.指标 %}{{ 行.完成值.数 }}，{{ 行.完成值 }}次{% endfor %}"
    assert told(p(text)) == []
    doubled = found(docx(p("{% for 行 in 本项目.指标 %}{{ 行.完成值 }}%{% endfor %}")))
    fact = found(docx(p("{{ 事实.户数.值 }}万元")))
    assert [(one.code, one.level) for one in (*doubled, *fact)] == [("T32", Level.CONFIRM)] * 2


@pytest.mark.parametrize(
    "table",
    [
        p("单位：万元") + tbl(tr("名称", "金额"), tr("支出", "{{ 支出.合计.数 }}")),
        tbl(tr("名称", "金额（万元）"), tr("支出", "{{ 支出.合计.数 }}")),
        tbl(tr("名称", "金额"), tr("支出", "{{ 支出.合计.数 }}万元")),
        tbl(tr("金额单位：万元"), tr("支出", "{{ 支出.合计.数 }}")),
        tbl(tr("资金（万元）", "金额"), tr("{{ '资金（万元）'|vmerge }}", "{{ 支出.合计.数 }}")),
        tbl(tr("名称", "执行率"), tr("支出", "{{ 支出.执行率.数 }}")),
        tbl(
            tr(tc("资金（万元）", pr='<w:vMerge w:val="restart"/>'), "名称", "金额"),
            tr(tc("", pr="<w:vMerge/>"), "支出", "{{ 支出.合计.数 }}"),
        ),
    ],
)
def test_unit_around_a_cell_counts(table: str) -> None:
    assert told(table) == []


def test_unit_of_another_column_does_not_count() -> None:
    table = tbl(tr("名称", "金额", "预算（万元）"), tr("支出", "{{ 支出.合计.数 }}", "{{ 支出.合计.数 }}"))
    assert [str(one.where) for one in found(docx(table))] == ["表1 第2行 第2格"]


def test_table_without_a_unit_is_told_once() -> None:
    table = tbl(tr("名称", "金额"), *(tr("支出", "{{ 支出.合计.数 }}") for _ in range(3)))
    (one,) = found(docx(table))
    assert "等 3 处不带单位" in one.message
    assert str(one.where) == "表1 第2行 第2格"


def test_heading_of_a_form_is_no_fixed_figure() -> None:
    assert told(tbl(tr("产出指标（50分）", "三级"))) == []
    assert [code for code, _ in told(tbl(tr("收入", "23.5万元")))] == ["T31"]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("附加分至多5分", "是规定的，在段末加 {# 定数 #}；每年不同的，换成标签，如 {{ 本项目.总分 }}"),
        ("不到60%不得分，80%以上得15分", "是规定的，在段末加 {# 定数 #}；每年不同的，换成标签，如 {{ 本项目.执行率 }}"),
        ("收入23.5万元，得5分", "换成标签，如 {{ 收入.合计 }}；本来就该写死的，在段末加 {# 定数 #}"),
    ],
)
def test_number_of_a_rule_is_first_offered_to_stay(text: str, hint: str) -> None:
    assert [one for code, one in told(p(text)) if code == "T31"] == [hint]
    assert [hint for code, hint in told(p(f"{text}{{# 定数 #}}")) if code == "T31"] == []


@pytest.mark.parametrize("text", ["1" * 60_000, "〔" * 60_000, "（" * 60_000, "X" * 60_000 + "A", "第" + " " * 60_000])
def test_long_text_is_read_in_one_pass(text: str) -> None:
    assert [code for code, _ in told(p(text))] == ["T41"]  # too long, and nothing else


def test_faces_are_told_once_with_their_number() -> None:
    body = styled('w:ascii="华康俪金黑" w:eastAsia="华康俪金黑"', "一段话")
    (one,) = found(body)
    assert "（1 处）" in one.message
    assert found(styled('w:ascii="仿宋_gb2312" w:eastAsia="FangSong"')) == ()


def test_mistake_inside_a_loop_in_a_footnote() -> None:
    text = "{% for 项 in 项目 %}{{ 项.名 }}{% endfor %}"
    assert [str(one.where) for one in found(footnoted(text))] == ["脚注2 第1段"]


def test_field_of_a_loop_variable_is_offered_by_its_name() -> None:
    body = LOOP.replace("{}", p("{{ 全年执行数 }}"))
    assert [one.hint for one in found(docx(body))] == ["可能是“项.全年执行数”"]


def test_curly_quotes_are_read_as_the_engine_reads_them() -> None:
    assert [code for code, _ in told(p("{% if 单位.名字 == “某局” %}。{% endif %}"))] == ["T21", "T28"]


def test_filters_and_fields_are_those_that_fill() -> None:
    assert set(possible.FILTERS) == set(FILTERS)
    assert set(possible.FIELDS) == set(FIGURE_FIELDS)


def test_every_check_is_explained() -> None:
    for check in (*LATER, *NAMED):
        told = check.__doc__ or ""
        assert all(word in told for word in ("级别：", "依据：", "例："))
        assert told.startswith("T")


@pytest.mark.parametrize(
    "cells",
    [
        ("{{ 行.完成值.数字 }}", "{{ 行.单位 }}"),
        ("{% if 行.单位 == '%' %}{{ 行.完成值 }}{% else %}{{ 行.完成值.数 }}{{ 行.单位 }}{% endif %}", "。"),
        ("{% if 行.单位 == '%' %}{{ 行.完成值.数字 }}{% else %}{{ 行.完成值.数 }}{% endif %}", "{{ 行.单位 }}"),
        ("{{ 行.分值.数 }}", "{{ 行.单位 }}"),
        ("{{ 行.完成值 }}", "{{ 行.三级 }}"),
    ],
)
def test_unit_that_is_printed_once_is_no_mistake(cells: tuple[str, str]) -> None:
    assert told(ROWS.replace("{}", tr(*cells))) == []


def test_unit_of_another_row_is_no_second_one() -> None:
    rows = tr("{{ 行.完成值 }}", "。") + tr("{{ 行.单位 }}", "。")
    assert told(ROWS.replace("{}", rows)) == []


def test_two_merged_texts_in_a_cell_are_no_mistake() -> None:
    both = ROWS.replace("{}", tr("{{ 行.三级|vmerge }}（{{ 行.单位|vmerge }}）", "。"))
    assert told(both) == []
    (one,) = found(docx(both.replace("单位|vmerge", "单位")))
    assert (one.code, one.level) == ("T24", Level.HINT)
    assert "也写上 |vmerge" in one.hint
