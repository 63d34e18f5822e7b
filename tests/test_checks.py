"""Every check: a small change of a corrected report that must be found, and one beside it that must not.

A case of tests/checks/*.yaml makes the changes under `改` and gets exactly the findings under `得到`; the changes
under `邻` get none of the case's code and level. A change `甲 … 乙 → 丙` writes 丙 for the first 乙 after the
first 甲; ⏎ is the end of a line. `口径` lays parameters over those of the
report's format. REPORTGEN_UPDATE=1 writes `得到` anew; the diff is the review.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import pytest
import yaml
from reports import ROOT, TEMPLATES

from reportgen.checks import formulas
from reportgen.checks.case import Case
from reportgen.checks.catalogue import CHECKS, check
from reportgen.pipeline import examine
from reportgen.problem import Problem, show_problem
from reportgen.profile import COMMON
from reportgen.source.written import Words

BASE = ROOT / "data" / "攀枝花西区矿产资源保护中心-2020" / "订正.yaml"
FORMAT = "攀枝花西区-部门整体-2020"
FOLDER = ROOT / "tests" / "checks"
FILES = sorted(FOLDER.glob("*.yaml"))


@dataclass(frozen=True, slots=True)
class Change:
    """One case: its rule, the edits that break it, the edits that do not, and what is said."""

    rule: str
    code: str
    edits: tuple[str, ...]
    beside: tuple[str, ...]
    said: str
    profile: str = ""


class _Readable(yaml.SafeDumper):
    """YAML as one writes it by hand: lists indented, texts of several lines in a block."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


_Readable.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else "")
)


def changes(path: Path) -> list[Change]:
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Change(r["规则"], r["代码"], tuple(r["改"]), tuple(r["邻"]), r["得到"], r.get("口径", "")) for r in rows]


def edited(text: str, edits: tuple[str, ...]) -> str:
    """The text with edits made; an edit that does not fit is a mistake of the test."""
    for edit in edits:
        way, _, new = edit.partition(" → ")
        at, target = 0, ""
        for target in way.split(" … "):
            at = text.index(target.replace("⏎", "\n"), at)
        old = target.replace("⏎", "\n")
        text = text[:at] + new.replace("⏎", "\n") + text[at + len(old) :]
    return text


@cache
def base_text() -> str:
    return BASE.read_text(encoding="utf-8")


@cache
def base_problems() -> frozenset[tuple[str, str, str]]:
    return frozenset((p.code, p.message, p.explanation) for p in examine(BASE, TEMPLATES).problems)


@cache
def templates_of(profile: str) -> Path:
    """The shipped templates, or a copy with the parameters of a profile laid over those of the report's format."""
    if not profile:
        return TEMPLATES
    templates = Path(mkdtemp()) / "templates"
    shutil.copytree(TEMPLATES / COMMON, templates / COMMON)
    shutil.copytree(TEMPLATES / FORMAT, templates / "原格式")
    shutil.copytree(TEMPLATES / FORMAT, templates / FORMAT)
    (templates / FORMAT / "profile.yaml").write_text(f"继承: 原格式\n{profile}", encoding="utf-8")
    return templates


def found(edits: tuple[str, ...], folder: Path, profile: str = "") -> tuple[Case | None, list[Problem]]:
    """An edited report and what is found in it beyond what is found in the report itself."""
    path = folder / "数据.yaml"
    path.write_text(edited(base_text(), edits), encoding="utf-8")
    examined = examine(path, templates_of(profile))
    fresh = [p for p in examined.problems if (p.code, p.message, p.explanation) not in base_problems()]
    return examined.case, fresh


def said(problems: list[Problem], folder: Path) -> str:
    """Problems as the user reads them, with short paths."""
    text = "".join(f"{show_problem(p)}\n" for p in problems)
    return re.sub(r"\S*/templates/", "templates/", text.replace(f"{folder}{os.sep}", ""))


def rewrite(path: Path, folder: Path) -> None:
    """The cases of a file with what is said now."""
    rows = []
    for c in changes(path):
        row = {"规则": c.rule, "代码": c.code} | ({"口径": c.profile} if c.profile else {})
        row |= {"改": [*c.edits], "邻": [*c.beside], "得到": said(found(c.edits, folder, c.profile)[1], folder)}
        rows.append(row)
    text = yaml.dump(rows, Dumper=_Readable, allow_unicode=True, sort_keys=False, width=10_000)
    path.write_text(text.replace("\n- ", "\n\n- "), encoding="utf-8")


if os.environ.get("REPORTGEN_UPDATE"):
    with TemporaryDirectory() as scratch:
        for file in FILES:
            rewrite(file, Path(scratch))
CASES = [pytest.param(c, id=f"{c.code}-{c.rule}") for file in FILES for c in changes(file)]


@pytest.mark.parametrize("change", CASES)
def test_change_is_found(change: Change, tmp_path: Path) -> None:
    """All that is said, with level, line, operands and hint; nothing beside it."""
    assert f"[{change.code}]" in change.said
    assert said(found(change.edits, tmp_path, change.profile)[1], tmp_path) == change.said


@pytest.mark.parametrize("change", CASES)
def test_neighbour_is_not(change: Change, tmp_path: Path) -> None:
    level = change.said.partition(f"[{change.code}]")[0].rpartition(" ")[2]
    assert change.beside
    assert not [
        p for p in found(change.beside, tmp_path, change.profile)[1] if p.code == change.code and p.level == level
    ]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """All edited reports."""
    folder = tmp_path_factory.mktemp("改")
    cases = [found(c.edits, folder, c.profile)[0] for path in FILES for c in changes(path)]
    return [case for case in cases if case is not None]


def test_every_check_has_a_case(broken: list[Case]) -> None:
    quiet = {run.__name__ for run in CHECKS if not any(any(True for _ in run(case)) for case in broken)}
    own_formats = {"there_is_something_to_print", "totals_keep_to_full_marks"}  # below
    of_its_own = {"fixed_rows_are_filled", "amounts_are_in_one_unit"}  # test_format_rules_of_its_own.py
    scores = {"scores_are_known", "named_rules_are_taken"}  # test_scores_of_formulas.py
    assert quiet == own_formats | of_its_own | scores


def test_a_format_may_reckon_a_total_that_is_too_high(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES / COMMON, templates / COMMON)
    shutil.copytree(TEMPLATES / FORMAT, templates / FORMAT)
    path = templates / FORMAT / "运算.yaml"
    rules = path.read_text(encoding="utf-8").rstrip()
    told = "强制性[S3] 项目.打私巡查专项经费.总分 6720，超过满分 100"
    for by, is_told in (("80", True), ("80%", False)):
        rule = f"  - {{名称: 总分, 范围: 项目, 公式: 合计(指标.得分) × {by}, 单位: 分}}"
        path.write_text(f"{rules}\n{rule}\n", encoding="utf-8")
        assert any(told in show_problem(p) for p in examine(BASE, templates).problems) is is_told


def test_a_format_of_project_tables_needs_a_project(tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    head = "格式: 通用-项目支出自评表\n年度: 2024\n单位: {名称: R&D <x> 中心}\n"
    path.write_text(head, encoding="utf-8")
    told = "强制性[P6] 没有项目，这个格式没有可生成的文件"
    [problem] = examine(path, TEMPLATES).problems
    assert told in show_problem(problem)
    path.write_text(f"{head}项目: [{{名称: 甲, 年初预算数: 1, 全年执行数: 1}}]\n", encoding="utf-8")
    assert not any(told in show_problem(p) for p in examine(path, TEMPLATES).problems)


def test_every_relation_has_a_case(broken: list[Case]) -> None:
    relations = examine(BASE, TEMPLATES).case.format.relations  # type: ignore[union-attr]
    quiet = [
        f"{row.code} {row.rule}"
        for row in relations
        if not any(
            any(True for _ in formulas.relations_hold(replace(case, format=replace(case.format, relations=(row,)))))
            for case in broken
        )
    ]
    assert len(relations) > 15
    assert not quiet


def test_every_formula_has_a_case(broken: list[Case]) -> None:
    """A stated value that differs from each 运算公式, under the code of its row."""
    told = {(p.code, p.message.partition(" 填报 ")[0].partition("（")[0]) for case in broken for p in check(case)}
    rows = examine(BASE, TEMPLATES).case.format.formulas  # type: ignore[union-attr]
    quiet = [
        f"{row.code} {row.name}"
        for row in rows
        if not any(code == row.code.text and name.endswith(row.name.text) for code, name in told)
    ]
    assert len(rows) > 8
    assert not quiet


def test_every_code_has_a_case() -> None:
    wanted = {f"F{n}" for n in range(1, 10)} | {f"X{n}" for n in range(1, 19)} | {f"S{n}" for n in range(1, 20)}
    wanted |= {f"P{n}" for n in range(1, 13)} | {"N1", "D1"}
    assert not wanted - {c.code for path in FILES for c in changes(path)}


def test_relation_that_cannot_be_reckoned_is_told_once(tmp_path: Path) -> None:
    """A wrong name in 审核.yaml is the maintainer's to mend: one problem, at its line, however many projects."""
    case = examine(BASE, TEMPLATES).case
    assert case is not None
    row = next(r for r in case.format.relations if r.scope.text == "项目")
    wrong = replace(row, relation=Words("全年预算树 == 全年执行数", row.relation.place), when=Words("", row.when.place))
    problems = list(formulas.relations_hold(replace(case, format=replace(case.format, relations=(wrong,)))))
    assert [(p.code, p.place) for p in problems] == [("T4", row.relation.place)]
    assert "全年预算树" in problems[0].message
