"""YAML text as typed on a Chinese keyboard → the text that was meant, every mistake named with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reportgen.problem import Level, Place, Problem, in_file_order
from reportgen.source import brackets, lines, values
from reportgen.source.lines import (
    DASH,
    EXPLICIT,
    INDICATORS,
    begins_list,
    blanks,
    colon_mend,
    indent_mends,
    indents,
    mark_mend,
    no_field_mend,
    reads_as_text,
    value_start,
    wrong_colon,
)
from reportgen.source.values import Mend, code_end, short

RULES = {**values.RULES, **brackets.RULES, **lines.RULES, "Y24": "已经有值的字段下面不能再缩进写字段"}
_MARKER = re.compile(r"(---|\.\.\.)([ \t]|$)|%")
_BLOCK = re.compile(r"[|>]([+-]?[1-9]?|[1-9][+-])([ \t]+#.*|[ \t]*)$")
_PROPERTY = re.compile(r"(&[\w-]+|!([A-Za-z<!]\S*)?|\*[A-Za-z][\w-]*)([ \t]+|$)", re.ASCII)
_CLOSING = {'"': re.compile(r'(?:[^"\\]|\\.|\\$)*"'), "'": re.compile(r"(?:[^']|'')*'(?!')")}


def mend_keyboard(text: str, shown: str) -> tuple[str, tuple[Problem, ...]]:
    """YAML text as the text that was meant, line for line, and the mistakes; correct text comes back as it is."""
    page = _Page(shown, text.split("\n"))
    line = 0
    while line < len(page.lines):
        line = page.mend_line(line)
    return "\n".join(page.lines), tuple(in_file_order(page.problems))


@dataclass(slots=True)
class _Page:
    """The lines of a file, mended from top to bottom; `widths` are their mended indents (None: blank line)."""

    shown: str
    lines: list[str]
    widths: list[int | None] = field(init=False)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.widths = list(indents(self.lines))

    def apply(self, at: int, mends: Sequence[Mend]) -> None:
        """Tells the mistakes of one line and writes the line as it was meant."""
        for mend in mends:
            if mend.message:
                place = Place(self.shown, at + 1, mend.start + 1)
                self.problems.append(Problem(mend.code, mend.level, place, mend.message, mend.hint))
        self.lines[at] = values.apply(self.lines[at], mends)

    def below(self, at: int, outer: int) -> Iterator[int]:
        """The lines after `at` that are deeper than column `outer`, without blank lines and comments."""
        for index in range(at + 1, len(self.lines)):
            width, row = self.widths[index], self.lines[index]
            if width is not None and row[blanks(row)] != "#":
                if width <= outer:
                    return
                yield index

    def mend_line(self, at: int) -> int:
        """Mends the line where a field or an item begins, and gives back the next such line."""
        line, width = self.lines[at], self.widths[at]
        if width is None:
            self.lines[at] = ""
            return at + 1
        start = blanks(line)
        mends = list(indent_mends(line, width))
        if line[start] == "＃":
            mends.append(Mend(start, start + 1, "#", "Y25", "注释用了全角“＃”", "改成半角 #"))
        if line[start] in "#＃" or (width == 0 and _MARKER.match(line)):
            after = at + 1
        elif mark := mark_mend(line, start, self.mark_width(at, width)):
            mends.append(mark)
            after = self.mend_content(at, mark.end, width + len(mark.text), width, mends)
        else:
            after = self.mend_content(at, start, width, None, mends)
        self.apply(at, mends)
        return after

    def mark_width(self, at: int, width: int) -> int:
        """How wide a list mark at column `width` must be for the item's next line to stand below its first."""
        below = next((w for w in self.widths[at + 1 : at + 50] if w is not None), 0)
        return below - width if width + 2 <= below <= width + 4 else 2

    def mend_content(self, at: int, start: int, column: int, dash: int | None, mends: list[Mend]) -> int:
        """Mends what follows the indent or, after a list mark at column `dash`, the mark."""
        line = self.lines[at]
        while mark := DASH.match(line, start):
            if "\t" in mark[1]:
                mends.append(Mend(start + 1, mark.end(), " ", "Y21", "列表记号后面用了 Tab 键", "改用一个空格"))
            dash, start, column = column, mark.end(), column + len(mark[0])
            if start == len(line):
                return self.after_empty(at, dash, 2)
        if EXPLICIT.match(line, start):
            return self.skip_text(at, column, plain=False)
        if (value := value_start(line, start)) is not None:
            return self.mend_value(at, value, column, 2, mends)
        colon = wrong_colon(line, start)
        outer = column - 1 if dash is None else dash
        is_value = not colon and line[start] in INDICATORS
        if is_value or (dash is not None and reads_as_text(self.rows(at, outer, line[start:], column), 2)):
            return self.mend_value(at, start, outer, 2, mends)
        if colon:
            mends.append(colon_mend(line, start, colon))
            return self.mend_value(at, colon.end(), column, 1, mends)
        mends.append(no_field_mend(line, start))
        return at + 1

    def rows(self, at: int, outer: int, first: str, column: int | None) -> Iterator[tuple[str, bool]]:
        """The text `first` at `column` and the lines below it, each with whether it begins at that column."""
        yield first, True
        for index in self.below(at, outer):
            yield self.lines[index][blanks(self.lines[index]) :], self.widths[index] == column

    def after_empty(self, at: int, outer: int, least: int) -> int:
        """The next line to mend after a field or an item with nothing on its own line."""
        first = next(self.below(at, outer), None)
        if first is not None:
            text = self.lines[first][blanks(self.lines[first]) :]
            rows = self.rows(first, outer, text, self.widths[first])
            if not begins_list(text) and reads_as_text(rows, least):
                return self.skip_text(at, outer, plain=True)
        return at + 1

    def skip_text(self, at: int, outer: int, *, plain: bool) -> int:
        """Passes over the text below line `at`, the lines deeper than `outer`; only their indent is looked at.

        `plain`: not a block after | or >, so that a line with a key in it is a mistake and ends the text.
        """
        for index in range(at + 1, len(self.lines)):
            line, width = self.lines[index], self.widths[index]
            spaces = len(line) - len(line.lstrip(" "))
            if width is None:
                self.lines[index] = line if spaces > outer else ""
                continue
            if width <= outer:
                return index
            start = blanks(line)
            if plain and line[start] != "#" and value_start(line, start) is not None:
                self.pull_left(index, width - outer)
                return index
            if spaces <= outer:
                self.apply(index, list(indent_mends(line, width)))
        return len(self.lines)

    def pull_left(self, at: int, columns: int) -> None:
        """Tells a field that stands below a value, and puts it and what is below it beside that value's field."""
        outer = (self.widths[at] or 0) - columns
        start = blanks(self.lines[at])
        hint = "与上面的字段并列就左对齐；是它的下级就删去它的值；是一段文字就用“|”引出"
        place = Place(self.shown, at + 1, start + 1)
        message = f"“{short(self.lines[at][start:])}”缩进在一个已有值的字段下面"
        self.problems.append(Problem("Y24", Level.ERROR, place, message, hint))
        for index in [at, *self.below(at, outer)]:
            row, width = self.lines[index], self.widths[index] or 0
            self.widths[index] = max(width - columns, outer)
            self.lines[index] = " " * max(width - columns, outer) + row[blanks(row) :]

    def mend_value(self, at: int, start: int, outer: int, least: int, mends: list[Mend]) -> int:
        """Mends the value at `start`; the lines deeper than `outer` belong to it."""
        line = self.lines[at]
        deeper = next(self.below(at, outer), None) is not None
        if line[start : start + 1] == "#" and not deeper and line[start + 1 : start + 2].strip(" #\t"):
            mends.append(values.hash_mend(line, start))
            return at + 1
        if property_ := _PROPERTY.match(line, start):
            start = property_.end()
        if start == len(line) or line[start] == "#":
            return self.after_empty(at, outer, least)
        if _BLOCK.match(line, start):
            return self.skip_text(at, outer, plain=False)
        if line[start] in "\"'":
            return self.mend_quoted(at, start, outer, mends)
        if line[start] in "[{｛［":
            return self.mend_brackets(at, start, outer, mends)
        mends.extend(values.plain_mends(line, start, alone=not deeper))
        return self.skip_text(at, outer, plain=True)

    def mend_quoted(self, at: int, start: int, outer: int, mends: list[Mend]) -> int:
        """Mends a quoted value, which may end on a later line."""
        line = self.lines[at]
        if (end := values.quote_end(line, start)) is not None:
            mends.extend(values.quoted_mends(line, start, end))
            return at + 1
        closing = _CLOSING[line[start]]
        for index in self.inside(at, outer):
            if closing.match(self.lines[index]):
                return index + 1
        mends.append(values.open_quote_mend(line, start))
        return self.swallow(at, outer)

    def mend_brackets(self, at: int, start: int, outer: int, mends: list[Mend]) -> int:
        """Mends a list or fields in brackets; brackets that only begin a text are put in quotes."""
        line = self.lines[at]
        end, depth = brackets.flow_end(line, start) if line[start] in "[{" else (None, 0)
        wide: list[Mend] = []
        if end is None or line[end : code_end(line, end)].strip():
            wide = list(brackets.half_width_brackets(line, start))
            end = code_end(line, start) if wide else end
        if end is not None and not line[end : code_end(line, end)].strip():
            meant = brackets.half_width(line) if wide else line
            wide.extend(brackets.flow_mends(meant, start, end))
            mends.extend(brackets.one_mistake(line, start, end, wide))
            return at + 1
        if line[start] in "｛［":
            mends.extend(values.plain_mends(line, start, alone=next(self.below(at, outer), None) is None))
            return self.skip_text(at, outer, plain=True)
        for index in self.inside(at, outer) if end is None else ():
            closed, depth = brackets.flow_end(self.lines[index], 0, depth)
            if closed is not None:
                return index + 1
        if end is None or not line[end:].lstrip().startswith(":"):
            mends.append(brackets.unbalanced_mend(line, start, closed=end is not None))
        return self.swallow(at, outer)

    def swallow(self, at: int, outer: int) -> int:
        """Empties the lines below a value that is told never to end."""
        for index in list(self.below(at, outer)):
            self.lines[index], self.widths[index] = "", None
        return at + 1

    def inside(self, at: int, outer: int) -> Iterator[int]:
        """The lines after `at` that may belong to quotes or brackets left open there: up to the next field or item."""
        for index in range(at + 1, len(self.lines)):
            width, row = self.widths[index], self.lines[index]
            if width is not None and width <= outer:
                start = blanks(row)
                if DASH.match(row, start) or value_start(row, start) is not None:
                    return
            yield index
