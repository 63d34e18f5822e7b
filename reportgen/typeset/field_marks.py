"""A field's marks as they are met: it opens, its code is read, its result begins, it closes."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.ooxml.markup import Element, attribute, name_of, tag
from reportgen.typeset import findings
from reportgen.typeset.contents_field import begin_contents
from reportgen.typeset.fields import INVISIBLE, Field, is_hidden
from reportgen.typeset.references import live_value, safe_link
from reportgen.typeset.story import Contents, Here
from reportgen.typeset.tree import Inline, RunStyle

_OF_PAGES = {"PAGEREF", "INDEX", "TOA"}  # the pages may be others here than in their stored result


def field_mark(element: Element, here: Here, style: RunStyle) -> Iterator[Inline]:
    """Takes a w:fldChar or w:instrText; the moment the code is complete its live value comes out."""
    fields = here.story.fields
    mark = attribute(element, "w:fldCharType")
    if mark == "begin":
        fields.append(Field(begin=element))
    elif not fields:
        return
    elif name_of(element) == "w:instrText":
        fields[-1].code += element.text or ""
    elif mark == "separate":
        yield from begin_result(fields[-1], here, style)
    elif mark == "end":
        if not fields[-1].in_result:
            yield from begin_result(fields[-1], here, style)
            _note_empty(fields[-1], here)
        end_field(fields.pop(), element, here)


def begin_result(field: Field, here: Here, style: RunStyle) -> Iterator[Inline]:
    """What stands for the result of a field whose code is complete."""
    field.in_result = True
    if is_hidden(here.story.fields):
        return
    if field.name() == "TOC":
        field.replaced = begin_contents(field, here)
        return
    value = live_value(field, here, style)
    field.replaced = bool(value)
    if field.name() in _OF_PAGES and not value:
        here.note(findings.STORED_PAGES, field.name())
    else:
        field.link = safe_link(field.address(), here)
    yield from value


def end_field(field: Field, end: Element, here: Here) -> None:
    """Notes where a table of contents ends."""
    for contents in here.story.contents:
        if contents.toc is field:
            _end_contents(contents, end, here)


def _end_contents(contents: Contents, end: Element, here: Here) -> None:
    contents.end = here.place
    paragraph = next(end.iterancestors(tag("w:p")), end)
    contents.ends_alone = next(paragraph.iter(tag("w:t")), None) is None
    begin = contents.toc.begin
    opening = next(begin.iterancestors(tag("w:p")), begin) if begin is not None else paragraph
    first = next(opening.iter(tag("w:t"), tag("w:fldChar"), tag("w:fldSimple")), None)
    contents.begins_after_text = first is not None and first.tag == tag("w:t")


def _note_empty(field: Field, here: Here) -> None:
    if not field.replaced and field.name() not in {*INVISIBLE, "TOC"} and not is_hidden(here.story.fields):
        here.note(findings.FIELD_EMPTY, field.name())
