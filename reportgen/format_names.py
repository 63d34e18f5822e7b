"""Names in a format's rules that must be those of its data: 执行率的分母, and the lists of 逐项."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.format_terms import DocumentRow, FormulaRow
from reportgen.parameters import Profile
from reportgen.problem import Level, Problem
from reportgen.source.slips import may_be, slips
from reportgen.source.terms import DATA, MONEY_UNITS, PROJECTS, Kind, Terms, every_field
from reportgen.source.written import Words


def wrong_names(
    profile: Profile, documents: Iterable[DocumentRow], formulas: Iterable[FormulaRow], terms: Terms
) -> Iterator[Problem]:
    """Each name that the data do not have, with the nearest one that they have."""
    below = profile.execution.denominator
    amounts = [term.word for term in terms[PROJECTS] if term.kind is Kind.NUMBER and term.unit in MONEY_UNITS]
    reckoned = [row.name.text for row in formulas if row.scope.text == PROJECTS and row.unit.text != "%"]
    if below and below.text not in (*amounts, *reckoned):
        yield _unknown("分母", below, (*amounts, *reckoned))
    lists = tuple(
        ".".join(path)
        for path, term in every_field(terms, DATA)
        if term.kind in (Kind.LIST, Kind.NAMED) and path[0] != "填报"
    )
    for row in documents:
        if row.each and row.each.text not in lists:
            yield _unknown("逐项", row.each, lists)


def _unknown(what: str, words: Words, known: tuple[str, ...]) -> Problem:
    near = may_be(slips(words.text, known))
    hint = f"{near}；" if near else ""
    return Problem(
        "D5", Level.ERROR, words.place, f"“{what}”填了“{words}”", f"{hint}可以填：{'、'.join(dict.fromkeys(known))}"
    )
