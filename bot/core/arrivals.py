"""A mail arrived: where does it end, who is answered, who is told?"""

from __future__ import annotations

from dataclasses import replace

from bot.core.case import Ack, DeadlineKind
from bot.core.decision import Away, Decision, Effect, Returned, Save, Settle
from bot.core.duties.owed import reminds_again_on
from bot.core.facts import Facts
from bot.core.filing import file, set_aside, tell
from bot.core.follow_up import join_case
from bot.core.happening import AttentionCode, Remark
from bot.core.letter import ACKNOWLEDGES
from bot.core.lost_letters import tell_admins
from bot.core.mail import IncomingMail
from bot.core.new_case import open_case
from bot.core.out_of_office import away_or_back
from bot.core.policy import Policy
from bot.core.staff.carry_out import on_order
from bot.core.succession import another_reader
from bot.core.triage import Finding, triage
from bot.core.triage.passed_on import unfold
from bot.core.verdict import OPENS_A_CASE, Place, Sender, Verdict

# Only these can come back: what a person gave in another way stays given.
_ACK_ON_ITS_WAY = frozenset({Ack.SENT, Ack.QUEUED})


def on_mail(mail: IncomingMail, facts: Facts, policy: Policy) -> Decision:
    """Files the mail in exactly one place, and answers it only when a human is surely owed that."""
    finding = triage(mail, facts, policy)
    trail = (*(rule for rule, _ in finding.why), *_proof(facts))
    decision = _on_finding(finding, mail, facts, policy)
    presence = away_or_back(finding.verdict, finding.sender, mail, facts, policy)
    # Who only now says to be away is away, whatever writing at all told before.
    says_away = any(isinstance(effect, Away) for effect in decision.effects)
    told = () if says_away else presence
    return replace(decision, effects=(*decision.effects, *told), trail=trail)


def _proof(facts: Facts) -> tuple[str, ...]:
    """What the trail keeps of the proof: "proof dmarc: DMARC passes …"."""
    return (f"proof {facts.proof.how}: {facts.proof.why}",) if facts.proof else ()


def _on_finding(  # noqa: PLR0911  # one line a kind of mail
    finding: Finding, mail: IncomingMail, facts: Facts, policy: Policy
) -> Decision:
    match finding.verdict:
        case Verdict.STAFF_COMMAND:
            return on_order(finding, mail, facts, policy)
        case Verdict.OWN | Verdict.AUTO_REPLY | Verdict.DUPLICATE:
            return _log(finding, facts)
        case Verdict.BOUNCE:
            return _bounce(finding, mail, facts, policy)
        case Verdict.CASE_REPLY if finding.rule == "party_in_case":
            return join_case(finding, mail, facts, policy)
        case Verdict.STAFF_FORWARD if trouble := _trouble(mail, facts, policy):
            return set_aside(finding, mail, facts, policy, remarks=(trouble.value,))
        case verdict if verdict in OPENS_A_CASE or verdict is Verdict.STAFF_FORWARD:
            return open_case(finding, mail, facts, policy)
        case _:
            return set_aside(finding, mail, facts, policy)


def on_defiant_mail(error: str, facts: Facts, policy: Policy) -> Decision:
    """A mail that three times could not be worked on is set aside for a person, with its reason."""
    finding = Finding(
        verdict=Verdict.UNREADABLE, rule="three_tries", sender=Sender.DOUBTFUL, why=()
    )
    return Decision(
        event="mail_set_aside",
        reason=f"three tries: {error}",
        effects=(
            file(finding, Place.SET_ASIDE, None, owed=True, set_aside=f"three tries: {error}"),
            tell(AttentionCode.UNREADABLE, facts, policy, detail=facts.folder),
        ),
    )


def _trouble(mail: IncomingMail, facts: Facts, policy: Policy) -> Remark | None:
    """Why a mail that a colleague passed on opens no case; None when it does."""
    if facts.threads:
        return Remark.FORWARD_NAMES_CASE
    inner = unfold(mail, policy)
    return inner if isinstance(inner, Remark) else None


def _log(finding: Finding, facts: Facts) -> Decision:
    """Machines, copies and our own letters: kept, never answered."""
    number = finding.thread.case.number if finding.thread else None
    if finding.verdict is Verdict.DUPLICATE and facts.duplicate:
        number = facts.duplicate.case_number
    return Decision(
        event="mail_logged",
        reason=f"{finding.verdict.value} by rule {finding.rule}",
        effects=(file(finding, Place.LOG, number),),
        case_number=number,
    )


def _bounce(finding: Finding, mail: IncomingMail, facts: Facts, policy: Policy) -> Decision:
    """A letter of ours came back: an acknowledgment is owed again, another gets a staff letter."""
    letter, case = facts.bounced, facts.case
    number = letter.case_number if letter else None
    effects: list[Effect] = [file(finding, Place.LOG, number)]
    permanent = mail.bounce is not None and mail.bounce.permanent
    if letter is not None and permanent:
        effects.append(Returned(letter.id, "bounced"))
        if letter.name not in ACKNOWLEDGES or case is None:
            effects += another_reader(letter, "bounced", facts, policy)
        elif case.ack in _ACK_ON_ITS_WAY:
            effects += [
                Save(replace(case, ack=Ack.FAILED, acknowledged_at=None)),
                Settle(
                    case_number=case.number,
                    kind=DeadlineKind.ACK,
                    at=None,
                    proof=f"letter {letter.id} bounced",
                    next_on=reminds_again_on(case, DeadlineKind.ACK, policy.calendar),
                ),
                tell(AttentionCode.ACK_BOUNCED, facts, policy, mail=facts.mail, case=case),
            ]
    if letter is not None:
        effects += tell_admins(letter, mail.text, facts, policy, permanent=permanent)
    return Decision(
        event="mail_logged",
        reason=f"bounce by rule {finding.rule}, {'permanent' if permanent else 'not permanent'}",
        effects=tuple(effects),
        case_number=number,
    )
