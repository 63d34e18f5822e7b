"""A format, and what is carried over from another file → the text of a data file with every field explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reportgen.formats import Format
from reportgen.source import node as nodes
from reportgen.source.node import Node
from reportgen.source.terms import DATA, INDICATORS, PROJECTS, Kind, Path, Term
from reportgen.starting.comments import FALLBACK, GROUPS, OPTIONAL, listed_names, most_of, told_of
from reportgen.starting.heading import head
from reportgen.starting.needs import FACTS, ROOT, FieldsUsed, Need
from reportgen.starting.rows import (
    carried_row,
    carried_tree,
    empty,
    example_rows,
    examples,
    legend,
    own_columns,
    weighs,
)
from reportgen.starting.yaml_text import (
    STEP,
    commented,
    flow,
    joined,
    mapping,
    paragraphs,
    quoted,
    scalar,
    value,
    with_comment,
    worded,
)

_NOTES = "  # F6: 一句话说明。核实性的问题，查实无误的，用代码开头写在这里（reportgen explain F6 说明一个代码）"


def blank(
    format: Format, used: FieldsUsed, file: str, schema: str, year: str = "", given: nodes.Mapping | None = None
) -> str:
    """The data file of a year; without `given`, the fields carried over from another, each list shows an example.

    `file` is what the head calls the file, `schema` the name of the schema beside it.
    """
    own = mapping(格式=scalar(format.name), 年度=scalar(year))
    root = nodes.Mapping((*own, *(given or ())), own.place)
    top = head(format, (FACTS,) in used.needs, file, schema)
    return top + "\n".join(_Writer(format, used, given is None).section(DATA, ROOT, root, 0)) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    format: Format
    used: FieldsUsed
    fresh: bool
    legends: list[list[str]] = field(default_factory=list)  # those already told

    def section(self, section: str, path: Path, given: Node | None, indent: int) -> Iterator[str]:
        """The fields of a section in the order of the table, those of the root set apart by blank lines."""
        for term in self.format.terms[section]:
            entry = given.find(term.word) if isinstance(given, nodes.Mapping) else None
            lines = list(self.field(term, (*path, term.word), entry.value if entry else None, indent))
            if lines and path == ROOT and term.kind in GROUPS:
                yield ""
            yield from lines

    def offered(self, path: Path, grouped: bool = False) -> Need | None:
        """How much a field is needed; what is only checked is offered where the fields around it are printed.

        A group is not: many lines for what no page shows.
        """
        need = self.used.needs.get(path)
        around = self.used.needs.get(path[:-1], Need.CHECKED)
        hidden = need is Need.CHECKED and (around < Need.FILLED or grouped)
        return None if hidden or need is Need.REPLACED else need

    def field(self, term: Term, path: Path, given: Node | None, indent: int) -> Iterator[str]:
        need = self.offered(path, term.kind in GROUPS and term.of != INDICATORS)
        margin = STEP * indent
        if term.kind is Kind.NOTES:
            yield f"{margin}{term.word}:"
            yield _NOTES
            return
        if need is None and given is None:
            return
        match term.kind:
            case Kind.SECTION:
                lines = list(self.section(term.of, path, given, indent + 1))
            case Kind.TREE:
                lines = list(self.tree(term, path, given, indent + 1))
            case Kind.NAMED:
                lines = list(self.table(term, path, given, indent + 1))
            case Kind.LIST if term.of == INDICATORS:
                lines = list(self.indicators(path, given, indent + 1))
            case Kind.LIST if need is not None and need < Need.FILLED and given is None:
                yield with_comment(commented(f"{margin}{term.word}:"), OPTIONAL)
                return
            case Kind.LIST if term.of == PROJECTS or self.in_blocks(term):
                lines = list(self.blocks(term, path, given, indent + 1))
            case Kind.LIST:
                lines = list(self.rows(term, path, given, indent + 1))
            case Kind.PROSES:
                lines = list(self.narrative(given, indent + 1))
            case _:
                yield from self.leaf(term, need, given, indent)
                return
        if lines:
            yield with_comment(f"{margin}{term.word}:", told_of(term, need))
            yield from lines

    def leaf(self, term: Term, need: Need | None, given: Node | None, indent: int) -> Iterator[str]:
        """A field on one line, a paragraph on several."""
        if need is Need.FILLED and FALLBACK in term.help:
            need = Need.OPTIONAL
        margin = STEP * indent
        told = told_of(term, need, given is not None)
        if isinstance(given, nodes.Scalar) and term.kind is Kind.PROSE:
            first, *rest = paragraphs(term.word, given.text, indent)
            yield with_comment(first, told)
            yield from rest
        elif given is not None or need is Need.FILLED:
            yield with_comment(f"{margin}{term.word}: {_shown(term, given)}".rstrip(), told)
        else:
            yield with_comment(commented(f"{margin}{term.word}:"), told)

    # Free names: the given ones, those the format asks for, those that the help lists

    def tree(self, term: Term, path: Path, given: Node | None, indent: int) -> Iterator[str]:
        if isinstance(given, nodes.Mapping):
            yield from carried_tree(given, indent)
            return
        names = self.used.names.get(path) or {(n,): self.used.needs.get(path, Need.CHECKED) for n in listed_names(term)}
        if not names or (path in self.used.names and Need.FILLED not in names.values()):
            yield commented(f"{STEP * indent}（此处写名称）:")
        before: Path = ()
        for name, need in names.items():
            for depth, part in enumerate(name, 1):
                if name[:depth] == before[:depth]:
                    continue
                line = f"{STEP * (indent + depth - 1)}{quoted(part)}:"
                yield line if need is Need.FILLED or depth < len(name) else commented(line)
            if (*path, *name) in self.used.groups:
                yield commented(f"{STEP * (indent + len(name))}（此处写名称）:")
            before = name

    def table(self, term: Term, path: Path, given: Node | None, indent: int) -> Iterator[str]:
        """Named rows, each on one line; those with long texts in blocks."""
        terms = self.format.terms[term.of]
        if self.in_blocks(term) and (given is not None or term.rows):
            yield from self.named_blocks(term, path, given, indent)
            return
        if isinstance(given, nodes.Mapping):
            for entry in given:
                row = carried_row(terms, self.used, path, entry.value)
                yield f"{STEP * indent}{quoted(entry.key.text)}: {row}".rstrip()
            return
        columns = [t for t in terms if self.used.needs.get((*path, t.word)) is Need.FILLED]
        columns = columns or [t for t in terms if (*path, t.word) in self.used.needs]
        cells = "{" + ", ".join(f"{t.word}: {empty(t)}" for t in columns) + "}"
        names = {name[0]: need for name, need in self.used.names.get(path, {}).items()}
        if term.declared:
            yield from (f"{STEP * indent}# {line}" for line in self.told(terms, path))
        if term.rows:
            names = dict.fromkeys(term.rows, self.used.needs.get(path, Need.CHECKED))
        for name, need in (names or dict.fromkeys(listed_names(term), self.used.needs.get(path, Need.CHECKED))).items():
            line = f"{STEP * indent}{quoted(name)}: {cells}"
            yield line if need is Need.FILLED else commented(line)
        if term.word == FACTS:
            example = f"{STEP * indent}培训人次: {{值: 1200, 单位: 人次, 限定: 余}}"
            yield with_comment(commented(example), "正文里写【培训人次】，印成“1200余人次”")
            example = f'{STEP * indent}群众满意率: {{值: 96%, 单位: "%", 分子: 满意户数, 分母: 调查户数}}'
            yield with_comment(commented(example), "写了分子、分母或分项的，程序核对")

    def named_blocks(self, term: Term, path: Path, given: Node | None, indent: int) -> Iterator[str]:
        """Named rows, each a block."""
        rows = {entry.key.text: entry.value for entry in given} if isinstance(given, nodes.Mapping) else {}
        for name, row in (rows or dict.fromkeys(term.rows)).items():
            yield f"{STEP * indent}{quoted(name)}: {_text(row)}".rstrip()
            yield from () if _text(row) else self.section(term.of, path, row, indent + 1)

    # Lists

    def indicators(self, path: Path, given: Node | None, indent: int) -> Iterator[str]:
        margin = STEP * indent
        items = given.items if isinstance(given, nodes.Sequence) else ()
        own = own_columns(self.format.terms, self.used, path)
        weighed = weighs(self.format.profile, self.used, path)
        rows = [carried_row(self.format.terms[INDICATORS], self.used, path, item, weighed) for item in items]
        if not rows and (self.fresh or path[0] != PROJECTS):
            rows = list(example_rows(self.format.profile, self.used, path, own))
        lines = [*legend(self.format.profile, path), *self.told(own, path)]
        if rows and lines not in self.legends:
            self.legends.append(lines)
            yield from (f"{margin}# {line}" for line in lines)
        for row in rows:
            yield f"{margin}- {row}"

    def in_blocks(self, term: Term) -> bool:
        """Whether the rows of a list need more than a line each."""
        return any(inner.kind in (Kind.PROSE, Kind.LIST) for inner in self.format.terms[term.of])

    def rows(self, term: Term, path: Path, given: Node | None, indent: int) -> Iterator[str]:
        """Each row of a format's own list on a line, below what is told of its columns; an example if there is none."""
        margin, terms = STEP * indent, self.format.terms[term.of]
        items = given.items if isinstance(given, nodes.Sequence) else ()
        yield from (f"{margin}# {line}" for line in self.told(terms, path))
        for item in items or examples(term, self.format.terms):
            yield f"{margin}- {carried_row(terms, self.used, path, item)}"

    def told(self, columns: Iterable[Term], path: Path) -> list[str]:
        """What is told of the fields of rows that are each on a line."""
        needs = {term: self.used.needs.get((*path, term.word)) or Need.OPTIONAL for term in columns}
        return [f"{term.word}：{told}" for term, need in needs.items() if (told := told_of(term, need))]

    def blocks(self, term: Term, path: Path, given: Node | None, indent: int) -> Iterator[str]:
        """Each project, or row of a list with long texts, a block; an example where there is none."""
        items = given.items if isinstance(given, nodes.Sequence) else ()
        for number, item in enumerate(items or examples(term, self.format.terms)):
            first, *rest = self.section(term.of, path, item, indent + 1)
            if number:
                yield ""
            yield f"{STEP * indent}- {first.strip()}"
            yield from rest

    def narrative(self, given: Node | None, indent: int) -> Iterator[str]:
        """The format's sections in its order, each with what it is about."""
        margin = STEP * indent
        for row in self.format.narrative:
            entry = given.find(row.name.text) if isinstance(given, nodes.Mapping) else None
            required = row.required.text == "是"
            told = joined(("" if required else OPTIONAL, row.where.text, row.help.text, most_of(row)))
            line = f"{margin}{quoted(row.name.text)}:"
            if entry and isinstance(entry.value, nodes.Mapping):
                yield with_comment(line, told)
                for heading in entry.value:
                    yield from paragraphs(heading.key.text, _text(heading.value), indent + 1)
            elif entry:
                first, *rest = paragraphs(row.name.text, _text(entry.value), indent)
                yield with_comment(first, told)
                yield from rest
            else:
                yield with_comment(line if required else commented(line), told)
                if row.name.text in self.used.headed:
                    yield commented(f"{margin}{STEP}（此处写小标题）: （此处写这个小标题下的话）")


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, nodes.Scalar) else ""


def _shown(term: Term, given: Node | None) -> str:
    """A value after its field."""
    if not isinstance(given, nodes.Scalar):
        return flow(given) if given is not None else ""
    text = given.text.strip()
    return worded(text) if term.kind in (Kind.TEXT, Kind.PROSE) and text else value(text)
