"""A letter to a complainant did not arrive: administrators learn why, and what can be done."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core import correspondence, offers
from bot.core.calendar import local_date
from bot.core.choices import buttons
from bot.core.clause import Clause, in_language
from bot.core.decision import Send
from bot.core.facts import Facts
from bot.core.happening import SentLetter
from bot.core.letter import ACKNOWLEDGES, LetterName, LetterOrder, Value
from bot.core.parties import admins, school_name, staff_by_address
from bot.core.policy import Person, Policy
from bot.core.readable import masked
from bot.core.staff.names_of_letters import letter_name

# What administrators call letters to complainants that no person writes or asks for.
_AUTOMATIC: Mapping[LetterName, Clause] = {
    LetterName.ACKNOWLEDGMENT: Clause("ontvangstmelding", "acknowledgment"),
    LetterName.ANONYMOUS_REPLY: Clause(
        "antwoord op een bericht zonder naam", "answer to a message without a name"
    ),
    LetterName.CLOSED_CASE_REPLY: Clause(
        "antwoord in een afgesloten dossier", "answer in a closed case"
    ),
    LetterName.ADDITION_RECEIVED: Clause("aanvulling aangekomen", "addition received"),
    LetterName.CLARIFICATION_REMINDER: Clause("herinnering aan de vragen", "reminder of questions"),
    LetterName.DOSSIER_RECEIPT: Clause("vraag om het dossier", "request for the file"),
    LetterName.MEDIATION_PROPOSAL: Clause("voorstel van bemiddeling", "offer of mediation"),
    LetterName.SURVEY: Clause("vraag hoe het ging", "question how it went"),
    LetterName.SURVEY_REMINDER: Clause("herinnering hoe het ging", "reminder how it went"),
    LetterName.SURVEY_THANKS: Clause("dank voor de cijfers", "thanks for the scores"),
    LetterName.TALK_INVITATION: Clause("uitnodiging voor een gesprek", "invitation to a talk"),
    LetterName.TALK_CONFIRMED: Clause("afspraak voor een gesprek", "appointment for a talk"),
    LetterName.WRONG_ADDRESS: Clause("verkeerd adres", "wrong address"),
}

_BAD_ADDRESS = Clause("Er is iets mis met het adres.", "Something is wrong with the address.")
_MOVED = Clause(
    "De ontvanger is verhuisd en liet geen nieuw adres na.",
    "The recipient has moved and left no new address.",
)
_FULL = Clause("De mailbox van de ontvanger is vol.", "The recipient's mailbox is full.")
_TOO_LARGE = Clause(
    "De brief is te groot voor de mailbox van de ontvanger.",
    "The letter is too large for the recipient's mailbox.",
)
_UNREACHABLE = Clause(
    "De mailserver van de ontvanger is niet bereikbaar.",
    "The recipient's mail server cannot be reached.",
)
_REFUSES_US = Clause(
    "De mailserver van de ontvanger weigert brieven van ons adres.",
    "The recipient's mail server refuses letters from our address.",
)
_NOT_PROVEN = Clause(
    "De ontvanger kan niet nagaan dat de brief echt van ons komt (SPF, DKIM of DMARC).",
    "The recipient cannot check that the letter really is ours (SPF, DKIM or DMARC).",
)
# Subject and detail of an enhanced status code (RFC 3463 §3, RFC 7372, RFC 7505), most precise
# first: "1.1" before "1".
_BY_STATUS: Mapping[str, Clause] = {
    "1.1": Clause(
        "Dit adres bestaat niet bij de ontvanger. Misschien staat er een tikfout in.",
        "This address does not exist at the recipient's. Perhaps it is misspelt.",
    ),
    "1.2": Clause(
        "Wat in het adres na het apenstaartje staat, bestaat niet.",
        "What stands behind the @ of the address does not exist.",
    ),
    "1.3": Clause("Het adres is verkeerd geschreven.", "The address is written wrongly."),
    "1.6": _MOVED,
    "1.10": Clause("Dit adres neemt geen mail aan.", "This address accepts no mail."),
    "1": _BAD_ADDRESS,
    "2.1": Clause(
        "De mailbox van de ontvanger is uitgeschakeld.",
        "The recipient's mailbox is switched off.",
    ),
    "2.2": _FULL,
    "2.3": _TOO_LARGE,
    "2": Clause(
        "Er is iets mis met de mailbox van de ontvanger.",
        "Something is wrong with the recipient's mailbox.",
    ),
    "3.4": _TOO_LARGE,
    "3": Clause(
        "De mailserver van de ontvanger kan de brief niet aannemen.",
        "The recipient's mail server cannot take the letter.",
    ),
    "4.7": Clause("De brief bleef te lang onderweg.", "The letter was too long on its way."),
    "4": _UNREACHABLE,
    "5": Clause(
        "De mailservers begrepen elkaar niet.", "The mail servers did not understand each other."
    ),
    "6": Clause(
        "De mailserver van de ontvanger kan de brief niet lezen.",
        "The recipient's mail server cannot read the letter.",
    ),
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
_BY_REPLY: Mapping[str, Clause] = {
    "421": _UNREACHABLE,
    "450": Clause(
        "De mailbox van de ontvanger is nu bezet.", "The recipient's mailbox is busy now."
    ),
    "452": _FULL,
    "550": Clause(
        "De mailserver van de ontvanger weigert de brief. Vaak bestaat het adres niet.",
        "The recipient's mail server refuses the letter. Often the address does not exist.",
    ),
    "551": _MOVED,
    "552": _FULL,
    "553": _BAD_ADDRESS,
}
_BY_CLASS: Mapping[str, Clause] = {
    "4": Clause(
        "De mailserver van de ontvanger kan de brief nu niet aannemen.",
        "The recipient's mail server cannot take the letter now.",
    ),
    "5": Clause(
        "De mailserver van de ontvanger weigert de brief.",
        "The recipient's mail server refuses the letter.",
    ),
}
_GAVE_UP = Clause(
    "De mailserver nam de brief vijf dagen lang niet aan.",
    "For five days the mail server did not take the letter.",
)

# What an administrator can say of it.
_OFFERS = (offers.CALLED, offers.NEW_ADDRESS, offers.POSTED)

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_REPLY = re.compile(r"(?:^|[:<>])[ \t]*([45]\d\d)[ -]", re.MULTILINE)
_SEARCHED = 20_000  # characters of a report; the code stands at its head


def called(letter: LetterName, reader: Person) -> str:
    """What an administrator calls a letter to a complainant."""
    automatic = _AUTOMATIC.get(letter)
    return in_language(automatic, reader) if automatic else letter_name(letter, reader)


def delivery_failed(  # noqa: PLR0913  # everything the letter prints
    letter: SentLetter, said: str, facts: Facts, policy: Policy, *, to: Person, permanent: bool
) -> LetterOrder:
    """To one administrator: which letter did not arrive, and why. `said` is the server's words."""
    case, number = facts.case, letter.case_number
    code = code_in(said, permanent=permanent)
    opened_by = facts.mail.passed_on if facts.mail else None
    gave_up = said.startswith("gave up")
    choices = offers.choices(_OFFERS, to)
    values: dict[str, Value] = {
        "case_no": number,
        "school": school_name(case.school, policy) if case else policy.organisation,
        "organisation": policy.organisation,
        "letter_name": called(letter.name, to),
        "masked": masked(letter.to),
        "sent_on": local_date(letter.sent_at, policy.zone) if letter.sent_at else None,
        "code": code,
        "meaning": meaning_of(code, to.language) or (in_language(_GAVE_UP, to) if gave_up else ""),
        "permanent": permanent,
        "owed": letter.name in ACKNOWLEDGES,
        "phone_known": bool(opened_by and opened_by.phone),
        "buttons": buttons(choices, number, to, facts, policy) if permanent and number else (),
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


def meaning_of(code: str, language: str = "nl") -> str:
    """What a code of a mail server means, for people; "" when there is none."""
    severity, _, rest = code.partition(".")
    subject = rest.partition(".")[0]
    meaning = (
        _BY_STATUS.get(rest)
        or _BY_STATUS.get(subject)
        or _BY_REPLY.get(code)
        or _BY_CLASS.get(severity[:1])
    )
    return meaning.told(language) if meaning else ""
