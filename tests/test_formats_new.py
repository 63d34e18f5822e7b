"""A new format works before a word of it is changed, and says what every word means."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reports import TEMPLATES

from reportgen.cli import main
from reportgen.format_terms import SECTIONS
from reportgen.formats import Format, find_formats, load_format
from reportgen.parameters import SECTIONS as PARAMETERS
from reportgen.places import NATIONAL, folder_of
from reportgen.starting.example import example, found_in
from reportgen.starting.new_format import BASE

NAME = "某市-项目支出-2025"


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder of a maintainer, beside no templates at all."""
    monkeypatch.delenv("REPORTGEN_TEMPLATES", raising=False)
    monkeypatch.chdir(tmp_path)


def run(*words: object) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words], prog_name="reportgen")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def loaded(folder: Path = Path("templates"), name: str = NAME) -> Format:
    format, problems = load_format(folder, name)
    assert problems == ()
    assert format is not None
    return format


def awake(text: str) -> str:
    """A commented YAML file with every line that is asleep woken, those that only explain left alone."""
    return "\n".join(map(_awake, text.splitlines())) + "\n"


def _awake(line: str) -> str:
    woken = re.sub(r"^( *)# ", r"\1", line)
    said = woken.partition("  # ")[0]
    return woken if re.search(r": |:$|^ *- ", said) and not re.search("[：　]|^ *#", said) else line


def test_a_new_format_works_at_once(tmp_path: Path) -> None:
    made = run("formats", "new", NAME)
    assert made.exit_code == 0, made.output
    folder = Path("templates", NAME)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["format.yaml", "profile.yaml", "审核.yaml", "运算.yaml", "说明.md", "自评报告.docx", "项目支出绩效自评表.docx"]
    )
    assert NAME in run("formats").output
    checked = run("formats", "check", folder)
    assert (checked.exit_code, checked.output) == (0, f"{NAME}：没有问题\n")
    shown = run("formats", "preview", folder, "-o", "预览")
    assert shown.exit_code == 0, shown.output
    assert len(list(Path("预览").glob("*.pdf"))) == 4
    started = run("new", "单位", "--格式", NAME)
    assert started.exit_code == 0, started.output
    example = Path("预览", "示例数据.yaml")
    assert run("check", example).output == f"{example}：没有问题\n"
    rendered = run("render", example, "-o", "成品")
    assert rendered.exit_code == 0, rendered.output
    assert {path.name for path in Path("成品").glob("*.docx")} == {path.name for path in Path("预览").glob("*.docx")}


def test_the_commands_of_the_walk_through_work(tmp_path: Path) -> None:
    """Every command in 说明.md, in its order, as it stands there."""
    run("formats", "new", NAME)
    told = Path("templates", NAME, "说明.md").read_text(encoding="utf-8")
    assert "{名称}" not in told
    assert "{文件夹}" not in told
    for way in ("列表:", "来源行:", "继承:", "_通用", "本项目.来源"):
        assert way in told
    commands = [
        line.split()[1:] for block in re.findall(r"```sh\n(.*?)```", told, re.DOTALL) for line in block.splitlines()
    ]
    assert {command[1] for command in commands if command[0] == "formats"} >= {"preview", "fields", "new", "diff"}
    for command in dict.fromkeys(map(tuple, commands)):
        done = run(*command)
        assert done.exit_code == 0, (command, done.output)


def test_every_word_of_the_yaml_files_is_explained() -> None:
    run("formats", "new", NAME)
    folder = Path("templates", NAME)
    head = (folder / "format.yaml").read_text(encoding="utf-8")
    for section in ("格式", "文件", "叙述节", "合订"):
        for term in SECTIONS[section]:
            assert re.search(rf"^# +{term.word}[：　]{re.escape(term.help)}", head, re.MULTILINE), term.word
    rules = (folder / "profile.yaml").read_text(encoding="utf-8")
    for terms in PARAMETERS.values():
        for term in terms:
            if term.word != "继承":
                assert re.search(rf"^[# ]+{term.word}(:.*#|　).*{re.escape(term.help)}", rules, re.MULTILINE), term.word
    for section in ("运算", "审核"):
        text = (folder / f"{section}.yaml").read_text(encoding="utf-8")
        assert all(f"#   {term.word}　{term.help}" in text for term in SECTIONS[section])


def test_what_is_asleep_is_right_when_woken() -> None:
    """Taking away “# ” from every line that is not an explanation gives a format without problems."""
    run("formats", "new", NAME)
    folder = Path("templates", NAME)
    before = loaded()
    for path in folder.glob("*.yaml"):
        text = awake(path.read_text(encoding="utf-8"))
        assert text != path.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
    after = loaded()
    assert len(after.formulas) == len(before.formulas) + 2
    assert len(after.relations) == len(before.relations) + 1
    assert after.declared.fields
    assert after.declared.lists
    assert after.profile.execution.weight.value == before.profile.execution.weight.value
    assert found_in(example(after), after) == ()


def test_the_values_told_in_the_profile_are_those_that_hold() -> None:
    run("formats", "new", NAME)
    text = Path("templates", NAME, "profile.yaml").read_text(encoding="utf-8")
    assert f"继承: {BASE}" in text
    assert re.search(r"^#   分值: 10 ", text, re.MULTILINE)
    assert "{名称: 优, 下限: 90}" in text
    assert re.search(r"^#   封顶: 100% ", text, re.MULTILINE)


@pytest.mark.parametrize(("only", "printed"), [("自评表", 6), ("自评报告", 2)])
def test_one_of_the_two_documents_alone(only: str, printed: int) -> None:
    done = run("formats", "new", NAME, "--只要", only)
    assert done.exit_code == 0, done.output
    folder = Path("templates", NAME)
    [word] = folder.glob("*.docx")
    assert only in word.name
    assert (folder / "profile.yaml").read_text(encoding="utf-8").splitlines()[1] == f"继承: {BASE}"
    format = loaded()
    assert [row.attachment.text for row in format.documents] == [""]
    assert bool(format.narrative) == (only == "自评报告")
    assert not any(Path(row.name.place.file).is_relative_to(folder) for row in format.formulas) or format.narrative
    assert run("formats", "check", folder).output == f"{NAME}：没有问题\n"
    assert run("formats", "preview", folder, "-o", "预览").exit_code == 0
    assert len([*Path("预览").glob("*.docx"), *Path("预览").glob("*.pdf")]) == printed
    for path in folder.glob("*.yaml"):
        path.write_text(awake(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert loaded().declared.fields


def test_an_attachment_without_a_number_is_told() -> None:
    """Alone, the table is none; elsewhere a number that is printed is to be given."""
    run("formats", "new", NAME, "--只要", "自评表")
    assert "附件号" not in run("formats", "show", "--全文", NAME).output
    run("formats", "new", "附表", "-o", "另外")
    head = Path("另外", "附表", "format.yaml")
    text = head.read_text(encoding="utf-8").replace("    附件: 是\n", "", 1)
    head.write_text(text, encoding="utf-8")
    told = run("formats", "check", head.parent).output
    line = 1 + text.splitlines().index("    名称: 项目支出绩效自评表（【本项目.简称】）")
    assert f"format.yaml:{line}:9: 核实性[T55] “项目支出绩效自评表.docx”印附件号，这个文件没有编，总是印 0" in told
    head.write_text(text.replace("    逐项: 项目\n", "    逐项: 项目\n    附件: 是\n", 1), encoding="utf-8")
    assert run("formats", "check", head.parent).output == "附表：没有问题\n"


def test_a_part_of_a_copy_is_not_to_be_had() -> None:
    done = run("formats", "new", NAME, "--从", BASE, "--只要", "自评表")
    assert done.exit_code == 2
    assert "不能与“--从”同用" in done.output
    assert not Path("templates").exists()


def test_rows_of_its_own_need_no_formula_taken_out() -> None:
    """The inherited formulas of 当年财政拨款 do not hold where there is no such row; cells are told."""
    run("formats", "new", NAME, "--只要", "自评表")
    path = Path("templates", NAME, "format.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace("# 来源行: [当年财政拨款,", "来源行: [县级财政,"), "utf-8")
    assert not any("当年财政拨款" in row.formula.text for row in loaded().formulas)
    told = run("formats", "check", path.parent).output
    assert "{%tr for 行 in 本项目.来源 %}，里面写 {{ 行.年初预算数 }}" in told


@pytest.mark.parametrize("source", [(), ("--从", BASE)])
@pytest.mark.parametrize("made", [True, False])
def test_the_shipped_formats_lie_behind_an_empty_folder(
    made: bool, source: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTGEN_TEMPLATES", "环境")
    if made:
        Path("环境").mkdir()
        assert BASE in run("formats").output
        assert run("new", "单位", "--格式", BASE).exit_code == 0
    done = run("formats", "new", NAME, *source)
    assert done.exit_code == 0, done.output
    assert run("formats", "check", NAME).exit_code == 0


@pytest.mark.parametrize("words", ["formats", "formats check", "new 单位", "explain", "formats fields"])
def test_a_folder_that_is_not_there_is_told(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(*words.split(), "--模板", "没有的")
    assert done.exit_code == 2
    assert "--模板 写的文件夹“没有的”不存在" in done.output
    Path("文件").touch()
    monkeypatch.setenv("REPORTGEN_TEMPLATES", "文件")
    assert "环境变量 REPORTGEN_TEMPLATES 写的文件夹“文件”不是文件夹" in run(*words.split()).output


def test_a_copy_is_a_format_of_its_own() -> None:
    source = "通用-部门整体自评报告"
    done = run("formats", "new", NAME, "--从", source)
    assert done.exit_code == 0, done.output
    copy, original = loaded(), loaded(TEMPLATES, source)
    assert copy.title == NAME
    assert original.default
    assert not copy.default
    assert copy.narrative == () or [row.name.text for row in copy.narrative] == [
        row.name.text for row in original.narrative
    ]
    same = {path.name for path in original.folder.iterdir() if path.suffix == ".docx"}
    assert all((copy.folder / one).read_bytes() == (original.folder / one).read_bytes() for one in same)
    assert run("formats", "diff", source, NAME).output == "没有不同\n"
    assert (copy.folder / "说明.md").is_file()
    assert (original.folder / "README.md").is_file()
    assert not (copy.folder / "README.md").exists()  # it tells where the other format comes from


def test_nothing_is_written_over() -> None:
    folder = Path("templates", NAME)
    folder.mkdir(parents=True)
    (folder / "我的.txt").write_text("我的", encoding="utf-8")
    done = run("formats", "new", NAME)
    assert done.exit_code == 1
    assert "已经有这个文件夹，没有动它" in done.output
    assert [path.name for path in folder.iterdir()] == ["我的.txt"]
    assert [path.name for path in Path("templates").iterdir()] == [NAME]


@pytest.mark.parametrize("name", ["../外面", "a/b", "_通用", ".隐藏", "", "con", "甲*乙"])
def test_a_name_that_no_folder_may_have_is_refused(name: str) -> None:
    done = run("formats", "new", name)
    assert done.exit_code == 2
    assert "不能作格式的名称" in done.output
    assert not Path("templates").exists()
    assert not Path("..", "外面").exists()


def test_it_goes_where_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    run("formats", "new", "甲", "-o", "别处")
    monkeypatch.setenv("REPORTGEN_TEMPLATES", "环境")
    run("formats", "new", "乙")
    run("formats", "new", "丙", "--模板", "选项")
    assert [Path(*parts).is_dir() for parts in (("别处", "甲"), ("环境", "乙"), ("选项", "丙"))] == [True] * 3


def test_a_place_that_ends_with_the_name_is_the_format() -> None:
    assert run("formats", "new", "甲", "-o", "别处/甲").exit_code == 0
    assert loaded(Path("别处"), "甲").title == "甲"
    assert not Path("别处", "甲", "甲").exists()


def test_a_folder_without_the_national_rules_has_the_shipped_ones_behind_it() -> None:
    run("formats", "new", NAME)
    assert not Path("templates", NATIONAL).exists()
    assert set(find_formats(Path("templates"))) == {NAME, *find_formats(TEMPLATES)}
    assert folder_of(Path("templates"), NAME) == Path("templates", NAME)
    assert folder_of(Path("templates"), NATIONAL).resolve() == (TEMPLATES / NATIONAL).resolve()


def test_a_format_of_its_own_hides_a_shipped_one_of_the_same_name() -> None:
    name = "通用-项目支出自评表"
    run("formats", "new", name)
    assert folder_of(Path("templates"), name) == Path("templates", name)


def test_a_whole_folder_of_templates_has_nothing_behind_it(tmp_path: Path) -> None:
    (tmp_path / "全" / NATIONAL).mkdir(parents=True)
    assert find_formats(tmp_path / "全") == ()


def test_a_folder_without_formats_has_nothing_behind_it(tmp_path: Path) -> None:
    """A slip in the name of a folder of templates is told."""
    assert find_formats(tmp_path / "写错了") == ()
    assert run("formats", "diff", BASE, BASE, "--模板", tmp_path / "写错了").exit_code == 2
