"""Signs in and around tags that look right and are not: full-width, curly, invisible, other programs' brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from reportgen.figures.spelling import MOST_LENGTH
from reportgen.lint.template import Check, Finding, Paragraph, Tag, Template, text_without_tags
from reportgen.problem import Level

_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|‘[^’]*’")
_STRAIGHT: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_CURLY: Final = "“”‘’"
_ASCII: Final = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"。": ".", "、": ","}
_FOREIGN: Final = re.compile(
    r"｛\s*[｛{％%#＃][^{}｛｝]{0,60}[%％#＃]?[}｝]*|\{\s*[｛％＃][^{}｛｝]{0,60}[%％#＃]?[}｝]*"
    r"|\$\{[^{}]{1,60}\}|<<\s*[\w.]+\s*>>|«[\w.]{1,60}»|\[\[\s*[^\[\]]{1,60}\]\]"
    r"|(?<!\{)\{\s*[\u4e00-\u9fff][\w.]*\s*\}(?!\})"
)


def tags_have_no_full_width_signs(template: Template) -> Iterator[Finding]:
    """T19：标签里的符号和数字是半角的，没有看不见的字符。

    级别：强制性
    依据：引擎只认半角的 | , ( ) . = 和数字；引号里的文字不限
    例：标签 {{ 项目｜列举 }} 里有全角的“｜”
    """
    for paragraph, one in _code(template):
        wide = dict.fromkeys(sign for sign in _QUOTED.sub("", one.text) if sign in _ASCII)
        if wide:
            shown = "".join(f"“{sign}”" for sign in wide)
            hint = f"改成半角 {' '.join(_ASCII[sign] for sign in wide)}"
            yield paragraph.finding("T19", Level.ERROR, f"标签 {one.text} 里有全角的{shown}", hint)
        unseen = dict.fromkeys(sign for sign in one.text if unicodedata.category(sign) in ("Cf", "Co", "Cs"))
        if unseen:
            shown = " ".join(f"U+{ord(sign):04X}" for sign in unseen)
            right = "".join(sign for sign in one.text if sign not in unseen)
            message = f"标签 {one.text} 里有看不见的字符 {shown}"
            yield paragraph.finding("T19", Level.ERROR, message, f"删去整个标签，重新打 {right}")


def brackets_are_ours(template: Template) -> Iterator[Finding]:
    """T20：标签的花括号是半角的两层；别的程序的写法不起作用。

    级别：强制性
    依据：｛｛ … ｝｝、${…}、<<…>>、[[…]]、«…»、{…} 都会原样印进报告
    例：“｛｛ 单位.名称 ｝｝”不是标签，会原样印出来
    """
    for paragraph in template.paragraphs:
        for found in _FOREIGN.finditer(text_without_tags(paragraph)):
            name = re.sub(r"[{}｛｝$<>«»\[\]%％#＃]", "", found[0]).strip()
            statement = "％" in found[0] or "%" in found[0]
            hint = f"改成半角的 {'{% ' + name + ' %}' if statement else '{{ ' + name + ' }}'}"
            message = f"“{found[0]}”不是标签，会原样印出来"
            yield paragraph.finding("T20", Level.ERROR, message, hint)


def quotes_are_straight(template: Template) -> Iterator[Finding]:
    """T21：标签里的引号是半角的 '…'，引号里没有“”‘’。

    级别：强制性；弯引号只当引号用的，提示性
    依据：填写时标签里的弯引号都变成直引号，比较和印出的就不是原来的文字
    例：标签 {{ '“甲”' }} 里的弯引号会变成直引号
    """
    for paragraph, one in _code(template):
        if any(sign in found for found in _STRAIGHT.findall(one.text) for sign in _CURLY):
            message = f"标签 {one.text} 里的弯引号会变成直引号"
            hint = "标签里不写带引号的文字；要印的写在标签外面，要比较的放到 运算.yaml"
            yield paragraph.finding("T21", Level.ERROR, message, hint)
        elif any(sign in one.text for sign in _CURLY):
            right = re.sub(f"[{_CURLY}]", "'", one.text)
            message = f"标签 {one.text} 用了弯引号，填写时会当直引号"
            yield paragraph.finding("T21", Level.HINT, message, f"写成 {right}（Word 自动改的，按 Ctrl+Z 撤销）")


def _code(template: Template) -> Iterator[tuple[Paragraph, Tag]]:
    """The tags that are more than remarks, those too long apart."""
    for paragraph in template.paragraphs:
        yield from ((paragraph, one) for one in paragraph.tags if one.form != "{#" and len(one.inner) <= MOST_LENGTH)


CHECKS: tuple[Check, ...] = (tags_have_no_full_width_signs, brackets_are_ours, quotes_are_straight)
