"""What of a Word document does not reach the page, or reaches it looking otherwise: one problem for each kind."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportgen.problem import Level, Place, Problem


@dataclass(frozen=True, slots=True)
class Kind:
    """A construct, what becomes of it, and what to do in Word instead."""

    lost: bool
    what: str
    fate: str
    hint: str


def _lost(what: str, hint: str) -> Kind:
    return Kind(lost=True, what=what, fate="无法排入 PDF", hint=hint)


def _near(what: str, fate: str, hint: str) -> Kind:
    return Kind(lost=False, what=what, fate=fate, hint=hint)


_PICTURE = "在 Word 中另存为 PNG 或 JPEG 图片，再以“嵌入型”插入"
_PLAIN = "若要与 Word 一致，请在 Word 中取消这一格式"

TEXT_BOX = _lost("文本框", "把文字移到正文或无边框的表格里")
CHART = _lost("图表", _PICTURE)
SMART_ART = _lost("SmartArt 图形", _PICTURE)
OLE = _lost("嵌入的对象（OLE）", _PICTURE)
VML = _lost("旧式图形（VML，含艺术字与水印）", _PICTURE)
SHAPE = _lost("图形（线条、形状、画布等）", "改用段落边框、表格边框或嵌入型图片")
ALT_CHUNK = _lost("嵌入的外部文档（altChunk、子文档）", "在 Word 中打开并另存一次，使其成为正文")
TRACKED = _lost("未处理的修订", "在 Word“审阅”中接受或拒绝全部修订")
FORMULA = _lost("公式", "改为普通文字，或以图片插入")
PICTURE_FORMAT = _lost("{} 格式的图片", _PICTURE)
PICTURE_LARGE = _lost("太大的图片（{}）", "用图片软件缩小到 3000 像素以内，再重新插入")
PICTURE_LINK = _lost("链接到文件之外的图片", "在 Word 中改为“插入”而不是“链接到文件”")
PICTURE_BROKEN = _lost("数据缺失的图片", "删除后重新插入图片")
FIELD_EMPTY = _lost("没有结果的域 {}", "改为普通文字")
FIELD_OPEN = _lost("没有结束的域（其后的内容都被当作域代码）", "删除这个域，改为普通文字")
SYMBOL = _lost("符号字体 {} 的字符", "用“插入－符号”选普通字体中的同一符号")
NOTE_BROKEN = _lost("找不到内容的脚注或尾注", "删除后重新插入脚注")
MARGIN_BROKEN = _lost("找不到内容的页眉或页脚", "在 Word 中重新编辑页眉页脚后保存")
UNKNOWN = _lost("不认识的内容 {}", "改用普通的文字、表格或图片")

WRAPPED = _near("文字环绕的图片或文本框", "位置与 Word 不完全相同", "把环绕方式改为“嵌入型”或“浮于文字上方”")
FLOATING_PICTURE = _near("浮动图片", "按嵌入型图片排版", "把图片的环绕方式改为“嵌入型”")
NO_DESCRIPTION = _near("缺少替代文字的图片", "读屏软件只能说“图片”", "在 Word 中右击图片，用“编辑替代文字”写一句说明")
TURNED = _near("旋转或翻转过的图片", "按原图排版", "在图片软件中处理好再插入")
EMPHASIS = _near("逗号形的着重号", "不显示", "改用圆点的着重号")
RUN_FORMAT = _near("字符格式 {}", "不显示", _PLAIN)
DOUBLE_STRIKE = _near("双删除线", "按单删除线排版", _PLAIN)
SMALL_CAPS = _near("小型大写字母", "按大写字母排版", _PLAIN)
HIDDEN = _near("隐藏的内容", "不排入 PDF", "删除隐藏的内容，或取消“隐藏”")
COVERED = _near("被合并单元格里的文字", "不排入 PDF（Word 也不显示）", "删除被合并单元格里的文字")
COMMENT = _near("批注", "不排入 PDF", "定稿前删除批注")
RUBY = _near("拼音指南", "把拼音放在字后的括号里", _PLAIN)
LINK_DROPPED = _near("网页、邮件之外的超链接", "只保留文字", "只用 http、https 或 mailto 链接")
LINK_NOWHERE = _near("指向不存在的书签的链接", "只保留文字", "在 Word 中更新目录和交叉引用，或删除这个链接")
STORED_PAGES = _near("域 {} 的页码", "按文件中保存的结果排版", "在 Word 中更新域再保存，并与 PDF 核对")
CONTENTS_STORED = _near(
    "在表格、文本框里，或不按标题样式编制的目录",
    "条目按文件中保存的文字排版",
    "在 Word 中更新目录再保存，并与 PDF 核对",
)
CONTENTS_OUTDATED = _near(
    "与正文标题不一致的目录", "条目仍按文件中保存的文字排版", "在 Word 中右击目录，选“更新域－更新整个目录”"
)
CONTENTS_EMPTY = _near("找不到标题的目录", "按文件中保存的结果排版", "把“标题 1”等样式用于正文的标题，再更新目录")
NOTE_MARK = _near("自定义的脚注标记或编号格式", "按 1、2、3 编号", "改用自动编号的脚注")
ALIGNED_TAB = _near("对齐制表位", "按普通制表符排版", "改用段落的制表位")
BULLET = _near("字体 {} 的项目符号", "按 • 排版", "改用常见的项目符号")
PICTURE_BULLET = _near("图片项目符号", "按文字符号排版", "改用常见的项目符号")
NUMBER_ALIGN = _near("居中或右对齐的自动编号", "按左对齐排版", "在“定义新多级列表”中改为左对齐")
NUMBER_FORMAT = _near("编号格式 {}", "按阿拉伯数字排版", "改用阿拉伯数字、罗马数字、字母或中文数字")
PARAGRAPH_FORMAT = _near("段落格式 {}", "不起作用", _PLAIN)
RIGHT_TO_LEFT = _near("从右到左的排版", "按从左到右排版", "改为从左到右")
FRAME = _near("图文框", "在正文中排版", "删除图文框，用对齐方式定位")
BORDER_LINE = _near("边框线型 {}", "按相近的线型排版", "改用单线、双线、点线或虚线")
ART_BORDER = _near("艺术型页面边框", "不显示", "改用线条的页面边框")
DIAGONAL = _near("斜线表头", "斜线按相近的样子画出", "改为两行或两列的表头")
VERTICAL_TEXT = _near("竖排文字", "按每行一字排版", "改为横排")
FIT_TEXT = _near("适应文字（单元格）", "不起作用", "改用字号或列宽")
FLOATING_TABLE = _near("浮动的表格", "在正文中排版", "把表格的文字环绕改为“无”")
CELL_SPACING = _near("单元格间距", "不起作用", "把单元格间距改为 0")
GRID_GUESSED = _near("没有列宽的表格", "列宽由程序平分", "在 Word 中给各列指定宽度")
UNEVEN_MERGE = _near("上下宽度不同的纵向合并", "按不合并排版", "让合并的单元格左右对齐")
HEADER_MERGE = _near("与正文行合并的标题行", "翻页时不重复", "让标题行的合并止于标题行")
HEADER_TALL = _near("占去大半页的标题行", "翻页时不重复", "减少重复的标题行")
CHARACTER_GRID = _near("文档网格“文字对齐字符网格”", "只按字符间距排，不对齐格子", "改为“指定行和字符网格”")
UNEVEN_COLUMNS = _near("宽度不等的分栏", "按等宽排版", "改为等宽的分栏")
COLUMN_BREAK = _near("从新的一栏开始的节", "从新的一页开始", "改用分栏符")
PAGE_FORMAT = _near("页面格式 {}", "不起作用", _PLAIN)


@dataclass(slots=True)
class Findings:
    """Collects each kind with its first place and its count."""

    found: dict[tuple[Kind, str], tuple[str, int]] = field(default_factory=dict)

    def note(self, kind: Kind, where: str, detail: str = "") -> None:
        """Counts one more of that kind; `detail` fills the kind's {}."""
        first, count = self.found.get((kind, detail), (where, 0))
        self.found[kind, detail] = first, count + 1

    def problems(self, file: str) -> tuple[Problem, ...]:
        """What was found as problems: lost content is an error (G1), another look a hint (G2)."""
        return tuple(
            Problem(
                code="G1" if kind.lost else "G2",
                level=Level.ERROR if kind.lost else Level.HINT,
                place=Place(file, within=where),
                message=f"{where}有{kind.what.format(detail)}，{kind.fate}"
                + (f"（全文共 {count} 处，这是第一处）" if count > 1 else ""),
                hint=kind.hint,
            )
            for (kind, detail), (where, count) in self.found.items()
        )
