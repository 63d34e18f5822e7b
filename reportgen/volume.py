"""The documents of a case → one PDF for handing in: bound in order, pages counted through, contents before them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.checks.case import Case
from reportgen.figures.scope import Scope
from reportgen.glyphs import told_of_data
from reportgen.making import make
from reportgen.pipeline import DOCX, PDF, Planned, file_name, named
from reportgen.places import folder_of
from reportgen.problem import Level, Place, Problem, in_file_order
from reportgen.profile import COMMON

if TYPE_CHECKING:
    from reportgen.typeset.archive import Enclosure
    from reportgen.typeset.tree import Document

NAME = "合订本"
CONTENTS, CONTENTS_TITLE = "合订目录.docx", "目录"


def make_bound(
    case: Case,
    planned: Sequence[Planned],
    kinds: Collection[str],
    draft: bool,
    done: Callable[[], None],
    enclosed: Sequence[Enclosure],
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The files of planned documents like `making.make`, with one PDF for all of them.

    Raises OSError when the PDF engine cannot be loaded.
    """
    files, problems = make(planned, [DOCX], draft, done)
    volume, more = _volume(case, planned, files, draft, enclosed)
    return (files if DOCX in kinds else {}) | volume, tuple(in_file_order((*problems, *more)))


def _volume(
    case: Case, planned: Sequence[Planned], files: Mapping[str, bytes], draft: bool, enclosed: Sequence[Enclosure]
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The filled documents as one PDF by its name; none where one of them is missing."""
    from reportgen.typeset.pdf import make_pdf
    from reportgen.typeset.read import read_docx
    from reportgen.typeset.volume import bind

    parts: list[tuple[str, Document]] = []
    problems: list[Problem] = []
    for one in planned:
        content = files.get(f"{one.name}.{DOCX}")
        if content is None:
            return {}, ()  # why was told when it was made
        document, found = read_docx(content, f"{one.name}.{PDF}")
        parts.append((one.called, document))
        problems += found
    row = case.format.volume
    volume = bind(parts)
    if row.contents.text == "是":
        volume, found = _with_contents(case, planned, parts, draft)
        problems += found
    volume = replace(volume, title=named(case, row.title) or planned[0].properties.title)
    name = f"{file_name(case, named(case, row.name) or NAME, draft)}.{PDF}"
    if any(problem.blocks for problem in problems):
        return {}, tuple(problems)
    pdf, more = make_pdf(volume, name, enclosed)
    problems += told_of_data(more, planned[0].names)
    return ({} if any(problem.blocks for problem in more) else {name: pdf}), tuple(problems)


def _with_contents(
    case: Case, planned: Sequence[Planned], parts: Sequence[tuple[str, Document]], draft: bool
) -> tuple[Document, tuple[Problem, ...]]:
    """The volume behind its contents page, which is laid out once the pages of the others are known."""
    from reportgen.fill.docx import fill
    from reportgen.typeset.pdf import part_pages
    from reportgen.typeset.read import read_docx
    from reportgen.typeset.volume import bind

    plain = bind(parts)
    own = case.format.folder / CONTENTS
    template = own if own.is_file() else folder_of(case.format.folder.parent, COMMON) / CONTENTS
    if not template.is_file():
        hint = f"把 {CONTENTS} 放在本格式的文件夹里，或从原来的格式文件夹里取回 {COMMON}/{CONTENTS}"
        return plain, (Problem("T2", Level.ERROR, Place(str(template)), "找不到合订目录的模板", hint),)
    starts, pages = part_pages(plain)
    lines = tuple(
        Scope("合订", {"名称": name, "页码": str(start)}) for (name, _), start in zip(parts, starts, strict=True)
    )
    names = {**planned[0].names, "合订": lines}
    content, found = fill(template, names, replace(planned[0].properties, title=CONTENTS_TITLE), draft)
    if content is None:
        return plain, found
    contents, more = read_docx(content, Path(template).name)
    return bind(((CONTENTS_TITLE, contents), *parts), unnumbered=1, pages=pages), (*found, *more)
