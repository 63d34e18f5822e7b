"""The command `formats check`: what is wrong with formats and templates, all at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final, TypeAlias

import click

from reportgen.children import Lost, apart
from reportgen.cli.choosing import chosen
from reportgen.cli.telling import CORRECT, entry, formats_folder, say, templates_option
from reportgen.deliver import deliver
from reportgen.format_check import Checked, Told, check_common, check_format, check_template
from reportgen.formats import find_formats
from reportgen.places import folder_of
from reportgen.problem import Level, Place, Problem, summary
from reportgen.profile import COMMON

Asked: TypeAlias = tuple[Path, str, str]  # a folder of formats, a format, one of its templates; or a template alone
LOST_HINT: Final = "把文件夹里的文件逐个移走再试，找出是哪一个；来历不明的不要用"


@click.command("check", options_metavar="[选项]", short_help="检查格式和模板，指出每一处错误")
@click.argument("what", metavar="[格式|文件夹|模板.docx …]", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，每个问题一个对象")
@click.option(
    "--批注", "--annotate", "folder", metavar="文件夹", type=click.Path(file_okay=False, path_type=Path),
    help="把模板各抄一份到这个文件夹，问题写成 Word 批注",
)  # fmt: skip
@templates_option
def formats_check(what: tuple[str, ...], as_json: bool, folder: Path | None, templates: str | None) -> None:
    """检查格式的 YAML、公式和 Word 模板，一次列出全部问题，不等填数据的人碰到。

    不写格式就检查全部格式。名称按示例数据核对，没有数据走到的分支、循环、页眉、脚注也查。
    """
    asked = [_asked(one, templates) for one in what or find_formats(formats_folder(templates))]
    if not what:
        asked.append((formats_folder(templates), COMMON, ""))
    checked = [_apart(one) for one in asked]
    if as_json:
        told = [_entry(one) for each in checked for one in each.told]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for each in checked:
            say(each.problems, err=False)
            click.echo(f"{each.name}：{summary(each.problems)}")
    if folder is not None:
        _write(checked, folder)
    sys.exit(CORRECT if any(problem.blocks for each in checked for problem in each.problems) else 0)


def _asked(what: str, templates: str | None) -> Asked:
    """A format by its name or folder, or one template, which is judged by the names of the format it lies in."""
    path = Path(what)
    if path.suffix.lower() != ".docx" or not path.is_file():
        return (*chosen(what, templates), "")
    folder = path.resolve().parent
    return (folder.parent, folder.name, path.name) if (folder / "format.yaml").is_file() else (path, "", "")


def _apart(asked: Asked) -> Checked:
    """What is wrong, found out in a process of its own: the files may be a stranger's."""
    try:
        return apart(_checked, asked)
    except Lost as lost:
        folder, name, _ = asked
        place = Place(str(folder_of(folder, name) if name else folder))
        problem = Problem("G5", Level.ERROR, place, f"没有检查完：{lost}", LOST_HINT)
        return Checked(name or folder.name, (Told(problem),))


def _checked(asked: Asked) -> Checked:
    folder, name, only = asked
    if not name:
        return check_template(folder, [])
    return check_common(folder) if name == COMMON else check_format(folder, name, only)


def _entry(told: Told) -> dict[str, object]:
    """A problem for machines, with the numbers of its place in a Word file."""
    where = told.where
    found = entry(told.problem)
    if where is None:
        return found
    table, row, cell = where.tables[0] if where.tables else (0, 0, 0)
    numbers = {"table": table, "row": row, "cell": cell, "paragraph": where.paragraph}
    return found | {"part": where.part, "note": where.note} | numbers | {"inner": where.tables[1:]}


def _write(checked: list[Checked], folder: Path) -> None:
    """The copies of the templates with their comments; those of several formats each in a folder of their own."""
    for each in checked:
        alone = len(checked) == 1 or each.name in each.copies
        deliveries, problems = deliver(each.copies, folder if alone else folder / each.name)
        say(problems)
        for one in deliveries:
            click.echo(f"{one.state} {one.path}", err=True)
