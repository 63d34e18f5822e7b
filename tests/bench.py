"""What our part of making reports costs: ours and the bare engines side by side in one run, as ratios.

`python tests/bench.py DATA` alternates whole processes (cold) and rounds within one process (warm). The bare way fills
the same templates with bare docxtpl and lays out the HTML we write with bare WeasyPrint, tagged like ours; nothing is
read, reckoned, checked or delivered. What a PDF costs of the same DOCX beside LibreOffice is in bench_docx.py.
"""

from __future__ import annotations

import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bench_docx
from bench_docx import run

ROUNDS = 5


class Shown(dict[str, str]):
    """A figure as a template prints it, and its number."""

    def __str__(self) -> str:
        return self["全"]


def plain(value: object, seen: frozenset[int] = frozenset()) -> Any:
    """Names as the dictionaries, lists and texts that bare docxtpl is given."""
    from reportgen.figures.figure import Figure
    from reportgen.figures.scope import Scope

    if isinstance(value, Figure):
        return Shown({"全": str(value), "数": value.number})
    if isinstance(value, tuple):
        return [plain(item, seen) for item in value]
    if isinstance(value, Scope):
        if id(value) in seen:
            return ""
        inner = seen | {id(value)}
        members = {name: plain(value.find(name), inner) for name in value.members}
        return Listed(members, [plain(item, inner) for item in value.items])
    return str(value)


class Listed(dict[str, Any]):
    """A group of names that is a list too."""

    def __init__(self, members: dict[str, Any], listed: list[Any]) -> None:
        super().__init__(members)
        self.listed = listed

    def __iter__(self) -> Any:
        return iter(self.listed or self.keys())

    def __reduce__(self) -> Any:
        return Listed, (dict(self.items()), self.listed)


def prepare(data: Path, folder: Path) -> None:
    """Templates, plain contexts and HTML for the bare way."""
    from reportgen.making import make
    from reportgen.pipeline import DOCX, examine, plan
    from reportgen.places import templates_folder
    from reportgen.typeset.html import write_html
    from reportgen.typeset.read import read_docx

    case = examine(data, templates_folder()).case
    assert case is not None
    jobs = []
    for number, one in enumerate(plan(case, draft=False)):
        files, _ = make([one], [DOCX], draft=False)
        docx = folder / f"{number}.docx"
        docx.write_bytes(next(iter(files.values())))
        html = folder / f"{number}.html"
        html.write_text(write_html(read_docx(docx.read_bytes(), docx.name)[0]), encoding="utf-8")
        names = {name: plain(value) for name, value in one.names.items()}
        jobs.append((str(one.template), names, str(html)))
    (folder / "jobs").write_bytes(pickle.dumps(jobs))


def bare(folder: Path) -> None:
    """All documents by bare docxtpl and bare WeasyPrint."""
    from reportgen.typeset.fonts import use_fonts

    use_fonts()  # the same faces
    from docxtpl import DocxTemplate
    from jinja2 import Environment
    from weasyprint import HTML

    environment = Environment(autoescape=True)
    environment.filters |= {
        "vmerge": lambda value, key="": value,
        "列举": lambda value, field="金额": "、".join(f"{item['名称']}{item[field]}" for item in value),
        "汉字": str,
    }
    for number, (template, names, html) in enumerate(pickle.loads((folder / "jobs").read_bytes())):
        document = DocxTemplate(template)
        document.render(names, environment)
        document.save(folder / f"bare-{number}.docx")
        HTML(string=Path(html).read_text(encoding="utf-8")).write_pdf(folder / f"bare-{number}.pdf", pdf_tags=True)


def ours(data: Path) -> None:
    """All documents by the program, but for delivery."""
    from reportgen.making import make
    from reportgen.pipeline import DOCX, PDF, examine, plan
    from reportgen.places import templates_folder

    case = examine(data, templates_folder()).case
    assert case is not None
    make(plan(case, draft=False), [DOCX, PDF], draft=False)


def compared(what: str, first: Callable[[], float], second: Callable[[], float], names: tuple[str, str]) -> None:
    """Both in turn, several times; the ratio is the median of the pairs'."""
    pairs = [(first(), second()) for _ in range(ROUNDS)]
    a, b = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(x / y for x, y in pairs)
    print(f"{what}：{names[0]} {a:.2f} 秒，{names[1]} {b:.2f} 秒，比值 {ratio:.2f}", flush=True)


def warm(command: list[str]) -> float:
    """Seconds of the second time, in a process of its own: ours teaches WeasyPrint what the bare way must not know."""
    done = subprocess.run([*command, "warm"], capture_output=True, encoding="utf-8", check=True)
    return float(done.stdout.split()[-1])


def timed(work: Callable[[], object], times: int) -> None:
    """Do work so many times, and print how long the last took."""
    for _ in range(times):
        begun = time.perf_counter()
        work()
    print(time.perf_counter() - begun)


def main(data: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    me = [sys.executable, str(Path(__file__).resolve())]
    render = [sys.executable, "-m", "reportgen", "render", str(data), "-o", str(folder / "out")]
    subprocess.run([*me, "prepare", str(data), str(folder)], check=True)
    names = ("reportgen", "裸引擎")
    compared("新进程", lambda: run(render)[0], lambda: run([*me, "bare", str(folder)])[0], names)
    compared("同一进程内", lambda: warm([*me, "ours", str(data)]), lambda: warm([*me, "bare", str(folder)]), names)
    print(f"内存峰值：reportgen {run(render)[1]:.0f} MB，裸引擎 {run([*me, 'bare', str(folder)])[1]:.0f} MB")
    check = [sys.executable, "-m", "reportgen", "check", str(data)]
    empty = [sys.executable, "-c", "pass"]
    compared("审核", lambda: run(check)[0], lambda: run(empty)[0], ("check", "空的 Python"))
    shutil.rmtree(folder)
    bench_docx.main(data)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", data, folder]:
            prepare(Path(data), Path(folder))
        case ["bare", folder, *again]:
            timed(lambda: bare(Path(folder)), 2 if again else 1)
        case ["ours", data, *again]:
            timed(lambda: ours(Path(data)), 2 if again else 1)
        case [data]:
            main(Path(data))
