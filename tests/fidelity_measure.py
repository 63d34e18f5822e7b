"""Two PDFs of one document -> how alike they are: text, pages, straight lines in place, ink."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

DPI = 100
MILLIMETRE = 72 / 25.4
_DARK = 160
_THICKEST, _SHORTEST = 4.0, 12.0  # points: what is a line
_MOST_SHIFT = 25
# PDFium writes a hyphen at a line's end as one of these, and a bracket of right-to-left text as it looks.
_ALIKE = str.maketrans(dict.fromkeys("\x02\ufffe\u2010\u2011", "-") | {")": "("})
_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two PDFs are; shares are between 0 and 1, None where neither has anything to compare."""

    pages: tuple[int, int]
    text: float
    rules: float | None
    ink: float
    ink_shifted: float  # after the one vertical shift of each page that suits best


def letters(text: str) -> Counter[str]:
    """A text as a bag of characters, without what has no shape or only another one."""
    plain = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    return Counter(_INVISIBLE.sub("", plain).casefold())


def pdf_text(pdf: Path) -> str:
    """The text of all pages."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def share(a: Counter[str], b: Counter[str]) -> float:
    """How much two bags have in common."""
    size = a.total() + b.total()
    return 2 * (a & b).total() / size if size else 1.0


def compare(ours: Path, theirs: Path) -> Likeness:
    """How alike two PDFs are; a page that only one of them has is alike in nothing."""
    pairs = list(zip_longest(pictures(ours), pictures(theirs)))
    inks = [_ink_of_pages(a, b) if a is not None and b is not None else (0.0, 0.0) for a, b in pairs]
    return Likeness(
        pages=(sum(a is not None for a, _ in pairs), sum(b is not None for _, b in pairs)),
        text=share(letters(pdf_text(ours)), letters(pdf_text(theirs))),
        rules=_rules_in_place(ours, theirs),
        ink=sum(ink for ink, _ in inks) / len(inks),
        ink_shifted=sum(shifted for _, shifted in inks) / len(inks),
    )


def _rules_in_place(ours: Path, theirs: Path) -> float | None:
    with closing(pypdfium2.PdfDocument(ours)) as a, closing(pypdfium2.PdfDocument(theirs)) as b:
        pairs = list(zip_longest(map(rules, a), map(rules, b), fillvalue=[]))
    size = sum(_length(one) + _length(other) for one, other in pairs)
    return sum(_in_place(one, other) + _in_place(other, one) for one, other in pairs) / size if size else None


def pictures(pdf: Path, dpi: int = DPI) -> Iterator[Image.Image]:
    """The pages in shades of grey."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            yield page.render(scale=dpi / 72).to_pil().convert("L")


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line of a page in points: where it lies, from where to where it goes."""

    horizontal: bool
    at: float
    start: float
    end: float


def rules(page: pypdfium2.PdfPage) -> list[Rule]:
    """The straight lines of a page, whether drawn as a line, as a narrow area or as the outline of an area."""
    found: list[Rule] = []
    for item in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_PATH,), max_depth=5):
        left, bottom, right, top = item.get_bounds()
        if top - bottom < _THICKEST and right - left > _SHORTEST:
            found.append(Rule(True, (top + bottom) / 2, left, right))
        elif right - left < _THICKEST and top - bottom > _SHORTEST:
            found.append(Rule(False, (left + right) / 2, bottom, top))
    return found


def _in_place(a: Sequence[Rule], b: Sequence[Rule]) -> float:
    """The length of the first page's lines that lie within a millimetre of the second's."""
    covered = 0.0
    for rule in a:
        near = (o for o in b if o.horizontal is rule.horizontal and abs(o.at - rule.at) <= MILLIMETRE)
        reach = rule.start
        for start, end in sorted((o.start - MILLIMETRE, o.end + MILLIMETRE) for o in near):
            begin, stop = max(start, reach), min(end, rule.end)
            if stop > begin:
                covered += stop - begin
                reach = stop
    return covered


def _length(found: Sequence[Rule]) -> float:
    return sum(rule.end - rule.start for rule in found)


def _ink_of_pages(a: Image.Image, b: Image.Image) -> tuple[float, float]:
    size = max(a.width, b.width), max(a.height, b.height)
    dark_a, dark_b = _dark(a, size), _dark(b, size)
    plain = _ink(dark_a, dark_b)
    shift = _best_shift(dark_a, dark_b)
    return plain, max(plain, _ink(dark_a, ImageChops.offset(dark_b, 0, shift))) if shift else plain


def _dark(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    sheet = Image.new("L", size, 0)
    sheet.paste(picture.point(lambda shade: 255 if shade < _DARK else 0))
    return sheet


def _ink(a: Image.Image, b: Image.Image) -> float:
    """Share of the dark pixels of each page that have one of the other within three pixels."""
    amount_a, amount_b = _amount(a), _amount(b)
    if not amount_a or not amount_b:
        return float(amount_a == amount_b)
    spread = ImageFilter.MaxFilter(7)
    covered_a = _amount(ImageChops.darker(a, b.filter(spread))) / amount_a
    covered_b = _amount(ImageChops.darker(b, a.filter(spread))) / amount_b
    return 2 * covered_a * covered_b / (covered_a + covered_b) if covered_a + covered_b else 0.0


def _amount(picture: Image.Image) -> int:
    return picture.histogram()[255]


def _best_shift(a: Image.Image, b: Image.Image) -> int:
    """By how many pixels the second page has to go down to lie best under the first."""
    rows_a, rows_b = (list(picture.resize((1, picture.height), Image.Resampling.BOX).tobytes()) for picture in (a, b))

    def overlap(shift: int) -> int:
        lower, upper = (rows_a[shift:], rows_b) if shift >= 0 else (rows_a, rows_b[-shift:])
        return sum(x * y for x, y in zip(lower, upper, strict=False))

    return max(range(-_MOST_SHIFT, _MOST_SHIFT + 1), key=lambda shift: (overlap(shift), -abs(shift)))
