"""The program's table of contents: load → read → derive → check → plan; `making` fills and typesets what is planned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.checks.case import Case
from reportgen.checks.catalogue import check
from reportgen.figures.derive import derive
from reportgen.figures.figure import Figure
from reportgen.figures.scope import Scope, Value
from reportgen.format_terms import DocumentRow
from reportgen.formats import Format, find_formats, load_format
from reportgen.problem import Level, Place, Problem, in_file_order, show_problem, summary
from reportgen.source.model import Submission
from reportgen.source.reader import read_submission
from reportgen.source.written import Words

if TYPE_CHECKING:
    from reportgen.fill.package import Properties
    from reportgen.typeset.archive import Enclosure

DOCX, PDF = "docx", "pdf"
CHECKED = "审核结果.txt"
_DATE = re.compile(r"(\d{4})年(\d+)月(\d+)日")
_REFERENCE = re.compile(r"【([^【】]+)】")


@dataclass(frozen=True, slots=True)
class Examined:
    """A data file read, reckoned and checked; without a case when it could not be read that far."""

    path: Path
    case: Case | None
    problems: tuple[Problem, ...]

    @property
    def blocked(self) -> bool:
        """Whether a final report may not be made."""
        return any(problem.blocks for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Planned:
    """One document to make: its template, the names it may use, its file name and what it says of itself.

    It is `called` 附件1 某表, which the file name puts unit and year before.
    """

    name: str
    called: str
    template: Path
    names: Mapping[str, Value]
    properties: Properties


def examine(data: Path, templates: Path) -> Examined:
    """A data file's figures and every problem in it, in file order."""
    submission, problems = read_submission(data)
    if submission is None or not submission.format:
        return Examined(data, None, tuple(in_file_order(problems)))
    format, more = _format_of(submission, templates)
    if format is None:
        return Examined(data, None, tuple(in_file_order((*problems, *more))))
    root, unresolved = derive(submission, format)
    case = Case(submission, format, root)
    found = (*problems, *more, *unresolved, *check(case))
    return Examined(data, case, tuple(in_file_order(_placed(problem, data) for problem in found)))


def _placed(problem: Problem, data: Path) -> Problem:
    """What stands on no line of its own is told of the data file."""
    return problem if problem.place.file else replace(problem, place=Place(str(data)))


def _format_of(submission: Submission, templates: Path) -> tuple[Format | None, tuple[Problem, ...]]:
    known = find_formats(templates)
    name = submission.format.text
    if name in known:
        return load_format(templates, name)
    near = get_close_matches(name, known, 1, 0.3)
    hint = f"可能是“{near[0]}”" if near else "已有的格式：" + "、".join(known)
    return None, (Problem("D12", Level.ERROR, submission.format.place, f"没有“{name}”这个格式", hint),)


def plan(case: Case, draft: bool) -> tuple[Planned, ...]:
    """The documents of a case in the order of its format, with their names settled."""
    rows = list(_rows(case))
    attached = [(number, row, project) for number, row, project in rows if number]
    listing = Scope("附件", parent=case.root)
    listing.items = tuple(
        Scope("附件", {"号": str(number), "名称": named(case, project, row.name)}) for number, row, project in attached
    )
    planned = []
    for number, row, project in rows:
        known_as = (f"附件{number} " if number else "") + named(case, project, row.name)
        title = named(case, project, row.title or row.name)
        names: dict[str, Value] = {key: case.root.find(key) for key in case.root.members}
        names |= {"附件": listing, "附件号": str(number)}
        if project is not None:
            names["本项目"] = project
        properties = _properties(title, case.submission)
        template = case.format.folder / row.template.text
        planned.append(Planned(file_name(case, known_as, draft), known_as, template, names, properties))
    return tuple(planned)


def file_name(case: Case, known_as: str, draft: bool) -> str:
    """What a document is known as, with the unit and the year before it."""
    prefix = "草稿-" if draft else ""
    return f"{prefix}{case.submission.unit.name}-{case.submission.fiscal_year}-{known_as}"


def _rows(case: Case) -> Iterator[tuple[int, DocumentRow, Scope | None]]:
    """Each document with its number as an attachment (0: none) and its project."""
    number = 0
    for row in case.format.documents:
        for project in case.projects if row.each.text == "项目" else (None,):
            if row.attachment.text == "是":
                number += 1
            yield (number if row.attachment.text == "是" else 0), row, project


def named(case: Case, project: Scope | None, pattern: Words) -> str:
    """A name pattern of format.yaml with its 【名称】 filled in."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        scope = case.root
        if name.startswith("本项目.") and project is not None:
            scope, name = project, name.removeprefix("本项目.")
        got = scope.at_path(name)
        return str(got) if isinstance(got, Words | Figure | str) else ""

    return _REFERENCE.sub(value, pattern.text)


def _properties(title: str, submission: Submission) -> Properties:
    """Title, author and date of a document: the day of signing, or the last day of the fiscal year."""
    from reportgen.fill.package import Properties

    found = _DATE.fullmatch(submission.signed_on.text)
    year, month, day = (int(n) for n in found.groups()) if found else (_year(submission), 12, 31)
    return Properties(title, submission.unit.name.text, f"{year:04}-{month:02}-{day:02}")


def _year(submission: Submission) -> int:
    """The fiscal year; a draft may lack it."""
    text = submission.fiscal_year.text
    return int(text) if re.fullmatch(r"20\d\d", text, re.ASCII) else 2000


def enclosures(examined: Examined) -> tuple[Enclosure, ...]:
    """What is embedded in the PDFs of a data file: itself, its project files, and what the check says of them."""
    from reportgen.typeset.archive import Enclosure

    beside = examined.case.submission.project_files if examined.case else ()
    files: dict[str, bytes] = {}
    for path in dict.fromkeys((examined.path, *(examined.path.parent / words.text for words in beside))):
        if path.is_file():
            names = chain((path.name,), (f"{path.stem}（{number}）{path.suffix}" for number in count(2)))
            files[next(name for name in names if name not in files)] = path.read_bytes()
    sources = (Enclosure(name, data, "application/yaml", "Source", "数据") for name, data in files.items())
    found = [show_problem(_by_name(problem)) for problem in examined.problems]
    told = "\n".join((*found, f"{examined.path.name}：{summary(examined.problems)}\n"))
    return *sources, Enclosure(CHECKED, told.encode(), "text/plain", "Supplement", "审核结果")


def _by_name(problem: Problem) -> Problem:
    """A problem that tells files by their names: who reads a PDF has other folders."""

    def named(place: Place) -> Place:
        return replace(place, file=Path(place.file).name)

    operands = (replace(one, place=named(one.place)) if one.place else one for one in problem.operands)
    return replace(problem, place=named(problem.place), operands=tuple(operands))
