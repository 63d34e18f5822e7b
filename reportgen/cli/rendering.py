"""Data files → delivered reports, one after the other, while those after them are already being made."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from reportgen.checks.case import Case
from reportgen.children import Start, Waiting
from reportgen.cli.telling import CORRECT, LACKING, progress, say
from reportgen.filenames import safe_name
from reportgen.making import Made, Order, begin, gather, make
from reportgen.pipeline import DOCX, Examined, enclosures, examine, plan
from reportgen.problem import Level, Place, Problem, summary
from reportgen.volume import make_bound

NO_ENGINE = (
    "本机缺少排版 PDF 所需的 Pango（{error}），Word 文件已照常生成，PDF 没有生成。\n"
    "Debian、Ubuntu、UOS：sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk；\n"
    "其他系统的装法见 reportgen doctor。"
)
_AHEAD: Final = 8  # data files begun before the first of them is told
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for: kinds of files, drafts, one volume, PDFs without the data."""

    kinds: tuple[str, ...]
    draft: bool
    bound: bool
    bare: bool


@dataclass(frozen=True, slots=True)
class Report:
    """A data file, the folder below the output's for its files, and their making; none where it may not be made.

    `twin` is another data file that already has that folder.
    """

    examined: Examined
    own: str = ""
    making: tuple[tuple[str, Waiting[Made]], ...] = ()
    twin: Path | None = None


def render_all(data: Sequence[Path], folder: Path, templates: Path, wish: Wish, start: Start[Any, Any]) -> int:
    """Deliver the reports of data files into a folder and tell of them; the exit code."""
    codes = {_deliver(report, folder, wish) for report in _ahead(_begun(data, templates, wish, start))}
    return next((code for code in (CORRECT, LACKING) if code in codes), 0)


def _begun(data: Sequence[Path], templates: Path, wish: Wish, start: Start[Any, Any]) -> Iterator[Report]:
    folders: dict[str, Path] = {}
    for path in data:
        examined = examine(path, templates)
        if examined.case is None or (examined.blocked and not wish.draft):
            yield Report(examined)
            continue
        submission = examined.case.submission
        own = safe_name(f"{submission.unit.name}-{submission.fiscal_year}") if len(data) > 1 else ""
        if own in folders:
            yield Report(examined, twin=folders[own])
            continue
        folders[own] = path
        planned = plan(examined.case, wish.draft)
        enclosed = () if wish.bare else enclosures(examined)
        if wish.bound:
            job = (examined.case, Order(planned, wish.kinds, wish.draft, enclosed))
            yield Report(examined, own, ((planned[0].name, start(_bound, job, 1)[0]),))
        else:
            yield Report(examined, own, begin(planned, wish.kinds, wish.draft, enclosed, start))


def _bound(job: tuple[Case, Order], _: int) -> Made:
    case, order = job
    return make_bound(case, order.planned, order.kinds, order.draft, lambda: None, order.enclosed)


def _ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The same items, some of them asked for before the first is given."""
    waiting: deque[Item] = deque()
    for item in items:
        waiting.append(item)
        if len(waiting) > _AHEAD:
            yield waiting.popleft()
    yield from waiting


def _deliver(report: Report, folder: Path, wish: Wish) -> int:
    """Write the files of a report when they are made, and tell all that there is to tell; the exit code."""
    from reportgen.deliver import deliver

    examined, path = report.examined, report.examined.path
    say(examined.problems)
    if report.twin is not None:
        message = f"单位和年度与 {report.twin} 相同，没有生成"
        say([Problem("O3", Level.ERROR, Place(str(path)), message, "分两次生成到不同的文件夹，用 -o 指定")])
        return CORRECT
    if examined.case is None or not report.making:
        click.echo(f"{path}：{summary(examined.problems)}，没有生成；要看草稿请加 --草稿", err=True)
        return CORRECT
    lacking = 0
    with progress(len(report.making), path.stem) as step:
        try:
            files, problems = gather(report.making, step)
        except OSError as error:
            lacking = LACKING
            click.echo(NO_ENGINE.format(error=error), err=True)
            files, problems = make(plan(examined.case, wish.draft), [DOCX], wish.draft)
    deliveries, undelivered = deliver(files, folder / report.own)
    say((*problems, *undelivered))
    for one in deliveries:
        click.echo(f"{one.state} {one.path}")
    return CORRECT if any(p.blocks for p in (*problems, *undelivered)) else lacking
