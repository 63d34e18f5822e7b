"""A stranger's pack is read in a process of its own: it takes no command down, nor what the command does beside."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from cases import NATIONAL
from click.testing import CliRunner, Result
from small_docx import docx, p
from test_hostile_templates import PROOF

from reportgen import children
from reportgen.cli import checking, main
from reportgen.cli import preview as previewing
from reportgen.format_check import Checked

BAD, GOOD = "生", "熟"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two formats, one of them from a stranger."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTGEN_TEMPLATES", raising=False)
    for name, tag in ((BAD, PROOF), (GOOD, "{{ 单位.名称 }}")):
        made = tmp_path / "templates" / name
        made.mkdir(parents=True)
        head = f"名称: {name}\n文件: [{{模板: 报告.docx, 名称: 报告}}]\n"
        (made / "format.yaml").write_text(head, encoding="utf-8")
        (made / "profile.yaml").write_text(f"继承: {NATIONAL.name}\n", encoding="utf-8")
        (made / "报告.docx").write_bytes(docx(p(f"一份报告，{tag}。")))
    return tmp_path


def run(*words: str) -> Result:
    done = CliRunner().invoke(main, ["formats", *words], prog_name="reportgen")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def runs_away(*_: object) -> None:
    while True:
        pass


def eats(*_: object) -> None:
    bytearray(2 * 1024**3)


def dies(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


LOST = [(runs_away, "用了 3 秒"), (eats, "内存超过 1024 MB"), (dies, "程序中断了")]


def test_a_hostile_pack_is_refused_and_the_next_one_checked(folder: Path) -> None:
    done = run("check", BAD, GOOD)
    assert done.exit_code == 1
    assert "T23" in done.output
    assert f"{GOOD}：没有问题" in done.output
    assert run("preview", BAD).exit_code == 1
    assert not (folder / "proof").exists()


@pytest.mark.parametrize(("work", "told"), LOST)
def test_a_check_that_does_not_end_is_told_and_the_next_format_checked(
    work: object, told: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(templates: Path, name: str, only: str = "") -> Checked:
        if name == BAD:
            work(name)  # type: ignore[operator]
        return Checked(name, ())

    monkeypatch.setattr(checking, "check_format", check)
    monkeypatch.setattr(children, "SECONDS", 3 if work is runs_away else children.SECONDS)
    done = run("check", BAD, GOOD)
    assert done.exit_code == 1
    assert f"templates/{BAD}: 强制性[G5] 没有检查完：" in done.output
    assert told in done.output
    assert f"{GOOD}：没有问题" in done.output


@pytest.mark.parametrize("part", ["invent", "look"])
@pytest.mark.parametrize(("work", "told"), LOST)
def test_a_preview_that_does_not_end_is_told(
    work: object, told: str, part: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, part, work)
    monkeypatch.setattr(children, "SECONDS", 3 if work is runs_away else children.SECONDS)
    done = run("preview", GOOD)
    assert done.exit_code == 1
    assert f"templates/{GOOD}: 强制性[G5] 没有生成：" in done.output
    assert told in done.output
