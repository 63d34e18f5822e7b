"""Hostile input in a process of its own: what it does to us, and what to the bare engines, held to 2 s and 512 MB.

A clean process that has the engines in memory waits for work; each piece is done by a copy of it, whose processor time
and memory are limited and measured. The payloads do no harm: those that would run something write the file `proof`.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SECONDS, MEGABYTES = 2, 512  # what the program may need to refuse something
_WALL = 120  # seconds: a machine may be busy
_MB = 2**20


@dataclass(frozen=True, slots=True)
class Outcome:
    """How work ended (ok, error, time, memory, crash), with what, and the most memory it had."""

    ended: str
    value: Any = None
    error: str = ""
    megabytes: int = 0


def run(work: str, folder: Path, seconds: int = SECONDS, megabytes: int = MEGABYTES, **given: Any) -> Outcome:
    """One of the functions of WORK, done in a folder by a process of its own."""
    waiting = _waiting()
    assert waiting.stdin is not None
    assert waiting.stdout is not None
    waiting.stdin.write(json.dumps([work, str(folder), seconds, megabytes, given]) + "\n")
    waiting.stdin.flush()
    return Outcome(**json.loads(waiting.stdout.readline()))


@cache
def _waiting() -> subprocess.Popen[str]:
    started = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(started.kill)
    return started


# In the process that waits, and in its copies


def serve() -> None:
    _load()
    for line in sys.stdin:
        work, folder, seconds, megabytes, given = json.loads(line)
        sys.stdout.write(json.dumps(_copy(work, folder, seconds, megabytes, given)) + "\n")
        sys.stdout.flush()


def _load() -> None:
    import docx  # noqa: F401
    import docxtpl  # noqa: F401
    import weasyprint  # noqa: F401
    import yaml  # noqa: F401

    from reportgen import pipeline  # noqa: F401
    from reportgen.making import load_engines

    load_engines()


def _copy(work: str, folder: str, seconds: int, megabytes: int, given: dict[str, Any]) -> dict[str, Any]:
    out, into = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(out)
        _do(work, folder, seconds, megabytes, given, into)
    os.close(into)
    said, until = b"", time.monotonic() + _WALL
    while select.select([out], [], [], max(0.0, until - time.monotonic()))[0] and (piece := os.read(out, 65536)):
        said += piece
    os.close(out)
    if time.monotonic() >= until:
        os.kill(pid, signal.SIGKILL)
    _, status, used = os.wait4(pid, 0)
    told = {"megabytes": used.ru_maxrss // 1024}
    if os.WIFSIGNALED(status):
        ended = "time" if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL) else "crash"
        return {"ended": ended, "error": signal.Signals(os.WTERMSIG(status)).name, **told}
    return {**json.loads(said), **told}


def _do(work: str, folder: str, seconds: int, megabytes: int, given: dict[str, Any], into: int) -> None:
    os.chdir(folder)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    begun = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (begun + megabytes * _MB,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        told = {"ended": "ok", "value": WORK[work](**given)}
    except MemoryError:
        told = {"ended": "memory", "error": "MemoryError"}
    except BaseException as error:  # noqa: BLE001 - whatever an engine comes to is what is asked for
        told = {"ended": "error", "error": f"{type(error).__name__}: {error}"[:300]}
    os.write(into, json.dumps(told).encode())
    os._exit(0)


def _told(problems: Any) -> list[list[Any]]:
    """Code, line, place in Word and message of problems, each once."""
    from reportgen.problem import in_file_order

    return [[p.code, p.place.line, p.place.within, p.message, p.level.value] for p in in_file_order(problems)]


def check_format(templates: str, name: str) -> dict[str, Any]:
    """What we say of a format to its maintainer."""
    from reportgen.format_check import check_format as checked

    return {"problems": _told(checked(Path(templates), name).problems)}


def examine(templates: str, maintaining: bool = False) -> dict[str, Any]:
    """What we say of 数据.yaml, to a maintainer also of its format."""
    from reportgen.pipeline import examine as examined

    found = examined(Path("数据.yaml"), Path(templates), maintaining=maintaining)
    return {"problems": _told(found.problems), "read": found.case is not None}


def make(templates: str, kinds: list[str]) -> dict[str, Any]:
    """What we say of 数据.yaml, and the text of the drafts that are made of it all the same."""
    from reportgen.making import make as made
    from reportgen.pipeline import examine as examined
    from reportgen.pipeline import plan

    found = examined(Path("数据.yaml"), Path(templates), maintaining=True)
    files, problems = made(plan(found.case, draft=True), kinds, draft=True) if found.case else ({}, ())
    texts = [_text(data) for name, data in files.items() if name.endswith("docx")]
    return {"problems": _told((*found.problems, *problems)), "files": list(files), "texts": texts}


def fill(names: dict[str, str]) -> dict[str, Any]:
    """What we say of 模板.docx, and the text of what it is filled to with these names."""
    from small_docx import PROPERTIES, scope

    from reportgen.fill.docx import fill as filled
    from reportgen.problem import Place
    from reportgen.source.written import Words

    values: dict[str, Any] = {name: Words(text, Place("数据.yaml", 7)) for name, text in names.items()}
    rows = scope("行", [scope(f"行.{n}", 名称="一") for n in range(100)])
    values |= {"单位": scope("单位", 名称="甲局"), "行": rows}
    content, problems = filled(Path("模板.docx"), values, PROPERTIES, draft=False)
    return {"problems": _told(problems), "text": None if content is None else _text(content)}


def lint() -> dict[str, Any]:
    """What we say of 模板.docx to its maintainer, before it is filled."""
    from reportgen.lint.catalogue import lint as linted

    return {"problems": [[one.code, str(one.where), one.message] for one in linted(Path("模板.docx"))]}


def typeset() -> dict[str, Any]:
    """What we say of 文件.docx on its way to PDF."""
    from reportgen.making import typeset as made

    pdf, problems = made(Path("文件.docx").read_bytes(), "文件.pdf")
    return {"problems": _told(problems), "made": pdf is not None}


def bare_docxtpl(names: dict[str, Any], image: bool = False) -> str:
    """The text of what docxtpl alone fills 模板.docx to, as its manual says."""
    from docxtpl import DocxTemplate, InlineImage

    template = DocxTemplate("模板.docx")
    names = {"单位": {"名称": "甲局"}, "行": [{"名称": "一"} for _ in range(100)], **names}
    template.render(names | ({"图": InlineImage(template, "图.png")} if image else {}))
    template.save("填好.docx")
    return _text(Path("填好.docx").read_bytes())


def bare_yaml(loader: str = "safe_load") -> str:
    """What PyYAML alone makes of 数据.yaml."""
    import yaml

    return repr(getattr(yaml, loader)(Path("数据.yaml").read_bytes()))[:2000]


def bare_formula(text: str) -> str:
    """The value of an expression, by Jinja2 alone."""
    from jinja2 import Environment

    return str(Environment().from_string("{{ " + text + " }}").render())[:200]


def bare_paths(name: str) -> str:
    """What a program reads that joins a name of the data to its folder, where it also writes."""
    path = Path("包") / name
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    Path(f"{path}.new").write_text("新", encoding="utf-8")
    return text


def bare_weasyprint(html: str) -> int:
    """How many bytes WeasyPrint alone makes of a page."""
    import weasyprint

    data = weasyprint.HTML(string=html).write_pdf()
    Path("页.pdf").write_bytes(data)
    return len(data)


def bare_attached() -> None:
    """A page with a file in it, by WeasyPrint alone."""
    import weasyprint

    data = weasyprint.Attachment(string="甲", name="甲.txt")
    Path("页.pdf").write_bytes(weasyprint.HTML(string="甲").write_pdf(attachments=[data]))


def _text(content: bytes) -> str:
    """The paragraphs of a document's body, one a line, line breaks as they are."""
    import io

    from docx import Document

    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


WORK: dict[str, Callable[..., Any]] = {
    work.__name__: work
    for work in (
        *(check_format, examine, make, fill, lint, typeset),
        *(bare_docxtpl, bare_yaml, bare_formula, bare_paths, bare_weasyprint, bare_attached),
    )
}

if __name__ == "__main__":
    serve()
