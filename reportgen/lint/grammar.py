"""The inside of a tag → its syntax tree, by the grammar of the engine that fills templates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes

from reportgen.figures.spelling import unbearable
from reportgen.lint.refusals import RECKONED
from reportgen.lint.tags import of_percentage
from reportgen.lint.template import Check, Finding, Tag, Template
from reportgen.problem import Level

_GRAMMAR: Final = Environment(autoescape=True)
_ENDS: Final = {"for": "{% endfor %}", "if": "{% endif %}"}
_WORDS: Final = ("for", "if", "elif", "else", "endif", "endfor")
_ENGINE: Final = ("vm", "hm", "cellbg", "colspan")  # told on their own
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
STRAIGHT: Final = str.maketrans("“”‘’", "\"\"''")  # so does the engine
_RECKONING: Final = re.compile("[×÷]")
_WORD: Final = re.compile(r"\w*")


def tags_can_be_read(template: Template) -> Iterator[Finding]:
    """T15：标签写得完整，没有多出的字和符号。

    级别：强制性
    依据：填写引擎读不懂的标签使整个文件填不成
    例：标签 {{ 单位.名称 全称 }} 写得不完整，或多了字、符号
    """
    for paragraph in template.paragraphs:
        for one in paragraph.tags:
            word = _WORD.match(one.inner)
            if one.form == "{#" or unbearable(one.inner) or _has_odd_signs(one):
                continue
            if one.form == "{%" and word and word[0] not in _WORDS:
                if word[0] not in _ENGINE:
                    message = f"{one.text}：没有“{word[0]}”这种标签"
                    hint = "只有 {% for … %}、{% if … %}、{% elif … %}、{% else %} 和它们的 end"
                    yield paragraph.finding("T15", Level.ERROR, message, hint)
            elif not _is_read(one) and (found := _RECKONING.search(_QUOTED.sub("", one.inner))):
                message = f"标签 {one.text}：标签里不能用“{found[0]}”计算"
                yield paragraph.finding("T23", Level.ERROR, message, RECKONED)
            elif not _is_read(one):
                message = f"标签 {one.text} 写得不完整，或多了字、符号"
                hint = "名称逐级用点连接，如 {{ 单位.名称 }}；比较写 {% if 数 > 0 %}，循环写 {% for 行 in 指标 %}"
                yield paragraph.finding("T15", Level.ERROR, message, of_percentage(one) or hint)


def statement_of(inner: str) -> nodes.Node | None:
    """The syntax tree of `for …` or `if …`; None where it cannot be read."""
    word = inner.split(maxsplit=1)[0]
    return _parsed(f"{{% {inner.translate(STRAIGHT)} %}}{_ENDS[word]}") if not unbearable(inner) else None


def expression_of(text: str) -> nodes.Expr | None:
    """The syntax tree of an expression; None where it cannot be read."""
    if not text.strip() or unbearable(text):
        return None
    match _parsed(f"{{{{ {text.translate(STRAIGHT)} }}}}"):
        case nodes.Output(nodes=[nodes.Expr() as only]):
            return only
    return None


@lru_cache(maxsize=4096)
def _parsed(tag: str) -> nodes.Node | None:
    try:
        body = _GRAMMAR.parse(tag).body
    except (TemplateSyntaxError, ValueError, RecursionError):
        return None
    return body[0] if len(body) == 1 else None


def _is_read(one: Tag) -> bool:
    if one.form == "{{":
        return expression_of(one.inner) is not None
    word, _, rest = one.inner.partition(" ")
    if word == "elif":
        return expression_of(rest) is not None
    return not rest.strip() if word not in _ENDS else statement_of(one.inner) is not None


def _has_odd_signs(one: Tag) -> bool:
    """Full-width and invisible signs, which have a check of their own."""
    code = _QUOTED.sub("", one.text)
    return any("\uff01" <= sign <= "\uff5e" or sign in "。、" or unicodedata.category(sign) == "Cf" for sign in code)


CHECKS: Final[tuple[Check, ...]] = (tags_can_be_read,)
