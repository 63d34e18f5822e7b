"""Submission + Format → the name space with every derived figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from reportgen.figures import formula as formulas
from reportgen.figures.execution import execution_rate, execution_score, scored
from reportgen.figures.figure import Figure, FigureError, settled, typed_figure
from reportgen.figures.functions import FormulaError, total
from reportgen.figures.mark import Mark, unmarked
from reportgen.figures.number import Rounding
from reportgen.figures.rules import named_rules
from reportgen.figures.scope import NameProblem, Pending, Scope
from reportgen.figures.scores import completion, indicator_score
from reportgen.figures.totals import grade, total_score, total_weight
from reportgen.figures.typed import SUM, Naming
from reportgen.format_terms import FormulaRow
from reportgen.formats import Format
from reportgen.problem import Level, Problem
from reportgen.source.model import Submission
from reportgen.source.terms import MONEY, SECTIONS, Kind
from reportgen.source.written import State

SCORE = "分"
SET_BY_FORMAT = "格式规定"  # the formula of a figure that a profile gives


def derive(submission: Submission, format: Format, mark: Mark = unmarked) -> tuple[Scope, tuple[Problem, ...]]:
    """The name space of a submission, every figure computed, and the problems met on the way.

    Figures that prose prints are marked by `mark`.
    """
    problems: list[Problem] = []
    root = Naming(problems, mark).department(submission)
    deriving = Deriving(root, format, problems)
    for project in deriving.projects:
        deriving.share_out(project)
        deriving.score_project(project)
    if format.profile.department_scored.text == "是":
        deriving.score_indicators(root, items(root, "指标"))
    deriving.sum_projects()
    deriving.add_rules()
    for row in format.formulas:
        deriving.add_formula(row)
    tuple(root.figures())  # computes everything, so that every problem is known now
    return root, tuple(problems)


def items(scope: Scope, name: str) -> tuple[Scope, ...]:
    """The items of a list member."""
    value = scope.members.get(name)
    return value.items if isinstance(value, Scope) else ()


def number(scope: Scope, name: str) -> Figure:
    """A member that is a figure; blank when it is not there."""
    value = scope.find(name) if name in scope.members else None
    return value if isinstance(value, Figure) else Figure(scope.full(name), state=State.BLANK)


def put(scope: Scope, name: str, compute: Callable[[], Figure]) -> None:
    """Set a computed figure beside what was typed for it; a typed reference stands as it is."""
    quantity = scope.typed.get(name)
    if quantity is not None and quantity.reference:
        return
    typed = typed_figure(scope.full(name), quantity) if quantity is not None else None
    scope.members[name] = Pending(lambda: settled(compute(), typed, quantity))


@dataclass(slots=True)
class Deriving:
    """Adds derived figures to the name space of one submission."""

    root: Scope
    format: Format
    problems: list[Problem]
    projects: tuple[Scope, ...] = field(init=False)

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
        for word, unit in (("数量", ""), ("金额", MONEY)):
            self.add_sum(overall, word, shares.items, code="X16", unit=unit)

    def product(self, share: Scope) -> Figure:
        found = number(share, "数量") * number(share, "标准")
        return replace(found, name=share.full("金额"), unit=MONEY, formula="数量 × 标准", code="X15")

    def score_project(self, project: Scope) -> None:
        """执行率 and its score, then the scores of the indicators."""
        profile = self.format.profile

        def rate() -> Figure:
            below = number(project, profile.execution.denominator.text)
            return execution_rate(number(project, "全年执行数"), below, profile, project.full("执行率"))

        put(project, "执行率", rate)
        full = project.full("执行率得分")
        put(project, "执行率得分", lambda: execution_score(number(project, "执行率"), profile, full))
        weight = typed_figure(project.full("执行率分值"), profile.execution.weight)
        project.members["执行率分值"] = replace(weight, unit=SCORE, formula=SET_BY_FORMAT)
        self.score_indicators(project, items(project, "指标"))

    def score_indicators(self, owner: Scope, indicators: tuple[Scope, ...]) -> None:
        """完成率 and 得分 of every indicator, then 分值合计, 总分 and 等级 of their owner."""
        profile = self.format.profile
        for indicator in indicators:
            self.score_indicator(indicator)

        def weights() -> Figure:
            listed = tuple(number(i, "分值") for i in indicators)
            return total_weight(listed, number(owner, "执行率分值"), owner.full("分值合计"))

        def scores() -> Figure:
            scored = tuple(number(i, "得分") for i in indicators)
            return total_score(scored, number(owner, "执行率得分"), profile, owner.full("总分"))

        put(owner, "分值合计", weights)
        put(owner, "总分", scores)
        owner.members["评定等级"] = Pending(lambda: grade(number(owner, "总分"), profile))

    def score_indicator(self, indicator: Scope) -> None:
        operator = str(indicator.find("符号"))

        def ratio() -> Figure:
            target, actual = number(indicator, "指标值"), number(indicator, "完成值")
            return completion(operator, target, actual, indicator.full("完成率"))

        def score() -> Figure:
            target, actual, weight = (number(indicator, name) for name in ("指标值", "完成值", "分值"))
            return indicator_score(operator, target, actual, weight, self.format.profile, indicator.full("得分"))

        put(indicator, "完成率", ratio)
        put(indicator, "得分", score)

    def sum_projects(self) -> None:
        """项目.合计: the sum over all projects of every amount of money a project has."""
        parent = self.root.find("项目")
        assert isinstance(parent, Scope)
        overall = Scope(parent.full(SUM), parent=parent)
        parent.members[SUM] = overall
        parent.members["个数"] = Figure(parent.full("个数"), Fraction(len(self.projects)), "个", 0)
        for term in SECTIONS["项目"]:
            if term.kind is Kind.NUMBER and term.unit == MONEY:
                self.add_sum(overall, term.word, self.projects)

    def add_sum(self, overall: Scope, word: str, parts: tuple[Scope, ...], code: str = "X6", unit: str = MONEY) -> None:
        """The sum of one number of several projects, or of the shares of one."""

        def compute() -> Figure:
            found = total(*(number(part, word) for part in parts))
            listed = "各项目" if parts is self.projects else "各行"
            return replace(
                found, name=overall.full(word), unit=found.unit or unit, formula=listed + word + SUM, code=code
            )

        overall.members[word] = Pending(compute)

    def add_rules(self) -> None:
        """规则.*: the profile's parameters; 附件.个数, from the format's documents; the prose sections left out."""
        self.root.members["规则"] = named_rules(self.format.profile, self.root)
        counted = sum(len(self.projects) if d.each else 1 for d in self.format.documents if d.attachment.text == "是")
        number = Figure("附件.个数", Fraction(counted), "个", 0, formula="格式规定的附件数", code="P7")
        self.root.members["附件"] = Scope("附件", {"个数": number}, parent=self.root)
        narrative = self.root.find("叙述")
        assert isinstance(narrative, Scope)
        for row in self.format.narrative:
            narrative.members.setdefault(row.name.text, ())

    def add_formula(self, row: FormulaRow) -> None:
        """A 运算公式, set in each scope it is for; ratios of projects are also taken of their sums."""
        match row.scope.text:
            case "项目":
                overall = self.root.at_path(f"项目.{SUM}")
                assert isinstance(overall, Scope)
                for project in self.projects:
                    self.set_formula(row, project, row.name.text)
                if row.unit.text == "%":
                    self.set_formula(row, overall, row.name.text)
                else:
                    self.add_sum(overall, row.name.text, self.projects, unit=row.unit.text)
            case "指标":
                scored_too = (self.root,) if self.format.profile.department_scored.text == "是" else ()
                for owner in (*self.projects, *scored_too):
                    for indicator in items(owner, "指标"):
                        self.set_formula(row, indicator, row.name.text)
            case _:
                group, _, name = row.name.text.rpartition(".")
                try:
                    holder = self.root.at_path(group) if group else self.root
                except NameProblem as missing:
                    self.wrong(row, str(missing))
                    return
                if isinstance(holder, Scope):
                    self.set_formula(row, holder, name)

    def set_formula(self, row: FormulaRow, scope: Scope, name: str) -> None:
        """One derived figure of one scope; where the row's condition fails, what was there before stands."""
        before = scope.members.get(name)
        digits = None if row.digits.value is None else int(row.digits.value)

        def compute() -> Figure:
            try:
                if row.when and not formulas.holds(row.when.text, scope):
                    kept = before.compute() if isinstance(before, Pending) else before
                    return kept if isinstance(kept, Figure) else Figure(scope.full(name), state=State.BLANK)
                found = formulas.figure_of(row.formula.text, scope)
            except (NameProblem, FormulaError, FigureError) as wrong:
                self.wrong(row, str(wrong))
                found = Figure(state=State.BLANK)
            figure = replace(
                found,
                name=scope.full(name),
                unit=row.unit.text or found.unit,
                digits=found.digits if digits is None else digits,
                operands=found.named(),
                formula=row.formula.text,
                rounding=Rounding(self.format.profile.rounding.text),
                trim=digits is not None and row.pad.text != "是",
                code=row.code.text or "X13",
                text="",
                place=None,
                stated=None,
            )
            return scored(figure, self.format.profile) if name == "得分" else figure

        put(scope, name, compute)

    def wrong(self, row: FormulaRow, why: str) -> None:
        message = f"运算公式“{row.name.text}”：{why}"
        self.problems.append(Problem("T4", Level.ERROR, row.formula.place, message, "更正公式"))
