"""The program's table of contents: load → read → derive → check → plan; `making` fills and typesets what is planned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import chain, count
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from reportgen.checks.case import Case
from reportgen.checks.catalogue import check
from reportgen.figures.derive import derive
from reportgen.figures.documents import THIS, Document, documents
from reportgen.figures.figure import Figure
from reportgen.figures.lists import owners_in_lists
from reportgen.figures.scope import NameProblem, Scope, Value
from reportgen.formats import FILES, Format, find_formats, load_format
from reportgen.places import template_folders
from reportgen.problem import Level, Place, Problem, in_file_order, show_problem, summary
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.model import Submission
from reportgen.source.reader import format_named, read_fields
from reportgen.source.terms import SECTIONS
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


def examine(data: Path, templates: Path, *, maintaining: bool = False) -> Examined:
    """A data file's figures and every problem in it, in file order.

    What is wrong with the format itself is one line, unless it is its maintainer who asks.
    """
    document, problems = load_document(data, str(data))
    if not isinstance(document, nodes.Mapping):
        return Examined(data, None, tuple(in_file_order(problems)))
    name = format_named(document)
    format, more = _format_of(name, templates) if name else (None, ())
    submission, unreadable = read_fields(document, data, str(data), format.terms if format else SECTIONS)
    case = None
    if format is None:  # what fields there are is not known
        told = (problem for problem in unreadable if problem.code != "D1" or not name)
        found = (*problems, *told, *more)
    else:
        root, unresolved = derive(submission, format)
        case = Case(submission, format, root)
        found = (*problems, *unreadable, *more, *unresolved, *check(case), *_of_documents(case))
    found = tuple(_placed(problem, data) for problem in found)
    found = found if maintaining else tuple(_for_accountants(found, name, template_folders(templates)))
    return Examined(data, case, tuple(in_file_order(found)))


def _for_accountants(problems: tuple[Problem, ...], name: Words, folders: tuple[Path, ...]) -> Iterator[Problem]:
    """The problems of the data; those of the format, which another person mends, in one line."""

    def of_format(problem: Problem) -> bool:
        path = Path(problem.place.file)
        return path.name in FILES and any(path.is_relative_to(folder) for folder in folders)

    yield from (problem for problem in problems if not of_format(problem))
    wrong = in_file_order(p for p in problems if of_format(p) and p.level is not Level.HINT)
    if wrong:
        message = f"格式“{name}”有 {len(wrong)} 处错误，请维护人运行 reportgen formats check {name}"
        first = f"{wrong[0].place.file}:{wrong[0].place.line} {wrong[0].message}"
        yield Problem("T9", Level.ERROR, name.place, message, f"转告维护人，并附上这个数据文件；第一处：{first}")


def _placed(problem: Problem, data: Path) -> Problem:
    """What stands on no line of its own is told of the data file."""
    return problem if problem.place.file else replace(problem, place=Place(str(data)))


def _format_of(name: Words, templates: Path) -> tuple[Format | None, tuple[Problem, ...]]:
    known = find_formats(templates)
    if name.text in known:
        return load_format(templates, name.text)
    near = get_close_matches(name.text, known, 1, 0.3)
    hint = f"可能是“{near[0]}”" if near else "已有的格式：" + "、".join(known)
    return None, (Problem("D12", Level.ERROR, name.place, f"没有“{name}”这个格式", hint),)


def plan(case: Case, draft: bool) -> tuple[Planned, ...]:
    """The documents of a case in the order of its format, with their names settled."""
    numbered = list(_numbered(case))
    listing = Scope("附件", parent=case.root, columns={"号", "名称"})
    listing.items = tuple(
        Scope("附件", {"号": str(number), "名称": named(case, document.row.name, document.items)})
        for number, document in numbered
        if number
    )
    planned = []
    for number, document in numbered:
        row, items = document.row, document.items
        known_as = (f"附件{number} " if number else "") + named(case, row.name, items)
        title = named(case, row.title or row.name, items)
        names: dict[str, Value] = {key: case.root.find(key) for key in case.root.members}
        names |= {"附件": listing, "附件号": str(number), **items}
        properties = _properties(title, case.submission)
        template = case.format.folder / row.template.text
        planned.append(Planned(file_name(case, known_as, draft), known_as, template, names, properties))
    return tuple(planned)


def file_name(case: Case, known_as: str, draft: bool) -> str:
    """What a document is known as, with the unit and the year before it."""
    prefix = "草稿-" if draft else ""
    return f"{prefix}{case.submission.unit.name}-{case.submission.fiscal_year}-{known_as}"


def _numbered(case: Case) -> Iterator[tuple[int, Document]]:
    """Each document with its number as an attachment (0: none)."""
    number = 0
    for document in documents(case.format, case.root)[0]:
        number += (attached := document.row.attachment.text == "是")
        yield number if attached else 0, document


def _of_documents(case: Case) -> Iterator[Problem]:
    """File names that do not tell documents apart or name nothing, and indicators that no document prints."""
    yield from _of_one_name(case)
    yield from _of_references(case)
    if any(rows for _, rows in owners_in_lists(case.root, case.format.terms)):
        from reportgen.unprinted import unprinted_tables

        yield from unprinted_tables(case.format)


def _of_one_name(case: Case) -> Iterator[Problem]:
    """Documents that would lie in one file, the later over the earlier."""
    first: dict[str, Document] = {}
    for number, document in _numbered(case):
        name = (f"附件{number} " if number else "") + named(case, document.row.name, document.items)
        before = first.setdefault(name, document)
        if before is document:
            continue
        called = document.item.members.get("简称") or document.item.members.get("名称") if document.item else None
        message = f"两份文件都叫“{name}”，后一份会盖掉前一份"
        if isinstance(called, Words) and called and f"【{THIS}" in document.row.name.text:
            yield Problem("D11", Level.ERROR, called.place, message, "把名称（简称）改成能区分的")
        else:
            hint = "文件的“名称”里加上能区分各份的，如【本项目.名称】、【本来源.名称】"
            yield Problem("T3", Level.ERROR, document.row.name.place, message, hint)


def _of_references(case: Case) -> Iterator[Problem]:
    """The 【…】 of file names and titles that name nothing."""
    patterns = [(words, one.items) for _, one in _numbered(case) for words in (one.row.name, one.row.title)]
    patterns += [(words, {}) for words in (case.format.volume.name, case.format.volume.title)]
    told: set[str] = set()
    for words, items in patterns:
        for name in _REFERENCE.findall(words.text):
            try:
                _value(case, name, items)
            except NameProblem as wrong:
                message = f"文件名、标题里的【{name}】：{wrong}"
                hint = f"可能是“{wrong.near}”" if wrong.near else "全部名称见 reportgen formats fields"
                if message not in told:
                    yield Problem("T4", Level.ERROR, words.place, message, hint)
                told.add(message)


def named(case: Case, pattern: Words, items: Mapping[str, Scope] = MappingProxyType({})) -> str:
    """A name pattern of format.yaml with its 【名称】 filled in; one that names nothing stays as it is."""

    def value(found: re.Match[str]) -> str:
        try:
            return _value(case, found[1], items)
        except NameProblem:  # told by _of_references
            return found[0]

    return _REFERENCE.sub(value, pattern.text)


def _value(case: Case, name: str, items: Mapping[str, Scope]) -> str:
    """What 【名称】 stands for; NameProblem where there is none of that name."""
    first, _, rest = name.partition(".")
    scope, name = (items[first], rest) if first in items and rest else (case.root, name)
    got = scope.at_path(name)
    return str(got) if isinstance(got, Words | Figure | str) else ""


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
