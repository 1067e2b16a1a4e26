"""A ready sentence for the school's regulations, for each agreement that is still to be made.

It says what holds as long as nobody agrees otherwise, so that a school that is content with that
can take it over as it stands. The terms in it are those that count now.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.calendar import Term, Unit

_UNITS: Mapping[Unit, tuple[str, str]] = {
    Unit.CALENDAR_DAYS: ("kalenderdag", "kalenderdagen"),
    Unit.WORKING_DAYS: ("werkdag", "werkdagen"),
    Unit.SCHOOL_DAYS: ("schooldag", "schooldagen"),
    Unit.WEEKS: ("week", "weken"),
    Unit.MONTHS: ("maand", "maanden"),
}

# `{name}` is a term of that name in [terms], `{retention}` how long a file is kept.
SENTENCES: Mapping[str, str] = {
    "legal_status": "De school behandelt klachten volgens dit reglement en volgens de wettelijke "
    "regels die voor haar gelden.",
    "policy.definition": "Een klacht is elke duidelijke uiting van ontevredenheid over een "
    "handeling, een beslissing of een nalaten van de school, waarop de melder een antwoord "
    "verwacht.",
    "policy.not_complaint": "Een vraag, een suggestie, een opmerking, een compliment, de melding "
    "van een technisch defect en een beroep met een eigen procedure zijn geen klacht.",
    "policy.suggestions": "De klachtencoördinator volgt suggesties op en antwoordt binnen "
    "{reply_other}.",
    "policy.complainants": "Een klacht indienen kan wie ouder, voogd, pleegouder of leerling is, "
    "en wie een ander belang bij de zaak heeft.",
    "policy.default_track": "Elke klacht volgt de procedure van dit reglement. De behandelaar kan "
    "altijd eerst een gesprek voorstellen, hoogstens {informal_max} lang.",
    "channels.oral": "Een klacht kan per e-mail. Wie liever praat, doet dat met de "
    "klachtencoördinator, die de klacht opschrijft en laat nalezen.",
    "channels.published": "Het adres voor klachten staat in het schoolreglement en op de website.",
    "anonymous.policy": "Een anonieme melding behandelt de school als een signaal; een persoonlijk "
    "antwoord is dan niet mogelijk.",
    "policy.class_criteria": "Een klacht waarvoor onderzoek of overleg nodig is, is complex; elke "
    "andere is eenvoudig.",
    "terms.ack": "De melder krijgt binnen {ack} een bericht dat de klacht ontvangen is.",
    "terms.classify": "Binnen {classify} bekijkt een medewerker hoe de klacht aangepakt wordt.",
    "terms.handling_complex": "De melder krijgt een antwoord binnen {handling_simple} op een "
    "eenvoudige klacht en binnen {handling_complex} op een complexe klacht.",
    "admissibility": "De school behandelt geen klacht over feiten ouder dan {facts_age}, over "
    "feiten die al behandeld zijn of die voor een rechtbank liggen, of waarvoor een eigen beroep "
    "bestaat. Ze zegt dat binnen {admissibility}, met de reden.",
    "registrar": "Wat op papier of mondeling binnenkomt, registreert de klachtencoördinator binnen "
    "2 schooldagen.",
    "investigator": "De behandelaar onderzoekt de klacht en hoort alle betrokkenen. Niemand "
    "behandelt een klacht over zichzelf.",
    "answer_author": "De behandelaar schrijft het antwoord.",
    "answer_approver": "De directeur keurt elk antwoord goed voor het vertrekt.",
    "terms.status_interval": "Zolang er geen antwoord is, hoort de melder om de {status_interval} "
    "hoe het staat.",
    "terms.vacation": "Termijnen in dagen en weken lopen door in de schoolvakanties.",
    "extension": "De behandelaar kan de termijn één keer verlengen met hoogstens {extension}, en "
    "zegt de melder vooraf waarom.",
    "policy.apology": "Als de school een fout maakte, biedt de directeur schriftelijk "
    "verontschuldigingen aan.",
    "policy.remedies": "De school kan aanbieden om iets te herstellen of over te doen, een gesprek "
    "te voeren en verontschuldigingen aan te bieden.",
    "policy.compensation_limit": "Over een vergoeding in geld beslist het schoolbestuur.",
    "policy.prevention_meeting": "Elk trimester bespreekt de directeur met het team wat de school "
    "uit klachten leert.",
    "mediation.mediators": "De school en de melder kunnen samen een bemiddelaar vragen; die kiezen "
    "ze in overleg.",
    "policy.other_procedures": "Voor beslissingen met een eigen beroepsprocedure geldt die "
    "procedure, met haar eigen termijn.",
    "dossier": "De melder kan het eigen dossier inzien. De klachtencoördinator maakt, samen met de "
    "functionaris voor gegevensbescherming, de gegevens van anderen vooraf onleesbaar.",
    "privacy.line": "De school gebruikt gegevens over een klacht alleen om die te behandelen.",
    "retention": "De school bewaart een dossier {retention} na het afsluiten en maakt het daarna "
    "anoniem.",
    "safety.plan_ref": "Bij een dringende melding volgt de school haar veiligheidsplan.",
    "helplines": "Wie in nood is, krijgt van de school de nummers van de hulplijnen.",
    "survey": "Na het afsluiten vraagt de school of de melder tevreden is over de behandeling.",
    "report": "Elk jaar in september krijgt het schoolbestuur een verslag over de klachten, zonder "
    "namen.",
    "address_form": "In haar brieven spreekt de school ouders aan met u.",
    "languages": "De school antwoordt in het Nederlands en, als dat helpt, in het Frans, Engels of "
    "Duits.",
    "numbering.format": "Elke klacht krijgt een nummer, dat in alle brieven staat.",
    "policy.reviewed_on": "Het schoolbestuur bespreekt deze afspraken elk schooljaar opnieuw.",
}

# Where the law knows none.
_NO_EXTENSION = "De termijn voor een antwoord wordt niet verlengd."


def sentence_for(key: str, terms: Mapping[str, str]) -> str:
    """The sentence for an agreement, with its terms in words; `terms` are written as "10cd"."""
    lengths = {name: Term.parse(term) for name, term in terms.items()}
    if key == "extension" and not lengths["extension"].n:
        return _NO_EXTENSION
    return SENTENCES[key].format(**{name: in_words(term) for name, term in lengths.items()})


def in_words(term: Term) -> str:
    """A term as people say it: "3 schooldagen"."""
    one, more = _UNITS[term.unit]
    return f"{term.n} {one if term.n == 1 else more}"
