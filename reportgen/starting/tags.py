"""The tags of a Word template → the syntax tree of its statements, in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes

from reportgen.fill.environment import TemplateEnvironment
from reportgen.lint.catalogue import problems
from reportgen.lint.grammar import STRAIGHT
from reportgen.lint.template import Tag, read_template

_REFERENCE = re.compile(r"【([^【】]+)】")


def tags(template: Path) -> nodes.Template:
    """The tags alone, parsed by the environment that fills them; none of a template that it would refuse."""
    return read_tags(template) or nodes.Template([])


def read_tags(template: Path) -> nodes.Template | None:
    """The same; None of a template that it would refuse."""
    if problems(template):
        return None
    portions = read_template(template).portions
    found = (_plain(tag) for portion in portions for paragraph in portion.paragraphs for tag in paragraph.tags)
    try:
        return TemplateEnvironment().parse("\n".join(found))
    except TemplateSyntaxError:  # told when it is filled
        return None


def references(*texts: str) -> Iterator[str]:
    """The names that the 【…】 of texts refer to."""
    for text in texts:
        yield from _REFERENCE.findall(text)


def _plain(tag: Tag) -> str:
    """A tag as it would stand in any text; the engine makes curly quotes straight."""
    text = tag.text.translate(STRAIGHT)
    return text.replace(f"{tag.form}{tag.whole} ", f"{tag.form} ", 1) if tag.whole else text
