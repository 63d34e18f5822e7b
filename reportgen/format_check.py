"""A format folder → every mistake in it: YAML, formulas, relations, and its templates by the names of an example."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from reportgen import format_rules, format_scores, format_wording, method_trials, row_names
from reportgen.checks.case import Case
from reportgen.checks.catalogue import check
from reportgen.checks.formulas import scopes
from reportgen.figures.documents import documents
from reportgen.figures.figure import FigureError
from reportgen.figures.formula import evaluate, relations
from reportgen.figures.functions import FormulaError
from reportgen.figures.remedies import remedy
from reportgen.figures.scope import NameProblem, Scope
from reportgen.format_terms import DocumentRow
from reportgen.formats import load_format
from reportgen.lint.annotate import annotated, without_own_comments
from reportgen.lint.possible import Judge
from reportgen.lint.ranges import wrong_in_formula
from reportgen.lint.seen import LIST, NAME, WORD, Seen, Wrong, full_names
from reportgen.lint.whole import findings, opened
from reportgen.ooxml.places import Where
from reportgen.pipeline import plan
from reportgen.places import folder_of
from reportgen.problem import Level, Place, Problem, in_file_order
from reportgen.profile import COMMON
from reportgen.source.fields import CUT
from reportgen.source.written import Words
from reportgen.starting.example import case_of, example
from reportgen.unprinted import unprinted

_REFERENCE: Final = re.compile(r"【([^】]*)】")
_RULES: Final = ("profile.yaml", "运算.yaml")
_OF_SCORES: Final = ("T46",)
_LISTED: Final = "在 format.yaml 的“文件”里加上它，或从文件夹里移走"


@dataclass(frozen=True, slots=True)
class Told:
    """A problem of a format; `where` in a Word file it stands."""

    problem: Problem
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a format; `copies` are its templates with Word comments at the places, by their names."""

    name: str
    told: tuple[Told, ...]
    copies: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(one.problem for one in self.told)


def check_format(templates: Path, name: str, only: str = "") -> Checked:
    """Every mistake of a format, or those of one of its templates alone."""
    format, problems = load_format(templates, name)
    folder = folder_of(templates, name)
    case, derived = case_of(example(format, whole=True), format) if format else (None, ())
    made = list(_documents(case)) if case else []
    told: list[Told] = []
    copies: dict[str, bytes] = {}
    if case is not None:
        problems = (*problems, *_of_rules(case, derived), *_of_patterns(case, made))
        rules = (*format_rules.CHECKS, *format_scores.CHECKS, *row_names.CHECKS, *method_trials.CHECKS)
        problems = (*problems, *(problem for rule in rules for problem in rule(case)))
    problems = tuple(one for one in problems if not _follows(one, problems))
    quiet = _OF_SCORES if any(_unsettles(one) for one in problems) else ()
    used = {row.template.text for row in format.documents} if format else set()
    for path in sorted(folder.glob("*.docx")):
        if path.name.startswith("~$") or only not in ("", path.name):
            continue
        names = [own for row, own in made if row.template.text == path.name]
        one = check_template(path, names, quiet)
        told += one.told
        copies |= one.copies
        if format is not None and path.name not in used and not only:
            message = f"format.yaml 没有用到“{path.name}”"
            told.append(Told(Problem("T2", Level.HINT, Place(str(path)), message, _LISTED)))
    if format is not None:
        problems = (*problems, *(problem for wording in format_wording.CHECKS for problem in wording(format)))
    if format is not None and not any(_hides(one) for one in (*problems, *(one.problem for one in told))):
        problems = (*problems, *unprinted(format))
    of_format = [] if only else [Told(one) for one in in_file_order(problems)]
    return Checked(name, (*of_format, *told), copies)


def _hides(problem: Problem) -> bool:
    """Whether a mistake may hide what a format prints: a template that is not there, a name that is misspelt."""
    return problem.level is Level.ERROR and problem.code in ("T2", NAME, LIST, WORD)


def _follows(problem: Problem, problems: tuple[Problem, ...]) -> bool:
    """Whether it comes of another: a formula that was cut at its comma, a figure whose formula is wrong."""
    if problem.code == "T48":
        return any(_unsettles(one) for one in problems)
    place = problem.place
    cut = ((one.place.file, one.place.line) for one in problems if one.hint == CUT)
    return problem.code == "T4" and (place.file, place.line) in cut


def _unsettles(problem: Problem) -> bool:
    """Whether it is not known what is scored, and what a formula gives: a rule cannot be read or reckoned."""
    return problem.level is Level.ERROR and Path(problem.place.file).name in _RULES


def check_common(templates: Path) -> Checked:
    """Every mistake of the templates that belong to no format: the work paper, the contents of a volume."""
    found = [check_template(path, []) for path in sorted(folder_of(templates, COMMON).glob("*.docx"))]
    copies = {name: copy for one in found for name, copy in one.copies.items()}
    return Checked(COMMON, tuple(told for one in found for told in one.told), copies)


def check_template(path: Path, documents: list[Mapping[str, Seen]], quiet: Container[str] = ()) -> Checked:
    """Every mistake of a template that is used for documents with these names, but for some codes."""
    template, found = opened(without_own_comments(path.read_bytes()), str(path))
    if template is not None:
        found = tuple(one for one in findings(template, documents) if one.code not in quiet)
    told = tuple(Told(one.problem(str(path)), one.where) for one in found)
    copies = {path.name: annotated(template, found)} if template is not None and not template.broken else {}
    return Checked(path.name, told, copies)


def _documents(case: Case) -> Iterator[tuple[DocumentRow, Mapping[str, Seen]]]:
    """Each document of a format with the names that its template may use."""
    for row in case.format.documents:
        plain = replace(row, name=Words("文件", row.name.place), title=Words("", row.name.place))
        plain = replace(plain, when=Words("", row.name.place))
        planned = plan(replace(case, format=replace(case.format, documents=(plain,))), draft=False)
        if planned:
            yield row, planned[0].names


def _of_patterns(case: Case, documents: list[tuple[DocumentRow, Mapping[str, Seen]]]) -> Iterator[Problem]:
    """The 【…】 of file names and titles."""
    volume = case.format.volume
    root: Mapping[str, Seen] = {name: case.root.find(name) for name in case.root.members}
    patterns = [(words, names) for row, names in documents for words in (row.name, row.title)]
    patterns += [(words, root) for words in (volume.name, volume.title)]
    for words, names in patterns:
        for reference in _REFERENCE.findall(words.text):
            for wrong in _of_reference(reference, names):
                message = f"文件名、标题里的【{reference}】：{wrong.message}"
                yield Problem("T28", Level.ERROR, words.place, message, wrong.hint)


def _of_reference(reference: str, names: Mapping[str, Seen]) -> list[Wrong]:
    judge = Judge(lambda name: (names[name],) if name in names else None, lambda: full_names(names))
    first, *rest = reference.split(".")
    value = judge.name(first)
    for at, name in enumerate(rest, 1):
        value = judge.member(value, name, ".".join(reference.split(".")[:at]))
    judge.printed(value, reference)
    return judge.wrong


def _of_rules(case: Case, derived: tuple[Problem, ...]) -> Iterator[Problem]:
    """Formulas and relations: their names, and what else the example shows to be wrong in them."""
    told: set[Place] = set()
    for what, around, texts in _rules(case):
        for words in filter(None, texts):
            for wrong in wrong_in_formula(words.text, around, case):
                told |= {one.place for one in texts}
                yield Problem("T4", Level.ERROR, words.place, f"{what}：{wrong.message}", wrong.hint)
    for one in (*derived, *check(case), *_behind_conditions(case)):
        if one.code == "T4" and one.place not in told and not _by_data(one):
            told.add(one.place)
            yield one


def _behind_conditions(case: Case) -> Iterator[Problem]:
    """What fails in formulas and relations whose condition the example never meets: real data will."""
    for row in case.format.formulas:
        for scope in scopes(row.scope.text, case):
            if wrong := _failing(lambda row=row, scope=scope: evaluate(row.formula.text, scope), scope):  # type: ignore[misc]
                message = f"运算公式“{row.name}”：{wrong}"
                yield Problem("T4", Level.ERROR, row.formula.place, message, remedy(wrong, scope))
                break
    for relation in case.format.relations:
        for scope in scopes(relation.scope.text, case, only_scored=False):
            if wrong := _failing(lambda row=relation, scope=scope: relations(row.relation.text, scope), scope):  # type: ignore[misc]
                message = f"审核公式 {relation.code}：{wrong}"
                yield Problem("T4", Level.ERROR, relation.relation.place, message, remedy(wrong, scope))
                break


def _failing(reckon: Callable[[], object], scope: Scope) -> NameProblem | FormulaError | FigureError | None:
    """Why something cannot be reckoned; units that the data of a row type beside its figures are theirs."""
    try:
        reckon()
    except (NameProblem, FormulaError) as wrong:
        return wrong
    except FigureError as wrong:
        return None if isinstance(scope.members.get("单位"), Words) else wrong
    return None


def _rules(case: Case) -> Iterator[tuple[str, tuple[Scope, ...], tuple[Words, ...]]]:
    """Each formula, relation, scoring rule and condition: what it is called, what it is for, and its expressions."""
    format = case.format
    for formula in format.formulas:
        around = tuple(scopes(formula.scope.text, case))
        yield f"运算公式“{formula.name}”", around, (formula.when, formula.formula)
    for relation in format.relations:
        around = tuple(scopes(relation.scope.text, case, only_scored=False))
        yield f"审核公式 {relation.code}", around, (relation.when, relation.relation, relation.at)
    for method in format.profile.methods:
        yield f"计分法“{method.name}”", tuple(scopes("指标", case)), (method.ratio, method.formula)
    for document in documents(format, case.root)[0]:
        yield f"文件“{document.row.name}”的条件", (document.item or case.root,), (document.row.when,)


def _by_data(problem: Problem) -> bool:
    """Whether a formula fails by a unit that is typed in the data, which the example invents."""
    return "单位不同" in problem.message and "事实." in problem.message
