"""Faces that the PDF cannot have, and Chinese characters for which no Chinese face is given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from lxml import etree

from reportgen.lint.template import Check, Finding, Paragraph, Template
from reportgen.ooxml.markup import Element, attribute, child, tag, value
from reportgen.ooxml.places import text_of
from reportgen.ooxml.theme import read_theme
from reportgen.problem import Level

LATIN, CHINESE = "ascii", "eastAsia"
_LATIN_FACES: Final = (
    "Arial", "Arial Narrow", "Calibri", "Calibri Light", "Cambria", "Cambria Math", "Courier New", "Helvetica", "Times",
    "Tahoma", "Verdana", "Segoe UI", "Symbol", "Wingdings", "Wingdings 2", "Wingdings 3",
)  # fmt: skip
_CHARACTERS: Final = {
    CHINESE: re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"),
    LATIN: re.compile(r"[0-9A-Za-z]"),
}
_INSTEAD: Final = "改用 仿宋_GB2312、楷体_GB2312、黑体、方正小标宋简体、宋体（西文 Times New Roman）"


@cache
def known_faces() -> frozenset[str]:
    """The faces that the bundled fonts.conf knows, in small letters, and what every system has for Latin letters."""
    root = etree.fromstring((files("reportgen") / "fonts" / "fonts.conf").read_bytes())
    named = (one.text or "" for one in root.iter("family"))
    return frozenset(name.casefold() for name in (*named, *_LATIN_FACES))


def faces_are_known(template: Template) -> Iterator[Finding]:
    """T33：用的字体 PDF 里有。

    级别：提示性
    依据：本机没有的字体会换成别的字体，Word 和 PDF 不一样
    例：PDF 里没有字体“华康俪金黑”（2 处），会换成别的字体
    """
    used: dict[str, list[Paragraph]] = {}
    for paragraph, faces in _faces(template):
        for face in faces.values():
            if face and face.casefold() not in known_faces():
                used.setdefault(face, []).append(paragraph)
    for face, paragraphs in used.items():
        message = f"PDF 里没有字体“{face}”（{len(paragraphs)} 处），会换成别的字体"
        yield paragraphs[0].finding("T33", Level.HINT, message, _INSTEAD)


def chinese_faces_are_given(template: Template) -> Iterator[Finding]:
    """T34：有中文的字指定了中文字体。

    级别：提示性
    依据：只设了西文字体的中文，Word、WPS 和 PDF 各用各的字体
    例：中文只设了西文字体“Times New Roman”（3 处）
    """
    lacking: dict[str, list[Paragraph]] = {}
    for paragraph, faces in _faces(template):
        if not faces.get(CHINESE, "-") and faces[LATIN]:
            lacking.setdefault(faces[LATIN], []).append(paragraph)
    for face, paragraphs in lacking.items():
        message = f"中文只设了西文字体“{face}”（{len(paragraphs)} 处）"
        hint = "选中这些字，在“字体－中文字体”里指定，如 仿宋_GB2312"
        yield paragraphs[0].finding("T34", Level.HINT, message, hint)


def _faces(template: Template) -> Iterator[tuple[Paragraph, Mapping[str, str]]]:
    """The faces that each run needs: of the kinds of characters in it."""
    fonts = _fonts(template)
    for paragraph in template.paragraphs:
        for run in paragraph.element.iter(tag("w:r")):
            text = text_of(run)
            needed = [kind for kind, pattern in _CHARACTERS.items() if pattern.search(text)]
            if needed and next(run.iterancestors(tag("w:p"))) is paragraph.element:
                faces = fonts.of(paragraph.element, run)
                yield paragraph, {kind: face for kind, face in faces.items() if kind in needed or not faces[CHINESE]}


@dataclass(frozen=True, slots=True)
class _Fonts:
    """The style part and theme of a template; `chains` keeps the faces of styles that were asked for."""

    styles: Mapping[str, Element]
    defaults: Mapping[str, str]
    base: Mapping[str, str]
    theme: Mapping[str, str]
    chains: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, paragraph: Element, run: Element) -> Mapping[str, str]:
        """The faces of a run: of its table's, its paragraph's and its own style, and what it is given directly."""
        table = next(paragraph.iterancestors(tag("w:tbl")), None)
        own = child(run, "w:rPr")
        named = (
            value(child(table, "w:tblPr"), "w:tblStyle") if table is not None else "",
            value(child(paragraph, "w:pPr"), "w:pStyle") or self.defaults.get("paragraph", ""),
            value(own, "w:rStyle"),
        )
        found = {LATIN: "", CHINESE: "", **self.base}
        for name in named:
            found.update(self.style(name))
        return {**found, **self.given(own)}

    def style(self, name: str, seen: tuple[str, ...] = ()) -> Mapping[str, str]:
        """The faces of a style over those of the styles it is based on."""
        if name not in self.styles or name in seen:
            return {}
        if name not in self.chains:
            style = self.styles[name]
            under = self.style(value(style, "w:basedOn"), (*seen, name))
            self.chains[name] = {**under, **self.given(child(style, "w:rPr"))}
        return self.chains[name]

    def given(self, properties: Element | None) -> Mapping[str, str]:
        """The faces that run properties name; a theme's wins over a named one, as in Word."""
        fonts = child(properties, "w:rFonts")
        faces = {}
        for kind in (LATIN, CHINESE):
            themed = attribute(fonts, f"w:{kind}Theme")
            face = self.theme.get(themed, "") if themed else attribute(fonts, f"w:{kind}")
            if face:
                faces[kind] = face
        return faces


def _fonts(template: Template) -> _Fonts:
    styles, theme = template.part_of("styles"), template.part_of("theme")
    faces = read_theme(theme.root if theme else None, "zh-CN")
    if styles is None:
        return _Fonts({}, {}, {}, faces)
    listed = {attribute(one, "w:styleId"): one for one in styles.root.iterchildren(tag("w:style"))}
    defaults = {
        attribute(one, "w:type"): name for name, one in listed.items() if attribute(one, "w:default") in ("1", "true")
    }
    run = child(child(child(styles.root, "w:docDefaults"), "w:rPrDefault"), "w:rPr")
    return _Fonts(listed, defaults, _Fonts({}, {}, {}, faces).given(run), faces)


CHECKS: Final[tuple[Check, ...]] = (faces_are_known, chinese_faces_are_given)
