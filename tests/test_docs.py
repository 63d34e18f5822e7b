"""What README says is so: its commands run, its example gives what it shows."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from reports import ROOT

from reportgen.cli import main

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(ROOT.glob("docs/**/*.md"))]
# Their commands build on one another: test_new.py runs those of the first in order, test_manuals.py the others'.
WALKED = [ROOT / "docs" / f"{name}.md" for name in ("开始", "使用手册", "模板手册", "格式与规则")]
REFUSED = {"--草稿"}  # what is asked for in spite of errors ends well too


def blocks(path: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    documents = [path for path in DOCUMENTS if path not in WALKED]
    return [line for path in documents for block in blocks(path, "sh") for line in block.splitlines() if line]


def example(folder: Path) -> None:
    """A folder like the repository's, with README's example beside the data."""
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    [text] = blocks(ROOT / "README.md", "yaml")
    (folder / "某某中心.yaml").write_text(text, encoding="utf-8")


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = shlex.split(command)
    assert words[0] == "reportgen"
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )


def test_there_are_commands() -> None:
    assert {"make demo", "make test"} <= set(commands())
    assert sum(c.startswith("reportgen ") for c in commands()) >= 7


@pytest.mark.parametrize("command", [c for c in commands() if c.startswith("reportgen ")])
def test_command_runs(command: str, tmp_path: Path) -> None:
    example(tmp_path)
    done = run(command, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", [c for c in commands() if c.startswith("make ")])
def test_target_exists(command: str) -> None:
    done = subprocess.run(["make", "-n", command.split()[1]], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0


def test_example_gives_what_it_shows(tmp_path: Path) -> None:
    example(tmp_path)
    [command, *_] = [c for c in commands() if "某某中心.yaml" in c]
    [shown] = blocks(ROOT / "README.md", "text")
    assert run(command, tmp_path).stdout == shown
    assert len(blocks(ROOT / "README.md", "yaml")[0].splitlines()) <= 10


def test_links_lead_somewhere() -> None:
    for path in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), (path.name, target)


def command_of(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that words name, and its options among them."""
    found: click.Command = main
    for word in words:
        if not isinstance(found, click.Group) or word not in found.commands:
            break
        found = found.commands[word]
    return found, [word for word in words if word.startswith("-")]


def test_commands_named_in_sentences_exist() -> None:
    """`reportgen formats preview 甲 --跟随`: the command is there, and so is its option."""
    texts = [path.read_text(encoding="utf-8") for path in DOCUMENTS]
    spans = {span for text in texts for span in re.findall(r"`reportgen ([^`\n]+)`", text)}
    assert len(spans) > 20
    wrong = []
    for span in spans:
        command, options = command_of(span.split())
        known = {"-h", "--help", "-V", "--version"} | {name for one in command.params for name in one.opts}
        if (command is main and re.match("[a-z]", span)) or not set(options) <= known:
            wrong.append(span)
    assert wrong == []
