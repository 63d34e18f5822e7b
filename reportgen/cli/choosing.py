"""Which format a command is about: told by name, by folder, or the default one."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import click

from reportgen.cli.telling import formats_folder
from reportgen.formats import find_formats, load_format


def chosen(what: str | None, templates: str | None, or_default: bool = False) -> tuple[Path, str]:
    """The templates folder and the name of a format, which may be told as its folder.

    With `or_default` what names no format stands for the default one.
    """
    if what and (Path(what) / "format.yaml").is_file():
        path = Path(what) if Path(what).name else Path(what).resolve()
        return path.parent, path.name
    folder = formats_folder(templates)
    known = find_formats(folder)
    if what in known:
        return folder, str(what)
    if or_default:
        return folder, default_format(folder, known)
    near = get_close_matches(str(what), known, 1, 0.3)
    hint = f"可能是“{near[0]}”" if near else f"已有的格式：{'、'.join(known)}"
    raise click.UsageError(f"没有“{what}”这个格式，也没有这个文件夹（里面要有 format.yaml）；{hint}")


def default_format(templates: Path, known: tuple[str, ...]) -> str:
    """The format that says it is the default, or the only one."""
    loaded = (load_format(templates, one)[0] for one in known)
    found = [one.name for one in loaded if one and (one.default or len(known) == 1)]
    if not found:
        raise click.UsageError(f"请用 --格式 写明按哪个格式；已有的格式：{'、'.join(known)}")
    return found[0]
