"""How many slips of the hand `check` sees: every number of every corrected report is changed in turn.

Prints for each report and kind of slip how many changes were reported, and with `-v` those that were not.
A change is reported when a finding appears that was not there before, under another code or at another place.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from reports import CORRECTED, TEMPLATES, department

from reportgen.checks.mentions import mentions
from reportgen.pipeline import examine

_FIELD = re.compile(r"(?<=[:\[] )\d+(?:\.\d+)?(?=%?\s*(?:[,}\]]|#|$))|(?<=值: )\d+(?:\.\d+)?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_QUOTED = re.compile(r"【[^】]*】")
NOT_FIGURES = ("年度", "落款日期", "格式", "编码")
SLIPS = ("换位", "十倍", "末位加一")


def numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Line, column and digits of every number that a data file types: in fields, and in prose with a unit."""
    for row, line in enumerate(text.split("\n")):
        words = _COMMENT.sub(lambda found: " " * len(found[0]), line)
        if words.strip().startswith(NOT_FIGURES):
            continue
        fields = list(_FIELD.finditer(words))
        for found in fields:
            yield row, found.start(), found[0]
        if not fields:
            prose = _QUOTED.sub(lambda found: "　" * len(found[0]), words)
            for mention in mentions(prose):
                found = _NUMBER.search(prose, mention.start, mention.end)
                if found:
                    yield row, found.start(), found[0]


def slipped(digits: str, slip: str) -> str:
    """The digits with one slip; the same digits when this slip cannot happen to them."""
    whole, point, rest = digits.partition(".")
    if slip == "十倍":
        moved = f"{whole}{rest[:1] or '0'}{point if rest[1:] else ''}{rest[1:]}"
        return moved.lstrip("0") if moved.strip("0.") and not moved.startswith("0.") else moved
    if slip == "末位加一":
        longer = str(int(whole + rest) + 1).zfill(len(whole + rest))
        return f"{longer[: len(longer) - len(rest)]}.{longer[-len(rest) :]}" if rest else longer
    for at in reversed(range(len(digits) - 1)):
        if digits[at : at + 2].isdigit() and digits[at] != digits[at + 1]:
            return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    return digits


def found_in(path: Path) -> Counter[tuple[str, str, int]]:
    return Counter((p.code, p.level.value, p.place.line) for p in examine(path, TEMPLATES).problems)


def tried(path: Path) -> list[tuple[str, str, bool]]:
    """Kind of slip, line with the change, and whether it was reported, for each change of a report."""
    lines = path.read_text(encoding="utf-8").split("\n")
    results = []
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_text("\n".join(lines), encoding="utf-8")
        before = found_in(copy)
        for row, column, digits in numbers("\n".join(lines)):
            for slip in SLIPS:
                other = slipped(digits, slip)
                if other == digits:
                    continue
                changed = lines[row][:column] + other + lines[row][column + len(digits) :]
                copy.write_text("\n".join([*lines[:row], changed, *lines[row + 1 :]]), encoding="utf-8")
                results.append(
                    (slip, f"{row + 1}: {digits} → {other}　{lines[row].strip()}", bool(found_in(copy) - before))
                )
    return results


if __name__ == "__main__":
    every: list[tuple[str, str, bool]] = []
    with ProcessPoolExecutor() as pool:
        for path, results in zip(CORRECTED, pool.map(tried, CORRECTED), strict=True):
            every += results
            print(f"{department(path)}：改 {len(results)} 处，报出 {sum(seen for *_, seen in results)}")
            if "-v" in sys.argv:
                print("\n".join(f"    {slip} {what}" for slip, what, seen in results if not seen))
    for slip in SLIPS:
        of = [seen for kind, _, seen in every if kind == slip]
        print(f"{slip}：改 {len(of)} 处，报出 {sum(of)}（{sum(of) * 100 // max(1, len(of))}%）")
    print(f"合计：改 {len(every)} 处，报出 {sum(seen for *_, seen in every)}")
