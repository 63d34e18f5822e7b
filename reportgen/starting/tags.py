"""The tags of a Word template → the syntax tree of its statements, in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes

from reportgen.fill.environment import TemplateEnvironment
from reportgen.fill.lint import parts, problems
from reportgen.fill.merges import W
from reportgen.fill.places import text_of

_WHOLE = re.compile(r"(\{[{%])(?:p|tr|tc|r)\s")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_REFERENCE = re.compile(r"【([^【】]+)】")


def tags(template: Path) -> nodes.Template:
    """The tags alone, parsed by the environment that fills them; none of a template that it would refuse."""
    if problems(template):
        return nodes.Template([])
    found = (tag for part in parts(template.read_bytes()).values() for tag in _tags(part.iter(f"{W}p")))
    try:
        return TemplateEnvironment().parse("\n".join(found))
    except TemplateSyntaxError:  # told when it is filled
        return nodes.Template([])


def references(*texts: str) -> Iterator[str]:
    """The names that the 【…】 of texts refer to."""
    for text in texts:
        yield from _REFERENCE.findall(text)


def _tags(paragraphs: Iterator[object]) -> Iterator[str]:
    for paragraph in paragraphs:
        for tag in _TAG.findall(text_of(paragraph)):  # type: ignore[arg-type]
            yield _WHOLE.sub(r"\1 ", tag)
