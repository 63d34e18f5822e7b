"""Names of formulas and tags → the input fields they lead to, through every figure that is reckoned."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from jinja2 import nodes

from reportgen.figures.formula import names_in, parse
from reportgen.figures.functions import OVER_ITEMS, FormulaError
from reportgen.format_terms import SCOPES, FormulaRow, RelationRow
from reportgen.formats import Format
from reportgen.profile import COMMON
from reportgen.source.terms import DATA, INDICATORS, PROJECTS, Kind, Path, Term, every_field, term_of
from reportgen.starting.needs import FUNDS, GOAL, OF_FIGURES, OWN, PROJECT, ROOT, TOP, Need, Spot, reckoned

THIS = "本"  # before the name of a list: the item that a document is for
_FIRST = "首个"  # the function that takes the first of several figures that is given


@dataclass(slots=True)
class Walk:
    """Follows names through templates and formulas; a formula is followed to the names in it."""

    format: Format
    needs: dict[Path, Need] = field(default_factory=dict)
    names: dict[Path, dict[Path, Need]] = field(default_factory=dict)
    headed: set[str] = field(default_factory=set)
    groups: set[Path] = field(default_factory=set)
    formulas: dict[Path, list[FormulaRow]] = field(default_factory=dict)
    followed: set[tuple[Path, Need]] = field(default_factory=set)
    listed: bool = False  # whether a document shows projects one by one
    guarded: frozenset[Path] = frozenset()
    deep: bool = True  # whether a reckoned figure is followed
    lists: tuple[Spot, ...] = ()  # every list and table of the data
    typed: frozenset[Path] = frozenset()  # what could be reckoned and is typed in this format

    def __post_init__(self) -> None:
        listed = (Kind.LIST, Kind.NAMED)
        fields = every_field(self.format.terms) if not self.lists else ()
        self.lists = self.lists or tuple(Spot(path, term) for path, term in fields if term.kind in listed)
        for row in self.format.formulas:
            *group, name = row.name.text.split(".")
            for holder in self.holders(row.scope.text, tuple(group)):
                self.formulas.setdefault((*holder, name), []).append(row)

    def holders(self, scope: str, group: Path) -> Iterator[Path]:
        """The sections that have a figure of a scope."""
        if scope == PROJECTS:
            yield (PROJECTS,)
        elif scope in ("", SCOPES[0]):
            yield (FUNDS, *group) if group and term_of(self.format.terms, FUNDS, group[0]) else group
        else:
            yield from (spot.path for spot in self.rows(scope))

    def rows(self, scope: str) -> Iterator[Spot]:
        """The lists and tables of a scope."""
        of = {"部门指标": INDICATORS}.get(scope, scope)
        for spot in self.lists:
            of_department = spot.path == (INDICATORS,)
            if spot.term.of == of and of_department == (scope == "部门指标"):
                yield spot

    def around(self, scope: str) -> tuple[Spot, ...]:
        """Where the names of a formula of a scope are sought, the innermost first."""
        if scope in ("", SCOPES[0], PROJECTS):
            return (PROJECT, TOP) if scope == PROJECTS else (TOP,)
        spot = next(self.rows(scope), None)
        if spot is None:
            return (TOP,)
        return (spot, PROJECT, TOP) if spot.path[0] == PROJECTS else (spot, TOP)

    def relation(self, row: RelationRow) -> None:
        """A relation only compares; one of the format itself asks for its fields all the same."""
        common = f"/{COMMON}/" in row.relation.place.file.replace("\\", "/")
        need = Need.CHECKED if common else Need.OPTIONAL
        scopes = [row.scope.text]
        if row.scope.text == "指标" and self.format.profile.department_scored.text == "是":
            scopes.append("部门指标")
        for scope in scopes:
            for text in (row.when.text, row.relation.text):
                self.formula(text, self.around(scope), need)

    def formula(self, text: str, around: tuple[Spot, ...], need: Need) -> None:
        """The fields in the text of a formula; one that cannot be read is told where it is reckoned."""
        with suppress(FormulaError):
            if text:
                self.expression(parse(text), {}, around, need)

    def dotted(self, name: str) -> None:
        """The field of a full name."""
        spot: Spot | None = TOP
        for word in name.split("."):
            spot = spot and self.member(spot, word, Need.FILLED)

    def expression(
        self, node: nodes.Node, loops: Mapping[str, Spot | None], around: tuple[Spot, ...], need: Need
    ) -> Spot | None:
        """Notes the fields of an expression; where it leads when it is a plain name."""
        match node:
            case nodes.Name(name=name):
                return loops[name] if name in loops else self.sought(name, around, need)
            case nodes.Getattr(node=inner, attr=name) | nodes.Getitem(node=inner, arg=nodes.Const(value=str() as name)):
                spot = self.expression(inner, loops, around, need)
                return None if spot is None else self.member(spot, name, need)
            case nodes.Filter(node=nodes.Node() as inner, name="列举"):
                self.group(self.expression(inner, loops, around, need))
            case nodes.Filter(node=nodes.Node() as inner, name="按", args=[nodes.Const(value=str() as name)]):
                spot = self.expression(inner, loops, around, need)
                if spot is not None:
                    self.member(spot, name, need)
                return spot
            case nodes.Add(left=left, right=right) | nodes.Sub(left=left, right=right):
                self.expression(left, loops, around, need)  # a sum stands without its further parts
                self.expression(right, loops, around, min(need, Need.OPTIONAL))
            case nodes.Call(node=nodes.Name(name=called), args=[first, *rest]):
                spot = self.expression(first, loops, around, need)
                inside = (*self.listed_in(spot), *around) if called in OVER_ITEMS else around
                for arg in rest:
                    self.expression(arg, loops, inside, min(need, Need.OPTIONAL) if called == _FIRST else need)
                return spot if called.startswith("_") else None
            case _:
                for child in node.iter_child_nodes():
                    self.expression(child, loops, around, need)
        return None

    def listed_in(self, spot: Spot | None) -> list[Spot]:
        """The list that a condition on each of its items is about."""
        found = [one for one in self.lists if spot and spot.path[: len(one.path)] == one.path]
        return sorted(found, key=lambda one: len(one.path))[-1:]

    def sought(self, name: str, around: tuple[Spot, ...], need: Need) -> Spot | None:
        for spot in around:
            if self.knows(spot, name):
                return self.member(spot, name, need)
        return self.member(TOP, name, need)

    def knows(self, spot: Spot, name: str) -> bool:
        section = spot.term.of
        terms = self.format.terms
        known = (*spot.path, name) in self.formulas or name in reckoned(terms, section)
        return known or bool(term_of(terms, section, name))

    def member(self, spot: Spot, name: str, need: Need) -> Spot | None:
        """What a name after a dot leads to."""
        term = spot.term
        if term.kind is Kind.PROSES:
            if name == "标题" and spot.below:
                self.headed.add(spot.below[0])
            return Spot(spot.path, term, spot.below or (name,))
        if term.kind is Kind.TREE and (*spot.path, *spot.below, name) not in self.formulas:
            if spot.below and name in OF_FIGURES:
                return None
            if name not in OWN:
                return self.named(spot, name, need)
            self.group(spot)
            return None
        if term.kind not in (Kind.SECTION, Kind.LIST, Kind.NAMED, Kind.TREE):
            return None
        path = (*spot.path, name)
        if path not in self.typed and (path in self.formulas or name in reckoned(self.format.terms, term.of)):
            self.follow(path, term.of, need)
            return None
        if found := term_of(self.format.terms, term.of, name):
            self.touch(path, need)
            return Spot(path, found)
        if spot.path == ROOT:
            return self.at_the_root(name, need)
        if term.kind in (Kind.LIST, Kind.NAMED) and name != "合计" and self.knows(spot, name.removesuffix("合计")):
            return self.member(spot, name.removesuffix("合计"), need)  # of a group of its items
        if term.kind is Kind.NAMED and name not in OWN:
            return self.named(spot, name, need)
        return spot if term.kind is Kind.LIST or name == "合计" else None

    def at_the_root(self, name: str, need: Need) -> Spot | None:
        """Names that stand at the root of the name space but not of the data."""
        if name == f"{THIS}{PROJECTS}":
            self.listed = True
            self.touch((PROJECTS,), need)
            return PROJECT
        if name.startswith(THIS) and (spot := next(self.rows(name.removeprefix(THIS)), None)):
            self.touch(spot.path, need)
            return spot
        funds = term_of(self.format.terms, DATA, FUNDS)
        assert funds is not None
        return self.member(Spot((FUNDS,), funds), name, need) if term_of(self.format.terms, FUNDS, name) else None

    def named(self, spot: Spot, name: str, need: Need) -> Spot:
        below = (*spot.below, name)
        need = min(need, Need.OPTIONAL) if (*spot.path, *below) in self.guarded else need
        known = self.names.setdefault(spot.path, {})
        known.pop(spot.below, None)
        known[below] = max(need, known.get(below, need))
        self.touch(spot.path, need)
        return Spot(spot.path, spot.term, below)

    def group(self, spot: Spot | None) -> None:
        """A name below a tree that stands for further names."""
        if spot is not None and spot.below and spot.term.kind is Kind.TREE:
            self.groups.add((*spot.path, *spot.below))

    def touch(self, path: Path, need: Need) -> None:
        """Notes a field, and the sections it stands in."""
        if path in self.guarded:
            need = min(need, Need.OPTIONAL)
        for length in range(1, len(path) + 1):
            self.needs[path[:length]] = max(need, self.needs.get(path[:length], Need.CHECKED))

    def follow(self, path: Path, section: str, need: Need) -> None:
        """A reckoned figure is not typed: what it is reckoned from is."""
        if (path, need) in self.followed or not self.deep:
            return
        self.followed.add((path, need))
        for row in self.formulas.get(path, ()):
            if row.formula.text.startswith(_FIRST) and term_of(self.format.terms, section, path[-1]):
                self.touch(path, min(need, Need.OPTIONAL))  # where none of its sources is typed, it is typed itself
            for text in (row.when.text, row.formula.text):
                self.formula(text, self.around(row.scope.text), need)
        if path in self.formulas:
            return
        below = self.format.profile.execution.denominator.text
        below = f"年度资金总额.{below}" if section == DATA else below
        owner = Spot(path[:-1], Term("", "", Kind.SECTION, "", of=section))
        made_of = reckoned(self.format.terms, section)[path[-1]]
        for name in (*made_of, *((below,) if path[-1] == "执行率" else ())):
            spot: Spot | None = owner
            for word in name.split("."):
                spot = spot and self.member(spot, word, need)

    def goals_in_lists(self, named: Container[Path]) -> None:
        """Where lists of a project hold indicators or goals, its own are asked for by what names them alone."""
        terms = self.format.terms
        words = [{t.word for t in terms[spot.term.of]} for spot in self.lists if spot.path[:1] == (PROJECTS,)]
        elsewhere = {
            (PROJECTS, INDICATORS): sum(1 for _ in self.rows(INDICATORS)) > 1,
            (PROJECTS, GOAL): any(own >= {t.word for t in terms[GOAL]} for own in words),
        }
        for own in (path for path, there in elsewhere.items() if there and path not in named):
            for path in [path for path in self.needs if path[:2] == own]:
                del self.needs[path]

    def projects_summed_up(self) -> None:
        """Where no document shows a project, a figure summed up from projects is typed itself."""
        for path in [p for p in self.needs if p[0] == PROJECTS]:
            self.needs[path] = min(self.needs[path], Need.OPTIONAL)
        for path, need in self.followed:
            rows = self.formulas.get(path, []) if path[0] == FUNDS else []
            if any(names_in(row.formula.text) == {PROJECTS} for row in rows):
                self.touch(path, need)
