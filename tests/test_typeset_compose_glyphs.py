"""A rare character in the data → an error that names the character, the field and the line it was typed on."""

from __future__ import annotations

from pathlib import Path

from reportgen.glyphs import told_of_data
from reportgen.making import make
from reportgen.pipeline import PDF, examine, plan
from reportgen.problem import Level, Operand, Place, Problem, show_problem
from reportgen.source.written import Words

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "data" / "示例-通用项目支出自评表-2024" / "订正.yaml"
RARE = "\U0002e9f5"


def missing(folder: Path, text: str) -> list[Problem]:
    """The problems of missing characters that making the PDFs of a data file finds."""
    data = folder / "数据.yaml"
    data.write_text(text, encoding="utf-8")
    examined = examine(data, ROOT / "templates")
    assert examined.case is not None
    _, problems = make(plan(examined.case, draft=False)[:1], [PDF], draft=False)
    return [problem for problem in problems if problem.code == "G3"]


def test_the_error_stands_where_the_character_was_typed(tmp_path: Path) -> None:
    text = SOURCE.read_text(encoding="utf-8").replace("检验检测平台建设", f"检验检测{RARE}平台建设", 1)
    [line] = [number for number, line in enumerate(text.splitlines(), 1) if RARE in line]
    [problem] = missing(tmp_path, text)
    assert (problem.place.file, problem.place.line) == (str(tmp_path / "数据.yaml"), line)
    assert problem.place.column > 1
    assert problem.blocks
    shown = show_problem(problem)
    assert f"检测{RARE}平台建设专项资金.名称”里的字符“{RARE}”（U+2E9F5）" in shown
    assert "印在" in shown


def test_of_two_fields_the_one_with_the_same_words_is_told() -> None:
    names = {
        "甲": Words(f"一二{RARE}三四", Place("数据.yaml", 3, 5)),
        "乙": Words(f"五{RARE}六", Place("数据.yaml", 4, 5)),
    }
    printed = Problem("G3", Level.ERROR, Place("报告.pdf"), "字符", "", (Operand(RARE, f"  零一二{RARE}三四五  "),))
    [told] = told_of_data([printed], names)
    assert (told.place.line, told.message) == (3, "“甲”里的字符")


def test_a_character_typed_in_the_template_is_told_of_the_page() -> None:
    place = Place("报告.pdf", within="正文第2段")
    problem = Problem("G3", Level.ERROR, place, "字符", "", (Operand(RARE, f"  {RARE}  "),))
    other = Problem("G4", Level.HINT, place, "别的")
    assert told_of_data([problem, other], {"甲": Words("没有", Place("数据.yaml", 1, 1))}) == (problem, other)
