"""The page: all that report.html says, as values for its template.

The page is the house's own, whatever templates and styles a project brings: staff of every clinic find the same things
in the same places. Its colours and fonts are the clinic's.

In:   an Overview, and the folder of the house.
Out:  HTML.
Never: sums up (standing does) or sorts faults (agenda does).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from carepress.content.check_settings import LEVELS, CheckSettings
from carepress.dashboard.cards import by_review, capital, card
from carepress.dashboard.model import Dashboard, day, document_rows, headline
from carepress.dashboard.todo import TodoSection, pieces, quoted, todo_list
from carepress.design.css import brand_css
from carepress.design.templates import Templates
from carepress.diagnostics.catalogue import rules
from carepress.diagnostics.model import BuildFailed, Diagnostic, Diagnostics
from carepress.project.source import read

STYLESHEET = "styles/report.css"
TEMPLATES = ("report.html.j2", "report/fault.html.j2", "report/typed.html.j2")
AT_ONCE = 3  # faults of one kind; the others are folded away


def render(overview: Dashboard, install_root: Path) -> str:
    """The whole page. `house` is the folder with the house's templates/ and styles/."""
    templates = _templates(tuple(_opened(install_root, f"templates/{name}") for name in TEMPLATES))
    styles = f"{brand_css(overview.brand, {})}\n{_opened(install_root, STYLESHEET)}"
    return render_report(_values(overview, templates), styles, templates)


@lru_cache(maxsize=1)
def _templates(document_rows: tuple[str, ...]) -> Templates:
    return Templates(dict(zip(TEMPLATES, document_rows, strict=True)))


def _opened(install_root: Path, name: str) -> str:
    source = read(install_root, name)
    if isinstance(source, Diagnostic):
        raise BuildFailed(Diagnostics((source,)))
    return source.text


def _values(overview: Dashboard, templates: Templates) -> dict[str, Any]:
    found = document_rows(overview)
    shared = [fault for fault in overview.diagnostics if not fault.is_of_a_document]
    documents = {text.about: card(text, number, overview) for number, text in enumerate(found, start=1)}
    return {
        "clinics": ", ".join(overview.clinics),
        "several": len(overview.clinics) > 1,
        "day": day(overview.today),
        "iso": overview.today.isoformat(),
        "headline": headline(found, overview),
        "agenda": [_part(part, templates) for part in todo_list(found, shared)],
        "documents": list(documents.values()),
        "reviews": [documents[text.about] for text in by_review(found)],
        "changes": [{**change, "what": _typed(change["what"], templates)} for change in changes(overview.clinics)],
    }


def _part(part: TodoSection, templates: Templates) -> dict[str, Any]:
    jobs = [
        {
            "number": job.number,
            "title": job.title,
            "lang": job.lang,
            "groups": [_group(group, templates) for group in job.faults],
        }
        for job in part.jobs
    ]
    kind = part.kind
    return {
        "name": kind.name,
        "title": kind.title,
        "says": kind.says,
        "folded": kind.folded,
        "jobs": jobs,
        "count": part.count,
    }


def _group(faults: Sequence[Diagnostic], templates: Templates) -> dict[str, Any]:
    """Faults of one code, the first few at once; what to do, if it is the same for all, and why they matter, once."""
    code, same = faults[0].code, len({fault.help for fault in faults}) == 1
    meaning = rules().get(code)
    shown = [_fault(fault, "" if same else fault.help, templates) for fault in faults]
    return {
        "code": code,
        "first": shown[:AT_ONCE],
        "rest": shown[AT_ONCE:],
        "more": f"{len(shown) - AT_ONCE} more of this kind",
        "help": _typed(capital(faults[0].help) if same else "", templates),
        "why": _typed(meaning.why if meaning else "", templates),
        "source": _typed(meaning.source if meaning else "", templates),
    }


def _fault(fault: Diagnostic, help_: str, templates: Templates) -> str:
    span = fault.span
    values = {
        "message": _typed(capital(fault.message), templates),
        "place": f"{span.file}, line {span.line}" if span else "",
        "line": quoted(span) if span and span.text.strip() else (),
        "help": _typed(capital(help_), templates),
    }
    return templates.render("report/fault.html.j2", {"report": values})


def _typed(text: str, templates: Templates) -> str:
    """What stands between backticks is shown as typed."""
    return templates.render("report/typed.html.j2", {"report": pieces(text)})


def changes(clinics: Mapping[str, CheckSettings]) -> Iterator[dict[str, str]]:
    """What the clinics have changed of the preflight: checks switched off, other levels, other limits."""
    for clinic, checks in clinics.items():
        for name, what, now, reason in (*_off(checks), *_levels(checks), *_limits(checks)):
            yield {"clinic": clinic, "name": name, "what": what, "now": now, "reason": reason}


Change = tuple[str, str, str, str]


def _off(checks: CheckSettings) -> Iterator[Change]:
    for code, reason in checks.off.items():
        if code in rules() and rules()[code].adjustable:
            yield code, rules()[code].what, "switched off", reason


def _levels(checks: CheckSettings) -> Iterator[Change]:
    for code, level in checks.levels.items():
        if code in rules() and rules()[code].adjustable and level in LEVELS and level != rules()[code].severity:
            yield code, rules()[code].what, f"{level}; usually {rules()[code].severity}", ""


def _limits(checks: CheckSettings) -> Iterator[Change]:
    usual = CheckSettings()
    for name, about in CheckSettings.model_fields.items():
        value, before = getattr(checks, name), getattr(usual, name)
        if value != before and isinstance(value, int | float):
            yield str(about.alias), f"{about.description}.", f"{_plain(value)}; usually {_plain(before)}", ""


def _plain(value: float) -> str:
    """A limit as staff type it."""
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"


def render_report(values: Mapping[str, Any], stylesheet: str, templates: Templates) -> str:
    """The practice manager's page: its stylesheet goes in whole, and cannot end the element that it stands in."""
    whole = Markup(stylesheet.replace("</", "<\\/"))
    return str(templates.render("report.html.j2", {"report": values, "stylesheet": whole}))
