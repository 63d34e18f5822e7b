"""The name of a new format → its files: a report and a table that work at once, and rules with every word explained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from reportgen.figures.figure import typed_figure
from reportgen.figures.functions import FUNCTIONS
from reportgen.format_terms import SECTIONS
from reportgen.formats import FILES, Format, year_in
from reportgen.parameters import SECTIONS as PARAMETERS
from reportgen.places import NATIONAL
from reportgen.source.terms import Kind, Term
from reportgen.source.written import Quantity, Words
from reportgen.starting.block import Given, flow
from reportgen.starting.yaml_text import commented, quoted, with_comment

SEEDS: Final = Path(NATIONAL, "新格式")  # the Word files and the walk-through that a new format begins with
BASE: Final = "通用-项目支出自评表"  # whose rules it extends
WALK: Final = "说明.md"
_SECOND: Final = "第二年.md"  # the walk-through of a copy of last year's
_ORIGIN: Final = "README.md"
_TITLE = re.compile(r"^名称:.*$", re.MULTILINE)
_HELP = re.compile(r"^说明:.*$", re.MULTILINE)
_DEFAULT = re.compile(r"^默认:.*\n", re.MULTILINE)
_REPORT, _TABLE = "自评报告", "自评表"
PARTS: Final = (_REPORT, _TABLE)  # the documents that a new format has
_DOCUMENTS: Final[Mapping[str, str]] = {
    _REPORT: """\
  - 模板: 自评报告.docx
    名称: 项目支出绩效自评报告
    标题: 【单位.名称】【年度】年度项目支出绩效自评报告
""",
    _TABLE: """\
  - 模板: 项目支出绩效自评表.docx
    名称: 项目支出绩效自评表（【本项目.简称】）
    标题: 【本项目.名称】项目支出绩效自评表（【年度】年度）
    逐项: 项目
""",
}
_ATTACHED: Final = "    附件: 是\n"
_HELPS: Final[Mapping[str, str]] = {
    "": "项目支出绩效自评报告，附每个项目一张自评表",
    _REPORT: "项目支出绩效自评报告，没有自评表",
    _TABLE: "一个项目一张自评表，没有报告",
}
_SECTIONS: Final = """\
叙述:
  - {名称: 基本情况, 位置: 一、, 必填: 是, 说明: 单位职能，各项目为什么设立、做什么}
  - {名称: 问题和措施, 位置: 四、, 必填: 是, 说明: 存在的问题和原因，下一步怎样改进, 字数: 2000}
"""
# Rows that are valid when “# ” is taken away.
_ASLEEP: Final[Mapping[str, str]] = {
    "默认": "默认: 否\n",
    "合订": "合订: {名称: 绩效自评材料合订本, 目录: 是}\n",
    "字段": """\
字段:
  - {在: 单位, 名称: 填表人, 类型: 文字, 说明: 填表人姓名}
  - {在: 项目, 名称: 到位资金, 类型: 金额, 说明: 全年到位的资金}
""",
    "列表": """\
列表:
  - 名称: 资产
    在: 部门
    说明: 固定资产，每项一行
    字段:
      - {名称: 名称, 类型: 文字, 必填: 是}
      - {名称: 原值, 类型: 数, 单位: 元, 合计: 是}
""",
    "来源行": "来源行: [当年财政拨款, 上年结转资金, 其他资金]\n",
    "金额单位": "金额单位: 万元\n",
    "金额位数": "金额位数: 2\n",
}
_ROWS: Final = """\
  - {名称: 项目预算合计, 公式: 项目.合计.全年预算数, 单位: 万元, 位数: 2}
  - {名称: 项目执行合计, 公式: 项目.合计.全年执行数, 单位: 万元, 位数: 2}
  - {名称: 项目执行率, 公式: 项目执行合计 ÷ 项目预算合计, 单位: "%", 位数: 2, 补零: 是}
"""
_FORMULAS: Final = f"运算:\n{_ROWS}"  # the report prints them
_MORE_FORMULAS: Final = """\
  - {名称: 剩余, 范围: 项目, 公式: 全年预算数 - 全年执行数, 单位: 万元, 位数: 2}
  - {名称: 得分率, 范围: 指标, 条件: 分值 > 0, 公式: 得分 ÷ 分值, 单位: "%", 位数: 1}
"""
_RELATIONS: Final = """\
审核:
  - 代码: F50
    级别: 提示性
    范围: 项目
    规则: 年中追加一般不超过年初预算
    条件: 追加 > 0
    要求: 追加 <= 年初预算数
    改法: 核对追加数和年初预算数
"""
_MORE_RELATIONS: Final = """\
  - 代码: P50
    级别: 强制性
    规则: 要写落款日期
    要求: not 空(落款日期)
    改法: 补填“落款日期”
"""


def new_format(name: str, folder: Path, seeds: Path, base: Format, only: str = "") -> dict[str, bytes]:
    """The files of a new format by their names; `base` is the format whose rules hold in it, `only` one of `PARTS`."""
    whole, part = (_FORMULAS, _MORE_FORMULAS) if only != _TABLE else ("运算:\n", _ROWS + _MORE_FORMULAS)
    texts = {
        "format.yaml": "".join(_format_lines(name, only)),
        "profile.yaml": "".join(_profile_lines(base)),
        "运算.yaml": "".join(_rule_lines("运算", "表里要印、填报人不用填的数", whole, part)),
        "审核.yaml": "".join(_rule_lines("审核", "应当成立的关系", _RELATIONS, _MORE_RELATIONS)),
        WALK: walk_through(name, folder, seeds / WALK),
    }
    drawn = base.folder if only == _TABLE else seeds  # alone, a table is no attachment
    words = {path.name: path.read_bytes() for path in sorted(drawn.glob("*.docx")) if only in path.stem}
    return {file: text.encode() for file, text in texts.items()} | words


def copied_format(name: str, folder: Path, seeds: Path, source: Path, told: str) -> dict[str, bytes]:
    """The files of another format, which goes by what was `told`, as one of its own name, which is not the default."""
    files = {path.name: path.read_bytes() for path in sorted(source.iterdir()) if _belongs(path)}
    text = files["format.yaml"].decode()
    titled = _TITLE.sub(lambda _: f"名称: {quoted(name)}", _DEFAULT.sub("", text), count=1)
    old, new = year_in(source.name), year_in(name)
    if old and new:
        titled = _HELP.sub(lambda found: re.sub(rf"{old}(?=\s?年度)", new, found[0]), titled, count=1)
    walk = _SECOND if old or source.parent.resolve() != seeds.parent.parent.resolve() else WALK
    said = {"上年": source.name, "上年文件夹": _argument(Path(told))}
    return files | {"format.yaml": titled.encode(), WALK: walk_through(name, folder, seeds / walk, **said).encode()}


def left_of_last_year(files: Mapping[str, bytes], name: str, last: str) -> tuple[str, ...]:
    """The lines of a copy that still tell of the year of the format it was made from."""
    old, new = year_in(last), year_in(name)
    if not old or old == new:
        return ()
    lines = ((file, *line) for file in FILES for line in enumerate(files.get(file, b"").decode().splitlines(), 1))
    return tuple(f"{file}:{number} {line.strip()}" for file, number, line in lines if re.search(rf"{old}(?!\d)", line))


def _belongs(path: Path) -> bool:
    """Whether a file goes into a copy: not what is told of where the other format comes from."""
    return path.name != _ORIGIN and path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~$"))


def walk_through(name: str, folder: Path, text: Path, **further: str) -> str:
    """How to go on, with the very commands."""
    said = {"名称": name, "文件夹": _argument(folder), "上级": _argument(folder.parent), **further}
    words = "|".join(f"{{{word}}}" for word in said)
    return re.sub(words, lambda found: said[found[0][1:-1]], text.read_text(encoding="utf-8"))


def _argument(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)


# format.yaml


def _format_lines(name: str, only: str) -> Iterator[str]:
    yield f"# 格式“{name}”：生成哪些文件，正文里哪几段由填报人写\n# 前面有“# ”的行不起作用，要用就删去“# ”\n"
    rows = _DOCUMENTS[only] if only else "".join(_DOCUMENTS.values()) + _ATTACHED
    live = {"名称": f"名称: {quoted(name)}\n", "说明": f"说明: {_HELPS[only]}\n", "文件": f"文件:\n{rows}"}
    asleep = {**_ASLEEP, "叙述": _SECTIONS}
    if only != _TABLE:
        live |= {"叙述": _SECTIONS}
    for term in SECTIONS["格式"]:
        yield f"\n# {term.word}：{_told(term)}\n"
        yield from (f"#   {line}\n" for line in _explained(SECTIONS, term.of))
        yield live.get(term.word) or _asleep(asleep.get(term.word, f"{term.word}:\n"))


def _explained(sections: Mapping[str, tuple[Term, ...]], section: str) -> Iterator[str]:
    """The words of a row, each with its meaning, those of rows below it after them."""
    for term in sections.get(section, ()):
        yield f"{term.word}　{_told(term)}"
        if term.of and term.of != section:
            yield from (f"  {line}" for line in _explained(sections, term.of))


def _told(term: Term) -> str:
    choices = f"（{'、'.join(term.choices)}）" if term.choices else ""
    return f"{term.help or term.word}{choices}{'，必填' if term.required else ''}"


def _asleep(text: str) -> str:
    return "".join(f"# {line}\n" for line in text.splitlines())


# profile.yaml


def _profile_lines(base: Format) -> Iterator[str]:
    yield "# 规则：前面有“#”的是继承来的现在的值；要改的一项，删去它和它上级前面的“# ”，改成自己的\n"
    yield f"继承: {base.name}\n"
    yield from (line + "\n" for line in _parameters("规则", base.profile, ""))


def _parameters(section: str, value: object, indent: str) -> Iterator[str]:
    for term in PARAMETERS[section]:
        if term.word == "继承":
            continue
        given = getattr(value, term.ident)
        if term.of and not isinstance(given, tuple):
            yield with_comment(f"# {indent}{term.word}:", _told(term))
            yield from _parameters(term.of, given, indent + "  ")
            continue
        yield with_comment(f"# {indent}{term.word}: {flow(_given(term, given))}".rstrip(), _told(term))
        if term.kind is Kind.LIST:
            yield from (f"# {indent}#   {line}" for line in _explained(PARAMETERS, term.of))


def _given(term: Term, value: object) -> Given:
    """A parameter as it would be typed."""
    match value:
        case Words():
            return value.text
        case Quantity():
            return typed_figure("", value).number
        case tuple() if term.of:
            cells = [[(t.word, _given(t, getattr(row, t.ident))) for t in PARAMETERS[term.of]] for row in value]
            return [{word: one for word, one in row if one} for row in cells]
        case tuple():
            return [_given(term, one) for one in value]
    return ""


# 运算.yaml, 审核.yaml


def _rule_lines(section: str, about: str, live: str, asleep: str) -> Iterable[str]:
    yield f"# {about}，接在所继承的各条后面；名称（代码和规则）、范围相同的代替前面的\n"
    yield from (f"#   {line}\n" for line in _explained(SECTIONS, section))
    yield f"# 公式里写名称（reportgen formats fields 列出全部）和 + - × ÷ ( )，函数有：{'、'.join(FUNCTIONS)}\n"
    yield live
    yield "".join(commented(line) + "\n" for line in asleep.splitlines())
