"""`formats check`: everything wrong with a format at once, as text, as JSON, and as Word comments at the places."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from cases import NAME, templates_with
from click.testing import CliRunner, Result
from docx import Document
from docx.comments import Comment
from lint_cases import UNIT, box, comment, package
from lint_word_cases import names
from small_docx import W, docx, p, part, tbl, tr

from reportgen.cli import main
from reportgen.format_check import check_common, check_format
from reportgen.lint.annotate import annotated, without_own_comments
from reportgen.lint.template import template_of
from reportgen.lint.whole import findings
from reportgen.places import shipped_folder

FORMAT = "名称: 试行格式\n文件:\n  - {模板: 报告.docx, 名称: 报告}\n"
RIGHT = p("{{ 单位.名称 }}{{ 年度 }}年支出{{ 支出.合计 }}。")
SHIPPED = sorted(path.parent.name for path in shipped_folder().glob("*/format.yaml"))


def a_format(folder: Path, body: str = RIGHT, **files: str) -> Path:
    """The folder of a format with this report."""
    templates = templates_with(folder, **files)
    (templates / NAME / "报告.docx").write_bytes(docx(body))
    return templates / NAME


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["formats", "check", *map(str, words)])


def told(folder: Path) -> list[tuple[str, str]]:
    """The codes and 改法 of a format's problems."""
    return [(one.code, one.hint) for one in check_format(folder.parent, folder.name).problems]


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_wrong_with_a_shipped_format(name: str) -> None:
    assert check_format(shipped_folder(), name).problems == ()


def test_nothing_is_wrong_with_the_work_paper_and_the_contents() -> None:
    found = check_common(shipped_folder())
    assert found.problems == ()
    assert set(found.copies) == {"审核底稿.docx", "合订目录.docx"}


def test_nothing_wrong_is_said_in_a_line(tmp_path: Path) -> None:
    done = run(a_format(tmp_path))
    assert (done.exit_code, done.stdout) == (0, f"{NAME}：没有问题\n")


def test_everything_is_told_at_once(tmp_path: Path) -> None:
    rows = (
        "运算:\n"
        "  - {名称: 甲, 范围: 项目, 公式: 全年执行 ÷ 全年预算数}\n"
        "  - {名称: 乙, 公式: (收入.合计 + }\n"
        "  - {名称: 丙, 范围: 指标, 条件: 没有 > 1, 公式: 分值}\n"
    )
    relations = "审核:\n  - {代码: X90, 级别: 强制性, 规则: 试, 要求: 支出.合记 == 收入.合计, 位置: 支出.合计}\n"
    wrong = FORMAT.replace("名称: 报告", "名称: 【单位.全称】报告") + "没有这个词: 1\n"
    body = p("{{ 单位.名字 }}") + p("XX局") + tbl(tr("支出", "{{ 支出.合计 }}万元"))
    folder = a_format(tmp_path, body, format=wrong, 运算=rows, 审核=relations)
    done = run(folder)
    assert done.exit_code == 1
    codes = ["D1", "T28", "T4", "T4", "T4", "T4", "T28", "T30", "T32"]
    found = told(folder)
    assert sorted(code for code, _ in found) == sorted(codes)
    assert ("T28", "可能是“单位.名称”") in found
    assert ("T4", "表上的“全年执行”在公式里叫“全年执行数”") in found
    assert ("T4", "可能是“支出.合计”") in found
    assert f"{NAME}：强制性 8 个、核实性 1 个" in done.stdout
    assert f"{folder / '报告.docx'} 表1 第1行 第2格: 强制性[T32]" in done.stdout
    assert "Traceback" not in done.output


def test_declared_field_that_nothing_uses(tmp_path: Path) -> None:
    head = FORMAT + "字段:\n  - {在: 单位, 名称: 联系人, 类型: 文字}\n"
    idle = a_format(tmp_path / "idle", format=head)
    assert [one.code for one in check_format(idle.parent, idle.name).problems] == ["T8"]
    used = a_format(tmp_path / "used", RIGHT + p("联系人：{{ 单位.联系人 }}"), format=head)
    assert told(used) == []


def test_name_in_a_rule_that_no_data_reach(tmp_path: Path) -> None:
    rows = "运算:\n  - {名称: 甲, 范围: 项目, 公式: '若(1 > 2, 没有这个数, 全年执行数)'}\n"
    rules = "审核:\n  - {代码: X90, 级别: 强制性, 规则: 试, 条件: 1 > 2, 要求: 支出.合记 == 1}\n"
    found = check_format(a_format(tmp_path, 运算=rows, 审核=rules).parent, NAME).problems
    assert [(one.code, one.place.line) for one in found] == [("T4", 2), ("T4", 2)]
    assert {Path(one.place.file).name for one in found} == {"运算.yaml", "审核.yaml"}


def test_sum_over_indicators_of_a_project_without_any(tmp_path: Path) -> None:
    rows = (
        "运算:\n  - {名称: 产出分, 范围: 指标, 公式: 得分, 单位: 分}\n"
        "  - {名称: 产出小计, 范围: 项目, 公式: 合计(指标.产出分), 单位: 分}\n"
    )
    assert told(a_format(tmp_path, 运算=rows)) == []


def test_condition_in_a_sum_looks_at_each_item(tmp_path: Path) -> None:
    right = "运算:\n  - {名称: 甲, 范围: 项目, 公式: '合计(指标.得分, 一级 == ''产出指标'')'}\n"
    assert told(a_format(tmp_path / "对", 运算=right)) == []
    assert told(a_format(tmp_path / "错", 运算=right.replace("一级 ==", "一极 =="))) == [("T4", "可能是“一级”")]


@pytest.mark.parametrize(
    "formula",
    ["数量(指标, 得分 < 分值)", "数量(指标, 空(偏差原因))", "合计(项目.指标.得分, 一级 == '产出指标')"],
)
def test_condition_may_name_what_the_items_have(formula: str, tmp_path: Path) -> None:
    scope = "部门" if formula.startswith("合计") else "项目"
    rule = f'运算:\n  - {{名称: 试算, 范围: {scope}, 公式: "{formula}"}}\n'
    rows = "{% for 项 in 项目 %}{{ 项.名称 }}{% for 行 in 项.指标 %}{{ 行.三级 }}{% endfor %}{% endfor %}"
    assert told(a_format(tmp_path / "right", p(rows), 运算=rule)) == []
    wrong = rule.replace("得分 <", "得份 <").replace("偏差原因", "偏差原由").replace("一级", "一及")
    assert [code for code, _ in told(a_format(tmp_path / "wrong", p(rows), 运算=wrong))] == ["T4"]


def test_name_of_a_fixed_row_of_sources(tmp_path: Path) -> None:
    head = FORMAT.replace("名称: 报告}", "名称: 报告, 逐项: 项目}") + "来源行: [中央补助, 地方资金]\n"
    body = p("{{ 本项目.名称 }}中央{{ 本项目.来源.中央补助.全年预算数 }}")
    rule = "运算:\n  - {名称: 中央, 范围: 项目, 公式: 来源.中央补助.全年预算数 - 来源.地方资金.全年预算数}\n"
    assert told(a_format(tmp_path / "right", body, format=head, 运算=rule)) == []
    wrong = a_format(tmp_path / "wrong", body.replace("补助", "补肋"), format=head, 运算=rule.replace("补助", "补肋"))
    assert told(wrong) == [("T4", "可能是“来源.中央补助”"), ("T28", "可能是“本项目.来源.中央补助”")]


def test_scoring_rule_names(tmp_path: Path) -> None:
    profile = "计分法:\n  - {名称: 甲法, 用于: 满意度, 公式: 分值 × 完成绿}\n"
    assert told(a_format(tmp_path, profile=profile)) == [("T4", "可能是“完成值”或“完成率”")]


def test_condition_of_a_document(tmp_path: Path) -> None:
    row = "{模板: 报告.docx, 名称: 报告, 条件: 项目.个树 > 1}"
    folder = a_format(tmp_path, format=FORMAT.replace("{模板: 报告.docx, 名称: 报告}", row))
    assert told(folder) == [("T4", "可能是“项目.个数”")]


def test_name_of_a_document_that_is_a_group(tmp_path: Path) -> None:
    folder = a_format(tmp_path, format=FORMAT.replace("名称: 报告", "名称: 【单位】"))
    assert told(folder) == [("T28", "写到具体的一个，如 {{ 单位.名称 }}")]


def test_template_that_nothing_uses(tmp_path: Path) -> None:
    folder = a_format(tmp_path)
    (folder / "旧.docx").write_bytes(docx(p("旧")))
    (folder / "~$报告.docx").write_bytes(b"lock")
    done = run(folder)
    assert (done.exit_code, "没有用到“旧.docx”" in done.stdout) == (0, True)


def test_file_that_is_no_document(tmp_path: Path) -> None:
    folder = a_format(tmp_path)
    (folder / "报告.docx").write_bytes(b"no")
    done = run(folder, "--批注", tmp_path / "批注")
    assert done.exit_code == 1
    assert "强制性[T5] 模板打不开" in done.stdout
    assert not (tmp_path / "批注" / "报告.docx").exists()


def test_format_whose_yaml_cannot_be_read_still_has_its_templates_checked(tmp_path: Path) -> None:
    folder = a_format(tmp_path, p("收入{{ 单位.名称 }"))
    (folder / "format.yaml").write_text("文件: [\n", encoding="utf-8")
    codes = {code for code, _ in told(folder)}
    assert "T15" in codes
    assert any(code.startswith("Y") for code in codes)


def test_one_template_alone(tmp_path: Path) -> None:
    folder = a_format(tmp_path, p("{{ 单位.名字 }}"), 运算="运算:\n  - {名称: 甲, 公式: 没有}\n")
    done = run(folder / "报告.docx")
    assert "T28" in done.stdout  # judged by the names of its format
    assert "T4" not in done.stdout
    alone = tmp_path / "另.docx"
    alone.write_bytes(docx(p("{{ 单位.名字 }}{{ 甲 乙 }}")))
    done = run(alone)
    assert ("T15" in done.stdout, "T28" in done.stdout) == (True, False)  # it has no format


def test_all_formats_of_a_folder(tmp_path: Path) -> None:
    folder = a_format(tmp_path)
    done = run("--模板", folder.parent)
    assert (done.exit_code, done.stdout) == (0, f"{NAME}：没有问题\n_通用：没有问题\n")


def test_json_has_the_numbers_of_the_place(tmp_path: Path) -> None:
    body = p("前面") + tbl(tr("甲", "乙"), tr("丙", "{{ 支出.合记 }}"))
    done = run(a_format(tmp_path, body, 运算="运算:\n  - {名称: 甲, 公式: 没有}\n"), "--json")
    rule, cell = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (rule["code"], rule["line"], Path(rule["file"]).name) == ("T4", 2, "运算.yaml")
    assert {key: cell[key] for key in ("table", "row", "cell", "paragraph", "code", "level")} == {
        "table": 1,
        "row": 2,
        "cell": 2,
        "paragraph": 1,
        "code": "T28",
        "level": "强制性",
    }
    assert cell["hint"] == "可能是“支出.合计”"
    assert cell["part"] == cell["note"] == ""


def commented(content: bytes) -> list[tuple[str, str]]:
    """The text of each paragraph that a comment is about, and the comment's."""
    document = Document(io.BytesIO(content))
    comments: dict[str, Comment] = {str(one.comment_id): one for one in document.comments}
    found = []
    for paragraph in document.element.body.iter(f"{W}p"):
        starts = [one.get(f"{W}id") for one in paragraph.findall(f"{W}commentRangeStart")]
        ends = [one.get(f"{W}id") for one in paragraph.findall(f"{W}commentRangeEnd")]
        marks = [one.get(f"{W}id") for one in paragraph.iter(f"{W}commentReference")]
        assert starts == ends == marks
        text = "".join(one.text or "" for one in paragraph.iter(f"{W}t"))
        found += [(text, comments[identity].text) for identity in starts]
        assert all((comments[one].author, comments[one].initials) == ("审核", "审") for one in starts)
    assert len(found) == len(comments)
    return found


def test_comments_stand_at_the_paragraphs(tmp_path: Path) -> None:
    body = p("前面") + p("{{ 单位.名字 }}和{{ 支出.合记 }}") + tbl(tr("甲", "{{ 支出.合计 }}万元")) + p("后面")
    target = tmp_path / "批注"
    done = run(a_format(tmp_path, body), "--批注", target)
    assert done.exit_code == 1
    found = commented((target / "报告.docx").read_bytes())
    assert [text for text, _ in found] == ["{{ 单位.名字 }}和{{ 支出.合记 }}"] * 2 + ["{{ 支出.合计 }}万元"]
    assert found[0][1] == "强制性[T28] 标签 {{ 单位.名字 }}：没有“单位.名字”这个名称\n改法：可能是“单位.名称”"


def test_comment_on_what_is_in_no_paragraph_of_the_body() -> None:
    content = docx(p("正文") + p("第二段"), headers={"default": p("{{ 单位.名字 }}")})
    template = template_of(content, "")
    found = findings(template, [names()])
    assert [text for text, _ in commented(annotated(template, found))] == ["正文"]
    assert "页眉 第1段：标签 {{ 单位.名字 }}" in commented(annotated(template, found))[0][1]


def test_comment_on_a_table_stands_at_its_next_paragraph() -> None:
    template = template_of(docx(p("前") + "<w:tbl><w:tblPr/><w:tblGrid/></w:tbl>" + p("后")), "")
    found = [one for one in findings(template, []) if one.code == "T27"]
    assert [text for text, _ in commented(annotated(template, found))] == ["后"]


def test_comment_on_a_text_box_stands_where_it_hangs() -> None:
    template = template_of(docx(p("前") + box("{{ 数 }}")), "")
    (found,) = [one for one in findings(template, []) if one.code == "T11"]
    inner = [paragraph.element for portion in template.portions for paragraph in portion.boxed]
    content = annotated(template, [replace(found, element=inner[0])])
    assert len(commented(content)) == 1
    (shown,) = part(content).iter(f"{W}txbxContent")
    assert list(shown.iter(f"{W}commentReference")) == []


def test_body_without_paragraph_gets_one() -> None:
    template = template_of(docx("", headers={"default": p("XX局")}), "")
    found = findings(template, [])
    assert [text for text, _ in commented(annotated(template, found))] == [""] * len(found) != []


def test_second_run_passes_over_its_own_comments(tmp_path: Path) -> None:
    folder = a_format(tmp_path, p("{{ 单位.名字 }}") + p("XX局"))
    first = check_format(folder.parent, NAME)
    copy = first.copies["报告.docx"]
    (folder / "报告.docx").write_bytes(copy)
    again = check_format(folder.parent, NAME)
    assert again.problems == first.problems
    assert again.copies["报告.docx"] == copy


def test_comments_of_others_stay() -> None:
    template = template_of(comment("甲", "请核对"), "")
    found = findings(template_of(docx(p("XX局")), ""), [])
    both = annotated(template, found)
    comments = tuple(Document(io.BytesIO(both)).comments)
    assert sorted(one.author for one in comments) == ["审核", "甲"]
    assert len({one.comment_id for one in comments}) == len(comments)
    left = without_own_comments(both)
    assert len(list(part(left).iter(f"{W}commentReference"))) == 1
    assert [one.text for one in Document(io.BytesIO(left)).comments] == ["请核对"]
    assert without_own_comments(left) == left


def test_copy_without_findings_has_no_mark() -> None:
    content = package(UNIT)
    template = template_of(content, "")
    assert without_own_comments(content) == content
    assert commented(annotated(template, ())) == []
