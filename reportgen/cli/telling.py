"""What the commands share: click's words in Chinese, options, and how problems and progress are told."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from reportgen.places import VARIABLE, templates_folder
from reportgen.problem import Place, Problem, show_problem

CORRECT, USAGE, LACKING = 1, 2, 3  # something must be corrected; wrong command line; the environment lacks something
WORDS = Path(__file__).resolve().parent.parent / "locale"


def speak_chinese() -> None:
    """click's own words in Chinese, and a terminal that cannot show a character shows its code instead."""
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain("messages", WORDS)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


speak_chinese()  # before click reads its words
F = TypeVar("F", bound=Callable[..., Any])
data_files = click.argument(
    "data", metavar="数据文件…", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


def templates_option(command: F) -> F:
    return click.option(
        "--模板", "--templates", "templates", metavar="文件夹", help="格式所在的文件夹；不写则自动寻找"
    )(command)


def formats_folder(option: str | None) -> Path:
    """The folder of formats; one that was named and is not there ends the command."""
    found = templates_folder(option)
    if found.is_dir():
        return found
    said = "--模板" if option else f"环境变量 {VARIABLE}"
    what = "不是文件夹" if found.exists() else "不存在"
    raise click.UsageError(f"{said} 写的文件夹“{found}”{what}；核对名称，或先建一个格式：reportgen formats new 名称")


def say(problems: Iterable[Problem], err: bool = True) -> None:
    for problem in problems:
        click.echo(show_problem(problem), err=err)


def entry(problem: Problem) -> dict[str, object]:
    """A problem for machines."""
    operands = [{"name": o.name, "value": o.value, **_spot(o.place)} for o in problem.operands]
    return {
        "code": problem.code,
        "level": problem.level.value,
        **_spot(problem.place),
        "within": problem.place.within,
        "message": problem.message,
        "hint": problem.hint,
        "explanation": problem.explanation,
        "operands": operands,
    }


def _spot(place: Place | None) -> dict[str, object]:
    found = place or Place("")
    return {"file": found.file, "line": found.line, "column": found.column}


@contextmanager
def progress(count: int, label: str) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal, nothing where output is piped."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=count, label=label, file=sys.stderr) as bar:
        yield lambda: bar.update(1)
