"""What must be told apart in a submission: the names of its projects, shares, indicators and rows of lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from reportgen.problem import Place
from reportgen.source.model import Indicator, Row, Submission, held
from reportgen.source.quantities import Report
from reportgen.source.terms import DATA, INDICATORS, PROJECTS, Kind, Term, Terms, indicator_tables
from reportgen.source.written import Words

OWN_NAMES = ("合计", "个数")
NAME = "名称"


def refuse_equal_names(submission: Submission, terms: Terms, report: Report) -> None:
    """Two projects of one name, or two indicators of one name in a second-level group, cannot be told apart."""
    for project in submission.projects:
        for what, name in ((PROJECTS, project.name), *(("分配", share.name) for share in project.shares)):
            _refuse(name, OWN_NAMES, what, report)
    _first_of_each({p.name: p.name.text for p in submission.projects}, PROJECTS, report)
    for indicators in (submission.indicators, *(p.indicators for p in submission.projects)):
        _tell_indicators_apart(indicators, report)
    for term, rows in listed(submission, terms):
        names = [cast(Words, row.further[NAME]) for row in rows if isinstance(row.further.get(NAME), Words)]
        for name in names:
            _refuse(name, (*OWN_NAMES, *(column.word for column in terms[term.of])), term.word, report)
        _first_of_each({name: name.text for name in names}, term.word, report)
        for table in indicator_tables(terms, term.of):
            for row in rows:
                _tell_indicators_apart(cast(tuple[Indicator, ...], held(row, table)), report)


def all_indicators(submission: Submission, terms: Terms) -> Iterator[Indicator]:
    """The indicators of the department, of every project, and of the rows of lists."""
    yield from submission.indicators
    for project in submission.projects:
        yield from project.indicators
    for term, rows in listed(submission, terms):
        for table in indicator_tables(terms, term.of):
            for row in rows:
                yield from cast(tuple[Indicator, ...], held(row, table))


def own_prose(submission: Submission, terms: Terms) -> Iterator[tuple[str, Words]]:
    """The paragraphs in the fields and lists that a format declares, with the names of their fields."""
    sections: list[tuple[str, object]] = [(DATA, submission), *((PROJECTS, one) for one in submission.projects)]
    sections += [(term.of, row) for term, rows in listed(submission, terms) for row in rows]
    for section, record in sections:
        for term in terms[section]:
            if term.declared and term.kind is Kind.PROSE:
                yield term.word, cast(Words, held(record, term))


def listed(submission: Submission, terms: Terms) -> Iterator[tuple[Term, tuple[Row, ...]]]:
    """Each list that a format declares, of the department and of every project, with its rows."""
    owners = ((DATA, submission), *((PROJECTS, project) for project in submission.projects))
    for section, owner in owners:
        for term in terms[section]:
            if term.declared and term.kind in (Kind.LIST, Kind.NAMED) and term.of != INDICATORS:
                yield term, cast(tuple[Row, ...], held(owner, term))


def _refuse(name: Words, taken: tuple[str, ...], what: str, report: Report) -> None:
    if name.text in taken:
        report("D11", name.place, f"{what}不能叫“{name}”", "写全称；合计由程序算")


def _tell_indicators_apart(indicators: tuple[Indicator, ...], report: Report) -> None:
    _first_of_each({i.level3: f"{i.level2}·{i.level3}" for i in indicators}, INDICATORS, report)


def _first_of_each(names: Mapping[Words, str], what: str, report: Report) -> None:
    seen: dict[str, Place] = {}
    for words, key in names.items():
        if words and key in seen:
            first = seen[key]
            where = f"第 {first.line} 行" if first.file == words.place.file else f" {first} "
            report("D11", words.place, f"{what}“{words.text}”与{where}的重名", "改成能区分的名称")
        seen.setdefault(key, words.place)
