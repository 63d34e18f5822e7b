"""A department's YAML and its project files → Submission."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

from reportgen.problem import Problem
from reportgen.source import model
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.fields import FieldReader
from reportgen.source.names import refuse_equal_names
from reportgen.source.terms import SECTIONS, Kind, Term, Terms, own_lists
from reportgen.source.written import Words

RULES = {
    "D10": "项目文件要存在，且放在数据文件旁边",
    "D12": "格式要是已有的",
    "D11": "名称不得重复，也不得与程序自己的名称（合计、个数）相同",
}
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


def read_submission(
    path: Path, shown: str | None = None, terms: Terms = SECTIONS
) -> tuple[model.Submission | None, tuple[Problem, ...]]:
    """A YAML file as a Submission, with the problems of it and of its project files.

    None when the file itself cannot be parsed; `shown` is the file name used in messages, `terms` are the fields of
    its format.
    """
    root, problems = load_document(path, shown or str(path))
    if not isinstance(root, nodes.Mapping):
        return None, problems
    submission, more = read_fields(root, path, shown or str(path), terms)
    return submission, (*problems, *more)


def format_named(root: nodes.Mapping) -> Words:
    """The format that a file names, which says what fields the rest may have."""
    named = root.find("格式")
    if named and isinstance(named.value, nodes.Scalar):
        return Words(named.value.text.strip(), named.value.place)
    return Words("", root.place)


def read_fields(
    root: nodes.Mapping, path: Path, shown: str, terms: Terms
) -> tuple[model.Submission, tuple[Problem, ...]]:
    """A file's nodes as a Submission, by the fields of its format."""
    listed = {term.of: model.Row for _, term in own_lists(terms)}
    reader = FieldReader(terms, {**MODELS, **listed})
    submission = cast(model.Submission, reader.read_section("数据", root, root.place))
    for words in submission.project_files:
        projects = _read_project_file(path, shown, words, reader)
        submission = replace(submission, projects=submission.projects + projects)
    refuse_equal_names(submission, terms, reader.report)
    return submission, tuple(reader.problems)


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
