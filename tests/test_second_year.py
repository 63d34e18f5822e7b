"""The second year of a format: what tells of last year or another money, what comes over, how amounts are written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cases import HEAD, NAME, derived, format_folder, shown, templates_with
from click.testing import CliRunner, Result
from small_docx import docx, p, tbl, tc, tr

from reportgen.cli import main
from reportgen.format_check import check_format
from reportgen.formats import load_format
from reportgen.pipeline import examine
from reportgen.problem import Problem
from reportgen.starting.differences import differences
from reportgen.starting.example import example

LAST, NOW = "某县-自评-2025", "某县-自评-2026"
TITLED = (
    "名称: {name}\n说明: 某县 {year} 年度自评，照财预〔2024〕10号\n文件:\n  - {{模板: 表.docx, 名称: 表, 逐项: 项目}}\n"
)
TABLE = tbl(
    tr(tc(p("项目")), tc(p("预算（元）"))),
    tr(tc(p("{{ 本项目.名称 }}")), tc(p("{{ 本项目.全年预算数.数 }}"))),
)
UNSCORED = "继承: _通用\n执行率: {分值: 无}\n项目指标计分: 否\n部门指标计分: 否\n等级: []\n必填一级: []\n必填二级: []\n"


def run(*words: object) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words], prog_name="reportgen")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def year_of(folder: Path, name: str, said: str = "", body: str = TABLE, **files: str) -> Path:
    """A templates folder with a format of the year that its name says."""
    templates = folder / "templates"
    head = files.pop("format", TITLED.format(name=name, year=said or name[-4:]))
    if not templates.exists():
        templates_with(folder)
    format_folder(templates, name, format=head, profile=UNSCORED, **files)
    (templates / name / "表.docx").write_bytes(docx(body))
    return templates


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def told(templates: Path, code: str, name: str = NOW) -> list[Problem]:
    return [one for one in check_format(templates, name).problems if one.code == code]


# The year


def test_texts_of_another_year_are_told_once_with_their_places(tmp_path: Path) -> None:
    [one] = told(year_of(tmp_path, NOW, format=TITLED.format(name=LAST, year="2025")), "T54")
    assert one.message == f"格式的名称是 {NOW}，还有 2 处写着别的年份"
    assert [(o.name, o.place and o.place.line) for o in one.operands] == [("名称", 1), ("说明", 2)]
    assert told(year_of(tmp_path, LAST), "T54", LAST) == []  # the year of a document is its own


def test_a_copy_moves_the_year_and_tells_what_is_left(tmp_path: Path) -> None:
    rules = "运算:\n  # 2025年起按季\n  - {名称: 剩余, 范围: 项目, 公式: 全年预算数 - 全年执行数, 单位: 万元}\n"
    templates = year_of(tmp_path, LAST, 运算=rules)
    done = run("formats", "new", NOW, "--从", templates / LAST, "-o", templates)
    assert done.exit_code == 0, done.output
    head = (templates / NOW / "format.yaml").read_text(encoding="utf-8")
    assert "说明: 某县 2026 年度自评，照财预〔2024〕10号" in head
    assert "这几行还写着上年，核对一遍：\n  运算.yaml:2 # 2025年起按季\n" in done.output
    walk = (templates / NOW / "说明.md").read_text(encoding="utf-8")
    assert walk.startswith(f"# 第二年：{LAST} 改成 {NOW}\n")
    assert f"reportgen formats diff {templates / LAST} {templates / NOW}\n" in walk
    assert told(templates, "T54") == []
    other = run("formats", "new", "甲", "--从", "通用-项目支出自评表", "-o", tmp_path / "别处")
    assert other.exit_code == 0, other.output
    assert "从一张空表到一个格式" in (tmp_path / "别处" / "甲" / "说明.md").read_text(encoding="utf-8")


def test_data_of_another_year_than_the_format_is_told_with_the_format_of_the_year(tmp_path: Path) -> None:
    templates = year_of(year_of(tmp_path, LAST).parent, NOW)
    data = tmp_path / "数据.yaml"
    said = {}
    for year in ("2025", "2026", "2027"):
        text = HEAD.replace(NAME, LAST).replace("2024", year)
        data.write_text(text + "项目: [{名称: 甲, 全年预算数: 1, 全年执行数: 1}]\n", encoding="utf-8")
        said[year] = [one.hint.partition("；")[0] for one in examine(data, templates).problems if one.code == "P13"]
    assert said == {"2025": [], "2026": [f"改成 格式: {NOW}"], "2027": ["有 2027 年格式的，换成它"]}


def test_the_example_is_of_the_year_of_the_format_and_its_rows_differ(tmp_path: Path) -> None:
    lists = (
        "列表:\n  - 名称: 问题清单\n    在: 项目\n    字段:\n      - {名称: 问题, 类型: 文字}\n"
        "      - {名称: 时限, 类型: 日期}\n      - {名称: 完成, 类型: 是否}\n"
    )
    loop = "{%p for 行 in 本项目.问题清单 %}"
    body = TABLE + "".join(map(p, (loop, "{{ 行.问题 }}{{ 行.时限 }}{{ 行.完成 }}", "{%p endfor %}")))
    head = TITLED.format(name=NOW, year="2026") + lists
    format, problems = load_format(year_of(tmp_path, NOW, body=body, format=head), NOW)
    assert problems == ()
    assert format is not None
    text = example(format)
    assert "年度: 2026\n" in text
    rows = re.findall("{问题: (.*?), 时限: (.*?), 完成: (.*?)}", text)[:2]
    assert rows == [("某某问题", "2026年12月31日", "是"), ("某某问题乙", "2027年6月30日", "否")]


# Another money


def test_what_still_says_the_other_money_is_told_once_with_its_places(tmp_path: Path) -> None:
    rules = (
        "运算:\n  - {名称: 预算合计, 公式: 项目.合计.全年预算数, 单位: 万元}\n"
        "  - {名称: 折万元, 公式: 项目.合计.全年预算数 ÷ 10000, 单位: 万元}\n"
    )
    head = TITLED.format(name=NOW, year="2026") + "金额单位: 元\n"
    body = TABLE + p("注：资金单位为万元") + p("上限5万元{# 定数 #}") + p("共{{ 预算合计 }}、{{ 折万元 }}")
    [one] = told(year_of(tmp_path, NOW, body=body, format=head, 运算=rules), "T53")
    assert one.message == "金额单位是元，还有 2 处写着“万元”"
    assert [(o.name, o.value) for o in one.operands] == [
        ("运算“预算合计”", "单位: 万元"),
        ("模板", "注：资金单位为万元"),
    ]
    assert told(year_of(tmp_path / "乙", NOW, body=body, 运算=rules), "T53") == []


def test_a_figure_under_a_heading_of_another_money_leads_to_its_formula(tmp_path: Path) -> None:
    rules = "运算:\n  - {名称: 预算合计, 公式: 项目.合计.全年预算数, 单位: 万元}\n"
    body = TABLE.replace("{{ 本项目.全年预算数.数 }}", "{{ 预算合计.数 }}")
    head = TITLED.format(name=NOW, year="2026") + "金额单位: 元\n"
    [one] = told(year_of(tmp_path, NOW, body=body, format=head, 运算=rules), "T32")
    assert one.message == "{{ 预算合计.数 }}的单位是“万元”，表头、格里或表的上方写的是“元”"
    assert one.hint.startswith("运算.yaml 里“预算合计”的单位改成 元；")


# What differs


def test_money_pages_and_new_tables_are_told(tmp_path: Path) -> None:
    more = tbl(tr(tc(p("问题")), tc(p("整改措施"))))
    head = TITLED.format(name=NOW, year="2026") + "金额单位: 元\n金额位数: 2\n"
    section = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    year_of(tmp_path, LAST)
    templates = year_of(tmp_path, NOW, body=TABLE + p("问题清单") + more + section, format=head)
    formats = [load_format(templates, name)[0] for name in (LAST, NOW)]
    rows = {one.where: (one.old, one.new) for one in differences(*(one for one in formats if one))}
    assert rows["金额单位"] == ("万元", "元")
    assert rows["金额位数"] == ("（无）", "2")
    assert rows["表.docx 页面"][1].startswith("横，29.7×21 厘米")
    assert rows["表.docx 表2"] == ("", "1 行，2 列，第1行：问题 | 整改措施")
    assert not [where for where in rows if where.endswith("　单位")]  # inherited formulas follow


# What comes over

DATA = """\
格式: {name}
年度: 2025
单位: {{名称: 某局}}
项目:
  - 名称: 甲
    全年预算数: 20
    全年执行数: 18.5
    来源: {{中央: {{全年预算数: 20, 全年执行数: 18.5}}, 旧的: {{全年预算数: 0, 全年执行数: 0}}}}
    指标:
      - {{一级: 产出指标, 二级: 数量指标, 三级: 次数, 符号: ≥, 指标值: 3, 完成值: 3, 单位: 次}}
      - {{一级: 效益指标, 二级: 社会效益指标, 三级: 影响, 符号: 定性, 指标值: 好, 完成值: 好}}
"""


@pytest.fixture
def carried(tmp_path: Path) -> tuple[str, str]:
    """What `new --from` says and writes of a format whose money, rows of 来源 and scores are new."""
    loops = {
        "来源": "{{ 行.名称 }}{{ 行.全年预算数 }}{{ 行.全年执行数 }}",
        "指标": "{{ 行.三级 }}{{ 行.完成值 }}{{ 行.分值 }}{{ 行.得分 }}",
    }
    body = TABLE + p("{{ 本项目.全年执行数 }}{{ 本项目.上年全年执行数 }}{{ 本项目.上年执行率 }}")
    for name, cells in loops.items():
        body += p(f"{{%p for 行 in 本项目.{name} %}}") + p(cells) + p("{%p endfor %}")
    year_of(tmp_path, LAST, body=body, format=TITLED.format(name=LAST, year="2025") + "来源行: [中央, 旧的]\n")
    fields = (
        "金额单位: 元\n来源行: [市级, 中央]\n字段:\n"
        "  - {在: 项目, 名称: 上年全年执行数, 类型: 金额, 说明: 上年支出}\n"
        "  - {在: 项目, 名称: 上年执行率, 类型: 金额, 说明: 不是一种数}\n"
    )
    templates = year_of(tmp_path, NOW, body=body, format=TITLED.format(name=NOW, year="2026") + fields)
    (templates / NOW / "profile.yaml").write_text("继承: _通用\n部门指标计分: 否\n", encoding="utf-8")
    source = tmp_path / "去年.yaml"
    source.write_text(DATA.format(name=LAST), encoding="utf-8")
    done = run("new", "--上年", source, "--格式", NOW, "--模板", templates, tmp_path / "今年")
    assert done.exit_code == 0, done.output
    return done.output, (tmp_path / "今年" / "数据.yaml").read_text(encoding="utf-8")


def test_amounts_of_another_money_are_converted_and_it_is_said(carried: tuple[str, str]) -> None:
    output, text = carried
    assert re.search("^    上年全年执行数: 185000 +# 取自上年的数据", text, re.MULTILINE)
    assert "# 七、上年的金额填万元，今年填元" in text
    assert "金额单位改了：上年填万元，今年填元；带过来的已经换算" in output
    assert "取自上年的数：项目.上年全年执行数（由万元换算成元）\n" in output
    assert "项目.上年执行率（上年的单位是%，今年是元）" in output.partition("没有带过来的：")[2]


def test_fixed_rows_are_those_of_this_year(carried: tuple[str, str]) -> None:
    output, text = carried
    rows = re.findall("^      (市级|中央|旧的): {全年预算数: , 全年执行数: }", text, re.MULTILINE)
    assert rows == ["市级", "中央"]
    assert "项目.来源.旧的（这个格式没有这一行）" in output.partition("没有带过来的：")[2]


def test_indicators_get_the_places_of_what_this_year_asks_for(carried: tuple[str, str]) -> None:
    _, text = carried
    assert "三级: 次数, 符号: ≥, 指标值: 3, 完成值: , 单位: 次, 分值: }" in text
    assert re.search("三级: 影响, 符号: 定性, .*分值: , 得分: }|三级: 影响, 符号: 定性, .*得分: , 分值: }", text)


def test_a_list_of_nothing_may_say_so(tmp_path: Path) -> None:
    lists = "列表:\n  - {名称: 问题清单, 在: 部门, 字段: [{名称: 问题, 类型: 文字, 必填: 是}]}\n"
    templates = year_of(tmp_path, NOW, format=TITLED.format(name=NOW, year="2026") + lists)
    data, told = tmp_path / "数据.yaml", {}
    for typed in ("无", "—", "没查"):
        data.write_text(f"{HEAD.replace(NAME, NOW)}问题清单: {typed}\n", encoding="utf-8")
        told[typed] = [one.hint for one in examine(data, templates).problems if one.code == "D3"]
    assert told == {"无": [], "—": [], "没查": ["每一项另起一行，以“- ”开头；没有的写 无"]}


# How amounts and scores are written


def test_amounts_are_written_with_the_digits_of_the_format(tmp_path: Path) -> None:
    data = "项目:\n  - {名称: 甲, 年初预算数: 20, 追加: 1.5, 全年执行数: 18.125}\n"
    data += "  - {名称: 乙, 年初预算数: 3, 全年执行数: 3}\n"
    rules = "运算:\n  - {名称: 三分之一, 公式: 项目.合计.全年预算数 ÷ 3, 单位: 万元}\n"
    names = (
        "项目.甲.年初预算数",
        "项目.甲.全年预算数",
        "项目.甲.全年执行数",
        "项目.合计.年初预算数",
        "三分之一",
        "项目.甲.执行率",
    )
    told = []
    for word in ("", "金额位数: 2\n"):
        root, _ = derived(made(tmp_path / str(len(word))), data, format=f"名称: 试行\n{word}", 运算=rules)
        told.append([shown(root, name) for name in names])
    rate = told[0][-1]
    assert told[0][:2] == ["20万元", "21.5万元"]
    assert told[1] == ["20.00万元", "21.50万元", "18.125万元", "23.00万元", "8.17万元", rate]


@pytest.mark.parametrize("digits", ["10", "1.5", "-1"])
def test_digits_of_amounts_are_a_small_number(digits: str, tmp_path: Path) -> None:
    _, problems = load_format(templates_with(tmp_path, format=f"名称: 试行\n金额位数: {digits}\n"), NAME)
    assert [(one.code, one.place.line) for one in problems] == [("D4", 2)]


def test_scores_typed_by_hand_have_the_zeros_of_the_others(tmp_path: Path) -> None:
    row = (
        "{一级: 产出指标, 二级: 数量指标, 三级: 好, 符号: 定性, 指标值: 好, 完成值: 好, 等次: 达成, 分值: 10, 得分: %s}"
    )
    data = "项目:\n  - {名称: 甲, 年初预算数: 1, 全年执行数: 1, 指标: [" + row + "]}\n"
    name = "项目.甲.指标.数量指标.好.得分"
    for pad, typed, wanted in (("是", "9", "9.00"), ("是", "9.125", "9.125"), ("否", "9", "9")):
        root, _ = derived(made(tmp_path / f"{pad}{typed}"), data % typed, profile=f"得分: {{位数: 2, 补零: {pad}}}\n")
        assert shown(root, name) == f"{wanted}分"
