"""A text → a file that is new, or takes the place of one that this program made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportgen.disk import InUseError, NotPlainError, place, read_plain, replace, staged
from reportgen.problem import Level, Problem
from reportgen.problem import Place as At
from reportgen.starting.schema import MARK

_ELSEWHERE = "检查文件夹是否存在、能否写入，或换一个地方"


def write_new(path: Path, text: str, hint: str) -> Problem | None:
    """A file where there is none; whatever has its name stays, and `hint` says how to go on."""
    return _tried(path, hint, lambda: _placed(path, text))


def write_schema(path: Path, text: str) -> Problem | None:
    """A schema, new or in the place of an earlier one of ours."""
    return _tried(path, "这不是本程序生成的文件；用 -o 另写一个文件名，或先把它移走", lambda: _over(path, text))


def _tried(path: Path, hint: str, write: Callable[[], None]) -> Problem | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write()
    except (FileExistsError, NotPlainError):
        return Problem("O5", Level.ERROR, At(str(path)), "已经有这个文件，没有动它", hint)
    except InUseError:
        return Problem("O6", Level.ERROR, At(str(path)), "这个文件在别的程序里打开着，没有写", "关闭后再运行一次")
    except OSError as error:
        return Problem("O1", Level.ERROR, At(str(path)), f"没有写成（{error.strerror or error}）", _ELSEWHERE)
    return None


def _placed(path: Path, text: str) -> None:
    with staged(path, text.encode()) as made:
        place(made, path)


def _over(path: Path, text: str) -> None:
    before = read_plain(path)
    if before is None:
        _placed(path, text)
    elif before != text.encode():
        with staged(path, text.encode()) as made:
            replace(made, path, lambda content: MARK.encode() in content)
