"""The named scoring rules of a profile, 计分法: their words, their records, and what can be wrong in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from reportgen.problem import Level, Place, Problem
from reportgen.source.terms import Kind, Term
from reportgen.source.written import Quantity, Words

IN_PROPORTION, BY_GAP, BINARY, TYPED = "比例", "线性", "二元", "直接"
SUFFIX = "指标"

SECTIONS: Mapping[str, tuple[Term, ...]] = {
    "计分法": (
        Term("名称", "name", Kind.TEXT, "计分法的名称，数据里写 计分: 名称", required=True),
        Term("用于", "used_for", Kind.TEXT, "不点名也用它的指标：一级、二级或三级的名称，几个用、隔开"),
        Term(
            "方法", "way", Kind.CHOICE,
            "比例：按完成率；线性：按差额扣；二元：达到得满分，否则零分；直接：得分由人填",
            choices=(IN_PROPORTION, BY_GAP, BINARY, TYPED),
        ),
        Term("合格线", "pass_mark", Kind.NUMBER, "完成率低于多少得零分", "%"),
        Term("比", "ratio", Kind.TEXT, "拿哪个数与各档比：完成率、完成值，或一个公式"),
        Term("档", "bands", Kind.LIST, "分档得分，从上往下第一个符合的档；都不符合得零分", of="计分档"),
        Term("公式", "formula", Kind.TEXT, "怎样算得分"),
    ),
    "计分档": (
        Term("等次", "grade", Kind.TEXT, "完成等次，或完成值里写的话"),
        Term("下限", "least", Kind.VALUE, "达到多少，含本数"),
        Term("上限", "most", Kind.VALUE, "不超过多少，含本数"),
        Term("得分", "score", Kind.VALUE, "得几分；写百分数就是分值的百分之几", required=True),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodBand:
    grade: Words
    least: Quantity
    most: Quantity
    score: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One scoring rule: a way, bands or a formula."""

    name: Words
    used_for: Words
    way: Words
    pass_mark: Quantity
    ratio: Words
    bands: tuple[MethodBand, ...]
    formula: Words

    @property
    def by_grade(self) -> bool:
        """Whether the bands are those of a grade that somebody gives."""
        return any(band.grade for band in self.bands)

    @property
    def levels(self) -> tuple[str, ...]:
        """The names of indicators that take it unasked."""
        return tuple(stem(word.strip()) for word in self.used_for.text.split("、") if word.strip())


MODELS: Mapping[str, Callable[..., object]] = {"计分法": Method, "计分档": MethodBand}


def stem(name: str) -> str:
    """The name of a level without the word that all of them end with: 产出 of 产出指标."""
    return name.removesuffix(SUFFIX)


def wrong_methods(methods: tuple[Method, ...]) -> Iterator[Problem]:
    """What is wrong in scoring rules, all of it."""
    names: set[str] = set()
    levels: dict[str, str] = {}
    for method in methods:
        if method.name.text in names:
            yield _problem("T3", method.name.place, f"计分法“{method.name}”写了两次", "留下对的一条，或改一个名称")
        names.add(method.name.text)
        for level in method.levels:
            if level in levels:
                message = f"“{level}”已经用于计分法“{levels[level]}”，又用于“{method.name}”"
                yield _problem("T3", method.used_for.place, message, "留一处，另一处由数据写 计分: 名称")
            levels.setdefault(level, method.name.text)
        yield from _wrong_parts(method)
        yield from _wrong_bands(method)


def _wrong_parts(method: Method) -> Iterator[Problem]:
    parts = [word for word, given in (("方法", method.way), ("档", method.bands), ("公式", method.formula)) if given]
    if len(parts) != 1:
        got = "又写了" + "、".join(parts[1:]) if parts else "都没有写"
        message = f"计分法“{method.name}”在方法、档、公式里只写一种，{'写了' + parts[0] + '，' if parts else ''}{got}"
        yield _problem("D2", method.name.place, message, "如 方法: 二元，或 公式: 分值 × 完成率")
    limits = any(band.least or band.most for band in method.bands)
    if limits and not method.ratio:
        message = f"计分法“{method.name}”没有写拿哪个数与各档比"
        yield _problem("D2", method.name.place, message, "加上 比: 完成率（完成值 ÷ 指标值），或 比: 完成值")
    if method.ratio and not limits:
        message = f"计分法“{method.name}”写了“比”，没有写下限或上限"
        yield _problem("D2", method.ratio.place, message, "写 档: [{下限: 90%, 得分: 100%}]")
    if method.pass_mark.value is not None and method.way.text not in (IN_PROPORTION, BY_GAP):
        hint = "删去合格线；分档的，不到最低一档就是零分"
        yield _problem("D3", method.pass_mark.place, f"计分法“{method.name}”不按比例，不用合格线", hint)


def _wrong_bands(method: Method) -> Iterator[Problem]:
    for number, band in enumerate(method.bands):
        for word, quantity in (("下限", band.least), ("上限", band.most), ("得分", band.score)):
            if quantity and quantity.value is None:
                message = f"“{word}”应是数字，写的是“{quantity.text or quantity.state}”"
                yield _problem("D4", quantity.place, message, "写 90% 或 90 这样的数")
        if bool(band.grade) == bool(band.least or band.most):
            message = f"计分法“{method.name}”的第 {number + 1} 档要写等次，或写下限、上限"
            yield _problem("D2", band.score.place, message, "如 {下限: 90%, 得分: 100%}，或 {等次: 优, 得分: 100%}")
        elif bool(band.grade) != method.by_grade:
            message = f"计分法“{method.name}”有的档写等次，有的写下限、上限"
            yield _problem("D3", band.score.place, message, "各档用同一种写法")
        share = band.score.value if band.score.unit == "%" else None
        if band.score.value is not None and (band.score.value < 0 or (share is not None and share > 1)):
            yield _problem("D4", band.score.place, "“得分”在 0 到 100% 之间", "更正得分")
        if above := next((n for n, other in enumerate(method.bands[:number], 1) if _covers(other, band)), 0):
            message = f"计分法“{method.name}”的第 {number + 1} 档轮不到：第 {above} 档已经包括它"
            yield _problem("D3", band.score.place, message, "从高到低写（上限从小到大写），或更正下限、上限")


def _covers(above: MethodBand, band: MethodBand) -> bool:
    """Whether whatever falls in a band falls in one above it."""
    if above.grade or band.grade:
        return above.grade.text == band.grade.text
    low = above.least.value is None or (band.least.value is not None and above.least.value <= band.least.value)
    high = above.most.value is None or (band.most.value is not None and above.most.value >= band.most.value)
    return low and high


def _problem(code: str, place: Place, message: str, hint: str) -> Problem:
    return Problem(code, Level.ERROR, place, message, hint)
