"""A format → what it asks for and no template of it prints, and numbers of attachments that it prints and never has."""

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
from reportgen.source.terms import DATA, INDICATORS, Path, every_field, own_lists, term_of
from reportgen.starting.fields_used import printed, walked
from reportgen.starting.needs import NARRATIVE, ROOT
from reportgen.starting.tags import read_tags

_SCORES: Final = ("分值", "得分", "总分", "等级")
_NUMBER: Final = "附件号"
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
    if bare := tuple(documents_have_tags(printing)):
        return bare
    later = (what_is_asked_for_is_used, every_fixed_row_is_printed, scores_are_printed, attachments_are_numbered)
    return tuple(problem for check in later for problem in check(printing))


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


def every_fixed_row_is_printed(printing: Printing) -> Iterator[Problem]:
    """T8：模板逐行写固定的来源行、列表行的，每行都写到。

    级别：核实性
    依据：少一行，表上各行之和就不等于合计
    例：“报告.docx”逐行印“来源”，没有“其他资金”一行
    """
    format = printing.format
    for term in {term.word: term for _, term in every_field(format.terms) if term.rows}.values():
        for name, tree in printing.trees:
            parts = [(_last(node.node), _key(node)) for node in _dotted(tree)]
            written = {key for owner, key in parts if owner == term.word and key in term.rows}
            looped = any(_last(loop.iter) == term.word for loop in tree.find_all(nodes.For))
            left_out = [row for row in term.rows if row not in written]
            if left_out and len(written) > len(left_out) and not looped:
                rows = "、".join(f"“{row}”" for row in left_out)
                message = f"“{name}”逐行印“{term.word}”，没有{rows}一行"
                hint = f"在表里加上{rows}一行；本来就不印的，不必改"
                yield Problem("T8", Level.CONFIRM, Place(str(format.folder / name)), message, hint)


def scores_are_printed(printing: Printing) -> Iterator[Problem]:
    """T8：计分的格式印指标的，也印分值、得分或总分。

    级别：提示性
    依据：去年不计分的表改成计分，只改了 profile.yaml，分数就哪里也没有
    例：格式计分，印了指标，没有一份文件印分值、得分、总分
    """
    format = printing.format
    used = {
        name: set(map(_key, tree.find_all((nodes.Name, nodes.Getattr, nodes.Getitem)))) for name, tree in printing.trees
    }
    tables = [name for name, names in used.items() if names >= {INDICATORS, "指标值"}]
    if not format.profile.scores or not tables:
        return
    written = {row.name.text + row.title.text for row in format.documents}.union(*used.values())
    if not any(word in name for name in written for word in _SCORES):
        message = "格式计分，印了指标，没有一份文件印分值、得分、总分"
        hint = (
            "在表里加上 {{ 行.分值 }}、{{ 行.得分 }} 和 总分、评定等级；不计分的，在 profile.yaml 里写 项目指标计分: 否"
        )
        yield Problem("T8", Level.HINT, Place(str(format.folder / tables[0])), message, hint)


def _dotted(tree: nodes.Template) -> Iterator[nodes.Getattr | nodes.Getitem]:
    found = tree.find_all((nodes.Getattr, nodes.Getitem))
    return (node for node in found if isinstance(node, nodes.Getattr | nodes.Getitem))


def _last(node: nodes.Node | None) -> str:
    """The last name of an expression: 来源 of 本项目.来源, of 本项目.来源|按(名称), and of a loop over it."""
    match node:
        case nodes.Filter(node=inner) | nodes.Call(args=[inner, *_]):
            return _last(inner)
        case nodes.Node():
            return _key(node)
    return ""


def _key(node: nodes.Node) -> str:
    match node:
        case nodes.Name(name=name) | nodes.Getattr(attr=name):
            return name
        case nodes.Getitem(arg=nodes.Const(value=str() as name)):
            return str(name)
    return ""


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


def attachments_are_numbered(printing: Printing) -> Iterator[Problem]:
    """T55：印附件号的文件，format.yaml 里编了附件号。

    级别：核实性
    依据：没有编的，附件号总是 0
    例：“项目支出绩效自评表.docx”印附件号，这个文件没有编，总是印 0
    """
    trees = dict(printing.trees)
    for row in printing.format.documents:
        if row.attachment.text != "是" and _prints_number(trees[row.template.text]):
            message = f"“{row.template}”印附件号，这个文件没有编，总是印 0"
            hint = f"在“文件”的这一项加上 附件: 是；不编的，从模板里删去“附件{{{{ {_NUMBER} }}}}”"
            yield Problem("T55", Level.CONFIRM, row.name.place, message, hint)


def _prints_number(node: nodes.Node) -> bool:
    """Whether the number of an attachment stands in tags, but for those under a condition on it."""
    match node:
        case nodes.Name(name=name):
            return name == _NUMBER
        case nodes.If(test=test) if _prints_number(test):
            return False
    return any(map(_prints_number, node.iter_child_nodes()))


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


CHECKS: Final[tuple[PrintedCheck, ...]] = (
    documents_have_tags,
    what_is_asked_for_is_used,
    every_fixed_row_is_printed,
    scores_are_printed,
    attachments_are_numbered,
)
