"""What somebody has yet to write: blanks, placeholders and examples left in a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportgen.lint.template import Check, Finding, Template
from reportgen.ooxml.markup import tag
from reportgen.ooxml.places import text_of
from reportgen.problem import Level

BY_HAND: Final = "手填"  # {# 手填 #} in a paragraph: its blanks are written by hand
_SIGNS: Final = re.compile(r"\{#.{0,500}?#\}|\{\{.{0,500}?\}\}|\{%.{0,500}?%\}")
_BLANK: Final = re.compile(r"[＿_]{2,}")
_REMNANT: Final = re.compile(
    r"(?<![A-Za-zＡ-Ｚａ-ｚ])[XxＸｘ]{2,}(?![A-Za-zＡ-Ｚａ-ｚ])\w?|[×✕]{2,}\w?|[Xx×][年月日]|TODO|FIXME|(?<![期等接招看对善优])待(?:补|填|定(?![期点向位]))|某某\w?"
    r"|（此处[^）]{0,60}）|单击或?点?击?此处\w*|点击此处\w*|请在此\w*|请输入\w*|在此处键入\w*|示例\w?|[…⋯]{2,}|\.{3,}"
)


def nothing_is_left_over(template: Template) -> Iterator[Finding]:
    """T30：模板里没有占位的文字、没有填的空白和示例。

    级别：核实性
    依据：占位的文字会原样印进每一份报告
    例：模板里有残留“XX局”
    """
    for paragraph in template.paragraphs:
        text = _SIGNS.sub("", paragraph.text)
        left = [found[0] for found in _REMNANT.finditer(text)]
        if not any(one.form == "{#" and one.inner == BY_HAND for one in paragraph.tags):
            left += [found[0] for found in _BLANK.finditer(text)]
        if left:
            told = "、".join(f"“{one}”" for one in dict.fromkeys(left))
            hint = "换成标签，或写成要印的字，或删去"
            if any(_BLANK.fullmatch(one) for one in left):
                hint += f"；留着手填的，在段末加 {{# {BY_HAND} #}}"
            yield paragraph.finding("T30", Level.CONFIRM, f"模板里有残留{told}", hint)


def no_control_is_empty(template: Template) -> Iterator[Finding]:
    """T30：内容控件里不是占位文字。

    级别：核实性
    依据：占位的文字会原样印进每一份报告
    例：内容控件里还是占位文字“单击此处输入文字。”
    """
    for portion in template.portions:
        for sign in portion.root.iter(tag("w:showingPlcHdr")):
            control = next(sign.iterancestors(tag("w:sdt")), None)
            text = text_of(control) if control is not None else ""
            if control is None or not text.strip() or _REMNANT.search(text):
                continue  # told by its words
            near = next(control.iter(tag("w:p")), control)
            hint = "删去内容控件（右键－删除内容控件），写上标签或要印的字"
            yield portion.finding(near, "T30", Level.CONFIRM, f"内容控件里还是占位文字“{text[:20]}”", hint)


CHECKS: Final[tuple[Check, ...]] = (nothing_is_left_over, no_control_is_empty)
