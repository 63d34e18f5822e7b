"""The language of templates: every known way out of it is refused in Chinese, at its tag, and nothing runs.

The payloads do no harm: those that would run something would only write the file `proof`. What each family of them
does to the bare engine is shown by test_hostile_templates.py and test_engine_traps.py.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lint_cases import part
from small_docx import figure, only_problem, p, scope, tbl, tr, try_fill

from reportgen.problem import Level

ITEMS = scope("行", [scope("行.一", 名称="一"), scope("行.二", 名称="二")])
NAMES = {"单位": scope("单位", 名称="甲局"), "行": ITEMS, "数": figure("数", "1.5")}
WRITE = "os.system('touch proof')"
EXPRESSIONS = [
    # Python's own attributes
    "{{ cycler.__init__.__globals__." + WRITE + " }}",
    "{{ lipsum.__globals__['os'].system('touch proof') }}",
    "{{ ''.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ (1).__class__.__mro__ }}",
    "{{ 单位.__class__ }}",
    "{{ 单位['__class__'].__init__ }}",
    "{{ 单位.__init__.__globals__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ _printed }}",
    "{{ _printed.append('x') }}",
    "{{ _compared('eq', 数, 数) }}",
    "{{ loop._iterable }}",
    # Names and fields that are not ours
    "{{ 单位.members }}",
    "{{ 单位.root }}",
    "{{ 单位.items }}",
    "{{ 数.place }}",
    "{{ 数.operands }}",
    "{{ 单位['mem' ~ 'bers'] }}",
    "{{ 单位[单位.名称] }}",
    "{{ 行[0] }}",
    "{{ 单位.名称[0:1] }}",
    "{{ ().x }}",
    "{{ config }}",
    "{{ request }}",
    "{{ caller() }}",
    # Filters and tests
    "{{ 单位|attr('__class__') }}",
    "{{ '{0.__class__}'|format(单位) }}",
    "{{ '{0.__class__}'.format(单位) }}",
    "{{ 单位|map(attribute='__class__')|list }}",
    "{{ 行|map('attr', '__class__')|list }}",
    "{{ 数|center(2000000000) }}",
    "{{ 行|join(',') }}",
    "{{ 单位.名称|safe }}",
    "{{ 单位.名称|pprint }}",
    "{{ 数|round(2) }}",
    "{{ 数 is defined }}",
    "{{ 数 is filter('x') }}",
    # Calls
    "{{ range(2000000000) }}",
    "{{ dict(a=1) }}",
    "{{ namespace(a=1) }}",
    "{{ joiner(',') }}",
    "{{ lipsum(n=1000000) }}",
    "{{ cycler('a') }}",
    "{{ 行.append(1) }}",
    "{{ 单位.members.clear() }}",
    "{{ 单位.find('名称') }}",
    "{{ 合计(数, 数) }}",
    "{{ loop.cycle('a', 'b') }}",
    "{{ super() }}",
    # Arithmetic and building of values
    "{{ 'a' * 999 }}",
    "{{ 9 ** 9 }}",
    "{{ 2 ** 3 ** 4 }}",
    "{{ '%2000d' % 1 }}",
    "{{ 7 // 2 }}",
    "{{ 7 * 7 }}",
    "{{ 数 - 1 }}",
    "{{ +1 }}",
    "{{ -数 }}",
    "{{ 'a' ~ 'b' }}",
    "{{ ['a'] }}",
    "{{ ('a', 'b') }}",
    "{{ {'a': 1} }}",
]
STATEMENTS = [
    "{% set a = 单位 %}{{ a.名称 }}",
    "{% set a %}x{% endset %}",
    "{% set ns.x = 1 %}",
    "{% macro m() %}x{% endmacro %}{{ m() }}",
    "{% call 单位.find() %}x{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% include '/etc/hostname' %}",
    "{% import '/etc/hostname' as x %}",
    "{% from '/etc/hostname' import x %}",
    "{% extends '/etc/hostname' %}",
    "{% block b %}x{% endblock %}",
    "{% with a = 单位 %}{{ a.名称 }}{% endwith %}",
    "{% autoescape false %}{{ 单位.名称 }}{% endautoescape %}",
    "{% raw %}{{ 单位.名称 }}{% endraw %}",
    "{% do 行.append(1) %}",
    "{% debug %}",
    "{% for x in range(9) %}x{% endfor %}",
    "{% for x in ''.__class__.__mro__ %}x{% endfor %}",
    "{% for x in '甲乙' %}x{% endfor %}",
    "{% for a, b in 行 %}x{% endfor %}",
    "{% for x in 行.append %}x{% endfor %}",
    "{% if 单位.__class__ %}x{% endif %}",
    "{% if 数 is callable %}x{% endif %}",
    "{% if cycler %}x{% endif %}",
    "{% if 数 in 行 %}x{% endif %}",
]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("tag", [*EXPRESSIONS, *STATEMENTS])
def test_tag_is_refused(tag: str, tmp_path: Path) -> None:
    problem = only_problem(tmp_path, p("甲") + p(tag), NAMES)
    assert problem.level is Level.ERROR
    assert problem.place.within == "第2段"
    assert len(problem.message) < 300
    assert not re.search("object at|Traceback|<class|Error", problem.message)
    assert not (tmp_path / "proof").exists()
    assert [item.find("名称") for item in ITEMS] == ["一", "二"]


@pytest.mark.parametrize(
    "tag",
    [
        "{% for x in 行 %}{{ x.__class__ }}{% endfor %}",
        "{% for x in 行 %}{{ x.名称.__class__ }}{% endfor %}",
        "{% for x in 行 %}{{ loop.__class__ }}{% endfor %}",
        "{% for x in 行 %}{{ loop.previtem }}{% endfor %}",
        "{% for x in 行 %}{{ loop.cycle('a', 'b') }}{% endfor %}",
        "{% for x in 行 %}{{ loop }}{% endfor %}",
        "{% for x in 行 %}{{ loop.depth }}{% endfor %}",
        "{% for x in 行 if x.__class__ %}x{% endfor %}",
        "{% for x in 行 recursive %}{{ loop(行) }}{% endfor %}",
    ],
)
def test_tag_in_a_loop_is_refused(tag: str, tmp_path: Path) -> None:
    only_problem(tmp_path, p(tag), NAMES)


@pytest.mark.parametrize(
    "body",
    [
        tbl(tr("{%tr for x in range(9) %}"), tr("x"), tr("{%tr endfor %}")),
        tbl(tr("{%tr if cycler.__init__ %}"), tr("x"), tr("{%tr endif %}")),
        tbl(tr("头", "{%tc for x in range(9) %}", "x", "{%tc endfor %}")),
        p("{%p set a = 1 %}"),
        p("{%p for x in range(9) %}") + p("x") + p("{%p endfor %}"),
        p("{{r 单位.__class__ }}"),
        p("{{p ''.__class__ }}"),
        p("{%r if ''.__class__ %}x{%r endif %}"),
        tbl(tr("{% cellbg ''.__class__ %}x")),
        tbl(tr("{% colspan 9 ** 9 %}x")),
    ],
)
def test_tags_of_whole_parts_are_refused_alike(body: str, tmp_path: Path) -> None:
    only_problem(tmp_path, body, NAMES)


@pytest.mark.parametrize("where", ["header", "footer", "footnotes"])
def test_tags_beside_the_body_are_refused_alike(where: str, tmp_path: Path) -> None:
    tag = p("{{ cycler.__init__.__globals__." + WRITE + " }}")
    roots = {"header": "hdr", "footer": "ftr", "footnotes": "footnotes"}
    inside = f'<w:footnote w:id="2">{tag}</w:footnote>' if where == "footnotes" else tag
    made, problems = try_fill(tmp_path, part(where, roots[where], inside, p("x")), NAMES)
    assert made is None
    assert problems
    assert all(re.fullmatch(r"T\d+", problem.code) for problem in problems)
    assert not (tmp_path / "proof").exists()


@pytest.mark.parametrize("value", ["{{ 7*7 }}", "{% for x in 行 %}", "{_{ 7*7 }_}", "{{ ''.__class__ }}"])
def test_data_is_never_a_template(value: str, tmp_path: Path) -> None:
    content, problems = try_fill(tmp_path, p("{{ 值 }}"), {"值": value})
    assert content
    assert not problems
    assert value in "".join(
        re.findall("<w:t[^>]*>([^<]*)", zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode())
    )


@pytest.mark.parametrize("text", ["{{" * 20_000, "{% " * 20_000, "{{ 数 }} }}", "{{ 数", "数 }}", "{% if 数 }"])
def test_unbalanced_tags_are_refused_before_the_engine_sees_them(text: str, tmp_path: Path) -> None:
    """Twenty thousand of them would keep the engine busy for minutes."""
    content, problems = try_fill(tmp_path, p(text), NAMES)
    assert content is None
    assert "括号不成对" in "".join(problem.message for problem in problems)
