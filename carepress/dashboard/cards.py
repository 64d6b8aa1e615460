"""Cards: what the page shows of each document: how it stands, who answers for it, its PDFs, how hard it is to read.

In:   a Text, and the Overview that it is from.
Out:  plain values for the template.
Pure: no HTML, no file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from carepress.build.manifest import Artifact, picture_files
from carepress.build.plan import Task
from carepress.dashboard.model import Dashboard, DocumentRow, DocumentState, day, in_days
from carepress.dashboard.todo import KINDS, kind_of
from carepress.diagnostics.english import counted

FOR = {
    "screen": "to email or to show",
    "print": "for the office printer",
    "press": "for a print shop",
    "large-print": "in large print",
}
"""What each edition is for."""
JUDGES = {"veraPDF": "verified by veraPDF", "structure": "checked by carepress; veraPDF did not run"}


def capital(sentence: str) -> str:
    """The sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def card(text: DocumentRow, number: int, overview: Dashboard) -> dict[str, Any]:
    """What the page shows of one document in one language."""
    standing, front, left = text.standing(overview.today), text.front, text.days_left(overview.today)
    return {
        "number": number,
        "title": text.title,
        "lang": text.lang,
        "file": next((task.manuscript for task in text.tasks), text.about),
        "standing": str(standing),
        "look": standing.name.lower(),
        "says": _says(text, standing, overview),
        "version": front.version if front else "",
        "written_by": front.written_by if front else "",
        "reviewed_by": front.reviewed_by if front else "",
        "reviewed": day(front.reviewed) if front and front.reviewed else "",
        "review_by": day(text.review_by) if text.review_by else "",
        "left": "" if left is None else in_days(left),
        "near": left is not None and left <= overview.near_days,
        "faults": _fault_links(text, number),
        "reading": reading_values(next((one.reading for one in text.artifacts if one.reading), {})),
        "pdfs": [_pdf(one, text, overview) for one in _in_order(text)],
    }


def _says(text: DocumentRow, standing: DocumentState, overview: Dashboard) -> str:
    """What the standing means for whoever wants to give the document out."""
    match standing:
        case DocumentState.READY:
            return ""
        case DocumentState.DRAFT:
            return "Not yet clinically reviewed. Every copy says so: it is not for patients."
        case DocumentState.STALE:
            reason = next(one.reason for one in text.shown if one.reason)
            return f"Not made anew by the last run: {reason}. To bring it up to date, type: make docs"
        case DocumentState.OVERDUE:
            late = in_days(text.days_left(overview.today) or 0)
            return f"Its review was due {late}. Do not give it out until it has been reviewed."
        case DocumentState.FAULTY:
            return _unbuilt(text)


def _unbuilt(text: DocumentRow) -> str:
    failed = dict.fromkeys(f"the {_name(one.task)}" for one in text.shown if one.failed)
    what = f"{capital(' and '.join(failed))} could not be built." if failed else "It could not be built."
    stays = [one for one in text.artifacts if one.task not in text.current]
    if not stays:
        return f"{what} There is no PDF of it yet."
    return f"{what} The last good PDF{'s stay' if len(stays) > 1 else ' stays'}, unchanged."


def _name(task: Task) -> str:
    return task.format.replace("-", " ")


def _in_order(text: DocumentRow) -> list[Artifact]:
    """Its PDFs as the front matter lists the formats, those to show before those to print."""
    formats, uses = [one.task.format for one in text.shown], list(FOR)
    return sorted(text.artifacts, key=lambda one: (_place(one.format, formats), _place(one.edition, uses), one.file))


def _place(name: str, names: Sequence[str]) -> int:
    return names.index(name) if name in names else len(names)


def _fault_links(text: DocumentRow, number: int) -> list[dict[str, str]]:
    """How many faults of each part of the agenda, and where they stand there."""
    counts = [(kind, sum(kind_of(fault) is kind for fault in text.faults)) for kind in KINDS]
    return [{"to": f"{kind.name}-{number}", "says": f"{kind.title}: {count}"} for kind, count in counts if count]


def reading_values(reading: Mapping[str, Any]) -> dict[str, Any]:
    """What the formulas say of a text, in lines, and of its sections, in rows. There may be but one formula."""
    if not reading:
        return {"lines": [], "formulas": [], "sections": []}
    formulas = {"smog": "SMOG" if reading["grade"] is not None else "SOL", "grade": "Flesch-Kincaid"}
    known = {key: name for key, name in formulas.items() if reading[key] is not None}
    sentences = counted(reading["sentences"], "sentence")
    return {
        "lines": [
            *(f"{reading[key]:.1f} ({name})" for key, name in known.items()),
            *([f"indicative: only {sentences}"] if reading["indicative"] else []),
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


def _pdf(one: Artifact, text: DocumentRow, overview: Dashboard) -> dict[str, Any]:
    sizes = [(name, overview.pictures[name]) for name in picture_files(one) if name in overview.pictures]
    facts = [counted(one.pages, "page"), f"{one.bytes / 1000:.0f} kB", JUDGES.get(one.verified_by, "")]
    return {
        "file": one.file,
        "name": capital(_name(one.task)),
        "clinic": one.clinic if len(overview.clinics) > 1 else "",
        "use": FOR.get(one.edition, one.edition),
        "facts": ", ".join(fact for fact in facts if fact),
        "old": _old(one, text),
        "pictures": [{"file": name, "width": width, "height": height} for name, (width, height) in sizes],
    }


def _old(one: Artifact, text: DocumentRow) -> str:
    """What to know of a PDF that is not what the manuscript says now."""
    if one.task in text.current:
        return ""
    stale = any(shown.reason for shown in text.shown if shown.task == one.task and not shown.failed)
    return f"{'From before the change' if stale else 'Last good PDF'}{f', version {one.version}' * bool(one.version)}"


def by_review(found: Sequence[DocumentRow]) -> list[DocumentRow]:
    """The documents by the day of their next review; those without one last."""
    return sorted(found, key=lambda text: (text.review_by or date.max, text.title))
