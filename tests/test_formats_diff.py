"""What differs between two formats: fields, sentences, tables, rules; in words and for machines."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cases import NATIONAL, format_folder
from click.testing import CliRunner, Result
from reports import TEMPLATES
from small_docx import docx, p, tbl, tc, tr

from reportgen.cli import main
from reportgen.formats import load_format
from reportgen.starting.differences import TOPICS, Difference, differences

HEAD = """\
名称: 甲
文件:
  - {模板: 表.docx, 名称: 表, 逐项: 项目}
叙述:
  - {名称: 概况, 必填: 是, 说明: 写概况, 字数: 300}
"""
CELLS = [["项目", "分值"], ["{{ 本项目.名称 }}", "{{ 本项目.总分 }}"]]


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """Two years' formats that are alike."""
    folder = tmp_path / "templates"
    shutil.copytree(NATIONAL, folder / NATIONAL.name)
    for name in ("甲", "乙"):
        format_folder(folder, name, format=HEAD, profile="执行率: {分值: 10}\n")
        write(folder / name, [], CELLS)
    return folder


def write(folder: Path, sentences: list[str], cells: list[list[str]]) -> None:
    texts = ["本单位{{ 单位.名称 }}。", *sentences, "落款。"]
    (folder / "表.docx").write_bytes(
        docx("".join(map(p, texts)) + tbl(*(tr(*(tc(p(cell)) for cell in row)) for row in cells)))
    )


def found(templates: Path) -> tuple[Difference, ...]:
    loaded = [load_format(templates, name) for name in ("甲", "乙")]
    formats = [format for format, _ in loaded if format is not None]
    assert [problems for _, problems in loaded] == [(), ()]
    return differences(*formats)


def run(*words: object) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words], prog_name="reportgen")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def change(templates: Path, file: str, old: str, new: str) -> None:
    path = templates / "乙" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def only(templates: Path, topic: str) -> list[Difference]:
    rows = found(templates)
    assert {row.topic for row in rows} == {topic}
    return list(rows)


def test_two_that_are_alike_do_not_differ(templates: Path) -> None:
    assert found(templates) == ()
    done = run("formats", "diff", "甲", "乙", "--模板", templates)
    assert (done.exit_code, done.output) == (0, "没有不同\n")


def test_a_sentence_is_told_beside_what_it_was(templates: Path) -> None:
    write(templates / "甲", ["执行率低于80%的要说明原因。"], CELLS)
    write(templates / "乙", ["执行率低于90%的要说明原因。", "附件另报。"], CELLS)
    rows = only(templates, "固定的话")
    assert [(row.old, row.new) for row in rows] == [
        ("执行率低于80%的要说明原因。", "执行率低于90%的要说明原因。"),
        ("", "附件另报。"),
    ]
    assert rows[0].where == "表.docx 第2段"


def test_columns_and_headings_of_tables_are_told(templates: Path) -> None:
    write(templates / "乙", [], [["项目", "权重", "得分"], ["{{ 本项目.名称 }}", "{{ 本项目.总分 }}", "—"]])
    rows = only(templates, "表格")
    assert [(row.where, row.old, row.new) for row in rows] == [
        ("表.docx 表1 列数", "2", "3"),
        ("表.docx 表1 第1行", "项目 | 分值", "项目 | 权重 | 得分"),
        (
            "表.docx 表1 第2行",
            "{{ 本项目.名称 }} | {{ 本项目.总分 }}",
            "{{ 本项目.名称 }} | {{ 本项目.总分 }} | —",
        ),
    ]


def test_a_field_that_is_asked_for_anew_is_told_with_its_help(templates: Path) -> None:
    write(templates / "乙", ["编码{{ 本项目.编码 }}"], CELLS)
    rows = [row for row in found(templates) if row.topic == "要填的字段"]
    assert rows == [Difference("要填的字段", "项目.编码", "", "必填", "预算管理一体化系统的项目编码")]


def test_parameters_are_told_old_and_new_with_what_they_mean(templates: Path) -> None:
    change(templates, "profile.yaml", "分值: 10", "分值: 20, 需说明: 90%")
    assert [(row.where, row.old, row.new, row.help) for row in only(templates, "规则")] == [
        ("执行率.分值", "10分", "20分", "执行率的分值"),
        ("执行率.需说明", "80%", "90%", "低于多少要写原因"),
    ]


def test_lists_of_parameters_are_told_whole(templates: Path) -> None:
    change(templates, "profile.yaml", "执行率", "等级: []\n执行率")
    (row,) = only(templates, "规则")
    assert (row.where, row.old, row.new) == ("等级", "优，90分；良，80分；中，60分；差，0分", "（无）")


def test_prose_and_documents_are_told(templates: Path) -> None:
    change(templates, "format.yaml", "字数: 300", "字数: 500")
    change(templates, "format.yaml", "名称: 表, 逐项: 项目", "名称: 自评表, 逐项: 项目, 附件: 是")
    assert [(row.topic, row.where, row.old, row.new) for row in found(templates)] == [
        ("叙述", "概况　字数", "300字", "500字"),
        ("文件", "表.docx　名称", "表", "自评表"),
        ("文件", "表.docx　附件", "（无）", "是"),
    ]


def test_formulas_and_relations_are_told(templates: Path) -> None:
    row = "运算:\n  - {名称: 剩余, 范围: 项目, 公式: 全年预算数 - 全年执行数, 单位: 万元}\n"
    (templates / "甲" / "运算.yaml").write_text(row, encoding="utf-8")
    (templates / "乙" / "运算.yaml").write_text(row.replace("万元}", "万元, 位数: 1}"), encoding="utf-8")
    rule = "审核:\n  - {代码: F5, 级别: 提示性, 范围: 项目, 规则: 不多, 要求: 追加 <= 年初预算数}\n"
    (templates / "乙" / "审核.yaml").write_text(rule, encoding="utf-8")
    rows = found(templates)
    assert [(row.topic, row.where, row.old, row.new) for row in rows if row.topic == "运算"] == [
        ("运算", "项目　剩余　位数", "（无）", "1")
    ]
    added = [row for row in rows if row.topic == "审核"]
    assert [(row.where, row.old) for row in added] == [("F5　项目　不多", "")]
    assert "要求: 追加 <= 年初预算数" in added[0].new


def test_it_is_told_in_words_and_for_machines(templates: Path) -> None:
    change(templates, "profile.yaml", "分值: 10", "分值: 20")
    write(templates / "乙", ["附件另报。"], CELLS)
    told = run("formats", "diff", templates / "甲", templates / "乙")
    assert told.exit_code == 0
    assert "【规则】1 处\n改　执行率.分值（执行率的分值）\n    原：10分\n    今：20分\n" in told.output
    assert "增　表.docx 第2段\n    附件另报。\n" in told.output
    assert told.output.endswith("共 2 处不同\n")
    rows = json.loads(run("formats", "diff", "甲", "乙", "--json", "--模板", templates).output)
    assert {row["topic"] for row in rows} == {"规则", "固定的话"}
    assert set(rows[0]) == {"topic", "where", "old", "new", "help"}


def test_a_template_of_another_name_is_compared_with_the_one_in_its_place(templates: Path) -> None:
    (templates / "乙" / "表.docx").rename(templates / "乙" / "新表.docx")
    change(templates, "format.yaml", "表.docx", "新表.docx")
    assert {row.topic for row in found(templates)} == {"文件"}


def test_what_one_has_the_other_lacks_when_turned_round() -> None:
    one, other = (load_format(TEMPLATES, f"通用-{name}")[0] for name in ("项目支出自评表", "部门整体自评报告"))
    assert one is not None
    assert other is not None
    there, back = differences(one, other), differences(other, one)
    assert {row.topic for row in there} <= set(TOPICS)
    assert {(row.topic, row.where) for row in there if not row.old} == {
        (row.topic, row.where) for row in back if not row.new
    }


def test_a_name_that_is_no_format_is_told(templates: Path) -> None:
    done = run("formats", "diff", "甲", "甲乙", "--模板", templates)
    assert done.exit_code == 2
    assert "没有“甲乙”这个格式" in done.output
