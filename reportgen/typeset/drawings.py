"""w:drawing to a Picture; every other drawing is noted as lost."""

from __future__ import annotations

from reportgen.typeset import findings
from reportgen.typeset.markup import Element, attribute, child, inside, name_of
from reportgen.typeset.properties import integer
from reportgen.typeset.story import Here
from reportgen.typeset.tree import Picture

_EMU = 12700  # a point
_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


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
        here.note(_other_graphic(box))
        return None
    if name_of(box) == "wp:anchor":
        here.note(findings.FLOATING_PICTURE)
    if _is_altered(picture):
        here.note(findings.CROPPED)
    data = _data(picture, here)
    if data is None:
        return None
    media_type = next((kind for start, kind in _SIGNATURES.items() if data.startswith(start)), "")
    if not media_type:
        here.note(findings.PICTURE_FORMAT, _format(picture, here))
        return None
    extent, about = child(box, "wp:extent"), child(box, "wp:docPr")
    width, height = (integer(attribute(extent, side)) / _EMU for side in ("cx", "cy"))
    return Picture(data, media_type, width, height, attribute(about, "descr") or attribute(about, "title"))


def _other_graphic(box: Element) -> findings.Kind:
    if inside(box, "w:txbxContent") is not None:
        return findings.TEXT_BOX
    if attribute(inside(box, "a:graphicData"), "uri").endswith("/diagram"):
        return findings.SMART_ART
    if "chart" in attribute(inside(box, "a:graphicData"), "uri"):
        return findings.CHART
    return findings.SHAPE


def _is_altered(picture: Element) -> bool:
    crop = child(child(picture, "pic:blipFill"), "a:srcRect")
    place = child(child(picture, "pic:spPr"), "a:xfrm")
    cropped = any(integer(attribute(crop, side)) for side in ("l", "t", "r", "b"))
    turned = integer(attribute(place, "rot")) != 0
    return cropped or turned or any(attribute(place, flip) in ("1", "true") for flip in ("flipH", "flipV"))


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
