"""The profile of a format → example rows of indicators, which the checks refuse until they are filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reportgen.figures.number import written
from reportgen.figures.scores import QUALITATIVE
from reportgen.parameters import Profile
from reportgen.source import node as nodes
from reportgen.source.node import Node
from reportgen.source.quantities import QUANTITY_KEYS
from reportgen.source.terms import INDICATORS, PROJECTS, Kind, Path, Term, Terms
from reportgen.starting.comments import least, named_by_choice
from reportgen.starting.levels import weighted
from reportgen.starting.needs import FieldsUsed, Need
from reportgen.starting.yaml_text import STEP, flow, mapping, quoted, scalar

_PROJECT_NAME = "（此处写项目全称）"
NO_WEIGHT = "—"
_SIGNS = '符号填 ≥ = ≤ 定性；大于、小于写成 ">" "<"'
_REMARK = "加上 偏差原因: 一句话；是另一行的分项的，加上 分解: 那一行的三级名称"
_LEGEND = (
    "一行一条指标：改写三级的名称，填指标值、完成值、单位；可以加行、删行，二级名称可改",
    f"{_SIGNS}。定性指标加上 等次: 达成, 得分: 8；得分由程序算的不填",
    "表里印的话与数不同：指标值: {值: 2.3, 文字: 26人2.3万元}；引用别处的数：完成值: 【全年执行数】",
    f"没有得满分或超额较多的，{_REMARK}",
)
_UNSCORED = (
    _LEGEND[0],
    f"{_SIGNS}。定性指标的指标值、完成值各写一句话",
    _LEGEND[2],
    f"没有完成或超额较多的，{_REMARK}",
)
_COLUMNS = ("一级", "二级", "三级", "符号", "指标值", "完成值", "单位")
_LESS = "成本"  # a cost is the better the lower


def scored(profile: Profile, path: Path) -> bool:
    """Whether the indicators at a path have scores."""
    return (profile.projects_scored if path[0] == PROJECTS else profile.department_scored).text == "是"


def legend(profile: Profile, path: Path) -> Iterator[str]:
    """What the comment above a table of indicators says, with the scoring rules that a row may name."""
    yield from _LEGEND if scored(profile, path) else _UNSCORED
    names = [method.name.text for method in profile.methods] if scored(profile, path) else []
    if names:
        yield f"另按计分法得分的，加上 计分: {names[0]}；可填：{'、'.join(names)}"


def own_columns(terms: Terms, used: FieldsUsed, path: Path) -> list[Term]:
    """The fields of the indicators at a path that only this format has."""
    return [term for term in terms[INDICATORS] if term.declared and (*path, term.word) in used.needs]


def weighs(profile: Profile, used: FieldsUsed, path: Path) -> bool:
    """Whether the indicators at a path have weights."""
    return scored(profile, path) and ((*path, "分值") in used.needs or path[0] == PROJECTS)


def example_rows(profile: Profile, used: FieldsUsed, path: Path, own: Iterable[Term]) -> Iterator[str]:
    """One row for each second level that the profile asks for, with weights that add up to what it says."""
    columns = [word for word in _COLUMNS if (*path, word) in used.needs]
    weighed = weighs(profile, used, path)
    for (level1, level2), weight in weighted(profile, path):
        filled = {
            "一级": level1,
            "二级": level2,
            "三级": f"（此处写一条{level2}）",
            "符号": "≤" if _LESS in level2 else "≥",
        }
        cells = [f"{word}: {quoted(filled[word]) if filled.get(word) else ''}" for word in columns]
        if weighed:
            cells.append(f"分值: {written(weight, None) if _printed(used, path) else NO_WEIGHT}")
        cells += [f"{term.word}: {empty(term)}" for term in own if used.needs[*path, term.word] is Need.FILLED]
        yield "{" + ", ".join(cells) + "}"


def examples(listed: Term, terms: Terms) -> list[nodes.Mapping]:
    """Items of a list that are to be written over, and refused as they are; where names are chosen, one of each."""
    inner = terms[listed.of]
    if chosen := named_by_choice(inner):
        return [mapping(**{chosen.word: scalar(name)}) for name in chosen.choices]
    first = next((term.word for term in inner if term.kind is Kind.TEXT), "")
    words = _PROJECT_NAME if listed.of == PROJECTS else f"（此处写{first}）"
    return [mapping(**({first: scalar(words)} if first else {}))] * least(listed)


def carried_row(terms: Iterable[Term], used: FieldsUsed, path: Path, given: Node, weighed: bool = False) -> str:
    """A row carried over on one line, with empty places for what must be filled in; `weighed`: it has a weight."""
    if not isinstance(given, nodes.Mapping):
        return flow(given)
    texts = {entry.key.text: flow(entry.value) for entry in given}
    indicator = path[-1] == INDICATORS
    blank = _to_fill(texts, weighed)
    cells = []
    for term in terms:
        asked = used.needs.get((*path, term.word)) is Need.FILLED
        if term.word in texts or (term.word in blank if indicator and not term.declared else asked):
            cells.append(f"{term.word}: {texts.get(term.word) or empty(term)}")
    return "{" + ", ".join(cells) + "}"


def empty(term: Term) -> str:
    """The place of a field on the line of a row; that of words has quotes, for a comma typed in them would cut it."""
    return '""' if term.declared and term.kind in (Kind.TEXT, Kind.PROSE) else ""


def carried_tree(tree: nodes.Mapping, indent: int) -> Iterator[str]:
    """Names with their numbers, groups with theirs below them."""
    for entry in tree:
        key = f"{STEP * indent}{quoted(entry.key.text)}:"
        if isinstance(entry.value, nodes.Mapping) and any(e.key.text not in QUANTITY_KEYS for e in entry.value):
            yield key
            yield from carried_tree(entry.value, indent + 1)
        else:
            yield f"{key} {flow(entry.value)}".rstrip()


def _to_fill(indicator: Mapping[str, str], weighed: bool) -> tuple[str, ...]:
    """The columns that an indicator must have; a qualitative one with a weight is scored by hand."""
    weight = ("分值",) if weighed else ()
    if indicator.get("符号") != QUALITATIVE:
        return ("指标值", "完成值", "单位", *weight)
    by_hand = indicator.get("分值") != NO_WEIGHT if weighed else indicator.get("分值") not in (None, NO_WEIGHT)
    return ("指标值", "完成值", *weight, *(("得分",) if by_hand else ()))


def _printed(used: FieldsUsed, path: Path) -> bool:
    return used.needs.get((*path, "分值"), Need.CHECKED) > Need.CHECKED
