"""Loads shared libraries by their full names only, as the dynamic linker of Linux knows them."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def by_full_name() -> Iterator[None]:
    """Meanwhile no short name of a library is looked up: on Linux each one costs a run of ldconfig."""
    find_library = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find_library
