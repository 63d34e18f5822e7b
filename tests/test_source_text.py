"""read_text: bytes of any encoding → text and what was wrong with them; mend_keyboard: line for line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.problem import Level, Problem
from reportgen.source import text as texts
from reportgen.source.keyboard import mend_keyboard
from reportgen.source.text import read_text


def read(tmp_path: Path, raw: bytes) -> tuple[str | None, list[tuple[str, str]]]:
    path = tmp_path / "甲.yaml"
    path.write_bytes(raw)
    text, problems = read_text(path, "甲.yaml")
    return text, [(p.code, str(p.place)) for p in problems]


def mended(text: str) -> tuple[str, list[str]]:
    after, problems = mend_keyboard(text, "甲")
    return after, [p.code for p in problems]


def test_plain_utf8(tmp_path: Path) -> None:
    assert read(tmp_path, "部门: 𠮷㎡ 甲\r\n年度:\t2024\r说明: é 😀".encode()) == (
        "部门: 𠮷㎡ 甲\n年度:\t2024\n说明: é 😀",
        [],
    )


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_gbk_is_told_and_read(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, "名称: 甲局\r\n".encode(encoding)) == ("名称: 甲局\n", [("Y2", "甲.yaml:1:1")])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_utf16(tmp_path: Path, encoding: str) -> None:
    mark = "" if encoding == "utf-16" else "\ufeff"
    assert read(tmp_path, (mark + "a: 甲\n").encode(encoding)) == ("a: 甲\n", [("Y2", "甲.yaml:1:1")])


def test_utf16_without_a_mark_is_no_text(tmp_path: Path) -> None:
    assert read(tmp_path, "\n甲a: 1\n".encode("utf-16-le")) == (None, [("Y4", "甲.yaml:2")])


def test_bom_is_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "甲.yaml"
    path.write_bytes("\ufeff部门: 甲".encode())
    text, (problem,) = read_text(path, "甲.yaml")
    assert (text, problem.code, problem.level) == ("部门: 甲", "Y3", Level.HINT)


def test_one_broken_byte_does_not_make_it_gbk(tmp_path: Path) -> None:
    raw = "部门: 教育局\n说明: 很好".encode() + b"\xe7\n"
    assert read(tmp_path, raw) == ("部门: 教育局\n说明: 很好〓\n", [("Y4", "甲.yaml:2:7")])


def test_bad_characters_by_line(tmp_path: Path) -> None:
    raw = "a: \u202e1\x07\nb: 甲\ue000乙\ue000\n\nc: x\u2028y\u200bz\ufffd".encode()
    text, told = read(tmp_path, raw)
    assert text == "a: 1\nb: 甲〓乙〓\n\nc: x yz〓"
    assert told == [
        ("Y6", "甲.yaml:1:4"),
        ("Y5", "甲.yaml:1:6"),
        ("Y7", "甲.yaml:2:5"),
        ("Y5", "甲.yaml:4:5"),
        ("Y8", "甲.yaml:4:7"),
        ("Y4", "甲.yaml:4:9"),
    ]


@pytest.mark.parametrize(
    ("code", "characters"),
    [
        ("Y5", "\x0e\x1f\x7f\x85\x9f\u2028\u2029\ufdd0\ufffe\uffff"),
        ("Y6", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
        ("Y7", "\ue000\uf8ff\U000f0000\U0010fffd"),
        ("Y8", "\u00ad\u200b\u200c\u200d\u2060\ufeff\U000e0041"),
        ("", "\u3000\u00a0\u4e00\U00020bb7\ufe0f·…"),
    ],
)
def test_every_bad_character(tmp_path: Path, code: str, characters: str) -> None:
    for character in characters:
        text, told = read(tmp_path, f"甲{character}".encode())
        assert told == ([(code, "甲.yaml:1:2")] if code else [])
        assert text is not None
        assert (character in text) is (not code)


def test_many_bad_characters_are_counted(tmp_path: Path) -> None:
    _, told = read(tmp_path, "\n".join(["甲\x01"] * (texts.MOST_TOLD + 7)).encode())
    assert len(told) == texts.MOST_TOLD + 1


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def only(path: Path) -> Problem:
        text, (problem,) = read_text(path, "甲")
        assert text is None
        return problem

    assert (only(tmp_path / "无.yaml").code, only(tmp_path).code) == ("Y1", "Y1")
    monkeypatch.setattr(texts, "MOST_BYTES", 3)
    (tmp_path / "大.yaml").write_bytes(b"a: 1")
    assert only(tmp_path / "大.yaml").code == "Y1"
    (tmp_path / "大.yaml").write_bytes(b"a: ")
    assert read_text(tmp_path / "大.yaml", "甲") == ("a: ", ())


@pytest.mark.parametrize(
    ("typed", "meant", "codes"),
    [
        ("部门：甲", "部门: 甲", ["Y18"]),
        ("部门 ： 甲", "部门: 甲", ["Y18"]),
        ('"部门"：甲', '"部门": 甲', ["Y18"]),
        ("部门:甲", "部门: 甲", ["Y19"]),
        ("单位:\n  名称：甲\n  简称：乙", "单位:\n  名称: 甲\n  简称: 乙", ["Y18", "Y18"]),
        ("单位：\n  名称：甲", "单位:\n  名称: 甲", ["Y18", "Y18"]),
        ("单位:\n  名称：甲", "单位:\n  名称：甲", []),  # one line alone may be text
        ("- 名称：甲\n  分值: 1", "- 名称: 甲\n  分值: 1", ["Y18"]),
        ("a:\n  - 甲\n  -乙", "a:\n  - 甲\n  - 乙", ["Y22"]),
        ("a:\n-\t甲", "a:\n- 甲", ["Y21"]),
        ("a:\n    b: 1\n\tc: 2", "a:\n    b: 1\n    c: 2", ["Y21"]),
        ("a: 1\nb:\n\u3000\u3000c: 2\n\u3000\u3000d: 3", "a: 1\nb:\n  c: 2\n  d: 3", ["Y20", "Y20"]),
        ("a: >=9 # 注", 'a: ">=9" # 注', ["Y9"]),
        ("a: >=9\n  乙", "a: ＞=9\n  乙", ["Y9"]),
        ("a: b: c", 'a: "b: c"', ["Y11"]),
        ('a: "甲"\'乙', "a: '\"甲\"''乙'", ["Y14"]),
        ("a: 1\n  b:\n    c: 3", "a: 1\nb:\n  c: 3", ["Y24"]),
        ("a: {值: 2.3，文字: x}", "a: {值: 2.3, 文字: x}", ["Y17"]),
        ("a: {值: 2.3， 文字: x：y}", "a: {值: 2.3, 文字: x：y}", ["Y17"]),
        ("a: {，}", "a: {，}", []),
        ("a: [甲，乙, 丙]", "a: [甲, 乙, 丙]", ["Y17"]),
        ("a: [甲, 乙，丙，丁, 戊]", "a: [甲, 乙, 丙, 丁, 戊]", ["Y17"]),
        ("a: [{b: 1}，{b: 2}]", "a: [{b: 1}, {b: 2}]", ["Y17"]),
        ('a: ["甲，乙", 丙]', 'a: ["甲，乙", 丙]', []),
        ("a：{b: 1}", "a: {b: 1}", ["Y18"]),
        ("a:{b: 1, c: 2}", "a: {b: 1, c: 2}", ["Y19"]),
        ("a ： [{b: 1}]", "a: [{b: 1}]", ["Y18"]),
        ("a:\n  b：{c: 1}\n  d: 2", "a:\n  b: {c: 1}\n  d: 2", ["Y18"]),
        ("a: 甲：{乙: 丙}", 'a: "甲：{乙: 丙}"', ["Y11"]),
        ("a: 甲\n   \u3000乙", "a: 甲\n   \u3000乙", []),
        ("a: {b: *重}", 'a: {b: "*重"}', ["Y9"]),
        ("a:\n  甲\n  - 乙", "a:\n  甲:\n  - 乙", ["Y23"]),
        ("a:\n  b: |\n  \u3000\u3000甲", "a:\n  b: |\n    甲", ["Y20"]),
    ],
)
def test_meant_text(typed: str, meant: str, codes: list[str]) -> None:
    assert mended(typed) == (meant, codes)
    assert mended(meant) == (meant, [])


@settings(max_examples=300, deadline=None, database=None)
@given(
    st.lists(st.sampled_from([*" :：#-\"'[]{},，｛｝>|%&*!?\n\t－—　”１．甲a1", ": ", "\n  ", "- "]), max_size=60).map(
        "".join
    )
)
def test_lines_are_kept_and_mended_once(text: str) -> None:
    after, _ = mend_keyboard(text, "甲")
    assert after.count("\n") == text.count("\n")
