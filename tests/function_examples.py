"""An example of each function of formulas, reckoned when the manual is written."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reportgen.figures.figure import Figure
from reportgen.figures.formula import evaluate
from reportgen.figures.scope import Scope, Value
from reportgen.source.terms import MONEY


@dataclass(frozen=True, slots=True)
class Example:
    """What a function gives, in words and by a formula."""

    help: str
    formula: str

    def row(self) -> tuple[str, str, str]:
        """Help, formula and result, as a table shows them."""
        value = evaluate(self.formula, _scope())
        result = {True: "成立", False: "不成立"}[value] if isinstance(value, bool) else str(value)
        return self.help, f"`{self.formula}`", result


def _scope() -> Scope:
    """Some funds, and two indicators of 50 and 30 points."""
    root = Scope("")
    amounts = {"甲": "12", "乙": "3.5", "预算": "100", "执行": "87.5"}
    for name, amount in amounts.items():
        root.members[name] = Figure(name, Fraction(amount), MONEY, len(amount.partition(".")[2]))
    root.members["率"] = Figure("率", Fraction("0.9374"), "%", 2)
    root.members["没填"] = Figure("没填", unit=MONEY)
    rows = (("产出指标", 50), ("效益指标", 30))
    items = tuple(_indicator(root, name, score) for name, score in rows)
    root.members["指标"] = Scope("指标", items=items, parent=root, columns={"一级", "得分"})
    return root


def _indicator(root: Scope, name: str, score: int) -> Scope:
    item = Scope(f"指标.{name}", parent=root)
    members: dict[str, Value] = {"一级": name, "得分": Figure("得分", Fraction(score), "分", 0)}
    item.members.update(members)
    return item


EXAMPLES = {
    "合计": Example(
        "各数之和，空着的不计，全空着则空；写列表的一个字段，可以加条件", "合计(指标.得分, 一级 == '产出指标')"
    ),
    "数量": Example("列表有几项；可以加条件", "数量(指标, 得分 >= 40)"),
    "最大": Example("最大的数", "最大(甲, 乙)"),
    "最小": Example("最小的数", "最小(甲, 乙)"),
    "平均": Example("各数的平均，空着的不计", "平均(甲, 乙, 没填)"),
    "若": Example("条件成立得第二个，否则得第三个", "若(执行 > 预算, 预算, 执行)"),
    "舍入": Example("按规则的舍入办法保留几位小数", "舍入(乙 ÷ 甲, 2)"),
    "取整": Example("去掉小数，向零取；每满 1 个百分点扣几分的，先除以 1%", "取整((95% - 率) ÷ 1%)"),
    "绝对值": Example("去掉负号", "绝对值(乙 - 甲)"),
    "首个": Example("第一个不空的数", "首个(没填, 乙)"),
    "空": Example("没有填，用在条件里", "空(没填)"),
}
