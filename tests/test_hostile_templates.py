"""Hostile templates: each takes over, hangs or uses the bare engine, and is refused by us before anything runs."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hostile import Outcome, run
from small_docx import docx, p, tbl, tr

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{REL}"'
W_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
PROOF = "{{ cycler.__init__.__globals__.os.system('touch proof') }}"
DOCUMENT, DOCUMENT_RELS = "word/document.xml", "word/_rels/document.xml.rels"
TYPES, PACKAGE_RELS = "[Content_Types].xml", "_rels/.rels"
TITLE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{PROOF}</dc:title></cp:coreProperties>'
)
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_REL = f"{RELS}/metadata/core-properties"
OUTSIDE = "http://outside.invalid/x"


def changed(
    content: bytes, parts: Mapping[str, str | bytes], edits: Mapping[str, tuple[str, str]] | None = None
) -> bytes:
    """A package with further or other parts, and a text in some parts replaced."""
    edits = edits or {}
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name).decode()
            if name in edits:
                assert edits[name][0] in data
                data = data.replace(*edits[name])
            if name not in parts:
                new.writestr(name, data)
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


def linked(
    body: str, kind: str, target: str, parts: Mapping[str, str | bytes] | None = None, types: str = "", mode: str = ""
) -> bytes:
    """A document with a relationship rIdX."""
    link = f'<Relationship Id="rIdX" Type="{REL}/{kind}" Target="{target}"{mode}/></Relationships>'
    edits = {DOCUMENT_RELS: ("</Relationships>", link), TYPES: ("</Types>", f"{types}</Types>")}
    return changed(docx(body), parts or {}, edits)


def outside(body: str, kind: str, target: str = OUTSIDE) -> bytes:
    """A document with a relationship rIdX to something outside the file."""
    return linked(body, kind, target, mode=' TargetMode="External"')


def settings(inside: str, link: str = "") -> bytes:
    """A document with settings, and with a relationship of these."""
    parts = {"word/settings.xml": f"<w:settings {NAMES}>{inside}</w:settings>"}
    if link:
        parts["word/_rels/settings.xml.rels"] = f'<Relationships xmlns="{RELS}">{link}</Relationships>'
    override = f'<Override PartName="/word/settings.xml" ContentType="{W_TYPE}.settings+xml"/>'
    return linked(p("甲"), "settings", "settings.xml", parts, override)


def instruction(*texts: str) -> str:
    """A paragraph with a field, whose code is parted into runs."""
    code = "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in texts)
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{t}"/></w:r>' for t in ("begin", "separate", "end"))
    return f"<w:p>{begin}{code}{separate}<w:r><w:t>结果</w:t></w:r>{end}</w:p>"


def png(width: int, height: int) -> bytes:
    """A picture of one bit a pixel, all white, whose data are well packed."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + b"\xff" * ((width + 7) // 8)
    packer = zlib.compressobj(9)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def picture(data: bytes, ending: str = "png") -> bytes:
    """A document of one picture."""
    a, pic = "http://schemas.openxmlformats.org/drawingml/2006/main", "picture"
    wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    uri = f"http://schemas.openxmlformats.org/drawingml/2006/{pic}"
    blip = '<pic:blipFill><a:blip r:embed="rIdX"/></pic:blipFill><pic:spPr/>'
    body = (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{wp}"><wp:extent cx="100000" cy="100000"/>'
        f'<wp:docPr id="1" name="图" descr="图"/><a:graphic xmlns:a="{a}"><a:graphicData uri="{uri}">'
        f'<pic:pic xmlns:pic="{uri}">{blip}</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )
    types = f'<Default Extension="{ending}" ContentType="image/{ending}"/>'
    return linked(body, "image", f"media/image1.{ending}", {f"word/media/image1.{ending}": data}, types)


def nested(opening: str, closing: str, times: int, inside: str = "") -> str:
    return opening * times + (inside or p("甲")) + closing * times


# What the bare engine does


def writes_proof(_: Outcome, folder: Path) -> bool:
    return (folder / "proof").exists()


def is_exhausted(bare: Outcome, _: Path) -> bool:
    """It wants more time or memory than it may have, or recursion without end."""
    return bare.ended in ("time", "memory") or "RecursionError" in bare.error


def breaks(bare: Outcome, _: Path) -> bool:
    """It ends with an English error that names no place."""
    return bare.ended == "error"


def carries(_: Outcome, folder: Path) -> bool:
    """What lies outside the document, or runs when it is opened, is in what it makes."""
    made = zipfile.ZipFile(folder / "填好.docx")
    whole = b"".join(made.read(name) for name in made.namelist())
    marks = (b"outside.invalid", b"DDE", b"INCLUDE", b"LINK", b"vbaProject", b"OLEObject", b"activeX", b"file:///")
    return any(mark in whole or any(mark.decode() in name for name in made.namelist()) for mark in marks)


def leaks(_: Outcome, folder: Path) -> bool:
    """What it makes holds a file of this machine."""
    return "秘密" in zipfile.ZipFile(folder / "填好.docx").read(DOCUMENT).decode()


def unpacks(bare: Outcome, _: Path) -> bool:
    """It has all of a package in memory before it looks at any of it."""
    return bare.ended == "memory" or bare.megabytes > 512


def makes(text: str) -> Callable[[Outcome, Path], bool]:
    return lambda bare, _: bare.ended == "ok" and text in bare.value


@dataclass(frozen=True, slots=True)
class Trap:
    """A template, what the bare engine does with it, and what we say."""

    template: str | bytes
    bare: Callable[[Outcome, Path], bool]
    told: str
    names: Mapping[str, object] = field(default_factory=dict)
    image: bool = False


LOOPS = "".join(f"{{% for {x} in 行 %}}" for x in "abcd") + "甲" + "{% endfor %}" * 4
SUBCLASSES = "{{ ''.__class__.__mro__[1].__subclasses__()|length }}"
RENDER = "{{ 图.tpl.render_xml_part('{'~'{ cycler.__init__.__globals__.os.system(\"touch proof\") }'~'}', none, {}) }}"

EXPRESSIONS = {
    "A01 body": Trap(p("甲") + p(PROOF), writes_proof, "不能用"),
    "A02 properties": Trap(
        changed(
            docx(p("甲")),
            {"docProps/core.xml": TITLE},
            {
                TYPES: (
                    "</Types>",
                    f'<Override PartName="/docProps/core.xml" ContentType="{CORE_TYPE}"/></Types>',
                ),
                PACKAGE_RELS: (
                    "</Relationships>",
                    f'<Relationship Id="rId2" Type="{CORE_REL}" Target="docProps/core.xml"/></Relationships>',
                ),
            },
        ),
        writes_proof,
        "",  # the properties are ours: the template's are dropped unread
    ),
    "A03 header": Trap(docx(p("甲"), headers={"default": p(PROOF)}), writes_proof, "不能用"),
    "A43 footnotes": Trap(
        linked(
            p("甲") + '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
            "footnotes",
            "footnotes.xml",
            {"word/footnotes.xml": f'<w:footnotes {NAMES}><w:footnote w:id="2">{p(PROOF)}</w:footnote></w:footnotes>'},
            f'<Override PartName="/word/footnotes.xml" ContentType="{W_TYPE}.footnotes+xml"/>',
        ),
        writes_proof,
        "不能用",
    ),
    "A04 subclasses": Trap(p(SUBCLASSES), lambda bare, _: int(bare.value) > 100, "不能用"),
    "A05 attributes by name": Trap(p("{{ 值|attr('__doc__') }}"), makes("Create a new string"), "|attr", {"值": "甲"}),
    "A06 format": Trap(p("{{ '{0.__doc__}'.format(值) }}"), makes("Create a new string"), "不能用", {"值": "甲"}),
    "A07 format as filter": Trap(p("{{ '%s'|format(值) }}"), makes("甲"), "|format", {"值": "甲"}),
    "A08 engine's own object": Trap(p("{{ 图.tpl.save('proof') }}"), writes_proof, "不能用", image=True),
    "A09 a file into the package": Trap(
        p("{{ 图.tpl.replace_zipname('word/document.xml', '秘密.txt') }}"),
        leaks,
        "不能用",
        image=True,
    ),
    "A21 the engine in the engine": Trap(p(RENDER), writes_proof, "不能用", image=True),
    "A11 long text": Trap(p("{{ 'x' * 3000000000 }}"), is_exhausted, "不能用"),
    "A12 high power": Trap(p("{{ 9 ** (9 ** 9) }}"), is_exhausted, "不能用"),
    "A13 long range": Trap(p("{% for x in range(2000000000) %}{% endfor %}"), is_exhausted, "不能用"),
    "A14 ranges in ranges": Trap(
        p("{% for x in range(99999) %}{% for y in range(99999) %}{% endfor %}{% endfor %}"), is_exhausted, "不能用"
    ),
    "A15 wide text": Trap(p("{{ 'x'|center(2000000000) }}"), is_exhausted, "|center"),
    "A16 wide number": Trap(p("{{ '%2000000000d' % 1 }}"), is_exhausted, "不能用"),
    "A17 much Latin": Trap(p("{{ lipsum(n=1000000) }}"), is_exhausted, "不能用"),
    "A19 data changed": Trap(p("{{ 行.append(1) }}{{ 行|length }}"), makes("101"), "不能用"),
    "A20 data emptied": Trap(p("{{ 行.clear() }}{{ 行|length }}"), makes("0"), "不能用"),
    "loops in loops": Trap(p(LOOPS), is_exhausted, "循环套了 4 层"),
    "A52 opened": Trap(p("{{" * 20_000), is_exhausted, "括号"),
    "A53 opened": Trap(p("{% " * 20_000), is_exhausted, "括号"),
    "opened and closed": Trap(p("{{" * 1000 + "}}" * 1000), breaks, ""),
    "brackets": Trap(p("{{ " + "(" * 150 + "值" + ")" * 150 + " }}"), breaks, "括号套了", {"值": "甲"}),
    "not not": Trap(p("{% if " + "not " * 3000 + "值 %}甲{% endif %}"), breaks, "500", {"值": "甲"}),
    "filters": Trap(p("{{ 值" + "|upper" * 2000 + " }}"), breaks, "500", {"值": "甲"}),
}


@pytest.mark.parametrize("trap", EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_expression_that_takes_over_the_bare_engine_is_refused(trap: Trap, tmp_path: Path) -> None:
    prepared(trap, tmp_path)
    bare = run("bare_docxtpl", tmp_path, names=dict(trap.names), image=trap.image)
    assert trap.bare(bare, tmp_path), bare
    (tmp_path / "proof").unlink(missing_ok=True)
    text, problems = filled(tmp_path)
    assert not (tmp_path / "proof").exists()
    assert trap.told in "".join(str(problem[3]) for problem in problems)
    assert text is None or not trap.told


def prepared(trap: Trap, folder: Path) -> None:
    content = docx(trap.template) if isinstance(trap.template, str) else trap.template
    (folder / "模板.docx").write_bytes(content)
    (folder / "图.png").write_bytes(png(8, 8))
    (folder / "秘密.txt").write_text("秘密", encoding="utf-8")


def filled(folder: Path) -> tuple[str | None, list[list[object]]]:
    """The text of our document, if it is made, and what we say of its template; which took us no more than we may."""
    outcome = run("fill", folder, names={"值": "甲"})
    assert outcome.ended == "ok", outcome
    assert outcome.megabytes <= 512
    problems: list[list[object]] = outcome.value["problems"]
    assert all("Traceback" not in str(problem[3]) and "Error" not in str(problem[3]) for problem in problems)
    return outcome.value["text"], problems


EXTERNAL = ' TargetMode="External"/>'
PACKAGES = {
    "A30 template elsewhere": Trap(
        settings(
            '<w:attachedTemplate r:id="r1"/>',
            f'<Relationship Id="r1" Type="{REL}/attachedTemplate" Target="{OUTSIDE}"{EXTERNAL}',
        ),
        carries,
        "T36",
    ),
    "A31 image elsewhere": Trap(outside(p("甲"), "image"), carries, "T36"),
    "A32 DDEAUTO": Trap(instruction('DDEAUTO c:\\\\x "outside.invalid"'), carries, "T38"),
    "A32 DDE in pieces": Trap(instruction("DD", "EAUTO outside.invalid"), carries, "T38"),
    "A32 DDE in one": Trap(
        '<w:p><w:fldSimple w:instr="DDEAUTO x"><w:r><w:t>甲</w:t></w:r></w:fldSimple></w:p>', carries, "T38"
    ),
    "A33 INCLUDEPICTURE": Trap(instruction(f'INCLUDEPICTURE "{OUTSIDE}"'), carries, "T38"),
    "A33 INCLUDETEXT": Trap(instruction(f'INCLUDETEXT "{OUTSIDE}"'), carries, "T38"),
    "A33 LINK": Trap(instruction("LINK Excel.Sheet outside.invalid"), carries, "T38"),
    "A34 macros": Trap(
        linked(
            p("甲"),
            "vbaProject",
            "vbaProject.bin",
            {"word/vbaProject.bin": b"vbaProject"},
            '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>',
        ),
        carries,
        "T37",
    ),
    "A35 another document": Trap(
        linked(
            p("甲") + '<w:altChunk r:id="rIdX"/>',
            "aFChunk",
            "chunk.html",
            {"word/chunk.html": f'<img src="{OUTSIDE}">'},
            '<Default Extension="html" ContentType="text/html"/>',
        ),
        carries,
        "T3",
    ),
    "A36 OLE": Trap(
        outside(
            '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office"'
            ' Type="Link" r:id="rIdX"/></w:object></w:r></w:p>',
            "oleObject",
        ),
        carries,
        "T3",
    ),
    "control": Trap(
        linked(
            '<w:p><w:r><w:object><w:control r:id="rIdX"/></w:object></w:r></w:p>',
            "control",
            "activeX/activeX1.xml",
            {"word/activeX/activeX1.xml": "<x/>"},
            '<Default Extension="xml" ContentType="application/xml"/>',
        ),
        carries,
        "T3",
    ),
    "part of a document": Trap(outside('<w:subDoc r:id="rIdX"/>' + p("甲"), "subDocument"), carries, "T36"),
    "font elsewhere": Trap(outside(p("甲"), "font"), carries, "T36"),
    "link to a file": Trap(
        outside(
            '<w:p><w:hyperlink r:id="rIdX"><w:r><w:t>甲</w:t></w:r></w:hyperlink></w:p>', "hyperlink", "file:///c:/x"
        ),
        carries,
        "T36",
    ),
    "data base of a form letter": Trap(
        settings('<w:mailMerge><w:connectString w:val="outside.invalid"/></w:mailMerge>'), carries, "T3"
    ),
    "A50 much of nothing": Trap(
        linked(
            p("甲"),
            "image",
            "media/x.png",
            {"word/media/x.png": bytes(600 * 2**20)},
            '<Default Extension="png" ContentType="image/png"/>',
        ),
        unpacks,
        "T41",
    ),
    "A50 many parts": Trap(
        changed(docx(p("甲")), {f"word/media/{n}.xml": "<a/>" for n in range(500)}),
        lambda bare, _: bare.ended == "ok",
        "T41",
    ),
    "A50 a part of 65 MiB": Trap(
        linked(
            p("甲"),
            "image",
            "media/x.png",
            {"word/media/x.png": bytes(65 * 2**20)},
            '<Default Extension="png" ContentType="image/png"/>',
        ),
        lambda bare, _: bare.ended == "ok",
        "T41",
    ),
    "A54 controls in controls": Trap(nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 3000), breaks, "T41"),
    "macro document": Trap(
        changed(
            docx(p("甲")),
            {},
            {TYPES: (f"{W_TYPE}.document.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml")},
        ),
        breaks,
        "T37",
    ),
    "header elsewhere": Trap(
        outside(
            p("甲")
            + '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rIdX"/></w:sectPr></w:pPr></w:p>',
            "header",
        ),
        breaks,
        "T36",
    ),
    "part that is not there": Trap(linked(p("甲"), "image", "media/image9.png"), breaks, "T5"),
    "part above the package": Trap(linked(p("甲"), "image", "../../../etc/hostname"), breaks, "T5"),
    "no body": Trap(
        changed(
            docx(p("甲")),
            {DOCUMENT: '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'},
        ),
        breaks,
        "T5",
    ),
    "another root": Trap(changed(docx(p("甲")), {DOCUMENT: "<html/>"}), breaks, "T5"),
    "no relations": Trap(changed(docx(p("甲")), {PACKAGE_RELS: f'<Relationships xmlns="{RELS}"/>'}), breaks, "T5"),
    "relations cut off": Trap(changed(docx(p("甲")), {DOCUMENT_RELS: "<Relationships"}), breaks, "T5"),
    "Strict": Trap(
        changed(
            docx(p("甲")),
            {},
            {
                DOCUMENT: (
                    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    "http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
            },
        ),
        breaks,
        "T5",
    ),
    "A40 laughs in styles": Trap(
        linked(
            p("甲"),
            "styles",
            "styles.xml",
            {
                "word/styles.xml": '<!DOCTYPE x [<!ENTITY a "哈哈">'
                + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 9}">' for n in range(1, 9))
                + "]><x>&a8;</x>"
            },
            f'<Override PartName="/word/styles.xml" ContentType="{W_TYPE}.styles+xml"/>',
        ),
        breaks,
        "T",
    ),
    "A41 a file by an entity": Trap(
        changed(
            docx(p("甲")),
            {DOCUMENT: '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><w:document/>'.encode("utf-16")},
        ),
        breaks,
        "T",
    ),
}


@pytest.mark.parametrize("trap", PACKAGES.values(), ids=PACKAGES)
def test_package_that_the_bare_engine_carries_on_or_breaks_at_is_refused(trap: Trap, tmp_path: Path) -> None:
    prepared(trap, tmp_path)
    bare = run("bare_docxtpl", tmp_path, megabytes=1024, names={}, seconds=6)
    assert trap.bare(bare, tmp_path), bare
    text, problems = filled(tmp_path)
    assert text is None
    assert any(str(problem[0]).startswith(trap.told) for problem in problems), problems


def test_entry_of_one_name_twice_is_refused(tmp_path: Path) -> None:
    """docxtpl fills the one, Word may show the other."""
    stream = io.BytesIO(docx(p("甲")))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(stream, "a") as package:
        package.writestr(DOCUMENT, docx_body(p("乙")))
    (tmp_path / "模板.docx").write_bytes(stream.getvalue())
    assert run("bare_docxtpl", tmp_path, names={}).value == "乙"
    text, [problem] = filled(tmp_path)
    assert (text, problem[0]) == (None, "T5")


def docx_body(body: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(docx(body))).read(DOCUMENT)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            "{% for a in 行 %}{% for b in 行 %}{% for c in 行 %}甲{% endfor %}{% endfor %}{% endfor %}",
            "循环套循环，总共超过",
        ),
        ("{% for a in 行 %}{% for b in 行 %}" + "甲" * 9000 + "{% endfor %}{% endfor %}", "填出的内容超过 32 MB"),
    ],
)
def test_loops_that_fill_hundreds_of_megabytes_are_stopped(body: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "模板.docx").write_bytes(docx(p(body)))
    text, [problem] = filled(tmp_path)
    assert text is None
    assert told in str(problem[3])


def test_tables_are_filled_as_before(tmp_path: Path) -> None:
    """The limits leave room for the largest table that anybody prints."""
    rows = tbl(tr("{%tr for a in 行 %}"), tr("{{ a.名称 }}"), tr("{%tr endfor %}"), tr("尾")) * 50
    (tmp_path / "模板.docx").write_bytes(docx(rows))
    _, problems = filled(tmp_path)
    assert not problems
