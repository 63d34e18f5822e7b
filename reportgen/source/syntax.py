"""What the YAML parser says in English → what a user can mend."""

from __future__ import annotations

import yaml

from reportgen.problem import Level, Place, Problem

RULES = {
    "Y26": "各级缩进要对齐",
    "Y27": "文件要合乎 YAML 的写法",
}
_INDENT = "缩进与上面的行对不齐"
_ALIGN = "同级的行左对齐，下级比上级多两格；也检查上一行的引号、括号是否没有写完"
# First that is found in the parser's words wins: (its words, code, what is, how to mend it). The C and the Python
# parser word some of them differently.
_CAUSES = (
    ("unknown escape character", "Y15", "双引号里的反斜线是转义符号", "改用单引号 '…'，或把 \\ 写成 \\\\"),
    ("hexadecimal", "Y15", "双引号里的反斜线是转义符号", "改用单引号 '…'，或把 \\ 写成 \\\\"),
    ("Unicode character", "Y15", "双引号里的反斜线写的不是一个字", "改用单引号 '…'，或把 \\ 写成 \\\\"),
    ("unexpected end of stream", "Y14", "从这里起的引号一直没有配对", "在文字末尾补上同样的半角引号"),
    ("unexpected document indicator", "Y14", "引号还没有配对就遇到了“---”或“...”", "补上同样的半角引号"),
    ("flow", "Y16", "方括号或花括号没有写完，或中间缺半角逗号", "检查这个括号：每项之间用半角逗号，末尾补上括号"),
    ("tab character", "Y21", "行首用了 Tab 键缩进", "改用空格，每级两格"),
    ("mapping values are not allowed", "Y26", "这里不应再有一个字段", "上一行缺冒号，或缩进多了；是文字就加半角引号"),
    ("mapping keys are not allowed", "Y27", "这里不应以“?”开头", "是文字就加半角引号"),
    ("sequence entries are not allowed", "Y26", "列表项“- ”写错了位置", "列表另起一行，写在字段名的下一行"),
    ("expected ':'", "Y23", "这一行不成一个字段", "写成“字段: 值”；若是接着上面的文字，缩进要更深"),
    ("expected key", "Y26", _INDENT, _ALIGN),
    ("'-' indicator", "Y26", _INDENT, _ALIGN),
    ("expected <block end>", "Y26", _INDENT, _ALIGN),
    ("block scalar", "Y27", "“|”或“>”后面不能再有文字", "文字从下一行开始，缩进两格"),
    ("comment or line break", "Y27", "“|”或“>”后面不能再有文字", "文字从下一行开始，缩进两格"),
    ("cannot start any token", "Y9", "这个符号不能用在开头", "是文字就给整个值加半角引号"),
    ("node content", "Y9", "这里的值以 YAML 的符号开头", "是文字就给整个值加半角引号"),
    ("anchor", "Y9", "“&”在 YAML 里另有用处", "是文字就给整个值加半角引号"),
    ("alias", "Y9", "“*”在 YAML 里另有用处", "是文字就给整个值加半角引号"),
    ("tag", "Y9", "“!”在 YAML 里另有用处", "是文字就给整个值加半角引号"),
    ("directive", "Y27", "以“%”开头的行是 YAML 指令，这里不用", "删去这一行"),
    ("incompatible YAML", "Y27", "以“%”开头的行是 YAML 指令，这里不用", "删去这一行"),
    ("document start", "Y27", "这里不应再有内容", "检查上一行的缩进和冒号"),
)


def explain_syntax(error: yaml.MarkedYAMLError, shown: str) -> Problem:
    """The parser's error as a problem with the likeliest cause."""
    words = f"{error.problem} {error.context}"
    code, message, hint = next(
        (cause[1:] for cause in _CAUSES if cause[0] in words), ("Y27", f"读不懂这里的写法（{error.problem}）", _ALIGN)
    )
    opened_at = error.context_mark if code in ("Y14", "Y16") else None
    mark = opened_at or error.problem_mark or error.context_mark
    place = Place(shown, mark.line + 1, mark.column + 1) if mark else Place(shown)
    return Problem(code, Level.ERROR, place, message, hint)
