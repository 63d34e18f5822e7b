"""Every name in every tag of a template against the names of an example: all at once, also where no data reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from jinja2 import nodes

from reportgen.declared import DEPARTMENT
from reportgen.figures.documents import THIS
from reportgen.figures.spelling import shown
from reportgen.format_terms import a_list
from reportgen.lint.grammar import expression_of, statement_of
from reportgen.lint.possible import Judge
from reportgen.lint.seen import ALL_NAMES, LIST, NAME, WORD, Looping, Possible, Seen, Wrong, full_names
from reportgen.lint.template import Finding, Paragraph, Tag, Template
from reportgen.problem import Level
from reportgen.source.terms import PROJECTS


@dataclass(frozen=True, slots=True)
class Printed:
    """A tag that prints, and what it may print."""

    paragraph: Paragraph
    tag: Tag
    values: Possible


@dataclass(frozen=True, slots=True)
class Reading:
    """What is wrong with the names of a template, and what its tags print."""

    findings: tuple[Finding, ...]
    printed: tuple[Printed, ...]


NamedCheck: TypeAlias = Callable[[Reading], Iterator[Finding]]


def names_are_known(reading: Reading) -> Iterator[Finding]:
    """T28：标签里的每个名称都是格式提供的，印的是一个数或一段文字，不是一组名称。

    级别：强制性
    依据：没有的名称填不出；不论数据有没有填到那里，都在这里查
    例：标签 {{ 单位.名字 }}：没有“单位.名字”这个名称
    """
    return (one for one in reading.findings if one.code == NAME)


def loops_run_over_lists(reading: Reading) -> Iterator[Finding]:
    """T29：循环的“in”后面是一个列表。

    级别：强制性
    依据：一组字段不是列表，循环一次也不做，报告里就少了这一段
    例：“本项目.总体目标”是一组字段，不是列表，循环一次也不做
    """
    return (one for one in reading.findings if one.code == LIST)


def tags_only_name(reading: Reading) -> Iterator[Finding]:
    """T23：标签里只写名称、比较和列出的几种写法，不计算。

    级别：强制性
    依据：计算写进 运算.yaml，才能审核、才能问出处
    例：标签 {{ 收入.合计 + 追加.合计 }}：标签里不能用计算
    """
    return (one for one in reading.findings if one.code == WORD)


CHECKS: Final[tuple[NamedCheck, ...]] = (names_are_known, loops_run_over_lists, tags_only_name)


def read_names(template: Template, names: Mapping[str, Seen]) -> Reading:
    """Every tag of a template judged by the names that a document of it has."""
    found: list[Finding] = []
    printed: list[Printed] = []
    for portion in template.portions:
        walk = _Walk(names)
        for paragraph in portion.paragraphs:
            for tag in paragraph.tags:
                found += [_finding(wrong, paragraph, tag) for wrong in walk.take(tag)]
                if walk.printing is not None:
                    printed.append(Printed(paragraph, tag, walk.printing))
    return Reading(tuple(found), tuple(printed))


@dataclass(slots=True)
class _Walk:
    """Goes through the tags of a part in order; `loops` are the variables of loops that are open, `left` of others."""

    names: Mapping[str, Seen]
    loops: list[dict[str, Possible]] = field(default_factory=list)
    left: set[str] = field(default_factory=set)
    printing: Possible | None = None

    def take(self, tag: Tag) -> Iterator[Wrong]:
        """What is wrong with a tag."""
        self.printing = None
        loops = {name: values for loop in reversed(self.loops) for name, values in loop.items() if name != "loop"}
        judge = Judge(self.sought, self.known, left=frozenset(self.left), loops=loops)
        if tag.form == "{{":
            if (expression := expression_of(tag.inner)) is not None:
                values = judge.of(expression)
                judge.printed(values, shown(expression))
                self.printing = values
        elif tag.form == "{%":
            self.statement(tag.inner, judge)
        yield from judge.wrong

    def statement(self, inner: str, judge: Judge) -> None:
        word, _, rest = inner.partition(" ")
        match word:
            case "for":
                self.loops.append(self.opened(inner, judge))
            case "endfor" if self.loops:
                self.left |= self.loops.pop().keys() - {"loop"}
            case "if" | "elif":
                if (expression := expression_of(rest)) is not None:
                    judge.of(expression)

    def opened(self, inner: str, judge: Judge) -> dict[str, Possible]:
        """The variables of a loop; those of one that cannot be read may be anything."""
        match statement_of(inner):
            case nodes.For(target=nodes.Name(name=name), iter=listed, test=test):
                before = len(judge.wrong)
                items = judge.of(listed)
                judge.wrong[before:] = [_as_list(wrong, shown(listed)) for wrong in judge.wrong[before:]]
                own = {
                    name: judge.listed(items, shown(listed)) if len(judge.wrong) == before else (),
                    "loop": (Looping(),),
                }
                if test is not None:
                    self.loops.append(own)
                    judge.of(test)
                    self.loops.pop()
                return own
            case nodes.For(target=target):
                message = "循环里只能取一个变量"
                judge.wrong.append(Wrong(WORD, message, "如 {% for 行 in 指标 %}"))
                return {node.name: () for node in target.find_all(nodes.Name)}
        return {}

    def sought(self, name: str) -> Possible | None:
        for loop in reversed(self.loops):
            if name in loop:
                return loop[name]
        return (self.names[name],) if name in self.names else None

    def known(self) -> Iterator[str]:
        """The full names: those of loops, of what the document is for, of the rest."""
        yield from self.variables()
        yield from full_names({name: self.names[name] for name in sorted(self.names, key=_of_others)})

    def variables(self) -> Iterator[str]:
        """The loops' variables and the names below them, the innermost first."""
        for loop in reversed(self.loops):
            for name, values in loop.items():
                yield from full_names({name: values[0]} if values else {name: ""}, 2)


def _as_list(wrong: Wrong, path: str) -> Wrong:
    """What is wrong with the name of a list: one that is not there is declared as a list, not as a field."""
    owner, _, name = path.rpartition(".")
    if wrong.code != NAME or wrong.named or not name.isidentifier() or owner not in ("", THIS + PROJECTS, "项"):
        return wrong
    return replace(wrong, hint=f"{a_list(name, PROJECTS if owner else DEPARTMENT)}；{ALL_NAMES}")


def _of_others(name: str) -> bool:
    return not name.startswith(THIS)


def _finding(wrong: Wrong, paragraph: Paragraph, tag: Tag) -> Finding:
    message = f"标签 {tag.text}：{wrong.message}" if wrong.code != LIST else wrong.message
    return Finding(wrong.code, Level.ERROR, paragraph.where, message, wrong.hint, paragraph.element)
