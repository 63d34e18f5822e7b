"""Bytes of a file → text: encodings, and characters that no report can carry."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

from reportgen.problem import Level, Place, Problem

RULES = {
    "Y1": "数据文件要存在、能打开，不超过 5 MB",
    "Y2": "数据文件按 UTF-8 编码保存",
    "Y3": "文件开头不需要 BOM 标记（带着也能读）",
    "Y4": "文件里不得有损坏的或不是文字的字节",
    "Y5": "文字里不得有控制字符",
    "Y6": "文字里不得有改变书写方向的不可见字符",
    "Y7": "文字里不得有自造字（专用区字符）",
    "Y8": "文字里不应有零宽字符（读入时略去）",
}
MOST_BYTES = 5 * 1024 * 1024
MOST_TOLD = 100
_SAVE_AS = (
    "另存为 UTF-8：记事本“文件→另存为→编码 UTF-8”；WPS“另存为→纯文本→编码 UTF-8”；VS Code 点右下角编码名→通过编码保存"
)
_HAN = re.compile("[\u3000-\u9fff\uff00-\uffef]")
_BAD = re.compile(
    "(?P<Y4>\ufffd)"
    "|(?P<Y5>[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff])"
    "|(?P<Y6>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])"
    "|(?P<Y7>[\ue000-\uf8ff\U000f0000-\U0010ffff])"
    "|(?P<Y8>[\u00ad\u200b-\u200d\u2060-\u2064\ufeff\U000e0000-\U000e007f])"
)
_ESCAPE = re.compile(r"\\\\|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\[^\\xuU]")
_LETTERS = {"0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "r": "\r", "v": "\v"}
_LETTERS |= {"N": "\x85", "L": "\u2028", "P": "\u2029"}
_KINDS = {
    "Y4": ("处的字已经损坏（转码或复制时留下的）", "对照原文件重新录入这个字"),
    "Y5": ("是看不见的控制字符", "删去；多半是从网页或 Word 粘贴来的，重新输入这一处即可"),
    "Y6": ("会改变文字的显示方向，使看到的与实际的不同", "删去这个看不见的字符，或重新输入这一处"),
    "Y7": ("是自造字，在别的电脑上显示不出来", "换成标准汉字；确无此字的，用同音字或拼音并加说明"),
    "Y8": ("看不见也不占位置，读入时已略去", "删去更好：重新输入这一处"),
}


def read_text(path: Path, shown: str) -> tuple[str | None, tuple[Problem, ...]]:
    """A file as text with \\n line ends and only printable characters; None when it is no text at all."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        what = {FileNotFoundError: "找不到这个文件", IsADirectoryError: "这是文件夹，不是文件"}
        message = what.get(type(error), f"打不开这个文件（{error.strerror or type(error).__name__}）")
        return None, (_problem("Y1", Place(shown), message, "检查文件名与路径；文件是否在别的程序里打开着"),)
    if len(raw) > MOST_BYTES:
        return None, (_problem("Y1", Place(shown), "文件超过 5 MB，不像是手工填写的数据", "检查是否选错了文件"),)
    text, problems = _decode(raw, shown)
    if text is None:
        return None, problems
    text, bad = _printable_only(text.replace("\r\n", "\n").replace("\r", "\n"), shown)
    return text, problems + bad


def _problem(code: str, place: Place, message: str, hint: str, level: Level = Level.ERROR) -> Problem:
    return Problem(code, level, place, message, hint)


def _decode(raw: bytes, shown: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Bytes as text by UTF-8, else by what they most likely are."""
    top = Place(shown, 1, 1)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        utf16 = _problem("Y2", top, "文件按 UTF-16（Unicode）编码保存", _SAVE_AS)
        return raw.decode("utf-16", errors="replace"), (utf16,)
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        hint = "这不像文本文件（例如把 Word、Excel 改了扩展名）；请用文本编辑器新建，" + _SAVE_AS
        return None, (_problem("Y4", Place(shown, line), "文件里有空字节（NUL）", hint),)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_damaged(raw, shown)
    if text.startswith("\ufeff"):
        bom = _problem("Y3", top, "文件开头带有 BOM 标记，读入时已略去", "可另存为“UTF-8（无 BOM）”", Level.HINT)
        return text[1:], (bom,)
    return text, ()


def _decode_damaged(raw: bytes, shown: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Bytes that are not UTF-8: UTF-8 with broken spots where that leaves more Chinese, else a GBK file, else no text.

    Broken spots become U+FFFD, which `_printable_only` tells with their places.
    """
    text = raw.decode("utf-8", errors="replace").removeprefix("\ufeff")
    if len(_HAN.findall(text)) > text.count("\ufffd"):
        return text, ()
    try:
        gbk = raw.decode("gb18030")
    except UnicodeDecodeError:
        return None, (
            _problem("Y4", Place(shown), "这不是文本文件", "检查是否选错了文件；请用文本编辑器新建并" + _SAVE_AS),
        )
    return gbk, (_problem("Y2", Place(shown, 1, 1), "文件按 GBK 编码保存", _SAVE_AS),)


def _printable_only(text: str, shown: str) -> tuple[str, tuple[Problem, ...]]:
    """Text without the characters of `_BAD`, each told once a line with its code point."""
    places: dict[tuple[int, str], tuple[str, list[int]]] = {}
    line, line_start = 1, 0
    for found in _BAD.finditer(text):
        if breaks := text.count("\n", line_start, found.start()):
            line, line_start = line + breaks, text.rindex("\n", 0, found.start()) + 1
        _, columns = places.setdefault((line, found[0]), (found.lastgroup or "", []))
        columns.append(found.start() - line_start + 1)
    problems = []
    for (line, character), (code, columns) in islice(places.items(), MOST_TOLD):
        what, hint = _KINDS[code]
        times = f"（本行 {len(columns)} 处）" if len(columns) > 1 else ""
        level = Level.HINT if code == "Y8" else Level.ERROR
        message = f"字符 U+{ord(character):04X} {what}{times}"
        problems.append(_problem(code, Place(shown, line, columns[0]), message, hint, level))
    if len(places) > MOST_TOLD:
        message = f"这样的字符另有 {len(places) - MOST_TOLD} 处，没有一一列出"
        problems.append(_problem("Y4", Place(shown, line), message, "这不像手工填写的数据，检查是否选错了文件"))
    return _BAD.sub(_stand_in, text), tuple(problems)


def unprintable(text: str) -> tuple[str, str]:
    """The code and the description of the first character in a text that may not be printed; empty where none is."""
    for found in _BAD.finditer(text):
        code = found.lastgroup or ""
        if code not in ("Y4", "Y8"):
            return code, f"字符 U+{ord(found[0]):04X} {_KINDS[code][0]}"
    return "", ""


def printable_value(value: str, typed: str, place: Place) -> tuple[str, tuple[Problem, ...]]:
    """A value in double quotes without the bad characters that its escapes spell, each told once as it is `typed`."""
    if not (bad := {found[0]: found.lastgroup or "" for found in _BAD.finditer(value)}):
        return value, ()
    escapes = {_spelt(escape[0]): escape[0] for escape in reversed(list(_ESCAPE.finditer(typed)))}
    problems = []
    for character, code in islice(bad.items(), MOST_TOLD):
        spelt, level = escapes.get(character, ""), Level.HINT if code == "Y8" else Level.ERROR
        message = f"字符 U+{ord(character):04X}（写成 {spelt}）{_KINDS[code][0]}"
        problems.append(_problem(code, place, message, f"删去 {spelt}；要照印反斜线的，改用单引号 '…'", level))
    return _BAD.sub(_stand_in, value), tuple(problems)


def _spelt(escape: str) -> str:
    """The character that a YAML escape stands for; empty for those that stand for no bad one."""
    digits = escape[2:]
    return chr(int(digits, 16) % 0x110000) if digits else _LETTERS.get(escape[1], "")


def _stand_in(found: re.Match[str]) -> str:
    """What is read in place of a bad character; 〓 is the printers' mark for a missing glyph."""
    if found[0] in "\u2028\u2029\x0b\x0c":
        return " "
    return "〓" if found.lastgroup in ("Y4", "Y7") else ""
