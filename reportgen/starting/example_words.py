"""Invented facts, prose and shares of an example."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from reportgen.figures.number import written
from reportgen.formats import Format
from reportgen.source.terms import MONEY, Term
from reportgen.starting import invented
from reportgen.starting.block import Given
from reportgen.starting.needs import FACTS, FieldsUsed

_MORE_FACT: Final = "走访企业"
_GUESSES: Final = (("率", "%"), *((part, MONEY) for part in ("资金", "经费", "专项", "支付", "金额")), ("年", "年"))
_RATES: Final = (Fraction(1, 2), Fraction(1, 4))  # 标准 of two shares


def facts(format: Format, used: FieldsUsed) -> dict[str, Given]:
    """Those that the format names, in the unit their name suggests; one more where it names none."""
    rows: dict[str, Given] = {}
    for number, (name, *_) in enumerate(used.names.get((FACTS,), {}) or [(_MORE_FACT,)]):
        unit = next((unit for part, unit in _GUESSES if part in name), "个")
        year = int(format.year or invented.YEAR) + (2 if "终" in name else 0)
        amount = max(Fraction(48 - 3 * number, 2), Fraction(1))  # the later the less: parts follow their whole
        said = {"%": f"{98 - number}%", "年": str(year), MONEY: written(amount, None)}
        shown = format.money if unit == MONEY else unit
        rows[name] = {"值": said.get(unit, str(max(290 - 11 * number, 7))), "单位": shown}
    return rows


def narrative(format: Format, used: FieldsUsed) -> dict[str, Given]:
    """Each section in two paragraphs that say what is to be written there; the first refers to a fact."""
    found: dict[str, Given] = {}
    named = (FACTS,) in used.names or (FACTS,) not in used.needs
    for number, row in enumerate(format.narrative):
        where = "，在单位门户网站" if "公开" in row.name.text else ""
        first = f"这一段写{row.help.text or row.name.text}{where}。"
        second = f"“{row.name}”的示例文字第二段。" + ("" if named or number else f"全年走访企业【{_MORE_FACT}】。")
        most = row.most.value
        if row.name.text in used.headed:
            found[row.name.text] = {"第一个方面": first, "第二个方面": second}
        elif most is not None and len(first + second) > most:
            found[row.name.text] = "示例文字"[: int(most)]
        else:
            found[row.name.text] = f"{first}\n{second}"
    return found


def paragraphs(term: Term) -> str:
    """Two paragraphs of a field."""
    return f"{term.help}（示例第一段）。\n{term.word}的示例第二段。"


def shares(total: Fraction, words: list[str]) -> dict[str, Given]:
    """Two rows whose 数量 times 标准 make up a total."""
    rows: dict[str, Given] = {}
    for name, amount, rate in zip(("某某镇", "某某乡"), invented.shared(total, 2), _RATES, strict=True):
        known = {"数量": amount / rate, "标准": rate, "金额": amount}
        rows[name] = {word: written(known[word], None) if word in known else "户" for word in words}
    return rows
