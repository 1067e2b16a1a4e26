"""Buttons: a choice of the reader, as a link that opens a filled-in mail and as the same in words.

A button is the only value that becomes a link with an address. It is made by the core, from its own
words; what anybody typed is text and stays text.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from itertools import chain, repeat
from urllib.parse import quote

from bot.core.letter import Button
from bot.writer.marks import Row, clean

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
# Colours for a dark page stand in the layout.
_FRAME = (
    "box-sizing:border-box;border:1px solid #0b5c7a;border-radius:6px;"
    "text-decoration:none;font-weight:bold"
)
# Three short ones beside each other on a phone of 390 px.
_SHORT = (
    "display:inline-block;min-width:96px;padding:11px 14px;margin:8px 8px 0 0;text-align:center"
)
_FIGURE = "display:inline-block;min-width:48px;padding:11px 4px;margin:0 8px 0 0;text-align:center"
_LINK = "display:inline-block;padding:11px 0;margin:0 22px 0 0;color:#0b5c7a"
_FIGURE = "display:inline-block;min-width:48px;padding:11px 4px;margin:0 8px 0 0;text-align:center"
# Outlook on Windows knows no padding of a link; this keeps the frame off the words.
_ROOM = "<!--[if mso]>&nbsp;&nbsp;<![endif]-->"


class Look(Enum):
    """How choices stand in a letter: class and style. Each is 44 px high: what a thumb hits."""

    ROW = ("button", f"{_SHORT};{_FRAME};color:#0b5c7a")
    # The first of a row, where it is what the letter is about.
    LEAD = ("button lead", f"{_SHORT};{_FRAME};color:#ffffff;background:#0b5c7a")
    # As wide as the letter, with a line of explanation in it.
    CHOICE = ("button", f"display:block;padding:11px 16px;{_FRAME};color:#0b5c7a")
    # Further ones, below: words that can be tapped.
    LINKS = ("more", f"{_LINK};font-size:15px;text-decoration:underline")
    # Figures to choose from: five beside each other, in words only the figures themselves.
    SCALE = ("button", f"{_FIGURE};{_FRAME};color:#0b5c7a")


@dataclass(frozen=True, slots=True)
class Choices:
    """Buttons that a template prints together; `hint` explains what they do."""

    buttons: tuple[Button, ...]
    look: Look = Look.ROW
    hint: str = ""

    def __bool__(self) -> bool:
        return bool(self.buttons)


def row(choices: Choices, language: str, sign: Sign | None) -> Row:
    """The choices as the two parts print them: without `sign` both print the words."""
    said = _said(choices, language)
    looks = chain((choices.look,), repeat(Look.ROW if choices.look is Look.LEAD else choices.look))
    links = [
        link
        for button, look in zip(choices.buttons, looks, strict=False)
        if (link := _link(button, look, choices.hint, sign))
    ]
    if len(links) < len(choices.buttons):
        return Row(said, html.escape(said).replace("\n", "<br>"))
    return Row(said, " ".join(links))


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


def _link(button: Button, look: Look, hint: str, sign: Sign | None) -> str:
    nobodys = not button.person
    if not (sign or nobodys):
        return ""
    address = mailto(button, sign(button) if sign and not nobodys else "")
    if not address:
        return ""
    label = _words(button.label)
    spoken = html.escape(f"{label}, {_words(button.about)}" if button.about else label)
    kind, style = look.value
    hint = html.escape(hint)
    below = f'<br><span style="font-weight:normal;font-size:15px">{hint}</span>' if hint else ""
    return (
        f'<a class="{kind}" href="{html.escape(address)}" aria-label="{spoken}" style="{style}">'
        f"{_ROOM}{html.escape(label)}{_ROOM}{below}</a>"
    )


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
