"""PDF/A-3a, PDF/UA-1 and what is embedded; DOCX packages without traces. The validators: `make validate`."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from click.testing import CliRunner
from lxml import etree
from PIL import Image
from reports import CORRECTED, ROOT, examined, files
from small_docx import PROPERTIES, docx, filled, p, part, texts
from test_typeset_write_html import SONG, cell, document, paragraph, plain

from reportgen.cli import main
from reportgen.making import make
from reportgen.pipeline import CHECKED, PDF, enclosures, examine, plan
from reportgen.typeset.archive import Enclosure, levelled
from reportgen.typeset.pdf import make_pdf
from reportgen.typeset.tree import Link, Paragraph, Picture, Row, Table, Text

CASE = next(path for path in CORRECTED if path.parent.name.startswith("示例-通用部门"))
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def reader(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def elements(data: bytes) -> Iterator[Any]:
    """All structure elements of a PDF."""

    def walk(element: Any) -> Iterator[Any]:
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            inner = kid.get_object()
            if isinstance(inner, dict) and "/S" in inner:
                yield inner
                yield from walk(inner)

    yield from walk(reader(data).trailer["/Root"]["/StructTreeRoot"])


def tagged(data: bytes, tag: str) -> list[Any]:
    return [element for element in elements(data) if element["/S"] == tag]


def embedded(data: bytes) -> dict[str, bytes]:
    return {name: contents[0] for name, contents in reader(data).attachments.items()}


@pytest.mark.parametrize("path", CORRECTED, ids=lambda path: path.parent.name)
def test_every_pdf_says_what_it_is(path: Path) -> None:
    for name, data in files(path, "docx", PDF).items():
        if not name.endswith(PDF):
            continue
        pdf = reader(data)
        root = pdf.trailer["/Root"]
        xmp = etree.fromstring(root["/Metadata"].get_data().partition(b">")[2].rpartition(b"<?")[0])
        assert len(list(xmp.iter(f"{_RDF}RDF"))) == 1
        about = {key: value for one in xmp.iter(f"{_RDF}Description") for key, value in one.attrib.items()}
        said = {key.rpartition("/")[2]: value for key, value in about.items()}
        assert (said["}part"], said["}conformance"]) == ("3", "A")
        assert xmp.findtext(".//{http://www.aiim.org/pdfua/ns/id/}part") == "1"
        assert pdf.metadata is not None
        assert pdf.metadata.title
        assert pdf.metadata.title in "".join(xmp.find(".//{http://purl.org/dc/elements/1.1/}title").itertext())
        assert pdf.metadata["/CreationDate"] == pdf.metadata["/ModDate"]
        assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("zh-CN", True)


def test_the_data_and_what_the_check_says_are_embedded() -> None:
    made = files(CASE, "docx", PDF)
    for name, data in made.items():
        if name.endswith(PDF):
            assert embedded(data).keys() == {CASE.name, CHECKED}
            assert embedded(data)[CASE.name] == CASE.read_bytes()
    pdf = reader(next(data for name, data in made.items() if name.endswith(PDF)))
    kept = {file.get_object()["/UF"]: file.get_object() for file in pdf.trailer["/Root"]["/AF"]}
    source, report = kept[CASE.name], kept[CHECKED]
    assert (source["/AFRelationship"], source["/Desc"]) == ("/Source", "数据")
    assert (report["/AFRelationship"], report["/Desc"]) == ("/Supplement", "审核结果")
    assert [one["/EF"]["/F"]["/Subtype"] for one in (source, report)] == ["/application/yaml", "/text/plain"]
    assert pdf.metadata is not None
    for one in (source, report):
        dates = one["/EF"]["/F"]["/Params"]
        assert {dates["/CreationDate"], dates["/ModDate"]} == {pdf.metadata["/CreationDate"]}


def test_the_embedded_report_is_what_check_prints_but_for_folders() -> None:
    (told,) = (one.data.decode() for one in enclosures(examined(CASE)) if one.name == CHECKED)
    printed = CliRunner().invoke(main, ["check", str(CASE), "--templates", str(ROOT / "templates")]).stdout
    assert told == printed.replace(f"{CASE.parent}/", "")
    assert told != printed
    assert "/" not in told.splitlines()[0].partition(" ")[0]


def test_project_files_are_embedded_too_each_under_a_name_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "项目").mkdir()
    line = (
        "格式: 攀枝花西区-部门整体-2020\n年度: 2020\n单位: {名称: 某局}\n项目文件: [甲.yaml, 项目/甲.yaml, 没有.yaml]\n"
    )
    (tmp_path / "数据.yaml").write_text(line, encoding="utf-8")
    for name in ("甲.yaml", "项目/甲.yaml"):
        (tmp_path / name).write_text(f"项目: [{{名称: {name}}}]\n", encoding="utf-8")
    found = enclosures(examine(tmp_path / "数据.yaml", ROOT / "templates"))
    assert [one.name for one in found] == ["数据.yaml", "甲.yaml", "甲（2）.yaml", CHECKED]


def test_nothing_is_embedded_on_demand_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    def run(*options: str) -> list[str]:
        words = ["render", str(CASE), "-o", str(tmp_path), "--only", "pdf", "--templates", str(ROOT / "templates")]
        done = CliRunner().invoke(main, [*words, *options])
        assert done.exit_code == 0, done.output
        return sorted({line.partition(" ")[0] for line in done.stdout.splitlines()})

    def all_embedded() -> set[str]:
        return {name for path in tmp_path.glob("*.pdf") for name in embedded(path.read_bytes())}

    assert run() == ["新写"]
    assert all_embedded() == {CASE.name, CHECKED}
    assert run() == ["未变"]
    assert run("--no-attach") == ["更新"]
    assert all_embedded() == set()
    assert run("--不附数据") == ["未变"]


def test_the_work_paper_is_kept_alike(tmp_path: Path) -> None:
    words = ["check", str(CASE), "--templates", str(ROOT / "templates"), "--底稿", str(tmp_path / "底稿.pdf")]
    assert CliRunner().invoke(main, words).exit_code == 0
    assert embedded((tmp_path / "底稿.pdf").read_bytes()).keys() == {CASE.name, CHECKED}
    assert CliRunner().invoke(main, [*words, "--no-attach"]).exit_code == 0
    assert embedded((tmp_path / "底稿.pdf").read_bytes()) == {}


def test_same_enclosures_give_same_bytes_in_any_order() -> None:
    some = [Enclosure(name, name.encode(), "text/plain", "Source", "数据") for name in ("乙.txt", "甲.txt")]
    first, again = (make_pdf(document(plain("文")), "文.docx", files)[0] for files in (some, some[::-1]))
    assert first == again
    assert embedded(first) == {"甲.txt": "甲.txt".encode(), "乙.txt": "乙.txt".encode()}


def test_a_document_without_a_title_has_its_files_name() -> None:
    data, _ = make_pdf(replace(document(plain("文")), title=""), "某局-2024-报告.pdf")
    metadata = reader(data).metadata
    assert metadata is not None
    assert metadata.title == "某局-2024-报告"


def test_no_heading_is_more_than_one_level_below_the_one_before_it() -> None:
    outlines = [2, 0, 3, 3, 1, 4, 8, 0, 5]
    empty = Paragraph(plain("", outline=0).style, ())
    tree = document(empty, *(plain(f"题{number}", outline=level) for number, level in enumerate(outlines)), plain("文"))
    found = [block.style.outline for block in levelled(tree).sections[0].blocks if isinstance(block, Paragraph)]
    assert found == [0, 0, 0, 1, 2, 1, 2, 8, 0, 1, None]
    data, _ = make_pdf(tree, "文.docx")
    tags = [element["/S"] for element in elements(data) if re.fullmatch(r"/H\d", element["/S"])]
    assert tags == ["/H1", "/H1", "/H2", "/H3", "/H2", "/H3", "/H1", "/H2"]


def table(*rows: tuple[str, ...], header: int = 0) -> Table:
    made = (Row(tuple(cell(n, text) for n, text in enumerate(row)), header=at < header) for at, row in enumerate(rows))
    return Table((100,) * len(rows[0]), tuple(made))


def test_rows_repeated_on_each_page_are_header_cells() -> None:
    data, _ = make_pdf(document(table(("项目", "金额"), *(("甲", "1"),) * 60, header=1)), "表.docx")
    pages = len(reader(data).pages)
    assert pages > 1
    assert [head["/A"]["/Scope"] for head in tagged(data, "/TH")] == ["/Column"] * 2 * pages
    assert len(tagged(data, "/TD")) == 120
    assert not [one for one in elements(data) if "/Headers" in one.get("/A", {})]


def test_the_first_cell_of_a_forms_row_is_its_header() -> None:
    data, _ = make_pdf(document(table(("单位", "某局", ""), ("金额", "1", "2"))), "表.docx")
    assert [head["/A"]["/Scope"] for head in tagged(data, "/TH")] == ["/Row"] * 2
    single, _ = make_pdf(document(table(("说明",), ("文",))), "表.docx")
    assert tagged(single, "/TH") == []


def test_a_link_is_one_area_as_high_as_its_text() -> None:
    inner = (Text("看", SONG), Text("这里", replace(SONG, bold=True)))
    data, _ = make_pdf(document(Paragraph(plain("").style, (Link("https://example.org", inner),))), "文.docx")
    [annotation] = reader(data).pages[0]["/Annots"]
    x1, y1, x2, y2 = map(float, annotation.get_object()["/Rect"])
    assert abs(x2 - x1 - 3 * SONG.size) < 1
    assert SONG.size - 1 < abs(y2 - y1) < 2 * SONG.size
    [link] = tagged(data, "/Link")
    assert "/OBJR" in [kid.get_object().get("/Type") for kid in link["/K"] if not isinstance(kid, int)]


def test_pictures_are_not_smoothed_and_say_what_they_are() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), (255, 0, 0)).save(stream, "PNG")
    picture = Picture(stream.getvalue(), "image/png", 50, 50, "公章")
    data, problems = make_pdf(document(Paragraph(plain("").style, (picture,))), "文.docx")
    assert problems == ()
    images = [one.get_object() for one in reader(data).pages[0]["/Resources"]["/XObject"].values()]
    assert images
    assert not [one for one in images if "/Interpolate" in one]
    assert [figure["/Alt"] for figure in tagged(data, "/Figure")] == ["公章"]


def test_a_character_for_private_use_is_an_error() -> None:
    _, problems = make_pdf(document(paragraph("造字\ue225", where="正文第9段")), "文.docx")
    assert [(q.code, q.blocks, q.place.within) for q in problems] == [("G3", True, "正文第9段")]
    assert "U+E225" in problems[0].message


def test_a_document_keeps_nothing_of_its_template_but_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Word writes beside the text, of which the linter refuses some: who, with what, when, from which template."""
    monkeypatch.setattr("reportgen.fill.docx.problems", lambda path: ())
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="' + office
    marks = 'w:rsidR="00AA11BB" w14:paraId="7F00AA11" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    source = docx(f"<w:p {marks}>{p('数')[5:]}")
    added = {
        "docProps/app.xml": "<Properties><Company>某公司</Company><Template>某人.dotx</Template></Properties>",
        "docProps/custom.xml": "<Properties/>",
        "docProps/thumbnail.jpeg": "x",
        "docMetadata/LabelInfo.xml": "<labels/>",
        "word/settings.xml": f'<w:settings {word}/relationships"><w:attachedTemplate r:id="rId1"/>'
        '<w:rsids><w:rsidRoot w:val="00AA11BB"/></w:rsids><w:zoom w:percent="100"/></w:settings>',
        "word/_rels/settings.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{office}/relationships/attachedTemplate" '
        'Target="file:///C:/Users/某人/某人.dotx" TargetMode="External"/></Relationships>',
    }
    beside = [name for name in added if name.startswith("doc")]
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "[Content_Types].xml":
                kinds = "".join(f'<Override PartName="/{one}" ContentType="application/xml"/>' for one in beside)
                settings = "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"
                kinds += f'<Override PartName="/word/settings.xml" ContentType="{settings}"/>'
                text = text.replace("</Types>", f"{kinds}</Types>")
            if name == "_rels/.rels":
                links = (f'<Relationship Id="x{n}" Type="urn:x" Target="{one}"/>' for n, one in enumerate(beside))
                text = text.replace("</Relationships>", f"{''.join(links)}</Relationships>")
            if name == "word/_rels/document.xml.rels":
                link = f'<Relationship Id="s" Type="{office}/relationships/settings" Target="settings.xml"/>'
                text = text.replace("<Relationships ", "<Relationships ").replace("/>", f">{link}</Relationships>")
                text = text if "settings.xml" in text else text.replace("</Rel", f"{link}</Rel")
            new.writestr(name, text)
        for name, text in added.items():
            new.writestr(name, text)
    content = filled(tmp_path, stream.getvalue(), {})
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        everything = b"".join(package.read(name) for name in names).decode()
    assert [name for name in names if name.startswith("doc")] == ["docProps/core.xml"]
    assert not re.findall(r"rsid|paraId|attachedTemplate|某人|某公司|LabelInfo|thumbnail", everything)
    assert 'w:percent="100"' in everything
    assert texts(part(content)) == ["数"]
    declared = Counter(one.get("PartName") for one in part(content, "[Content_Types].xml"))
    assert declared["/docProps/core.xml"] == 1
    assert PROPERTIES.title in everything


def test_pipeline_embeds_nothing_unless_told() -> None:
    case = examined(CASE).case
    assert case is not None
    one, *_ = plan(case, draft=False)
    made, _ = make([one], [PDF], draft=False)
    [data] = made.values()
    assert embedded(data) == {}
