"""The one table of input fields: the forms' words, their identifiers, kinds, units and help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """What a field holds; the reader gives its text meaning by this alone."""

    TEXT = "文字"  # one line
    PROSE = "段落"  # paragraphs, one a line; may refer to figures with 【…】
    NUMBER = "数"  # a number of the term's unit, or a reference 【…】, or one of 无 — ……
    VALUE = "值"  # a number or words: target and actual of an indicator
    YEAR = "年度"
    DATE = "日期"
    CHOICE = "选项"
    TEXTS = "文字列表"
    SECTION = "节"  # a mapping with the fields of section `of`
    LIST = "列表"  # a list of such mappings
    NAMED = "名称表"  # a mapping from free names to such mappings
    TREE = "分项"  # free names to numbers or to further groups of them
    PROSES = "叙述表"  # free names to paragraphs, or to headings with paragraphs below them
    NOTES = "说明表"  # check codes to a sentence, or to a sentence per figure name


@dataclass(frozen=True, slots=True)
class Term:
    """One field: the word accountants type and the identifier the program uses; a format's own field has its word."""

    word: str
    ident: str
    kind: Kind
    help: str
    unit: str = ""
    of: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    code: str = "X13"  # of the finding when a typed 合计 of this tree is not its sum
    declared: bool = False  # by a format, not built in
    summed: bool = False  # whether a declared number is added up over the items of its list
    decimals: int | None = None  # how many digits after the point are typed at most, and printed
    in_row_unit: bool = False  # a number of the unit that is typed beside it, in the field 单位
    rows: tuple[str, ...] = ()  # the fixed names of a table, in order

    @property
    def adds_up(self) -> bool:
        """Whether the 合计 of a list has the sum of this field."""
        return self.kind is Kind.NUMBER and (self.summed if self.declared else self.unit in MONEY_UNITS)


Terms: TypeAlias = Mapping[str, tuple[Term, ...]]  # the fields of each section
Path: TypeAlias = tuple[str, ...]  # the words from the root of the data to a field; lists and free names are left out

DATA, PROJECTS, INDICATORS, SOURCES = "数据", "项目", "指标", "来源"
MONEY = "万元"
MONEY_UNITS = (MONEY, "元")  # what the amounts of a format may be typed and printed in
YUAN = {"元": 1, "千元": 10**3, "万元": 10**4, "百万元": 10**6, "亿元": 10**8}
OPERATORS = ("≥", ">", "=", "<", "≤", "定性")


def _money(word: str, ident: str, help: str) -> Term:
    return Term(word, ident, Kind.NUMBER, help, MONEY)


SECTIONS: Terms = {
    "数据": (
        Term("格式", "format", Kind.TEXT, "使用哪个格式（reportgen formats 列出全部）", required=True),
        Term("年度", "fiscal_year", Kind.YEAR, "预算年度，四位数字", required=True),
        Term("单位", "unit", Kind.SECTION, "填报单位", of="单位", required=True),
        Term("落款日期", "signed_on", Kind.DATE, "成文日期，如 2021年6月21日"),
        Term("资金", "funds", Kind.SECTION, "部门资金，金额单位万元", of="资金"),
        Term("总体目标", "goal", Kind.SECTION, "部门年度总体目标", of="总体目标"),
        Term("指标", "indicators", Kind.LIST, "部门整体绩效指标", of="指标"),
        Term("项目", "projects", Kind.LIST, "项目", of="项目"),
        Term("项目文件", "project_files", Kind.TEXTS, "放在旁边的项目文件，每个文件写一个或几个项目"),
        Term("自评得分", "self_score", Kind.NUMBER, "没有评分表的报告，自评的总分", "分"),
        Term("自评等级", "self_grade", Kind.TEXT, "自评的等级，按格式规定的等级名称"),
        Term("事实", "facts", Kind.NAMED, "正文中的工作量数字", of="事实"),
        Term("叙述", "narrative", Kind.PROSES, "各节正文，每行一段；【名称】引用数字"),
        Term("填报", "stated", Kind.LIST, "原件上印出的派生数，只用来核对", of="填报"),
        Term("审核说明", "explanations", Kind.NOTES, "对核实性问题的说明：代码 → 一句话"),
    ),
    "单位": (
        Term("名称", "name", Kind.TEXT, "单位全称", required=True),
        Term("简称", "short_name", Kind.TEXT, "表中使用的简称"),
        Term("性质", "nature", Kind.TEXT, "单位性质与预算级次"),
        Term("主管部门", "supervisor", Kind.TEXT, "主管部门；不填则为单位全称"),
        Term("人员", "staff", Kind.TREE, "编制与在岗人数", "名", code="P1"),
    ),
    "资金": (
        Term("收入", "income", Kind.TREE, "本年收入，按科目分列", MONEY, code="X1"),
        Term("支出", "expenditure", Kind.SECTION, "本年支出", of="支出"),
        Term("追加", "added", Kind.TREE, "年中追加预算，按用途分列", MONEY, code="X10"),
        Term("结转结余", "carryover", Kind.SECTION, "结转和结余", of="结转结余"),
        Term("三公经费", "three_public", Kind.SECTION, "“三公”经费的预算与决算", of="三公经费"),
        Term("决算", "accounts", Kind.SECTION, "部门决算收入支出总表，用来核对", of="决算"),
        Term("年度资金总额", "total", Kind.SECTION, "整体自评表的资金总额一行，由程序计算", of="预算执行"),
        Term("财政拨款", "fiscal", Kind.SECTION, "其中：财政拨款；不填则由程序计算", of="预算执行"),
        Term("其他资金", "other", Kind.SECTION, "其中：其他资金", of="预算执行"),
    ),
    "预算执行": (
        _money("全年预算数", "annual", "调整后的全年预算"),
        _money("全年执行数", "executed", "全年实际支出"),
    ),
    "支出": (
        Term("基本支出", "basic", Kind.SECTION, "基本支出", of="基本支出"),
        Term("项目支出", "projects", Kind.SECTION, "项目支出；逐个填写项目的由程序合计", of="项目支出"),
        _money("合计", "total", "总支出，由程序计算"),
    ),
    "基本支出": (
        _money("全年预算数", "annual", "基本支出全年预算"),
        Term("功能分类", "by_function", Kind.TREE, "按支出功能分类科目分列", MONEY, code="X2"),
        Term("经济分类", "by_economy", Kind.TREE, "按经济分类分列：人员经费、公用经费", MONEY, code="X4"),
        _money("合计", "total", "基本支出合计，由程序计算"),
    ),
    "项目支出": (
        _money("全年预算数", "annual", "项目支出全年预算"),
        Term("分类", "by_class", Kind.TREE, "不逐个填写项目时，支出按资金来源或类别分列", MONEY, code="X6"),
        Term("资金性质", "by_nature", Kind.TREE, "支出按资金性质分列：一般公共预算、政府性基金…", MONEY, code="X9"),
        _money("合计", "total", "项目支出合计，由程序计算"),
    ),
    "结转结余": (
        _money("年初", "opening", "年初结转和结余"),
        _money("年末", "closing", "年末结转和结余，由程序计算"),
        Term("分项", "items", Kind.TREE, "年末结转和结余按项目分列", MONEY, code="X8"),
    ),
    "三公经费": (
        Term("预算", "budget", Kind.TREE, "因公出国（境）、公务用车: {购置, 运行维护}、公务接待", MONEY, code="X17"),
        Term("决算", "actual", Kind.TREE, "同样几行的决算数", MONEY, code="X17"),
    ),
    "决算": (
        _money("年初结转和结余", "opening", "收入支出决算总表的年初结转和结余"),
        _money("本年收入", "income", "本年收入合计"),
        _money("使用结余", "used", "使用非财政拨款结余"),
        _money("本年支出", "expenditure", "本年支出合计"),
        _money("结余分配", "distributed", "结余分配"),
        _money("年末结转和结余", "closing", "年末结转和结余"),
    ),
    "总体目标": (
        Term("预期", "expected", Kind.PROSE, "年初设定的目标"),
        Term("实际", "actual", Kind.PROSE, "实际完成情况"),
    ),
    "项目": (
        Term("名称", "name", Kind.TEXT, "项目名称", required=True),
        Term("简称", "short_name", Kind.TEXT, "正文中的叫法；不填则为名称"),
        Term("类别", "category", Kind.TEXT, "项目类别，如 区级专项、上级专项；正文按它分组"),
        Term("编码", "code", Kind.TEXT, "预算管理一体化系统的项目编码"),
        Term("主管部门", "supervisor", Kind.TEXT, "主管部门；不填则同单位"),
        Term("实施单位", "implementer", Kind.TEXT, "实施单位；不填则为填报单位"),
        _money("年初预算数", "initial", "年初批复的预算"),
        _money("追加", "added", "年中追加（追减写负数）"),
        _money("上年结转", "carried_in", "上年结转到本年使用的资金"),
        _money("调入", "moved_in", "从其他项目调剂进来的金额"),
        _money("调出", "moved_out", "调剂到其他项目的金额"),
        _money("全年预算数", "annual", "调整后预算；由年初、追加、结转、调剂算出"),
        _money("全年执行数", "executed", "全年实际支出"),
        Term("来源", "sources", Kind.NAMED, "资金来源各行：当年财政拨款、上年结转资金、其他资金", of="来源"),
        Term("分配", "shares", Kind.NAMED, "资金按地方、单位或对象分配，每行一个名称", of="分配"),
        Term("资金性质", "natures", Kind.TREE, "全年预算按资金性质分列：一般公共预算、政府性基金…", MONEY, code="X9"),
        Term("执行率", "rate", Kind.NUMBER, "由程序计算；可写 {填报: 97%} 供核对", "%"),
        Term("执行率得分", "rate_score", Kind.NUMBER, "由程序计算", "分"),
        Term("完成率", "completion", Kind.NUMBER, "由程序计算", "%"),
        Term("总分", "total_score", Kind.NUMBER, "由程序计算", "分"),
        Term("等级", "grade", Kind.TEXT, "由程序按总分给出；填了就核对"),
        Term("执行偏差原因", "remark", Kind.TEXT, "执行率偏低或超预算的原因"),
        Term("总体目标", "goal", Kind.SECTION, "年度总体目标", of="总体目标"),
        Term("指标", "indicators", Kind.LIST, "绩效指标", of="指标"),
    ),
    "来源": (
        _money("年初预算数", "initial", "年初预算"),
        _money("全年预算数", "annual", "全年预算"),
        _money("全年执行数", "executed", "全年执行"),
    ),
    "分配": (
        Term("数量", "count", Kind.NUMBER, "人数、户数、面积等", in_row_unit=True),
        Term("单位", "unit", Kind.TEXT, "数量的单位，如 人、户、亩"),
        _money("标准", "rate", "每一单位的金额"),
        _money("金额", "amount", "分配的金额；不填则由数量乘标准算出"),
    ),
    "指标": (
        Term("一级", "level1", Kind.TEXT, "一级指标"),
        Term("二级", "level2", Kind.TEXT, "二级指标", required=True),
        Term("三级", "level3", Kind.TEXT, "三级指标", required=True),
        Term("符号", "operator", Kind.CHOICE, "指标值与完成值怎样比较", choices=OPERATORS, required=True),
        Term("指标值", "target", Kind.VALUE, "年度指标值；复合的写 {值: 2.3, 文字: 26人2.3万元}", in_row_unit=True),
        Term("完成值", "actual", Kind.VALUE, "实际完成值", in_row_unit=True),
        Term("单位", "unit", Kind.TEXT, "度量单位，如 万元、次、%"),
        Term("分值", "weight", Kind.NUMBER, "分值", "分"),
        Term("计分", "method", Kind.TEXT, "按格式规定的哪个计分法得分；不填则照格式的规则"),
        Term("等次", "band", Kind.TEXT, "定性指标的完成等次：达成、部分达成、未达成"),
        Term("得分", "score", Kind.NUMBER, "定性指标必填；定量指标由程序计算", "分"),
        Term("偏差原因", "remark", Kind.TEXT, "未完成或超额较多的原因及改进措施"),
        Term("分解", "part_of", Kind.TEXT, "本行是哪条三级指标的分项"),
    ),
    "事实": (
        Term("值", "value", Kind.NUMBER, "数值", required=True, in_row_unit=True),
        Term("单位", "unit", Kind.TEXT, "单位，如 人次、万元、%"),
        Term("限定", "limit", Kind.CHOICE, "限定词", choices=("约", "余", "以上", "不少于")),
        Term("分项", "parts", Kind.TEXTS, "由哪些事实相加得到"),
        Term("分子", "numerator", Kind.TEXT, "比率的分子：事实或数字的名称"),
        Term("分母", "denominator", Kind.TEXT, "比率的分母"),
    ),
    "填报": (
        Term("名称", "name", Kind.TEXT, "数字的名称，如 项目.甲项目.完成率", required=True),
        Term("值", "value", Kind.NUMBER, "原件上印的数", required=True),
        Term("位置", "where", Kind.TEXT, "印在哪里"),
    ),
}


def in_money(terms: Terms, unit: str) -> Terms:
    """The fields with every amount in another unit of money."""
    return {
        section: tuple(replace(term, unit=unit) if term.unit == MONEY else term for term in listed)
        for section, listed in terms.items()
    }


def term_of(terms: Terms, section: str, word: str) -> Term | None:
    """The term of a word in a section."""
    return next((t for t in terms.get(section, ()) if t.word == word), None)


def every_field(terms: Terms, section: str = DATA, above: Path = ()) -> Iterator[tuple[Path, Term]]:
    """Every field of the data with its path, in the order of the forms."""
    for term in terms[section]:
        path = (*above, term.word)
        yield path, term
        if term.of:
            yield from every_field(terms, term.of, path)


def own_lists(terms: Terms) -> Iterator[tuple[Path, Term]]:
    """The lists that a format declares, of the department and of each project."""
    for section, above in ((DATA, ()), (PROJECTS, (PROJECTS,))):
        for term in terms[section]:
            if term.declared and term.kind in (Kind.LIST, Kind.NAMED):
                yield (*above, term.word), term


def indicator_tables(terms: Terms, section: str) -> tuple[Term, ...]:
    """The fields of a declared list that hold indicators."""
    return tuple(t for t in terms[section] if t.declared and t.of == INDICATORS)
