"""Asks the fontconfig library, with the same question as Pango, which font file answers to a face."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

import cffi  # type: ignore[import-untyped]

from reportgen.typeset.linking import by_full_name

_DECLARATIONS = """
typedef int FcBool;
typedef unsigned char FcChar8;
typedef unsigned int FcChar32;
typedef struct _FcConfig FcConfig;
typedef struct _FcPattern FcPattern;
typedef struct _FcCharSet FcCharSet;
typedef struct _FcFontSet { int nfont; int sfont; FcPattern **fonts; } FcFontSet;
typedef enum { FcResultMatch } FcResult;
typedef enum { FcMatchPattern, FcMatchFont, FcMatchScan } FcMatchKind;
FcPattern *FcPatternCreate (void);
void FcPatternDestroy (FcPattern *p);
FcBool FcPatternAddString (FcPattern *p, const char *object, const FcChar8 *s);
FcBool FcPatternAddInteger (FcPattern *p, const char *object, int i);
FcResult FcPatternGetString (FcPattern *p, const char *object, int n, FcChar8 **s);
FcResult FcPatternGetInteger (FcPattern *p, const char *object, int n, int *i);
typedef struct _FcMatrix { double xx, xy, yx, yy; } FcMatrix;
FcResult FcPatternGetMatrix (FcPattern *p, const char *object, int n, FcMatrix **m);
FcResult FcPatternGetBool (FcPattern *p, const char *object, int n, FcBool *b);
FcBool FcConfigSubstitute (FcConfig *config, FcPattern *p, FcMatchKind kind);
void FcDefaultSubstitute (FcPattern *p);
FcPattern *FcFontMatch (FcConfig *config, FcPattern *p, FcResult *result);
FcFontSet *FcFontSort (FcConfig *config, FcPattern *p, FcBool trim, FcCharSet **coverage, FcResult *result);
void FcFontSetDestroy (FcFontSet *s);
FcBool FcCharSetHasChar (const FcCharSet *charset, FcChar32 character);
"""
_LIBRARIES = (
    "libfontconfig-1",
    "fontconfig-1",
    "fontconfig",
    "libfontconfig.so.1",
    "libfontconfig.1.dylib",
    "libfontconfig-1.dll",
)
_REGULAR, _BOLD = 80, 200  # FC_WEIGHT_*
_ROMAN, _ITALIC = 0, 100  # FC_SLANT_*


@dataclass(frozen=True, slots=True)
class Match:
    """A font file; `synthetic_bold` when bold was asked for and the font has no bold cut; italic likewise."""

    path: str
    index: int
    family: str
    synthetic_bold: bool
    synthetic_italic: bool = False


@cache
def match(families: tuple[str, ...], bold: bool = False, italic: bool = False) -> Match | None:
    """The font that shows text set in the first of `families` that is installed; None where there is no font at all."""
    ffi, library = _open()
    found = library.FcFontMatch(ffi.NULL, _pattern(families, bold, italic), ffi.new("FcResult *"))
    if found == ffi.NULL:
        return None
    found = ffi.gc(found, library.FcPatternDestroy)
    text, number = ffi.new("FcChar8 **"), ffi.new("int *")

    def string(name: bytes) -> str:
        return os.fsdecode(ffi.string(text[0])) if library.FcPatternGetString(found, name, 0, text) == 0 else ""

    index = number[0] if library.FcPatternGetInteger(found, b"index", 0, number) == 0 else 0
    synthetic = library.FcPatternGetBool(found, b"embolden", 0, number) == 0 and bool(number[0])
    slanted = library.FcPatternGetMatrix(found, b"matrix", 0, ffi.new("FcMatrix **")) == 0
    return Match(string(b"file"), index & 0xFFFF, string(b"family"), synthetic, slanted)


@cache
def coverage(families: tuple[str, ...], bold: bool = False) -> Callable[[str], bool]:
    """A test whether any font Pango would fall back to has a glyph for a character."""
    ffi, library = _open()
    charset = ffi.new("FcCharSet **")
    fonts = library.FcFontSort(ffi.NULL, _pattern(families, bold), 1, charset, ffi.new("FcResult *"))
    if fonts == ffi.NULL:
        return lambda character: False
    library.FcFontSetDestroy(fonts)
    return lambda character: bool(library.FcCharSetHasChar(charset[0], ord(character)))


def _pattern(families: tuple[str, ...], bold: bool, italic: bool = False) -> Any:
    ffi, library = _open()
    pattern = ffi.gc(library.FcPatternCreate(), library.FcPatternDestroy)
    for family in families:
        library.FcPatternAddString(pattern, b"family", ffi.new("FcChar8[]", family.encode() + b"\0"))
    library.FcPatternAddInteger(pattern, b"weight", _BOLD if bold else _REGULAR)
    library.FcPatternAddInteger(pattern, b"slant", _ITALIC if italic else _ROMAN)
    library.FcPatternAddString(pattern, b"lang", ffi.new("FcChar8[]", b"zh-cn\0"))
    library.FcConfigSubstitute(ffi.NULL, pattern, library.FcMatchPattern)
    library.FcDefaultSubstitute(pattern)
    return pattern


@cache
def _open() -> tuple[Any, Any]:
    """The declarations and the library; OSError where it is not installed."""
    ffi = cffi.FFI()
    ffi.cdef(_DECLARATIONS)
    for name in _LIBRARIES:
        with suppress(OSError), by_full_name():
            return ffi, ffi.dlopen(name)
    return ffi, ffi.dlopen(_LIBRARIES[0])
