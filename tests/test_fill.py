"""Filling Word templates: every value exactly as it is, every mistake of a template told at its cell."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lint_cases import part as package_part
from lxml import etree
from reports import CORRECTED, ROOT, TEMPLATES, examined
from small_docx import PROPERTIES, W, docx, figure, filled, only_problem, p, part, scope, tbl, tc, texts, tr, try_fill

from reportgen.fill.docx import fill
from reportgen.fill.package import Properties
from reportgen.fill.show import show_docx
from reportgen.pipeline import plan
from reportgen.problem import Place
from reportgen.source.written import Words

UNIT = scope("单位", 名称="甲局", 简称="甲")
ROWS = scope(
    "项目",
    [scope("项目.一", 名称="一", 金额=figure("金额", "1.50")), scope("项目.二", 名称="二", 金额=figure("金额", "12"))],
)
NAMES = {
    "单位": UNIT,
    "项目": ROWS,
    "空表": scope("空表", []),
    "数": figure("数", "1.50"),
    "大数": figure("大数", "12"),
}
NASTY = [
    "R&D <x> “引号” ‘单’",
    "a]]>b",
    "{{ 7*7 }}",
    "{_{ x }_} {_% if %_}",
    "{% if %}{# #}",
    "</w:t></w:r></w:p><w:p>",
    "<!-- x --> &amp; &#65;",
    "  两端各两个空格  ",
    "里  面",
    "😀👨‍👩‍👧𠮷",
    "≤90%",
    "\\1 \\g<0> $1",
    "None",
]


# What is printed


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("where", ["段落", "单元格", "页眉"])
def test_value_is_printed_exactly(value: str, where: str, tmp_path: Path) -> None:
    tag = "前{{ 值 }}后"
    body, headers = {
        "段落": (p(tag), {}),
        "单元格": (tbl(tr(tag)), {}),
        "页眉": (p("x"), {"default": p(tag)}),
    }[where]
    content = filled(tmp_path, docx(body, headers=headers), {"值": value})
    root = part(content, "word/header1.xml" if headers else "word/document.xml")
    assert texts(root)[0] == f"前{value}后"
    kept = [t for t in root.iter(f"{W}t") if t.text != (t.text or "").strip()]
    assert all(t.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve" for t in kept)


def test_figures_know_their_unit_digits_and_name(tmp_path: Path) -> None:
    body = p("{{ 数 }}|{{ 数.数 }}|{{ 数.单位 }}|{{ 数.名称 }}|{{ 率 }}|{{ 率.数 }}|{{ 项目|列举 }}|{{ 个数|汉字 }}")
    names = {**NAMES, "率": figure("率", "0.951", "%"), "个数": figure("个数", "12", "个")}
    assert texts(part(filled(tmp_path, body, names))) == [
        "1.50万元|1.50|万元|数|95.100%|95.100%|一1.50万元、二12万元|十二"
    ]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("数 > 1", True),
        ("大数 > 9", True),
        ("大数 < 9", False),
        ("数 == 1.5", True),
        ("大数 > 数", True),
        ("1 > 数", False),
    ],
)
def test_numbers_compare_as_numbers(condition: str, holds: bool, tmp_path: Path) -> None:
    body = p(f"{{% if {condition} %}}是{{% else %}}否{{% endif %}}")
    assert texts(part(filled(tmp_path, body, NAMES))) == ["是" if holds else "否"]


def test_loops_over_rows_cells_and_paragraphs(tmp_path: Path) -> None:
    body = (
        tbl(
            tr("名称", "序号"),
            tr("{%tr for x in 项目 %}"),
            tr("{{ x.名称 }}", "{{ loop.index }}"),
            tr("{%tr endfor %}"),
        )
        + tbl(tr("头", "{%tc for x in 项目 %}", "{{ x.名称 }}", "{%tc endfor %}"))
        + "".join(map(p, ["{%p for x in 项目 %}", "段{{ x.名称 }}", "{%p endfor %}", "尾"]))
        + p("{% for x in 项目 %}{{ x.名称 }}{% if not loop.last %}、{% endif %}{% endfor %}")
    )
    assert texts(part(filled(tmp_path, body, NAMES))) == [
        *("名称", "序号", "一", "1", "二", "2"),
        *("头", "一", "二", "段一", "段二", "尾", "一、二"),
    ]  # fmt: skip


def test_cell_whose_loop_gives_nothing_ends_with_a_paragraph(tmp_path: Path) -> None:
    nested = tc(tbl(tr("内")))
    empty = tc(p("{%p for x in 空表 %}"), p("{{ x.名称 }}"), p("{%p endfor %}"))
    root = part(filled(tmp_path, tbl(tr("甲", empty, nested)), NAMES))
    assert [cell[-1].tag for cell in root.iter(f"{W}tc")] == [f"{W}p"] * 4


def test_header_whose_condition_leaves_nothing_has_a_paragraph(tmp_path: Path) -> None:
    empty = p("{%p if 数 > 9 %}") + p("甲") + p("{%p endif %}")
    header = part(filled(tmp_path, docx(p("x"), headers={"default": empty}), NAMES), "word/header1.xml")
    assert [child.tag for child in header] == [f"{W}p"]


def test_table_without_rows_in_a_header_is_told(tmp_path: Path) -> None:
    table = tbl(tr("{%tr for x in 空表 %}"), tr("{{ x.名称 }}"), tr("{%tr endfor %}")) + p()
    content, (problem,) = try_fill(tmp_path, docx(p("x"), headers={"default": table}), NAMES)
    assert content is None
    assert "没有行的表格" in problem.message


def test_cell_that_ends_with_a_content_control_is_left_alone(tmp_path: Path) -> None:
    control = f"<w:sdt><w:sdtContent>{p('内{{ 数.数 }}')}</w:sdtContent></w:sdt>"
    root = part(filled(tmp_path, tbl(tr(tc(control))), NAMES))
    assert [child.tag for child in next(root.iter(f"{W}tc"))] == [f"{W}sdt"]
    assert texts(root) == ["内1.50"]


def test_nothing_of_the_tags_is_left(tmp_path: Path) -> None:
    body = p("{# 注 #}甲{% if 数 %}乙{% endif %}") + tbl(
        tr("{%tr for x in 项目 %}"), tr("{{ x.名称 }}"), tr("{%tr endfor %}")
    )
    content = filled(tmp_path, docx(body, headers={"default": p("{{ 单位.名称 }}{# 注 #}")}), NAMES)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            assert not re.search(rb"\{[{%#]|[}%#]\}|endfor|reportgen-paragraph", package.read(name)), name


# Mistakes of templates


def test_undefined_name_is_told_at_its_cell(tmp_path: Path) -> None:
    body = (
        p("前")
        + tbl(tr("a", "b"))
        + p()
        + tbl(tr("a", "b"), tr("c", "{{ 单位.名字 }}"), tr("{{ 数 }}", "{{ 单位.名称 }}"))
    )
    problem = only_problem(tmp_path, body, NAMES)
    assert str(problem.place) == f"{tmp_path / '模板.docx'} 表2 第2行 第2格"
    assert problem.message == "标签 {{ 单位.名字 }}：没有“单位.名字”这个名称"
    assert problem.hint == "可能是“单位.名称”"


@pytest.mark.parametrize(
    ("tag", "told", "hint"),
    [
        ("{{ 单伟.名称 }}", "没有“单伟”这个名称", "可能是“单位”"),
        ("{{ zz }}", "没有“zz”这个名称", "reportgen why"),
        ("{% for x in 单伟 %}{{ x }}{% endfor %}", "没有“单伟”这个名称", "可能是“单位”"),
        ("{% if 单伟 %}x{% endif %}", "没有“单伟”这个名称", "可能是“单位”"),
        ("{% for x in 项目 %}{{ x.名字 }}{% endfor %}", "没有“x.名字”这个名称", "x.名称"),
        ("{{ 单位.名称.长 }}", "“长”前面的不是一组名称", ""),
        ("{{ 单位 }}", "这里是一组名称，不能直接印", ""),
        ("{{ 数|upper }}", "“|upper”；可用的：vmerge、列举、汉字", ""),
        ("{{ 数|汉字 }}", "“汉字”前面要是一个整数", ""),
        ("{{ 数|列举 }}", "“列举”前面要是一组数", ""),
        ("{{ 项目|列举(1,2) }}", "至多 1 个", ""),
        ("{{ 数|汉字(1) }}", "至多 0 个", ""),
        ("{% for x in 数 %}{{ x }}{% endfor %}", "“in”后面要是一个列表", ""),
        ("{% for x in 单位.名称 %}{{ x }}{% endfor %}", "“in”后面要是一个列表", ""),
        ("{% if 1 < 数 < 2 %}x{% endif %}", "一次只能比较两个值", ""),
        ("{% if 数 in 项目 %}x{% endif %}", "一次只能比较两个值", ""),
        ("{{ 数 + }}", "标签写法有误", ""),
        ("{{ 单位 名称 }}", "标签写法有误", ""),
        ("{{ 项目｜列举 }}", "里有全角的“｜”", "改成半角 |"),
        ("{% if 数 %}x", "没有 endif", "加上 {% endif %}"),
        ("{% for x in 项目 %}x{% if 数 %}y{% endif %}", "没有 endfor", "加上 {% endfor %}"),
        ("x{% endif %}", "前面没有与它成对的 if", "删去它"),
        ("{% vm %}x", "不能用 {% vm %}", "|vmerge"),
        ("{{ 数 + 数 }}", "模板里不能用计算", ""),
        ("{{ 数 }", "括号不成对", "成对"),
        ("{{ 数 }} }}", "括号不成对", "成对"),
        ("{% raw %}{{ 数 }}{% endraw %}", "模板里不能用 raw", ""),
    ],
)
def test_mistake_of_a_tag_is_told(tag: str, told: str, hint: str, tmp_path: Path) -> None:
    """Also at its place, in Chinese words, with the tag quoted where it can be."""
    problem = only_problem(tmp_path, p("{{ 大数 }}") + p(tag) + p("{{ 数 }}"), NAMES)
    assert told in problem.message
    assert hint in problem.hint
    assert problem.place.within == "第2段"
    words = problem.message.partition("：")[2].replace(tag, "")
    assert not re.search("[a-z]{3,} [a-z]{2,}", words), "no sentence of the engine is left"


@pytest.mark.parametrize(("kind", "within"), [("default", "页眉 第2段"), ("even", "偶数页页眉 第2段")])
def test_mistake_in_a_header_is_told_there(kind: str, within: str, tmp_path: Path) -> None:
    for tag in ("{{ 单位.名字 }}", "{{ 数 }"):
        content, (problem,) = try_fill(tmp_path, docx(p("{{ 数 }}"), headers={kind: p("甲") + p(tag)}), NAMES)
        assert content is None
        assert problem.place.within == within


def test_mistake_in_a_footnote_is_told_there(tmp_path: Path) -> None:
    notes = "".join(
        f'<w:footnote w:id="{n}">{p(text)}</w:footnote>' for n, text in ((1, "{{ 数 }}"), (2, "{{ 单伟 }}"))
    )
    content, (problem,) = try_fill(tmp_path, package_part("footnotes", "footnotes", notes, p("{{ 数 }}")), NAMES)
    assert content is None
    assert problem.place.within == "脚注2 第1段"


@pytest.mark.parametrize(
    ("body", "within", "lost"),
    [
        (p("旁边{%p if 数 %}") + p("{%p endif %}"), "第1段", "旁边"),
        (tbl(tr("{%tr for x in 项目 %}", "旁边"), tr("{{ x.名称 }}"), tr("{%tr endfor %}")), "表1 第1行 第1格", "旁边"),
        (tbl(tr("{%tr for x in 项目 %}"), tr("{{ x.名称 }}"), tr("旁边", "{%tr endfor %}")), "表1 第3行 第2格", "旁边"),
        (tbl(tr("头", "旁边{%tc for x in 项目 %}", "{{ x.名称 }}", "{%tc endfor %}")), "表1 第1行 第2格", "旁边"),
    ],
)  # fmt: skip
def test_text_beside_a_whole_tag_is_told(body: str, within: str, lost: str, tmp_path: Path) -> None:
    problem = only_problem(tmp_path, body, NAMES)
    assert problem.place.within == within
    assert re.search(f"会盖掉同一[段格行]里的“{re.escape(lost)}”", problem.message)


def test_row_tag_outside_a_table_is_told(tmp_path: Path) -> None:
    content, problems = try_fill(tmp_path, p("{%tr for x in 项目 %}") + p("{%tr endfor %}"), NAMES)
    assert content is None
    assert [q.place.within for q in problems] == ["第1段", "第2段"]
    assert all("要放在表格里" in q.message for q in problems)


def test_all_mistakes_that_need_no_data_are_told_at_once(tmp_path: Path) -> None:
    content, problems = try_fill(
        tmp_path, p("{{ 数 }") + tbl(tr("{{ 数")) + p("旁{%p if 数 %}") + p("{%p endif %}"), NAMES
    )
    assert content is None
    assert {q.place.within for q in problems} == {"第1段", "表1 第1行 第1格", "第2段"}


def test_loop_that_leaves_a_table_without_rows_is_told(tmp_path: Path) -> None:
    body = tbl(tr("{%tr for x in 空表 %}"), tr("{{ x.名称 }}"), tr("{%tr endfor %}"))
    assert "没有行的表格" in only_problem(tmp_path, body, NAMES).message
    rows = filled(tmp_path, body.replace("空表", "项目"), NAMES)
    assert len(list(part(rows).iter(f"{W}tr"))) == 2


def test_table_that_has_no_rows_is_told_before_filling(tmp_path: Path) -> None:
    assert only_problem(tmp_path, tbl() + p("{{ 没有 }}"), NAMES).message == "有一张没有行的表格"


def test_loop_that_leaves_a_row_without_cells_is_told(tmp_path: Path) -> None:
    body = tbl(tr("{%tc for x in 空表 %}", "{{ x.名称 }}", "{%tc endfor %}"))
    assert "没有单元格" in only_problem(tmp_path, body, NAMES).message


@pytest.mark.parametrize("elsewhere", ["", "{{ 单位.名称 }}"])
def test_value_that_is_not_in_the_file_is_told(elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here a tag in a field's code, whose text is no text of the page, past a linter that sees nothing."""
    monkeypatch.setattr("reportgen.fill.docx.problems", lambda path: ())
    code = "<w:p><w:r><w:instrText>{{ 单位.名称 }}</w:instrText></w:r></w:p>"
    _, problems = try_fill(tmp_path, p(f"{{{{ 数 }}}}{elsewhere}") + code, NAMES)
    message = "标签 {{ 单位.名称 }}：“甲局”填进去后没有出现在文件里"
    assert [(q.code, q.blocks, q.place.within, q.message) for q in problems] == [("T5", True, "第2段", message)]


def test_lost_value_is_told_at_its_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.fill.docx.problems", lambda path: ())
    code = "<w:p><w:r><w:instrText>{{ 单位.名称 }}</w:instrText></w:r></w:p>"
    body = p("{{ 单位.名称 }}") + tbl(tr("甲", "乙"), tr("丙", tc(code, "丁")))
    _, problems = try_fill(tmp_path, body, NAMES)
    assert [one.place.within for one in problems] == ["表1 第2行 第2格"]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_file_that_is_no_word_file_is_told(content: bytes, tmp_path: Path) -> None:
    made, problems = try_fill(tmp_path, content, NAMES)
    assert made is None
    assert [q.code for q in problems] == ["T5"]


# The package


def test_document_speaks_of_the_report_only(tmp_path: Path) -> None:
    title = "R&D <2020> 年度"
    content, problems = try_fill(tmp_path, p("x"), {}, properties=Properties(title, "甲&乙", "2021-06-21"))
    assert content
    assert not problems
    core = part(content, "docProps/core.xml")
    assert {c.tag.rpartition("}")[2]: c.text for c in core} == {
        "title": title,
        "creator": "甲&乙",
        "created": "2021-06-21T00:00:00Z",
        "modified": "2021-06-21T00:00:00Z",
        "language": "zh-CN",
    }


@pytest.mark.parametrize("path", CORRECTED, ids=lambda path: path.parent.name)
def test_no_trace_of_tools_or_sessions(path: Path) -> None:
    case = examined(path).case
    assert case is not None
    for one in plan(case, draft=False):
        content, problems = fill(one.template, one.names, one.properties, draft=False)
        assert content
        assert not problems
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for entry in package.infolist():
                assert entry.date_time == (1980, 1, 1, 0, 0, 0)
                trace = rb"python-docx|docxtpl|w:rsid|lastModifiedBy|LibreOffice|{[{%]|reportgen"
                assert not re.search(trace, package.read(entry)), entry.filename


def test_same_input_gives_same_bytes(tmp_path: Path) -> None:
    body = p("{{ 单位.名称 }}") + tbl(tr("{%tr for x in 项目 %}"), tr("{{ x.名称|vmerge }}"), tr("{%tr endfor %}"))
    first, again = (filled(tmp_path, docx(body), NAMES) for _ in range(2))
    assert first == again
    assert zipfile.ZipFile(io.BytesIO(first)).namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]


def test_filling_leaves_template_and_names_as_they_were(tmp_path: Path) -> None:
    filled(tmp_path, p("{{ 单位.名称 }}"), NAMES)
    assert (tmp_path / "模板.docx").read_bytes() == docx(p("{{ 单位.名称 }}"))
    assert [item.find("名称") for item in ROWS] == ["一", "二"]
    assert UNIT.find("名称") == "甲局"


def draft_marks(content: bytes) -> dict[str, str]:
    """The text of each header by its type."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        links = etree.fromstring(package.read("word/_rels/document.xml.rels"))
    targets = {link.get("Id"): link.get("Target") for link in links}
    ident = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    references = part(content).iter(f"{W}headerReference")
    return {str(r.get(f"{W}type")): "".join(texts(part(content, f"word/{targets[r.get(ident)]}"))) for r in references}


def test_draft_is_marked_in_every_header(tmp_path: Path) -> None:
    section = "<w:sectPr><w:titlePg/></w:sectPr>"
    other = f"<w:p><w:pPr>{section}</w:pPr></w:p>"
    content = filled(tmp_path, docx(p("x") + other, section), NAMES, draft=True)
    assert len(list(part(content).iter(f"{W}headerReference"))) == 4
    marks = draft_marks(content)
    assert set(marks) == {"default", "first"}
    assert all("草稿" in text for text in marks.values())


def test_draft_keeps_what_the_header_says(tmp_path: Path) -> None:
    content = filled(tmp_path, docx(p("x"), headers={"default": p("{{ 单位.名称 }}")}), NAMES, draft=True)
    assert draft_marks(content) == {"default": "甲局草稿　未通过审核，不得报送"}
    assert draft_marks(filled(tmp_path, docx(p("x"), headers={"default": p("甲")}), NAMES)) == {"default": "甲"}


def test_draft_is_marked_on_even_pages(tmp_path: Path) -> None:
    """In a shipped template, whose settings tell odd pages from even ones."""
    template = next(TEMPLATES.glob("*/自评报告.docx"))
    case = examined(CORRECTED[0]).case
    assert case is not None
    one = next(x for x in plan(case, draft=True) if x.template.name == template.name)
    content, _ = fill(one.template, one.names, PROPERTIES, draft=True)
    assert content
    assert all("草稿" in text for text in draft_marks(content).values())
    uneven = part(content, "word/settings.xml").find(f"{W}evenAndOddHeaders") is not None
    assert set(draft_marks(content)) >= ({"default", "even"} if uneven else {"default"})


# A template as text


def test_template_is_shown_with_spans_and_merges() -> None:
    table = tbl(
        tr(tc("甲", pr='<w:gridSpan w:val="2"/>'), tc("乙", pr='<w:vMerge w:val="restart"/>')),
        tr("丙", "{{ 数 }}", tc("", pr="<w:vMerge/>")),
    ).replace("<w:tblGrid/>", '<w:tblGrid><w:gridCol w:w="100"/><w:gridCol w:w="200"/></w:tblGrid>')
    title = '<w:p><w:pPr><w:pStyle w:val="标题"/></w:pPr><w:r><w:t>题</w:t></w:r></w:p>'
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    assert show_docx(docx(title + table, section)).split("\n") == [
        "== word/document.xml",
        "[标题] 题",
        "表格 列宽 100、200",
        "  第1行",
        "    格（跨2列）",
        "      甲",
        "    格（向下合并）",
        "      乙",
        "  第2行",
        "    格",
        "      丙",
        "    格",
        "      {{ 数 }}",
        "    格（并入上格）",
        "",
        "pgSz h=16838 w=11906",
        "== 部件",
        "[Content_Types].xml",
        "_rels/.rels",
        "word/_rels/document.xml.rels",
        "word/document.xml",
    ]


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_what_is_no_word_file_cannot_be_shown(content: bytes) -> None:
    with pytest.raises(ValueError, match="不是 Word"):
        show_docx(content)


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.docx")), ids=lambda path: path.stem)
def test_shipped_templates_can_be_shown(path: Path) -> None:
    shown = show_docx(path.read_bytes())
    assert "{{" in shown
    assert "== word/document.xml" in shown


def test_words_print_their_text(tmp_path: Path) -> None:
    assert texts(part(filled(tmp_path, p("{{ 字 }}"), {"字": Words("甲&乙", Place("数据.yaml", 1))}))) == ["甲&乙"]
