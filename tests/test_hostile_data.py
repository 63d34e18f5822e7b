"""Hostile data: each class harms a bare engine (docxtpl, PyYAML), and is refused by us at its line or kept exactly."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hostile import Outcome, run
from reports import TEMPLATES
from small_docx import docx, p

HEAD = "格式: 通用-项目支出自评表\n年度: 2024\n单位: {名称: 某局}\n"
PROJECT = HEAD + "项目:\n  - {名称: %s, 年初预算数: 1, 全年执行数: 1}\n"
ROW = "      - {一级: 产出指标, 二级: 数量指标, 三级: %s, 符号: ≥, 指标值: 1, 完成值: 1, 单位: 个, 分值: 1}\n"
INDICATORS = HEAD + "项目:\n  - 名称: 甲\n    年初预算数: 1\n    全年执行数: 1\n    指标:\n"


# Values: what docxtpl loses, forges or breaks, we print as it is or refuse where it was typed


@pytest.mark.parametrize(
    ("value", "bare"),
    [
        ("A & B", "A  B"),
        ("满意度<90%", "满意度90%"),
        ("值<a时", "值"),
        ("<b>粗</b>", ""),
        ("<!-- 注 -->", ""),
        ("a]]>b", "]>b"),
        ("</w:t></w:r></w:p><w:p><w:r><w:t>伪造的段落", "\n伪造的段落"),
        ("{_{ 甲 }_}", "{{ 甲 }}"),
    ],
)
def test_value_that_the_bare_engine_changes_is_printed_exactly(value: str, bare: str, tmp_path: Path) -> None:
    (tmp_path / "模板.docx").write_bytes(docx(p("{{ 值 }}")))
    assert run("bare_docxtpl", tmp_path, names={"值": value}).value == bare
    ours = run("fill", tmp_path, names={"值": value})
    assert ours.value == {"problems": [], "text": value}


@pytest.mark.parametrize(
    ("value", "bare", "code"),
    [
        ("a\x0bb", "ab", "Y5"),
        ("a\x00b", "ab", "Y5"),
        ("a\x1b[2Jb", "a[2Jb", "Y5"),
        ("a\x07b", "a\nb", "Y5"),
        ("a\x0cb", "a\n\nb", "Y5"),
        ("a\r\nb", "a\n\nb", "Y5"),
        ("a\uffffb", "ab", "Y5"),
        ("a\u202eb", "a\u202eb", "Y6"),
        ("a\ue0f0b", "a\ue0f0b", "Y7"),
    ],
)
def test_character_that_no_page_may_hold_is_the_last_time_refused(
    value: str, bare: str, code: str, tmp_path: Path
) -> None:
    """Where data come to a template without having been read from a file: at their line, in Chinese."""
    (tmp_path / "模板.docx").write_bytes(docx(p("甲") + p("{{ 值 }}")))
    assert run("bare_docxtpl", tmp_path, names={"值": value}).value == f"甲\n{bare}"
    ours = run("fill", tmp_path, names={"值": value})
    assert ours.value["text"] is None
    [[found, line, _, message, _]] = ours.value["problems"]
    assert (found, line) == (code, 7)
    assert "填在“模板.docx”第2段 {{ 值 }}" in message
    assert not re.search("[a-z]{4,} [a-z]{2,}", message)


@pytest.mark.parametrize(
    ("escape", "code", "level"),
    [
        (r"\x07", "Y5", "强制性"),
        (r"\0", "Y5", "强制性"),
        (r"\e", "Y5", "强制性"),
        (r"\N", "Y5", "强制性"),
        (r"\L", "Y5", "强制性"),
        (r"\u202e", "Y6", "强制性"),
        (r"\U00002066", "Y6", "强制性"),
        (r"\ue0f0", "Y7", "强制性"),
        (r"\ue0f1", "Y7", "强制性"),
        (r"\U000f0000", "Y7", "强制性"),
        (r"\u200b", "Y8", "提示性"),
    ],
)
def test_character_spelt_by_an_escape_is_told_like_one_that_is_typed(
    escape: str, code: str, level: str, tmp_path: Path
) -> None:
    (tmp_path / "数据.yaml").write_text(PROJECT % f'"甲{escape}乙"', encoding="utf-8")
    character = re.search("甲(.+?)乙", eval(run("bare_yaml", tmp_path).value)["项目"][0]["名称"], re.DOTALL)
    assert character is not None
    (tmp_path / "模板.docx").write_bytes(docx(p("{{ 值 }}")))
    assert run("bare_docxtpl", tmp_path, names={"值": character[1]}).ended == "ok", "nobody says a word"
    told = examined(tmp_path)
    assert [problem[1] for problem in told if problem[0] == code] == [5]
    message = next(problem[3] for problem in told if problem[0] == code)
    assert message.startswith(f"字符 U+{ord(character[1]):04X}（写成 {escape}）")
    assert next(problem[4] for problem in told if problem[0] == code) == level
    drafts = run("make", tmp_path, seconds=4, templates=str(TEMPLATES), kinds=["docx"]).value
    assert drafts["files"]
    assert character[1] not in "".join(drafts["texts"])


@pytest.mark.parametrize("escape", [r"\ud800", r"\U00110000"])
def test_escape_of_no_character_is_told(escape: str, tmp_path: Path) -> None:
    (tmp_path / "数据.yaml").write_text(PROJECT % f'"甲{escape}乙"', encoding="utf-8")
    assert ["Y15", 5] in [problem[:2] for problem in examined(tmp_path)]


def examined(folder: Path) -> list[list[object]]:
    """What we say of 数据.yaml, which took us no more than we may take."""
    outcome = run("examine", folder, templates=str(TEMPLATES))
    assert outcome.ended == "ok", outcome
    assert outcome.megabytes <= 512
    problems: list[list[object]] = outcome.value["problems"]
    return problems


# YAML: what PyYAML runs, hangs on or changes in silence


@dataclass(frozen=True, slots=True)
class Trap:
    """A text, what PyYAML alone makes of it, and the code and line by which we refuse it."""

    text: str | bytes
    bare: Callable[[Outcome], bool]
    code: str
    line: int
    loader: str = "safe_load"


def _says(part: str) -> Callable[[Outcome], bool]:
    return lambda bare: bare.ended == "ok" and part in bare.value


def _fails(part: str) -> Callable[[Outcome], bool]:
    return lambda bare: bare.ended == "error" and part in bare.error


def _hangs(bare: Outcome) -> bool:
    return bare.ended in ("time", "memory")


LAUGHS = "a0: &a0 [哈, 哈]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
MERGES = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 12))
AMOUNT = HEAD + "项目: [{名称: 甲, 年初预算数: %s}]\n"
TRAPS = {
    "02 runs a program": Trap(
        HEAD + 'a: !!python/object/apply:os.system ["touch proof"]\n', lambda _: True, "Y31", 4, "unsafe_load"
    ),
    "01 billion laughs": Trap(HEAD + LAUGHS, _hangs, "Y30", 4),
    "36 merge bomb": Trap(HEAD + MERGES, _hangs, "Y30", 4),
    "03 open brackets": Trap(HEAD + "叙述: " + "[" * 20_000, _fails("RecursionError"), "Y16", 4),
    "03 brackets in pairs": Trap(HEAD + "叙述: " + "[" * 900 + "]" * 900, _fails("RecursionError"), "Y34", 4),
    "04 deep blocks": Trap(
        HEAD + "叙述:\n" + "\n".join(" " * n + "a:" for n in range(1, 900)), _fails("RecursionError"), "Y34", 28
    ),
    "05 repeated key": Trap(HEAD + "年度: 2023\n", _says("'年度': 2023"), "Y36", 4),
    "06 merge key": Trap(HEAD + "a: {<<: {b: 1}, c: 2}\n", _says("{'b': 1, 'c': 2}"), "Y32", 4),
    "07 power of ten": Trap(AMOUNT % "1e999999", _says("'1e999999'"), "D4", 4),
    "08 not a number": Trap(AMOUNT % ".nan", _says("nan"), "D4", 4),
    "08 infinity": Trap(AMOUNT % ".inf", _says("inf"), "D4", 4),
    "10 base sixty": Trap(AMOUNT % "1:30", _says(": 90"), "D4", 4),
    "11 base eight": Trap(AMOUNT % "010", _says(": 8}"), "D4", 4),
    "11 zeros in front": Trap(AMOUNT % "0012345", _says("5349"), "D4", 4),
    "13 a day that is none": Trap(HEAD + "落款日期: 2025-02-30\n", _fails("ValueError"), "D6", 4),
    "16 digits of another script": Trap(AMOUNT % "１２３", _says("１２３"), "Y12", 4),
    "16 Arabic digits": Trap(AMOUNT % "١٢٣", _says("١٢٣"), "D4", 4),
    "17 more digits than a float": Trap(AMOUNT % "1234567890123456789.78", _says("e+18"), "D4", 4),
    "18 five thousand digits": Trap(AMOUNT % ("9" * 5000), _fails("ValueError"), "D4", 4),
    "19 a list in itself": Trap(HEAD + "a: &a [*a]\n", _says("[...]"), "Y30", 4),
    "20 a list as key": Trap(HEAD + "? [a]\n: b\n", _fails("ConstructorError"), "Y37", 4),
    "23 full-width colon": Trap("格式：甲\n年度：2024\n", _says("'格式：甲 年度：2024'"), "Y18", 1),
    "24 tab": Trap(HEAD + "项目:\n\t- 名称: 甲\n", _fails("ScannerError"), "Y21", 5),
    "29 unit after a sharp": Trap(AMOUNT % "100#万元", _says("'100#万元'"), "D4", 4),
    "31 percent in front": Trap(HEAD + "名: %95\n", _fails("ScannerError"), "Y9", 4),
    "33 blanks of the web": Trap(HEAD + "项目:\n\u00a0\u00a0名称: 甲\n", _says("\\xa0\\xa0名称"), "Y20", 5),
    "34 full-width blanks": Trap(HEAD + "项目:\n　　名称: 甲\n", _says("\\u3000\\u3000名称"), "Y20", 5),
    "37 GBK": Trap(HEAD.encode("gbk"), _fails("ReaderError"), "Y2", 1),
    "39 UTF-16": Trap(HEAD.encode("utf-16"), _says("某局"), "Y2", 1),
    "40 NUL": Trap((HEAD + "a: \0\n").encode(), _fails("ReaderError"), "Y4", 4),
}


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_yaml_that_harms_the_bare_parser_is_refused_at_its_line(trap: Trap, tmp_path: Path) -> None:
    raw = trap.text if isinstance(trap.text, bytes) else trap.text.encode()
    (tmp_path / "数据.yaml").write_bytes(raw)
    bare = run("bare_yaml", tmp_path, loader=trap.loader)
    assert trap.bare(bare), bare
    assert (tmp_path / "proof").exists() == (trap.loader == "unsafe_load")
    (tmp_path / "proof").unlink(missing_ok=True)
    assert [trap.code, trap.line] in [problem[:2] for problem in examined(tmp_path)]
    assert not (tmp_path / "proof").exists()


def test_words_that_yaml_takes_for_truths_and_numbers_stay_words(tmp_path: Path) -> None:
    text = (PROJECT % "no").replace("某局", "1_000")
    (tmp_path / "数据.yaml").write_text(text, encoding="utf-8")
    assert "'名称': False" in run("bare_yaml", tmp_path).value
    assert "'名称': 1000" in run("bare_yaml", tmp_path).value
    drafts = run("make", tmp_path, seconds=4, templates=str(TEMPLATES), kinds=["docx"]).value
    assert [name for name in drafts["files"] if "1_000" in name]


# More than any report has


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (INDICATORS + "".join(ROW % f"指标{n}" for n in range(5000)), "Y38", 509),
        (HEAD + "项目:\n" + "".join(f"  - {{名称: 甲{n}, 全年执行数: 1}}\n" for n in range(3000)), "Y38", 505),
        (HEAD + "事实:\n" + "".join(f"  甲{n}: {n}\n" for n in range(9000)), "Y38", 505),
        (HEAD + f"叙述: {{甲: {'字' * 200_000}}}\n", "Y39", 4),
        (HEAD + f"叙述: {{甲: {'字词 ' * 200_000}}}\n", "Y39", 4),
        (HEAD + "叙述:\n  甲: |\n    短\n    " + "字" * 20_001 + "\n", "Y39", 6),
        (AMOUNT % ("9" * 1_000_000), "D4", 4),
        (HEAD + "a: " + "字" * 2_000_000, "Y1", 0),
        (HEAD + "叙述: {甲: " + "【" * 20_000 + "}\n", "N1", 4),
    ],
    ids=["indicators", "projects", "facts", "line", "words", "paragraph", "digits", "bytes", "references"],
)
def test_what_is_larger_than_any_report_is_told_where_it_becomes_so(
    text: str, code: str, line: int, tmp_path: Path
) -> None:
    (tmp_path / "数据.yaml").write_text(text, encoding="utf-8")
    bare = run("bare_yaml", tmp_path)
    assert bare.ended in ("ok", "time", "memory") or "line" not in bare.error, "nobody says where"
    assert [code, line] in [problem[:2] for problem in examined(tmp_path)]


@pytest.mark.parametrize(
    "text",
    [
        "每人100元，" + "，".join(f"{n}个" for n in range(2, 45)) + "，共5元。",
        "支出共12元每人" * 2500,
        "项目资金" * 5000,
        "9" * 20_000,
        "三是" * 10_000,
        "〔2020〕1、" * 2500,
        "（" * 20_000,
        "占12%，共3个，" * 2000,
    ],
    ids=["products", "numbers", "money", "digits", "numerals", "documents", "brackets", "rates"],
)
def test_prose_of_one_sign_or_one_endless_sentence_is_read_in_bearable_time(text: str, tmp_path: Path) -> None:
    """All groups of 43 counts, tried as factors of a sum, are more than anyone can wait for."""
    (tmp_path / "数据.yaml").write_text(f"{PROJECT % '甲'}叙述:\n  甲: {text[:20_000]}\n", encoding="utf-8")
    assert examined(tmp_path)


def test_many_rows_of_one_name_are_compared_in_bearable_time(tmp_path: Path) -> None:
    """Each with each, five hundred of them would be 125,000 pairs."""
    rows = "".join((ROW % "宣传费").replace("数量指标", f"数量{n}指标") for n in range(500))
    (tmp_path / "数据.yaml").write_text(INDICATORS + rows.replace("指标值: 1,", "指标值: 2,", 1), encoding="utf-8")
    told = [problem for problem in examined(tmp_path) if problem[0] == "S10"]
    assert len(told) == 499, "every row is compared with the first"


def test_references_that_lead_on_and_on_come_to_an_end(tmp_path: Path) -> None:
    facts = "".join(f"  甲{n}: {{值: 【事实.甲{n + 1}】, 单位: 个}}\n" for n in range(900))
    (tmp_path / "数据.yaml").write_text(HEAD + f"事实:\n{facts}  甲900: {{值: 1, 单位: 个}}\n", encoding="utf-8")
    assert "'甲0': {'值': '【事实.甲1】'" in run("bare_yaml", tmp_path).value, "printed as it is"
    told = [problem for problem in examined(tmp_path) if problem[0] == "N1"]
    assert [problem[1] for problem in told[:2]] == [44, 84]
    assert "引了 40 层还没有到底" in str(told[0][3])


def test_references_in_a_circle_are_told(tmp_path: Path) -> None:
    facts = "  甲: {值: 【事实.乙】, 单位: 个}\n  乙: {值: 【事实.甲】, 单位: 个}\n"
    (tmp_path / "数据.yaml").write_text(f"{HEAD}事实:\n{facts}", encoding="utf-8")
    (tmp_path / "模板.docx").write_bytes(docx(p("{{ 值 }}")))
    assert run("bare_docxtpl", tmp_path, names={"值": "【事实.乙】"}).value == "【事实.乙】"
    assert any(problem[0] == "N1" and "成了圈" in str(problem[3]) for problem in examined(tmp_path))


def test_shares_counted_in_two_units_have_no_sum(tmp_path: Path) -> None:
    shares = "    分配:\n      甲: {数量: 1, 单位: 人, 标准: 1}\n      乙: {数量: 1, 单位: 户, 标准: 1}\n"
    project = "项目:\n  - 名称: 甲\n    年初预算数: 2\n    全年执行数: 1\n"
    (tmp_path / "数据.yaml").write_text(HEAD + project + shares, encoding="utf-8")
    assert not [problem for problem in examined(tmp_path) if problem[0] in ("N1", "T4", "X16")]


ELSEWHERE = ["../外面/秘密", "{folder}/外面/秘密", "../../{name}/外面/秘密"]


@pytest.mark.parametrize("path", ELSEWHERE, ids=["up", "root", "further up"])
@pytest.mark.parametrize(("field", "code"), [("格式", "D12"), ("项目文件", "D10")])
def test_file_elsewhere_that_a_bare_path_leads_to_is_not_read(path: str, field: str, code: str, tmp_path: Path) -> None:
    for name in ("包", "外面"):
        (tmp_path / name).mkdir()
    (tmp_path / "外面" / "秘密").write_text("秘密: 1\n", encoding="utf-8")
    path = path.format(folder=tmp_path, name=tmp_path.name)
    assert run("bare_paths", tmp_path, name=path).value == "秘密: 1\n"
    assert (tmp_path / "外面" / "秘密.new").exists(), "nor would it write only where it may"
    head = HEAD.replace("通用-项目支出自评表", path) if field == "格式" else f"{HEAD}项目文件: ['{path}']\n"
    (tmp_path / "包" / "数据.yaml").write_text(head, encoding="utf-8")
    told = examined(tmp_path / "包")
    assert [code, 1 if field == "格式" else 4] in [problem[:2] for problem in told]
    assert "秘密: 1" not in str(told)


def test_format_named_with_nul_is_refused(tmp_path: Path) -> None:
    (tmp_path / "数据.yaml").write_text(HEAD.replace("通用-项目支出自评表", '"甲\\u0000乙"'), encoding="utf-8")
    assert "ValueError" in run("bare_paths", tmp_path, name="甲\0乙").error
    assert ["Y5", 1] in [problem[:2] for problem in examined(tmp_path)]
