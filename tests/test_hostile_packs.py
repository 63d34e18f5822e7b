"""Hostile packs: formulas and folders of strangers are refused at the line, within the time and memory of a check."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import HEAD, NAME, templates_with
from hostile import run
from small_docx import docx, p

DATA = HEAD + "项目:\n  - {名称: 甲, 年初预算数: 1, 全年执行数: 1}\n"
FORMULA = '运算:\n  - {名称: 甲数, 公式: "%s", 单位: 万元}\n'
RELATION = '审核:\n  - {代码: X99, 级别: 强制性, 规则: 甲等于乙, 要求: "%s == 1"}\n'
ROW = "      - {{一级: 产出指标, 二级: 数量指标, 三级: 甲{}, 符号: ≥, 指标值: {}, 完成值: 98, 单位: 个, 分值: 1}}\n"
NAMED = '运算:\n  - {名称: %s, 范围: %s, 公式: "1", 单位: 万元}\n'


def examined(folder: Path, templates: Path, data: str = DATA) -> list[list[object]]:
    """What we say of data under a format, which took us no more than we may take."""
    (folder / "数据.yaml").write_text(data, encoding="utf-8")
    outcome = run("examine", folder, templates=str(templates), maintaining=True)
    assert outcome.ended == "ok", outcome
    assert outcome.megabytes <= 512
    problems: list[list[object]] = outcome.value["problems"]
    return problems


@pytest.mark.parametrize(
    ("formula", "bare", "told"),
    [
        ("(" * 3000 + "1" + ")" * 3000, "RecursionError", "个字，超过 500 个"),
        ("(" * 80 + "1" + ")" * 80, "RecursionError", "括号套了超过 20 层"),
        ("not " * 3000 + "1", "RecursionError", "超过 500 个"),
        ("1+" * 3000 + "1", "RecursionError", "超过 500 个"),
        ("若(1," * 60 + "1" + ",1)" * 60, "", "括号套了超过 20 层"),
        ("'x' * 3000000000", "MemoryError", "需要一个数，得到的是“x”"),
        ("9 ** (9 ** 9)", "SIGXCPU", "不能用“**”"),
        ("'%2000000000d' % 1", "MemoryError", "不能用“%”"),
        ("'x'.center(2000000000)", "MemoryError", "不能用"),
        ("''.__class__.__mro__", "", "以下划线开头的名称"),
        ("cycler.__init__.__globals__.os.getcwd()", "", "不能用"),
        ("range(99999999)|list|length", "memory", "不能用"),
        ("9" * 5000, "ValueError", "超过 500 个"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_formula_that_breaks_the_bare_engine_is_told_at_its_line(
    formula: str, bare: str, told: str, tmp_path: Path
) -> None:
    if bare:
        alone = run("bare_formula", tmp_path, text=formula)
        assert bare in (alone.error + alone.ended), alone
    templates = templates_with(tmp_path, 运算=FORMULA % formula, 审核=RELATION % formula)
    (tmp_path / "模板.docx").write_bytes(docx(p("x")))
    found = [problem for problem in examined(tmp_path, templates) if problem[0] == "T4"]
    assert [problem[1] for problem in found] == [2, 2]
    assert all(told in str(problem[3]) for problem in found)


@pytest.mark.parametrize(
    "formula", ["(" * 20 + "1" + ")" * 20, "-" * 490 + "1", "1+" * 249 + "1", "1 if 1 else " * 40 + "1"]
)
def test_formula_at_the_edge_is_reckoned(formula: str, tmp_path: Path) -> None:
    templates = templates_with(tmp_path, 运算=FORMULA % formula)
    assert not [problem for problem in examined(tmp_path, templates) if problem[0] == "T4"]


def test_squares_of_squares_are_not_reckoned_to_their_end(tmp_path: Path) -> None:
    """The last of these has forty million digits."""
    assert run("bare_formula", tmp_path, text="(" * 21 + "999999999999999" + " ** 2)" * 21).ended != "ok"
    rows = "".join(f'  - {{名称: n{n}, 公式: "n{n - 1} × n{n - 1}"}}\n' for n in range(1, 22))
    templates = templates_with(tmp_path, 运算='运算:\n  - {名称: n0, 公式: "999999999999999"}\n' + rows)
    [problem] = [problem for problem in examined(tmp_path, templates) if problem[0] == "T4"]
    assert problem[1:] == [9, "", "运算公式“n7”：算出的数超过 1,000 位，没有算完", "强制性"]


def test_scores_of_hundreds_of_digits_are_still_exact(tmp_path: Path) -> None:
    """Forty ratios of numbers that have no common divisor, added before they are rounded."""
    rows = "".join(ROW.format(n, f"99{2 * n + 11}.7") for n in range(40))
    profile = "得分:\n  阶段: 先加后舍\n"
    data = DATA.replace("{名称: 甲, 年初预算数: 1, 全年执行数: 1}", "名称: 甲\n    指标:\n" + rows)
    found = examined(tmp_path, templates_with(tmp_path, profile=profile), data)
    assert not [problem for problem in found if "1,000 位" in str(problem[3])]


def test_sum_of_scores_that_has_thousands_of_digits_is_told(tmp_path: Path) -> None:
    rows = "".join(ROW.format(n, 999999999999999001 + 2 * n) for n in range(120))
    profile = "得分:\n  阶段: 先加后舍\n"
    data = DATA.replace("{名称: 甲, 年初预算数: 1, 全年执行数: 1}", "名称: 甲\n    指标:\n" + rows)
    found = examined(tmp_path, templates_with(tmp_path, profile=profile), data)
    [message] = [str(problem[3]) for problem in found if problem[0] == "N1"]
    assert message == "“项目.甲.总分”算不出：算出的数超过 1,000 位，没有算完"


def test_formulas_that_lead_on_and_on_come_to_an_end(tmp_path: Path) -> None:
    rows = "".join(f'  - {{名称: n{n}, 公式: "{"(" * 19}n{n + 1} + 1{")" * 19}"}}\n' for n in range(400))
    templates = templates_with(tmp_path, 运算=f'运算:\n{rows}  - {{名称: n400, 公式: "1"}}\n')
    found = [problem for problem in examined(tmp_path, templates) if problem[0] == "T4"]
    assert found[0][1] == 41
    assert "引了 40 层还没有到底" in str(found[0][3])


def test_figures_that_share_their_parts_are_walked_once(tmp_path: Path) -> None:
    """A tree of 2 to the power of 38 leaves, where each is asked where it was typed."""
    rows = "".join(
        f'  - {{名称: a{n}, 公式: "a{n - 1} + b{n - 1}"}}\n  - {{名称: b{n}, 公式: "a{n - 1} − b{n - 1}"}}\n'
        for n in range(1, 39)
    )
    start = '运算:\n  - {名称: a0, 公式: "1"}\n  - {名称: b0, 公式: "2"}\n'
    templates = templates_with(tmp_path, 运算=start + rows, 审核=RELATION % "a38")
    assert [problem[0] for problem in examined(tmp_path, templates) if problem[0] == "X99"] == ["X99"]


@pytest.mark.parametrize(
    ("digits", "bare"),
    [("999999999", "MemoryError"), ("-3", "ValueError"), ("11", "0.33333333333"), ("2.5", "ValueError")],
)
def test_digits_of_a_formula_are_few(digits: str, bare: str, tmp_path: Path) -> None:
    alone = run("bare_formula", tmp_path, text=f"'%.{digits}f'|format(1 / 3)")
    assert bare in f"{alone.ended}{alone.error}{alone.value}" or (bare == "MemoryError" and alone.ended == "memory")
    templates = templates_with(tmp_path, 运算=(FORMULA % "1").replace("万元", f"万元, 位数: {digits}"))
    [problem] = [problem for problem in examined(tmp_path, templates) if problem[0] == "D4"]
    assert problem[1:] == [2, "", "“位数”应是 0 到 10 的整数", "强制性"]


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("项目", "部门"),
        ("支出", "部门"),
        ("支出.项目支出", "部门"),
        ("附件", "部门"),
        ("规则", "部门"),
        ("年度", "部门"),
        ("指标", "项目"),
        ("名称", "项目"),
        ("总体目标", "项目"),
        ("三级", "指标"),
    ],
)
def test_formula_named_like_a_group_of_ours_is_told(name: str, scope: str, tmp_path: Path) -> None:
    row = "指标: [{一级: 产出指标, 二级: 数量指标, 三级: 甲, 符号: ≥, 指标值: 1, 完成值: 1, 单位: 个, 分值: 1}]"
    data = DATA.replace("全年执行数: 1}", "全年执行数: 1, " + row + "}")
    found = examined(tmp_path, templates_with(tmp_path, 运算=NAMED % (name, scope)), data)
    [problem] = [problem for problem in found if problem[0] == "T4"]
    assert problem[1] == 2
    assert "已是程序自己的名称" in str(problem[3])


def test_name_that_is_shown_otherwise_than_it_is_is_told(tmp_path: Path) -> None:
    templates = templates_with(tmp_path, 运算=NAMED % (r'"甲\u202e乙"', "部门"))
    assert ["Y6", 2] in [problem[:2] for problem in examined(tmp_path, templates)]


@pytest.mark.parametrize("path", ["{folder}/秘密.docx", "../../秘密.docx", "../_通用/审核底稿.docx", "链接.docx", ".."])
def test_template_that_is_not_of_the_folder_is_not_read(path: str, tmp_path: Path) -> None:
    (tmp_path / "秘密.docx").write_bytes(docx(p("秘密")))
    said = f"名称: 试行\n文件:\n  - {{模板: '{path.format(folder=tmp_path)}', 名称: 报告}}\n"
    templates = templates_with(tmp_path / "包", format=said)
    (templates / NAME / "链接.docx").symlink_to(tmp_path / "秘密.docx")
    (tmp_path / "数据.yaml").write_text(DATA, encoding="utf-8")
    found = run("make", tmp_path, seconds=4, templates=str(templates), kinds=["docx"]).value
    assert [problem[1] for problem in found["problems"] if problem[0] == "T2"] == [3]
    assert not found["files"]


@pytest.mark.parametrize("base", ["../外面", "/tmp", "外面/../..", "."])
def test_rules_are_not_taken_from_elsewhere(base: str, tmp_path: Path) -> None:
    templates = templates_with(tmp_path / "包", profile=f"继承: '{base}'\n")
    (templates.parent / "外面").mkdir()
    (templates.parent / "外面" / "profile.yaml").write_text("舍入: 截尾\n", encoding="utf-8")
    assert ["T1", 1] in [problem[:2] for problem in examined(tmp_path, templates)]


@pytest.mark.parametrize("file", ["profile.yaml", "运算.yaml", "审核.yaml", "format.yaml"])
def test_file_of_a_pack_that_is_a_link_to_elsewhere_is_told(file: str, tmp_path: Path) -> None:
    templates = templates_with(tmp_path / "包")
    (tmp_path / "秘密").write_text("名称: 秘密\n", encoding="utf-8")
    own = templates / NAME / file
    own.unlink(missing_ok=True)
    own.symlink_to(tmp_path / "秘密")
    found = examined(tmp_path, templates)
    assert [problem[3] for problem in found if problem[0] == "T2"] == ["这是别处文件的链接"]


@pytest.mark.parametrize("name", ["../../邪", "{folder}/邪", "甲\\乙", "报告/【年度】"])
def test_file_name_that_leads_elsewhere_is_told(name: str, tmp_path: Path) -> None:
    """A program that joins it to its folder writes out of it."""
    name = name.format(folder=tmp_path)
    (tmp_path / "深" / "包" / "报告").mkdir(parents=True)
    run("bare_paths", tmp_path / "深", name=name)
    assert [path for path in tmp_path.rglob("*.new") if path.parent.name != "包"] or "\\" in name
    said = f"名称: 试行\n文件:\n  - {{模板: 报告.docx, 名称: '{name}'}}\n"
    assert ["T3", 3] in [problem[:2] for problem in examined(tmp_path, templates_with(tmp_path, format=said))]


@pytest.mark.parametrize(
    "rows",
    [
        "".join(f'  - {{名称: n{n}, 公式: "{f"n{n - 1} × n{n - 1}" if n else 999999999}"}}\n' for n in range(22)),
        "".join(f'  - {{名称: n{n}, 公式: "n{n + 1} + 1"}}\n' for n in range(400)),
        '  - {名称: n, 公式: "' + "(" * 80 + "1" + ")" * 80 + '"}\n',
        '  - {名称: 项目, 公式: "1", 位数: 99999999}\n',
    ],
    ids=["squares", "chain", "brackets", "name"],
)
def test_maintainer_is_told_of_a_hostile_pack_as_soon(rows: str, tmp_path: Path) -> None:
    templates = templates_with(tmp_path, 运算=f"运算:\n{rows}")
    outcome = run("check_format", tmp_path, templates=str(templates), name=NAME)
    assert outcome.ended == "ok", outcome
    assert outcome.megabytes <= 512
    assert {"T4", "D4"} & {problem[0] for problem in outcome.value["problems"]}
