"""The engine and the fonts of this machine → facts, one a line, told from a process that may die on the way.

`doctor` runs it: a library that does not load, or that crashes, ends this process and leaves the facts told before.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path

import docx
from fontTools.ttLib import TTFont

from reportgen.typeset import fontconfig, fonts
from reportgen.typeset.pdf import make_pdf
from reportgen.typeset.read import read_docx

OFFICIAL = ("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体")
SAMPLE = "自检：汉字、R&D <x>、㎡"


def tell() -> None:
    """Say one fact a line, as JSON, as soon as it is known."""
    fonts.use_fonts()
    for face in OFFICIAL:
        found = fontconfig.match(fonts.families(face))
        file = fonts.face_file(face)
        _say(face, [found.family, Path(file[0]).name, _has_chinese(*file)] if found and file else None)

    from weasyprint.text import ffi  # loads Pango: after use_fonts, and after what can be told without

    version = ffi.pango.pango_version()
    _say("pango", f"{version // 10000}.{version // 100 % 100}.{version % 100}")
    _say("subset", ffi.harfbuzz_subset is not None)
    _say("trial", _made())


def _say(name: str, fact: object) -> None:
    sys.stdout.write(json.dumps({name: fact}) + "\n")
    sys.stdout.flush()


def _made() -> list[object]:
    """One tiny report made for real: [size of the DOCX, size of the PDF, what was said of it]."""
    sheet, file = docx.Document(), BytesIO()
    sheet.add_paragraph(SAMPLE)
    sheet.save(file)
    document, problems = read_docx(file.getvalue(), "自检.docx")
    pdf, more = make_pdf(document, "自检.pdf")
    return [len(file.getvalue()), len(pdf), [p.message for p in (*problems, *more) if p.blocks]]


def _has_chinese(path: str, index: int) -> bool:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return bool(ord("汉") in font.getBestCmap())
