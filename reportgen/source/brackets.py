"""A list or fields in brackets on one line: what YAML would misread, and how it should be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.source.values import COLON, QUOTED, Mend, apply, code_end, literally, number_mends, short

RULES = {
    "Y16": "方括号、花括号要成对，后面不再有文字",
    "Y17": "括号里的列表和字段用半角的括号、逗号、冒号",
}
_CLOSING = {"[": "]", "{": "}"}
_BRACKETS = str.maketrans("｛｝［］", "{}[]")
_FLOW_STARTER = re.compile(r"[>|@%`]|[&*!](?![A-Za-z])")
_THOUSANDS = re.compile(r"(?<=:)[ \t]*(?P<number>[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?)(?=[ \t]*[,}])", re.ASCII)
_FLOW_COLON = re.compile(r"(?<![ \t])[ \t]*([：﹕∶]|:(?!//))[ \t\u3000\xa0]*")
# Inside brackets: a quoted text at the beginning of an item, a sign, or a run of plain text.
_FLOW = re.compile(
    rf"""(?P<quoted>(?<=[\s\[{{,:：])(?:{QUOTED.pattern}))|(?P<sign>[\[\]{{}},])|"""
    r"""(?P<run>(?:(?!(?<=[\s\[{,:：])["'])[^\[\]{},])+)"""
)


def flow_end(line: str, start: int, depth: int = 0) -> tuple[int | None, int]:
    """Where the brackets opened at `start` (at depth > 0: in a line before) close, and the depth at the line's end."""
    for token in _FLOW.finditer(line, start):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return token.end(), 0
    return None, depth


def half_width(text: str) -> str:
    """Text with half-width brackets."""
    return text.translate(_BRACKETS)


def half_width_brackets(line: str, start: int) -> Iterator[Mend]:
    """The full-width brackets of a value that is clearly meant as a list or as fields; none when it may be text."""
    end = code_end(line, start)
    value = half_width(line[start:end])
    meant = re.search("[:：]", value) if value[0] == "{" else re.search("[,，]", value)
    if value == line[start:end] or not meant or flow_end(value, 0)[0] != len(value):
        return
    for at, (old, new) in enumerate(zip(line[start:end], value, strict=True), start):
        if old != new:
            yield _wide(at, at + 1, new)


def _wide(start: int, end: int, text: str) -> Mend:
    return Mend(start, end, text, "Y17", "", "")


def one_mistake(line: str, start: int, end: int, mends: Sequence[Mend]) -> Iterator[Mend]:
    """The mends inside brackets, with all full-width signs told as one mistake."""
    wide = sorted((m for m in mends if m.code == "Y17"), key=lambda m: m.start)
    meant = apply(line[:end], mends)[start:]
    for mend in wide[:1]:
        signs = "".join(dict.fromkeys(line[m.start : m.end].strip() for m in wide))
        message = f"列表或字段的括号里用了“{signs}”，半角的冒号、逗号后面要空一格"
        if set(signs) - set(":"):
            message = f"列表或字段的括号里用了全角的“{signs.replace(':', '')}”"
        yield replace(mend, message=message, hint=f"写成：{short(meant, 40)}；若是一段文字，给它加半角引号")
    yield from wide[1:]
    yield from (m for m in mends if m.code != "Y17")


def unbalanced_mend(line: str, start: int, closed: bool) -> Mend:
    """A value that begins with a bracket but is no list and no group of fields."""
    sign = line[start]
    what = "右括号后面还有文字" if closed else "没有配对的右括号"
    message = f"“{short(line[start : code_end(line, start)])}”以“{sign}”开头，{what}"
    mend = literally(line, start, code_end(line, start), "Y16", message)
    return mend if closed else replace(mend, hint=f"在末尾补上“{_CLOSING[sign]}”；若是一段文字，给它加半角引号")


def flow_mends(line: str, start: int, end: int) -> Iterator[Mend]:
    """The mistakes inside balanced brackets [start, end) of one line."""
    opened: list[tuple[str, list[re.Match[str]]]] = []
    for number in _THOUSANDS.finditer(line, start, end):
        text = number["number"].replace(",", "")
        message = f"“{number['number']}”里的逗号会把数切开"
        yield Mend(*number.span("number"), text, "Y12", message, f"写成：{text}")
    for token in _FLOW.finditer(line, start, end):
        if token[0] in "[{":
            opened.append((token[0], []))
        elif token[0] in "]}":
            kind, inside = opened.pop()
            for run in (run for run in inside if kind == "[" and run.lastgroup == "run"):
                yield from _comma_mends(line, run.start(), run.end())
        else:
            opened[-1][1].append(token)
            if token.lastgroup == "run" and opened[-1][0] == "{":
                yield from _field_mends(line, token.start(), token.end())


def _comma_mends(line: str, start: int, end: int) -> Iterator[Mend]:
    for found in re.finditer("，[ \u3000]*", line[start:end]):
        yield _wide(start + found.start(), start + found.end(), ", ")


def _field_mends(line: str, start: int, end: int) -> Iterator[Mend]:
    """One `name: value` between braces, or several with full-width commas between."""
    parts = [(m.start(), m.end()) for m in re.compile("[^，]+").finditer(line, start, end)]
    # After a proper first field a full-width colon alone may be its text: {文字: 26人，其中：男 9 人}.
    colon = COLON if parts and COLON.search(line, *parts[0]) else _FLOW_COLON
    if len(parts) > 1 and all(colon.search(line, *part) for part in parts):
        yield from _comma_mends(line, start, end)
    else:
        parts = [(start, end)]
    for first, last in parts:
        at = first + len(line[first:last]) - len(line[first:last].lstrip())
        if proper := COLON.search(line, at, last):
            yield from _flow_value_mends(line, proper.end(), last)
        elif not line.startswith(":", at) and (wrong := _FLOW_COLON.search(line, at, last)):
            yield _wide(wrong.start(), wrong.end(), ": ")
            yield from _flow_value_mends(line, wrong.end(), last)


def _flow_value_mends(line: str, start: int, end: int) -> Iterator[Mend]:
    text = line[start:end]
    start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
    if _FLOW_STARTER.match(line, start, end):
        yield literally(
            line, start, end, "Y9", f"“{short(line[start:end])}”以“{line[start]}”开头，这个符号在 YAML 里另有用处"
        )
    elif start < end:
        yield from number_mends(line, start, end)
