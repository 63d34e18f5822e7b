"""Hostile pages: what the bare typesetter fetches, hangs on or breaks at, never reaches ours or is told and stopped."""

from __future__ import annotations

import gzip
import io
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from hostile import run
from small_docx import docx, p
from test_hostile_templates import DOCUMENT, DOCUMENT_RELS, TYPES, nested, outside, picture, png

USES = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g id="a0"><rect width="1" height="1"/></g>'
    + "".join(f'<g id="a{n}">{f"""<use href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, 9))
    + "</svg>"
)
CELLS = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>" + p()


SLOW = 2  # seconds that a server takes to answer
BOMB = gzip.compress(bytes(600 * 2**20), 1)  # three megabytes


@contextmanager
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server of this machine, and what is asked of it."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            time.sleep(SLOW if self.path == "/slow" else 0)
            self.send_response({"/away": 302, "/bomb": 200}.get(self.path, 404))
            if self.path == "/away":
                self.send_header("Location", "/inside")
            if self.path == "/bomb":
                self.send_header("Content-Encoding", "gzip")
                self.send_header("Content-Type", "text/css")
            self.end_headers()
            if self.path == "/bomb":
                self.wfile.write(BOMB)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", paths
    finally:
        server.shutdown()
        server.server_close()


def typeset(folder: Path, content: bytes) -> tuple[bool, list[list[object]]]:
    """Whether a PDF is made of a document, and what we say of it; which took us no more than we may take."""
    (folder / "文件.docx").write_bytes(content)
    outcome = run("typeset", folder)
    assert outcome.ended == "ok", outcome
    assert outcome.megabytes <= 512
    return outcome.value["made"], outcome.value["problems"]


FETCHED = {
    "D04 style": "<style>@import url({0}/a);</style>",
    "D05 background": "<body style='background: url({0}/a)'>",
    "D06 font": "<style>@font-face {{font-family: a; src: url({0}/a)}} p {{font-family: a}}</style><p>甲",
    "D07 sheet": "<link rel=stylesheet href={0}/a>",
    "D08 image": "<img src={0}/a>",
    "D09 object": "<embed src={0}/a><object data={0}/b></object>",
    "D14 redirect": "<link rel=stylesheet href={0}/away>",
    "D15 unpacks": "<link rel=stylesheet href={0}/bomb>",
    "D16 slow": "<link rel=stylesheet href={0}/slow>",
    "D31 base": "<base href={0}/><link rel=attachment href=a>",
}


@pytest.mark.parametrize("html", FETCHED.values(), ids=FETCHED)
def test_page_that_makes_the_bare_typesetter_ask_a_server_is_text_to_ours(html: str, tmp_path: Path) -> None:
    with asked() as (server, paths):
        page, begun = html.format(server), time.monotonic()
        bare = run("bare_weasyprint", tmp_path, seconds=5, html=page)
        assert paths
        assert "/slow" not in paths or time.monotonic() - begun >= SLOW
        assert ("/away" in paths) == ("/inside" in paths)
        assert "/bomb" not in paths or bare.ended in ("memory", "time")
        paths.clear()
        styled = f'<w:p><w:r><w:rPr><w:rFonts w:ascii="a; src: url({server}/a)" w:eastAsia="宋体"/></w:rPr></w:r></w:p>'
        for content in (docx(p(page)), docx(styled + p("甲")), outside(p("甲"), "image", f"{server}/a")):
            made, _ = typeset(tmp_path, content)
            assert made
        assert not paths


def test_file_of_this_machine_that_the_bare_typesetter_embeds_is_not_reached(tmp_path: Path) -> None:
    (tmp_path / "秘密").write_text("机密" * 99, encoding="utf-8")
    page = f"<link rel=attachment href=file://{tmp_path}/秘密>甲"
    assert run("bare_weasyprint", tmp_path, seconds=5, html=page).ended == "ok"
    streams = (tmp_path / "页.pdf").read_bytes().split(b"stream\n")
    secret = (tmp_path / "秘密").read_bytes()
    assert any(stream.startswith(b"x") and zlib.decompressobj().decompress(stream) == secret for stream in streams)
    linked = '<w:p><w:hyperlink r:id="rIdX"><w:r><w:t>甲</w:t></w:r></w:hyperlink></w:p>'
    _, problems = typeset(tmp_path, outside(linked, "hyperlink", f"file://{tmp_path}/秘密"))
    assert ["G2", "只保留文字"] in [[problem[0], str(problem[3])[-5:]] for problem in problems]


@pytest.mark.parametrize(
    ("html", "bare", "content", "told"),
    [
        (
            "<table><tr><td colspan=1000000>甲</table>",
            "time memory",
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>'
            + p("甲")
            + "</w:tc></w:tr></w:tbl>"
            + p(),
            "",
        ),
        ("<div>" * 3000 + "甲", "RecursionError", nested(*CELLS, 60), "太深了"),
        (
            "<div>" * 3000 + "甲",
            "RecursionError",
            nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 3000),
            "嵌套太深",
        ),
        (
            "<p style='font-size: 1e9px'>甲",
            "",
            '<w:p><w:r><w:rPr><w:sz w:val="99999999"/></w:rPr><w:t>甲</w:t></w:r></w:p>',
            "",
        ),
        ("<p>" + "字 " * 200_000, "time memory", p("字" * 20_000), ""),
        (f"<img src=data:image/svg+xml,{quote(USES)}>", "time memory", picture(USES.encode(), "svg"), "图片"),
        (
            "<link rel=attachment href=file:///dev/zero>甲",
            "time memory",
            outside(p("甲"), "image", "file:///dev/zero"),
            "",
        ),
    ],
    ids=["D18 columns", "D21 tables", "D21 controls", "size", "D27 words", "D26 uses", "D37 endless file"],
)
def test_page_that_the_bare_typesetter_hangs_on_or_breaks_at_is_set_or_told(
    html: str, bare: str, content: str | bytes, told: str, tmp_path: Path
) -> None:
    alone = run("bare_weasyprint", tmp_path, html=html)
    assert not bare or alone.ended in bare.split() or bare in alone.error, alone
    made, problems = typeset(tmp_path, docx(content) if isinstance(content, str) else content)
    assert made == (not told)
    assert told in "".join(str(problem[3]) for problem in problems)


def test_paragraph_of_a_hundred_thousand_letters_is_set_in_bearable_time(tmp_path: Path) -> None:
    """Each of its lines looks only at the letters that it needs."""
    made, _ = typeset(tmp_path, docx(p("word " * 20_000)))
    assert made


@pytest.mark.parametrize(("width", "height"), [(12_000, 12_000), (30_000, 30_000), (7_000, 7_000)])
def test_picture_of_too_many_pixels_is_told_before_it_is_unpacked(width: int, height: int, tmp_path: Path) -> None:
    data = png(width, height)
    assert len(data) < 500_000
    made, problems = typeset(tmp_path, picture(data))
    assert not made
    [message] = [str(problem[3]) for problem in problems if problem[0] == "G1"]
    assert f"太大的图片（{width}×{height} 像素）" in message


def test_picture_of_bearable_size_is_set(tmp_path: Path) -> None:
    made, problems = typeset(tmp_path, picture(png(3000, 2000)))
    assert made
    assert not problems


def test_picture_of_too_many_bytes_is_told(tmp_path: Path) -> None:
    made, problems = typeset(tmp_path, picture(png(8, 8) + bytes(9 * 2**20)))
    assert not made
    assert "太大的图片（9 MB）" in str(problems[0][3])


def test_package_changed_anywhere_is_told_in_chinese(tmp_path: Path) -> None:
    """Each part of a document left out, emptied, cut off, or another's content in its place."""
    whole = picture(png(8, 8))
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert {DOCUMENT, DOCUMENT_RELS, TYPES} < set(parts)
    for name, data in parts.items():
        for other in (None, b"", data[: len(data) // 2], b"<a/>", parts[DOCUMENT], parts[TYPES], b"\xff\xfe"):
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, "w") as changed:
                for entry, content in (parts | {name: other}).items():
                    if content is not None:
                        changed.writestr(entry, content)
            (tmp_path / "模板.docx").write_bytes(stream.getvalue())
            outcome = run("fill", tmp_path, names={})
            assert outcome.ended == "ok", (name, other, outcome)
            for problem in outcome.value["problems"]:
                assert "Error" not in str(problem[3]), problem
            typeset(tmp_path, stream.getvalue())
