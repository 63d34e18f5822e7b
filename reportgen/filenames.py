"""Any text → a file name that every system takes, shows as it is, and keeps inside its folder."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

MOST_CHARACTERS = 80
MOST_BYTES = 200
NAMELESS = "未命名"
MARKS = frozenset(" -_.·、，—（）()〔〕《》【】")  # besides letters, ideographs and digits
EDGES = " -_."  # a leading dot hides, a leading dash reads as an option, Windows drops a trailing dot or space
SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")
RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|\Z)", re.IGNORECASE)  # by Windows


def safe_name(text: str) -> str:
    """A text as a file name: NFC, letters, digits and MARKS, at most 80 characters and 200 bytes, suffix kept."""
    allowed = "".join(c if c.isalnum() or c in MARKS else "_" for c in unicodedata.normalize("NFC", text))
    name = re.sub(r"_{2,}", "_", allowed).strip(EDGES) or NAMELESS
    found = SUFFIX.search(name)
    suffix = found[0] if found and found.start() else ""
    room = MOST_CHARACTERS - len(suffix), MOST_BYTES - len(suffix)
    stem = _cut(name.removesuffix(suffix), *room) or NAMELESS
    return (_cut(NAMELESS + stem, *room) if RESERVED.match(stem) else stem) + suffix


def same_to_a_disk(name: str) -> str:
    """A file name as the disks see it that do not tell case or composition apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def beside(path: Path, label: str, number: int = 1) -> Path:
    """The name next to a file that tells what it is: 报告.docx → 报告.新版.docx, 报告.新版2.docx …"""
    return path.with_name(f"{path.stem}.{label}{number if number > 1 else ''}{path.suffix}")


def _cut(stem: str, characters: int, size: int) -> str:
    return stem[:characters].encode()[:size].decode(errors="ignore").rstrip(EDGES)
