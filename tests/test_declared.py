"""Fields, lists and source rows that a format declares: from the data to figures, checks and pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cases import HEAD, NAME, derived, format_folder, format_of, shown, templates_with
from jsonschema import Draft7Validator
from small_docx import docx, p, part, tbl, texts, tr

from reportgen.checks.words import sentences
from reportgen.declared import RESERVED
from reportgen.figures.functions import FUNCTIONS
from reportgen.figures.members import number
from reportgen.figures.scope import Scope
from reportgen.fill.docx import fill
from reportgen.formats import load_format
from reportgen.pipeline import Examined, examine, plan
from reportgen.places import shipped_folder
from reportgen.problem import Level
from reportgen.source.document import load_document
from reportgen.source.terms import SECTIONS, every_field
from reportgen.starting.blank import blank
from reportgen.starting.carry import carry_over, load_last_year
from reportgen.starting.describing import describe
from reportgen.starting.fields_used import fields_used
from reportgen.starting.schema import schema_text
from reportgen.starting.yaml_text import flow
from reportgen.unprinted import unprinted

FORMAT = """\
名称: 试行格式
文件:
  - {模板: 报告.docx, 名称: 报告}
字段:
  - {在: 单位, 名称: 填表人, 类型: 文字, 必填: 是, 说明: 填表人姓名}
  - {在: 部门, 名称: 在编人数, 类型: 数, 单位: 人}
  - {在: 项目, 名称: 项目属性, 类型: 选项, 选项: [新增, 延续], 说明: 新增还是延续}
  - {在: 项目, 名称: 到位资金, 类型: 金额, 说明: 全年到位数}
  - {在: 项目, 名称: 受益人数, 类型: 数, 单位: 人, 合计: 是}
  - {在: 项目, 名称: 核查分, 类型: 数, 单位: 分, 位数: 1}
  - {在: 项目, 名称: 申报日, 类型: 日期}
  - {在: 项目, 名称: 跨年, 类型: 是否}
  - {在: 来源, 名称: 到位数, 类型: 金额}
  - {在: 指标, 名称: 评分标准, 类型: 文字}
  - {在: 指标, 名称: 上年完成值, 类型: 数值}
  - {在: 三公经费, 名称: 上年决算, 类型: 金额}
列表:
  - 名称: 资产
    在: 部门
    说明: 固定资产，每项一行
    字段:
      - {名称: 名称, 类型: 文字, 必填: 是}
      - {名称: 原值, 类型: 数, 单位: 元, 合计: 是, 说明: 账面原值}
      - {名称: 累计折旧, 类型: 数, 单位: 元, 合计: 是}
      - {名称: 年限, 类型: 数, 单位: 年}
  - 名称: 目标
    在: 项目
    字段:
      - {名称: 权重, 类型: 数, 单位: "%", 必填: 是}
      - {名称: 预期, 类型: 段落}
      - {名称: 指标, 类型: 指标表}
来源行: [中央补助, 地方资金, 其他资金]
"""
FORMULAS = """\
运算:
  - {名称: 执行率, 范围: 来源, 公式: 全年执行数 ÷ 全年预算数, 单位: "%", 位数: 2}
  - {名称: 净值, 范围: 资产, 公式: 原值 - 累计折旧, 单位: 元}
  - {名称: 净值率, 范围: 资产, 公式: 净值 ÷ 原值, 单位: "%", 位数: 2}
  - {名称: 每年, 范围: 资产, 公式: 原值 ÷ 年限, 单位: "%"}
  - {名称: 加权得分, 范围: 目标, 公式: 总分 × 权重, 单位: 分, 位数: 2}
  - {名称: 总分, 范围: 项目, 公式: 合计(目标.加权得分) + 执行率得分, 单位: 分, 位数: 2}
"""
RELATIONS = """\
审核:
  - {代码: S1, 级别: 强制性, 范围: 目标, 规则: 每个目标与执行率的分值合计为 100, 要求: 分值合计 + 执行率分值 == 100}
  - {代码: X1, 级别: 强制性, 范围: 资产, 规则: 折旧不大于原值, 要求: 累计折旧 <= 原值}
  - {代码: X2, 级别: 强制性, 范围: 来源, 规则: 到位不超过预算, 要求: 到位数 <= 全年预算数}
"""
PROFILE = "执行率: {分值: 20}\n权重: []\n必填一级: []\n必填二级: []\n"
BODY = (
    p("{{ 单位.填表人 }}，{{ 在编人数 }}，{{ 三公经费.上年决算 }}")
    + tbl(
        tr("{%tr for 行 in 资产 %}"),
        tr("{{ 行.名称 }}", "{{ 行.原值.数 }}", "{{ 行.净值率 }}"),
        tr("{%tr endfor %}"),
        tr("合计", "{{ 资产.合计.原值.数 }}", "{{ 资产.合计.净值率 }}"),
    )
    + p("{%p for 项 in 项目 %}")
    + p("{{ 项.名称 }}，{{ 项.项目属性 }}，{{ 项.到位资金 }}，{{ 项.核查分 }}，{{ 项.总分 }}，{{ 项.评定等级 }}")
    + tbl(
        tr("{%tr for 源 in 项.来源 %}"),
        tr("{{ 源.名称 }}", "{{ 源.全年预算数.数 }}", "{{ 源.到位数.数 }}", "{{ 源.执行率 }}"),
        tr("{%tr endfor %}"),
        tr("末行"),
    )
    + p("{%p for 目 in 项.目标 %}")
    + p("目标{{ 目.序号 }}：{{ 目.权重 }}，{{ 目.加权得分 }}")
    + p("{%p for 段 in 目.预期 %}")
    + p("{{ 段 }}")
    + p("{%p endfor %}")
    + tbl(
        tr("{%tr for 行 in 目.指标 %}"),
        tr("{{ 行.三级 }}", "{{ 行.得分.数 }}", "{{ 行.评分标准 }}", "{{ 行.上年完成值 }}"),
        tr("{%tr endfor %}"),
        tr("末行"),
    )
    + p("{%p endfor %}")
    + p("{%p endfor %}")
)
DATA = (
    HEAD.replace("中心}", "中心, 填表人: 张三}")
    + """\
在编人数: 12
资金: {三公经费: {上年决算: 3}}
资产:
  - {名称: 车, 原值: 100000, 累计折旧: 40000, 年限: 10}
  - {名称: 房, 原值: 300000, 累计折旧: 60000, 年限: 30}
项目:
  - 名称: 甲
    项目属性: 新增
    到位资金: 9
    受益人数: 30
    核查分: 3
    申报日: 2024年3月1日
    跨年: 否
    年初预算数: 10
    全年预算数: 10
    全年执行数: 9
    来源:
      中央补助: {全年执行数: —}
      其他资金: {全年执行数: —}
      地方资金: {年初预算数: 10, 全年预算数: 10, 全年执行数: 9, 到位数: 8}
    目标:
      - 权重: 60%
        预期: 培训【目标.1.指标.数量指标.培训.指标值】
        指标:
          - {一级: 产出指标, 二级: 数量指标, 三级: 培训, 符号: ≥, 指标值: 10, 完成值: 8, 上年完成值: 7, 单位: 次,
             分值: 80, 评分标准: 按比例, 偏差原因: 有二次因疫情取消，改在下年办}
      - 权重: 40%
        指标:
          - {一级: 产出指标, 二级: 数量指标, 三级: 检查, 符号: ≥, 指标值: 10, 完成值: 10, 单位: 次, 分值: 80}
"""
)


def folder_of(tmp_path: Path, head: str = FORMAT, body: str = BODY, **files: str) -> Path:
    """A templates folder with the format above."""
    written = {"运算": FORMULAS, "审核": RELATIONS, "profile": PROFILE} | files
    tmp_path.mkdir(exist_ok=True)
    templates = templates_with(tmp_path / "格式", format=head, **written)
    (templates / NAME / "报告.docx").write_bytes(docx(body))
    return templates


def looked_at(tmp_path: Path, data: str = DATA, **files: str) -> Examined:
    templates = folder_of(tmp_path, files.pop("format", FORMAT), **files)
    path = tmp_path / "数据.yaml"
    path.write_text(data, encoding="utf-8")
    return examine(path, templates)


def told(examined: Examined) -> list[tuple[str, int, str]]:
    return [(one.code, one.place.line, one.message) for one in examined.problems]


def line_of(text: str, data: str = DATA) -> int:
    return next(number for number, line in enumerate(data.splitlines(), 1) if text in line)


# Names and figures


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Scope:
    examined = looked_at(tmp_path_factory.mktemp("甲"))
    assert told(examined) == []
    assert examined.case is not None
    return examined.case.root


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("单位.填表人", "张三"),
        ("在编人数", "12人"),
        ("三公经费.上年决算", "3万元"),
        ("项目.甲.项目属性", "新增"),
        ("项目.甲.核查分", "3.0分"),
        ("项目.甲.跨年", "否"),
        ("项目.合计.到位资金", "9万元"),
        ("项目.合计.受益人数", "30人"),
        ("项目.甲.来源.地方资金.到位数", "8万元"),
        ("项目.甲.来源.地方资金.执行率", "90.00%"),
        ("项目.甲.来源.中央补助.到位数", ""),
        ("项目.甲.目标.1.指标.数量指标.培训.上年完成值", "7次"),
        ("项目.甲.目标.1.指标.数量指标.培训.得分", "64分"),
        ("项目.甲.目标.1.总分", "64分"),
        ("项目.甲.目标.1.分值合计", "80分"),
        ("项目.甲.目标.1.加权得分", "38.4分"),
        ("项目.甲.总分", "88.4分"),
        ("项目.甲.目标.个数", "2个"),
        ("资产.个数", "2个"),
        ("资产.车.净值", "60000元"),
        ("资产.合计.原值", "400000元"),
        ("资产.合计.净值", "300000元"),
        ("资产.合计.净值率", "75.00%"),
    ],
)
def test_declared_names_are_names_like_any_other(root: Scope, name: str, printed: str) -> None:
    assert shown(root, name) == printed


def test_what_does_not_add_up_has_no_sum(root: Scope) -> None:
    overall = root.at_path("资产.合计")
    assert isinstance(overall, Scope)
    assert set(overall.members) == {"原值", "累计折旧", "净值", "净值率"}  # neither years nor what is divided by them
    projects = root.at_path("项目.合计")
    assert isinstance(projects, Scope)
    assert "核查分" not in projects.members


def test_source_rows_are_all_there_in_their_order(root: Scope) -> None:
    sources = root.at_path("项目.甲.来源")
    assert isinstance(sources, Scope)
    assert [str(row.find("名称")) for row in sources] == ["中央补助", "地方资金", "其他资金"]


def test_a_project_has_no_scores_but_those_of_its_goals(root: Scope) -> None:
    assert shown(root, "项目.甲.分值合计") == ""  # of no indicators of its own: S1 has nothing to say


def test_the_page(tmp_path: Path) -> None:
    examined = looked_at(tmp_path)
    assert examined.case is not None
    one = plan(examined.case, draft=False)[0]
    content, problems = fill(one.template, one.names, one.properties, draft=False)
    assert (problems, content is None) == ((), False)
    assert content is not None
    page = "|".join(texts(part(content)))
    assert (
        "张三，12人，3万元|车|100000|60.00%|房|300000|80.00%|合计|400000|75.00%|甲，新增，9万元，3.0分，88.4分" in page
    )
    assert "|中央补助||||地方资金|10|8|90.00%|其他资金||||末行|" in page
    assert "目标1：60%，38.4分|培训10次|培训|64|按比例|7次|末行|目标2：40%，32分|检查|80" in page


def test_an_empty_list_is_a_list(tmp_path: Path) -> None:
    data = (
        DATA.replace("资产:\n", "没有: |\n")
        .replace("  - {名称: 车", "  {名称: 车")
        .replace("  - {名称: 房", "  {名称: 房")
    )
    data = "\n".join(line for line in data.splitlines() if "没有: |" not in line and "累计折旧" not in line)
    extra = "  - {名称: 几项, 公式: 数量(资产), 单位: 项}\n  - {名称: 折旧总额, 公式: 合计(资产.累计折旧), 单位: 元}\n"
    extra += "  - {名称: 净总额, 公式: 合计(资产.净值), 单位: 元}\n"
    examined = looked_at(tmp_path, data, 运算=FORMULAS + extra)
    assert told(examined) == []
    assert examined.case is not None
    names = ("几项", "资产.个数", "资产.合计.原值", "折旧总额", "净总额")
    assert [shown(examined.case.root, name) for name in names] == ["0项", "0个", "", "", ""]


# Checks reach them


@pytest.mark.parametrize(
    ("before", "after", "code", "line", "says"),
    [
        ("中心, 填表人: 张三}", "中心}", "D2", 3, "缺少“填表人”"),
        ("项目属性: 新增", "项目属性: 新建", "D5", 0, "“项目属性”填了“新建”"),
        ("跨年: 否", "跨年: 不", "D5", 0, "“跨年”填了“不”"),
        ("申报日: 2024年3月1日", "申报日: 2024-3-1", "D6", 0, "日期“2024-3-1”看不懂"),
        ("到位资金: 9", "到位资金: 9万", "D4", 0, "“到位资金”"),
        ("在编人数: 12", "在编人数: 12人", "D8", 0, "“在编人数”"),
        ("核查分: 3", "核查分: 3.25", "D4", 0, "“核查分”写的是 3.25"),
        ("在编人数: 12", "在编数: 12", "D1", 0, "“数据”里没有“在编数”"),
        ("累计折旧: 40000", "折旧: 40000", "D1", 0, "“资产”里没有“折旧”"),
        ("地方资金: {", "地方配套: {", "D1", 0, "“来源”里没有“地方配套”这一行"),
        ("名称: 房, 原值: ", "名称: 车, 原值:  ", "D11", 0, "资产“车”与第"),
        ("名称: 房", "名称: 合计", "D11", 0, "资产不能叫“合计”"),
        ("名称: 房", "名称: 原值", "D11", 0, "资产不能叫“原值”"),
        ("累计折旧: 40000", "累计折旧: 140000", "X1", 0, "资产.车 折旧不大于原值"),
        ("到位数: 8", "到位数: 11", "X2", 0, "到位不超过预算"),
        (
            "完成值: 10, 单位: 次, 分值: 80",
            "完成值: 10, 单位: 次, 分值: 70",
            "S1",
            0,
            "每个目标与执行率的分值合计为 100",
        ),
        ("完成值: 10, 单位", "完成值: , 单位", "P6", 0, "没有填完成值"),
        ("评分标准: 按比例", "评分标准: 按比例……", "P4", 0, "……"),
        ("【目标.1.指标.数量指标.培训.指标值】", "【目标.3.权重】", "N1", 0, "引用的【目标.3.权重】"),
    ],
)
def test_what_is_wrong_in_them_is_told(
    tmp_path: Path, before: str, after: str, code: str, line: int, says: str
) -> None:
    data = DATA.replace(before, after)
    everything = told(looked_at(tmp_path, data))
    at = line or line_of(after, data)
    assert [one[1] for one in everything if one[0] == code and says in one[2]] == [at], everything


@pytest.mark.parametrize("level", ["提示性"])
def test_lengths_and_sentences_reach_them(tmp_path: Path, level: str) -> None:
    found = looked_at(tmp_path, DATA, profile=PROFILE + "字数: {偏差原因: 5}\n").problems
    assert [(one.code, one.place.line, one.level) for one in found] == [("P11", line_of("偏差原因"), level)]
    case = looked_at(tmp_path / "再").case
    assert case is not None
    assert {one.place.line for one in sentences(case)} == {line_of("偏差原因"), line_of("预期: 培训")}


def test_a_typed_score_in_a_goal_is_checked(tmp_path: Path) -> None:
    data = DATA.replace("分值: 80, 评分标准", "得分: {填报: 70}, 分值: 80, 评分标准")
    assert [one[0] for one in told(looked_at(tmp_path, data))] == ["S4"]


# A new file, its schema, last year's file


def test_new_file(tmp_path: Path) -> None:
    format = format_of(folder_of(tmp_path))
    text = blank(format, fields_used(format), "数据.yaml", "数据.schema.json", "2024")
    lines = [line.strip() for line in text.splitlines()]
    assert any(line.startswith("填表人:") and line.endswith("# 填表人姓名") for line in lines)
    assert any(line.startswith("项目属性:") and line.endswith("# 新增还是延续；填：新增、延续") for line in lines)
    assert any(line.startswith("在编人数:") and "单位：人" in line for line in lines)
    rows = [line for line in lines if line.startswith(("中央补助:", "地方资金:", "其他资金:"))]
    assert rows == [
        f"{name}: {{全年预算数: , 全年执行数: , 到位数: }}" for name in ("中央补助", "地方资金", "其他资金")
    ]
    assert "# 原值：账面原值；单位：元" in lines
    first = [
        next(n for n, line in enumerate(lines) if line.startswith(word)) for word in ("在编人数:", "项目:", "资产:")
    ]
    assert first == sorted(first)
    fields = [next(n for n, line in enumerate(lines) if line.startswith(word)) for word in ("项目属性:", "来源:")]
    assert fields == sorted(fields)
    assert "- {名称: （此处写名称）, 原值: }" in lines
    assert lines.index("目标:") < next(n for n, line in enumerate(lines) if line.startswith("- {二级: 数量指标"))
    assert [line for line in lines if line.startswith("指标:")] == ["指标:"]  # those of goals, not of the project
    path = tmp_path / "新.yaml"
    path.write_text(text, encoding="utf-8")
    found = examine(path, tmp_path / "格式" / "templates")
    assert {one.code for one in found.problems if one.code[0] in "YDNT"} == {"D2"}, told(found)


def test_new_file_has_every_fixed_row_though_only_one_is_printed(tmp_path: Path) -> None:
    body = p("{%p for 项 in 项目 %}") + p("{{ 项.来源.地方资金.全年预算数 }}") + p("{%p endfor %}")
    format = format_of(folder_of(tmp_path, body=body, 运算="运算: []\n", 审核="审核: []\n"))
    text = blank(format, fields_used(format), "数据.yaml", "数据.schema.json", "2024")
    assert all(f"\n      {name}: {{" in text for name in ("中央补助", "地方资金", "其他资金"))


def test_schema_knows_them(tmp_path: Path) -> None:
    format = format_of(folder_of(tmp_path))
    made = json.loads(schema_text(format, fields_used(format)))
    Draft7Validator.check_schema(made)
    assert made["properties"]["资产"]["items"] == {"$ref": "#/definitions/Row1"}
    assert made["definitions"]["Project"]["properties"]["项目属性"]["enum"][:2] == ["新增", "延续"]
    sources = made["definitions"]["Project"]["properties"]["来源"]
    assert (list(sources["properties"]), sources["additionalProperties"]) == (
        ["中央补助", "地方资金", "其他资金"],
        False,
    )
    wrong = {
        "格式": NAME,
        "年度": 2024,
        "单位": {"名称": "甲", "填表人": "乙"},
        "资产": [{"名称": "车", "原值": "一万"}],
    }
    assert [list(e.path) for e in Draft7Validator(made).iter_errors(wrong)] == [["资产", 0, "原值"]]
    assert "Row1" not in json.loads(schema_text())["definitions"]


def test_last_years_file_keeps_texts_and_empties_numbers(tmp_path: Path) -> None:
    format = format_of(folder_of(tmp_path))
    path = tmp_path / "上年.yaml"
    path.write_text(DATA, encoding="utf-8")
    root, _ = load_last_year(path)
    assert root is not None
    carried = carry_over(root, format)
    kept = flow(carried.root)
    assert "填表人: 张三" in kept
    assert "项目属性: 新增" in kept
    assert "资产: [{名称: 车}, {名称: 房}]" in kept
    assert not any(number in kept for number in ("在编人数", "到位资金", "到位数: 8", "100000"))
    text = blank(format, fields_used(format), "数据.yaml", "数据.schema.json", "2025", carried.root)
    assert "- {名称: 车, 原值: }" in text


# Formats

ASSETS = "列表:\n  - 名称: 资产\n    在: 部门\n    字段:\n"


def test_a_format_without_declarations_has_the_built_in_fields(tmp_path: Path) -> None:
    assert format_of(templates_with(tmp_path)).terms == SECTIONS


MUST = FORMAT.replace("  - 名称: 资产\n    在: 部门\n", "  - 名称: 资产\n    在: 部门\n    必填: 是\n")


@pytest.mark.parametrize(
    ("assets", "says"),
    [
        ("", [("D2", 1, "缺少“资产”")]),
        ("资产:\n", [("D2", 6, "缺少“资产”")]),
        ("资产: []\n", [("D2", 6, "缺少“资产”")]),
        (DATA[DATA.index("资产:") : DATA.index("项目:")], []),
    ],
)
def test_a_list_may_have_to_be_written(tmp_path: Path, assets: str, says: list[tuple[str, int, str]]) -> None:
    assert MUST != FORMAT
    data = DATA[: DATA.index("资产:")] + assets + DATA[DATA.index("项目:") :]
    assert told(looked_at(tmp_path / "必填", data, format=MUST)) == says
    if not says:
        return
    assert [one for one in told(looked_at(tmp_path / "选填", data)) if one[0] == "D2"] == []


def test_a_list_that_must_be_written_in_new_the_schema_and_show(tmp_path: Path) -> None:
    format = format_of(folder_of(tmp_path, MUST))
    assert "\n资产:" in blank(format, fields_used(format), "数据.yaml", "数据.schema.json", "2024")
    made = json.loads(schema_text(format, fields_used(format)))
    assert "资产" in made["required"]
    given = {"格式": NAME, "年度": 2024, "单位": {"名称": "甲", "填表人": "乙"}}
    wrong = {one.validator for one in Draft7Validator(made).iter_errors({**given, "资产": []})}
    assert wrong == {"minItems"}
    shown_ = [one.text for one in describe(format) if one.name == "资产"]
    assert shown_[0].startswith("部门的列表“资产”（")
    assert "），必填，每项填" in shown_[0]


def test_fixed_rows_that_must_be_written_are_told_once(tmp_path: Path) -> None:
    fixed = """  - 名称: 核查
    在: 部门
    必填: 是
    行: [甲事, 乙事]
    字段:
      - {名称: 结果, 类型: 文字%s}
来源行"""
    one = FORMAT.replace("来源行", fixed % "")
    other = FORMAT.replace("来源行", fixed % ", 必填: 是")
    assert [row[2] for row in told(looked_at(tmp_path / "一", format=one)) if row[0] == "D2"] == ["缺少“核查”"]
    rows = [row[2] for row in told(looked_at(tmp_path / "二", format=other)) if row[0] == "D2"]
    assert rows == ["“核查”缺少“甲事”、“乙事”"]


def test_declarations_of_the_folder_below_are_laid_under(tmp_path: Path) -> None:
    templates = folder_of(tmp_path)
    (templates / NAME / "报告.docx").write_bytes(docx(BODY))
    own = (
        "名称: 乙\n字段:\n  - {在: 单位, 名称: 填表人, 类型: 文字, 说明: 经办人}\n"
        "  - {在: 单位, 名称: 电话, 类型: 文字}\n来源行: [财政]\n"
    )
    format_folder(templates, "乙", format=own, profile=f"继承: {NAME}\n")
    format = format_of(templates, "乙")
    words = {term.word: term for term in format.terms["单位"]}
    assert (words["填表人"].help, words["填表人"].required) == ("经办人", False)
    assert "电话" in words
    assert {"资产", "目标"} <= set(format.terms)
    assert next(term.rows for term in format.terms["项目"] if term.word == "来源") == ("财政",)
    assert {row.scope.text for row in format.formulas} >= {"资产", "目标", "来源"}
    format_folder(templates, "丙", format="名称: 丙\n", profile=f"继承: {NAME}\n")
    below = format_of(templates, "丙").terms["项目"]
    assert next(term.rows for term in below if term.word == "来源") == ("中央补助", "地方资金", "其他资金")


def test_a_document_for_each_row_of_a_list(tmp_path: Path) -> None:
    head = FORMAT.replace("名称: 报告}", "名称: 目标【本目标.序号】, 逐项: 项目.目标}")
    templates = folder_of(
        tmp_path, head, p("{{ 本目标.权重 }}，{{ 本项目.名称 }}{% for 段 in 本目标.预期 %}{{ 段 }}{% endfor %}")
    )
    path = tmp_path / "数据.yaml"
    path.write_text(DATA, encoding="utf-8")
    examined = examine(path, templates)
    assert examined.case is not None
    planned = plan(examined.case, draft=False)
    assert [one.called for one in planned] == ["目标1", "目标2"]
    content, problems = fill(planned[1].template, planned[1].names, planned[1].properties, draft=False)
    assert (texts(part(content or b"")), problems) == (["40%，甲"], ())
    assert ("项目", "目标", "预期") in fields_used(examined.case.format).needs


def test_every_path_of_the_data_is_listed_with_its_term(tmp_path: Path) -> None:
    found = dict(every_field(format_of(folder_of(tmp_path)).terms))
    assert found["单位", "填表人"].declared
    assert found["资产", "原值"].unit == "元"
    assert found["项目", "目标", "指标", "三级"].word == "三级"
    assert not found["项目", "指标", "三级"].declared


@pytest.mark.parametrize(
    ("row", "says", "hint"),
    [
        ("{在: 项目, 名称: 简称, 类型: 文字}", "“项目”里已有“简称”这个字段", "换一个名称"),
        ("{在: 部门, 名称: 收入, 类型: 文字}", "“部门”里已有“收入”这个字段", "换一个名称"),
        ("{在: 资金, 名称: 单位, 类型: 文字}", "“资金”里已有“单位”这个字段", "换一个名称"),
        ("{在: 项目, 名称: 合计, 类型: 文字}", "“合计”是程序自己的名称", "换一个名称"),
        ("{在: 项目, 名称: 序号, 类型: 文字}", "“序号”是程序自己的名称", "换一个名称"),
        ("{在: 来源, 名称: 名称, 类型: 文字}", "“名称”是程序自己的名称", "换一个名称"),
        ("{在: 项目, 名称: 首个, 类型: 文字}", "“首个”是程序自己的名称", "换一个名称"),
        ("{在: 项目, 名称: loop, 类型: 文字}", "“loop”是程序自己的名称", "换一个名称"),
        ("{在: 项目, 名称: 甲.乙, 类型: 文字}", "“甲.乙”不能作名称", "只用汉字、字母、数字"),
        ("{在: 项目, 名称: 甲【乙, 类型: 文字}", "“甲【乙”不能作名称", "只用汉字、字母、数字"),
        ("{在: 项目, 名称: 甲|乙, 类型: 文字}", "“甲|乙”不能作名称", "只用汉字、字母、数字"),
        ("{在: 项目, 名称: 甲 乙, 类型: 文字}", "“甲 乙”不能作名称", "只用汉字、字母、数字"),
        ("{在: 项目, 名称: _甲, 类型: 文字}", "“_甲”不能作名称", "只用汉字、字母、数字"),
        ("{在: 项目, 名称: 一二三四五六七八九十一二三四五六七八九十一, 类型: 文字}", "有 21 个字", "至多 20 个字"),
        ("{在: 工程, 名称: 甲, 类型: 文字}", "字段的“在”写的是“工程”", "可写：部门、单位"),
        ("{在: 指标表, 名称: 甲, 类型: 文字}", "字段的“在”写的是“指标表”", "可能是“指标”"),
        ("{在: 填报, 名称: 甲, 类型: 文字}", "字段的“在”写的是“填报”", ""),
        ("{名称: 甲, 类型: 文字}", "没有写“甲”在哪一组里", "在: 单位"),
        ("{在: 项目, 名称: 甲, 类型: 金钱}", "“类型”写的是“金钱”", "可能是“金额”"),
        ("{在: 项目, 名称: 甲, 类型: 列表}", "字段不是列表", "“列表:”下写 - {名称: 甲, 在: 项目, 字段: ["),
        ("{在: 项目, 名称: 甲, 类型: 整数}", "“类型”写的是“整数”", ""),
        ("{在: 项目, 名称: 甲, 类型: 选项}", "“甲”的类型是选项，没有写可以填什么", "选项: [甲, 乙]"),
        ("{在: 项目, 名称: 甲, 类型: 文字, 选项: [乙]}", "“甲”的类型是文字，不用写“选项”", "删去这一项"),
        ("{在: 项目, 名称: 甲, 类型: 金额, 单位: 元}", "“甲”的类型是金额，单位是万元，不用写“单位”", "删去这一项"),
        ("{在: 项目, 名称: 甲, 类型: 数值, 单位: 元}", "“甲”的类型是数值，没有单位，不用写“单位”", "删去这一项"),
        ("{在: 项目, 名称: 甲, 类型: 文字, 位数: 2}", "“甲”的类型是文字，不用写“位数”", "删去这一项"),
        ("{在: 项目, 名称: 甲, 类型: 数, 位数: 99}", "“甲”的位数写的是 99", "0 到 10"),
        ("{在: 项目, 名称: 甲, 类型: 文字, 合计: 是}", "“甲”不能写“合计”", ""),
        ("{在: 来源, 名称: 甲, 类型: 数, 合计: 是}", "“甲”不能写“合计”", ""),
        ("{在: 项目, 名称: 甲, 类型: 指标表}", "“甲”不能是指标表", "列表"),
    ],
)
def test_mistakes_in_fields_are_told_at_their_line(tmp_path: Path, row: str, says: str, hint: str) -> None:
    head = f"名称: 试\n字段:\n  - {{在: 项目, 名称: 好的, 类型: 文字}}\n  - {row}\n"
    format, problems = load_format(templates_with(tmp_path, format=head), NAME)
    assert [(one.code, one.level, one.place.line) for one in problems] == [("T7", Level.ERROR, 4)], problems
    assert says in problems[0].message
    assert hint in problems[0].hint
    assert format is not None
    words = {term.word for term in format.terms["项目"]}
    assert "好的" in words
    if "类型" in says and "在: 项目" in row:  # the place and the name are known: the data are not to blame
        assert "甲" in words


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (
            "字段:\n  - {在: 项目, 名称: 甲, 类型: 文字}\n  - {在: 项目, 名称: 甲, 类型: 数}\n",
            4,
            "“甲”声明了两次，第 3 行已有",
        ),
        ("列表:\n  - {名称: 指标, 在: 项目, 字段: [{名称: 甲, 类型: 文字}]}\n", 3, "“指标”是已有的名称"),
        ("列表:\n  - {名称: 资产, 在: 单位, 字段: [{名称: 甲, 类型: 文字}]}\n", 3, "列表的“在”写的是“单位”"),
        ("列表:\n  - {名称: 资产, 在: 部门}\n", 3, "列表“资产”没有写“字段”"),
        ("列表:\n  - {名称: 个数, 在: 部门, 字段: [{名称: 甲, 类型: 文字}]}\n", 3, "“个数”是程序自己的名称"),
        (ASSETS + "      - {名称: 甲, 类型: 文字}\n      - {名称: 甲, 类型: 数}\n", 7, "两次"),
        (ASSETS + "      - {在: 项目, 名称: 甲, 类型: 文字}\n", 6, "不写“在”"),
        (ASSETS + "      - {名称: 甲, 类型: 指标表}\n      - {名称: 乙, 类型: 指标表}\n", 7, "“乙”不能是指标表"),
        ("来源行: [甲, 乙, 甲]\n", 2, "“甲”声明了两次"),
        ("来源行: [甲, 合计]\n", 2, "“合计”不能作来源行的名称"),
        ("来源行: [甲.乙]\n", 2, "“甲.乙”不能作来源行的名称"),
    ],
)
def test_mistakes_in_lists_and_rows_are_told_at_their_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    _, problems = load_format(templates_with(tmp_path, format=f"名称: 试\n{text}"), NAME)
    assert [(one.code, one.place.line) for one in problems] == [("T7", line)], problems
    assert says in problems[0].message


def test_the_weights_of_goals_can_be_checked(tmp_path: Path) -> None:
    rule = "  - {代码: S1, 级别: 强制性, 范围: 项目, 规则: 权重合计为 100%, 条件: 目标.个数 > 0, "
    rule += "要求: 合计(目标.权重) == 100%}\n"
    assert told(looked_at(tmp_path, 审核=RELATIONS + rule)) == []
    found = told(looked_at(tmp_path / "再", DATA.replace("权重: 40%", "权重: 30%"), 审核=RELATIONS + rule))
    assert [one[0] for one in found] == ["S1"], found
    assert "90%" in found[0][2]


def test_functions_and_own_names_are_reserved() -> None:
    assert set(FUNCTIONS) <= RESERVED


def test_a_misspelt_scope_is_told_once(tmp_path: Path) -> None:
    formulas = FORMULAS + "  - {名称: 新率, 范围: 资产表, 公式: 净值 ÷ 原值}\n"
    format, problems = load_format(folder_of(tmp_path, 运算=formulas), NAME)
    assert [(one.code, one.place.line) for one in problems] == [("D5", 8)], problems
    assert "资产表" in problems[0].message
    assert all(name in problems[0].hint for name in ("来源", "资产", "目标"))
    assert format is not None
    assert "新率" in {row.name.text for row in format.formulas}


def test_what_nobody_uses_is_told(tmp_path: Path) -> None:
    head = FORMAT.replace("列表:\n", "  - {在: 项目, 名称: 备用, 类型: 文字}\n列表:\n")
    idle = unprinted(format_of(folder_of(tmp_path, head)))
    assert {one.message.split("”")[0][4:] for one in idle} == {"受益人数", "申报日", "跨年", "备用"}
    assert {(one.code, one.level) for one in idle} == {("T8", Level.HINT)}
    at = next(n for n, line in enumerate(head.splitlines(), 1) if "备用" in line)
    assert at in {one.place.line for one in idle}


def test_the_fields_of_an_unknown_format_are_not_told(tmp_path: Path) -> None:
    found = told(looked_at(tmp_path, DATA.replace(f"格式: {NAME}", "格式: 试行的")))
    assert [(one[0], one[1]) for one in found] == [("D12", 1)], found


def test_a_loop_over_a_group_is_refused(tmp_path: Path) -> None:
    body = p("{%p for 目 in 单位 %}") + p("{{ 目.名称 }}") + p("{%p endfor %}")
    examined = looked_at(tmp_path)
    assert examined.case is not None
    template = tmp_path / "环.docx"
    template.write_bytes(docx(body))
    one = plan(examined.case, draft=False)[0]
    content, problems = fill(template, one.names, one.properties, draft=False)
    assert content is None
    assert len(problems) == 1
    assert "“单位”是一组名称，不是列表" in problems[0].message


def test_a_project_file_has_them_too(tmp_path: Path) -> None:
    head, project = DATA.split("项目:\n")
    lines = [line[4:] for line in project.splitlines()]
    (tmp_path / "甲.yaml").write_text("\n".join(lines).replace("名称: 甲", "名称: 甲", 1) + "\n", encoding="utf-8")
    examined = looked_at(tmp_path, head + "项目文件: [甲.yaml]\n")
    assert told(examined) == []
    assert examined.case is not None
    assert shown(examined.case.root, "项目.甲.总分") == "88.4分"


def test_a_file_that_is_no_mapping_is_told_as_before(tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text("- 甲\n", encoding="utf-8")
    assert examine(path, folder_of(tmp_path)).problems == load_document(path, str(path))[1]


def test_an_empty_list_may_be_looped_over(tmp_path: Path) -> None:
    data = "\n".join(line for line in DATA.splitlines() if "累计折旧" not in line and "资产:" not in line) + "\n"
    examined = looked_at(tmp_path, data)
    assert told(examined) == []
    assert examined.case is not None
    one = plan(examined.case, draft=False)[0]
    content, problems = fill(one.template, one.names, one.properties, draft=False)
    assert problems == ()
    assert content is not None
    assert "张三，12人，3万元|合计|||甲" in "|".join(texts(part(content)))


GOALS = FORMAT.replace("在: 项目\n    字段:\n      - {名称: 权重", "在: 部门\n    字段:\n      - {名称: 权重")
OF_DEPARTMENT = (
    HEAD.replace("中心}", "中心, 填表人: 张三}")
    + """\
目标:
  - 权重: 100%
    指标:
      - {一级: 产出指标, 二级: 数量指标, 三级: 检查, 符号: ≥, 指标值: 10, 完成值: 5, 单位: 次, 分值: 60, 偏差原因: 甲乙}
"""
)


@pytest.mark.parametrize(("scored", "printed"), [("是", ["30分", "30分", "60分"]), ("否", ["", "", ""])])
def test_goals_of_the_department_are_scored_as_its_indicators_are(
    tmp_path: Path, scored: str, printed: list[str]
) -> None:
    formulas = "运算:\n  - {名称: 每分, 范围: 指标, 公式: 得分 ÷ 分值}\n"
    templates = folder_of(
        tmp_path, GOALS, p("甲"), 运算=formulas, 审核="审核: []\n", profile=f"部门指标计分: {scored}\n"
    )
    path = tmp_path / "数据.yaml"
    path.write_text(OF_DEPARTMENT, encoding="utf-8")
    case = examine(path, templates).case
    assert case is not None
    goal = case.root.at_path("目标.1")
    assert isinstance(goal, Scope)
    row = goal.find("指标")
    assert isinstance(row, Scope)
    found = [str(number(row.items[0], "得分")), str(number(goal, "总分")), str(number(goal, "分值合计"))]
    assert (found, "每分" in row.items[0].members) == (printed, scored == "是")
    assert case.scores(goal) is (scored == "是")
    assert [owner.name for owner, _ in case.indicator_groups()] == ["目标.1"]


def test_formulas_for_shares_and_for_the_departments_indicators(tmp_path: Path) -> None:
    formulas = (
        "运算:\n  - {名称: 份额, 范围: 分配, 公式: 金额 ÷ 全年预算数, 单位: '%'}\n"
        "  - {名称: 差, 范围: 部门指标, 公式: 完成值 - 指标值}\n"
    )
    data = """\
指标:
  - {一级: 产出指标, 二级: 数量指标, 三级: 检查, 符号: ≥, 指标值: 10, 完成值: 12, 单位: 次}
项目:
  - {名称: 甲, 年初预算数: 10, 分配: {东: {金额: 4}, 西: {金额: 6}}}
"""
    root, problems = derived(tmp_path, data, 运算=formulas)
    assert problems == ()
    names = ("项目.甲.分配.东.份额", "项目.甲.分配.合计.金额", "指标.数量指标.检查.差")
    assert [shown(root, name) for name in names] == ["40.00%", "10万元", "2次"]


def test_inherited_rules_about_rows_of_sources_that_are_not_there_do_not_hold(tmp_path: Path) -> None:
    """通用-项目支出自评表 has rules about its three rows of 来源; a format with rows of its own keeps the others."""
    profile = "继承: 通用-项目支出自评表\n"
    own = "来源行: [一般公共预算, 单位资金]\n文件:\n  - {模板: 报告.docx, 名称: 报告}\n"
    templates = shipped_folder()
    folder = tmp_path / "templates"
    format_folder(folder, NAME, format="名称: 试行格式\n" + own, profile=profile)
    (folder / NAME / "报告.docx").write_bytes(b"")
    mine, _ = load_format(folder, NAME)
    base, _ = load_format(templates, "通用-项目支出自评表")
    assert mine is not None
    assert base is not None
    gone = {row.name.text for row in base.formulas} - {row.name.text for row in mine.formulas}
    assert {name.removesuffix("全年执行数") for name in gone if name.endswith("全年执行数")} == {
        "当年财政拨款", "上年结转资金", "其他资金",
    }  # fmt: skip
    rules = {row.rule.text for row in mine.relations}
    assert not [rule for rule in rules if "上年结转资金" in rule or "三行" in rule]
    assert "这一来源的全年执行数不超过它的全年预算数" in rules
    assert {row.rule.text for row in base.relations} > rules
