from __future__ import annotations

from bot.core.decide import decide
from bot.core.decision import Save
from bot.core.facts import Facts, Similar
from bot.core.happening import MailArrived
from bot.core.letter import LetterName
from bot.settings.load import load
from tests.builders import MAILBOX, NOON, TODAY, a_mail
from tests.offices import EXAMPLE, SECRETS

POLICY = load(EXAMPLE, SECRETS).policy
FACTS = Facts(
    now=NOON,
    today=TODAY,
    mailbox=MAILBOX,
    received_at=NOON,
    received_on=TODAY,
    next_number="K-2026-0003",
    similar=(
        Similar("K-2026-0001", "dezelfde afzender"),
        Similar("K-2025-0007", "dezelfde woorden: bus, halte", closed=True),
    ),
)
VAGUE = "Dit is onaanvaardbaar. Ik klaag hierover en wil een antwoord."


def test_earlier_cases_like_it_are_hints_with_their_reason() -> None:
    decision = decide(MailArrived(a_mail()), FACTS, POLICY)
    (case,) = [effect.case for effect in decision.effects if isinstance(effect, Save)]
    assert case.hints[-2:] == (
        "Lijkt op K-2026-0001: dezelfde afzender",
        "Lijkt op K-2025-0007 (eerder behandeld): dezelfde woorden: bus, halte",
    )


def test_what_must_be_asked_is_told_to_whoever_handles_it() -> None:
    decision = decide(MailArrived(a_mail(VAGUE)), FACTS, POLICY)
    (notice,) = [
        send.order for send in decision.orders() if send.order.name is LetterName.NEW_COMPLAINT
    ]
    assert "over welke leerling of klas het gaat" in str(notice.values["missing"])
    assert "Lijkt op K-2026-0001: dezelfde afzender" in str(notice.values["hints"])
