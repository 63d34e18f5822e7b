"""WeasyPrint as we use it: our own user agent stylesheet, shared fonts, no files and no network.

Importing this module imports WeasyPrint, which reads the fontconfig file: call `fonts.use_fonts` first.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.html import UA_COUNTER_STYLE
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reportgen.typeset.breaking import break_lines
from reportgen.typeset.embedding import embed_outlines
from reportgen.typeset.html import USER_AGENT_CSS
from reportgen.typeset.justify import teach_weasyprint
from reportgen.typeset.lettering import draw_lettering
from reportgen.typeset.page_tops import drop_space_at_page_tops
from reportgen.typeset.ruling import rule_through
from reportgen.typeset.shortcuts import take_shortcuts
from reportgen.typeset.spans import end_spans_with_pages
from reportgen.typeset.writing import write_once


class OnlyData(URLFetcher):  # type: ignore[misc]
    """Reads `data:` addresses; any other is a mistake of ours that must not pass."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if not url.lower().startswith("data:"):
            raise FatalURLFetchingError(f"only data: addresses may be read, not {url[:80]}")
        return super().fetch(url, headers)


class Page(HTML):  # type: ignore[misc]
    """HTML in XML's syntax, which is read many times faster, styled by our own user agent stylesheet."""

    def __init__(self, text: str) -> None:
        root = ET.fromstring(text)  # noqa: S314 (what write_html wrote)
        self.base_url = None
        self.url_fetcher = OnlyData()
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        head = next(self.wrapper_element.iter_children())  # all that is asked for: title, meta, style, link
        self.wrapper_element.query_all = head.query_all
        self.etree_element = root

        styles = root.findall("head/style")
        self.sheet = _parsed("".join(style.text or "" for style in styles))
        for style in styles:
            style.text = ""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_user_agent()[0], self.sheet]

    def _ua_counter_style(self) -> list[Any]:
        return [_user_agent()[1].copy()]


def lay_out(html: str) -> Any:
    """The text of `write_html` as WeasyPrint's laid out document."""
    _prepare()
    return Page(html).render(font_config=_fonts())


@cache
def _prepare() -> None:
    break_lines()
    teach_weasyprint()
    draw_lettering()
    embed_outlines()
    end_spans_with_pages()
    rule_through()
    drop_space_at_page_tops()
    take_shortcuts()
    write_once()


@lru_cache(maxsize=16)  # documents of one format have mostly the same
def _parsed(sheet: str) -> CSS:
    return CSS(string=sheet, url_fetcher=OnlyData())


@cache
def _user_agent() -> tuple[CSS, Any]:
    counters = UA_COUNTER_STYLE.copy()
    return CSS(string=USER_AGENT_CSS, counter_style=counters), counters


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()
