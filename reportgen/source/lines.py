"""What stands to the left of a value on one line: indent, list mark, key and colon, and how they should be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from reportgen.source import values
from reportgen.source.values import Mend, code_end, short

RULES = {
    "Y18": "字段名后面用半角冒号",
    "Y19": "半角冒号后面空一格（半角空格）",
    "Y20": "行首缩进用半角空格，不用全角空格",
    "Y21": "行首缩进用空格，不用 Tab 键",
    "Y22": "列表每项以半角减号加空格开头",
    "Y23": "一行要写成“字段: 值”",
    "Y25": "注释以半角 # 开头",
}
DASH = re.compile(r"-([ \t]+|$)")
EXPLICIT = re.compile(r"[?:]([ \t]|$)")  # YAML's long form of a key
INDICATORS = "[{｛>|%@`#,\"'&*!?"
_MOST_ROWS = 200  # enough to tell text from fields
_NO_KEY = "[{｛>|%@`#,"
_BLANKS = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]*")
_WRONG_DASH = re.compile(r"[－—–−‐‑﹣•·●○▪◆](?P<gap>[ \u3000\xa0]*)(?=[^\s－—–−])")
_ANY_DASH = re.compile(r"[-－—–]\s+")
_OPENING = re.compile(r"([:：|>])[-+\d]?\s*$")
_TIGHT_DASH = re.compile(r"-(?=[^\s\d.,:\-])")
_COLON = re.compile(r":(?=[ \t]|$)")
_WRONG_COLON = re.compile(r"(?<![ \t\u3000\xa0])[ \t\u3000\xa0]*([：﹕∶]|:(?!//))[ \t\u3000\xa0]*")
_WRONG_BEFORE_GROUP = re.compile(r"([：﹕∶]|:(?!//))[ \t\u3000\xa0]*[\[{［｛]")  # 执行率：{分值: 10}
_FIELD_LIKE = re.compile(r"[^\W\d][^\s:：﹕∶，。；！？]{0,19}([：﹕∶]|:(?!//))[^。；！？]*$")


def blanks(line: str) -> int:
    """How many blank characters of any kind begin a line."""
    found = _BLANKS.match(line)
    return found.end() if found else 0


def value_start(line: str, start: int = 0) -> int | None:
    """Where the value begins on a line that has a proper key at `start`; None when it has none."""
    if line[start] in _NO_KEY:
        return None
    if line[start] in "\"'":
        end = values.quote_end(line, start)
        colon = _COLON.match(line, len(line) - len(line[end:].lstrip(" \t"))) if end else None
    else:
        colon = _COLON.search(line[: code_end(line, start)], start + 1)
        if colon and _WRONG_BEFORE_GROUP.search(line, start, colon.start()):
            return None
    return len(line) - len(line[colon.end() :].lstrip(" \t")) if colon else None


def wrong_colon(line: str, start: int) -> re.Match[str] | None:
    """The colon that ends the key at `start` but is full-width or has no space behind it."""
    if line[start] in "\"'":
        end = values.quote_end(line, start)
        return _WRONG_COLON.match(line, end) if end else None
    found = None if line[start] in INDICATORS else _WRONG_COLON.search(line, start, code_end(line, start))
    return found if found and found.start() > start else None


def colon_mend(line: str, start: int, colon: re.Match[str]) -> Mend:
    """A wrong colon after the key at `start`."""
    key, value = line[start : colon.start()], line[colon.end() : code_end(line, start)]
    hint = f"改成半角冒号加空格：{short(key)}: {short(value)}".rstrip()
    text = ": " if value else ":"
    if colon[1] != ":":
        return Mend(colon.start(), colon.end(), text, "Y18", f"“{short(key)}”后面用了全角冒号“{colon[1]}”", hint)
    what = "不是半角空格" if colon[0].rstrip(" \t") != colon[0].rstrip() else "没有空格"
    return Mend(colon.start(), colon.end(), text, "Y19", f"“{short(key)}”的冒号后面{what}", hint)


def indents(rows: Sequence[str]) -> Iterator[int | None]:
    """The width that the indent of each line is meant to have; None for a blank line.

    An indent of tabs or full-width spaces is as wide as editors happen to show it, so it is brought to its neighbours:
    one step in below a field without a value, else to the nearest level there is.
    """
    step = next((blanks(row) for row in rows if row.startswith(" ") and row.strip()), 2)
    levels, opened = [0], ""
    for row in rows:
        if not row.strip():
            yield None
            continue
        indent = row[: blanks(row)]
        width = sum({"\t": step, "\u3000": 2}.get(c, 1) for c in indent)
        if indent.strip(" "):
            if opened in ("|", ">") or (opened and width > levels[-1]):
                width = levels[-1] + step
            else:
                width = min(reversed(levels), key=lambda level: abs(level - width))
            width = max(width, len(row) - len(row.lstrip(" ")))
        yield width
        if row[len(indent)] in "#＃":
            continue
        levels = [level for level in levels if level < width] + [width]
        if inner := _ANY_DASH.match(row, len(indent)):
            levels.append(width + len(inner[0]))
        opened = found[1] if (found := _OPENING.search(row)) else ""


def indent_mends(line: str, width: int) -> Iterator[Mend]:
    """An indent of other characters than spaces, to be `width` spaces."""
    indent = line[: blanks(line)]
    if "\t" in indent:
        yield Mend(0, len(indent), " " * width, "Y21", "行首用了 Tab 键缩进", "改用空格，每级两格")
    elif odd := indent.strip(" "):
        names = {"\u3000": "全角空格", "\u00a0": "不间断空格（多从网页或 Word 粘贴而来）"}
        name = names.get(odd[0], f"特殊空格 U+{ord(odd[0]):04X}")
        yield Mend(0, len(indent), " " * width, "Y20", f"行首用了{name}缩进", "改用半角空格，每级两格")


def reads_as_text(rows: Iterator[tuple[str, bool]], least: int) -> bool:
    """Whether lines (each with: as far in as the first) below an empty field are its text and not fields or items.

    Text may say 时间：8点; `least` lines that all look like fields with a wrong colon are taken for fields.
    """
    rows = islice(rows, _MOST_ROWS)
    first, _ = next(rows, ("", True))
    if (
        not first
        or first[0] in INDICATORS
        or EXPLICIT.match(first)
        or DASH.match(first)
        or value_start(first) is not None
    ):
        return False
    field_like = [bool(_FIELD_LIKE.match(first))]
    for row, level in rows:
        if value_start(row) is not None or (level and DASH.match(row)):
            return False
        if level:
            field_like.append(bool(_FIELD_LIKE.match(row)))
    return not (all(field_like) and len(field_like) >= least)


def begins_list(text: str) -> bool:
    """Whether text below an empty field is rather its list, with marks that YAML does not take for such."""
    wrong = _WRONG_DASH.match(text)
    return bool(_TIGHT_DASH.match(text) or (wrong and wrong["gap"]))


def mark_mend(line: str, start: int, inside: int) -> Mend | None:
    """A list mark that YAML does not take for one, to be `inside` columns wide."""
    text = "-".ljust(inside)
    found = _WRONG_DASH.match(line, start)
    if found and (found["gap"] or value_start(line, start) is None):
        return Mend(start, found.end(), text, "Y22", f"列表记号用了“{line[start]}”", "改成半角减号加空格“- ”")
    if found := _TIGHT_DASH.match(line, start):
        hint = f"写成：- {short(line[start + 1 :])}"
        return Mend(start, found.end(), text, "Y22", "列表记号“-”后面没有空格", hint)
    return None


def no_field_mend(line: str, start: int) -> Mend:
    """A line at the place of a field that has no colon at all."""
    end = code_end(line, start)
    gap = re.compile(r"\s+").search(line, start, end)
    message = f"“{short(line[start:end])}”不成一个字段"
    hint = "写成“字段: 值”；若是接着上面的文字，缩进要比上面的字段深"
    if gap:
        return Mend(gap.start(), gap.end(), ": ", "Y23", message, hint)
    return Mend(end, end, ":", "Y23", message, hint)
