"""Work done in processes of its own: side by side on all processors, each piece held to a time and a memory.

What a process runs away with, or dies of, is lost with that process alone.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SECONDS: Final = 120
MEGABYTES: Final = 1024  # beyond what a process begins with
_MOST: Final = 8  # processes: each holds the fonts in its memory
_PAUSE: Final = 0.005  # seconds between two looks at whether a process has ended

Job = TypeVar("Job")
Result = TypeVar("Result")
Waiting: TypeAlias = Callable[[], Result]  # waits for a result and returns it; raises Lost
Start: TypeAlias = Callable[[Callable[[Job, int], Result], Job, int], Sequence[Waiting[Result]]]


class Lost(Exception):
    """A piece of work without result; `str` says in Chinese what became of it."""


def at_once(work: Callable[[Job, int], Result], job: Job, count: int) -> Sequence[Waiting[Result]]:
    """The pieces of a job, numbered from 0, each done in this process when it is asked for."""
    return [lambda number=number: work(job, number) for number in range(count)]  # type: ignore[misc]


@contextmanager
def processes(ready: Callable[[], object]) -> Iterator[Start[Any, Any]]:
    """What starts the pieces of jobs in other processes; `ready` is called before the first is begun.

    What waits for a piece raises Lost when its process takes too long, wants too much memory or dies.
    """
    from pebble import CONSTS, ProcessPool

    CONSTS.sleep_unit = _PAUSE
    by_copy = sys.platform == "linux"  # a copy of this process has all that `ready` did; elsewhere a copy is unsafe
    pools: list[ProcessPool] = []

    def start(work: Callable[[Job, int], Result], job: Job, count: int) -> Sequence[Waiting[Result]]:
        if not pools:
            if by_copy:
                ready()
                gc.freeze()  # or each process would go through all of it for garbage, and so copy it
            context = multiprocessing.get_context("fork" if by_copy else "spawn")
            most = min(os.cpu_count() or 1, _MOST)  # the next job may have more pieces than the first
            pools.append(ProcessPool(most, context=context, initializer=_limit_memory))
        packed = pickle.dumps((work, job))
        pieces = [pools[0].schedule(_piece, args=(packed, number), timeout=SECONDS) for number in range(count)]
        return [lambda piece=piece: _result(piece) for piece in pieces]  # type: ignore[misc]

    try:
        yield start
    finally:
        for pool in pools:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()


def apart(work: Callable[[Job], Result], job: Job) -> Result:
    """One piece of work in a process of its own that costs no more than a copy of this one; raises Lost."""
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_alone, args=(theirs, work, job))  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    try:
        if not ours.poll(SECONDS):
            raise Lost(_too_long())
        answer: tuple[Result] | None = ours.recv()
    except EOFError as error:
        raise Lost("做到一半程序中断了") from error
    finally:
        process.kill()
        process.join()
        ours.close()
    if answer is None:
        raise Lost(_too_much())
    return answer[0]


def _alone(answer: Connection, work: Callable[[Job], Result], job: Job) -> None:
    """Send the result of some work; None when it wanted too much memory."""
    _limit_memory()
    try:
        done = (work(job),)
    except MemoryError:
        answer.send(None)
    else:
        answer.send(done)


def _result(piece: Any) -> Any:
    from pebble import ProcessExpired

    try:
        return piece.result()
    except TimeoutError as error:
        raise Lost(_too_long()) from error
    except MemoryError as error:
        raise Lost(_too_much()) from error
    except ProcessExpired as error:
        raise Lost("做到一半程序中断了") from error


def _piece(packed: bytes, number: int) -> Any:
    work, job = _unpacked(packed)
    return work(job, number)


def _too_long() -> str:
    return f"用了 {SECONDS} 秒还没有做完，已经停下"


def _too_much() -> str:
    return f"要用的内存超过 {MEGABYTES} MB，已经停下"


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Any:
    """A job, read once by a process that does several of its pieces."""
    return pickle.loads(packed)  # noqa: S301 - what `start` wrote


def _limit_memory() -> None:
    """Let this process have no more than its share; only Linux can say so."""
    if sys.platform == "linux":
        import resource

        begun = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        most = begun + MEGABYTES * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
