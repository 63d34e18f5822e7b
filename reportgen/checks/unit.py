"""What the unit is called: of one level, one kind of support and one kind everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.checks.case import Case, Check
from reportgen.checks.words import all_words
from reportgen.problem import Level, Problem
from reportgen.source.written import Words

_LEVELS = re.compile(r"(?<![属管下个家有])[一二三]级预算单位|(?<![属管下个家有])基层预算单位")
_SUPPORT = re.compile(r"(?<![属管下个家有])(?:财政)?(?:全额|差额)(?:拨款|预算)|自收自支")
PUBLIC = "事业单位"
_KIND = re.compile(r"(?<!行政)事业单位|行政单位|行政机关|(?:政府|政府组成|政府直属)?工作部门")
_OTHERS = re.compile(r"下属|所属|直属|下辖|下设|内设|主管|管理的|参公|参照|[个家]事业单位|服务|指导|监督|负责")
_SELF = r"[本我](?:单位|部门|局|办|委|中心|所|站|镇|乡)"
_IS = r"[^，。；]{0,6}(?:是|为|系|属于?)[^。；]*"


def unit_is_called_alike(case: Case) -> Iterator[Problem]:
    """P9：单位的预算级次和经费性质，各处说法一致。

    级别：提示性
    依据：前后一致
    例：这里称“二级预算单位”，第 212 行称“一级预算单位”
    """
    for kinds in (_LEVELS, _SUPPORT):
        seen: dict[str, Words] = {}
        for words in all_words((case.submission.unit.nature, case.submission.narrative)):
            for found in kinds.finditer(words.text):
                seen.setdefault(found[0], words)
        if len(seen) > 1:
            (first, at), (other, place) = tuple(seen.items())[:2]
            message = f"这里称“{other}”，第 {at.place.line} 行称“{first}”"
            yield Problem("P9", Level.HINT, place.place, message, "改成同一种说法；说的是下属单位的，写明“下属”")


def unit_is_of_one_kind(case: Case) -> Iterator[Problem]:
    """P9：单位是行政单位还是事业单位，正文与“性质”说法一致。

    级别：提示性
    依据：前后一致
    例：这里称“政府工作部门”，“性质”写的是“事业单位”
    """
    unit = case.submission.unit
    nature = _KIND.search(unit.nature.text)
    if not nature or _OTHERS.search(unit.nature.text):
        return
    names = (re.escape(name.text) for name in (unit.name, unit.short_name) if name)
    own = re.compile(f"(?:{'|'.join((_SELF, *names))}){_IS}")
    for words in all_words(case.submission.narrative):
        for clause in own.finditer(words.text):
            kind = _KIND.search(clause[0])
            if kind and not _OTHERS.search(clause[0]) and (kind[0] == PUBLIC) != (nature[0] == PUBLIC):
                message = f"这里称“{kind[0]}”，“性质”写的是“{nature[0]}”"
                yield Problem("P9", Level.HINT, words.place, message, "改成同一种说法；说的是下属单位的，写明“下属”")


CHECKS: tuple[Check, ...] = (unit_is_called_alike, unit_is_of_one_kind)
