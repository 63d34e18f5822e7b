"""Words: remnants, attachments, years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

from reportgen.checks.case import Case, Check
from reportgen.figures.derive import number
from reportgen.figures.scope import Scope
from reportgen.problem import Level, Place, Problem
from reportgen.source.model import Quantity, Words

_REMNANT = re.compile(
    r"[…⋯]{1,2}|\.{3,}|X{2,}|×{2,}|[Xx×]+[年月日]|OVT|TODO|待补|（此处[^）]*）|^指标\d+[：:]?$|\{\{|\}\}|元万元|万元万元"
)
_PUNCTUATION = re.compile(r"[。，；：、！？]{2,}|(?<=[\u4e00-\u9fff])[,;!?]|(?<=[\u4e00-\u9fff]):(?=[\u4e00-\u9fff])")
_ATTACHMENTS = re.compile(r"附件\s*((?:\d+[\.、，,和及至\-—]?)+)")
_YEAR = re.compile(r"(20\d\d)\s*(?:年度|年)")
_DATE = re.compile(r"(\d{4})年(\d+)月(\d+)日")


def all_words(value: object) -> Iterator[Words]:
    """Every piece of text of a submission, with its place, a paragraph at a time; printed texts of numbers too."""
    if isinstance(value, Words):
        lines = value.text.split("\n")
        for row, line in enumerate(lines):
            place = value.place if len(lines) == 1 else replace(value.place, line=value.place.line + row)
            yield Words(line, place)
    elif isinstance(value, Quantity):
        yield Words(value.text, value.place)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from all_words(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from all_words(inner)
    elif is_dataclass(value):
        for field in fields(value):
            yield from all_words(getattr(value, field.name))


def no_remnants(case: Case) -> Iterator[Problem]:
    """P4：没有模板残留、占位符和重复的单位。"""
    for words in all_words(case.submission):
        if found := _REMNANT.search(words.text):
            message = f"“{words.text[:30]}”里有残留“{found[0]}”"
            yield Problem("P4", Level.ERROR, words.place, message, "补全或删去；不用的占位行整行删去")


def punctuation_is_chinese(case: Case) -> Iterator[Problem]:
    """P10：正文用全角标点，标点不重复。"""
    for words in all_words(case.submission.narrative):
        if found := _PUNCTUATION.search(words.text):
            message = f"“{words.text[max(0, found.start() - 6) : found.end() + 6]}”里的标点“{found[0]}”"
            place = replace(words.place, column=words.place.column + found.start())
            yield Problem("P10", Level.HINT, place, message, "改成一个全角标点")


def attachments_exist(case: Case) -> Iterator[Problem]:
    """P7：正文提到的附件都有，附件数与正文一致。"""
    attached = case.root.at_path("附件.个数")
    count = int(getattr(attached, "amount", 0))
    for words in all_words(case.submission.narrative):
        for found in _ATTACHMENTS.finditer(words.text):
            absent = [n for n in re.findall(r"\d+", found[1]) if not 1 <= int(n) <= count]
            if absent:
                message = f"正文提到附件{'、'.join(absent)}，本报告的附件是 1 至 {count}"
                yield Problem("P7", Level.CONFIRM, words.place, message, "更正附件号")


def dates_fit_fiscal_year(case: Case) -> Iterator[Problem]:
    """P8：落款日期在年度终了之后；时效指标写的年份是本年度。"""
    year = case.submission.fiscal_year.text
    signed = case.submission.signed_on
    found = _DATE.fullmatch(signed.text)
    if found and year.isdigit() and int(found[1]) <= int(year):
        message = f"落款日期 {signed} 在 {year} 年度终了之前"
        yield Problem("P8", Level.CONFIRM, signed.place, message, "核对年度和落款日期")
    for _, indicators in case.indicator_groups():
        for indicator in indicators:
            if "时效" in str(indicator.find("二级")):
                yield from _other_years(indicator, year)


def _other_years(indicator: Scope, year: str) -> Iterator[Problem]:
    for name in ("指标值", "完成值"):
        figure = number(indicator, name)
        for found in _YEAR.finditer(figure.text):
            if found[1] != year:
                message = f"{figure.name} 写的是 {found[1]} 年，本报告是 {year} 年度"
                yield Problem("P8", Level.CONFIRM, figure.place or Place(""), message, "核对年份")


CHECKS: tuple[Check, ...] = (no_remnants, punctuation_is_chinese, attachments_exist, dates_fit_fiscal_year)
