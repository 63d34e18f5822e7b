"""Whole reports of every shipped case: their words, figures, fonts and bytes."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pypdf
import pytest
from reports import (
    CORRECTED,
    PUBLISHED,
    ROOT,
    department,
    docx_text,
    examined,
    files,
    pdf_text,
    printed_once,
    squashed,
)

from reportgen.pipeline import DOCX, PDF
from reportgen.problem import Level

EXPECTED = ROOT / "tests" / "expected"
FACES = {"FandolFang", "FandolKai", "Noto-Sans-CJK-SC", "Noto-Serif-CJK-SC", "Noto-Serif-CJK-SC-Bold"}
cases = pytest.mark.parametrize("path", CORRECTED, ids=department)


def test_there_are_cases() -> None:
    assert CORRECTED
    assert {department(p) for p in CORRECTED} == {department(p) for p in PUBLISHED}


@cases
def test_docx_and_pdf_say_the_same(path: Path) -> None:
    made = files(path, DOCX, PDF)
    assert len(made) == 2 * len({Path(name).stem for name in made})
    for name, data in made.items():
        if name.endswith(".docx"):
            pdf = made[name.removesuffix("docx") + "pdf"]
            assert printed_once(squashed(pdf_text(pdf)), data) == squashed(docx_text(data)), name


@cases
def test_text_is_as_reviewed(path: Path) -> None:
    """The expected texts are read in reviews; REPORTGEN_UPDATE=1 writes them anew."""
    folder = EXPECTED / department(path)
    texts = {f"{Path(n).stem}.txt": docx_text(d) for n, d in files(path, DOCX, PDF).items() if n.endswith(".docx")}
    if os.environ.get("REPORTGEN_UPDATE"):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
    assert texts == {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.txt")}


@cases
def test_every_published_figure_stands_in_both(path: Path) -> None:
    """figures.tsv lists what the published report prints: place, name, figure, and what it was corrected to.

    A figure of an attachment must stand in that attachment, as often as the list has it.
    """
    made = files(path, DOCX, PDF)
    texts = {name: docx_text(data) if name.endswith(".docx") else pdf_text(data) for name, data in made.items()}
    lines = (path.parent / "figures.tsv").read_text(encoding="utf-8").splitlines()[1:]
    wanted = Counter((row[0], row[3] or row[2]) for row in (line.split("\t") for line in lines))
    assert len(wanted) > 20
    for kind in (DOCX, PDF):
        for (place, figure), times in wanted.items():
            attachment = place if re.fullmatch(r"附件\d+", place) else ""
            text = "".join(t for name, t in texts.items() if name.endswith(kind) and f"{attachment} " in f" {name} ")
            spelled = r"\s*".join(map(re.escape, squashed(figure)))
            found = re.findall(rf"(?<![\d.]){spelled}(?!\d|\.\d)", text)
            assert len(found) >= (times if attachment else 1), (kind, place, figure)


@cases
def test_only_intended_faces(path: Path) -> None:
    for name, data in files(path, DOCX, PDF).items():
        if name.endswith(".pdf"):
            fonts = {
                str(font.get_object()["/BaseFont"]).partition("+")[2]
                for page in pypdf.PdfReader(io.BytesIO(data)).pages
                for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
            }
            assert fonts <= FACES, name


@cases
def test_pages_are_a4_and_numbered(path: Path) -> None:
    for name, data in files(path, DOCX, PDF).items():
        if name.endswith(".pdf"):
            pages = pypdf.PdfReader(io.BytesIO(data)).pages
            assert {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in pages} == {(595, 842)}
            for number, page in enumerate(pages, 1):
                assert f"—{number}—" in squashed(page.extract_text()), name


@cases
def test_corrected_data_is_right(path: Path) -> None:
    assert not [p for p in examined(path).problems if p.blocks or p.level is Level.ERROR]


@pytest.mark.parametrize("path", PUBLISHED, ids=department)
def test_published_data_is_read_whole_and_refused(path: Path) -> None:
    found = examined(path)
    assert found.case is not None
    assert found.blocked
    assert not [p for p in found.problems if p.code[0] in "YDNT"]


@cases
def test_same_bytes_from_another_folder_at_another_time(path: Path, tmp_path: Path) -> None:
    made = files(path, DOCX, PDF)
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    (elsewhere / path.name).write_bytes(path.read_bytes())
    command = [sys.executable, "-m", "reportgen", "render", path.name, "-o", "出"]
    environment = os.environ | {
        "PYTHONHASHSEED": "7",
        "TZ": "America/New_York",
        "LC_ALL": "C",
        "REPORTGEN_TEMPLATES": str(ROOT / "templates"),
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run(command, cwd=elsewhere, env=environment, check=True, capture_output=True)
    assert {p.name: p.read_bytes() for p in (elsewhere / "出").glob("*.*") if p.name[0] != "."} == made
