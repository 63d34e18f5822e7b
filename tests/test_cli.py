"""The command line: exit codes, Chinese throughout, machine-readable findings, and output that errors never touch.

REPORTGEN_UPDATE=1 writes the expected text of `why` anew; the diff is the review.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from reports import ROOT

from reportgen.cli import main

CASE = Path("data") / "攀枝花西区矿产资源保护中心-2020"
PUBLISHED, CORRECTED = CASE / "原文.yaml", CASE / "订正.yaml"
WHY = ROOT / "tests" / "expected" / "攀枝花-why-结转结余.年末.txt"
ERRORS = sorted((ROOT / "tests" / "errors").glob("*.yaml"))


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def run(*words: object) -> Result:
    """A command, which must end by itself and not by an error of ours."""
    done = CliRunner().invoke(main, [str(w) for w in words], prog_name="reportgen")
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


def english(text: str) -> list[str]:
    """Words of English sentences that are left in a Chinese text."""
    return re.findall(r"[A-Za-z]{3,} [a-z]{2,}", re.sub(r"reportgen( [a-z]+)*", "", text))


def altered(path: Path, *changes: tuple[str, str]) -> Path:
    """The corrected report with passages changed, written to `path`."""
    text = CORRECTED.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


WRONG = ("全年执行数: 9.75", "全年执行数: 10.01")


# Exit codes


def test_all_well_is_0(tmp_path: Path) -> None:
    done = run("render", CORRECTED, "-o", tmp_path, "--only", "docx")
    assert done.exit_code == 0
    assert sorted(p.suffix for p in tmp_path.glob("[!.]*")) == [".docx"] * 5
    assert done.output.count("新写 ") == 5


def test_something_to_correct_is_1(tmp_path: Path) -> None:
    done = run("render", PUBLISHED, "-o", tmp_path / "出", "--only", "docx")
    assert done.exit_code == 1
    assert "没有生成；要看草稿请加 --草稿" in done.output
    assert not (tmp_path / "出").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["render"], "缺少参数"),
        (["render", "没有.yaml"], "没有.yaml"),
        (["check", "没有.yaml"], "没有.yaml"),
        (["why", "没有.yaml"], "没有.yaml"),
        (["render", "data"], "data"),
        (["render", CORRECTED, "--only", "odt"], "odt"),
        (["render", CORRECTED, "--drafft"], "--draft"),
        (["rendre", CORRECTED], "rendre"),
        (["formats", "show", "没有这个格式"], "攀枝花西区-部门整体-2020"),
        (["why", CORRECTED, "没有这个数"], "没有“没有这个数”这个名称"),
    ],
)
def test_wrong_command_line_is_2(words: list[object], told: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert told in done.output
    assert "用法" in done.output
    assert not english(done.output)


def test_lack_of_the_engine_is_3_and_leaves_the_word_files(tmp_path: Path) -> None:
    """As on a machine without Pango: importing WeasyPrint raises OSError."""
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")\n")
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "reportgen", "render", str(CORRECTED), "-o", str(tmp_path / "出")]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 3
    assert "Pango（cannot load library 'libpango-1.0-0'）" in done.stderr
    assert "apt-get install" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(p.suffix for p in (tmp_path / "出").glob("[!.]*")) == [".docx"] * 5


# Chinese throughout


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("path", list(commands(main)), ids=" ".join)
def test_help_is_chinese(path: tuple[str, ...]) -> None:
    done = run(*path, "--help")
    assert done.exit_code == 0
    assert done.output.startswith("用法")
    assert "显示本说明" in done.output
    assert not english(done.output)
    for option in re.findall(r"^  -.*", done.output, re.MULTILINE):
        assert re.search(r"  .*[\u4e00-\u9fff]", option) or option.rstrip().endswith("]"), option


@pytest.mark.parametrize("words", [["--help"], ["render", "没有.yaml"]])
def test_language_of_the_machine_does_not_matter(words: list[str]) -> None:
    environment = os.environ | {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "LANGUAGE": "en"}
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", *words], env=environment, capture_output=True, check=False, encoding="utf-8"
    )
    said = done.stdout + done.stderr
    assert "用法" in said
    assert "Usage" not in said
    assert "Error" not in said


@pytest.mark.parametrize(
    "words",
    [
        ["--输出", "{}", "--只要", "docx", "--草稿", "--模板", "templates"],
        ["--output", "{}", "--only", "docx", "--draft", "--templates", "templates"],
    ],
    ids=["中文", "英文"],
)
def test_options_have_two_names(words: list[str], tmp_path: Path) -> None:
    run("render", PUBLISHED, *(w.format(tmp_path) for w in words))
    made = sorted(tmp_path.glob("[!.]*"))
    assert len(made) == 5
    assert all(p.name.startswith("草稿-") and p.suffix == ".docx" for p in made)
    for path in made:
        with zipfile.ZipFile(path) as package:
            headers = [package.read(n).decode() for n in package.namelist() if n.startswith("word/header")]
        assert headers
        assert all("草稿" in header for header in headers)


# Findings for machines


def test_findings_as_json() -> None:
    done = run("check", "--json", PUBLISHED)
    assert done.exit_code == 1
    found = json.loads(done.output)
    assert len(found) > 30
    for problem in found:
        assert list(problem) == [
            *("code", "level", "file", "line", "column", "within", "message", "hint", "explanation", "operands")
        ]
        assert problem["level"] in ("强制性", "核实性", "提示性")
        assert problem["file"] == str(PUBLISHED)
        assert all(list(o) == ["name", "value", "file", "line", "column"] for o in problem["operands"])
    executed = next(p for p in found if p["code"] == "F2" and p["line"] == 84)
    assert executed["column"] == 17
    assert {
        "name": "项目.打私专项整治经费.调入",
        "value": "5",
        "file": str(PUBLISHED),
        "line": 83,
        "column": 9,
    } in executed["operands"]


def test_json_of_several_files_is_one_array(tmp_path: Path) -> None:
    wrong = altered(tmp_path / "数据.yaml", WRONG)
    found = json.loads(run("check", "--json", CORRECTED, wrong).output)
    assert {p["file"] for p in found} == {str(CORRECTED), str(wrong)}


def test_json_without_findings_is_an_empty_array(tmp_path: Path) -> None:
    full = next(path for path in CORRECTED.parent.parent.glob("*/订正.yaml") if "≥90%" in path.read_text("utf-8"))
    text = full.read_text("utf-8").partition("审核说明:")[0]
    for old, new in (("自评得分: 95", "自评得分: 100"), ("{值: 90%, 文字: ≥90%}", "90%")):
        assert old in text
        text = text.replace(old, new)
    well = tmp_path / "数据.yaml"
    well.write_text(text, "utf-8")
    done = run("check", "--json", well)
    assert (done.exit_code, json.loads(done.output)) == (0, [])
    assert run("check", well).output == f"{well}：没有问题\n"


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_bad_files_are_answered_in_json_too(path: Path) -> None:
    done = run("check", "--json", path)
    assert done.exit_code == 1
    found = json.loads(done.output)
    assert found
    assert all(p["file"] and re.search("[\u4e00-\u9fff]", p["message"]) for p in found)


# What stands in the way


def test_unknown_format_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = altered(tmp_path / "数据.yaml", ("格式: 攀枝花西区-部门整体-2020", "格式: 攀枝花西区-部门整体-2O20"))
    done = run("render", path, "-o", tmp_path / "出")
    assert done.exit_code == 1
    assert f"{path}:3:5: 强制性[D12] 没有“攀枝花西区-部门整体-2O20”这个格式" in done.output
    assert "改法：可能是“攀枝花西区-部门整体-2020”" in done.output


def test_folder_of_formats_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert run("check", CORRECTED, "--templates", tmp_path).exit_code == 0  # the shipped ones lie behind an empty one
    done = run("check", CORRECTED, "--templates", tmp_path / "没有")
    assert done.exit_code == 2
    assert "没有”不存在" in done.output


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\xfa", "单位：甲\n  a: [\n".encode(), b"- a\n- b\n"])
def test_unreadable_file_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    path.write_bytes(content)
    for command in (["render", path, "-o", tmp_path / "出"], ["check", path], ["why", path]):
        done = run(*command)
        assert done.exit_code == 1
        assert re.search(rf"{re.escape(str(path))}(:\d+)*: 强制性\[[YD]\d+\] ", done.output)


def test_broken_template_is_told_and_leaves_the_others(tmp_path: Path) -> None:
    """One of three templates has a wrong name: its own documents are missing, the rest are written; exit code 1."""
    templates = tmp_path / "templates"
    for path in (ROOT / "templates").rglob("*"):
        if path.is_file():
            copy = templates / path.relative_to(ROOT / "templates")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    broken = templates / "攀枝花西区-部门整体-2020" / "项目支出绩效自评表.docx"
    stream = io.BytesIO()
    with zipfile.ZipFile(broken) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace("本项目.总分".encode(), "本项目.总份".encode()))
            assert name != "word/document.xml" or "本项目.总分".encode() in data
    broken.write_bytes(stream.getvalue())
    done = run("render", CORRECTED, "-o", tmp_path / "出", "--only", "docx", "--templates", templates)
    assert done.exit_code == 1
    assert re.search(r"项目支出绩效自评表\.docx 表\d+ 第\d+行 第\d+格: 强制性\[T5\] 标签 .*本项目\.总份", done.output)
    assert "总分”" in done.output
    assert len([n for n in contents(tmp_path / "出") if n.endswith(".docx")]) == 2


# What lies in the output folder


def test_errors_leave_earlier_output_as_it_was(tmp_path: Path) -> None:
    path, output = altered(tmp_path / "数据.yaml"), tmp_path / "出"
    assert run("render", path, "-o", output, "--only", "docx").exit_code == 0
    before = contents(output)
    altered(path, WRONG)
    assert run("render", path, "-o", output, "--only", "docx").exit_code == 1
    assert contents(output) == before
    altered(path)
    done = run("render", path, "-o", output, "--only", "docx")
    assert done.output.count("未变 ") == 5
    assert contents(output) == before


def test_several_files_have_their_own_folders_and_one_wrong_leaves_the_others(tmp_path: Path) -> None:
    other = altered(tmp_path / "乙.yaml", ("名称: 攀枝花市西区矿产资源保护中心", "名称: 乙局"))
    wrong = altered(tmp_path / "丙.yaml", ("名称: 攀枝花市西区矿产资源保护中心", "名称: 丙局"), WRONG)
    output = tmp_path / "出"
    done = run("render", wrong, CORRECTED, other, "-o", output, "--only", "docx")
    assert done.exit_code == 1
    assert f"{wrong}：" in done.output
    assert sorted(p.name for p in output.iterdir()) == ["乙局-2020", "攀枝花市西区矿产资源保护中心-2020"]
    assert all(len(list(p.glob("[!.]*.docx"))) == 5 for p in output.iterdir())


# Where a number comes from


def test_why_shows_the_tree() -> None:
    done = run("why", CORRECTED, "结转结余.年末")
    assert done.exit_code == 0
    if os.environ.get("REPORTGEN_UPDATE"):
        WHY.write_text(done.output, encoding="utf-8")
    assert done.output == WHY.read_text(encoding="utf-8")


def test_why_finds_the_one_name_with_an_ending() -> None:
    full = run("why", CORRECTED, "项目.打私巡查专项经费.执行率").output
    assert full.startswith("项目.打私巡查专项经费.执行率 78%\n    = 全年执行数 ÷ 年初预算数\n")
    assert run("why", CORRECTED, "打私巡查专项经费.执行率").output == full
    assert run("why", CORRECTED, "【打私巡查专项经费.执行率】").output == full


def test_why_lists_the_names_with_an_ending() -> None:
    done = run("why", CORRECTED, "执行率")
    assert done.exit_code == 2
    for name in ("打私专项整治经费", "打私巡查专项经费", "打私保障专项经费"):
        assert f"项目.{name}.执行率" in done.output.replace("\n", "")


def test_why_names_the_nearest() -> None:
    done = run("why", CORRECTED, "支出.基本支出.合记")
    assert done.exit_code == 2
    assert "可能是“支出.基本支出.合计”" in done.output


def test_why_without_a_name_lists_all() -> None:
    lines = run("why", CORRECTED).output.splitlines()
    assert "项目.合计.全年执行数 = 34.64万元" in lines
    assert "支出.合计 = 194.80万元" in lines
    group = run("why", CORRECTED, "支出.基本支出").output.splitlines()
    assert group
    assert set(group) < set(lines)


# Formats


def test_formats_are_listed() -> None:
    done = run("formats")
    assert done.exit_code == 0
    assert "攀枝花西区-部门整体-2020\n    部门预算整体绩效自评" in done.output
    assert "_通用" not in done.output


def test_templates_of_a_format_are_shown() -> None:
    shown = run("formats", "show", "攀枝花西区-部门整体-2020", "--全文").output
    assert [line for line in shown.splitlines() if line.startswith("# ")] == [
        "# 自评报告.docx",
        "# 部门整体绩效自评表.docx",
        "# 项目支出绩效自评表.docx",
    ]
    one = run("formats", "show", ROOT / "templates" / "攀枝花西区-部门整体-2020" / "自评报告.docx").output
    assert one.strip() in shown


def test_what_is_no_word_file_cannot_be_shown() -> None:
    done = run("formats", "show", CORRECTED)
    assert done.exit_code == 1
    assert f"{CORRECTED}: 强制性[T5] 不是 Word（.docx）文件" in done.output


def test_version() -> None:
    assert re.fullmatch(r"reportgen \d+\.\d+.*\n", run("--version").output)
