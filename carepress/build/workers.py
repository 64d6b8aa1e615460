"""The pool: processes that each take one order after another, within limits of time and memory.

A document can be too much for the typesetter, and a library written in C can fall. Neither may stop the other
documents or leave somebody waiting for ever, so every worker has a pipe of its own: whoever falls takes nothing
along but its own order, and another takes its place.

In:   a function and orders for it; both can be pickled.
Out:  each order's result, or a Gave that says how it ended.
Never: runs the function in a thread or in its own process, or answers an order twice.

Of the libraries for this, none fits. concurrent.futures gives up all orders when one worker falls. Pebble 5.2 shares
one pipe among its workers: one that is killed while idle ends the pool, one killed while it answers stops it for ever.
Deadpool measures time by a thread in the worker, which a loop in C never lets run, and its workers run the exit
functions of the process that they were forked from, which delete its fonts.
"""

from __future__ import annotations

import gc
import mmap
import pickle
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import LifoQueue
from threading import Lock
from typing import Any, Literal, TypeVar

from carepress.build.aborted import largest_outlier
from carepress.build.plan import Task
from carepress.build.request import Limits
from carepress.compose.picture_files import SUFFIXES
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.files import ProjectFiles
from carepress.project.source import Source
from carepress.system.imports import collect_garbage

T = TypeVar("T")
R = TypeVar("R")

FORKS = "fork" in get_all_start_methods() and sys.platform != "darwin"  # whose own libraries do not bear it
CONTEXT = get_context("fork") if FORKS else get_context("spawn")
MEGABYTE = 2**20
MOST_GROWTH = 48 * MEGABYTE  # the typesetter keeps about 0.7 MB of each handout; a worker that has so much makes room
STATM, MAPPED, RESIDENT = Path("/proc/self/statm"), 0, 1  # Linux: proc(5)
PAGE = mmap.PAGESIZE
AHEAD = 256  # orders given out before their turn: enough for any number of workers, and never all in memory
SPAWN_LOCK = Lock()  # a process forked between the making of another's pipe and its closing would keep that pipe open


@dataclass(frozen=True, kw_only=True, slots=True)
class Aborted:
    """An order that gave nothing, and why. `said` is what is known besides: how it fell, why it was refused."""

    reason: Literal["time", "memory", "crash", "refused"]
    limits: Limits
    said: str = ""


class WorkerPool(Executor):
    """Workers behind the face of an Executor; a Future's result may be a Gave. Its threads only wait."""

    def __init__(self, jobs: int, limits: Limits, folder: Path) -> None:
        self._limits, self._folder = limits, folder
        self._staff = [WorkerProcess(limits, folder) for _ in range(jobs)]  # before there is any thread
        self._idle: LifoQueue[WorkerProcess] = LifoQueue()  # who worked last is warmest
        self._stopped, self._change = False, Lock()
        self._waiting = ThreadPoolExecutor(jobs, thread_name_prefix="order")
        for worker in self._staff:
            self._idle.put(worker)

    def submit(self, work: Callable[..., Any], /, *orders: Any, **named: Any) -> Future[Any]:
        """Give an order to the next worker that is free."""
        return self._waiting.submit(self._done, work, orders, named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the team: after what was ordered, or with `cancel_futures` at once."""
        if cancel_futures:
            self._dismiss()
        self._waiting.shutdown(wait=wait, cancel_futures=cancel_futures)
        self._dismiss()

    def _done(self, work: Callable[..., Any], orders: tuple[Any, ...], named: dict[str, Any]) -> Any:
        worker = self._idle.get()
        try:
            return worker.answer(work, orders, named)
        finally:
            self._idle.put(worker if worker.sound else self._replaced(worker))

    def _replaced(self, worker: WorkerProcess) -> WorkerProcess:
        worker.end()
        with self._change:
            if self._stopped:
                return worker
            self._staff.remove(worker)
            self._staff.append(WorkerProcess(self._limits, self._folder))
            return self._staff[-1]

    def _dismiss(self) -> None:
        with self._change:
            self._stopped = True
            for worker in self._staff:
                worker.end()


class WorkerProcess:
    """One process and the pipe to it, as its employer sees them."""

    def __init__(self, limits: Limits, folder: Path) -> None:
        self.limits, self.sound = limits, True
        with SPAWN_LOCK, warnings.catch_warnings():
            # Python 3.12 warns of forks beside threads. Ours only wait for pipes; no worker needs what they hold.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pipe, theirs = CONTEXT.Pipe()
            self.process = CONTEXT.Process(
                target=_serve, args=(theirs, self.pipe, limits.megabytes, folder), name="carepress-worker", daemon=True
            )
            self.process.start()
            theirs.close()

    def answer(self, work: Callable[..., Any], orders: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """The result of one order. Raises RuntimeError with the worker's traceback for a bug of ours."""
        order, self.sound = pickle.dumps((work, orders, named)), False
        try:
            self.pipe.send_bytes(order)
            if not self.pipe.poll(self.limits.seconds or None):
                return Aborted(reason="time", limits=self.limits)
            outcome, result, leaves = pickle.loads(self.pipe.recv_bytes())
        except (EOFError, OSError):
            self.process.join(1)
            return Aborted(reason="crash", limits=self.limits, said=_ending(self.process.exitcode))
        if outcome == "memory":
            return Aborted(reason="memory", limits=self.limits)
        self.sound = not leaves
        if outcome == "bug":
            raise RuntimeError(f"in a worker:\n{pickle.loads(result)}")
        return pickle.loads(result)

    def end(self) -> None:
        """Kill it. Nothing is lost: it owns nothing but what it was working at."""
        self.process.kill()
        self.process.join()


def _serve(pipe: Connection, employers: Connection, megabytes: int, folder: Path) -> None:
    """A worker's life: an order, its answer, the next; until the pipe closes, as it does when the employer dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the employer ends its workers itself
    employers.close()
    tempfile.tempdir = str(folder)  # what the typesetter leaves there goes with the team
    _bound(megabytes)
    gc.freeze()  # what it was forked with is no garbage
    at_ease = 0  # pages of memory after its first order, when all that it keeps is read
    while True:
        try:
            outcome, result = _answer(pipe.recv_bytes())
            at_ease = at_ease or _pages()[RESIDENT]
            leaves = (_pages()[RESIDENT] - at_ease) * PAGE > MOST_GROWTH
            pipe.send_bytes(pickle.dumps((outcome, result, leaves)))
            collect_garbage()
        except (EOFError, OSError):
            return


def _answer(pickled: bytes) -> tuple[str, bytes]:
    """How an order ended, and what it gave."""
    try:
        work, orders, named = pickle.loads(pickled)
        return "done", pickle.dumps(work(*orders, **named))
    except MemoryError:
        return "memory", b""
    except Exception:
        return "bug", pickle.dumps(traceback.format_exc())


def _bound(megabytes: int) -> None:
    """Let this process take so much memory besides what it has now; where the system cannot, it stays free."""
    if not megabytes or not STATM.is_file():
        return
    import resource  # noqa: PLC0415 - not on Windows

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _pages()[MAPPED] * PAGE + megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (wanted if most < 0 else min(wanted, most), most))


def _pages() -> list[int]:
    """How many pages of memory this process has mapped, and how many it fills; where it cannot know, none."""
    return [int(number) for number in STATM.read_text(encoding="ascii").split()] if STATM.is_file() else [0, 0]


def _ending(code: int | None) -> str:
    """How a process ended, from its exit code."""
    if code is None or code >= 0:
        return f"it left with exit status {code}"
    if -code == signal.SIGKILL:
        return "the system stopped it, most often for want of memory"
    return f"it fell over a fault in itself, {signal.Signals(-code).name}"


@contextmanager
def open_workers(jobs: int, limits: Limits) -> Iterator[Executor]:
    """So many workers, forked where that can be; they end with the block, at once if it is left by an exception."""
    with tempfile.TemporaryDirectory(prefix="carepress-", ignore_cleanup_errors=True) as folder:
        team = WorkerPool(jobs, limits, Path(folder))
        try:
            yield team
        except BaseException:
            team.shutdown(cancel_futures=True)
            raise
        team.shutdown()


def as_completed(executor: Executor, work: Callable[[T], R], orders: Sequence[T]) -> Iterator[tuple[int, R | Aborted]]:
    """Every order's number and result, as they finish, each exactly once.

    An order whose worker fell while others were at work is tried once more when those are done: the system may have
    taken the memory from the wrong one. A bug of ours is raised when all the others are through.
    """
    waiting, running = iter(range(len(orders))), dict[Future[R | Aborted], int]()
    again, bugs = list[int](), list[BaseException]()

    def fill() -> None:
        for at in waiting:
            running[executor.submit(work, orders[at])] = at
            if len(running) >= AHEAD:
                return

    fill()
    while running:
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            at = running.pop(future)
            fault = future.exception()
            if fault:
                bugs.append(fault)
            elif len(orders) > 1 and isinstance(gave := future.result(), Aborted) and gave.reason == "crash":
                again.append(at)
            else:
                yield at, future.result()
        fill()
    for at in again:
        yield at, executor.submit(work, orders[at]).result()
    if bugs:
        raise bugs[0]


def explain(gave: Aborted, task: Task, project: ProjectFiles) -> Diagnostics:
    """What to tell of an order that gave nothing, and what most probably was too much."""
    source, folder = project.source(task.manuscript), task.manuscript.rpartition("/")[0]
    pictures = {name: project.bytes(name) for name in project.below(folder) if name.endswith(SUFFIXES)}
    cause = largest_outlier(source, pictures) if isinstance(source, Source) else None
    what, limits = str(cause or task), gave.limits
    advice = cause.advice if cause else "Look at what was added last: a table, a picture, a long text."
    again = f"python make_docs.py build {task.document}"
    told = {
        "time": Diagnostic(
            code="gave-up",
            message=f"gave up after {limits.seconds:g} s: {what}",
            help=f"{advice}\nIf it must be so, give it more time:   {again} --timeout {2 * limits.seconds:g}",
        ),
        "memory": Diagnostic(
            code="too-large",
            message=f"needs more than {limits.megabytes} MB of memory: {what}",
            help=f"{advice}\nIf it must be so, give it more:   {again} --memory {2 * limits.megabytes}",
        ),
        "crash": Diagnostic(
            code="crashed",
            message=f"the typesetter broke down ({gave.said}): {what}",
            help=f"{advice}\nThen try it alone:   {again} --jobs 1",
        ),
        "refused": Diagnostic(
            code="unfit-worker",
            message=gave.said,
            help="Install the same carepress on every computer of the scheduler and start their workers again."
            "\ndocs/scale.md says how.",
        ),
    }
    span = cause.span if cause and gave.reason != "refused" else None
    return Diagnostics((replace(told[gave.reason], span=span, document=task.about),))
