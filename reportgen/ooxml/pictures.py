"""The size of a picture, read from the first bytes of its file without decoding it."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from


def pixels(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, BMP or JPEG; None of anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = unpack_from(">II", data, 16)
    elif data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        width, height = unpack_from("<HH", data, 6)
    elif data.startswith(b"BM") and len(data) >= 26:
        width, height = unpack_from("<ii", data, 18)
    else:
        return next(_frames(data), None)
    return width, abs(height)


def _frames(data: bytes) -> Iterator[tuple[int, int]]:
    """The sizes that the frame headers of a JPEG tell."""
    at = 2 if data.startswith(b"\xff\xd8") else len(data)
    while at + 9 <= len(data) and data[at] == 0xFF:
        kind, length = unpack_from(">BH", data, at + 1)
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = unpack_from(">HH", data, at + 5)
            yield width, height
        at += 2 + length
