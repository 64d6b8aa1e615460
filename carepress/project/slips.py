"""Slips: what staff type that YAML cannot read, or reads as something else, named by its sign.

The YAML library says where it gave up, which is often a line below the slip and never in the words of a clinic.

In:   the lines of a text, and the line in which the library gave up.
Out:  a Slip: the case of the rule `yaml-syntax`, its place, and what the message fills in.
Pure: reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from carepress.diagnostics.english import counted

BLANKS = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"  # for a set of a pattern: they look like a blank
HIDDEN = re.compile(r"\ufeff|(?<![^\x00-\x7f])[\u200b\u2060]|[\u200b\u2060](?![^\x00-\x7f])")
"""Signs without a width that were pasted. Between letters of Khmer or Thai they part words, and stay."""
CURLY = re.compile(r"[\u201c-\u201f].*[\u201c-\u201e]|[\u2018-\u201b].*[\u2018\u2019]", re.DOTALL)
LONGEST = 60  # characters of a value that a message types out

KEY = r"(?P<indent>\s*)(?:- +)*(?P<key>[\w-]+)"
PAIR = re.compile(rf"{KEY[:-1]}(?: [\w-]+)*)[ ]*:(?:\s+(?P<value>\S.*))?$")
BLANK = re.compile(f"[{BLANKS}]")
COLON_BLANK = re.compile(rf"{KEY}\s*:[ ]*(?P<at>[{BLANKS}]+)")
WIDE_COLON = re.compile(rf"{KEY}\s*(?P<at>[\uff1a\ufe55\u2236\ufe13])")
TIGHT = re.compile(r"\s*(?:- +)*[^\W\d][\w-]* *(?P<at>:)(?!//)[^\s:]")
TEXT_IN_QUOTES = r"(?P<quoted>'(?:''|[^'])*'(?!')|\"(?:\\.|[^\"\\])*\")"
AFTER_QUOTES = re.compile(rf"{TEXT_IN_QUOTES}(?!\s+#)\s*(?P<at>\S.*)")
AFTER_QUOTES_IN_LIST = re.compile(rf"[\[{{,:]\s*{TEXT_IN_QUOTES}\s*(?P<at>[^\s,\]}}:].*)")
SECOND_COLON = re.compile(r"[\[{,]\s*(?P<item>)(?!\s)[^,:\[\]{}\"']+:\s[^,\[\]{}\"']*?(?P<at>:)\s")
CUT = re.compile(r"\s(?P<at>#.*)")
BRACKETED = re.compile(r"(?P<quoted>\[[^\]]*\]|\{[^}]*\})\s*(?P<at>[^\s#].*)")
BAD_ESCAPE = re.compile(
    r"(?<!\\)\\(?:[^\"\\/0abtnvfre_NLPxuU ]|x(?![0-9a-fA-F]{2})|u(?![0-9a-fA-F]{4})|U(?![0-9a-fA-F]{8}))"
)
SPECIAL_ITEM = re.compile(r"(?:^[\[{]|,)\s*(?P<at>[&*!@%`|>?])")
SPECIAL = "&*!@%`|>?-,[]{}"
BLOCK = re.compile(r"[|>][-+0-9]{0,2}(\s+#.*)?")
CLOSED = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Slip:
    """`line` and `column` count from 0."""

    case: str
    line: int
    column: int
    length: int = 1
    values: Mapping[str, str] = field(default_factory=dict)


def in_quotes(value: str) -> str:
    """A text as it is typed in quotes; a long one is only hinted at."""
    value = value if len(value) <= LONGEST else f"{value[: LONGEST // 2].rstrip()} ..."
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def find_slip(lines: Sequence[str], at: int) -> Slip | None:
    """The slip for which the library gave up in line `at`: in that line, or in the one above it."""
    above = next((line for line in range(min(at, len(lines)) - 1, -1, -1) if _has_content(lines[line])), None)
    for find, line in _searches(at, above, len(lines)):
        if slip := find(lines, line):
            return slip
    return None


def _searches(
    at: int, above: int | None, end: int
) -> Iterator[tuple[Callable[[Sequence[str], int], Slip | None], int]]:
    places = [line for line in (above, at) if line is not None and line < end]
    yield from ((_in_key, line) for line in places)
    if at < end:
        yield from ((find, at) for find in (_open_quote, _leading_blank, _in_value, _tab))
    yield from ((find, line) for line in places for find in (_leading_blank_of_first, _cut_short, _without_colon))


def _pair(line: str) -> re.Match[str] | None:
    return PAIR.match(line.rstrip())


def _has_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _in_key(lines: Sequence[str], at: int) -> Slip | None:
    """A sign in place of a blank or of the colon."""
    line = lines[at]
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return Slip("tab", at, indent.index("\t"))
    if (match := BLANK.search(indent)) and _pair(line):
        return Slip("blank", at, match.start(), 1, {"code": f"{ord(match[0]):04X}"})
    if match := COLON_BLANK.match(line):
        return Slip("blank", at, match.start("at"), len(match["at"]), {"code": f"{ord(match['at'][0]):04X}"})
    if match := WIDE_COLON.match(line):
        return Slip("wide-colon", at, match.start("at"), 1, {"sign": match["at"], "key": match["key"]})
    if match := TIGHT.match(line):
        return Slip("no-space", at, match.start("at"))
    return None


def _leading_blank(lines: Sequence[str], at: int) -> Slip | None:
    """A key that stands further right than the key above it, which has a value already."""
    above = next((line for line in range(at - 1, -1, -1) if _has_content(lines[line])), None)
    pair, over = _pair(lines[at]), _pair(lines[above]) if above is not None else None
    return _too_many_blanks(at, pair, over) if pair and over and _is_complete(over["value"] or "") else None


def _is_complete(value: str) -> bool:
    """Whether a value ends in its line: it is neither a block nor an open quotation or list."""
    if not value or BLOCK.fullmatch(value):
        return False
    if value[0] not in "[{'\"":
        return True
    return len(value) > 1 and value.partition(" #")[0].rstrip().endswith(CLOSED.get(value[0], value[0]))


def _too_many_blanks(at: int, pair: re.Match[str], over: re.Match[str]) -> Slip | None:
    before, wanted = pair.start("key"), over.start("key")
    if "-" in pair[0][:before] or before <= wanted:
        return None
    values = {"key": pair["key"], "above": over["key"], "blanks": counted(before - wanted, "blank")}
    return Slip("leading-blank", at, wanted, before - wanted, values)


def _leading_blank_of_first(lines: Sequence[str], at: int) -> Slip | None:
    """The first key, if it alone does not start at the left."""
    first = next((line for line, text in enumerate(lines) if _has_content(text)), None)
    pair = _pair(lines[at])
    if at != first or not pair or not pair["indent"]:
        return None
    values = {"key": pair["key"], "blanks": counted(len(pair["indent"]), "blank")}
    return Slip("first-blank", at, 0, len(pair["indent"]), values)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value as typed in line `at`, from `column` (from 0) to the end of the line."""

    key: str
    text: str
    at: int
    column: int

    def slip(self, case: str, offset: int, length: int = 1, **values: str) -> Slip:
        return Slip(case, self.at, self.column + offset, length, values)

    def typed(self, text: str) -> str:
        """What to type: with its key, unless it is an item between brackets."""
        return in_quotes(text) if self.text[0] in CLOSED else f"{self.key}: {in_quotes(text)}"


def _in_value(lines: Sequence[str], at: int) -> Slip | None:
    """A sign at the start of a value, or a quotation mark inside it, that has a meaning of its own."""
    pair = _pair(lines[at])
    if not pair or not pair["value"]:
        return None
    value = _Value(pair["key"], pair["value"], at, pair.start("value"))
    found = (find(value) for find in VALUE_SLIPS)
    return next(filter(None, found), None)


def _tab(lines: Sequence[str], at: int) -> Slip | None:
    return Slip("tab", at, lines[at].index("\t")) if "\t" in lines[at] else None


def _after_quotes(value: _Value) -> Slip | None:
    is_list = value.text[0] in CLOSED
    match = AFTER_QUOTES_IN_LIST.search(value.text) if is_list else AFTER_QUOTES.match(value.text)
    if match is None:
        return None
    quote, more, start = match["quoted"][0], match["at"], match.start("at")
    whole = value.text[match.start("quoted") :]
    if is_list:
        whole = re.split(r"[,\]}]", whole)[0].rstrip()
    if quote == "'" and match.end("quoted") == start and more[0].isalnum():
        word = match["quoted"].split()[-1].lstrip("'") + re.split(r"[\s']", more)[0]
        return value.slip("apostrophe", start - 1, word=word, typed=value.typed(whole.strip("'")))
    return value.slip("text-after", start, len(more), sign=quote, typed=value.typed(whole))


def _after_brackets(value: _Value) -> Slip | None:
    if (match := BRACKETED.fullmatch(value.text)) is None:
        return None
    typed = f"{value.key}: {in_quotes(value.text)}"
    return value.slip("text-after", match.start("at"), len(match["at"]), sign=match["quoted"][-1], typed=typed)


def _in_brackets(value: _Value) -> Slip | None:
    """A list that is closed, but has a sign in it that is not text."""
    if value.text[0] not in CLOSED:
        return None
    if match := CUT.search(value.text):
        item = re.split(r"[\[{,]", value.text[: match.start("at")])[-1] + re.split(r"[,\]}]", match["at"])[0]
        typed = _item(item, value)
        return value.slip("cut", match.start("at"), len(match["at"]), cut=match["at"], typed=typed)
    if not value.text.endswith(CLOSED[value.text[0]]):
        return None
    if match := SECOND_COLON.search(value.text):
        item = re.split(r"[,\]}]", value.text[match.start("item") :])[0]
        return value.slip("second-colon", match.start("at"), typed=_item(item, value))
    if match := SPECIAL_ITEM.search(value.text):
        item = re.split(r"[,\]}]", value.text[match.start("at") :])[0].strip()
        return value.slip("special", match.start("at"), sign=match["at"], typed=value.typed(item))
    return None


def _item(item: str, value: _Value) -> str:
    """What to type for an item between brackets; between { and } it has a key."""
    key, colon, text = item.partition(":") if value.text[0] == "{" else ("", "", item)
    return f"{key.strip()}{colon} {in_quotes(text.strip())}".strip()


def _special(value: _Value) -> Slip | None:
    if value.text[0] not in SPECIAL or value.text[0] in CLOSED or BLOCK.fullmatch(value.text):
        return None
    return value.slip("special", 0, sign=value.text[0], typed=value.typed(value.text))


def _bad_escape(value: _Value) -> Slip | None:
    if value.text[0] != '"' or (escape := BAD_ESCAPE.search(value.text)) is None:
        return None
    typed = "'" + value.text.strip('"').replace("'", "''") + "'"
    return value.slip("escape", escape.start(), 2, sign=escape[0], typed=typed)


def _second_colon(value: _Value) -> Slip | None:
    colon = re.search(r":(?=\s|$)", value.text)
    if colon is None or value.text[0] in "[{'\"":
        return None
    bare = CURLY.fullmatch(value.text)
    typed = value.typed(value.text[1:-1] if bare else value.text)
    return value.slip("second-colon", colon.start(), typed=typed)


VALUE_SLIPS = (_after_quotes, _after_brackets, _in_brackets, _special, _bad_escape, _second_colon)


def _open_quote(lines: Sequence[str], at: int) -> Slip | None:
    """A quotation mark above that is closed by one that opens another text."""
    for line in range(at - 1, -1, -1):
        pair = _pair(lines[line])
        value = (pair["value"] or "") if pair else ""
        quote = value[:1]
        if pair and quote and quote in "\"'" and value.count(quote) == 1:
            is_closed = any(text.rstrip().endswith(quote) for text in lines[line + 1 : at])
            return None if is_closed or quote not in lines[at] else Slip("open-quote", line, pair.start("value"))
    return None


def _cut_short(lines: Sequence[str], at: int) -> Slip | None:
    """A # in a text that goes on in the next line."""
    pair, following = _pair(lines[at]), lines[at + 1 : at + 2]
    if not pair or not following or not following[0].startswith(" ") or pair["value"] in (None, ""):
        return None
    match = CUT.search(pair["value"])
    if match is None:
        return None
    values = {"cut": match["at"], "typed": f"{pair['key']}: {in_quotes(pair['value'] + ' ' + following[0].strip())}"}
    return Slip("cut", at, pair.start("value") + match.start("at"), len(match["at"]), values)


def _without_colon(lines: Sequence[str], at: int) -> Slip | None:
    line = lines[at]
    if not _has_content(line) or line[0] in " -[]{}\"'" or re.search(r":(\s|$)", line):
        return None
    over = _pair(lines[at - 1]) if at else None
    if over and BLOCK.fullmatch(over["value"] or ""):
        return Slip("block", at, 0, 1, {"key": over["key"]})
    return Slip("no-colon", at, 0)
