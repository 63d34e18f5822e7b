"""Planted mistakes of names, units, fonts and words in templates, each with what its 改法 makes of it."""

from __future__ import annotations

from collections.abc import Mapping

from lint_cases import NAMESPACE, TYPE, Planted, control, package, part
from small_docx import docx, figure, p, scope, tbl, tr

from reportgen.figures.figure import Figure
from reportgen.figures.scope import Scope, Value
from reportgen.problem import Place
from reportgen.source.written import State, Words


def words(text: str) -> Words:
    return Words(text, Place("数据.yaml", 1, 1))


def project(name: str, spent: str) -> Scope:
    goal = scope(f"项目.{name}.总体目标", 预期=(words("做好某事"),), 实际=(words("做好了"),))
    rows = [
        scope(
            f"项目.{name}.指标.{n}",
            三级=words(n),
            完成值=figure("完成值", v, u),
            单位=words(u),
            分值=figure("分值", "5", "分"),
        )
        for n, v, u in (("次数", "3", "次"), ("比例", "0.9", "%"))
    ]
    return scope(
        f"项目.{name}",
        名称=words(name),
        全年执行数=figure(f"项目.{name}.全年执行数", spent),
        执行率=figure(f"项目.{name}.执行率", "0.97", "%"),
        总分=Figure(f"项目.{name}.总分", unit="分", state=State.BLANK),
        总体目标=goal,
        指标=Scope(f"项目.{name}.指标", items=tuple(rows)),
    )


def names() -> Mapping[str, Value]:
    """What a small format offers."""
    first, second = project("甲", "12.5"), project("乙", "7.25")
    facts = scope(
        "事实",
        [
            fact := scope(
                "事实.户数", 名称=words("户数"), 值=figure("事实.户数.值", "30", "户"), 单位=words("户"), 限定=words("")
            )
        ],
    )
    facts.members["户数"], facts.open = fact, True
    income = scope(
        "收入",
        [scope("收入.拨款", 名称=words("拨款"), 金额=figure("收入.拨款", "20.5"))],
        拨款=figure("收入.拨款", "20.5"),
    )
    income.open = True
    return {
        "单位": scope("单位", 名称=words("某局"), 简称=words("局")),
        "年度": words("2024"),
        "支出": scope("支出", 合计=figure("支出.合计", "19.75"), 执行率=figure("支出.执行率", "0.98", "%")),
        "收入": income,
        "项目": Scope(
            "项目", {"甲": first, "乙": second, "个数": figure("项目.个数", "2", "个")}, items=(first, second)
        ),
        "本项目": first,
        "事实": facts,
        "叙述": scope("叙述", 概况=(words("一段话"),)),
    }


def planted(id: str, code: str, place: str, bad: str, good: str, around: str = "{}") -> Planted:
    """A mistake in the body: the text that is wrong and the right one, where `{}` stands in `around`."""
    return Planted(id, code, place, around.replace("{}", bad), around.replace("{}", good))


def styled(fonts: str, text: str = "一段话") -> bytes:
    """A paragraph in the faces of docDefaults."""
    defaults = f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/></w:rPr></w:rPrDefault></w:docDefaults>"
    styles = f"<w:styles {NAMESPACE}>{defaults}</w:styles>"
    return package(p(text), {"word/styles.xml": styles}, types={"word/styles.xml": f"{TYPE}.styles+xml"})


def footnoted(text: str) -> bytes:
    """A body with a footnote."""
    mark = '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    return part("footnotes", "footnotes", f'<w:footnote w:id="2">{p(text)}</w:footnote>', p("正文") + mark)


def headed(text: str) -> bytes:
    return docx(p("。"), headers={"default": p(text)})


PLACEHOLDER = "<w:showingPlcHdr/>"
AROUND = p("前面") + "{}" + p("后面")
TABLE = p("收支表") + tbl(tr("名称", "金额"), "{}")
ROWS = tbl(tr("完成值", "单位"), tr("{%tr for 行 in 本项目.指标 %}"), "{}", tr("{%tr endfor %}"))
LOOP = p("{%p for 项 in 项目 %}") + "{}" + p("{%p endfor %}")
UNREACHED = p("{%p if 年度 == '1900' %}") + "{}" + p("{%p endif %}")

CASES = (
    planted("名称写错", "T28", "第2段", p("{{ 单位.名字 }}"), p("{{ 单位.名称 }}"), AROUND),
    planted("首级名称写错", "T28", "第2段", p("{{ 单伟.名称 }}"), p("{{ 单位.名称 }}"), AROUND),
    planted("少写了前一级", "T28", "第2段", p("共{{ 合计 }}。"), p("共{{ 支出.合计 }}。"), AROUND),
    planted("走不到的分支里的名称", "T28", "第2段", p("{{ 支出.合记 }}"), p("{{ 支出.合计 }}"), UNREACHED),
    planted("循环变量的字段", "T28", "第2段", p("{{ 项.全年执行 }}"), p("{{ 项.全年执行数 }}"), LOOP),
    planted("循环外用循环变量", "T28", "第4段",
            p("{{ 项.名称 }}"), p("{{ 本项目.名称 }}"), LOOP.replace("{}", p("。")) + "{}"),
    planted("表格里的名称", "T28", "表1 第2行 第2格",
            tr("支出", "{{ 支出.总计 }}"), tr("支出", "{{ 支出.合计 }}"), TABLE),
    Planted("页眉里的名称", "T28", "页眉 第1段", headed("{{ 单位.全称 }}"), headed("{{ 单位.名称 }}")),
    Planted("脚注里的名称", "T28", "脚注2 第1段", footnoted("{{ 单位.全称 }}"), footnoted("{{ 单位.名称 }}")),
    planted("印一组名称", "T28", "第2段", p("{{ 本项目.总体目标 }}"),
            p("{% for 段 in 本项目.总体目标.预期 %}{{ 段 }}{% endfor %}"), AROUND),
    planted("数后面再写名称", "T28", "第2段", p("{{ 支出.合计.金额 }}"), p("{{ 支出.合计 }}"), AROUND),
    planted("循环一组字段", "T29", "第2段", p("{% for 行 in 本项目.总体目标 %}{{ 行 }}{% endfor %}"),
            p("{% for 行 in 本项目.总体目标.预期 %}{{ 行 }}{% endfor %}"), AROUND),
    planted("循环一个数", "T29", "第2段", p("{% for 行 in 支出.合计 %}。{% endfor %}"), p("{{ 支出.合计 }}"), AROUND),
    planted("没有的写法", "T23", "第2段", p("{{ 单位.名称|upper }}"), p("{{ 单位.名称 }}"), AROUND),
    planted("在标签里计算", "T23", "第2段", p("{{ 支出.合计 + 收入.拨款 }}"), p("{{ 支出.合计 }}"), AROUND),
    planted("标签不完整", "T15", "第2段", p("{{ 单位.名称 简称 }}"), p("{{ 单位.名称 }}"), AROUND),
    planted("单位印两遍", "T32", "第2段", p("支出{{ 支出.合计 }}万元。"), p("支出{{ 支出.合计 }}。"), AROUND),
    planted("百分号印两遍", "T32", "第2段",
            p("执行率{{ 支出.执行率.数 }}%。"), p("执行率{{ 支出.执行率.数 }}。"), AROUND),
    planted("没有单位", "T32", "第2段", p("支出{{ 支出.合计.数 }}，"), p("支出{{ 支出.合计.数 }}万元，"), AROUND),
    planted("另一个单位", "T32", "第2段", p("支出{{ 支出.合计.数 }}元，"), p("支出{{ 支出.合计.数 }}万元，"), AROUND),
    planted("表里没有单位", "T32", "表1 第2行 第2格",
            tr("支出", "{{ 支出.合计.数 }}"), tr("支出（万元）", "{{ 支出.合计.数 }}"), TABLE),
    planted("单位另有一列", "T32", "表1 第3行 第1格", tr("{{ 行.完成值 }}", "{{ 行.单位 }}"),
            tr("{{ 行.完成值.数字 }}", "{{ 行.单位 }}"), ROWS),
    planted("百分号另有一列", "T32", "表1 第3行 第1格", tr("{{ 行.完成值.数 }}", "{{ 行.单位 }}"),
            tr("{{ 行.完成值.数字 }}", "{{ 行.单位 }}"), ROWS),
    planted("同一格里写两次单位", "T32", "表1 第3行 第1格", tr("{{ 行.完成值 }}{{ 行.单位 }}", "。"),
            tr("{{ 行.完成值 }}", "。"), ROWS),
    planted("不计分而印总分", "T46", "第2段", p("总分{{ 本项目.总分.数 }}分。"), p("不计分。"), AROUND),
    planted("写死的数", "T31", "第2段", p("全年收入23.5万元。"), p("全年收入{{ 收入.拨款 }}。"), AROUND),
    planted("写死的年份", "T31", "第2段", p("2020年，本单位"), p("{{ 年度 }}年，本单位"), AROUND),
    planted("本该写死的数", "T31", "第2段", p("执行率须达95%。"), p("执行率须达95%。{# 定数 #}"), AROUND),
    planted("占位的单位名", "T30", "第2段", p("XX局自评报告"), p("{{ 单位.名称 }}自评报告"), AROUND),
    planted("空白待填", "T30", "第2段", p("填表人：＿＿＿＿"), p("填表人：＿＿＿＿{# 手填 #}"), AROUND),
    planted("待办", "T30", "第2段", p("TODO 补一段"), p("补一段"), AROUND),
    planted("内容控件的占位文字", "T30", "第2段",
            control(p("单击此处输入文字。"), PLACEHOLDER), control(p("一段话")), AROUND),
    planted("控件里别的占位文字", "T30", "第2段",
            control(p("填写单位"), PLACEHOLDER), control(p("{{ 单位.名称 }}")), AROUND),
    Planted("没有的字体", "T33", "第1段", styled('w:ascii="华康俪金黑" w:eastAsia="华康俪金黑"'),
            styled('w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"')),
    Planted("没有中文字体", "T34", "第1段", styled('w:ascii="Times New Roman"'),
            styled('w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312"')),
)  # fmt: skip
