"""formats preview: a format filled with example data, once or each time that a file of its folder is saved."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import click

from reportgen.checks.rules import known_codes
from reportgen.children import Lost, Start, apart, processes
from reportgen.cli.checking import LOST_HINT
from reportgen.cli.choosing import chosen
from reportgen.cli.rendering import NO_ENGINE
from reportgen.cli.telling import CORRECT, LACKING, say, templates_option
from reportgen.formats import Format, load_format, load_rules
from reportgen.making import load_engines, make
from reportgen.pipeline import DOCX, PDF, Planned, examine, plan
from reportgen.places import folder_of
from reportgen.problem import Level, Place, Problem, summary
from reportgen.profile import COMMON

PAUSE: Final = 0.5  # seconds between two looks at the files of the folder
UNMET: Final = "示例数据不合自己写的审核 {code}（{count} 处）：不妨碍看样子"
EXAMPLE: Final = "示例数据.yaml"
NO_PICTURES = "没有装 pypdfium2，不能把页面转成图片：pip install pypdfium2，或 pip install 'reportgen[preview]'"
_WATCHED = (".yaml", ".docx")


@dataclass(frozen=True, slots=True)
class Wish:
    """What to render and where to."""

    templates: Path
    name: str
    data: Path | None
    folder: Path
    pictures: bool


@click.command("preview", options_metavar="[选项]", short_help="用示例数据看一个格式的样子")
@click.argument("what", metavar="格式或文件夹")
@click.option("-o", "--输出", "--output", "folder", metavar="文件夹", default="output/预览", show_default=True,
              type=click.Path(file_okay=False, path_type=Path), help="写到哪里")  # fmt: skip
@click.option(
    "--数据", "--data", "data", metavar="数据文件", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="用这份数据，不用编出来的",
)  # fmt: skip
@click.option("--图", "--png", "pictures", is_flag=True, help="每页另存一张 PNG（要装 pypdfium2）")
@click.option("--跟随", "--watch", "watch", is_flag=True, help="文件夹里的文件一保存就重做，按 Ctrl-C 结束")
@templates_option
def formats_preview(
    what: str, folder: Path, data: Path | None, pictures: bool, watch: bool, templates: str | None
) -> None:
    """把一个格式用示例数据填好，写出 Word 和 PDF；示例数据也写在旁边，可以拿去改。

    有问题也做，问题逐条列出，做不成的写明“没有生成”；加 --数据 用真的数据而有必须更正的问题的，页眉标“草稿”。
    """
    if pictures:
        try:
            import pypdfium2  # noqa: F401
        except ImportError:
            raise click.ClickException(NO_PICTURES) from None
    wish = Wish(*chosen(what, templates), data, folder, pictures)
    with processes(load_engines) as start:
        code = preview(wish, start)
    if watch:
        follow(wish)
    sys.exit(code)


def follow(wish: Wish) -> None:
    """Render again whenever a file of the folder has changed; Ctrl-C ends it."""
    seen = stamps(wish)
    click.echo(f"改动 {folder_of(wish.templates, wish.name)} 里的文件会自动重做，按 Ctrl-C 结束")
    try:
        while True:
            time.sleep(PAUSE)
            now = stamps(wish)
            if now != seen:
                seen = now
                changed = time.strftime("%H:%M:%S")
                click.echo(f"—— {changed} 有改动，重做")
                with processes(load_engines) as start:  # a new copy of this process: what it knew of files is old
                    preview(wish, start)
    except KeyboardInterrupt:
        click.echo("\n已结束")


def stamps(wish: Wish) -> Mapping[Path, tuple[int, int]]:
    """When each file that matters was last written, and how long it is."""
    found: dict[Path, tuple[int, int]] = {}
    with suppress(FileNotFoundError):  # an editor is just putting a new file in the place of the old one
        for path in _watched(wish):
            found[path] = (path.stat().st_mtime_ns, path.stat().st_size)
    return found


def _watched(wish: Wish) -> Iterator[Path]:
    for path in sorted(folder_of(wish.templates, wish.name).iterdir()):
        if path.suffix in _WATCHED and not path.name.startswith((".", "~$")):
            yield path
    if wish.data is not None:
        yield wish.data


def preview(wish: Wish, start: Start[Any, Any]) -> int:
    """Render a format once, telling of every problem on the way; the exit code."""
    from reportgen.deliver import deliver

    try:
        data, problems = _data(wish)
        looked = apart(look, (wish, data)) if data is not None else None
    except Lost as lost:
        place = Place(str(folder_of(wish.templates, wish.name)))
        say([Problem("G5", Level.ERROR, place, f"没有生成：{lost}", LOST_HINT)])
        return CORRECT
    if looked is None or looked.planned is None:
        say(problems if looked is None else looked.problems)
        return CORRECT
    if looked.format != wish.name:
        raise click.UsageError(f"{data} 的格式是“{looked.format}”，不是“{wish.name}”")
    say(looked.problems)
    for code, count in looked.unmet.items():
        click.echo(UNMET.format(code=code, count=count))
    lacking, kinds = 0, [DOCX, PDF]
    try:
        files, found = make(looked.planned, kinds, looked.draft, start=start)
    except OSError as error:
        lacking, kinds = LACKING, [DOCX]
        click.echo(NO_ENGINE.format(error=error), err=True)
        files, found = make(looked.planned, kinds, looked.draft, start=start)
    unmade = [one.name for one in looked.planned if not any(f"{one.name}.{kind}" in files for kind in kinds)]
    if wish.pictures:
        files |= pictures_of(files)
    deliveries, undelivered = deliver(files, wish.folder)
    found = told_once(found)
    say((*found, *undelivered))
    for one in deliveries:
        click.echo(f"{one.state} {one.path}")
    for name in unmade:
        click.echo(f"没有生成 {name}：先改上面必须更正的问题")
    told = (*looked.problems, *found, *undelivered)
    click.echo(f"{wish.name}：{summary(told)}；模板和规则的错误另用 formats check 查")
    return CORRECT if any(p.blocks for p in told) else lacking


@dataclass(frozen=True, slots=True)
class Looked:
    """What reading a format and its data found: the problems, and what is to be made of which format."""

    problems: tuple[Problem, ...]
    format: str = ""
    planned: tuple[Planned, ...] | None = None
    draft: bool = False
    unmet: Mapping[str, int] = field(default_factory=dict)  # the format's own relations, that invented data do not know


def _data(wish: Wish) -> tuple[Path | None, tuple[Problem, ...]]:
    """The data to render with, the example written beside what will be made of it; or why there are none."""
    from reportgen.deliver import deliver

    if wish.data is not None:
        return wish.data, ()
    text, problems = apart(invent, wish)
    if text is None:
        return None, problems
    written, unwritten = deliver({EXAMPLE: text.encode()}, wish.folder)
    return (written[0].path, ()) if written else (None, unwritten)


def invent(wish: Wish) -> tuple[str | None, tuple[Problem, ...]]:
    """The example of a format; none of one that cannot be read."""
    from reportgen.starting.example import example

    format, problems = load_format(wish.templates, wish.name)
    return (example(format) if format else None), problems


def look(job: tuple[Wish, Path]) -> Looked:
    """What is to be made of a format and some data."""
    wish, data = job
    examined = examine(data, wish.templates, maintaining=True)
    if examined.case is None:
        return Looked(examined.problems)
    format = examined.case.format
    if wish.data is not None:
        draft = examined.blocked
        return Looked(examined.problems, format.name, plan(examined.case, draft), draft)
    own = own_codes(format)
    unmet = Counter(one.code for one in examined.problems if one.code in own)
    told = tuple(one for one in examined.problems if one.code not in own)
    return Looked(told, format.name, plan(examined.case, draft=False), unmet=unmet)


def own_codes(format: Format) -> set[str]:
    """The codes of the relations that a format writes itself, but for those that the program has too."""
    national = load_rules(format.folder.parent, COMMON)
    taken = set(known_codes(national)) if national else set()
    return {row.code.text for row in format.relations} - taken


def told_once(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Problems without those that a tag has for one project as for another."""
    once: dict[tuple[str, str, str], Problem] = {}
    for one in problems:
        tag = one.message.partition("：")[0]
        once.setdefault((one.code, str(one.place), tag if tag.startswith("标签") else one.message), one)
    return tuple(once.values())


def pictures_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each page of the PDFs as a PNG."""
    from io import BytesIO

    import pypdfium2

    made: dict[str, bytes] = {}
    for name, content in files.items():
        if name.endswith(f".{PDF}"):
            for number, page in enumerate(pypdfium2.PdfDocument(content), 1):
                stream = BytesIO()
                page.render(scale=1.5).to_pil().save(stream, "PNG")
                made[f"{name.removesuffix(f'.{PDF}')}-第{number}页.png"] = stream.getvalue()
    return made
