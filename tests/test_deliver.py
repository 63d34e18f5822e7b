"""Reports on disk: whole or not at all, and never over what a user has changed."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen import deliver as delivering
from reportgen import disk
from reportgen.deliver import MANIFEST, RULES, State, deliver
from reportgen.filenames import safe_name, same_to_a_disk
from reportgen.problem import Level

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


def states(deliveries):
    return {delivery.path.name: str(delivery.state) for delivery in deliveries}


def codes(problems):
    return [problem.code for problem in problems]


def reports(folder: Path) -> dict[str, bytes]:
    """The files that show, without links followed."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if disk.LEFTOVER.fullmatch(path.name)]


# ── the four states ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_new_same_and_updated(tmp_path):
    folder = tmp_path / "新" / "output"
    first, problems = deliver({"甲.docx": b"1", "乙.pdf": b"2"}, folder)
    assert (states(first), problems) == ({"甲.docx": "新写", "乙.pdf": "新写"}, ())
    before = (folder / "甲.docx").stat().st_mtime_ns
    second, problems = deliver({"甲.docx": b"1", "乙.pdf": b"22"}, folder)
    assert (states(second), problems) == ({"甲.docx": "未变", "乙.pdf": "更新"}, ())
    assert (folder / "甲.docx").stat().st_mtime_ns == before
    assert reports(folder) == {"甲.docx": b"1", "乙.pdf": b"22"}
    assert leftovers(folder) == []


def test_what_the_user_changed_is_never_overwritten(tmp_path):
    deliver({"甲.docx": b"1", "乙.docx": b"1"}, tmp_path)
    (tmp_path / "甲.docx").write_bytes(b"user")
    before = (tmp_path / "甲.docx").stat().st_ctime_ns
    found, problems = deliver({"甲.docx": b"2", "乙.docx": b"2"}, tmp_path)
    assert states(found) == {"甲.新版.docx": "另存", "乙.docx": "更新"}
    assert (tmp_path / "甲.docx").stat().st_ctime_ns == before  # not even moved
    assert reports(tmp_path) == {"甲.docx": b"user", "甲.新版.docx": b"2", "乙.docx": b"2"}
    assert [(p.code, p.level) for p in problems] == [("O5", Level.HINT)]
    assert "甲.新版.docx" in problems[0].message

    found, _ = deliver({"甲.docx": b"3"}, tmp_path)  # our own newer one may be renewed
    assert states(found) == {"甲.新版.docx": "另存"}
    (tmp_path / "甲.新版.docx").write_bytes(b"user too")
    found, _ = deliver({"甲.docx": b"4"}, tmp_path)
    assert states(found) == {"甲.新版2.docx": "另存"}
    assert reports(tmp_path)["甲.docx"] == b"user"
    assert reports(tmp_path)["甲.新版.docx"] == b"user too"


def test_a_file_that_was_there_before_us_is_the_users(tmp_path):
    (tmp_path / "甲.docx").write_bytes(b"theirs")
    found, problems = deliver({"甲.docx": b"ours"}, tmp_path)
    assert states(found) == {"甲.新版.docx": "另存"}
    assert codes(problems) == ["O5"]


def test_the_newer_one_renamed_over_the_old_is_ours_again(tmp_path):
    (tmp_path / "甲.docx").write_bytes(b"theirs")
    deliver({"甲.docx": b"1"}, tmp_path)
    (tmp_path / "甲.新版.docx").replace(tmp_path / "甲.docx")
    found, problems = deliver({"甲.docx": b"2"}, tmp_path)
    assert (states(found), problems) == ({"甲.docx": "更新"}, ())


def test_the_newer_one_does_not_take_the_name_of_another_report(tmp_path):
    (tmp_path / "甲.docx").write_bytes(b"theirs")
    found, _ = deliver({"甲.docx": b"1", "甲.新版.docx": b"2"}, tmp_path)
    assert states(found) == {"甲.新版2.docx": "另存", "甲.新版.docx": "新写"}


def test_same_files_give_the_same_manifest_without_clock_or_machine(tmp_path):
    files = {"乙.docx": b"2", "甲.docx": b"1"}
    deliver(files, tmp_path / "a")
    deliver(dict(reversed(files.items())), tmp_path / "b")
    one, two = ((tmp_path / name / MANIFEST).read_text("utf-8") for name in "ab")
    assert one == two
    assert set(json.loads(one)["files"]) == set(files)
    assert str(tmp_path) not in one


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("支出绩效自评表（2020年度）.docx", "支出绩效自评表（2020年度）.docx"),
        ("../../evil.docx", "evil.docx"),
        ("/abs", "abs"),
        ("项目/甲.docx", "项目_甲.docx"),
        ("R&D <x>.pdf", "R_D _x.pdf"),
        ("CON", "未命名CON"),
        ("con.docx", "未命名con.docx"),
        ("com¹.docx", "未命名com¹.docx"),
        ("报告.", "报告"),
        ("-rf", "rf"),
        (".reportgen.json", "reportgen.json"),
        ("a\u202eb\x00c\nd", "a_b_c_d"),
        ("e\u0301.docx", "é.docx"),
        ("", "未命名"),
        ("....docx", "docx"),
        ("長" * 100 + ".docx", "長" * 65 + ".docx"),
        ("x" * 100 + ".docx", "x" * 75 + ".docx"),
        ("𠮷" * 60, "𠮷" * 50),
    ],
)
def test_safe_name(text, name):
    assert safe_name(text) == name


@given(st.text(max_size=120))
@example("COM1\u3000.x")
@example("a" * 79 + ". .b")
@example("nul" + " " * 90 + "x")
def test_any_text_becomes_a_name_that_stays(text):
    name = safe_name(text)
    assert name == safe_name(name)
    assert 0 < len(name) <= 80
    assert len(name.encode()) <= 200
    assert Path(name).name == name
    assert name.strip(" .-") == name
    assert not set(name) & set('<>:"/\\|?*\n\r\t\0')
    assert name.split(".")[0].rstrip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


def test_a_name_that_had_to_change_is_said(tmp_path):
    found, problems = deliver({"../出.docx": b"1"}, tmp_path / "out")
    assert states(found) == {"出.docx": "新写"}
    assert codes(problems) == ["O2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


@pytest.mark.parametrize(("one", "two"), [("A.docx", "a.docx"), ("é.pdf", "e\u0301.pdf"), ("ß", "SS"), ("a/b", "a?b")])
def test_two_alike_names_are_both_refused(tmp_path, one, two):
    found, problems = deliver({one: b"1", two: b"2", "乙": b"3"}, tmp_path)
    assert states(found) == {"乙": "新写"}
    assert [(p.code, p.level) for p in problems] == [("O3", Level.ERROR)]
    assert same_to_a_disk(safe_name(one)) == same_to_a_disk(safe_name(two))


# ── what stands in the way ───────────────────────────────────────────────────────────────────────────────────────────


@posix_only
@pytest.mark.parametrize("dangling", [False, True])
def test_a_link_is_not_followed(tmp_path, dangling):
    victim = tmp_path / "victim"
    if not dangling:
        victim.write_bytes(b"precious")
    out = tmp_path / "out"
    out.mkdir()
    (out / "甲.docx").symlink_to(victim)
    found, problems = deliver({"甲.docx": b"1", "乙.docx": b"2"}, out)
    assert states(found) == {"乙.docx": "新写"}
    assert codes(problems) == ["O4"]
    assert (out / "甲.docx").is_symlink()
    assert victim.exists() is not dangling
    assert dangling or victim.read_bytes() == b"precious"


@posix_only
@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_folder_and_pipe_are_refused(tmp_path, make):
    make(tmp_path / "甲.docx")
    _, problems = deliver({"甲.docx": b"1"}, tmp_path)
    assert codes(problems) == ["O4"]


def test_the_folder_is_a_file(tmp_path):
    (tmp_path / "output").write_text("x")
    assert codes(deliver({"甲": b"1"}, tmp_path / "output")[1]) == ["O1"]
    assert codes(deliver({"甲": b"1"}, tmp_path / "output" / "b")[1]) == ["O1"]


@pytest.mark.parametrize(
    "mark", ["~$效自评表.docx", "~$绩效自评表.docx", ".~lock.绩效自评表.docx#", ".~绩效自评表.docx"]
)
def test_a_report_open_in_an_office_program_is_left_alone(tmp_path, mark):
    name = "绩效自评表.docx"
    deliver({name: b"1"}, tmp_path)
    (tmp_path / mark).write_bytes(b"")
    assert states(deliver({name: b"1"}, tmp_path)[0]) == {name: "未变"}
    found, problems = deliver({name: b"2"}, tmp_path)
    assert states(found) == {"绩效自评表.新版.docx": "另存"}
    assert [(p.code, p.hint) for p in problems] == [("O6", "关闭该文件后重试")]
    assert (tmp_path / name).read_bytes() == b"1"


def test_a_report_that_windows_holds_open(tmp_path, monkeypatch):
    deliver({"甲.docx": b"1"}, tmp_path)
    rename = Path.rename

    def held(self, target):
        if self.name == "甲.docx":
            raise PermissionError(errno.EACCES, "The process cannot access the file", str(self))
        return rename(self, target)

    monkeypatch.setattr(disk, "PAUSE", 0)
    monkeypatch.setattr(Path, "rename", held)
    found, problems = deliver({"甲.docx": b"2"}, tmp_path)
    assert states(found) == {"甲.新版.docx": "另存"}
    assert codes(problems) == ["O6"]
    assert reports(tmp_path) == {"甲.docx": b"1", "甲.新版.docx": b"2"}


def test_a_save_between_look_and_change_is_kept(tmp_path, monkeypatch):
    deliver({"甲.docx": b"1"}, tmp_path)
    move = disk._move_aside

    def save_then_move(path, aside):
        path.write_bytes(b"user")
        move(path, aside)

    monkeypatch.setattr(disk, "_move_aside", save_then_move)
    found, problems = deliver({"甲.docx": b"2"}, tmp_path)
    assert (states(found), codes(problems)) == ({"甲.新版.docx": "另存"}, ["O5"])
    assert reports(tmp_path) == {"甲.docx": b"user", "甲.新版.docx": b"2"}
    assert leftovers(tmp_path) == []


def test_two_saves_in_that_moment_are_both_kept(tmp_path, monkeypatch):
    deliver({"甲.docx": b"1"}, tmp_path)
    move = disk._move_aside

    def save_move_save(path, aside):
        path.write_bytes(b"user 1")
        move(path, aside)
        path.write_bytes(b"user 2")

    monkeypatch.setattr(disk, "_move_aside", save_move_save)
    _, problems = deliver({"甲.docx": b"2"}, tmp_path)
    assert sorted(codes(problems)) == ["O10", "O5"]
    assert reports(tmp_path) == {"甲.docx": b"user 2", "甲.找回.docx": b"user 1", "甲.新版.docx": b"2"}


def test_a_disk_without_links(tmp_path, monkeypatch):
    def no_links(*_args, **_kwargs):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    deliver({"甲": b"1", "乙": b"1"}, tmp_path)
    (tmp_path / "乙").write_bytes(b"user")
    found, _ = deliver({"甲": b"2", "乙": b"2"}, tmp_path)
    assert states(found) == {"甲": "更新", "乙.新版": "另存"}
    assert reports(tmp_path) == {"甲": b"2", "乙": b"user", "乙.新版": b"2"}
    assert leftovers(tmp_path) == []


# ── faults ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT, errno.EACCES, 9999])
@pytest.mark.parametrize("call", ["fsync", "link", "open", "fdopen", "unlink", "rename"])
@pytest.mark.parametrize("turn", range(1, 8))
def test_one_fault_at_any_call_tears_nothing(tmp_path, monkeypatch, call, number, turn):
    deliver({"甲": b"old", "乙": b"old"}, tmp_path)
    module, name = (Path, call) if call in ("unlink", "rename") else (os, call)
    real, calls = getattr(module, name), 0

    def failing(*args, **kwargs):
        nonlocal calls
        calls += 1
        if calls == turn:
            raise OSError(number, os.strerror(number))
        return real(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "PAUSE", 0)
        patch.setattr(module, name, failing)
        found, problems = deliver({"甲": b"new", "乙": b"new"}, tmp_path)
    now = reports(tmp_path)
    assert set(now) <= {"甲", "乙", "甲.新版", "乙.新版"}
    assert set(now.values()) <= {b"old", b"new"}
    for delivery in found:
        assert delivery.path.read_bytes() == b"new"
    missing = {"甲", "乙"} - {delivery.path.name.removesuffix(".新版") for delivery in found}
    assert not missing or any(p.level is Level.ERROR for p in problems)
    assert len(missing) < 2 or codes(problems)[0] == "O1"
    deliver({"甲": b"newest", "乙": b"newest"}, tmp_path)
    assert {"甲", "乙"} <= set(reports(tmp_path))
    assert leftovers(tmp_path) == []


def test_a_full_disk_is_said_in_words(tmp_path, monkeypatch):
    deliver({"甲": b"old", "乙": b"old"}, tmp_path)
    fsync, calls = os.fsync, 0

    def full_once(handle):
        nonlocal calls
        calls += 1
        if calls == 2:  # the first is the folder's
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full_once)
    found, problems = deliver({"甲": b"new", "乙": b"new"}, tmp_path)
    assert states(found) == {"乙": "更新"}
    assert [(p.code, p.level, p.message, p.hint) for p in problems] == [
        ("O7", Level.ERROR, "没有写成：磁盘已满", "腾出空间后重试")
    ]
    assert reports(tmp_path) == {"甲": b"old", "乙": b"new"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": 1}', "\udcff"])
def test_a_broken_manifest_makes_us_careful(tmp_path, text):
    deliver({"甲": b"1", "乙": b"1"}, tmp_path)
    (tmp_path / MANIFEST).write_bytes(text.encode(errors="surrogateescape") or b" ")
    found, problems = deliver({"甲": b"2", "乙": b"1"}, tmp_path)
    assert states(found) == {"甲.新版": "另存", "乙": "未变"}
    assert codes(problems) == ["O9", "O5"]
    assert states(deliver({"乙": b"2"}, tmp_path)[0]) == {"乙": "更新"}


def test_an_interrupted_run_knows_its_files_next_time(tmp_path, monkeypatch):
    put, calls = delivering._put, 0

    def interrupted(*args):
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return put(*args)

    with monkeypatch.context() as patch:
        patch.setattr(delivering, "_put", interrupted)
        with pytest.raises(KeyboardInterrupt):
            deliver({"甲": b"1", "乙": b"1"}, tmp_path)
    assert states(deliver({"甲": b"2", "乙": b"2"}, tmp_path)[0]) == {"甲": "更新", "乙": "新写"}


def test_what_a_killed_run_left_is_put_in_order(tmp_path):
    deliver({"甲": b"1", "乙": b"1", "丙": b"1"}, tmp_path)
    (tmp_path / ".reportgen-1.甲.new").write_bytes(b"half")
    (tmp_path / "乙").rename(tmp_path / ".reportgen-1.乙.old")  # killed after the old one was moved aside
    (tmp_path / ".reportgen-1.丙.old").write_bytes(b"user")  # the user saved twice in that moment
    found, problems = deliver({"甲": b"1"}, tmp_path)
    assert states(found) == {"甲": "未变"}
    assert [(p.code, Path(p.place.file).name) for p in problems] == [("O10", "丙.找回")]
    assert reports(tmp_path) == {"甲": b"1", "乙": b"1", "丙": b"1", "丙.找回": b"user"}
    assert leftovers(tmp_path) == []


# ── several runs at once ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_second_run_waits_and_then_says_who_is_there(tmp_path):
    with disk.locked(tmp_path, 0):
        found, problems = deliver({"甲": b"1"}, tmp_path, patience=0)
    assert (found, codes(problems)) == ((), ["O8"])
    assert str(os.getpid()) in problems[0].message
    assert "甲" not in reports(tmp_path)
    assert states(deliver({"甲": b"1"}, tmp_path, patience=0)[0]) == {"甲": "新写"}


@posix_only
def test_without_locks_only_our_own_leftovers_are_touched(tmp_path, monkeypatch):
    def no_locks(*_args):
        raise OSError(errno.ENOLCK, "No locks available")

    other, own = tmp_path / ".reportgen-1.甲.new", tmp_path / f".reportgen-{os.getpid()}.乙.new"
    other.write_bytes(b"at work")
    own.write_bytes(b"stale")
    monkeypatch.setattr(disk.fcntl, "flock", no_locks)
    assert states(deliver({"甲": b"1"}, tmp_path)[0]) == {"甲": "新写"}
    assert (other.exists(), own.exists()) == (True, False)


def run_many(folder: Path, start: int, rounds: int) -> str:
    return f"""
from pathlib import Path
from reportgen.deliver import deliver
for number in range({start}, {start + rounds}):
    deliver({{"甲": b"%d" % number, f"文{{number}}": b"x"}}, Path({str(folder)!r}), patience=120)
"""


@pytest.mark.parametrize(("rounds", "processes"), [(5, 3), pytest.param(100, 8, marks=pytest.mark.soak)])
def test_runs_at_the_same_time_lose_no_entry(tmp_path, rounds, processes):
    jobs = [
        subprocess.Popen([sys.executable, "-c", run_many(tmp_path, start * rounds, rounds)])
        for start in range(processes)
    ]
    assert [job.wait() for job in jobs] == [0] * processes
    listed = json.loads((tmp_path / MANIFEST).read_text("utf-8"))["files"]
    assert set(listed) == {"甲", *(f"文{number}" for number in range(rounds * processes))} == set(reports(tmp_path))


@posix_only
@pytest.mark.soak
def test_killed_at_any_moment_nothing_is_torn(tmp_path):
    chance = random.Random(1)
    loop = f"""
from itertools import count
from pathlib import Path
from reportgen.deliver import deliver
for number in count():
    deliver({{"甲": b"%d" % (number % 7) * 100_000}}, Path({str(tmp_path)!r}))
"""
    whole = {b"%d" % number * 100_000 for number in range(7)}
    for _ in range(100):
        job = subprocess.Popen([sys.executable, "-c", loop])
        time.sleep(0.1 + chance.random() / 5)
        job.send_signal(signal.SIGKILL)
        job.wait()
        assert set(reports(tmp_path).values()) <= whole
    deliver({"乙": b"1"}, tmp_path)
    assert "甲" in reports(tmp_path)
    assert leftovers(tmp_path) == []


def appears(wanted: bytes, folder: Path) -> bool:
    """Whether a report begins with these bytes, now or soon: it may be between two names."""
    for _ in range(200):
        for path in folder.glob("甲*"):
            with suppress(FileNotFoundError):
                if path.read_bytes().startswith(wanted):
                    return True
        time.sleep(0.005)
    return False


@posix_only
@pytest.mark.soak
def test_no_save_of_the_user_is_lost_in_a_race(tmp_path):
    """A program that saves as office programs do, by a new file under the old name, against a run without pause."""
    done = threading.Event()

    def run():
        for number in count():
            if done.is_set():
                return
            deliver({"甲": b"ours %d" % number}, tmp_path)

    runner = threading.Thread(target=run)
    runner.start()
    try:
        for number in range(2000):
            assert appears(b"ours", tmp_path)
            edit = b"user %d" % number
            (tmp_path / "saving").write_bytes(edit)
            (tmp_path / "saving").replace(tmp_path / "甲")
            assert appears(edit, tmp_path)
            for path in tmp_path.glob("甲*"):
                path.unlink(missing_ok=True)
    finally:
        done.set()
        runner.join()


def test_every_code_has_its_rule():
    source = Path(delivering.__file__).read_text("utf-8")
    used = {code for code in RULES if f'"{code}"' in source.split("RULES = {")[1].split("}", 1)[1]}
    assert used == set(RULES)
    assert {str(state) for state in State} == {"新写", "未变", "更新", "另存"}
