"""What is not carried is told once for each kind, with its first place and its count."""

from __future__ import annotations

import pytest
from test_typeset_read import docx, field, lines, p, r, read, root
from test_typeset_read_tables import tbl, tc, tr

from reportgen.problem import Level, Place, show_problem
from reportgen.typeset.read import read_docx
from reportgen.typeset.tree import Table

BOX = "<w:txbxContent>" + p("框内") + "</w:txbxContent>"


def graphic(uri: str, inner: str = "", box: str = "inline") -> str:
    data = f'<a:graphic><a:graphicData uri="{uri}">{inner}</a:graphicData></a:graphic>'
    return f"<w:r><w:drawing><wp:{box}>{data}</wp:{box}></w:drawing></w:r>"


def run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


A = "http://schemas.openxmlformats.org/drawingml/2006"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
BOTH = (
    f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData uri="{WPS}">'
    f"<wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
)
EMPTY_FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'

LOST = {
    "文本框": p(run(BOTH)),
    "图表": p(graphic(f"{A}/chart")),
    "SmartArt": p(graphic(f"{A}/diagram")),
    "图形（线条": p(graphic(WPS, "<wps:wsp/>", "anchor")),
    "旧式图形": p(run("<w:pict><v:shape/></w:pict>")),
    "OLE": p(run("<w:object><v:shape/></w:object>")),
    "公式": p("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"),
    "外部文档": '<w:altChunk r:id="x"/>',
    "修订": p(f"<w:ins>{r('增')}</w:ins>"),
    "域 EQ": p(field("EQ \\o(a,b)")),
    "没有结束的域": p(EMPTY_FIELD),
    "符号字体 Webdings": p(run('<w:sym w:font="Webdings" w:char="F063"/>')),
    "脚注或尾注": p(run('<w:footnoteReference w:id="77"/>')),
    "页眉或页脚": '<w:sectPr><w:headerReference w:type="default" r:id="gone"/></w:sectPr>',
    "w:unheardOf": p("<w:unheardOf/>"),
    "?:thing": '<x:thing xmlns:x="urn:x"/>',
}


@pytest.mark.parametrize("what", LOST)
def test_lost_content_is_an_error_told_once(what: str) -> None:
    once = LOST[what]
    times = 1 if what in ("没有结束的域", "页眉或页脚") else 3
    _, (problem,) = read(p("引") + once * times)
    assert (problem.code, problem.level) == ("G1", Level.ERROR)
    assert what in problem.message
    assert ("全文共 3 处" in problem.message) is (times == 3)
    assert problem.place.within in ("正文", "正文第2段", "页眉")
    assert problem.hint


NEAR = {
    "逗号形的着重号": p(r("文", '<w:em w:val="comma"/>')),
    "调整宽度": p(r("文", '<w:fitText w:val="1000"/>')),
    "字符边框": p(r("文", '<w:bdr w:val="single"/>')),
    "空心": p(r("文", "<w:outline/>")),
    "文字效果": p(r("文", "<w14:glow/>")),
    "双删除线": p(r("文", "<w:dstrike/>")),
    "隐藏": p(r("文", "<w:vanish/>")),
    "批注": p(run("<w:commentReference w:id='1'/>")),
    "拼音": p(run(f"<w:ruby><w:rt>{r('wen')}</w:rt><w:rubyBase>{r('文')}</w:rubyBase></w:ruby>")),
    "域 PAGEREF 的页码": p(field("PAGEREF _Toc1", "7")),
    "图文框": p("文", '<w:framePr w:wrap="around" w:xAlign="center"/>'),
    "从右到左": p("文", "<w:bidi/>"),
    "允许西文": p("文", '<w:wordWrap w:val="0"/>'),
    "边框线型 wave": p("文", '<w:pBdr><w:top w:val="wave"/></w:pBdr>'),
    "斜线": tbl(tr(tc("文", '<w:tcBorders><w:tl2br w:val="single"/></w:tcBorders>'))),
    "竖排": tbl(tr(tc("文", '<w:textDirection w:val="tbRlV"/>'))),
    "浮动的表格": tbl(tr(tc("文")), properties='<w:tblpPr w:tblpX="1"/>'),
    "单元格间距": tbl(tr(tc("文")), properties='<w:tblCellSpacing w:w="15" w:type="dxa"/>'),
    "被合并单元格": tbl(tr(tc("甲", '<w:vMerge w:val="restart"/>')), tr(tc("藏", "<w:vMerge/>"))),
    "艺术型页面边框": '<w:sectPr><w:pgBorders><w:top w:val="apples"/></w:pgBorders></w:sectPr>',
    "字符网格": '<w:sectPr><w:docGrid w:type="snapToChars" w:charSpace="100"/></w:sectPr>',
    "编号格式 hebrew1": '<w:sectPr><w:pgNumType w:fmt="hebrew1"/></w:sectPr>',
    "宽度不等": '<w:sectPr><w:cols w:num="2" w:equalWidth="0"/></w:sectPr>',
}


@pytest.mark.parametrize("what", NEAR)
def test_another_look_is_a_hint(what: str) -> None:
    _, (problem,) = read(NEAR[what])
    assert (problem.code, problem.level) == ("G2", Level.HINT)
    assert what in problem.message
    assert problem.hint


def test_the_first_place_and_the_count() -> None:
    shape = run("<w:pict><v:shape/></w:pict>")
    _, problems = read(p("一") + tbl(tr(tc("1")), tr(tc("2"), f"<w:tc>{p(shape + shape)}</w:tc>")) + p(shape))
    (told,) = (show_problem(problem) for problem in problems)
    assert told == (
        "表.docx 表1 第2行 第2格: 强制性[G1] 表1 第2行 第2格有旧式图形（VML，含艺术字与水印），无法排入 PDF"
        "（全文共 3 处，这是第一处）\n    改法：在 Word 中另存为 PNG 或 JPEG 图片，再以“嵌入型”插入"
    )


def test_formatting_of_no_shown_character_is_not_told() -> None:
    _, problems = read(p("<w:r><w:rPr><w:em w:val='comma'/></w:rPr></w:r>" + r("文", '<w:em w:val="none"/><w:kern/>')))
    assert problems == ()


def test_a_fitted_width_is_that_of_its_characters_where_word_gives_it() -> None:
    fitted = '<w:spacing w:val="200"/><w:fitText w:val="1000" w:id="1"/>'
    _, problems = read(p(r("文", fitted) + r("字", fitted.replace("spacing", "w"))))
    assert problems == ()


def test_a_runs_formatting_counts_once() -> None:
    _, (problem,) = read(p("<w:r><w:rPr><w:em w:val='comma'/></w:rPr><w:t>一</w:t><w:t>二</w:t></w:r>"))
    assert "全文共" not in problem.message


def test_kept_in_spite_of_a_hint() -> None:
    document, _ = read(NEAR["斜线"] + NEAR["竖排"] + NEAR["拼音"] + NEAR["图文框"])
    diagonal, vertical, ruby, frame = document.sections[0].blocks
    assert isinstance(diagonal, Table)
    assert isinstance(vertical, Table)
    assert diagonal.rows[0].cells[0].diagonal == "down"
    assert vertical.rows[0].cells[0].vertical_text
    assert lines((ruby, frame)) == ["文（wen）", "文"]


def test_revisions_everywhere_are_counted() -> None:
    mark = p("文", "<w:rPr><w:ins/><w:rPrChange/></w:rPr>")
    rows = tbl(tr(tc("1", "<w:cellIns/>"), properties="<w:del/>"))
    _, (problem,) = read(mark + p(f"<w:del><w:r><w:delText>删</w:delText></w:r></w:del>{r('留')}") + rows)
    assert "全文共 5 处" in problem.message
    assert problem.place == Place("表.docx", within="正文第1段")


def test_mirrored_margins_are_told() -> None:
    data = docx(p("文"), {"settings": root("settings", "<w:mirrorMargins/>")})
    _, (problem,) = read_docx(data, "表.docx")
    assert "对称页边距" in problem.message
