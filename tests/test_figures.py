"""Cases an accountant could have written, tests/figures/*.yaml: one set of data, and what each rule makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from cases import NATIONAL, derived

from reportgen.figures.derive import derive
from reportgen.figures.figure import Figure, FigureError, typed_figure
from reportgen.figures.scope import NameProblem, Scope
from reportgen.figures.why import show_names, show_why
from reportgen.formats import load_format
from reportgen.parameters import SECTIONS
from reportgen.problem import Place, in_file_order
from reportgen.source.reader import read_submission
from reportgen.source.terms import Kind
from reportgen.source.written import Quantity, State, Words

CASES = sorted((Path(__file__).parent / "figures").glob("*.yaml"))
DATA = sorted(NATIONAL.parent.parent.glob("data/*/*.yaml"))
KEYS = {"说明", "数据", "运算", "情形"}
CASE_KEYS = {"规则", "数据", "运算", "应为", "问题", "没有"}


def situations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in CASES:
        book = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        assert set(book) <= KEYS, path
        for number, case in enumerate(book["情形"], 1):
            assert set(case) <= CASE_KEYS, path
            yield f"{path.stem}-{number}", {"数据": book.get("数据"), "运算": book.get("运算")} | case


SITUATIONS = dict(situations())


def as_yaml(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000)


def table_cell(root: Scope, name: str) -> str:
    """What a cell of a table prints."""
    value = root.at_path(name)
    assert isinstance(value, Figure | Words | str), f"{name} is {type(value).__name__}"
    return value.number if isinstance(value, Figure) else str(value)


@pytest.mark.parametrize("case", SITUATIONS.values(), ids=SITUATIONS)
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    files = {"profile": as_yaml(case["规则"])} if case.get("规则") else {}
    files |= {"运算": as_yaml({"运算": case["运算"]})} if case.get("运算") else {}
    root, problems = derived(tmp_path, as_yaml(case["数据"]), **files)
    assert [p.code for p in problems] == list(case.get("问题", [])), problems
    assert {name: table_cell(root, name) for name in case["应为"]} == case["应为"]
    for name in case.get("没有", []):
        with pytest.raises(NameProblem):
            root.at_path(name)


def scalar_paths(section: str, above: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every rule of a profile as a path, with its choices."""
    for term in SECTIONS[section]:
        path = f"{above}{term.word}"
        if term.kind is Kind.SECTION:
            yield from scalar_paths(term.of, f"{path}.")
        else:
            yield path, term.choices


CHECKED_ELSEWHERE = {"继承", "定性", "权重", "必填二级", "成本.方向", "成本.默认上限", "执行率.需说明", "正向.可改"}
CHECKED_ELSEWHERE |= {"字数.偏差原因", "字数.总体目标", "必填一级"}


def test_every_rule_and_choice_has_a_case() -> None:
    """A parameter added to the profile needs a case here, or belongs to the checks."""
    tried: dict[str, set[str]] = {}

    def note(rules: Mapping[str, object], above: str = "") -> None:
        for word, value in rules.items():
            if isinstance(value, dict):
                note(value, f"{above}{word}.")
            else:
                tried.setdefault(f"{above}{word}", set()).add(str(value))

    for case in SITUATIONS.values():
        note(case.get("规则") or {})
    rules = {path: choices for path, choices in scalar_paths("规则") if path not in CHECKED_ELSEWHERE}
    assert set(rules) - set(tried) == set()
    untried = {
        f"{path}: {choice}" for path, choices in rules.items() for choice in choices if choice not in tried[path]
    }
    assert untried == set()


def every_figure(scope: Scope) -> Iterator[Figure]:
    """All figures of a name space with all they came from."""
    stack = list(scope.figures())
    while stack:
        figure = stack.pop()
        yield figure
        stack.extend(figure.operands)


def numbers_of(record: object) -> Iterator[object]:
    return (getattr(record, field.name) for field in fields(record))  # type: ignore[arg-type]


@pytest.mark.parametrize("path", DATA, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_real_data_holds_no_float(path: Path) -> None:
    submission, _ = read_submission(path)
    assert submission is not None
    format, _ = load_format(NATIONAL.parent, submission.format.text)
    assert format is not None
    root, _ = derive(submission, format)
    seen = 0
    for figure in every_figure(root):
        assert figure.value is None or type(figure.value) is Fraction, figure
        assert not any(isinstance(value, float | Decimal) for value in numbers_of(figure)), figure
        seen += 1
    assert seen > 100


def test_names_and_why_of_real_data() -> None:
    path = next(p for p in DATA if p.stem == "订正" and p.parent.name.startswith("攀枝花"))
    submission, problems = read_submission(path, "订正.yaml")
    assert submission is not None
    assert problems == ()
    format, _ = load_format(NATIONAL.parent, submission.format.text)
    assert format is not None
    root, problems = derive(submission, format)
    assert problems == ()
    names = show_names(root).splitlines()
    assert len(names) == len(set(names))
    for line in (
        "项目.打私巡查专项经费.执行率 = 78%",
        "项目.打私巡查专项经费.总分 = 91.8分",
        "项目.打私专项整治经费.全年预算数 = 10万元",
        "项目.合计.全年执行数 = 34.64万元",
        "支出.合计 = 194.80万元",
        "结转结余.年末 = 0.48万元",
        "单位.人员.临聘.在岗 = 22名",
        "事实.封堵资金.值 = 3万余元",
    ):
        assert line in names
    rate = root.at_path("项目.打私保障专项经费.执行率")
    assert isinstance(rate, Figure)
    tree = show_why(rate).splitlines()
    assert tree[0].startswith("项目.打私保障专项经费.执行率 97%")
    assert tree[1] == "    = 全年执行数 ÷ 年初预算数"
    assert tree[2].startswith("    ├ 项目.打私保障专项经费.全年执行数 6.9万元  订正.yaml:")
    assert tree[3].startswith("    └ 项目.打私保障专项经费.年初预算数 7.12万元  订正.yaml:")


def test_order_of_projects_and_parts_does_not_matter(tmp_path: Path) -> None:
    projects = ["{名称: 甲, 年初预算数: 3.10, 全年执行数: 0.1}", "{名称: 乙, 年初预算数: 7, 全年执行数: 0.2}"]
    found = []
    for number, order in enumerate((projects, projects[::-1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        root, _ = derived(folder, "项目:\n" + "".join(f"  - {p}\n" for p in order))
        found.append({f.name: str(f) for f in root.figures()})
    assert found[0] == found[1]


def test_every_problem_is_told_in_one_run(tmp_path: Path) -> None:
    data = "资金: {收入: {甲: 【没有】, 乙: 【也没有】}}\n叙述: {概况: 全年【收入.丙】}\n"
    _, problems = derived(tmp_path, data)
    told = in_file_order(problems)
    assert [(p.code, p.place.line, p.place.column) for p in told] == [("N1", 4, 14), ("N1", 4, 23), ("N1", 5, 10)]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("全年【收入.合计】。", "全年1234.50万元。"),
        ("全年【收入.合计|数】。", "全年1234.50。"),
        ("【项目.个数|汉字】个项目", "二个项目"),
        ("执行率【项目.甲.执行率】", "执行率50.00%"),
        ("约【面积】", "约约3平方米"),
        ("【面积】、【车次】、【场次】", "约3平方米、12余次、5场以上"),
        ("投入【封堵资金】", "投入3万余元"),
        ("【单位.名称】", "R&D <x> 中心"),
        ("【本地.没有】", ""),
        ("【收入】", ""),
        ("【收入.合计|大写】", ""),
        ("【收入.合计|汉字】", ""),
    ],
)
def test_prose(written: str, printed: str, tmp_path: Path) -> None:
    data = f"""\
资金: {{收入: {{甲: "1,234.50"}}}}
项目:
  - {{名称: 甲, 年初预算数: 2, 全年执行数: 1}}
  - {{名称: 乙, 年初预算数: 2, 全年执行数: 1}}
事实:
  面积: {{值: 3, 单位: 平方米, 限定: 约}}
  车次: {{值: 12, 单位: 次, 限定: 余}}
  场次: {{值: 5, 单位: 场, 限定: 以上}}
  封堵资金: {{值: {{值: 3, 文字: 3万余元}}, 单位: 万元}}
叙述:
  概况: {written}
"""
    root, problems = derived(tmp_path, data)
    assert root.at_path("叙述.概况") == (Words(printed, Place("数据.yaml", 14, 7)),)
    assert [p.code for p in problems] == ([] if printed else ["N1"])


RULES = {"规则.执行率需说明": "80%", "规则.超额需说明": "130%", "规则.执行率分值": "10分", "规则.满分": "100分"}
RULES |= {"规则.得分位数": "2", "规则.执行率位数": "2", "规则.得分偏离预警": "5%", "规则.未使用预警": "20%"}


def typed(name: str, value: str, unit: str = "") -> Figure:
    fraction = Fraction(value)
    decimals = len(value.partition(".")[2])
    quantity = Quantity(Place("甲.yaml", 1, 1), State.GIVEN, fraction, decimals, unit)
    return typed_figure(name, quantity)


def test_arithmetic_keeps_where_it_came_from() -> None:
    a, b = typed("甲", "160.16", "万元"), typed("乙", "34.64", "万元")
    both = a + b
    assert (str(both), both.operands) == ("194.80万元", (a, b))
    assert (both - a).operands == (a, b)
    assert (a / b).unit == "%"
    assert (a * typed("丙", "0.5")).unit == "万元"
    assert (a / typed("人数", "2", "人")).unit == ""
    assert str(-a) == "-160.16万元"
    with pytest.raises(FigureError, match="单位不同"):
        a + typed("人数", "2", "人")


@pytest.mark.parametrize(
    ("state", "blank", "counts"),
    [
        (State.BLANK, True, None),
        (State.DASH, True, None),
        (State.DOTS, True, None),
        (State.NONE, False, 0),
    ],
)
def test_states_in_arithmetic(state: State, blank: bool, counts: int | None) -> None:
    none, five = Figure("无", state=state), typed("五", "5")
    assert none.blank is blank
    assert not none
    assert (none + five).value == 5
    assert (five - none).value == 5
    assert (none + none).value == counts
    assert (none * five).value == counts
    assert (none / five).value == counts
    assert (five / none).value is None
    assert none.number == state.value


def test_an_empty_submission_has_blank_figures(tmp_path: Path) -> None:
    root, problems = derived(tmp_path, "")
    assert problems == ()
    assert {f.name: str(f) for f in root.figures() if not f.blank} == {"项目.个数": "0个", "附件.个数": "0个"} | RULES
