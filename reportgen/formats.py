"""A folder of templates/ → Format: its documents, its prose sections, its formulas and its rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from reportgen.declared import Declared, terms_of
from reportgen.format_names import wrong_names
from reportgen.format_terms import (
    MODELS,
    SECTIONS,
    DocumentRow,
    FormulaRow,
    Head,
    NarrativeRow,
    RelationRow,
    VolumeRow,
)
from reportgen.inherited import as_they_hold, of_full_marks
from reportgen.parameters import Profile
from reportgen.places import folder_of, is_plain_name, lies_in, template_folders
from reportgen.problem import Level, Place, Problem
from reportgen.profile import MOST_DIGITS, load_profile
from reportgen.rule_files import rules_in
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.fields import FieldReader
from reportgen.source.quantities import Report
from reportgen.source.slips import may_be, slips
from reportgen.source.terms import MONEY, MONEY_UNITS, Term, Terms
from reportgen.source.written import Quantity

FILES = ("format.yaml", "profile.yaml", "运算.yaml", "审核.yaml")
_DECLARED = ("fields", "lists", "source_rows", "off")
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")


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
    money_digits: int | None = None  # that amounts are printed with; None: as they were typed or reckoned

    @property
    def year(self) -> str:
        return year_in(self.name)


def year_in(name: str) -> str:
    """The year that the name of a format says; empty where it says none, or several."""
    found = set(_YEAR.findall(name))
    return found.pop() if len(found) == 1 else ""


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
    declared = Declared(head.fields, head.lists, head.source_rows, head.off).over(base, reader.report)
    money = _money(templates, (*chain, name))
    terms = terms_of(declared, reader.report, money)
    formulas, relations = rules_in(_folders(templates, (*chain, name)), terms, reader)
    reader.problems.extend(wrong_names(profile, head.documents, formulas, terms))
    folder = folder_of(templates, name)
    own_rows = [words.text for words in declared.source_rows]
    formulas, relations = as_they_hold(formulas, relations, terms=terms, rows=own_rows, money=money, folder=folder)
    relations = of_full_marks(relations, profile.full, folder)
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
        _digits(head.money_digits, reader),
    )
    return found, tuple(reader.problems)


def _digits(given: Quantity, reader: FieldReader) -> int | None:
    if given.value is None or given.value in range(MOST_DIGITS):
        return None if given.value is None else int(given.value)
    reader.report("D4", given.place, "“金额位数”应是 0 到 9 的整数", "写 0、1、2 这样的数")
    return None


def _stays_within(row: DocumentRow, folder: Path, report: Report) -> bool:
    """Whether a document's template is a file of the format's own folder."""
    if not row.template:
        return True  # told already
    path = folder / row.template.text
    if is_plain_name(row.template.text) and lies_in(path, folder):
        return True
    there = sorted(one.name for one in folder.glob("*.docx") if lies_in(one, folder))
    named = [one for one in there if one.removesuffix(".docx") == row.template.text]
    near = may_be(named or slips(row.template.text, there)) or "模板要放在本格式的文件夹里，不能是别处的文件或链接"
    hint = f"{near}；不要这个文件的，删去“文件”里的这一项"
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
    profile, chain, _ = load_profile(templates, name)
    reader = FieldReader(SECTIONS, MODELS)
    declared = _declared(reader, templates, (*chain, name))
    money = _money(templates, (*chain, name))
    terms = terms_of(declared, reader.report, money)
    formulas, relations = rules_in(_folders(templates, (*chain, name)), terms, reader)
    rows = [words.text for words in declared.source_rows]
    folder = folder_of(templates, name)
    formulas, relations = as_they_hold(formulas, relations, terms=terms, rows=rows, money=money, folder=folder)
    return Rules(formulas, of_full_marks(relations, profile.full, folder) if profile else relations)


def _declared(reader: FieldReader, templates: Path, chain: tuple[str, ...]) -> Declared:
    """The fields and lists that the folders of a chain declare, the national ones first."""
    found = Declared()
    for path in (folder / "format.yaml" for folder in _folders(templates, chain)):
        root = load_document(path)[0] if path.is_file() else None  # mistakes of YAML are told where it is the format
        if isinstance(root, nodes.Mapping):
            rows = {t.ident: _own(reader, t, root) for t in SECTIONS["格式"] if t.ident in _DECLARED}
            found = Declared(**rows).over(found, reader.report)
    return found


def _money(templates: Path, chain: tuple[str, ...]) -> str:
    """The unit of amounts that the folders of a chain say, the last one first."""
    for path in (folder / "format.yaml" for folder in reversed(_folders(templates, chain))):
        root = load_document(path)[0] if path.is_file() else None
        entry = root.find("金额单位") if isinstance(root, nodes.Mapping) else None
        if entry and isinstance(entry.value, nodes.Scalar) and entry.value.text in MONEY_UNITS:
            return entry.value.text
    return MONEY


def _folders(templates: Path, chain: tuple[str, ...]) -> tuple[Path, ...]:
    """The folders of a chain, each once, the national one first."""
    return tuple(folder_of(templates, name) for name in dict.fromkeys(chain))


def _own(reader: FieldReader, term: Term, root: nodes.Mapping) -> Any:
    entry = root.find(term.word)
    return reader.read_field(term, entry, entry.key.place) if entry else ()
