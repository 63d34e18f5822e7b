"""运算.yaml and 审核.yaml of a chain of folders → the formulas and relations that hold, each folder's over the last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Final, TypeAlias, cast

from reportgen.format_terms import MODELS, SCOPES, FormulaRow, RelationRow, scopes_of, sections_for
from reportgen.problem import Place
from reportgen.profile import MOST_DIGITS
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.fields import FieldReader
from reportgen.source.quantities import Report
from reportgen.source.terms import Kind, Term, Terms
from reportgen.source.written import State, Words

OFF: Final = "停用"
SCOPE: Final = "范围"
FORMULAS, RELATIONS = "运算", "审核"
Row: TypeAlias = FormulaRow | RelationRow
Rows: TypeAlias = dict[tuple[str, ...], Row]
_CODE = re.compile(r"[FXSP]\d{1,3}")
_SWITCHED_OFF = Term(OFF, "", Kind.TEXTS, "所继承的、本格式不用的各条")


def rules_in(
    folders: Iterable[Path], terms: Terms, reader: FieldReader
) -> tuple[tuple[FormulaRow, ...], tuple[RelationRow, ...]]:
    """The rows of all folders of a chain, the national ones first; what is wrong in them gathers in `reader`."""
    reader, folders = FieldReader(sections_for(terms), MODELS, reader.problems), tuple(dict.fromkeys(folders))
    known = ("", *scopes_of(terms))
    formulas = cast(tuple[FormulaRow, ...], _stacked(reader, FORMULAS, folders, known))
    relations = cast(tuple[RelationRow, ...], _stacked(reader, RELATIONS, folders, known))
    return (
        tuple(
            _with_few_digits(row, reader.report)
            for row in formulas
            if not row.code or _may_be_code(row.code, reader.report)
        ),
        tuple(row for row in relations if not row.code or _may_be_code(row.code, reader.report)),
    )


def _stacked(reader: FieldReader, section: str, folders: tuple[Path, ...], scopes: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows of several files: a later row of the same name (or code and rule) and scope replaces an earlier."""
    rows: Rows = {}
    term = Term(section, "", Kind.LIST, "", of=section)
    for path in (folder / f"{section}.yaml" for folder in folders):
        if not path.is_file():
            continue
        root, problems = load_document(path)
        reader.problems.extend(problems)
        if not isinstance(root, nodes.Mapping):
            continue
        entry, off = root.find(section), root.find(OFF)
        if {e.key.text for e in root} - {section, OFF} or not (entry or off):
            hint = f"首行写 {section}:；所继承的有不用的，另写 {OFF}: 一个列表"
            reader.report("T3", Place(str(path), 1, 1), f"文件里应只有“{section}:”一个列表", hint)
            continue
        entry = replace(entry, value=_apart(entry.value)) if entry else None
        read = cast(tuple[Row, ...], reader.read_field(term, entry, entry.key.place) if entry else ())
        reader.problems[:] = dict.fromkeys(reader.problems)  # those of a row that is for several
        own: Rows = {}
        for row in (found for one in read for found in _in_scope(one, scopes)):
            if _key(row) in own:
                name = row.name if isinstance(row, FormulaRow) else row.rule
                reader.report("T3", name.place, f"“{name}”在这个文件里写了两次", "留下对的一条")
            own[_key(row)] = row
        names = cast(tuple[Words, ...], reader.read_field(_SWITCHED_OFF, off, off.key.place) if off else ())
        rows = _without(rows, own, names, reader.report) | own
    return tuple(rows.values())


def _apart(node: nodes.Node) -> nodes.Node:
    """Rows whose 范围 lists several as a row for each."""
    if not isinstance(node, nodes.Sequence):
        return node
    rows: list[nodes.Node] = []
    for row in node:
        scope = row.find(SCOPE) if isinstance(row, nodes.Mapping) else None
        if isinstance(row, nodes.Mapping) and scope and isinstance(scope.value, nodes.Sequence) and scope.value.items:
            others = [entry for entry in row if entry is not scope]
            each = (replace(scope, value=one) for one in scope.value)
            rows += [replace(row, entries=(one, *others)) for one in each]
        else:
            rows.append(row)
    return replace(node, items=tuple(rows))


def _in_scope(row: Row, scopes: tuple[str, ...]) -> Iterator[Row]:
    """A row for what there is; one for a misspelt name, which is told already, is for the nearest."""
    near = get_close_matches(row.scope.text, scopes, 1, 0.6)
    if row.scope.text in scopes:
        yield row
    elif near:
        yield replace(row, scope=replace(row.scope, text=near[0]))


def _without(inherited: Rows, own: Rows, names: tuple[Words, ...], report: Report) -> Rows:
    """The inherited rows but for those switched off: formulas by name, relations by code or by what they demand."""
    known = dict.fromkeys(name for row in inherited.values() for name in _names(row))
    for words in (words for words in names if words and words.text not in known):
        report("T3", words.place, f"“{OFF}”里的“{words}”不是所继承的", _meant(words.text, known, own))
    off = {words.text for words in names}
    return {key: row for key, row in inherited.items() if not off & set(_names(row))}


def _names(row: Row) -> tuple[str, ...]:
    return (row.name.text,) if isinstance(row, FormulaRow) else (row.code.text, row.rule.text)


def _meant(name: str, known: Mapping[str, None], own: Rows) -> str:
    """What to do about a name that is none of the inherited ones."""
    if any(name in _names(row) for row in own.values()):
        return "它写在本文件里，删去那一条"
    if _CODE.fullmatch(name):
        return "代码照 reportgen formats show 里列的写；程序自带的审核不在 审核.yaml 里，不能停用"
    if near := get_close_matches(name, known, 1, 0.6):
        return f"可能是“{near[0]}”"
    return "运算写名称，审核写代码或“规则”的原话，照 reportgen formats show 里列的"


def _may_be_code(code: Words, report: Report) -> bool:
    """Whether a code is one of those that `explain` lists by family."""
    if _CODE.fullmatch(code.text):
        return True
    hint = "一个字母加数字，如 F50：F、X 是资金，S 是指标与得分，P 是文字与完整性"
    report("T3", code.place, f"审核代码“{code}”不是一个字母加数字", hint)
    return False


def _with_few_digits(row: FormulaRow, report: Report) -> FormulaRow:
    """A formula whose result is not written with thousands of digits."""
    if row.digits.value is None or row.digits.value in range(MOST_DIGITS + 1):
        return row
    report("D4", row.digits.place, f"“位数”应是 0 到 {MOST_DIGITS} 的整数", "写 0、1、2 这样的数")
    return replace(row, digits=replace(row.digits, value=None, state=State.UNREAD))


def _key(row: Row) -> tuple[str, ...]:
    scope = row.scope.text or SCOPES[0]
    if isinstance(row, FormulaRow):
        return (row.name.text, scope, row.when.text)
    return (row.code.text, scope, row.rule.text)
