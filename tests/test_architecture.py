"""The house keeps its shape; each guard is shown an offence first, so that a guard that sleeps is found out."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "reportgen"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 260

KNOWN = """
北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南
陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门
石家庄 太原 沈阳 长春 哈尔滨 南京 杭州 合肥 福州 南昌 济南 郑州 武汉 长沙 广州 深圳 南宁 成都 贵阳 昆明 西安 兰州
"""


def places(folders: list[str]) -> set[str]:
    """Place names: those everybody knows, and the first word of every folder of templates and data."""
    own = {re.split(r"[-_]", folder)[0] for folder in folders} - {"", "通用", "示例"}
    parts = {name for place in own for name in re.findall(r"..(?=.?[省市州县区旗])|.{2,3}(?=西区|东区)", place)}
    return {*KNOWN.split(), *own, *parts}


PLACES = places([path.name for name in ("templates", "data") for path in (ROOT / name).iterdir() if path.is_dir()])
# A length on paper is a float; money never comes to typeset/.
WITHOUT_FLOATS = [module for module in MODULES if PACKAGE / "typeset" not in module.parents]

GUARDS = {
    "no place's name": (re.compile("|".join(sorted(PLACES))), MODULES, ["if unit == '四川':", "# as 昆明 does"]),
    "no float": (re.compile(r"\bfloat\((?!\))"), WITHOUT_FLOATS, ["x = float(text)"]),
    "no catch-all": (
        re.compile(r"except\s*(:|\(?.*\b(Base)?Exception\b)|suppress\((Base)?Exception\)"),
        MODULES,
        ["except Exception:", "except:", "except (ValueError, Exception) as e:", "with suppress(Exception):"],
    ),
    "no |safe": (re.compile(r"\|\s*safe\b"), MODULES, ["'{{ text|safe }}'", "{{ text | safe }}"]),
    "no YAML that guesses types": (
        re.compile(r"yaml\.\w*load(_all)?\(|\bsafe_load\w*\("),
        MODULES,
        ["yaml.load(text)", "yaml.safe_load(text)", "safe_load(text)"],
    ),
    "nothing left to do": (
        re.compile(r"#\s*(TODO|FIXME|XXX)|raise NotImplementedError"),
        MODULES,
        ["# TODO: later", "raise NotImplementedError"],
    ),
}


def offences(pattern: re.Pattern[str], modules: list[Path]) -> list[str]:
    return [
        f"{module}:{number}: {line.strip()}"
        for module in modules
        for number, line in enumerate(module.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("name", GUARDS)
def test_guard(name, tmp_path):
    pattern, modules, planted = GUARDS[name]
    for offence in planted:
        culprit = tmp_path / "culprit.py"
        culprit.write_text(f"x = 1\n    {offence}\n", "utf-8")
        assert offences(pattern, [culprit]) == [f"{culprit}:2: {offence}"]
    assert modules
    assert offences(pattern, modules) == []


def test_place_names_come_from_the_folders_too():
    found = places(["攀枝花西区-部门整体-2020", "_通用", "某某县-项目-2021"])
    assert {"攀枝花西区", "攀枝花", "某某县", "某某"} <= found
    assert "_通用" not in found
    assert "攀枝花西区" in PLACES


def too_long(modules: list[Path]) -> list[str]:
    return [f"{module}: {length}" for module in modules if (length := len(module.read_bytes().splitlines())) > LONGEST]


def test_no_module_has_two_jobs(tmp_path):
    planted = tmp_path / "long.py"
    planted.write_text("x = 1\n" * (LONGEST + 1))
    assert too_long([planted]) == [f"{planted}: {LONGEST + 1}"]
    assert too_long(MODULES) == []


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"]
    here = {"PYTHONPATH": str(folder), "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=folder, env=here, capture_output=True, encoding="utf-8", check=False)


def test_imports_follow_the_flow():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("source/node.py", "import reportgen.cli"),
        ("typeset/tree.py", "from reportgen.figures import figure"),
        ("fill/docx.py", "from reportgen.typeset import tree"),
        ("newcomer.py", "x = 1"),
    ],
)
def test_an_import_against_the_flow_is_found(tmp_path, module, line):
    shutil.copytree(PACKAGE, tmp_path / "reportgen", ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / "reportgen" / module
    path.write_text((path.read_text("utf-8") if path.exists() else "") + f"\n{line}\n", "utf-8")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    name = module.removesuffix(".py").replace("/", ".")
    assert f"reportgen.{name}" in done.stdout
