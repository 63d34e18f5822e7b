"""A drawn group (wpg:wgp) to its parts, each with the area it takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.ooxml.markup import Element, attribute, child, name_of
from reportgen.typeset.properties import integer

_GROUPS = ("wpg:wgp", "wpg:grpSp")
_NO_PART = ("wpg:cNvPr", "wpg:cNvGrpSpPr", "wpg:grpSpPr", "wpg:extLst")
_LOOKS = {"wps:wsp": "wps:spPr", "pic:pic": "pic:spPr"}


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, in the unit of what it is part of."""

    left: float
    top: float
    width: float
    height: float

    def mapped(self, inner: Area, outer: Area) -> Area:
        """This area of a drawing of the size `inner`, where that is shown in the size `outer`."""
        across = outer.width / inner.width if inner.width else 1.0
        down = outer.height / inner.height if inner.height else 1.0
        left, top = (self.left - inner.left) * across, (self.top - inner.top) * down
        return Area(outer.left + left, outer.top + top, self.width * across, self.height * down)


def parts(group: Element, area: Area) -> Iterator[tuple[Element, Area]] | None:
    """What is in a group that is shown in that area, groups within it opened; None where it is turned or flipped."""
    place = child(child(group, "wpg:grpSpPr"), "a:xfrm")
    if integer(attribute(place, "rot")) or any(attribute(place, flip) in ("1", "true") for flip in ("flipH", "flipV")):
        return None
    inner = _area(place, "a:chOff", "a:chExt")
    found: list[tuple[Element, Area]] = []
    for item in group:
        name = name_of(item)
        if name in _NO_PART:
            continue
        looks = child(item, "wpg:grpSpPr" if name in _GROUPS else _LOOKS.get(name, "wpg:xfrm"))
        shown = _area(child(looks, "a:xfrm"), "a:off", "a:ext").mapped(inner, area)
        within = parts(item, shown) if name in _GROUPS else iter(((item, shown),))
        if within is None:
            return None
        found += within
    return iter(found)


def _area(place: Element | None, corner: str, size: str) -> Area:
    start, extent = child(place, corner), child(place, size)
    left, top = (float(integer(attribute(start, axis))) for axis in ("x", "y"))
    width, height = (float(integer(attribute(extent, axis))) for axis in ("cx", "cy"))
    return Area(left, top, width, height)
