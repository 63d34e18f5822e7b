"""Finished reports → files in a folder: each whole or not at all, and none over what the user has changed."""

from __future__ import annotations

import errno
import hashlib
import json
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path

from reportgen.disk import (
    BusyError,
    InUseError,
    NotPlainError,
    Ours,
    flush_folder,
    locked,
    place,
    read_plain,
    replace,
    staged,
    sweep,
)
from reportgen.filenames import beside, safe_name, same_to_a_disk
from reportgen.problem import Level, Place, Problem

MANIFEST = ".reportgen.json"
NEWER = "新版"
RULES = {
    "O1": "输出文件夹应能建立和写入。",
    "O2": "文件名只用汉字、字母、数字和常用标点，其余字符改为下划线，过长的截短。",
    "O3": "一次输出的文件不得同名（不分大小写）。",
    "O4": "输出位置上只能是普通文件，不能是链接、文件夹或设备。",
    "O5": "用户改过的文件不覆盖，新的一份以“新版”之名放在旁边。",
    "O6": "正在打开的文件不覆盖，新的一份以“新版”之名放在旁边。",
    "O7": "文件写不成时旧文件保持原样，其余文件照常输出。",
    "O8": "同一文件夹同时只由一个程序输出。",
    "O9": f"清单 {MANIFEST} 记下程序写过的内容，凭它分辨用户改过的文件。",
    "O10": "替换文件时中断或另有保存，用户的那一份以“找回”之名保留。",
}
REASONS = {
    errno.ENOSPC: ("磁盘已满", "腾出空间后重试"),
    errno.EDQUOT: ("磁盘配额已用完", "腾出空间后重试"),
    errno.EROFS: ("磁盘是只读的", "换一个能写的文件夹"),
    errno.EACCES: ("没有写入权限，或文件正被其他程序打开", "关闭打开它的程序，或换一个能写的文件夹"),
    errno.EPERM: ("没有写入权限，或文件正被其他程序打开", "关闭打开它的程序，或换一个能写的文件夹"),
    errno.ENAMETOOLONG: ("路径太长", "换一个路径短些的文件夹"),
    errno.EEXIST: ("同名的文件占着位置", "移走或改名后重试"),
    errno.ENOTDIR: ("路径中有一段是文件而不是文件夹", "检查输出文件夹的路径"),
    errno.ENOENT: ("文件或文件夹刚被移走", "重试"),
    errno.EIO: ("磁盘读写出错", "检查磁盘后重试"),
}


class State(StrEnum):
    """What became of one file."""

    NEW = "新写"
    SAME = "未变"
    UPDATED = "更新"
    BESIDE = "另存"


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where a report lies now, and whether it is new there."""

    path: Path
    state: State


class Refusal(StrEnum):
    """Why a name is left to the file that has it: the code of the rule."""

    EDITED = "O5"
    OPEN = "O6"


def deliver(
    files: Mapping[str, bytes], folder: Path, patience: int = 10
) -> tuple[tuple[Delivery, ...], tuple[Problem, ...]]:
    """Write named files to a folder, waiting so many seconds for another run; one that fails leaves the others."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder, patience) as alone:
            return _deliver_all(files, folder, alone=alone)
    except BusyError as busy:
        holder = f"（进程 {busy}）" if str(busy) else ""
        return (), (_error("O8", folder, f"另一个 reportgen{holder}正在向这里输出", "等它结束后重试"),)
    except OSError as error:
        return (), (_failed("O1", folder, error),)


def _deliver_all(
    files: Mapping[str, bytes], folder: Path, *, alone: bool
) -> tuple[tuple[Delivery, ...], tuple[Problem, ...]]:
    """The work under the lock: names, what a killed run left, each file, and the manifest last."""
    named, problems = _named(files, folder)
    written, unreadable = _read_manifest(folder / MANIFEST)
    hashes = set(written.values())

    def ours(data: bytes) -> bool:
        return _digest(data) in hashes

    problems += unreadable + _swept(folder, ours, alone=alone)
    deliveries = []
    fresh = dict(written)
    try:
        for name, data in named.items():
            try:
                delivery, remarks = _deliver_one(folder / name, data, ours, taken=named)
            except NotPlainError:
                problems.append(_error("O4", folder / name, "这里是链接、文件夹或设备，没有写入", "移走或改名后重试"))
            except OSError as error:
                problems.append(_failed("O7", folder / name, error))
            else:
                deliveries.append(delivery)
                problems += remarks
                fresh[delivery.path.name] = _digest(data)
    finally:  # a run that is interrupted still knows its files next time
        problems += _swept(folder, ours, alone=alone)
        if fresh != written:
            problems += _write_manifest(folder / MANIFEST, fresh)
    return tuple(deliveries), tuple(problems)


def _named(files: Mapping[str, bytes], folder: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """Files by safe name; those that a disk could take for one another are left out."""
    by_name = defaultdict(list)
    for wished in files:
        by_name[same_to_a_disk(safe_name(wished))].append(wished)
    named, problems = {}, []
    for alike in by_name.values():
        name = safe_name(alike[0])
        if len(alike) > 1:
            which = "、".join(f"“{wished}”" for wished in alike)
            problems.append(_error("O3", folder / name, f"{which}会成为同一个文件，都没有写入", "改用不同的名称"))
            continue
        named[name] = files[alike[0]]
        if name != unicodedata.normalize("NFC", alike[0]):
            problems.append(_hint("O2", folder / name, f"文件名“{alike[0]}”已改为“{name}”"))
    return named, problems


def _deliver_one(
    target: Path, data: bytes, ours: Ours, taken: Mapping[str, bytes]
) -> tuple[Delivery, tuple[Problem, ...]]:
    """Put one file to its name, or beside it when that is the user's."""
    outcome = _put(target, data, ours)
    if isinstance(outcome, State):
        return Delivery(target, outcome), ()
    for number in count(1):
        path = beside(target, NEWER, number)
        if path.name not in taken and isinstance(_put(path, data, ours), State):
            break
    if outcome is Refusal.OPEN:
        message = f"“{target.name}”正在 Word、WPS 或其他程序中打开，没有动它；新的一份在“{path.name}”"
        remark = _hint("O6", target, message, "关闭该文件后重试")
    else:
        message = f"“{target.name}”已被改动，没有覆盖；新的一份在“{path.name}”"
        remark = _hint("O5", target, message, "比较两份后留下一份；要程序重写，请将改过的一份移走")
    return Delivery(path, State.BESIDE), (remark,)


def _put(target: Path, data: bytes, ours: Ours) -> State | Refusal:
    """Make a file hold these bytes unless it is the user's."""
    current = read_plain(target)
    if current == data:
        return State.SAME
    if current is not None and not ours(current):
        return Refusal.EDITED
    if current is not None and _is_open(target):
        return Refusal.OPEN
    try:
        with staged(target, data) as path:
            if current is None:
                place(path, target)
                return State.NEW
            replace(path, target, ours)
            return State.UPDATED
    except FileExistsError:
        return Refusal.EDITED
    except InUseError:
        return Refusal.OPEN


def _is_open(path: Path) -> bool:
    """Whether an office program holds the file: Word, WPS and LibreOffice say so by a hidden file beside it."""
    name = path.name
    marks = (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~{name}", f".~{name[1:]}", f".~{name[2:]}")
    return any(path.with_name(mark).exists() for mark in (*marks, f".~lock.{name}#"))


def _swept(folder: Path, ours: Ours, *, alone: bool) -> list[Problem]:
    try:
        rescued = sweep(folder, ours, alone=alone)
        flush_folder(folder)
    except OSError as error:
        return [_hint("O7", folder, f"文件夹没有整理完：{_reason(error)[0]}", _reason(error)[1])]
    return [
        _hint("O10", path, f"上次输出中断时留下的一份，已存为“{path.name}”", "核对后留用或删去") for path in rescued
    ]


def _read_manifest(path: Path) -> tuple[dict[str, str], list[Problem]]:
    """What was written here before: name → sha256."""
    try:
        entries = json.loads(read_plain(path) or b'{"files": {}}')["files"]
        return {str(name): str(digest) for name, digest in entries.items()}, []
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        message = "清单读不懂，只好把与新内容不同的文件都当作用户改过的"
        return {}, [_hint("O9", path, message, "无需处理，本次输出后会重建")]


def _write_manifest(path: Path, entries: Mapping[str, str]) -> list[Problem]:
    text = json.dumps({"files": entries}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    try:
        with staged(path, text.encode()) as new:
            new.replace(path)
    except OSError as error:
        message = f"清单没有写成（{_reason(error)[0]}），下次会把这次的文件当作用户改过的"
        return [_hint("O9", path, message, _reason(error)[1])]
    return []


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _reason(error: OSError) -> tuple[str, str]:
    return REASONS.get(error.errno or 0, (f"系统报告“{error.strerror or error}”", "排除后重试"))


def _failed(code: str, path: Path, error: OSError) -> Problem:
    reason, mend = _reason(error)
    return _error(code, path, f"没有写成：{reason}", mend)


def _error(code: str, path: Path, message: str, hint: str) -> Problem:
    return Problem(code, Level.ERROR, Place(str(path)), message, hint)


def _hint(code: str, path: Path, message: str, hint: str = "") -> Problem:
    return Problem(code, Level.HINT, Place(str(path)), message, hint)
