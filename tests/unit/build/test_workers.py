"""Rules of the pool: every order is answered once, whoever falls harms nobody else, and nobody waits for ever."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from carepress.build.plan import Task
from carepress.build.workers import Aborted, Limits, as_completed, explain, open_workers
from carepress.diagnostics.model import Span
from carepress.project.files import ProjectFolder

LIMITS = Limits(seconds=30, megabytes=512)
IMPATIENT = Limits(seconds=0.3, megabytes=512)
SMALL = Limits(seconds=30, megabytes=64)
TASK = Task(document="als", lang="en", format="fact-sheet")
Order = tuple[str, int | float | str]


def fall(what: float) -> None:
    os.kill(os.getpid(), int(what))


def fall_the_first_time(file: str) -> int:
    if not Path(file).exists():
        Path(file).touch()
        fall(signal.SIGKILL)
    return os.getpid()


def sleep(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def sleep_and_write(file: str) -> None:
    time.sleep(20)
    Path(file).touch()


def err(what: int) -> None:
    raise ZeroDivisionError(what)


def leave_a_font(name: str) -> str:
    Path(tempfile.mkdtemp(prefix="weasyprint-"), name).touch()
    return tempfile.gettempdir()


def keep(megabytes: int) -> int:
    KEPT.append(b"x" * (megabytes * 2**20))
    return os.getpid()


KEPT: list[bytes] = []
VERBS = {
    "say": lambda what: what,
    "answer at length": lambda length: b"x" * length,
    "fill": lambda megabytes: len(bytearray(megabytes * 2**20)),
    "leave": os._exit,
    "sleep": sleep,
    "sleep, then write": sleep_and_write,
    "fall": fall,
    "fall the first time": fall_the_first_time,
    "err": err,
    "keep": keep,
    "leave a font": leave_a_font,
}


def work(order: Order) -> object:
    verb, what = order
    return VERBS[verb](what)


def done(orders: Sequence[Order], jobs: int = 2, limits: Limits = LIMITS) -> list[object]:
    """The results in the order of the orders; each must have exactly one."""
    with open_workers(jobs, limits) as team:
        answers = list(as_completed(team, work, orders))
    assert sorted(at for at, _ in answers) == list(range(len(orders)))
    return [result for _, result in sorted(answers, key=lambda answer: answer[0])]


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_every_order_is_answered_once_by_workers_that_stay(jobs: int) -> None:
    assert done([("say", n) for n in range(600)], jobs) == list(range(600))
    assert len(set(done([("sleep", 0)] * 20, jobs))) <= jobs


def test_results_come_as_they_finish() -> None:
    with open_workers(2, LIMITS) as team:
        assert [at for at, _ in as_completed(team, work, [("sleep", 1), ("say", 1), ("say", 2)])] == [1, 2, 0]


def test_a_document_that_takes_too_long_is_given_up_and_its_worker_replaced() -> None:
    gave = Aborted(reason="time", limits=IMPATIENT)

    assert done([("sleep", 60), ("say", 1), ("sleep", 60), ("say", 2)], 1, IMPATIENT) == [gave, 1, gave, 2]


def test_a_document_that_takes_too_much_memory_is_given_up() -> None:
    assert done([("fill", 200), ("fill", 8)], 1, SMALL) == [Aborted(reason="memory", limits=SMALL), 8 * 2**20]


def test_a_worker_whose_memory_grows_makes_room_for_another() -> None:
    assert len(set(done([("keep", 10)] * 12, 1))) == 2


def test_without_limits_nothing_is_given_up() -> None:
    free = Limits(seconds=0, megabytes=0)

    assert done([("fill", 200), ("sleep", 0.4)], 1, free)[0] == 200 * 2**20


@pytest.mark.parametrize(
    ("fall", "said"),
    [
        (("leave", 3), "it left with exit status 3"),
        (("fall", signal.SIGKILL), "the system stopped it, most often for want of memory"),
        (("fall", signal.SIGSEGV), "it fell over a fault in itself, SIGSEGV"),
    ],
)
def test_a_worker_that_falls_harms_no_other_document(fall: Order, said: str) -> None:
    orders: list[Order] = [*[("say", n) for n in range(9)], fall, *[("say", n) for n in range(9)]]

    assert done(orders) == [*range(9), Aborted(reason="crash", limits=LIMITS, said=said), *range(9)]


def test_a_document_whose_worker_fell_beside_others_is_tried_once_more(tmp_path: Path) -> None:
    once: Order = ("fall the first time", str(tmp_path / "fallen"))

    *said, again = done([("say", 1), ("say", 2), once])

    assert said == [1, 2]
    assert isinstance(again, int)


def test_workers_that_are_killed_while_idle_or_while_they_answer_stop_nobody() -> None:
    with open_workers(2, LIMITS) as team:
        os.kill(team.submit(work, ("sleep", 0)).result(), signal.SIGKILL)
        pids = [pid for _, pid in as_completed(team, work, [("sleep", 0.1)] * 4) if isinstance(pid, int)]
        killer = threading.Timer(0.15, os.kill, (pids[0], signal.SIGKILL))
        killer.start()
        lengths = [len(str(one)) for _, one in as_completed(team, work, [("answer at length", 5_000_000)] * 30)]
        killer.join()

    assert len(lengths) == 30


def test_a_bug_of_ours_is_told_with_its_traceback_when_the_others_are_through() -> None:
    with open_workers(2, LIMITS) as team:
        answers = as_completed(team, work, [("err", 7), ("say", 1), ("say", 2)])
        assert sorted([next(answers), next(answers)]) == [(1, 1), (2, 2)]
        with pytest.raises(RuntimeError, match="ZeroDivisionError: 7"):
            next(answers)


def until_stopped(pids: set[object], file: Path) -> None:
    with open_workers(2, LIMITS) as team:
        pids |= {pid for _, pid in as_completed(team, work, [("sleep", 0.1)] * 4)}
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        list(as_completed(team, work, [("sleep, then write", str(file))] * 6))


def test_control_c_ends_all_workers_at_once(tmp_path: Path) -> None:
    pids: set[object] = set()

    with pytest.raises(KeyboardInterrupt):
        until_stopped(pids, tmp_path / "written")

    assert not (tmp_path / "written").exists()
    assert [pid for pid in pids if not gone(int(str(pid)))] == []


def test_what_workers_leave_in_the_temporary_folder_goes_with_them() -> None:
    (folder,) = done([("leave a font", "font.ttf")])

    assert not Path(str(folder)).exists()


def project(root: Path, text: str) -> ProjectFolder:
    (root / "content/als").mkdir(parents=True)
    (root / "content/als/en.md").write_text(text, encoding="utf-8")
    return ProjectFolder(root, root)


def test_what_was_too_much_is_told_where_it_stands(tmp_path: Path) -> None:
    found = project(tmp_path, "\n\n" + "| a " * 100_000 + "|\n")

    (fault,) = explain(Aborted(reason="time", limits=Limits()), TASK, found)

    assert (fault.code, fault.message) == (
        "gave-up",
        "gave up after 60 s: a table in als/en.md:3 is 100000 columns wide",
    )
    assert isinstance(fault.span, Span)
    assert fault.help.endswith("python make_docs.py build als --timeout 120")


@pytest.mark.parametrize(
    ("gave", "code", "message"),
    [
        (Aborted(reason="time", limits=LIMITS), "gave-up", "gave up after 30 s: als (en), fact-sheet"),
        (
            Aborted(reason="memory", limits=LIMITS),
            "too-large",
            "needs more than 512 MB of memory: als (en), fact-sheet",
        ),
        (
            Aborted(reason="crash", limits=LIMITS, said="it fell"),
            "crashed",
            "the typesetter broke down (it fell): als (en), fact-sheet",
        ),
        (Aborted(reason="refused", limits=LIMITS, said="a computer is old"), "unfit-worker", "a computer is old"),
    ],
)
def test_every_end_has_its_code(gave: Aborted, code: str, message: str, tmp_path: Path) -> None:
    (fault,) = explain(gave, TASK, project(tmp_path, "Text.\n"))

    assert (fault.code, fault.message, fault.document, fault.span) == (code, message, "als (en)", None)
