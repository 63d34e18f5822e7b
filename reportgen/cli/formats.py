"""The commands of those who look after templates: formats show, new, preview, diff, fields."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path

import click

from reportgen.cli.checking import formats_check
from reportgen.cli.choosing import chosen
from reportgen.cli.preview import formats_preview
from reportgen.cli.telling import CORRECT, formats_folder, say, templates_option
from reportgen.filenames import safe_name
from reportgen.formats import Format, find_formats, load_format
from reportgen.places import VARIABLE, folder_of, shipped_folder, templates_folder
from reportgen.problem import Level, Place, Problem
from reportgen.source.form_words import words_for


@click.group(
    options_metavar="[选项]",
    subcommand_metavar="[命令 …]",
    short_help="列出格式；新建、预览、比较格式，查可用的名称",
    invoke_without_command=True,
)
@click.pass_context
@templates_option
def formats(context: click.Context, templates: str | None) -> None:
    """列出可用的格式；下面的命令供模板维护人使用。"""
    if context.invoked_subcommand:
        return
    folder = formats_folder(templates)
    problems: list[Problem] = []
    for name in find_formats(folder):
        format, found = load_format(folder, name)
        problems.extend(found)
        click.echo(f"{name}\n    {format.title}：{format.help}" if format else name)
    say(problems)
    sys.exit(CORRECT if any(p.blocks for p in problems) else 0)


@formats.command("show", options_metavar="[选项]", short_help="一个格式继承以后的全部规定；或把 Word 模板显示成文字")
@click.argument("what", metavar="格式或模板")
@click.option("--全文", "--text", "text", is_flag=True, help="显示格式的各个 Word 模板的文字")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，每条规定一个对象")
@templates_option
def formats_show(what: str, text: bool, as_json: bool, templates: str | None) -> None:
    """用文字列出一个格式继承以后的全部规定：文件、正文、字段、计分、运算、审核，各写在哪个文件第几行。

    写一个 .docx 的，把它显示成文字，便于比较改动；可用作 git 的 textconv。
    """
    from reportgen.starting.describing import TOPICS, describe, heading, shown

    if Path(what).is_file():
        return show_texts([Path(what)])
    folder, name = chosen(what, templates)
    if text:
        return show_texts(sorted(folder_of(folder, name).glob("*.docx")))
    format = loaded(folder, name)
    statements = describe(format)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in statements], ensure_ascii=False, indent=1))
        return None
    click.echo("\n".join(heading(format, statements)))
    for topic in TOPICS:
        rows = [shown(one, name) for one in statements if one.topic == topic]
        if rows:
            click.echo("\n".join(("", f"【{topic}】", *rows)))
    click.echo("\n另有每个格式都做的审核，用 reportgen explain 代码 查。")
    return None


def show_texts(files: list[Path]) -> None:
    """The text of Word templates, each under its name where there are several."""
    from reportgen.fill.show import show_docx

    for path in files:
        if len(files) > 1:
            click.echo(f"# {path.name}")
        try:
            click.echo(show_docx(path.read_bytes()))
        except ValueError as error:
            say([Problem("T5", Level.ERROR, Place(str(path)), str(error), "用 Word 或 WPS 另存为 .docx")])
            sys.exit(CORRECT)


@formats.command("new", options_metavar="[选项]", short_help="新建一个格式，马上能用，再逐步改")
@click.argument("name", metavar="名称")
@click.option("--从", "--from", "source", metavar="格式", help="照这个格式（如上年的）复制一份；不写则从通用的开始")
@click.option(
    "--只要", "--only", "only", type=click.Choice(["自评表", "自评报告"]), help="只要通用的自评表，或只要报告"
)
@click.option("-o", "--输出", "--output", "folder", metavar="文件夹", type=click.Path(file_okay=False, path_type=Path),
              help="写在哪个文件夹里（末一层是名称的就是它）；不写则为 --模板 的或当前文件夹的 templates")  # fmt: skip
@templates_option
def formats_new(name: str, source: str | None, only: str | None, folder: Path | None, templates: str | None) -> None:
    """新建一个格式的文件夹：报告和自评表的 Word 模板，逐项注明的规则，和一份从空表到格式的说明。"""
    from reportgen.starting.folders import write_folder
    from reportgen.starting.new_format import BASE, SEEDS, WALK, copied_format, left_of_last_year, new_format

    if safe_name(name) != name or name.startswith(("_", ".")):
        raise click.UsageError(f"“{name}”不能作格式的名称；可以叫“{safe_name(name).lstrip('_.')}”")
    if source and only:
        raise click.UsageError("“--只要”选的是通用的，不能与“--从”同用；复制以后删去“文件”里不要的")
    where = folder or Path(templates or os.environ.get(VARIABLE) or "templates")
    target = where if folder and folder.name == name else where / name
    seeds = shipped_folder() / SEEDS
    if source is None:
        base, problems = load_format(shipped_folder(), BASE)
        say(problems)
        files = new_format(name, target, seeds, base, only or "") if base else {}
    else:
        around = templates_folder(templates)
        known = templates if around.is_dir() else str(shipped_folder())  # the first format makes the folder
        copied = folder_of(*chosen(source, known))
        files = copied_format(name, target, seeds, copied, source)
    problem = write_folder(target, files) if files else None
    if problem or not files:
        say([problem] if problem else [])
        sys.exit(CORRECT)
    click.echo("\n".join(f"新写 {target / one}" for one in sorted(files)))
    if source and (left := left_of_last_year(files, name, Path(source).name)):
        click.echo("\n".join(("这几行还写着上年，核对一遍：", *(f"  {line}" for line in left))))
    click.echo(f"接下来照 {target / WALK} 做；先看现在的样子：reportgen formats preview {target}")


@formats.command("diff", options_metavar="[选项]", short_help="两个格式（如两年的）有什么不同")
@click.argument("old", metavar="甲")
@click.argument("new", metavar="乙")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，每处不同一个对象")
@templates_option
def formats_diff(old: str, new: str, as_json: bool, templates: str | None) -> None:
    """用文字列出两个格式的不同：要填的字段、固定的话、表格、规则、公式和审核。甲、乙写格式的名称或文件夹。"""
    from reportgen.starting.differences import TOPICS, differences, shown

    found = differences(*(loaded(*chosen(one, templates)) for one in (old, new)))
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        return
    for topic in TOPICS:
        rows = [shown(one) for one in found if one.topic == topic]
        if rows:
            click.echo("\n".join((f"【{topic}】{len(rows)} 处", *rows, "")))
    click.echo(f"共 {len(found)} 处不同" if found else "没有不同")


@formats.command("fields", options_metavar="[选项]", short_help="模板里可用的全部名称")
@click.argument("what", metavar="[格式]", required=False)
@click.argument("word", metavar="[词]", required=False)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，每个名称一个对象")
@templates_option
def formats_fields(what: str | None, word: str | None, as_json: bool, templates: str | None) -> None:
    """列出一个格式的模板里可用的名称：是什么、印出来什么样、怎样得来；循环里可用的列在循环下面。

    只写一个词而不写格式的，按默认的格式找。
    """
    from reportgen.starting.offers import FIELDS, FILTERS, found_by, offers, shown

    folder, name = chosen(what, templates, or_default=True)
    if name != (what and Path(what).name) and word is None:
        word = what
    format = loaded(folder, name)
    every = offers(format)
    found = found_by(every, word or "")
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        return
    if not found:
        near = get_close_matches(word or "", list(dict.fromkeys(one.name for one in every)), 3, 0.4)
        raise click.UsageError(f"{name} 里没有含“{word}”的名称" + (f"；相近的：{'、'.join(near)}" if near else ""))
    if others := words_for(word or ""):
        click.echo(f"表上的“{word}”在这里叫{'或'.join(f'“{one}”' for one in others)}")
    for group in dict.fromkeys(one.group for one in found):
        click.echo(f"\n{group}：" if group else f"格式 {name}：写成 {{{{ 名称 }}}}")
        click.echo("\n".join(f"  {shown(one)}" for one in found if one.group == group))
    if not word:
        click.echo("\n数后面可以接：\n" + "\n".join(f"  .{key}　{help}" for key, help in FIELDS.items()))
        click.echo("名称后面可以接：\n" + "\n".join(f"  |{key}　{help}" for key, help in FILTERS.items()))


def loaded(folder: Path, name: str) -> Format:
    """A format that can be read; its mistakes end the command where it cannot."""
    format, problems = load_format(folder, name)
    say(problems)
    if format is None:
        sys.exit(CORRECT)
    return format


formats.add_command(formats_check)
formats.add_command(formats_preview)
