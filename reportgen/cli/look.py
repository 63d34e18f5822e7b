"""The commands that look: why, explain, doctor."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from reportgen import format_rules, format_scores, format_wording, method_trials, row_names, unprinted
from reportgen.checks.case import Case
from reportgen.checks.rules import FAMILIES, Described, known_codes
from reportgen.checks.rules import explain as explained
from reportgen.cli.codes import CODES
from reportgen.cli.telling import CORRECT, LACKING, formats_folder, say, templates_option
from reportgen.figures.figure import Figure
from reportgen.figures.scope import NameProblem, Scope
from reportgen.figures.why import show_names, show_why, tree_of
from reportgen.formats import load_rules
from reportgen.lint import catalogue, whole
from reportgen.pipeline import examine
from reportgen.profile import COMMON

OF_TEMPLATES: tuple[Described, ...] = (
    *catalogue.CHECKS,
    *whole.LATER,
    *whole.NAMED,
    *unprinted.CHECKS,
    *format_rules.CHECKS,
    *format_scores.CHECKS,
    *format_wording.CHECKS,
    *row_names.CHECKS,
    *method_trials.CHECKS,
    *CODES,
)


@click.command(options_metavar="[选项]", short_help="一个数字从哪里来")
@click.argument("data", metavar="数据文件", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("name", metavar="[名称]", required=False)
@click.option("--位置", "--where", "where", is_flag=True, help="列出它和由它算出的数印在各文件的什么地方")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@templates_option
def why(data: Path, name: str | None, where: bool, as_json: bool, templates: str | None) -> None:
    """显示一个数字的公式、各运算数和它们所在的行；不写名称则列出全部名称。

    名称照数据文件里的字段逐级写，如 项目.甲项目.执行率。加 --位置 则列出它印在哪些文件的哪一段、哪一格，
    改一个数之前可以看到会变的每一处（模板里按条件才印的行会不会出现，不在其中）；不写名称则列出每个数印了几处，
    以及填了而没有印出的数。
    """
    examined = examine(data, formats_folder(templates))
    if examined.case is None:
        say(examined.problems)
        sys.exit(CORRECT)
    if where:
        tell_places(examined.case, name, as_json)
        return
    root = examined.case.root
    found = named(root, name) if name else root
    if as_json:
        figures = [found] if isinstance(found, Figure) else found.figures() if isinstance(found, Scope) else ()
        click.echo(json.dumps([tree_of(figure) for figure in figures], ensure_ascii=False, indent=1))
    elif isinstance(found, Figure):
        click.echo(show_why(found))
    elif isinstance(found, Scope):
        click.echo(show_names(found))
    else:
        click.echo(str(found))


def tell_places(case: Case, name: str | None, as_json: bool) -> None:
    """Where one figure, or every figure below a name, is printed; exits where a document could not be made."""
    from reportgen.where import show_all, show_where, trace, tree_of_places, typed_figures

    found = trace(case)
    value = named(found.root, name) if name else found.root
    if not isinstance(value, Figure | Scope):
        raise click.UsageError(f"“{name}”不是一个数，没有可列的位置")
    figures = (value,) if isinstance(value, Figure) else tuple(value.figures())
    if as_json:
        click.echo(json.dumps([tree_of_places(found, one) for one in figures], ensure_ascii=False, indent=1))
    elif isinstance(value, Figure):
        click.echo(show_where(found, value))
    else:
        click.echo(show_all(found, figures, tuple(typed_figures(case, value))))
    say(found.problems)
    sys.exit(CORRECT if found.problems else 0)


@click.command(options_metavar="[选项]", short_help="一个审核代码是什么意思")
@click.argument("code", metavar="[代码]", required=False)
@click.option("--格式", "--format", "name", metavar="格式", default=COMMON, help="按哪个格式；不写则为全国通用规则")
@templates_option
def explain(code: str | None, name: str, templates: str | None) -> None:
    """说明一个代码的规则、级别、改法、依据和例子；不写代码则列出全部代码。"""
    rules = load_rules(formats_folder(templates), name)
    if rules is None:
        raise click.UsageError(f"没有“{name}”这个格式")
    if code is None:
        for family, title in FAMILIES.items():
            codes = [c for c in known_codes(rules, OF_TEMPLATES) if c.startswith(family)]
            if codes:
                click.echo(f"{family}　{title}：{' '.join(codes)}")
        return
    found = explained(code.strip().upper(), rules, OF_TEMPLATES)
    if not found:
        raise click.UsageError(f"没有“{code}”这个代码；reportgen explain 列出全部代码")
    lines = (line for rule in found for line in rule.lines())
    click.echo("\n".join((f"{code.strip().upper()}　{FAMILIES[code.strip()[0].upper()]}", *lines)))


@click.command(options_metavar="[选项]", short_help="检查本机是否齐备")
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
        found = root.at_path(name)
        is_fact = isinstance(found, Scope) and "限定" in found.members
        return found.find("值") if isinstance(found, Scope) and is_fact else found
    except NameProblem as missing:
        ending = [f for f in root.figures() if f.name.endswith(f".{name}")]
        if len(ending) == 1:
            return ending[0]
        several = "、".join(f.name for f in ending[:8])
        near = f"可能是“{missing.near}”" if missing.near else "不写名称可列出全部名称"
        raise click.UsageError(f"“{name}”有几个：{several}" if several else f"{missing}；{near}") from None
