"""A Word template and the name space → a filled DOCX; whatever would be lost in silence becomes a problem."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
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
from reportgen.fill.environment import MARK, PRINTED, ROUNDS, Refused, TemplateEnvironment, Unprintable
from reportgen.fill.lost import NUMBER, lost, paragraph_with
from reportgen.fill.merges import Element, W, close_cells, merge_marked_cells
from reportgen.fill.package import Properties, finished
from reportgen.fill.written import as_written
from reportgen.lint.catalogue import problems
from reportgen.lint.tables import hollow_parts
from reportgen.lint.template import all_text, read_template
from reportgen.ooxml.places import Where, numbered, text_of
from reportgen.problem import Level, Place, Problem
from reportgen.source.slips import slips

ENVIRONMENT = TemplateEnvironment()
MOST_RENDERED = 32 * 2**20  # characters of one part's XML
_STRICT = etree.XMLParser(resolve_entities=False, no_network=True)
_TAGS = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
_PARAGRAPH = re.compile(r"<w:p([ >])")
_UNDEFINED = re.compile(r"'([^']+)' is undefined")


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
    found = problems(template)
    if found:
        return None, found
    try:
        document = opened(template, tuple(names))
        document.render({**names, PRINTED: document.printed, ROUNDS: [0]}, environment)
        if draft:
            document.mark_draft()
        content = finished(document.saved(), properties)
    except FillProblem as stopped:
        return None, (as_written(stopped.problem, names),)
    return content, document.lost_values(content)


def opened(template: Path, names: tuple[str, ...]) -> _Template:
    """The template as docxtpl has it; what stands in the way there is told like everything else."""
    try:
        document = _Template(template, names)
        document.init_docx()
    except (KeyError, ValueError, AttributeError, etree.XMLSyntaxError, RecursionError) as error:
        wrong = Place(str(template))
        hint = "用 Word 或 WPS 打开，另存为 .docx（Word 文档，不选 Strict）"
        message = "模板打不开：部件不全，或部件之间的关系有错"
        raise FillProblem(Problem("T5", Level.ERROR, wrong, message, hint)) from error
    return document


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl held to our rules: strict XML, our merges, own properties, errors with their paragraph."""

    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        super().__init__(io.BytesIO(path.read_bytes()))
        self.path, self.names = path, names
        self.printed: list[str] = []
        self.rendered: dict[str, str] = {}  # the parts with their paragraphs numbered
        self.joined: tuple[str, ...] = ()  # what the cells said that went into those above
        self.part = ""

    def xml_to_string(self, xml: Element, encoding: str = "unicode") -> str:
        """The XML of a part with its paragraphs numbered."""
        for number, paragraph in enumerate(xml.iter(f"{W}p")):
            paragraph.set(NUMBER, str(number))
        return etree.tostring(xml, encoding="unicode")

    def render_xml_part(
        self, src_xml: str, part: Any, context: Mapping[str, Any], jinja_env: TemplateEnvironment | None = None
    ) -> str:
        """One part rendered; a line of the source is one paragraph of the template, so that errors find it."""
        source = _PARAGRAPH.sub(r"\n<w:p\1", src_xml)
        self.part = str(part.partname).lstrip("/")
        try:
            rendered = self.bounded((jinja_env or ENVIRONMENT).from_string(source).generate(context))
        except (TemplateError, NameProblem, FormulaError, FigureError) as error:
            raise FillProblem(self.problem(source, error)) from None
        self.rendered[self.part] = rendered
        rendered = re.sub(rf' {NUMBER}="\d+"', "", rendered).replace("\n<w:p", "<w:p")
        if any("\n" in p or "\t" in p for p in self.printed):
            rendered = self.resolve_listing(rendered)
        body = part is self.docx.part
        return rendered if body else etree.tostring(self.parsed(rendered), encoding="unicode")

    def bounded(self, pieces: Iterable[str]) -> str:
        """What a part is rendered to, as long as it is no more than a report can be."""
        found: list[str] = []
        size = 0
        for piece in pieces:
            found.append(piece)
            size += len(piece)
            if size > MOST_RENDERED:
                message = f"填出的内容超过 {MOST_RENDERED // 2**20} MB，没有填完"
                raise FillProblem(self.at("", message, "检查循环：是否多套了一层，或数据的行数太多"))
        return "".join(found)

    def fix_tables(self, xml: str) -> Element:
        """The rendered body, its marked cells merged."""
        body = self.parsed(xml)
        self.joined = merge_marked_cells(body)
        return body

    def parsed(self, xml: str) -> Element:
        """A rendered part, parsed strictly; tables without rows are problems, what else Word demands is added."""
        try:
            root = etree.fromstring(xml.encode(), parser=_STRICT)
        except etree.XMLSyntaxError:
            raise FillProblem(self.at("", "填入数据后不是合法的 Word 内容", "检查整行、整段标签是否成对")) from None
        close_cells(root)
        for where, message, hint in hollow_parts(numbered(root)):
            raise FillProblem(self.at(str(where), f"填入数据后{message}", hint))
        return root

    def render_properties(self, context: Mapping[str, Any], jinja_env: object = None) -> None:
        """Document properties are ours to set, after rendering."""

    def at(self, within: str, message: str, hint: str) -> Problem:
        return Problem("T5", Level.ERROR, Place(str(self.path), within=within), message, hint)

    def problem(self, source: str, error: Exception) -> Problem:
        """An error of a tag, at its paragraph."""
        line = getattr(error, "lineno", None) or _template_line(error.__traceback__)
        lines = source.split("\n")
        numbers = [m[1] for text in lines[:line] if (m := re.search(rf'{NUMBER}="(\d+)"', text))]
        following = [m[1] for text in lines[line:] if (m := re.search(rf'{NUMBER}="(\d+)"', text))]
        places = self.places(self.part)
        candidates = list(places)[int(numbers[-1]) if numbers else 0 : int(following[0]) if following else None]
        undefined = _UNDEFINED.search(str(error))
        word = undefined[1] if undefined else str(error).rpartition(".")[2].strip("”“'\" 这个名称")
        tagged = [p for p in candidates if _TAGS.search(text_of(p))]
        guilty = next((p for p in tagged if word and word in text_of(p)), tagged[0] if tagged else None)
        where, quoted = ("", "") if guilty is None else (str(places[guilty]), _TAGS.findall(text_of(guilty)))
        shown = f"标签 {' '.join(quoted)}：" if quoted else ""
        hint = "检查标签里的名称和写法；reportgen why 数据文件 可列出全部名称"
        if near := self.nearest(error):
            hint = f"可能是“{near}”"
        if isinstance(error, Unprintable):
            printed = f"{error}（填在“{self.path.name}”{where} {' '.join(quoted)}）"
            place = error.place if error.place and error.place.file else Place(str(self.path), within=where)
            return Problem(error.code, Level.ERROR, place, printed, "在数据里删去这个字符，重新输入这一处")
        return self.at(where, f"{shown}{_in_chinese(error)}", hint)

    def nearest(self, error: Exception) -> str:
        """The name that was probably meant."""
        if isinstance(error, NameProblem):
            return error.near
        name = _UNDEFINED.search(str(error))
        return next(iter(slips(name[1], self.names)), "") if name else ""

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
        text = re.sub(r"\s+", "", all_text(content))
        if MARK in text:
            hint = "只在正文表格的单元格里用 |vmerge"
            return (self.at("", "“|vmerge”用在了单元格以外", hint),)
        return tuple(self.lost(value) for value in lost(self.printed, text + "".join(self.joined)))

    def lost(self, value: str) -> Problem:
        """A value that is not in the file, at the paragraph that printed it."""
        part, number = paragraph_with(value, self.rendered)
        paragraph, where = list(self.places(part).items())[number]
        quoted = " ".join(_TAGS.findall("".join(str(piece) for piece in paragraph.itertext())))
        hint = "检查标签所在的段落或单元格是否被整段、整行标签盖住"
        return self.at(str(where), f"标签 {quoted}：“{value}”填进去后没有出现在文件里", hint)

    def places(self, part: str) -> dict[Element, Where]:
        """The paragraphs of a part of the template, in order, with their places."""
        portion = next(one for one in read_template(self.path).portions if one.name == part)
        return {one: where for one, where in portion.places.items() if one.tag == f"{W}p"}


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
