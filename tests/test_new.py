"""A new data file: what its format uses, each field explained, refused until filled in; and last year's carried."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from cases import NAME, format_folder, templates_with
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from reports import CORRECTED, PUBLISHED, ROOT, TEMPLATES, docx_text, squashed
from small_docx import docx, p
from test_docs import blocks

from reportgen.cli import main
from reportgen.cli.start import DATA, SCHEMA
from reportgen.figures.figure import Figure, typed_figure
from reportgen.formats import Format, find_formats, load_format
from reportgen.making import make
from reportgen.pipeline import DOCX, examine, plan
from reportgen.problem import Level, Place, Problem
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.model import Indicator
from reportgen.source.node import Entry, Node
from reportgen.source.reader import read_submission
from reportgen.source.terms import SECTIONS, Kind
from reportgen.starting.blank import blank
from reportgen.starting.carry import TO_REVIEW, carry_over, load_last_year
from reportgen.starting.fields_used import fields_used
from reportgen.starting.needs import FieldsUsed, Need
from reportgen.starting.schema import schema
from reportgen.starting.yaml_text import flow, paragraphs, quoted, scalar, value, worded

FORMATS = find_formats(TEMPLATES)
GUIDE = ROOT / "docs" / "开始.md"
HARD = [
    *("R&D <x>", "是/否", "2024", "1e3", "0x1F", "12:30:45", "2021-06-21", "yes", "null", "~", "=", ">", "<<"),
    *("-前导", "- 甲", "— 甲", "－1", "•点", "#号", "甲 #乙", "a: b", "甲:", "：", "时间：8点", "http://x.cn"),
    *("“是/否”", "'单'", '"双"', "it's", "\\反", "%", "@x", "`", "|", "? 问", "! 叹", "*星", "&锚", "---", "..."),
    *("甲，乙", "甲,乙", "{甲}", "[乙]", "｛甲：1｝", "［甲，乙］", "１２", "１２％", "1,234", "—", "……", "无"),
    *("甲　乙", "甲\u00a0乙", "𠮷野家", "（此处写）", "，", "{{ x }}", "【支出.合计】", "C:\\路径", "真 true"),
]


def format_named(name: str) -> Format:
    found, _ = load_format(TEMPLATES, name)
    assert found is not None
    return found


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(word) for word in words], prog_name="reportgen")
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def written(folder: Path, name: str, *, year: str = "2024", given: nodes.Mapping | None = None) -> Path:
    """The data file of a format in a folder."""
    format = format_named(name)
    path = folder / DATA
    path.write_text(blank(format, fields_used(format), DATA, SCHEMA, year, given), encoding="utf-8")
    return path


def misread(problems: tuple[Problem, ...]) -> list[Problem]:
    """What is wrong with a file beyond what is still to be filled in."""
    return [p for p in problems if p.code[0] in "YDNT" and p.code != "D2"]


# A fresh file


@pytest.mark.parametrize("name", FORMATS)
def test_a_fresh_file_asks_for_what_is_to_be_filled_in_and_for_nothing_else(name: str, tmp_path: Path) -> None:
    examined = examine(written(tmp_path, name), TEMPLATES)
    assert examined.case is not None
    assert misread(examined.problems) == []
    assert examined.blocked
    assert {p.code for p in examined.problems} <= {"D2", "P4", "P6", "P13"}
    assert len(examined.problems) < 50


@pytest.mark.parametrize("name", FORMATS)
def test_the_optional_lines_are_right_when_their_mark_is_taken_away(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, name)
    head, body = path.read_text(encoding="utf-8").split("格式:", 1)
    field = re.compile(r"^( *)# ((?!F6|[^ :：]+：)\S+:.*)$", re.MULTILINE)
    assert field.search(body)
    path.write_text(head + "格式:" + field.sub(r"\1\2", body), encoding="utf-8")
    _, problems = read_submission(path)
    assert misread(problems) == []


@pytest.mark.parametrize("name", FORMATS)
def test_every_open_field_of_a_leaf_is_explained(name: str, tmp_path: Path) -> None:
    words = {t.word for terms in SECTIONS.values() for t in terms if t.kind in (Kind.NUMBER, Kind.TEXT, Kind.PROSE)}
    lines = written(tmp_path, name).read_text(encoding="utf-8").splitlines()
    bare = [line for line in lines if line.strip(" #-").rstrip(":") in words]
    assert [line for line in bare if line.strip(" #-").rstrip(":") not in {"援藏", "基本支出", "项目支出"}] == []


def test_head_and_schema(tmp_path: Path) -> None:
    code, told = run("new", "--格式", FORMATS[0], "--年度", "2024", tmp_path / "某某局")
    assert code == 0, told
    assert sorted(p.name for p in (tmp_path / "某某局").iterdir()) == [SCHEMA, DATA]
    lines = (tmp_path / "某某局" / DATA).read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"# yaml-language-server: $schema=./{SCHEMA}"
    assert 6 <= sum(1 for line in lines[:12] if line.startswith("# ")) <= 9
    assert "年度: 2024" in "\n".join(lines)
    made = json.loads((tmp_path / "某某局" / SCHEMA).read_text(encoding="utf-8"))
    assert made == schema(format_named(FORMATS[0]), fields_used(format_named(FORMATS[0])))
    assert f"reportgen check {tmp_path / '某某局' / DATA}" in told


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / DATA).write_text("格式: 甲\n", encoding="utf-8")
    code, told = run("new", "--格式", FORMATS[0], tmp_path)
    assert code == 1
    assert "没有动它" in told
    assert "改法：接着填就直接打开它" in told
    assert [p.name for p in tmp_path.iterdir()] == [DATA]
    assert (tmp_path / DATA).read_text(encoding="utf-8") == "格式: 甲\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--格式", "没有这个"], "没有“没有这个”这个格式"),
        (["--格式", FORMATS[0], "--年度", "24"], "不是四位年份"),
    ],
)
def test_wrong_words(words: list[str], told: str, tmp_path: Path) -> None:
    code, said = run("new", *words, tmp_path / "甲")
    assert code == 2
    assert told in said
    assert not (tmp_path / "甲").exists()


def test_the_default_is_the_format_that_says_so(tmp_path: Path) -> None:
    """Two formats of which none says so: the command asks; then the one that does is taken."""
    templates = templates_with(tmp_path)
    (templates / NAME / "报告.docx").write_bytes(docx(p("{{ 单位.名称 }}")))
    format_folder(templates, "又一个", format="名称: 又一个格式\n文件: []\n")
    code, told = run("new", "--模板", templates, tmp_path / "甲")
    assert code == 2
    assert "--格式" in told
    assert NAME in told
    assert "又一个" in told
    (templates / "又一个" / "format.yaml").write_text("名称: 又一个格式\n默认: 是\n文件: []\n", encoding="utf-8")
    code, told = run("new", "--模板", templates, tmp_path / "甲")
    assert (code, "格式 又一个" in told) == (0, True)


# Indicators


@pytest.mark.parametrize("name", FORMATS)
def test_example_weights_add_up_to_what_the_profile_says(name: str, tmp_path: Path) -> None:
    format = format_named(name)
    submission, _ = read_submission(written(tmp_path, name))
    assert submission is not None
    for project in submission.projects:
        weights = {row.level1.text: row.weight.value for row in format.profile.weights}
        given = [i for i in project.indicators if i.weight.value is not None]
        assert {i.level2.text for i in project.indicators} >= {w.text for w in format.profile.required_level2}
        for level1, weight in weights.items() if given else ():
            assert sum((i.weight.value or 0 for i in given if i.level1.text == level1), Fraction(0)) == weight


def test_without_weights_in_the_profile_they_add_up_to_a_hundred_with_the_execution_rate(tmp_path: Path) -> None:
    templates = templates_with(tmp_path, profile="权重: []\n必填二级: [数量指标, 质量指标, 时效指标]\n")
    (templates / NAME / "报告.docx").write_bytes(docx(p("{{ 本项目.名称 }}{{ 本项目.总分 }}")))
    format, _ = load_format(templates, NAME)
    assert format is not None
    path = tmp_path / DATA
    path.write_text(blank(format, fields_used(format), DATA, SCHEMA), encoding="utf-8")
    submission, _ = read_submission(path)
    assert submission is not None
    weights = [i.weight.value or 0 for i in submission.projects[0].indicators]
    assert (len(weights), sum(weights)) == (5, 90)


def test_a_broken_template_is_told(tmp_path: Path) -> None:
    code, told = run("new", "--模板", templates_with(tmp_path), tmp_path / "甲")
    assert code == 1
    assert "[T5]" in told
    assert not (tmp_path / "甲").exists()


@pytest.mark.parametrize("name", FORMATS)
def test_placeholders_left_in_are_refused(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, name)
    left = re.findall("（此处[^）]*）", re.sub("# .*", "", path.read_text(encoding="utf-8")))
    problems = examine(path, TEMPLATES).problems
    told = [p for p in problems if p.code == "P4"]
    assert sum(1 + len(p.operands) for p in told) == len(left)  # those that are alike at once, with their places
    assert len({p.message for p in told}) == len(told) or not left
    assert all(p.level is Level.ERROR for p in told)


# What a format uses


def pruned(node: Node, section: str, path: tuple[str, ...], used: FieldsUsed) -> Node:
    """A section without the fields that the format is said not to use."""
    if isinstance(node, nodes.Sequence):
        return nodes.Sequence(tuple(pruned(item, section, path, used) for item in node), node.place)
    if not isinstance(node, nodes.Mapping):
        return node
    terms = {term.word: term for term in SECTIONS[section]}
    kept = []
    for entry in node:
        term, below = terms[entry.key.text], (*path, entry.key.text)
        if below not in used.needs:
            continue
        inner = entry.value
        if term.kind in (Kind.SECTION, Kind.LIST):
            inner = pruned(inner, term.of, below, used)
        elif term.kind is Kind.NAMED and isinstance(inner, nodes.Mapping):
            rows = tuple(Entry(e.key, pruned(e.value, term.of, below, used)) for e in inner)
            inner = nodes.Mapping(rows, inner.place)
        kept.append(Entry(entry.key, inner))
    return nodes.Mapping(tuple(kept), node.place)


@pytest.mark.parametrize("path", CORRECTED, ids=lambda p: p.parent.name)
def test_what_a_format_does_not_use_changes_no_word_of_its_reports(path: Path, tmp_path: Path) -> None:
    examined = examine(path, TEMPLATES)
    assert examined.case is not None
    used = fields_used(examined.case.format)
    root, _ = load_document(path)
    assert root is not None
    spare = tmp_path / "数据.yaml"
    less_data = as_python(pruned(root, "数据", (), used))
    spare.write_text(json.dumps(less_data, ensure_ascii=False, indent=1), encoding="utf-8")  # which is YAML too
    again = examine(spare, TEMPLATES)
    assert again.case is not None
    whole, less = (make(plan(case, draft=True), [DOCX], draft=True)[0] for case in (examined.case, again.case))
    assert {name: squashed(docx_text(data)) for name, data in less.items()} == {
        name: squashed(docx_text(data)) for name, data in whole.items()
    }


def test_figures_lead_to_what_they_are_reckoned_from() -> None:
    """附件1 prints 年度资金总额, 附件2 prints 执行率得分: both are reckoned, so what they rest on is asked for."""
    [name] = [n for n in FORMATS if "西区" in n]
    needs = fields_used(format_named(name)).needs
    for path in (("项目", "年初预算数"), ("项目", "全年执行数"), ("资金", "支出", "基本支出", "经济分类")):
        assert path in needs
    for word in ("执行率", "执行率得分", "全年预算数"):
        assert ("项目", word) not in needs
    assert ("资金", "支出", "合计") not in needs
    assert ("自评得分",) not in needs  # another format prints it


def test_a_rate_asks_for_both_its_sides_and_a_row_for_what_checks_want(tmp_path: Path) -> None:
    templates = templates_with(tmp_path)
    tags = "{{ 本项目.执行率 }}{%p for 行 in 指标 %}{{ 行.三级 }}{%p endfor %}"
    (templates / NAME / "报告.docx").write_bytes(docx("".join(p(tag) for tag in re.findall("{[{%].*?[}%]}", tags))))
    format, _ = load_format(templates, NAME)
    assert format is not None
    needs = fields_used(format).needs
    for word in ("全年执行数", "年初预算数", "调入", "名称"):
        assert needs[("项目", word)] >= Need.OPTIONAL
    assert needs[("项目", "全年执行数")] is needs[("项目", "年初预算数")] is Need.FILLED
    assert needs[("项目", "调入")] is Need.OPTIONAL
    assert needs[("指标", "指标值")] is needs[("指标", "完成值")] is needs[("指标", "符号")] is Need.FILLED
    assert ("总体目标",) not in needs


# Writing YAML

LETTERS = "甲乙ab1２0 ：:#-—,，{}[]'\"“”\\&*!|>%@`?.~=<（）【】；。/％＃｛＋－_"
TEXTS = st.one_of(
    st.sampled_from(HARD),
    st.text(st.sampled_from(LETTERS), min_size=1, max_size=12),
    st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=8),
).map(str.strip)
WORDS = TEXTS.filter(lambda text: bool(text) and "\ufffd" not in text)


def as_python(node: Node) -> object:
    match node:
        case nodes.Scalar(text=text):
            return text.strip()
        case nodes.Sequence(items=items):
            return [as_python(item) for item in items]
    return {entry.key.text: as_python(entry.value) for entry in node}


@given(WORDS, WORDS, WORDS)
def test_hard_texts_read_back_as_they_are(
    tmp_path_factory: pytest.TempPathFactory, key: str, one: str, two: str
) -> None:
    place = Place("")
    row = nodes.Mapping(
        (
            Entry(scalar(f"键{key}"), scalar(one)),
            Entry(scalar("列表"), nodes.Sequence((scalar(two), scalar(one)), place)),
            Entry(scalar("空"), scalar("")),
        ),
        place,
    )
    lines = [
        f"值: {value(one)}",
        f"话: {worded(two)}",
        *paragraphs("两段", f"{one}\n{two}", 0),
        *paragraphs("一段", two, 0),
        "表:",
        f"  - {flow(row)}",
        f"  - {quoted(key)}: {value(two)}",
        "组:",
        f"  {quoted(key)}:",
        f"    {quoted(one)}: {value(one)}",
    ]
    path = tmp_path_factory.getbasetemp() / "往返.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    root, problems = load_document(path)
    assert problems == ()
    assert root is not None
    found = as_python(root)
    assert isinstance(found, dict)
    assert (found["值"], found["话"], found["一段"]) == (one, two, two)
    assert [line.strip() for line in found["两段"].split("\n")] == [one, two]
    assert found["表"] == [{f"键{key}": one, "列表": [two, one], "空": ""}, {key: two}]
    assert found["组"] == {key: {one: one}}


# Last year's file


def wording(indicator: Indicator) -> tuple[str, ...]:
    words = (indicator.level1, indicator.level2, indicator.level3, indicator.operator, indicator.unit)
    return tuple(one.text for one in words)


@pytest.mark.parametrize("path", [*CORRECTED, *PUBLISHED], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_carried_file_reads_back_with_nothing_missing_but_values(path: Path, tmp_path: Path) -> None:
    code, told = run("new", "--from", path, tmp_path)
    assert code == 0, told
    old, _ = read_submission(path)
    examined = examine(tmp_path / DATA, TEMPLATES)
    assert old is not None
    assert examined.case is not None
    new = examined.case.submission
    assert misread(examined.problems) == []
    assert int(new.fiscal_year.text) == int(old.fiscal_year.text) + 1
    assert (new.unit.name.text, new.format.text) == (old.unit.name.text, old.format.text)
    assert [p.name.text for p in new.projects] == [p.name.text for p in old.projects]
    assert [f.name.text for f in new.facts] == [f.name.text for f in old.facts]
    assert set(new.narrative) == set(old.narrative)
    for before, after in zip((old, *old.projects), (new, *new.projects), strict=True):
        assert [wording(i) for i in after.indicators] == [wording(i) for i in before.indicators]
        for last, this in zip(before.indicators, after.indicators, strict=True):
            money = last.unit.text == "万元" and not last.target.reference  # last year's budget
            assert (this.target.value, this.target.text) == (
                (None, "") if money else (last.target.value, last.target.text)
            )
            assert (this.weight.value, this.actual.value, this.score.value) == (last.weight.value, None, None)
    assert all(f.value.value is None for f in new.facts)
    assert all(p.executed.value is None and p.initial.value is None and not p.remark for p in new.projects)
    assert (new.stated, new.explanations, new.signed_on.text) == ((), (), "")
    assert "带过来的：" in told
    assert "清空的：" in told


def test_last_years_prose_is_refused_until_it_was_gone_over(tmp_path: Path) -> None:
    [path] = [p for p in CORRECTED if "西区" in p.parent.name]
    run("new", "--from", path, tmp_path)
    data = tmp_path / DATA
    mark = TO_REVIEW.format(year="2020")
    text = data.read_text(encoding="utf-8")
    marked = [p for p in examine(data, TEMPLATES).problems if p.code == "P4"]
    assert [p.message for p in marked] == [f"占位的话“{mark}”还在，共 {text.count(mark)} 处"]
    told = {marked[0].place.line, *(one.place.line for one in marked[0].operands if one.place)}
    assert told == {n for n, line in enumerate(text.splitlines(), 1) if mark in line}
    assert len(told) > 20
    data.write_text("\n".join(line for line in text.splitlines() if mark not in line), encoding="utf-8")
    submission, _ = read_submission(data)
    old, _ = read_submission(path)
    assert submission is not None
    assert old is not None
    assert str(submission.narrative["沿革"]) == str(old.narrative["沿革"])
    assert not [p for p in examine(data, TEMPLATES).problems if p.code in ("P4", "N1")]


def test_everything_left_out_is_told(tmp_path: Path) -> None:
    last = tmp_path / "去年.yaml"
    last.write_text(LAST, encoding="utf-8")
    (tmp_path / "旁边.yaml").write_text("名称: 乙项目\n年初预算数: 3\n", encoding="utf-8")
    code, told = run("new", "--from", last, tmp_path / "今年", "--年度", "2030")
    assert code == 0, told
    for label in ("项目 2 处", "单位.名称", "项目.名称 2 处"):
        assert label in told.split("清空的：")[0]
    for label in ("落款日期", "项目.年初预算数 2 处", "项目.执行偏差原因", "资金.收入 3 处", "指标.完成值"):
        assert label in told.split("清空的：")[1]
    for label in ("填报 2 处", "审核说明", "叙述.没有这一段（这个格式没有这一段）", "不认识（没有这个字段）"):
        assert label in told.split("没有带过来的：")[1]
    text = (tmp_path / "今年" / DATA).read_text(encoding="utf-8")
    submission, problems = read_submission(tmp_path / "今年" / DATA)
    assert submission is not None
    assert misread(problems) == []
    assert submission.fiscal_year.text == "2030"
    assert [p.name.text for p in submission.projects] == ["R&D <x>: #1", "乙项目"]
    assert submission.projects[0].annual.reference == "年初预算数"
    assert list(submission.funds.income) == ["- 拨款: 一", "2024"]
    assert "77.77" not in text
    assert not list(Draft7Validator(schema()).iter_errors(as_python(load_document(tmp_path / "今年" / DATA)[0])))


LAST = f"""\
格式: {next(name for name in FORMATS if "西区" in name)}
年度: 2020
落款日期: 2021年6月21日
单位: {{名称: "是/否"}}
不认识: 甲
项目文件: [旁边.yaml]
资金:
  收入: {{"- 拨款: 一": 77.77, "2024": 77.77, 合计: 77.77}}
项目:
  - 名称: "R&D <x>: #1"
    年初预算数: 77.77
    全年预算数: 【年初预算数】
    全年执行数: 77.77
    执行偏差原因: 拖延
    指标:
      - {{二级: 数量指标, 三级: 甲, 符号: ≥, 指标值: 5, 完成值: 77.77, 单位: 次, 分值: 90}}
叙述: {{没有这一段: 甲, 沿革: 乙}}
填报:
  - {{名称: 支出.合计, 值: 77.77}}
  - {{名称: 支出.合计, 值: 77.77}}
审核说明: {{F6: 甲}}
"""


def test_carrying_to_another_format_keeps_what_it_knows(tmp_path: Path) -> None:
    source = next(p for p in CORRECTED if "西区" in p.parent.name)
    other = next(name for name in FORMATS if "西区" not in name)
    root, problems = load_last_year(source)
    assert problems == ()
    assert root is not None
    format = format_named(other)
    path = written(tmp_path, other, year="2021", given=carry_over(root, format).root)
    submission, problems = read_submission(path)
    assert submission is not None
    assert misread(problems) == []
    assert submission.format.text == other
    assert set(submission.narrative) <= {row.name.text for row in format.narrative}


def test_an_unreadable_last_year_is_told(tmp_path: Path) -> None:
    (tmp_path / "去年.yaml").write_text("- 甲\n", encoding="utf-8")
    code, told = run("new", "--from", tmp_path / "去年.yaml", tmp_path / "今年")
    assert code == 1
    assert "[Y29]" in told
    assert not (tmp_path / "今年").exists()


# The guide


def test_the_guide_can_be_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of docs/开始.md in its order; filling in is done by putting a filled file in the place."""
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    commands = [line for block in blocks(GUIDE, "sh") for line in block.splitlines() if line]
    assert len(commands) >= 7
    filled = False
    for command in commands:
        code, told = run(*shlex.split(command)[1:])
        if command.startswith("reportgen check") and not filled:
            assert code == 1, told
            path = Path(shlex.split(command)[-1])
            name = re.search("^格式: (.+?) *#", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert name is not None
            shutil.copy(next(p for p in CORRECTED if f"格式: {name[1]}\n" in p.read_text("utf-8")), path)
            filled = True
        elif command.startswith("reportgen check"):
            assert code == 1, told
        else:
            assert code == 0, command + told


@pytest.mark.parametrize("data", sorted((ROOT / "data").glob("*/订正.yaml")), ids=lambda d: d.parent.name)
def test_last_years_closing_balance_opens_this_year(data: Path, tmp_path: Path) -> None:
    closing = ""
    case = examine(data, TEMPLATES).case
    assert case is not None
    figure, funds = case.root.at_path("结转结余.年末"), case.submission.funds
    if isinstance(figure, Figure) and figure.value is not None and (funds.income or funds.carryover.opening):
        closing = figure.number
    code, told = run("new", "--from", data, tmp_path)
    assert code == 0, told
    submission, _ = read_submission(tmp_path / DATA)
    assert submission is not None
    opening = submission.funds.carryover.opening
    assert (opening.value is not None) == bool(closing)
    assert typed_figure("", opening).number == closing
    assert (f"年初结转结余 {closing} 万元" in told) == bool(closing)


def test_wrong_closing_balance_opens_nothing(tmp_path: Path) -> None:
    code, told = run("new", "--from", PUBLISHED[0], tmp_path)
    assert code == 0, told
    assert "取自上年" not in told


# What a form asks for

LISTS = """\
字段:
  - {在: 指标, 名称: 数据来源, 类型: 文字, 必填: 是, 说明: 完成值取自哪份材料}
  - {在: 项目, 名称: 上年全年执行数, 类型: 金额, 说明: 上一年的支出}
列表:
  - 名称: 目标
    在: 项目
    说明: 年度目标，两个以上
    字段:
      - {名称: 名称, 类型: 文字, 必填: 是, 说明: 目标的名称}
      - {名称: 权重, 类型: 数, 单位: "%", 必填: 是, 说明: 各目标合计 100%}
      - {名称: 预期, 类型: 段落}
      - {名称: 实际, 类型: 段落}
      - {名称: 指标, 类型: 指标表}
  - 名称: 步骤
    在: 项目
    字段: [{名称: 名称, 类型: 选项, 选项: [筹备, 验收], 必填: 是}, {名称: 责任人, 类型: 文字, 必填: 是, 说明: 谁负责}]
"""
GOALS = (
    *("{{ 本项目.全年预算数 }}{{ 本项目.全年执行数 }}{{ 本项目.上年全年执行数 }}{{ 本项目.分值合计 }}",),
    *("{%p for 目 in 本项目.目标 %}", "{{ 目.名称 }}{{ 目.权重 }}{{ 目.预期 }}{{ 目.实际 }}"),
    *("{%p for 行 in 目.指标 %}", "{{ 行.一级 }}{{ 行.数据来源 }}{{ 行.分值 }}", "{%p endfor %}", "{%p endfor %}"),
    *("{%p for 行 in 本项目.步骤 %}", "{{ 行.名称 }}{{ 行.责任人 }}", "{%p endfor %}"),
)


UNSCORED = "继承: _通用\n执行率: {分值: 无}\n项目指标计分: 否\n部门指标计分: 否\n等级: []\n"


def of_form(folder: Path, *tags: str, lists: str = "", profile: str = "", relations: str = "") -> tuple[Path, str]:
    """The templates folder of a form, one for each project, and the fresh data file of its format."""
    head = "名称: 试行格式\n文件: [{模板: 报告.docx, 名称: 报告（【本项目.名称】）, 逐项: 项目}]\n"
    files = {"format": head + lists, "profile": profile or "继承: _通用\n"} | ({"审核": relations} if relations else {})
    templates = templates_with(folder, **files)
    (templates / NAME / "报告.docx").write_bytes(docx("".join(map(p, tags))))
    code, told = run("new", "--格式", NAME, "--模板", templates, folder / "新")
    assert code == 0, told
    return templates, (folder / "新" / DATA).read_text(encoding="utf-8")


def test_goals_in_a_list_are_asked_for_there_alone_with_all_that_they_need(tmp_path: Path) -> None:
    demand = "数量(总体目标.预期) >= 0 and 数量(指标) >= 0"
    required = f"审核:\n  - {{代码: P50, 级别: 强制性, 范围: 项目, 规则: 有目标, 要求: {demand}}}\n"
    _, text = of_form(tmp_path, *GOALS, lists=LISTS, relations=required)
    assert "总体目标:" not in text
    assert not re.search("^    (# )?指标:", text, re.MULTILINE)
    assert text.count("- 名称: （此处写名称）") == 2
    assert "权重:                       # 各目标合计 100%；如 60%" in text
    assert text.count('数据来源: ""}') == 12
    assert text.count("# 数据来源：完成值取自哪份材料") == 1
    assert "# 责任人：谁负责" in text
    assert re.findall('- {名称: (筹备|验收), 责任人: ""}', text) == ["筹备", "验收"]
    assert "资金性质" not in text
    assert "事实" not in text


def test_an_editor_completes_what_lists_require(tmp_path: Path) -> None:
    of_form(tmp_path, *GOALS, lists=LISTS)
    sections = json.loads((tmp_path / "新" / SCHEMA).read_text(encoding="utf-8"))["definitions"].values()
    required = {one.get("title"): (one.get("required"), one.get("properties", {})) for one in sections}
    assert required["目标"][0] == ["名称", "权重"]
    assert required["步骤"][0] == ["名称", "责任人"]
    assert "数据来源" in required["指标"][0]
    assert required["步骤"][1]["名称"]["enum"] == ["筹备", "验收"]
    assert required["指标"][1]["数据来源"]["description"] == "完成值取自哪份材料；必填"


def test_the_budget_is_the_one_of_the_form(tmp_path: Path) -> None:
    _, annual = of_form(tmp_path / "甲", "{{ 本项目.全年预算数 }}{{ 本项目.执行率 }}")
    assert "    全年预算数:                     # 调整后预算；单位：万元；如 12.5" in annual
    assert not re.search("年初预算数|追加|调入|调出", annual)
    _, both = of_form(tmp_path / "乙", "{{ 本项目.年初预算数 }}{{ 本项目.全年预算数 }}")
    assert "    年初预算数:" in both
    assert "    全年预算数:" not in both


def test_a_condition_over_a_list_is_about_its_items(tmp_path: Path) -> None:
    """完成率 of an indicator, not that of the project, which would need the first budget."""
    counted = "运算:\n  - {名称: 未完成, 范围: 项目, 公式: '数量(指标, 完成率 < 100%)', 单位: 项}\n"
    templates = templates_with(tmp_path, 运算=counted, profile="继承: _通用\n")
    (templates / NAME / "报告.docx").write_bytes(docx(p("{{ 本项目.全年预算数 }}{{ 本项目.未完成 }}")))
    format, _ = load_format(templates, NAME)
    assert format is not None
    needs = fields_used(format).needs
    assert needs["项目", "全年预算数"] is Need.FILLED
    assert needs["项目", "年初预算数"] is Need.REPLACED
    assert needs["项目", "指标", "指标值"] is Need.FILLED


def test_nothing_is_said_of_scores_where_there_are_none(tmp_path: Path) -> None:
    tags = ("{{ 本项目.执行率 }}", "{%p for 行 in 本项目.指标 %}", "{{ 行.一级 }}{{ 行.完成值 }}", "{%p endfor %}")
    _, text = of_form(tmp_path / "甲", *tags, profile=UNSCORED)
    assert not re.search("得分|满分|分值|总分", text)
    assert "没有完成或超额较多的，加上 偏差原因" in text
    _, scored = of_form(tmp_path / "乙", *tags)
    assert "没有得满分或超额较多的，加上 偏差原因" in scored


def test_a_reason_is_no_figure_that_is_compared(tmp_path: Path) -> None:
    _, text = of_form(tmp_path, "{{ 本项目.执行率 }}")
    assert "    # 执行偏差原因:                 # 选填；执行率偏低或超预算的原因" in text


LAST_YEAR = """\
格式: 试行
年度: 2023
单位: {名称: 某局}
项目:
  - {名称: 甲, 全年预算数: 20, 全年执行数: 18.5, 上年全年执行数: 7}
  - {名称: 乙, 全年预算数: 30, 全年执行数: 29}
"""


def test_last_years_figures_stand_in_the_fields_that_ask_for_them(tmp_path: Path) -> None:
    fields = LISTS.partition("列表:")[0] + "  - {在: 项目, 名称: 上年执行率, 类型: 金额, 说明: 不是一种数}\n"
    templates, _ = of_form(tmp_path, GOALS[0].replace("{{ 本项目.分值合计 }}", ""), lists=fields, profile=UNSCORED)
    source = tmp_path / "去年.yaml"
    source.write_text(LAST_YEAR, encoding="utf-8")
    code, told = run("new", "--上年", source, "--模板", templates, tmp_path / "今年")
    assert code == 0, told
    text = (tmp_path / "今年" / DATA).read_text(encoding="utf-8")
    assert re.findall("^    (?:# )?上年全年执行数:(.*?) *#", text, re.MULTILINE) == [" 18.5", " 29"]
    assert text.count("取自上年的数据；上一年的支出") == 2
    assert "取自上年的数：项目.上年全年执行数 2 处\n" in told
    assert "没有带过来的：项目.上年执行率（上年的单位是%，今年是万元） 2 处\n" in told
    assert not re.search("^清空的.*上年全年执行数", told, re.MULTILINE)
    assert "    全年预算数:                     # 调整后预算" in text
    source.write_text(LAST_YEAR.replace("全年执行数: 18.5", "全年执行数: 25"), encoding="utf-8")  # over its budget
    code, told = run("new", "--上年", source, "--模板", templates, tmp_path / "错的")
    assert code == 0, told
    assert "取自上年的数" not in told
