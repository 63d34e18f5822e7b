"""Small sums that show what each parameter of profile.yaml does to a score, reckoned when the manual is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cases import derived, shown

RATE, RATE_SCORE = ("执行率", "项目.甲.执行率"), ("执行率得分", "项目.甲.执行率得分")
TOTAL, GRADE = ("总分", "项目.甲.总分"), ("等级", "项目.甲.评定等级")
SCORE = ("得分", "项目.甲.指标.数量指标.子.得分")


def funds(initial: str = "100", added: str = "20", executed: str = "90") -> str:
    """A project with these funds."""
    return f"项目:\n  - 名称: 甲\n    年初预算数: {initial}\n    追加: {added}\n    全年执行数: {executed}\n"


def indicator(target: str, actual: str, sign: str = "≥", weight: str = "10", more: str = "") -> str:
    """A project with one indicator."""
    row = (
        f"一级: 产出指标, 二级: 数量指标, 三级: 子, 符号: '{sign}', 指标值: {target}, 完成值: {actual}, 分值: {weight}"
    )
    return f"{funds()}    指标:\n      - {{{row}{more}}}\n"


@dataclass(frozen=True, slots=True)
class Sum:
    """What is given, in words and as data; what profile.yaml says, one way or the other; the figures to look at."""

    given: str
    data: str
    said: tuple[str, ...]
    shows: tuple[tuple[str, str], ...] = (SCORE,)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """What each way of saying it gives."""
        for profile in self.said:
            with TemporaryDirectory() as folder:
                root, problems = derived(Path(folder), self.data, profile=profile)
                assert problems == (), problems
                yield f"`{profile}`", *(shown(root, name) or "（空）" for _, name in self.shows)


def methods(*texts: str) -> tuple[str, ...]:
    return tuple(f"计分法: [{{名称: 子法, 用于: 子, {text}}}]" for text in texts)


SUMS = {
    "舍入": Sum(
        "分值 12.5，指标值 1000，完成值 850，得分应为 10.625。",
        indicator("1000", "850", weight="12.5"),
        ("舍入: 四舍五入", "舍入: 四舍六入五成双", "舍入: 截尾"),
    ),
    "执行率.分母": Sum(
        "年初预算 100，追加 20，执行 90。",
        funds(),
        ("执行率: {分母: 全年预算数}", "执行率: {分母: 年初预算数}"),
        (RATE, RATE_SCORE),
    ),
    "执行率.位数": Sum(
        "年初预算 100，追加 20，执行 100，执行率是 83.3333…%。位数只管印出来的样子，计分用没有舍入的数。",
        funds(executed="100"),
        ("执行率: {位数: 2}", "执行率: {位数: 0}"),
        (RATE, RATE_SCORE),
    ),
    "执行率.分值": Sum(
        "执行率 75%。",
        funds(),
        ("执行率: {分值: 10}", "执行率: {分值: 20}", "执行率: {分值: 无}"),
        (RATE, RATE_SCORE),
    ),
    "执行率.方法": Sum(
        "执行率 75%。分档的写出各档，从高到低，取第一个达到的。",
        funds(),
        ("执行率: {方法: 按比例}", "执行率: {方法: 分档, 分档: [{下限: 90%, 得分: 10}, {下限: 70%, 得分: 7}]}"),
        (RATE, RATE_SCORE),
    ),
    "执行率.封顶": Sum(
        "全年预算 100，执行 105。",
        funds(added="0", executed="105"),
        ("执行率: {封顶: 100%}", "执行率: {封顶: 无}"),
        (RATE, RATE_SCORE),
    ),
    "执行率.零预算": Sum(
        "预算是 0，执行是 0。",
        funds("0", "0", "0"),
        ("执行率: {零预算: 零}", "执行率: {零预算: 满分}", "执行率: {零预算: 不计}"),
        (RATE, RATE_SCORE),
    ),
    "得分.位数": Sum(
        "分值 10，指标值 60，完成值 52。",
        indicator("60", "52"),
        ("得分: {位数: 2}", "得分: {位数: 1}", "得分: {位数: 0}"),
    ),
    "得分.补零": Sum(
        "分值 10，指标值 60，完成值 54。", indicator("60", "54"), ("得分: {补零: 否}", "得分: {补零: 是}")
    ),
    "得分.阶段": Sum(
        "执行率得分应为 7.5833…，指标得分应为 8.25，都保留一位小数。",
        indicator("80", "66").replace("全年执行数: 90", "全年执行数: 91"),
        ("得分: {位数: 1, 阶段: 先舍后加}", "得分: {位数: 1, 阶段: 先加后舍}"),
        (SCORE, TOTAL),
    ),
    "正向.超额": Sum(
        "符号 ≥，分值 10，指标值 100，完成值 150（完成率 150%，超出“需说明”的 130% 20 个百分点）。",
        indicator("100", "150"),
        ("正向: {超额: 满分}", "正向: {超额: 按偏离扣减, 需说明: 130%}"),
    ),
    "反向.公式": Sum(
        "符号 ≤，分值 10，指标值 100，完成值 125。",
        indicator("100", "125", "≤"),
        ("反向: {公式: 比例}", "反向: {公式: 线性}", "反向: {公式: 二元}"),
    ),
    "等于.不等时": Sum(
        "符号 =，分值 10，指标值 100，完成值 95。",
        indicator("100", "95", "="),
        ("等于: {不等时: 同正向}", "等于: {不等时: 零分}"),
    ),
    "负完成值": Sum(
        "符号 ≤，分值 10，指标值 -5，完成值 -8（如增长率）。",
        indicator("-5", "-8", "≤"),
        ("负完成值: 按零计", "负完成值: 照算"),
    ),
    "达标比较": Sum(
        "符号 ≥，分值 10，指标值 96%，完成值 95.6%（指标值没有小数，修约后是 96%）。",
        indicator("96%", "95.6%", more=", 单位: '%'"),
        ("达标比较: 全数值", "达标比较: 修约值"),
    ),
    "等级": Sum(
        "总分 90 分：执行率得分 10，一条 80 分的指标得满分。",
        indicator("10", "10", weight="80").replace("全年执行数: 90", "全年执行数: 120"),
        (
            "等级: [{名称: 优, 下限: 90}, {名称: 良, 下限: 80}]",
            "等级: [{名称: 优秀, 下限: 95}, {名称: 良好, 下限: 80}]",
            "等级: []",
        ),
        (TOTAL, GRADE),
    ),
    "计分法": Sum(
        "符号 ≥，分值 10，指标值 100，完成值 85（完成率 85%）。",
        indicator("100", "85"),
        methods(
            "方法: 比例",
            "方法: 比例, 合格线: 90%",
            "方法: 二元",
            "比: 完成率, 档: [{下限: 95%, 得分: 100%}, {下限: 80%, 得分: 60%}]",
            "比: 完成值, 档: [{下限: 95, 得分: 10}, {下限: 80, 得分: 7.5}]",
            "公式: '最大(0, 分值 - (指标值 - 完成值) ÷ 5 × 1)'",
        ),
    ),
    "计分法-偏离": Sum(
        "符号 ≤，分值 5，指标值 100，完成值 112：偏离 12%。",
        indicator("100", "112", "≤", "5"),
        methods("比: 绝对值(完成值 ÷ 指标值 - 1), 档: [{上限: 10%, 得分: 5}, {上限: 15%, 得分: 3}]"),
    ),
    "计分法-百分点": Sum(
        "符号 ≥，分值 10，指标值 90%，完成值 83%：每差 5 个百分点扣 1 分，差 7 个扣 1.4 分。",
        indicator("90%", "83%", more=", 单位: '%'"),
        methods("公式: '若(完成值 >= 指标值, 分值, 最大(0, 分值 - (指标值 - 完成值) ÷ 5% × 1))'"),
    ),
    "计分法-等次": Sum(
        "定性指标，分值 10，等次填“良”。",
        indicator("建立制度", "已建立", "定性", more=", 等次: 良"),
        methods("档: [{等次: 优, 得分: 100%}, {等次: 良, 得分: 80%}, {等次: 差, 得分: 0}]"),
    ),
}  # fmt: skip
