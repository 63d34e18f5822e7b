"""A checked data file → the work paper that goes into the audit file: what was checked, how, and what was found."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from reportgen import __version__
from reportgen.checks.rules import FAMILIES, applied_codes, explain, known_codes
from reportgen.figures.scope import Scope, Value
from reportgen.fill.package import Properties
from reportgen.formats import Rules, load_rules
from reportgen.pipeline import Examined, Planned
from reportgen.places import folder_of
from reportgen.problem import Level, Operand, Place, Problem, printable
from reportgen.profile import COMMON
from reportgen.source.written import Words

TITLE = "绩效自评数据审核底稿"
TEMPLATE = "审核底稿.docx"
UNREAD = "（没有读出）"
_READING = ("Y", "D")  # families of so many codes that they are told as one line each
_RECKONING = ("F", "X", "S", "P")  # families that need the data to be read whole
_DIGITS = 16  # of the SHA-256


def workpaper(examined: Examined, templates: Path, name: str) -> tuple[Planned | None, tuple[Problem, ...]]:
    """The work paper of a data file, ready to be made under a file name; None beside the problem that keeps it."""
    template = folder_of(templates, COMMON) / TEMPLATE
    if not template.is_file():
        hint = f"从原来的格式文件夹里取回 {COMMON}/{TEMPLATE}"
        return None, (Problem("T2", Level.ERROR, Place(str(template)), "找不到审核底稿的模板", hint),)
    case = examined.case
    rules = Rules(case.format.formulas, case.format.relations) if case else load_rules(templates, COMMON)
    assert rules is not None
    unit = case.submission.unit.name.text if case else ""
    year = case.submission.fiscal_year.text if case else ""
    names: dict[str, Value] = {
        "标题": TITLE,
        "单位": unit or UNREAD,
        "年度": year or UNREAD,
        "格式": f"{case.format.name}　{case.format.title}" if case else UNREAD,
        "程序": f"reportgen {__version__}",
        "数据": tuple(_files(examined)),
        "口径": _rule_sentences(examined),
        "结论": _conclusion(examined),
        "审核": tuple(_checks(examined, rules)),
        **{level.value: _findings(examined, level) for level in Level},
    }
    dated = f"{year}-12-31" if re.fullmatch(r"20\d\d", year, re.ASCII) else "2000-01-01"
    return Planned(name, TITLE, template, names, Properties(TITLE, unit, dated)), ()


def _files(examined: Examined) -> Iterator[Scope]:
    """Data file and project files, each with the head of its SHA-256."""
    beside = examined.case.submission.project_files if examined.case else ()
    for path in dict.fromkeys((examined.path, *(examined.path.parent / words.text for words in beside))):
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:_DIGITS]
            yield Scope("数据", {"名称": printable(path.name), "摘要": digest})


def _rule_sentences(examined: Examined) -> tuple[str, ...]:
    """How the format reckons, in its own sentences."""
    if examined.case is None:
        return (UNREAD,)
    rules = examined.case.root.find("规则")
    if not isinstance(rules, Scope) or "口径" not in rules.members:
        return ()
    found = rules.find("口径")
    return tuple(str(one) for one in (found if isinstance(found, tuple) else (found,)) if isinstance(one, Words | str))


def _conclusion(examined: Examined) -> str:
    if examined.case is None:
        return "数据没有读完：先更正下列问题，再审核其余各项。"
    if examined.blocked:
        return "有须更正或说明的问题，不能生成正式报告。"
    return "没有强制性问题，核实性问题都已说明，可以生成正式报告。"


def _findings(examined: Examined, level: Level) -> Scope:
    """The problems of a level: how many, how many of them explained, and a row each."""
    found = [problem for problem in examined.problems if problem.level is level]
    rows = tuple(_row(number, problem, examined.path) for number, problem in enumerate(found, 1))
    explained = sum(1 for problem in found if problem.explanation)
    return Scope(level.value, {"个数": str(len(found)), "已说明": str(explained), "问题": rows})


def _row(number: int, problem: Problem, path: Path) -> Scope:
    return Scope(
        "问题",
        {
            "序号": str(number),
            "代码": problem.code,
            "位置": _spot(problem.place, path) or "—",
            "问题": printable(problem.message),
            "数": tuple(_operand(operand, path) for operand in problem.operands) or ("—",),
            "改法": printable(problem.hint),
            "说明": printable(problem.explanation) or "未说明",
        },
    )


def _operand(operand: Operand, path: Path) -> str:
    spot = _spot(operand.place, path) if operand.place else ""
    return printable(f"{operand.name} {operand.value}") + (f"（{spot}）" if spot else "")


def _spot(place: Place, path: Path) -> str:
    """Line and column; of another file, with its name."""
    other = "" if Path(place.file).name == path.name else Path(place.file).name
    return printable(str(replace(place, file=other)).lstrip(":"))


def _checks(examined: Examined, rules: Rules) -> Iterator[Scope]:
    """Every check that was applied, with what came of it; the rules of writing a file one line a family."""
    told = [problem.code for problem in examined.problems]
    known = applied_codes(examined.case.format) if examined.case else known_codes(rules)
    readable = True
    for family in _READING:
        codes = [code for code in known if code.startswith(family)]
        found = [code for code in told if code.startswith(family)]
        which = "：" + "、".join(dict.fromkeys(found)) if found else ""
        rule = f"{FAMILIES[family]}（{len(codes)} 项）"
        yield _check(f"{codes[0]}～{codes[-1]}", (rule,), _outcome(len(found), applied=readable) + which)
        readable = examined.case is not None or not found
    for code in dict.fromkeys((*(known if examined.case else ()), *told)):
        if code[0] not in _READING:
            demands = tuple(f"{rule.level}　{rule.demand}".strip("　") for rule in explain(code, rules))
            yield _check(code, demands or (FAMILIES[code[0]],), _outcome(told.count(code), applied=True))
    if examined.case is None:
        yield _check("其余", tuple(FAMILIES[family] for family in _RECKONING), _outcome(0, applied=False))


def _check(code: str, demands: Iterable[str], outcome: str) -> Scope:
    return Scope("审核", {"代码": code, "规则": tuple(printable(one) for one in demands), "结果": outcome})


def _outcome(count: int, *, applied: bool) -> str:
    if count:
        return f"{count} 个问题"
    return "通过" if applied else "没有审核"
