"""What was written: every text of a submission with its place, and the sentences of its prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace

from reportgen.checks.case import Case
from reportgen.problem import Place
from reportgen.source.model import Project, Submission
from reportgen.source.names import all_indicators, own_prose
from reportgen.source.written import Quantity, Words

_REFERENCE = re.compile(r"【[^【】]*】")
_SENTENCE = re.compile(r"[^。；！？]+")


def all_words(value: object) -> Iterator[Words]:
    """Every piece of text of a submission, with its place, a paragraph at a time; printed texts of numbers too."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, Words):
            lines = one.text.split("\n")
            for row, line in enumerate(lines):
                place = one.place if len(lines) == 1 else replace(one.place, line=one.place.line + row)
                yield Words(line, place)
        elif isinstance(one, Quantity):
            yield Words(one.text, one.place)
        elif isinstance(one, tuple):
            left += reversed(one)
        elif isinstance(one, Mapping):
            left += reversed(list(one.values()))
        elif is_dataclass(one):
            left += [getattr(one, field.name) for field in reversed(fields(one))]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as typed (what 【…】 printed is blanked out), with its place."""

    text: str
    place: Place
    column: int

    def at(self, offset: int = 0) -> Place:
        """The place of a character of the sentence, counted from 0."""
        return replace(self.place, column=self.place.column + self.column + offset)


def sentences(case: Case, *patterns: re.Pattern[str]) -> Iterator[Sentence]:
    """The sentences of the narrative, the goals and the reasons in which all of some patterns are found."""
    given = case.submission
    owners: tuple[Submission | Project, ...] = (given, *given.projects)
    reasons = [project.remark for project in given.projects]
    reasons += [indicator.remark for indicator in all_indicators(given, case.format.terms)]
    own = (words for _, words in own_prose(given, case.format.terms))
    for source in (given.narrative, *(owner.goal for owner in owners), *own, *reasons):
        for words in all_words(source) if not isinstance(source, Words) or source.text else ():
            blanked = _REFERENCE.sub(lambda found: "　" * len(found[0]), words.text)
            if all(pattern.search(blanked) for pattern in patterns):
                for found in _SENTENCE.finditer(blanked):
                    if all(pattern.search(found[0]) for pattern in patterns):
                        yield Sentence(found[0], words.place, found.start())
