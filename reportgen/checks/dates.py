"""Dates and years: that they exist and fit the fiscal year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from reportgen.checks.case import Case, Check
from reportgen.checks.words import all_words, sentences
from reportgen.figures.members import number
from reportgen.figures.scope import Scope
from reportgen.formats import find_formats, year_in
from reportgen.problem import Level, Place, Problem
from reportgen.source.written import Words

_DATE = re.compile(r"(?<!\d)(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?")
_ANY_YEAR = re.compile(r"(?<![\d〔\[（(])(\d{4,})\s*年")
OLDEST, FARTHEST = 1921, 30  # years: what a report tells of the past; how far its plans reach
_YEAR = re.compile(r"(20\d\d)\s*(?:年度|年)")


def dates_fit_fiscal_year(case: Case) -> Iterator[Problem]:
    """P8：落款日期要存在，并在年度终了之后；时效指标写的年份是本年度。

    级别：核实性
    依据：年度与日期的先后关系
    例：落款日期 2020年12月31日 在 2020 年度终了之前
    """
    year = case.submission.fiscal_year.text
    signed = case.submission.signed_on
    found = _DATE.fullmatch(signed.text)
    if found and _day(found) is None:
        yield Problem("P8", Level.ERROR, signed.place, f"没有“{signed}”这一天", "更正落款日期")
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


def dates_are_possible(case: Case) -> Iterator[Problem]:
    """P8：写到的日期要存在，年份不离谱。

    级别：强制性、核实性
    依据：年度与日期的先后关系
    例：没有“2019年2月30日”这一天
    """
    given, year = case.submission, case.submission.fiscal_year.text
    for words in all_words((given.narrative, given.goal, given.indicators, given.projects)):
        for found in _DATE.finditer(words.text):
            if _day(found) is None:
                yield Problem("P8", Level.ERROR, _at(words, found), f"没有“{found[0]}”这一天", "更正日期")
        for found in _ANY_YEAR.finditer(words.text):
            if year.isdigit() and not OLDEST <= int(found[1]) <= int(year) + FARTHEST:
                message = f"“{found[0]}”不像是本报告会写的年份"
                yield Problem("P8", Level.CONFIRM, _at(words, found), message, "核对年份")


def _at(words: Words, found: re.Match[str]) -> Place:
    return replace(words.place, column=words.place.column + found.start())


def dates_are_not_after_the_report(case: Case) -> Iterator[Problem]:
    """P8：正文里已经发生的事，日期不晚于落款日期。

    级别：核实性
    依据：年度与日期的先后关系
    例：“2021年6月22日”晚于落款日期 2021年6月21日
    """
    signed = _DATE.fullmatch(case.submission.signed_on.text)
    limit = _day(signed) if signed else None
    for sentence in sentences(case):
        for found in _DATE.finditer(sentence.text):
            day = _day(found)
            if limit and day and found[3] and day > limit and not _planned(sentence.text, found):
                message = f"“{found[0]}”晚于落款日期 {case.submission.signed_on}"
                yield Problem("P8", Level.CONFIRM, sentence.at(found.start()), message, "更正日期")


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return None


def _planned(text: str, found: re.Match[str]) -> bool:
    """Whether a sentence speaks of what is still to come."""
    around = text[max(0, found.start() - 12) : found.end() + 4]
    return bool(re.search(r"预计|计划|拟|将|前|届满|到期|截止|期限|至", around))


def format_is_of_the_year(case: Case) -> Iterator[Problem]:
    """P13：格式名称里的年份，与数据的年度相同。

    级别：提示性
    依据：每年的表不同，格式以年份相区别
    例：格式名称里的年份是 2020，数据的年度是 2021
    """
    own, year = case.format.year, case.submission.fiscal_year.text
    if not own or not year_in(year) or own == year:
        return
    alike = [one for one in find_formats(case.format.folder.parent) if one == case.format.name.replace(own, year)]
    changed = f"改成 格式: {alike[0]}" if alike else f"有 {year} 年格式的，换成它"
    message = f"格式名称里的年份是 {own}，数据的年度是 {year}"
    hint = f"{changed}；年度写错的，改年度；照用的不用改"
    yield Problem("P13", Level.HINT, case.submission.format.place, message, hint)


CHECKS: tuple[Check, ...] = (
    format_is_of_the_year,
    dates_fit_fiscal_year,
    dates_are_possible,
    dates_are_not_after_the_report,
)
