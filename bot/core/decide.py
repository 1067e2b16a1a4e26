"""The one door: what is done when something happens."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.core import outcomes, standstill, upkeep
from bot.core.access import on_access_at_risk, on_trust_probed
from bot.core.alarms import on_alarm
from bot.core.arrivals import on_defiant_mail, on_mail
from bot.core.decision import Decision, Send
from bot.core.digest import on_overview
from bot.core.duties.reminders import on_duties_due
from bot.core.facts import Facts
from bot.core.first_day import on_person_new
from bot.core.happening import (
    AccessAtRisk,
    AlarmDue,
    AttentionDue,
    BreakerTripped,
    CalendarChanged,
    ConfigChecked,
    DraftWaits,
    DutiesDue,
    Happening,
    JunkSeen,
    LetterAccepted,
    LetterFailed,
    LettersPaused,
    LettersResumed,
    MailArrived,
    MailboxTrouble,
    MailDefiedReading,
    OverviewDue,
    PauseStands,
    PersonDecided,
    PersonNew,
    TemplateBroke,
    TrustProbed,
)
from bot.core.own_steps import OWN_STEPS
from bot.core.parties import coordinator
from bot.core.policy import Mode, Policy
from bot.core.staff.mornings import on_draft_waits
from bot.core.telling import on_attention


def decide(happening: Happening, facts: Facts, policy: Policy) -> Decision:
    """The decision on one happening. Pure: the same three values give the same decision."""
    decision = _decide(happening, facts, policy)
    return _on_trial(decision, facts, policy) if policy.mode is Mode.TRIAL else decision


def _decide(  # noqa: C901, PLR0911, PLR0912  # one line a happening
    happening: Happening, facts: Facts, policy: Policy
) -> Decision:
    match happening:
        case MailArrived(mail):
            return on_mail(mail, facts, policy)
        case MailDefiedReading(error):
            return on_defiant_mail(error, facts, policy)
        case LetterAccepted():
            return outcomes.on_accepted(happening, facts, policy)
        case LetterFailed():
            return outcomes.on_failed(happening, facts, policy)
        case AlarmDue():
            return on_alarm(happening, facts, policy)
        case AttentionDue():
            return on_attention(happening, policy)
        case JunkSeen():
            return outcomes.on_junk(happening, facts, policy)
        case BreakerTripped():
            return outcomes.on_breaker(facts, policy)
        case TemplateBroke():
            return outcomes.on_broken_template(happening, facts, policy)
        case PersonDecided():
            return outcomes.on_person(happening, facts, policy)
        case DutiesDue():
            return on_duties_due(facts, policy, OWN_STEPS)
        case DraftWaits():
            return on_draft_waits(happening, facts, policy)
        case OverviewDue():
            return on_overview(happening, facts, policy)
        case MailboxTrouble():
            return upkeep.on_mailbox_trouble(happening, facts, policy)
        case AccessAtRisk():
            return on_access_at_risk(happening, facts, policy)
        case TrustProbed():
            return on_trust_probed(happening, facts)
        case ConfigChecked():
            return upkeep.on_config_checked(happening, facts, policy)
        case CalendarChanged():
            return upkeep.on_calendar_changed(happening, facts, policy)
        case LettersPaused():
            return standstill.on_paused(happening, facts, policy)
        case LettersResumed():
            return standstill.on_resumed(happening, facts, policy)
        case PauseStands():
            return standstill.on_pause_stands(happening, facts, policy)
        case PersonNew():
            return on_person_new(happening, facts, policy)
        case _:
            assert_never(happening)


def _on_trial(decision: Decision, facts: Facts, policy: Policy) -> Decision:
    """On trial every letter to an outsider goes to the coordinator instead, and says so."""
    known = {person.email.casefold() for person in policy.people}
    school = facts.case.school if facts.case else policy.mailboxes[0].school
    stand_in = coordinator(policy, school)

    def redirected(send: Send) -> Send:
        order = send.order
        if order.to.casefold() in known:
            return send
        return replace(send, order=replace(order, to=stand_in.email, trial_for=order.to))

    effects = tuple(
        redirected(effect) if isinstance(effect, Send) else effect for effect in decision.effects
    )
    return replace(decision, effects=effects)
