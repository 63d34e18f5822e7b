"""One number field: text or a mapping → Quantity."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from reportgen.problem import Place
from reportgen.source import node as nodes
from reportgen.source.amounts import MOST_DIGITS, read_amount
from reportgen.source.node import Node, Scalar
from reportgen.source.terms import YUAN, Kind, Term
from reportgen.source.written import Quantity, State

QUANTITY_KEYS = ("值", "单位", "文字", "填报", "采用", "理由")
Report = Callable[[str, Place, str, str], None]
_REFERENCE = re.compile(r"【([^【】]+)】")
_UNITS = re.compile(r"(.*?)(万元|亿元|元|个|人|次|分|%)", re.DOTALL)


def read_quantity(term: Term, node: Node | None, at: Place, report: Report) -> Quantity:
    """A number, a state (无 — ……), a reference 【名称】, or a mapping of 值/文字/填报/采用/理由."""
    if node is None:
        return Quantity(at, unit=term.unit)
    if isinstance(node, Scalar):
        return _read_scalar(term, node, report)
    if isinstance(node, nodes.Mapping):
        return _read_mapping(term, node, report)
    report("D3", node.place, f"“{term.word}”应是一个数，不是列表", "只写一个数")
    return Quantity(node.place, unit=term.unit)


def _read_mapping(term: Term, node: nodes.Mapping, report: Report) -> Quantity:
    found: dict[str, Scalar] = {}
    for entry in node:
        if entry.key.text not in QUANTITY_KEYS:
            report("D1", entry.key.place, f"“{term.word}”里没有“{entry.key.text}”", "可用：" + "、".join(QUANTITY_KEYS))
        elif not isinstance(entry.value, Scalar):
            report("D3", entry.value.place, f"“{entry.key.text}”应是一个值", "只写一个值")
        else:
            found[entry.key.text] = entry.value
    stated = "填报" in found
    if stated and "值" in found:
        report("D3", found["值"].place, f"“{term.word}”里写了“值”，又写了“填报”", "由程序计算的写“填报”，否则写“值”")
    main = found.get("填报") or found.get("值")
    quantity = _read_scalar(term, main, report) if main else Quantity(node.place, unit=term.unit)
    if "单位" in found and term.unit and found["单位"].text != term.unit:
        report("D8", found["单位"].place, f"“{term.word}”的单位写成“{found['单位'].text}”", f"换算成{term.unit}再写")
    elif "单位" in found:
        quantity = replace(quantity, unit=found["单位"].text)
    if "文字" in found:
        text = found["文字"].text.strip()
        if main and quantity.value is not None and main.text.strip().rstrip("%") not in text:
            report("D7", found["文字"].place, f"“文字”写的是“{text}”，里面没有“值”{main.text}", "让两处一致")
        quantity = replace(quantity, text=text)
    adopt = "采用" in found and found["采用"].text == "填报"
    if "采用" in found and not adopt:
        report("D5", found["采用"].place, f"“采用”填了“{found['采用'].text}”", "只能填：填报；不采用就删去这一项")
    reason = found["理由"].text.strip() if "理由" in found else ""
    if adopt and not reason:
        report("D9", found["采用"].place, f"“{term.word}”采用填报数，没有写“理由”", "加上“理由: 为什么不用算出的数”")
    return replace(quantity, stated=stated, adopt=adopt, reason=reason)


def _read_scalar(term: Term, node: Scalar, report: Report) -> Quantity:
    text = node.text.strip()
    blank = Quantity(node.place, unit=term.unit)
    if not text:
        return blank
    for state in (State.NONE, State.DASH, State.DOTS):
        if text == state.value:
            return replace(blank, state=state)
    if found := _REFERENCE.fullmatch(text):
        return replace(blank, reference=found[1].strip())
    amount = read_amount(text)
    if amount is None:
        if term.kind is Kind.VALUE:
            return replace(blank, text=text)
        report(*_unreadable(term, text, node.place))
        return replace(blank, state=State.UNREAD)
    if term.kind is not Kind.VALUE and term.unit and amount.percent != (term.unit == "%"):
        hint = "写成百分数，如 60%" if term.unit == "%" else f"本字段的单位是{term.unit}，去掉 %"
        report("D8", node.place, f"“{term.word}”写的是 {text}", hint)
        return replace(blank, state=State.UNREAD)
    unit = "%" if amount.percent else term.unit
    decimals = max(amount.decimals, term.decimals or 0)
    if term.decimals is not None and decimals > term.decimals:
        report("D4", node.place, f"“{term.word}”写的是 {text}", f"至多写 {term.decimals} 位小数")
    return replace(blank, state=State.GIVEN, value=amount.value, decimals=decimals, unit=unit)


def in_unit(quantity: Quantity, unit: str) -> Quantity:
    """A number that says no unit itself, in the unit of its row; 95 in % is the ratio 0.95."""
    if quantity.value is None or quantity.unit or not unit:
        return quantity
    value = quantity.value / 100 if unit == "%" else quantity.value
    return replace(quantity, value=value, unit=unit)


def _unreadable(term: Term, text: str, place: Place) -> tuple[str, Place, str, str]:
    """The likeliest reason why a text is no number."""
    with_unit = _UNITS.fullmatch(text)
    if with_unit and read_amount(with_unit[1].strip()):
        hint = f"只写 {with_unit[1].strip()}；本字段的单位是{term.unit or '“单位”里写的那个'}"
        if term.unit in YUAN and with_unit[2] != term.unit:
            hint = f"换算成{term.unit}后只写数字，不带“{with_unit[2]}”"
        return "D8", place, f"“{term.word}”写的是“{text}”，数字里带了单位", hint
    if sum(c.isdigit() for c in text) > MOST_DIGITS:
        return "D4", place, f"“{term.word}”的数字超过 {MOST_DIGITS} 位", "检查是否多打了数字"
    if re.fullmatch(r"-?0\d+(\.\d+)?%?", text, re.ASCII):
        return "D4", place, f"“{term.word}”写的是“{text}”，前面多了 0", "去掉开头的 0"
    return "D4", place, f"“{term.word}”应是数字，写的是“{text}”", "只用半角数字和小数点，如 12.5；没有就留空或写“无”"
