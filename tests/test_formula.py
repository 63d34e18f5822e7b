"""The expression language: what it allows, what it refuses, and that it reckons exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes

from reportgen.figures.figure import Figure, FigureError
from reportgen.figures.formula import evaluate, figure_of, holds, parse, relations
from reportgen.figures.functions import FUNCTIONS, FormulaError, total
from reportgen.figures.scope import NameProblem, Scope
from reportgen.figures.spelling import shown
from reportgen.problem import Place
from reportgen.source.written import State, Words


def figure(name: str, value: str | None, unit: str = "", state: State = State.GIVEN) -> Figure:
    decimals = len(value.partition(".")[2]) if value else 0
    return Figure(name, None if value is None else Fraction(value), unit, decimals, state=state)


@pytest.fixture
def scope() -> Scope:
    root = Scope(
        "",
        {
            "甲": figure("甲", "5", "万元"),
            "乙": figure("乙", "3", "万元"),
            "元": figure("元", "50000", "元"),
            "率": figure("率", "0.8", "%"),
            "零": figure("零", "0"),
            "空着": figure("空着", None, "万元", State.BLANK),
            "没有": figure("没有", None, "万元", State.NONE),
            "横线": figure("横线", None, "万元", State.DASH),
            "符号": Words("≥", Place("甲.yaml", 1, 1)),
            "备注": Words("", Place("甲.yaml", 2, 1)),
        },
    )
    rows = Scope("来源", parent=root, open=True)
    for name, value in (("财政", "4.5"), ("其他", "2")):
        rows.members[name] = Scope(f"来源.{name}", {"预算": figure(f"来源.{name}.预算", value, "万元")}, parent=rows)
    rows.items = tuple(item for item in rows.members.values() if isinstance(item, Scope))
    group = Scope(
        "收入", {"合计": figure("收入.合计", "7", "万元"), "工资": figure("收入.工资", "7", "万元")}, parent=root
    )
    root.members |= {"来源": rows, "收入": group}
    return root


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("甲 + 乙", "8", "万元"),
        ("甲 ＋ 乙", "8", "万元"),
        ("甲 - 乙", "2", "万元"),
        ("甲 − 乙", "2", "万元"),
        ("甲 － 乙", "2", "万元"),
        ("甲 × 2", "10", "万元"),
        ("甲 * 2", "10", "万元"),
        ("甲 ÷ 乙", "5/3", "%"),
        ("甲 / 2", "5/2", "万元"),
        ("甲 × 率", "4", "万元"),
        ("（甲 ＋ 乙）× 2", "16", "万元"),
        ("甲 + 乙 × 2", "11", "万元"),
        ("甲 - 乙 - 1", "1", "万元"),
        ("甲 ÷ 乙 ÷ 2", "5/6", "%"),
        ("-甲", "-5", "万元"),
        ("−甲 + 乙", "-2", "万元"),
        ("-(甲 - 乙)", "-2", "万元"),
        ("- 5", "-5", ""),
        ("80%", "4/5", "%"),
        ("80.5％", "161/200", "%"),
        ("率 + 5%", "17/20", "%"),
        ("甲 × 50 %", "5/2", "万元"),
        ("0.1 + 0.2", "3/10", ""),
        ("1/3*3", "1", ""),
        ("123456789012345678 + 0", "123456789012345678", ""),
        ("0.0001 × 3", "3/10000", ""),
        ("空着 + 甲", "5", "万元"),
        ("横线 + 甲", "5", "万元"),
        ("没有 + 甲", "5", "万元"),
        ("没有 + 没有", "0", "万元"),
        ("收入.工资 + 1", "8", "万元"),
        ("收入['工资'] + 1", "8", "万元"),
        ("来源.财政.预算", "4.5", "万元"),
        ("甲 if 甲 > 乙 else 乙", "5", "万元"),
        ("甲 if 甲 < 乙 else 乙", "3", "万元"),
    ],
)
def test_arithmetic(text: str, value: str, unit: str, scope: Scope) -> None:
    got = figure_of(text, scope)
    assert (got.value, got.unit) == (Fraction(value), unit)
    assert type(got.value) is Fraction


@pytest.mark.parametrize(
    "text",
    [
        "甲 ÷ 零",
        "甲 ÷ 空着",
        "甲 ÷ 没有",
        "空着 ÷ 甲",
        "空着 × 甲",
        "空着 + 横线",
        "-空着",
        "甲 ÷ (乙 - 3)",
        "来源.没有",
        "来源.没有.合计",
    ],
)
def test_blank_results(text: str, scope: Scope) -> None:
    got = figure_of(text, scope)
    assert got.blank
    assert (got.value, got.number) == (None, "")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("合计(甲, 乙)", "8", "万元"),
        ("合计(甲，乙，空着，没有)", "8", "万元"),
        ("合计(来源.预算)", "6.5", "万元"),
        ("合计(收入)", "7", "万元"),
        ("合计(收入, 来源.预算, 1)", "14.5", "万元"),
        ("数量(来源)", "2", ""),
        ("数量(来源.预算)", "2", ""),
        ("数量(甲, 乙, 零)", "3", ""),
        ("最大(甲, 乙, 空着)", "5", "万元"),
        ("最小(甲, 乙, 没有)", "0", "万元"),
        ("最大(来源.预算)", "4.5", "万元"),
        ("最小(来源.预算)", "2", "万元"),
        ("平均(甲, 乙)", "4", "万元"),
        ("平均(甲, 乙, 空着)", "4", "万元"),
        ("平均(甲, 乙, 没有)", "8/3", "万元"),
        ("平均(1, 2, 2)", "5/3", ""),
        ("若(甲 > 乙, 甲, 乙)", "5", "万元"),
        ("若(甲 < 乙, 甲, 乙)", "3", "万元"),
        ("若(空着, 甲, 乙)", "3", "万元"),
        ("舍入(甲 ÷ 乙, 2)", "1.67", "%"),
        ("舍入(2.665, 2)", "2.67", ""),
        ("舍入(-2.665, 2)", "-2.67", ""),
        ("舍入(12.5, 0)", "13", ""),
        ("取整(甲 ÷ 2)", "2", "万元"),
        ("取整(乙 - 甲 - 0.5)", "-2", "万元"),
        ("取整(2.999)", "2", ""),
        ("取整((95% - 93.7%) ÷ 1%)", "1", ""),
        ("绝对值(乙 - 甲)", "2", "万元"),
        ("绝对值(甲)", "5", "万元"),
        ("首个(空着, 横线, 乙, 甲)", "3", "万元"),
        ("首个(没有, 乙)", None, "万元"),
    ],
)
def test_functions(text: str, value: str | None, unit: str, scope: Scope) -> None:
    got = figure_of(text, scope)
    assert (got.value, got.unit, got.blank) == (None if value is None else Fraction(value), unit, False)


def test_blank_functions(scope: Scope) -> None:
    for text in (
        "合计(空着, 横线)",
        "最大(空着)",
        "平均(空着)",
        "首个(空着)",
        "绝对值(空着)",
        "舍入(空着, 2)",
        "取整(空着)",
        "合计()",
    ):
        assert figure_of(text, scope).blank, text


def test_every_function_is_tried() -> None:
    marks = (mark for test in (test_functions, test_conditions) for mark in vars(test)["pytestmark"])
    tried = " ".join(str(mark.args) for mark in marks)
    assert [name for name in FUNCTIONS if f"{name}(" not in tried] == []


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("甲 > 乙", True),
        ("甲 ≥ 5", True),
        ("甲 ≤ 5", True),
        ("甲 ≠ 5", False),
        ("甲 != 乙", True),
        ("甲 == 5", True),
        ("甲 < 5", False),
        ("率 ≥ 80%", True),
        ("率 ≥ 80.01%", False),
        ("0.1 + 0.2 == 0.3", True),
        ("1/3*3 == 1", True),
        ("空着 == 空着", False),
        ("空着 < 甲", False),
        ("没有 < 甲", True),
        ("没有 == 0", True),
        ("空(空着)", True),
        ("空(横线)", True),
        ("空(没有)", False),
        ("空(零)", False),
        ("空(备注)", True),
        ("空(符号)", False),
        ("符号 == '≥'", True),
        ('符号 == "≥"', True),
        ("符号 == '>='", False),
        ("符号 == '×' or 符号 == '≥'", True),
        ("甲 > 乙 and not 空(甲)", True),
        ("甲 > 乙 and 空(甲)", False),
        ("零 or 甲", True),
        ("零", False),
        ("没有", False),
    ],
)
def test_conditions(text: str, truth: bool, scope: Scope) -> None:
    assert holds(text, scope) is truth


@pytest.mark.parametrize(
    "text",
    [
        "甲 ** 2",
        "甲 // 2",
        "甲 % 2",
        "甲 %2",
        "甲 ~ 乙",
        "甲|abs",
        "甲|round(2)",
        "甲 is defined",
        "[甲]",
        "{'a': 甲}",
        "(甲,)",
        "[x for x in 来源]",
        "lambda: 1",
        "甲 = 5",
        "甲.__class__",
        "_x",
        "甲._x",
        "收入['_y']",
        "收入[符号]",
        "收入[0:1]",
        "甲()",
        "收入.get('工资')",
        "range(3)",
        "合计(*来源)",
        "合计(**来源)",
        "合计(值=甲)",
        "求和(甲)",
        "super()",
        "self.x()",
        "loop.cycle(1)",
        "",
        "  ",
        "甲 乙",
        "甲 +",
        "(甲",
        "甲)",
        "甲; 乙",
        "甲 }} {{ 乙",
        "甲 }}文字{{ 乙",
        "{% if 甲 %}",
        "{# 注 #}",
        "甲}}",
        "'甲",
        "甲.",
        "５ + 1",
        "甲 ＞ 乙",
        "1e400",
        "1e5 + 0.00000001",
        "1" * 19,
        "9" * 5000,
        "0.12345678901234567",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(FormulaError, match="公式"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("甲 + 元", FigureError),
        ("甲 - 元", FigureError),
        ("合计(甲, 元)", FigureError),
        ("甲 > 元", FigureError),
        ("甲 + 率", FigureError),
        ("若(甲, 乙)", FormulaError),
        ("舍入(甲)", FormulaError),
        ("舍入(甲, 1, 2)", FormulaError),
        ("舍入(甲, -1)", FormulaError),
        ("舍入(甲, 0.5)", FormulaError),
        ("舍入(甲, 19)", FormulaError),
        ("绝对值()", FormulaError),
        ("绝对值(甲, 乙)", FormulaError),
        ("空()", FormulaError),
        ("甲 + 符号", FormulaError),
        ("甲 + 来源", FormulaError),
        ("合计(符号)", FormulaError),
        ("1 < 甲 < 9", FormulaError),
        ("甲 in 乙", FormulaError),
        ("甲 if 空着", FormulaError),
        ("收入[0]", FormulaError),
        ("无此名", NameProblem),
        ("收入.无此名", NameProblem),
        ("甲.无此名", NameProblem),
    ],
)
def test_cannot_be_reckoned(text: str, wrong: type[Exception], scope: Scope) -> None:
    with pytest.raises(wrong) as told:
        evaluate(text, scope)
    assert str(told.value)


def test_a_number_is_wanted(scope: Scope) -> None:
    with pytest.raises(FormulaError, match="需要一个数"):
        figure_of("符号", scope)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲+乙", "甲 + 乙"),
        ("(甲+乙)*2", "（甲 + 乙） × 2"),
        ("甲-(乙-1)", "甲 − （乙 − 1）"),
        ("甲-(乙+1)", "甲 − （乙 + 1）"),
        ("甲-乙-1", "甲 − 乙 − 1"),
        ("甲+(乙-1)", "甲 + 乙 − 1"),
        ("甲/(乙*2)", "甲 ÷ （乙 × 2）"),
        ("甲/(乙/2)", "甲 ÷ （乙 ÷ 2）"),
        ("甲/乙/2", "甲 ÷ 乙 ÷ 2"),
        ("甲*(乙/2)", "甲 × 乙 ÷ 2"),
        ("-(甲+乙)", "-（甲 + 乙）"),
        ("合计(来源.预算, 甲)", "合计(来源.预算，甲)"),
        ("收入['工资']", "收入.工资"),
    ],
)
def test_shown_says_the_same(text: str, said: str, scope: Scope) -> None:
    assert shown(parse(text)) == said
    assert figure_of(said, scope).value == figure_of(text, scope).value


def test_relations(scope: Scope) -> None:
    first, second = relations("甲 + 乙 ≤ 8 and 甲 == 乙", scope)
    assert (first.holds, first.sign, first.left_text, first.right_text) == (True, "≤", "甲 + 乙", "8")
    assert [f.name for f in first.left.operands] == ["甲", "乙"]
    assert (second.holds, second.sign, second.left.name) == (False, "=", "甲")
    assert relations("空着 == 甲 and 甲 > 横线", scope) == ()
    assert len(relations("没有 == 0", scope)) == 1
    for text in ("甲", "甲 == 1 or 乙 == 1", "not 甲 == 1", "1 < 甲 < 3"):
        with pytest.raises(FormulaError, match="比较"):
            relations(text, scope)


DIGITS = st.decimals(-(10**14), 10**14, places=4, allow_nan=False, allow_infinity=False)


@given(values=st.lists(DIGITS, min_size=1, max_size=12), data=st.data())
def test_sums_do_not_depend_on_order(values: list[object], data: st.DataObject) -> None:
    figures = [Figure(str(n), Fraction(str(v)), "万元", 4) for n, v in enumerate(values)]
    summed = total(*figures)
    shuffled = total(*data.draw(st.permutations(figures)))
    assert (summed.value, summed.number) == (shuffled.value, shuffled.number)
    assert summed.value == sum((Fraction(str(v)) for v in values), Fraction(0))


@given(a=DIGITS, b=DIGITS, c=DIGITS)
def test_arithmetic_is_exact(a: object, b: object, c: object) -> None:
    x, y, z = (Fraction(str(v)) for v in (a, b, c))
    scope = Scope("", {n: Figure(n, v) for n, v in zip("甲乙丙", (x, y, z), strict=True)})
    assert figure_of("(甲 + 乙) × 丙 − 甲 × 丙", scope).value == y * z
    quotient = figure_of("甲 ÷ 乙 × 乙", scope)
    assert quotient.value == (x if y else None)
    assert holds("甲 + 乙 == 乙 + 甲", scope)


@given(text=st.text(alphabet="甲乙.+-*/()（）%≥<='\"{}#_[]|~ 0123456789e,，\n", max_size=24))
def test_no_text_makes_it_fall_over(text: str) -> None:
    """Whatever is written: a value, or one of the three exceptions that are told."""
    scope = Scope("", {"甲": Figure("甲", Fraction(5)), "乙": Figure("乙", Fraction(0))})
    try:
        value = evaluate(text, scope)
    except (FormulaError, FigureError, NameProblem):
        return
    if isinstance(value, Figure):
        assert value.value is None or type(value.value) is Fraction
        assert isinstance(str(value), str)
    assert isinstance(parse(text), nodes.Expr)
