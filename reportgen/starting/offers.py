"""A format → every name that its templates may use, with what it is, where it comes from, and how it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from reportgen.figures.documents import THIS
from reportgen.figures.figure import Figure
from reportgen.figures.members import items
from reportgen.figures.scope import Scope, Value
from reportgen.fill.environment import TemplateEnvironment, enumerated
from reportgen.formats import Format
from reportgen.parameters import SECTIONS as PARAMETERS
from reportgen.source.form_words import words_for
from reportgen.source.terms import DATA, PROJECTS, Term, Terms
from reportgen.source.written import Words
from reportgen.starting.example import case_of, example

FILTERS: Final[Mapping[str, str]] = {
    "vmerge": "{{ 行.一级|vmerge }}：与下面各行同一列里相同的字并成一格；{{ 行.二级|vmerge(行.一级) }}：一级也相同才并",
    "列举": "{{ 收入|列举 }}：一组数或一个列表印成“甲1万元、乙2万元”；{{ 项目|列举('全年执行数') }} 指明印哪个数",
    "汉字": "{{ 项目.个数|汉字 }}：整数印成“三”",
    "按": "{%tr for 组 in 指标|按(一级) %}：列表按一个字段分成几组，组里有 名称、items、分值合计、得分合计",
}
FIELDS: Final[Mapping[str, str]] = {
    "数": "不带单位的数，{{ 支出.合计.数 }}：表头已写单位的格里用它；百分数带着 %",
    "数字": "只有数字，不带单位，也不带 %：单位另有一列的用它，{{ 行.指标值.数字 }}",
    "单位": "数的单位，{{ 支出.合计.单位 }}",
    "名称": "数的全名，{{ 支出.合计.名称 }}",
}
_ITEM: Final = {PROJECTS: "项", "附件": "件"}  # what a loop calls an item of a list; of others 行
_ROW, _BELOW, _FUNDS = "行", "条", "资金"
_ATTACHED: Final = (("附件号", "本文件的附件号；不编号的文件里是 0", "2"),)
_LISTED: Final = (("号", "附件号", "1"), ("名称", "附件的名称", "某某自评表"))
_RULES: Final = {
    name: term.help
    for section, terms in PARAMETERS.items()
    for term in terms
    for name in ((term.word,) if section == "规则" else (section + term.word, term.word + section))
} | {"口径": "一句话写明得分怎样算，由 profile.yaml 得出"}
_TYPED, _GRADE = "等级", "评定等级"
_ALSO: Final = {
    "合计": "各项之和",
    "个数": "有几个",
    "序号": "从 1 数起",
    "分值合计": "各指标的分值之和，项目的连同执行率的分值；审核看它是不是满分（一般是 100）",
    "分值总计": "就是分值合计，印在表的总分一行，至多两位小数",
    "执行率分值": "格式规定的执行率分值",
    "评定等级": "由总分得出的等级",
    "完成率": "完成值与指标值之比",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A name as a tag writes it; `within` the loop it is for, empty outside loops.

    `formula` says how it is reckoned, empty for what is typed; `use` how a list or group is printed.
    """

    within: str
    name: str
    help: str = ""
    unit: str = ""
    printed: str = ""
    formula: str = ""
    use: str = ""

    @property
    def group(self) -> str:
        """Under what it is listed: its loop, or the documents that are for one item of a list."""
        if self.within:
            return f"{self.within}　循环里"
        this = self.name.partition(".")[0]
        return f"写了“逐项”的文件里，{this}" if this.startswith(THIS) and this != self.name else ""


def offers(format: Format) -> tuple[Offer, ...]:
    """The names of a format in the order of its data, those of loops after those outside."""
    case, _ = case_of(example(format, whole=True), format)
    if case is None:
        return ()
    prose = {
        f"叙述.{row.name}": "：".join(one.text for one in (row.where, row.help) if one) for row in format.narrative
    }
    found = _Offers(format.terms, prose)
    rows = list(found.of((case.root,), DATA, "", ""))
    rows += (offer for name, (section, scopes) in these(format, case.root).items()
             for offer in found.of(scopes, section, name, ""))  # fmt: skip
    rows += [Offer("", name, help, printed=shown) for name, help, shown in _ATTACHED]
    rows.append(Offer("", "附件", "编了附件号的各个文件", use=_loop("p", "件", "附件")))
    rows += [Offer(_loop("p", "件", "附件"), f"件.{name}", help, printed=shown) for name, help, shown in _LISTED]
    return tuple(sorted(rows, key=lambda row: list(dict.fromkeys(one.within for one in rows)).index(row.within)))


def these(format: Format, root: Scope) -> Mapping[str, tuple[str, tuple[Scope, ...]]]:
    """What documents are for, 本项目 or 本来源: the fields of each, and the items that there are."""
    found: dict[str, tuple[str, tuple[Scope, ...]]] = {}
    for row in format.documents:
        section: str = DATA
        scopes: tuple[Scope, ...] = (root,)
        for word in row.each.text.split(".") if row.each else ():
            section = next((term.of for term in format.terms.get(section, ()) if term.word == word), "")
            scopes = tuple(item for scope in scopes for item in items(scope, word))
            if scopes:
                found[THIS + word] = (section, scopes)
    return found


def found_by(every: tuple[Offer, ...], word: str) -> tuple[Offer, ...]:
    """The names that a word is in, or stands for as forms have it: 权重 is 分值; of a list, all that its loop has."""
    others = words_for(word)
    loops = {one.use for one in every if word and one.use and one.name.rpartition(".")[2] == word}
    return tuple(
        one
        for one in every
        if word in one.name or word in one.help or one.name.rpartition(".")[2] in others or one.within in loops
    )


def _loop(whole: str, item: str, name: str) -> str:
    return f"{{%{whole} for {item} in {name} %}}"


def _dotted(group: str, name: str) -> str:
    """The name of a member as a tag can write it."""
    plain = f"{group}.{name}" if group else name
    return plain if name.isidentifier() else f"{group}['{name}']"


@dataclass(frozen=True, slots=True)
class _Offers:
    terms: Terms
    prose: Mapping[str, str]

    def of(self, scopes: tuple[Scope, ...], section: str, prefix: str, loop: str) -> Iterator[Offer]:
        """The members of a group, or of the items of a list; `prefix` is how a tag names it."""
        known = {term.word: term for term in self.terms.get(section, ())}
        if section == DATA:
            known |= {term.word: term for term in self.terms[_FUNDS]}
        for name in list(scopes[0].members):
            if section == DATA and name == _FUNDS:  # its fields stand at the root too
                continue
            if name == _TYPED and any(scope.members.get(_GRADE, "") for scope in scopes):  # blank; the other is printed
                continue
            values = [scope.find(name) for scope in scopes]
            first = next((value for value in values if not isinstance(value, Figure | Words | str) or str(value)), "")
            yield from self.one(first, known.get(name), _dotted(prefix, name), loop)

    def one(self, value: Value, term: Term | None, name: str, loop: str) -> Iterator[Offer]:
        """A member, and what is below it."""
        last = name.rpartition(".")[2]
        known = _RULES.get(last, "") if name.startswith("规则.") else _ALSO.get(last, "")
        help = self.prose.get(name) or (term.help if term else known)
        match value:
            case Figure():
                unit = value.unit or (term.unit if term else "")
                yield Offer(loop, name, help, unit, str(value), value.formula)
            case Words() | str():
                yield Offer(loop, name, help, printed=str(value))
            case tuple():
                shown = str(value[0]) if value and isinstance(value[0], Words | str) else ""
                yield Offer(loop, name, help, printed=shown, use=_loop("p", "段", name))
            case Scope() if value.items and "金额" in value.items[0].members and (term is None or not term.of):
                listing = enumerated(TemplateEnvironment(), value)
                yield Offer(
                    loop, name, help, printed=listing, use=f"{{{{ {name}|列举 }}}}，或 {_loop('p', _ROW, name)}"
                )
                yield from self.of((value,), "", name, loop)
            case Scope() if value.items:
                yield from self.listed(value, term, name, loop)
            case Scope():
                yield from self.of((value,), term.of if term else "", name, loop)

    def listed(self, value: Scope, term: Term | None, name: str, loop: str) -> Iterator[Offer]:
        """A list: itself, what its items offer, and what it says of all of them."""
        item = _ITEM.get(name, _BELOW if name.startswith(f"{_ROW}.") else _ROW)
        inner = _loop("p" if name in _ITEM or term is None else "tr", item, name)
        yield Offer(loop, name, self.prose.get(name) or (term.help if term else ""), use=inner)
        yield from self.of(value.items, term.of if term else "", item, inner)
        for word in list(value.members):
            member = value.find(word)
            if not isinstance(member, Scope) or not any(member in (one, one.parent) for one in value):
                yield from self.one(member, None, _dotted(name, word), loop)


def shown(offer: Offer) -> str:
    """A name on one line."""
    example = f"　例：{offer.printed}" if offer.printed else ""
    told = "；".join(one for one in (offer.help, offer.use, f"＝{offer.formula}" if offer.formula else "") if one)
    return f"{offer.name}{example}{'　' + told if told else ''}"
