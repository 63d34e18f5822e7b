"""A profile's parameters as names: 规则.*, for relations to compare with and for the footnotes of forms."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.figures.figure import typed_figure
from reportgen.figures.scope import Scope
from reportgen.parameters import Profile
from reportgen.source.terms import MONEY
from reportgen.source.written import Quantity

SAYING = "口径"


def named_rules(profile: Profile, root: Scope, money: str = MONEY) -> Scope:
    """规则.执行率分母, 规则.超额需说明 … and 规则.口径, the sentence that says how the scores were reckoned."""
    rules = Scope("规则", parent=root)
    for name, quantity in (
        ("执行率需说明", profile.execution.explain_below),
        ("执行率分值", profile.execution.weight),
        ("执行率位数", profile.execution.digits),
        ("得分位数", profile.score.digits),
        ("满分", profile.full),
        ("附加分", profile.bonus),
        ("超额需说明", profile.positive.explain_at),
        ("得分偏离预警", profile.warnings.mismatch),
        ("未使用预警", profile.warnings.unspent),
    ):
        rules.members[name] = typed_figure(rules.full(name), quantity)
    rules.members["执行率分母"] = profile.execution.denominator
    rules.members["金额单位"] = money
    rules.members["舍入"] = profile.rounding
    rules.members["负完成值"] = profile.negative
    rules.members["成本方向"] = profile.cost.direction
    rules.members[SAYING] = "；".join(sentence for sentence in _sayings(profile) if sentence) + "。"
    return rules


def _sayings(profile: Profile) -> Iterator[str]:
    execution, score = profile.execution, profile.score
    yield f"执行率＝全年执行数÷{execution.denominator}{_kept('，保留', execution.digits)}"
    if execution.weight.value:
        yield f"执行率得分＝{_execution_score(profile)}"
    if not profile.scores:
        return
    if profile.bonus.value:
        yield f"分值合计{_number(profile.full)}分，附加分最多{_number(profile.bonus)}分"
    yield f"得分{_kept('保留', score.digits)}，{profile.rounding}" if score.digits.value is not None else ""
    yield grades_in_words(profile)


def _kept(word: str, digits: Quantity) -> str:
    if digits.value is None:
        return ""
    return f"{word}{_number(digits)}位小数" if digits.value else f"{word}整数"


def _execution_score(profile: Profile) -> str:
    execution = profile.execution
    weight = _number(execution.weight)
    if execution.method.text == "分档":
        steps = (f"{_number(s.least)}及以上{_number(s.score)}分" for s in execution.steps)
        least = execution.steps[-1].least if execution.steps else None
        below = f"、{_number(least)}以下0分" if least and least.value else ""
        return "按执行率分档：" + "、".join(steps) + below
    cap = "" if execution.cap.value is None else f"，最高按{_number(execution.cap)}计"
    return f"{weight}×执行率{cap}"


def _number(quantity: Quantity) -> str:
    return typed_figure("", quantity).number


def grades_in_words(profile: Profile) -> str:
    """90分（含）以上为优，80（含）—90分为良 …: the lower bound belongs to the grade."""
    told, above = [], ""
    for grade in profile.grades:
        least = _number(grade.least)
        if not above:
            told.append(f"{least}分（含）以上为{grade.name}")
        elif grade.least.value:
            told.append(f"{least}（含）—{above}分为{grade.name}")
        else:
            told.append(f"{above}分以下为{grade.name}")
        above = least
    return "，".join(told)
