"""The rules that a format adds, tried on its example → those that cannot hold, and those that are never tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Final, TypeAlias

from reportgen.checks.case import Case
from reportgen.checks.formulas import scopes
from reportgen.checks.rules import known_codes
from reportgen.figures import formula
from reportgen.figures.figure import Figure, FigureError
from reportgen.figures.functions import FormulaError
from reportgen.figures.number import written
from reportgen.figures.scope import NameProblem, Scope, Value
from reportgen.figures.scoring import SCORE
from reportgen.format_terms import RelationRow
from reportgen.formats import Format, find_formats, load_rules
from reportgen.lint.template import all_text
from reportgen.methods import stem
from reportgen.parameters import FULL_MARKS
from reportgen.places import shipped_folder
from reportgen.problem import Level, Place, Problem
from reportgen.profile import COMMON
from reportgen.source.terms import PROJECTS, indicator_tables, own_lists
from reportgen.starting.example import case_of
from reportgen.starting.example import example as example_of

RuleCheck: TypeAlias = Callable[[Case], Iterator[Problem]]

_SUM, _EXECUTION, _RULES = "分值合计", "执行率分值", "规则"
_LEVELS: Final = ("产出指标", "效益指标", "满意度指标", "成本指标")
_NEAR: Final = 0.7  # how alike a misspelt level is: 产出指表
_OWN_FROM: Final = 50  # the program's codes are below


def weights_add_up(example: Case) -> Iterator[Problem]:
    """T44：profile.yaml 的“权重”与执行率的分值之和，合乎格式对“分值合计”的审核。

    级别：核实性
    依据：各项目的指标照“权重”给分；合不上的，每份数据都通不过审核
    例：“权重”合计 100，加上执行率的 10 分是 110，“分值合计为 100”不成立
    """
    format = example.format
    weights = [row.weight.value for row in format.profile.weights]
    if format.profile.projects_scored.text != "是" or not weights or None in weights:
        return
    listed = _tables(format)
    summed = sum((weight for weight in weights if weight is not None), Fraction(0))
    for row in format.relations:
        of_project = row.scope.text == PROJECTS and not listed
        if not of_project and row.scope.text not in listed:
            continue
        execution = format.profile.execution.weight.value or Fraction(0)
        sides = _sides(row, _owner(example, summed + (execution if of_project else 0), execution))
        for left, right in sides:
            gap = (left - right).amount
            whole = f"，加上执行率的 {written(execution, None)} 分是 {left.number}" if of_project and execution else ""
            message = f"“权重”合计 {written(summed, None)}{whole}，“{row.rule}”不成立"
            yield Problem("T44", Level.CONFIRM, _place(row, format), message, _mend(format, summed - gap, left))


def _owner(example: Case, whole: Fraction, execution: Fraction) -> Scope:
    """What has indicators with the weights of the profile."""
    members: dict[str, Value] = {_SUM: Figure(_SUM, whole, SCORE), _EXECUTION: Figure(_EXECUTION, execution, SCORE)}
    return Scope("", {**members, _RULES: example.root.find(_RULES)})


def _sides(row: RelationRow, owner: Scope) -> Iterator[tuple[Figure, Figure]]:
    """Both sides of what a relation says in vain of the sum of weights; nothing of one that says more."""
    names = formula.names_in(row.relation.text)
    if _SUM not in names or not names | formula.names_in(row.when.text) <= set(owner.members):
        return
    try:
        if not row.when or formula.holds(row.when.text, owner):
            found = formula.relations(row.relation.text, owner)
            for one in (one for one in found if not one.holds and one.operator == "eq"):
                if isinstance(one.left, Figure) and isinstance(one.right, Figure):
                    yield one.left, one.right
    except (NameProblem, FormulaError, FigureError):  # told where it is checked
        return


def _place(row: RelationRow, format: Format) -> Place:
    """What a format itself says of weights: of the levels, of the execution rate, or of their sum."""
    levels, execution = format.profile.weights[0].level1.place, format.profile.execution.weight.place
    return next((place for place in (levels, execution, row.relation.place) if _own(place, format)), levels)


def _mend(format: Format, right: Fraction, whole: Figure) -> str:
    for row in format.profile.weights:
        if "执行" in row.level1.text:
            return f"执行率的分值写在 执行率: {{分值: …}}；从“权重”里删去“{row.level1}”"
    hint = f"“权重”各项改成合计 {written(right, None)}，或改 执行率: {{分值: …}}"
    if _own(format.profile.full.place, format):
        return f"{hint}；附加分不算在权重里的，不改“满分”，写 附加分: 5"
    return f"{hint}；表上就是 {whole.number} 分的，写 满分: {whole.number}" if whole.amount > FULL_MARKS else hint


def weighted_levels_are_known(example: Case) -> Iterator[Problem]:
    """T45：“权重”里的一级指标照表上的写法。

    级别：提示性
    依据：分值按名称相加，名称不同的一级不核对
    例：“权重”里的一级指标“产出”，像是“产出指标”
    """
    format = example.format
    known = {*_LEVELS, *(words.text for words in format.profile.required_level1)}
    for row in format.profile.weights:
        level = row.level1
        if level.text in known or not _own(level.place, format) or _is_written(level.text, format):
            continue
        alike = [one for one in _LEVELS if stem(one) == stem(level.text)]
        near = alike or get_close_matches(level.text, _LEVELS, 1, _NEAR)
        if near:
            message = f"“权重”里的一级指标“{level}”，像是“{near[0]}”"
            hint = f"数据里写“{near[0]}”的，改成“{near[0]}”；表上就是“{level}”的，写进“必填一级”"
            yield Problem("T45", Level.HINT, level.place, message, hint)


def _is_written(level: str, format: Format) -> bool:
    """Whether a rule or a template of a format quotes a level."""
    rules = [f"{row.when} {row.formula}" for row in format.formulas]
    rules += [f"{row.when} {row.relation}" for row in format.relations]
    texts = (all_text(path.read_bytes()) for path in _templates(format))
    return any(f"{quote}{level}{quote}" in text for text in (*rules, *texts) for quote in "'\"")


def _templates(format: Format) -> Iterator[Path]:
    names = dict.fromkeys(row.template.text for row in format.documents if row.template)
    return (path for name in names if (path := format.folder / name).is_file())


def own_codes_are_free(example: Case) -> Iterator[Problem]:
    """T47：自己写的审核，代码不与程序的相同。

    级别：提示性
    依据：“审核说明”和 explain 认代码；代码相同，一句说明会用到两处
    例：审核代码 F1 是程序自己的
    """
    format, templates = example.format, example.format.folder.parent
    national = load_rules(templates, COMMON)
    taken = set(known_codes(national)) if national else set()
    rows = [row for row in format.relations if _own(row.relation.place, format) and row.code.text in taken]
    if not rows:
        return
    base = load_rules(templates, format.profile.extends.text or COMMON)
    shipped = (load_rules(shipped_folder(), name) for name in find_formats(shipped_folder()))
    lawful = {_key(row) for rules in (national, base, *shipped) if rules for row in rules.relations}
    used = taken | {row.code.text for row in format.relations}
    for row in rows:
        if _key(row) not in lawful:
            family = row.code.text[0]
            free = next(number for number in range(_OWN_FROM, 1000) if f"{family}{number}" not in used)
            hint = f"自己的代码从 {_OWN_FROM} 编起，如 {family}{free}；要换掉程序的一条，代码、范围、规则都照它的写"
            yield Problem("T47", Level.HINT, row.code.place, f"审核代码 {row.code} 是程序自己的", hint)


def _key(row: RelationRow) -> tuple[str, ...]:
    return row.code.text, row.scope.text, row.rule.text


def own_relations_are_tried(example: Case) -> Iterator[Problem]:
    """T48：自己写的审核，在填满的示例数据里至少真比过一次。

    级别：提示性
    依据：一边空着的不比；总是空着的，这条审核不起作用
    例：审核 S50 一次也没有比：示例数据里“分值合计”总是空的
    """
    rows = [row for row in example.format.relations if _own(row.relation.place, example.format)]
    filled = _as_asked(example) if rows else example
    for row in rows:
        around = tuple(scopes(row.scope.text, filled, only_scored=False))
        if around and (blank := _never_tried(row, around)):
            message = f"审核 {row.code} 一次也没有比：示例数据里“{blank}”总是空的"
            hint = "核对名称和“范围”：范围不同，同一个名称指的数不同；名称都对的，不用改"
            yield Problem("T48", Level.HINT, row.relation.place, message, hint)


def _as_asked(example: Case) -> Case:
    """The example with what the format asks for alone: a whole one has indicators in lists and beside them too."""
    if not _tables(example.format):
        return example
    return case_of(example_of(example.format), example.format)[0] or example


def _tables(format: Format) -> set[str]:
    """The lists of a format that have indicators."""
    return {term.word for _, term in own_lists(format.terms) if indicator_tables(format.terms, term.of)}


def _never_tried(row: RelationRow, around: tuple[Scope, ...]) -> str:
    """A side that is always blank, where that keeps a relation from being tried in any scope."""
    try:
        if row.when and not any(formula.holds(row.when.text, scope) for scope in around):
            return next(_always_blank(row.when.text, around), "")
        if any(formula.relations(row.relation.text, scope) for scope in around):
            return ""
        return next(_always_blank(row.relation.text, around), "")
    except (NameProblem, FormulaError, FigureError):  # told where it is checked
        return ""


def _always_blank(text: str, around: tuple[Scope, ...]) -> Iterator[str]:
    """The sides of comparisons that are blank in every scope, as they are written."""
    tried = (formula.sides(text, scope) for scope in around)
    for each in zip(*tried, strict=True):
        if all(isinstance(value, Figure) and value.blank for _, value in each):
            yield each[0][0]


def _own(place: Place, format: Format) -> bool:
    """Whether something stands in the format's own folder."""
    return Path(place.file).is_relative_to(format.folder)


CHECKS: Final[tuple[RuleCheck, ...]] = (
    weights_add_up,
    weighted_levels_are_known,
    own_codes_are_free,
    own_relations_are_tried,
)
