"""Texts → YAML that reads back as they are: quoted where YAML or a Chinese keyboard's mends would see more in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import yaml

from reportgen.problem import Place
from reportgen.source import node as nodes
from reportgen.source.amounts import read_amount
from reportgen.source.node import Node
from reportgen.source.values import in_quotes

STEP = "  "
_COMMENT_COLUMN = 36
# Letters, ideographs, and signs that mean nothing to YAML nor to the mends, wherever they stand.
_PLAIN = re.compile(r"(?:[^\W_]|[【《（〔])(?:[\w【】《》（）〔〕、。·“”—％./()+~-]| (?=[^ #:]))*")
_IN_PROSE = re.compile(r"(?:[^\W_]|[【《（〔])(?:[\w【】《》（）〔〕、。·“”—％./()+~，；！？-]| (?=[^ #:]))*")
_BARE = {"—", "……", "无", "≥", "≤"}
_WIDE_NUMBER = re.compile(r"[０-９．－＋％]")
_RESOLVER = yaml.resolver.Resolver()
_NOWHERE = Place("")
_TEXT = "tag:yaml.org,2002:str"


def quoted(text: str) -> str:
    """A text for the place of a key or inside brackets."""
    return text if (_PLAIN.fullmatch(text) and _stays_text(text)) or text in _BARE else _in_quotes(text)


def value(text: str) -> str:
    """A text on one line after its field; a number stays a number."""
    if text in _BARE or read_amount(text) or not text:
        return text
    return text if _IN_PROSE.fullmatch(text) and _stays_text(text) else _in_quotes(text)


def worded(text: str) -> str:
    """A text on one line that means words, also when it looks like a number."""
    return _in_quotes(text) if read_amount(text) else value(text)


def flow(node: Node) -> str:
    """A node on one line, its lists and fields in brackets."""
    match node:
        case nodes.Scalar(text=text):
            text = text.strip()
            return text if read_amount(text) and "," not in text else quoted(text) if text else ""
        case nodes.Sequence(items=items):
            return "[" + ", ".join(map(flow, items)) + "]"
    return "{" + ", ".join(f"{quoted(e.key.text)}: {flow(e.value)}" for e in node) + "}"


def paragraphs(key: str, text: str, indent: int) -> list[str]:
    """A field with one paragraph on its line, or several below it."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < 2:
        return [f"{STEP * indent}{quoted(key)}: {worded(text.strip())}".rstrip()]
    return [f"{STEP * indent}{quoted(key)}: |", *(STEP * (indent + 1) + line for line in lines)]


def with_comment(line: str, comment: str) -> str:
    """A line with its comment set off to the column where comments stand."""
    if not comment:
        return line.rstrip()
    width = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)
    return f"{line}{' ' * max(_COMMENT_COLUMN - width, 2)}# {comment}"


def commented(line: str) -> str:
    """A line made a comment: taking away “# ” gives it back."""
    indent = len(line) - len(line.lstrip(" "))
    return f"{line[:indent]}# {line[indent:]}"


def scalar(text: str) -> nodes.Scalar:
    """A text as if it had been typed."""
    return nodes.Scalar(text, _NOWHERE)


def mapping(**fields: Node) -> nodes.Mapping:
    """Fields as if they had been typed."""
    return nodes.Mapping(tuple(nodes.Entry(scalar(word), value) for word, value in fields.items()), _NOWHERE)


def joined(parts: Iterable[str]) -> str:
    """What is told of a field, in one line."""
    return "；".join(part for part in parts if part)


def _in_quotes(text: str) -> str:
    """A text in quotes that end on its line, whatever it holds."""
    if "\n" not in text:
        return in_quotes(text)
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _stays_text(text: str) -> bool:
    return not _WIDE_NUMBER.search(text) and bool(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == _TEXT)  # type: ignore[no-untyped-call]
