"""What `check` says of the published report and of the corrected one, and how explanations weigh.

REPORTGEN_UPDATE=1 writes the expected text anew; the diff is the review.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reports import ROOT

from reportgen.cli import main

CASE = Path("data") / "攀枝花西区矿产资源保护中心-2020"
PUBLISHED, CORRECTED = CASE / "原文.yaml", CASE / "订正.yaml"
EXPECTED = ROOT / "tests" / "expected" / "攀枝花-原文-check.txt"
EXPLANATION = "  S7: 打私专项整治经费年中调入资金，执行数按实际需要支付"


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(w) for w in words])


def listed(path: Path) -> list[dict[str, object]]:
    """The problems of a file, as a machine reads them."""
    found: list[dict[str, object]] = json.loads(run("check", "--json", path).output)
    return found


def altered(folder: Path, old: str, new: str) -> Path:
    """The corrected report with one passage changed."""
    text = CORRECTED.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = folder / "数据.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_published_report_is_answered_line_by_line() -> None:
    done = run("check", PUBLISHED)
    if os.environ.get("REPORTGEN_UPDATE"):
        EXPECTED.write_text(done.output, encoding="utf-8")
    assert done.output == EXPECTED.read_text(encoding="utf-8")
    assert done.exit_code == 1


def test_what_the_published_report_is_known_to_get_wrong() -> None:
    """The contradictions that reading the report by hand has shown, by line."""
    found = {(p["code"], p["line"]) for p in listed(PUBLISHED)}
    wrong = {
        ("F2", 84), ("F2", 140), ("F2", 174),  # 全年预算数 9.75、23、6.9
        ("F4", 287), ("X13", 282), ("X13", 292),  # 200%、98.66%、84.27%
        ("X4", 33), ("X4", 267), ("X7", 276), ("S4", 159), ("S12", 98),
    }  # fmt: skip
    assert wrong <= found


def test_corrected_report_is_well() -> None:
    done = run("check", CORRECTED)
    assert done.exit_code == 0
    assert "强制性" not in done.output
    assert "[S7]" in done.output
    assert "    说明：打私专项整治经费年中调入资金" in done.output
    assert done.output.endswith("核实性 3 个、提示性 4 个（其中已说明 7 个）\n")


@pytest.mark.parametrize("path", [PUBLISHED, CORRECTED], ids=["原文", "订正"])
def test_findings_stand_in_file_order_each_once(path: Path) -> None:
    found = listed(path)
    assert [p["line"] for p in found] == sorted(p["line"] for p in found)  # type: ignore[type-var]
    assert len({json.dumps(p, ensure_ascii=False) for p in found}) == len(found)


def test_without_explanation_it_blocks(tmp_path: Path) -> None:
    path = altered(tmp_path, EXPLANATION, "  ")
    assert run("check", path).exit_code == 1
    assert [(p["code"], p["level"], p["line"]) for p in listed(path) if not p["explanation"]] == [("S7", "核实性", 85)]


def test_explanation_of_another_code_does_not_help(tmp_path: Path) -> None:
    path = altered(tmp_path, "  S7: 打私", "  S12: 打私")
    assert run("check", path).exit_code == 1
    assert {(p["code"], p["level"]) for p in listed(path) if not p["explanation"]} == {
        ("S7", "核实性"),
        ("P3", "提示性"),
    }


def test_explanation_without_words_does_not_help(tmp_path: Path) -> None:
    path = altered(tmp_path, EXPLANATION, "  S7:")
    assert run("check", path).exit_code == 1


def test_no_explanation_lifts_what_must_be_corrected(tmp_path: Path) -> None:
    path = altered(tmp_path, "全年执行数: 9.75", "全年执行数: 10.01")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("审核说明:", "审核说明:\n  F5: 已报财政局同意\n  S12: 尾差"), encoding="utf-8")
    found = {str(p["code"]): p for p in listed(path)}
    assert run("check", path).exit_code == 1
    assert (found["F5"]["level"], found["F5"]["explanation"]) == ("强制性", "")
    assert found["S12"]["explanation"] == "尾差"
    assert "S7" in found
    assert "F5" in str(found["P3"]["message"])


def test_stale_explanation_is_a_hint_at_its_line(tmp_path: Path) -> None:
    path = altered(tmp_path, "审核说明:", "审核说明:\n  F6: 执行率偏低是因为疫情")
    assert run("check", path).exit_code == 0
    stale = [p for p in listed(path) if p["code"] == "P3"]
    assert [(p["level"], p["line"]) for p in stale] == [("提示性", 243)]
    assert "F6" in str(stale[0]["message"])
