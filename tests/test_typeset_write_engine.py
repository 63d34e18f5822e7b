"""WeasyPrint as we bend it: what is missing is refused, no address is read, the fonts are found from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from test_typeset_write_html import FANG, document, paragraph

from reportgen.typeset import fonts

fonts.use_fonts()

from weasyprint.draw import text as drawing  # noqa: E402
from weasyprint.layout import inline  # noqa: E402
from weasyprint.text import line_break  # noqa: E402
from weasyprint.urls import FatalURLFetchingError  # noqa: E402

from reportgen.typeset.breaking import break_lines  # noqa: E402
from reportgen.typeset.engine import OnlyData, lay_out  # noqa: E402
from reportgen.typeset.justify import teach_weasyprint  # noqa: E402


@pytest.mark.parametrize(
    ("teach", "module", "name"),
    [
        (break_lines, inline, "split_first_line"),
        (break_lines, inline, "can_break_text"),
        (break_lines, inline, "text_align"),
        (break_lines, line_break, "Layout"),
        (break_lines, line_break, "create_layout"),
        (break_lines, line_break, "line_size"),
        (teach_weasyprint, inline, "justify_line"),
        (teach_weasyprint, drawing, "draw_first_line"),
    ],
)
def test_a_weasyprint_without_what_we_replace_is_refused(
    monkeypatch: pytest.MonkeyPatch, teach: Any, module: object, name: str
) -> None:
    monkeypatch.delattr(module, name)
    with pytest.raises(RuntimeError, match=name):
        teach.__wrapped__()


@pytest.mark.parametrize("url", ["https://example.org/a.png", "file:///etc/hostname", "http://localhost/"])
def test_no_address_but_data_is_read(url: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        OnlyData().fetch(url)
    with pytest.raises(FatalURLFetchingError):
        lay_out(f'<p><img src="{url}"/></p>')


def test_data_addresses_are_read() -> None:
    assert OnlyData().fetch("data:text/plain,abc").read() == b"abc"


def test_faces_lead_to_font_files() -> None:
    found = fonts.face_file("仿宋_GB2312")
    assert found is not None
    assert (Path(found[0]).name, found[1]) == ("FandolFang-Regular.otf", 0)
    assert fonts.lacks_bold("楷体_GB2312")
    assert not fonts.lacks_bold("宋体")
    assert not fonts.lacks_bold("方正小标宋简体")


def test_shown_characters_are_no_problem() -> None:
    assert fonts.missing_glyphs(document(paragraph("镕㎡☑ R&D <x>\u00a0", run=FANG))) == ()


def _face_file_of_a_new_process(folder: Path, **environment: str) -> str:
    code = "from reportgen.typeset import fonts as f; f.use_fonts(); print(f.face_file('楷体_GB2312')[0])"
    paths = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return Path(done.stdout.strip()).name


def test_the_bundled_fonts_are_found_from_any_folder_and_with_no_home(tmp_path: Path) -> None:
    assert _face_file_of_a_new_process(tmp_path, XDG_CACHE_HOME=str(tmp_path / "cache")) == "FandolKai-Regular.otf"
    assert list((tmp_path / "cache" / "reportgen").glob("fonts-*.conf"))
    nowhere = _face_file_of_a_new_process(tmp_path, HOME="/dev/null/none", XDG_CACHE_HOME="", TMPDIR=str(tmp_path))
    assert nowhere == "FandolKai-Regular.otf"


def test_a_configuration_of_the_users_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_FONTCONFIG", "/somewhere/fonts.conf")
    monkeypatch.setenv("FONTCONFIG_FILE", "")
    fonts.use_fonts()
    assert os.environ["FONTCONFIG_FILE"] == "/somewhere/fonts.conf"
