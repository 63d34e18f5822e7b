"""The manuals can be followed: their commands run in order, their files load, what they repeat is the program's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import format_of, templates_with
from manuals import PARTS, Block, blocks_of, change, not_printed, walk
from reports import ROOT, TEMPLATES
from write_docs import manuals, written

from reportgen.doctor import MENDS
from reportgen.pipeline import examine

DOCS = ROOT / "docs"
WALKED = [DOCS / name for name in ("使用手册.md", "模板手册.md", "格式与规则.md")]
HEAD = "名称: 试行格式\n文件:\n  - {模板: 报告.docx, 名称: 报告}\n"
KINDS = {"sh", "text", "yaml", "diff", "word", "console"}
DATA = "格式: {name}\n年度: 2024\n单位: {{名称: 某某局}}\n"


def pieces() -> list[Block]:
    found = [block for manual in WALKED for block in blocks_of(manual)]
    return [block for block in found if block.kind == "yaml" and not block.is_file]


@pytest.mark.parametrize("manual", WALKED, ids=lambda path: path.stem)
def test_a_manual_can_be_followed(manual: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert {block.kind for block in blocks_of(manual)} <= KINDS
    walk(manual)


def head_before(block: Block) -> str:
    """The part of format.yaml that stands before a block in its manual."""
    [blocks] = [found for manual in WALKED if block in (found := blocks_of(manual))]
    return [one for one in blocks[: blocks.index(block)] if one.words[:1] == ("format",)][-1].text


@pytest.mark.parametrize("block", pieces(), ids=lambda block: f"{block.words[0]}-{block.line}")
def test_a_piece_can_be_used(block: Block, tmp_path: Path) -> None:
    """Data are read under the format that they are for; files of a format are loaded beside the national rules."""
    part, *rest = block.words
    if part == "数据":
        own = {line.partition(":")[0] for line in block.text.splitlines()}
        head = [line for line in DATA.format(name=rest[0]).splitlines() if line.partition(":")[0] not in own]
        path = tmp_path / "数据.yaml"
        path.write_text("\n".join([*head, block.text]), encoding="utf-8")
        examined = examine(path, TEMPLATES)
        assert [p for p in examined.problems if p.code[0] in "YDNT" and p.code != "D2"] == []
        return
    files = {part: block.text} | ({"format": head_before(block)} if rest == ["接上"] else {})
    if "文件:" not in files.get("format", "文件:"):
        files["format"] = HEAD + files["format"]
    format_of(templates_with(tmp_path, **files))


def test_every_block_of_yaml_is_tried() -> None:
    for manual in WALKED:
        for block in blocks_of(manual):
            assert block.kind != "yaml" or block.words, f"{manual.name} 第 {block.line} 行"
    assert {block.words[0] for block in pieces()} == set(PARTS)


def test_what_repeats_the_program_is_up_to_date() -> None:
    old = [
        path.name for path in manuals() if written(path.read_text(encoding="utf-8")) != path.read_text(encoding="utf-8")
    ]
    assert old == [], "运行 make docs"


def test_a_wrong_manual_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shown but not printed, a command that fails, a line that is not there."""
    monkeypatch.chdir(tmp_path)
    manual = tmp_path / "手册.md"
    for text in (
        "```sh\nreportgen explain F6\n```\n\n```text\nF7　资金\n```\n",
        "```sh\nreportgen explain 没有的\n```\n",
        "```sh\nreportgen check 没有.yaml\n```\n",
        "```yaml 甲.yaml\n年度: 2024\n```\n\n```diff 甲.yaml\n-年度: 2023\n+年度: 2025\n```\n",
        "```yaml 甲.yaml\n格式: 通用-项目支出自评表\n```\n\n```sh\nreportgen check 甲.yaml\n```\n",
    ):
        manual.write_text(text, encoding="utf-8")
        with pytest.raises(AssertionError):
            walk(manual)


def test_lines_shown_are_looked_for_in_order() -> None:
    output = "甲\n乙\n丙\n丁\n"
    assert not not_printed("甲\n…\n丁\n", output)
    assert not not_printed("乙\n丙\n", output)
    assert not_printed("甲\n丙\n", output) == "丙"
    assert not_printed("…\n丁\n甲\n", output) == "甲"


def test_a_change_keeps_the_lines_around_it(tmp_path: Path) -> None:
    path = tmp_path / "甲.yaml"
    path.write_text("一\n二\n三\n", encoding="utf-8")
    change(path, " 一\n-二\n+贰\n+两\n 三\n", "")
    assert path.read_text(encoding="utf-8") == "一\n贰\n两\n三\n"


def test_the_manuals_say_of_every_part_what_the_program_has() -> None:
    """The sections that would be missed: each topic is written somewhere."""
    topics = "".join(path.read_text(encoding="utf-8") for path in manuals())
    for topic in ("命令", "全部字段", "全部代码", "函数", "标签", "写法 格式", "写法 文件", "写法 运算", "写法 审核"):
        assert f"<!-- 程序写：{topic} -->" in topics, topic


def test_what_is_typed_elsewhere_is_what_doctor_says() -> None:
    """The program itself is installed by pip and put on the path; the rest are the commands that doctor knows."""
    own = {"py -m pip install .", 'echo "export PATH=\\"$PWD/.venv/bin:\\$PATH\\"" >> ~/.bashrc'}
    known = "\n".join(text for ways in MENDS.values() for text in ways.values())
    lines = [
        line for manual in WALKED for b in blocks_of(manual) if b.kind == "console" for line in b.text.splitlines()
    ]
    assert lines
    assert [line for line in lines if line not in own and line not in known] == []
    manual = WALKED[0].read_text(encoding="utf-8")
    assert all(word in manual and word in known for word in ("chcp 65001", "PYTHONUTF8", "WEASYPRINT_DLL_DIRECTORIES"))
