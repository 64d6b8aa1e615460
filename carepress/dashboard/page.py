"""The page: all that report.html says, as values for its template.

The page is carepress's own, whatever templates and styles a project brings: staff of every clinic find the same things
in the same places. Its colours and fonts are the clinic's.

In:   a Dashboard, and the install root.
Out:  HTML.
Never: sums up (model does) or sorts faults (todo does).
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
from carepress.dashboard.todo import TodoSection, quoted, split_at_backticks, todo_list
from carepress.design.css import brand_css
from carepress.design.templates import Templates
from carepress.diagnostics.catalogue import rules
from carepress.diagnostics.model import BuildFailed, Diagnostic, Diagnostics
from carepress.project.source import read

STYLESHEET = "styles/report.css"
TEMPLATES = ("report.html.j2", "report/fault.html.j2", "report/typed.html.j2")
SHOWN = 3  # faults of one code; the others are folded away


def render(dashboard: Dashboard, install_root: Path) -> str:
    """The whole page, from the templates and styles in the install root. Raises BuildFailed if they cannot be read."""
    templates = _templates(tuple(_text(install_root, f"templates/{name}") for name in TEMPLATES))
    styles = f"{brand_css(dashboard.brand, {})}\n{_text(install_root, STYLESHEET)}"
    stylesheet = Markup(styles.replace("</", "<\\/"))  # it cannot end the element that it stands in
    return str(templates.render(TEMPLATES[0], {"report": _values(dashboard, templates), "stylesheet": stylesheet}))


@lru_cache(maxsize=1)
def _templates(texts: tuple[str, ...]) -> Templates:
    return Templates(dict(zip(TEMPLATES, texts, strict=True)))


def _text(install_root: Path, name: str) -> str:
    source = read(install_root, name)
    if isinstance(source, Diagnostic):
        raise BuildFailed(Diagnostics((source,)))
    return source.text


def _values(dashboard: Dashboard, templates: Templates) -> dict[str, Any]:
    rows = document_rows(dashboard)
    shared = [fault for fault in dashboard.diagnostics if not fault.is_of_a_document]
    documents = {row.about: card(row, number, dashboard) for number, row in enumerate(rows, start=1)}
    return {
        "clinics": ", ".join(dashboard.clinics),
        "several": len(dashboard.clinics) > 1,
        "day": day(dashboard.today),
        "iso": dashboard.today.isoformat(),
        "headline": headline(rows, dashboard),
        "todo": [_section(section, templates) for section in todo_list(rows, shared)],
        "documents": list(documents.values()),
        "reviews": [documents[row.about] for row in by_review(rows)],
        "changes": [{**change, "what": _typed(change["what"], templates)} for change in changes(dashboard.clinics)],
    }


def _section(section: TodoSection, templates: Templates) -> dict[str, Any]:
    kind = section.kind
    return {
        "name": kind.name,
        "title": kind.title,
        "explanation": kind.explanation,
        "folded": kind.folded,
        "count": section.count,
        "documents": [
            {
                "number": item.number,
                "title": item.title,
                "lang": item.lang,
                "groups": [_group(faults, templates) for faults in item.faults],
            }
            for item in section.items
        ],
    }


def _group(faults: Sequence[Diagnostic], templates: Templates) -> dict[str, Any]:
    """Faults of one code: the first few at once, the help if it is the same for all, and why they matter, once."""
    code, is_same = faults[0].code, len({fault.help for fault in faults}) == 1
    rule = rules().get(code)
    rendered = [_fault(fault, "" if is_same else fault.help, templates) for fault in faults]
    return {
        "code": code,
        "first": rendered[:SHOWN],
        "rest": rendered[SHOWN:],
        "more": f"{len(rendered) - SHOWN} more like this",
        "help": _typed(capital(faults[0].help) if is_same else "", templates),
        "why": _typed(rule.why if rule else "", templates),
        "source": _typed(rule.source if rule else "", templates),
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
    """The text with what stands between backticks as code."""
    return templates.render("report/typed.html.j2", {"report": split_at_backticks(text)})


def changes(clinics: Mapping[str, CheckSettings]) -> Iterator[dict[str, str]]:
    """What the clinics have changed of the preflight: checks switched off, other levels, other limits."""
    for clinic, settings in clinics.items():
        for name, what, now, reason in (*_off(settings), *_levels(settings), *_limits(settings)):
            yield {"clinic": clinic, "name": name, "what": what, "now": now, "reason": reason}


Change = tuple[str, str, str, str]


def _off(settings: CheckSettings) -> Iterator[Change]:
    for code, reason in settings.off.items():
        if code in rules() and rules()[code].adjustable:
            yield code, rules()[code].what, "switched off", reason


def _levels(settings: CheckSettings) -> Iterator[Change]:
    for code, level in settings.levels.items():
        if code in rules() and rules()[code].adjustable and level in LEVELS and level != rules()[code].severity:
            yield code, rules()[code].what, f"{level}; usually {rules()[code].severity}", ""


def _limits(settings: CheckSettings) -> Iterator[Change]:
    defaults = CheckSettings()
    for name, about in CheckSettings.model_fields.items():
        value, default = getattr(settings, name), getattr(defaults, name)
        if value != default and isinstance(value, int | float):
            yield str(about.alias), f"{about.description}.", f"{_plain(value)}; usually {_plain(default)}", ""


def _plain(value: float) -> str:
    """A limit as staff type it."""
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"
