"""Rules of workers: every job has one result, a crash harms no other job, and nobody waits for ever."""

from __future__ import annotations

import faulthandler
import os
import signal
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from carepress.build.jobs import Aborted
from carepress.build.request import Limits
from carepress.build.workers import as_completed, open_workers

LIMITS = Limits(seconds=30, megabytes=512)
IMPATIENT = Limits(seconds=0.3, megabytes=512)
SMALL = Limits(seconds=30, megabytes=64)
Job = tuple[str, int | float | str]


def crash_with(detail: str) -> Aborted:
    return Aborted(reason="crash", limits=LIMITS, detail=detail, report=f"A worker ended with {detail}.")


def crash(signal_number: float) -> None:
    faulthandler.disable()  # pytest's would print where
    os.kill(os.getpid(), int(signal_number))


def crash_the_first_time(file: str) -> int:
    if not Path(file).exists():
        Path(file).touch()
        crash(signal.SIGKILL)
    return os.getpid()


def sleep(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def sleep_and_write(file: str) -> None:
    time.sleep(20)
    Path(file).touch()


def raise_an_error(value: int) -> None:
    raise ZeroDivisionError(value)


def leave_a_font(name: str) -> str:
    Path(tempfile.mkdtemp(prefix="weasyprint-"), name).touch()
    return tempfile.gettempdir()


def keep(megabytes: int) -> int:
    KEPT.append(b"x" * (megabytes * 2**20))
    return os.getpid()


def print_as_a_library_in_c(text: str) -> int:
    return os.write(2, text.encode())


def raise_another_error_without_memory(_: int) -> None:
    filled = list[bytes]()
    try:
        while True:
            filled.append(b"x" * 2**20)
    except MemoryError:
        filled.clear()
        raise SystemError from None  # as cffi does


KEPT: list[bytes] = []
VERBS = {
    "return": lambda value: value,
    "return much": lambda length: b"x" * length,
    "fill": lambda megabytes: len(bytearray(megabytes * 2**20)),
    "exit": os._exit,
    "run out": raise_another_error_without_memory,
    "print": print_as_a_library_in_c,
    "sleep": sleep,
    "sleep, then write": sleep_and_write,
    "crash": crash,
    "crash the first time": crash_the_first_time,
    "raise": raise_an_error,
    "keep": keep,
    "leave a font": leave_a_font,
}


def work(job: Job) -> object:
    verb, value = job
    return VERBS[verb](value)


def results(jobs: Sequence[Job], size: int = 2, limits: Limits = LIMITS) -> list[object]:
    """The results in the order of the jobs; each must have exactly one."""
    with open_workers(size, limits) as pool:
        completed = list(as_completed(pool, work, jobs))
    assert sorted(number for number, _ in completed) == list(range(len(jobs)))
    return [result for _, result in sorted(completed, key=lambda pair: pair[0])]


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_job_has_one_result(size: int) -> None:
    assert results([("return", number) for number in range(600)], size) == list(range(600))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_workers_stay_for_the_next_job(size: int) -> None:
    assert len(set(results([("sleep", 0)] * 20, size))) <= size


def test_results_come_as_they_finish() -> None:
    with open_workers(2, LIMITS) as pool:
        assert [number for number, _ in as_completed(pool, work, [("sleep", 1), ("return", 1), ("return", 2)])] == [
            1,
            2,
            0,
        ]


def test_a_job_that_takes_too_long_is_stopped_and_its_worker_replaced() -> None:
    aborted = Aborted(reason="time", limits=IMPATIENT)

    assert results([("sleep", 60), ("return", 1), ("sleep", 60), ("return", 2)], 1, IMPATIENT) == [
        aborted,
        1,
        aborted,
        2,
    ]


def test_a_job_that_takes_too_much_memory_is_stopped() -> None:
    assert results([("fill", 200), ("fill", 8)], 1, SMALL) == [Aborted(reason="memory", limits=SMALL), 8 * 2**20]


def test_what_a_library_prints_reaches_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert results([("print", "GLib-ERROR: no memory")], 1, LIMITS) == [21]
    assert capfd.readouterr() == ("", "")


def test_an_error_of_a_library_that_has_no_memory_left_is_told_as_that() -> None:
    assert results([("run out", 0), ("return", 1)], 1, SMALL) == [Aborted(reason="memory", limits=SMALL), 1]


def test_a_worker_whose_memory_grows_is_replaced() -> None:
    assert len(set(results([("keep", 10)] * 12, 1))) == 2


def test_without_limits_nothing_is_stopped() -> None:
    unlimited = Limits(seconds=0, megabytes=0)

    assert results([("fill", 200), ("sleep", 0.4)], 1, unlimited)[0] == 200 * 2**20


@pytest.mark.parametrize(
    ("crashing", "aborted"),
    [
        (("exit", 3), crash_with("exit status 3")),
        (("crash", signal.SIGSEGV), crash_with("SIGSEGV")),
        (("crash", signal.SIGKILL), Aborted(reason="killed", limits=LIMITS)),
    ],
)
def test_a_crash_harms_no_other_job(crashing: Job, aborted: Aborted) -> None:
    jobs: list[Job] = [*[("return", n) for n in range(9)], crashing, *[("return", n) for n in range(9)]]

    assert results(jobs) == [*range(9), aborted, *range(9)]


def test_a_job_whose_worker_crashed_beside_others_is_tried_once_more(tmp_path: Path) -> None:
    once: Job = ("crash the first time", str(tmp_path / "crashed"))

    *others, second_try = results([("return", 1), ("return", 2), once])

    assert others == [1, 2]
    assert isinstance(second_try, int)


def test_workers_that_are_killed_while_idle_or_while_they_answer_stop_no_job() -> None:
    with open_workers(2, LIMITS) as pool:
        os.kill(pool.submit(work, ("sleep", 0)).result(), signal.SIGKILL)
        pids = [pid for _, pid in as_completed(pool, work, [("sleep", 0.1)] * 4) if isinstance(pid, int)]
        killer = threading.Timer(0.15, os.kill, (pids[0], signal.SIGKILL))
        killer.start()
        lengths = [len(str(result)) for _, result in as_completed(pool, work, [("return much", 5_000_000)] * 30)]
        killer.join()

    assert len(lengths) == 30


def test_a_bug_of_ours_is_told_with_its_traceback_and_harms_no_other_job() -> None:
    failed, *others = results([("raise", 7), ("return", 1), ("return", 2)])

    assert others == [1, 2]
    assert isinstance(failed, Aborted)
    assert (failed.reason, failed.report.splitlines()[-1]) == ("bug", "ZeroDivisionError")
    assert "in raise_an_error" in failed.report


def until_stopped(pids: set[object], file: Path) -> None:
    with open_workers(2, LIMITS) as pool:
        pids |= {pid for _, pid in as_completed(pool, work, [("sleep", 0.1)] * 4)}
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        list(as_completed(pool, work, [("sleep, then write", str(file))] * 6))


def test_control_c_ends_all_workers_at_once(tmp_path: Path) -> None:
    pids: set[object] = set()

    with pytest.raises(KeyboardInterrupt):
        until_stopped(pids, tmp_path / "written")

    assert not (tmp_path / "written").exists()
    assert [pid for pid in pids if not is_gone(int(str(pid)))] == []


def test_temporary_files_of_workers_go_with_the_pool() -> None:
    (folder,) = results([("leave a font", "font.ttf")])

    assert not Path(str(folder)).exists()
