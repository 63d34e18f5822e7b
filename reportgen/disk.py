"""Bytes → a file that is wholly there or not at all, and never in the place of somebody else's."""

from __future__ import annotations

import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

from reportgen.filenames import beside

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = ".reportgen.lock"
LEFTOVER = re.compile(r"\.reportgen-([0-9]+)\.(.+)\.(new|old)")
RESCUED = "找回"
BEHIND = 1 << 30  # the byte that Windows locks: a locked byte cannot be read, and the holder's number stands in front
PAUSE = 0.05  # seconds between two tries
TRIES = 6  # a virus scanner lets go within that many pauses
BINARY = getattr(os, "O_BINARY", 0)
UNFOLLOWED = getattr(os, "O_NOFOLLOW", 0)

Ours: TypeAlias = Callable[[bytes], bool]


class NotPlainError(OSError):
    """A link, a folder or a device stands where a file should."""


class InUseError(OSError):
    """Another program has the file open and keeps it where it is."""


class BusyError(OSError):
    """Another process writes to the folder; the argument is its number, or nothing where that cannot be read."""


@contextmanager
def locked(folder: Path, patience: int) -> Iterator[bool]:
    """Keep other runs out of a folder, BusyError after so many seconds; False where the disk knows no locks."""
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | BINARY | UNFOLLOWED, 0o666)
    try:
        held = _wait_for_lock(handle, time.monotonic() + patience)
        if held:
            os.ftruncate(handle, 0)
            os.write(handle, str(os.getpid()).encode())
        yield held
        if held and sys.platform == "win32":
            os.lseek(handle, BEHIND, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    finally:
        os.close(handle)


def read_plain(path: Path) -> bytes | None:
    """The bytes of a plain file, None where there is none, NotPlainError where something else has its name."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise NotPlainError(str(path))
        with os.fdopen(os.open(path, os.O_RDONLY | BINARY | UNFOLLOWED), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


@contextmanager
def staged(target: Path, data: bytes) -> Iterator[Path]:
    """Bytes safe on the disk under a hidden name beside the target, which is gone again afterwards."""
    path = _hidden(target, "new")
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o666), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield path
    finally:
        with suppress(OSError):  # the sweep tries again
            path.unlink(missing_ok=True)


def place(path: Path, target: Path) -> None:
    """Give a file the target's name, FileExistsError where that is taken."""
    try:
        os.link(path, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without links: look, then move; Windows looks itself
        if os.path.lexists(target):
            raise FileExistsError(str(target)) from None
        path.rename(target)
    else:
        path.unlink()


def replace(path: Path, target: Path, ours: Ours) -> None:
    """Put a file in the place of one of ours; FileExistsError, the target as it is, where the user saved meanwhile.

    The old file is judged after it was moved aside, so that no edit can slip in between the look and the change.
    """
    aside = _hidden(target, "old")
    _move_aside(target, aside)
    try:
        if not ours(read_plain(aside) or b""):
            raise FileExistsError(str(target))
        place(path, target)
    finally:
        _settle(aside, target, ours)


def sweep(folder: Path, ours: Ours, *, alone: bool) -> tuple[Path, ...]:
    """Clear what a killed run left and return the user's files found in it, under names that show.

    Where the disk knows no locks another run may be at work: then only what this process left is touched.
    """
    rescued = []
    for path in sorted(folder.iterdir()):
        found = LEFTOVER.fullmatch(path.name)
        if not found or not (alone or found[1] == str(os.getpid())):
            continue
        if found[3] == "new":
            path.unlink()
        elif not _settle(path, folder / found[2], ours):
            rescued.append(_rescue(path, folder / found[2]))
    return tuple(rescued)


def flush_folder(folder: Path) -> None:
    """Have the disk remember the names in a folder; Windows does so by itself."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _hidden(target: Path, kind: str) -> Path:
    return target.with_name(f".reportgen-{os.getpid()}.{target.name}.{kind}")


def _move_aside(path: Path, aside: Path) -> None:
    for _ in range(TRIES):
        with suppress(PermissionError):
            path.rename(aside)
            return
        time.sleep(PAUSE)
    raise InUseError(str(path))


def _settle(aside: Path, target: Path, ours: Ours) -> bool:
    """Bring a file moved aside back to its free name, or drop it when ours; False leaves the user's where it is."""
    try:
        place(aside, target)
    except FileExistsError:
        if not ours(read_plain(aside) or b""):
            return False
        aside.unlink()
    return True


def _rescue(aside: Path, target: Path) -> Path:
    number = 1
    while True:
        path = beside(target, RESCUED, number)
        try:
            place(aside, path)
        except FileExistsError:
            number += 1
        else:
            return path


def _wait_for_lock(handle: int, until: float) -> bool:
    while True:
        try:
            if sys.platform == "win32":
                os.lseek(handle, BEHIND, os.SEEK_SET)
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
                os.lseek(handle, 0, os.SEEK_SET)
            else:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            if time.monotonic() >= until:
                raise BusyError(os.read(handle, 20).decode(errors="replace")) from None
            time.sleep(PAUSE)
        except OSError:
            return False
        else:
            return True
