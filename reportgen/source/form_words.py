"""What the forms of the country call a field → its word here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

_CALLED: Final[Mapping[str, str]] = {
    "一级": "一级指标 一级指标名称",
    "二级": "二级指标 二级指标名称",
    "三级": "三级指标 三级指标名称 指标名称 绩效指标 指标内容 具体指标",
    "符号": "指标性质 指标符号 运算符号 计算符号 比较符号",
    "指标值": "年度指标值 年初指标值 年初设定值 年度设定值 年初设定指标值 年初目标值 年度目标值 预期指标值 预期目标值"
    " 目标值 计划值 预期值 计划完成值 全年指标值 绩效目标值 设定值",
    "完成值": "实际完成值 全年完成值 全年实际完成值 年度完成值 年末完成值 实际完成数 实际值 实现值 完成情况"
    " 实际完成情况 指标完成值 指标完成情况 完成数",
    "单位": "度量单位 计量单位 指标单位",
    "分值": "权重 指标分值 指标权重 权重分值 标准分 标准分值",
    "得分": "自评得分 指标得分 自评分 实际得分 评价得分",
    "等次": "完成等次 定性等次",
    "偏差原因": "偏差原因分析 偏差原因分析及改进措施 偏差原因及改进措施 未完成原因 未完成原因分析 未完成原因及改进措施"
    " 未完成原因分析及改进措施 未完成原因和改进措施 未完成原因及拟采取的改进措施 原因分析 原因说明 偏差说明"
    " 偏离原因 偏离原因分析 扣分原因",
    "执行偏差原因": "执行率偏差原因 预算执行偏差原因",
    "编码": "项目编码",
    "名称": "项目名称",
    "来源": "资金来源",
    "指标": "绩效指标 绩效指标表",
    "主管部门": "项目主管部门 预算部门 主管单位",
    "实施单位": "项目实施单位 项目单位",
    "年初预算数": "年初预算 年初批复数 年初批复预算数 年初预算金额",
    "全年预算数": "全年预算 调整后预算数 调整预算数 调整后全年预算数",
    "全年执行数": "全年执行 实际支出数 全年支出数 实际执行数 执行数 预算执行数 全年实际完成数",
    "执行率": "预算执行率 预算完成率",
    "预期": "预期目标 年初目标 设定目标 年度预期目标",
    "实际": "实际完成情况 完成情况 实际完成 目标完成情况 目标实际完成情况 全年实际完成情况",
}
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(word for word, names in _CALLED.items() if name in names.split())
    for names in _CALLED.values()
    for name in names.split()
}


def words_for(name: str) -> tuple[str, ...]:
    """The words here that forms call by this name."""
    return _WORDS.get(name, ())


def word_in(name: str, known: Iterable[str]) -> str:
    """The word for it among those that there are; empty where there is none."""
    having = set(known)
    return next((word for word in words_for(name) if word in having), "")
