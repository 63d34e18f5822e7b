"""`check --底稿`: the findings as a work paper for the audit file."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from docx.table import Table
from reports import CORRECTED, PUBLISHED, ROOT, TEMPLATES, department, docx_text, examined, pdf_text, squashed

from reportgen import making
from reportgen.checks.rules import known_codes
from reportgen.cli import main
from reportgen.formats import Rules
from reportgen.problem import Level
from reportgen.workpaper import workpaper

[WRONG] = [path for path in PUBLISHED if path.parent.name.startswith("攀枝花")]
[RIGHT] = [path for path in CORRECTED if path.parent.name.startswith("攀枝花")]
BROKEN = ROOT / "tests" / "errors" / "10-井号开头的值.yaml"
UNPARSED = ROOT / "tests" / "errors" / "26-最外层是一段文字.yaml"
every = pytest.mark.parametrize("path", [*PUBLISHED, *CORRECTED, BROKEN], ids=lambda p: f"{department(p)}-{p.stem}")


def run(*words: object) -> Result:
    done = CliRunner().invoke(main, ["check", *(str(w) for w in words), "--templates", str(TEMPLATES)])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


def paper(path: Path, folder: Path, kind: str = "docx") -> bytes:
    """The work paper of a data file."""
    run(path, "--底稿", folder / f"底稿.{kind}")
    return (folder / f"底稿.{kind}").read_bytes()


def tables(docx: bytes) -> dict[str, list[list[str]]]:
    """The rows of each table by the words of its header's first and last cell."""
    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in Document(io.BytesIO(docx)).tables]
    return {squashed(rows[0][0] + rows[0][-1]): rows for rows in found}


def findings(docx: bytes) -> list[list[list[str]]]:
    """The rows of the tables of findings, without headers, in the order of the levels that have any."""
    every_table: list[Table] = Document(io.BytesIO(docx)).tables
    rows = [[[cell.text for cell in row.cells] for row in table.rows] for table in every_table]
    return [table[1:] for table in rows if table[0][0] == "序号"]


def without_headers(text: str) -> str:
    """Squashed text without the header rows, which a PDF repeats on each page."""
    return re.sub(r"序号代码位置（行:列）问题涉及的数(审核说明)?(改法|说明)|代码规则结果", "", squashed(text))


@every
def test_docx_and_pdf_say_the_same(path: Path, tmp_path: Path) -> None:
    docx, pdf = tmp_path / "底稿.docx", tmp_path / "底稿.pdf"
    done = run(path, "--底稿", docx, "--report", pdf)
    assert done.exit_code == run(path).exit_code
    text = docx_text(docx.read_bytes())
    assert without_headers(pdf_text(pdf.read_bytes())) == without_headers(text)
    assert "{{" not in text
    assert "{%" not in text


@every
def test_every_finding_is_in_it_once(path: Path, tmp_path: Path) -> None:
    problems = examined(path).problems
    listed = findings(paper(path, tmp_path))
    wanted = [
        [(p.code, p.message, p.hint) for p in problems if p.level is level]
        for level in Level
        if any(p.level is level for p in problems)
    ]
    assert [[(row[1], row[3], row[-1]) for row in rows] for rows in listed] == wanted
    assert all([row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)] for rows in listed)


def test_place_operands_and_mend(tmp_path: Path) -> None:
    errors = findings(paper(WRONG, tmp_path))[0]
    [row] = [row for row in errors if row[1] == "X7"]
    assert row[2] == "276:22"
    assert row[4].splitlines()[:2] == ["结转结余.年初 0（44:9）", "收入.全部 195.28"]
    assert "支出.合计 194.80" in row[4].splitlines()
    [row] = [row for row in errors if row[2] == "153:61"]
    assert row[4] == "—"


def test_explanations_stand_beside_what_they_explain(tmp_path: Path) -> None:
    [row] = [row for row in findings(paper(RIGHT, tmp_path))[0] if row[1] == "S7"]
    assert row[5].startswith("打私专项整治经费年中调入资金")
    confirmed = findings(paper(WRONG, tmp_path))[1]
    assert {row[5] for row in confirmed} == {"未说明"}


def test_head_says_what_was_checked(tmp_path: Path) -> None:
    text = docx_text(paper(RIGHT, tmp_path))
    digest = hashlib.sha256(RIGHT.read_bytes()).hexdigest()[:16]
    case = examined(RIGHT).case
    assert case is not None
    for said in (f"{case.submission.unit.name}", "2020", case.format.name, "订正.yaml", digest):
        assert said in text
    assert "可以生成正式报告" in text
    assert "不能生成正式报告" in docx_text(paper(WRONG, tmp_path))
    assert str(ROOT) not in text


def test_counts_per_level(tmp_path: Path) -> None:
    rows = tables(paper(WRONG, tmp_path))["级别怎样处理"]
    found = {str(level): sum(1 for p in examined(WRONG).problems if p.level is level) for level in Level}
    assert min(found.values()) > 0
    assert [row[:3] for row in rows[1:]] == [
        ["强制性", f"{found['强制性']} 个", "—"],
        ["核实性", f"{found['核实性']} 个", "0 个"],
        ["提示性", f"{found['提示性']} 个", "—"],
    ]
    assert tables(paper(RIGHT, tmp_path))["级别怎样处理"][2][:3] == ["核实性", "3 个", "3 个"]


def test_checks_that_were_applied(tmp_path: Path) -> None:
    case = examined(WRONG).case
    assert case is not None
    rows = {row[0]: row[1:] for row in tables(paper(WRONG, tmp_path))["代码结果"][1:]}
    codes = known_codes(Rules(case.format.formulas, case.format.relations))
    [typing, fields, *others] = rows
    assert (typing[:3], fields[:3]) == ("Y1～", "D1～")
    assert others == [code for code in codes if code[0] not in "YD"]
    told = [p.code for p in examined(WRONG).problems]
    assert all((result == f"{told.count(code)} 个问题") == (code in told) for code, (_, result) in rows.items())
    assert rows["F3"][1] == rows[typing][1] == "通过"
    assert "强制性　各项目之间的调剂，调入合计等于调出合计" in rows["F3"][0].splitlines()


def test_data_that_cannot_be_read_that_far(tmp_path: Path) -> None:
    assert run(BROKEN, "--底稿", tmp_path / "一.docx").exit_code == 1
    rows = {row[0]: row[2] for row in tables((tmp_path / "一.docx").read_bytes())["代码结果"][1:]}
    assert [*rows.values()] == ["2 个问题：Y10", "8 个问题：D1、D2", "没有审核"]
    assert "数据没有读完" in docx_text((tmp_path / "一.docx").read_bytes())
    rows = {row[0]: row[2] for row in tables(paper(UNPARSED, tmp_path))["代码结果"][1:]}
    assert [*rows.values()] == ["1 个问题：Y29", "没有审核", "没有审核"]


def test_same_bytes_from_another_folder(tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    shutil.copy(WRONG, elsewhere)
    for kind in ("docx", "pdf"):
        assert paper(WRONG, tmp_path, kind) == paper(elsewhere / WRONG.name, elsewhere, kind)


def test_project_files_are_told_with_their_digests(tmp_path: Path) -> None:
    text = RIGHT.read_text(encoding="utf-8")
    (tmp_path / "数据.yaml").write_text(f"项目文件: [旁边.yaml]\n{text}", encoding="utf-8")
    beside = tmp_path / "旁边.yaml"
    beside.write_text("名称: R&D <x> 项目\n年初预算数: -1\n", encoding="utf-8")
    docx = paper(tmp_path / "数据.yaml", tmp_path)
    assert f"旁边.yaml　（SHA-256 前 16 位：{hashlib.sha256(beside.read_bytes()).hexdigest()[:16]}）" in docx_text(docx)
    assert "旁边.yaml:2:8" in {row[2] for row in findings(docx)[0]}
    assert "R&D <x> 项目" in docx_text(docx)


def test_an_edited_paper_is_left_alone(tmp_path: Path) -> None:
    paper(RIGHT, tmp_path)
    (tmp_path / "底稿.docx").write_bytes(b"edited")
    paper(WRONG, tmp_path)
    assert (tmp_path / "底稿.docx").read_bytes() == b"edited"
    assert [path.name for path in tmp_path.glob("*新版*.docx")]


@pytest.mark.parametrize("name", ["底稿", "底稿.doc", "底稿.docx.txt"])
def test_only_word_and_pdf(name: str, tmp_path: Path) -> None:
    done = run(RIGHT, "--底稿", tmp_path / name)
    assert done.exit_code == 2
    assert "要以 .docx 或 .pdf 结尾" in done.output
    assert not list(tmp_path.iterdir())


def test_one_unit_at_a_time(tmp_path: Path) -> None:
    done = run(RIGHT, WRONG, "--底稿", tmp_path / "底稿.docx")
    assert done.exit_code == 2
    assert "只给一个数据文件" in done.output
    assert not list(tmp_path.iterdir())


def test_machine_readable_output_stays_so(tmp_path: Path) -> None:
    done = run(WRONG, "--json", "--底稿", tmp_path / "底稿.docx")
    assert done.stdout == run(WRONG, "--json").stdout
    assert (tmp_path / "底稿.docx").is_file()


def test_a_folder_without_the_template(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    (templates / "_通用" / "审核底稿.docx").unlink()
    path = tmp_path / "出" / "底稿.docx"
    done = CliRunner().invoke(main, ["check", str(RIGHT), "--底稿", str(path), "--templates", str(templates)])
    assert done.exit_code == 1
    assert "[T2]" in done.output
    assert not path.exists()


def test_without_a_pdf_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing(*_: object) -> None:
        raise OSError("cannot load library 'pango-1.0'")

    monkeypatch.setattr(making, "typeset", missing)
    done = run(RIGHT, "--底稿", tmp_path / "底稿.docx", "--底稿", tmp_path / "底稿.pdf")
    assert done.exit_code == 3
    assert "底稿没有写成" in done.output
    assert [path.name for path in tmp_path.glob("底稿*")] == ["底稿.docx"]


def test_rules_of_the_format_are_quoted(tmp_path: Path) -> None:
    planned, problems = workpaper(examined(RIGHT), TEMPLATES, "底稿")
    assert planned is not None
    assert problems == ()
    case = examined(RIGHT).case
    assert case is not None
    rules = case.root.at_path("规则")
    said = getattr(rules, "members", {}).get("口径")
    assert planned.names["口径"] == (() if said is None else said if isinstance(said, tuple) else (str(said),))
