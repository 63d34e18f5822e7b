"""The parameters of rules that differ by place and year: the one table of profile.yaml, and what it is read into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from reportgen import methods
from reportgen.methods import Method
from reportgen.source.terms import Kind, Term
from reportgen.source.written import Quantity, Words

YES_NO = ("是", "否")
FULL_MARKS: Final = Fraction(100)


def _number(word: str, ident: str, help: str, unit: str = "") -> Term:
    return Term(word, ident, Kind.NUMBER, help, unit)


def _choice(word: str, ident: str, help: str, *choices: str) -> Term:
    return Term(word, ident, Kind.CHOICE, help, choices=choices)


SECTIONS: Mapping[str, tuple[Term, ...]] = {
    "规则": (
        Term("继承", "extends", Kind.TEXT, "以哪个格式的规则为基础"),
        _choice("舍入", "rounding", "怎样舍入", "四舍五入", "四舍六入五成双", "截尾"),
        Term("执行率", "execution", Kind.SECTION, "预算执行率", of="执行率"),
        Term("得分", "score", Kind.SECTION, "指标得分", of="得分"),
        Term("正向", "positive", Kind.SECTION, "越大越好的指标", of="正向"),
        Term("反向", "reverse", Kind.SECTION, "越小越好的指标", of="反向"),
        Term("等于", "equal", Kind.SECTION, "应当相等的指标", of="等于"),
        _choice("负完成值", "negative", "完成值为负数时", "按零计", "照算"),
        _choice("达标比较", "compare", "判断达标用哪个数", "全数值", "修约值"),
        Term("定性", "bands", Kind.LIST, "定性指标的等次与得分区间", of="等次"),
        Term("成本", "cost", Kind.SECTION, "成本指标", of="成本"),
        Term("等级", "grades", Kind.LIST, "总分对应的等级，从高到低；不评等级就留空", of="等级"),
        Term("权重", "weights", Kind.LIST, "一级指标应有的分值", of="权重"),
        _number("满分", "full", "分值合计应是多少", "分"),
        _number("附加分", "bonus", "总分最多可以比分值合计多几分；没有附加分就不写", "分"),
        Term("计分法", "methods", Kind.LIST, "另有名称的计分办法，由数据点名或按指标套用", of="计分法"),
        Term("必填一级", "required_level1", Kind.TEXTS, "每个项目都要有的一级指标；没有要求就留空"),
        Term("必填二级", "required_level2", Kind.TEXTS, "每个项目都要有的二级指标"),
        _choice("部门指标计分", "department_scored", "部门整体指标是否计分", *YES_NO),
        _choice("项目指标计分", "projects_scored", "项目指标是否计分", *YES_NO),
        _choice("部门执行率计分", "department_execution", "部门是否也有执行率、执行率分值和执行率得分", *YES_NO),
        Term("预警", "warnings", Kind.SECTION, "提示得分与执行不相称", of="预警"),
        Term("字数", "lengths", Kind.SECTION, "表中文字的字数上限", of="字数"),
    ),
    "执行率": (
        Term("分母", "denominator", Kind.TEXT, "执行率除以项目的哪个金额，如 全年预算数、年初预算数"),
        _number("位数", "digits", "执行率显示几位小数"),
        _number("分值", "weight", "执行率的分值", "分"),
        _choice("方法", "method", "执行率怎样得分", "按比例", "分档"),
        Term("分档", "steps", Kind.LIST, "分档得分，从高到低", of="档"),
        _number("封顶", "cap", "计分时执行率最高按多少算；写“无”为不封顶", "%"),
        _choice("零预算", "zero_budget", "预算为零时的执行率", "零", "满分", "不计"),
        _number("需说明", "explain_below", "低于多少要写原因", "%"),
    ),
    "档": (
        _number("下限", "least", "执行率达到多少", "%"),
        _number("得分", "score", "得多少分", "分"),
    ),
    "得分": (
        _number("位数", "digits", "得分保留几位小数"),
        _choice("补零", "pad", "末尾的零是否写出", *YES_NO),
        _choice("阶段", "stage", "逐行舍入后相加，还是相加后舍入", "先舍后加", "先加后舍"),
    ),
    "正向": (
        _choice("超额", "over", "超额完成怎样得分", "满分", "按偏离扣减"),
        _number("需说明", "explain_at", "完成率达到多少要写原因", "%"),
        _number("可改", "editable_at", "完成率达到多少，填报的得分可以与算出的不同", "%"),
    ),
    "反向": (_choice("公式", "formula", "未达标时怎样得分", "比例", "线性", "二元"),),
    "等于": (_choice("不等时", "otherwise", "不相等时怎样得分", "同正向", "零分"),),
    "等次": (
        Term("等次", "name", Kind.TEXT, "等次的名称", required=True),
        _number("下限", "least", "最低得分占分值的比例", "%"),
        _number("上限", "most", "最高得分占分值的比例", "%"),
    ),
    "成本": (
        _choice("方向", "direction", "成本指标越小越好，还是照符号算", "越小越好", "照符号"),
        _number("默认上限", "default_cap", "没有定量成本指标的项目，成本最多得几分", "分"),
    ),
    "预警": (
        _number("得分偏离", "mismatch", "指标得分率比执行率得分率高出多少要提示", "%"),
        _number("未使用", "unspent", "全年预算没有用完多少要提示", "%"),
    ),
    "字数": (
        _number("偏差原因", "remark", "偏差原因至多几个字", "字"),
        _number("总体目标", "goal", "总体目标至多几个字", "字"),
    ),
    "等级": (
        Term("名称", "name", Kind.TEXT, "等级名称", required=True),
        _number("下限", "least", "总分达到多少", "分"),
    ),
    "权重": (
        Term("一级", "level1", Kind.TEXT, "一级指标名称", required=True),
        _number("分值", "weight", "应有的分值", "分"),
    ),
    **methods.SECTIONS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    least: Quantity
    score: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    denominator: Words
    digits: Quantity
    weight: Quantity
    method: Words
    steps: tuple[Step, ...]
    cap: Quantity
    zero_budget: Words
    explain_below: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    digits: Quantity
    pad: Words
    stage: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Positive:
    over: Words
    explain_at: Quantity
    editable_at: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Reverse:
    formula: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Equal:
    otherwise: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    name: Words
    least: Quantity
    most: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    direction: Words
    default_cap: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    name: Words
    least: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    level1: Words
    weight: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Warnings:
    mismatch: Quantity
    unspent: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    remark: Quantity
    goal: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Every parameter of domain rules that differs by place and year; blank ones mean “this form has no such rule”."""

    extends: Words
    rounding: Words
    execution: Execution
    score: Score
    positive: Positive
    reverse: Reverse
    equal: Equal
    negative: Words
    compare: Words
    bands: tuple[Band, ...]
    cost: Cost
    grades: tuple[Grade, ...]
    weights: tuple[Weight, ...]
    full: Quantity
    bonus: Quantity
    methods: tuple[Method, ...]
    required_level1: tuple[Words, ...]
    required_level2: tuple[Words, ...]
    department_scored: Words
    projects_scored: Words
    department_execution: Words
    warnings: Warnings
    lengths: Lengths

    @property
    def full_marks(self) -> Fraction:
        """What weights add up to, those of the indicators and of the execution rate."""
        return self.full.value or FULL_MARKS

    @property
    def scores(self) -> bool:
        """Whether anything gets a score: the execution rate, or indicators."""
        return bool(self.execution.weight.value) or "是" in (self.projects_scored.text, self.department_scored.text)


MODELS: Mapping[str, Callable[..., object]] = {
    "规则": Profile,
    "执行率": Execution,
    "档": Step,
    "得分": Score,
    "正向": Positive,
    "反向": Reverse,
    "等于": Equal,
    "等次": Band,
    "成本": Cost,
    "等级": Grade,
    "权重": Weight,
    "预警": Warnings,
    "字数": Lengths,
    **methods.MODELS,
}
