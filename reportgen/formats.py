"""A folder of templates/ → Format: its documents, its prose sections, its formulas and its rules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

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
)
from reportgen.parameters import Profile
from reportgen.problem import Place, Problem
from reportgen.profile import load_profile
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.fields import FieldReader
from reportgen.source.terms import Kind, Term


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
    default: bool = False


def find_formats(templates: Path) -> tuple[str, ...]:
    """The names of the format folders."""
    return tuple(sorted(p.parent.name for p in templates.glob("*/format.yaml")))


def load_format(templates: Path, name: str) -> tuple[Format | None, tuple[Problem, ...]]:
    """A format folder read whole, with every problem in its files."""
    path = templates / name / "format.yaml"
    root, problems = load_document(path)
    profile, chain, more = load_profile(templates, name)
    reader = FieldReader(SECTIONS, MODELS, [*problems, *more])
    if not isinstance(root, nodes.Mapping) or profile is None:
        return None, tuple(reader.problems)
    head = cast(Head, reader.read_section("格式", root, root.place))
    formulas, relations = _rules(reader, templates, (*chain, name))
    for row in head.documents:
        if row.template and not (templates / name / row.template.text).is_file():
            hint = "检查文件名；模板要放在本格式的文件夹里"
            reader.report("T2", row.template.place, f"找不到模板“{row.template.text}”", hint)
    found = Format(
        name,
        templates / name,
        head.title.text,
        head.help.text,
        head.documents,
        head.narrative,
        formulas,
        relations,
        profile,
        head.volume,
        head.default.text == "是",
    )
    return found, tuple(reader.problems)


@dataclass(frozen=True, slots=True)
class Rules:
    """The formulas and relations that hold under a format, without its documents."""

    formulas: tuple[FormulaRow, ...]
    relations: tuple[RelationRow, ...]


def load_rules(templates: Path, name: str) -> Rules | None:
    """The rules of a format folder, or of the national one; None where there is no such folder."""
    if not (templates / name).is_dir():
        return None
    _, chain, _ = load_profile(templates, name)
    return Rules(*_rules(FieldReader(SECTIONS, MODELS), templates, (*chain, name)))


def _rules(
    reader: FieldReader, templates: Path, chain: tuple[str, ...]
) -> tuple[tuple[FormulaRow, ...], tuple[RelationRow, ...]]:
    """The rows of all folders of a chain, the national ones first."""
    folders = [templates / name for name in dict.fromkeys(chain)]
    formulas = _stacked(reader, "运算", [folder / "运算.yaml" for folder in folders])
    relations = _stacked(reader, "审核", [folder / "审核.yaml" for folder in folders])
    return cast(tuple[FormulaRow, ...], formulas), cast(tuple[RelationRow, ...], relations)


def _stacked(reader: FieldReader, section: str, files: list[Path]) -> tuple[object, ...]:
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
            found = cast(tuple[FormulaRow | RelationRow, ...], reader.read_field(term, entry, entry.key.place))
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
