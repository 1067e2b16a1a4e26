# ruff: noqa: RUF001 -- Turkish has a letter that looks like an i

from __future__ import annotations

from dataclasses import replace

import pytest

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


TURKISH = (
    "Merhaba, oğlumun öğretmeni ile ilgili şikayetim var. Okulda her gün arkadaşları tarafından "
    "dövülüyor ve öğretmen hiçbir şey yapmıyor. Lütfen bana bir cevap verin. Saygılarımla"
)


@pytest.mark.parametrize(
    ("switched_on", "block"), [((), ""), (("tr", "ar"), "tr"), (("ar", "pl"), "")]
)
def test_a_courtesy_block_goes_along_where_the_school_switched_the_language_on(
    switched_on: tuple[str, ...], block: str
) -> None:
    policy = replace(POLICY, courtesy_languages=switched_on)
    decision = decide(MailArrived(a_mail(TURKISH, subject="Şikayet")), FACTS, policy)
    (letter,) = [
        send.order for send in decision.orders() if send.order.name is LetterName.ACKNOWLEDGMENT
    ]
    assert (letter.language, letter.values["foreign"]) == ("nl", True)
    assert letter.values["courtesy"] == block


def test_a_dutch_letter_takes_no_courtesy_block_along() -> None:
    policy = replace(POLICY, courtesy_languages=("tr",))
    decision = decide(MailArrived(a_mail()), FACTS, policy)
    (letter,) = [
        send.order for send in decision.orders() if send.order.name is LetterName.ACKNOWLEDGMENT
    ]
    assert letter.values["courtesy"] == ""
