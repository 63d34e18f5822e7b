"""A format seen with example data: once, with data of one's own, as pictures, and again after each change."""

from __future__ import annotations

import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from cases import NATIONAL
from click.testing import CliRunner, Result
from PIL import Image
from reports import ROOT, TEMPLATES, docx_text
from small_docx import docx, p

from reportgen.cli import main
from reportgen.cli import preview as previewing

NAME = "甲"
DATA = ROOT / "data" / "攀枝花西区矿产资源保护中心-2020"
HEAD = "名称: 甲\n文件:\n  - {模板: 一.docx, 名称: 第一份}\n  - {模板: 二.docx, 名称: 第二份}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A format of two documents, by itself in a folder of templates."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTGEN_TEMPLATES", raising=False)
    made = tmp_path / "templates" / NAME
    made.mkdir(parents=True)
    (made / "format.yaml").write_text(HEAD, encoding="utf-8")
    (made / "profile.yaml").write_text(f"继承: {NATIONAL.name}\n", encoding="utf-8")
    for name in ("一", "二"):
        (made / f"{name}.docx").write_bytes(docx(p(f"第{name}份，{{{{ 单位.名称 }}}}。")))
    return made


def run(*words: object) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words], prog_name="reportgen")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def made(folder: str = "预览") -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir() if not path.name.startswith("."))


FILES = [f"某某市某某局-2024-{name}.{kind}" for name in ("第一份", "第二份") for kind in ("docx", "pdf")]


@pytest.mark.parametrize("what", [NAME, "templates/甲", "templates/甲/"])
def test_each_document_is_made_with_invented_values(folder: Path, what: str) -> None:
    done = run("formats", "preview", what, "-o", "预览")
    assert done.exit_code == 0, done.output
    assert made() == sorted([*FILES, "示例数据.yaml"])
    assert "第一份，某某市某某局。" in docx_text(Path("预览", FILES[0]).read_bytes())
    assert len(pypdfium2.PdfDocument(Path("预览", FILES[1]))) == 1
    assert done.output.endswith("甲：没有问题；模板和规则的错误另用 formats check 查\n")


def test_pages_as_pictures(folder: Path) -> None:
    done = run("formats", "preview", NAME, "-o", "预览", "--png")
    assert done.exit_code == 0, done.output
    picture = Image.open(Path("预览", "某某市某某局-2024-第一份-第1页.png"))
    assert picture.width > 800
    assert len(picture.convert("L").getcolors() or []) > 1


def test_what_pictures_need_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    done = run("formats", "preview", NAME, "--png")
    assert done.exit_code == 1
    assert "没有装 pypdfium2" in done.output
    assert "reportgen[preview]" in done.output
    assert not Path("output").exists()


def test_a_document_that_cannot_be_made_leaves_the_other_whole(folder: Path) -> None:
    (folder / "一.docx").write_bytes(docx(p("{{ 单位.名称称 }}")))
    done = run("formats", "preview", NAME, "-o", "预览")
    assert done.exit_code == 1
    assert "单位.名称" in done.output
    assert made() == sorted([*FILES[2:], "示例数据.yaml"])


def test_a_mistake_in_a_template_for_each_project_is_told_once_and_what_was_not_made(folder: Path) -> None:
    head = HEAD.replace("名称: 第一份", "名称: 第一份（【本项目.名称】）, 逐项: 项目")
    (folder / "format.yaml").write_text(head, encoding="utf-8")
    (folder / "一.docx").write_bytes(docx(p("{{ 本项目.主管部们 }}")))
    done = run("formats", "preview", NAME, "-o", "预览")
    assert done.exit_code == 1
    assert done.output.count("主管部们”这个名称") == 1
    assert "没有“本项目.主管部们”这个名称" in done.output
    assert done.output.count("没有生成 某某市某某局-2024-第一份（") == 3
    assert "没有生成 某某市某某局-2024-第二份" not in done.output
    assert made() == sorted([*FILES[2:], "示例数据.yaml"])


def test_data_of_ones_own(folder: Path) -> None:
    data = Path("数据.yaml")
    data.write_text(f"格式: {NAME}\n年度: 2023\n单位: {{名称: R&D <x> 中心}}\n", encoding="utf-8")
    assert run("formats", "preview", NAME, "-o", "预览", "--数据", data).exit_code == 0
    assert made()[0].startswith("R_D _x_ 中心-2023-")
    assert "示例数据.yaml" not in made()


def test_data_that_may_not_be_reported_is_marked_a_draft(folder: Path) -> None:
    data = Path("数据.yaml")
    data.write_text(f"格式: {NAME}\n年度: 2023\n单位: {{名称: 某局}}\n资金: {{收入: {{甲: }}}}\n", encoding="utf-8")
    done = run("formats", "preview", NAME, "-o", "预览", "--数据", data)
    assert done.exit_code == 1
    assert all(name.startswith("草稿-") for name in made())
    with zipfile.ZipFile(Path("预览", made()[0])) as package:
        assert any("草稿" in package.read(part).decode() for part in package.namelist() if "header" in part)


RULE = "审核:\n  - {代码: F50, 级别: 强制性, 范围: 项目, 规则: 试, 要求: 全年执行数 == 1}\n"


def test_own_relations_that_invented_data_do_not_know_are_one_line_each(folder: Path) -> None:
    """A format that is right is told to be right; with data of one's own they are problems like any other."""
    listed = p("{%p for 项 in 项目 %}") + p("{{ 项.名称 }}{{ 项.全年执行数 }}") + p("{%p endfor %}")
    (folder / "一.docx").write_bytes(docx(listed))
    (folder / "审核.yaml").write_text(RULE, encoding="utf-8")
    done = run("formats", "preview", NAME, "-o", "预览")
    assert done.exit_code == 0, done.output
    assert "\n示例数据不合自己写的审核 F50（3 处）：不妨碍看样子\n" in f"\n{done.output}"
    assert "强制性" not in done.output
    assert "甲：没有问题" in done.output
    done = run("formats", "preview", NAME, "-o", "预览", "--数据", "预览/示例数据.yaml")
    assert done.exit_code == 1
    assert done.output.count("强制性[F50]") == 3
    assert "不妨碍" not in done.output
    (folder / "审核.yaml").write_text(RULE.replace("F50", "F5").replace("规则: 试", "规则: 另一条"), encoding="utf-8")
    assert run("formats", "preview", NAME, "-o", "另").exit_code == 1  # not told apart from the program's own
    (folder / "审核.yaml").write_text(RULE.replace("全年执行数 ==", "没有这个数 =="), encoding="utf-8")
    assert run("formats", "preview", NAME, "-o", "再").exit_code == 1


def test_data_of_another_format_is_refused(folder: Path) -> None:
    done = run("formats", "preview", NAME, "--数据", DATA / "订正.yaml")
    assert done.exit_code == 2
    assert "不是“甲”" in done.output


def test_the_published_report_shows_what_its_format_makes_of_it(tmp_path: Path) -> None:
    """Beside it, invented data look like a whole report too."""
    name = "攀枝花西区-部门整体-2020"
    done = run("formats", "preview", TEMPLATES / name, "-o", tmp_path / "预览", "--数据", DATA / "原文.yaml")
    assert done.exit_code == 1
    own = run("formats", "preview", TEMPLATES / name, "-o", tmp_path / "例")
    assert own.exit_code == 0, own.output
    assert len(list((tmp_path / "例").glob("*.pdf"))) == 1 + 1 + 3


def test_what_the_user_changed_is_left_alone(folder: Path) -> None:
    run("formats", "preview", NAME, "-o", "预览")
    data, report = Path("预览", "示例数据.yaml"), Path("预览", FILES[0])
    data.write_text(data.read_text(encoding="utf-8") + "# 我的\n", encoding="utf-8")
    report.write_bytes(b"mine")
    run("formats", "preview", NAME, "-o", "预览")
    assert data.read_text(encoding="utf-8").endswith("# 我的\n")
    assert report.read_bytes() == b"mine"


def test_a_file_that_is_gone_when_it_is_looked_at_stops_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wish = previewing.Wish(folder.parent, NAME, None, Path("预览"), pictures=False)
    assert len(previewing.stamps(wish)) == 4
    monkeypatch.setattr(previewing, "_watched", lambda _: iter([folder / "一.docx", folder / "没有了.docx"]))
    assert list(previewing.stamps(wish)) == [folder / "一.docx"]


def test_each_change_is_rendered_again_until_it_is_ended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saved wrong, saved right, removed for a moment: told each time, and never the end."""

    def steps() -> Iterator[Callable[[], object]]:
        yield lambda: (folder / "一.docx").write_bytes(docx(p("{{ 单位.名称称 }}")))
        yield lambda: None
        yield lambda: (folder / "~$一.docx").write_bytes(b"Word is open")
        yield lambda: (folder / "format.yaml").write_text("名称: [\n", encoding="utf-8")
        yield (folder / "format.yaml").unlink
        yield lambda: (folder / "format.yaml").write_text(HEAD, encoding="utf-8")
        yield lambda: (folder / "一.docx").write_bytes(docx(p("改好了，{{ 单位.名称 }}。")))

    left = steps()

    def sleep(seconds: float) -> None:
        if seconds == previewing.PAUSE:
            step = next(left, None)
            if step is None:
                raise KeyboardInterrupt
            step()
        else:
            real(seconds)

    real = time.sleep
    monkeypatch.setattr(previewing.time, "sleep", sleep)
    done = run("formats", "preview", NAME, "-o", "预览", "--跟随")
    assert done.exit_code == 0, done.output
    assert done.output.count("有改动，重做") == 5
    first, *again = done.output.split("有改动，重做\n")
    assert "没有问题" in first
    assert "一.docx 第1段" in again[0]
    assert "format.yaml" in again[1]
    assert again[-1].endswith("甲：没有问题；模板和规则的错误另用 formats check 查\n\n已结束\n")
    assert "改好了，某某市某某局。" in docx_text(Path("预览", FILES[0]).read_bytes())
