"""Every kind of bad input: told in Chinese with its place, a plain exit code, and the old output as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from reports import ROOT

from reportgen.cli import main

FILES = sorted((ROOT / "tests" / "errors").glob("*.yaml"))
_TOLD = re.compile(r"^\S+\.yaml(:\d+){0,2}: (强制性|核实性|提示性)\[[A-Z]\d+\] .*[\u4e00-\u9fff]", re.MULTILINE)


def test_there_are_many_kinds() -> None:
    assert len(FILES) >= 30


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_bad_input_is_told_and_harms_nothing(path: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    (output / "旧报告.docx").write_bytes(b"old")
    done = CliRunner().invoke(
        main, ["render", "--only", "docx", str(path), "-o", str(output), "--templates", str(ROOT / "templates")]
    )
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert done.exit_code in (1, 2)
    assert _TOLD.search(done.output)
    assert "Traceback" not in done.output
    assert {p.name: p.read_bytes() for p in output.iterdir()} == {"旧报告.docx": b"old"}
