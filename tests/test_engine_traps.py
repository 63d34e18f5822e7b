"""What docxtpl does in silence to a template, or breaks at in English: shown bare, and told by us at its place."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hostile import Outcome, run
from lint_cases import UNIT, box, package, part, runs
from lint_cases import field as field_of
from small_docx import W, p, tbl, tc, tr, try_fill
from small_docx import part as part_of


@dataclass(frozen=True, slots=True)
class Trap:
    """A template, what the bare engine makes of it, and the code and place by which we tell it."""

    template: str | bytes
    bare: Callable[[str], bool]
    code: str
    place: str
    names: Mapping[str, object] = field(default_factory=lambda: {"值": "甲"})


def has(*wanted: str) -> Callable[[str], bool]:
    return lambda made: all(one in made for one in wanted)


def lacks(*lost: str) -> Callable[[str], bool]:
    return lambda made: made.startswith("ok") and not any(one in made for one in lost)


def says(pattern: str) -> Callable[[str], bool]:
    """Its body's text is this, all tags but those of tables left out."""
    return lambda made: re.search(pattern, re.sub(r"</?(?!w:tbl\b|w:tc\b|w:tr\b)[^>]*>", "", made)) is not None


def fails(error: str) -> Callable[[str], bool]:
    return lambda made: made.startswith(f"error {error}")


COMMENT = f'<w:comment w:id="1" w:author="甲">{p("{{ 值 }}")}</w:comment>'
APP = "application/vnd.openxmlformats-officedocument.extended-properties"
COMPANY = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Company>{{ 值 }}</Company></Properties>"
)
PROPERTIES = (("app", "extended-properties", "../docProps/app.xml"),)
MARK = '<w:p><w:r><w:commentReference w:id="1"/></w:r></w:p>'
DELETED = '<w:p><w:del w:id="1"><w:r><w:delText>{{ 值 }}</w:delText></w:r></w:del></w:p>'
WIDTH = '<w:tcW w:w="900"/>'
BOOKMARK = '<w:bookmarkStart w:id="1" w:name="a"/>', '<w:p><w:bookmarkEnd w:id="1"/></w:p>'

TRAPS = {
    # 1.1 what is not filled
    "tag in a comment": Trap(part("comments", "comments", COMMENT, UNIT + MARK), has("{{ 值 }}"), "T10", "批注1 第1段"),
    "tag in an endnote": Trap(
        part("endnotes", "endnotes", f'<w:endnote w:id="2">{p("{{ 值 }}")}</w:endnote>', UNIT),
        has("{{ 值 }}"),
        "T10",
        "尾注2 第1段",
    ),
    "tag in a property": Trap(
        package(UNIT, {"docProps/app.xml": COMPANY}, PROPERTIES, {"docProps/app.xml": f"{APP}+xml"}),
        has("{{ 值 }}"),
        "T10",
        "",
    ),
    "tag in a text box": Trap(p("乙") + box("{{ 值 }}"), lambda made: made.startswith("ok"), "T11", "第2段"),
    "tag in a field": Trap(field_of("{{ 值 }}"), has("<w:instrText>甲"), "T12", "第1段"),
    "tag in deleted text": Trap(DELETED, has("<w:delText>甲"), "T13", "第1段"),
    # 1.2 tags
    "text beside a paragraph's tag": Trap(
        p("丢失{%p if 值 %}") + p("乙") + p("{%p endif %}"), lacks("丢失"), "T14", "第1段"
    ),
    "text beside a row's tag": Trap(
        tbl(tr("{%tr if 值 %}", "丢失"), tr("乙", "丙"), tr("{%tr endif %}", "丢失")),
        lacks("丢失"),
        "T14",
        "表1 第1行 第1格",
    ),
    "percent in a tag": Trap(
        p("{%p if 值 == '5%' %}") + p("乙") + p("{%p endif %}"), fails("TemplateSyntaxError"), "T15", "第1段"
    ),
    "bracket in a tag": Trap(
        tbl(tr("{%tr if 值 == '}' %}"), tr("乙"), tr("{%tr endif %}")), fails("TemplateSyntaxError"), "T15", ""
    ),
    "rich text of a plain value": Trap(p("乙{{r 值 }}丙"), has("</w:r>甲<w:r>"), "T16", "第1段"),
    "document of a plain value": Trap(p("乙") + p("{{p 值 }}"), has("</w:p>甲<w:sectPr"), "T16", "第2段"),
    "two formats in a tag": Trap(
        runs("<w:b/>{{ 值", "<w:i/> }}尾"), lambda made: "<w:i/>" not in made.partition("尾")[0][-60:], "T17", "第1段"
    ),
    "bookmark in a tag": Trap(runs("{{ 值", BOOKMARK[0], " }}") + BOOKMARK[1], lacks("bookmarkStart"), "T18", "第1段"),
    "full-width bar": Trap(p("{{ 值｜upper }}"), fails("TemplateSyntaxError"), "T19", "第1段"),
    "full-width brackets": Trap(p("{{ （值） }}"), fails("TemplateSyntaxError"), "T19", "第1段"),
    "full-width brace": Trap(p("{{ 值 }｝"), fails("TemplateSyntaxError"), "T15", "第1段"),
    "curly quotes": Trap(p("{% if 值 == “甲” %}乙{% endif %}"), says("乙"), "T21", "第1段"),
    "other delimiters": Trap(p("${值}"), says(r"\$\{值\}"), "T20", "第1段"),
    "tag over two paragraphs": Trap(p("{{ 值") + p("}}"), lambda made: made.count("<w:p>") < 2, "T15", "第1段"),
    "nothing but none": Trap(p("{{ none }}"), says("None"), "T5", "第1段"),
    "seventeen digits": Trap(p("{{ 0.1 + 0.2 }}"), says("0.30000000000000004"), "T5", "第1段"),
    "half a cent": Trap(p("{{ 2.675|round(2) }}"), says("2.67"), "T5", "第1段"),
    "half a cent by format": Trap(p("{{ '%.2f'|format(2.675) }}"), says("2.67"), "T5", "第1段"),
    # 1.3 tables
    "columns that stay": Trap(
        tbl(tr(tc("{% colspan 2 %}乙", pr=WIDTH), "丙")),
        has('<w:gridSpan w:val="2"/>', "丙"),
        "T23",
        "表1 第1行 第1格",
    ),
    "colour by a value": Trap(
        tbl(tr(tc("{% cellbg 值 %}乙", pr="<w:shd/>"))), has('w:fill="甲"'), "T23", "表1 第1行 第1格"
    ),
    "text that a merge repeats": Trap(
        tbl(tr("头"), tr("{%tr for x in 行 %}"), tr(tc("{% vm %}乙", "丙", pr=WIDTH)), tr("{%tr endfor %}")),
        lambda made: made.count("丙") > 1,
        "T23",
        "表1 第3行 第1格",
    ),
    "table without rows": Trap(
        tbl(tr("{%tr for x in 空 %}"), tr("乙"), tr("{%tr endfor %}")),
        lambda made: "<w:tbl>" in made and "<w:tr>" not in made,
        "T27",
        "表1",
        {"空": []},
    ),
    "condition over cells": Trap(
        tbl(tr("{% if 值 %}乙", "丙{% endif %}")), says("<w:tr><w:tc>乙"), "T29", "表1 第1行 第2格"
    ),
    "loop over rows without tr": Trap(
        tbl(tr("{% for x in 行 %}"), tr("乙"), tr("{% endfor %}")), has("乙"), "T29", "表1 第3行 第1格"
    ),
    # 1.4, 1.5 names
    "unescaped by the template": Trap(p("{{ 值|safe }}"), says("A  ?B"), "T5", "第1段", {"值": "A & B"}),
    "name that is not there": Trap(p("{{ 没有 }}。"), says("。"), "T5", "第1段"),
    "condition that is not there": Trap(p("{% if 没有 %}甲{% endif %}乙"), says("乙"), "T5", "第1段"),
    "variable set in one paragraph": Trap(p("{% set n = 1 %}") + p("{{ n }}"), says("1"), "T5", "第1段"),
}


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_trap_of_the_bare_engine_is_told_at_its_place(trap: Trap, tmp_path: Path) -> None:
    (tmp_path / "模板.docx").write_bytes(trap.template if isinstance(trap.template, bytes) else package(trap.template))
    assert trap.bare(made_bare(tmp_path, trap.names))
    told = [
        (problem[0], problem[place])
        for work, given, place in (("fill", {"names": {"值": "甲"}}, 2), ("lint", {}, 1))
        for problem in bearable(run(work, tmp_path, **given)).value["problems"]
    ]
    assert any(code == trap.code and where.startswith(trap.place) for code, where in told), told


def made_bare(folder: Path, names: Mapping[str, object]) -> str:
    """How the bare engine ended, and all parts of what it made."""
    bare = run("bare_docxtpl", folder, names=dict(names))
    if bare.ended != "ok":
        return f"{bare.ended} {bare.error}"
    with zipfile.ZipFile(folder / "填好.docx") as package:
        return "ok\n" + "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def bearable(outcome: Outcome) -> Outcome:
    assert outcome.ended == "ok", outcome
    assert outcome.megabytes <= 512
    return outcome


def test_cell_that_the_bare_engine_leaves_without_a_paragraph_is_whole(tmp_path: Path) -> None:
    (tmp_path / "模板.docx").write_bytes(package(tbl(tr(tc("{%p if 值 == '乙' %}", "甲", "{%p endif %}"), "丙"))))
    assert "<w:tc/>" in made_bare(tmp_path, {"值": "甲"})
    body = (tmp_path / "模板.docx").read_bytes()
    made, problems = try_fill(tmp_path, body, {"值": "甲"})
    assert made is not None
    assert not problems
    assert [cell.find(f"{W}p") is not None for cell in part_of(made).iter(f"{W}tc")] == [True, True]
