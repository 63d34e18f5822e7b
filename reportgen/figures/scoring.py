"""The scores of a profile, put into the name space: execution, indicators and what they add up to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from reportgen.figures.execution import execution_rate, execution_score
from reportgen.figures.figure import Figure, FigureError, typed_figure
from reportgen.figures.functions import FormulaError
from reportgen.figures.lists import of_project
from reportgen.figures.members import items, number, put, put_or_tell
from reportgen.figures.methods import method_of, method_score
from reportgen.figures.scope import NameProblem, Pending, Scope
from reportgen.figures.scores import completion, indicator_score
from reportgen.figures.totals import grade, total_score, total_weight
from reportgen.methods import Method
from reportgen.parameters import Profile
from reportgen.problem import Level, Place, Problem
from reportgen.source.written import State, Words

SCORE = "分"
SET_BY_FORMAT = "格式规定"  # the formula of a figure that a profile gives


@dataclass(frozen=True, slots=True)
class Scoring:
    """Adds the scores of a profile to scopes; what cannot be reckoned gathers in `problems`."""

    profile: Profile
    problems: list[Problem]

    def department(self, root: Scope) -> None:
        """The department's own execution and indicators, each where the profile has it scored."""
        funds, listed = root.at_path("年度资金总额"), items(root, "指标")
        if self.profile.department_execution.text == "是" and isinstance(funds, Scope):
            self.execution(root, funds)
        if self.profile.department_scored.text == "是":
            self.indicators(root, listed)
        else:
            self.unscored(listed)

    def unscored(self, indicators: tuple[Scope, ...]) -> None:
        """The 完成率 of indicators that get no scores."""
        self.methods_are_known(indicators)
        for indicator in indicators:
            self.complete(indicator)

    def project(self, project: Scope) -> None:
        """执行率 and its score, then the scores of the indicators; a form without scores has their 完成率 alone."""
        self.execution(project, project)
        listed = items(project, "指标")
        if self.profile.projects_scored.text == "是":
            self.indicators(project, listed)
            return
        self.unscored(listed)
        project.members["分值合计"] = Figure(project.full("分值合计"), unit=SCORE, state=State.BLANK)
        project.members["评定等级"] = ""

    def in_list(self, row: Scope, indicators: tuple[Scope, ...]) -> None:
        """The indicators of a row of a format's own list, scored as those of its project or department are."""
        scored = self.profile.projects_scored if of_project(row) else self.profile.department_scored
        if scored.text == "是":
            self.indicators(row, indicators)
        else:
            self.unscored(indicators)

    def execution(self, owner: Scope, funds: Scope) -> None:
        """执行率, 执行率得分 and 执行率分值 of a project or of the department, from its funds."""
        profile, below = self.profile, self.profile.execution.denominator

        def rate() -> Figure:
            if below.text not in funds.members and funds is not owner:  # of a project it is told with the format
                message = f"执行率的分母是“{funds.full(below.text)}”，没有这个数"
                hint = f"在 运算.yaml 里加 {{名称: {funds.full(below.text)}, 公式: …}}，或改“分母”"
                self.problems.append(Problem("T4", Level.ERROR, below.place, message, hint))
            return execution_rate(number(funds, "全年执行数"), number(funds, below.text), profile, owner.full("执行率"))

        self.put(owner, "执行率", rate)
        full = owner.full("执行率得分")
        self.put(owner, "执行率得分", lambda: execution_score(number(owner, "执行率"), profile, full))
        weight = typed_figure(owner.full("执行率分值"), profile.execution.weight)
        owner.members["执行率分值"] = replace(weight, unit=SCORE, formula=SET_BY_FORMAT)

    def indicators(self, owner: Scope, indicators: tuple[Scope, ...]) -> None:
        """完成率 and 得分 of every indicator, then 分值合计, 总分 and 等级 of their owner."""
        profile = self.profile
        self.methods_are_known(indicators)
        for indicator in indicators:
            self.complete(indicator)
            self.score(indicator)

        def weights() -> Figure:
            listed = tuple(number(i, "分值") for i in indicators)
            return total_weight(listed, number(owner, "执行率分值"), owner.full("分值合计"))

        def scores() -> Figure:
            scored = tuple(number(i, "得分") for i in indicators)
            return total_score(scored, number(owner, "执行率得分"), profile, owner.full("总分"))

        self.put(owner, "分值合计", weights)
        self.put(owner, "总分", scores)
        owner.members["评定等级"] = Pending(lambda: grade(number(owner, "总分"), profile))

    def complete(self, indicator: Scope) -> None:
        """完成率 of an indicator."""

        def ratio() -> Figure:
            target, actual = number(indicator, "指标值"), number(indicator, "完成值")
            return completion(str(indicator.find("符号")), target, actual, indicator.full("完成率"))

        put(indicator, "完成率", ratio)

    def score(self, indicator: Scope) -> None:
        """得分 of an indicator, by the rule that it names or by the profile's."""

        def score() -> Figure:
            if method := method_of(indicator, self.profile):
                return self.score_by(method, indicator)
            target, actual, weight = (number(indicator, name) for name in ("指标值", "完成值", "分值"))
            operator = str(indicator.find("符号"))
            return indicator_score(operator, target, actual, weight, self.profile, indicator.full("得分"))

        digits = self.profile.score.digits.value if self.profile.score.pad.text == "是" else None
        put(indicator, "得分", score, None if digits is None else int(digits))

    def score_by(self, method: Method, indicator: Scope) -> Figure:
        """The score that a named rule gives; one that cannot be reckoned is told at the rule's line."""
        try:
            return method_score(indicator, method, self.profile)
        except (NameProblem, FormulaError, FigureError) as wrong:
            at = next(words.place for words in (method.formula, method.ratio, method.name) if words)
            message = f"计分法“{method.name}”（{indicator.name}）：{wrong}"
            self.problems.append(Problem("T4", Level.ERROR, at, message, "更正公式或各档"))
            return Figure(indicator.full("得分"), unit=SCORE, state=State.BLANK)

    def methods_are_known(self, indicators: tuple[Scope, ...]) -> None:
        """A rule that a row names must be one of the profile's."""
        known = [method.name.text for method in self.profile.methods]
        for indicator in indicators:
            asked = indicator.find("计分")
            if str(asked) and str(asked) not in known:
                place = asked.place if isinstance(asked, Words) else Place("")
                hint = "只能填：" + "、".join(known) if known else "这个格式没有规定计分法，删去这一项"
                self.problems.append(Problem("D5", Level.ERROR, place, f"“计分”填了“{asked}”", hint))

    def put(self, scope: Scope, name: str, compute: Callable[[], Figure]) -> None:
        put_or_tell(self.problems, scope, name, compute)
