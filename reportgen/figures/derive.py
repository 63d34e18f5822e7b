"""Submission + Format → the name space with every derived figure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from reportgen.figures import formula as formulas
from reportgen.figures.branches import tried
from reportgen.figures.documents import documents
from reportgen.figures.figure import Figure, FigureError
from reportgen.figures.functions import FormulaError, total
from reportgen.figures.lists import (
    add_sum,
    add_sums,
    has_listed_indicators,
    lists_of,
    of_project,
    owners_in_lists,
)
from reportgen.figures.mark import Mark, unmarked
from reportgen.figures.members import items, number, put
from reportgen.figures.money import in_unit
from reportgen.figures.number import Rounding
from reportgen.figures.remedies import NO_SUM, culprit, remedy, words_of
from reportgen.figures.rules import named_rules
from reportgen.figures.scope import NameProblem, Pending, Scope
from reportgen.figures.scoring import SCORE, Scoring
from reportgen.figures.totals import formula_score, is_score
from reportgen.figures.typed import SUM, Naming
from reportgen.format_terms import FormulaRow
from reportgen.formats import Format
from reportgen.problem import Level, Problem
from reportgen.source.model import Submission
from reportgen.source.terms import PROJECTS
from reportgen.source.written import State, Words


def derive(submission: Submission, format: Format, mark: Mark = unmarked) -> tuple[Scope, tuple[Problem, ...]]:
    """The name space of a submission, every figure computed, and the problems met on the way.

    Figures that prose prints are marked by `mark`.
    """
    problems: list[Problem] = []
    root = Naming(problems, mark, format.terms, format.money_digits).department(submission)
    deriving, scoring = Deriving(root, format, problems), Scoring(format.profile, problems)
    for project in deriving.projects:
        deriving.share_out(project)
        scoring.project(project)
        deriving.leave_scores_to_lists(project)
    scoring.department(root)
    for owner, indicators in owners_in_lists(root, format.terms):
        scoring.in_list(owner, indicators)
    deriving.sum_projects()
    add_sums(root, format.terms)
    deriving.add_rules()
    for row in format.formulas:
        deriving.add_formula(row)
    tuple(root.figures())  # computes everything, so that every problem is known now
    return root, tuple(problems)


@dataclass(slots=True)
class Deriving:
    """Adds derived figures to the name space of one submission."""

    root: Scope
    format: Format
    problems: list[Problem]
    projects: tuple[Scope, ...] = field(init=False)
    circles: set[frozenset[str]] = field(default_factory=set)  # that were told

    def __post_init__(self) -> None:
        self.projects = items(self.root, "项目")

    def share_out(self, project: Scope) -> None:
        """金额 of each share that types none, and 分配.合计 with 分配.个数."""
        shares = project.find("分配")
        assert isinstance(shares, Scope)
        for share in shares.items:
            if number(share, "金额").blank and not share.typed["金额"].reference:
                share.members["金额"] = Pending(lambda share=share: self.product(share))  # type: ignore[misc]
        overall = Scope(shares.full(SUM), parent=shares)
        shares.members[SUM] = overall
        shares.members["个数"] = Figure(shares.full("个数"), Fraction(len(shares)), "个", 0, code="P2")
        for word, unit in (("数量", ""), ("金额", self.format.money)):
            self.add_sum(overall, word, shares.items, code="X16", unit=unit)

    def product(self, share: Scope) -> Figure:
        found = number(share, "数量") * number(share, "标准")
        named = replace(found, name=share.full("金额"), unit=self.format.money, formula="数量 × 标准", code="X15")
        most = self.format.money_digits
        return named if most is None else replace(named, digits=most, trim=False)

    def leave_scores_to_lists(self, project: Scope) -> None:
        """A project whose indicators all stand in lists has no scores but those that formulas make of the lists'."""
        if has_listed_indicators(project, self.format.terms):
            for name in ("分值合计", "总分"):
                blank = Figure(project.full(name), unit=SCORE, state=State.BLANK)
                put(project, name, lambda blank=blank: blank)  # type: ignore[misc]

    def sum_projects(self) -> None:
        """项目.合计: the sum over all projects of every amount of money a project has and of what is said to add up."""
        parent = self.root.find("项目")
        assert isinstance(parent, Scope)
        overall = Scope(parent.full(SUM), parent=parent)
        parent.members[SUM] = overall
        parent.members["个数"] = Figure(parent.full("个数"), Fraction(len(self.projects)), "个", 0)
        for term in self.format.terms[PROJECTS]:
            if term.adds_up:
                self.add_sum(overall, term.word, self.projects, unit=term.unit)

    def add_sum(self, overall: Scope, word: str, parts: tuple[Scope, ...], code: str = "X6", unit: str = "") -> None:
        """The sum of one number of several projects, or of the shares of one."""

        def compute() -> Figure:
            counted = [number(part, word) for part in parts]
            if len({f.unit for f in counted if not f.blank}) > 1:  # persons and households have no sum
                return Figure(overall.full(word), state=State.DASH)
            found = total(*counted)
            listed = "各项目" if parts is self.projects else "各行"
            return replace(
                found, name=overall.full(word), unit=found.unit or unit, formula=listed + word + SUM, code=code
            )

        overall.members[word] = Pending(compute)

    def add_rules(self) -> None:
        """规则.*: the profile's parameters; 附件.个数, from the format's documents; the prose sections left out."""
        self.root.members["规则"] = named_rules(self.format.profile, self.root, self.format.money)
        self.root.members["附件"] = Scope("附件", {"个数": Pending(self.attachments)}, parent=self.root)
        narrative = self.root.find("叙述")
        assert isinstance(narrative, Scope)
        for row in self.format.narrative:
            narrative.members.setdefault(row.name.text, ())

    def attachments(self) -> Figure:
        found, problems = documents(self.format, self.root)
        self.problems.extend(problems)
        counted = sum(1 for document in found if document.row.attachment.text == "是")
        return Figure("附件.个数", Fraction(counted), "个", 0, formula="格式规定的附件数", code="P7")

    def add_formula(self, row: FormulaRow) -> None:
        """A 运算公式, set in each scope it is for; ratios of projects are also taken of their sums."""
        match row.scope.text:
            case "项目":
                overall = self.root.at_path(f"项目.{SUM}")
                assert isinstance(overall, Scope)
                for project in self.projects:
                    self.set_formula(row, project, row.name.text)
                if row.summed.text == "否":
                    return
                if row.unit.text == "%":
                    self.set_formula(row, overall, row.name.text)
                else:
                    self.add_sum(overall, row.name.text, self.projects, unit=row.unit.text)
            case "指标":
                scored_too = (self.root,) if self.format.profile.department_scored.text == "是" else ()
                for owner in (*self.projects, *scored_too):
                    listed = owner.members.get("指标")
                    if isinstance(listed, Scope):  # where it has no rows, there is the name all the same
                        listed.columns = {*(listed.columns or ()), row.name.text}
                    for indicator in items(owner, "指标"):
                        self.set_formula(row, indicator, row.name.text)
                for owner, indicators in owners_in_lists(self.root, self.format.terms):
                    for indicator in indicators if of_project(owner) or scored_too else ():
                        self.set_formula(row, indicator, row.name.text)
            case "部门指标":
                for indicator in items(self.root, "指标"):
                    self.set_formula(row, indicator, row.name.text)
            case "" | "部门":
                group, _, name = row.name.text.rpartition(".")
                try:
                    holder = self.root.at_path(group) if group else self.root
                except NameProblem as missing:
                    self.wrong(row, str(missing))
                    return
                if isinstance(holder, Scope):
                    self.set_formula(row, holder, name)
            case name:
                for one in lists_of(self.root, name):
                    self.add_column(row, one)

    def add_column(self, row: FormulaRow, listed: Scope) -> None:
        """A figure of each row of a list, with the sum of them; a ratio is taken of the sums that it is made of."""
        name, overall = row.name.text, listed.members.get(SUM)
        listed.columns = {*(listed.columns or ()), name}
        for item in listed.items:
            self.set_formula(row, item, name)
        if not isinstance(overall, Scope) or row.summed.text == "否":
            return
        if row.unit.text != "%":
            add_sum(overall, name, listed.items, row.unit.text)
        elif formulas.names_in(row.formula.text) & listed.columns <= set(overall.members):
            self.set_formula(row, overall, name)

    def set_formula(self, row: FormulaRow, scope: Scope, name: str) -> None:
        """One derived figure of one scope; where the row's condition fails, what was there before stands."""
        before = scope.members.get(name)
        if isinstance(before, Scope | Words | tuple):
            message = f"运算公式“{row.name}”：“{scope.full(name)}”已是程序自己的名称，不是一个数"
            self.problems.append(Problem("T4", Level.ERROR, row.name.place, message, "换一个名称"))
            return
        digits = None if row.digits.value is None else int(row.digits.value)
        usual = self.format.profile.execution.digits.value if row.unit.text == "%" else None
        shown = digits if digits is not None or usual is None else int(usual)  # rates are written as 执行率 is
        pad = row.pad.text or ("是" if row.unit.text == "%" else "")
        if self.format.money_digits is not None and row.unit.text == self.format.money:
            shown, pad = self.format.money_digits if digits is None else digits, row.pad.text or "是"

        def compute() -> Figure:
            try:
                if row.when and not formulas.holds(row.when.text, scope):
                    kept = before.compute() if isinstance(before, Pending) else before
                    return kept if isinstance(kept, Figure) else Figure(scope.full(name), state=State.BLANK)
                found = in_unit(row.unit.text, formulas.figure_of(row.formula.text, scope), row.formula.text)
                found = tried(found, row.formula.text, scope, score=is_score(name, row.unit.text or found.unit))
            except (NameProblem, FormulaError, FigureError) as wrong:
                self.failed(row, wrong, scope)
                found = Figure(state=State.BLANK)
            figure = replace(
                found,
                name=scope.full(name),
                unit=row.unit.text or found.unit,
                digits=found.digits if shown is None else shown,
                operands=found.named(),
                formula=row.formula.text,
                rounding=Rounding(self.format.profile.rounding.text),
                trim=found.trim if shown is None else pad != "是",
                code=row.code.text or "X13",
                text="",
                place=None,
                stated=None,
            )
            return formula_score(figure, name, self.format.profile, digits, row.pad.text)

        typed = scope.typed.get(name)
        put(scope, name, compute, self.format.money_digits if typed and typed.unit == self.format.money else None)

    def failed(self, row: FormulaRow, error: NameProblem | FormulaError | FigureError, scope: Scope) -> None:
        """Tells why a formula cannot be reckoned; of formulas that need each other once, wherever they do."""
        if not isinstance(error, NameProblem) or not error.circle:
            ratio_of_sums = scope.name == f"{PROJECTS}.{SUM}"
            self.wrong(row, str(error), NO_SUM if ratio_of_sums else remedy(error, scope))
            return
        words = words_of(error.circle)
        if frozenset(words) not in self.circles:
            self.circles.add(frozenset(words))
            guilty, hint = culprit(words, self.format.formulas, self.root) or (row, "改其中的一个，不用自己算自己")
            self.wrong(guilty, f"公式成了圈，要由它自己算出来：{' → '.join((*words, words[0]))}", hint)

    def wrong(self, row: FormulaRow, why: str, hint: str = "更正公式") -> None:
        message = f"运算公式“{row.name.text}”：{why}"
        self.problems.append(Problem("T4", Level.ERROR, row.formula.place, message, hint))
