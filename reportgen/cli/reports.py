"""The commands that make and check reports: render, check."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from reportgen.children import processes
from reportgen.cli.rendering import Wish, render_all
from reportgen.cli.telling import CORRECT, LACKING, data_files, entry, formats_folder, say, templates_option
from reportgen.making import load_engines, make
from reportgen.pipeline import DOCX, PDF, Examined, enclosures, examine
from reportgen.problem import summary

NO_PAPER = "本机缺少排版 PDF 所需的 Pango（{error}），底稿没有写成；可先写成 .docx，装法见 reportgen doctor。"
attach_option = click.option("--不附数据", "--no-attach", "bare", is_flag=True, help="PDF 里不嵌入数据文件和审核结果")


@click.command(options_metavar="[选项]", short_help="生成报告和自评表（Word 和 PDF）")
@data_files
@click.option(
    "-o", "--输出", "--output", "folder", metavar="文件夹", default="output", show_default=True,
    type=click.Path(file_okay=False, path_type=Path), help="写到哪里",
)  # fmt: skip
@click.option("--只要", "--only", "only", type=click.Choice([DOCX, PDF]), help="只生成一种")
@click.option("--草稿", "--draft", "draft", is_flag=True, help="有问题也生成，页眉标“草稿”")
@click.option("--合订", "--bind", "bound", is_flag=True, help="报告和附件合成一个 PDF，页码连续，带书签")
@attach_option
@templates_option
def render(  # noqa: PLR0913, PLR0917 - one argument an option
    data: tuple[Path, ...],
    folder: Path,
    only: str | None,
    draft: bool,
    bound: bool,
    bare: bool,
    templates: str | None,
) -> None:
    """审核数据文件，没有必须更正的问题就生成报告和自评表。

    给出几个数据文件时，各单位的文件写在各自的文件夹里。用户改过的文件不会被覆盖。

    数据文件和审核结果嵌在每个 PDF 里，可在阅读器的“附件”中取出。
    """
    if bound and only == DOCX:
        raise click.UsageError("合订本是 PDF，不能与“--只要 docx”同用")
    wish = Wish(tuple([only] if only else [DOCX, PDF]), draft, bound, bare)
    with processes(load_engines) as start:
        sys.exit(render_all(data, folder, formats_folder(templates), wish, start))


def _paper_kinds(context: click.Context, option: click.Parameter, paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Work papers are Word files and PDFs."""
    for path in paths:
        if path.suffix.lower() not in (f".{DOCX}", f".{PDF}"):
            raise click.BadParameter(f"“{path}”要以 .docx 或 .pdf 结尾，如 底稿.docx", context, option)
    return paths


@click.command(options_metavar="[选项]", short_help="审核数据，不生成报告")
@data_files
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，每个问题一个对象")
@click.option(
    "--底稿", "--report", "papers", metavar="文件", multiple=True, callback=_paper_kinds,
    type=click.Path(dir_okay=False, path_type=Path),
    help="把审核结果写成底稿，.docx 或 .pdf；两种都要就写两次；一次只写一个数据文件的",
)  # fmt: skip
@attach_option
@templates_option
def check(data: tuple[Path, ...], as_json: bool, papers: tuple[Path, ...], bare: bool, templates: str | None) -> None:
    """列出数据文件里的全部问题：强制性的必须更正，核实性的要在“审核说明”里说明，提示性的供参考。"""
    if papers and len(data) > 1:
        raise click.UsageError("底稿一次写一个单位的，请只给一个数据文件")
    examined = [examine(path, formats_folder(templates)) for path in data]
    if as_json:
        click.echo(json.dumps([entry(p) for one in examined for p in one.problems], ensure_ascii=False, indent=1))
    else:
        for one in examined:
            say(one.problems, err=False)
            click.echo(f"{one.path}：{summary(one.problems)}")
    unwritten = write_papers(examined[0], papers, formats_folder(templates), bare) if papers else 0
    sys.exit(CORRECT if any(one.blocked for one in examined) else unwritten)


def write_papers(examined: Examined, papers: tuple[Path, ...], templates: Path, bare: bool) -> int:
    """Write the work paper under each of the names; the exit code, 0 when all of them lie there."""
    from reportgen.deliver import deliver
    from reportgen.workpaper import workpaper

    code = 0
    enclosed = () if bare else enclosures(examined)
    for path in dict.fromkeys(papers):
        planned, problems = workpaper(examined, templates, path.stem)
        files: dict[str, bytes] = {}
        if planned is not None:
            try:
                kind = path.suffix.lower().removeprefix(".")
                files, problems = make([planned], [kind], draft=False, enclosed=enclosed)
            except OSError as error:
                click.echo(NO_PAPER.format(error=error), err=True)
                return LACKING
        deliveries, undelivered = deliver(files, path.parent)
        say((*problems, *undelivered))
        for one in deliveries:
            click.echo(f"{one.state} {one.path}", err=True)
        code = code if deliveries else CORRECT
    return code
