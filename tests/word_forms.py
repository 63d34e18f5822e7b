"""Word forms drawn in the manual as lines of text → DOCX, in the styles of the forms that `formats new` lays out.

A line is a paragraph; lines that begin with | are the rows of a table. A cell that holds < belongs to the one on its
left, one that holds ^ to the one above; ⏎ begins a new paragraph.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from reports import ROOT

SEED = ROOT / "templates" / "_通用" / "新格式" / "项目支出绩效自评表.docx"
WIDTH = 9200  # of a table, in twentieths of a point
LEFT, ABOVE, NEW_LINE = "<", "^", "⏎"
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in SIDES)


def write_form(path: Path, text: str) -> None:
    """A form in Word."""
    document = docx.Document(str(SEED))
    body = document.element.body
    for element in [one for one in body if one.tag != qn("w:sectPr")]:
        body.remove(element)
    titled = False
    for is_table, lines in groupby(text.splitlines(), lambda line: line.startswith("|")):
        if is_table:
            body.insert(len(body) - 1, _table([_cells(line) for line in lines]))
            continue
        for line in (line for line in lines if line):
            body.insert(len(body) - 1, parse_xml(_paragraph(line, _style(line, titled), nsdecls("w"))))
            titled = True
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))


def replace_in_form(path: Path, old: str, new: str) -> bool:
    """Put another text in the place of the only one of these words in a form."""
    document = docx.Document(str(path))
    found = [text for text in document.element.iter(qn("w:t")) if old in (text.text or "")]
    for text in found:
        text.text = text.text.replace(old, new)
    document.save(str(path))
    return len(found) == 1


def _cells(line: str) -> list[str]:
    bare = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", bare)]


def _table(rows: list[list[str]]) -> Any:
    count = len(rows[0])
    assert all(len(row) == count for row in rows), "每行的格数要相同"
    grid = "".join(f'<w:gridCol w:w="{WIDTH // count}"/>' for _ in range(count))
    made = "".join(_row(rows, number) for number in range(len(rows)))
    width = f'<w:tblW w:w="{WIDTH // count * count}" w:type="dxa"/><w:jc w:val="center"/>'
    drawn = f'{width}<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    head = f"<w:tblPr>{drawn}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    return parse_xml(f"<w:tbl {nsdecls('w')}>{head}{made}</w:tbl>")


def _row(rows: list[list[str]], number: int) -> str:
    row, cells = rows[number], ""
    width = WIDTH // len(row)
    starts = [at for at, text in enumerate(row) if text != LEFT]
    for at, after in zip(starts, [*starts[1:], len(row)], strict=True):
        below = number + 1 < len(rows) and rows[number + 1][at] == ABOVE
        merge = "<w:vMerge/>" if row[at] == ABOVE else '<w:vMerge w:val="restart"/>' if below else ""
        span = f'<w:gridSpan w:val="{after - at}"/>' if after - at > 1 else ""
        size = f'<w:tcW w:w="{width * (after - at)}" w:type="dxa"/>'
        properties = f'<w:tcPr>{size}{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        lines = [""] if row[at] == ABOVE else row[at].split(NEW_LINE)
        cells += f"<w:tc>{properties}{''.join(_paragraph(line.strip(), 'CellCenter') for line in lines)}</w:tc>"
    return f"<w:tr>{cells}</w:tr>"


def _style(line: str, titled: bool) -> str:
    """Of a paragraph outside tables: the title first, the year in brackets below it, other lines to the left."""
    return "FormTitle" if not titled else "FormYear" if line.startswith("（") else "CellLeft"


def _paragraph(text: str, style: str, namespace: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p {namespace}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'
