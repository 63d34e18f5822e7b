"""Templates from strangers: every known way out of a template's language is refused in Chinese and nothing runs.

The payloads do no harm: those that would run something would only write the file `proof`.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from reports import ROOT
from small_docx import docx, figure, only_problem, p, scope, tbl, tr, try_fill

from reportgen.ooxml.package import MAX_PARTS
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
    content = docx(p("x"), headers={"default": tag})
    if where != "header":
        moved = {"header1.xml": f"{where}1.xml" if where == "footer" else "footnotes.xml"}
        content = renamed(content, moved["header1.xml"], where)
    made, problems = try_fill(tmp_path, content, NAMES)
    assert made is None
    assert all(re.fullmatch(r"T\d+", q.code) for q in problems)
    assert problems
    assert not (tmp_path / "proof").exists()


def renamed(content: bytes, name: str, kind: str) -> bytes:
    """A package whose header is a footer or the footnotes instead."""
    root = {"footer": "w:ftr", "footnotes": "w:footnotes"}[kind]
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.namelist():
            text = old.read(entry).decode().replace("header1.xml", name).replace("w:hdr", root)
            text = text.replace(".header+xml", f".{kind}+xml").replace("relationships/header", f"relationships/{kind}")
            text = re.sub("<w:headerReference[^>]*>", "", text) if kind == "footnotes" else text
            new.writestr(entry.replace("header1.xml", name), text.replace("headerReference", "footerReference"))
    return stream.getvalue()


def test_tags_in_properties_are_not_run(tmp_path: Path) -> None:
    """Document properties are set from the data; what the template has there is dropped unread."""
    template = next((ROOT / "templates").glob("*/*.docx"))
    stream = io.BytesIO()
    payload = "{{ cycler.__init__.__globals__." + WRITE + " }}"
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            if entry == "docProps/core.xml":
                data = re.sub(rb"<dc:title>.*?</dc:title>|<dc:title/>", b"", data)
                data = data.replace(
                    b"</cp:coreProperties>", f"<dc:title>{payload}</dc:title></cp:coreProperties>".encode()
                )
                assert payload.encode() in data
            elif entry == "word/document.xml":
                data = re.sub(rb"\{[{%].*?[}%]\}", b"", data)
            new.writestr(entry, data)
    made, _ = try_fill(tmp_path, stream.getvalue(), NAMES)
    assert not (tmp_path / "proof").exists()
    assert made is None or payload.encode() not in zipfile.ZipFile(io.BytesIO(made)).read("docProps/core.xml")


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


def packed(parts: dict[str, bytes]) -> bytes:
    """A package with further parts."""
    stream = io.BytesIO(docx(p("x")))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (packed({f"word/media/{n}": b"" for n in range(MAX_PARTS)}), "个部件"),
        (packed({"word/media/bomb": bytes(65 * 1024 * 1024)}), "解压后有 65 MiB"),
        (packed({"word/header9.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "DOCTYPE"),
    ],
    ids=["parts", "bytes", "doctype"],
)
def test_package_of_unbearable_size_is_refused(content: bytes, told: str, tmp_path: Path) -> None:
    made, (problem,) = try_fill(tmp_path, content, NAMES)
    assert made is None
    assert told in problem.message


def test_entities_are_not_read_from_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("秘密")
    part = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]><w:document/>'.encode("utf-16")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(p("x")))) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, part if entry == "word/document.xml" else old.read(entry))
    made, problems = try_fill(tmp_path, stream.getvalue(), NAMES)
    assert made is None
    assert problems
