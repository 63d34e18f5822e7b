"""Where blocks flow: the width and the rules of a page's body, a header, a cell or a note."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """`body`: page breaks and headings count; `aside`: headers, footers and notes; `vertical`: one character a line."""

    width: float
    line_pitch: float = 0.0  # of the document grid; 0: no grid
    default_tab: float = 36.0
    body: bool = False
    aside: bool = False
    columns: int = 1
    left: float = 0.0  # of the text, from the page's left edge
    top: float = 0.0  # of these blocks, from its upper edge
    text_top: float = 0.0
    text_height: float = 0.0
    page_width: float = 0.0
    page_height: float = 0.0
    char_space: float = 0.0  # that the document grid adds after each character
    closer: bool = False  # adjacent marks stand closer
    cell: bool = False
    vertical: bool = False
    section: str = ""  # s1, s2 …: what its page rules are called
