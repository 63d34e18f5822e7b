"""Sizes and depths that no report has and that would keep a program busy for minutes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from reportgen.lint.parts import unreadable
from reportgen.lint.template import Check, Finding, Template
from reportgen.ooxml.markup import NAMESPACES, matches, tag
from reportgen.ooxml.package import TooMuchError, UnsafeXmlError, is_xml
from reportgen.ooxml.pictures import pixels
from reportgen.ooxml.places import Where
from reportgen.problem import Level

_MIB: Final = 2**20
MOST_XML, MOST_OTHER, MOST_RATIO = 16 * _MIB, 8 * _MIB, 150
MOST_PIXELS: Final = 40_000_000
MOST_TABLES, MOST_LETTERS, MOST_SIZE = 5, 20_000, 3276
_SIZES: Final = etree.XPath("//w:sz[number(@w:val) > $most]", namespaces=NAMESPACES)


def xml_is_plain(template: Template) -> Iterator[Finding]:
    """T40：各部件没有 DOCTYPE，编码是 UTF-8。

    级别：强制性
    依据：DOCTYPE 里的实体可以读别的文件，或展开成几十亿字
    例：模板打不开：部件 word/styles.xml 含有 DOCTYPE
    """
    yield from (unreadable(error) for error in template.broken.values() if isinstance(error, UnsafeXmlError))


def parts_are_bearable(template: Template) -> Iterator[Finding]:
    """T41：一个部件不超过 16 MiB（图片 8 MiB、4000 万像素），压缩不超过 150 倍。

    级别：强制性
    依据：很小的文件可以解压出很大的内容，耗尽内存
    例：部件 word/media/image1.png 有 12000×12000 像素
    """
    yield from (unreadable(error) for error in template.broken.values() if isinstance(error, TooMuchError))
    for name, data in template.package.files.items():
        most = MOST_XML if is_xml(name) else MOST_OTHER
        ratio = len(data) // max(1, template.package.packed.get(name, len(data)))
        size = pixels(data) if not is_xml(name) else None
        if len(data) > most:
            message = f"部件 {name} 有 {len(data) / _MIB:.0f} MiB，超过 {most // _MIB} MiB"
        elif len(data) > _MIB and ratio > MOST_RATIO:
            message = f"部件 {name} 压缩了 {ratio} 倍，超过 {MOST_RATIO} 倍"
        elif size is not None and size[0] * size[1] > MOST_PIXELS:
            message = f"部件 {name} 有 {size[0]}×{size[1]} 像素，超过 {MOST_PIXELS // 10_000} 万"
        else:
            continue
        yield Finding("T41", Level.ERROR, Where(), message, "图片缩小到 3000 像素以内再插入；别的内容删去")


def content_is_bearable(template: Template) -> Iterator[Finding]:
    """T41：表格至多套 5 层，一段至多 20,000 字，字号不超过 Word 的上限。

    级别：强制性
    依据：更深、更长的内容排版程序要排几分钟
    例：表格套了 6 层
    """
    for portion in template.portions:
        for paragraph in portion.paragraphs:
            if len(paragraph.text) > MOST_LETTERS:
                message = f"这一段有 {len(paragraph.text):,} 字，超过 {MOST_LETTERS:,} 字"
                yield paragraph.finding("T41", Level.ERROR, message, "分成几段")
        for element, where in portion.places.items():
            if element.tag == tag("w:tbl") and len(where.tables) == MOST_TABLES + 1:
                message = f"表格套了 {len(where.tables)} 层，至多 {MOST_TABLES} 层"
                yield portion.finding(element, "T41", Level.ERROR, message, "把里层的表格移到外面")
        for element in matches(_SIZES, portion.root, most=MOST_SIZE):
            yield portion.finding(element, "T41", Level.ERROR, "字号超过 1638 磅", "重新设这些字的字号")
    styles = template.part_of("styles")
    if styles is not None and matches(_SIZES, styles.root, most=MOST_SIZE):
        message = "有样式的字号超过 1638 磅"
        yield Finding("T41", Level.ERROR, Where(), message, "在“样式－修改”里重新设字号")


CHECKS: tuple[Check, ...] = (xml_is_plain, parts_are_bearable, content_is_bearable)
