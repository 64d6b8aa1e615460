"""Cards: what the page shows of each document: its state, who is responsible for it, its PDFs, its reading grade.

In:   a DocumentRow, and the Dashboard that it is from.
Out:  plain values for the template.
Pure: no HTML, no file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from carepress.build.manifest import Artifact, thumbnail_files
from carepress.build.plan import Task
from carepress.dashboard.model import Dashboard, DocumentRow, DocumentState, day, in_days
from carepress.dashboard.todo import KINDS, kind_of
from carepress.diagnostics.english import counted

USES = {
    "screen": "to email or to show",
    "print": "for the office printer",
    "press": "for a print shop",
    "large-print": "in large print",
}
"""What each edition is for."""
VERIFIED_BY = {"veraPDF": "verified by veraPDF", "structure": "checked by carepress; veraPDF did not run"}


def capital(sentence: str) -> str:
    """The sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def card(row: DocumentRow, number: int, dashboard: Dashboard) -> dict[str, Any]:
    """What the page shows of one document in one language."""
    state, front, left = row.state(dashboard.today), row.front, row.days_left(dashboard.today)
    return {
        "number": number,
        "title": row.title,
        "lang": row.lang,
        "file": row.file,
        "state": str(state),
        "state_name": state.name.lower(),
        "explanation": _explanation(row, state, dashboard),
        "version": front.version if front else "",
        "written_by": front.written_by if front else "",
        "reviewed_by": front.reviewed_by if front else "",
        "reviewed": day(front.reviewed) if front and front.reviewed else "",
        "review_by": day(row.review_by) if row.review_by else "",
        "left": "" if left is None else in_days(left),
        "near": left is not None and left <= dashboard.near_days,
        "faults": _fault_links(row, number),
        "reading": reading_values(next((artifact.reading for artifact in row.artifacts if artifact.reading), {})),
        "pdfs": [_pdf(artifact, row, dashboard) for artifact in _in_order(row)],
    }


def _explanation(row: DocumentRow, state: DocumentState, dashboard: Dashboard) -> str:
    """What the state means for a person who wants to give the document out."""
    match state:
        case DocumentState.READY:
            return ""
        case DocumentState.DRAFT:
            return "Not yet clinically reviewed, as every copy says. Do not give it to patients."
        case DocumentState.STALE:
            reason = next(task.reason for task in row.tasks if task.reason)
            return f"Not built by the last run: {reason}. To update it, type: carepress build"
        case DocumentState.OVERDUE:
            due = in_days(row.days_left(dashboard.today) or 0)
            return f"Its review was due {due}. Do not give it out until it has been reviewed."
        case DocumentState.FAULTY:
            return _failure(row)


def _failure(row: DocumentRow) -> str:
    failed = dict.fromkeys(f"the {_name(task.task)}" for task in row.tasks if task.failed)
    what = f"{capital(' and '.join(failed))} could not be built." if failed else "It could not be built."
    remaining = [artifact for artifact in row.artifacts if artifact.task not in row.current]
    if not remaining:
        return f"{what} There is no PDF of it yet."
    return f"{what} The last good PDF{'s stay' if len(remaining) > 1 else ' stays'}, unchanged."


def _name(task: Task) -> str:
    return task.format.replace("-", " ")


def _in_order(row: DocumentRow) -> list[Artifact]:
    """Its PDFs as the front matter lists the formats, those to show before those to print."""
    formats, uses = [task.task.format for task in row.tasks], list(USES)
    return sorted(
        row.artifacts,
        key=lambda artifact: (_place(artifact.format, formats), _place(artifact.edition, uses), artifact.file),
    )


def _place(name: str, names: Sequence[str]) -> int:
    return names.index(name) if name in names else len(names)


def _fault_links(row: DocumentRow, number: int) -> list[dict[str, str]]:
    """How many faults are in each section of the to-do list, with a link to them."""
    counts = [(kind, sum(kind_of(fault) is kind for fault in row.faults)) for kind in KINDS]
    return [{"target": f"{kind.name}-{number}", "text": f"{kind.title}: {count}"} for kind, count in counts if count]


def reading_values(reading: Mapping[str, Any]) -> dict[str, Any]:
    """The reading grades of a text, a line for each formula, and of its sections, as rows of a table."""
    if not reading:
        return {"lines": [], "formulas": [], "sections": []}
    formulas = {"smog": "SMOG" if reading["grade"] is not None else "SOL", "grade": "Flesch-Kincaid"}
    known = {key: name for key, name in formulas.items() if reading[key] is not None}
    sentences = counted(reading["sentences"], "sentence")
    return {
        "lines": [
            *(f"{reading[key]:.1f} ({name})" for key, name in known.items()),
            *([f"approximate: only {sentences}"] if reading["indicative"] else []),
        ],
        "formulas": list(known.values()),
        "sections": [
            {
                "heading": row["heading"],
                "figures": [*(f"{row[key]:.1f}" for key in known), row["sentences"], row["words"]],
            }
            for row in reading["sections"]
        ],
    }


def _pdf(artifact: Artifact, row: DocumentRow, dashboard: Dashboard) -> dict[str, Any]:
    sizes = {name: dashboard.thumbnails.get(name) for name in thumbnail_files(artifact)}
    pages, kilobytes = counted(artifact.pages, "page"), f"{artifact.bytes / 1000:.0f} kB"
    facts = (pages, kilobytes, VERIFIED_BY.get(artifact.verified_by, ""))
    return {
        "file": artifact.file,
        "name": capital(_name(artifact.task)),
        "clinic": artifact.clinic if len(dashboard.clinics) > 1 else "",
        "use": USES.get(artifact.edition, artifact.edition),
        "facts": ", ".join(fact for fact in facts if fact),
        "old": _old(artifact, row),
        "thumbnails": [{"file": name, "width": size[0], "height": size[1]} for name, size in sizes.items() if size],
    }


def _old(artifact: Artifact, row: DocumentRow) -> str:
    """What to know of a PDF that is not as the manuscript is now."""
    if artifact.task in row.current:
        return ""
    is_stale = any(task.reason for task in row.tasks if task.task == artifact.task and not task.failed)
    version = f", version {artifact.version}" if artifact.version else ""
    return f"{'From before the change' if is_stale else 'Last good PDF'}{version}"


def by_review(rows: Sequence[DocumentRow]) -> list[DocumentRow]:
    """The documents by the day of their next review; those without one last."""
    return sorted(rows, key=lambda row: (row.review_by or date.max, row.title))
