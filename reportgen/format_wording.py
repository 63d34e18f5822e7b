"""A format → the words of its files that tell of another year than its name, or of another money than its amounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from reportgen.formats import FILES, Format
from reportgen.lint.template import read_template, text_without_tags
from reportgen.lint.units import FIXED
from reportgen.ooxml.package import PackageError
from reportgen.problem import Level, Operand, Place, Problem
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.node import Node
from reportgen.source.terms import MONEY, YUAN

WordingCheck: TypeAlias = Callable[[Format], Iterator[Problem]]

_HEAD, _FORMULAS = FILES[0], FILES[2]
_TITLED: Final = ("文件", "合订")  # groups of format.yaml whose names and titles are printed
_CALLED: Final = ("名称", "标题", "说明")
_QUOTED: Final = re.compile(
    r"[〔\[［（(][^〕\]］）)]{0,20}[〕\]］）)]\s?\d+号?|《[^》]{0,80}》"
)  # documents of other years
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?=\s?年度|\s?年(?!\s?\d)|$)")
_MOST: Final = 20  # letters of a text that are quoted


def texts_are_of_the_year(format: Format) -> Iterator[Problem]:
    """T54：format.yaml 的名称、说明、标题里的年份，与格式名称（文件夹名）的相同。

    级别：提示性
    依据：照上年的格式复制的，这几处容易漏改；格式列表和生成的文件里都会看见
    例：格式的名称是 某县-自评-2026，还有 2 处写着别的年份
    """
    found = [
        Operand(word, text, place)
        for word, text, place in _texts(format, _HEAD)
        if _of_another_year(word, text, format.year)
    ]
    if format.year and found:
        message = f"格式的名称是 {format.name}，还有 {len(found)} 处写着别的年份"
        yield _told("T54", found, message, f"改成 {format.year}；会随数据变的写【年度】；本来就该写的，不用改")


def _of_another_year(word: str, text: str, year: str) -> bool:
    """Whether what is printed or listed of a format names a year, and not its own."""
    group, _, last = word.rpartition(".")
    if last not in _CALLED or group not in ("", *_TITLED) or (group and last == "说明"):
        return False
    years = _YEAR.findall(_QUOTED.sub("", text))
    return bool(years) and year not in years


def texts_are_of_the_money(format: Format) -> Iterator[Problem]:
    """T53：金额单位不是万元的格式，公式、说明和模板里不再写万元。

    级别：提示性
    依据：金额单位改了以后，表头、注和公式的单位要一起改，不然一份报告里有两种单位
    例：金额单位是元，还有 3 处写着“万元”
    """
    if format.money == MONEY:
        return
    found = [*_converted_formulas(format), *_of_yaml(format), *_of_templates(format)]
    if found:
        message = f"金额单位是{format.money}，还有 {len(found)} 处写着“{MONEY}”"
        hint = f"改成“{format.money}”；表上就是{MONEY}的不用改，模板里的在段末加 {{# {FIXED} #}}"
        yield _told("T53", found, message, hint)


def _converted_formulas(format: Format) -> Iterator[Operand]:
    """Formulas of the format's own that turn amounts into another unit without saying so."""
    factor = str(YUAN[MONEY] // YUAN[format.money])
    for row in format.formulas:
        if row.unit.text == MONEY and _own(row.unit.place, format) and factor not in row.formula.text.replace(",", ""):
            yield Operand(f"运算“{row.name}”", f"单位: {row.unit}", row.unit.place)


def _of_yaml(format: Format) -> Iterator[Operand]:
    for file in (one for one in FILES if one != _FORMULAS):
        for word, text, place in _texts(format, file):
            if MONEY in text and word.rpartition(".")[2] not in ("条件", "要求"):
                yield Operand(word, _short(text, MONEY), place)


def _of_templates(format: Format) -> Iterator[Operand]:
    for name in dict.fromkeys(row.template.text for row in format.documents if row.template):
        path = format.folder / name
        try:
            template = read_template(path)
        except (OSError, PackageError):  # told where it is read
            continue
        for one in template.paragraphs:
            text = text_without_tags(one)
            fixed = any(tag.form == "{#" and tag.inner == FIXED for tag in one.tags)
            if MONEY in text and not fixed:
                yield Operand("模板", _short(text.strip(), MONEY), Place(str(path), within=str(one.where)))


def _texts(format: Format, file: str) -> Iterator[tuple[str, str, Place]]:
    """Every text of a YAML file in the format's folder: the words above it, itself, and its place."""
    path = format.folder / file
    root = load_document(path)[0] if path.is_file() else None
    return _below("", root) if root else iter(())


def _below(word: str, node: Node) -> Iterator[tuple[str, str, Place]]:
    match node:
        case nodes.Scalar():
            yield word, node.text, node.place
        case nodes.Mapping():
            for entry in node:
                yield from _below(f"{word}.{entry.key.text}" if word else entry.key.text, entry.value)
        case nodes.Sequence():
            for item in node:
                yield from _below(word, item)


def _own(place: Place, format: Format) -> bool:
    return place.file == str(format.folder / _FORMULAS)


def _short(text: str, word: str) -> str:
    """A text around a word."""
    at = max(text.index(word) - _MOST // 2, 0)
    shown = text[at : at + _MOST]
    return ("…" if at else "") + shown + ("…" if at + _MOST < len(text) else "")


def _told(code: str, found: Iterable[Operand], message: str, hint: str) -> Problem:
    operands = tuple(found)
    place = operands[0].place or Place("")
    return Problem(code, Level.HINT, place, message, hint, operands)


CHECKS: Final[tuple[WordingCheck, ...]] = (texts_are_of_the_year, texts_are_of_the_money)
