"""A template and what is wrong with it → a copy with Word comments at the places."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from itertools import takewhile
from typing import Final

from lxml import etree

from reportgen.lint.template import ANNOTATOR, Finding, Template
from reportgen.ooxml.markup import NAMESPACES, Element, attribute, child, tag
from reportgen.ooxml.package import PackageError, main_part, open_package, related
from reportgen.problem import printable

INITIALS: Final = "审"
_CONTENT_TYPES: Final = "[Content_Types].xml"
_TYPES_NS: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS_NS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND: Final = f"{NAMESPACES['r']}/comments"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_MARKS: Final = ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_DAY: Final = (1980, 1, 1, 0, 0, 0)


def annotated(template: Template, found: Iterable[Finding]) -> bytes:
    """The file of a template all of whose parts can be read, with a comment for each finding.

    What stands in no paragraph is told at the next one.
    """
    body = template.portions[0]
    root = deepcopy(body.root)
    copies = list(root.iter(tag("w:p")))
    number = {element: at for at, element in enumerate(body.root.iter(tag("w:p")))}
    comments, name = _comments(template)
    free = max((int(attribute(one, "w:id", "0")) for one in comments), default=-1) + 1
    at = {where: element for element, where in body.places.items()}
    for identity, one in enumerate(found, free):
        element = at.get(one.where) if one.element is None else one.element
        own = element is not None and element.getroottree().getroot() is body.root
        near = _paragraph(element if own and element is not None else body.root)
        target = copies[number[near]] if near is not None else _new_paragraph(root)
        _mark(target, str(identity))
        comments.append(_comment(str(identity), one, "" if own else str(one.where)))
    files = dict(template.package.files) | {body.name: _written(root), name: _written(comments)}
    return _packed(_with_comments(files, body.name, name))


def without_own_comments(content: bytes) -> bytes:
    """A template's file without the comments that an earlier check wrote; any other file as it is."""
    try:
        package = open_package(content)
        main = main_part(package)
        part = related(package, main, "comments")
    except PackageError:
        return content  # told when it is opened
    if part is None:
        return content
    own = {attribute(one, "w:id"): one for one in part.root if _is_own(one)}
    if not own:
        return content
    for one in own.values():
        part.root.remove(one)
    for mark in list(main.root.iter(*(tag(name) for name in _MARKS))):
        if attribute(mark, "w:id") in own:
            _drop(mark)
    files = dict(package.files) | {main.name: _written(main.root), part.name: _written(part.root)}
    return _packed(files if len(part.root) else _without(files, main.name, part.name))


def _is_own(comment: Element) -> bool:
    return attribute(comment, "w:author") == ANNOTATOR and attribute(comment, "w:initials") == INITIALS


def _drop(mark: Element) -> None:
    """Takes a mark out, and the run that holds nothing else."""
    parent = mark.getparent()
    if parent is None:
        return
    parent.remove(mark)
    above = parent.getparent()
    if parent.tag == tag("w:r") and above is not None and all(one.tag == tag("w:rPr") for one in parent):
        above.remove(parent)


def _paragraph(element: Element) -> Element | None:
    """The paragraph that an element is, stands in, begins with or stands before; a text box is told where it hangs."""
    around = [one for one in (element, *element.iterancestors()) if one.tag == tag("w:p")]
    if around:
        return around[-1]
    if (first := next(element.iter(tag("w:p")), None)) is not None:
        return first
    root = element.getroottree().getroot()
    everything = list(root.iter())
    after = everything[everything.index(element) :]
    paragraphs = [one for one in after if one.tag == tag("w:p")] or list(root.iter(tag("w:p")))[-1:]
    return next(iter(paragraphs), None)


def _new_paragraph(root: Element) -> Element:
    """A paragraph for a body that has none."""
    body = child(root, "w:body")
    made = etree.Element(tag("w:p"))
    (root if body is None else body).insert(0, made)
    return made


def _mark(paragraph: Element, identity: str) -> None:
    """Marks a whole paragraph as what a comment is about."""
    start, end = (etree.Element(tag(name), {tag("w:id"): identity}) for name in _MARKS[:2])
    first = (tag("w:pPr"), tag(_MARKS[0]))
    paragraph.insert(sum(1 for _ in takewhile(lambda one: one.tag in first, paragraph)), start)
    paragraph.append(end)
    run = etree.SubElement(paragraph, tag("w:r"))
    etree.SubElement(run, tag("w:commentReference"), {tag("w:id"): identity})


def _comment(identity: str, one: Finding, place: str) -> Element:
    told = {tag("w:id"): identity, tag("w:author"): ANNOTATOR, tag("w:initials"): INITIALS}
    comment = etree.Element(tag("w:comment"), told)
    where = f"{place}：" if place else ""
    for text in (f"{one.level}[{one.code}] {where}{one.message}", f"改法：{one.hint}" if one.hint else ""):
        if text:
            run = etree.SubElement(etree.SubElement(comment, tag("w:p")), tag("w:r"))
            words = etree.SubElement(run, tag("w:t"), {tag("xml:space"): "preserve"})
            words.text = printable(text)
    return comment


def _comments(template: Template) -> tuple[Element, str]:
    """The comments part of a template with its name, or a new one."""
    main = template.portions[0].name
    if part := template.part_of("comments"):
        return deepcopy(part.root), part.name
    names = (posixpath.join(posixpath.dirname(main), f"comments{number or ''}.xml") for number in range(1000))
    free = next(name for name in names if name not in template.package.files)
    return etree.Element(tag("w:comments"), nsmap={"w": NAMESPACES["w"]}), free


def _with_comments(files: Mapping[str, bytes], main: str, name: str) -> Mapping[str, bytes]:
    """The files with a comments part that the package knows of."""
    types, rels = etree.fromstring(files[_CONTENT_TYPES], _PARSER), _relations(files, main)
    if not any(one.get("PartName") == f"/{name}" for one in types):
        etree.SubElement(types, f"{{{_TYPES_NS}}}Override", {"PartName": f"/{name}", "ContentType": _TYPE})
    if not any(attribute(one, "Type").endswith("/comments") for one in rels):
        used = {one.get("Id") for one in rels}
        identity = next(f"rIdComments{n or ''}" for n in range(1000) if f"rIdComments{n or ''}" not in used)
        target = posixpath.relpath(name, posixpath.dirname(main) or ".")
        told = {"Id": identity, "Type": _KIND, "Target": target}
        etree.SubElement(rels, f"{{{_RELATIONS_NS}}}Relationship", told)
    return {**files, _CONTENT_TYPES: _written(types), _relations_name(main): _written(rels)}


def _without(files: Mapping[str, bytes], main: str, name: str) -> Mapping[str, bytes]:
    """The files without their comments part."""
    types, rels = etree.fromstring(files[_CONTENT_TYPES], _PARSER), _relations(files, main)
    for one in [*types, *rels]:
        if one.get("PartName") == f"/{name}" or attribute(one, "Type").endswith("/comments"):
            _drop(one)
    kept = {key: value for key, value in files.items() if key != name}
    return {**kept, _CONTENT_TYPES: _written(types), _relations_name(main): _written(rels)}


def _relations_name(main: str) -> str:
    folder, leaf = posixpath.split(main)
    return posixpath.join(folder, "_rels", f"{leaf}.rels")


def _relations(files: Mapping[str, bytes], main: str) -> Element:
    content = files.get(_relations_name(main))
    return etree.Element(f"{{{_RELATIONS_NS}}}Relationships") if content is None else etree.fromstring(content, _PARSER)


def _written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _packed(files: Mapping[str, bytes]) -> bytes:
    """A package with the same bytes whenever it is made."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in _in_order(files):
            archive.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _in_order(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The content types first, as readers like it."""
    yield from sorted(files.items(), key=lambda item: item[0] != _CONTENT_TYPES)
