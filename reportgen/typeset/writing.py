"""Teaches pydyf to put each object of a PDF into bytes once; it does so again for the file's identifier.

Compressing is most of it, so it is done at zlib's usual level, which is two thirds quicker and half a percent larger.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import Any, Final

import pydyf

from reportgen.typeset.hooks import private

_OF_TEXT: Final = 6
_OF_OUTLINES: Final = 1  # which are packed already: another level makes them a fiftieth smaller in half as long again


@cache
def write_once() -> None:
    """Replace pydyf's compression and let its objects remember their bytes while a file is written, once a process."""
    write = private(pydyf.PDF, "write")
    pydyf._to_bytes = to_bytes = _by_kind(private(pydyf, "_to_bytes"))
    pydyf.Stream.data = property(_compressed(to_bytes))
    for kind in (pydyf.Array, pydyf.Dictionary, pydyf.Stream):
        kind.data = property(_remembered(private(kind, "data").fget))

    def write_frozen(self: Any, *options: Any, **named: Any) -> None:
        for item in self.objects:
            if item.free == "n":
                item.written = item.data
        write(self, *options, **named)

    pydyf.PDF.write = write_frozen


def _by_kind(to_bytes: Any) -> Any:
    """Bytes, text and whole numbers, of which a PDF mostly is, need no questions what they are."""

    def known(item: Any) -> Any:
        kind = type(item)
        if kind is bytes:
            return item
        if kind is str:
            return item.encode("ascii")
        return b"%d" % item if kind is int else to_bytes(item)

    return known


def _compressed(to_bytes: Any) -> Any:
    def data(self: Any) -> bytes:
        content = b"\n".join([item if type(item) is bytes else to_bytes(item) for item in self.stream])
        extra = pydyf.Dictionary(self.extra.copy())
        if self.compress:
            extra["Filter"] = "/FlateDecode"
            font = self.extra.get("Subtype") == "/CIDFontType0C"
            content = zlib.compress(content, _OF_OUTLINES if font else _OF_TEXT)
        extra["Length"] = len(content)
        return b"\n".join((extra.data, b"stream", content, b"endstream"))

    return data


def _remembered(data: Any) -> Any:
    def once(self: Any) -> Any:
        return getattr(self, "written", None) or data(self)

    return once
