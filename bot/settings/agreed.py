"""The checked files become the one Policy that the core decides with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.core.calendar import Calendar, Roll, Term, Vacation
from bot.core.case import DeadlineKind
from bot.core.policy import (
    CONDITIONS,
    Admissibility,
    AnonymousPolicy,
    Duty,
    ForwardAck,
    Limits,
    Mailbox,
    Mode,
    Person,
    Policy,
    Role,
    School,
    StatusUpdates,
    Terms,
    WebForm,
    Words,
)
from bot.core.providers import WAYS, Provider
from bot.core.trust import Trust
from bot.settings.outward import approvals_of, bodies_of, lines_of, questions_of
from bot.settings.schema.bot import BotConfig, LimitsConfig, MailboxConfig
from bot.settings.schema.calendar import CalendarConfig
from bot.settings.schema.people import PeopleConfig, PersonConfig, SchoolConfig
from bot.settings.schema.preset import Preset
from bot.settings.schema.procedure import ProcedureConfig
from bot.settings.schema.terms import TermName
from bot.settings.schema.triage import TriageConfig

K = TypeVar("K", bound=str)

# Which agreed term each duty has. The handling term is the complex one: nothing is classified yet
# when the acknowledgment promises a date.
TERM_OF: Mapping[DeadlineKind, TermName] = {
    DeadlineKind.ACK: "ack",
    DeadlineKind.CLASSIFY: "classify",
    DeadlineKind.ADMISSIBILITY: "admissibility",
    DeadlineKind.HANDLING: "handling_complex",
    DeadlineKind.STATUS: "status_interval",
    DeadlineKind.CLARIFY_REPLY: "clarify_reply",
    DeadlineKind.INFORMAL: "informal_max",
    DeadlineKind.TALK_REPLY: "talk_reply",
    DeadlineKind.TALK_MINUTES: "talk_minutes",
    DeadlineKind.MEASURE: "measure",
    DeadlineKind.REVIEW: "review_window",
    DeadlineKind.DISSATISFIED_REPLY: "dissatisfied_reply",
    DeadlineKind.MEDIATION_REPLY: "mediation_reply",
    DeadlineKind.MEDIATION_STATUS: "status_interval",
    DeadlineKind.EXTERNAL_CHECK: "external_check",
    DeadlineKind.BOARD_REACTION: "board_reaction",
    DeadlineKind.SATISFACTION: "satisfaction",
    DeadlineKind.SURVEY_REPLY: "survey_expiry",
    DeadlineKind.DOSSIER_REQUEST: "dossier_request",
    DeadlineKind.CLOSED_REPLY: "closed_reply",
    DeadlineKind.REPLY_OTHER: "reply_other",
}
# Who handles a complaint about these where the school says nothing: the next in line.
ROUTES: Mapping[str, str] = {"director": "board", "coordinator": "director"}
_MEGABYTE = 1_000_000


def policy_of(  # noqa: PLR0913 - one argument for each file
    *,
    bot: BotConfig,
    procedure: ProcedureConfig,
    people: PeopleConfig,
    triage: TriageConfig,
    calendars: Mapping[str, CalendarConfig],
    preset: Preset,
    words: Words,
) -> Policy:
    """All that was agreed, with the preset's figures where the school says nothing."""
    terms = procedure.terms
    return Policy(
        organisation=bot.organisation,
        zone=ZoneInfo(bot.timezone or preset.timezone),
        mode=Mode(bot.mode),
        preset=preset.name,
        mailboxes=tuple(_mailbox(box, people, triage.staff_domains) for box in bot.mailbox),
        schools=tuple(_school(school) for school in people.school),
        people=tuple(_person(person) for person in people.person),
        route_about={**ROUTES, **people.route_about.model_dump(exclude_none=True)},
        duties={kind: duty_of(kind, procedure, preset) for kind in TERM_OF}
        | {DeadlineKind.RETENTION: _retention(procedure, preset)},
        vacation=Vacation(terms.vacation or preset.terms.vacation.value),
        terms=_terms(procedure, preset),
        status_updates=StatusUpdates(procedure.status_update),
        calendar=calendar_of(calendars, preset),
        numbering=procedure.numbering.format,
        form=procedure.address_form,
        languages=procedure.languages,
        courtesy_languages=procedure.courtesy_languages,
        limits=_limits(bot.limits),
        words=words,
        privacy_line=_plain(procedure.privacy.line or {}),
        support_line=_plain(procedure.support_line or preset.support_line),
        pupil_domains=triage.pupil_domains,
        staff_domains=triage.staff_domains,
        forward_ack=ForwardAck(triage.forward_ack),
        anonymous=AnonymousPolicy(procedure.anonymous.policy),
        admissibility=_admissibility(procedure, triage, preset),
        webforms=tuple(
            WebForm(sender=form.sender, fields=_plain(form.fields)) for form in triage.webform
        ),
        approvals=approvals_of(procedure, people),
        surveys=procedure.survey.enabled,
        outside=bodies_of(procedure, preset),
        helplines=lines_of(procedure, preset),
        questions=questions_of(procedure, preset),
        plan_ref=procedure.safety.plan_ref or "",
    )


def duty_of(kind: DeadlineKind, procedure: ProcedureConfig, preset: Preset) -> Duty:
    """One agreed term with its source: the preset's, or the school's own where it differs."""
    name = TERM_OF[kind]
    rolled = preset.terms.roll.get(name)
    roll = procedure.terms.roll.get(name) or (rolled.value if rolled else "none")
    term, source = _agreed(name, procedure, preset)
    return Duty(kind=kind, term=term, roll=Roll(roll), source=source)


def _agreed(name: TermName, procedure: ProcedureConfig, preset: Preset) -> tuple[Term, str]:
    """How long something may take, and who says so."""
    figure = preset.terms.term(name)
    own: str | None = getattr(procedure.terms, name)
    if own is None or own == figure.value:
        return Term.parse(figure.value), figure.source
    return Term.parse(own), f"afspraak van de school (procedure.toml: terms.{name})"


def _retention(procedure: ProcedureConfig, preset: Preset) -> Duty:
    own, figure = procedure.retention.case, preset.retention.case
    differs = own is not None and own != figure.value
    return Duty(
        kind=DeadlineKind.RETENTION,
        term=Term.parse(own or figure.value),
        roll=Roll.NONE,
        source="afspraak van de school (procedure.toml: retention.case)"
        if differs
        else figure.source,
    )


def _terms(procedure: ProcedureConfig, preset: Preset) -> Terms:
    """The lengths that are no duty by themselves. An extension of nothing is none at all."""
    names: tuple[TermName, ...] = (
        "handling_simple",
        "extension",
        "max_pause",
        "clarify_reminder",
        "survey_reminder",
    )
    agreed = {name: _agreed(name, procedure, preset) for name in names}
    pauses = procedure.terms.clarify_pauses_clock
    return Terms(
        handling_simple=agreed["handling_simple"][0],
        extension=agreed["extension"][0] if agreed["extension"][0].n else None,
        extensions=procedure.extension.times,
        max_pause=agreed["max_pause"][0],
        clarify_reminder=agreed["clarify_reminder"][0],
        survey_reminder=agreed["survey_reminder"][0],
        clarify_pauses_clock=preset.terms.clarify_pauses_clock.value if pauses is None else pauses,
        sources={name: source for name, (_, source) in agreed.items()},
    )


def _admissibility(
    procedure: ProcedureConfig, triage: TriageConfig, preset: Preset
) -> Admissibility:
    facts_age = procedure.terms.facts_age or preset.terms.term("facts_age").value
    return Admissibility(
        conditions=frozenset(code for code in CONDITIONS if getattr(procedure.admissibility, code)),
        facts_age=Term.parse(facts_age),
        throwaway_domains=triage.throwaway_domains,
    )


def calendar_of(calendars: Mapping[str, CalendarConfig], preset: Preset) -> Calendar:
    """The days of the region and of every school year on file."""
    years = calendars.values()
    region = next((year.region for year in years if year.region is not None), preset.region)
    return Calendar.of(
        region,
        closed_days=[day for year in years for day in year.closed_day],
        vacations=[(off.name, off.first, off.last) for year in years for off in year.vacation],
        extra_holidays=[day for year in years for day in year.extra_holiday],
    )


def _plain(words: Mapping[K, str]) -> dict[str, str]:
    return {str(key): value for key, value in words.items()}


def _mailbox(box: MailboxConfig, people: PeopleConfig, staff_domains: tuple[str, ...]) -> Mailbox:
    return Mailbox(
        address=box.address,
        aliases=box.aliases,
        school=box.school or people.school[0].id,
        start_from=box.start_from,
        archive=box.imap.archive,
        proves_staff=box.trust is not None,
        trust=_trust(box, staff_domains),
        changes_mail=WAYS[Provider(box.provider)].changes_mail,
    )


def _trust(box: MailboxConfig, staff_domains: tuple[str, ...]) -> Trust | None:
    """How the mailbox proves who wrote: the school's own domains are those it has mail under."""
    if box.trust is None:
        return None
    own = (address.rpartition("@")[2].lower() for address in (box.address, *box.aliases))
    return Trust(
        kind=box.trust.provider,
        authserv_id=box.trust.authserv_id or "",
        domains=tuple(dict.fromkeys((*own, *staff_domains))),
    )


def _school(school: SchoolConfig) -> School:
    return School(id=school.id, name=school.name, level=school.level or "", address=school.address)


def _person(person: PersonConfig) -> Person:
    return Person(
        id=person.id,
        name=person.name,
        email=person.email,
        phone=person.phone or "",
        title=person.title or "",
        roles=frozenset(Role(role) for role in person.roles),
        schools=person.schools,
        deputy=person.deputy,
        body=person.body,
        language=person.language,
    )


def _limits(limits: LimitsConfig) -> Limits:
    return Limits(
        acks_per_sender_per_day=limits.acks_per_sender_per_day,
        ack_max_age_days=limits.ack_max_age_days,
        breaker_per_10min=limits.breaker_per_10min,
        max_message_bytes=limits.max_message_mb * _MEGABYTE,
    )
