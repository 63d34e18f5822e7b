"""Blocks of a list in Word: `{%tr for 组 in 指标|按(一级) %}`, with the rows and the subtotals of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import derived, format_of, templates_with
from small_docx import docx, only_problem, p, part, tbl, texts, tr, try_fill

from reportgen.figures.groups import grouped
from reportgen.figures.scope import NameProblem, Scope
from reportgen.starting.fields_used import fields_used

DATA = """\
项目:
  - 名称: 甲
    指标:
      - {一级: 产出指标, 二级: 数量指标, 三级: 培训, 符号: ≥, 指标值: 10, 完成值: 10, 单位: 次, 分值: 20}
      - {一级: 效益指标, 二级: 社会效益指标, 三级: 秩序, 符号: ≥, 指标值: 1, 完成值: 1, 单位: 项, 分值: 30}
      - {一级: 产出指标, 二级: 质量指标, 三级: 合格率, 符号: ≥, 指标值: 3, 完成值: 1, 单位: 次, 分值: 22.5}
"""
TABLE = tbl(
    tr("{%tr for 组 in 指标|按(一级) %}"),
    tr("{%tr for 行 in 组.items %}"),
    tr("{{ 组.名称 }}", "{{ 行.三级 }}", "{{ 行.得分.数 }}"),
    tr("{%tr endfor %}"),
    tr("{{ 组.名称 }}小计", "{{ 组.个数 }}", "{{ 组.分值合计 }}得{{ 组.得分合计 }}"),
    tr("{%tr endfor %}"),
)


def indicators(folder: Path) -> Scope:
    root, problems = derived(folder, DATA)
    assert problems == ()
    found = root.at_path("项目.甲.指标")
    assert isinstance(found, Scope)
    return found


def test_blocks_with_subtotals(tmp_path: Path) -> None:
    content, problems = try_fill(tmp_path, docx(TABLE), {"指标": indicators(tmp_path)})
    assert problems == ()
    assert content is not None
    assert [t for t in texts(part(content)) if t] == [
        "产出指标", "培训", "20", "产出指标", "合格率", "7.5", "产出指标小计", "2个", "42.5分得27.5分",
        "效益指标", "秩序", "30", "效益指标小计", "1个", "30分得30分",
    ]  # fmt: skip


@pytest.mark.parametrize("tag", ["指标|按('一级')", "指标|按(一级)"])
def test_a_group_is_a_list_that_can_be_grouped_again(tag: str, tmp_path: Path) -> None:
    body = f"{{%p for 组 in {tag} %}}", "{%p for 节 in 组|按(二级) %}", "{{ 组.名称 }}·{{ 节.名称 }}·{{ 节.得分合计 }}"
    text = "".join(p(line) for line in (*body, "{%p endfor %}", "{%p endfor %}"))
    content, problems = try_fill(tmp_path, docx(text), {"指标": indicators(tmp_path)})
    assert problems == ()
    assert content is not None
    assert [t for t in texts(part(content)) if t] == [
        "产出指标·数量指标·20分",
        "产出指标·质量指标·7.5分",
        "效益指标·社会效益指标·30分",
    ]


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("指标|按(没有)", "没有“没有”"),
        ("单位|按(名称)", "要是一个列表"),
        ("指标|按", "按"),
        ("指标|按(一级, 二级)", "至多 1 个"),
        ("指标|按(行.一级)", "一个字段的名称"),
        ("指标|按(1 + 1)", "计算"),
    ],
)
def test_what_cannot_be_grouped(tag: str, said: str, tmp_path: Path) -> None:
    names = {"指标": indicators(tmp_path), "单位": Scope("单位", {"名称": "甲局"})}
    problem = only_problem(tmp_path, docx(p(f"{{% for 组 in {tag} %}}{{{{ 组.名称 }}}}{{% endfor %}}")), names)
    assert said in problem.message + problem.hint


def test_numbers_of_several_units_have_no_sum(tmp_path: Path) -> None:
    listed = indicators(tmp_path)
    first, *_ = grouped(listed, "二级")
    whole, *_ = grouped(listed, "符号")
    assert str(first.find("指标值合计")) == "10次"
    with pytest.raises(ValueError, match="单位不同"):
        whole.find("指标值合计")
    with pytest.raises(NameProblem):
        whole.find("三级合计")


def test_new_asks_for_what_groups_print(tmp_path: Path) -> None:
    templates = templates_with(tmp_path)
    table = p("{% for 组 in 本项目.指标|按(一级) %}{{ 组.名称 }}{{ 组.分值合计 }}{% endfor %}")
    (templates / "试行" / "报告.docx").write_bytes(docx(table))
    needs = fields_used(format_of(templates)).needs
    assert {("项目", "指标", "一级"), ("项目", "指标", "分值")} <= set(needs)
