"""Text of the data → text with every 【名称】 replaced by the figure it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from reportgen.figures.figure import Figure
from reportgen.figures.mark import Mark
from reportgen.figures.scope import NameProblem, Pending, Scope, Value
from reportgen.numerals import in_chinese
from reportgen.problem import Level, Place, Problem
from reportgen.source.written import Words

LIMITED = {"约": "约{0}{1}", "余": "{0}余{1}", "以上": "{0}{1}以上", "不少于": "不少于{0}{1}"}
WRITTEN = "汉字"
FORMS: Mapping[str, Callable[[Figure], str]] = {
    "数": lambda figure: figure.number,
    WRITTEN: lambda figure: in_chinese(int(figure.amount)),
}
_REFERENCE = re.compile(r"【([^【】]*)】")


@dataclass(frozen=True, slots=True)
class Wording:
    """Writes what texts refer to, marked by `mark`; what names do not resolve gathers in `problems`."""

    problems: list[Problem]
    mark: Mark

    def lookup(self, scope: Scope, name: str, place: Place) -> Value:
        """The value of a name used in data; a problem and an empty text when there is none."""
        name = name.strip()
        try:
            found = scope.at_path(name)
            if isinstance(found, Scope) and "限定" in found.members:
                found.find("值")  # of a fact, which is named without its field: computed here or told here
        except NameProblem as missing:
            self.problems.append(Problem("N1", Level.ERROR, place, f"引用的【{name}】：{missing}", missing.hint))
            return ""
        return found

    def words(self, words: Words, scope: Scope) -> Value | Pending:
        """Text, its references replaced by the figures they name."""
        if "【" not in words.text:
            return words
        return Pending(lambda: Words(self.expanded(words.text, words.place, scope), words.place))

    def prose(self, words: Words, scope: Scope) -> Value | Pending:
        """Paragraphs, one a line."""

        def paragraphs() -> Value:
            lines = words.text.split("\n")
            found = []
            for number, line in enumerate(lines):
                place = words.place if len(lines) == 1 else replace(words.place, line=words.place.line + number)
                if line.strip():
                    found.append(Words(self.expanded(line.strip(), place, scope), place))
            return tuple(found)

        return Pending(paragraphs)

    def expanded(self, text: str, place: Place, scope: Scope) -> str:
        """Text with every 【名称】 replaced by what it names, written as a sentence writes it."""
        return _REFERENCE.sub(lambda found: self.printed(scope, found[1], place), text)

    def printed(self, scope: Scope, written: str, place: Place) -> str:
        """One reference as a sentence writes it; 【名称|数】 leaves the unit out, 【名称|汉字】 writes 三 for 3."""
        name, _, form = written.replace("｜", "|").partition("|")
        value, limit = self.lookup(scope, name, place), ""
        if isinstance(value, Scope) and "限定" in value.members:  # a fact is named without its field
            limit = str(value.find("限定"))
            value = value.find("值")
        match value:
            case Figure() if form == WRITTEN and value.amount.denominator != 1:
                hint = "去掉“|汉字”"
                self.problems.append(Problem("N1", Level.ERROR, place, f"【{written}】不是整数，不能写成汉字", hint))
                return ""
            case Figure() if form in FORMS:
                return self.mark(value, FORMS[form](value))
            case Figure() if not form:
                pattern = LIMITED.get("" if value.text else limit, "{0}{1}")
                return self.mark(value, pattern.format(value.number, value.shown_unit))
            case Figure():
                hint = "“|”后面可以写：" + "、".join(FORMS)
                self.problems.append(Problem("N1", Level.ERROR, place, f"【{written}】里的“{form}”看不懂", hint))
                return ""
            case Words() | str():
                return str(value)
        hint = f"写到具体的数字，如【{name}.合计】"
        self.problems.append(Problem("N1", Level.ERROR, place, f"引用的【{name}】是一组名称，不是一个数", hint))
        return ""
