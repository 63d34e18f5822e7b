"""DOCX -> PDF beside LibreOffice, in one run and on the same files: time cold and warm, memory, size; time by rows.

LibreOffice is given our fontconfig file, that is the same faces. Warm is what a further document costs a process: the
time of REPEATED times the files, less that of the files once.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen.children import Start, at_once, processes
from reportgen.making import load_engines

ROUNDS = 3
REPEATED = 4
ROWS = (28, 140, 417)
FORM = Path(__file__).parents[1] / "data" / "示例-通用项目支出自评表-2024" / "订正.yaml"
_INDICATOR = re.compile(r"\s+- \{一级: ")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of a new process for one file, seconds of a further file, megabytes at most, bytes of the PDFs."""

    cold: float
    warm: float
    memory: float
    size: int


def filled(data: Path) -> list[bytes]:
    """The DOCX files of a data file."""
    from reportgen.making import make
    from reportgen.pipeline import DOCX, examine, plan
    from reportgen.places import templates_folder

    case = examine(data, templates_folder()).case
    assert case is not None
    return list(make(plan(case, draft=False), [DOCX], draft=False)[0].values())


def with_rows(count: int, folder: Path) -> bytes:
    """A form of `count` indicators: those of the example's first project, each repeated."""
    lines = FORM.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if _INDICATOR.match(line))
    end = next(i for i in range(start, len(lines)) if not _INDICATOR.match(lines[i]))
    own = lines[start:end]
    numbers = [i * len(own) // count for i in range(count)]
    rows = [own[number].replace("三级: ", f"三级: {i}", 1) for i, number in enumerate(numbers)]
    data = folder / f"{count}.yaml"
    data.write_text("\n".join((*lines[:start], *rows)), encoding="utf-8")
    return filled(data)[0]


def typeset(docx: Sequence[str], folder: Path, start: Start[Any, Any]) -> None:
    """Our PDFs of DOCX files; prints the seconds each took."""
    for waiting in start(_typeset_one, (docx, folder), len(docx)):
        print(waiting())


def _typeset_one(job: tuple[Sequence[str], Path], number: int) -> float:
    from reportgen.making import typeset

    name, begun = Path(job[0][number]), time.perf_counter()
    pdf, problems = typeset(name.read_bytes(), name.name)
    assert pdf is not None, problems
    (job[1] / f"{name.stem}.pdf").write_bytes(pdf)
    return time.perf_counter() - begun


def run(command: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of a process and its children."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command} 失败")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def cost(command: list[str], once: list[str], often: list[str], results: Path) -> Cost:
    """What a program costs that is given files to turn into PDF in `results`."""
    cold = statistics.mean(run([*command, name])[0] for name in once)
    few, _ = run([*command, *once])
    many, memory = run([*command, *often])
    missing = [name for name in often if not (results / f"{Path(name).stem}.pdf").exists()]
    if missing:
        raise SystemExit(f"{command[0]} 没有转出 {missing}")
    size = sum((results / f"{Path(name).stem}.pdf").stat().st_size for name in once)
    return Cost(cold, (many - few) / (len(often) - len(once)), memory, size)


def main(data: Path) -> None:
    """Print the comparison."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        me = [sys.executable, str(Path(__file__).resolve())]
        _rows(folder, me)
        if office := shutil.which("soffice"):
            _beside_office(data, folder, me, office)


def _rows(folder: Path, me: list[str]) -> None:
    forms = [folder / f"rows-{count}.docx" for count in ROWS]
    for form, count in zip(forms, ROWS, strict=True):
        form.write_bytes(with_rows(count, folder))
    command = [*me, "alone", str(folder), str(forms[0]), *(str(form) for form in forms for _ in range(ROUNDS))]
    seconds = [
        float(line) for line in subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    ]
    best = [min(seconds[1 + i * ROUNDS : 1 + (i + 1) * ROUNDS]) for i in range(len(ROWS))]
    shown = "，".join(
        f"{count} 行 {taken:.2f} 秒（每行 {taken / count * 1000:.1f} 毫秒）"
        for count, taken in zip(ROWS, best, strict=True)
    )
    print(f"指标表行数与时间：{shown}", flush=True)


def _beside_office(data: Path, folder: Path, me: list[str], office: str) -> None:
    from reportgen.typeset.fonts import use_fonts

    use_fonts()
    documents = [*filled(data), (folder / f"rows-{ROWS[0]}.docx").read_bytes()]
    copies = []
    for turn in range(REPEATED):
        for number, document in enumerate(documents):
            copies.append(str(folder / f"{turn}-{number}.docx"))
            Path(copies[-1]).write_bytes(document)
    once = copies[: len(documents)]
    ours, theirs = folder / "ours", folder / "office"
    for results in (ours, theirs):
        results.mkdir()
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(theirs)]
    run([*convert, once[0]])  # its first start writes a profile
    alone, together = ([*me, how, str(ours)] for how in ("alone", "together"))
    rounds = [
        (cost(alone, once, copies, ours), cost(together, once, copies, ours), cost(convert, once, copies, theirs))
        for _ in range(ROUNDS)
    ]
    in_one, in_all = [(one, office) for one, _, office in rounds], [(all_, office) for _, all_, office in rounds]
    print(f"同样的 {len(once)} 个 DOCX 转 PDF，reportgen 与 LibreOffice：")
    _compared("新进程转一个", "秒", in_one, lambda cost: cost.cold)
    _compared("一个进程转许多，每多一个", "秒", in_one, lambda cost: cost.warm)
    _compared(f"一个命令转许多（{os.cpu_count()} 个处理器），每多一个", "秒", in_all, lambda cost: cost.warm)
    _compared("内存峰值", "MB", in_one, lambda cost: cost.memory)
    _compared("PDF 合计", "KB", in_one, lambda cost: cost.size / 1024)


def _compared(what: str, unit: str, pairs: list[tuple[Cost, Cost]], of: Callable[[Cost], float]) -> None:
    """Medians of both, and the median of the pairs' ratios."""
    a, b = (statistics.median(map(of, column)) for column in zip(*pairs, strict=True))
    ratio = statistics.median(of(x) / of(y) for x, y in pairs)
    print(f"  {what}：{a:.2f} {unit}，{b:.2f} {unit}，比值 {ratio:.2f}", flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["alone", results, *docx]:
            typeset(docx, Path(results), at_once)
        case ["together", results, *docx]:
            with processes(load_engines) as start:
                typeset(docx, Path(results), start)
        case [data]:
            main(Path(data))
