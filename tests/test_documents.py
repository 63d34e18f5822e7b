"""Which documents a format makes of a submission: for each item of a list, under a condition, each under its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import HEAD, NAME, format_of, templates_with
from small_docx import docx, p, part, texts

from reportgen.making import make
from reportgen.pipeline import DOCX, Examined, examine, plan
from reportgen.starting.fields_used import fields_used

DATA = """\
项目:
  - {名称: 甲, 年初预算数: 10, 全年执行数: 9, 来源: {中央补助: {全年预算数: 6}, 地方资金: {全年预算数: 4}}}
  - {名称: 乙, 年初预算数: 2, 全年执行数: 2, 来源: {地方资金: {全年预算数: 2}}}
"""


def head(*rows: str) -> str:
    return "名称: 试行格式\n文件:\n" + "".join(f"  - {{模板: 报告.docx, {row}}}\n" for row in rows)


def found(folder: Path, *rows: str, data: str = DATA, text: str = "印") -> Examined:
    """The examined data of a format with these documents."""
    folder.mkdir(exist_ok=True)
    templates = templates_with(folder, format=head(*rows))
    (templates / NAME / "报告.docx").write_bytes(docx(p(text)))
    path = folder / "数据.yaml"
    path.write_text(HEAD + data, encoding="utf-8")
    return examine(path, templates, maintaining=True)


def called(examined: Examined) -> list[str]:
    assert examined.case is not None
    return [one.called for one in plan(examined.case, draft=False)]


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("名称: 表（【本项目.名称】）, 逐项: 项目", ["表（甲）", "表（乙）"]),
        (
            "名称: 【本项目.名称】【本来源.名称】, 逐项: 项目.来源",
            ["甲中央补助", "甲地方资金", "乙地方资金"],
        ),
        (
            "名称: 【本来源.名称】【本来源.全年预算数】, 逐项: 项目.来源, 条件: 全年预算数 < 5",
            ["地方资金4万元", "地方资金2万元"],
        ),
        ("名称: 表（【本项目.名称】）, 逐项: 项目, 条件: 数量(来源) > 1", ["表（甲）"]),
        ("名称: 汇总表, 条件: 项目.个数 > 1", ["汇总表"]),
        ("名称: 汇总表, 条件: 项目.个数 > 2", []),
        ("名称: 评分表, 条件: 数量(指标) > 0", []),
    ],
)
def test_one_for_each_where_it_holds(row: str, names: list[str], tmp_path: Path) -> None:
    assert called(found(tmp_path, row)) == names


def test_attachments_are_numbered_and_counted_as_they_are_made(tmp_path: Path) -> None:
    examined = found(
        tmp_path,
        "名称: 报告",
        "名称: 没有的, 附件: 是, 条件: 1 == 2",
        "名称: 【本项目.名称】【本来源.名称】, 附件: 是, 逐项: 项目.来源",
        "名称: 总表, 附件: 是, 条件: 项目.合计.全年执行数 > 10",
        text="有{% for 件 in 附件 %} {{ 件.号 }}{{ 件.名称 }}{% endfor %}",
    )
    assert called(examined) == ["报告", "附件1 甲中央补助", "附件2 甲地方资金", "附件3 乙地方资金", "附件4 总表"]
    assert examined.case is not None
    assert str(examined.case.root.at_path("附件.个数")) == "4个"
    files, _ = make(plan(examined.case, draft=False)[:1], [DOCX], draft=False)
    [content] = files.values()
    assert texts(part(content))[0] == "有 1甲中央补助 2甲地方资金 3乙地方资金 4总表"


def test_a_document_knows_its_item_and_what_it_stands_in(tmp_path: Path) -> None:
    text = "{{ 本项目.名称 }}的{{ 本来源.名称 }}{{ 本来源.全年预算数 }}"
    examined = found(tmp_path, "名称: 【本项目.名称】【本来源.名称】, 逐项: 项目.来源", text=text)
    assert examined.case is not None
    files, problems = make(plan(examined.case, draft=False), [DOCX], draft=False)
    assert problems == ()
    assert [texts(part(content))[0] for content in files.values()] == [
        "甲的中央补助6万元",
        "甲的地方资金4万元",
        "乙的地方资金2万元",
    ]


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        ("名称: 表, 逐项: 项日", "D5", "可能是“项目”"),
        ("名称: 表, 逐项: 来源", "D5", "项目.来源"),
        ("名称: 表, 逐项: 单位", "D5", "可以填：指标、项目"),
        ("名称: 表, 条件: 没有 > 1", "T4", "没有“没有”这个名称"),
        ("名称: 表, 条件: 项目.个数 >", "T4", "写法有误"),
    ],
)
def test_mistakes_in_documents(row: str, code: str, said: str, tmp_path: Path) -> None:
    [one] = [problem for problem in found(tmp_path, row).problems if problem.code == code]
    assert (one.place.line, Path(one.place.file).name) == (3, "format.yaml")
    assert said in one.message + one.hint


@pytest.mark.parametrize(
    ("row", "data", "code", "line", "file"),
    [
        ("名称: 表, 逐项: 项目", DATA, "T3", 3, "format.yaml"),
        ("名称: 【本来源.名称】, 逐项: 项目.来源", DATA, "D11", 6, "数据.yaml"),
        (
            "名称: 表（【本项目.简称】）, 逐项: 项目",
            DATA.replace("名称: 乙", "名称: 乙, 简称: 甲"),
            "D11",
            6,
            "数据.yaml",
        ),
    ],
)
def test_two_documents_of_one_name_are_told(
    row: str, data: str, code: str, line: int, file: str, tmp_path: Path
) -> None:
    [one] = [p for p in found(tmp_path, row, data=data).problems if "都叫" in p.message]
    assert (one.code, one.place.line, Path(one.place.file).name) == (code, line, file)
    assert one.blocks


@pytest.mark.parametrize(
    ("row", "data", "said"),
    [
        ("名称: 表, 逐项: 项目", "", "没有项目，这个格式没有可生成的文件"),
        ("名称: 表, 逐项: 项目.来源", "项目: [{名称: 甲}]\n", "没有来源，这个格式没有可生成的文件"),
        ("名称: 表, 条件: 项目.个数 > 9", DATA, "没有一份文件的条件成立"),
    ],
)
def test_a_format_that_makes_nothing_is_told(row: str, data: str, said: str, tmp_path: Path) -> None:
    [one] = [p for p in found(tmp_path, row, data=data).problems if "没有可生成的文件" in p.message]
    assert said in one.message


def test_new_asks_for_what_a_document_of_an_item_prints(tmp_path: Path) -> None:
    templates = templates_with(tmp_path, format=head("名称: 【本来源.名称】, 逐项: 项目.来源"))
    (templates / NAME / "报告.docx").write_bytes(docx(p("{{ 本来源.年初预算数 }}")))
    assert ("项目", "来源", "年初预算数") in fields_used(format_of(templates)).needs


def test_a_name_of_a_file_that_names_nothing_is_told_and_stops_nothing(tmp_path: Path) -> None:
    examined = found(tmp_path, "名称: 表（【本项目.简写】）, 逐项: 项目")
    told = [one for one in examined.problems if "【本项目.简写】：没有“" in one.message]
    assert [(one.code, Path(one.place.file).name, one.place.line) for one in told] == [("T4", "format.yaml", 3)] * len(
        told
    )
    assert told
    assert called(examined)[0] == "表（【本项目.简写】）"
