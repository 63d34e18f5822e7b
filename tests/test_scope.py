"""The name space: how names are sought, lists gathered, absent names told."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest

from reportgen.figures.figure import Figure
from reportgen.figures.scope import NameProblem, Pending, Scope
from reportgen.source.written import State


def figure(name: str, value: int) -> Figure:
    return Figure(name, Fraction(value))


@pytest.fixture
def root() -> Scope:
    """支出 with dotted names, an open 收入, two projects, and a fact."""
    root = Scope("", {"支出": figure("支出", 9)})
    income = Scope("收入", {"甲.乙": figure("收入.甲.乙", 1), "甲": figure("收入.甲", 2)}, parent=root, open=True)
    projects = Scope("项目", parent=root)
    items = []
    for name, budget in (("V1.0", 5), ("V1.0 二期", 7)):
        item = Scope(f"项目.{name}", parent=projects)
        item.members |= {"年初预算数": figure(f"项目.{name}.年初预算数", budget)}
        projects.members[name] = item
        items.append(item)
    items[0].members["执行数"] = figure("项目.V1.0.执行数", 4)
    projects.items = tuple(items)
    facts = Scope("事实", {"支出次数": figure("事实.支出次数", 3)}, parent=root, open=True)
    root.members |= {"收入": income, "项目": projects, "事实": facts}
    return root


def number(value: object) -> int:
    assert isinstance(value, Figure)
    return int(value.amount)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("支出", 9),
        ("收入.甲", 2),
        ("收入.甲.乙", 1),
        ("项目.V1.0.年初预算数", 5),
        ("项目.V1.0 二期.年初预算数", 7),
        ("支出次数", 3),
        ("事实.支出次数", 3),
    ],
)
def test_paths_whose_parts_hold_dots(root: Scope, path: str, value: int) -> None:
    assert number(root.at_path(path)) == value


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("支岀", "支出"),
        ("没有这个", ""),
        ("收入.丙", ""),
        ("收入.甲.丁", ""),
        ("项目.V1.1.年初预算数", "项目.V1.0"),
        ("项目.V1.0.年初预算", "项目.V1.0.年初预算数"),
        ("支出.合计", ""),
    ],
)
def test_absent_names_are_told(root: Scope, path: str, near: str) -> None:
    with pytest.raises(NameProblem) as told:
        root.at_path(path)
    assert told.value.near == near


def test_open_scope_answers_formulas_with_a_blank(root: Scope) -> None:
    income = root.find("收入")
    assert isinstance(income, Scope)
    absent = income.find("丙")
    assert isinstance(absent, Figure)
    assert (absent.name, absent.state, absent.blank) == ("收入.丙", State.BLANK, True)
    with pytest.raises(NameProblem):
        income.find("丙", strict=True)


def test_lists_gather_what_all_items_have(root: Scope) -> None:
    projects = root.find("项目")
    assert isinstance(projects, Scope)
    gathered = projects.find("年初预算数")
    assert isinstance(gathered, tuple)
    assert [number(f) for f in gathered] == [5, 7]
    with pytest.raises(NameProblem, match=r"没有“项目\.执行数”"):
        projects.find("执行数")


def test_names_are_sought_outwards(root: Scope) -> None:
    projects = root.find("项目")
    assert isinstance(projects, Scope)
    assert number(projects.items[0].seek("执行数")) == 4
    assert number(projects.items[0].seek("支出")) == 9
    assert number(projects.items[1].at_path("支出")) == 9
    with pytest.raises(NameProblem):
        projects.items[1].seek("执行数")


def test_pending_is_computed_once_and_cycles_are_told() -> None:
    calls: list[int] = []
    root = Scope("")

    def compute() -> Figure:
        calls.append(1)
        return figure("甲", 1)

    root.members |= {
        "甲": Pending(compute),
        "乙": Pending(lambda: root.find("丙")),
        "丙": Pending(lambda: root.find("乙")),
    }
    assert (root.find("甲"), root.find("甲"), len(calls)) == (figure("甲", 1), figure("甲", 1), 1)
    for name in ("乙", "丙"):
        with pytest.raises(NameProblem, match="成了圈"):
            root.find(name)
    assert root.computing == set()


def test_every_figure_is_walked_once(root: Scope) -> None:
    names = [f.name for f in root.figures()]
    assert len(names) == len(set(names)) == 7


def test_a_copy_for_another_process_is_computed_and_fails_where_the_original_does(root: Scope) -> None:
    def absent() -> Figure:
        raise NameProblem("没有“甲”这个名称", "乙")

    root.members |= {"合计": Pending(lambda: figure("合计", 16)), "坏": Pending(absent)}
    copy = pickle.loads(pickle.dumps(root))
    assert number(copy.find("合计")) == 16
    assert [number(value) for value in copy.find("项目").find("年初预算数")] == [5, 7]
    assert copy.find("项目").items[0].parent is copy.find("项目")
    with pytest.raises(NameProblem) as told:
        copy.find("坏")
    assert (str(told.value), told.value.near) == ("没有“甲”这个名称", "乙")


def test_an_empty_list_is_nothing_though_it_has_a_sum_and_a_count() -> None:
    members = {"个数": figure("资产.个数", 0)}
    assert not Scope("资产", dict(members), columns={"名称"})
    assert Scope("资产", dict(members))
