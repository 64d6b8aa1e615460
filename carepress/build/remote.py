"""The scheduler: orders done on other computers, through Dask.

A network of clinics may lend carepress more than one computer. Each runs `dask worker` with carepress and its fonts
installed, and nothing else: what all documents share goes out once, each order takes its own document along, and the
PDFs come back to the one who asked.

In:   a scheduler's address; orders: frozen dataclasses that have a `task` and a `project`.
Out:  an Executor, to be used as `pool.workers` is; Unconnected if there is no scheduler to work with.
Never: lets a computer with other versions print, writes a file, or typesets in a process of Dask's own.
"""

from __future__ import annotations

import atexit
import multiprocessing
import pickle
import re
import socket
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from carepress.build.cache import BuildCache
from carepress.build.request import Limits
from carepress.build.toolchain import toolchain_versions
from carepress.build.workers import Aborted, open_workers
from carepress.diagnostics.model import Diagnostic
from carepress.project.files import ProjectFolder
from carepress.project.snapshot import ProjectSnapshot, document_files, snapshot_shared
from carepress.system.imports import MissingRequirement

ADDRESS = re.compile(r"(?:tcp|tls)://\[?([^]/]+?)\]?:(\d+)")
PATIENCE = 5  # seconds in which a scheduler must answer
STAFF = ExitStack()  # the workers of a computer that is lent; they end with its Dask process
atexit.register(STAFF.close)
HIRING = Lock()


class Unconnected(MissingRequirement):
    """There is no scheduler to work with; `fault` says what to type."""

    def __init__(self, fault: Diagnostic) -> None:
        super().__init__(str(fault))
        self.fault = fault


@contextmanager
def connected(address: str, limits: Limits) -> Iterator[Executor]:
    """The workers of a scheduler. Raises Unconnected."""
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise Unconnected(
            Diagnostic(
                code="no-dask",
                message="`--scheduler` needs the library Dask, and it is not installed",
                help="Type:   .venv/bin/python -m pip install distributed",
            )
        ) from None
    if not _answers(address):
        raise _silent(address)
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError):
        raise _silent(address) from None
    with client:
        yield Remote(client, limits)


def _answers(address: str) -> bool:
    """Whether somebody listens there. Dask's own client, once it has failed to connect, is not fit to try again."""
    match = ADDRESS.fullmatch(address)
    try:
        with socket.create_connection((match[1], int(match[2])), PATIENCE) if match else nullcontext():
            return bool(match)
    except (OSError, OverflowError):
        return False


def _silent(address: str) -> Unconnected:
    return Unconnected(
        Diagnostic(
            code="no-scheduler",
            message=f"no scheduler answers at {address}",
            help="Type `dask scheduler` on the computer that is to lead the work, and use the address that it says:"
            "\npython make_docs.py --scheduler tcp://10.0.0.5:8786",
        )
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Payload:
    """What travels with one order: its document's own files, and what the other computer must keep to."""

    order: Any
    own: Mapping[str, bytes]
    limits: Limits
    versions: Mapping[str, str]


class Remote(Executor):
    """The Executor of a Dask client: packs orders on the way out. A Future's result may be a Gave."""

    def __init__(self, client: Any, limits: Limits) -> None:
        self._client, self._limits = client, limits
        self._executor = client.get_executor(pure=False)
        self._sent: dict[tuple[ProjectFolder, str], Any] = {}

    def submit(self, work: Callable[..., Any], /, *orders: Any, **named: Any) -> Future[Any]:
        """Send one order to whichever computer is free."""
        (order,) = orders
        luggage = Payload(
            order=replace(order, project=None, project_digest=""),
            own=document_files(order.project, order.task.document),
            limits=self._limits,
            versions=versions(),
        )
        return _without_lost(self._executor.submit(there, work, luggage, self._shared(order)), self._limits)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the work; the computers stay with the scheduler."""
        self._executor.shutdown(wait=wait and not cancel_futures)

    def _shared(self, order: Any) -> Any:
        """What all documents share, sent once; still packed, so that it passes through Dask's process as it is."""
        key = order.project, order.shared_digest
        if key not in self._sent or self._sent[key].status != "finished":  # with the last computer that had it
            self._sent[key] = self._client.scatter(pickle.dumps(snapshot_shared(order.project)), broadcast=True)
        return self._sent[key]


def _without_lost(inner: Future[Any], limits: Limits) -> Future[Any]:
    """The Future; where the computers or the scheduler were lost, its result is a Gave as well."""
    from distributed import KilledWorker  # noqa: PLC0415 - as above

    outer: Future[Any] = Future()

    def done(inner: Future[Any]) -> None:
        fault = None if inner.cancelled() else inner.exception()
        if inner.cancelled():
            outer.set_result(Aborted(reason="crash", limits=limits, said="the scheduler was lost"))
        elif isinstance(fault, KilledWorker):
            outer.set_result(Aborted(reason="crash", limits=limits, said="every computer that took it was lost"))
        elif fault:
            outer.set_exception(fault)
        else:
            outer.set_result(inner.result())

    inner.add_done_callback(done)
    return outer


@cache
def versions() -> Mapping[str, str]:
    """What decides the pages besides files: carepress itself and its libraries."""
    return toolchain_versions(BuildCache())


def there(work: Callable[[Any], Any], luggage: Payload, shared: bytes) -> Any:
    """Do an order on the computer that was lent; a Gave if it is not fit for it."""
    refused = _unfit(luggage.versions)
    if refused:
        return Aborted(reason="refused", limits=luggage.limits, said=refused)
    with HIRING:
        team = _team(luggage.limits)
    return team.submit(_unpacked, work, luggage, shared).result()


def _unfit(wanted: Mapping[str, str]) -> str:
    """Why this computer must not print for the one who asks; nothing if it may."""
    mine = versions()
    unlike = [f"{name} {mine.get(name)}, not {value}" for name, value in wanted.items() if mine.get(name) != value]
    if unlike:
        return f"a computer of the scheduler has {', '.join(unlike)}"
    if multiprocessing.current_process().daemon:
        return "a worker of the scheduler was started without `--no-nanny`, and so may start no processes"
    return ""


@cache
def _team(limits: Limits) -> Executor:
    """Workers of carepress's own: for limits of time and memory, and since nothing is typeset in threads."""
    from distributed import get_worker  # noqa: PLC0415 - as above

    return STAFF.enter_context(open_workers(get_worker().state.nthreads, limits))


def _unpacked(work: Callable[[Any], Any], luggage: Payload, shared: bytes) -> Any:
    return work(replace(luggage.order, project=_opened(shared).with_files(luggage.own)))


@lru_cache(maxsize=2)
def _opened(shared: bytes) -> ProjectSnapshot:
    parcel: ProjectSnapshot = pickle.loads(shared)
    return parcel
