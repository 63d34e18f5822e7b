"""The linter at the edges of its rules: what is just still told, and what is just no mistake."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from lint_cases import (
    END,
    ITEM,
    NAMESPACE,
    OFFICE,
    TYPE,
    UNIT,
    control,
    field,
    grid,
    nested,
    package,
    part,
    picture,
    runs,
    settings,
    textbox,
)
from small_docx import docx, filled, p, scope, tbl, tc, tr

from reportgen.lint.catalogue import CHECKS
from reportgen.lint.template import template_of
from reportgen.typeset.read import read_docx

LOOP, LOOPED = tr("{%tr for x in 项目 %}"), tr("{%tr endfor %}")
ROWS = tbl(LOOP, ITEM, LOOPED)
CELLS = tr("{%tc for x in 项目 %}", "{{ x.名称 }}", "{%tc endfor %}")
IF = p("{%p if 项目 %}")
MARKED = "{{ x.名称|vmerge }}"
VML = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"{}</w:pict></w:r></w:p>'
OPEN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
CLOSE = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def merged(how: str, text: str = MARKED) -> str:
    return tc(text, pr=f"<w:vMerge{how}/>")


def wide(text: str, columns: int) -> str:
    return tc(text, pr=f'<w:gridSpan w:val="{columns}"/>')


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def found(template: str | bytes, code: str) -> list[tuple[str, str]]:
    """Where a code is told of a template, and how strictly."""
    content = template if isinstance(template, bytes) else package(template)
    read = template_of(content, "")
    return [(str(one.where), one.level.value) for run in CHECKS for one in run(read) if one.code == code]


MIB = 2**20
NOISE = Random(1).randbytes(8 * MIB + 1)
NESTED = "<w:sdt><w:sdtContent>" * 300 + p("甲") + "</w:sdtContent></w:sdt>" * 300


def sized(size: int) -> bytes:
    """A style of that size in half points."""
    said = f'<w:styles {NAMESPACE}><w:style><w:rPr><w:sz w:val="{size}"/></w:rPr></w:style></w:styles>'
    return package(UNIT, {"word/styles.xml": said})


def filed(name: str, content: str | bytes) -> bytes:
    """A package with one more file."""
    return package(UNIT, {name: content})


TOLD = {
    # merges
    "T25 outside a table": ("T25", p("{{ 数|vmerge }}"), "第1段"),
    "T25 row in a control": (
        "T25",
        tbl(tr("甲")).replace("</w:tbl>", control(tr(MARKED)) + "</w:tbl>"),
        "表1 第2行 第1格",
    ),
    "T24 picture": ("T24", tbl(tr(tc(MARKED, "<w:p><w:r><w:drawing/></w:r></w:p>"))), "表1 第1行 第1格"),
    "T24 old picture": ("T24", tbl(tr(tc(MARKED, "<w:p><w:r><w:pict/></w:r></w:p>"))), "表1 第1行 第1格"),
    "T24 object": ("T24", tbl(tr(tc(MARKED, "<w:p><w:r><w:object/></w:r></w:p>"))), "表1 第1行 第1格"),
    "T24 field": ("T24", tbl(tr(tc(MARKED, field("PAGE")))), "表1 第1行 第1格"),
    "T24 simple field": ("T24", tbl(tr(tc(MARKED, '<w:p><w:fldSimple w:instr="PAGE"/></w:p>'))), "表1 第1行 第1格"),
    "T24 footnote": ("T24", tbl(tr(tc(MARKED, "<w:p><w:r><w:footnoteReference/></w:r></w:p>"))), "表1 第1行 第1格"),
    "T24 first cell merged by hand": ("T24", tbl(tr("甲"), tr(merged(" w:val='restart'"))), "表1 第2行 第1格"),
    "T24 merged by hand below": ("T24", tbl(tr(MARKED), tr(merged("", "乙"))), "表1 第1行 第1格"),
    "T24 both merged by hand": (
        "T24",
        tbl(tr(merged(" w:val='restart'")), tr(merged(""))),
        "表1 第1行 第1格|表1 第2行 第1格",
    ),
    # tables
    "T27 row without cells": ("T27", tbl(tr("甲"), tr()), "表1 第2行"),
    "T27 condition that ended before": ("T27", IF + p("甲") + END + ROWS, "表1"),
    "T27 condition of a line": ("T27", p("{% if 项目 %}甲{% endif %}") + ROWS, "表1"),
    "T27 printed list": ("T27", p("{{p if 项目 }}") + ROWS, "表1"),
    "T27 condition with an else before": ("T27", IF + p("{%p else %}") + END + ROWS, "表1"),
    "T27 condition of another list": ("T27", p("{%p if 项目表 %}") + ROWS + END, "表1"),
    "T27 member of another": ("T27", p("{%p if 单位.项目 %}") + ROWS + END, "表1"),
    "T27 condition without else": (
        "T27",
        tbl(tr("{%tr if 数 %}"), tr("甲"), tr("{%tr elif 有 %}"), tr("乙"), tr("{%tr endif %}")),
        "表1",
    ),
    "T27 else without a row": (
        "T27",
        tbl(tr("{%tr if 数 %}"), tr("甲"), tr("{%tr else %}"), tr("{%tr endif %}")),
        "表1",
    ),
    "T27 condition without a row but an else": (
        "T27",
        tbl(tr("{%tr if 数 %}"), tr("{%tr elif 有 %}"), tr("甲"), tr("{%tr else %}"), tr("乙"), tr("{%tr endif %}")),
        "表1",
    ),
    "T27 cells without another row": ("T27", tbl(CELLS), "表1 第1行"),
    "T26 64 columns": ("T26", grid(64, tr(wide("甲", 64))), "表1 第1行"),
    "T26 columns before": ("T26", grid(1, tr("甲", pr='<w:gridBefore w:val="1"/>')), "表1 第1行"),
    "T26 columns after": ("T26", grid(1, tr("甲", pr='<w:gridAfter w:val="1"/>')), "表1 第1行"),
    # fields
    "T36 address of a field": ("T36", UNIT + field('HYPERLINK "javascript:x"'), "第2段"),
    "T36 bare address of a field": ("T36", UNIT + field("HYPERLINK file:///c:/x"), "第2段"),
    "T38 field in a field": ("T38", f"<w:p>{OPEN}{code('IF ')}{OPEN}{code('PAGE')}{CLOSE}{CLOSE}</w:p>", "第1段"),
    "T38 field that is not closed": ("T38", f"<w:p>{OPEN}{code('DDE x')}</w:p>" + UNIT, "第1段"),
    "T38 closed twice": ("T38", f"<w:p>{CLOSE}{OPEN}{code('DDE x')}{CLOSE}{CLOSE}</w:p>", "第1段"),
    "T38 in a part that is not filled": ("T38", part("endnotes", "endnotes", field("DDE x"), UNIT), ""),
    # parts
    "T5 header cut off": (
        "T5",
        package(UNIT, {"word/h.xml": "<w:hdr"}, (("h", "header", "h.xml"),), {"word/h.xml": f"{TYPE}.header+xml"}),
        "",
    ),
    "T36 picture of VML": (
        "T36",
        VML.format('><v:imagedata src="http://a.example/b"/></v:shape>'),
        "第1段",
    ),
    "T36 link of VML": (
        "T36",
        VML.format(' href="file:///x"/>'),
        "第1段",
    ),
    "T41 size of a style": ("T41", sized(3277), ""),
    "T41 depth of a header": ("T41", part("header", "hdr", NESTED, UNIT), ""),
    "T41 bytes of a picture": ("T41", filed("word/media/a.png", NOISE[: 8 * MIB + 1]), ""),
    "T41 bytes of a part": ("T41", filed("word/theme.xml", f"<a>{NOISE.hex()}</a>"), ""),
    "T41 much of nothing": ("T41", filed("word/theme.xml", f"<a>{'甲' * MIB}</a>"), ""),
    "T41 table in tables": ("T41", nested(6), "表1 第1行 第1格" + " 内表1 第1行 第1格" * 4 + " 内表1"),
    "T37 control": (
        "T37",
        package(UNIT, {"word/activeX/x.bin": b"\0"}, (), {"word/activeX/x.bin": "application/vnd.ms-office.activeX"}),
        "",
    ),
    "T37 sheet": (
        "T37",
        package(UNIT, {"word/x.xlsx": b"\0"}, (), {"word/x.xlsx": f"{TYPE[:44]}.spreadsheetml.sheet"}),
        "",
    ),
}


@pytest.mark.parametrize(("rule", "template", "places"), TOLD.values(), ids=TOLD)
def test_edge_is_told(rule: str, template: str | bytes, places: str) -> None:
    assert [where for where, _ in found(template, rule)] == places.split("|")


PLAIN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
SILENT = {
    "T43 hidden blank": ("T43", runs("<w:vanish/> ", "字")),
    "T43 white on black": ("T43", runs('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>字')),
    "T17 runs without properties": ("T17", f"<w:p>{PLAIN.format('{{ 单位')}{PLAIN.format('.名称 }}')}</w:p>"),
    "T38 box with no macro": ("T38", field(" FORMTEXT ")),
    "T41 size of a style": ("T41", sized(3276)),
    "T41 bytes of a picture": ("T41", filed("word/media/a.png", NOISE[: 8 * MIB])),
    "T41 bytes of a part": ("T41", filed("word/theme.xml", f"<a>{NOISE.hex()[: 16 * MIB - 7]}</a>")),
    "T41 little of nothing": ("T41", filed("word/theme.xml", f"<a>{'a' * (MIB - 7)}</a>")),
    "T41 pixels of a picture": ("T41", picture(8000, 5000)),
    "T25 in a comment": ("T25", p("{# 用 |vmerge #}")),
    "T24 condition beside": ("T24", tbl(tr(MARKED + "{% if 数 %}甲{% endif %}"))),
    "T24 other tags of other widths": ("T24", tbl(tr(wide(MARKED, 2), "乙"), tr("{{ 数|vmerge }}", "丙", "丁"))),
    "T24 loop between rows": (
        "T24",
        tbl(tr(wide(MARKED, 2)), tr("{%tr if 数 %}"), tr(wide(MARKED, 2)), tr("{%tr endif %}")),
    ),
    "T24 merged by hand elsewhere": (
        "T24",
        tbl(tr(MARKED, merged(" w:val='restart'", "乙")), tr(MARKED, merged("", ""))),
    ),
    "T27 condition around": ("T27", IF + ROWS + END),
    "T27 condition of rows around": ("T27", tbl(tr("头"), tr("{%tr if 项目 %}"), CELLS, tr("{%tr endif %}"))),
    "T27 either or": ("T27", tbl(tr("{%tr if 数 %}"), tr("甲"), tr("{%tr else %}"), tr("乙"), tr("{%tr endif %}"))),
    "T27 one of three": (
        "T27",
        tbl(*map(tr, ("{%tr if 数 %}", "甲", "{%tr elif 有 %}", "乙", "{%tr else %}", "丙", "{%tr endif %}"))),
    ),
    "T27 a row that stays": ("T27", tbl(LOOP, ITEM, LOOPED, tr("合计"))),
    "T26 63 columns": ("T26", grid(63, tr(wide("甲", 63)))),
    "T26 no grid": ("T26", tbl(tr("甲", "乙"), tr("丙"))),
    "T26 rows of tags": ("T26", grid(2, tr("甲", "乙"), LOOP, tr("丙", "丁"), LOOPED)),
    "T26 looped cells": ("T26", grid(2, tr("甲", "{%tc for x in 项目 %}", "{{ x.名称 }}", "{%tc endfor %}"))),
    "T26 column before": ("T26", grid(2, tr("甲", pr='<w:gridBefore w:val="1"/>'))),
    "T38 code with a tag": ("T38", field("{{ 数 }}")),
    "T36 address with a tag": ("T36", field('HYPERLINK "{{ 文 }}"')),
    "T36 place in the document": ("T36", field('HYPERLINK \\l "a"')),
    "T36 address of the web": ("T36", field('HYPERLINK "https://a.example"')),
    "T36 anchor": ("T36", '<w:p><w:hyperlink w:anchor="a"><w:r><w:t>甲</w:t></w:r></w:hyperlink></w:p>'),
    "T38 empty code": ("T38", field("")),
    "T38 box to be filled in": ("T38", field(" FORMTEXT ")),
    "T38 end alone": ("T38", runs(CLOSE)),
    "T39 no settings": ("T39", docx(UNIT)),
}


@pytest.mark.parametrize(("rule", "template"), SILENT.values(), ids=SILENT)
def test_edge_is_no_mistake(rule: str, template: str | bytes) -> None:
    assert found(template, rule) == []


@pytest.mark.parametrize("name", ["documentProtection", "writeProtection"])
def test_protection_is_only_mentioned(name: str) -> None:
    assert found(settings(f"<w:{name}/>"), "T39") == [("", "提示性")]


def test_text_of_a_form_to_be_filled_in_is_filled_and_set(tmp_path: Path) -> None:
    """As old forms have it: grey boxes, one of them around a tag."""
    box = textbox("<w:enabled/>").replace("旧", "{{ 文 }}")
    content = filled(tmp_path, package(UNIT + box), {"单位": scope("单位", 名称="甲局"), "文": "填好"})
    document, problems = read_docx(content, "文件.docx")
    assert not problems
    assert "填好" in str(document)


DRAWN, MS = "application/vnd.openxmlformats-officedocument.drawingml", "application/vnd.ms-office"
KINDS = {
    "webSettings": f"{TYPE}.webSettings+xml",
    "fontTable": f"{TYPE}.fontTable+xml",
    "numbering": f"{TYPE}.numbering+xml",
    "endnotes": f"{TYPE}.endnotes+xml",
    "glossaryDocument": f"{TYPE}.document.glossary+xml",
    "people": f"{TYPE}.people+xml",
    "commentsExtended": f"{TYPE}.commentsExtended+xml",
    "commentsIds": f"{TYPE}.commentsIds+xml",
    "commentsExtensible": f"{TYPE}.commentsExtensible+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "themeOverride": "application/vnd.openxmlformats-officedocument.themeOverride+xml",
    "customXml": "application/xml",
    "customXmlProps": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    "chart": f"{DRAWN}.chart+xml",
    "chartUserShapes": f"{DRAWN}.chartshapes+xml",
    "chartStyle": f"{MS}.chartstyle+xml",
    "chartColorStyle": f"{MS}.chartcolorstyle+xml",
    "diagramData": f"{DRAWN}.diagramData+xml",
    "diagramLayout": f"{DRAWN}.diagramLayout+xml",
    "diagramQuickStyle": f"{DRAWN}.diagramStyle+xml",
    "diagramColors": f"{DRAWN}.diagramColors+xml",
    "diagramDrawing": f"{MS}.drawingml.diagramDrawing+xml",
    "stylesWithEffects": "application/vnd.ms-word.stylesWithEffects+xml",
    "classificationlabels": f"{MS}.classificationlabels+xml",
    "custom-properties": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "extended-properties": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "customProperties": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "extendedProperties": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "core-properties": "application/vnd.openxmlformats-package.core-properties+xml",
}


@pytest.mark.parametrize(("kind", "type"), KINDS.items(), ids=KINDS)
def test_part_that_word_writes_is_no_mistake(kind: str, type: str) -> None:
    content = package(UNIT, {"word/one.xml": "<a/>"}, (("one", kind, "one.xml"),), {"word/one.xml": type})
    assert found(content, "T36") == found(content, "T37") == []


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("file:///C:%5CUsers%5C%E7%94%B2%5CTemplates%5CNormal.dotm", []),
        ("C:/Normal.dot", []),
        ("file:///home/a/Normal.dotm", []),
        ("file:///D:%5C%E8%A1%A8.dotx", ["提示性"]),
        ("D:/NormalForm.dotx", ["提示性"]),
        ("http://a.example/Normal.dotm", ["强制性"]),
        ("file:////a.example/Normal.dotm", ["强制性"]),
        ("file://a.example/Normal.dotm", ["强制性"]),
        ("file:///%5C%5Ca.example%5CNormal.dotm", ["强制性"]),
        ("\\\\a.example@80:1\\Normal.dotm", ["强制性"]),
        ("ms-word:ofe|u|x", ["强制性"]),
    ],
)
def test_template_of_the_own_machine_is_let_go_and_one_from_elsewhere_refused(target: str, told: list[str]) -> None:
    link = f'<Relationship Id="t" Type="{OFFICE}/attachedTemplate" Target="{target}" TargetMode="External"/>'
    content = settings('<w:attachedTemplate r:id="t"/>', link)
    assert [level for _, level in found(content, "T36")] == told
