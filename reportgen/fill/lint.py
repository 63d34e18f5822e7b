"""What is wrong with a Word template before it is filled, and what may not be in a filled one."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from lxml import etree

from reportgen.fill.merges import Element, W
from reportgen.fill.places import place_within, text_of
from reportgen.problem import Level, Place, Problem

MOST_PARTS, MOST_BYTES = 500, 64 * 1024 * 1024
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_OPEN, _CLOSE = re.compile(r"\{[{%#]"), re.compile(r"[}%#]\}")
_WHOLE = re.compile(r"\{%(p|tr|tc|r)\s[^%]*%\}|\{\{(p|tr|tc|r)\s[^}]*\}\}")
_BLOCK = re.compile(r"\{%[-+]?\s*(?:(?:p|tr|tc|r)\s+)?(end|)(if|for)\b[^%]*%\}")
_ENGINE = re.compile(r"\{%\s*(?:cellbg|colspan|vm|hm)\b[^%]*%\}")  # it drops them, or a cell's text, in silence
_RENDERED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")


def problems(template: Path) -> tuple[Problem, ...]:
    """Mistakes that the engine would pass over in silence, each with its paragraph or cell."""
    return _problems(str(template), template.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _problems(template: str, _changed: int) -> tuple[Problem, ...]:
    try:
        found = parts(Path(template).read_bytes())
    except (zipfile.BadZipFile, etree.XMLSyntaxError, ValueError) as error:
        why = error if type(error) is ValueError else "不是 Word（.docx）文件"
        return (Problem("T5", Level.ERROR, Place(template), f"模板打不开：{why}", "用 Word 或 WPS 另存为 .docx"),)
    return tuple(
        Problem("T5", Level.ERROR, Place(template, within=within), message, hint)
        for root in found.values()
        for within, message, hint in _mistakes(root)
    )


def parts(content: bytes) -> dict[str, Element]:
    """The parts that are rendered, parsed safely, the package being of bearable size."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
        if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > MOST_BYTES:
            raise ValueError("文件包太大")
        if not {"[Content_Types].xml", "word/document.xml"} <= set(package.namelist()):
            raise ValueError("不是 Word（.docx）文件")
        found = {e.filename: package.read(e) for e in entries if _RENDERED.fullmatch(e.filename)}
    if any(b"<!DOCTYPE" in data for data in found.values()):
        raise ValueError("含有 DOCTYPE")
    return {name: etree.fromstring(data, _SAFE) for name, data in sorted(found.items())}


def _mistakes(root: Element) -> Iterator[tuple[str, str, str]]:
    for paragraph in root.iter(f"{W}p"):
        text = text_of(paragraph)
        if len(_OPEN.findall(text)) != len(_CLOSE.findall(text)):
            yield (
                place_within(paragraph),
                f"标签的括号不成对：{text[:40]}",
                "一个标签写在一个段落里，{{ 与 }}、{% 与 %} 成对",
            )
        for found in _ENGINE.finditer(text):
            yield place_within(paragraph), f"模板里不能用 {found[0]}", "合并用 |vmerge；列数和底纹在 Word 或 WPS 里设"
        for found in _WHOLE.finditer(text):
            kind = found[1] or found[2]
            yield from _beside(paragraph, found[0], kind)
    yield from _unclosed(root)
    yield from hollow_parts(root)


def _unclosed(root: Element) -> Iterator[tuple[str, str, str]]:
    """Blocks that are opened and never closed: the engine tells of them at the end of the file."""
    opened: list[tuple[str, Element, str]] = []
    for paragraph in root.iter(f"{W}p"):
        for found in _BLOCK.finditer(text_of(paragraph)):
            if not found[1]:
                opened.append((found[2], paragraph, found[0]))
            elif opened and opened[-1][0] == found[2]:
                opened.pop()
            else:
                return  # an end too many, which the engine tells in its place
    for word, paragraph, tag in opened:
        yield place_within(paragraph), f"标签 {tag} 没有 end{word}", f"在它管的内容之后加上 end{word} 标签"


def _beside(paragraph: Element, tag: str, kind: str) -> Iterator[tuple[str, str, str]]:
    """Text beside a tag that stands for its whole paragraph, cell or row: the engine drops it."""
    around = {"p": paragraph, "r": None}.get(kind, next(paragraph.iterancestors(f"{W}{kind}"), None))
    if kind in ("tr", "tc") and around is None:
        yield place_within(paragraph), f"{tag} 要放在表格里", "段落用 {%p … %}"
    elif around is not None and (rest := text_of(around).replace(tag, "").strip()):
        name = {"p": "段", "tc": "格", "tr": "行"}[kind]
        hint = f"{tag} 独占一{name}，其余文字移到别处"
        yield place_within(paragraph), f"{tag} 会盖掉同一{name}里的“{rest[:20]}”", hint


def hollow_parts(root: Element) -> Iterator[tuple[str, str, str]]:
    """Tables without rows, rows without cells: Word calls such a file damaged."""
    for table in root.iter(f"{W}tbl"):
        if table.find(f"{W}tr") is None:
            yield "", "有一张没有行的表格", "循环之外至少留一行，或整张表用 {%p if … %} 包起来"
    for row in root.iter(f"{W}tr"):
        if row.find(f"{W}tc") is None and row.find(f"{W}sdt") is None:
            yield "", "有一行没有单元格", "检查 {%tc … %} 的循环"


def all_text(content: bytes) -> str:
    """All text of a DOCX: body, headers, footers and notes, content controls included."""
    return "".join(text_of(root) for root in parts(content).values())
