"""Lists in prose, held against the number of their items that is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reportgen.checks.case import Case, Check
from reportgen.checks.mentions import mentions
from reportgen.checks.words import all_words, sentences
from reportgen.figures.figure import Figure
from reportgen.figures.scope import NameProblem, Scope
from reportgen.problem import Level, Operand, Problem
from reportgen.source.written import Words

COUNTED = ("个", "项", "类", "种", "家")
_LIST = re.compile(r"[：:]([^。；：:，,（）]*、[^。；：:，,（）]*)")
_NAMING = re.compile(r"(包括|分别是|分别为|主要用于|主要是)([^。]+)")
_LEADS = r"[^，。；、：【】]{0,10}[，：]?$"  # what may stand between a number and the word that begins its list
_REFERENCE = re.compile(r"【([^【】|]+)(?:\|[^【】]*)?】" + _LEADS)
_WITHIN = re.compile(r"（[^（）]*）|《[^《》]*》")  # commas in there part no items
_LAST = re.compile(r"及|和|与")


def lists_have_as_many_items_as_said(case: Case) -> Iterator[Problem]:
    """P2：“三个项目：甲、乙、丙”说几个就列几个。

    级别：核实性
    依据：前后一致
    例：说是“三项”，列了 2 个：巡查、宣传
    """
    for sentence in sentences(case):
        for listed in _LIST.finditer(sentence.text):
            before = sentence.text[max(0, listed.start() - 12) : listed.start()]
            said = [m for m in mentions(before) if m.unit in COUNTED and not m.rough]
            items = [item for item in listed[1].split("、") if item.strip("　 ")]
            if not said or any(ch.isdigit() for ch in listed[1]) or "等" in listed[1]:
                continue
            if said[-1].value != len(items):
                message = f"说是“{said[-1].text}”，列了 {len(items)} 个：{listed[1][:40]}"
                yield Problem("P2", Level.CONFIRM, sentence.at(), message, "更正个数，或补全所列各项")


def named_items_are_as_many_as_counted(case: Case) -> Iterator[Problem]:
    """P2：写了几个项目又逐一点名的，点名的不少于所写的个数；小标题是事实名称的，按那个事实的个数。

    级别：核实性、提示性
    依据：前后一致
    例：说是“5个”，点名的至多 3 个：巡查、宣传、封井
    """
    for heading, words in _paragraphs(case):
        start = 0
        for sentence in words.text.split("。"):
            naming = _NAMING.search(sentence)
            said = _said(case, sentence[: naming.start()], heading if not start else "") if naming else None
            if naming and said is not None:
                place = replace(words.place, column=words.place.column + start + naming.start())
                yield from _too_few(said, naming, Problem("P2", Level.CONFIRM, place, ""))
            start += len(sentence) + 1


def _too_few(said: Figure, naming: re.Match[str], found: Problem) -> Iterator[Problem]:
    """Fewer names than said; 及, 和 or 与 in the last one may part two more; 等 and 主要 leave some unnamed."""
    names = _WITHIN.sub("", naming[2])
    counts = "【" in names or any(m.unit in COUNTED for m in mentions(names))
    items = [item for item in re.split("；" if "；" in names else "、", names) if item]
    most = len(items) + bool(_LAST.search(items[-1])) if items else 0
    if counts or len(items) < 2 or most >= said.amount:
        return
    level = Level.HINT if "等" in items[-1] or "主要" in naming[1] else Level.CONFIRM
    message = f"说是“{said}”，点名的至多 {most} 个：{naming[2][:40]}"
    operands = (Operand(said.name, said.number, said.place),) if said.name else ()
    yield replace(found, level=level, message=message, hint="更正个数，或补全所列各项", operands=operands)


def _said(case: Case, before: str, heading: str) -> Figure | None:
    """How many a list is said to have: by a number or a reference just before it, else by its heading."""
    number = next((m for m in reversed(list(mentions(before))) if re.fullmatch(_LEADS, before[m.end :])), None)
    if number and number.unit in COUNTED and not number.rough:
        return Figure(value=number.value, unit=number.unit)
    reference = _REFERENCE.search(before)
    name = reference[1] if reference else f"事实.{heading}"
    try:
        value = case.root.at_path(name)
    except NameProblem:
        return None
    if isinstance(value, Scope) and "值" in value.members:
        value = value.find("值")
    counted = isinstance(value, Figure) and value.value is not None and value.unit in COUNTED
    return value if isinstance(value, Figure) and counted else None


def _paragraphs(case: Case) -> Iterator[tuple[str, Words]]:
    """The paragraphs of the narrative with their headings."""
    for section in case.submission.narrative.values():
        for heading, text in [("", section)] if isinstance(section, Words) else section:
            yield from ((str(heading), words) for words in all_words(text))


CHECKS: tuple[Check, ...] = (lists_have_as_many_items_as_said, named_items_are_as_many_as_counted)
