"""All rules, in order: the first that answers decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.core.facts import Facts
from bot.core.mail import IncomingMail
from bot.core.policy import Policy
from bot.core.triage import machines, ours, people
from bot.core.verdict import Verdict

Rule: TypeAlias = Callable[[IncomingMail, Facts, Policy], Verdict | None]

RULES: tuple[Rule, ...] = (
    # What is ours or was here before needs no reading; the signature first, it cannot be forged.
    ours.our_own_letter,
    ours.here_before,
    # Reports before our own address: a mail server bounces in the name of the mailbox itself.
    machines.bounce,
    ours.from_ourselves,
    # A form speaks for a parent, though it looks like the machine it is: before the machine rules.
    people.web_form,
    # Proven machines before people, so that no later rule can answer one.
    machines.machine_with_a_persons_words,
    machines.machine_says_so,
    machines.machine_by_several_marks,
    machines.mailing_list,
    machines.machine_by_its_words,
    # In a case nothing is answered by itself, so a colleague or a party needs no further proof of
    # being human; the filters below would only keep their words from the handler.
    people.unreadable,
    # Before everybody else: from a private address a colleague looks like a stranger, or a party.
    people.order_with_our_key,
    people.staff_in_case,
    people.party_in_case,
    # Suspicions: set aside, and a person looks.
    machines.spam_by_its_header,
    machines.sales_mail,
    machines.perhaps_a_machine,
    machines.speaks_like_a_machine,
    # Colleagues before strangers: whom we know is not taken for a complainant.
    people.staff_forward,
    people.staff_without_case,
    people.stranger_in_case,
    people.anybody,
)

# What each rule says when it decides, for who reads the log of a school.
EXPLAINED: Mapping[str, str] = {
    "our_own_letter": "Eigen brief: het bericht draagt onze geldige handtekening.",
    "here_before": "Dubbel: precies dit bericht kwam al eerder binnen.",
    "bounce": "Onbestelbaar: een mailserver meldt wat er met een brief van ons gebeurde.",
    "from_ourselves": "Van ons eigen adres, maar niet door Gehoor geschreven: een mens kijkt.",
    "web_form": "Webformulier van de school: een programma stuurt het, een ouder schreef het.",
    "machine_with_a_persons_words": (
        "Door een programma verstuurd, maar er kan tekst van een mens in staan: een mens kijkt."
    ),
    "machine_says_so": (
        "Automatisch bericht: de mail zegt het zelf (Auto-Submitted, leesbevestiging,"
        " misbruikmelding)."
    ),
    "machine_by_several_marks": (
        "Automatisch antwoord: minstens twee kenmerken van een programma in kop en onderwerp."
    ),
    "mailing_list": "Mailinglijst: de mail noemt zelf de lijst en hoe je je ervan afmeldt.",
    "machine_by_its_words": (
        "Automatisch antwoord: de tekst is een afwezigheids-, ticket- of filtermelding zonder"
        " klacht, en een kenmerk in kop of onderwerp bevestigt het."
    ),
    "unreadable": "Geen bruikbare afzender: niemand aan wie geantwoord kan worden.",
    "order_with_our_key": (
        "Draagt de sleutel van een knop uit onze brieven: een opdracht, nooit post van een ouder."
    ),
    "staff_in_case": "Een medewerker schrijft in een dossier: intern, gaat niet naar de ouder.",
    "party_in_case": "Een betrokken partij schrijft in het eigen dossier.",
    "spam_by_its_header": "Mogelijk spam volgens de mailserver: bewaard, niet beantwoord.",
    "sales_mail": "Mogelijk reclame: woorden van verkopers, in bulk of zonder woord over school.",
    "perhaps_a_machine": "Twijfel: één kenmerk van een programma bewijst niets, een mens beslist.",
    "speaks_like_a_machine": "Twijfel: de tekst klinkt als van een programma, een mens beslist.",
    "staff_forward": "Een medewerker stuurt de mail van iemand anders door.",
    "staff_without_case": "Een medewerker schrijft zonder dossier te noemen: een mens kijkt.",
    "stranger_in_case": (
        "Noemt een dossier, maar de afzender is er geen partij in: mogelijke opvolging."
    ),
    "anybody": "Door een mens geschreven: geen enkele regel zag een programma.",
}
