"""The command line: the only room that prints and exits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Final, cast

import click

from reportgen import __version__
from reportgen.cli import telling  # speaks Chinese before click reads its words

_MODULES: Final = {
    "new": "start",
    "schema": "start",
    "formats": "formats",
    "render": "reports",
    "check": "reports",
    "why": "look",
    "explain": "look",
    "doctor": "look",
}


class _Commands(Mapping[str, click.Command]):
    """The commands by name, each imported when it is asked for: `check` needs no linter of templates."""

    def __getitem__(self, name: str) -> click.Command:
        found: click.Command = getattr(import_module(f"reportgen.cli.{_MODULES[name]}"), name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


@click.group(
    commands=cast(MutableMapping[str, click.Command], _Commands()),  # nobody adds to them
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="[选项]",
    subcommand_metavar="命令 …",
)
@click.version_option(__version__, "-V", "--version", message="reportgen %(version)s", help="显示版本")
def main() -> None:
    """由一份 YAML 数据计算、审核并生成绩效自评报告和自评表。"""


__all__ = ["main", "telling"]
