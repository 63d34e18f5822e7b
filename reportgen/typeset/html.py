"""Document tree -> one page of HTML in XML's syntax, its stylesheet inside, for WeasyPrint and USER_AGENT_CSS."""

from __future__ import annotations

from html import escape
from typing import Final

from reportgen.typeset.css import Sheet
from reportgen.typeset.pages import write_sections
from reportgen.typeset.tree import Document

# All that our HTML needs of a browser's own stylesheet: parsed once a process, and a tenth of WeasyPrint's.
USER_AGENT_CSS: Final = """
head, title, meta, style { display: none }
html, body, section, div, p, h1, h2, h3, h4, h5, h6 { display: block }
table { display: table; border-collapse: collapse; table-layout: fixed; box-sizing: border-box; text-indent: 0 }
colgroup { display: table-column-group }
col { display: table-column }
thead { display: table-header-group }
tbody { display: table-row-group }
tr { display: table-row }
td { display: table-cell; vertical-align: top; --hang: 0 }
html { orphans: 2; widows: 2; font-family: serif; color: #000 }
body { overflow-wrap: break-word; --hang: 1 }
span, a { line-height: 0 }
br::before { content: "\\A"; white-space: pre-line }
h1 { bookmark-level: 1 }
h2 { bookmark-level: 2 }
h3 { bookmark-level: 3 }
h4 { bookmark-level: 4 }
h5 { bookmark-level: 5 }
h6 { bookmark-level: 6 }
h1, h2, h3, h4, h5, h6 { bookmark-label: content(text) }
.vertical { width: 1em; margin: 0 auto; text-align: center }
.leader-space::after { content: leader(" ") }
.leader-dot::after { content: leader(".") }
.leader-hyphen::after { content: leader("-") }
.leader-underscore::after { content: leader("_") }
div::footnote-call { content: counter(footnote); vertical-align: super; font-size: .65em; line-height: 0 }
div::footnote-marker { content: counter(footnote) " "; vertical-align: super; font-size: .65em; line-height: 0 }
@page { @footnote { margin-top: 6pt; padding-top: 3pt;
  background: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='144pt' height='.5pt'%3E\
%3Crect width='100%25' height='100%25'/%3E%3C/svg%3E") 0 0 no-repeat } }
@counter-style simp-chinese-informal {
  system: additive; range: 0 9999; suffix: "、"; fallback: decimal;
  additive-symbols: 9000 九千, 8000 八千, 7000 七千, 6000 六千, 5000 五千, 4000 四千, 3000 三千, 2000 二千, 1000 一千,
    900 九百, 800 八百, 700 七百, 600 六百, 500 五百, 400 四百, 300 三百, 200 二百, 100 一百, 90 九十, 80 八十, 70 七十,
    60 六十, 50 五十, 40 四十, 30 三十, 20 二十, 10 十, 9 九, 8 八, 7 七, 6 六, 5 五, 4 四, 3 三, 2 二, 1 一, 0 〇 }
@counter-style circled-decimal {
  system: fixed; suffix: ""; fallback: decimal;
  symbols: ① ② ③ ④ ⑤ ⑥ ⑦ ⑧ ⑨ ⑩ ⑪ ⑫ ⑬ ⑭ ⑮ ⑯ ⑰ ⑱ ⑲ ⑳ ㉑ ㉒ ㉓ ㉔ ㉕ ㉖ ㉗ ㉘ ㉙ ㉚ }
"""


def write_html(document: Document) -> str:
    """A document as HTML with its stylesheet; the looks that USER_AGENT_CSS gives are not repeated."""
    sheet = Sheet()
    body = write_sections(document, sheet)
    if any("--scale" in block or "--emphasis" in block for block in sheet.classes):
        sheet.rules["html{--lettering:1}"] = None
    metadata = "".join(
        f'<meta name="{name}" content="{escape(value)}"/>'
        for name, value in (("author", document.author), ("dcterms.created", document.created))
        if value
    )
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><title>{escape(document.title)}</title>'
        f"{metadata}<style>\n{escape(sheet.text(), quote=False)}\n</style></head><body>{body}</body></html>"
    )
