"""The private parts of WeasyPrint that are replaced here: each is looked up by name, and its absence refused."""

from __future__ import annotations

from typing import Any


def private(owner: Any, name: str) -> Any:
    """A private part of WeasyPrint; RuntimeError where this WeasyPrint has none of that name."""
    if not hasattr(owner, name):
        raise RuntimeError(f"this WeasyPrint has no {owner.__name__}.{name}; use weasyprint>=70,<71")
    return getattr(owner, name)
