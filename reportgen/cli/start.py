"""The commands that a new report begins with: new, schema."""

from __future__ import annotations

import re
import sys
from collections import Counter
from difflib import get_close_matches
from pathlib import Path

import click

from reportgen.checks.case import Case
from reportgen.cli.choosing import default_format
from reportgen.cli.telling import CORRECT, formats_folder, say, templates_option
from reportgen.figures.figure import Figure
from reportgen.figures.money import amount_in
from reportgen.figures.number import written
from reportgen.formats import Format, find_formats, load_format
from reportgen.lint.catalogue import problems as template_problems
from reportgen.pipeline import examine
from reportgen.problem import Level, Place, Problem
from reportgen.starting.blank import blank
from reportgen.starting.carry import Carried, carry_over, load_last_year
from reportgen.starting.fields_used import fields_used
from reportgen.starting.files import write_new, write_schema
from reportgen.starting.heading import with_other_money
from reportgen.starting.last_figures import with_last_figures
from reportgen.starting.opening import with_opening
from reportgen.starting.schema import schema_text

DATA, SCHEMA = "数据.yaml", "数据.schema.json"
GO_ON = "接着填就直接打开它；要重新开始，先把它移走或改名，或换一个文件夹"

format_option = click.option(
    "--格式", "--format", "name", metavar="格式", help="按哪个格式（reportgen formats 列出全部）"
)


@click.command(options_metavar="[选项]", short_help="新建一份数据文件，供填写")
@click.argument("folder", metavar="文件夹", type=click.Path(file_okay=False, path_type=Path))
@format_option
@click.option(
    "--上年", "--from", "last", metavar="上年数据文件", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="从上年的数据带来单位、项目、指标和文字，清空数字；“上年…”的字段填上年的数",
)  # fmt: skip
@click.option("--年度", "--year", "year", metavar="年度", default="", help="预算年度，四位数字；有上年数据的默认加一年")
@templates_option
def new(folder: Path, name: str | None, last: Path | None, year: str, templates: str | None) -> None:
    """在文件夹里新建 数据.yaml：格式要用的字段都列好，各有说明，填上数字和文字即可。

    旁边的 数据.schema.json 供编辑器（如装了 YAML 扩展的 VS Code）补全和提示。已有的数据文件不会被覆盖。
    """
    if year and not re.fullmatch(r"20\d\d", year, re.ASCII):
        raise click.UsageError(f"年度“{year}”不是四位年份，写成 2025 这样的数")
    path = folder / DATA
    if path.exists():
        _stop(Problem("O5", Level.ERROR, Place(str(path)), "已经有这个文件，没有动它", GO_ON))
    available = formats_folder(templates)
    carried, opening, taken, was = None, "", Counter[str](), ""
    if last is None:
        format = _format(available, name)
    else:
        root, problems = load_last_year(last)
        say(problems)
        if root is None:
            sys.exit(CORRECT)
        entry = root.find("格式")
        format = _format(available, name or (getattr(entry.value, "text", "").strip() if entry else ""))
        carried = carry_over(root, format)
        examined = examine(last, available)
        case = None if examined.blocked else examined.case
        opening = _closing_balance(case, format.money) if case else ""
        carried.root = with_opening(carried.root, opening) if opening else carried.root
        if case:
            filled = with_last_figures(carried.root, format.terms, case.root)
            carried.root, taken = filled.root, filled.taken
            carried.left += filled.unfit
            for label in (*taken, *filled.unfit):
                del carried.emptied[label.partition("（")[0]]
        was = _other_money(available, carried.format, format)
        year = year or _next(carried.year)
    used = fields_used(format)
    shown = f'"{path}"' if " " in str(path) else str(path)
    text = blank(format, used, shown, SCHEMA, year, carried.root if carried else None)
    text = with_other_money(text, was, format.money) if was else text
    schema = schema_text(format, used)
    for problem in (write_schema(folder / SCHEMA, schema), write_new(path, text, GO_ON)):
        if problem:
            _stop(problem)
    click.echo(f"新写 {path}（格式 {format.name}）\n新写 {folder / SCHEMA}")
    if carried:
        _tell(carried)
        if opening:
            click.echo(f"年初结转结余 {opening} {format.money}，取自上年算出的年末结转结余")
        if was:
            taken_over = "带过来的已经换算，" if opening or taken else ""
            click.echo(f"金额单位改了：上年填{was}，今年填{format.money}；{taken_over}新填的一律填{format.money}")
        if taken:
            click.echo(f"取自上年的数：{_listed(taken)}")
    click.echo(f"填写以后运行：reportgen check {shown}")


@click.command(options_metavar="[选项]", short_help="数据文件的 JSON Schema，供编辑器补全和提示")
@format_option
@click.option("-o", "--输出", "--output", "path", metavar="文件", type=click.Path(dir_okay=False, path_type=Path),
              help="写到这个文件；不写则显示出来")  # fmt: skip
@templates_option
def schema(name: str | None, path: Path | None, templates: str | None) -> None:
    """给出数据文件的 JSON Schema（draft-07）；指定格式的，还包括该格式正文的各段。

    在数据文件第一行写 “# yaml-language-server: $schema=./数据.schema.json” 即可使用。
    """
    available = formats_folder(templates)
    format = _format(available, name) if name else None
    text = schema_text(format, fields_used(format) if format else None, find_formats(available))
    if path is None:
        click.echo(text, nl=False)
    elif problem := write_schema(path, text):
        _stop(problem)
    else:
        click.echo(f"写好 {path}")


def _format(templates: Path, name: str | None) -> Format:
    """The format of a name, or the one that says it is the default; mistakes in its files end the command."""
    known = find_formats(templates)
    if not name:
        name = default_format(templates, known)
    elif name not in known:
        near = get_close_matches(name, known, 1, 0.3)
        hint = f"可能是“{near[0]}”" if near else f"已有的格式：{'、'.join(known)}"
        raise click.UsageError(f"没有“{name}”这个格式；{hint}")
    format, problems = load_format(templates, name)
    files = [format.folder / row.template.text for row in format.documents] if format else []
    problems += tuple(found for file in files if file.is_file() for found in template_problems(file))
    say(problems)
    if format is None or any(p.blocks for p in problems):
        sys.exit(CORRECT)
    return format


def _closing_balance(case: Case, money: str) -> str:
    """What was left at the end of last year; empty where its file does not say."""
    funds = case.submission.funds
    if not (funds.income or funds.carryover.opening):  # a file of projects only has nothing to close
        return ""
    closing = case.root.at_path("结转结余.年末")
    if not isinstance(closing, Figure) or (amount := amount_in(money, closing)) is None:
        return ""
    return closing.number if closing.unit == money else written(amount, None)


def _other_money(templates: Path, last: str, format: Format) -> str:
    """The unit of last year's amounts, where this year's is another."""
    before = load_format(templates, last)[0] if last != format.name and last in find_formats(templates) else None
    return before.money if before and before.money != format.money else ""


def _next(year: str) -> str:
    return str(int(year) + 1) if re.fullmatch(r"20\d\d", year, re.ASCII) else ""


def _tell(carried: Carried) -> None:
    """What came over, what is to be filled in anew, what stayed behind."""
    told = (("带过来的", carried.kept), ("清空的", carried.emptied), ("没有带过来的", carried.left))
    for what, counted in told:
        if counted:
            click.echo(f"{what}：{_listed(counted)}")
    if any(label.endswith("待改）") for label in carried.kept):
        click.echo("上年的文字里手打的数都是旧数：逐处改过，再删去段首的提示；不删，审核通不过")


def _listed(counted: Counter[str]) -> str:
    return "、".join(label + (f" {count} 处" if count > 1 else "") for label, count in counted.items())


def _stop(problem: Problem) -> None:
    say([problem])
    sys.exit(CORRECT)
