"""Every check of a template: of its file, of what is left in it, and, by the names of an example, of its tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from reportgen.lint import catalogue, fonts, grammar, names, scores, unit_columns, units, wording
from reportgen.lint.names import NamedCheck, read_names
from reportgen.lint.parts import unreadable
from reportgen.lint.seen import Seen
from reportgen.lint.template import Check, Finding, Template, template_of
from reportgen.ooxml.package import PackageError

LATER: Final[tuple[Check, ...]] = (*grammar.CHECKS, *wording.CHECKS, *units.CHECKS, *fonts.CHECKS)
NAMED: Final[tuple[NamedCheck, ...]] = (*names.CHECKS, *units.NAMED_CHECKS, *unit_columns.CHECKS, *scores.CHECKS)


def opened(content: bytes, file: str) -> tuple[Template | None, tuple[Finding, ...]]:
    """A template, or why it cannot be opened."""
    try:
        return template_of(content, file), ()
    except PackageError as error:
        return None, (unreadable(error),)


def findings(template: Template, documents: Iterable[Mapping[str, Seen]]) -> tuple[Finding, ...]:
    """Every mistake in a template, in the order of its text; `documents` are the names of what is made of it."""
    order = {element: at for at, element in enumerate(e for one in template.portions for e in one.places)}
    found = dict.fromkeys(_found(template, documents))
    return tuple(sorted(found, key=lambda one: order.get(one.element, -1) if one.element is not None else -1))


def _found(template: Template, documents: Iterable[Mapping[str, Seen]]) -> Iterator[Finding]:
    for check in (*catalogue.CHECKS, *LATER):
        yield from check(template)
    for one in documents:
        reading = read_names(template, one)
        for judge in NAMED:
            yield from judge(reading)
