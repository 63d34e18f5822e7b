"""Documents nobody here wrote, rendered by us and by LibreOffice: how alike the pages are, and whether text is lost.

`python tests/fidelity.py [NAME …]` prints a line for each document of corpus.tsv (or for those whose name holds a
NAME) and ends with 1 where text is missing that no problem tells of. Without LibreOffice only the text is looked at.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import CACHE, Sample, fetch, fontconfig, read_list
from fidelity_measure import Likeness, compare, letters, pdf_text, share

from reportgen.problem import Level, Problem
from reportgen.typeset.pdf import make_pdf
from reportgen.typeset.read import read_docx
from reportgen.typeset.text import document_text

OURS = CACHE.parent / "fidelity" / "ours"
THEIRS = CACHE.parent / "fidelity" / "libreoffice"
_AT_ONCE = 10  # documents in one LibreOffice process: after some two hundred it stops without a word
_HEAD = "页数      同DOCX  同LO    线框    墨迹    移位后  文字      文件"


@dataclass(frozen=True, slots=True)
class Rendered:
    """One document as we made it: how much of its text is on the page, and what we said of the rest."""

    sample: Sample
    pdf: Path
    text: float
    missing: Counter[str]
    problems: tuple[Problem, ...]

    @property
    def accounted(self) -> bool:
        """Whether the text is all there, or a problem says what becomes of it."""
        return not self.missing or any(p.level is Level.ERROR or "不排入" in p.message for p in self.problems)

    @property
    def verdict(self) -> str:
        """全: all text; 已报: less, and a problem says so; 缺: less, and nothing said."""
        return "全" if not self.missing else "已报" if self.accounted else "缺"


def render(sample: Sample) -> Rendered:
    """A document through our reader and writer."""
    data = sample.file.read_bytes()
    document, unread = read_docx(data, sample.name)
    page, unwritten = make_pdf(document, sample.name)
    OURS.mkdir(parents=True, exist_ok=True)
    pdf = OURS / f"{sample.file.stem}.pdf"
    pdf.write_bytes(page)
    wanted, shown = letters(document_text(data)), letters(pdf_text(pdf))
    return Rendered(sample, pdf, share(wanted, wanted & shown), wanted - shown, (*unread, *unwritten))


def by_libreoffice(files: Sequence[Path], folder: Path) -> None:
    """PDFs of the files by LibreOffice with our fonts, as far as it makes them; those made earlier are kept."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    todo = [file for file in files if not (folder / f"{file.stem}.pdf").exists()]
    with tempfile.TemporaryDirectory() as profile:
        environment = os.environ | {"FONTCONFIG_FILE": str(fontconfig())}
        command = (program, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir")
        for at in range(0, len(todo), _AT_ONCE):
            batch = map(str, todo[at : at + _AT_ONCE])
            try:
                subprocess.run(
                    [*command, str(folder), *batch], capture_output=True, timeout=240, check=False, env=environment
                )
            except subprocess.TimeoutExpired:
                continue


def main(names: Sequence[str]) -> int:
    """Prints the table; 1 where text is lost in silence, 3 where the documents cannot be had."""
    samples, errors = fetch([s for s in read_list() if not names or any(name in s.name for name in names)])
    for error in errors:
        print(error, file=sys.stderr)
    if not samples:
        return 3
    os.environ["REPORTGEN_FONTCONFIG"] = str(fontconfig())
    by_libreoffice([sample.file for sample in samples], THEIRS)
    print(_HEAD)
    results: list[tuple[Rendered, Likeness | None]] = []
    for rendered in map(render, samples):
        theirs = THEIRS / rendered.pdf.name
        results.append((rendered, compare(rendered.pdf, theirs) if theirs.exists() else None))
        print(_line(*results[-1]), flush=True)
    print("\n".join(_summary(results)))
    return 0 if all(rendered.accounted for rendered, _ in results) else 1


def _line(rendered: Rendered, found: Likeness | None) -> str:
    pages = f"{found.pages[0]}/{found.pages[1]}" if found else "–"
    shares = "  ".join(f"{_number(value):6}" for value in (rendered.text, *_values(found)))
    lost = "" if rendered.accounted else "".join(rendered.missing.elements())[:20]
    return f"{pages:8}  {shares}  {rendered.verdict:6}  {rendered.sample.name}  {lost}".rstrip()


def _values(found: Likeness | None) -> tuple[float | None, ...]:
    return (found.text, found.rules, found.ink, found.ink_shifted) if found else (None,) * 4


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _summary(results: Sequence[tuple[Rendered, Likeness | None]]) -> Iterator[str]:
    counted = Counter(rendered.verdict for rendered, _ in results)
    yield f"{len(results)} 个文件：文字齐全 {counted['全']}，不全但已报出 {counted['已报']}，不全而未报 {counted['缺']}"
    likenesses = [found for _, found in results if found is not None]
    if not likenesses:
        yield "没有 LibreOffice 的页面可比"
        return
    same = sum(found.pages[0] == found.pages[1] for found in likenesses)
    yield f"与 LibreOffice 页数相同 {same}/{len(likenesses)}；各项中位数："
    for at, title in enumerate(("同样文字", "线框在位", "墨迹重合", "移位后重合")):
        values = [value for found in likenesses if (value := _values(found)[at]) is not None]
        yield f"  {title} {statistics.median(values):.3f}" if values else f"  {title} –"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
