"""Preflight of governance: the finished pages say who answers for them, and whether they are a draft or about a trial.

Review days and translations are checked in `collection`.

In:   each Finished edition.
Out:  Diagnostics.
Never: decides whether a text is right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from carepress.compose.page import imprint_lines
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.preflight.proof import Finished

INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff\ufffe-]+")
"""What line breaks add to a text or take from it: spaces, hyphens, joiners."""


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """The finished pages carry the draft line, the investigational notice and the imprint, word for word."""
    context, front = finished.pages.context, finished.pages.written.document.front
    file, text = finished.name, _plain("".join(finished.texts))
    if context.is_draft and _plain(context.locale.say("draft")) not in _plain(finished.texts[0]):
        yield rule("draft-mark").at(file=file, template=context.format.template)
    if front.investigational and _plain(context.clinic.investigational_notice) not in text:
        yield rule("altered-notice").at(file=file)
    if missing := [line for line in (context.clinic.name, *imprint_lines(context)) if _plain(line) not in text]:
        yield rule("missing-imprint").at(file=file, lines="\n".join(f"  {line}" for line in missing))


def _plain(text: str) -> str:
    """The text without what line breaks have changed."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
