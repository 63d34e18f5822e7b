"""profile.yaml files, each extending another, → Profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from reportgen.methods import wrong_methods
from reportgen.parameters import MODELS, SECTIONS, Profile
from reportgen.places import NATIONAL, folder_of, is_plain_name, template_folders
from reportgen.problem import Level, Place, Problem
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.fields import FieldReader
from reportgen.source.slips import may_be, slips
from reportgen.steps import wrong_steps

COMMON = NATIONAL
MOST_DIGITS = 10


def load_profile(templates: Path, name: str) -> tuple[Profile | None, tuple[str, ...], tuple[Problem, ...]]:
    """The profile of a format folder, laid over those it extends and at last over the national one.

    Beside it the names of these folders, the outermost first.
    """
    layers, problems = _layers(templates, name, ())
    if not layers:
        return None, (), problems
    merged = _merged(layers)
    reader = FieldReader(SECTIONS, MODELS, list(problems))
    profile = cast(Profile, reader.read_section("规则", merged, merged.place))
    reader.problems.extend(wrong_methods(profile.methods))
    folders = [Path(layer.place.file).parent.name for _, layer in layers]
    reader.problems.extend(wrong_steps(profile.execution, folders))
    for marks, hint in ((profile.full, "写 100、110 这样的数"), (profile.bonus, "写 5 这样的数；没有附加分就删去")):
        if marks and (marks.value or 0) <= 0:
            reader.report("D4", marks.place, "“满分”“附加分”应是大于 0 的分数", hint)
    for digits in (profile.execution.digits, profile.score.digits):
        if digits.value is not None and digits.value not in range(MOST_DIGITS):
            reader.report("D4", digits.place, "“位数”应是 0 到 9 的整数", "写 0、1、2 这样的数")
            return None, tuple(folder for folder, _ in layers), tuple(reader.problems)
    return profile, tuple(folder for folder, _ in layers), tuple(reader.problems)


def places_of_parameters(templates: Path, name: str) -> Mapping[str, Place]:
    """Where each parameter of a format gets its value: 执行率.分值 → the line of the folder that says it."""
    layers, _ = _layers(templates, name, ())
    return dict(_places("", _merged(layers))) if layers else {}


def _places(above: str, group: nodes.Mapping) -> Iterator[tuple[str, Place]]:
    for entry in group:
        yield above + entry.key.text, entry.key.place
        if isinstance(entry.value, nodes.Mapping):
            yield from _places(f"{above}{entry.key.text}.", entry.value)


def _merged(layers: tuple[tuple[str, nodes.Mapping], ...]) -> nodes.Mapping:
    merged = layers[0][1]
    for _, layer in layers[1:]:
        merged = _overlaid(merged, layer)
    return merged


def _layers(
    templates: Path, name: str, seen: tuple[str, ...]
) -> tuple[tuple[tuple[str, nodes.Mapping], ...], tuple[Problem, ...]]:
    """Folder name and mapping of each profile, from the outermost base to the named one."""
    path = folder_of(templates, name) / "profile.yaml"
    if not path.is_file():
        return ((), ()) if name == COMMON or COMMON in seen else _layers(templates, COMMON, (*seen, name))
    root, problems = load_document(path)
    if not isinstance(root, nodes.Mapping):
        return (), problems
    entry = root.find("继承")
    base = entry.value.text if entry and isinstance(entry.value, nodes.Scalar) else "" if name == COMMON else COMMON
    if not base:
        return ((name, root),), problems
    if base in (*seen, name) or not is_plain_name(base) or not (folder_of(templates, base) / "profile.yaml").is_file():
        place = entry.value.place if entry else Place(str(path))
        wrong = Problem(
            "T1", Level.ERROR, place, f"规则继承的“{base}”不存在，或互相继承", _that_are(templates, base, (*seen, name))
        )
        return ((name, root),), (*problems, wrong)
    outer, more = _layers(templates, base, (*seen, name))
    return (*outer, (name, root)), (*more, *problems)


def _that_are(templates: Path, base: str, but: tuple[str, ...]) -> str:
    """The folders that may be extended, those that are called much like one that is not there first."""
    folders = (path.parent.name for one in template_folders(templates) for path in one.glob("*/profile.yaml"))
    known = sorted(set(folders) - set(but))
    near = [one for one in known if base and base in one] or slips(base, known)
    return may_be(near) or "写已有格式的文件夹名，不带 /：" + "、".join(known)


def _overlaid(base: nodes.Mapping, own: nodes.Mapping) -> nodes.Mapping:
    """Own entries over the base's; groups are laid over group by group, lists and values replace."""
    entries = {e.key.text: e for e in base}
    for entry in own:
        under = entries.get(entry.key.text)
        value = entry.value
        if under and isinstance(under.value, nodes.Mapping) and isinstance(value, nodes.Mapping):
            value = _overlaid(under.value, value)
        entries[entry.key.text] = nodes.Entry(entry.key, value)
    return nodes.Mapping(tuple(entries.values()), own.place)
