"""What is said of a wrong name, in tags and in formulas, leads to what was meant; only slips of keys are guessed."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from small_docx import docx, p

from reportgen.cli import main
from reportgen.figures.scope import Value
from reportgen.format_check import check_format
from reportgen.formats import load_format
from reportgen.lint.template import template_of
from reportgen.lint.whole import findings
from reportgen.pipeline import plan
from reportgen.source.slips import slips
from reportgen.starting.example import case_of, example

EXAMPLES = Path(__file__).parent.parent / "docs" / "例"
ROWS = "表上另有的栏：要会计填的，在 format.yaml 的“字段”里声明（在: {0}）；要算的，写进 运算.yaml（范围: {0}）"
NOWHERE = (
    "表上另有的栏：要会计填的，在 format.yaml 的“字段”或“列表”里声明；要算的，写进 运算.yaml；"
    "全部名称见 reportgen formats fields"
)
LISTED = (
    "要会计逐行填的，不写在“字段”里，在 format.yaml 的“列表:”下写 "
    "- {{名称: {0}, 在: {1}, 字段: [{{名称: 名称, 类型: 文字, 必填: 是}}]}}，再加上自己的各栏；"
    "全部名称见 reportgen formats fields"
)
RECKONED = "要算的，写进 运算.yaml（范围: 目标）"
FILLED = "判断有没有填，写 {% if 名称 %}；数是 0 也算填了的，写 {% if 名称 >= 0 %}"
CUT = "前一项的值里有逗号，被切开了：公式里有逗号的，两边加引号，或一项分几行写"


def folder_of(which: str) -> Path:
    return next(path for path in (EXAMPLES / which).iterdir() if path.is_dir())


@cache
def names_of(which: str) -> Mapping[str, Value]:
    """What the templates of an example's format may use."""
    folder = folder_of(which)
    format, _ = load_format(folder.parent, folder.name)
    assert format is not None
    case, _ = case_of(example(format, whole=True), format)
    assert case is not None
    return plan(case, draft=False)[-1].names


def in_loop(over: str, tag: str) -> str:
    return f"{{% for 行 in {over} %}}{tag}{{% endfor %}}"


def hints(which: str, text: str) -> list[str]:
    """The remedies for what is wrong with the names of a tag."""
    found = findings(template_of(docx(p(text)), "模板.docx"), [names_of(which)])
    return [one.hint for one in found if one.code in ("T23", "T28", "T29")]


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        (in_loop("本项目.来源", "{{ 来源.年初预算数.数 }}"), "可能是“行.年初预算数.数”"),
        (in_loop("本项目.来源", "{{ 本项目.来源.年初预算数 }}"), "可能是“行.年初预算数”"),
        (in_loop("本项目.来源", "{{ 项.年初预算数 }}"), "可能是“行.年初预算数”"),
        (in_loop("本项目.指标", "{{ 指标.三级 }}"), "可能是“行.三级”"),
        ("{{ 项.年初预算数 }}", "可能是“本项目.年初预算数”"),
        ("{{ 项目.全年预算数.数 }}", "可能是“本项目.全年预算数.数”"),
        ("{{ 项目.名称 }}", "可能是“本项目.名称”"),
        ("{{ 项目.全年执行教 }}", "可能是“本项目.全年执行数”"),
        ("{{ 项目.到位资金 }}", "没有叫“到位资金”的一项；各项名称由数据定，用 {% for … %} 逐项取"),
        (in_loop("本项目.指标", "{{ 行.指标性质 }}"), "表上的“指标性质”在这里叫“行.符号”"),
        (in_loop("本项目.指标", "{{ 权重 }}"), "表上的“权重”在这里叫“行.分值”"),
        ("{{ 项目编码 }}", "表上的“项目编码”在这里叫“本项目.编码”"),
        ("{{ 权重 }}", "表上的“权重”在这里叫“分值”；全部名称见 reportgen formats fields"),
        (in_loop("本项目.指标", "{{ 行.备注 }}"), ROWS.format("指标")),
        (
            in_loop("本项目.来源", "{{ 行.到位数 }}"),
            "“行”下有：序号、名称、年初预算数、全年预算数、全年执行数、执行率；" + ROWS.format("来源"),
        ),
        ("{{ 本项目.到位资金 }}", ROWS.format("项目")),
        ("{{ 本项目.目标 }}", ROWS.format("项目")),
        ("{{ 合同金额 }}", NOWHERE),
        (in_loop("本项目.指标", "{{ 行.二级指标 }}"), "表上的“二级指标”在这里叫“行.二级”"),
        (in_loop("本项目.指标", "{{ 行.年初设定值 }}"), "表上的“年初设定值”在这里叫“行.指标值”"),
        (in_loop("本项目.指标", "{{ 行.目标值.数字 }}"), "表上的“目标值”在这里叫“行.指标值”"),
        (in_loop("本项目.指标", "{{ 行.实际完成情况 }}"), "表上的“实际完成情况”在这里叫“行.完成值”"),
        (in_loop("本项目.指标", "{{ 行.未完成原因及改进措施 }}"), "表上的“未完成原因及改进措施”在这里叫“行.偏差原因”"),
        ("{{ 本项目.总体目标.实际完成情况 }}", "表上的“实际完成情况”在这里叫“本项目.总体目标.实际”"),
        ("{{ 完成情况 }}", "表上的“完成情况”在这里叫“完成值”或“实际”；全部名称见 reportgen formats fields"),
        (
            "{{ 本项目.县级财政年初预算数 }}",
            "来源各行逐行印：{%tr for 行 in 本项目.来源 %}，里面写 {{ 行.年初预算数 }}；" + ROWS.format("项目"),
        ),
        (in_loop("本项目.乡镇", "{{ 行.户数 }}"), LISTED.format("乡镇", "项目")),
        (in_loop("乡镇", "{{ 行.户数 }}"), LISTED.format("乡镇", "部门")),
        (in_loop("本项目.指表", "。"), "可能是“本项目.指标”"),
        ("{{ 本项目.执行律 }}", "可能是“本项目.执行率”"),
        ("{{ 单位.填表日 }}", "可能是“单位.填表人”或“单位.填表日期”"),
        (
            "{{ 本项目.总体目标.实际 }}",
            "分三段写，每段只写一个标签：{%p for 段 in 本项目.总体目标.实际 %}、{{ 段 }}、{%p endfor %}",
        ),
        ("{% if 本项目.总分 is defined %}。{% endif %}", FILLED),
        ("{% if not 空(本项目.总分) %}。{% endif %}", FILLED),
        ("{% if '产出' in 本项目.名称 %}。{% endif %}", "写 ==，几个用 or 连接"),
        ("{{ 本项目.总分 + 1 }}", "写进 运算.yaml，标签里只写名称"),
    ],
)
def test_tag(tag: str, hint: str) -> None:
    assert hints("一", tag) == [hint]


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        (
            "{{ 本项目.目标.加权得分 }}",
            "合计是“本项目.目标.合计.加权得分”；逐行印的，用 {%tr for 行 in 本项目.目标 %}，里面写 {{ 行.加权得分 }}",
        ),
        ("{{ 本项目.目标.实际 }}", "逐行印的，用 {%tr for 行 in 本项目.目标 %}，里面写 {{ 行.实际 }}"),
        (in_loop("本项目.目标", "{{ 权重 }}"), "可能是“行.权重”"),
        (
            in_loop("本项目.目标", "{{ 行.完成时间 }}"),
            f"表上另有的栏：要会计填的，在 format.yaml 的“列表”里，给“目标”加一个字段；{RECKONED}",
        ),
    ],
)
def test_tag_of_a_declared_list(tag: str, hint: str) -> None:
    assert hints("二", tag) == [hint]


@pytest.mark.parametrize("tag", ["{{ 本项目.总分 ** 2 }}", "{{ [本项目.总分] }}", "{{ 本项目.名称 ~ '元' }}"])
def test_no_words_of_the_engine(tag: str) -> None:
    found = findings(template_of(docx(p(tag)), "模板.docx"), [names_of("一")])
    (told,) = [one for one in found if one.code == "T23"]
    assert not [word for word in ("Pow", "List", "Concat", "加减乘除") if word in told.message + told.hint]


def changed(which: str, tmp_path: Path, **texts: tuple[str, str]) -> list[tuple[str, int, str]]:
    """Code, line and remedy of what `formats check` says of an example with something replaced, or added at the end."""
    folder = tmp_path / folder_of(which).name
    shutil.copytree(folder_of(which), folder)
    for name, (old, new) in texts.items():
        path = folder / f"{name}.yaml"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1) if old else text + new)
    return [(one.code, one.place.line, one.hint) for one in check_format(tmp_path, folder.name).problems]


DIRECTLY = "公式里不写 本项目、行：直接写名称，范围决定从谁找"


OF_PROJECT = "要项目的，先在 运算.yaml 里写一条 范围: 项目、名称不同的，再用那个名称"
FORMULAS = (
    ("部门", "得分 × 2", ["“得分”在 指标 里有：写 范围: 指标；要各行之和的，写 合计(指标.得分)"]),
    (
        "部门",
        "全年执行数",
        ["“全年执行数”在 项目、来源 里有：写 范围: 项目 或 范围: 来源；要各行之和的，写 合计(项目.全年执行数)"],
    ),
    (
        "项目",
        "权重 + 1",
        ["表上的“权重”在公式里叫“分值”；“分值”在 指标 里有：写 范围: 指标；要各行之和的，写 合计(指标.分值)"],
    ),
    ("指标", "权重 + 1", ["表上的“权重”在公式里叫“分值”"]),
    ("来源", "行.全年预算数", [f"{DIRECTLY}，如 全年预算数"]),
    (
        "来源",
        "全年执行数 ÷ 本项目.全年执行数",
        [f"{DIRECTLY}；这里的“全年执行数”是来源自己的，{OF_PROJECT}"],
    ),
    ("项目", "全年执行教 + 到位资金", ["可能是“全年执行数”", NOWHERE]),
    (
        "项目",
        "来源.全年执行数 ÷ 来源.全年预算数",
        ["对每一行算的，写 范围: 来源；要总数的，写 合计(来源.全年执行数)"],
    ),
    ("项目", "若(全年执行数 = 3, 1, 0)", ["相等写 =="]),
    ("项目", "全年执行数 ** 2", ["只用名称、加减乘除、比较和列出的函数；判断有没有填，写 空(名称)"]),
    ("项目", "合计(来源.全年执行数", ["补上括号；在一行的花括号里，公式里有逗号的，两边加引号，或一项分几行写"]),
    ("项目", "合计(来源.全年执行数))", ["删去多的右括号"]),
)


def test_formulas(tmp_path: Path) -> None:
    rows = [f'  - {{名称: 甲{at}, 范围: {scope}, 公式: "{text}"}}' for at, (scope, text, _) in enumerate(FORMULAS)]
    found = changed("一", tmp_path, 运算=("", "\n" + "\n".join(rows) + "\n"))
    lines = (tmp_path / folder_of("一").name / "运算.yaml").read_text().split("\n")
    told = {row: [hint for code, line, hint in found if code == "T4" and lines[line - 1] == row] for row in rows}
    assert told == {row: expected for row, (_, _, expected) in zip(rows, FORMULAS, strict=True)}


def test_formula_of_indicators_that_takes_a_figure_of_the_project(tmp_path: Path) -> None:
    row = "\n  - {名称: 甲, 范围: 指标, 公式: 全年执行数 × 2}\n"
    ((code, _, hint),) = changed("一", tmp_path / "错", 运算=("", row))
    assert code == "T4"
    assert "部门指标计分: 否" in hint
    assert changed("一", tmp_path / "对", 运算=("", row), profile=("", "\n部门指标计分: 否\n")) == []


def test_circle_is_told_once_with_its_figures(tmp_path: Path) -> None:
    rows = "".join(f"\n  - {{名称: {a}, 范围: 项目, 公式: {b}}}" for a, b in ("甲乙", "乙丙", "丙甲")) + "\n"
    folder = tmp_path / folder_of("一").name
    ((_, _, hint),) = changed("一", tmp_path, 运算=("", rows))
    assert hint == "改其中的一个，不用自己算自己"
    format, _ = load_format(tmp_path, folder.name)
    assert format is not None
    (problem,) = case_of(example(format, whole=True), format)[1]  # of all projects together
    assert problem.message.endswith("公式成了圈，要由它自己算出来：甲 → 乙 → 丙 → 甲")


def test_circle_by_a_wrong_range_is_told_at_its_formula(tmp_path: Path) -> None:
    found = changed("二", tmp_path, 运算=("名称: 总分\n    范围: 项目", "名称: 总分\n    范围: 目标"))
    line = (folder_of("二") / "运算.yaml").read_text().split("\n").index("  - 名称: 总分") + 3
    assert [one for one in found if one[0] == "T4"] == [
        ("T4", line, "“总分”的范围是 目标，公式里又取“目标”的各行：范围是不是 项目")
    ]


def test_comma_in_a_formula_on_one_line(tmp_path: Path) -> None:
    row = "\n  - {{名称: 甲, 范围: 来源, 公式: {0}若(全年执行数 > 0, 全年预算数, 1){0}, 单位: 万元}}\n"
    wrong = changed("一", tmp_path / "错", 运算=("", row.format("")))
    assert [hint for code, _, hint in wrong if code == "D1"] == [CUT, CUT]
    assert changed("一", tmp_path / "对", 运算=("", row.format('"'))) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("format", "类型: 文字", "类型: 数字", ("T7", "数：要算的；电话、编码用 文字")),
        (
            "format",
            "模板: 项目支出绩效自评表.docx",
            "模板: 项目支出绩效自评表",
            ("T2", "可能是“项目支出绩效自评表.docx”；不要这个文件的，删去“文件”里的这一项"),
        ),
        (
            "format",
            "模板: 项目支出绩效自评表.docx",
            "模板: 自评报告.docx",
            ("T2", "模板要放在本格式的文件夹里，不能是别处的文件或链接；不要这个文件的，删去“文件”里的这一项"),
        ),
        (
            "profile",
            "继承: _通用",
            "继承: 通用",
            ("T1", "可能是“_通用”或“通用-部门整体自评报告”或“通用-项目支出自评表”"),
        ),
    ],
)
def test_word_of_a_format(file: str, old: str, new: str, told: tuple[str, str], tmp_path: Path) -> None:
    assert told in [(code, hint) for code, _, hint in changed("一", tmp_path, **{file: (old, new)})]


def test_preview_tells_a_wrong_name_once_as_it_is_written(tmp_path: Path) -> None:
    folder = tmp_path / folder_of("一").name
    shutil.copytree(folder_of("一"), folder)
    path = folder / "项目支出绩效自评表.docx"
    document = Document(str(path))
    for paragraph in (one for table in document.tables for cell in table._cells for one in cell.paragraphs):
        if "行.三级" in paragraph.text:
            text = paragraph.text.replace("行.三级", "行.三极")
            for run in paragraph.runs:
                run.text = ""
            paragraph.runs[0].text = text
    document.save(str(path))
    done = CliRunner().invoke(main, ["formats", "preview", str(folder), "-o", str(tmp_path / "预览")])
    assert done.output.count("没有“行.三极”这个名称") == 1
    assert done.output.count("改法：可能是“行.三级”") == 1


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("执行律", ("执行率", "全年执行数"), ("执行率",)),
        ("执行率", ("全年执行数",), ()),
        ("填表人", ("人员", "填表日期"), ()),
        ("目标", ("总体目标", "指标"), ()),
        ("上年执行数", ("全年执行数",), ()),
        ("全年预算", ("全年预算数", "年初预算数"), ("全年预算数",)),
        ("全年数执行", ("全年执行数",), ()),
        ("得分值", ("得分", "分值"), ("得分", "分值")),
        ("分得", ("得分",), ()),
        ("预年算数", ("年预算数", "预算数"), ("年预算数", "预算数")),
        ("一般公共预算款拨", ("一般公共预算拨款", "政府性基金"), ("一般公共预算拨款",)),
        ("国有资本经营预祘支岀", ("国有资本经营预算支出",), ("国有资本经营预算支出",)),
        ("", ("金额",), ()),
    ],
)
def test_slip(name: str, known: tuple[str, ...], near: tuple[str, ...]) -> None:
    assert slips(name, known) == near
