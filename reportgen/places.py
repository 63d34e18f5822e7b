"""Where the templates lie on this machine."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "REPORTGEN_TEMPLATES"
PACKAGE = Path(__file__).resolve().parent
NATIONAL = "_通用"  # the folder of the national rules, which every templates folder needs


def templates_folder(option: str | None = None) -> Path:
    """The folder of formats: as told by option or environment, else the first found here, in the package, beside it.

    A folder that was named is taken at its word, so that a slip in its name is reported and not papered over.
    """
    named = option or os.environ.get(VARIABLE)
    if named:
        return Path(named)
    own = Path("templates")
    return own if own.is_dir() else shipped_folder()


def shipped_folder() -> Path:
    """The folder of formats that came with the program."""
    installed = PACKAGE / "templates"
    # An editable install carries no templates: they are those of the repository it was installed from.
    return installed if installed.is_dir() else PACKAGE.parent / "templates"


def template_folders(templates: Path) -> tuple[Path, ...]:
    """A templates folder; behind one without the national rules stand the formats that came with the program.

    A folder that is not there, as one whose name is misspelt, stands alone: that is told and not papered over.
    """
    whole = (templates / NATIONAL).is_dir() or not templates.is_dir()
    return (templates,) if whole else (templates, shipped_folder())


def is_plain_name(name: str) -> bool:
    """Whether a text names a file or a folder beside another, and no way to somewhere else."""
    return bool(name) and name not in (".", "..") and not set(name) & set("/\\:\0")


def lies_in(path: Path, folder: Path) -> bool:
    """Whether a file is one of a folder's own, and no link to a file elsewhere."""
    return path.is_file() and path.resolve().parent == folder.resolve()


def folder_of(templates: Path, name: str) -> Path:
    """The folder of a format, of the templates folder itself before those behind it."""
    found = (folder / name for folder in template_folders(templates) if (folder / name).is_dir())
    return next(found, templates / name)
