"""Scoring rules that a format names, what they say of themselves, and every mistake that can be made in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import HEAD, NAME, derived, format_of, shown, templates_with
from small_docx import docx, p

from reportgen.figures.figure import Figure
from reportgen.figures.why import show_why
from reportgen.formats import load_format
from reportgen.pipeline import Examined, examine
from reportgen.problem import Problem
from reportgen.starting.blank import blank
from reportgen.starting.fields_used import fields_used

ROW = "{{一级: 产出指标, 二级: 数量指标, 三级: 培训, 符号: ≥, 指标值: 10, 完成值: {done}, 分值: 10{more}}}"
RATE = "{{一级: 满意度指标, 二级: 满意度指标, 三级: 群众, 符号: ≥, 指标值: 90%, 完成值: {done}, 分值: 10{more}}}"


def project(*rows: str) -> str:
    listed = "".join(f"      - {row}\n" for row in rows)
    return f"项目:\n  - 名称: 甲\n    年初预算数: 10\n    全年执行数: 9\n    指标:\n{listed}"


def with_profile(folder: Path, profile: str, *rows: str) -> Examined:
    """The examined data of one project with these indicators under a profile."""
    folder.mkdir(exist_ok=True)
    data = folder / "数据.yaml"
    data.write_text(HEAD + project(*rows), encoding="utf-8")
    return examine(data, templates_with(folder, profile=profile), maintaining=True)


def messages(found: tuple[Problem, ...], code: str) -> list[str]:
    return [p.message for p in found if p.code == code]


BANDS = "计分法: [{名称: 三档, 比: 完成值, 档: [{下限: 90%, 得分: 100%}, {下限: 80%, 得分: 8}]}]\n"


def test_why_tells_the_rule_the_band_and_the_operands(tmp_path: Path) -> None:
    root, problems = derived(tmp_path, project(RATE.format(done="85%", more=", 计分: 三档")), profile=BANDS)
    assert problems == ()
    score = root.at_path("项目.甲.指标.满意度指标.群众.得分")
    assert isinstance(score, Figure)
    tree = show_why(score).splitlines()
    assert tree[0].endswith("得分 8分")
    assert tree[1].strip() == "= 计分法“三档”：完成值 85%，在“80%及以上”一档，得 8 分"
    assert [line.split()[1].rpartition(".")[2] for line in tree[2:]] == ["分值", "完成值"]


def test_a_typed_score_is_compared_with_that_of_the_rule(tmp_path: Path) -> None:
    row = RATE.format(done="85%", more=", 计分: 三档, 得分: {填报: 9.4}")
    [told] = messages(with_profile(tmp_path, BANDS, row).problems, "S4")
    assert "填报 9.4，按 计分法“三档”：完成值 85%，在“80%及以上”一档，得 8 分 应为 8.00，差 1.40分" in told


def test_a_score_beyond_the_weight_is_told(tmp_path: Path) -> None:
    profile = "计分法: [{名称: 定额, 比: 完成值, 档: [{下限: 5, 得分: 12}]}]\n"
    found = with_profile(tmp_path, profile, ROW.format(done=8, more=", 计分: 定额"))
    [told] = messages(found.problems, "S3")
    assert "得分 12，应 ≤ 分值 10" in told


@pytest.mark.parametrize(("methods", "hint"), [(BANDS, "只能填：三档"), ("", "没有规定计分法")])
@pytest.mark.parametrize("scored", ["是", "否"])
def test_an_unknown_rule_is_told_with_those_there_are(methods: str, hint: str, scored: str, tmp_path: Path) -> None:
    profile = f"{methods}项目指标计分: {scored}\n"
    found = with_profile(tmp_path, profile, ROW.format(done=8, more=", 计分: 五档"))
    [one] = [p for p in found.problems if p.code == "D5"]
    assert (one.place.line, one.message) == (9, "“计分”填了“五档”")
    assert hint in one.hint


def test_the_row_goes_before_its_third_second_and_first_level(tmp_path: Path) -> None:
    names = {"点名": 1, "三级": 2, "二级": 3, "一级": 4}
    used = {"三级": "培训", "二级": "数量", "一级": "产出"}
    rules = ", ".join(f"{{名称: {n}, 公式: {points}, 用于: {used.get(n, '')}}}" for n, points in names.items())
    for number, (said, points) in enumerate(names.items()):
        row = ROW.format(done=8, more=", 计分: 点名" if said == "点名" else "")
        row = row.replace("培训", "别的") if said in ("二级", "一级") else row
        row = row.replace("数量指标", "质量指标") if said == "一级" else row
        found = with_profile(tmp_path / str(number), f"计分法: [{rules}]\n", row)
        assert found.case is not None
        [indicator] = found.case.projects[0].find("指标")  # type: ignore[union-attr, misc]
        assert str(indicator.find("得分")) == f"{points}分"


@pytest.mark.parametrize(
    ("methods", "code", "said"),
    [
        ("{名称: 甲}", "D2", "都没有写"),
        ("{名称: 甲, 方法: 二元, 公式: 分值}", "D2", "写了方法，又写了公式"),
        ("{名称: 甲, 档: [{下限: 90%, 得分: 5}]}", "D2", "没有写拿哪个数与各档比"),
        ("{名称: 甲, 公式: 分值, 比: 完成值}", "D2", "没有写下限或上限"),
        ("{名称: 甲, 方法: 二元, 合格线: 60%}", "D3", "不按比例，不用合格线"),
        ("{名称: 甲, 比: 完成值, 档: [{下限: 九成, 得分: 5}]}", "D4", "“下限”应是数字"),
        ("{名称: 甲, 比: 完成值, 档: [{下限: 90%, 得分: 满分}]}", "D4", "“得分”应是数字"),
        ("{名称: 甲, 比: 完成值, 档: [{下限: 90%, 得分: 120%}]}", "D4", "0 到 100%"),
        ("{名称: 甲, 比: 完成值, 档: [{下限: 90%, 得分: 5}, {得分: 0}]}", "D2", "第 2 档要写等次"),
        ("{名称: 甲, 比: 完成值, 档: [{下限: 90%, 得分: 5}, {等次: 优, 得分: 0}]}", "D3", "有的档写等次"),
        ("{名称: 甲, 比: 完成值, 档: [{下限: 60%, 得分: 5}, {下限: 90%, 得分: 8}]}", "D3", "第 2 档轮不到"),
        ("{名称: 甲, 比: 完成值, 档: [{上限: 20%, 得分: 5}, {上限: 10%, 得分: 8}]}", "D3", "第 2 档轮不到"),
        ("{名称: 甲, 档: [{等次: 优, 得分: 5}, {等次: 优, 得分: 8}]}", "D3", "第 2 档轮不到"),
        ("{名称: 甲, 方法: 二元}, {名称: 甲, 方法: 线性}", "T3", "写了两次"),
        ("{名称: 甲, 方法: 二元, 用于: 数量}, {名称: 乙, 方法: 线性, 用于: 数量指标}", "T3", "已经用于计分法“甲”"),
        ("{名称: 甲, 方法: 随便}", "D5", "随便"),
        ("{方法: 二元}", "D2", "缺少“名称”"),
    ],
)
def test_mistakes_in_rules(methods: str, code: str, said: str, tmp_path: Path) -> None:
    _, problems = load_format(templates_with(tmp_path, profile=f"舍入: 四舍五入\n计分法: [{methods}]\n"), NAME)
    [one] = problems
    assert (one.code, one.place.line, Path(one.place.file).name) == (code, 2, "profile.yaml")
    assert said in one.message
    assert one.hint


def test_bands_may_overlap_where_each_can_be_reached(tmp_path: Path) -> None:
    bands = "[{下限: 95%, 上限: 105%, 得分: 100%}, {下限: 90%, 上限: 110%, 得分: 50%}]"
    root, problems = derived(
        tmp_path,
        project(*(ROW.format(done=n, more="").replace("培训", f"第{n}") for n in (10, 9, 11, 8))),
        profile=f"计分法: [{{名称: 甲, 用于: 数量, 比: 完成值 ÷ 指标值, 档: {bands}}}]\n",
    )
    assert problems == ()
    assert [shown(root, f"项目.甲.指标.数量指标.第{n}.得分") for n in (10, 9, 11, 8)] == ["10分", "5分", "5分", "0分"]


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("公式: 分值 - (90 - 完成值) ÷ 5 × 1", "写成 90%"),
        ("公式: 分值 - (90% - 完成值) ÷ 5 × 1", "分值 - (90% - 完成值) ÷ 5% × 1"),
        ("公式: 没有的 + 1", "没有“没有的”这个名称"),
        ("公式: 年初预算数", "得出的是10万元"),
        ("比: 完成值, 档: [{下限: 90, 得分: 5}]", "各档也要写成百分数"),
        ("公式: 得分 + 1", "成了圈"),
    ],
)
def test_a_rule_that_cannot_be_reckoned_is_told_at_its_line(method: str, said: str, tmp_path: Path) -> None:
    profile = f"舍入: 四舍五入\n计分法:\n  - {{名称: 甲, 用于: 满意度指标, {method}}}\n"
    root, problems = derived(tmp_path, project(RATE.format(done="85%", more="")), profile=profile)
    [one] = problems
    assert (one.code, one.place.line, Path(one.place.file).name) == ("T4", 3, "profile.yaml")
    assert said in one.message
    assert shown(root, "项目.甲.指标.满意度指标.群众.得分") == ""


def test_what_the_message_says_to_write_works(tmp_path: Path) -> None:
    profile = "计分法: [{名称: 甲, 用于: 满意度, 公式: 分值 - (90% - 完成值) ÷ 5% × 1}]\n"
    root, problems = derived(tmp_path, project(RATE.format(done="85%", more="")), profile=profile)
    assert problems == ()
    assert shown(root, "项目.甲.指标.满意度指标.群众.得分") == "9分"


@pytest.mark.parametrize(
    "method", ["公式: 分值 × 完成值 ÷ 指标值", "比: 绝对值(完成值 - 指标值), 档: [{上限: 100, 得分: 5}]"]
)
def test_no_score_without_an_actual_value(method: str, tmp_path: Path) -> None:
    profile = f"计分法: [{{名称: 甲, 用于: 数量, {method}}}]\n"
    root, problems = derived(tmp_path, project(ROW.format(done="", more="")), profile=profile)
    assert problems == ()
    assert shown(root, "项目.甲.指标.数量指标.培训.得分") == ""


GRADES = "计分法: [{名称: 五级, 用于: 满意度, 档: [{等次: 优, 得分: 100%}, {等次: 良, 得分: 80%}]}]\n"


@pytest.mark.parametrize(("done", "told"), [("优", ""), ("很好", "等次“很好”不在计分法“五级”的等次里")])
def test_a_grade_must_be_one_of_the_rule(done: str, told: str, tmp_path: Path) -> None:
    row = RATE.format(done=done, more="").replace("符号: ≥, 指标值: 90%", "符号: 定性, 指标值: 好")
    found = messages(with_profile(tmp_path, GRADES, row).problems, "S8")
    assert [told in message for message in found] == ([True] if told else [])


def test_a_qualitative_indicator_of_no_rule_is_in_the_bands_of_the_profile(tmp_path: Path) -> None:
    row = RATE.format(done="达成", more=", 得分: 5").replace("符号: ≥, 指标值: 90%", "符号: 定性, 指标值: 好")
    assert len(messages(with_profile(tmp_path / "甲", "得分: {位数: 2}\n", row).problems, "S8")) == 1
    proportion = "计分法: [{名称: 比, 用于: 满意度, 方法: 比例}]\n"
    bare = row.replace(", 得分: 5", "")
    [told] = messages(with_profile(tmp_path / "乙", proportion, bare).problems, "S8")
    assert "算不出它的得分" in told


# new


def proposed(folder: Path, profile: str) -> list[str]:
    """The lines that `new` writes below 指标 for a format that prints the columns of a project's indicators."""
    templates = templates_with(folder, profile=profile)
    tags = ("一级", "二级", "三级", "指标值", "完成值", "分值", "得分")
    loop = "".join(f"{{{{ 行.{word} }}}}" for word in tags)
    (templates / NAME / "报告.docx").write_bytes(docx(p(f"{{% for 行 in 本项目.指标 %}}{loop}{{% endfor %}}")))
    format = format_of(templates)
    return [line.strip() for line in blank(format, fields_used(format), "数据.yaml", "s.json").splitlines()]


def test_new_proposes_the_rows_and_rules_of_the_profile(tmp_path: Path) -> None:
    lines = proposed(tmp_path, f"{BANDS}权重: []\n必填一级: [决策指标]\n必填二级: []\n执行率: {{分值: 40}}\n")
    rows = [line for line in lines if line.startswith("- {")]
    [row] = rows
    assert row.startswith("- {一级: 决策指标, 二级: 决策指标, 三级: （此处写一条决策指标）, ")
    assert row.endswith(", 分值: 60}")
    assert "# 另按计分法得分的，加上 计分: 三档；可填：三档" in lines


def test_new_proposes_no_weights_for_a_form_without_scores(tmp_path: Path) -> None:
    rows = [line for line in proposed(tmp_path, "项目指标计分: 否\n") if line.startswith("- {")]
    assert len(rows) == 6
    assert not any("分值" in row for row in rows)


# 必填一级


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("必填一级: []", []),
        ("必填一级: [产出指标]", []),
        ("必填一级: [产出指标, 过程指标]", ["项目.甲 缺少一级指标：过程指标"]),
        ("", ["项目.甲 缺少一级指标：效益指标、满意度指标"]),
    ],
)
def test_first_levels_that_a_format_asks_for(rule: str, told: list[str], tmp_path: Path) -> None:
    found = with_profile(tmp_path, f"{rule}\n必填二级: []\n", ROW.format(done=10, more=""))
    assert messages(found.problems, "S13") == told


def test_a_second_level_may_be_called_as_its_first(tmp_path: Path) -> None:
    row = ROW.format(done=10, more="").replace("产出指标", "效益指标").replace("数量指标", "效益指标")
    found = with_profile(tmp_path, "必填一级: []\n权重: []\n必填二级: [时效指标]\n", row)
    assert messages(found.problems, "S13") == ["项目.甲 缺少二级指标：时效指标"]


# 运算


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("执行率 - 80", "80 要写成 80%"),
        ("若(执行率 >= 90, 1, 0)", "写成 90%"),
        ("90 - 执行率", "写成 90%"),
        ("年初预算数 - 执行率", "单位不同，不能相加减"),
        ("(90% - 执行率) ÷ 5 × 2", "5 写成 5%"),
        ("绝对值(执行率 - 90%) ÷ 2.5", "2.5 写成 2.5%"),
    ],
)
def test_a_percentage_beside_a_bare_number_is_told(formula: str, said: str, tmp_path: Path) -> None:
    rows = f"运算:\n  - {{名称: 差, 范围: 项目, 合计: 否, 公式: '{formula}'}}\n"
    _, problems = derived(tmp_path, project(ROW.format(done=10, more="")), 运算=rows)
    [one] = problems
    assert said.replace("80 要", "") in one.message


@pytest.mark.parametrize(
    ("formula", "value"),
    [("1 - 执行率", "10%"), ("执行率 - 0", "90%"), ("执行率 × 100 - 80", "10"), ("5 ÷ 2.5", "200%")],
)
def test_the_whole_and_zero_need_no_sign(formula: str, value: str, tmp_path: Path) -> None:
    rows = f"运算:\n  - {{名称: 差, 范围: 项目, 合计: 否, 公式: '{formula}'}}\n"
    root, problems = derived(tmp_path, project(ROW.format(done=10, more="")), 运算=rows)
    assert problems == ()
    assert shown(root, "项目.甲.差") in (value, value.replace("%", ".00%"))


def test_a_ratio_that_projects_have_and_their_sum_has_not(tmp_path: Path) -> None:
    row = "{名称: 来源率, 范围: 项目, 公式: 全年执行数 ÷ 合计(来源.全年预算数), 单位: '%'MORE}"
    data = "项目:\n  - {名称: 甲, 年初预算数: 10, 全年执行数: 9, 来源: {财政: {全年预算数: 10}}}\n"
    for number, (more, codes) in enumerate(((", 合计: 否", []), ("", ["T4"]))):
        rows = f"运算:\n  - {row.replace('MORE', more)}\n"
        folder = tmp_path / str(number)
        folder.mkdir()
        root, problems = derived(folder, data, 运算=rows)
        assert [p.code for p in problems] == codes
        assert shown(root, "项目.甲.来源率") == "90.00%"
        if problems:
            assert "合计: 否" in problems[0].hint


@pytest.mark.parametrize("formula", ["合计(单位, 一级 == '甲')", "数量(名称, 1 == 1)"])
def test_only_lists_are_chosen_from(formula: str, tmp_path: Path) -> None:
    rows = f'运算:\n  - {{名称: 数, 范围: 项目, 合计: 否, 公式: "{formula}"}}\n'
    _, problems = derived(tmp_path, project(ROW.format(done=10, more="")), 运算=rows)
    assert [p.code for p in problems] == ["T4"]
    assert "列表" in problems[0].message


# Forms of other places


RUBRIC = """\
部门指标计分: 是
部门执行率计分: 否
计分法:
  - {名称: 控制率, 比: 完成值, 档: [{上限: 100%, 得分: 5}]}
  - 名称: 调整率
    比: 完成值
    档: [{上限: 0, 得分: 3}, {上限: 10%, 得分: 2}, {上限: 20%, 得分: 1}, {上限: 30%, 得分: 0.5}]
"""
RATES = """\
运算:
  - {名称: 在职人员控制率, 公式: 合计(单位.人员.在职) ÷ 合计(单位.人员.编制), 单位: "%", 位数: 2}
  - {名称: 预算调整率, 公式: 绝对值(年度资金总额.全年预算数 - 事实.年初批复.值) ÷ 事实.年初批复.值, 单位: "%", 位数: 2}
"""


@pytest.mark.parametrize(
    ("posts", "initial", "scores"),
    [(20, 100, ["5分", "3分"]), (18, 95, ["0分", "2分"]), (20, 80, ["5分", "0.5分"]), (20, 70, ["5分", "0分"])],
)
def test_a_rubric_of_department_figures(posts: int, initial: int, scores: list[str], tmp_path: Path) -> None:
    row = "  - {{一级: 投入, 二级: 目标设定, 符号: ≤, 指标值: 100%, {}}}\n"
    rows = row.format("三级: 人员控制, 完成值: 【在职人员控制率】, 分值: 5, 计分: 控制率")
    rows += row.format("三级: 预算调整, 完成值: 【预算调整率】, 分值: 3, 计分: 调整率")
    funds = f"资金: {{支出: {{基本支出: {{全年预算数: 100}}}}}}\n事实: {{年初批复: {{值: {initial}, 单位: 万元}}}}\n"
    data = f"{funds}指标:\n{rows}"
    (tmp_path / "数据.yaml").write_text(
        f"格式: {NAME}\n年度: 2024\n单位: {{名称: 甲局, 人员: {{编制: {posts}, 在职: 20}}}}\n{data}", encoding="utf-8"
    )
    found = examine(tmp_path / "数据.yaml", templates_with(tmp_path, profile=RUBRIC, 运算=RATES), maintaining=True)
    assert found.case is not None
    assert not [p for p in found.problems if p.code in ("T4", "N1", "D5")]
    assert [shown(found.case.root, f"指标.目标设定.{name}.得分") for name in ("人员控制", "预算调整")] == scores


def test_weights_in_per_cent(tmp_path: Path) -> None:
    fields = "名称: 试\n文件: [{模板: 报告.docx, 名称: 报告}]\n字段: [{在: 指标, 名称: 权重, 类型: 数, 单位: '%'}]\n"
    rows = "运算:\n  - {名称: 分值, 范围: 指标, 公式: 权重 × 100, 单位: 分}\n"
    row = ROW.format(done=5, more="").replace("分值: 10", "权重: 40%")
    (tmp_path / "数据.yaml").write_text(HEAD + project(row), encoding="utf-8")
    templates = templates_with(tmp_path, format=fields, 运算=rows, profile="执行率: {分值: 60}\n")
    found = examine(tmp_path / "数据.yaml", templates, maintaining=True)
    assert found.case is not None
    assert [shown(found.case.root, f"项目.甲.{name}") for name in ("指标.数量指标.培训.得分", "分值合计", "总分")] == [
        "20分",
        "100分",
        "74分",
    ]
    assert not [p for p in found.problems if p.code in ("P6", "S1", "T4")]
