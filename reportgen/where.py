"""A case → every place in its documents where a figure is printed, found by marking the very print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.checks.case import Case
from reportgen.figures.derive import derive
from reportgen.figures.figure import Figure
from reportgen.figures.mark import Ledger, marked, plain
from reportgen.figures.scope import Scope
from reportgen.fill.docx import fill
from reportgen.fill.environment import TemplateEnvironment
from reportgen.formats import FILES
from reportgen.lint.template import all_text
from reportgen.pipeline import Planned, plan
from reportgen.places import template_folders
from reportgen.problem import Problem, printable
from reportgen.typeset.passages import Passage, passages
from reportgen.typeset.read import read_docx

_AROUND = 12  # characters quoted on either side of a print
_NUMERIC = "0123456789.%"  # a quotation does not begin with the tail of a number
_SHORT = 30  # a cell of so many characters is quoted whole
_OUT_OF_SIGHT = "（文本框等读不出位置的地方）"


@dataclass(frozen=True, slots=True)
class Printed:
    """One print of a figure: document, place in it, the cell's row, the words around, and the printed text."""

    figure: Figure
    document: str
    where: str
    row: str
    excerpt: str
    text: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A case's figures and their prints in the order of the documents, with what kept a document from being read."""

    root: Scope
    prints: tuple[Printed, ...]
    problems: tuple[Problem, ...]

    def of(self, figure: Figure) -> tuple[Printed, ...]:
        """Where a figure is printed."""
        return tuple(one for one in self.prints if one.figure == figure)

    def computed_from(self, figure: Figure) -> tuple[Figure, ...]:
        """The printed figures that change with a figure, in the order of their first print."""
        known: dict[int, bool] = {}
        found: list[Figure] = []
        for one in self.prints:
            if _follows(one.figure, figure, known) and one.figure not in found:
                found.append(one.figure)
        return tuple(found)


def trace(case: Case) -> Trace:
    """Fill every document of a case with all prints marked, and read the marks where they came to stand."""
    ledger = Ledger()
    root, _ = derive(case.submission, case.format, ledger.mark)
    environment = TemplateEnvironment(ledger.mark)
    prints: list[Printed] = []
    problems: list[Problem] = []
    for one in plan(Case(case.submission, case.format, root), draft=False):
        found, more = _prints(one, ledger, environment)
        prints.extend(found)
        problems.extend(more)
    return Trace(root, tuple(prints), tuple(problems))


def _prints(
    planned: Planned, ledger: Ledger, environment: TemplateEnvironment
) -> tuple[tuple[Printed, ...], tuple[Problem, ...]]:
    """The prints of one document."""
    content, problems = fill(planned.template, planned.names, planned.properties, draft=False, environment=environment)
    if content is None:
        return (), problems
    document, unread = read_docx(content, f"{planned.called}.docx")
    seen: set[str] = set()
    found: list[Printed] = []
    for passage in passages(document):
        for mark in marked(passage.text):
            seen.add(mark[1])
            found.append(_printed(ledger.figures[int(mark[1])], plain(planned.called), passage, mark))
    for mark in marked(all_text(content)):
        if mark[1] not in seen:
            figure = ledger.figures[int(mark[1])]
            found.append(Printed(figure, plain(planned.called), _OUT_OF_SIGHT, "", mark[2], mark[2]))
    blocking = tuple(problem for problem in (*problems, *unread) if problem.blocks)
    return tuple(found), blocking


def _printed(figure: Figure, document: str, passage: Passage, mark: re.Match[str]) -> Printed:
    before, after = plain(passage.text[: mark.start()]), plain(passage.text[mark.end() :])
    whole = f"{before}{mark[2]}{after}"
    if passage.left and len(whole) <= _SHORT:
        excerpt = whole
    else:
        excerpt = _cut(before, before[-_AROUND:].lstrip(_NUMERIC)) + mark[2]
        excerpt += after[:_AROUND] + ("…" if len(after) > _AROUND else "")
    labels = (plain(text).rstrip("：:") for text in reversed(passage.left) if not _only_figures(text))
    return Printed(figure, document, plain(passage.where), next((one for one in labels if one), ""), excerpt, mark[2])


def _cut(text: str, end: str) -> str:
    """The end of a text, with a sign that more stands before it."""
    return end if end == text else f"…{end}"


def _only_figures(text: str) -> bool:
    """Whether a cell holds figures and no word that names its row."""
    for mark in marked(text):
        text = text.replace(mark[0], "")
    return not text.strip(" —")


def _follows(figure: Figure, source: Figure, known: dict[int, bool]) -> bool:
    """Whether a figure is computed from another; one that is adopted as typed is computed from none."""
    if id(figure) not in known:
        adopted = figure.stated is not None and figure.stated.adopt
        parts = () if adopted else figure.operands
        known[id(figure)] = any(part == source or _follows(part, source, known) for part in parts)
    return known[id(figure)]


def show_where(found: Trace, figure: Figure) -> str:
    """The places of a figure, then those of the figures computed from it."""
    return "\n".join(_lines_of(found, figure))


def _lines_of(found: Trace, figure: Figure) -> Iterator[str]:
    yield _headline(figure)
    own = found.of(figure)
    yield from (f"    {_line(one)}" for one in own) if own else ("    没有印出",)
    computed = found.computed_from(figure)
    if computed:
        yield "由它算出的："
    for other in computed:
        yield f"  {_headline(other)}"
        yield from (f"    {_line(one)}" for one in found.of(other))


def _headline(figure: Figure) -> str:
    source = f"  {figure.place}" if figure.place and figure.place.file else ""
    return f"{printable(figure.name)} {printable(str(figure)) or '（空）'}{source}"


def _line(one: Printed) -> str:
    shown = f"{one.row}｜{one.excerpt}" if one.row else f"“{one.excerpt}”"
    return printable(f"{one.document}  {one.where}  {shown}")


def show_all(found: Trace, figures: tuple[Figure, ...], typed: tuple[Figure, ...]) -> str:
    """Figures that are not blank with the number of their places; then the typed ones that are printed nowhere."""
    lines = [
        f"{printable(figure.name)} = {printable(str(figure))}  {len(found.of(figure))} 处"
        for figure in figures
        if str(figure)
    ]
    absent = [figure for figure in typed if not found.of(figure)]
    if absent:
        lines.append("填了而没有印出的：")
    for figure in absent:
        count = len(found.computed_from(figure))
        used = f"用来算出 {count} 个印出的数" if count else "也没有用来算出任何印出的数"
        lines.append(f"    {_headline(figure)}  {used}")
    return "\n".join(lines)


def typed_figures(case: Case, root: Scope) -> Iterator[Figure]:
    """The figures below a scope that were typed in the data as a number or words; —, …… and 无 are nothing to miss."""
    rules = template_folders(case.format.folder.parent)
    for figure in root.figures():
        place = figure.place
        something = figure.value is not None or figure.text
        if not something or not place or not place.file:
            continue
        path = Path(place.file)
        if path.name not in FILES or not any(map(path.is_relative_to, rules)):
            yield figure


def tree_of_places(found: Trace, figure: Figure) -> dict[str, object]:
    """A figure's places for machines, with those of the figures computed from it."""
    computed = found.computed_from(figure)
    return {**_entry(found, figure), "computed": [_entry(found, other) for other in computed]}


def _entry(found: Trace, figure: Figure) -> dict[str, object]:
    place = figure.place
    return {
        "name": figure.name,
        "shown": str(figure),
        "file": place.file if place else "",
        "line": place.line if place else 0,
        "column": place.column if place else 0,
        "places": [
            {"document": o.document, "where": o.where, "row": o.row, "excerpt": o.excerpt, "printed": o.text}
            for o in found.of(figure)
        ],
    }
