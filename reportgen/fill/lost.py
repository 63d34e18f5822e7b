"""Values that were put in but are not in the file: a last guard against silent loss."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from markupsafe import escape

from reportgen.fill.environment import KEY, MARK

NUMBER = "reportgen-paragraph"  # an attribute that tells a template's paragraphs apart while it is rendered
_NUMBERED = re.compile(rf'{NUMBER}="(\d+)"')
_TEXT = re.compile(r"<w:t[ >][^<]*")
_SPACE = re.compile(r"\s+")


def lost(printed: Iterable[str], text: str) -> Iterator[str]:
    """The printed values that a text has less often than they were printed."""
    text = _SPACE.sub("", text)
    counted = Counter(_SPACE.sub("", one) for one in printed if MARK not in one and KEY not in one)
    yield from sorted(value for value, times in counted.items() if value and text.count(value) < times)


def paragraph_with(value: str, rendered: Mapping[str, str]) -> tuple[str, int]:
    """The part and the number of the template's paragraph that printed a value: one where it is no visible text."""
    sought = _SPACE.sub("", str(escape(value)))
    found: list[tuple[bool, str, int]] = []
    for part, xml in rendered.items():
        _, *pieces = _NUMBERED.split(xml)  # number, what follows, number, what follows …
        for number, piece in zip(pieces[::2], pieces[1::2], strict=True):
            if sought in _SPACE.sub("", piece):
                found.append((sought in _SPACE.sub("", "".join(_TEXT.findall(piece))), part, int(number)))
    _, part, number = min(found, key=lambda one: one[0], default=(True, next(iter(rendered)), 0))
    return part, number
