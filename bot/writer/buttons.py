"""Buttons: a choice of the reader, as a link that opens a filled-in mail and as the same in words.

A button is the only value that becomes a link with an address. It is made by the core, from its own
words; what anybody typed is text and stays text.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from urllib.parse import quote

from bot.core.letter import Button
from bot.writer.marks import Row, clean

Sign = Callable[[Button], str]

_LONGEST_LINK = 511  # some programs cut an address at 512 characters
_KEY_LINE = "Sleutel (laten staan): "
_REPLY = {
    "nl": ("Antwoord: ", " of "),
    "fr": ("Répondez : ", " ou "),
    "en": ("Reply: ", " or "),
    "de": ("Antworten Sie: ", " oder "),
}
# At least 44 px high and 96 wide: what a thumb hits, and three short ones beside each other on a
# phone of 390. Colours for a dark page stand in the layout.
_STYLE = (
    "display:inline-block;box-sizing:border-box;min-width:96px;"
    "padding:11px 14px;margin:8px 8px 0 0;"
    "border:1px solid #0b5c7a;border-radius:6px;color:#0b5c7a;text-decoration:none;"
    "font-weight:bold;text-align:center"
)
# Outlook on Windows knows no padding of a link; this keeps the frame off the words.
_ROOM = "<!--[if mso]>&nbsp;&nbsp;<![endif]-->"


class Choices(tuple[Button, ...]):
    """Buttons that a template prints as one row."""

    __slots__ = ()


def row(buttons: Choices, language: str, sign: Sign | None) -> Row:
    """The buttons as the two parts print them: without `sign` both print the words."""
    before, between = _REPLY[language]
    text = before + between.join(_words(button.spoken) for button in buttons)
    links = [link for button in buttons if (link := _link(button, sign))]
    if len(links) < len(buttons):
        return Row(text, html.escape(text))
    return Row(text, " ".join(links))


def mailto(button: Button, key: str) -> str:
    """The address of a filled-in mail (RFC 6068) with the command and the key; "" when too long."""
    command = _words(button.command)
    about = f"[{_words(button.about)}] " if button.about else ""
    for subject in (f"{about}{command}", about.strip()):
        body = f"{command}\r\n\r\n{_KEY_LINE}{key}"
        link = (
            f"mailto:{quote(button.mailbox, safe='@')}"
            f"?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
        )
        if len(link) <= _LONGEST_LINK:
            return link
    return ""


def _link(button: Button, sign: Sign | None) -> str:
    address = mailto(button, sign(button)) if sign else ""
    if not address:
        return ""
    label = _words(button.label)
    spoken = html.escape(f"{label}, {_words(button.about)}" if button.about else label)
    return (
        f'<a class="button" href="{html.escape(address)}" aria-label="{spoken}" style="{_STYLE}">'
        f"{_ROOM}{html.escape(label)}{_ROOM}</a>"
    )


def _words(text: str) -> str:
    """One line, as a button or a subject holds it."""
    return " ".join(clean(text).split())
