"""Files → a folder that is new, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from reportgen.problem import Level, Problem
from reportgen.problem import Place as At


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Problem | None:
    """A folder with these files where there is nothing of its name."""
    if folder.exists() or folder.is_symlink():
        hint = "换一个名称；要重新开始，先把它移走或改名"
        return Problem("O5", Level.ERROR, At(str(folder)), "已经有这个文件夹，没有动它", hint)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
        try:
            for name, content in files.items():
                (made / name).write_bytes(content)
            made.chmod(0o755)
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        message = f"没有写成（{error.strerror or error}）"
        return Problem("O1", Level.ERROR, At(str(folder)), message, "检查文件夹能否写入，或用 -o 换一个地方")
    return None
