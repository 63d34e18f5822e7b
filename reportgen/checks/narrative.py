"""The prose that a format asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from reportgen.checks.case import Case, Check
from reportgen.figures.members import number
from reportgen.problem import Level, Place, Problem
from reportgen.source.model import Goal, Project, Submission
from reportgen.source.names import all_indicators
from reportgen.source.written import Headed, Words

_NOTHING = re.compile(r"(暂|目前)?(无|没有)(发现)?(存在)?(问题|明显问题)?[。.]?")
_BLANK = re.compile(r"\s")
_WHERE = re.compile(r"网|公示栏|公开栏|公告|平台|公众号|媒体|报纸|张贴|大厅|政务")


def required_sections_are_written(case: Case) -> Iterator[Problem]:
    """P6：格式要求的各段都要写。

    级别：强制性
    依据：格式规定的内容
    例：叙述里缺少“信息公开”（四、（四））
    """
    written = {name for name, section in case.submission.narrative.items() if section}
    place = case.submission.format.place
    for row in case.format.narrative:
        if row.required.text == "是" and row.name.text not in written:
            empty = case.submission.narrative.get(row.name.text)
            at = empty.place if isinstance(empty, Words) else Place(place.file, place.line, place.column)
            message = f"叙述里缺少“{row.name}”" + (f"（{row.where}）" if row.where else "")
            hint = f"写：{row.help}" if row.help else f"在“叙述”里写“{row.name}”"
            yield Problem("P6", Level.ERROR, at, message, hint)


def sections_are_known(case: Case) -> Iterator[Problem]:
    """D1：叙述里的每一段都是格式用得到的。

    级别：强制性
    依据：本程序对数据文件的要求
    例：这个格式的报告里没有“资产管里”这一段
    """
    known = [row.name.text for row in case.format.narrative]
    for name, section in case.submission.narrative.items():
        if name not in known:
            first = section if isinstance(section, Words) else next((heading for heading, _ in section), None)
            near = get_close_matches(name, known, 1, 0.4)
            listed = "可用的：" + "、".join(known) if known else "这个格式没有由填报人写的正文，删去这一段"
            hint = f"可能是“{near[0]}”" if near else listed
            place = first.place if first else Place(case.submission.format.place.file)
            yield Problem("D1", Level.ERROR, place, f"这个格式的报告里没有“{name}”这一段", hint)


def lost_points_have_a_problem(case: Case) -> Iterator[Problem]:
    """S17：没有得满分的，“存在的问题”不能写“无”。

    级别：核实性
    依据：扣分的要写明问题和原因
    例：“存在问题”写的是“无”，项目.打私专项整治经费.总分 97.6，没有得满分
    """
    scores = [number(owner, "总分") for owner in (case.root, *case.projects) if number(owner, "分值合计")]
    scores.append(number(case.root, "自评得分"))
    lost = [score for score in scores if score.value is not None and score.value < case.format.profile.full_marks]
    for name, section in case.submission.narrative.items():
        if "问题" in name and isinstance(section, Words) and lost and _NOTHING.fullmatch(section.text.strip()):
            message = f"“{name}”写的是“{section.text.strip()}”，{lost[0].name} {lost[0].number}，没有得满分"
            operands = tuple(score.as_operand() for score in lost)
            yield Problem("S17", Level.CONFIRM, section.place, message, "写明扣分的问题和原因", operands)


def texts_keep_their_length(case: Case) -> Iterator[Problem]:
    """P11：规定了字数的，正文各段、总体目标和偏差原因不超过。

    级别：提示性
    依据：字数由格式规定
    例：“打私巡查经费误餐费的偏差原因”有 41 字，规定至多 40 字
    """
    given, lengths = case.submission, case.format.profile.lengths
    rows = {row.name.text: row.most for row in case.format.narrative}
    texts = [(name, _joined(section), rows[name]) for name, section in given.narrative.items() if name in rows]
    owners: tuple[Submission | Project, ...] = (given, *given.projects)
    for owner in owners:
        texts += [(f"总体目标.{word}", text, lengths.goal) for word, text in _goals(owner.goal)]
    indicators = all_indicators(given, case.format.terms)
    texts += [(f"{one.level3}的偏差原因", one.remark, lengths.remark) for one in indicators]
    texts += [(f"{project.name}的执行偏差原因", project.remark, lengths.remark) for project in given.projects]
    for name, words, most in texts:
        count = len(_BLANK.sub("", words.text))
        if most.value is not None and count > most.value:
            message = f"“{name}”有 {count} 字，规定至多 {most.value} 字"
            yield Problem("P11", Level.HINT, words.place, message, "删减，细节放进附件")


def _goals(goal: Goal) -> tuple[tuple[str, Words], ...]:
    return ("预期", goal.expected), ("实际", goal.actual)


def _joined(section: Words | Headed) -> Words:
    if isinstance(section, Words):
        return section
    place = section[0][0].place if section else Place("")
    return Words("".join(f"{heading}{text}" for heading, text in section), place)


def disclosure_says_where(case: Case) -> Iterator[Problem]:
    """P12：信息公开的一段写明在哪里公开。

    级别：提示性
    依据：信息公开的通行要求
    例：“信息公开”没有写在哪里公开
    """
    for name, section in case.submission.narrative.items():
        words = _joined(section)
        if "公开" in name and words.text.strip() and not _WHERE.search(words.text):
            message = f"“{name}”没有写在哪里公开"
            yield Problem("P12", Level.HINT, words.place, message, "写明网站、公示栏等公开的地方和时间")


CHECKS: tuple[Check, ...] = (
    required_sections_are_written,
    sections_are_known,
    lost_points_have_a_problem,
    texts_keep_their_length,
    disclosure_says_where,
)
