"""A profile → every parameter of it as a sentence that can be read aloud."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.figures.figure import typed_figure
from reportgen.figures.methods import limits, worth
from reportgen.figures.number import written
from reportgen.figures.rules import grades_in_words
from reportgen.methods import BINARY, BY_GAP, IN_PROPORTION, TYPED, Method
from reportgen.parameters import SECTIONS, Execution, Profile
from reportgen.source.terms import Kind
from reportgen.source.written import Quantity, Words

_ROUNDING = {
    "四舍五入": "四舍五入",
    "四舍六入五成双": "四舍六入，正好是五的取偶数",
    "截尾": "后面的位数直接去掉",
}
_ZERO_BUDGET = {
    "零": "预算为零的，执行率按 0% 算",
    "满分": "预算为零的，执行率按 100% 算",
    "不计": "预算为零的，没有执行率，也没有执行率得分",
}
_BELOW = {
    "比例": "没有达到的，得分＝分值×指标值÷完成值",
    "线性": "没有达到的，得分＝分值×（1－（完成值－指标值）÷指标值），最低 0 分",
    "二元": "没有达到的得 0 分",
}
_METHOD = {
    IN_PROPORTION: "达到指标值得满分，没有达到的按完成值与指标值之比得分",
    BY_GAP: "达到指标值得满分，没有达到的，得分＝分值×（1－相差的数÷指标值），最低 0 分",
    BINARY: "达到指标值得满分，没有达到得 0 分",
    TYPED: "得分由人填",
}
_NOT_USED = "（{}，用不上）"
_OF_SCORES = (
    *("得分.", "正向.超额", "正向.可改", "反向.", "等于.", "负完成值", "达标比较", "定性", "成本.", "权重"),
    *("满分", "附加分", "预警.得分偏离"),
)


def parameters_in_words(profile: Profile) -> Iterator[tuple[str, str]]:
    """Each parameter's name, as 执行率.分值, with what it says; a scoring rule is named 计分法 too."""
    told = {
        "继承": (f"规则以“{profile.extends}”为基础" if profile.extends else "规则以全国通用的为基础",),
        "舍入": (f"得分和印出的数：{_ROUNDING.get(profile.rounding.text, profile.rounding.text)}",),
        "负完成值": ("完成值是负数的，照算" if profile.negative.text == "照算" else "完成值是负数的，按 0 算",),
        "达标比较": (_comparison(profile.compare),),
        "定性": (_bands(profile),),
        "等级": (grades_in_words(profile) or "不评等级",),
        "权重": (_weights(profile),),
        "满分": (f"分值合计应是 {written(profile.full_marks, None)} 分",),
        "附加分": (_from("总分最多可以比分值合计多 {} 分", profile.bonus, "没有附加分，总分不超过分值合计"),),
        "计分法": tuple(_method(one) for one in profile.methods) or ("没有另外的计分法",),
        "必填一级": (_required("一级", profile.required_level1),),
        "必填二级": (_required("二级", profile.required_level2),),
        "部门指标计分": ("部门的指标" + _scored(profile.department_scored),),
        "项目指标计分": ("项目的指标" + _scored(profile.projects_scored),),
        "部门执行率计分": (_department(profile.department_execution),),
        **{f"执行率.{word}": (text,) for word, text in _execution(profile.execution).items()},
        **{word: (text,) for word, text in _indicators(profile).items()},
    }
    for name in _names():
        idle = _NOT_USED.format("不计分") if name.startswith(_OF_SCORES) and not profile.scores else ""
        yield from ((name, text if text.endswith("用不上）") else text + idle) for text in told[name])


def _names() -> Iterator[str]:
    """The parameters in the order of their table, those of a group under its name."""
    for term in SECTIONS["规则"]:
        group = SECTIONS[term.of] if term.kind is Kind.SECTION else ()
        yield from (f"{term.word}.{one.word}" for one in group) if group else (term.word,)


def _execution(rules: Execution) -> dict[str, str]:
    by_steps = rules.method.text == "分档"
    idle = "" if rules.weight.value is not None else _NOT_USED.format("执行率不计分")
    weight = "分值" if rules.weight.value is None else _n(rules.weight)
    steps = "，".join(f"达到 {_n(step.least)} 得 {_n(step.score)} 分" for step in rules.steps)
    cap = "执行率超过 100% 的也照算" if rules.cap.value is None else f"计分时执行率最高按 {_n(rules.cap)} 算"
    return {
        "分母": f"执行率＝全年执行数÷{rules.denominator}",
        "位数": "执行率印出时" + _kept(rules.digits) + "，计分用没有舍入的；单位是 % 的运算没有写位数的，也照它",
        "分值": "执行率不计分" if rules.weight.value is None else f"执行率占 {_n(rules.weight)} 分",
        "方法": ("执行率得分看在哪一档" if by_steps else f"执行率得分＝{weight}×执行率") + idle,
        "分档": (f"执行率{steps}，都没有达到得 0 分" if steps else "执行率不分档")
        + ("" if by_steps or not steps or idle else _NOT_USED.format("按比例得分"))
        + (idle if steps else ""),
        "封顶": cap + (idle or (_NOT_USED.format("按档得分") if by_steps else "")),
        "零预算": _ZERO_BUDGET.get(rules.zero_budget.text, rules.zero_budget.text),
        "需说明": _from("执行率低于 {} 的，要写原因", rules.explain_below, "执行率低的，不要求写原因"),
    }


def _indicators(profile: Profile) -> dict[str, str]:
    score, positive, cost = profile.score, profile.positive, profile.cost
    below = profile.reverse.formula.text
    lead = "越大越好的指标（≥、>），没有达到的，得分＝分值×完成值÷指标值；超额完成的"
    over, at = "得满分", positive.explain_at
    if positive.over.text == "按偏离扣减" and at.value is not None:
        over = f"，完成率超过 {_n(at)} 的部分要扣，得分＝分值×（1－（完成率－{_n(at)}）），最低 0 分"
    unequal = "不等的得 0 分" if profile.equal.otherwise.text == "零分" else "少于的得 分值×完成值÷指标值，多于的得满分"
    smaller = "成本指标越小越好：符号用 ≤ 或 =，超过项目预算的不得满分"
    as_signed = "成本指标照符号计分；超过指标值还得满分而没有写原因的，提示"
    idle = "" if cost.direction.text == "越小越好" else _NOT_USED.format("照符号计分")
    warned, unspent = profile.warnings.mismatch, profile.warnings.unspent
    return {
        "得分.位数": "每个得分" + _kept(score.digits) + "；运算里单位是分的总分、得分没有写位数的，也照它",
        "得分.补零": "得分末尾的零" + ("写出来" if score.pad.text == "是" else "不写"),
        "得分.阶段": "每个得分先舍入，再相加" if score.stage.text == "先舍后加" else "得分不先舍入，相加以后才舍入",
        "正向.超额": lead + over,
        "正向.需说明": _from("越大越好的指标，完成率达到 {} 的，要写原因", at, "超额完成的，不要求写原因"),
        "正向.可改": _from(
            "完成率达到 {} 的，填报的得分可以与算出的不同", positive.editable_at, "填报的得分不能与算出的不同"
        ),
        "反向.公式": "越小越好的指标（≤、<），" + _BELOW.get(below, below),
        "等于.不等时": "应当相等的指标（=），相等的得满分，" + unequal,
        "成本.方向": smaller if cost.direction.text == "越小越好" else as_signed,
        "成本.默认上限": _from("没有定量成本指标的，成本至多得 {} 分", cost.default_cap, "成本的得分不另设上限")
        + (idle if cost.default_cap.value is not None else ""),
        "预警.得分偏离": _from(
            "执行率的得分率低于指标的得分率，低出的超过指标得分率的 {}，提示", warned, "得分与执行不相称的，不提示"
        ),
        "预警.未使用": _from("全年预算没有用完的超过 {}，提示", unspent, "全年预算没有用完的，不提示"),
        "字数.偏差原因": _from("偏差原因至多 {} 字", profile.lengths.remark, "偏差原因的字数不限"),
        "字数.总体目标": _from("总体目标至多 {} 字", profile.lengths.goal, "总体目标的字数不限"),
    }


def _comparison(words: Words) -> str:
    if words.text == "修约值":
        return "是否达到指标值，看修约到指标值位数的完成值，计分也用它"
    return "是否达到指标值，看没有舍入的完成值"


def _bands(profile: Profile) -> str:
    if not profile.bands:
        return "定性指标没有规定等次"
    shares = "；".join(f"{band.name}，分值的 {_n(band.least)}—{_n(band.most)}" for band in profile.bands)
    return f"定性指标的得分由人填，在等次的区间里：{shares}"


def _weights(profile: Profile) -> str:
    if not profile.weights:
        return "各一级指标的分值没有规定"
    rows = "、".join(f"{row.level1} {_n(row.weight)} 分" for row in profile.weights)
    idle = "" if profile.projects_scored.text == "是" else _NOT_USED.format("项目指标不计分")
    return f"每个项目的指标：{rows}{idle}"


def _method(method: Method) -> str:
    used = f"，用于 {method.used_for}" if method.used_for else "，数据里写“计分”的才用"
    if method.formula:
        way = f"得分＝{method.formula}"
    elif method.by_grade:
        way = "；".join(f"等次“{band.grade}”{worth(band)}" for band in method.bands)
    elif method.bands:
        steps = "；".join(f"{limits(band)}{worth(band)}" for band in method.bands)
        way = f"看 {method.ratio}，{steps}；都不符合得 0 分"
    else:
        way = _METHOD.get(method.way.text, method.way.text)
    least = f"；完成率低于 {_n(method.pass_mark)} 得 0 分" if method.pass_mark.value is not None else ""
    return f"计分法“{method.name}”{used}：{way}{least}"


def _required(level: str, names: tuple[Words, ...]) -> str:
    if not names:
        return f"没有规定必须有哪些{level}指标"
    return f"每个项目都要有的{level}指标：" + "、".join(words.text for words in names)


def _scored(words: Words) -> str:
    return "计分" if words.text == "是" else "不计分，只列目标和完成情况"


def _department(words: Words) -> str:
    if words.text == "是":
        return "部门也有执行率和执行率得分，按年度资金总额算，计入部门的总分"
    return "部门没有执行率得分"


def _kept(digits: Quantity) -> str:
    if digits.value is None:
        return "不限位数"
    return f"保留 {_n(digits)} 位小数" if digits.value else "保留整数"


def _from(sentence: str, limit: Quantity, without: str) -> str:
    return without if limit.value is None else sentence.format(_n(limit))


def _n(quantity: Quantity) -> str:
    return typed_figure("", quantity).number
