"""Small templates folders and submissions, written for one test each."""

from __future__ import annotations

import shutil
from pathlib import Path

from reportgen.figures.derive import derive
from reportgen.figures.figure import Figure
from reportgen.figures.scope import Scope
from reportgen.formats import Format, load_format
from reportgen.problem import Problem
from reportgen.source.reader import read_submission
from reportgen.source.written import Words

NATIONAL = Path(__file__).resolve().parent.parent / "templates" / "_通用"
NAME = "试行"
HEAD = f"格式: {NAME}\n年度: 2024\n单位: {{名称: R&D <x> 中心}}\n"


def templates_with(folder: Path, **files: str) -> Path:
    """A templates folder with the national rules and one format; `files` by stem: profile, 运算, 审核, format."""
    templates = folder / "templates"
    folder.mkdir(exist_ok=True)
    shutil.copytree(NATIONAL, templates / NATIONAL.name)
    written = {"format": "名称: 试行格式\n文件:\n  - {模板: 报告.docx, 名称: 报告}\n"} | files
    format_folder(templates, NAME, **written)
    (templates / NAME / "报告.docx").write_bytes(b"")
    return templates


def format_folder(templates: Path, name: str, **files: str) -> None:
    """Adds a folder with these YAML files."""
    folder = templates / name
    folder.mkdir(parents=True)
    for stem, text in files.items():
        (folder / f"{stem}.yaml").write_text(text, encoding="utf-8")


def format_of(templates: Path, name: str = NAME) -> Format:
    """A format without problems."""
    found, problems = load_format(templates, name)
    assert problems == ()
    assert found is not None
    return found


def derived(folder: Path, data: str, **files: str) -> tuple[Scope, tuple[Problem, ...]]:
    """The name space of a submission of these fields, under the national rules and the files of a format."""
    path = folder / "数据.yaml"
    path.write_text(HEAD + data, encoding="utf-8")
    submission, problems = read_submission(path, path.name)
    assert submission is not None
    root, more = derive(submission, format_of(templates_with(folder, **files)))
    return root, (*problems, *more)


def shown(root: Scope, name: str) -> str:
    """What a sentence prints for a name."""
    value = root.at_path(name)
    assert isinstance(value, Figure | Words | str), f"{name} is {type(value)}"
    return str(value)
