"""The agreements that a school has to make, each with the sentence that asks for it.

The order is that of the conversation: what is a complaint, who may complain and how, who does
what, what may be offered, what is learned.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.settings.finding import Level


class Agreement(NamedTuple):
    """One agreement: where it is written, how much it matters, what to ask and who decides it.

    `default` is what holds until then; "" when the key itself says it.
    """

    file: str
    key: str
    level: Level
    question: str
    default: str
    decided_by: str


_PROCEDURE, _PEOPLE = "procedure.toml", "people.toml"
_W, _I, _E = Level.WARNING, Level.OK, Level.ERROR
_TEAM, _DIRECTOR, _BOARD = "het team", "de directeur", "het schoolbestuur"
_PARENTS = "de ouderraad"

DEFINITION = (
    "Elke duidelijke uiting van ontevredenheid over een handeling, beslissing of nalaten van de "
    "school, waarop de melder een antwoord verwacht."
)

AGREEMENTS: tuple[Agreement, ...] = (
    Agreement(
        _PROCEDURE, "legal_status", _E, "Welke regels gelden voor jullie?", "own_rules", _BOARD
    ),
    Agreement(
        _PROCEDURE,
        "policy.definition",
        _W,
        "Jullie definitie van een klacht ontbreekt; we gebruiken de standaardtekst.",
        DEFINITION,
        _TEAM,
    ),
    Agreement(
        _PROCEDURE,
        "policy.not_complaint",
        _W,
        "Spreek af wat geen klacht is.",
        "vraag, suggestie, opmerking, lof, melding van een technisch defect, beroep met een eigen "
        "procedure",
        _TEAM,
    ),
    Agreement(
        _PROCEDURE,
        "policy.suggestions",
        _W,
        "Wie volgt suggesties op, en binnen hoeveel dagen?",
        "de coördinator, 10 schooldagen",
        _TEAM,
    ),
    Agreement(
        _PROCEDURE,
        "policy.complainants",
        _W,
        "Wie mag een klacht indienen?",
        "ouders, voogden, pleegouders, leerlingen en anderen met een belang",
        _BOARD,
    ),
    Agreement(
        _PROCEDURE,
        "policy.default_track",
        _W,
        "Eerst praten of meteen formeel?",
        "formal (de behandelaar mag altijd eerst een gesprek voorstellen)",
        _TEAM,
    ),
    Agreement(
        _PROCEDURE,
        "channels.oral",
        _W,
        "Hoe en waar kan iemand een klacht indienen, en wie schrijft op wat verteld wordt?",
        "per mail; de coördinator schrijft op",
        _TEAM,
    ),
    Agreement(
        _PROCEDURE,
        "channels.published",
        _W,
        "Staat het adres in het schoolreglement en op de site?",
        "niet bekend",
        _DIRECTOR,
    ),
    Agreement(
        _PROCEDURE,
        "anonymous.policy",
        _W,
        "Kan een klacht anoniem?",
        "handle_as_signal (als signaal behandelen)",
        _BOARD,
    ),
    Agreement(
        _PROCEDURE,
        "policy.class_criteria",
        _W,
        "Wanneer is een klacht complex?",
        "als er onderzoek of overleg nodig is",
        _TEAM,
    ),
    Agreement(
        _PROCEDURE,
        "terms.ack",
        _W,
        "Binnen hoeveel dagen hoort een ouder dat de klacht ontvangen is?",
        "de termijn van de preset; ze vertrekt meteen",
        _BOARD,
    ),
    Agreement(
        _PROCEDURE,
        "terms.handling_complex",
        _W,
        "Binnen hoeveel dagen antwoorden jullie op een eenvoudige en op een complexe klacht?",
        "de termijnen van de preset",
        _BOARD,
    ),
    Agreement(
        _PROCEDURE,
        "terms.classify",
        _W,
        "Binnen hoeveel dagen bekijkt iemand een nieuwe klacht?",
        "3 schooldagen",
        _TEAM,
    ),
    Agreement(
        _PROCEDURE,
        "admissibility",
        _W,
        "Welke voorwaarden gelden voor een klacht? Staan ze in het reglement?",
        "die van de preset",
        _BOARD,
    ),
    Agreement(
        _PEOPLE,
        "registrar",
        _W,
        "Wie registreert wat op papier of mondeling binnenkomt?",
        "de coördinator, binnen 2 schooldagen",
        _TEAM,
    ),
    Agreement(
        _PEOPLE,
        "investigator",
        _W,
        "Wie onderzoekt klachten?",
        "de behandelaar",
        _DIRECTOR,
    ),
    Agreement(
        _PEOPLE,
        "answer_author",
        _W,
        "Wie schrijft het antwoord?",
        "de behandelaar",
        _DIRECTOR,
    ),
    Agreement(
        _PEOPLE,
        "answer_approver",
        _W,
        "Wie keurt het antwoord goed voor het vertrekt?",
        "de directeur",
        _BOARD,
    ),
    Agreement(
        _PROCEDURE,
        "terms.status_interval",
        _W,
        "Hoe vaak hoort een ouder hoe het staat?",
        "elke 14 dagen",
        _TEAM,
    ),
    Agreement(
        _PROCEDURE,
        "terms.vacation",
        _W,
        "Lopen termijnen in dagen en weken door in de vakantie?",
        "run (ja)",
        _BOARD,
    ),
    Agreement(
        _PROCEDURE,
        "extension",
        _W,
        "Hoe vaak mag een termijn verlengd worden, en door wie?",
        "één keer, door de behandelaar",
        _BOARD,
    ),
    Agreement(
        _PROCEDURE,
        "policy.apology",
        _W,
        "Wie biedt excuses aan, en hoe?",
        "de directeur, schriftelijk",
        _DIRECTOR,
    ),
    Agreement(
        _PROCEDURE,
        "policy.remedies",
        _W,
        "Wat mag de school aanbieden om iets recht te zetten?",
        "herstellen, overdoen, een gesprek, excuses",
        _DIRECTOR,
    ),
    Agreement(
        _PROCEDURE,
        "policy.compensation_limit",
        _W,
        "Wie beslist over een vergoeding, en tot welk bedrag?",
        "altijd het schoolbestuur",
        _BOARD,
    ),
    Agreement(
        _PROCEDURE,
        "policy.prevention_meeting",
        _W,
        "Wanneer bespreken jullie wat je uit klachten leert?",
        "elk trimester, de directeur",
        _TEAM,
    ),
    Agreement(
        _PROCEDURE,
        "mediation.mediators",
        _W,
        "Wie kan bemiddelen? (CLB, ander centrum, erkende bemiddelaar)",
        "niemand",
        _BOARD,
    ),
    Agreement(
        _PROCEDURE,
        "policy.other_procedures",
        _W,
        "Voor welke beslissingen bestaat een beroep met een eigen termijn?",
        "geen",
        _BOARD,
    ),
    Agreement(
        _PROCEDURE,
        "dossier",
        _W,
        "Wie geeft inzage in een dossier, en wat wordt onleesbaar gemaakt?",
        "de coördinator met de functionaris voor gegevensbescherming",
        _DIRECTOR,
    ),
    Agreement(
        _PROCEDURE,
        "privacy.line",
        _E,
        "Zonder privacyregel sturen we geen mails naar ouders.",
        "",
        _BOARD,
    ),
    Agreement(
        _PROCEDURE,
        "retention",
        _W,
        "Hoe lang bewaren jullie een dossier?",
        "de termijnen van de preset",
        _BOARD,
    ),
    Agreement(
        _PROCEDURE,
        "safety.plan_ref",
        _W,
        "Waar staat het veiligheidsplan? Een dringende melding verwijst ernaar.",
        "geen verwijzing",
        _DIRECTOR,
    ),
    Agreement(
        _PROCEDURE,
        "helplines",
        _W,
        "Kijk de hulplijnen na die een leerling of ouder in nood krijgt.",
        "die van de preset",
        _TEAM,
    ),
    Agreement(
        _PROCEDURE,
        "survey",
        _I,
        "Vragen jullie na het afsluiten of men tevreden is?",
        "ja, met de vier standaardvragen",
        _PARENTS,
    ),
    Agreement(
        _PROCEDURE,
        "report",
        _I,
        "Wanneer en voor wie is het jaarverslag?",
        "in september, voor het schoolbestuur, niet openbaar",
        _BOARD,
    ),
    Agreement(
        _PROCEDURE, "address_form", _I, "Spreken de brieven ouders aan met u of je?", "u", _PARENTS
    ),
    Agreement(
        _PROCEDURE, "languages", _I, "In welke talen antwoorden jullie?", "nl, fr, en, de", _PARENTS
    ),
    Agreement(
        _PROCEDURE,
        "numbering.format",
        _I,
        "Hoe nummeren jullie klachten?",
        "K-{year}-{n:04d}",
        _DIRECTOR,
    ),
    Agreement(
        _PROCEDURE,
        "policy.reviewed_on",
        _W,
        "Bespreek de afspraken elk schooljaar opnieuw en schrijf op wanneer dat was.",
        "",
        _BOARD,
    ),
)
