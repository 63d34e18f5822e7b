"""Amounts that a report prints and nobody has filled."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.case import Case, Check
from reportgen.figures.documents import documents
from reportgen.figures.members import number
from reportgen.figures.scope import Scope
from reportgen.problem import Level, Place, Problem
from reportgen.source.terms import DATA, PROJECTS, Term
from reportgen.source.written import Quantity, State, Tree, Words

GIVEN = ("年初预算数", "追加", "上年结转", "调入", "全年预算数")


def project_amounts_are_filled(case: Case) -> Iterator[Problem]:
    """P6：每个项目都要填预算数和全年执行数，没有支出的填 0。

    级别：核实性
    依据：格式规定的内容
    例：项目.打私保障专项经费 没有填全年执行数
    """
    for project in case.projects:
        name = project.find("名称")
        place = name.place if isinstance(name, Words) else Place("")
        missing = [] if any(_is_filled(project, word) for word in GIVEN) else [_budget(project)]
        missing += [] if _is_filled(project, "全年执行数") else ["全年执行数"]
        if missing:
            message = f"{project.name} 没有填{'、'.join(missing)}"
            yield Problem("P6", Level.CONFIRM, place, message, "补填；没有支出填 0，确实没有的在“审核说明”里说明")


def _budget(project: Scope) -> str:
    """The budget that stands in the file with no number: one that is not there is placed where the project begins."""
    begins = min(quantity.place for quantity in project.typed.values())
    return next((word for word in GIVEN if project.typed[word].place > begins), GIVEN[0])


def _is_filled(project: Scope, word: str) -> bool:
    """Whether there is a number, be it one that cannot be read: that is told where it stands."""
    figure = number(project, word)
    return figure.unread or not figure.blank


def listed_amounts_are_filled(case: Case) -> Iterator[Problem]:
    """P6：写了名称的收入、支出、人员等各行都要填数。

    级别：强制性
    依据：格式规定的内容
    例：“公用经费”没有填数
    """
    given = case.submission
    funds = given.funds
    trees = [given.unit.staff, funds.income, funds.added, funds.carryover.items]
    trees += [funds.expenditure.basic.by_function, funds.expenditure.basic.by_economy]
    trees += [funds.expenditure.projects.by_class, funds.expenditure.projects.by_nature]
    trees += [funds.three_public.budget, funds.three_public.actual, *(p.natures for p in given.projects)]
    for tree in trees:
        for name, quantity in _leaves(tree):
            if quantity.state is State.BLANK and not quantity:
                message = f"“{name}”没有填数"
                yield Problem("P6", Level.ERROR, quantity.place, message, "补填；没有的填 0，或删去这一行")


def _leaves(tree: Tree) -> Iterator[tuple[str, Quantity]]:
    for name, value in tree.items():
        if isinstance(value, Quantity):
            yield name, value
        else:
            yield from _leaves(value)


def fixed_rows_are_filled(case: Case) -> Iterator[Problem]:
    """P6：各行固定的来源、列表，每行都要填；没有的填 0 或 —。

    级别：提示性
    依据：表上印着这一行
    例：项目.甲.资金管理 没有填：下达
    """
    for section, owner in ((DATA, case.root), *((PROJECTS, project) for project in case.projects)):
        for term in case.format.terms[section]:
            inner = case.format.terms[term.of] if term.rows else ()
            listed = owner.members.get(term.word)
            if not inner or any(one.required for one in inner) or not isinstance(listed, Scope):
                continue  # of required fields it is told where they are read
            if blank := [row for row in listed if not any(_is_typed(row, one) for one in inner)]:
                names = [row.members["名称"] for row in blank]
                place = next((name.place for name in names if isinstance(name, Words)), Place(""))
                message = f"{listed.name} 没有填：{'、'.join(str(name) for name in names)}"
                yield Problem("P6", Level.HINT, place, message, "补填这几行；没有的填 0 或 —")


def _is_typed(row: Scope, term: Term) -> bool:
    """Whether there is something in a field of a row."""
    return bool(row.typed[term.word] if term.word in row.typed else row.find(term.word))


def there_is_something_to_print(case: Case) -> Iterator[Problem]:
    """P6：格式的文件至少要生成一份：逐项的，列表里要有一项；有条件的，条件要成立。

    级别：强制性
    依据：格式规定的内容
    例：没有项目，这个格式没有可生成的文件
    """
    rows = case.format.documents
    if not rows or documents(case.format, case.root)[0]:
        return
    lists = "、".join(dict.fromkeys(row.each.text.rpartition(".")[2] for row in rows if row.each))
    what = f"没有{lists}" if lists else "没有一份文件的条件成立"
    hint = f"在“{lists}”里写上{lists}" if lists else "核对条件里的数"
    message = f"{what}，这个格式没有可生成的文件"
    yield Problem("P6", Level.ERROR, case.submission.format.place, message, hint)


CHECKS: tuple[Check, ...] = (
    project_amounts_are_filled,
    listed_amounts_are_filled,
    fixed_rows_are_filled,
    there_is_something_to_print,
)
