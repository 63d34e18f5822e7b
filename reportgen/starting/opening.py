"""Last year's closing balance → data whose 结转结余.年初 opens with it."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.source import node as nodes
from reportgen.source.node import Entry
from reportgen.starting.yaml_text import scalar

_OPENING = ("资金", "结转结余", "年初")


def with_opening(root: nodes.Mapping, amount: str) -> nodes.Mapping:
    """Data that opens with an amount, in 万元."""
    return _put(root, _OPENING, amount)


def _put(group: nodes.Mapping, path: Sequence[str], text: str) -> nodes.Mapping:
    word, below = path[0], path[1:]
    there = group.find(word)
    inner = there.value if there and isinstance(there.value, nodes.Mapping) else nodes.Mapping((), group.place)
    entry = Entry(there.key if there else scalar(word), _put(inner, below, text) if below else scalar(text))
    rest = tuple(entry if one is there else one for one in group)
    return nodes.Mapping(rest if there else (*rest, entry), group.place)
