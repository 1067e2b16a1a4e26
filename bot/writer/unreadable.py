"""What Jinja and Python say of a template, in the words of who must mend it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_TOKENS = {
    "comment": "{#",
    "begin of print statement": "{{",
    "begin of statement block": "{%",
    "end of print statement": "}}",
    "end of statement block": "%}",
    "end of template": "het einde van het bestand",
    "integer": "een getal",
    "name": "een naam",
    "string": "een tekst",
}
_TAGS = ("elif", "else", "endfor", "endif", "for", "if", "include")
_TAG = re.compile(r"\{%[-+]?\s*(if|for|endif|endfor)\b")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)

# The first that fits: what Jinja says, the word it stumbled on, what it means.
_SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (
            r"^Unexpected end of template\..*needs to be closed is '(\w+)'",
            'een "{0}" is niet gesloten: "end{0}" ontbreekt',
        ),
        (
            r"unknown tag '(end\w+|else|elif)'.*needs to be closed is '(\w+)'",
            '"{0}" past hier niet: eerst moet een "{1}" gesloten worden',
        ),
        (r"unknown tag '(end\w+|else|elif)'", '"{0}" sluit iets wat nooit geopend is'),
        (r"Missing end of (comment) tag", 'een opmerking is niet gesloten: "#}}" ontbreekt'),
        (r"Missing end of (raw) directive", '"{0}" hoort niet in een brief'),
        (r"""unexpected char ["'](["'])["'] at""", "een aanhalingsteken is niet gesloten"),
        (r"unexpected char ['\"](.*)['\"] at", 'het teken "{0}" kan hier niet staan'),
        (r"expected token '(.+)', got '(.+)'", 'hier hoort {0} te staan, er staat "{1}"'),
        (r"unexpected '?(.+?)'?, expected '(.+)'", 'hier hoort {1} te staan, er staat "{0}"'),
        (r"Expected an expression, got '(.+)'", 'vóór "{0}" ontbreekt een naam'),
        (r"[Uu]nexpected '(.+)'", '"{0}" kan hier niet staan'),
        (r"expected name or number", "na een punt hoort een naam"),
        (r"tag name expected", 'na "{{%" hoort een woord, zoals "if"'),
    )
)
_SAID_WHILE_PRINTING: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"'(\S+)' not supported between", '"{0}" vergelijkt alleen getallen, of alleen datums'),
        (r"object is not iterable", "for kan alleen over een lijst lopen"),
        (r"argument of type .* is not", '"in" zoekt alleen in een tekst of een rij'),
        (r"'in <string>' requires string", '"in" zoekt in een tekst alleen een tekst'),
        (r"'(\w+)' is undefined", '"{0}" heeft hier geen waarde'),
    )
)
_UNKNOWN_TAG = re.compile(r"unknown tag '([^']*)'")


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the known word nearest to this one, or nothing: ` (bedoelde je "school"?)`."""
    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f' (bedoelde je "{close[0]}"?)' if close else ""


def in_dutch(message: str) -> tuple[str, str]:
    """The word Jinja stumbled on ("" when it names none), and its sentence in Dutch."""
    for pattern, text in _SAID:
        if found := pattern.search(message):
            words = [_TOKENS.get(word, word) for word in found.groups()]
            return (words[-1] if words else ""), text.format(*words)
    if unknown := _UNKNOWN_TAG.search(message):
        word = unknown[1]
        return word, f'"{word}" hoort niet in een brief{nearest(word, _TAGS)}'
    return "", f"is niet te lezen: {message}"


def unclosed(source: str) -> int | None:
    """The line of the innermost block that nothing closes; Jinja names the end of the file."""
    # Comments may speak of tags; their lines still count.
    read = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), source)
    opened: list[int] = []
    for tag in _TAG.finditer(read):
        if not tag[1].startswith("end"):
            opened.append(read.count("\n", 0, tag.start()) + 1)
        elif opened:
            opened.pop()
    return opened[-1] if opened else None


def while_printing(error: BaseException) -> str:
    """What went wrong with a template that could be parsed."""
    said = str(error)
    for pattern, text in _SAID_WHILE_PRINTING:
        if found := pattern.search(said):
            return text.format(*found.groups())
    return said or type(error).__name__
