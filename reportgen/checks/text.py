"""Words: remnants, references, punctuation, document numbers, units of money, attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reportgen.checks.case import Case, Check
from reportgen.checks.words import all_words, sentences
from reportgen.figures.figure import Figure
from reportgen.figures.scope import NameProblem, Scope
from reportgen.problem import Level, Operand, Problem
from reportgen.source.terms import YUAN
from reportgen.source.written import Words

_REMNANT = re.compile(
    r"[…⋯]{1,2}|\.{3,}|X{2,}|×{2,}|[Xx×]+[年月日]|TODO|待补|（此处[^）]*）|^指标\d+[：:]?$|\{\{|\}\}|元万元|万元万元"
)
_PLACEHOLDER = "（此处"
_FILL = "补全或删去；不用的占位行整行删去"
_PUNCTUATION = re.compile(r"[。，；：、！？]{2,}|(?<=[\u4e00-\u9fff])[,;!?]|(?<=[\u4e00-\u9fff]):(?=[\u4e00-\u9fff])")
_PAIRS = {"（": "）", "〔": "〕", "《": "》", "“": "”", "「": "」"}
_SIGNS = re.compile(f"[{''.join(_PAIRS)}{''.join(_PAIRS.values())}]")
_REFERENCE = re.compile(r"【[^【】]*】")
_OTHER_BRACKETS = re.compile(r"[\[〔{［｛]([\u4e00-\u9fff][^\[\]〔〕{}［］｛｝]*)[\]〕}］｝]")
_DOUBLED = re.compile(r"(?<=\d)(万元|亿元|元|%|分|户|人次|人|名|个|项|亩|公顷|次|家|处|期|条|件|份|台|宗)\1")
_ALONE = r"(?!\d|\s*[号期]|[、，,和至\-—–～]\s*\d)"  # neither 1号 nor one of 1、2号
_UNNUMBERED = re.compile(
    rf"[\u4e00-\u9fff](?:〔20\d\d〕\d+{_ALONE}"
    rf"|[\[（(［【]20\d\d[\]）)］】]\d+{_ALONE}(?![.．个项家户名人次万亿元%年月天条款页章批份件类级]))"
)
_NUMBERED = re.compile(r"[\u4e00-\u9fff][\[（(［【]20\d\d[\]）)］】]\d+号")
_OF_MONEY = re.compile("资金|经费|投资|收入|支出|收益|预算|国债|补助|款|产值|拨付|支付")
_ENDS = r"(?=$|以上|左右|[，、：。！？）的占\u3000])"
_YI = re.compile(r"(?<!\d)\d+(?:\.\d+)?余?亿" + _ENDS)
_WAN = re.compile(r"(?<!\d)\d+(?:\.\d+)?余?万" + _ENDS)
_MOST_BEFORE = 200  # characters that are looked at before an amount: no clause is longer
_PEOPLE_AND_THINGS = re.compile(r"人口|人数|人群|群众|居民|游客|旅客|面积|产量|销量|株|字")
_BARE = re.compile(r"\d余?[万亿](?:以上|左右)?$")
_ATTACHMENTS = re.compile(r"附件\s*((?:\d+[\.、，,和及至\-—]?)+)")


def is_remnant(text: str) -> bool:
    """Whether a text is a placeholder that nobody has filled."""
    return bool(_REMNANT.search(text))


def no_remnants(case: Case) -> Iterator[Problem]:
    """P4：没有模板残留、占位符和重复的单位。

    级别：强制性
    依据：报告不得有未写完的内容
    例：“固定资产由专人管理，按期登记、清查和盘点；资产处置……由单位”里有残留“……”
    """
    placeholders: dict[str, list[Words]] = {}
    for words in all_words(case.submission):
        if found := _REMNANT.search(words.text):
            if words.text.startswith(_PLACEHOLDER):
                placeholders.setdefault(found[0], []).append(words)
                continue
            message = f"“{words.text[:30]}”里有残留“{found[0]}”"
            yield Problem("P4", Level.ERROR, words.place, message, _FILL)
    for remnant, listed in placeholders.items():
        first, *rest = sorted(listed, key=lambda one: one.place)
        message = f"占位的话“{remnant}”还在，共 {len(listed)} 处" if rest else f"占位的话“{remnant}”还在"
        yield Problem("P4", Level.ERROR, first.place, message, _FILL, tuple(Operand("又见", "", w.place) for w in rest))


def punctuation_is_chinese(case: Case) -> Iterator[Problem]:
    """P10：正文用全角标点，标点不重复。

    级别：提示性
    依据：公文标点的通行写法
    例：“有挤占和挪用。。”里的标点“。。”
    """
    for words in all_words(case.submission.narrative):
        if found := _PUNCTUATION.search(words.text):
            message = f"“{words.text[max(0, found.start() - 6) : found.end() + 6]}”里的标点“{found[0]}”"
            place = replace(words.place, column=words.place.column + found.start())
            yield Problem("P10", Level.HINT, place, message, "改成一个全角标点")


def references_are_closed(case: Case) -> Iterator[Problem]:
    """N1：引用数字用一对【】，不用别的括号。

    级别：强制性
    依据：本程序对数据文件的要求
    例：“全年支出【支出.合计，本单位资金管理合规，支出厉行节约，“三”里的【】不成对
    """
    for words in all_words((case.submission.narrative, case.submission.goal, case.submission.projects)):
        rest = _REFERENCE.sub("", words.text)
        if "【" in rest or "】" in rest:
            yield Problem("N1", Level.ERROR, words.place, f"“{words.text[:30]}”里的【】不成对", "补上缺的一半")
        for found in _OTHER_BRACKETS.finditer(rest):
            name = found[1]
            if _is_named(case, name):
                message = f"“{found[0]}”是照字面印的，引用数字要用【】"
                place = replace(words.place, column=words.place.column + found.start())
                yield Problem("N1", Level.ERROR, place, message, f"改成【{name}】")


def _is_named(case: Case, name: str) -> bool:
    try:
        return bool(name) and isinstance(case.root.at_path(name), Figure | Scope)
    except NameProblem:
        return False


def units_stand_once(case: Case) -> Iterator[Problem]:
    """P4：引用的数已经带单位，后面不再写单位。

    级别：强制性
    依据：报告不得有未写完的内容
    例：“全年支出194.80万元万元，”里单位印了两遍：“万元万元”
    """
    prose = case.root.find("叙述")
    sections = [prose.find(name) for name in prose.members] if isinstance(prose, Scope) else []
    for owner in (case.root, *case.projects):
        goal = owner.find("总体目标")
        sections += [goal.find(name) for name in goal.members] if isinstance(goal, Scope) else []
    for section in sections:
        parts = [item.find("段落") for item in section.items] if isinstance(section, Scope) else [section]
        for words in all_words(tuple(parts)):
            if found := _DOUBLED.search(words.text):
                message = f"“{words.text[max(0, found.start() - 12) : found.end() + 1]}”里单位印了两遍：“{found[0]}”"
                hint = f"删去后面的“{found[1]}”，或引用时写“|数”不带单位"
                yield Problem("P4", Level.ERROR, words.place, message, hint)


def brackets_close(case: Case) -> Iterator[Problem]:
    """P10：括号成对，文号写成〔2020〕1号。

    级别：提示性
    依据：公文标点的通行写法
    例：“按照攀委发〔2019〕92）号文件执行。本单位资金管理合规，”里的括号不成对：“）”
    """
    for words in all_words(case.submission.narrative):
        open_signs: list[str] = []
        for sign in _SIGNS.findall(words.text):
            if sign in _PAIRS:
                open_signs.append(_PAIRS[sign])
            elif sign in _PAIRS.values() and (not open_signs or open_signs.pop() != sign):
                open_signs = [sign]
                break
        if open_signs:
            message = f"“{words.text[:30]}”里的括号不成对：“{open_signs[-1]}”"
            yield Problem("P10", Level.HINT, words.place, message, "补上或删去一个括号")
        elif found := _NUMBERED.search(words.text):
            message = f"文号“{found[0]}”的年份没有用六角括号"
            yield Problem("P10", Level.HINT, words.place, message, "写成〔2020〕1号")
        elif found := _UNNUMBERED.search(words.text):
            message = f"文号“{found[0][1:]}”后面没有“号”"
            yield Problem("P10", Level.HINT, words.place, message, "写成〔2020〕1号")


def money_has_its_yuan(case: Case) -> Iterator[Problem]:
    """P10：金额写明“万元”“亿元”，不只写“万”“亿”。

    级别：提示性
    依据：金额的通行写法
    例：“争取资金1.72亿，”里的金额没有写“元”
    """
    for sentence in sentences(case):
        for start, end in _without_yuan(sentence.text):
            message = f"“{sentence.text[max(0, start - 4) : end + 1]}”里的金额没有写“元”"
            yield Problem("P10", Level.HINT, sentence.at(start), message, "写成“万元”“亿元”")
    for figure in case.figures:
        if figure.unit in YUAN and figure.place and _BARE.search(figure.text):
            message = f"{figure.name} 写的是“{figure.text}”，没有写“元”"
            yield Problem("P10", Level.HINT, figure.place, message, "写成“万元”“亿元”")


def _without_yuan(text: str) -> Iterator[tuple[int, int]]:
    """The numbers that speak of money: those in 亿 after such a word, those in 万 after one in the same clause."""
    done = 0
    for found in (*_YI.finditer(text), *_WAN.finditer(text)):
        start, end = found.span()
        before = text[max(0, start - _MOST_BEFORE) : start]
        if text[end - 1] == "亿":
            money, done = _OF_MONEY.search(text, done, start), end
        else:
            money = _OF_MONEY.search(re.split(r"[，、：。\d]", before)[-1])
        if money and not _PEOPLE_AND_THINGS.search(re.split("[，、：（）]", before)[-1]):
            yield start, end


def attachments_exist(case: Case) -> Iterator[Problem]:
    """P7：正文提到的附件都有，附件数与正文一致。

    级别：核实性
    依据：正文与附件一致
    例：正文提到附件5，本报告的附件是 1 至 4
    """
    attached = case.root.at_path("附件.个数")
    count = int(getattr(attached, "amount", 0))
    for words in all_words(case.submission.narrative):
        for found in _ATTACHMENTS.finditer(words.text):
            absent = [n for n in re.findall(r"\d+", found[1]) if not 1 <= int(n) <= count]
            if absent:
                message = f"正文提到附件{'、'.join(absent)}，本报告的附件是 1 至 {count}"
                yield Problem("P7", Level.CONFIRM, words.place, message, "更正附件号")


CHECKS: tuple[Check, ...] = (
    no_remnants,
    references_are_closed,
    units_stand_once,
    punctuation_is_chinese,
    brackets_close,
    money_has_its_yuan,
    attachments_exist,
)
