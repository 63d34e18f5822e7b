"""Scoring rules of a format: steps, full marks, further points, units; each mistake is told at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import HEAD, NAME, derived, format_of, shown, templates_with
from small_docx import docx, p, tbl, tr

from reportgen.figures.rules import named_rules
from reportgen.format_check import check_format
from reportgen.formats import load_format, load_rules
from reportgen.pipeline import Examined, examine

STEPS = "执行率:\n  分值: 20\n  方法: 分档\n  分档:\n    - {下限: 90%, 得分: 20}\n    - {下限: 80%, 得分: 15}\n"
FIRST, SECOND, METHOD = "    - {下限: 90%, 得分: 20}\n", "    - {下限: 80%, 得分: 15}\n", "  方法: 分档\n"


def told(folder: Path, profile: str) -> list[str]:
    """What reading a profile finds: code, level, line."""
    problems = load_format(templates_with(folder, profile=profile), NAME)[1]
    return [f"{one.code} {one.level.value} {one.place.line}" for one in problems]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (METHOD, "", ["D3 强制性 4"]),
        ("  分档:\n" + FIRST + SECOND, "", ["D2 强制性 3"]),
        (FIRST + SECOND, SECOND + FIRST, ["D3 强制性 6"]),
        ("下限: 80%", "下限: 90%", ["D3 强制性 6"]),
        ("得分: 20}", "得分: 25}", ["D4 强制性 5"]),
        ("得分: 20}", "得分: 18}", ["D4 核实性 5"]),
        (", 得分: 15", "", ["D2 强制性 6"]),
        ("得分: 15", "得分: -15", ["D4 强制性 6"]),
        ("下限: 80%", "下限: 80", ["D8 强制性 6"]),
        ("分值: 20", "分值: 10", ["D4 强制性 5", "D4 强制性 6"]),
        ("分值: 20", "分值: 无", []),
        ("", "", []),
    ],
)
def test_steps_that_give_wrong_scores_are_told_at_their_line(
    before: str, after: str, says: list[str], tmp_path: Path
) -> None:
    assert told(tmp_path, STEPS.replace(before, after, 1)) == says


def test_the_remedy_of_steps_says_what_to_write(tmp_path: Path) -> None:
    def first(name: str, profile: str) -> tuple[str, str]:
        problem = load_format(templates_with(tmp_path / name, profile=profile), NAME)[1][0]
        return problem.message, problem.hint

    over = first("一", STEPS.replace("得分: 20}", "得分: 25}"))
    assert over == ("执行率的第 1 档得 25 分，超过执行率的分值 20", "更正得分，或写 分值: 25")
    assert told(tmp_path / "二", STEPS.replace("得分: 20}", "得分: 25}").replace("分值: 20", "分值: 25")) == []
    idle = first("三", STEPS.replace(METHOD, ""))
    assert idle == (
        "写了执行率的“分档”，方法却是“按比例”，各档不起作用",
        "加上 方法: 分档；按比例得分的，删去“分档”",
    )


def test_inherited_steps_may_be_put_out_of_use(tmp_path: Path) -> None:
    templates = templates_with(tmp_path, profile="继承: 上级\n执行率: {方法: 按比例}\n")
    above = templates / "上级"
    above.mkdir()
    (above / "profile.yaml").write_text(STEPS, encoding="utf-8")
    assert load_format(templates, NAME)[1] == ()
    (above / "profile.yaml").write_text(STEPS.replace(METHOD, ""), encoding="utf-8")
    (templates / NAME / "profile.yaml").write_text("继承: 上级\n", encoding="utf-8")
    assert [one.place.file.split("/")[-2] for one in load_format(templates, NAME)[1]] == ["上级"]


def test_what_is_below_the_last_step_is_said(tmp_path: Path) -> None:
    root, _ = derived(tmp_path, "", profile=STEPS)
    assert "90%及以上20分、80%及以上15分、80%以下0分；" in shown(root, "规则.口径")
    rules = format_of(templates_with(tmp_path / "零", profile=STEPS.replace("80%", "0%"))).profile
    assert "以下0分" not in str(named_rules(rules, root).find("口径"))


# Full marks, further points

HUNDRED = """权重:
  - {一级: 产出指标, 分值: 70}
  - {一级: 效益指标, 分值: 20}
  - {一级: 满意度指标, 分值: 10}
"""  # with 10 of the execution rate 110
NINETY = HUNDRED.replace("70", "60")
FORM = "名称: 试行格式\n文件:\n  - {模板: 报告.docx, 名称: 自评表（【本项目.名称】）, 逐项: 项目}\n"
FURTHER = FORM + "字段:\n  - {在: 项目, 名称: 创新加分, 类型: 数, 单位: 分, 说明: 附加分}\n"
BODY = p("{{ 本项目.名称 }}{{ 本项目.总分 }}") + tbl(
    tr("指标", "得分"),
    tr("{%tr for 行 in 本项目.指标 %}"),
    tr("{{ 行.一级 }}{{ 行.三级 }}{{ 行.完成值 }}", "{{ 行.得分.数 }}"),
    tr("{%tr endfor %}"),
)
TOTAL = "运算:\n  - {名称: 总分, 范围: 项目, 公式: '合计(指标.得分) + 执行率得分 + 创新加分', 单位: 分}\n"
DATA = """格式: 试行
年度: 2024
单位: {名称: 某局}
项目:
  - 名称: 甲
    年初预算数: 10
    全年执行数: 10
    创新加分: %s
    总体目标: {预期: 培训。, 实际: 已培训。}
    指标:
      - {一级: 产出指标, 二级: 数量指标, 三级: 场次, 符号: ≥, 指标值: 1, 完成值: 1, 单位: 次, 分值: 60}
      - {一级: 效益指标, 二级: 社会效益指标, 三级: 户数, 符号: ≥, 指标值: 1, 完成值: 1, 单位: 户, 分值: 20}
      - {一级: 满意度指标, 二级: 满意度指标, 三级: 群众, 符号: ≥, 指标值: 90%%, 完成值: 95%%, 单位: "%%", 分值: 10}
"""


def checked(folder: Path, body: str = BODY, **files: str) -> list[str]:
    templates = templates_with(folder, **{"format": FORM} | files)
    (templates / NAME / "报告.docx").write_bytes(docx(body))
    found = check_format(templates, NAME).problems
    return [f"{one.code} {one.level.value} {Path(one.place.file).name}:{one.place.line}" for one in found]


def scored(folder: Path, points: str, profile: str) -> list[str]:
    """What is said of the scores of a project that has all points of its indicators and so many further ones."""
    path = folder / "数据.yaml"
    folder.mkdir(exist_ok=True)
    path.write_text(DATA % points, encoding="utf-8")
    templates = templates_with(folder, format=FURTHER, 运算=TOTAL, profile=profile + "必填二级: []\n")
    (templates / NAME / "报告.docx").write_bytes(docx(BODY))
    found = examine(path, templates).problems
    return [f"{one.code} {one.message}" for one in found if one.code[0] in "ST"]


def test_a_form_of_110(tmp_path: Path) -> None:
    assert checked(tmp_path / "一", profile=HUNDRED) == ["T44 核实性 profile.yaml:2"]
    assert checked(tmp_path / "二", profile=HUNDRED + "满分: 110\n") == []
    assert checked(tmp_path / "三", profile=NINETY + "满分: 110\n") == ["T44 核实性 profile.yaml:2"]
    templates = templates_with(tmp_path / "四", profile="满分: 110\n")
    [row] = [one for one in format_of(templates).relations if one.code.text == "S1"]
    assert (row.rule.text, row.relation.text) == ("分值合计为 110", "分值合计 == 110")
    rules = load_rules(templates, NAME)
    assert rules is not None
    assert "分值合计为 110" in [one.rule.text for one in rules.relations]


def test_the_relation_of_full_marks_may_still_be_switched_off(tmp_path: Path) -> None:
    rules = "停用: [分值合计为 100]\n审核: []\n"
    assert checked(tmp_path, profile=HUNDRED + "满分: 110\n", 审核=rules) == []


def test_data_of_a_form_of_110(tmp_path: Path) -> None:
    """60 + 20 + 10 of the indicators and 10 of the execution rate are 100."""
    assert [one[:11] for one in scored(tmp_path / "一", "0", NINETY + "满分: 110\n")] == ["S1 项目.甲 分值合计为"[:11]]
    assert scored(tmp_path / "二", "0", NINETY) == []


@pytest.mark.parametrize(
    ("points", "profile", "says"),
    [
        ("0", NINETY + "附加分: 5\n", []),  # not reached: nobody asks why
        ("5", NINETY + "附加分: 5\n", []),
        ("6", NINETY + "附加分: 5\n", ["S3 项目.甲.总分 106，超过满分 105"]),
        ("5", NINETY, ["S18 项目.甲 指标得分率不应比预算", "S3 项目.甲.总分 105，超过满分 100"]),
    ],
)
def test_further_points(points: str, profile: str, says: list[str], tmp_path: Path) -> None:
    found = scored(tmp_path, points, profile)
    assert [one[: len(said)] for one, said in zip(found, says, strict=True)] == says


def test_a_total_with_further_points_says_how_many(tmp_path: Path) -> None:
    files = {"format": FURTHER, "运算": TOTAL}
    body = BODY + p("{{ 本项目.创新加分 }}")
    wrong = ["T52 核实性 运算.yaml:2"]
    assert checked(tmp_path / "一", body, profile=NINETY, **files) == ["T51 强制性 运算.yaml:2"]
    assert checked(tmp_path / "二", body, profile=NINETY + "附加分: 5\n", **files) == []
    little = TOTAL.replace("+ 创新加分", "+ 最小(0.5, 创新加分)")
    assert checked(tmp_path / "七", body, profile=NINETY, **files | {"运算": little}) == wrong
    capped = TOTAL.replace("+ 创新加分", "+ 最小(5, 创新加分)")
    assert checked(tmp_path / "三", body, profile=NINETY + "附加分: 3\n", **files | {"运算": capped}) == wrong
    assert checked(tmp_path / "四", body, profile=NINETY + "附加分: 5\n", **files | {"运算": capped}) == []
    whole = TOTAL.replace("合计(", "最小(100, 合计(").replace("创新加分'", "创新加分)'")
    assert checked(tmp_path / "五", body, profile=NINETY, **files | {"运算": whole}) == []
    less = TOTAL.replace("+ 创新加分", "- 创新加分")
    assert checked(tmp_path / "六", body, profile=NINETY, **files | {"运算": less}) == []


@pytest.mark.parametrize("text", ["满分: 0", "满分: 无", "附加分: -5"])
def test_full_marks_are_marks(text: str, tmp_path: Path) -> None:
    assert told(tmp_path, text + "\n") == ["D4 强制性 1"]


def test_full_marks_are_names(tmp_path: Path) -> None:
    root, _ = derived(tmp_path, "", profile="满分: 110\n附加分: 5\n")
    assert (shown(root, "规则.满分"), shown(root, "规则.附加分")) == ("110分", "5分")
    assert "分值合计110分，附加分最多5分；" in shown(root, "规则.口径")


# What cannot be known of scores is not said

SCORES = BODY + p("{{ 本项目.评定等级 }}")


def test_nothing_is_said_to_be_unscored_while_rules_cannot_be_read(tmp_path: Path) -> None:
    unscored = "执行率: {分值: 无}\n项目指标计分: 否\n部门指标计分: 否\n等级: []\n"
    assert "T46 提示性 报告.docx:0" in checked(tmp_path / "一", SCORES, profile=unscored)
    broken = checked(tmp_path / "二", SCORES, profile="继承: 没有这个\n" + unscored)
    assert [one[:3] for one in broken] == ["T1 "]
    total = "运算:\n  - {名称: 总分, 范围: 项目, 公式: 合计(没有.得分), 单位: 分}\n"
    assert {one[:3] for one in checked(tmp_path / "三", SCORES, 运算=total)} == {"T4 "}
    cut = "运算:\n  - {名称: 总分, 范围: 项目, 公式: 首个(指标.得分, 0), 单位: 分}\n"
    assert not [one for one in checked(tmp_path / "四", SCORES, 运算=cut) if one.startswith("T46")]


def test_a_tag_without_its_space_is_told_once(tmp_path: Path) -> None:
    templates = templates_with(tmp_path, format=FORM)
    body = BODY.replace("{%tr endfor %}", "{%trendfor%}").replace("{%tr for", "{%trfor")
    (templates / NAME / "报告.docx").write_bytes(docx(body))
    found = [(one.code, one.message, one.hint) for one in check_format(templates, NAME).problems]
    assert found == [
        ("T15", "{%trfor 行 in 本项目.指标 %}：tr 后面空一个半角空格", "写成 {%tr for 行 in 本项目.指标 %}"),
        ("T15", "{%trendfor%}：tr 后面空一个半角空格", "写成 {%tr endfor %}"),
    ]


# Units

TOWNS = """名称: 试行格式
文件:
  - {模板: 报告.docx, 名称: 报告}
列表:
  - 名称: 乡镇
    在: 项目
    字段:
      - {名称: 名称, 类型: 文字, 必填: 是}
      - {名称: 户数, 类型: 数, 单位: 户}
      - {名称: 标准, 类型: 数, 单位: 元}
      - {名称: 每户, 类型: 数, 单位: 元/户}
      - {名称: 次数, 类型: 数, 单位: 次}
      - {名称: 下达, 类型: 金额}
"""
TOWN = """项目:
  - 名称: 甲
    年初预算数: 30
    全年执行数: 30
    乡镇:
      - {名称: 东乡, 户数: 318, 标准: 700, 每户: 700, 次数: 4, 下达: 22.26}
"""


def towns(folder: Path, **files: str) -> Examined:
    folder.mkdir(exist_ok=True)
    path = folder / "数据.yaml"
    path.write_text(HEAD + TOWN, encoding="utf-8")
    return examine(path, templates_with(folder, format=TOWNS, **files), maintaining=True)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("公式: 户数 × 标准", "222600元"),  # 318 × 700
        ("公式: 标准 × 户数, 单位: 元", "222600元"),
        ("公式: 户数 × 标准, 单位: 万元", "22.26万元"),
        ("公式: 户数 × 每户", "222600元"),
        ("公式: 每户 × 户数, 单位: 万元", "22.26万元"),
        ("公式: 户数 × 标准 ÷ 10000", "22.26万元"),
        ("公式: 户数 × 标准 ÷ 10000, 单位: 万元", "22.26万元"),
        ("公式: 下达 × 10000", "222600元"),
        ("公式: 下达 × 10000 ÷ 户数", "700"),  # 元 a household: no unit of this language
        ("公式: 户数 × 次数", "1272户·次"),
        ("公式: 户数 × 次数, 单位: 人次", "1272人次"),
        ("公式: 户数 × 0.07, 单位: 万元", "22.26万元"),
        ("公式: 户数 × 次数 ÷ (户数 × 次数)", "100%"),
    ],
)
def test_a_count_times_money_is_money(formula: str, value: str, tmp_path: Path) -> None:
    rows = f"运算:\n  - {{名称: 得数, 范围: 乡镇, {formula}}}\n"
    found = towns(tmp_path, 运算=rows)
    assert found.case is not None
    assert not [one for one in found.problems if one.code == "T4"]
    assert shown(found.case.root, "项目.甲.乡镇.东乡.得数") == value


def related(folder: Path, demand: str) -> list[str]:
    rules = f"审核:\n  - {{代码: F50, 级别: 强制性, 范围: 乡镇, 规则: 试, 要求: {demand}}}\n"
    return [one.message for one in towns(folder, 审核=rules).problems if one.code in ("F50", "T4")]


def test_amounts_of_two_units_are_never_compared_in_silence(tmp_path: Path) -> None:
    [mixed] = related(tmp_path / "一", "下达 == 户数 × 标准")
    assert "单位不同，不能比较" in mixed
    assert "写 单位: 万元，就换算了" in mixed
    assert related(tmp_path / "二", "下达 == 户数 × 标准 ÷ 10000") == []
    [gap] = related(tmp_path / "三", "下达 == 户数 × 标准 ÷ 10000 + 1")
    assert gap.startswith("项目.甲.乡镇.东乡 试：下达 22.26")
    [nonsense] = related(tmp_path / "四", "下达 == 户数 × 次数")
    assert "单位不同" in nonsense


def test_a_product_without_money_cannot_be_called_money(tmp_path: Path) -> None:
    rows = "运算:\n  - {名称: 得数, 范围: 乡镇, 公式: 户数 × 次数, 单位: 万元}\n"
    found = towns(tmp_path, 运算=rows)
    [wrong] = [one for one in found.problems if one.code == "T4"]
    assert "得出的单位是“户·次”，不是金额" in wrong.message
    assert found.case is not None
    assert shown(found.case.root, "项目.甲.乡镇.东乡.得数") == ""
