"""Tags that the engine would misread or that swallow what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from reportgen.figures.spelling import unbearable
from reportgen.lint.template import BRACKET, CLOSING, Check, Finding, Paragraph, Tag, Template
from reportgen.ooxml.markup import Element, attribute, tag
from reportgen.ooxml.places import text_of
from reportgen.problem import Level

_ENGINE: Final = re.compile(r"\{%\s*(cellbg|colspan|vm|hm)\b[^%]*%\}")
_INSTEAD: Final = {
    "vm": "竖着合并用 {{ …|vmerge }}",
    "hm": "在 Word 里把这几格合并",
    "colspan": "在 Word 里把这几格合并",
    "cellbg": "底纹在 Word 的“表格属性－边框和底纹”里设",
}
_PERCENTAGE: Final = re.compile(r"(?<![\w.'\"])(\d+(?:\.\d+)?)\s*%(?!['\"])")
_WHOLES: Final = {"p": "段", "tc": "格", "tr": "行"}
_LOST: Final = {
    tag("w:drawing"): "图片",
    tag("w:pict"): "图片",
    tag("w:object"): "嵌入的对象",
    tag("w:sym"): "符号",
    tag("w:footnoteReference"): "脚注",
    tag("w:endnoteReference"): "尾注",
    tag("w:fldChar"): "域",
    tag("w:fldSimple"): "域",
    tag("m:oMath"): "公式",
    tag("w:tbl"): "表格",
    tag("w:sectPr"): "分节符",
    tag("w:br"): "分页符",
}


def whole_tags_stand_alone(template: Template) -> Iterator[Finding]:
    """T14：整段、整格、整行的标签独占一段、一格、一行。

    级别：强制性
    依据：引擎用标签代替整段（格、行），同在里面的文字、图片、分页符、脚注和分节符都会丢失
    例：{%p if 有 %} 会盖掉同一段里的“旁边”
    """
    held: dict[Element, tuple[str, str]] = {}
    for paragraph in template.paragraphs:
        for one in paragraph.tags:
            if one.whole in _WHOLES and one.form != "{{":
                yield from _beside(paragraph, one, held)


def _beside(paragraph: Paragraph, one: Tag, held: dict[Element, tuple[str, str]]) -> Iterator[Finding]:
    around = paragraph.element
    if one.whole != "p":
        found = next(paragraph.element.iterancestors(tag(f"w:{one.whole}")), None)
        if found is None:
            yield _error("T14", paragraph, f"{one.text} 要放在表格里", "段落用 {%p … %}")
            return
        around = found
    name = _WHOLES[one.whole]
    if around not in held:
        held[around] = (text_of(around), "、".join(dict.fromkeys(_lost(around))))
    text, lost = held[around]
    if rest := text.replace(one.text, "").strip():
        hint = f"{one.text} 独占一{name}，其余文字移到别处"
        yield _error("T14", paragraph, f"{one.text} 会盖掉同一{name}里的“{rest[:20]}”", hint)
    if lost:
        hint = f"{one.text} 独占一{name}，{lost}移到别处"
        yield _error("T14", paragraph, f"{one.text} 会盖掉同一{name}里的{lost}", hint)


def _lost(around: Element) -> Iterator[str]:
    for element in around.iterdescendants(*_LOST):
        if element.tag != tag("w:br") or attribute(element, "w:type") in ("page", "column"):
            yield _LOST[element.tag]


def brackets_match(template: Template) -> Iterator[Finding]:
    """T15：标签的括号成对，写在一个段落里，一个标签里没有另一个标签。

    级别：强制性
    依据：填写引擎逐段找标签，不成对的整段失效
    例：标签的括号不成对：{{ 单位.名称 }
    """
    for paragraph in template.paragraphs:
        if (start := _unmatched(paragraph.text)) >= 0:
            wrong = paragraph.text[start : start + 40]
            wide = "".join(sign for sign in "｛｝％＃" if sign in wrong)
            usual = "一个标签写在一个段落里，{{ 与 }}、{% 与 %} 成对"
            hint = f"全角的“{wide}”改成半角；{usual}" if wide else usual
            yield _error("T15", paragraph, f"标签的括号不成对：{wrong}", hint)


def _unmatched(text: str) -> int:
    """Where the first bracket stands that has no partner; -1 when each has one."""
    opened: tuple[str, int] | None = None
    for found in BRACKET.finditer(text):
        if found[0] in CLOSING:
            if opened is not None:
                return opened[1]
            opened = (found[0], found.start())
        elif opened is None:
            return max(0, found.end() - 40)
        elif CLOSING[opened[0]] != found[0]:
            return opened[1]
        else:
            opened = None
    return -1 if opened is None else opened[1]


def tags_are_plain(template: Template) -> Iterator[Finding]:
    """T15：整段、整格、整行的标签按 {%p … %} 的样子写，里面没有 % 和 }；标签不太长、括号不太深。

    级别：强制性
    依据：这样的整段标签引擎认不出；很长、很深的式子会使引擎停不下来
    例：{%p if 文 == '5%' %} 里不能有“%”
    """
    for paragraph in template.paragraphs:
        for one in paragraph.tags:
            if told := _not_plain(one):
                yield _error("T15", paragraph, *told)


def _not_plain(one: Tag) -> tuple[str, str] | None:
    if one.form == "{#":
        return None
    if reason := unbearable(one.inner):
        return f"标签 {one.text[:30]}… {reason.partition('；')[0]}", "在 运算.yaml 里起个名字算好，标签里只写名称"
    if one.form == "{%" and one.whole:
        if bad := next((sign for sign in "%}" if sign in one.text[2:-2]), ""):
            hint = of_percentage(one) or "在 运算.yaml 里算成一个数，标签里只写名称"
            return f"{one.text} 里不能有“{bad}”", hint
        if not one.text.startswith(f"{{%{one.whole} "):
            together = "" if one.text.startswith(f"{{%{one.whole}") else f"“{{%”和 {one.whole} 要连着写，"
            message = f"{one.text}：{together}{one.whole} 后面空一个半角空格"
            return message, f"写成 {{%{one.whole} {one.inner} %}}"
    return None


def of_percentage(tag: Tag) -> str:
    """How to write the percentage that a tag compares with; empty where it has none."""
    found = _PERCENTAGE.search(tag.inner)
    return f"标签里百分数写成小数：{found[0]} 写 {(Decimal(found[1]) / 100).normalize():f}" if found else ""


def engine_forms_are_not_used(template: Template) -> Iterator[Finding]:
    """T16：不用 {{p …}}、{{r …}}、{%r …%}，标签的括号里不加减号、加号。

    级别：强制性
    依据：{{r …}}、{{p …}} 会印成空白；{%- …%} 会把两段并成一段，连同中间的图片、表格线一起删掉
    例：模板里不能用 {{r 单位.名称 }}
    """
    for paragraph in template.paragraphs:
        used = dict.fromkeys(one.text for one in paragraph.tags if _of_engine(one))
        if used:
            shown = " ".join(used)
            hint = "写 {{ … }}，字体在 Word 里给标签设好；{%-、-%} 去掉减号"
            yield _error("T16", paragraph, f"模板里不能用 {shown}", hint)


def _of_engine(one: Tag) -> bool:
    if one.form == "{#":
        return False
    signed = one.text[2] in "-+" or one.text[-3] in "-+"
    return signed or one.whole == "r" or (one.form == "{{" and bool(one.whole))


def engine_words_are_not_used(template: Template) -> Iterator[Finding]:
    """T23：不用填写引擎自己的合并、底纹标签。

    级别：强制性
    依据：这些标签会丢掉格里的文字而不提示
    例：模板里不能用 {% vm %}
    """
    for paragraph in template.paragraphs:
        for found in _ENGINE.finditer(paragraph.text):
            yield _error("T23", paragraph, f"模板里不能用 {found[0]}", _INSTEAD[found[1]])


def _error(code: str, paragraph: Paragraph, message: str, hint: str) -> Finding:
    return paragraph.finding(code, Level.ERROR, message, hint)


CHECKS: tuple[Check, ...] = (
    whole_tags_stand_alone,
    brackets_match,
    tags_are_plain,
    engine_forms_are_not_used,
    engine_words_are_not_used,
)
