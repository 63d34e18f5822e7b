"""The schema takes what the reader takes, refuses what it refuses, at the right place, and speaks Chinese."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft7Validator
from reports import CORRECTED, PUBLISHED, ROOT, TEMPLATES

from reportgen.cli import main
from reportgen.formats import Format, find_formats, load_format
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.node import Node
from reportgen.source.reader import read_submission
from reportgen.source.terms import OPERATORS, SECTIONS
from reportgen.starting.fields_used import fields_used
from reportgen.starting.schema import schema

HEAD = "格式: 甲\n年度: 2024\n单位: {名称: R&D <x> 中心}\n"


class Guessing(yaml.SafeLoader):
    """YAML as an editor reads it: numbers are numbers."""


Guessing.add_constructor("tag:yaml.org,2002:value", lambda loader, node: node.value)  # the plain =


def texts(node: Node | None) -> object:
    """A document of our own loader: all scalars are texts."""
    match node:
        case nodes.Scalar(text=text):
            return text
        case nodes.Sequence(items=items):
            return [texts(item) for item in items]
        case nodes.Mapping(entries=entries):
            return {entry.key.text: texts(entry.value) for entry in entries}
    raise AssertionError(node)


def both_ways(path: Path) -> list[object]:
    root, _ = load_document(path)
    return [texts(root), yaml.load(path.read_text(encoding="utf-8"), Guessing)]


def format_named(name: str) -> Format:
    found, _ = load_format(TEMPLATES, name)
    assert found is not None
    return found


def places(document: object, of: dict[str, object] | None = None) -> set[str]:
    """Where a document breaks the schema."""
    errors = Draft7Validator(of or schema()).iter_errors(document)
    return {".".join(str(part) for part in error.absolute_path) for error in errors}


@pytest.mark.parametrize("path", [*CORRECTED, *PUBLISHED], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_shipped_data_are_taken(path: Path) -> None:
    submission, _ = read_submission(path)
    assert submission is not None
    format = format_named(submission.format.text)
    for of in (schema(), schema(format), schema(format, fields_used(format))):
        for document in both_ways(path):
            assert places(document, of) == set()


@pytest.mark.parametrize("name", find_formats(TEMPLATES))
def test_it_is_a_schema(name: str) -> None:
    Draft7Validator.check_schema(schema())
    Draft7Validator.check_schema(schema(format_named(name), fields_used(format_named(name))))


@pytest.mark.parametrize(
    "text",
    [
        "资金: {结转结余: {年初: 无}}",
        "资金: {结转结余: {年初: —}}",
        "资金: {结转结余: {年初: ……}}",
        "资金: {结转结余: {年初: }}",
        "资金: {结转结余: {年初: '1,234.50'}}",
        "资金: {结转结余: {年初: 【支出.合计】}}",
        "资金: {结转结余: {年初: {值: 3, 文字: 3万余元}}}",
        "资金: {结转结余: {年初: {填报: 3, 采用: 填报, 理由: 文件如此}}}",
        "资金: {收入: {甲: 1, 乙: {丙: 2, 丁: {戊: 3}}, 合计: 6}}",
        "资金: {收入: {值: {值: 3, 文字: 3万}, 文字: 4}}",
        "资金:\n总体目标:\n指标:\n项目:\n事实:\n叙述:\n审核说明:",
        "项目: [{名称: 2024, 执行率: {填报: 97%}, 来源: {当年财政拨款: {年初预算数: 1}, 其他资金: }}]",
        "指标: [{二级: 数量指标, 三级: 甲, 符号: '=', 指标值: 26人, 完成值: 95%}]",
        "事实: {巡查: 12, 面积: {值: {值: 3, 文字: 3万余}, 单位: 亩, 限定: 余}, 率: 95%}",
        "叙述: {甲: 一段, 乙: {小标题: 一段, 又一个: }, 丙: }",
        "审核说明: {F6: 一句话, S7: {甲项目: 一句话}}",
    ],
)
def test_what_the_reader_takes_is_taken(text: str, tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text(HEAD + text + "\n", encoding="utf-8")
    assert read_submission(path)[1] == ()
    for document in both_ways(path):
        assert places(document) == set()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("资斤: {}", ""),
        ("单位: {名称: 甲, 名字: 乙}", "单位"),
        ("资金: {支出: {基本支出: {预算数: 3}}}", "资金.支出.基本支出"),
        ("资金: [甲, 乙]", "资金"),
        ("资金: 12", "资金"),
        ("资金: {结转结余: {年初: 12万元}}", "资金.结转结余.年初"),
        ("资金: {结转结余: {年初: '012'}}", "资金.结转结余.年初"),
        ("资金: {结转结余: {年初: 12%}}", "资金.结转结余.年初"),
        ("资金: {结转结余: {年初: [1]}}", "资金.结转结余.年初"),
        ("资金: {结转结余: {年初: {值: 1, 填报: 1}}}", "资金.结转结余.年初"),
        ("资金: {结转结余: {年初: {值: 1, 单位: 元}}}", "资金.结转结余.年初"),
        ("资金: {结转结余: {年初: {填报: 1, 采用: 填报}}}", "资金.结转结余.年初"),
        ("资金: {收入: {甲: {乙: 三}}}", "资金.收入.甲"),
        ("项目: {名称: 甲}", "项目"),
        ("项目: [{名称: 甲, 执行率: '97'}]", "项目.0.执行率"),
        ("项目: [{简称: 甲}]", "项目.0"),
        ("指标: [{二级: 数量指标, 三级: 甲, 符号: 大于}]", "指标.0.符号"),
        ("指标: [{二级: 数量指标, 三级: 甲, 符号: ''}]", "指标.0.符号"),
        ("事实: {巡查: {值: }}", "事实.巡查"),
        ("事实: {巡查: {值: 3, 限定: 大约}}", "事实.巡查"),
        ("叙述: [甲]", "叙述"),
        ("叙述: {甲: [乙]}", "叙述.甲"),
        ("落款日期: 2024-01-05x", "落款日期"),
        ("落款日期: 2024年01月05日", "落款日期"),
        ("年度: 24", "年度"),
    ],
)
def test_what_the_reader_refuses_is_refused_in_its_place(text: str, place: str, tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    head = "".join(line + "\n" for line in HEAD.splitlines() if line.split(":")[0] != text.split(":", maxsplit=1)[0])
    path.write_text(head + text + "\n", encoding="utf-8")
    assert {p.code[0] for p in read_submission(path)[1]} == {"D"}
    root, _ = load_document(path)
    assert places(texts(root)) == {place}


def test_a_format_knows_its_sections_and_its_name() -> None:
    name = find_formats(TEMPLATES)[0]
    format = format_named(name)
    head = {"格式": name, "年度": "2024", "单位": {"名称": "甲"}}
    known = {row.name.text: "一段" for row in format.narrative}
    assert places({**head, "叙述": known}, schema(format)) == set()
    assert places({**head, "叙述": known | {"没有这一段": "甲"}}, schema(format)) == {"叙述"}
    assert places({**head, "格式": "别的"}, schema(format)) == {"格式"}


def test_every_field_is_explained_in_chinese() -> None:
    made = schema()
    sections = {**made["definitions"], "数据": made}
    explained = [
        field
        for section in sections.values()
        for field in section.get("properties", {}).values()
        if section.get("title") in SECTIONS or section is made
    ]
    assert len(explained) >= sum(len(terms) for terms in SECTIONS.values())
    assert all(re.search("[\u4e00-\u9fff]", field["description"]) for field in explained)
    assert all(re.search("[\u4e00-\u9fff]", field["markdownDescription"]) for field in explained)
    assert made["definitions"]["Indicator"]["properties"]["符号"]["enum"] == list(OPERATORS)
    assert "万元" in made["definitions"]["Project"]["properties"]["年初预算数"]["description"]


def test_every_reference_leads_somewhere_and_is_ascii() -> None:
    text = json.dumps(schema(), ensure_ascii=False)
    names = set(re.findall(r'"\$ref": "#/definitions/([^"]+)"', text))
    assert len(names) > 10
    assert names <= set(schema()["definitions"])
    assert all(name.isascii() for name in names)


# The command


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(word) for word in words], prog_name="reportgen")
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def test_command_prints_or_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    code, printed = run("schema")
    assert (code, json.loads(printed)["$schema"]) == (0, "http://json-schema.org/draft-07/schema#")
    path = tmp_path / "数据.schema.json"
    assert run("schema", "-o", path)[0] == 0
    assert path.read_text(encoding="utf-8") == printed
    name = find_formats(TEMPLATES)[0]
    assert run("schema", "--格式", name, "-o", path)[0] == 0  # in the place of ours
    assert json.loads(path.read_text(encoding="utf-8"))["properties"]["格式"]["enum"] == [name]


def test_command_leaves_other_files_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    path = tmp_path / "我的.json"
    path.write_text("{}", encoding="utf-8")
    code, told = run("schema", "-o", path)
    assert (code, path.read_text(encoding="utf-8")) == (1, "{}")
    assert "已经有这个文件，没有动它" in told
    assert [p.name for p in tmp_path.iterdir()] == ["我的.json"]


def test_command_tells_the_nearest_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    name = find_formats(TEMPLATES)[0]
    code, told = run("schema", "--格式", name[:-1])
    assert code == 2
    assert name in told
