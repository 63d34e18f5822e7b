"""A name that a format declares → why it cannot be one: its length, its signs, or what the program calls so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MOST_CHARACTERS = 20
_TAKEN: Final[Mapping[str, str]] = {
    "公式里的函数": "合计 数量 最大 最小 平均 若 舍入 取整 绝对值 首个 空",
    "程序算出来的": "个数 序号 分值合计 执行率分值 评定等级 附件 附件号",
    "程序给的": "名称 本项目 规则 全部",
    "填报数用的": "填报 采用 理由",
    "公式和模板里的词": "and or not in is if elif else for loop true false none True False None",
}
RESERVED = frozenset(word for words in _TAKEN.values() for word in words.split())


def unfit(name: str) -> tuple[str, str] | None:
    """What is wrong with a name, and what to do about it."""
    if len(name) > MOST_CHARACTERS:
        return f"名称“{name}”有 {len(name)} 个字", f"至多 {MOST_CHARACTERS} 个字；详细的写进“说明”"
    if not name.isidentifier() or name.startswith("_"):
        hint = "只用汉字、字母、数字，不以数字开头，不用空格和标点"
        return f"“{name}”不能作名称，公式和模板里写不出来", hint
    why = next((what for what, words in _TAKEN.items() if name in words.split()), "")
    return (f"“{name}”是程序自己的名称：{why}", "换一个名称") if why else None
