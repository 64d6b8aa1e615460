"""The time the preflight takes: builds with all checks compared with builds without any, and each check on its own.

    .venv/bin/python benchmarks/checks.py            the shipped documents, 15 pairs
    .venv/bin/python benchmarks/checks.py --pairs 5 --project DIR

The target: all checks without veraPDF add at most 35 % to a document's build time. The two builds of a pair run one
after the other in one warm process, in alternating order. The ratio is a median over all
pairs; a check's time is its mean per build.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from carepress.build.cache import BuildCache  # noqa: E402 - the path comes first
from carepress.build.pipeline import build_document  # noqa: E402
from carepress.build.plan import Task  # noqa: E402
from carepress.build.request import Request, Selection  # noqa: E402
from carepress.build.runner import read_status  # noqa: E402
from carepress.build.status import BuildStatus  # noqa: E402
from carepress.diagnostics.model import Diagnostic  # noqa: E402
from carepress.project.files import ProjectFolder  # noqa: E402

TODAY = date(2026, 11, 22)
Check = Callable[[Any], Iterator[Diagnostic]]


def main() -> None:
    """Measure every task of a project."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--project", type=Path, default=ROOT)
    parser.add_argument("--pairs", type=int, default=15)
    arguments = parser.parse_args()
    project = ProjectFolder(arguments.project.resolve(), ROOT)
    request = Request(selection=Selection(), today=TODAY, output=None)
    status, _ = read_status(project, request, BuildCache())
    for state in status.states:
        measure(state.task, status, arguments.pairs)


def measure(task: Task, status: BuildStatus, pairs: int) -> None:
    """Print one task's table."""
    spent: dict[str, list[float]] = defaultdict(list)
    timed(task, status, spent)  # warm-up: dictionaries and fonts are read once per process
    spent.clear()
    plain, ratios = [], []
    for number in range(pairs):
        both = {}
        for checked in (number % 2 == 0, number % 2 == 1):
            both[checked] = timed(task, status, spent) if checked else without(task, status)
        plain.append(both[False])
        ratios.append(both[True] / both[False])
    base = median(plain)
    print(f"\n{task}: {base * 1000:.0f} ms without checks, x {median(ratios):.2f} with them ({pairs} pairs)")
    for name, times in sorted(spent.items(), key=lambda item: -median(item[1])):
        each = sum(times) / pairs
        print(f"  {name:<34} {each * 1000:6.1f} ms  {100 * each / base:5.1f} %")


def timed(task: Task, status: BuildStatus, spent: dict[str, list[float]]) -> float:
    """Build with all checks and record how long each takes. Returns the seconds for the build."""

    def check(proof: Any, checks: Sequence[Check]) -> tuple[Diagnostic, ...]:
        faults: list[Diagnostic] = []
        for one_check in checks:
            start = perf_counter()
            faults += one_check(proof)
            name = f"{one_check.__module__.removeprefix('carepress.preflight.')}.{one_check.__name__}"
            spent[name].append(perf_counter() - start)
        return tuple(faults)

    return built(task, status, check)


def without(task: Task, status: BuildStatus) -> float:
    """Build without any checks. Returns the seconds for the build."""
    return built(task, status, lambda _, __: ())


def built(task: Task, status: BuildStatus, check: Callable[[Any, Sequence[Check]], tuple[Diagnostic, ...]]) -> float:
    """The seconds that one build takes."""
    gc.collect()
    start, digest = perf_counter(), status.shared_digest
    build_document(task, status.project, today=TODAY, allow_overdue=True, shared_digest=digest, check=check)
    return perf_counter() - start


if __name__ == "__main__":
    main()
