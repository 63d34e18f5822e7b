"""A YAML file → located nodes; every scalar stays text, and every mistake is told at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from reportgen.problem import Level, Place, Problem, in_file_order
from reportgen.source import keyboard, syntax
from reportgen.source import text as texts
from reportgen.source.keyboard import mend_keyboard
from reportgen.source.node import Entry, Mapping, Node, Scalar, Sequence
from reportgen.source.syntax import explain_syntax
from reportgen.source.text import printable_value, read_text

RULES = {
    **texts.RULES,
    **keyboard.RULES,
    **syntax.RULES,
    "Y28": "文件要有内容",
    "Y29": "文件最外层是“字段: 值”",
    "Y30": "不用 YAML 的锚点 & 和别名 *",
    "Y31": "不用 YAML 的标签 !",
    "Y32": "不用 YAML 的合并键 <<",
    "Y33": "一个文件只写一份数据，中间没有 ---",
    "Y34": "缩进和括号不超过 24 层",
    "Y35": "一个文件不超过 100,000 个字段和值",
    "Y36": "同一处的字段不得重名",
    "Y37": "字段名是一行文字，不得空着",
    "Y38": "一个列表、一组字段不超过 500 项",
    "Y39": "一行文字不超过 20,000 字",
}
MOST_DEPTH = 24
MOST_NODES = 100_000
MOST_ITEMS = 500
MOST_LETTERS = 20_000
GUESSED = {"Y20", "Y21", "Y22", "Y23", "Y24"}  # the place of such a line in the document is a guess
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load_document(path: Path, shown: str | None = None) -> tuple[Node | None, tuple[Problem, ...]]:
    """A file as its root mapping, and its mistakes in file order; None when it cannot be read as one."""
    shown = shown or str(path)
    text, unreadable = read_text(path, shown)
    if text is None:
        return None, unreadable
    mended, mistyped = mend_keyboard(text, shown)
    composer = _Composer(shown, frozenset(p.place.line for p in mistyped if p.code in GUESSED))
    root = composer.compose(mended)
    return root, tuple(in_file_order((*unreadable, *mistyped, *composer.problems)))


class _Refused(Exception):
    """The rest of the file cannot be read; the problem is already told."""


@dataclass(slots=True)
class _Composer:
    """Makes nodes of libyaml's events; what is wrong gathers in `problems`.

    The layout of a line of `told` was guessed, and what the parser says of it may be only a consequence.
    """

    shown: str
    told: frozenset[int] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    nodes: int = 0
    lines: list[str] = field(default_factory=list)

    def compose(self, text: str) -> Mapping | None:
        """YAML text as its root mapping."""
        self.lines = text.split("\n")
        events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
        try:
            return self.document(events)
        except yaml.MarkedYAMLError as error:
            problem = explain_syntax(error, self.shown)
            if problem.place.line not in self.told:
                self.problems.append(problem)
        except _Refused:
            pass
        return None

    def document(self, events: Iterator[yaml.Event]) -> Mapping | None:
        """The only document of a file."""
        root: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.refuse("Y33", event, "“---”后面又是一份数据，没有读", "分成几个文件，每个文件一份数据")
                root = self.node(next(events), events, 0)
        if root is None or (isinstance(root, Scalar) and not root.text):
            self.report("Y28", Place(self.shown), "文件是空的，或只有注释", "照 data/ 里的例子填写")
        elif isinstance(root, Mapping):
            return root
        else:
            what = "一个列表" if isinstance(root, Sequence) else "一段文字"
            self.report("Y29", root.place, f"文件最外层是{what}，不是字段", "每行写成“字段: 值”，如 年度: 2024")
        return None

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        """The node that begins with `event`."""
        place = self.place(event)
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise self.refuse("Y35", event, f"字段和值超过 {MOST_NODES:,} 个，后面的没有读", "检查是否选错了文件")
        if depth > MOST_DEPTH:
            raise self.refuse("Y34", event, f"缩进或括号超过 {MOST_DEPTH} 层，后面的没有读", "检查缩进和括号是否写错")
        if isinstance(event, yaml.AliasEvent):
            self.report("Y30", place, f"“*{event.anchor}”是 YAML 的别名", "把内容照写一遍；是文字就加半角引号")
            return Scalar("", place)
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            if event.anchor:
                self.report("Y30", place, f"“&{event.anchor}”是 YAML 的锚点", "删去它；是文字就给整个值加半角引号")
            if event.tag:
                tag = event.tag.replace("tag:yaml.org,2002:", "!!")
                self.report("Y31", place, f"“{tag}”是 YAML 的标签", "删去它；是文字就给整个值加半角引号")
        if isinstance(event, yaml.ScalarEvent):
            place = self.text_place(place) if event.style in ("|", ">") else place
            quoted = event.style in ("'", '"', "|", ">")
            value = self.unescaped(event, place) if event.style == '"' else event.value
            typed = value if quoted else self.as_typed(event)
            return Scalar(self.bearable(value, place), place, quoted, self.bearable(typed, place))
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self.items(events, depth)), place)
        return self.mapping(place, events, depth)

    def items(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Node]:
        count = 0
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            node = self.node(event, events, depth + 1)
            if self.has_room(count, node.place):
                yield node
            count += 1

    def has_room(self, count: int, place: Place) -> bool:
        """Whether a list or a group of fields that has so many may have another; the first too many is told."""
        if count == MOST_ITEMS:
            message = f"这一处超过 {MOST_ITEMS:,} 项，从这里起没有读"
            self.report("Y38", place, message, "检查是否选错了文件；确有这么多，就分成几份数据")
        return count < MOST_ITEMS

    def bearable(self, text: str, place: Place) -> str:
        """A text without a line's letters beyond those that a page can be set of."""
        if len(text) <= MOST_LETTERS or all(len(line) <= MOST_LETTERS for line in text.split("\n")):
            return text
        message = f"一行文字超过 {MOST_LETTERS:,} 字，后面的没有读"
        told = Problem("Y39", Level.ERROR, place, message, "分成几段，每段一行；检查是否粘贴错了内容")
        if told not in self.problems[-1:]:
            self.problems.append(told)
        return "\n".join(line[:MOST_LETTERS] for line in text.split("\n"))

    def mapping(self, place: Place, events: Iterator[yaml.Event], depth: int) -> Mapping:
        """A mapping with the entries whose keys are well; a repeated key keeps all its entries."""
        entries: list[Entry] = []
        first: dict[str, Place] = {}
        count = 0
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, Scalar) or not key.text.strip():
                self.report("Y37", key.place, "字段名空着，或是列表、括号", "冒号前面写上字段名")
                continue
            if key.text == "<<" and not key.quoted:
                self.report("Y32", key.place, "“<<”是 YAML 的合并键，它的内容没有读", "把内容照写一遍")
                continue
            if earlier := first.get(key.text):
                lines = f"第 {earlier.line} 行和第 {key.place.line} 行"
                where = lines if earlier.line != key.place.line else "都在这一行"
                message = f"“{key.text}”写了两次：{where}"
                self.report("Y36", key.place, message, "留下对的一个；两处都要就改成不同的名称")
            first.setdefault(key.text, key.place)
            if self.has_room(count, key.place):
                entries.append(Entry(key, value))
            count += 1
        return Mapping(tuple(entries), place)

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.shown, mark.line + 1, mark.column + 1) if mark else Place(self.shown)

    def as_typed(self, event: yaml.ScalarEvent) -> str:
        """A bare text over several lines with its line ends, which YAML would make blanks: each line a paragraph."""
        lines = self.source(event)
        return "\n".join(line.strip() for line in lines if line.strip()) if len(lines) > 1 else str(event.value)

    def unescaped(self, event: yaml.ScalarEvent, place: Place) -> str:
        """A text in double quotes, held to the characters that may be typed as such."""
        value, problems = printable_value(event.value, "\n".join(self.source(event)), place)
        self.problems.extend(problems)
        return value

    def source(self, event: yaml.ScalarEvent) -> tuple[str, ...]:
        """The lines of a scalar as they stand in the file; none of one that is not written."""
        start, end = event.start_mark, event.end_mark
        if not start or not end or start.line >= len(self.lines):
            return ()
        lines = self.lines[start.line : end.line + 1]
        if end.line < len(self.lines):
            lines[-1] = lines[-1][: end.column]
        return (lines[0][start.column :], *lines[1:])

    def text_place(self, mark: Place) -> Place:
        """Where the first line of the text below | or > begins."""
        first = next((line for line in self.lines[mark.line :] if line.strip()), "")
        return Place(self.shown, mark.line + 1, len(first) - len(first.lstrip(" ")) + 1)

    def report(self, code: str, place: Place, message: str, hint: str) -> None:
        self.problems.append(Problem(code, Level.ERROR, place, message, hint))

    def refuse(self, code: str, event: yaml.Event, message: str, hint: str) -> _Refused:
        self.report(code, self.place(event), message, hint)
        return _Refused()
