"""A format → the comment at the head of its data files: how to fill them in."""

from __future__ import annotations

from typing import Final

from reportgen.formats import Format
from reportgen.source.terms import INDICATORS, PROJECTS
from reportgen.starting.rows import scored

_HEAD: Final = """\
# yaml-language-server: $schema=./{schema}
# {title}　格式 {name}
# 一、“字段: 值”一行一个，下级比上级多缩进两个空格；冒号、逗号、引号打成全角的，check 会指出来并给出改法。
# 二、数字只写数字，单位由字段规定，金额一律{money}；没有的留空，或写 无、—。
# 三、正文里不重打数字，用全角方括号引用：全年支出【支出.合计】{facts}。
# 四、{reckoned}由程序算，不用填；以“# ”开头的行是选填，要填就删去“# ”两个字符。
# 五、“（此处写……）”是占位的话，换成自己的；留着，审核时会指出。
# 六、填完运行 reportgen check {file} 逐条改正，再运行 reportgen render {file} 生成 Word 和 PDF。
"""
_FACTS: Final = "；工作量一类的数先写进“事实”再引用"
_RECKONED: Final = {True: "执行率、得分、合计、总分、年末结转", False: "执行率、合计、年末结转"}


def head(format: Format, facts: bool, file: str, schema: str) -> str:
    """The lines above the fields; what is told of facts and scores only where there are some."""
    scores = any(scored(format.profile, (section,)) for section in (PROJECTS, INDICATORS))
    return _HEAD.format(
        schema=schema,
        title=format.title,
        name=format.name,
        file=file,
        money=format.money,
        facts=_FACTS if facts else "",
        reckoned=_RECKONED[scores],
    )


def with_other_money(text: str, before: str, now: str) -> str:
    """A data file whose head says that last year's amounts were of another unit."""
    told = f"# 七、上年的金额填{before}，今年填{now}：照上年的数填的要换算（“上年…”的字段已经换算）。\n"
    first = text.index("\n格式:") + 1
    return text[:first] + told + text[first:]
