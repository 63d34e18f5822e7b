"""w:drawing to a Picture; every other drawing is noted as lost."""

from __future__ import annotations

import io
from typing import TypeAlias

from PIL import Image, UnidentifiedImageError

from reportgen.ooxml.markup import Element, attribute, child, inside, name_of
from reportgen.ooxml.pictures import pixels
from reportgen.typeset import findings
from reportgen.typeset.properties import integer
from reportgen.typeset.story import Here
from reportgen.typeset.tree import Picture

EMU = 12700  # a point
MOST_PIXELS, MOST_BYTES = 40_000_000, 8 * 2**20
_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
_CONVERTED = (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")  # GIF, BMP, TIFF, WebP: stored as PNG
_PLAIN_MODES = ("1", "L", "LA", "RGB", "RGBA")

Crop: TypeAlias = tuple[float, float, float, float]
_WHOLE: Crop = (0, 0, 0, 0)


def read_drawing(drawing: Element, here: Here) -> Picture | None:
    """A drawing's picture; None when it is none that can be carried."""
    box = child(drawing, "wp:inline")
    if box is None:
        box = child(drawing, "wp:anchor")
    if box is None:
        here.note(findings.SHAPE)
        return None
    picture = child(child(child(box, "a:graphic"), "a:graphicData"), "pic:pic")
    if picture is None:
        here.note(other_graphic(box))
        return None
    if name_of(box) == "wp:anchor":
        here.note(findings.FLOATING_PICTURE)
    return read_picture(picture, box, here)


def read_picture(picture: Element, box: Element, here: Here) -> Picture | None:
    """A pic:pic in its wp:inline or wp:anchor, cropped as there; None when its data cannot be shown."""
    if _is_turned(picture):
        here.note(findings.TURNED)
    data = _data(picture, here)
    if data is None:
        return None
    if size := too_large(data):
        here.note(findings.PICTURE_LARGE, size)
        return None
    shown = as_carried(data, _crop(picture))
    if shown is None:
        broken = data.startswith((*_SIGNATURES, *_CONVERTED))
        here.note(
            findings.PICTURE_BROKEN if broken else findings.PICTURE_FORMAT, "" if broken else _format(picture, here)
        )
        return None
    extent, about = child(box, "wp:extent"), child(box, "wp:docPr")
    width, height = (integer(attribute(extent, side)) / EMU for side in ("cx", "cy"))
    described = attribute(about, "descr") or attribute(about, "title")
    if not described:
        here.note(findings.NO_DESCRIPTION)
    return Picture(*shown, width, height, described)


def too_large(data: bytes) -> str:
    """How large a picture is that would take seconds and a gigabyte to unpack; empty for any other."""
    if len(data) > MOST_BYTES:
        return f"{len(data) // 2**20} MB"
    width, height = pixels(data) or _size(data)
    return f"{width}×{height} 像素" if width * height > MOST_PIXELS else ""


def _size(data: bytes) -> tuple[int, int]:
    """The size of a picture of a rarer format; 0×0 of what is none."""
    if not data.startswith(_CONVERTED):
        return 0, 0
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.size
    except Image.DecompressionBombError:
        return 20_000, 20_000  # at least so many: Pillow does not say
    except (UnidentifiedImageError, OSError, ValueError):
        return 0, 0


def as_carried(data: bytes, crop: Crop = _WHOLE) -> tuple[bytes, str] | None:
    """A picture in a format that a PDF takes, without what is cropped away."""
    media_type = next((kind for start, kind in _SIGNATURES.items() if data.startswith(start)), "")
    if media_type and crop == _WHOLE:
        return data, media_type
    if not media_type and not data.startswith(_CONVERTED):
        return None
    left, top, right, bottom = crop
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
            shown = picture if picture.mode in _PLAIN_MODES else picture.convert("RGBA")
            edges = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
            shown.crop((round(edges[0]), round(edges[1]), round(edges[2]), round(edges[3]))).save(out, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    return out.getvalue(), "image/png"


def other_graphic(box: Element) -> findings.Kind:
    """What is lost with a drawing that is no picture."""
    if inside(box, "w:txbxContent") is not None:
        return findings.TEXT_BOX
    if attribute(inside(box, "a:graphicData"), "uri").endswith("/diagram"):
        return findings.SMART_ART
    if "chart" in attribute(inside(box, "a:graphicData"), "uri"):
        return findings.CHART
    return findings.SHAPE


def _crop(picture: Element) -> Crop:
    """The shares of a picture cut off at its left, top, right and bottom."""
    crop = child(child(picture, "pic:blipFill"), "a:srcRect")
    left, top, right, bottom = (max(integer(attribute(crop, side)), 0) / 100_000 for side in ("l", "t", "r", "b"))
    return (left, top, right, bottom) if left + right < 1 and top + bottom < 1 else _WHOLE


def _is_turned(picture: Element) -> bool:
    place = child(child(picture, "pic:spPr"), "a:xfrm")
    turned = integer(attribute(place, "rot")) != 0
    return turned or any(attribute(place, flip) in ("1", "true") for flip in ("flipH", "flipV"))


def _target(picture: Element, here: Here) -> str:
    blip = child(child(picture, "pic:blipFill"), "a:blip")
    relation = here.story.part.relations.get(attribute(blip, "r:embed"))
    return relation.target if relation is not None and not relation.external else ""


def _data(picture: Element, here: Here) -> bytes | None:
    data = here.sheet.package.files.get(_target(picture, here))
    if data is None:
        linked = attribute(inside(picture, "a:blip"), "r:link")
        here.note(findings.PICTURE_LINK if linked else findings.PICTURE_BROKEN)
    return data


def _format(picture: Element, here: Here) -> str:
    return _target(picture, here).rpartition(".")[2].upper()
