"""This machine → what reportgen finds on it, what a lack costs, and the command that mends it."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from reportgen.places import VARIABLE, template_folders, templates_folder

OLDEST = (3, 11)
TOLERATED = 120  # seconds after which the trial is given up: a damaged font cache can keep it busy for ever
# Each official face, and the families that are the face itself; any other font that answers is a stand-in.
FACES = {
    "仿宋_GB2312": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong"),
    "楷体_GB2312": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "Kaiti SC"),
    "黑体": ("黑体", "SimHei", "STHeiti", "Heiti SC"),
    "方正小标宋简体": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋_GBK"),
    "宋体": ("宋体", "SimSun", "STSong", "Songti SC"),
}
MENDS = {
    "python": {
        "apt": "sudo apt-get install -y python3 python3-venv（系统自带的低于 3.11 时，另装新版）",
        "dnf": "sudo dnf install -y python3.11",
        "macos": "brew install python",
        "windows": "从 python.org 安装 Python 3.11 或更高版本",
        "other": "用本系统的软件包管理器安装 Python 3.11 或更高版本",
    },
    "pango": {
        "apt": "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0",
        "dnf": "sudo dnf install -y pango",
        "macos": "brew install pango",
        "windows": "安装 MSYS2，在它的窗口中运行 pacman -S mingw-w64-x86_64-pango，"
        "再设环境变量 WEASYPRINT_DLL_DIRECTORIES=C:\\msys64\\mingw64\\bin",
        "other": "用本系统的软件包管理器安装 Pango",
    },
    "subset": {
        "apt": "sudo apt-get install -y libharfbuzz-subset0（较旧的统信、麒麟没有此包，可不装）",
        "dnf": "sudo dnf install -y harfbuzz",
        "macos": "brew install harfbuzz",
        "windows": "在 MSYS2 的窗口中运行 pacman -S mingw-w64-x86_64-harfbuzz",
        "other": "用本系统的软件包管理器安装 HarfBuzz（含 harfbuzz-subset）",
    },
    "fonts": {
        "apt": "sudo apt-get install -y fonts-noto-cjk",
        "dnf": "sudo dnf install -y google-noto-serif-cjk-fonts google-noto-sans-cjk-fonts",
        "macos": "brew install --cask font-noto-serif-cjk-sc font-noto-sans-cjk-sc",
        "windows": "设置 → 系统 → 可选功能 → 添加“中文（简体）补充字体”",
        "other": "用本系统的软件包管理器安装 Noto CJK 字体",
    },
    "encoding": {"windows": "先运行 chcp 65001，并设环境变量 PYTHONUTF8=1", "other": "export LANG=C.UTF-8"},
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `cost` and `mend` are filled where something is missing or only stood in for."""

    name: str
    ok: bool
    found: str
    cost: str = ""
    mend: str = ""


def examine() -> tuple[Check, ...]:
    """Everything the program needs, looked at on this machine; the engine in a process of its own, which may die."""
    facts, complaint = _ask_probe()
    return (
        _python(),
        _packages(),
        _pango(facts, complaint),
        _subset(facts),
        *(_face(face, facts.get(face)) for face in FACES),
        _bundled_fonts(),
        _templates(),
        _encoding(sys.stdout.encoding or "ascii"),
        _trial(facts, complaint),
    )


def show_checks(checks: tuple[Check, ...]) -> str:
    """Checks as the lines a user reads."""
    lines = []
    for check in checks:
        lines.append(f"{('！' if check.cost else '√') if check.ok else '×'} {check.name}：{check.found}")
        lines += [f"    影响：{check.cost}"] if check.cost else []
        lines += [f"    改法：{check.mend}"] if check.mend else []
    return "\n".join(lines)


def system() -> str:
    """How software is installed here: apt, dnf, macos, windows or other."""
    if sys.platform in ("win32", "darwin"):
        return {"win32": "windows", "darwin": "macos"}[sys.platform]
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return "other"
    kin = {release.get("ID", "").lower(), *release.get("ID_LIKE", "").lower().split()}
    if kin & {"debian", "ubuntu", "uos", "deepin"}:
        return "apt"
    return "dnf" if kin & {"fedora", "rhel", "centos", "openeuler", "anolis", "kylin"} else "other"


def _ask_probe() -> tuple[dict[str, Any], str]:
    """The facts the probe could find, and the last thing it said on its way out when it did not come to its end."""
    command = [sys.executable, "-X", "utf8", "-c", "from reportgen.probe import tell; tell()"]
    paths = os.pathsep.join(filter(None, (str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            command,
            check=False,
            capture_output=True,
            encoding="utf-8",
            timeout=TOLERATED,
            env={**os.environ, "PYTHONPATH": paths},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return {}, str(error)
    facts: dict[str, Any] = {}
    for line in done.stdout.splitlines():
        if line.startswith('{"'):
            facts |= json.loads(line)
    if done.returncode == 0:
        return facts, ""
    return facts, (done.stderr.strip().splitlines() or [f"中途退出（{done.returncode}）"])[-1]


def _mend(what: str) -> str:
    return MENDS[what].get(system(), MENDS[what]["other"])


def _python() -> Check:
    ok = sys.version_info >= OLDEST
    cost = "" if ok else "程序不能运行，需要 3.11 或更高版本"
    return Check("Python", ok, platform.python_version(), cost, "" if ok else _mend("python"))


def _packages() -> Check:
    """The libraries of setup.cfg, as the installed package knows them."""
    mend = f"{sys.executable} -m pip install --upgrade reportgen（源码目录中用 make setup）"
    try:
        needs = metadata.requires("reportgen") or []
    except metadata.PackageNotFoundError:
        return Check("程序包", False, "reportgen 没有安装，只是在源码目录中运行", "不知道各个库的版本是否合适", mend)
    found, lacking = [], []
    for need in (need for need in needs if "extra ==" not in need):
        name = re.split(r"[^\w.-]", need, maxsplit=1)[0]
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            lacking.append(f"没有 {need}")
            continue
        found.append(f"{name} {version}")
        if not fits(version, need.removeprefix(name)):
            lacking.append(f"{name} {version} 应为 {need.removeprefix(name)}")
    return Check("程序包", not lacking, "、".join(found), "；".join(lacking), mend if lacking else "")


def fits(version: str, bounds: str) -> bool:
    """Whether a version is within bounds such as `>=70,<71`."""

    def numbers(text: str) -> list[int]:
        return [int(number) for number in (*re.findall(r"\d+", text), 0, 0, 0)][:3]

    pairs = re.findall(r"(>=|<)\s*([\d.]+)", bounds)
    return all((numbers(version) >= numbers(bound)) is (sign == ">=") for sign, bound in pairs)


def _pango(facts: dict[str, Any], complaint: str) -> Check:
    if "pango" in facts:
        return Check("Pango", True, facts["pango"])
    return Check("Pango", False, f"不能载入：{complaint}", "不能生成 PDF，DOCX 照常生成", _mend("pango"))


def _subset(facts: dict[str, Any]) -> Check:
    if facts.get("subset"):
        return Check("harfbuzz-subset", True, "有")
    found = "没有" if "subset" in facts else "Pango 不能载入，无从得知"
    return Check("harfbuzz-subset", False, found, "没有它，每个 PDF 要多花几秒钟", _mend("subset"))


def _face(face: str, fact: list[Any] | None) -> Check:
    """A face of official documents, and the font that shows it."""
    if fact is None:
        return Check(face, False, "没有字体可用", "PDF 中的汉字不能显示", _mend("fonts"))
    families, file, chinese = fact
    if not chinese:
        return Check(face, False, f"{file}（没有汉字）", "PDF 中的汉字是空框", _mend("fonts"))
    if set(families.split(",")) & set(FACES[face]):
        return Check(face, True, file)
    cost = "PDF 用相近的字体代替；DOCX 写的仍是原字体名，在装有它的电脑上如常显示"
    return Check(face, True, f"{file}（代替）", cost, f"有“{face}”的正版字体文件时装入系统即可，程序会优先用它")


def _bundled_fonts() -> Check:
    fonts = sorted(path.name for path in (Path(__file__).resolve().parent / "fonts").glob("*.otf"))
    if fonts:
        return Check("自带字体", True, "、".join(fonts))
    cost = "没有安装仿宋、楷体的电脑上只能以宋体代替"
    return Check("自带字体", False, "没有", cost, "重新安装 reportgen")


def _templates() -> Check:
    folder = templates_folder()
    formats = sorted({path.parent.name for one in template_folders(folder) for path in one.glob("*/format.yaml")})
    if formats:
        return Check("模板", True, f"{folder}：{'、'.join(formats)}")
    mend = f"用 --templates 或环境变量 {VARIABLE} 指明模板文件夹"
    return Check("模板", False, f"{folder} 中没有格式", "不能生成报告", mend)


def _encoding(encoding: str) -> Check:
    try:
        "报告√×，。".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return Check("终端编码", False, encoding, "中文信息显示为乱码或代码", _mend("encoding"))
    try:
        "𠮷㎡".encode(encoding)
    except UnicodeEncodeError:
        return Check("终端编码", True, encoding, "生僻字在屏幕上显示为代码，文件不受影响", _mend("encoding"))
    return Check("终端编码", True, encoding)


def _trial(facts: dict[str, Any], complaint: str) -> Check:
    docx, pdf, said = facts.get("trial") or (0, 0, [complaint])
    if docx and pdf and not said:
        return Check("试做一份报告", True, f"DOCX {docx} 字节，PDF {pdf} 字节")
    cost = "报告不能生成，或生成不全"
    return Check("试做一份报告", False, f"没有做成：{'；'.join(said)}", cost, "先按以上各条的改法处理，再运行一次")
