"""What stands to the right of a key on one line: what YAML would misread, and how it should be typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reportgen.problem import Level

RULES = {
    "Y9": "以半角符号 > | @ % & * ! , 等开头的值要加引号",
    "Y10": "以 # 开头的值要加引号，否则被当作注释丢掉",
    "Y11": "值里有“冒号加空格”的，整个值要加引号",
    "Y12": "数字用半角书写；花括号里的数不写千分位的逗号",
    "Y13": "整个值外面的中文引号会印在报告里",
    "Y14": "引号要成对，右引号后面不再有文字",
    "Y15": "双引号里的反斜线要写两个",
}
_FULL_WIDTH = 0xFEE0  # from an ASCII character to its full-width twin
_DIGITS = str.maketrans("０１２３４５６７８９．。，％－＋", "0123456789..,%-+")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?%?", re.ASCII)
_HINTS = {
    "-": "没有数字的写“—”或“无”，或留空",
    "- ": "负数的减号后面不空格；列表每项另起一行",
    "| ": "“|”后面的文字从下一行写起，缩进两格",
    "> ": "“>”后面的文字从下一行写起，缩进两格",
}
_COMMENT = re.compile(r"(?<![ \t])[ \t]+(#|$)")
_STARTER = re.compile(r"[>|@%`&*!,\]}]|[-?](?=[ \t]|$)")
COLON = re.compile(r":(?=[ \t]|$)")
_WRAPPED = re.compile(r"[“”＂][^“”＂]*[“”＂]")
QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'(?!')""")
_BAD_ESCAPE = re.compile(
    r"\\(?![0abt\tnvfre \"/\\N_LPxuU]|$)|\\x(?![0-9a-fA-F]{2})|\\u(?![0-9a-fA-F]{4})|\\U(?![0-9a-fA-F]{8})"
    r"|\\u(?=[dD][89a-fA-F])|\\U(?=0000[dD][89a-fA-F])|\\U(?!000|0010)"  # of no character
)


@dataclass(frozen=True, slots=True)
class Mend:
    """A mistake on one line: columns [start, end), from 0, that should read `text`; no message: one told already."""

    start: int
    end: int
    text: str
    code: str
    message: str
    hint: str
    level: Level = Level.ERROR


def apply(line: str, mends: Iterable[Mend]) -> str:
    """A line as it was meant."""
    parts, at = [], 0
    for mend in sorted(mends, key=lambda m: m.start):
        parts += [line[at : mend.start], mend.text]
        at = mend.end
    return "".join(parts) + line[at:]


def code_end(line: str, start: int) -> int:
    """Where the blanks or the comment after the text at `start` begin."""
    found = _COMMENT.search(line, start)
    return found.start() if found else len(line)


def short(text: str, most: int = 20) -> str:
    """The beginning of a text, for a message."""
    return text if len(text) <= most else text[: most - 1] + "…"


def in_quotes(value: str) -> str:
    """A value as it should be typed to be taken literally."""
    return "'" + value.replace("'", "''") + "'" if set('"\\') & set(value) else f'"{value}"'


def literally(line: str, start: int, end: int, code: str, message: str) -> Mend:
    """A value that is meant as it stands, put in quotes."""
    value = line[start:end]
    return Mend(start, end, in_quotes(value), code, message, f"给整个值加半角引号：{short(in_quotes(value))}")


def plain_mends(line: str, start: int, alone: bool) -> Iterator[Mend]:
    """The mistakes of an unquoted value; not `alone`: it goes on in the next line, so quotes cannot mend it."""
    end = code_end(line, start)
    value = line[start:end]
    at, mend = -1, None
    if _STARTER.match(value):
        at = 0
        mend = literally(line, start, end, "Y9", f"“{short(value)}”以“{value[0]}”开头，这个符号在 YAML 里另有用处")
        if hint := _HINTS.get(value if value == "-" else value[:2]):
            mend = replace(mend, hint=f"{hint}；是文字就给整个值加半角引号")
    elif found := COLON.search(value):
        at = found.start()
        mend = literally(line, start, end, "Y11", f"“{short(value)}”里又有半角冒号，会被当成另一个字段")
    if mend and alone:
        yield mend
    elif mend:
        twin = chr(ord(value[at]) + _FULL_WIDTH)
        hint = "整段文字另起一行，用“|”引出：字段后写 |，下一行缩进两格写文字"
        yield Mend(start + at, start + at + 1, twin, mend.code, mend.message, hint)
    elif _WRAPPED.fullmatch(value):
        hint = f"不要引号就删去；要印出引号就在外面再加半角引号：{short(in_quotes(value))}"
        yield Mend(start, start, "", "Y13", f"{short(value)} 的中文引号是文字的一部分，会照样印出", hint, Level.HINT)
    else:
        yield from number_mends(line, start, end)


def hash_mend(line: str, start: int) -> Mend:
    """A value that begins with # and is lost as a comment."""
    value = line[start:].rstrip()
    hint = f"是文字就加半角引号：{short(in_quotes(value))}；是注释就在 # 后面空一格"
    return Mend(start, len(line), in_quotes(value), "Y10", f"“{short(value)}”以 # 开头，会被当作注释丢掉", hint)


def number_mends(line: str, start: int, end: int) -> Iterator[Mend]:
    """A number with full-width characters."""
    value = line[start:end]
    half = value.translate(_DIGITS)
    if half != value and _NUMBER.fullmatch(half):
        yield Mend(start, end, half, "Y12", f"数字“{short(value)}”里有全角字符", f"写成：{half}")


def quote_end(line: str, start: int) -> int | None:
    """Where the quoted text at `start` ends on its line, if it does."""
    found = QUOTED.match(line, start)
    return found.end() if found else None


def quoted_mends(line: str, start: int, end: int) -> Iterator[Mend]:
    """The mistakes of a quoted value that ends on its line at `end`."""
    stop = code_end(line, end)
    if line[end:stop].strip():
        value = line[start:stop]
        hint = f"引号是文字的一部分时，外面换一种引号：{short(in_quotes(value))}；否则删去右引号后面的文字"
        yield Mend(start, stop, in_quotes(value), "Y14", f"右引号后面还有文字“{short(line[end:stop].strip())}”", hint)
    elif line[start] == '"' and (bad := _BAD_ESCAPE.search(line[start:end].replace("\\\\", "··"))):
        doubled = line[start:end].replace("\\", "\\\\")
        message = f"双引号里“{line[start:end][bad.start() : bad.start() + 2]}”的反斜线是转义符号"
        yield Mend(start, end, doubled, "Y15", message, "改用单引号 '…'，或把 \\ 写成 \\\\")


def open_quote_mend(line: str, start: int) -> Mend:
    """A quoted value that never ends."""
    end = code_end(line, start)
    value = line[start + 1 : end].rstrip("”’＂＇")
    other = "（末尾的是中文引号）" if end - start - 1 > len(value) else ""
    mended = in_quotes(value) if value else '""'
    message = f"半角引号 {line[start]} 没有配对{other}：{short(line[start:end])}"
    return Mend(start, end, mended, "Y14", message, f"首尾用同样的半角引号：{short(mended)}")
