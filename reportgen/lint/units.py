"""Figures without their unit or with two of them, and figures and years that a template holds itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportgen.figures.figure import Figure
from reportgen.lint.headings import Headings
from reportgen.lint.names import NamedCheck, Printed, Reading
from reportgen.lint.seen import OF_ITS_ROW, Bare
from reportgen.lint.template import Check, Finding, Paragraph, Tag, Template
from reportgen.ooxml.markup import Element, tag
from reportgen.problem import Level
from reportgen.source.terms import YUAN

FIXED: Final = "定数"  # {# 定数 #} in a paragraph: its figures are part of the form
_COUNTERS: Final = "个百分点|人次|人|名|个|项|次|分|户|家|件|条|份|亩|公顷|公里|平方米|天|辆|台|期|处"
_MONEY: Final = re.compile(r"(?:万元|亿元|百万元|千元|元|个百分点|[%％])")
_WORD: Final = re.compile(  # what begins like a unit and is none
    r"项目|分[别为成布]|人[员均口才民]|个[人体别]|户[均数籍]|次[数年月日]|家[庭长]|亩均|名[称单额]|件数|处[理置罚室]"
    r"|条[例款件]|期[间限初末]|台[账式]|份额|天[数然]|元[旦素]"
)
_HARD: Final = re.compile(
    rf"(?<!\d)(?:(?:19|20)\d\d\s?年|\d{{1,15}}(?:[.．]\d{{1,10}})?\s?(?:百?万元|亿元|千?元|[%％]|{_COUNTERS}))"
)
_LAWFUL: Final = re.compile(  # numbers of documents and laws, full marks, attachments, articles
    r"[〔\[［][^〕\]］]{0,40}[〕\]］]\s?\d{0,9}号?|《[^》]{0,80}》|满分\s?\d{1,4}分|附[件表]\s?\d{1,3}|第\s?\d{1,4}\s?\w"
)
_EXAMPLES: Final = {"年": "{{ 年度 }}年", "分": "{{ 本项目.总分 }}", "%": "{{ 本项目.执行率 }}"}
_ORDINAL: Final = re.compile(r"(?:附件|附表|第|表|图|[（(])\s*$")
_IN_BRACKETS: Final = re.compile(r"[（(](?![^（）()]{0,80}20\d\d\s?年度)[^（）()]{0,80}[）)]")  # （2025年度） stays
_HEADED: Final = re.compile(
    r"(?:[（(]|单\s{0,2}位\s{0,2}[：:])\s*((?:百万|[千万亿])?元)(?=\s*(?:[）)]|$))"
)  # 金额（元）
_BARE: Final = re.compile(r"\.数字?(?=\W)")
_SIGNS: Final = re.compile(r"\{#.{0,500}?#\}|\{\{.{0,500}?\}\}|\{%.{0,500}?%\}")


def units_stand_once(reading: Reading) -> Iterator[Finding]:
    """T32：印出的数有单位，只有一个。

    级别：强制性
    依据：{{ 名称 }} 印出的数自己带单位，{{ 名称.数 }} 不带
    例：{{ 支出.合计 }} 自己带单位“万元”，后面又写“万元”
    """
    headings = Headings()
    lacking: dict[tuple[Element, str, str], list[Printed]] = {}
    for one in reading.printed:
        figures = [v.figure if isinstance(v, Bare) else v for v in one.values if isinstance(v, Bare | Figure)]
        units = {figure.unit for figure in figures}
        bare = any(isinstance(value, Bare) for value in one.values)
        signed = not any(isinstance(value, Bare) and not value.with_sign for value in one.values)
        after = _following(one.paragraph, one.tag)
        if len(units) != 1 or after is None:
            continue
        unit = units.pop()
        if (unit == "%" and signed) or not bare:
            yield from _two(one, unit, after)
        elif unit and unit != OF_ITS_ROW:
            yield from _none_or_other(one, unit, after)
            around = tuple(headings.around(one.paragraph.element)) if _stands_alone(one, unit, after) else (unit,)
            if not any(_says(text, unit) for text in around):
                table = next(one.paragraph.element.iterancestors(tag("w:tbl")))
                other = next((found[1] for text in around if (found := _HEADED.search(text))), "")
                lacking.setdefault((table, unit, other), []).append(one)
    for (_, unit, other), cells in lacking.items():
        yield _of_other_money(cells, unit, other) if other else _unnamed(cells, unit)


def _two(one: Printed, unit: str, after: str) -> Iterator[Finding]:
    """A figure that brings its unit, before another."""
    name = one.tag.text
    own = unit and unit != OF_ITS_ROW and after.startswith(unit) and not _WORD.match(after)
    second = unit if own else found[0] if unit and (found := _MONEY.match(after)) else ""
    if second:
        carried = "" if unit == OF_ITS_ROW else f"“{unit}”"
        hint = f"删去后面的“{second}”" + ("" if unit == "%" else f"，或写 {name.replace(' }}', '.数 }}')}")
        level = Level.CONFIRM if unit == OF_ITS_ROW else Level.ERROR
        yield _finding(level, one.paragraph, f"{name} 自己带单位{carried}，后面又写“{second}”", hint)


def _none_or_other(one: Printed, unit: str, after: str) -> Iterator[Finding]:
    """A figure printed without its unit, which must stand after it: that of a table may stand around it."""
    if after.startswith(unit) or _ORDINAL.search(one.paragraph.text[: one.tag.start]):
        return
    name, money = one.tag.text, unit in YUAN
    other = _MONEY.match(after)
    if other and (money or other[0] not in YUAN):
        message = f"{name} 的单位是“{unit}”，后面写的是“{other[0]}”"
        yield _finding(Level.ERROR, one.paragraph, message, f"把“{other[0]}”改成“{unit}”；要换算的写进 运算.yaml")
    elif not one.paragraph.where.tables and (money or not re.match(_COUNTERS, after)):
        hint = f"在后面写上“{unit}”，或写 {_BARE.sub('', name)}"
        yield _finding(Level.CONFIRM, one.paragraph, f"{name} 后面没有“{unit}”", hint)


def _stands_alone(one: Printed, unit: str, after: str) -> bool:
    """Whether a figure of money stands in a table with no unit after it."""
    return bool(one.paragraph.where.tables) and unit in YUAN and not _MONEY.match(after)


def _unnamed(cells: list[Printed], unit: str) -> Finding:
    """The figures of a table that names their unit nowhere, told at the first."""
    first = cells[0]
    name, more = first.tag.text, f" 等 {len(cells)} 处" if len(cells) > 1 else ""
    message = f"{name}{more}不带单位，格里、表头和表的上方都没有“{unit}”"
    hint = f"在表头、格里或表的上方写明“（单位：{unit}）”，或写 {_BARE.sub('', name)}"
    return _finding(Level.CONFIRM, first.paragraph, message, hint)


def _of_other_money(cells: list[Printed], unit: str, other: str) -> Finding:
    """The figures of a table that says another unit of money than theirs, told at the first."""
    first = cells[0]
    more = f" 等 {len(cells)} 处" if len(cells) > 1 else ""
    figures = (v.figure if isinstance(v, Bare) else v for one in cells for v in one.values)
    reckoned = [f.name.rpartition(".")[2] for f in figures if isinstance(f, Figure) and f.formula]
    rows = f"运算.yaml 里“{'”“'.join(dict.fromkeys(reckoned))}”的单位改成 {other}" if reckoned else ""
    message = f"{first.tag.text}{more}的单位是“{unit}”，表头、格里或表的上方写的是“{other}”"
    hint = "；".join(filter(None, (rows, f"表上就该是{unit}的，把“{other}”改成“{unit}”")))
    return _finding(Level.CONFIRM, first.paragraph, message, hint)


def _following(paragraph: Paragraph, one: Tag) -> str | None:
    """The text that is printed right after a tag; None where that depends on the data."""
    at, depth = one.end, 0  # depth: inside the other branches of an if that ended here
    for other in (t for t in paragraph.tags if t.start >= one.end):
        if not depth and (text := paragraph.text[at : other.start].lstrip()):
            return text
        at, word = other.end, other.inner.split(" ", 1)[0]
        if other.form == "{#":
            continue
        if other.form == "{{" and not depth:
            return None
        if word in ("else", "elif") and not depth:
            depth = 1
        elif word in ("if", "for") and not depth:
            return None
        elif word in ("if", "for"):
            depth += 1
        elif word in ("endif", "endfor") and depth:
            depth -= 1
    return paragraph.text[at:].lstrip() if not depth else None


def _says(text: str, unit: str) -> bool:
    return bool(re.search(rf"(?<![百千万亿]){re.escape(unit)}" if unit in YUAN else re.escape(unit), text))


def no_figures_are_fixed(template: Template) -> Iterator[Finding]:
    """T31：句子里不写死数字和年份。

    级别：核实性
    依据：模板年年用，写死的数字会原样印进每一份报告
    例：模板里写死了“23.5万元”
    """
    for paragraph in template.paragraphs:
        if any(one.form == "{#" and one.inner == FIXED for one in paragraph.tags):
            continue
        text = _SIGNS.sub("□", paragraph.text)
        for pattern in (_LAWFUL, *((_IN_BRACKETS,) if paragraph.where.tables else ())):
            text = pattern.sub(lambda found: "○" * len(found[0]), text)
        fixed = [found[0] for found in _HARD.finditer(text) if not _WORD.match(text[found.end() - 1 :])]
        if fixed:
            example = next((tag for end, tag in _EXAMPLES.items() if fixed[0].endswith(end)), "{{ 收入.合计 }}")
            stays, changes = f"在段末加 {{# {FIXED} #}}", f"换成标签，如 {example}"
            rule = all(one.endswith(("分", "%", "％")) for one in fixed)  # as 至多5分; a figure of the year is money
            hint = f"是规定的，{stays}；每年不同的，{changes}" if rule else f"{changes}；本来就该写死的，{stays}"
            told = "、".join(f"“{one}”" for one in dict.fromkeys(fixed))
            yield _finding(Level.CONFIRM, paragraph, f"模板里写死了{told}", hint, "T31")


def _finding(level: Level, paragraph: Paragraph, message: str, hint: str, code: str = "T32") -> Finding:
    return Finding(code, level, paragraph.where, message, hint, paragraph.element)


CHECKS: Final[tuple[Check, ...]] = (no_figures_are_fixed,)
NAMED_CHECKS: Final[tuple[NamedCheck, ...]] = (units_stand_once,)
