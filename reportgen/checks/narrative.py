"""The prose that a format asks for."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from reportgen.checks.case import Case, Check
from reportgen.problem import Level, Place, Problem
from reportgen.source.model import Words


def required_sections_are_written(case: Case) -> Iterator[Problem]:
    """P6：格式要求的各段都要写。"""
    written = {name for name, section in case.submission.narrative.items() if section}
    place = case.submission.format.place
    for row in case.format.narrative:
        if row.required.text == "是" and row.name.text not in written:
            message = f"叙述里缺少“{row.name}”（{row.where}）"
            yield Problem("P6", Level.ERROR, Place(place.file, place.line, place.column), message, f"写：{row.help}")


def sections_are_known(case: Case) -> Iterator[Problem]:
    """D1：叙述里的每一段都是格式用得到的。"""
    known = [row.name.text for row in case.format.narrative]
    for name, section in case.submission.narrative.items():
        if name not in known:
            first = section if isinstance(section, Words) else next((heading for heading, _ in section), None)
            near = get_close_matches(name, known, 1, 0.4)
            hint = f"可能是“{near[0]}”" if near else "可用的：" + "、".join(known)
            place = first.place if first else Place(case.submission.format.place.file)
            yield Problem("D1", Level.ERROR, place, f"这个格式的报告里没有“{name}”这一段", hint)


CHECKS: tuple[Check, ...] = (required_sections_are_written, sections_are_known)
