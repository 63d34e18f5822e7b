"""The command line: the only room that prints and exits."""

from __future__ import annotations

import click

from reportgen import __version__
from reportgen.cli import telling  # speaks Chinese before click reads its words
from reportgen.cli.formats import formats
from reportgen.cli.look import doctor, explain, why
from reportgen.cli.reports import check, render
from reportgen.cli.start import new, schema


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]}, options_metavar="[选项]", subcommand_metavar="命令 …"
)
@click.version_option(__version__, "-V", "--version", message="reportgen %(version)s", help="显示版本")
def main() -> None:
    """由一份 YAML 数据计算、审核并生成绩效自评报告和自评表。"""


for command in (new, render, check, why, explain, formats, schema, doctor):
    main.add_command(command)

__all__ = ["main", "telling"]
