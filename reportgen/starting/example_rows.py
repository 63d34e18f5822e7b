"""The profile of a format → invented indicators, one for each second level that the profile asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportgen.figures.number import written
from reportgen.figures.scores import QUALITATIVE
from reportgen.parameters import Profile
from reportgen.source.terms import PROJECTS, Path
from reportgen.starting.levels import weighted
from reportgen.starting.needs import FieldsUsed, Need
from reportgen.starting.rows import NO_WEIGHT, scored

_KINDS: Final = "甲乙丙丁"
_SHORT: Final = "数量"  # the level whose indicator falls short
_LATE: Final = "一处场地交付较晚，已排定次年一季度补齐"


def invented_rows(profile: Profile, used: FieldsUsed, path: Path, number: int) -> Iterator[dict[str, str]]:
    """Rows of the indicators at a path; those of each owner, told apart by its number, say other values."""
    of_project = path[0] == PROJECTS
    weighed = scored(profile, path) or used.needs.get((*path, "分值"), Need.CHECKED) > Need.CHECKED
    for row, ((level1, level2), weight) in enumerate(weighted(profile, path)):
        cells = {"一级": level1} if level1 else {}
        cells |= {"二级": level2} | _values(level1 + level2, profile, number)
        if weighed or of_project:
            cells["分值"] = written(weight, None) if weighed else NO_WEIGHT
        if cells["符号"] == QUALITATIVE and profile.bands:
            cells["等次"] = profile.bands[0].name.text
            if weighed:
                cells["得分"] = cells["分值"]
        if not row or _SHORT in level2:
            cells["偏差原因"] = _LATE
        yield cells


def _values(level: str, profile: Profile, number: int) -> dict[str, str]:
    """Name, sign, target, actual value and unit of an indicator of a level."""
    number %= len(_KINDS)

    def told(name: str, sign: str, target: str, actual: str, unit: str) -> dict[str, str]:
        named = f"{name}（{_KINDS[number]}）" if number else name
        values = {"三级": named, "符号": sign, "指标值": target, "完成值": actual}
        return values | ({"单位": unit} if unit else {})

    match level:
        case _ if "数量" in level:
            return told("建成某某设施数量", "≥", str(20 + 10 * number), str(19 + 10 * number), "处")
        case _ if "质量" in level:
            return told("验收合格率", "≥", "95%", f"{96 + number}%", "%")
        case _ if "时效" in level:
            return told("平均办理时限", "≤", str(30 + number), str(28 + number), "天")
        case _ if "社会成本" in level:
            return told("群众有效投诉", "≤", str(6 + number), str(5 + number), "件")
        case _ if "生态环境成本" in level:
            return told("施工弃土", "≤", str(50 + 10 * number), str(46 + 10 * number), "吨")
        case _ if "成本" in level:
            sign = "≤" if profile.cost.direction.text == "越小越好" or number else "="
            spent = str(306 + 10 * number) if sign == "≤" else "320"
            return told("单处平均成本", sign, str(320 + 10 * number), spent, "元/处")
        case _ if "满意" in level:
            return told("服务对象满意度", "≥", "90%", f"{93 + number}%", "%")
        case _ if profile.bands:
            return told("对某某工作的促进作用", QUALITATIVE, "作用明显", "作用明显", "")
    return told("受益企业", "≥", str(200 + 10 * number), str(208 + 10 * number), "家")
