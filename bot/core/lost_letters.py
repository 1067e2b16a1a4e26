"""A letter to a complainant did not arrive: administrators learn why, and what can be done."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core import correspondence
from bot.core.calendar import local_date
from bot.core.choices import Choice, buttons
from bot.core.decision import Send
from bot.core.facts import Facts
from bot.core.happening import SentLetter
from bot.core.letter import ACKNOWLEDGES, LetterName, LetterOrder, Value
from bot.core.parties import admins, school_name, staff_by_address
from bot.core.policy import Person, Policy
from bot.core.readable import masked

# What administrators call the letters that go to complainants.
LETTER_NAMES: Mapping[LetterName, str] = {
    LetterName.ACKNOWLEDGMENT: "ontvangstmelding",
    LetterName.ANONYMOUS_REPLY: "antwoord op een bericht zonder naam",
    LetterName.CLOSED_CASE_REPLY: "antwoord in een afgesloten dossier",
    LetterName.STATUS_UPDATE: "stand van zaken",
}

_BAD_ADDRESS = "Er is iets mis met het adres."
_FULL = "De mailbox van de ontvanger is vol."
_TOO_LARGE = "De brief is te groot voor de mailbox van de ontvanger."
_UNREACHABLE = "De mailserver van de ontvanger is niet bereikbaar."
_REFUSES_US = "De mailserver van de ontvanger weigert brieven van ons adres."
_NOT_PROVEN = "De ontvanger kan niet nagaan dat de brief echt van ons komt (SPF, DKIM of DMARC)."
# Subject and detail of an enhanced status code (RFC 3463 §3, RFC 7372, RFC 7505), most precise
# first: "1.1" before "1".
_BY_STATUS: Mapping[str, str] = {
    "1.1": "Dit adres bestaat niet bij de ontvanger. Misschien staat er een tikfout in.",
    "1.2": "Wat in het adres na het apenstaartje staat, bestaat niet.",
    "1.3": "Het adres is verkeerd geschreven.",
    "1.6": "De ontvanger is verhuisd en liet geen nieuw adres na.",
    "1.10": "Dit adres neemt geen mail aan.",
    "1": _BAD_ADDRESS,
    "2.1": "De mailbox van de ontvanger is uitgeschakeld.",
    "2.2": _FULL,
    "2.3": _TOO_LARGE,
    "2": "Er is iets mis met de mailbox van de ontvanger.",
    "3.4": _TOO_LARGE,
    "3": "De mailserver van de ontvanger kan de brief niet aannemen.",
    "4.7": "De brief bleef te lang onderweg.",
    "4": _UNREACHABLE,
    "5": "De mailservers begrepen elkaar niet.",
    "6": "De mailserver van de ontvanger kan de brief niet lezen.",
    "7.20": _NOT_PROVEN,
    "7.21": _NOT_PROVEN,
    "7.22": _NOT_PROVEN,
    "7.23": _NOT_PROVEN,
    "7.24": _NOT_PROVEN,
    "7.25": _NOT_PROVEN,
    "7.26": _NOT_PROVEN,
    "7": _REFUSES_US,
}
# The reply code alone (RFC 5321 §4.2.3), from servers that tell no more.
_BY_REPLY: Mapping[str, str] = {
    "421": _UNREACHABLE,
    "450": "De mailbox van de ontvanger is nu bezet.",
    "452": _FULL,
    "550": "De mailserver van de ontvanger weigert de brief. Vaak bestaat het adres niet.",
    "551": "De ontvanger is verhuisd en liet geen nieuw adres na.",
    "552": _FULL,
    "553": _BAD_ADDRESS,
}
_BY_CLASS: Mapping[str, str] = {
    "4": "De mailserver van de ontvanger kan de brief nu niet aannemen.",
    "5": "De mailserver van de ontvanger weigert de brief.",
}
_GAVE_UP = "De mailserver nam de brief vijf dagen lang niet aan."

# What an administrator can say of it: the label and the words of the command.
_CHOICES: tuple[Choice, ...] = (
    ("Gebeld", "NOTITIE gebeld"),
    ("Nieuw adres", "ADRES"),
    ("Met de post verstuurd", "NOTITIE met de post"),
)

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_REPLY = re.compile(r"(?:^|[:<>])[ \t]*([45]\d\d)[ -]", re.MULTILINE)
_SEARCHED = 20_000  # characters of a report; the code stands at its head


def delivery_failed(  # noqa: PLR0913  # everything the letter prints
    letter: SentLetter, said: str, facts: Facts, policy: Policy, *, to: Person, permanent: bool
) -> LetterOrder:
    """To one administrator: which letter did not arrive, and why. `said` is the server's words."""
    case, number = facts.case, letter.case_number
    code = code_in(said, permanent=permanent)
    opened_by = facts.mail.passed_on if facts.mail else None
    values: dict[str, Value] = {
        "case_no": number,
        "school": school_name(case.school, policy) if case else policy.organisation,
        "organisation": policy.organisation,
        "letter_name": LETTER_NAMES.get(letter.name, letter.name.value),
        "masked": masked(letter.to),
        "sent_on": local_date(letter.sent_at, policy.zone) if letter.sent_at else None,
        "code": code,
        "meaning": meaning_of(code) or (_GAVE_UP if said.startswith("gave up") else ""),
        "permanent": permanent,
        "owed": letter.name in ACKNOWLEDGES,
        "phone_known": bool(opened_by and opened_by.phone),
        "buttons": buttons(_CHOICES, number, to, facts, policy) if permanent and number else (),
    }
    return correspondence.to_staff(
        LetterName.DELIVERY_FAILED, to, values, policy, case_number=number
    )


def tell_admins(
    letter: SentLetter, said: str, facts: Facts, policy: Policy, *, permanent: bool
) -> tuple[Send, ...]:
    """The letter to every administrator; none for a letter that was written to staff."""
    if staff_by_address(policy, letter.to) is not None:
        return ()
    barred = facts.case.not_for if facts.case else ()
    return tuple(
        Send(
            delivery_failed(letter, said, facts, policy, to=person, permanent=permanent),
            "a letter to a complainant did not arrive",
        )
        for person in admins(policy)
        if person.id not in barred
    )


def code_in(said: str, *, permanent: bool) -> str:
    """The code that tells most in what a mail server said: "5.1.1", else "550", else ""."""
    wanted = "5" if permanent else "4"
    codes = [found.groups() for found in _STATUS.finditer(said[:_SEARCHED])]
    # The one of this failure first, and of those the one that says more than "something else".
    codes.sort(key=lambda code: (code[0] != wanted, code[1] == "0"))
    if codes and codes[0][0] != "2":
        return ".".join(codes[0])
    replies = _REPLY.findall(said[:_SEARCHED])
    return next((code for code in replies if code[0] == wanted), "")


def meaning_of(code: str) -> str:
    """What a code of a mail server means, for people; "" when there is none."""
    severity, _, rest = code.partition(".")
    subject = rest.partition(".")[0]
    return (
        _BY_STATUS.get(rest)
        or _BY_STATUS.get(subject)
        or _BY_REPLY.get(code)
        or _BY_CLASS.get(severity[:1], "")
    )
