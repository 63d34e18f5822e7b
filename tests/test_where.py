"""`why --位置`: every place where a figure is printed, by the print itself and not by its digits."""

from __future__ import annotations

import io
import json
import re
import shutil
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from reports import CORRECTED, ROOT, TEMPLATES, department, docx_text, examined, files

from reportgen import where
from reportgen.checks.case import Case
from reportgen.cli import main
from reportgen.figures.derive import derive
from reportgen.figures.figure import Figure
from reportgen.figures.mark import Ledger, marked, plain
from reportgen.fill.docx import fill
from reportgen.fill.environment import PRINTED, TemplateEnvironment
from reportgen.pipeline import DOCX, PDF, examine, plan
from reportgen.source.written import State
from reportgen.where import Trace, trace, typed_figures

DATA = ROOT / "data" / "攀枝花西区矿产资源保护中心-2020" / "订正.yaml"
SPENT = "项目.打私保障专项经费.全年执行数"
cases = pytest.mark.parametrize("path", CORRECTED, ids=department)
CELL = re.compile(r"表(\d+) 第(\d+)行 第(\d+)格")


def case_of(path: Path) -> Case:
    case = examined(path).case
    assert case is not None
    return case


@cache
def traced(path: Path) -> Trace:
    return trace(case_of(path))


def figure(found: Trace, name: str) -> Figure:
    value = found.root.at_path(name)
    assert isinstance(value, Figure)
    return value


def places(found: Trace, name: str) -> list[tuple[str, str, str]]:
    return [(one.document, one.where, one.text) for one in found.of(figure(found, name))]


def edited(folder: Path, *changes: tuple[str, str]) -> Trace:
    """The trace of a shipped report with passages changed."""
    text = DATA.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / "数据.yaml"
    path.write_text(text, encoding="utf-8")
    case = examine(path, TEMPLATES).case
    assert case is not None
    return trace(case)


def run(*words: object) -> Result:
    done = CliRunner().invoke(main, ["why", *(str(w) for w in words), "--templates", str(TEMPLATES)])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


@cases
def test_marks_alone_tell_the_traced_documents_from_the_rendered(path: Path) -> None:
    case, ledger = case_of(path), Ledger()
    root, _ = derive(case.submission, case.format, ledger.mark)
    environment = TemplateEnvironment(ledger.mark)
    made = files(path, DOCX, PDF)
    for one in plan(Case(case.submission, case.format, root), draft=False):
        content, problems = fill(one.template, one.names, one.properties, draft=False, environment=environment)
        assert (content is not None, problems) == (True, ())
        text, rendered = docx_text(content or b""), docx_text(made[f"{one.name}.docx"])
        assert (plain(text) == rendered, len(list(marked(text))) > 5) == (True, True)
        assert not re.search("[\ue000-\uf8ff]", rendered)


@cases
def test_every_print_stands_where_it_is_said_to(path: Path) -> None:
    """Cells as another reader of Word files counts them, paragraphs by their words."""
    case, found, made = case_of(path), traced(path), files(path, DOCX, PDF)
    assert found.problems == ()
    assert len(found.prints) > 10
    names = {one.called: f"{one.name}.docx" for one in plan(case, draft=False)}
    documents = {called: Document(io.BytesIO(made[name])) for called, name in names.items()}
    for one in found.prints:
        if cell := CELL.search(one.where):
            table, row, column = (int(number) - 1 for number in cell.groups())
            text = documents[one.document].tables[table].rows[row]._tr.tc_lst[column].xpath("string(.)")
            assert one.text in text, one
        else:
            quoted = one.excerpt.strip("…")
            assert any(quoted in re.sub(r"\s", " ", p.text) for p in documents[one.document].paragraphs), one
        assert one.text in one.excerpt


@cases
def test_every_typed_figure_moves_just_what_is_listed(path: Path, tmp_path: Path) -> None:
    """A typed number is changed: whatever is printed otherwise was listed for it.

    Rows that a template prints on a condition may come and go; they are not computed from the number.
    """
    case, found = case_of(path), traced(path)
    typed = [f for f in typed_figures(case, found.root) if f.value and not f.text and not f.formula]
    before = by_name(found)
    moved = 0
    for one in typed[:: max(1, len(typed) // 8)]:
        after = by_name(trace(with_one_more(path, one, tmp_path)))
        changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
        assert changed <= {one.name, *(other.name for other in found.computed_from(one))}
        assert (one.name in changed) == bool(found.of(one)), one.name
        moved += len(changed)
    assert moved > 8


def by_name(found: Trace) -> dict[str, set[str]]:
    texts: dict[str, set[str]] = {}
    for one in found.prints:
        texts.setdefault(one.figure.name, set()).add(one.text)
    return texts


def with_one_more(path: Path, figure: Figure, folder: Path) -> Case:
    """The case with a typed number replaced by another of as many digits."""
    assert figure.place is not None
    lines = path.read_text(encoding="utf-8").splitlines()
    line, column = figure.place.line - 1, figure.place.column - 1
    found = re.compile(r"[\d.]+").search(lines[line], column)
    assert found is not None
    new = found[0][:-1] + str((int(found[0][-1]) + 1) % 10)
    lines[line] = lines[line][: found.start()] + new + lines[line][found.end() :]
    changed = folder / path.name
    changed.write_text("\n".join(lines), encoding="utf-8")
    case = examine(changed, TEMPLATES).case
    assert case is not None
    return case


def test_equal_digits_are_told_apart() -> None:
    """年初预算数 and 调入 of one project are both 5万元."""
    found = traced(DATA)
    first, second = (places(found, f"项目.打私专项整治经费.{name}") for name in ("年初预算数", "调入"))
    assert {text for _, _, text in (*first, *second)} == {"5", "5万元"}
    spots = {
        "三、（一）2.部门预算项目安排及支出情况  第2段",
        "五、（二）1.产出指标完成情况分析  第1段",
        "表1 第4行 第3格",
    }
    assert {place for _, place, _ in first} == spots
    assert [place for _, place, _ in second] == ["五、（二）1.产出指标完成情况分析  第1段"]


def test_a_figure_is_found_in_prose_in_words_and_in_cells(tmp_path: Path) -> None:
    new = "叙述:\n  产出补充: 全年执行【支出.合计】，【项目.个数|汉字】个项目，【支出.合计|数】。"
    found = edited(tmp_path, ("叙述:", new))
    where_printed = "五、（二）1.产出指标完成情况分析  第4段"
    assert ("部门预算整体绩效自评报告", where_printed, "194.80万元") in places(found, "支出.合计")
    assert ("部门预算整体绩效自评报告", where_printed, "194.80") in places(found, "支出.合计")
    assert ("部门预算整体绩效自评报告", where_printed, "三") in places(found, "项目.个数")


def test_template_tags_mark_and_compare_the_bare_text() -> None:
    ledger, three = Ledger(), Figure("三", Fraction(3), "个", 0)
    tags = "{{ 甲 }}|{{ 甲.数 }}|{{ 甲|汉字 }}|{{ 甲.单位 }}|{% if 甲.数 == '3' and 甲|汉字 == '三' %}是{% endif %}"
    made = TemplateEnvironment(ledger.mark).from_string(tags).render({"甲": three, PRINTED: []})
    assert plain(made) == "3个|3|三|个|是"
    assert [mark[2] for mark in marked(made)] == ["3个", "3", "三"]
    assert {id(figure) for figure in ledger.figures} == {id(three)}


def test_a_blank_figure_prints_nothing_to_mark() -> None:
    ledger, blank = Ledger(), Figure("空", state=State.BLANK)
    made = (
        TemplateEnvironment(ledger.mark)
        .from_string("{{ 甲 }}{% if 甲.数 %}有{% endif %}")
        .render({"甲": blank, PRINTED: []})
    )
    assert (made, ledger.figures) == ("", [])


def test_a_listed_group_is_found_item_by_item() -> None:
    [(document, place, text)] = places(traced(DATA), "收入.基本收入.卫生健康")
    assert (document, text) == ("部门预算整体绩效自评报告", "3.81万元")
    assert place == "三、（一）1.基本支出安排及使用情况  第1段"


def test_a_number_field_that_refers_is_computed_from_what_it_names(tmp_path: Path) -> None:
    found = edited(tmp_path)
    total = found.computed_from(figure(found, SPENT))
    assert "指标.数量指标.项目支出.完成值" in {one.name for one in total}


def test_an_adopted_figure_follows_nothing(tmp_path: Path) -> None:
    old = "全年执行数: 6.9"
    adopted = f"{old}\n    执行率: {{填报: 97%, 采用: 填报, 理由: 照批复}}"
    rate = "项目.打私保障专项经费.执行率"
    plainly, fixed = traced(DATA), edited(tmp_path, (old, adopted))
    assert rate in {one.name for one in plainly.computed_from(figure(plainly, SPENT))}
    assert rate not in {one.name for one in fixed.computed_from(figure(fixed, SPENT))}


def test_a_print_that_cannot_be_placed_is_told_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = len(traced(DATA).prints)
    monkeypatch.setattr(where, "passages", lambda document: ())
    lost = trace(case_of(DATA)).prints
    assert len(lost) == counted
    assert {one.where for one in lost} == {"（文本框等读不出位置的地方）"}


def test_one_figure_as_it_is_told() -> None:
    done = run(DATA, SPENT, "--where")
    lines = done.output.splitlines()
    assert done.exit_code == 0
    assert lines[0].startswith(f"{SPENT} 6.9万元  ")
    assert "    附件4 项目（政策）支出绩效自评表（打私保障专项经费）  表1 第4行 第5格  年度资金总额｜6.9" in lines
    assert (
        "    部门预算整体绩效自评报告  三、（三）部门财政资金支出情况  第2段  “项目经费总支出34.64万元。”"
        in lines[lines.index("由它算出的：") :]
    )
    assert run(DATA, f"【{SPENT}】", "--位置").output == done.output


def test_all_figures_with_what_is_printed_nowhere() -> None:
    lines = run(DATA, "--位置").output.splitlines()
    assert "支出.合计 = 194.80万元  0 处" in lines
    assert f"{SPENT} = 6.9万元  4 处" in lines
    absent = lines[lines.index("填了而没有印出的：") + 1 :]
    assert [line.split()[0] for line in absent] == ["支出.基本支出.全年预算数", "结转结余.年初"]
    assert absent[0].endswith("用来算出 3 个印出的数")


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "例").glob("*/数据.yaml")), ids=lambda one: one.parent.name)
def test_rules_are_not_what_somebody_filled_in(path: Path) -> None:
    """Also where a format lies elsewhere than those whose rules it extends."""
    case = examine(path, path.parent).case
    assert case is not None
    typed = [figure.name for figure in typed_figures(case, case.root)]
    assert len(typed) > 20
    assert [name for name in typed if name.startswith("规则.")] == []


def test_a_fact_that_nothing_prints_or_uses_is_said_to_be_idle(tmp_path: Path) -> None:
    found = edited(tmp_path, ("事实:", "事实:\n  闲置: {值: 7, 单位: 个}"))
    idle = figure(found, "事实.闲置.值")
    assert (found.of(idle), found.computed_from(idle)) == ((), ())
    assert "也没有用来算出任何印出的数" in where.show_all(found, (), (idle,))


def test_as_json() -> None:
    [one] = json.loads(run(DATA, SPENT, "--位置", "--json").output)
    assert (one["name"], one["shown"], len(one["places"])) == (SPENT, "6.9万元", 4)
    assert set(one["places"][0]) == {"document", "where", "row", "excerpt", "printed"}
    assert {"项目.合计.全年执行数", "项目.合计.完成率"} <= {other["name"] for other in one["computed"]}
    assert len(json.loads(run(DATA, "--位置", "--json").output)) > 100


def test_a_text_has_no_places() -> None:
    done = run(DATA, "单位.名称", "--位置")
    assert done.exit_code == 2
    assert "不是一个数" in done.output


def test_a_document_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    name = case_of(DATA).format.name
    (templates / name / "部门整体绩效自评表.docx").write_bytes(b"?")
    done = CliRunner().invoke(main, ["why", str(DATA), SPENT, "--位置", "--templates", str(templates)])
    assert done.exit_code == 1
    assert "[T5]" in done.output
    assert "部门预算整体绩效自评报告" in done.output
