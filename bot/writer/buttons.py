"""Buttons: a choice of the reader, as a link that opens a filled-in mail and as the same in words.

A button is the only value that becomes a link with an address. It is made by the core, from its own
words; what anybody typed is text and stays text.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain, repeat
from urllib.parse import quote

from bot.core.letter import Button
from bot.writer.marks import Dress, Row, clean, mark, put, undressed

Sign = Callable[[Button], str]

_LONGEST_LINK = 511  # some programs cut an address at 512 characters
_KEY_LINE = "Sleutel (laten staan): "
# Before the words of a row, between them, and before the words of one choice among others.
_REPLY = {
    "nl": ("Antwoord: ", " of ", "antwoord "),
    "fr": ("Répondez : ", " ou ", "répondez "),
    "en": ("Reply: ", " or ", "reply "),
    "de": ("Antworten Sie: ", " oder ", "antworten Sie "),
}
# Outlook on Windows knows no room in or around a link; this keeps a frame off the words in it, and
# one link off the next.
_ROOM = "<!--[if mso]>&nbsp;&nbsp;<![endif]-->"
# It does know the room of a cell: so a button as wide as the letter has one of its own.
_WIDE = (
    '<div class="choices">\n'
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">\n'
    f'<tr>\n<td class="wide">{mark(0)}</td>\n</tr>\n</table>\n</div>'
)


class Look(Enum):
    """How choices stand in a letter: the class of each."""

    ROW = "button"
    # The first of a row, where it is what the letter is about.
    LEAD = "button lead"
    # As wide as the letter, with a line of explanation in it.
    CHOICE = "button choice"
    # Further ones, below: words that can be tapped.
    LINKS = "more"
    # Figures to choose from: five beside each other, in words only the figures themselves.
    SCALE = "button figure"


# Those with a frame around their words.
_FRAMED = frozenset({Look.ROW, Look.LEAD, Look.SCALE})


@dataclass(frozen=True, slots=True)
class Choices:
    """Buttons that a template prints together; `hint` explains what they do."""

    buttons: tuple[Button, ...]
    look: Look = Look.ROW
    hint: str = ""

    def __bool__(self) -> bool:
        return bool(self.buttons)


def row(choices: Choices, language: str, sign: Sign | None, dress: Dress = undressed) -> Row:
    """The choices as the two parts print them: without `sign` both print the words."""
    said = _said(choices, language)
    if choices.look is Look.CHOICE:
        wide = "\n".join(put(dress(_WIDE), link) for link in _links(choices, sign, dress))
        # In the middle of a sentence nothing is as wide as the letter.
        choices = replace(choices, look=Look.ROW)
    else:
        wide = ""
    links = _links(choices, sign, dress)
    if len(links) < len(choices.buttons):
        return Row(said, html.escape(said).replace("\n", "<br>"))
    return Row(said, f" {_ROOM}".join(links), wide)


def _links(choices: Choices, sign: Sign | None, dress: Dress) -> list[str]:
    """The choices that can be tapped; fewer than there are when one cannot."""
    looks = chain((choices.look,), repeat(Look.ROW if choices.look is Look.LEAD else choices.look))
    links = (
        _link(button, look, choices.hint, sign, dress)
        for button, look in zip(choices.buttons, looks, strict=False)
    )
    return [link for link in links if link]


def mailto(button: Button, key: str) -> str:
    """The address of a filled-in mail (RFC 6068) with the command and the key; "" when too long.

    A command of several lines holds fields to fill in. Where they do not fit, the last ones stay
    out: the answer to a field that is missing asks for it, and the key is in every mail.
    """
    lines = _lines(button.command)
    about = f"[{_words(button.about)}]" if button.about else ""
    # What is still to be filled in would stand in the subject as if that were all.
    whole = "" if lines[0].endswith(": ") else f"{about} {lines[0]}".strip()
    signed = ("", f"{_KEY_LINE}{key}") if key else ()
    for kept in range(len(lines), 0, -1):
        body = "\r\n".join((*lines[:kept], *signed))
        for subject in (whole or about, about):
            link = (
                f"mailto:{quote(button.mailbox, safe='@')}"
                f"?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
            )
            if len(link) <= _LONGEST_LINK:
                return link
    return ""


def _said(choices: Choices, language: str) -> str:
    before, between, reply = _REPLY[language]
    if choices.look is Look.SCALE:
        return " · ".join(_words(one.label) for one in choices.buttons)
    if choices.look is Look.LINKS:
        return "\n".join(f"{_words(one.label)}: {reply}{_spoken(one)}" for one in choices.buttons)
    said = before + between.join(_spoken(button) for button in choices.buttons)
    return f"{said} ({choices.hint})" if choices.hint else said


def _link(button: Button, look: Look, hint: str, sign: Sign | None, dress: Dress) -> str:
    nobodys = not button.person
    if not (sign or nobodys):
        return ""
    address = mailto(button, sign(button) if sign and not nobodys else "")
    if not address:
        return ""
    label = _words(button.label)
    # All that stands on it, and whose it is: this is read aloud instead (WCAG 2.5.3).
    spoken = html.escape(", ".join(filter(None, (label, hint, _words(button.about)))))
    below = f'<br><span class="hint">{mark(3)}</span>' if hint else ""
    room = _ROOM if look in _FRAMED else ""
    link = dress(
        f'<a class="{look.value}" href="{mark(0)}" aria-label="{mark(1)}">'
        f"{room}{mark(2)}{room}{below}</a>"
    )
    return put(link, html.escape(address), spoken, html.escape(label), html.escape(hint))


def _lines(command: str) -> tuple[str, ...]:
    """The command, and below it the fields; there is room to type after a field's colon."""
    lines = (_words(line) for line in clean(command).split("\n"))
    return tuple(f"{line} " if line.endswith(":") else line for line in lines if line) or ("",)


def _spoken(button: Button) -> str:
    """What is typed instead of a tap: the command alone, for what is missing is asked."""
    return _words(f"{button.about} {_lines(button.command)[0]}")


def _words(text: str) -> str:
    """One line, as a button or a subject holds it."""
    return " ".join(clean(text).split())
