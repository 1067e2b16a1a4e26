"""What kind of mail is this? Rules in order, the first answer wins, hits and misses are kept."""

from __future__ import annotations

from dataclasses import replace

from bot.core.case import Urgency
from bot.core.facts import Facts, Thread
from bot.core.mail import IncomingMail
from bot.core.policy import Policy
from bot.core.reading import Reading, read
from bot.core.triage.finding import Finding, Outcome
from bot.core.triage.passed_on import parents_mail
from bot.core.triage.people import thread_of_party
from bot.core.triage.rules import EXPLAINED, RULES
from bot.core.verdict import OPENS_A_CASE, Sender, Verdict

__all__ = ["EXPLAINED", "RULES", "Finding", "reading_of", "triage"]

_SENDERS = {
    Verdict.OWN: Sender.OWN,
    Verdict.BOUNCE: Sender.MACHINE,
    Verdict.AUTO_REPLY: Sender.MACHINE,
    Verdict.LIST: Sender.MACHINE,
    Verdict.SPAM: Sender.DOUBTFUL,
    Verdict.DOUBTFUL: Sender.DOUBTFUL,
    Verdict.DUPLICATE: Sender.DOUBTFUL,
    Verdict.UNREADABLE: Sender.DOUBTFUL,
}
# Nobody's words are in these, and nothing in them is news.
_NOT_READ = frozenset({Verdict.OWN, Verdict.DUPLICATE, Verdict.BOUNCE, Verdict.AUTO_REPLY})


def triage(mail: IncomingMail, facts: Facts, policy: Policy) -> Finding:
    """Asks the rules in order; the last one always answers, so every mail has a verdict.

    A mail that opens something gets the kind its words propose. Quoted words are scanned for
    alarms too when the mail names no case: then nobody here has read them.
    """
    why: list[tuple[str, Outcome]] = []
    for rule in RULES:
        verdict = rule(mail, facts, policy)
        why.append((rule.__name__, "hit" if verdict else "miss"))
        if verdict is not None:
            return _finding(verdict, tuple(why), mail, facts, policy)
    raise AssertionError("the last rule answers every mail")


def _finding(
    verdict: Verdict,
    why: tuple[tuple[str, Outcome], ...],
    mail: IncomingMail,
    facts: Facts,
    policy: Policy,
) -> Finding:
    reading, meant = None, mail
    if verdict not in _NOT_READ:
        meant = parents_mail(mail, policy)
        reading = reading_of(meant, facts, policy)
    if verdict in OPENS_A_CASE and reading is not None:
        verdict = Verdict(reading.kind.value)
    return Finding(
        verdict=verdict,
        rule=why[-1][0],
        sender=_SENDERS.get(verdict, Sender.HUMAN),
        why=why,
        thread=_thread(mail, facts),
        reading=reading,
        meant=meant,
    )


def reading_of(mail: IncomingMail, facts: Facts, policy: Policy) -> Reading:
    """How a mail is understood, as its writer meant it.

    The inner mail of a forward decides; but danger in a colleague's words above it rings too.
    """

    def reads(each: IncomingMail) -> Reading:
        return read(
            each,
            policy.words,
            policy.pupil_domains,
            policy.languages,
            with_quotes=not facts.threads,
            in_case=bool(facts.threads),
            received_on=facts.received_on,
            admissibility=policy.admissibility,
        )

    reading = reads(mail)
    note = mail.passed_on.note if mail.passed_on else ""
    if not note or reading.urgency is Urgency.CRITICAL:
        return reading
    above = reads(replace(mail, sender=None, subject="", text=note, new_text=note))
    if above.urgency is not Urgency.CRITICAL:
        return reading
    signals = (*above.signals, *(each for each in reading.signals if each not in above.signals))
    return replace(reading, signals=signals, urgency=above.urgency)


def _thread(mail: IncomingMail, facts: Facts) -> Thread | None:
    strongest = facts.threads[0] if facts.threads else None
    return thread_of_party(mail, facts) or strongest
