"""Two formats → what differs between them, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from pathlib import Path

from reportgen.format_terms import SECTIONS, FormulaRow, RelationRow
from reportgen.formats import Format
from reportgen.parameters import SECTIONS as PARAMETERS
from reportgen.source.terms import DATA, MONEY, Kind, Term, Terms, every_field
from reportgen.source.written import Quantity, Words
from reportgen.starting.fields_used import fields_used
from reportgen.starting.needs import Need
from reportgen.starting.template_text import Table, TemplateText, Told, template_text

WHOLE, FIELDS, PROSE, DOCUMENTS, SENTENCES, TABLES, RULES, FORMULAS, RELATIONS = (
    "金额和页面", "要填的字段", "叙述", "文件", "固定的话", "表格", "规则", "运算", "审核",
)  # fmt: skip
TOPICS = (WHOLE, FIELDS, PROSE, DOCUMENTS, SENTENCES, TABLES, RULES, FORMULAS, RELATIONS)
_NEEDS = {Need.OPTIONAL: "选填", Need.FILLED: "必填"}
_ALIKE = 0.5  # how like each other two sentences are of which one was made from the other
_NOTHING = "（无）"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is in only one of two formats (the other text is empty), or that differs.

    `where` is what it is about, `help` what that means.
    """

    topic: str
    where: str
    old: str
    new: str
    help: str = ""


def differences(old: Format, new: Format) -> tuple[Difference, ...]:
    """What differs, by topic."""
    return (
        *_money(old, new),
        *_fields(old, new),
        *_rows(PROSE, "叙述节", {row.name.text: row for row in old.narrative}, {r.name.text: r for r in new.narrative}),
        *_rows(
            DOCUMENTS, "文件", {r.template.text: r for r in old.documents}, {r.template.text: r for r in new.documents}
        ),
        *_templates(old, new),
        *_profiles(old, new),
        *_rows(FORMULAS, "运算", _formulas(_as_typed(old)), _formulas(_as_typed(new))),
        *_rows(RELATIONS, "审核", _relations(old.relations), _relations(new.relations)),
    )


def shown(difference: Difference) -> str:
    """A difference on one or two lines."""
    old, new = difference.old, difference.new
    if difference.topic == FIELDS and not (old and new):
        told = "；".join(one for one in (new or old, difference.help) if one)
        return f"{'增' if new else '删'}　{difference.where}（{told}）"
    told = f"（{difference.help}）" if difference.help else ""
    if old and new:
        return f"改　{difference.where}{told}\n    原：{old}\n    今：{new}"
    sign, text = ("增", new) if new else ("删", old)
    return f"{sign}　{difference.where}{told}" + (f"\n    {text}" if text != difference.where else "")


# The whole


def _money(old: Format, new: Format) -> Iterator[Difference]:
    if old.money != new.money:
        yield Difference(WHOLE, "金额单位", old.money, new.money, "金额填写和印出的单位，继承来的公式跟着变")
    if old.money_digits != new.money_digits:
        digits = [_NOTHING if one is None else str(one) for one in (old.money_digits, new.money_digits)]
        yield Difference(WHOLE, "金额位数", digits[0], digits[1], "金额一律印几位小数")


def _as_typed(format: Format) -> tuple[FormulaRow, ...]:
    """The formulas of a format, the inherited ones in the money that they say and not in its own."""
    return tuple(
        row
        if row.unit.text != format.money or Path(row.name.place.file).is_relative_to(format.folder)
        else replace(row, unit=replace(row.unit, text=MONEY))
        for row in format.formulas
    )


# Fields


def _fields(old: Format, new: Format) -> Iterator[Difference]:
    before, after = _asked(old), _asked(new)
    helps = {**_helps(old.terms), **_helps(new.terms)}
    for path in dict.fromkeys((*before, *after)):
        if before.get(path) != after.get(path):
            name = ".".join(path)
            yield Difference(FIELDS, name, before.get(path, ""), after.get(path, ""), helps.get(path, ""))


def _asked(format: Format) -> dict[tuple[str, ...], str]:
    """How each field and free name is asked for; what is only checked is not."""
    used = fields_used(format)
    asked = {path: _NEEDS[need] for path, need in used.needs.items() if need in _NEEDS}
    asked |= {
        path: _NEEDS[Need.OPTIONAL]
        for path, term in every_field(format.terms, DATA)
        if path in asked and _may_lack(term)
    }
    free = {(*p, *name): need for p, names in used.names.items() for name, need in names.items()}
    return asked | {path: _NEEDS[need] for path, need in free.items() if need in _NEEDS}


def _may_lack(term: Term) -> bool:
    """Whether a list that a format declares may have no items."""
    return term.declared and term.kind is Kind.LIST and not term.required


def _helps(terms: Terms) -> Mapping[tuple[str, ...], str]:
    return {path: term.help for path, term in every_field(terms, DATA)}


# Rows of YAML files


def _rows(topic: str, section: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Difference]:
    """Rows by their keys, column by column."""
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if before is None or after is None:
            texts = [_told(SECTIONS[section], row) if row else "" for row in (before, after)]
            yield Difference(topic, key, *texts)
            continue
        for term in SECTIONS[section]:
            left, right = (written_text(getattr(row, term.ident)) for row in (before, after))
            if left != right and term.word not in ("例", "依据"):
                yield Difference(topic, f"{key}　{term.word}", left or _NOTHING, right or _NOTHING, term.help)


def _told(terms: Iterable[Term], row: object) -> str:
    texts = ((term.word, written_text(getattr(row, term.ident))) for term in terms if term.word not in ("例", "依据"))
    return "，".join(f"{word}: {text}" for word, text in texts if text)


def written_text(value: object) -> str:
    match value:
        case Words():
            return value.text
        case Quantity():
            return _number(value)
        case tuple():
            return "；".join(written_text(one) for one in value)
    return "，".join(written_text(getattr(value, one.name)) for one in fields(value)) if value else ""  # type: ignore[arg-type]


def _number(quantity: Quantity) -> str:
    from reportgen.figures.figure import typed_figure

    return str(typed_figure("", quantity)) or quantity.text


def _formulas(rows: Iterable[FormulaRow]) -> dict[str, object]:
    return {"　".join(w for w in (row.scope.text or "部门", row.name.text, row.when.text) if w): row for row in rows}


def _relations(rows: Iterable[RelationRow]) -> dict[str, object]:
    return {f"{row.code}　{row.scope.text or '部门'}　{row.rule}": row for row in rows}


# Parameters


def _profiles(old: Format, new: Format) -> Iterator[Difference]:
    yield from _parameters("规则", "", old.profile, new.profile)


def _parameters(section: str, above: str, old: object, new: object) -> Iterator[Difference]:
    """The parameters of a section, groups one by one, lists whole."""
    for term in PARAMETERS[section]:
        left, right = getattr(old, term.ident), getattr(new, term.ident)
        name = f"{above}{term.word}"
        if term.word == "继承":
            continue
        if term.of and not isinstance(left, tuple):
            yield from _parameters(term.of, f"{name}.", left, right)
        elif written_text(left) != written_text(right):
            yield Difference(RULES, name, written_text(left) or _NOTHING, written_text(right) or _NOTHING, term.help)


# Templates


def _templates(old: Format, new: Format) -> Iterator[Difference]:
    """Templates of one name, and what is left over of both in its order."""
    before, after = _by_name(old), _by_name(new)
    pairs = [(name, name) for name in before if name in after]
    left, right = (
        [name for name in names if name not in others] for names, others in ((before, after), (after, before))
    )
    for one, other in (*pairs, *zip(left, right, strict=False)):
        name = one if one == other else f"{one} → {other}"
        yield from _texts(name, template_text(before[one]), template_text(after[other]))


def _by_name(format: Format) -> dict[str, Path]:
    files = {row.template.text: format.folder / row.template.text for row in format.documents if row.template}
    return {name: path for name, path in files.items() if path.is_file()}


def _texts(name: str, old: TemplateText, new: TemplateText) -> Iterator[Difference]:
    if old.pages != new.pages:
        yield Difference(WHOLE, f"{name} 页面", "；".join(old.pages), "；".join(new.pages))
    for left, right in _matched(old.sentences, new.sentences):
        at = right or left
        assert at is not None
        yield Difference(SENTENCES, f"{name} {at.where}", left.text if left else "", right.text if right else "")
    for number in range(max(len(old.tables), len(new.tables))):
        tables = [texts[number] if number < len(texts) else None for texts in (old.tables, new.tables)]
        yield from _tables(f"{name} 表{number + 1}", *tables)


def _tables(name: str, old: Table | None, new: Table | None) -> Iterator[Difference]:
    if old is None or new is None:
        yield Difference(TABLES, name, *(f"{one.size}，第1行：{one.rows[0].text}" if one else "" for one in (old, new)))
        return
    if old.columns != new.columns:
        yield Difference(TABLES, f"{name} 列数", str(old.columns), str(new.columns))
    for left, right in _matched(old.rows, new.rows):
        at = right or left
        assert at is not None
        yield Difference(TABLES, f"{name} {at.where}", left.text if left else "", right.text if right else "")


def _matched(old: tuple[Told, ...], new: tuple[Told, ...]) -> Iterator[tuple[Told | None, Told | None]]:
    """Lines that are only in one of two texts, those made from one another side by side."""
    matcher = SequenceMatcher(None, [one.text for one in old], [one.text for one in new], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            continue
        left, right = list(old[i:j]), list(new[k:m])
        while left and right:
            if SequenceMatcher(None, left[0].text, right[0].text).ratio() >= _ALIKE:
                yield left.pop(0), right.pop(0)
            elif len(left) >= len(right):
                yield left.pop(0), None
            else:
                yield None, right.pop(0)
        yield from ((one, None) for one in left)
        yield from ((None, one) for one in right)
