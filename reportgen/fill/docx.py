"""A Word template and the name space → a filled DOCX; whatever would be lost in silence becomes a problem."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from types import TracebackType
from typing import Any

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import TemplateError, UndefinedError
from lxml import etree

from reportgen.figures.figure import FigureError
from reportgen.figures.functions import FormulaError
from reportgen.figures.scope import NameProblem, Value
from reportgen.fill import lint
from reportgen.fill.environment import KEY, MARK, PRINTED, Refused, TemplateEnvironment
from reportgen.fill.merges import Element, W, close_cells, merge_marked_cells
from reportgen.fill.package import Properties, finished
from reportgen.fill.places import place_within, text_of
from reportgen.problem import Level, Place, Problem

ENVIRONMENT = TemplateEnvironment()
_STRICT = etree.XMLParser(resolve_entities=False, no_network=True)
_TAGS = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
_PARAGRAPH = re.compile(r"<w:p([ >])")
_UNDEFINED = re.compile(r"'([^']+)' is undefined")
_NUMBER = "reportgen-paragraph"  # an attribute that tells a template's paragraphs apart while it is rendered


class FillProblem(Exception):
    """What stops a template from being filled, with its place."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def fill(
    template: Path,
    names: Mapping[str, Value],
    properties: Properties,
    draft: bool,
    environment: TemplateEnvironment = ENVIRONMENT,
) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The template filled with the values of `names`; None beside the problem that stopped it."""
    found = lint.problems(template)
    if found:
        return None, found
    try:
        document = _Template(template, tuple(names))
        document.render({**names, PRINTED: document.printed}, environment)
        if draft:
            document.mark_draft()
        content = finished(document.saved(), properties)
    except FillProblem as stopped:
        return None, (stopped.problem,)
    return content, document.lost_values(content)


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl held to our rules: strict XML, our merges, own properties, errors with their paragraph."""

    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        super().__init__(io.BytesIO(path.read_bytes()))
        self.path, self.names = path, names
        self.printed: list[str] = []
        self.paragraphs: list[Element] = []

    def xml_to_string(self, xml: Element, encoding: str = "unicode") -> str:
        """The XML of a part with its paragraphs numbered."""
        self.paragraphs = list(xml.iter(f"{W}p"))
        for number, paragraph in enumerate(self.paragraphs):
            paragraph.set(_NUMBER, str(number))
        return etree.tostring(xml, encoding="unicode")

    def render_xml_part(
        self, src_xml: str, part: Any, context: Mapping[str, Any], jinja_env: TemplateEnvironment | None = None
    ) -> str:
        """One part rendered; a line of the source is one paragraph of the template, so that errors find it."""
        source = _PARAGRAPH.sub(r"\n<w:p\1", src_xml)
        try:
            rendered: str = (jinja_env or ENVIRONMENT).from_string(source).render(context)
        except (TemplateError, NameProblem, FormulaError, FigureError) as error:
            raise FillProblem(self.problem(source, error)) from None
        rendered = re.sub(rf' {_NUMBER}="\d+"', "", rendered).replace("\n<w:p", "<w:p")
        return self.resolve_listing(rendered) if any("\n" in p or "\t" in p for p in self.printed) else rendered

    def fix_tables(self, xml: str) -> Element:
        """The rendered body, parsed strictly, its marked cells merged; tables without rows are problems."""
        try:
            body = etree.fromstring(xml.encode(), parser=_STRICT)
        except etree.XMLSyntaxError as error:
            message = f"填入数据后不是合法的 Word 内容：{error.msg}"
            raise FillProblem(self.at("", message, "检查整行、整段标签是否成对")) from None
        close_cells(body)
        merge_marked_cells(body)
        for within, message, hint in lint.hollow_parts(body):
            raise FillProblem(self.at(within, f"填入数据后{message}", hint))
        return body

    def render_properties(self, context: Mapping[str, Any], jinja_env: object = None) -> None:
        """Document properties are ours to set, after rendering."""

    def at(self, within: str, message: str, hint: str) -> Problem:
        return Problem("T5", Level.ERROR, Place(str(self.path), within=within), message, hint)

    def problem(self, source: str, error: Exception) -> Problem:
        """An error of a tag, at its paragraph."""
        line = getattr(error, "lineno", None) or _template_line(error.__traceback__)
        lines = source.split("\n")
        numbers = [m[1] for text in lines[:line] if (m := re.search(rf'{_NUMBER}="(\d+)"', text))]
        following = [m[1] for text in lines[line:] if (m := re.search(rf'{_NUMBER}="(\d+)"', text))]
        first = int(numbers[-1]) if numbers else 0
        last = int(following[0]) if following else len(self.paragraphs)
        candidates = self.paragraphs[first:last]
        word = str(error).rpartition(".")[2].strip("”“'\" 这个名称")
        tagged = [p for p in candidates if _TAGS.search(text_of(p))]
        guilty = next((p for p in tagged if word and word in text_of(p)), tagged[0] if tagged else None)
        where, quoted = ("", "") if guilty is None else (place_within(guilty), _TAGS.findall(text_of(guilty)))
        shown = f"标签 {' '.join(quoted)}：" if quoted else ""
        hint = "检查标签里的名称和写法；reportgen why 数据文件 可列出全部名称"
        if near := self.nearest(error):
            hint = f"可能是“{near}”"
        return self.at(where, f"{shown}{_in_chinese(error)}", hint)

    def nearest(self, error: Exception) -> str:
        """The name that was probably meant."""
        if isinstance(error, NameProblem):
            return error.near
        name = _UNDEFINED.search(str(error))
        return next(iter(get_close_matches(name[1], self.names, 1, 0.4)), "") if name else ""

    def mark_draft(self) -> None:
        """草稿 at the top of every page."""
        self.docx = Document(io.BytesIO(self.saved()))  # it does not know the headers that were filled since
        for section in self.docx.sections:
            headers = [section.header]
            headers += [section.first_page_header] if section.different_first_page_header_footer else []
            headers += [section.even_page_header] if self.docx.settings.odd_and_even_pages_header_footer else []
            for header in headers:
                header.is_linked_to_previous = False
                paragraph = header.paragraphs[0]
                paragraph.style = None
                paragraph.add_run("草稿　未通过审核，不得报送")
                paragraph.alignment = 2

    def saved(self) -> bytes:
        stream = io.BytesIO()
        self.docx.save(stream)
        return stream.getvalue()

    def lost_values(self, content: bytes) -> tuple[Problem, ...]:
        """Values that were put in but are not in the file: a last guard against silent loss."""
        text = re.sub(r"\s+", "", lint.all_text(content))
        if MARK in text:
            hint = "只在正文表格的单元格里用 |vmerge"
            return (self.at("", "“|vmerge”用在了单元格以外", hint),)
        lost = {p for p in self.printed if MARK not in p and KEY not in p and re.sub(r"\s+", "", p) not in text}
        hint = "检查标签所在的段落或单元格是否被整段、整行标签盖住"
        return tuple(self.at("", f"“{value}”填进去后没有出现在文件里", hint) for value in sorted(lost))


def _template_line(trace: TracebackType | None) -> int:
    """The line of the template that an error came from."""
    line = 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _in_chinese(error: Exception) -> str:
    if isinstance(error, UndefinedError):
        name = _UNDEFINED.search(str(error))
        return f"没有“{name[1]}”这个名称" if name else f"名称不存在（{error}）"
    if isinstance(error, TemplateError) and not isinstance(error, Refused):
        return f"标签写法有误：{_syntax(error.message or '')}"
    return str(error)


def _syntax(message: str) -> str:
    """What the engine's grammar found wrong."""
    if message.startswith("Unexpected end of template"):
        return "有 if 没有 endif，或有 for 没有 endfor"
    if found := re.match("unexpected char '(.)'", message):
        return f"不认识的字符“{found[1]}”"
    if found := re.match("Encountered unknown tag '(.+?)'", message):
        return f"没有“{found[1]}”这种标签，或它与前面的标签不成对"
    return "写得不完整，或多了文字、符号"
