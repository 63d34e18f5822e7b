"""Loops and conditions: each is closed by its own kind, in the container in which it was opened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from reportgen.lint.template import Check, Finding, Paragraph, Portion, Tag, Template
from reportgen.ooxml.markup import Element, tag
from reportgen.problem import Level

MOST_LOOPS: Final = 3
MOST_BLOCKS: Final = 20  # Python, which the engine turns them into, cannot nest many more
WORD: Final = re.compile(r"(end|)(if|for)\b|(elif|else)\b")
_KINDS: Final = {"p": "一处（都在表格外，或都在同一格）", "tr": "一张表", "tc": "一行", "": "一段"}
_REMEDY: Final = {
    "p": "把二者放在同一个单元格里，或都放在表格外面",
    "tr": "把二者放在同一张表里",
    "tc": "把二者放在同一行里",
    "": "要管几段，用 {%p … %} 各占一段；管整行用 {%tr … %}，整格用 {%tc … %}",
}


@dataclass(frozen=True, slots=True)
class _Opened:
    word: str
    paragraph: Paragraph
    tag: Tag


def blocks_are_closed(template: Template) -> Iterator[Finding]:
    """T29：每个 if、for 在同一段（格、行、表）里由自己的 endif、endfor 结束。

    级别：强制性
    依据：没有结束的循环和条件会把后面的内容都算进去；在一格开始、另一格结束的会把表格弄坏
    例：标签 {% if 有 %} 没有 endif
    """
    for portion in template.portions:
        yield from _mismatches(portion)


def _mismatches(portion: Portion) -> Iterator[Finding]:
    opened: list[_Opened] = []
    for paragraph, one, found in statements(portion):
        if found[2] and not found[1]:
            opened.append(_Opened(found[2], paragraph, one))
            continue
        word = found[2] or ""
        if word and len(opened) > 1 and opened[-1].word != word and opened[-2].word == word:
            yield _unclosed(opened.pop())
        if not opened or (word or ("if" if found[3] == "elif" else opened[-1].word)) != opened[-1].word:
            yield _stray(paragraph, one, word, opened)
            continue
        start = opened[-1]
        if found[2]:
            opened.pop()
        yield from _apart(start, paragraph, one)
    yield from (_unclosed(one) for one in opened)


def _unclosed(one: _Opened) -> Finding:
    hint = f"在它管的内容之后加上 {{%{one.tag.whole} end{one.word} %}}"
    return one.paragraph.finding("T29", Level.ERROR, f"标签 {one.tag.text} 没有 end{one.word}", hint)


def _stray(paragraph: Paragraph, one: Tag, word: str, opened: list[_Opened]) -> Finding:
    before = f"，前面开始的是 {opened[-1].tag.text}" if opened else ""
    message = f"标签 {one.text} 前面没有与它成对的 {word or 'if'}{before}"
    hint = "删去它，或在它管的内容之前加上开始的标签"
    return paragraph.finding("T29", Level.ERROR, message, hint)


def _apart(start: _Opened, paragraph: Paragraph, one: Tag) -> Iterator[Finding]:
    """An end (or else) of another kind, or elsewhere than its beginning."""
    kind = start.tag.whole
    if kind in ("tr", "tc") and not start.paragraph.where.tables:
        return  # told where it starts: the other follows
    if kind != one.whole:
        right = f"{{%{kind} {one.inner} %}}"
        message = f"{start.tag.text} 要用 {right}，现在是 {one.text}"
        yield paragraph.finding("T29", Level.ERROR, message, f"把 {one.text} 改成 {right}")
    elif kind in _KINDS and container(start.paragraph, kind) is not container(paragraph, kind):
        begun = str(start.paragraph.where)
        message = f"{start.tag.text} 在{begun}开始，{one.text} 与它不在{_KINDS[kind]}里"
        yield paragraph.finding("T29", Level.ERROR, message, _REMEDY[kind])


def loops_are_not_deep(template: Template) -> Iterator[Finding]:
    """T35：循环至多套三层，循环和条件合起来至多套二十层。

    级别：强制性
    依据：四层各一百行的循环有一亿行，没有报告用得到
    例：循环套了 4 层
    """
    for portion in template.portions:
        loops = blocks = 0
        for paragraph, one, found in statements(portion):
            if not found[2]:
                continue
            step = -1 if found[1] else 1
            blocks, loops = max(0, blocks + step), max(0, loops + step * (found[2] == "for"))
            if step > 0 and found[2] == "for" and loops == MOST_LOOPS + 1:
                hint = f"至多 {MOST_LOOPS} 层：去掉一层循环，或在 运算.yaml 里先算好要印的"
                yield paragraph.finding("T35", Level.ERROR, f"循环套了 {loops} 层：{one.text}", hint)
            elif step > 0 and blocks == MOST_BLOCKS + 1:
                hint = f"至多 {MOST_BLOCKS} 层：把几个条件用 and 合成一个"
                yield paragraph.finding("T35", Level.ERROR, f"循环和条件套了 {blocks} 层：{one.text}", hint)


def statements(portion: Portion) -> Iterator[tuple[Paragraph, Tag, re.Match[str]]]:
    """The tags of loops and conditions in order, each with its word."""
    for paragraph in portion.paragraphs:
        for one in paragraph.tags:
            if one.form == "{%" and (found := WORD.match(one.inner)):
                yield paragraph, one, found


def container(paragraph: Paragraph, kind: str) -> Element | None:
    """What holds the paragraphs (rows, cells) that a tag of that kind stands among; for a tag in a line, the line."""
    if kind == "":
        return paragraph.element
    if kind == "p":
        return paragraph.element.getparent()
    found = next(paragraph.element.iterancestors(tag(f"w:{kind}")), None)
    return None if found is None else found.getparent()


def controls(portion: Portion, kind: str) -> Mapping[Element, list[Tag]]:
    """The rows (cells) that hold {%tr … %} ({%tc … %}) tags, and these."""
    found: dict[Element, list[Tag]] = {}
    for paragraph in portion.paragraphs:
        for one in paragraph.tags:
            if one.whole == kind and one.form == "{%":
                holder = next(paragraph.element.iterancestors(tag(f"w:{kind}")), None)
                if holder is not None:
                    found.setdefault(holder, []).append(one)
    return found


CHECKS: tuple[Check, ...] = (blocks_are_closed, loops_are_not_deep)
