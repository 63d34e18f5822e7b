"""Which fonts show a face: the fontconfig file in force, CSS stacks, heights, widths, missing characters."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final
from unicodedata import category
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont
from PIL.ImageFont import FreeTypeFont, truetype

from reportgen.problem import Level, Operand, Place, Problem
from reportgen.typeset import fontconfig, scripts, tree

# Line height ÷ size of the faces as Word has them: a stand-in with other metrics must not move the lines.
_SONG_LINE: Final = 1.1407
_WORD_LINE: Final = {
    "宋体": _SONG_LINE,
    "SimSun": _SONG_LINE,
    "新宋体": _SONG_LINE,
    "仿宋": _SONG_LINE,
    "FangSong": _SONG_LINE,
    "仿宋_GB2312": _SONG_LINE,
    "楷体": _SONG_LINE,
    "KaiTi": _SONG_LINE,
    "楷体_GB2312": _SONG_LINE,
    "黑体": _SONG_LINE,
    "SimHei": _SONG_LINE,
    "方正小标宋简体": _SONG_LINE,
    "方正小标宋_GBK": _SONG_LINE,
    "微软雅黑": 1.3198,
    "Microsoft YaHei": 1.3198,
    "Times New Roman": 1.1499,
    "Arial": 1.1499,
    "Calibri": 1.2207,
    "Cambria": 1.1724,
}
_SANS: Final = frozenset(
    (
        "黑体",
        "SimHei",
        "华文黑体",
        "方正黑体_GBK",
        "微软雅黑",
        "Microsoft YaHei",
        "等线",
        "DengXian",
        "Arial",
        "Calibri",
    )
) | {"Calibri Light", "Aptos", "Aptos Display", "Helvetica", "Verdana", "Tahoma", "Segoe UI"}
_AROUND: Final = 8  # characters told on either side of a missing one
_MEASURED: Final = 100  # pixels of the size at which characters are measured
_INVISIBLE: Final = frozenset("\t\n\r\u00ad\u200b\u200c\u200d\u2060\ufeff")


def use_fonts() -> None:
    """Point fontconfig to the bundled fonts and names; call it before weasyprint is imported.

    The user's REPORTGEN_FONTCONFIG wins. The file is written (atomically, named by its content) because only it can
    name the bundled folder: `prefix="relative"` needs a fontconfig newer than many systems have.
    """
    own = os.environ.get("REPORTGEN_FONTCONFIG")
    os.environ["FONTCONFIG_FILE"] = own or str(_written_configuration())


def families(face: str, other: str = "") -> tuple[str, ...]:
    """The faces asked for, best first: the face, the run's other face, a generic one."""
    generic = "sans-serif" if face in _SANS else "serif"
    return tuple(dict.fromkeys(name for name in (face, other, generic) if name))


def stack(face: str, other: str = "") -> str:
    """A CSS font-family value."""
    *named, generic = families(face, other)
    quoted = ('"' + name.replace("\\", "").replace('"', "") + '"' for name in named)
    return ",".join((*quoted, generic))


def face_file(face: str, bold: bool = False) -> tuple[str, int] | None:
    """The font file, and the font's index in it, that shows a face."""
    found = fontconfig.match(families(face), bold)
    return (found.path, found.index) if found else None


def lacks_bold(face: str) -> bool:
    """Whether a bold face would be shown by a regular font: the PDF must thicken it."""
    found = fontconfig.match((face,), True)
    return found is not None and found.synthetic_bold


def lacks_italic(face: str) -> bool:
    """Whether an italic face would be shown by an upright font: the PDF must slant it."""
    found = fontconfig.match((face,), italic=True)
    return found is not None and found.synthetic_italic


@cache
def line_height(face: str, bold: bool = False) -> float:
    """Height of a single-spaced line ÷ font size: Word's own number where it is known, else the font's."""
    if face in _WORD_LINE:
        return _WORD_LINE[face]
    found = face_file(face, bold)
    if found is None:
        return 1.2
    with TTFont(found[0], fontNumber=found[1], lazy=True) as font:
        height = font["hhea"].ascent - font["hhea"].descent + font["hhea"].lineGap
        ratio: float = height / font["head"].unitsPerEm
        return ratio


def text_width(text: str, face: str, size: float, bold: bool = False) -> float:
    """Width of a line of text in points."""
    font = _measuring_font(face, bold)
    return font.getlength(text) * size / _MEASURED if font else len(text) * size / 2


@cache
def bearings(character: str, face: str, bold: bool = False) -> tuple[float, float]:
    """The blank left and right of a character's ink, in ems."""
    font = _measuring_font(face, bold)
    if font is None:
        return 0.0, 0.0
    mask, (start, _) = font.getmask2(character)
    left, _, right, _ = mask.getbbox() or (0, 0, 0, 0)
    return (start + left) / _MEASURED, (font.getlength(character) - start - right) / _MEASURED


def missing_glyphs(document: tree.Document, name: str = "") -> tuple[Problem, ...]:
    """Characters that no installed font can show, each once a paragraph."""
    found: dict[tuple[str, str], Problem] = {}
    for paragraph in paragraphs(document):
        for text in texts(paragraph.inlines):
            for character in set(text.text) - _INVISIBLE:
                if (paragraph.where, character) not in found and not _shown(character, text.style):
                    whole = "".join(text.text for text in texts(paragraph.inlines))
                    place = Place(name, within=paragraph.where)
                    found[paragraph.where, character] = _missing(character, _excerpts(character, whole), place)
    return tuple(found.values())


def _excerpts(character: str, text: str) -> Iterator[str]:
    """The words around each place a character stands at, which is in their middle."""
    padded = f"{' ' * _AROUND}{text}{' ' * _AROUND}"
    return (padded[at : at + 2 * _AROUND + 1] for at, one in enumerate(text) if one == character)


def paragraphs(document: tree.Document) -> Iterator[tree.Paragraph]:
    """Every paragraph, those of headers, footers, cells and notes too."""
    for section in document.sections:
        for blocks in (*section.headers.values(), section.blocks, *section.footers.values()):
            yield from _within(blocks)


def texts(inlines: tuple[tree.Inline, ...]) -> Iterator[tree.Text]:
    """Every text of a paragraph, those of its links too, but not its notes'."""
    for inline in inlines:
        if isinstance(inline, tree.Text):
            yield inline
        elif isinstance(inline, tree.Link):
            yield from texts(inline.inlines)


def _within(blocks: tuple[tree.Block, ...]) -> Iterator[tree.Paragraph]:
    for block in blocks:
        if isinstance(block, tree.Paragraph):
            yield block
            for inline in block.inlines:
                if isinstance(inline, tree.Note):
                    yield from _within(inline.blocks)
                elif isinstance(inline, tree.Floating) and isinstance(inline.content, tuple):
                    yield from _within(inline.content)
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _within(cell.blocks)


@cache
def _shown(character: str, style: tree.RunStyle) -> bool:
    if category(character) == "Co":
        return False  # for private use: what a face shows there is its own
    [(_, east_asian)] = scripts.split(character, style.hint_east_asian)
    face, other = (style.east_asian, style.latin) if east_asian else (style.latin, style.east_asian)
    return fontconfig.coverage(families(face, other), style.bold)(character)


def _missing(character: str, excerpts: Iterable[str], place: Place) -> Problem:
    message = f"字符“{character}”（U+{ord(character):04X}）没有任何已安装字体能显示，PDF 中将是空框"
    hint = "换用常用字，或安装含有该字的字体"
    operands = tuple(dict.fromkeys(Operand(character, excerpt) for excerpt in excerpts))
    return Problem("G3", Level.ERROR, place, message, hint, operands)


@cache
def _measuring_font(face: str, bold: bool) -> FreeTypeFont | None:
    found = face_file(face, bold)
    return truetype(found[0], _MEASURED, index=found[1]) if found else None


def _written_configuration() -> Path:
    bundled = Path(str(files("reportgen") / "fonts"))
    folder = _cache_folder()
    windows = "<dir>WINDOWSFONTDIR</dir>" if sys.platform == "win32" else ""
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>'
        f"<dir>{escape(str(bundled))}</dir>{windows}<include>{escape(str(bundled / 'fonts.conf'))}</include>"
        f"<cachedir>{escape(str(folder / 'fontconfig'))}</cachedir></fontconfig>\n"
    ).encode()
    path = folder / f"fonts-{sha256(content).hexdigest()[:12]}.conf"
    if not path.exists():
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
            part.write(content)
        Path(part.name).replace(path)
    return path


@cache
def _cache_folder() -> Path:
    """A folder only this user writes: the customary cache folder, else a new temporary one."""
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA", "")
    else:
        home = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    if Path(home).is_absolute():
        folder = Path(home) / "reportgen"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            pass  # a home that cannot be written to
        else:
            if os.access(folder, os.W_OK):
                return folder
    return Path(tempfile.mkdtemp(prefix="reportgen-"))
