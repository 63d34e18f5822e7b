"""load_document: correct files give their values and no problem; nothing a file can hold makes it raise."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.problem import Level, Problem
from reportgen.source import document
from reportgen.source.document import load_document
from reportgen.source.node import Mapping, Node, Scalar, Sequence


def load(tmp_path: Path, text: str | bytes) -> tuple[Node | None, tuple[Problem, ...]]:
    path = tmp_path / "甲.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_document(path, "甲.yaml")


def plain(node: Node | None) -> object:
    match node:
        case Mapping(entries):
            return {entry.key.text: plain(entry.value) for entry in entries}
        case Sequence(items):
            return [plain(item) for item in items]
        case Scalar(text):
            return text
    return None


# Correct files that look like mistakes: each must load to what YAML says, without a word.
CORRECT = {
    "prose in values": """\
说明: 时间：8点
地点: 网址 http://www.example.cn:8080/a?b=1#c 见附件
时刻: 8:30
比例: 1:3
链接: https://example.cn
""",
    "keys with Chinese punctuation": """\
其中：财政拨款: 5
（一）基本支出（万元）: 7.5
“三公”经费、会议费: 8
R&D <x>: 1
"部门: 甲": 2
'a#b' : 3
质量≥90%: 是
""",
    "block scalars": """\
叙述:
  概况: |
    部门：教育局
    年度:2024
    　　首行缩进
    -没有空格
    >=90%

    "没有配对
  成效: >-
    说明:
      {没有配对
    \t制表符
  结论: |2-  # 说明
      深两格
其他: 甲
""",
    "Chinese paragraphs in a block": """\
叙述:
  概况: |
    　　我局2024年：
    \t甲
  成效: |

    　　很好。
    {blank}
年度: 2024
""".replace("{blank}", "　"),
    "text over several lines": """\
说明: 第一行文字
  时间：8点开始
  地点:会议室
  -不是列表
  （见附件#1）

  最后一段
   　又一段
备注:
  时间：8点。
  地点：北京
引文: "甲
  乙：丙
  丁"
单引:
  '甲''乙
  >=90%
  丙'
依据:
  - 文件：国发〔2023〕1号
  - 规定：第三条
    第二款
  - |
    部门：甲
""",
    "comments": """\
# 注释：全角
金额: 100 #万元
简称: # 可不填
单位: #填报单位
  名称: 甲 # 部门：乙
  #性质：事业
清单:
  - 甲 # 一
  - # 二
    名称: 乙
""",
    "flow collections": """\
值: {值: 2.3, 文字: 26人2.3万元，另有5人：甲、乙}
列: [甲, 乙：丙, "丁, 戊", '己']
套: {a: [1, 2], b: {c: d}, "e":f}
多: [
  甲,
  乙：丙
]
组: {
  甲: 1,
  乙: 2}
空: []
括: {文号: 国发［2023］1号}
序: ["一，二", 三]
""",
    "quotes": """\
双: ">=90%"
单: '#1工程'
路径: "D:\\\\数据"
"<<": 甲
转义: "一\\n二 \\u4e2d \\\\ \\""
里面: 甲“乙”丙
开头: “放管服”改革
英: it's 5" pipe
空: ""
注: "甲: 乙" # 注
""",
    "signs": """\
负: -5
范围: 5-10
破: —
省: ……
空:
无: 无
大于: ≥90%
比较: 执行率 >= 90%
百分: 97.05%
千分: 1,234.56
全角文: ２０２４年度
逗: 1，2
乘: 3*4
问: ?甲
冒: :乙
引用: 【支出.合计】
书名: 《预算法》
花: ｛甲｝
方: ［2023］5号
""",
    "lists": """\
指标:
- 名称: 甲
  值: 1
-   名称: 乙
    值: 2
- - 1
  - 2
-
  名称: 丙
- 丁
- -5
项目:
    - 甲
    -
      - 乙
""",
    "long form of keys": """\
? 很长的字段名
: 值：一
? - 也行
""".replace("? - 也行\n", ""),
    "document marks": "---\n部门: 甲\n说明: |\n  --- 文字\n...\n",
    "windows": "部门: 甲\r\n说明: |\r\n  一\r\n  二\r\n空行:\r\n\r\n",
    "blank lines": "部门:\n　　\n  名称: 甲\n\t\n  说明: |\n    一\n　\n    二\n\u00a0\n年度: 2024\n",
    "prose below its field": """\
总体目标:
  预期:
    目标1：保障机构运转。
    目标2：完成培训。
  实际:
    时间：8点
  引:
    “目标”已完成：见附件
  评:
    一二三四五六七八九十一二三四五六七八九十一：见附件
    时间：上午
  网:
    http://www.example.cn
    https://www.example.cn
""",
    "formulas": """\
审核:
  - 代码: X13
    公式: 合计(项目.全年预算数) == 支出.合计
    说明: 合计 = 甲 + 乙 (见 R&D <x>)
    例: a ? b
    模: 5 % 2 ! | > @ `
""",
}


@pytest.mark.parametrize("text", CORRECT.values(), ids=CORRECT)
def test_correct_files_say_nothing(tmp_path: Path, text: str) -> None:
    root, problems = load(tmp_path, text)
    assert problems == ()
    if "　　\n" not in text:  # YAML itself does not take odd blank lines
        assert plain(root) == values_by_yaml(text)


def values_by_yaml(text: str) -> object:
    """What PyYAML makes of it, all scalars as text."""
    return yaml.load(text, Loader=yaml.BaseLoader)


def test_places_and_quotes(tmp_path: Path) -> None:
    root, problems = load(tmp_path, '部门:   教育局\n清单:\n  - "甲"\n  - |\n    乙\n  - 空:\n')
    assert not problems
    assert isinstance(root, Mapping)
    name, listed = root
    assert isinstance(name.value, Scalar)
    assert isinstance(listed.value, Sequence)
    assert (str(name.key.place), str(name.value.place)) == ("甲.yaml:1:1", "甲.yaml:1:7")
    quoted, block, below = listed.value
    assert isinstance(quoted, Scalar)
    assert isinstance(block, Scalar)
    assert isinstance(below, Mapping)
    assert (quoted.quoted, block.quoted, name.value.quoted) == (True, True, False)
    assert (quoted.place.line, quoted.place.column, block.text) == (3, 5, "乙\n")
    empty = below.entries[0].value
    assert isinstance(empty, Scalar)
    assert (empty.text, empty.quoted, empty.place.line) == ("", False, 6)


def test_scalars_stay_text(tmp_path: Path) -> None:
    root, _ = load(tmp_path, "a: 010\nb: no\nc: 1:30\nd: 2025-02-30\ne: 100.10\nf: ~\ng: 1e9\n")
    assert plain(root) == {
        "a": "010", "b": "no", "c": "1:30", "d": "2025-02-30", "e": "100.10", "f": "~", "g": "1e9"
    }  # fmt: skip


def test_depth_and_nodes_at_their_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nested(depth: int) -> str:
        return "a: " + "[" * depth + "]" * depth

    assert load(tmp_path, nested(24))[1] == ()
    assert [p.code for p in load(tmp_path, nested(25))[1]] == ["Y34"]
    assert [p.code for p in load(tmp_path, nested(50_000))[1]] == ["Y34"]
    monkeypatch.setattr(document, "MOST_NODES", 5)
    assert load(tmp_path, "a: 1\nb: 2\n")[1] == ()
    assert [p.code for p in load(tmp_path, "a: 1\nb: 2\nc: 3\n")[1]] == ["Y35"]


def test_parser_is_heard_except_where_the_layout_was_guessed(tmp_path: Path) -> None:
    assert [p.code for p in load(tmp_path, "a:\n    b: 1\n  c：2\n")[1]] == ["Y26", "Y18"]
    assert [p.code for p in load(tmp_path, "a:\n  - b: 1\n  c d\n")[1]] == ["Y23"]


def test_brackets_are_told_where_they_open(tmp_path: Path) -> None:
    assert [(p.code, str(p.place)) for p in load(tmp_path, "a: {b: 1]\n")[1]] == [("Y16", "甲.yaml:1:4")]


def test_deep_list_marks_are_refused(tmp_path: Path) -> None:
    assert [p.code for p in load(tmp_path, "a:\n" + "- " * 50_000 + "x")[1]] == ["Y34"]


def test_merge_bomb_is_refused(tmp_path: Path) -> None:
    text = "a: &a {x: 1}\n" + "".join(f"b{i}: &b{i}\n  <<: [*a, *a]\n" for i in range(400))
    assert {p.code for p in load(tmp_path, text)[1]} == {"Y30", "Y32"}


def test_python_parser_does_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = [load(tmp_path, text) for text in CORRECT.values()]
    broken = ['a: "x\n', "a: [1\n", "a:\n  b: 1\n c: 2\n", "- a\nb: 1\n"]
    places = [[(p.code, p.place.line) for p in load(tmp_path, text)[1]] for text in broken]
    monkeypatch.setattr(document, "_LOADER", yaml.BaseLoader)
    assert [plain(load(tmp_path, text)[0]) for text in CORRECT.values()] == [plain(root) for root, _ in fast]
    assert [[(p.code, p.place.line) for p in load(tmp_path, text)[1]] for text in broken] == places


# Signs the keyboard scan has an opinion about are left to the cases above and the gallery.
_KEYS = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)
_OPINIONS = "０１２３４５６７８９．％－＋，“”＂"
_PRINTABLE = st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters=_OPINIONS + "\ufffd")
_SIGNS = st.sampled_from(
    [*" :：#-\"'[]{},，>|@%&*!?\n－—　（）；。abc甲乙1.", ": ", " #", "\n\n", "- ", "甲乙丙丁" * 9]
)
_TEXT = st.text(_PRINTABLE, max_size=40) | st.lists(_SIGNS, max_size=30).map("".join)
_VALUE = st.recursive(
    _TEXT,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(_KEYS, inner, min_size=1, max_size=3),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None, database=None)
@given(st.dictionaries(_KEYS, _VALUE, min_size=1, max_size=5), st.sampled_from([20, 80, 1000]))
def test_what_yaml_writes_is_read_back(data: dict[str, object], width: int) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, width=width, sort_keys=False)
    with tempfile.TemporaryDirectory() as folder:
        root, problems = load(Path(folder), text)
    assert problems == (), text
    assert plain(root) == data, text


@settings(max_examples=300, deadline=None, database=None)
@given(
    st.binary(max_size=200)
    | st.lists(_SIGNS | st.sampled_from("\t\r“”０９．％"), max_size=60).map("".join).map(str.encode)
)
def test_nothing_raises(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root, problems = load(Path(folder), raw)
    assert root is not None or any(p.level is Level.ERROR for p in problems)
    assert all(p.code in document.RULES for p in problems)
