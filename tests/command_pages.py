"""The commands of the program → what the manual says of each, as `--help` does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
from markdown_tables import table

from reportgen.cli import main


def commands() -> Iterator[str]:
    """Every command with its arguments and options, as `--help` says it."""
    yield from _command(main, "reportgen")


def _command(command: click.Command, path: str) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    if path != "reportgen":
        usage = " ".join(command.collect_usage_pieces(context))
        yield from (f"### {path}", "", f"`{path} {usage}`".replace(" `", "`"), "", *_paragraphs(command.help or ""), "")
        options = [
            found for one in command.params if isinstance(one, click.Option) and (found := one.get_help_record(context))
        ]
        if options:
            yield from table(("选项", "意思"), ((f"`{name}`", help) for name, help in options))
            yield ""
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _command(command.commands[name], f"{path} {name}")


def _paragraphs(text: str) -> Iterator[str]:
    """A docstring with the line breaks inside its paragraphs taken out, which Chinese does not want."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        if number:
            yield ""
        yield "".join(line.strip() for line in paragraph.splitlines())
