"""Where the templates lie on this machine."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "REPORTGEN_TEMPLATES"
PACKAGE = Path(__file__).resolve().parent


def templates_folder(option: str | None = None) -> Path:
    """The folder of formats: as told by option or environment, else the first found here, in the package, beside it.

    A folder that was named is taken at its word, so that a slip in its name is reported and not papered over.
    """
    named = option or os.environ.get(VARIABLE)
    if named:
        return Path(named)
    found = (folder for folder in (Path("templates"), PACKAGE / "templates") if folder.is_dir())
    # An editable install carries no templates: they are those of the repository it was installed from.
    return next(found, PACKAGE.parent / "templates")
