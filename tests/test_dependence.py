"""Changing one typed number changes exactly the figures that come from it, on every page."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from reports import CORRECTED, TEMPLATES, department, docx_text

from reportgen.checks.case import Case
from reportgen.figures.figure import Figure
from reportgen.making import make
from reportgen.pipeline import DOCX, examine, plan
from reportgen.problem import Place

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TOKEN = re.compile(r"\d+(?:\.\d+)?%?")


def case_of(path: Path) -> Case:
    case = examine(path, TEMPLATES).case
    assert case is not None
    return case


def figures(case: Case) -> dict[str, Figure]:
    return {figure.name: figure for figure in case.root.figures()}


def sources(figure: Figure, seen: set[Place] | None = None) -> set[Place]:
    """The places of all typed numbers a figure comes from."""
    seen = set() if seen is None else seen
    if figure.place and not figure.formula:
        seen.add(figure.place)
    for operand in figure.operands:
        sources(operand, seen)
    return seen


def typed(path: Path) -> list[Figure]:
    """The typed numbers of a data file that something is reckoned from or printed."""
    return [
        f
        for f in figures(case_of(path)).values()
        if f.place and f.place.file == str(path) and not f.formula and f.value is not None
    ]


def edited(path: Path, place: Place, folder: Path) -> Path:
    """A copy of a data file with the number at a place made greater by a little."""
    lines = path.read_text(encoding="utf-8").split("\n")
    line = lines[place.line - 1]
    number = _NUMBER.search(line, place.column - 1)
    assert number
    digits = len(number[0].partition(".")[2])
    greater = str(int(number[0].replace(".", "")) + 1).zfill(digits + 1)
    text = f"{greater[:-digits]}.{greater[-digits:]}" if digits else greater
    rest = re.sub(rf"\A(, 文字: [^,}}]*?){re.escape(number[0])}", rf"\g<1>{text}", line[number.end() :])
    lines[place.line - 1] = line[: number.start()] + text + rest
    copy = folder / path.name
    copy.write_text("\n".join(lines), encoding="utf-8")
    return copy


@cache
def texts(path: Path) -> list[str]:
    return documents(case_of(path))


def documents(case: Case) -> list[str]:
    files, problems = make(plan(case, draft=False), [DOCX], draft=False)
    assert not problems
    return [docx_text(data) for data in files.values()]


@pytest.mark.parametrize("path", CORRECTED, ids=department)
def test_one_number_changes_what_comes_from_it(path: Path, tmp_path: Path) -> None:
    before = figures(case_of(path))
    inputs = typed(path)
    assert len(inputs) > 10
    for one in inputs:
        assert one.place
        case = case_of(edited(path, one.place, tmp_path))
        after = figures(case)
        changed = {name for name, figure in after.items() if figure.value != before[name].value}
        dependent = {name for name, figure in before.items() if one.place in sources(figure)}
        assert one.name in changed
        assert changed <= dependent, (one.name, changed - dependent)
        old = {token for name in changed for token in _TOKEN.findall(str(before[name]))}
        new = {token for name in changed for token in _TOKEN.findall(str(after[name]))}
        for text, text_after in zip(texts(path), documents(case), strict=True):
            tokens, tokens_after = Counter(_TOKEN.findall(text)), Counter(_TOKEN.findall(text_after))
            assert set(tokens - tokens_after) <= old, (one.name, tokens - tokens_after)
            assert set(tokens_after - tokens) <= new, (one.name, tokens_after - tokens)


def may_stay(figure: Figure) -> bool:
    """Whether a figure may keep its value when one it comes from changes: scores have caps, conditions choose."""
    chooses = re.search("若|首个|绝对值|最小|最大|数量", figure.formula) or figure.code in ("S4", "S5", "F7")
    return bool(chooses) or any(may_stay(part) for part in figure.operands)


@pytest.mark.parametrize("path", CORRECTED, ids=department)
def test_sums_and_ratios_do_change(path: Path, tmp_path: Path) -> None:
    """What comes from a number by sums and ratios alone changes with it, unless a factor of zero holds it."""
    before = figures(case_of(path))
    for one in typed(path):
        assert one.place
        after = figures(case_of(edited(path, one.place, tmp_path)))
        for name, figure in before.items():
            sure = figure.operands and figure.value and not may_stay(figure)
            if one.place in sources(figure) and sure:
                assert after[name].value != figure.value, (one.name, name)
