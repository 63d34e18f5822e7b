"""The wheel carries all it needs and runs away from the repository."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from importlib import metadata
from pathlib import Path

import pytest

from reportgen import places
from reportgen.places import templates_folder

ROOT = Path(__file__).parents[1]
NOT_SHIPPED = {"__pycache__"}


def run(*command: str, folder: Path, **environment: str) -> str:
    """A program's output, run in a folder; its errors are shown when it fails."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "REPORTGEN_TEMPLATES")}
    settled = {**inherited, "PYTHONUTF8": "1", **environment}
    done = subprocess.run(command, cwd=folder, env=settled, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def shipped(folder: Path) -> set[str]:
    """The files of a source folder that a user needs, relative to the repository."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not NOT_SHIPPED & set(path.parts) and not path.name.startswith((".", "~$"))
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """A wheel built from a copy, so that nothing is left in the repository."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in sorted(shipped(ROOT / "reportgen") | shipped(ROOT / "templates")):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((ROOT / name).read_bytes())
    for name in ("setup.cfg", "pyproject.toml", "LICENSE", "README.md"):
        if (ROOT / name).exists():
            (source / name).write_bytes((ROOT / name).read_bytes())
    run(
        *(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)),
        folder=folder,
    )
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    run(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), str(wheel)),
        folder=folder,
    )
    return folder


def test_the_wheel_carries_every_file(wheel):
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if not re.match(r"reportgen-[^/]+\.dist-info/", name)}
    templates = {f"reportgen/{name}" for name in shipped(ROOT / "templates")}
    assert any(name.endswith(".docx") for name in templates)
    assert carried == shipped(ROOT / "reportgen") | templates


def test_the_wheel_says_how_it_starts_and_what_it_needs(wheel):
    with zipfile.ZipFile(wheel) as file:
        about = {name.split("/")[-1]: name for name in file.namelist() if ".dist-info/" in name}
        assert "reportgen = reportgen.cli:main" in file.read(about["entry_points.txt"]).decode()
        text = file.read(about["METADATA"]).decode()
    assert "Requires-Python: >=3.11" in text
    assert "Requires-Dist: weasyprint<71,>=70" in text
    assert "LICENSE" in about


def test_it_runs_away_from_the_repository(installed, tmp_path):
    listed = run(sys.executable, "-m", "reportgen", "formats", folder=tmp_path, PYTHONPATH=str(installed))
    formats = sorted(path.parent.name for path in (ROOT / "templates").glob("*/format.yaml"))
    assert formats
    assert [name for name in formats if name not in listed] == []
    found = run(
        *(sys.executable, "-c", "import reportgen.places as p; print(p.templates_folder().resolve())"),
        folder=tmp_path,
        PYTHONPATH=str(installed),
    )
    assert Path(found.strip()) == (installed / "reportgen" / "templates").resolve()


def test_it_makes_a_pdf_away_from_the_repository(installed, tmp_path):
    program = "from reportgen.doctor import examine; print([c.name for c in examine() if not c.ok])"
    said = run(sys.executable, "-c", program, folder=tmp_path, PYTHONPATH=str(installed))
    assert said.strip() == "[]"


def test_where_templates_are_sought(tmp_path, monkeypatch):
    monkeypatch.delenv("REPORTGEN_TEMPLATES", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(places, "PACKAGE", tmp_path / "repository" / "reportgen")
    assert templates_folder() == tmp_path / "repository" / "templates"
    packaged = tmp_path / "repository" / "reportgen" / "templates"
    packaged.mkdir(parents=True)
    assert templates_folder() == packaged
    (tmp_path / "templates").mkdir()
    assert templates_folder() == Path("templates")
    monkeypatch.setenv("REPORTGEN_TEMPLATES", "named/by/environment")
    assert templates_folder() == Path("named/by/environment")
    assert templates_folder("named/by/option") == Path("named/by/option")


def needed() -> set[str]:
    """The distributions that setup.cfg asks for, and those for who wants pictures, by their normal names."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    lines = config["options"]["install_requires"].split() + config["options.extras_require"]["preview"].split()
    return {normal(re.split(r"[<>=]", line)[0]) for line in lines}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_library_imported_is_asked_for():
    imported = set()
    for module in (ROOT / "reportgen").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").split(".")[0])
    owners = metadata.packages_distributions()
    foreign = imported - set(sys.stdlib_module_names) - {"reportgen", "msvcrt"}
    assert {normal(owners[name][0]) for name in foreign} == needed()
