"""Words, groups and lists → the lines of YAML that read back as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from reportgen.source.amounts import read_amount
from reportgen.starting.yaml_text import STEP, paragraphs, quoted, value

Given: TypeAlias = "str | Mapping[str, Given] | list[Given]"


def lines(group: Mapping[str, Given], indent: int = 0, rows: bool = False) -> Iterator[str]:
    """A group, one field a line; lists of plain rows with a row a line, and so a group of rows where `rows`."""
    margin = STEP * indent
    for word, given in group.items():
        match given:
            case str() if "\n" in given:
                yield from paragraphs(word, given, indent)
            case str():
                yield f"{margin}{quoted(word)}: {value(given)}".rstrip()
            case list() if all(_plain(one) for one in given):
                yield f"{margin}{quoted(word)}:"
                yield from (f"{margin}{STEP}- {flow(one)}" for one in given)
            case list():
                yield f"{margin}{quoted(word)}:"
                for one in given:
                    assert isinstance(one, Mapping)
                    first, *others = lines(one, indent + 2)
                    yield f"{margin}{STEP}- {first.strip()}"
                    yield from others
            case _ if rows and _plain(given):
                yield f"{margin}{quoted(word)}: {flow(given)}"
            case _:
                yield f"{margin}{quoted(word)}:"
                yield from lines(given, indent + 1, rows=all(isinstance(one, Mapping) for one in given.values()))


def flow(given: Given) -> str:
    """Anything on one line, its lists and fields in brackets."""
    match given:
        case str():
            return given if read_amount(given) and "," not in given else quoted(given) if given else ""
        case list():
            return "[" + ", ".join(map(flow, given)) + "]"
    return "{" + ", ".join(f"{quoted(word)}: {flow(one)}" for word, one in given.items()) + "}"


def _plain(given: Given) -> bool:
    """Whether something is short enough for a line: texts of a line, groups of them."""
    match given:
        case str():
            return "\n" not in given
        case list():
            return False
    return all(isinstance(one, str) and "\n" not in one for one in given.values())
