"""Does the writer want to be known? Nobody is asked who it is, and nothing is traced."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from bot.core.case import Anonymous
from bot.core.mail import IncomingMail
from bot.core.reading.clues import Clue
from bot.core.reading.names import is_name

# Parts of the names of services that give an address for an hour.
_THROWAWAY = re.compile(
    r"wegwerp|wegwerf|throwaway|trash-?mail|temp-?mail|mail-?temp|jetable|10-?minute|guerr?illa"
    r"|mailinator|yopmail|dispos|burner|anonym|anoniem|sharklasers|getnada|maildrop|fakeinbox"
    r"|mohmal|moakt|emailondeck|muellmail|spamgourmet"
)
# What people put before the @ to give no name.
_HIDES = re.compile(
    r"(?:^|[._+-])(?:anon(?:iem|ym\w*)?|no[-._]?name|geen[-._]?naam|onbekend\w*|unknown|nobody|niemand"
    r"|inconnue?|unbekannt|bezorgd\w*|concerned\w*|een[-._]?ouder)(?:[._+-]|\d|$)"
)


def anonymity_of(
    mail: IncomingMail,
    clues: Mapping[str, tuple[str, ...]],
    *,
    calls_itself_nobody: bool,
    signed: bool,
    throwaway_domains: Collection[str] = (),
) -> Anonymous:
    """Whether the writer is known, asks that others do not know, or writes without a name.

    `clues` are those of the text, `calls_itself_nobody` says what the display name does, `signed`
    whether a name stands under the text. A form that asks for a name and got none is anonymous.
    """
    form = mail.passed_on if mail.passed_on and mail.passed_on.form else None
    if form and "name" in form.blank:
        return Anonymous.FULL
    display = mail.sender.name if mail.sender else ""
    nameless = not signed and (calls_itself_nobody or not is_name(display))
    withholds = Clue.NAMELESS in clues or calls_itself_nobody
    if nameless and (withholds or _address_hides(mail, throwaway_domains)):
        return Anonymous.FULL
    asks = Clue.WITHHELD in clues or Clue.NAMELESS in clues
    return Anonymous.NAME_WITHHELD if asks else Anonymous.NONE


def _address_hides(mail: IncomingMail, throwaway_domains: Collection[str]) -> bool:
    local, _, domain = mail.sender.key.rpartition("@") if mail.sender else ("", "", "")
    listed = (known.casefold() for known in throwaway_domains)
    own = any(domain == known or domain.endswith(f".{known}") for known in listed)
    return own or bool(_THROWAWAY.search(domain) or _HIDES.search(local))
