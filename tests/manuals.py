"""The manuals as their readers follow them: blocks in order, files written, lines changed, commands run.

What stands after ``` says what a block is:
    sh              commands, one a line, run in order in one folder
    text            what the commands above print: these lines in this order; a line … stands for any others
    yaml FILE       a file, written as it stands
    word FILE       a form in Word, drawn as word_forms.py says
    diff FILE       lines of that file, taken out (-) and put in their place (+)
    yaml KIND …     a part: of the data (数据, then the format), or the whole of format, profile, 运算, 审核;
                    接上: it goes with the part of format.yaml before it
    console         what is typed in another program
"""

from __future__ import annotations

import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from reports import ROOT
from word_forms import replace_in_form, write_form

from reportgen.cli import main

_BLOCK = re.compile(r"^```(.+?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ANY = "…"
PARTS = ("数据", "format", "profile", "运算", "审核")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: its line in the manual, what it is, the words after that, and its text."""

    line: int
    kind: str
    words: tuple[str, ...]
    text: str

    @property
    def is_file(self) -> bool:
        return self.kind == "yaml" and bool(self.words) and self.words[0] not in PARTS


def blocks_of(manual: Path) -> tuple[Block, ...]:
    """The blocks of a manual in order."""
    text = manual.read_text(encoding="utf-8")
    found = []
    for match in _BLOCK.finditer(text):
        kind, *words = match[1].split()
        found.append(Block(text.count("\n", 0, match.start()) + 1, kind, tuple(words), match[2]))
    return tuple(found)


def walk(manual: Path) -> None:
    """Do in the current folder what a manual says, and see that each command gives what it shows."""
    blocks = blocks_of(manual)
    for number, block in enumerate(blocks):
        where = f"{manual.name} 第 {block.line} 行"
        if block.is_file:
            path = Path(block.words[0])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.kind == "word":
            write_form(Path(block.words[0]), block.text)
        elif block.kind == "diff":
            change(Path(block.words[0]), block.text, where)
        elif block.kind == "sh":
            after = blocks[number + 1] if number + 1 < len(blocks) else None
            run_all(block, after.text if after and after.kind == "text" else "", where)


def run_all(block: Block, shown: str, where: str) -> None:
    """Run the commands of a block; one that ends with 1 must be said to, by the problems or the mark it prints."""
    output = ""
    for command in block.text.splitlines():
        if command.startswith("make "):
            assert is_target(command), (where, command)
            continue
        done = CliRunner().invoke(main, shlex.split(command)[1:], prog_name="reportgen")
        assert done.exception is None or isinstance(done.exception, SystemExit), (where, command, done.exception)
        told = done.exit_code == 0 or (done.exit_code == 1 and ("强制性" in shown or "核实性" in shown))
        assert told, (where, command, done.exit_code, done.output)
        output += done.output
    missing = not_printed(shown, output)
    assert not missing, f"{where}：没有印出“{missing}”\n{output}"


def is_target(command: str) -> bool:
    """Whether the Makefile can do what a command asks of it."""
    return (
        subprocess.run(["make", "-n", *command.split()[1:]], cwd=ROOT, capture_output=True, check=False).returncode == 0
    )


def not_printed(shown: str, output: str) -> str:
    """The first line that was not printed where it should be; empty when all were."""
    printed = [line.rstrip() for line in output.splitlines()]
    at, anywhere = 0, True
    for line in (line.rstrip() for line in shown.splitlines()):
        if line.strip() == _ANY:
            anywhere = True
            continue
        here = [n for n in range(at, len(printed)) if printed[n] == line]
        if not here or (not anywhere and here[0] != at):
            return line or "（空行）"
        at, anywhere = here[0] + 1, False
    return ""


def change(path: Path, text: str, where: str) -> None:
    """Lines with - are replaced by the lines with + that follow them; lines with a blank stay. In a form, texts."""
    old = "".join(line[1:] + "\n" for line in text.splitlines() if line[:1] in "- ")
    new = "".join(line[1:] + "\n" for line in text.splitlines() if line[:1] in "+ ")
    if path.suffix == ".docx":
        assert replace_in_form(path, old.strip(), new.strip()), f"{where}：{path} 里没有 {old}"
        return
    before = path.read_text(encoding="utf-8")
    assert before.count(old) == 1, f"{where}：{path} 里有 {before.count(old)} 处\n{old}"
    path.write_text(before.replace(old, new), encoding="utf-8")
