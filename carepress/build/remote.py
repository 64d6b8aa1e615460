"""Remote workers: jobs done on other computers, through Dask.

A network of clinics may lend carepress more than one computer. Each runs `dask worker` with carepress and its fonts
installed, and nothing else: what all documents share is sent once, each job takes its own document along, and the PDFs
come back to the computer that asked for them.

Jobs and results are pickles, so each side runs what the other sends. With an address that starts with tls://, Dask
takes the certificates that its own settings name (distributed.comm.tls).

In:   a scheduler's address; jobs: frozen dataclasses that have a `document` and a `project`.
Out:  an Executor, to be used as that of `workers` is; Unconnected if there is no scheduler to work with.
Never: lets a computer with other versions build, writes a file, or typesets in a process of Dask's own.
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
from carepress.build.jobs import Aborted
from carepress.build.request import Limits
from carepress.build.toolchain import toolchain_versions
from carepress.build.workers import open_workers
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.project.files import ProjectFolder
from carepress.project.snapshot import ProjectSnapshot, document_files, snapshot_shared
from carepress.system.crash import describe
from carepress.system.imports import MissingRequirement

ADDRESS = re.compile(r"(?:tcp|tls)://\[?([^]/]+?)\]?:(\d+)")
TIMEOUT = 5  # seconds in which a scheduler must answer
POOLS = ExitStack()  # the workers of a computer that is lent; they end with its Dask process
atexit.register(POOLS.close)
POOL_LOCK = Lock()


class Unconnected(MissingRequirement):
    """There is no scheduler to work with; `diagnostic` says what to type."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


@contextmanager
def connected(address: str, limits: Limits, timeout: float = TIMEOUT) -> Iterator[Executor]:
    """The workers of a scheduler. Raises Unconnected."""
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
        from distributed.security import Security  # noqa: PLC0415 - as above
    except ImportError:
        raise Unconnected(rule("no-dask").at()) from None
    if not _is_listening(address, timeout):
        raise Unconnected(rule("no-scheduler").at(address=address))
    security = Security()  # type: ignore[no-untyped-call] # from Dask's own settings
    certificates = security.get_tls_config_for_role("client")  # type: ignore[no-untyped-call]
    if address.startswith("tls:") and not (certificates["ca_file"] and certificates["cert"]):
        raise Unconnected(rule("no-scheduler", "certificate").at(address=address))
    if security.require_encryption and not address.startswith("tls:"):
        raise Unconnected(rule("no-scheduler", "encryption").at(address=address))
    try:
        client = Client(  # type: ignore[no-untyped-call]
            address, timeout=timeout, set_as_default=False, security=security
        )
    except (OSError, ValueError):
        raise Unconnected(rule("no-scheduler").at(address=address)) from None
    with client:
        yield Remote(client, limits)


def _is_listening(address: str, timeout: float) -> bool:
    """Whether a program listens there. Dask's client cannot be used again once it has failed to connect."""
    match = ADDRESS.fullmatch(address)
    try:
        with socket.create_connection((match[1], int(match[2])), timeout) if match else nullcontext():
            return bool(match)
    except (OSError, OverflowError):
        return False


@dataclass(frozen=True, kw_only=True, slots=True)
class Payload:
    """What travels with one job: its document's own files, and what the other computer must keep to."""

    job: Any
    document_files: Mapping[str, bytes]
    limits: Limits
    versions: Mapping[str, str]


class Remote(Executor):
    """The Executor of a Dask client: packs jobs on the way out. A Future's result may be an Aborted."""

    def __init__(self, client: Any, limits: Limits) -> None:
        self._client, self._limits = client, limits
        self._executor = client.get_executor(pure=False)
        self._sent: dict[tuple[ProjectFolder, str], Any] = {}

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Send one job to whichever computer is free."""
        (job,) = args
        payload = Payload(
            job=replace(job, project=None, project_digest=""),
            document_files=document_files(job.project, job.document),
            limits=self._limits,
            versions=versions(),
        )
        future = self._executor.submit(run_payload, function, payload, self._shared_files(job))
        return _with_losses(future, self._limits)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the work; the computers stay with the scheduler."""
        self._executor.shutdown(wait=wait and not cancel_futures)

    def _shared_files(self, job: Any) -> Any:
        """What all documents share, sent once; still pickled, so that it passes through Dask's process as it is."""
        key = job.project, job.shared_digest
        if key not in self._sent or self._sent[key].status != "finished":  # the last computer that had it is lost
            self._sent[key] = self._client.scatter(pickle.dumps(snapshot_shared(job.project)), broadcast=True)
        return self._sent[key]


def _with_losses(inner: Future[Any], limits: Limits) -> Future[Any]:
    """The Future; where the computers or the scheduler were lost, or Dask failed, its result is an Aborted as well."""
    from distributed import KilledWorker  # noqa: PLC0415 - as above

    outer: Future[Any] = Future()

    def finish(inner: Future[Any]) -> None:
        exception = None if inner.cancelled() else inner.exception()
        if inner.cancelled():
            outer.set_result(Aborted(reason="lost", limits=limits, detail="the scheduler"))
        elif isinstance(exception, KilledWorker):
            outer.set_result(Aborted(reason="lost", limits=limits, detail="every computer that took it"))
        elif exception:
            stage, report = describe(exception)
            outer.set_result(Aborted(reason="bug", limits=limits, detail=stage, report=report))
        else:
            outer.set_result(inner.result())

    inner.add_done_callback(finish)
    return outer


@cache
def versions() -> Mapping[str, str]:
    """What decides the pages besides files: carepress itself and its libraries."""
    return toolchain_versions(BuildCache())


def run_payload(function: Callable[[Any], Any], payload: Payload, shared_files: bytes) -> Any:
    """Do a job on the computer that was lent; an Aborted if it is not fit for it."""
    if unfit := _unfit(payload):
        return unfit
    with POOL_LOCK:
        pool = _pool(payload.limits)
    return pool.submit(_unpack_and_run, function, payload, shared_files).result()


def _unfit(payload: Payload) -> Aborted | None:
    """Why this computer must not build for the one that asks; None if it may."""
    own = versions()
    differences = [
        f"{name} {own.get(name)}, not {version}"
        for name, version in payload.versions.items()
        if own.get(name) != version
    ]
    if differences:
        return Aborted(reason="other-versions", limits=payload.limits, detail=", ".join(differences))
    if multiprocessing.current_process().daemon:
        return Aborted(reason="no-processes", limits=payload.limits)
    return None


@cache
def _pool(limits: Limits) -> Executor:
    """Workers of carepress's own: for limits of time and memory, and since nothing is typeset in threads."""
    from distributed import get_worker  # noqa: PLC0415 - as above

    return POOLS.enter_context(open_workers(get_worker().state.nthreads, limits))


def _unpack_and_run(function: Callable[[Any], Any], payload: Payload, shared_files: bytes) -> Any:
    project = _unpickled(shared_files).with_files(payload.document_files)
    return function(replace(payload.job, project=project))


@lru_cache(maxsize=2)
def _unpickled(shared_files: bytes) -> ProjectSnapshot:
    snapshot: ProjectSnapshot = pickle.loads(shared_files)
    return snapshot
