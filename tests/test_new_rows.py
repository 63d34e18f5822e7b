"""Rows of a new data file, and of one carried over from last year: whatever stands in them, the file can be read."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from cases import NAME, templates_with
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from reports import ROOT, TEMPLATES
from small_docx import docx, p
from test_new import HARD, misread

from reportgen.cli import main
from reportgen.formats import Format, find_formats, load_format
from reportgen.pipeline import examine
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.node import Entry, Node
from reportgen.source.reader import read_fields
from reportgen.starting.blank import blank
from reportgen.starting.carry import TO_REVIEW, carry_over
from reportgen.starting.example import example
from reportgen.starting.fields_used import fields_used
from reportgen.starting.yaml_text import scalar

FORMATS = [
    *((TEMPLATES, name) for name in find_formats(TEMPLATES)),
    *((path.parent.parent, path.parent.name) for path in sorted(ROOT.glob("docs/例/*/*/format.yaml"))),
]
KINDS = ["文字", "段落", "金额", "数", "数值", "日期", "是否"]
COLUMNS = "".join(f"      - {{名称: {kind}栏, 类型: {kind}}}\n" for kind in KINDS)
EVERYTHING = (
    "名称: 试行格式\n文件: [{模板: 报告.docx, 名称: 报告}]\n来源行: [中央, 县级]\n字段:\n"
    + "".join(
        f"  - {{在: {where}, 名称: {where}{kind}, 类型: {kind}}}\n"
        for where in ("部门", "单位", "项目", "指标", "来源")
        for kind in KINDS
    )
    + "列表:\n"
    + "".join(
        f"  - 名称: {where}{what}表\n    在: {where}\n{rows}    字段:\n{first}{COLUMNS}{last}"
        for where in ("部门", "项目")
        for what, rows, first, last in (
            ("行", "    行: [甲, 乙]\n", "", ""),
            ("目标", "    行: [甲, 乙]\n", "", "      - {名称: 指标, 类型: 指标表}\n"),
            ("列", "", "      - {名称: 名称, 类型: 文字, 必填: 是}\n", ""),
        )
    )
)
LINES = st.lists(st.sampled_from([*HARD, "2025年，", "云农〔2025〕18号", "，", ", ", "。"]), min_size=1, max_size=4)
WORDS = LINES.map(lambda parts: "".join(parts).strip())


@cache
def everything() -> tuple[Format, nodes.Mapping]:
    """A format with a field of every kind in every place, and invented data of it."""
    templates = templates_with(Path(mkdtemp()), format=EVERYTHING, profile="继承: _通用\n")
    (templates / NAME / "报告.docx").write_bytes(docx(p("{{ 单位.名称 }}")))
    found, problems = load_format(templates, NAME)
    assert problems == ()
    assert found is not None
    return found, invented(found)


def invented(format: Format) -> nodes.Mapping:
    path = Path(mkdtemp(), "示例.yaml")
    path.write_text(example(format, whole=True), encoding="utf-8")
    root, problems = load_document(path)
    assert problems == ()
    assert isinstance(root, nodes.Mapping)
    return root


def with_words(node: Node, line: str, text: str) -> Node:
    """The same with other words in the fields that this file's format declares."""
    match node:
        case nodes.Mapping(entries=entries):
            found = []
            for entry in entries:
                own = entry.key.text.endswith(("文字", "文字栏", "段落", "段落栏")) and entry.key.text != "文字"
                other = scalar(line if "文字" in entry.key.text else text) if own else None
                found.append(Entry(entry.key, other or with_words(entry.value, line, text)))
            return nodes.Mapping(tuple(found), node.place)
        case nodes.Sequence(items=items):
            return nodes.Sequence(tuple(with_words(one, line, text) for one in items), node.place)
    return node


def carried(root: nodes.Mapping, format: Format) -> nodes.Mapping:
    """Next year's file, read back without a mistake but in what is to be filled in."""
    given = carry_over(root, format).root
    path = Path(mkdtemp(), "数据.yaml")
    path.write_text(blank(format, fields_used(format), "数据.yaml", "s.json", "2026", given), encoding="utf-8")
    document, problems = load_document(path)
    assert problems == ()
    assert isinstance(document, nodes.Mapping)
    assert misread(read_fields(document, path, path.name, format.terms)[1]) == []
    shutil.rmtree(path.parent)
    return document


def fields(node: Node, ending: str) -> list[str]:
    """The texts of all fields whose names end so."""
    match node:
        case nodes.Mapping(entries=entries):
            here = [one.value.text for one in entries if one.key.text.endswith(ending) and hasattr(one.value, "text")]
            return here + [text for one in entries for text in fields(one.value, ending)]
        case nodes.Sequence(items=items):
            return [text for one in items for text in fields(one, ending)]
    return []


@pytest.mark.parametrize(("folder", "name"), FORMATS, ids=lambda one: str(one).rpartition("/")[2])
def test_invented_data_carried_over_can_be_read(folder: Path, name: str) -> None:
    format, _ = load_format(folder, name)
    assert format is not None
    carried(invented(format), format)


@settings(max_examples=20)
@given(WORDS, st.lists(WORDS, min_size=1, max_size=3).map("\n".join))
def test_whatever_was_typed_is_carried_over_as_it_was(line: str, text: str) -> None:
    format, data = everything()
    root = with_words(data, line, text)
    assert isinstance(root, nodes.Mapping)
    new = carried(root, format)
    marker = TO_REVIEW.format(year=2024)
    for ending in ("段落", "段落栏"):
        found, before = fields(new, ending), fields(root, ending)
        assert len(found) == len(before) > 2
        for one in found:
            said = [part.strip() for part in one.strip().split("\n")]
            assert said == [marker, *(part.strip() for part in text.split("\n") if part.strip())]
    for ending in ("文字", "文字栏"):
        found = fields(new, ending)
        assert len(found) == len(fields(root, ending)) > 2
        assert all(one.strip().endswith(line.strip()) for one in found)


def data_of(folder: Path, columns: str, rows: str, value: str, listed: str = "") -> tuple[Path, Path]:
    """A format with one list in every project, and a data file of it."""
    head = "名称: 试行格式\n来源行: [中央, 县级]\n"
    head += "文件: [{模板: 报告.docx, 名称: 报告（【本项目.名称】）, 逐项: 项目}]\n"
    declared = f"列表:\n  - 名称: 目标\n    在: 项目\n{rows}    字段:\n{columns}"
    templates = templates_with(folder, format=head + declared, profile="继承: _通用\n")
    tags = ["{%tr for 行 in 本项目.目标 %}", "{{ 行.设定 }}", "{{ 行.文号 }}", "{%tr endfor %}"]
    body = "".join(p(tag.replace("%tr", "%p")) for tag in tags)
    (templates / NAME / "报告.docx").write_bytes(docx(body))
    data = folder / "数据.yaml"
    text = f"格式: {NAME}\n年度: 2025\n单位: {{名称: 某局}}\n项目:\n  - 名称: 甲\n    年初预算数: 10\n"
    data.write_text(f"{text}    全年执行数: 10\n    来源: {value}\n    目标:\n{listed}", encoding="utf-8")
    return templates, data


ROWS = "    行: [目标1, 目标2]\n"
PROSE = "      - {名称: 设定, 类型: 段落}\n      - {名称: 文号, 类型: 文字}\n"
WORDY = "      - {名称: 设定, 类型: 文字}\n      - {名称: 文号, 类型: 文字}\n"


def new_file(*words: object) -> str:
    done = CliRunner().invoke(main, ["new", *map(str, words)], prog_name="reportgen")
    assert done.exit_code == 0, done.output
    return (Path(words[0], "数据.yaml")).read_text(encoding="utf-8")  # type: ignore[arg-type]


def test_fixed_rows_with_paragraphs_are_blocks(tmp_path: Path) -> None:
    templates, _ = data_of(tmp_path, PROSE, ROWS, "")
    text = new_file(tmp_path / "新", "--格式", NAME, "--模板", templates)
    assert "      目标1:\n        设定:" in text
    assert "      目标2:\n        设定:" in text


def test_a_comma_typed_between_the_quotes_of_a_row_cuts_nothing(tmp_path: Path) -> None:
    templates, _ = data_of(tmp_path, WORDY, ROWS, "")
    text = new_file(tmp_path / "新", "--格式", NAME, "--模板", templates)
    assert '目标1: {设定: "", 文号: ""}' in text
    path = tmp_path / "新" / "数据.yaml"
    path.write_text(text.replace('目标1: {设定: ""', '目标1: {设定: "改厕,通水"'), encoding="utf-8")
    assert not [one for one in examine(path, templates).problems if one.code == "D1"]


def test_last_years_words_in_a_row_are_refused_until_they_were_gone_over(tmp_path: Path) -> None:
    listed = "      - {名称: 做法, 设定: 某某做法由市局印发推广, 文号: 云农〔2025〕18号}\n"
    listed += "      - {名称: 某某镇, 设定: 某某镇人民政府, 文号: 0812-2025123}\n"
    named = "      - {名称: 名称, 类型: 文字, 必填: 是}\n"
    templates, data = data_of(tmp_path, named + WORDY, "", "", listed)
    text = new_file(tmp_path / "新", "--from", data, "--模板", templates)
    assert '文号: "（此处是2025年的文字，改过后删去这个括号）云农〔2025〕18号"' in text
    assert "{名称: 某某镇, 设定: 某某镇人民政府, 文号: 0812-2025123}" in text.replace('"', "")
    refused = [one for one in examine(tmp_path / "新" / "数据.yaml", templates).problems if one.code == "P4"]
    assert len(refused) == text.count("（此处是2025年") == 1


@pytest.mark.parametrize(("sign", "shown"), [("—", "—"), ("无", "无"), ("0", "0")])
def test_a_sign_stands_for_a_whole_row(sign: str, shown: str, tmp_path: Path) -> None:
    value = "{中央: {年初预算数: 10, 全年预算数: 10, 全年执行数: 10}, 县级: " + sign + "}"
    templates, data = data_of(tmp_path, PROSE, ROWS, value, "      目标1: {设定: 甲}\n      目标2: —\n")
    examined = examine(data, templates)
    assert not [one for one in examined.problems if one.code[0] in "DY" or "没有填" in one.message]
    assert examined.case is not None
    [project] = examined.case.submission.projects
    county = project.sources[1]
    assert [one.state.value if one.value is None else str(one.value) for one in (county.initial, county.executed)] == [
        shown
    ] * 2
    text = new_file(tmp_path / "新", "--from", data, "--模板", templates)
    assert "目标2: —" in text
    assert ("县级: —" in text, "县级: 无" in text) == (sign == "—", sign == "无")


def test_a_word_for_a_whole_row_is_told_by_the_name_of_the_row(tmp_path: Path) -> None:
    templates, data = data_of(tmp_path, PROSE, ROWS, "{县级: 没有}")
    [one] = [one for one in examine(data, templates).problems if one.code == "D3"]
    assert (one.message, one.hint) == (
        "“县级”应是一组字段，不是一个值",
        "写成 县级: {年初预算数: …}；整行没有的写 —",
    )


def test_examples_of_numbers_fit_their_units(tmp_path: Path) -> None:
    columns = "      - {名称: 设定, 类型: 段落}\n      - {名称: 文号, 类型: 数, 单位: 分, 必填: 是, 说明: 加几分}\n"
    templates, _ = data_of(tmp_path, columns, ROWS, "")
    text = new_file(tmp_path / "新", "--格式", NAME, "--模板", templates)
    assert "加几分；如 3" in text
    assert "92.5" not in text
