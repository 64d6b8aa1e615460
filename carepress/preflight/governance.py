"""Preflight of governance: whether the finished page says who answers for it, and that it is a draft or a trial.

What time does to documents is `upkeep`'s.

In:   each Finished edition.
Out:  Diagnostics.
Never: decides whether a text is right; it asks whether somebody has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from carepress.compose.page import imprint_lines
from carepress.diagnostics.model import Diagnostic
from carepress.preflight.proof import Finished

UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff\ufffe-]+")
"""What a line's end can add to a text or take from it: blanks, hyphens, joints."""


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """The finished pages say what they must: draft, notice, imprint."""
    context, front = finished.pages.context, finished.pages.written.document.front
    whole = _plain("".join(finished.texts))
    if context.is_draft and _plain(context.locale.say("draft")) not in _plain(finished.texts[0]):
        message = f"{finished.name} does not say on its first page that it is a draft"
        help_ = f"Its template must print {{{{ words.draft }}}} there: templates/{context.format.template}"
        yield Diagnostic(code="draft-mark", message=message, help=help_)
    if front.investigational and _plain(context.clinic.investigational_notice) not in whole:
        message = f"the clinic's notice does not stand word for word in {finished.name}"
        help_ = "templates/parts/notice.html.j2 must print {{ notice }} and nothing but it."
        yield Diagnostic(code="altered-notice", message=message, help=help_)
    missing = [line for line in (context.clinic.name, *imprint_lines(context)) if _plain(line) not in whole]
    if missing:
        message = f"{finished.name} lacks a part of its imprint"
        help_ = "\n".join(("templates/parts/imprint.html.j2 must print:", *(f"  {line}" for line in missing)))
        yield Diagnostic(code="missing-imprint", message=message, help=help_)


def _plain(text: str) -> str:
    """The letters and signs of a text, without what its way onto lines has changed."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))
