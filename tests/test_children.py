"""Work in processes of its own: order, limits, deaths."""

import os
import pickle
import signal
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportgen import children, making
from reportgen.children import Lost, apart, at_once, processes
from reportgen.cli import main
from reportgen.figures.derive import derive
from reportgen.formats import load_format
from reportgen.making import make_one
from reportgen.places import templates_folder
from reportgen.source.reader import read_submission

FOREVER = 3600.0
DATA = Path(__file__).parent.parent / "data" / "攀枝花西区矿产资源保护中心-2020" / "订正.yaml"


def doubled(job, number):
    return job[number] * 2, os.getpid()


def misbehave(job, number):
    match job[number]:
        case "sleeps":
            time.sleep(FOREVER)
        case "spins":
            while True:
                pass
        case "eats":
            return len(bytearray(2 * 1024**3))
        case "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        case "lacks":
            raise OSError("libpango")
    return job[number]


def told(waiting):
    try:
        return waiting()
    except Lost as lost:
        return str(lost)


def test_results_come_in_order_from_other_processes():
    job = tuple(range(12))
    with processes(lambda: None) as start:
        found = [waiting() for waiting in start(doubled, job, len(job))]
    assert [number for number, _ in found] == [number * 2 for number in job]
    assert os.getpid() not in {process for _, process in found}


def test_at_once_works_in_this_process_when_it_is_asked():
    assert [waiting() for waiting in at_once(doubled, (3, 4), 2)] == [(6, os.getpid()), (8, os.getpid())]


def test_what_makes_ready_is_done_before_the_first_piece_and_not_without_one():
    done = []
    with processes(lambda: done.append(os.getpid())) as start:
        assert not done
        [waiting() for waiting in start(doubled, (1,), 1)]
        [waiting() for waiting in start(doubled, (1,), 1)]
    assert done == [os.getpid()]


def test_a_piece_that_runs_away_or_dies_is_lost_alone(monkeypatch):
    monkeypatch.setattr(children, "SECONDS", 1)
    job = ("well", "sleeps", "spins", "eats", "dies", "also well")
    with processes(lambda: None) as start:
        found = [told(waiting) for waiting in start(misbehave, job, len(job))]
    assert found == [
        "well",
        "用了 1 秒还没有做完，已经停下",
        "用了 1 秒还没有做完，已经停下",
        "要用的内存超过 1024 MB，已经停下",
        "做到一半程序中断了",
        "also well",
    ]


def test_an_error_of_the_work_reaches_who_waits():
    with processes(lambda: None) as start, pytest.raises(OSError, match="libpango"):
        start(misbehave, ("lacks",), 1)[0]()


def dies_on_the_second(order, number):
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return make_one(order, number)


def test_a_document_that_dies_leaves_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr(making, "make_one", dies_on_the_second)
    done = CliRunner().invoke(main, ["render", str(DATA), "-o", str(tmp_path), "--只要", "docx"])
    assert done.exit_code == 1
    assert "强制性[G5] 没有生成：做到一半程序中断了" in done.stderr
    assert len(list(tmp_path.glob("*.docx"))) == 4


@pytest.mark.parametrize(
    "data", sorted(DATA.parent.parent.glob("*/*.yaml")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_names_that_nothing_has_looked_at_reach_another_process(data):
    submission, _ = read_submission(data)
    format, _ = load_format(templates_folder(), submission.format.text)
    root, _ = derive(submission, format)
    copy = pickle.loads(pickle.dumps(root))
    assert [str(figure) for figure in copy.figures()] == [str(figure) for figure in root.figures()]


def alone(job):
    return misbehave((job,), 0), os.getpid()


def test_one_piece_is_done_apart_and_lost_alone(monkeypatch):
    monkeypatch.setattr(children, "SECONDS", 1)
    found, process = apart(alone, "works")
    assert found == "works"
    assert process != os.getpid()
    for job, what in (("spins", "用了 1 秒"), ("eats", "要用的内存超过 1024 MB"), ("dies", "做到一半程序中断了")):
        with pytest.raises(Lost, match=what):
            apart(alone, job)
