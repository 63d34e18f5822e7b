"""Teaches WeasyPrint to embed only the outlines of the characters used, where a font numbers its outlines itself.

WeasyPrint keeps an empty entry for every glyph before the last one used: tens of thousands in a Chinese font. A PDF
needs none where the outlines (CFF) carry the glyphs' numbers with them, as those of the free Chinese fonts do.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import pydyf
from fontTools.cffLib import CFFFontSet
from weasyprint import pdf
from weasyprint.pdf import fonts, stream
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset

from reportgen.typeset.hooks import private

ffi.cdef("""
    hb_face_t * hb_face_builder_create (void);
    hb_bool_t hb_face_builder_add_table (hb_face_t *face, hb_tag_t tag, hb_blob_t *blob);
""")

_OUTLINES: Final = (b"CFF ", b"head", b"maxp")
_CFF: Final = b"\x01\x00"  # how the outlines begin; a font file begins with OTTO


@cache
def embed_outlines() -> None:
    """Replace WeasyPrint's class of fonts to embed, once a process."""
    read_file = private(fonts, "get_hb_object_data")
    build = private(pdf, "build_fonts_dictionary")
    base: Any = private(stream, "Font")

    class Font(base):  # type: ignore[misc]
        """A font to embed; its file, of twenty megabytes, is read only where its outlines alone do not do."""

        def __init__(self, *options: Any) -> None:
            fonts.get_hb_object_data = lambda face: b""
            try:
                super().__init__(*options)
            finally:
                fonts.get_hb_object_data = read_file
            if self.bitmap:
                self.file_content = read_file(self.hb_face)

        def subset(self, to_unicode: dict[int, str], hinting: bool) -> None:
            plain = "CFF " in self.tables and not (self.missing or self.png or self.svg or self.colr)
            if plain and (outlines := _outlines(self.hb_face, sorted(to_unicode))):
                self.file_content = outlines
            else:
                self.file_content = read_file(self.hb_face)
                super().subset(to_unicode, hinting)

        @property
        def type(self) -> str:
            return "otf" if self.file_content.startswith(_CFF) else str(super().type)

    def build_fonts_dictionary(file: Any, *options: Any) -> Any:
        before = len(file.objects)
        found = build(file, *options)
        for added in file.objects[before:]:
            if isinstance(added, pydyf.Stream) and added.stream[0].startswith(_CFF):
                added.extra["Subtype"] = "/CIDFontType0C"
        return found

    stream.Font = Font
    pdf.build_fonts_dictionary = build_fonts_dictionary


def _outlines(face: Any, glyphs: Sequence[int]) -> bytes:
    """The CFF table with these glyphs under their own numbers; nothing where the font cannot give it."""
    library = harfbuzz_subset
    if library is None or not glyphs:
        return b""
    wanted = ffi.gc(library.hb_subset_input_create_or_fail(), library.hb_subset_input_destroy)
    _add(library.hb_subset_input_glyph_set(wanted), glyphs)
    flags = library.HB_SUBSET_FLAGS_NO_HINTING | library.HB_SUBSET_FLAGS_DESUBROUTINIZE
    library.hb_subset_input_set_flags(wanted, flags)
    part = library.hb_subset_or_fail(_bare(face), wanted)
    if part == ffi.NULL:
        return b""
    part = ffi.gc(part, harfbuzz.hb_face_destroy)
    blob = harfbuzz.hb_face_reference_table(part, harfbuzz.hb_tag_from_string(b"CFF ", -1))
    length = ffi.new("unsigned int *")
    data = harfbuzz.hb_blob_get_data(blob, length)
    outlines = b"" if data == ffi.NULL else bytes(ffi.buffer(data, length[0]))
    harfbuzz.hb_blob_destroy(blob)
    return outlines if _numbered(outlines) >= set(glyphs) else b""


def _bare(face: Any) -> Any:
    """A face of nothing but its outlines: looking through its other tables takes longer than cutting the outlines."""
    bare = ffi.gc(harfbuzz.hb_face_builder_create(), harfbuzz.hb_face_destroy)
    for name in _OUTLINES:
        tag = harfbuzz.hb_tag_from_string(name, -1)
        table = harfbuzz.hb_face_reference_table(face, tag)
        harfbuzz.hb_face_builder_add_table(bare, tag, table)
        harfbuzz.hb_blob_destroy(table)
    return bare


def _add(numbers: Any, values: Sequence[int]) -> None:
    harfbuzz.hb_set_add_sorted_array(numbers, ffi.new("hb_codepoint_t[]", values), len(values))


def _numbered(outlines: bytes) -> set[int]:
    """The numbers that outlines carry with them."""
    if not outlines:
        return set()
    table = CFFFontSet()
    table.decompile(io.BytesIO(outlines), None)
    font = table[0]
    return {int(name[3:]) for name in font.charset if name.startswith("cid")} if hasattr(font, "ROS") else set()
