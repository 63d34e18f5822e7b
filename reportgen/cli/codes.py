"""The codes of what is told elsewhere than in checks: of reading a format, of typesetting, of writing files."""

from __future__ import annotations

from typing import Final

from reportgen.checks.rules import Coded, Rule
from reportgen.deliver import RULES as OF_FILES
from reportgen.problem import Level

_ERROR, _HINT = Level.ERROR.value, Level.HINT.value
_BOTH: Final = f"{_ERROR}、{_HINT}"
_LEVELS: Final = {**dict.fromkeys(("O5", "O6", "O7"), _BOTH), **dict.fromkeys(("O2", "O9", "O10"), _HINT)}
_FORMAT: Final = "本程序对格式文件的要求；数据文件不用改，转告维护人"
_PAGES: Final = "Word 文件原样生成，PDF 照它排；排不出、可能不同的逐处指出"
_SAFE: Final = "不覆盖、不丢失用户的文件"

CODES: Final[tuple[Coded, ...]] = (
    Coded("T1", Rule(_ERROR, "“继承”的格式都在，不互相继承", (), _FORMAT, "规则继承的“通用”不存在，或互相继承")),
    Coded("T2", Rule(_BOTH, "format.yaml 用到的模板都在，在的都用到", (), _FORMAT, "format.yaml 没有用到“旧表.docx”")),
    Coded("T3", Rule(_ERROR, "格式各文件里的名称、代码照规定写，不重复", (), _FORMAT, "计分法“分档”写了两次")),
    Coded(
        "T4",
        Rule(
            _ERROR,
            "公式、条件和要求里的名称都有，算得出，单位合得上",
            ("条件不成立的、走不到的一支，formats check 也试算",),
            _FORMAT,
            "审核公式 F50：没有“全年执行教”这个名称",
        ),
    ),
    Coded("T5", Rule(_ERROR, "填写时标签都填得出", (), _FORMAT, "“2027年”不是日期，不能与“2027年3月1日”比先后")),
    Coded(
        "T7",
        Rule(
            _ERROR,
            "声明的字段、列表写明在哪里、是什么类型，名称不与已有的相同",
            (),
            _FORMAT,
            "“经办人”声明了两次，第 8 行已有",
        ),
    ),
    Coded(
        "T9",
        Rule(
            _ERROR,
            "数据所用的格式没有错误",
            ("会计看到的只有这一条；维护人运行 reportgen formats check 格式 看各条",),
            _FORMAT,
            "格式“某县-项目支出-2025”有 1 处错误，请维护人运行 reportgen formats check 某县-项目支出-2025",
        ),
    ),
    Coded("G0", Rule(_ERROR, "生成的 Word 文件读得出", (), _PAGES, "文件的内容一层套一层，太深了，不能读取")),
    Coded("G1", Rule(_ERROR, "Word 里的内容都排得进 PDF", (), _PAGES, "第 3 段有SmartArt 图形，无法排入 PDF")),
    Coded("G2", Rule(_HINT, "PDF 与 Word 的样子相同；排法不同的指出", (), _PAGES, "第 3 段有双删除线，按单删除线排版")),
    Coded(
        "G3",
        Rule(
            _ERROR,
            "每个字在 PDF 所用的字体里都有",
            (),
            _PAGES,
            "字符“龘”（U+9F98）没有任何已安装字体能显示，PDF 中将是空框",
        ),
    ),
    Coded(
        "G4", Rule(_BOTH, "文字、图片都在页面之内，没有截去", (), _PAGES, "文本框伸出页面之外，其中的文字可能看不见")
    ),
    Coded("G5", Rule(_ERROR, "每个文件在限定的时间和内存里做完", (), _PAGES, "没有生成：内容一层套一层，太深了")),
    *(
        Coded(code, Rule(_LEVELS.get(code, _ERROR), demand.rstrip("。"), (), _SAFE))
        for code, demand in OF_FILES.items()
    ),
)
