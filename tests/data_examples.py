"""What is typed in the data and what is printed for it, as the manual's tables show it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from cases import derived

from reportgen.figures.figure import Figure

STATES = (
    ("", "没有填"),
    ("0", "有这一项，是零"),
    ("无", "没有这一项"),
    ("—", "这一格不适用"),
    ("……", "省略"),
)
DATA = """\
资金:
  收入: {拨款: 40.5}
  支出: {基本支出: {经济分类: {人员经费: 560, 公用经费: 90}}}
事实:
  培训人次: {值: 1200, 单位: 人次, 限定: 余}
项目:
  - {名称: 甲项目, 年初预算数: 50, 全年执行数: 45}
  - {名称: 乙项目, 年初预算数: 60, 全年执行数: 60}
  - {名称: 丙项目, 年初预算数: 80, 全年执行数: 75.5}
"""
REFERENCES = (
    "基本支出【支出.基本支出.合计】",
    "执行率【项目.甲项目.执行率】",
    "共【支出.基本支出.合计|数】万元",
    "【项目.个数|汉字】个项目",
    "培训【培训人次】",
)


def states() -> list[tuple[str, ...]]:
    """Each way to leave a number out: what it means, and how it is printed in a sentence and in a table."""
    rows: list[tuple[str, ...]] = []
    for typed, meaning in STATES:
        with TemporaryDirectory() as folder:
            root, problems = derived(Path(folder), f"资金: {{收入: {{甲: {typed}, 乙: 12.5}}}}\n")
        assert problems == ()
        figure = root.at_path("收入.甲")
        assert isinstance(figure, Figure)
        rows.append((f"`{typed}`" if typed else "（空着）", meaning, str(figure) or "空白", figure.number or "空白"))
    return rows


def references() -> list[tuple[str, ...]]:
    """Sentences with references, and how they are printed."""
    with TemporaryDirectory() as folder:
        told = "".join(f"  句{number}: {text}\n" for number, text in enumerate(REFERENCES))
        root, problems = derived(Path(folder), f"{DATA}叙述:\n{told}")
    assert problems == (), problems
    rows: list[tuple[str, ...]] = []
    for number, text in enumerate(REFERENCES):
        paragraphs = root.at_path(f"叙述.句{number}")
        assert isinstance(paragraphs, tuple)
        [paragraph] = paragraphs
        rows.append((f"`{text}`", str(paragraph)))
    return rows
