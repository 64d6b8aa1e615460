"""Workers: processes that each take one job after another, within limits of time and memory.

A document can be too much for the typesetter, and a library written in C can crash. Neither may stop the other
documents or make anybody wait for ever. So every worker has a pipe of its own: a crashed worker loses only its current
job, and another takes its place.

In:   a function and jobs for it; both can be pickled.
Out:  each job's result, or an Aborted that says why there is none.
Never: runs the function in a thread or in its own process, or returns the result of a job twice.

Of the libraries for this, none fits. concurrent.futures gives up all jobs when one worker crashes. Pebble 5.2 shares
one pipe among its workers: one that is killed while idle ends the pool, one killed while it answers stops it for ever.
Deadpool measures time by a thread in the worker, which a loop in C never lets run, and its workers run the exit
functions of the process that they were forked from, which delete its fonts.
"""

from __future__ import annotations

import gc
import mmap
import os
import pickle
import re
import shutil
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import LifoQueue
from threading import Lock
from typing import Any, TypeVar

from carepress.build.jobs import Aborted
from carepress.build.request import Limits
from carepress.system.crash import describe
from carepress.system.imports import collect_garbage
from carepress.system.interrupts import end_at_once, held_back

T = TypeVar("T")
R = TypeVar("R")

CAN_FORK = "fork" in get_all_start_methods() and sys.platform != "darwin"  # whose own libraries do not survive a fork
CONTEXT = get_context("fork") if CAN_FORK else get_context("spawn")
MEGABYTE = 2**20
MAX_GROWTH = 48 * MEGABYTE  # the typesetter keeps about 0.7 MB of each handout; after so much a worker is replaced
STATM, MAPPED, RESIDENT = Path("/proc/self/statm"), 0, 1  # Linux: proc(5)
STATUS, PEAK, NEAR = Path("/proc/self/status"), re.compile(r"VmPeak:\s+(\d+) kB"), 0.9
PAGE = mmap.PAGESIZE
MAX_SUBMITTED = 256  # jobs at once: enough for any number of workers, and never all of them in memory
FOLDER = re.compile(r"carepress-(?P<pid>\d+)-\w+")
SPAWN_LOCK = Lock()  # a process forked between the making of another's pipe and its closing would keep that pipe open


class WorkerPool(Executor):
    """An Executor whose Futures may have an Aborted as their result. Its threads only wait."""

    def __init__(self, size: int, limits: Limits, folder: Path) -> None:
        self._limits, self._folder = limits, folder
        self._workers = [WorkerProcess(limits, folder) for _ in range(size)]  # before there is any thread
        self._idle: LifoQueue[WorkerProcess] = LifoQueue()  # the last one to work is the warmest
        self._is_closed, self._lock = False, Lock()
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="job")
        for worker in self._workers:
            self._idle.put(worker)

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Give a job to the next worker that is free."""
        return self._threads.submit(self._run, function, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers: after the jobs that were submitted, or with `cancel_futures` at once."""
        if cancel_futures:
            self._kill_all()
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        self._kill_all()

    def _run(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        worker = self._idle.get()
        try:
            return worker.run(function, args, kwargs)
        finally:
            self._idle.put(worker if worker.is_usable else self._replacement(worker))

    def _replacement(self, worker: WorkerProcess) -> WorkerProcess:
        worker.kill()
        with self._lock:
            if self._is_closed:
                return worker
            self._workers.remove(worker)
            self._workers.append(WorkerProcess(self._limits, self._folder))
            return self._workers[-1]

    def _kill_all(self) -> None:
        with self._lock:
            self._is_closed = True
            for worker in self._workers:
                worker.kill()


class WorkerProcess:
    """One process and the pipe to it, seen from its parent."""

    def __init__(self, limits: Limits, folder: Path) -> None:
        self.limits, self.is_usable = limits, True
        with SPAWN_LOCK, warnings.catch_warnings():
            # Python 3.12 warns of forks beside threads. Ours only wait for pipes; no worker needs what they hold.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pipe, child_end = CONTEXT.Pipe()
            self.process = CONTEXT.Process(
                target=_serve,
                args=(child_end, self.pipe, limits.megabytes, folder),
                name="carepress-worker",
                daemon=True,
            )
            with held_back():
                self.process.start()
            child_end.close()

    def run(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        """The result of one job; an Aborted if there is none."""
        job, self.is_usable = pickle.dumps((function, args, kwargs)), False
        try:
            self.pipe.send_bytes(job)
            if not self.pipe.poll(self.limits.seconds or None):
                return Aborted(reason="time", limits=self.limits)
            outcome, result, has_grown = pickle.loads(self.pipe.recv_bytes())
        except (EOFError, OSError):
            self.process.join(1)
            return _crash(self.process.exitcode, self.limits)
        if outcome == "memory":
            return Aborted(reason="memory", limits=self.limits)
        self.is_usable = not has_grown
        if outcome == "bug":
            stage, report = pickle.loads(result)
            return Aborted(reason="bug", limits=self.limits, detail=stage, report=report)
        return pickle.loads(result)

    def kill(self) -> None:
        """End it at once. Nothing is lost but the job that it was working on."""
        self.process.kill()
        self.process.join()


def _serve(pipe: Connection, parent_end: Connection, megabytes: int, folder: Path) -> None:
    """What a worker does: a job, its result, the next job; until the pipe closes, as it does when the parent ends."""
    end_at_once()
    parent_end.close()
    _silence()
    tempfile.tempdir = str(folder)  # what the typesetter leaves there goes with the pool
    _limit_memory(megabytes)
    gc.freeze()  # what it was forked with is no garbage
    baseline = 0  # pages of memory after its first job, when all that it keeps has been read
    while True:
        try:
            outcome, result = _outcome(pipe.recv_bytes())
            baseline = baseline or _memory_pages()[RESIDENT]
            has_grown = (_memory_pages()[RESIDENT] - baseline) * PAGE > MAX_GROWTH
            pipe.send_bytes(pickle.dumps((outcome, result, has_grown)))
            collect_garbage()
        except (EOFError, OSError):
            return


def _silence() -> None:
    """Let libraries in C print into nothing: what they say of a font or of memory is not for staff."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _outcome(job: bytes) -> tuple[str, bytes]:
    """How a job ended, and its pickled result; for a bug of ours, the stage and the report."""
    try:
        function, args, kwargs = pickle.loads(job)
        return "done", pickle.dumps(function(*args, **kwargs))
    except MemoryError:
        return "memory", b""
    except Exception as error:
        return ("memory", b"") if _has_met_its_limit() else ("bug", pickle.dumps(tuple(describe(error))))


def _limit_memory(megabytes: int) -> None:
    """Let this process take so much memory besides what it has now; where the system cannot, there is no limit."""
    if not megabytes or not STATM.is_file():
        return
    import resource  # noqa: PLC0415 - not on Windows

    _, hard_limit = resource.getrlimit(resource.RLIMIT_AS)
    limit = _memory_pages()[MAPPED] * PAGE + megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard_limit < 0 else min(limit, hard_limit), hard_limit))


def _memory_pages() -> list[int]:
    """How many pages of memory this process has mapped, and how many are resident; zeros where it cannot know."""
    return [int(number) for number in STATM.read_text(encoding="ascii").split()] if STATM.is_file() else [0, 0]


def _has_met_its_limit() -> bool:
    """Whether memory has run out here: a library written in C turns a MemoryError into anything."""
    if not STATUS.is_file():
        return False
    import resource  # noqa: PLC0415 - not on Windows

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    peak = PEAK.search(STATUS.read_text(encoding="ascii", errors="replace"))
    return peak is not None and 0 < limit < int(peak[1]) * 1024 / NEAR


def _crash(exit_code: int | None, limits: Limits) -> Aborted:
    """Why a worker gave no result, from its exit code: a negative one is that of a signal."""
    if exit_code == -signal.SIGKILL:
        return Aborted(reason="killed", limits=limits)
    status = exit_code or 0
    detail = signal.Signals(-status).name if status < 0 else f"exit status {exit_code}"
    return Aborted(reason="crash", limits=limits, detail=detail, report=f"A worker ended with {detail}.")


def _sweep() -> None:
    """Remove the temporary folders of this user's commands that were killed."""
    for path in Path(tempfile.gettempdir()).glob("carepress-*-*"):
        match = FOLDER.fullmatch(path.name)
        with suppress(OSError):
            if match and not path.is_symlink() and path.stat().st_uid == os.getuid() and _is_dead(int(match["pid"])):
                shutil.rmtree(path, ignore_errors=True)


def _is_dead(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


@contextmanager
def open_workers(size: int, limits: Limits) -> Iterator[Executor]:
    """So many workers, forked where possible; they end with the block, at once if it is left by an exception."""
    _sweep()
    with ExitStack() as stack:
        with held_back():  # a signal in between would leave the folder
            prefix = f"carepress-{os.getpid()}-"
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True))
        pool = WorkerPool(size, limits, Path(folder))
        try:
            yield pool
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        pool.shutdown()


def as_completed(
    executor: Executor, function: Callable[[T], R], jobs: Sequence[T]
) -> Iterator[tuple[int, R | Aborted]]:
    """Every job's number and result, as they finish, each exactly once.

    A job whose worker crashed beside others is tried once more when those are done: the system may have taken the
    memory from the wrong one.
    """
    waiting, running = iter(range(len(jobs))), dict[Future[R | Aborted], int]()
    crashed = list[int]()

    def submit() -> None:
        for number in waiting:
            running[executor.submit(function, jobs[number])] = number
            if len(running) >= MAX_SUBMITTED:
                return

    submit()
    while running:
        for future in sorted(wait(running, return_when=FIRST_COMPLETED).done, key=running.__getitem__):
            number, result = running.pop(future), future.result()
            if len(jobs) > 1 and isinstance(result, Aborted) and result.is_crash:
                crashed.append(number)
            else:
                yield number, result
        submit()
    for number in crashed:
        yield number, executor.submit(function, jobs[number]).result()
