"""The program's own tables → the sections of the manuals that repeat them: `make docs`.

A section stands between two comments, `<!-- 程序写：字段 项目 -->` and `<!-- 完 -->`; its first word names the
function below that writes it, the others are its arguments.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import yaml
from command_pages import commands
from data_examples import references, states
from function_examples import EXAMPLES
from markdown_tables import table
from rule_examples import SUMS
from template_mistakes import HEAD, mistakes

from reportgen import format_terms, parameters
from reportgen.checks.rules import FAMILIES, Rule, explain, known_codes
from reportgen.cli.look import OF_TEMPLATES
from reportgen.figures.functions import FUNCTIONS
from reportgen.formats import load_rules
from reportgen.profile import COMMON
from reportgen.source.terms import SECTIONS, Kind, Term
from reportgen.starting.offers import FIELDS, FILTERS

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
SECTION = re.compile(r"(<!-- 程序写：(.+?) -->\n).*?(<!-- 完 -->)", re.DOTALL)
NATIONAL = TEMPLATES / COMMON / "profile.yaml"
FILLED_AS = {
    Kind.TEXT: "文字",
    Kind.PROSE: "段落",
    Kind.NUMBER: "数",
    Kind.VALUE: "数或文字",
    Kind.YEAR: "四位年份",
    Kind.DATE: "日期",
    Kind.TEXTS: "几个词",
    Kind.SECTION: "一组",
    Kind.LIST: "几项",
    Kind.NAMED: "几行，名称自定",
    Kind.TREE: "几行数，名称自定，可再分",
    Kind.PROSES: "各节的段落",
    Kind.NOTES: "代码: 一句话",
}


def fields(section: str) -> Iterator[str]:
    """The input fields of a section of the data."""
    yield from table(("字段", "填", "说明"), (_field(term) for term in SECTIONS[section]))


def _field(term: Term) -> tuple[str, str, str]:
    filled = "、".join(term.choices) or FILLED_AS[term.kind]
    unit = f"，{term.unit}" if term.unit and term.kind in (Kind.NUMBER, Kind.TREE) else ""
    below = f"（见“{term.of}”）" if term.of and term.of != term.word else ""
    return f"{term.word}{'（必填）' if term.required else ''}", filled + unit, term.help + below


def every_field() -> Iterator[str]:
    """The input fields of all sections."""
    for section in SECTIONS:
        yield from (f"### {section}", "", *fields(section), "")


def words(section: str) -> Iterator[str]:
    """The words of format.yaml, 运算.yaml or 审核.yaml."""
    rows = (
        (f"{t.word}{'（必填）' if t.required else ''}", _choices(t), t.help) for t in format_terms.SECTIONS[section]
    )
    yield from table(("写", "可填", "意思"), rows)


def _choices(term: Term) -> str:
    return "、".join(term.choices) or FILLED_AS[term.kind]


def rules(*sections: str) -> Iterator[str]:
    """Parameters of profile.yaml with their national values; `规则` names those that stand alone."""
    national = yaml.load(NATIONAL.read_text(encoding="utf-8"), yaml.BaseLoader)
    rows = []
    for section in sections:
        for term in parameters.SECTIONS[section]:
            if section != "规则":
                rows.append(
                    (f"{section}.{term.word}", _choices(term), national.get(section, {}).get(term.word), term.help)
                )
            elif term.kind is not Kind.SECTION:
                rows.append((term.word, _choices(term), national.get(term.word), term.help))
    yield from table(("参数", "可填", "全国通用", "意思"), ((n, c, _given(v), h) for n, c, v, h in rows))


def columns(section: str) -> Iterator[str]:
    """What a row of a list in profile.yaml holds."""
    rows = parameters.SECTIONS[section]
    yield from table(("写", "可填", "意思"), ((t.word, _choices(t), t.help) for t in rows))


def _given(value: object) -> str:
    match value:
        case None:
            return "不写"
        case list():
            return "；".join(_given(one) for one in value) or "不写"
        case dict():
            return " ".join(str(one) for one in value.values())
    return str(value)


def sums(name: str) -> Iterator[str]:
    """What a parameter does to a score, by a small sum."""
    found = SUMS[name]
    yield from (f"算例：{found.given}", "", *table(("写", *(head for head, _ in found.shows)), found.rows()))


def codes(family: str) -> Iterator[str]:
    """What each code of a family demands, under the national rules."""
    found = load_rules(TEMPLATES, COMMON)
    assert found is not None
    for code in known_codes(found, OF_TEMPLATES):
        if code.startswith(family):
            yield from (f"#### {code}", "")
            for rule in explain(code, found, OF_TEMPLATES):
                yield from _rule(rule)
            yield ""


def _rule(rule: Rule) -> Iterator[str]:
    first, *more = rule.demand.splitlines()
    yield f"- {rule.level + '：' if rule.level else ''}{first}"
    details = (*more, *rule.details, *([f"依据：{rule.basis}"] if rule.basis else []))
    yield from (f"  - {detail}" for detail in details)
    if rule.example:
        yield f"  - 例：`{rule.example}`"


def every_code() -> Iterator[str]:
    """All codes, family by family."""
    found = load_rules(TEMPLATES, COMMON)
    assert found is not None
    for family, title in FAMILIES.items():
        if any(code.startswith(family) for code in known_codes(found, OF_TEMPLATES)):
            yield from (f"### {family}　{title}", "", *codes(family))


def template_mistakes() -> Iterator[str]:
    """Mistakes in templates, with what is said of them and how they are mended."""
    found = load_rules(TEMPLATES, COMMON)
    assert found is not None
    for code, rows in mistakes().items():
        demands = (rule.demand.replace("\n", "") for rule in explain(code, found, OF_TEMPLATES))
        yield from (f"### {code}", "", "；".join(demands) + "。", "", *table(HEAD, rows), "")


def functions() -> Iterator[str]:
    """The functions of formulas with an example of each."""
    assert set(EXAMPLES) == set(FUNCTIONS)
    yield from table(("函数", "得到", "例", "结果"), ((f"`{n}`", *e.row()) for n, e in EXAMPLES.items()))


def tags() -> Iterator[str]:
    """What may follow a name in a tag."""
    rows = [(f"`.{name}`", help) for name, help in FIELDS.items()]
    rows += [(f"`\\|{name}`", help) for name, help in FILTERS.items()]
    yield from ("| 写 | 得到 |", "|---|---|", *(f"| {name} | {_coded(help)} |" for name, help in rows))


def _coded(text: str) -> str:
    """Tags in a sentence as code."""
    return re.sub(r"\{[{%].+?[}%]\}", lambda tag: f"`{tag[0]}`", text).replace("|", "\\|").replace("\\\\|", "\\|")


TOPICS: Mapping[str, Callable[..., Iterator[str]]] = {
    "命令": commands,
    "字段": fields,
    "全部字段": every_field,
    "写法": words,
    "规则": rules,
    "各行": columns,
    "全部代码": every_code,
    "没有数": lambda: table(("写", "意思", "正文里印成", "表里印成"), states()),
    "引用": lambda: table(("写", "印成"), references()),
    "模板错误": template_mistakes,
    "算例": sums,
    "函数": functions,
    "标签": tags,
}


def written(text: str) -> str:
    """A manual with its generated sections as the program is now."""

    def section(found: re.Match[str]) -> str:
        topic, *arguments = found[2].split()
        body = "\n".join(TOPICS[topic](*arguments)).strip()
        return f"{found[1]}\n{body}\n\n{found[3]}"

    return SECTION.sub(section, text)


def manuals() -> tuple[Path, ...]:
    return tuple(sorted((ROOT / "docs").rglob("*.md")))


if __name__ == "__main__":
    for path in manuals():
        before = path.read_text(encoding="utf-8")
        after = written(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            sys.stdout.write(f"改写 {path.relative_to(ROOT)}\n")
