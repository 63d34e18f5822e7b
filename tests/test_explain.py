"""`explain`: every code that a finding can carry has its rule in words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cases import NAME, templates_with
from click.testing import CliRunner
from reports import ROOT, TEMPLATES

from reportgen.checks import rules
from reportgen.checks.case import Case
from reportgen.checks.examples import EXAMPLES, HINTS
from reportgen.checks.rules import COMPUTED, OWN, explain, known_codes
from reportgen.cli import main
from reportgen.cli.look import OF_TEMPLATES
from reportgen.formats import load_format, load_rules

RULES = load_rules(TEMPLATES, "_通用")


def said(*words: str) -> str:
    done = CliRunner().invoke(main, ["explain", *words, "--templates", str(TEMPLATES)])
    assert done.exit_code == 0
    return done.output


def test_every_code_told_anywhere_is_explained() -> None:
    assert RULES is not None
    files = [*ROOT.glob("tests/checks/*.yaml"), *ROOT.glob("tests/errors/*.txt")]
    told = {code for path in files for code in re.findall(r"\[([A-Z]\d+)\]", path.read_text(encoding="utf-8"))}
    assert len(told) > 60
    assert not {code for code in told if not explain(code, RULES)}
    assert told <= set(known_codes(RULES))


def test_a_relation_is_told_with_its_level_and_mend() -> None:
    text = said("f3")
    assert "强制性　各项目之间的调剂，调入合计等于调出合计" in text
    assert "改法：核对每一笔调剂的调入方和调出方" in text


def test_a_format_adds_its_own() -> None:
    own = "基本支出全年预算等于基本支出收入"
    assert own in said("X5", "--格式", "攀枝花西区-部门整体-2020")
    assert own not in said("X5")


def test_mistakes_of_templates_are_explained() -> None:
    text = said("t14")
    assert "强制性　整段、整格、整行的标签独占一段、一格、一行" in text
    assert "依据：引擎用标签代替整段" in text
    assert "例：{%p if 有 %} 会盖掉同一段里的“旁边”" in text


def test_every_code_of_the_program_is_explained() -> None:
    """Also those of reading formats, of typesetting and of writing files, which are no checks."""
    assert RULES is not None
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "reportgen").rglob("*.py"))
    codes = set(re.findall(r'"([A-Z]\d{1,3})"', sources))
    assert {"T1", "T4", "T9", "G1", "G5", "O5", "D1", "Y36", "F9"} <= codes
    assert not {code for code in codes if not explain(code, RULES, OF_TEMPLATES)}
    assert all(rule.level and rule.basis for code in codes for rule in explain(code, RULES, OF_TEMPLATES))
    assert "T9　格式与模板\n强制性　数据所用的格式没有错误" in said("t9")


def test_all_codes_are_listed_by_family() -> None:
    lines = said().splitlines()
    assert [line[0] for line in lines] == list("YDNFXSPTGO")
    assert "X13" in said()


def test_unknown_code_or_format_is_a_wrong_command_line() -> None:
    for words in (["Q9"], ["X5", "--格式", "没有的"]):
        done = CliRunner().invoke(main, ["explain", *words, "--templates", str(TEMPLATES)])
        assert done.exit_code == 2


RELATION = """审核:
  - 代码: F99
    级别: 核实性
    规则: 甲等于乙
    条件: 甲 > 0
    要求: 甲 == 乙
    改法: 更正甲
    依据: 算术关系
    例: 甲 1，应 = 乙 2
"""
FORMULA = """运算:
  - {名称: 试算数, 公式: 项目.个数 + 1, 核对: X99, 依据: 本县的规定, 例: 试算数 填报 3，应为 2}
"""


def test_a_row_tells_its_basis_and_example(tmp_path: Path) -> None:
    found = load_rules(templates_with(tmp_path, 审核=RELATION, 运算=FORMULA), NAME)
    assert found is not None
    [relation], [formula] = explain("F99", found), explain("X99", found)
    assert list(relation.lines()) == [
        "核实性　甲等于乙",
        "    条件：甲 > 0",
        "    要求：甲 == 乙",
        "    改法：更正甲",
        "    依据：算术关系",
        "    例：甲 1，应 = 乙 2",
    ]
    assert (formula.level, formula.basis, formula.example) == ("强制性", "本县的规定", "试算数 填报 3，应为 2")


def test_a_check_tells_them_below_its_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    def truths_hold(case: Case) -> None:
        """P99：说的都要是真的；
        一句也不能假。

        级别：强制性、核实性
        依据：算术关系
        例：“三”说成了“四”
        """

    def bare(case: Case) -> None:
        """P98：没有别的话。"""

    monkeypatch.setattr(rules, "CHECKS", (truths_hold, bare))
    assert RULES is not None
    [told], [short] = explain("P99", RULES), explain("P98", RULES)
    assert (told.level, told.basis, told.example) == ("强制性、核实性", "算术关系", "“三”说成了“四”")
    assert told.demand == "说的都要是真的；\n一句也不能假"
    assert list(short.lines()) == ["没有别的话"]


def test_a_formula_rests_on_arithmetic() -> None:
    assert "依据：算术关系" in said("F2")


def test_mistyped_files_are_explained_with_what_is_really_said() -> None:
    assert RULES is not None
    gallery = [*ROOT.glob("tests/errors/*.txt"), *ROOT.glob("tests/checks/*.yaml")]
    texts = "\n".join(path.read_text(encoding="utf-8") for path in gallery)
    huge = {"Y1", "Y35", "Y38", "Y39"}  # no file of the gallery is missing or huge
    for code in known_codes(RULES):
        if code[0] in "YDN":
            found = explain(code, RULES)[0]
            assert found.basis == OWN, code
            assert code in huge or f"{found.level}[{code}] {found.example}" in texts, code
    assert not [code for code in COMPUTED.keys() & EXAMPLES.keys() if f"[{code}] {EXAMPLES[code]}" not in texts]
    assert set(COMPUTED) <= set(EXAMPLES)
    assert set(HINTS) <= set(EXAMPLES)


def test_every_code_has_level_basis_and_example() -> None:
    assert RULES is not None
    for code in known_codes(RULES):
        found = explain(code, RULES)
        assert all(rule.level and rule.basis for rule in found), code
        assert any(rule.example for rule in found), code


def test_examples_are_what_is_really_said() -> None:
    """Of a message all that stands in it, with the level that the rule tells."""
    assert RULES is not None
    files = [*ROOT.glob("tests/errors/*.txt"), *ROOT.glob("tests/checks/*.yaml"), *ROOT.glob("tests/expected/*.txt")]
    files += [ROOT / "tests" / "test_checks.py", ROOT / "tests" / "test_format_rules_of_its_own.py"]
    files.append(ROOT / "tests" / "test_scores_of_formulas.py")
    texts = "\n".join(path.read_text(encoding="utf-8") for path in files)
    for code in known_codes(RULES):
        for rule in explain(code, RULES):
            levels = rule.level.split("、")
            assert not rule.example or code in ("Y1", "Y35", "Y38", "Y39") or any(
                f"{level}[{code}] {rule.example}" in texts for level in levels
            ), (code, rule.example)  # fmt: skip


def test_why_as_json_goes_down_to_typed_numbers() -> None:
    data = ROOT / "data" / "攀枝花西区矿产资源保护中心-2020" / "订正.yaml"
    name = "项目.打私保障专项经费.执行率"
    done = CliRunner().invoke(main, ["why", str(data), name, "--json", "--templates", str(TEMPLATES)])
    [rate] = json.loads(done.output)
    assert (rate["name"], rate["value"], rate["shown"]) == (name, "345/356", "97%")
    assert [(part["value"], part["operands"]) for part in rate["operands"]] == [("69/10", []), ("178/25", [])]
    assert all(part["line"] and part["file"] == str(data) for part in rate["operands"])


def test_a_code_of_a_format_is_a_letter_and_a_number(tmp_path: Path) -> None:
    """Of another family, or with words in it, it is told at its line; `explain` lists the others."""
    templates = templates_with(tmp_path, 审核=RELATION.replace("F99", "Z1"), 运算=FORMULA.replace("X99", "差数"))
    _, problems = load_format(templates, NAME)
    assert [(p.code, p.place.line, p.message) for p in problems] == [
        ("T3", 2, "审核代码“差数”不是一个字母加数字"),
        ("T3", 2, "审核代码“Z1”不是一个字母加数字"),
    ]
    done = CliRunner().invoke(main, ["explain", "--格式", NAME, "--templates", str(templates)])
    assert done.exit_code == 0
    assert "Z1" not in done.output
