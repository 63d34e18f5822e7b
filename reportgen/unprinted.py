"""A format → what it asks for and no template of it prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from jinja2 import nodes

from reportgen.declared import TABLE
from reportgen.figures.documents import THIS
from reportgen.format_terms import FieldRow, ListRow
from reportgen.formats import Format
from reportgen.problem import Level, Place, Problem
from reportgen.source.terms import DATA, Path, every_field, own_lists, term_of
from reportgen.starting.fields_used import printed, walked
from reportgen.starting.needs import NARRATIVE, ROOT
from reportgen.starting.tags import read_tags

_IDLE: Final = "在模板里印出来，或在 运算.yaml、审核.yaml 里用它；正文里才用的不必改；不用的删去"


@dataclass(frozen=True, slots=True)
class Printing:
    """A format with the tags of its templates by their names, and the fields that these name themselves."""

    format: Format
    trees: tuple[tuple[str, nodes.Template], ...]
    fields: frozenset[Path]


PrintedCheck: TypeAlias = Callable[[Printing], Iterator[Problem]]


def unprinted(format: Format) -> tuple[Problem, ...]:
    """What is asked for and never printed; nothing as long as a template cannot be read."""
    printing = _printing(format)
    if printing is None:
        return ()
    return tuple(documents_have_tags(printing)) or tuple(what_is_asked_for_is_used(printing))


def unprinted_tables(format: Format) -> tuple[Problem, ...]:
    """The tables of indicators in lists that no template of a format prints."""
    printing = _printing(format)
    return tuple(_tables(printing)) if printing else ()


def _printing(format: Format) -> Printing | None:
    """A format with its templates; None where one of them cannot be read."""
    names = tuple(dict.fromkeys(row.template.text for row in format.documents))
    trees = [(name, read_tags(format.folder / name)) for name in names if (format.folder / name).is_file()]
    read = tuple((name, tree) for name, tree in trees if tree is not None)
    return Printing(format, read, printed(format)) if names and len(read) == len(names) else None


def documents_have_tags(printing: Printing) -> Iterator[Problem]:
    """T49：每一项各印一份的模板，里面有标签。

    级别：核实性
    依据：没有标签，各份都是同一张空表
    例：“自评表.docx”每个项目印一份，里面没有一个标签
    """
    each = {row.template.text: row.each.text for row in printing.format.documents if row.each}
    for name, tree in printing.trees:
        if name in each and tree.find(nodes.Name) is None:
            item = each[name].rpartition(".")[2]
            message = f"“{name}”每个{item}印一份，里面没有一个标签"
            hint = f"在要填的格里写上标签，如 {{{{ {THIS}{item}.名称 }}}}；名称见 reportgen formats fields"
            yield Problem("T49", Level.CONFIRM, Place(str(printing.format.folder / name)), message, hint)


def what_is_asked_for_is_used(printing: Printing) -> Iterator[Problem]:
    """T8：声明的字段、列表和叙述，模板印它，或者公式、审核用它。

    级别：提示性；必填的叙述、列表里的指标表没有印出的，核实性
    依据：要人填而不印的，白填
    例：列表“目标”的指标表“指标”没有印出：各项的指标填了也不见
    """
    yield from _fields(printing)
    yield from _tables(printing)
    yield from _prose(printing)


def _fields(printing: Printing) -> Iterator[Problem]:
    """Declared fields and lists that nothing prints or reckons with."""
    format = printing.format
    sections = {ROOT: DATA} | {path: term.of for path, term in every_field(format.terms)}
    used = {(sections.get(path[:-1]), path[-1]) for path in walked(format).needs}
    used |= {(listed.name.text, table.name.text) for listed, table in _indicator_tables(format)}  # told on their own
    for section, name in format.declared.names():
        if (section, name.text) not in used and term_of(format.terms, section, name.text):
            yield Problem("T8", Level.HINT, name.place, f"声明的“{name}”没有印出，也没有用来计算或审核", _IDLE)


def _tables(printing: Printing) -> Iterator[Problem]:
    """The tables of indicators in lists that no template loops over."""
    paths = {term.word: path for path, term in own_lists(printing.format.terms)}
    for listed, table in _indicator_tables(printing.format):
        path = paths.get(listed.name.text)
        if path and (*path, table.name.text) not in printing.fields:
            message = f"列表“{listed.name}”的指标表“{table.name}”没有印出：各项的指标填了也不见"
            loop = f"{{%tr for 行 in {_called(printing, listed)}.{table.name} %}}"
            hint = f"在“{listed.name}”的循环里再写一层循环：{loop}"
            yield Problem("T8", Level.CONFIRM, table.name.place, message, hint)


def _indicator_tables(format: Format) -> Iterator[tuple[ListRow, FieldRow]]:
    for listed in format.declared.lists:
        yield from ((listed, row) for row in listed.fields if row.kind.text == TABLE)


def _called(printing: Printing, listed: ListRow) -> str:
    """What the templates call an item of a list: the variable of their loop over it."""
    for _, tree in printing.trees:
        for loop in tree.find_all(nodes.For):
            names = [getattr(node, "attr", "") for node in (loop.iter, *loop.iter.find_all(nodes.Getattr))]
            if listed.name.text in names and isinstance(loop.target, nodes.Name):
                return loop.target.name
    return f"{THIS}{listed.name}"


def _prose(printing: Printing) -> Iterator[Problem]:
    """Sections of prose that no template prints."""
    below = {name for _, tree in printing.trees for name in _sections(tree)}
    for row in printing.format.narrative:
        if row.name.text not in below:
            required = row.required.text == "是"
            message = f"叙述“{row.name}”没有印出" + ("，却是必填的" if required else "")
            loop = f"{{%p for 段 in {NARRATIVE}.{row.name} %}}、{{{{ 段 }}}}、{{%p endfor %}}"
            hint = f"在模板里写 {loop} 三段；不用的，从 format.yaml 的“{NARRATIVE}”里删去"
            yield Problem("T8", Level.CONFIRM if required else Level.HINT, row.name.place, message, hint)


def _sections(tree: nodes.Template) -> Iterator[str]:
    """The names that tags write below 叙述."""
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        match node:
            case nodes.Getattr(node=nodes.Name(name="叙述"), attr=name):
                yield name
            case nodes.Getitem(node=nodes.Name(name="叙述"), arg=nodes.Const(value=str() as name)):
                yield name


CHECKS: Final[tuple[PrintedCheck, ...]] = (documents_have_tags, what_is_asked_for_is_used)
