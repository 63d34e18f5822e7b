"""Planned documents → files: each filled and typeset, in this process or in others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from reportgen.children import Lost, Start, Waiting, at_once
from reportgen.glyphs import told_of_data
from reportgen.pipeline import DOCX, PDF, Planned
from reportgen.problem import Level, Place, Problem, in_file_order

if TYPE_CHECKING:
    from reportgen.typeset.archive import Enclosure

_TOO_DEEP = "内容一层套一层，太深了"
_DEEP_HINT = "把套在里层的表格、文本框移到外面"
_LOST_HINT = "行数、图片过多时分成几个文件；否则把数据文件和模板交模板维护人员检查"

Made: TypeAlias = tuple[dict[str, bytes], tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made of some planned documents."""

    planned: tuple[Planned, ...]
    kinds: tuple[str, ...]
    draft: bool
    enclosed: tuple[Enclosure, ...]


def make(
    planned: Sequence[Planned],
    kinds: Sequence[str],
    draft: bool,
    done: Callable[[], None] = lambda: None,
    enclosed: Sequence[Enclosure] = (),
    start: Start[Any, Any] = at_once,
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The files of planned documents by name, PDFs with files embedded; one that fails leaves the others whole.

    Raises OSError when the PDF engine cannot be loaded.
    """
    return gather(begin(planned, kinds, draft, enclosed, start), done)


def begin(
    planned: Sequence[Planned], kinds: Sequence[str], draft: bool, enclosed: Sequence[Enclosure], start: Start[Any, Any]
) -> tuple[tuple[str, Waiting[Made]], ...]:
    """The making of each planned document, begun, by what it is called."""
    order = Order(tuple(planned), tuple(kinds), draft, tuple(enclosed))
    return tuple(zip((one.name for one in planned), start(make_one, order, len(planned)), strict=True))


def gather(making: Iterable[tuple[str, Waiting[Made]]], done: Callable[[], None] = lambda: None) -> Made:
    """The files and problems of what was begun, in file order."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name, waiting in making:
        try:
            made, found = waiting()
        except Lost as lost:
            made, found = {}, (Problem("G5", Level.ERROR, Place(name), f"没有生成：{lost}", _LOST_HINT),)
        files |= made
        problems.extend(found)
        done()
    return files, tuple(in_file_order(problems))


def make_one(order: Order, number: int) -> Made:
    """One document of an order, in each of its kinds."""
    from reportgen.fill.docx import fill

    one = order.planned[number]
    content, problems = fill(one.template, one.names, one.properties, order.draft)
    if content is None or any(p.blocks for p in problems):
        return {}, problems
    made = {DOCX: content} if DOCX in order.kinds else {}
    if PDF in order.kinds:
        pdf, more = typeset(content, f"{one.name}.pdf", order.enclosed)
        problems = (*problems, *told_of_data(more, one.names))
        made |= {PDF: pdf} if pdf is not None else {}
    if len(made) < len(order.kinds):
        return {}, problems
    return {f"{one.name}.{kind}": data for kind, data in made.items()}, problems


def load_engines() -> None:
    """Have what fills and typesets in memory, so that a copy of this process has it too."""
    from reportgen.fill import docx  # noqa: F401

    with suppress(OSError):  # told by the document that needs it
        from reportgen.typeset import pdf, read  # noqa: F401

        pdf.load_engine()


def typeset(docx: bytes, name: str, enclosed: Sequence[Enclosure] = ()) -> tuple[bytes | None, tuple[Problem, ...]]:
    """A filled DOCX as PDF with files embedded; None when something in it would be lost."""
    from reportgen.typeset.pdf import make_pdf, without_garbage_collection
    from reportgen.typeset.read import read_docx

    with without_garbage_collection():
        document, problems = read_docx(docx, name)
        if any(p.blocks for p in problems):
            return None, problems
        try:
            pdf, more = make_pdf(document, name, enclosed)
        except RecursionError:
            return None, (*problems, Problem("G5", Level.ERROR, Place(name), f"没有生成：{_TOO_DEEP}", _DEEP_HINT))
    found = (*problems, *more)
    return (None if any(p.blocks for p in found) else pdf), found
