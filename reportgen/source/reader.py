"""A department's YAML and its project files → Submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

from reportgen.problem import Place, Problem
from reportgen.source import model
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.fields import FieldReader
from reportgen.source.terms import SECTIONS, Kind, Term
from reportgen.source.written import Quantity, Words

RULES = {
    "D10": "项目文件要存在，且放在数据文件旁边",
    "D12": "格式要是已有的",
    "D11": "名称不得重复，也不得与程序自己的名称（合计、个数）相同",
}
OWN_NAMES = ("合计", "个数")
MODELS = {
    "数据": model.Submission,
    "单位": model.Unit,
    "资金": model.Funds,
    "预算执行": model.Budget,
    "支出": model.Expenditure,
    "基本支出": model.Basic,
    "项目支出": model.ProjectExpenditure,
    "结转结余": model.Carryover,
    "三公经费": model.ThreePublic,
    "决算": model.Accounts,
    "总体目标": model.Goal,
    "项目": model.Project,
    "来源": model.Source,
    "分配": model.Share,
    "指标": model.Indicator,
    "事实": model.Fact,
    "填报": model.Stated,
    "说明": model.Explanation,
}


def read_submission(path: Path, shown: str | None = None) -> tuple[model.Submission | None, tuple[Problem, ...]]:
    """A YAML file as a Submission, with the problems of it and of its project files.

    None when the file itself cannot be parsed; `shown` is the file name used in messages.
    """
    shown = shown or str(path)
    root, problems = load_document(path, shown)
    if not isinstance(root, nodes.Mapping):
        return None, problems
    reader = FieldReader(SECTIONS, MODELS, list(problems))
    submission = cast(model.Submission, reader.read_section("数据", root, root.place))
    for words in submission.project_files:
        projects = _read_project_file(path, shown, words, reader)
        submission = replace(submission, projects=submission.projects + projects)
    submission = _with_units(submission)
    _refuse_equal_names(submission, reader)
    return submission, tuple(reader.problems)


def _with_units(submission: model.Submission) -> model.Submission:
    """Facts, indicators and shares whose numbers take the unit written beside them."""
    facts = tuple(replace(f, value=_in_unit(f.value, f.unit.text)) for f in submission.facts)
    projects = tuple(
        replace(
            p,
            indicators=_indicators_with_units(p.indicators),
            shares=tuple(replace(s, count=_in_unit(s.count, s.unit.text)) for s in p.shares),
        )
        for p in submission.projects
    )
    indicators = _indicators_with_units(submission.indicators)
    return replace(submission, facts=facts, projects=projects, indicators=indicators)


def _indicators_with_units(indicators: tuple[model.Indicator, ...]) -> tuple[model.Indicator, ...]:
    return tuple(
        replace(i, target=_in_unit(i.target, i.unit.text), actual=_in_unit(i.actual, i.unit.text)) for i in indicators
    )


def _in_unit(quantity: Quantity, unit: str) -> Quantity:
    """A number that says no unit itself, in the unit of its row; 95 in % is the ratio 0.95."""
    if quantity.value is None or quantity.unit or not unit:
        return quantity
    value = quantity.value / 100 if unit == "%" else quantity.value
    return replace(quantity, value=value, unit=unit)


def _read_project_file(path: Path, shown: str, words: Words, reader: FieldReader) -> tuple[model.Project, ...]:
    """The projects of a file beside the department's: one project as a mapping, or several as a list 项目."""
    beside = path.parent / words.text
    if beside.resolve().parent != path.parent.resolve() or not beside.is_file():
        hint = "文件名要一字不差，文件与本文件放在同一个文件夹"
        reader.report("D10", words.place, f"找不到项目文件“{words.text}”", hint)
        return ()
    root, problems = load_document(beside, str(Path(shown).parent / words.text))
    reader.problems.extend(problems)
    if not isinstance(root, nodes.Mapping):
        return ()
    listed = root.find("项目")
    if listed and len(root.entries) == 1:
        return cast(
            tuple[model.Project, ...], reader.read_field(Term("项目", "", Kind.LIST, "", of="项目"), listed, root.place)
        )
    return (cast(model.Project, reader.read_section("项目", root, root.place, place=root.place)),)


def _refuse_equal_names(submission: model.Submission, reader: FieldReader) -> None:
    """Two projects of one name, or two indicators of one name in a second-level group, cannot be told apart."""
    for project in submission.projects:
        for what, name in (("项目", project.name), *(("分配", share.name) for share in project.shares)):
            if name.text in OWN_NAMES:
                reader.report("D11", name.place, f"{what}不能叫“{name}”", "写全称；合计由程序算")
    _first_of_each({p.name: p.name.text for p in submission.projects}, "项目", reader)
    for indicators in (submission.indicators, *(p.indicators for p in submission.projects)):
        keys = {i.level3: f"{i.level2}·{i.level3}" for i in indicators}
        _first_of_each(keys, "指标", reader)


def _first_of_each(names: Mapping[Words, str], what: str, reader: FieldReader) -> None:
    seen: dict[str, Place] = {}
    for words, key in names.items():
        if words and key in seen:
            first = seen[key]
            where = f"第 {first.line} 行" if first.file == words.place.file else f" {first} "
            reader.report("D11", words.place, f"{what}“{words.text}”与{where}的重名", "改成能区分的名称")
        seen.setdefault(key, words.place)
