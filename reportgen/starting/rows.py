"""The profile of a format → example rows of indicators, which the checks refuse until they are filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from reportgen.figures.number import written
from reportgen.figures.scores import QUALITATIVE
from reportgen.parameters import Profile
from reportgen.source import node as nodes
from reportgen.source.node import Node
from reportgen.source.quantities import QUANTITY_KEYS
from reportgen.source.terms import INDICATORS, PROJECTS, Path, Term
from reportgen.starting.needs import FieldsUsed, Need
from reportgen.starting.yaml_text import STEP, flow, quoted

HUNDRED = Fraction(100)
NO_WEIGHT = "—"
LEGEND = (
    "一行一条指标：改写三级的名称，填指标值、完成值、单位；可以加行、删行，二级名称可改",
    '符号填 ≥ = ≤ 定性；大于、小于写成 ">" "<"。定性指标加上 等次: 达成, 得分: 8；得分由程序算的不填',
    "表里印的话与数不同：指标值: {值: 2.3, 文字: 26人2.3万元}；引用别处的数：完成值: 【全年执行数】",
    "没有得满分或超额较多的，加上 偏差原因: 一句话；是另一行的分项的，加上 分解: 那一行的三级名称",
)
_COLUMNS = ("一级", "二级", "三级", "符号", "指标值", "完成值", "单位")
_SUFFIX = "指标"
_OUTPUT = "产出"  # where quantity, quality and time belong, wherever a format lists it
_LESS = "成本"  # a cost is the better the lower


def legend(profile: Profile) -> Iterator[str]:
    """What the comment above a table of indicators says, with the scoring rules that a row may name."""
    yield from LEGEND
    if names := [method.name.text for method in profile.methods]:
        yield f"另按计分法得分的，加上 计分: {names[0]}；可填：{'、'.join(names)}"


def example_rows(profile: Profile, used: FieldsUsed, path: Path) -> Iterator[str]:
    """One row for each second level that the profile asks for, with weights that add up to what it says."""
    columns = [word for word in _COLUMNS if (*path, word) in used.needs]
    scored = (*path, "分值") in used.needs
    for (level1, level2), weight in weighted(profile, path):
        filled = {
            "一级": level1,
            "二级": level2,
            "三级": f"（此处写一条{level2}）",
            "符号": "≤" if _LESS in level2 else "≥",
        }
        cells = [f"{word}: {quoted(filled[word]) if filled.get(word) else ''}" for word in columns]
        if (profile.projects_scored if path[0] == PROJECTS else profile.department_scored).text == "是" and (
            scored or path[0] == PROJECTS
        ):
            cells.append(f"分值: {written(weight, None) if _printed(used, path) else NO_WEIGHT}")
        yield "{" + ", ".join(cells) + "}"


def carried_row(terms: Iterable[Term], used: FieldsUsed, path: Path, given: Node) -> str:
    """A row carried over on one line, with empty places for what must be filled in."""
    if not isinstance(given, nodes.Mapping):
        return flow(given)
    texts = {entry.key.text: flow(entry.value) for entry in given}
    indicator = path[-1] == INDICATORS
    blank = _to_fill(texts)
    cells = []
    for term in terms:
        needed = term.word in blank if indicator else used.needs.get((*path, term.word)) is Need.FILLED
        if term.word in texts or needed:
            cells.append(f"{term.word}: {texts.get(term.word, '')}")
    return "{" + ", ".join(cells) + "}"


def carried_tree(tree: nodes.Mapping, indent: int) -> Iterator[str]:
    """Names with their numbers, groups with theirs below them."""
    for entry in tree:
        key = f"{STEP * indent}{quoted(entry.key.text)}:"
        if isinstance(entry.value, nodes.Mapping) and any(e.key.text not in QUANTITY_KEYS for e in entry.value):
            yield key
            yield from carried_tree(entry.value, indent + 1)
        else:
            yield f"{key} {flow(entry.value)}".rstrip()


def _to_fill(indicator: Mapping[str, str]) -> tuple[str, ...]:
    """The columns that an indicator must have; a qualitative one with a weight is scored by hand."""
    if indicator.get("符号") != QUALITATIVE:
        return ("指标值", "完成值", "单位")
    return ("指标值", "完成值", *(() if indicator.get("分值") in (None, NO_WEIGHT) else ("得分",)))


def _printed(used: FieldsUsed, path: Path) -> bool:
    return used.needs.get((*path, "分值"), Need.CHECKED) > Need.CHECKED


def weighted(profile: Profile, path: Path) -> Iterator[tuple[tuple[str, str], Fraction]]:
    """First and second level of each row with its weight."""
    required = [words.text for words in profile.required_level2]
    rules = [(row.level1.text, row.weight.value or Fraction(0)) for row in profile.weights]
    if not rules:
        rows = [("", name) for name in (*required, *(words.text for words in profile.required_level1))]
        execution = profile.execution.weight.value or Fraction(0) if path[0] == PROJECTS else Fraction(0)
        yield from zip(rows, _shares(HUNDRED - execution, len(rows)), strict=True)
        return
    groups = {level1: [name for name in required if _stem(level1) in name] for level1, _ in rules}
    homeless = [name for name in required if not any(name in group for group in groups.values())]
    home = next((level1 for level1, _ in rules if _stem(level1) == _OUTPUT), rules[0][0])
    groups[home] += homeless
    for level1, weight in rules:
        below = groups[level1] or [level1]
        yield from zip(((level1, name) for name in below), _shares(weight, len(below)), strict=True)


def _stem(name: str) -> str:
    return name.removesuffix(_SUFFIX)


def _shares(total: Fraction, count: int) -> Iterable[Fraction]:
    """A weight in whole parts as equal as can be, the first with the rest."""
    if not count:
        return ()
    least = Fraction(total // count)
    return (total - least * (count - 1), *(least for _ in range(count - 1)))
