"""`render --合订`: one PDF of report and attachments, contents before it, pages counted through."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from click.testing import CliRunner, Result
from reports import CORRECTED, department, docx_text, examined, squashed
from test_typeset_contents import led_to

from reportgen.cli import main
from reportgen.pipeline import plan

MANY = next(path for path in CORRECTED if "攀枝花" in department(path))
ALONE = next(path for path in CORRECTED if "峨边" in department(path))


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def pages(data: bytes) -> list[str]:
    return [squashed(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(data)]


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("合订")
    done = run("render", "--合订", MANY, "-o", folder)
    assert done.exit_code == 0, done.output
    return folder


def volume(folder: Path) -> bytes:
    [file] = folder.glob("*.pdf")
    assert file.stem.endswith("-绩效自评材料合订本")
    return file.read_bytes()


def test_one_pdf_holds_all_documents_in_order_and_the_word_files_stay_apart(bound: Path) -> None:
    case = examined(MANY).case
    assert case is not None
    names = [one.name for one in plan(case, draft=False)]
    assert sorted(file.stem for file in bound.glob("*.docx")) == sorted(names)
    told = re.sub(r"—\d+—", "", "".join(pages(volume(bound))[1:]))
    at = 0
    for name in names:
        start = squashed(docx_text((bound / f"{name}.docx").read_bytes()))[:40]
        assert start in told[at:], name
        at = told.index(start, at) + 1


def test_contents_name_the_page_where_each_document_begins(bound: Path) -> None:
    data = volume(bound)
    texts = pages(data)
    assert texts[0].startswith("目录")
    assert not re.search(r"—\d+—$", texts[0])
    assert texts[1] == ""  # page 1 is a right-hand one
    for number, text in enumerate(texts[2:], 1):
        assert f"—{number}—" in text
    case = examined(MANY).case
    assert case is not None
    reader = pypdf.PdfReader(io.BytesIO(data))
    parts = [item for item in reader.outline if not isinstance(item, list)]
    assert [part["/Title"] for part in parts] == ["目录", *(one.called for one in plan(case, draft=False))]
    starts = [reader.get_destination_page_number(part) for part in parts]
    assert starts == sorted(set(starts))
    assert led_to(reader, reader.pages[0]) == starts[1:]
    for part, start in zip(parts[1:], (at - 1 for at in starts[1:]), strict=True):
        assert re.search(rf"{re.escape(squashed(str(part['/Title'])))}\.*{start}(?!\d)", texts[0])


def test_title_comes_from_the_format_and_the_data_is_embedded(bound: Path) -> None:
    reader = pypdf.PdfReader(io.BytesIO(volume(bound)))
    assert reader.metadata is not None
    assert str(reader.metadata.title).endswith("2020年度绩效自评材料")
    files = reader.trailer["/Root"]["/AF"]  # type: ignore[index]
    assert {file.get_object()["/UF"] for file in files} == {MANY.name, "审核结果.txt"}  # type: ignore[attr-defined, union-attr]


def test_same_bytes_again_and_only_the_volume_where_only_pdf_is_asked_for(bound: Path, tmp_path: Path) -> None:
    done = run("render", "--bind", "--only", "pdf", MANY, "-o", tmp_path)
    assert done.exit_code == 0, done.output
    assert [file.suffix for file in sorted(tmp_path.iterdir()) if not file.name.startswith(".")] == [".pdf"]
    assert volume(tmp_path) == volume(bound)


def test_a_format_that_says_nothing_gets_a_plain_volume(tmp_path: Path) -> None:
    done = run("render", "--合订", "--不附数据", ALONE, "-o", tmp_path)
    assert done.exit_code == 0, done.output
    [file] = tmp_path.glob("*.pdf")
    assert file.stem.endswith("-合订本")
    assert not pages(file.read_bytes())[0].startswith("目录")
    assert not pypdf.PdfReader(file).attachments


def test_a_volume_is_a_pdf(tmp_path: Path) -> None:
    done = run("render", "--合订", "--只要", "docx", MANY, "-o", tmp_path)
    assert done.exit_code == 2
    assert "合订本是 PDF" in done.output
    assert not list(tmp_path.iterdir())


def test_a_draft_is_bound_as_a_draft(tmp_path: Path) -> None:
    wrong = MANY.with_name("原文.yaml")
    run("render", "--草稿", "--合订", wrong, "-o", tmp_path)
    [file] = tmp_path.glob("草稿-*.pdf")
    assert all("草稿" in text for text in pages(file.read_bytes()) if text)
