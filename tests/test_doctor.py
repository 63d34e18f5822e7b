"""What the doctor says of a machine, whole or broken."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest

from reportgen import doctor, probe
from reportgen.doctor import MENDS, Check, examine, fits, show_checks


def by_name(checks):
    return {check.name: check for check in checks}


def test_a_whole_machine():
    checks = by_name(examine())
    assert [name for name, check in checks.items() if not check.ok] == []
    assert {"Python", "程序包", "Pango", "harfbuzz-subset", "自带字体", "模板", "终端编码", *doctor.FACES} < set(checks)
    assert "Fandol" in checks["仿宋_GB2312"].found or not checks["仿宋_GB2312"].cost
    assert "weasyprint 70" in checks["程序包"].found
    assert checks["试做一份报告"].found.startswith("DOCX ")


def test_the_faces_told_are_the_faces_judged():
    assert set(probe.OFFICIAL) == set(doctor.FACES)


@pytest.mark.parametrize(
    ("program", "lost"),
    [
        ("raise OSError('cannot load library libpango-1.0-0')", "cannot load library libpango-1.0-0"),
        ("import os; os.abort()", "中途退出"),
        ("print('noise'); raise ImportError('no weasyprint')", "no weasyprint"),
    ],
)
def test_a_machine_without_pango(tmp_path, monkeypatch, program, lost):
    """The engine dies on import, also by a crash: every other check is still made."""
    (tmp_path / "weasyprint.py").write_text(program, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    checks = by_name(examine())
    assert [name for name, check in checks.items() if not check.ok] == ["Pango", "harfbuzz-subset", "试做一份报告"]
    assert lost in checks["Pango"].found
    assert "不能生成 PDF" in checks["Pango"].cost
    assert checks["Pango"].mend in MENDS["pango"].values()
    assert checks["宋体"].found
    assert checks["harfbuzz-subset"].found == "Pango 不能载入，无从得知"
    assert doctor._subset({"subset": False}).found == "没有"


def test_no_interpreter_to_ask(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    checks = by_name(examine())
    assert not checks["Pango"].ok
    assert not checks["宋体"].ok


def test_a_face_without_chinese_and_a_face_of_its_own():
    poor = doctor._face("宋体", ["DejaVu Sans", "DejaVuSans.ttf", False])
    assert (poor.ok, poor.found) == (False, "DejaVuSans.ttf（没有汉字）")
    own = doctor._face("宋体", ["SimSun,宋体", "simsun.ttc", True])
    assert (own.ok, own.found, own.cost) == (True, "simsun.ttc", "")
    other = doctor._face("黑体", ["SimSun,宋体", "simsun.ttc", True])
    assert other.ok
    assert "代替" in other.found


def test_a_missing_and_an_old_package(monkeypatch):
    needs = ["click>=8.1", "weasyprint<71,>=70", "gone", 'pytest; extra == "test"']
    versions = {"click": "8.0.4", "weasyprint": "70.0"}

    def version(name):
        if name not in versions:
            raise metadata.PackageNotFoundError(name)
        return versions[name]

    monkeypatch.setattr(metadata, "requires", lambda _: needs)
    monkeypatch.setattr(metadata, "version", version)
    check = doctor._packages()
    assert not check.ok
    assert check.cost == "click 8.0.4 应为 >=8.1；没有 gone"
    assert check.found == "click 8.0.4、weasyprint 70.0"


@pytest.mark.parametrize(
    ("version", "bounds", "good"),
    [
        ("70.0", ">=70,<71", True),
        ("71", ">=70,<71", False),
        ("69.9", "<71,>=70", False),
        ("0.20.2", ">=0.20.2,<0.21", True),
        ("0.20.10", ">=0.20.2,<0.21", True),
        ("0.21.0", ">=0.20.2,<0.21", False),
        ("3.1.6.post1", ">=3.1.6", True),
        ("6.0.3", "", True),
        ("8", ">=8.0", True),
    ],
)
def test_fits(version, bounds, good):
    assert fits(version, bounds) is good


def test_no_templates(monkeypatch, tmp_path):
    monkeypatch.setenv("REPORTGEN_TEMPLATES", str(tmp_path / "没有"))
    assert not doctor._templates().ok
    monkeypatch.setenv("REPORTGEN_TEMPLATES", str(tmp_path))
    assert "通用-项目支出自评表" in doctor._templates().found
    (tmp_path / "_通用").mkdir()
    assert not doctor._templates().ok
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "format.yaml").write_text("", "utf-8")
    assert doctor._templates().ok


@pytest.mark.parametrize(
    ("encoding", "ok", "costs"),
    [("utf-8", True, False), ("gbk", True, True), ("ascii", False, True), ("nonsense", False, True)],
)
def test_encodings(encoding, ok, costs):
    check = doctor._encoding(encoding)
    assert (check.ok, bool(check.cost)) == (ok, costs)


@pytest.mark.parametrize(
    ("platform", "release", "kind"),
    [
        ("win32", {}, "windows"),
        ("darwin", {}, "macos"),
        ("linux", {"ID": "debian"}, "apt"),
        ("linux", {"ID": "uos"}, "apt"),
        ("linux", {"ID": "kylin", "ID_LIKE": "debian"}, "apt"),
        ("linux", {"ID": "kylin", "ID_LIKE": "rhel fedora"}, "dnf"),
        ("linux", {"ID": "openEuler"}, "dnf"),
        ("linux", {"ID": "arch"}, "other"),
    ],
)
def test_every_system_is_told_its_own_command(monkeypatch, platform, release, kind):
    monkeypatch.setattr(doctor.platform, "freedesktop_os_release", lambda: release)
    monkeypatch.setattr(sys, "platform", platform)
    assert doctor.system() == kind
    for what, mends in MENDS.items():
        assert doctor._mend(what) == mends.get(kind, mends["other"])


def test_a_system_that_does_not_say(monkeypatch):
    def unknown():
        raise OSError

    monkeypatch.setattr(doctor.platform, "freedesktop_os_release", unknown)
    monkeypatch.setattr(sys, "platform", "linux")
    assert doctor.system() == "other"


def test_the_packages_of_the_makefile_are_the_ones_told():
    makefile = (Path(__file__).parents[1] / "Makefile").read_text("utf-8")
    installed = next(line for line in makefile.splitlines() if line.startswith("SYSTEM :=")).split()[2:]
    told = " ".join(MENDS[what]["apt"] for what in ("pango", "subset", "fonts"))
    assert [package for package in installed if package not in told] == []


def test_show_checks():
    checks = (
        Check("甲", True, "1"),
        Check("乙", True, "2", "慢", "装"),
        Check("丙", False, "没有", "不能用", "apt install x"),
    )
    assert show_checks(checks) == (
        "√ 甲：1\n！ 乙：2\n    影响：慢\n    改法：装\n× 丙：没有\n    影响：不能用\n    改法：apt install x"
    )
