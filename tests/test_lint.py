"""The linter: each planted mistake is found where it is, alone, and following its 改法 ends it."""

from __future__ import annotations

import inspect
import io
import re
from pathlib import Path

import pytest
from lint_cases import CASES, Planted, comment, nested, package, runs
from PIL import Image
from reports import ROOT
from small_docx import figure, p, scope, tbl, tr, try_fill

from reportgen.lint.catalogue import CHECKS, lint
from reportgen.lint.template import ANNOTATOR, Check, template_of
from reportgen.ooxml.pictures import pixels
from reportgen.problem import Level

UNIT = scope("单位", 名称="甲局", 简称="甲")
ROWS = scope(
    "项目",
    [scope("项目.一", 名称="一", 金额=figure("金额", "1.50")), scope("项目.二", 名称="二", 金额=figure("金额", "12"))],
)
NAMES = {"单位": UNIT, "项目": ROWS, "数": figure("数", "1.50"), "文": "甲", "有": figure("有", "1")}


def written(folder: Path, content: bytes) -> Path:
    path = folder / "模板.docx"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_planted_mistake_is_found_alone_at_its_place(case: Planted, tmp_path: Path) -> None:
    template, _ = case.files()
    (found,) = lint(written(tmp_path, template))
    assert (found.code, str(found.where)) == (case.code, case.place)
    assert found.hint
    content, problems = try_fill(tmp_path, template, NAMES)
    if found.level is Level.ERROR:
        assert content is None
        assert [(one.code, one.place.within) for one in problems] == [(case.code, case.place)]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_mistake_is_gone_when_its_remedy_is_followed(case: Planted, tmp_path: Path) -> None:
    _, mended = case.files()
    assert not lint(written(tmp_path, mended))
    content, problems = try_fill(tmp_path, mended, NAMES)
    assert content is not None
    assert not problems


@pytest.mark.parametrize("check", CHECKS, ids=[check.__name__ for check in CHECKS])
def test_every_check_finds_a_planted_mistake_and_tells_its_rule(check: Check) -> None:
    text = inspect.getdoc(check) or ""
    code = text.partition("：")[0]
    assert re.fullmatch(r"T\d+", code)
    assert all(f"\n{label}：" in text for label in ("级别", "依据", "例"))
    alike = [case for case in CASES if case.code == code]
    assert any(list(check(template_of(case.files()[0], ""))) for case in alike)


DEEP = 3_000
HOSTILE = {
    "brackets": p("{{" * 20_000),
    "statements": p("{% " * 20_000),
    "one tag": p("{{ " + "“" * 300_000 + " }}"),
    "content controls": "<w:sdt><w:sdtContent>" * DEEP + p("甲") + "</w:sdtContent></w:sdt>" * DEEP,
    "tables": nested(80),
    "rows of conditions": tbl(tr("{%tr if 数 %}") * DEEP, tr("{%tr endif %}") * DEEP),
    "conditions": p("{% if 数 %}" * DEEP + "{% endif %}" * DEEP),
    "formats": runs(*["<w:b/>{{ 数", "<w:i/> }}"] * DEEP),
    "fields": runs(*['<w:r><w:fldChar w:fldCharType="begin"/></w:r>'] * DEEP) + p("{{ 数"),
    "foreign brackets": p("｛ " * 50_000 + "${数}" * DEEP),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_linter_bears_what_would_keep_an_engine_busy(body: str, tmp_path: Path) -> None:
    assert any(found.level is Level.ERROR for found in lint(written(tmp_path, package(body))))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP"])
def test_size_of_a_picture_is_read_without_decoding_it(kind: str) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (321, 45)).save(stream, kind)
    assert pixels(stream.getvalue()) == (321, 45)
    assert pixels(b"II*\0") is None
    assert all(pixels(stream.getvalue()[:length]) in (None, (321, 45)) for length in range(64))


def test_what_checking_wrote_as_comments_is_no_mistake(tmp_path: Path) -> None:
    assert lint(written(tmp_path, comment("甲", "标签 {{ 单位.名字 }}")))
    assert not lint(written(tmp_path, comment(ANNOTATOR, "标签 {{ 单位.名字 }}")))


def test_all_mistakes_are_told_at_once_each_at_its_place(tmp_path: Path) -> None:
    alone = [case for case in CASES if isinstance(case.template, str)]
    body = "".join(str(case.template) for case in alone)
    found = {one.code for one in lint(written(tmp_path, package(body)))}
    assert {case.code for case in alone} - found <= {"T29"}


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.docx")), ids=lambda path: path.stem)
def test_shipped_templates_have_no_mistakes(path: Path) -> None:
    assert not [(found.code, str(found.where), found.message) for found in lint(path)]
