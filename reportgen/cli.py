"""The command line: the only module that prints and exits."""

from __future__ import annotations

import gettext
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from reportgen import __version__
from reportgen.figures.figure import Figure
from reportgen.figures.scope import NameProblem, Scope
from reportgen.figures.why import show_names, show_why
from reportgen.formats import find_formats, load_format
from reportgen.pipeline import DOCX, PDF, examine, make, plan
from reportgen.places import templates_folder
from reportgen.problem import Level, Place, Problem, show_problem

CORRECT, USAGE, LACKING = 1, 2, 3  # something must be corrected; wrong command line; the environment lacks something
WORDS = Path(__file__).resolve().parent / "locale"
NO_ENGINE = (
    "本机缺少排版 PDF 所需的 Pango（{error}），Word 文件已照常生成，PDF 没有生成。\n"
    "Debian、Ubuntu、UOS：sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk；\n"
    "其他系统的装法见 reportgen doctor。"
)


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


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]}, options_metavar="[选项]", subcommand_metavar="命令 …"
)
@click.version_option(__version__, "-V", "--version", message="reportgen %(version)s", help="显示版本")
def main() -> None:
    """由一份 YAML 数据计算、审核并生成绩效自评报告和自评表。"""


@main.command(options_metavar="[选项]", short_help="生成报告和自评表（Word 和 PDF）")
@data_files
@click.option(
    "-o", "--输出", "--output", "folder", metavar="文件夹", default="output", show_default=True,
    type=click.Path(file_okay=False, path_type=Path), help="写到哪里",
)  # fmt: skip
@click.option("--只要", "--only", "only", type=click.Choice([DOCX, PDF]), help="只生成一种")
@click.option("--草稿", "--draft", "draft", is_flag=True, help="有问题也生成，页眉标“草稿”")
@templates_option
def render(data: tuple[Path, ...], folder: Path, only: str | None, draft: bool, templates: str | None) -> None:
    """审核数据文件，没有必须更正的问题就生成报告和自评表。

    给出几个数据文件时，各单位的文件写在各自的文件夹里。用户改过的文件不会被覆盖。
    """
    from reportgen.deliver import deliver
    from reportgen.filenames import safe_name

    wrong = lacking = False
    folders: dict[str, Path] = {}
    kinds = [only] if only else [DOCX, PDF]
    for path in data:
        examined = examine(path, templates_folder(templates))
        say(examined.problems)
        if examined.case is None or (examined.blocked and not draft):
            wrong = True
            click.echo(f"{path}：{summary(examined.problems)}，没有生成；要看草稿请加 --草稿", err=True)
            continue
        submission = examined.case.submission
        own = safe_name(f"{submission.unit.name}-{submission.fiscal_year}") if len(data) > 1 else ""
        if own in folders:
            message = f"单位和年度与 {folders[own]} 相同，没有生成"
            say([Problem("O3", Level.ERROR, Place(str(path)), message, "分两次生成到不同的文件夹，用 -o 指定")])
            wrong = True
            continue
        folders[own] = path
        planned = plan(examined.case, draft)
        with progress(len(planned), path.stem) as step:
            try:
                files, problems = make(planned, kinds, draft, step)
            except OSError as error:
                lacking = True
                click.echo(NO_ENGINE.format(error=error), err=True)
                files, problems = make(planned, [DOCX], draft)
        deliveries, undelivered = deliver(files, folder / own)
        say((*problems, *undelivered))
        wrong = wrong or any(p.blocks for p in (*problems, *undelivered))
        for one in deliveries:
            click.echo(f"{one.state} {one.path}")
    sys.exit(CORRECT if wrong else LACKING if lacking else 0)


@main.command(options_metavar="[选项]", short_help="审核数据，不生成文件")
@data_files
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，每个问题一个对象")
@templates_option
def check(data: tuple[Path, ...], as_json: bool, templates: str | None) -> None:
    """列出数据文件里的全部问题：强制性的必须更正，核实性的要在“审核说明”里说明，提示性的供参考。"""
    examined = [examine(path, templates_folder(templates)) for path in data]
    if as_json:
        click.echo(json.dumps([entry(p) for one in examined for p in one.problems], ensure_ascii=False, indent=1))
    else:
        for one in examined:
            say(one.problems, err=False)
            click.echo(f"{one.path}：{summary(one.problems)}")
    sys.exit(CORRECT if any(one.blocked for one in examined) else 0)


@main.command(options_metavar="[选项]", short_help="一个数字从哪里来")
@click.argument("data", metavar="数据文件", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("name", metavar="[名称]", required=False)
@templates_option
def why(data: Path, name: str | None, templates: str | None) -> None:
    """显示一个数字的公式、各运算数和它们所在的行；不写名称则列出全部名称。

    名称照数据文件里的字段逐级写，如 项目.甲项目.执行率。
    """
    examined = examine(data, templates_folder(templates))
    if examined.case is None:
        say(examined.problems)
        sys.exit(CORRECT)
    root = examined.case.root
    if not name:
        click.echo(show_names(root))
        return
    found = named(root, name)
    if isinstance(found, Figure):
        click.echo(show_why(found))
    elif isinstance(found, Scope):
        click.echo(show_names(found))
    else:
        click.echo(str(found))


@main.group(
    options_metavar="[选项]",
    subcommand_metavar="[命令 …]",
    short_help="列出格式，查看模板",
    invoke_without_command=True,
)
@click.pass_context
@templates_option
def formats(context: click.Context, templates: str | None) -> None:
    """列出可用的格式。"""
    if context.invoked_subcommand:
        return
    folder = templates_folder(templates)
    problems: list[Problem] = []
    for name in find_formats(folder):
        format, found = load_format(folder, name)
        problems.extend(found)
        click.echo(f"{name}\n    {format.title}：{format.help}" if format else name)
    say(problems)
    sys.exit(CORRECT if any(p.blocks for p in problems) else 0)


@formats.command("show", options_metavar="[选项]", short_help="把 Word 模板显示成文字")
@click.argument("what", metavar="模板或格式")
@templates_option
def formats_show(what: str, templates: str | None) -> None:
    """把一个 .docx（或一个格式的全部模板）显示成文字，便于比较改动；可用作 git 的 textconv。"""
    from reportgen.fill.show import show_docx

    folder = templates_folder(templates) / what
    files = [Path(what)] if Path(what).is_file() else sorted(folder.glob("*.docx"))
    if not files:
        raise click.UsageError(f"没有“{what}”这个模板文件或格式；已有的格式：{'、'.join(find_formats(folder.parent))}")
    for path in files:
        if len(files) > 1:
            click.echo(f"# {path.name}")
        try:
            click.echo(show_docx(path.read_bytes()))
        except ValueError as error:
            say([Problem("T5", Level.ERROR, Place(str(path)), str(error), "用 Word 或 WPS 另存为 .docx")])
            sys.exit(CORRECT)


@main.command(options_metavar="[选项]", short_help="检查本机是否齐备")
def doctor() -> None:
    """检查软件、字体和模板，试做一份 Word 和 PDF；缺什么、有什么影响、怎样补上，逐项说明。"""
    from reportgen.doctor import examine as examine_machine
    from reportgen.doctor import show_checks

    checks = examine_machine()
    click.echo(show_checks(checks))
    sys.exit(0 if all(one.ok for one in checks) else LACKING)


def named(root: Scope, name: str) -> object:
    """The value of a full name, or of the one name that ends in what was typed."""
    name = name.strip().strip("【】")
    try:
        return root.at_path(name)
    except NameProblem as missing:
        ending = [f for f in root.figures() if f.name.endswith(f".{name}")]
        if len(ending) == 1:
            return ending[0]
        several = "、".join(f.name for f in ending[:8])
        near = f"可能是“{missing.near}”" if missing.near else "不写名称可列出全部名称"
        raise click.UsageError(f"“{name}”有几个：{several}" if several else f"{missing}；{near}") from None


def say(problems: Iterable[Problem], err: bool = True) -> None:
    for problem in problems:
        click.echo(show_problem(problem), err=err)


def summary(problems: Iterable[Problem]) -> str:
    """How many problems of each level."""
    listed = list(problems)
    counts = [(level, sum(1 for p in listed if p.level is level)) for level in Level]
    explained = sum(1 for p in listed if p.explanation)
    told = "、".join(f"{level} {count} 个" for level, count in counts if count)
    return (told + (f"（其中已说明 {explained} 个）" if explained else "")) or "没有问题"


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
