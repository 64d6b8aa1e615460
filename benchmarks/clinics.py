"""What a clinic costs whose pages of text are there already, against a whole build of it, in pairs.

    .venv/bin/python benchmarks/clinics.py                    the shipped brochure, 60 clinics
    .venv/bin/python benchmarks/clinics.py --clinics 200

The goal: 0.25 of a whole build. One warm process, the collector off, time of the processor; which of the two comes
first alternates. Both must give the same bytes. What clinics share besides pages (brand, works, templates) is read
before the clock starts.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import sys
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any
from unittest.mock import patch

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from carepress import fitting, sharing, stages  # noqa: E402 - the path comes first
from carepress.common import read_common  # noqa: E402
from carepress.plan import Task  # noqa: E402
from carepress.project import Project  # noqa: E402
from carepress.templating import render_html  # noqa: E402

TODAY = date(2026, 11, 22)
CLINIC = """name: Clinic number {number}
address: [{number} River Road, "Springfield, IL {zip}"]
phone: 312-555-{number:04}
hours: Monday to Friday, 8 to {hour}
website: https://clinic{number}.example
contact-form: https://clinic{number}.example/contact
emergency: In an emergency call 911.
other-formats: Ask us for this leaflet in large print or in another language.
investigational-notice: These treatments are experimental. They are not approved for ALS. Talk to your doctor first.
"""


def main() -> None:
    """Measure the shipped brochure for many clinics."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clinics", type=int, default=60)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        measure(network(Path(folder), arguments.clinics))


def network(root: Path, number: int) -> Project:
    """The shipped content with that many clinics."""
    shutil.copytree(HOUSE / "content", root / "content")
    (root / "content/clinics").mkdir()
    for at in range(1, number + 1):
        said = CLINIC.format(number=at, zip=62701 + at, hour=3 + at % 5)
        (root / f"content/clinics/c{at:04}.yaml").write_text(said, encoding="utf-8")
    return Project(root, HOUSE)


def measure(project: Project) -> None:
    """Print the median ratio, and whether any file differs."""
    first, *others = project.clinics
    timed(first, project, sharing.fit)
    times: dict[Any, list[float]] = {sharing.fit: [], fitting.fit: []}
    ratios, unlike = [], 0
    gc.disable()
    for number, clinic in enumerate(others):
        warm(clinic, project)
        made = {}
        for fit in list(times)[:: 1 if number % 2 else -1]:
            made[fit], seconds = timed(clinic, project, fit)
            times[fit].append(seconds)
        same = made[sharing.fit] == made[fitting.fit]
        ratios.append(times[sharing.fit][-1] / times[fitting.fit][-1])
        unlike += not same
        gc.collect()
    shared, whole = (1000 * median(found) for found in times.values())
    print(f"{len(ratios)} clinics: {shared:.0f} ms each, {whole:.0f} ms whole, x {median(ratios):.2f} (of pairs)")
    print(f"{unlike} differ in their bytes")


def warm(clinic: str, project: Project) -> None:
    """Read what clinics share, and fill its templates once."""
    common = read_common(project, clinic, TODAY.year)
    with patch.object(stages, "_print", lambda job, *_, **__: render_html(job, common.templates)):
        stages.make(task(clinic), project, today=TODAY, allow_overdue=False)


def timed(clinic: str, project: Project, fit: Any) -> tuple[dict[str, bytes], float]:
    """A clinic's files, and the seconds that the processor worked for them."""
    with patch.object(sharing, "fit", fit):
        start = process_time()
        made = stages.make(task(clinic), project, today=TODAY, allow_overdue=False)
        return dict(made.pdfs), process_time() - start


def task(clinic: str) -> Task:
    """The shipped brochure for one clinic."""
    return Task(document="als", lang="en", format="brochure", clinic=clinic)


if __name__ == "__main__":
    main()
