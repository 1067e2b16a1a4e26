"""Checks the agreements: which are missing, which are old, which sit ill with the law."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.calendar import Term, Unit
from bot.settings.check.people import people_to_name
from bot.settings.check.sentences import sentence_for
from bot.settings.check.table import AGREEMENTS
from bot.settings.finding import Finding, Level
from bot.settings.load import Settings
from bot.settings.schema.preset import Figure, PresetTerms
from bot.settings.schema.section import Section

_A_YEAR = timedelta(days=365)
_FILE = "procedure.toml"
_PUBLIC = frozenset({"decree", "dlb", "awb"})
_DAYS_IN = {
    Unit.CALENDAR_DAYS: 1.0,
    Unit.WORKING_DAYS: 1.4,
    Unit.SCHOOL_DAYS: 1.4,
    Unit.WEEKS: 7.0,
    Unit.MONTHS: 30.4,
}
# A form of address that stands outside a [u|je] pair.
_PAIRS = re.compile(r"\[[^\[\]|]*\|[^\[\]|]*\]")
_OTHER_FORM = {
    "u": re.compile(r"\b(je|jij|jou|jouw)\b", re.IGNORECASE),
    "je": re.compile(r"\b(u|uw)\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAgree:
    """One agreement that the school has not made: what is found, and a sentence to agree on."""

    finding: Finding
    sentence: str


def to_agree(settings: Settings) -> Iterator[ToAgree]:
    """What is still to be agreed, each with a ready sentence for the school's regulations."""
    models = {_FILE: settings.procedure, "people.toml": settings.people}
    terms = effective_terms(settings)
    terms["retention"] = settings.procedure.retention.case or settings.preset.retention.case.value
    for one in AGREEMENTS:
        if not is_set(models[one.file], one.key):
            until_then = f" Tot dan: {one.default.rstrip('.')}." if one.default else ""
            text = f"{one.question}{until_then} Meestal beslist door {one.decided_by}."
            yield ToAgree(
                finding=Finding(level=one.level, file=one.file, key=one.key, text=text),
                sentence=sentence_for(one.key, terms),
            )
    for finding in people_to_name(settings):
        if finding.sentence:
            yield ToAgree(finding=finding, sentence=finding.sentence)


def agreements_to_make(settings: Settings, today: date) -> Iterator[Finding]:
    """What the school has not agreed yet, or long ago."""
    yield from (each.finding for each in to_agree(settings))
    reviewed_on = settings.procedure.policy.reviewed_on
    if reviewed_on is not None and today - reviewed_on > _A_YEAR:
        text = (
            f"De afspraken zijn het laatst besproken op {reviewed_on}. Bespreek ze elk schooljaar "
            "opnieuw."
        )
        yield _warning("policy.reviewed_on", text)
    yield from _privacy_line(settings)
    yield from _courtesy(settings)


def law_to_mind(settings: Settings, today: date) -> Iterator[Finding]:
    """Where the agreements sit ill with the law that binds the school; no legal advice."""
    procedure, preset = settings.procedure, settings.preset
    status = procedure.legal_status or "own_rules"
    if status not in preset.legal_statuses:
        known = ", ".join(preset.legal_statuses)
        text = f'"{status}" hoort niet bij de preset {preset.name}; daar kan: {known}.'
        yield _warning("legal_status", text)
    terms = effective_terms(settings)
    if status == "decree" and Term.parse(terms["extension"]).n:
        text = "Het Bestuursdecreet kent geen verlenging: zet extension op 0cd."
        yield _warning("terms.extension", text)
    pauses = procedure.terms.clarify_pauses_clock
    if status == "awb":
        if pauses or (pauses is None and preset.terms.clarify_pauses_clock.value):
            text = (
                "Awb hoofdstuk 9 kent geen opschorting: alleen als de klager er schriftelijk mee "
                "instemt."
            )
            yield _warning("terms.clarify_pauses_clock", text)
        if terms["facts_age"] != "12mo":
            text = "Awb art. 9:8(1)(b): feiten mogen tot een jaar oud zijn (12mo)."
            yield _warning("terms.facts_age", text)
    if status in _PUBLIC and set(procedure.languages) != {"nl"}:
        text = (
            "Voor een openbaar bestuur gelden regels over de taal van brieven (taalwetgeving, "
            "Awb art. 2:6). De Nederlandse tekst staat altijd eerst; laat nakijken of een "
            "vertaling eronder mag."
        )
        yield _warning("languages", text)
    yield from _terms_at_odds(terms)
    for name, own in terms.items():
        figure: Figure[str] = getattr(preset.terms, name)
        if figure.statutory and _longer(settings, own, figure.value, today):
            yield _warning(
                f"terms.{name}", f"{own} is langer dan {figure.source} ({figure.value})."
            )


# The first must not be longer than the second; `{0}` and `{1}` are what was agreed.
_AT_ODDS = (
    (
        "handling_simple",
        "handling_complex",
        (
            "{0} is langer dan de termijn voor een complexe klacht ({1}); het antwoord volgt dan "
            "toch uiterlijk op de dag die de ouder beloofd is."
        ),
    ),
    (
        "clarify_reminder",
        "clarify_reply",
        "{0} is langer dan de tijd om te antwoorden ({1}): de herinnering komt dan te laat.",
    ),
)


def _terms_at_odds(terms: Mapping[str, str]) -> Iterator[Finding]:
    for shorter, longer, text in _AT_ODDS:
        if _days(terms[shorter]) > _days(terms[longer]):
            yield _warning(f"terms.{shorter}", text.format(terms[shorter], terms[longer]))


def sources_to_look_up(settings: Settings, today: date) -> Iterator[Finding]:
    """What the preset says without having seen the source itself, and lists that grew old."""
    own = settings.procedure.terms
    for name, figure in figures_of(settings.preset.terms).items():
        if figure.verify and getattr(own, name) is None:
            note = f" {figure.note}" if figure.note else ""
            value = str(figure.value).lower()  # as TOML writes true and false
            text = f"{value}: kijk de bron zelf na ({figure.source}).{note}"
            yield Finding(level=Level.OK, file=_FILE, key=f"terms.{name}", text=text)
    bodies = settings.procedure.external
    for n, body in enumerate(settings.preset.external if bodies is None else bodies):
        if body.checked_on is None or today - body.checked_on > _A_YEAR:
            when = f"het laatst op {body.checked_on}" if body.checked_on else "nog nooit"
            text = f"Kijk de lijst externe instanties na: {body.name} is {when} nagekeken."
            yield _warning(f"external[{n}]", text)
    yield from _in_every_language(settings)
    status = settings.procedure.legal_status or "own_rules"
    for scope in settings.preset.scope:
        if scope.status == status:
            text = f"{scope.text} Bron: {scope.source}. Dit is geen juridisch advies."
            yield Finding(level=Level.OK, file=_FILE, key="legal_status", text=text)


def _in_every_language(settings: Settings) -> Iterator[Finding]:
    """Which texts on bodies outside are missing in a language of the letters.

    A contact that is one text is a number or a site, the same for everybody.
    """
    for n, body in enumerate(settings.policy.outside):
        contact = body.contact if len(body.contact) > 1 else {}
        texts = {"what": body.what, "contact": contact, "term": body.term}
        missing = {
            name: [each for each in settings.policy.languages if words and each not in words]
            for name, words in texts.items()
        }
        told = [f"{name} ({', '.join(each)})" for name, each in missing.items() if each]
        if told:
            text = (
                f"{body.name}: nog te vertalen: {', '.join(told)}. Tot dan staat het er in het "
                "Nederlands, ook in een brief in die taal."
            )
            yield _warning(f"external[{n}]", text)


def effective_terms(settings: Settings) -> dict[str, str]:
    """Every term that holds: the school's own, else the preset's."""
    own = settings.procedure.terms
    return {
        name: getattr(own, name) or figure.value
        for name, figure in figures_of(settings.preset.terms).items()
        if isinstance(figure.value, str) and name != "vacation"
    }


def figures_of(terms: PresetTerms) -> dict[str, Figure[str]]:
    """The preset's terms by name, with `vacation` and `clarify_pauses_clock`."""
    return {name: figure for name, figure in terms if isinstance(figure, Figure)}


def is_set(model: Section, key: str) -> bool:
    """Whether somebody wrote a key, whatever its value."""
    section: object = model
    for step in key.split("."):
        if not isinstance(section, Section) or step not in section.model_fields_set:
            return False
        section = getattr(section, step)
    return True


def _days(term: str) -> float:
    """About how many days a term takes outside vacations."""
    parsed = Term.parse(term)
    return parsed.n * _DAYS_IN[parsed.unit]


def _longer(settings: Settings, own: str, other: str, today: date) -> bool:
    """Whether a term ends later than another, for a mail of the first of any month this year."""
    calendar = settings.policy.calendar

    def due(term: str, day: date) -> date:
        return calendar.due(day, Term.parse(term)).due_on

    days = [date(today.year, month, 1) for month in range(1, 13)]
    return any(due(own, day) > due(other, day) for day in days)


def _privacy_line(settings: Settings) -> Iterator[Finding]:
    line = settings.policy.privacy_line
    if not line:
        return
    missing = [language for language in settings.policy.languages if language not in line]
    if missing:
        text = f"De privacyregel ontbreekt in: {', '.join(missing)}."
        yield _warning("privacy.line", text)
    form = settings.procedure.address_form
    if _OTHER_FORM[form].search(_PAIRS.sub("", line.get("nl", ""))):
        text = (
            f'De privacyregel spreekt ouders anders aan dan de brieven ("{form}"). Schrijf paren: '
            "[uw|je], [u|je]."
        )
        yield _warning("privacy.line", text)


def _courtesy(settings: Settings) -> Iterator[Finding]:
    """Who switches a courtesy block on, has it read and offers an interpreter."""
    languages = settings.procedure.courtesy_languages
    if not languages:
        return
    text = (
        f"Een blok in een andere taal staat aan ({', '.join(languages)}): liet je het lezen door "
        "iemand die de taal spreekt?"
    )
    yield Finding(level=Level.OK, file=_FILE, key="courtesy_languages", text=text)
    if not settings.procedure.interpreter:
        text = (
            "Dat blok zegt dat men een tolk kan vragen, en hier staat dat de school er geen geeft."
        )
        yield _warning("interpreter", text)


def _warning(key: str, text: str) -> Finding:
    return Finding(level=Level.WARNING, file=_FILE, key=key, text=text)
