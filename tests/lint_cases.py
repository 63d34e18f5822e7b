"""Mistakes planted in Word templates: what the linter says of each and where, and the template after its 改法.

A case is a template with one mistake and the same template as the 改法 says to mend it, each given as the XML of a
body or as a whole package.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from struct import pack

from small_docx import docx, p, tbl, tc, tr

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = (
    f'<w:styles {NAMESPACE}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312"'
    ' w:eastAsia="仿宋_GB2312" w:cs="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>'
)
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Planted:
    """A template with a mistake of that code at that place, and the template after the mistake is mended."""

    id: str
    code: str
    place: str
    template: str | bytes
    mended: str | bytes

    def files(self) -> tuple[bytes, bytes]:
        """Both templates as packages."""
        both = (self.template, self.mended)
        template, mended = (one if isinstance(one, bytes) else package(one) for one in both)
        return template, mended


def package(
    body: str,
    parts: Mapping[str, str | bytes] | None = None,
    relations: tuple[tuple[str, str, str], ...] = (),
    types: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """A package with styles, further parts, their content types, and relationships (id, kind, target) of the body.

    A target with a colon is outside the package.
    """
    files: dict[str, str | bytes] = {"word/styles.xml": STYLES, **(parts or {})}
    kinds = {"word/styles.xml": f"{TYPE}.styles+xml", **(types or {})}
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    overrides += '<Default Extension="png" ContentType="image/png"/>'
    links = "".join(map(relation, (("styles", "styles", "styles.xml"), *relations)))
    stream = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(docx(body, headers=headers)))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in (name for name in old.namelist() if name not in files):
            text = old.read(name).decode().replace("</Types>", f"{overrides}</Types>")
            if name == "word/_rels/document.xml.rels":
                text = text.replace("</Relationships>", f"{links}</Relationships>")
            new.writestr(name, text)
        for name, data in files.items():
            new.writestr(name, data)
    return stream.getvalue()


def relation(link: tuple[str, str, str]) -> str:
    """A relationship of id, kind and target."""
    ident, kind, target = link
    mode = ' TargetMode="External"' if ":" in target else ""
    return f'<Relationship Id="{ident}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def part(kind: str, root: str, content: str, body: str, name: str = "") -> bytes:
    """A package with a part of that kind, whose root holds some content."""
    name = name or kind
    xml = f'<w:{root} {NAMESPACE} xmlns:r="{OFFICE}">{content}</w:{root}>'
    return package(
        body, {f"word/{name}.xml": xml}, ((kind, kind, f"{name}.xml"),), {f"word/{name}.xml": f"{TYPE}.{kind}+xml"}
    )


def runs(*texts: str) -> str:
    """A paragraph of runs, each given as text with its properties before it (`<w:b/>粗`), or as XML."""
    made = []
    for text in texts:
        if text.endswith(">"):
            made.append(text)
            continue
        head, sign, said = text.rpartition("/>")
        made.append(f'<w:r><w:rPr>{head}{sign}</w:rPr><w:t xml:space="preserve">{said}</w:t></w:r>')
    return f"<w:p>{''.join(made)}</w:p>"


def field(*codes: str) -> str:
    """A paragraph with a field whose instruction is split over runs."""
    said = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "separate", "end"))
    return f"<w:p>{begin}{said}{middle}<w:r><w:t>旧</w:t></w:r>{end}</w:p>"


def textbox(properties: str) -> str:
    """A paragraph with a text box of a form, as old forms have them to be filled in."""
    return field(" FORMTEXT ").replace(
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:fldChar w:fldCharType="begin"><w:ffData>{properties}<w:textInput/></w:ffData></w:fldChar>',
    )


def grid(columns: int, *rows: str) -> str:
    """A table with a grid of so many columns."""
    lines = '<w:gridCol w:w="900"/>' * columns
    return tbl(*rows).replace("<w:tblGrid/>", f"<w:tblGrid>{lines}</w:tblGrid>")


def looped(*rows: str) -> str:
    """A table with a heading and a loop over the projects."""
    return tbl(tr("名称", "金额"), tr("{%tr for x in 项目 %}"), *rows, tr("{%tr endfor %}"))


def comment(author: str, text: str) -> bytes:
    """A body whose second paragraph has a comment."""
    mark = '<w:r><w:commentReference w:id="1"/></w:r>'
    content = f'<w:comment w:id="1" w:author="{author}">{p(text)}</w:comment>'
    return part("comments", "comments", content, UNIT + f"<w:p>{mark}</w:p>")


def picture(width: int, height: int) -> bytes:
    """A body with a picture of that size."""
    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = PNG + pack(">I", 13) + b"IHDR" + header + pack(">I", zlib.crc32(b"IHDR" + header))
    return package(UNIT, {"word/media/image1.png": data}, (("image", "image", "media/image1.png"),))


def nested(depth: int) -> str:
    """Tables in tables."""
    return tbl(tr(tc(nested(depth - 1), p()) if depth > 1 else "内"))


def drawing(description: str) -> str:
    """A run with a drawing of nothing that has an alternative text."""
    wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    inline = f'<wp:inline xmlns:wp="{wp}"><wp:docPr id="1" name="图" descr="{description}"/></wp:inline>'
    return f"<w:r><w:drawing>{inline}</w:drawing></w:r>"


def box(text: str) -> str:
    """A paragraph with a text box."""
    return f"<w:p><w:r><w:pict><w:txbxContent>{p(text)}</w:txbxContent></w:pict></w:r></w:p>"


def control(content: str, properties: str = "") -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


UNIT = p("单位：{{ 单位.名称 }}")
ITEM = tr("{{ x.名称 }}", "{{ x.金额 }}")
END = p("{%p endif %}")
SECTION = "<w:pPr><w:sectPr/></w:pPr>"
LINK = '<w:p><w:hyperlink r:id="link"><w:r><w:t>网页</w:t></w:r></w:hyperlink></w:p>'
BREAK = '<w:r><w:br w:type="page"/></w:r>'
MERGED = tr(tc("{{ x.名称|vmerge }}"), "{{ x.金额 }}")
IN_TABLE = looped(tr("{{ x.名称|vmerge }}", "{{ x.金额 }}"))
BOOKMARK = '<w:bookmarkStart w:id="7" w:name="签"/>', '<w:bookmarkEnd w:id="7"/>'
OUTSIDE = "http://a.example/b.png"
BINDING = '<w:dataBinding w:xpath="/a" w:storeItemID="{0}"/>'
CHART = '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:v>{}</c:v></c:chartSpace>'
CHART_TYPE = {"word/charts/chart1.xml": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"}
CHART_LINK = (("chart", "chart", "charts/chart1.xml"),)
MACRO_TYPE = {"word/document.xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}
MACROS = {"word/vbaProject.bin": "application/vnd.ms-office.vbaProject"}
SETTINGS = (("settings", "settings", "settings.xml"),)
SETTINGS_TYPE = {"word/settings.xml": f"{TYPE}.settings+xml"}


def settings(content: str, link: str = "") -> bytes:
    """A package with settings, and a relationship of theirs."""
    xml = f'<w:settings {NAMESPACE} xmlns:r="{OFFICE}">{content}</w:settings>'
    links = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{link}</Relationships>'
    )
    parts = {"word/settings.xml": xml, "word/_rels/settings.xml.rels": links}
    return package(UNIT, parts, SETTINGS, SETTINGS_TYPE)


def titled(title: str) -> bytes:
    """A package with a title in its properties."""
    kind = "application/vnd.openxmlformats-package.core-properties+xml"
    base = "http://schemas.openxmlformats.org/package/2006"
    names = f'xmlns:cp="{base}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    core = f"<cp:coreProperties {names}><dc:title>{title}</dc:title></cp:coreProperties>"
    links = relation(("d", "officeDocument", "word/document.xml"))
    links += f'<Relationship Id="c" Type="{base}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    parts = {
        "docProps/core.xml": core,
        "_rels/.rels": f'<Relationships xmlns="{base}/relationships">{links}</Relationships>',
    }
    return package(UNIT, parts, types={"docProps/core.xml": kind})


def loops(depth: int) -> str:
    """Loops in loops, in one line."""
    opened = "".join("{% for " + "abcde"[n] + " in 项目 %}" for n in range(depth))
    return p(opened + "{{ a.名称 }}" + "{% endfor %}" * depth)


CASES: tuple[Planted, ...] = (
    # Tags where nothing is filled
    Planted("批注里的标签", "T10", "批注1 第1段", comment("甲", "见{{ 数 }}"), UNIT),
    Planted(
        "尾注里的标签",
        "T10",
        "尾注2 第1段",
        part("endnotes", "endnotes", f'<w:endnote w:id="2">{p("{{ 数 }}")}</w:endnote>', UNIT),
        part("endnotes", "endnotes", f'<w:endnote w:id="2">{p("见正文")}</w:endnote>', UNIT + p("{{ 数 }}")),
    ),
    Planted(
        "图表里的标签",
        "T10",
        "",
        package(UNIT, {"word/charts/chart1.xml": CHART.format("{{ 数 }}")}, CHART_LINK, CHART_TYPE),
        package(UNIT, {"word/charts/chart1.xml": CHART.format("1")}, CHART_LINK, CHART_TYPE),
    ),
    Planted(
        "超链接地址里的标签",
        "T10",
        "第2段",
        package(UNIT + LINK, relations=(("link", "hyperlink", "http://a.example/%7B%7B%20数%20%7D%7D"),)),
        package(UNIT + LINK, relations=(("link", "hyperlink", "http://a.example/"),)),
    ),
    Planted("文件属性里的标签", "T10", "", titled("{{ 单位.名称 }}"), titled("报告")),
    Planted("文本框里的标签", "T11", "第2段", UNIT + box("{{ 数 }}"), UNIT + box("") + tbl(tr("{{ 数 }}"))),
    Planted("域代码里的标签", "T12", "第2段", UNIT + field("REF {", "{ 数 }}"), UNIT + p("{{ 数 }}")),
    Planted(
        "替代文字里的标签",
        "T12",
        "第2段",
        UNIT + f"<w:p>{drawing('{{ 数 }}')}</w:p>",
        UNIT + f"<w:p>{drawing('图')}</w:p>",
    ),
    Planted(
        "删去的文字里的标签",
        "T13",
        "第1段",
        runs("甲", '<w:del w:id="1"><w:r><w:delText>{{ 没有 }}</w:delText></w:r></w:del>'),
        p("甲"),
    ),
    Planted("未接受的修订", "T13", "第1段", runs("甲", '<w:ins w:id="1"><w:r><w:t>乙</w:t></w:r></w:ins>'), p("甲乙")),
    # What stands beside whole tags
    Planted(
        "整段标签旁的文字",
        "T14",
        "第1段",
        p("旁边{%p if 数 %}") + p("甲") + END,
        p("旁边") + p("{%p if 数 %}") + p("甲") + END,
    ),
    Planted(
        "整段标签旁的分节符",
        "T14",
        "第1段",
        p("{%p if 数 %}").replace("<w:p>", f"<w:p>{SECTION}") + p("甲") + END,
        f"<w:p>{SECTION}</w:p>" + p("{%p if 数 %}") + p("甲") + END,
    ),
    Planted(
        "整段标签旁的分页符",
        "T14",
        "第3段",
        p("{%p if 数 %}") + p("甲") + p("{%p endif %}").replace("</w:p>", f"{BREAK}</w:p>"),
        p("{%p if 数 %}") + p("甲") + END + f"<w:p>{BREAK}</w:p>",
    ),
    Planted(
        "整行标签旁的图片",
        "T14",
        "表1 第2行 第1格",
        tbl(tr("头", "头"), tr("{%tr for x in 项目 %}", tc(f"<w:p>{drawing('图')}</w:p>")), ITEM, tr("{%tr endfor %}")),
        tbl(tr("头", tc(f"<w:p>{drawing('图')}</w:p>")), tr("{%tr for x in 项目 %}"), ITEM, tr("{%tr endfor %}")),
    ),
    # How tags are written
    Planted("少一个括号", "T15", "第2段", UNIT + p("收入{{ 数 }"), UNIT + p("收入{{ 数 }}")),
    Planted("标签里有标签", "T15", "第1段", p("{{ {{ 数 }} }}"), p("{{ 数 }}")),
    Planted(
        "整段标签里的百分号",
        "T15",
        "第1段",
        p("{%p if 文 == '5%' %}") + p("甲") + END,
        p("{%p if 有 %}") + p("甲") + END,
    ),
    Planted("整段标签分开写", "T15", "第1段", p("{% p if 数 %}") + p("甲") + END, p("{%p if 数 %}") + p("甲") + END),
    Planted("tr、p 后面没有空格", "T15", "第1段", p("{%pif 数 %}") + p("甲") + END, p("{%p if 数 %}") + p("甲") + END),
    Planted(
        "太长的标签",
        "T15",
        "第1段",
        p("{% if 数" + " and 数" * 120 + " %}甲{% endif %}"),
        p("{% if 有 %}甲{% endif %}"),
    ),
    Planted("括号太深的标签", "T15", "第1段", p("{{ " + "(" * 30 + "数" + ")" * 30 + " }}"), p("{{ 数 }}")),
    Planted("引擎的富文本", "T16", "第1段", p("{{r 单位.名称 }}"), p("{{ 单位.名称 }}")),
    Planted("并段的减号", "T16", "第2段", UNIT + p("{%- if 数 %}甲{% endif %}"), UNIT + p("{% if 数 %}甲{% endif %}")),
    Planted(
        "标签前后格式不一",
        "T17",
        "第1段",
        runs("<w:b/>{{ 单位", "<w:i/>.名称 }} 尾"),
        runs("<w:b/>{{ 单位.名称 }}", "<w:i/> 尾"),
    ),
    Planted(
        "标签里的书签",
        "T18",
        "第1段",
        runs("{{ 单位", BOOKMARK[0], ".名称 }}", BOOKMARK[1]),
        runs("{{ 单位.名称 }}", *BOOKMARK),
    ),
    Planted(
        "标签里的换行",
        "T18",
        "表1 第1行 第2格 第2段",
        tbl(tr("甲", tc("乙", runs("{{ 单位", "<w:r><w:br/></w:r>", ".名称 }}")))),
        tbl(tr("甲", tc("乙", "{{ 单位.名称 }}"))),
    ),
    Planted(
        "半个标签在超链接里",
        "T18",
        "第1段",
        runs('<w:hyperlink w:anchor="签"><w:r><w:t>{{ 单位</w:t></w:r></w:hyperlink>', ".名称 }}"),
        p("{{ 单位.名称 }}"),
    ),
    Planted("全角竖线", "T19", "第1段", p("{{ 项目｜列举 }}"), p("{{ 项目|列举 }}")),
    Planted("全角数字", "T19", "第1段", p("{% if 数 > １ %}甲{% endif %}"), p("{% if 数 > 1 %}甲{% endif %}")),
    Planted("看不见的字符", "T19", "第1段", p("{{ 单位.\u200b名称 }}"), p("{{ 单位.名称 }}")),
    Planted("全角花括号", "T20", "第1段", p("收入｛｛ 单位.名称 ｝｝"), p("收入{{ 单位.名称 }}")),
    Planted(
        "邮件合并的写法", "T20", "表1 第1行 第2格", tbl(tr("甲", "${单位.名称}")), tbl(tr("甲", "{{ 单位.名称 }}"))
    ),
    Planted("单层花括号", "T20", "第1段", p("单位：{单位.名称}"), p("单位：{{ 单位.名称 }}")),
    Planted("引号里的弯引号", "T21", "第1段", p("{{ '“甲”' }}"), p("“甲”")),
    Planted(
        "当引号用的弯引号", "T21", "第1段", p("{% if 文 == “甲” %}乙{% endif %}"), p("{% if 文 == '甲' %}乙{% endif %}")
    ),
    Planted("引擎的跨列标签", "T23", "表1 第1行 第1格", tbl(tr("{% colspan 2 %}甲")), tbl(tr("甲"))),
    Planted(
        "名称特别的页眉",
        "T14",
        "页眉 第1段",
        part("header", "hdr", p("旁边{%p if 数 %}") + p("甲") + END, UNIT, "kopf"),
        part("header", "hdr", p("旁边") + p("{%p if 数 %}") + p("甲") + END, UNIT, "kopf"),
    ),
    Planted(
        "脚注里的括号",
        "T15",
        "脚注2 第1段",
        part("footnotes", "footnotes", f'<w:footnote w:id="2">{p("见{{ 数")}</w:footnote>', UNIT),
        part("footnotes", "footnotes", f'<w:footnote w:id="2">{p("见{{ 数 }}")}</w:footnote>', UNIT),
    ),
    # Merges
    Planted(
        "合并格里的表格",
        "T24",
        "表1 第3行 第1格",
        looped(tr(tc("{{ x.名称|vmerge }}", nested(1), p()), "{{ x.金额 }}")),
        looped(tr("{{ x.名称|vmerge }}", tc("{{ x.金额 }}", nested(1), p()))),
    ),
    Planted(
        "合并格里的另一个标签",
        "T24",
        "表1 第3行 第1格",
        looped(tr(tc("{{ x.名称|vmerge }}", "{{ x.金额 }}"))),
        looped(tr("{{ x.名称|vmerge }}", "{{ x.金额 }}")),
    ),
    Planted(
        "手工合并过的格",
        "T24",
        "表1 第3行 第1格",
        looped(
            tr(tc("{{ x.名称|vmerge }}", pr="<w:vMerge w:val='restart'/>"), "{{ x.金额 }}"),
            tr(tc("", pr="<w:vMerge/>"), "乙"),
        ),
        looped(tr(tc("{{ x.名称|vmerge }}"), "{{ x.金额 }}"), tr("{{ x.名称|vmerge }}", "乙")),
    ),
    Planted(
        "上下宽度不同的合并",
        "T24",
        "表1 第2行 第1格",
        tbl(tr(tc("{{ '甲'|vmerge }}", pr="<w:gridSpan w:val='2'/>"), "乙"), tr("{{ '甲'|vmerge }}", "丙", "丁")),
        tbl(tr("{{ '甲'|vmerge }}", "丙", "乙"), tr("{{ '甲'|vmerge }}", "丙", "丁")),
    ),
    Planted(
        "页眉里的合并",
        "T25",
        "页眉 表1 第1行 第1格",
        package(UNIT, headers={"default": tbl(tr("{{ 数|vmerge }}")) + p()}),
        package(UNIT, headers={"default": tbl(tr("{{ 数 }}")) + p()}),
    ),
    Planted(
        "内容控件里的合并",
        "T25",
        "表1 第1行 第2格",
        tbl(tr("甲").replace("</w:tr>", control(tc("{{ 数|vmerge }}")) + "</w:tr>")),
        tbl(tr("甲", "{{ 数|vmerge }}")),
    ),
    # Tables
    Planted(
        "列数不齐的行",
        "T26",
        "表1 第2行",
        grid(2, tr("甲", "乙"), tr("丙", "丁", "戊")),
        grid(2, tr("甲", "乙"), tr("丙", "丁")),
    ),
    Planted(
        "跨列太多的格",
        "T26",
        "表1 第1行",
        grid(2, tr(tc("甲", pr='<w:gridSpan w:val="10000000000"/>'))),
        grid(2, tr("甲", "乙")),
    ),
    Planted("没有行的表格", "T27", "表1", tbl() + p("甲"), tbl(tr("甲")) + p("甲")),
    Planted(
        "没有数据就没有行",
        "T27",
        "表1",
        tbl(tr("{%tr for x in 项目 %}"), ITEM, tr("{%tr endfor %}")),
        p("{%p if 项目 %}") + tbl(tr("{%tr for x in 项目 %}"), ITEM, tr("{%tr endfor %}")) + END,
    ),
    Planted(
        "没有数据就没有格",
        "T27",
        "表1 第1行",
        tbl(tr("{%tc for x in 项目 %}", "{{ x.名称 }}", "{%tc endfor %}")),
        tbl(tr("名称", "{%tc for x in 项目 %}", "{{ x.名称 }}", "{%tc endfor %}")),
    ),
    # Loops and conditions
    Planted("没有结束的条件", "T29", "第2段", UNIT + p("{% if 数 %}甲"), UNIT + p("{% if 数 %}甲{% endif %}")),
    Planted("没有开始的结束", "T29", "第2段", UNIT + p("甲{% endfor %}"), UNIT + p("甲")),
    Planted(
        "结束的种类不同",
        "T29",
        "表1 第4行 第1格",
        tbl(tr("头"), tr("{%tr for x in 项目 %}"), tr("{{ x.名称 }}"), tr("{%p endfor %}")),
        tbl(tr("头"), tr("{%tr for x in 项目 %}"), tr("{{ x.名称 }}"), tr("{%tr endfor %}")),
    ),
    Planted(
        "一格开始另一格结束",
        "T29",
        "表1 第1行 第2格",
        tbl(tr("{% for x in 项目 %}{{ x.名称 }}", "{% endfor %}")),
        tbl(tr("甲", "{%tc for x in 项目 %}", "{{ x.名称 }}", "{%tc endfor %}")),
    ),
    Planted(
        "一张表开始另一张结束",
        "T29",
        "表2 第2行 第1格",
        tbl(tr("头"), tr("{%tr if 数 %}"), tr("甲")) + p("间") + tbl(tr("乙"), tr("{%tr endif %}")),
        tbl(tr("头"), tr("{%tr if 数 %}"), tr("甲"), tr("{%tr endif %}")) + p("间") + tbl(tr("乙")),
    ),
    Planted("循环四层", "T35", "第1段", loops(4), loops(3)),
    # Remote and active content
    Planted(
        "外部的图片",
        "T36",
        "第2段",
        package(UNIT + '<w:p><w:r><w:drawing r:link="image"/></w:r></w:p>', relations=(("image", "image", OUTSIDE),)),
        UNIT,
    ),
    Planted(
        "脚本超链接",
        "T36",
        "第2段",
        package(UNIT + LINK, relations=(("link", "hyperlink", "javascript:alert(1)"),)),
        package(UNIT + p("网页")),
    ),
    Planted(
        "外部的文档模板",
        "T36",
        "",
        settings('<w:attachedTemplate r:id="t"/>', relation(("t", "attachedTemplate", "http://a.example/t.dotx"))),
        settings(""),
    ),
    Planted(
        "别的机器上的文档模板",
        "T36",
        "",
        settings(
            '<w:attachedTemplate r:id="t"/>', relation(("t", "attachedTemplate", "file:///%5C%5Ca.example%5Ct.dotm"))
        ),
        settings('<w:attachedTemplate r:id="t"/>', relation(("t", "attachedTemplate", "file:///C:%5Ct%5CNormal.dotm"))),
    ),
    Planted(
        "本机的文档模板",
        "T36",
        "",
        settings('<w:attachedTemplate r:id="t"/>', relation(("t", "attachedTemplate", "file:///C:%5Ct%5C公文.dotx"))),
        settings(""),
    ),
    Planted(
        "并入的文件",
        "T36",
        "",
        package(
            UNIT + '<w:altChunk r:id="c"/>',
            {"word/c.xml": "<a/>"},
            (("c", "aFChunk", "c.xml"),),
            {"word/c.xml": "application/xml"},
        ),
        UNIT,
    ),
    Planted(
        "宏",
        "T37",
        "",
        package(UNIT, {"word/vbaProject.bin": b"\0"}, (("v", "vbaProject", "vbaProject.bin"),), MACROS),
        UNIT,
    ),
    Planted("带宏的文件类型", "T37", "", package(UNIT, types=MACRO_TYPE), UNIT),
    Planted(
        "嵌入的对象",
        "T37",
        "第2段",
        package(
            UNIT + '<w:p><w:r><w:object r:id="o"/></w:r></w:p>',
            {"word/embeddings/o.bin": b"\0"},
            (("o", "oleObject", "embeddings/o.bin"),),
            {"word/embeddings/o.bin": "application/vnd.openxmlformats-officedocument.oleObject"},
        ),
        UNIT,
    ),
    Planted("拆开写的动态数据域", "T38", "第2段", UNIT + field("DD", 'EAUTO c:\\x "y"'), UNIT + p("旧")),
    Planted(
        "取外部文件的简单域",
        "T38",
        "第1段",
        runs('<w:fldSimple w:instr="INCLUDETEXT http://a.example/b"><w:r><w:t>旧</w:t></w:r></w:fldSimple>'),
        p("旧"),
    ),
    Planted("带圈字符的域", "T38", "第2段", UNIT + field("eq \\o\\ac(○,1)"), UNIT + p("①")),
    Planted(
        "会运行宏的文字框", "T38", "第2段", UNIT + textbox('<w:entryMacro w:val="x"/>'), UNIT + textbox("<w:enabled/>")
    ),
    Planted("绑定数据的内容控件", "T39", "第2段", UNIT + control(p("{{ 数 }}"), BINDING), UNIT + p("{{ 数 }}")),
    Planted("邮件合并的主文档", "T39", "", settings("<w:mailMerge/>"), settings("")),
    # Sizes and depths
    Planted(
        "样式里的实体", "T40", "", package(UNIT, {"word/styles.xml": f'<!DOCTYPE a [<!ENTITY b "c">]>{STYLES}'}), UNIT
    ),
    Planted("表格套表格", "T41", "表1 第1行 第1格" + " 内表1 第1行 第1格" * 4 + " 内表1", nested(6), nested(5)),
    Planted("极大的字号", "T41", "第1段", runs('<w:sz w:val="99999999"/>甲'), runs('<w:sz w:val="32"/>甲')),
    Planted("极长的一段", "T41", "第2段", UNIT + p("长" * 20_001), UNIT + p("长" * 10_000) + p("长" * 10_001)),
    Planted("极大的图片", "T41", "", picture(12_000, 12_000), picture(3_000, 3_000)),
    Planted("压缩炸弹", "T41", "", package(UNIT, {"word/media/a.png": bytes(2 * 2**20)}), UNIT),
    # What is not seen
    Planted("批注", "T42", "第2段", comment("甲", "此处待定"), UNIT),
    Planted("隐藏的文字", "T43", "第2段", UNIT + runs("<w:vanish/>{{ 单位.名称 }}"), UNIT + runs("{{ 单位.名称 }}")),
    Planted("白色的文字", "T43", "第1段", runs('<w:color w:val="FFFFFF"/>{{ 单位.名称 }}'), runs("{{ 单位.名称 }}")),
    # The package
    Planted("缺的部件", "T5", "", package(UNIT, {}, (("h", "header", "header9.xml"),)), UNIT),
)
