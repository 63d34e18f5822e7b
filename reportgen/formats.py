"""A folder of templates/ → Format: its documents, its prose sections, its formulas and its rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from reportgen.declared import Declared, terms_of
from reportgen.format_names import wrong_names
from reportgen.format_terms import (
    MODELS,
    SCOPES,
    SECTIONS,
    DocumentRow,
    FormulaRow,
    Head,
    NarrativeRow,
    RelationRow,
    VolumeRow,
    scopes_of,
    sections_for,
)
from reportgen.inherited import without_absent_sources
from reportgen.parameters import Profile
from reportgen.places import folder_of, is_plain_name, lies_in, template_folders
from reportgen.problem import Level, Place, Problem
from reportgen.profile import MOST_DIGITS, load_profile
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.fields import FieldReader
from reportgen.source.quantities import Report
from reportgen.source.terms import MONEY, MONEY_UNITS, Kind, Term, Terms
from reportgen.source.written import State, Words

FILES = ("format.yaml", "profile.yaml", "运算.yaml", "审核.yaml")
_CODE = re.compile(r"[FXSP]\d{1,3}")


@dataclass(frozen=True, slots=True)
class Format:
    """What a format folder says, with the national formulas and relations below its own."""

    name: str
    folder: Path
    title: str
    help: str
    documents: tuple[DocumentRow, ...]
    narrative: tuple[NarrativeRow, ...]
    formulas: tuple[FormulaRow, ...]
    relations: tuple[RelationRow, ...]
    profile: Profile
    volume: VolumeRow
    terms: Terms  # the fields of its data: built in and declared
    declared: Declared
    money: str  # the unit of its amounts
    default: bool = False


def find_formats(templates: Path) -> tuple[str, ...]:
    """The names of the format folders."""
    found = (path for folder in template_folders(templates) for path in folder.glob("*/format.yaml"))
    return tuple(sorted({path.parent.name for path in found}))


def load_format(templates: Path, name: str) -> tuple[Format | None, tuple[Problem, ...]]:
    """A format folder read whole, with every problem in its files."""
    path = folder_of(templates, name) / "format.yaml"
    for own in FILES:
        if (path.parent / own).is_symlink() and not lies_in(path.parent / own, path.parent):
            hint = "把文件本身放进格式的文件夹"
            return None, (Problem("T2", Level.ERROR, Place(str(path.parent / own)), "这是别处文件的链接", hint),)
    root, problems = load_document(path)
    profile, chain, more = load_profile(templates, name)
    reader = FieldReader(SECTIONS, MODELS, [*problems, *more])
    if not isinstance(root, nodes.Mapping) or profile is None:
        return None, tuple(reader.problems)
    head = cast(Head, reader.read_section("格式", root, root.place))
    base = _declared(reader, templates, tuple(folder for folder in chain if folder != name))
    declared = Declared(head.fields, head.lists, head.source_rows).over(base, reader.report)
    money = head.money.text if head.money.text in MONEY_UNITS else MONEY
    terms = terms_of(declared, reader.report, money)
    formulas, relations = _rules(reader, templates, (*chain, name), terms)
    reader.problems.extend(wrong_names(profile, head.documents, formulas, terms))
    folder = folder_of(templates, name)
    own_rows = [words.text for words in declared.source_rows]
    formulas, relations = without_absent_sources(formulas, relations, own_rows, folder)
    formulas = tuple(_in_money(row, money, folder) for row in formulas)
    documents = tuple(row for row in head.documents if _stays_within(row, folder, reader.report))
    for called in (*(row.name for row in head.documents), head.volume.name):
        if set(called.text) & set("/\\"):
            reader.report("T3", called.place, f"文件名“{called}”里有 / 或 \\，会写到别的文件夹", "只写文件名")
    found = Format(
        name,
        folder,
        head.title.text,
        head.help.text,
        documents,
        head.narrative,
        formulas,
        relations,
        profile,
        head.volume,
        terms,
        declared,
        money,
        head.default.text == "是",
    )
    return found, tuple(reader.problems)


def _in_money(row: FormulaRow, money: str, folder: Path) -> FormulaRow:
    """A formula of a format that is extended, which says 万元 of its amounts, in the unit of those of this one."""
    inherited = row.unit.text == MONEY and not Path(row.unit.place.file).is_relative_to(folder)
    return replace(row, unit=replace(row.unit, text=money)) if inherited else row


def _stays_within(row: DocumentRow, folder: Path, report: Report) -> bool:
    """Whether a document's template is a file of the format's own folder."""
    if not row.template:
        return True  # told already
    path = folder / row.template.text
    if is_plain_name(row.template.text) and lies_in(path, folder):
        return True
    hint = "检查文件名；模板要放在本格式的文件夹里，不能是别处的文件或链接"
    report("T2", row.template.place, f"本格式的文件夹里没有模板“{row.template}”", hint)
    return False


@dataclass(frozen=True, slots=True)
class Rules:
    """The formulas and relations that hold under a format, without its documents."""

    formulas: tuple[FormulaRow, ...]
    relations: tuple[RelationRow, ...]


def load_rules(templates: Path, name: str) -> Rules | None:
    """The rules of a format folder, or of the national one; None where there is no such folder."""
    if not folder_of(templates, name).is_dir():
        return None
    _, chain, _ = load_profile(templates, name)
    reader = FieldReader(SECTIONS, MODELS)
    terms = terms_of(_declared(reader, templates, (*chain, name)), reader.report)
    return Rules(*_rules(reader, templates, (*chain, name), terms))


def _declared(reader: FieldReader, templates: Path, chain: tuple[str, ...]) -> Declared:
    """The fields and lists that the folders of a chain declare, the national ones first."""
    found = Declared()
    for path in (folder_of(templates, name) / "format.yaml" for name in dict.fromkeys(chain)):
        root = load_document(path)[0] if path.is_file() else None  # mistakes of YAML are told where it is the format
        if isinstance(root, nodes.Mapping):
            rows = {t.ident: _own(reader, t, root) for t in SECTIONS["格式"] if t.word in ("字段", "列表", "来源行")}
            found = Declared(**rows).over(found, reader.report)
    return found


def _own(reader: FieldReader, term: Term, root: nodes.Mapping) -> Any:
    entry = root.find(term.word)
    return reader.read_field(term, entry, entry.key.place) if entry else ()


def _rules(
    reader: FieldReader, templates: Path, chain: tuple[str, ...], terms: Terms
) -> tuple[tuple[FormulaRow, ...], tuple[RelationRow, ...]]:
    """The rows of all folders of a chain, the national ones first."""
    reader = FieldReader(sections_for(terms), MODELS, reader.problems)
    folders = [folder_of(templates, name) for name in dict.fromkeys(chain)]
    known = ("", *scopes_of(terms))
    rows = cast(tuple[FormulaRow, ...], _stacked(reader, "运算", [folder / "运算.yaml" for folder in folders], known))
    formulas = tuple(_with_few_digits(row, reader.report) for row in rows)
    relations = cast(
        tuple[RelationRow, ...],
        _stacked(reader, "审核", [folder / "审核.yaml" for folder in folders], known),
    )
    coded = (formula for formula in formulas if not formula.code or _may_be_code(formula.code, reader.report))
    return tuple(coded), tuple(row for row in relations if not row.code or _may_be_code(row.code, reader.report))


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


def _stacked(reader: FieldReader, section: str, files: list[Path], scopes: tuple[str, ...]) -> tuple[object, ...]:
    """The rows of several files: a later row of the same name (or code and rule) and scope replaces an earlier."""
    rows: dict[tuple[str, ...], object] = {}
    term = Term(section, "", Kind.LIST, "", of=section)
    for path in files:
        if not path.is_file():
            continue
        root, problems = load_document(path)
        reader.problems.extend(problems)
        if isinstance(root, nodes.Mapping):
            entry = root.find(section)
            if entry is None or len(root.entries) > 1:
                reader.report("T3", Place(str(path), 1, 1), f"文件里应只有“{section}:”一个列表", f"首行写 {section}:")
                continue
            read = cast(tuple[FormulaRow | RelationRow, ...], reader.read_field(term, entry, entry.key.place))
            found = [row for row in read if row.scope.text in scopes]  # what is for nothing there is, is told already
            own: dict[tuple[str, ...], object] = {}
            for row in found:
                if _key(row) in own:
                    name = row.name if isinstance(row, FormulaRow) else row.rule
                    reader.report("T3", name.place, f"“{name}”在这个文件里写了两次", "留下对的一条")
                own[_key(row)] = row
            rows |= own
    return tuple(rows.values())


def _key(row: FormulaRow | RelationRow) -> tuple[str, ...]:
    scope = row.scope.text or SCOPES[0]
    if isinstance(row, FormulaRow):
        return (row.name.text, scope, row.when.text)
    return (row.code.text, scope, row.rule.text)
