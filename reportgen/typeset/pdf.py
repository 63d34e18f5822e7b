"""Document tree -> PDF bytes with WeasyPrint, offline, deterministic, and with every warning made a problem."""

from __future__ import annotations

import gc
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from types import ModuleType
from typing import Any, Final

from reportgen.problem import Level, Place, Problem
from reportgen.typeset import fonts
from reportgen.typeset.archive import VARIANT, Enclosure, clickable, finish, levelled
from reportgen.typeset.html import write_html
from reportgen.typeset.linking import by_full_name
from reportgen.typeset.tables_html import table_problems
from reportgen.typeset.tree import Block, Document, Table

_OVERFLOW: Final = 1.0  # pt by which content may exceed an exact row before it is called cut off
_PX: Final = 0.75  # points
_OFF_PAGE: Final = "文本框伸出页面之外，其中的文字可能看不见"
_DATA: Final = re.compile(r"""data:[^\s"']*""")
_MESSAGE_LENGTH: Final = 200


def make_pdf(document: Document, name: str, enclosures: Sequence[Enclosure] = ()) -> tuple[bytes, tuple[Problem, ...]]:
    """A document as PDF/A-3a and PDF/UA-1, with what the page could not show and files to embed in it.

    `name` is the file the problems are told of.

    OSError where Pango is not installed.
    """
    engine = load_engine()
    problems = [*fonts.missing_glyphs(document, name)]
    for section in document.sections:
        problems += _table_problems(section.blocks, name)
    with without_garbage_collection(), _captured_log() as log:
        rendered = engine.lay_out(write_html(levelled(document)))
        problems += _misplaced(rendered, name)
        about = rendered.metadata
        clickable(rendered.pages)
        about.title, about.modified = about.title or PurePath(name).stem, about.created
        data = rendered.write_pdf(pdf_variant=VARIANT, finisher=lambda _, pdf: finish(pdf, enclosures))
    problems += [_logged(record, name) for record in log]
    return data, tuple(dict.fromkeys(problems))


def load_engine() -> ModuleType:
    """WeasyPrint as we use it, told of our fonts before it is loaded. OSError where Pango is not installed."""
    fonts.use_fonts()
    with by_full_name():
        from reportgen.typeset import engine
    return engine


def part_pages(volume: Document) -> tuple[tuple[int, ...], int]:
    """The page, from 1, on which each part of a volume begins, and how many pages there are."""
    engine = load_engine()
    with without_garbage_collection(), _captured_log():
        rendered = engine.lay_out(write_html(levelled(volume)))
    return tuple(page + 1 for _, (page, _, _), *_ in rendered.make_bookmark_tree()), len(rendered.pages)


def _misplaced(rendered: Any, name: str) -> Iterator[Problem]:
    """Content that an exact row height cuts off, and text boxes that stand off the paper, wholly or in part."""
    for page in rendered.pages:
        waiting = [page._page_box]
        while waiting:
            box = waiting.pop()
            waiting += reversed(getattr(box, "children", ()))
            if box.element is None or box.element_tag != "div":
                continue
            if (clipped := box.element.get("data-clipped")) is not None:
                yield from _clipped(box, Place(name, within=clipped))
            if (floating := box.element.get("data-floating")) and _off_page(box, page):
                place = Place(name, within=floating)
                yield Problem("G4", Level.ERROR, place, _OFF_PAGE, "在 Word 中把文本框移到页面之内")


def _clipped(row: Any, place: Place) -> Iterator[Problem]:
    bottom = max((child.position_y + child.margin_height() for child in row.children), default=0.0)
    excess = (bottom - row.position_y - row.height) * _PX
    if excess > _OVERFLOW:
        message = f"固定行高只容 {row.height * _PX:.1f} 磅，内容高出 {excess:.1f} 磅，多出的部分不会显示"
        yield Problem("G4", Level.ERROR, place, message, "把该行行高改为“最小值”，或缩短内容")


def _off_page(box: Any, page: Any) -> bool:
    return not (
        box.position_x >= -_OVERFLOW
        and box.position_y >= -_OVERFLOW
        and box.position_x + box.margin_width() <= page.width + _OVERFLOW
        and box.position_y + box.margin_height() <= page.height + _OVERFLOW
    )


def _table_problems(blocks: tuple[Block, ...], name: str) -> Iterator[Problem]:
    for block in blocks:
        if isinstance(block, Table):
            yield from table_problems(block, name)
            for row in block.rows:
                for cell in row.cells:
                    yield from _table_problems(cell.blocks, name)


def _logged(record: logging.LogRecord, name: str) -> Problem:
    """What WeasyPrint says, as a problem: an error is something lost on the page."""
    text = _DATA.sub("data:…", record.getMessage())
    shown = text if len(text) <= _MESSAGE_LENGTH else f"{text[:_MESSAGE_LENGTH]}…"
    lost = record.levelno >= logging.ERROR
    level = Level.ERROR if lost else Level.HINT
    message = f"排版时有内容未能显示：{shown}" if lost else f"排版引擎提示：{shown}"
    return Problem("G4", level, Place(name), message, "检查模板中的图片是否完好" if lost else "")


class _Collector(logging.Handler):
    """Keeps the records of a logger."""

    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self.records = records

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def _captured_log() -> Iterator[list[logging.LogRecord]]:
    """WeasyPrint's warnings and errors, which go nowhere else meanwhile."""
    logger = logging.getLogger("weasyprint")
    records: list[logging.LogRecord] = []
    collector = _Collector(records)
    propagated, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        yield records
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagated


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """A document is millions of objects that live to its end: collecting among them only costs time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
