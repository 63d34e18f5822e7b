"""Pages of the shipped reports and of the foreign documents side by side: ours left, LibreOffice's right.

`python tests/fidelity_gallery.py [NAME …]` writes them as PNG into output/gallery.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from corpus import fetch, fontconfig, read_list
from fidelity import THEIRS, by_libreoffice, render
from fidelity_measure import pictures
from PIL import Image

ROOT = Path(__file__).parent.parent
GALLERY = ROOT / "output" / "gallery"
_DPI = 80
_MOST_PAGES = 6  # of one document


def side_by_side(ours: Path, theirs: Path) -> Iterator[Image.Image]:
    """Each page of one PDF beside that of the other; what only one has stands beside nothing."""
    none = Path()
    pages = (pictures(pdf, _DPI) if pdf is not none and pdf.exists() else iter(()) for pdf in (ours, theirs))
    for pair in zip_longest(*pages):
        shown = [page for page in pair if page is not None]
        width, height = max(page.width for page in shown), max(page.height for page in shown)
        sheet = Image.new("L", (2 * width + 10, height), 128)
        for at, page in enumerate(pair):
            if page is not None:
                sheet.paste(page, (at * (width + 10), 0))
        yield sheet


def shipped(names: Sequence[str], folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """Every report of data/: its name, our PDF, LibreOffice's."""
    for file in sorted((ROOT / "data").glob("*/订正.yaml")):
        if names and not any(name in str(file) for name in names):
            continue
        command = (sys.executable, "-m", "reportgen", "render", str(file), "-o", str(folder))
        subprocess.run(command, check=False, capture_output=True)
    documents = sorted(folder.rglob("*.docx"))
    theirs = folder / "libreoffice"
    by_libreoffice(documents, theirs)
    for document in documents:
        yield document.stem, document.with_suffix(".pdf"), theirs / f"{document.stem}.pdf"


def main(names: Sequence[str]) -> int:
    """Writes the pictures and says where they are."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    samples, errors = fetch([s for s in read_list() if not names or any(name in s.name for name in names)])
    os.environ["REPORTGEN_FONTCONFIG"] = str(fontconfig())
    by_libreoffice([sample.file for sample in samples], THEIRS)
    with tempfile.TemporaryDirectory() as folder:
        pairs = list(shipped(names, Path(folder)))
        for sample in samples:
            pdf = render(sample).pdf
            pairs.append((sample.name, pdf, THEIRS / pdf.name))
        for name, ours, theirs in pairs:
            for number, sheet in zip(range(1, _MOST_PAGES + 1), side_by_side(ours, theirs), strict=False):
                sheet.save(GALLERY / f"{name}-{number}.png", optimize=True)
    where = GALLERY.relative_to(ROOT)
    print("\n".join((*errors, f"{len(pairs)} 个文件的页面在 {where}/（左：我们；右：LibreOffice）")))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
