"""What the amounts of an example are: each that must fit others, and the trees whose parts add up to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from reportgen.figures.number import written
from reportgen.source.terms import Path
from reportgen.starting import invented
from reportgen.starting.block import Given
from reportgen.starting.needs import FUNDS, FieldsUsed

_NOTHING: Final = Fraction(0)
_STAFF, _ADDED = "人员", (FUNDS, "追加")
_POSTS, _IN_OFFICE, _OTHERS = Fraction(30), Fraction(28), Fraction(6)
_UNLISTED: Final = Fraction(210)  # what is spent on projects of which none is listed


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts around some projects; `closing` is what is left at the end of the year."""

    used: FieldsUsed
    money: tuple[invented.Money, ...]
    of_initial: bool
    closing: Fraction = _NOTHING

    @property
    def spent(self) -> Fraction:
        return sum((one.executed(self.of_initial) for one in self.money), _NOTHING) or _UNLISTED

    @property
    def annual(self) -> Fraction:
        return sum((one.annual for one in self.money), _NOTHING) or _UNLISTED

    @property
    def opening(self) -> Fraction:
        return sum((one.carried for one in self.money), _NOTHING)

    @property
    def added_basic(self) -> Fraction:
        """What was added to the basic expenditure, where the form tells it apart."""
        names = self.used.names.get(_ADDED, {})
        return invented.BASIC_ADDED if any(_basic(name) for name in names) else _NOTHING

    @property
    def income(self) -> Fraction:
        """What came in this year: for the basic expenditure alone, where the form asks for no other income."""
        names = self.used.names.get((FUNDS, "收入"), {})
        if names and all(_basic(name) for name in names):
            return invented.BASIC - self.added_basic
        return invented.BASIC + (sum((one.initial + one.added for one in self.money), _NOTHING) or _UNLISTED)

    def typed(self, path: Path) -> str | None:
        """The number of a field below 资金 that must fit others."""
        amounts = {
            "支出.基本支出.全年预算数": invented.BASIC,
            "支出.基本支出.合计": invented.BASIC_SPENT,
            "支出.项目支出.全年预算数": self.annual,
            "支出.项目支出.合计": self.spent,
            "支出.合计": invented.BASIC_SPENT + self.spent,
            "结转结余.年初": self.opening,
            "结转结余.年末": self.closing,
            "其他资金.全年预算数": invented.OTHER_FUNDS,
            "其他资金.全年执行数": invented.OTHER_FUNDS_SPENT,
            "决算.年初结转和结余": self.opening,
            "决算.本年收入": invented.BASIC_SPENT + self.spent + self.closing - self.opening,
            "决算.使用结余": _NOTHING,
            "决算.本年支出": invented.BASIC_SPENT + self.spent,
            "决算.结余分配": _NOTHING,
            "决算.年末结转和结余": self.closing,
        }
        amount = amounts.get(".".join(path[1:])) if path[:1] == (FUNDS,) else None
        return None if amount is None else written(amount, None)

    def whole(self, path: Path) -> Fraction:
        """What the numbers of a tree add up to."""
        wholes: Mapping[str, Fraction] = {
            "收入": self.income,
            "追加": sum((one.added for one in self.money), _NOTHING) + self.added_basic,
            "支出.基本支出.功能分类": invented.BASIC_SPENT,
            "支出.基本支出.经济分类": invented.BASIC_SPENT,
            "支出.项目支出.分类": self.spent,
            "支出.项目支出.资金性质": self.spent,
            "结转结余.分项": self.closing,
        }
        return wholes.get(".".join(path[1:]), Fraction(60))

    def tree(self, path: Path, whole: Fraction, listed: list[str]) -> dict[str, Given]:
        """The names asked for, or those listed by the help, or invented ones, with parts of a whole."""
        names = list(self.used.names.get(path, {})) or [(name,) for name in listed or invented.PARTS]
        leaves = [name for name in names if not any(other[: len(name)] == name != other for other in names)]
        found: dict[str, Given] = {}
        for name, part in zip(leaves, invented.shared(whole, len(leaves)), strict=True):
            group = found
            for word in name[:-1]:
                below = group.setdefault(word, {})
                assert isinstance(below, dict)
                group = below
            amount = self.part(path, name, part, whole)
            halves = zip(invented.PARTS, invented.shared(amount, 2), strict=True)
            parted: Given = {word: written(half, None) for word, half in halves}
            group[name[-1]] = parted if (*path, *name) in self.used.groups else written(amount, None)
        return found

    def part(self, path: Path, name: Path, part: Fraction, whole: Fraction) -> Fraction:
        """The number of a name: some are bound to others by more than their sum."""
        if path == _ADDED and self.added_basic:
            return self.added_basic if _basic(name) else whole - self.added_basic
        if path[-1] == _STAFF and path in self.used.names:
            return _POSTS if name[-1] == "编制" else _IN_OFFICE if name[-1].startswith("在") else _OTHERS
        return part


def _basic(name: Path) -> bool:
    return "基本" in name[0]
