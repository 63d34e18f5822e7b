"""`explain`: every code that a finding can carry has its rule in words."""

from __future__ import annotations

import json
import re

from click.testing import CliRunner
from reports import ROOT, TEMPLATES

from reportgen.checks.rules import explain, known_codes
from reportgen.cli import main
from reportgen.formats import load_rules

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


def test_all_codes_are_listed_by_family() -> None:
    lines = said().splitlines()
    assert [line[0] for line in lines] == list("YDNFXSP")
    assert "X13" in said()


def test_unknown_code_or_format_is_a_wrong_command_line() -> None:
    for words in (["Q9"], ["X5", "--格式", "没有的"]):
        done = CliRunner().invoke(main, ["explain", *words, "--templates", str(TEMPLATES)])
        assert done.exit_code == 2


def test_why_as_json_goes_down_to_typed_numbers() -> None:
    data = ROOT / "data" / "攀枝花西区矿产资源保护中心-2020" / "订正.yaml"
    name = "项目.打私保障专项经费.执行率"
    done = CliRunner().invoke(main, ["why", str(data), name, "--json", "--templates", str(TEMPLATES)])
    [rate] = json.loads(done.output)
    assert (rate["name"], rate["value"], rate["shown"]) == (name, "345/356", "97%")
    assert [(part["value"], part["operands"]) for part in rate["operands"]] == [("69/10", []), ("178/25", [])]
    assert all(part["line"] and part["file"] == str(data) for part in rate["operands"])
