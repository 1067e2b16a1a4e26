"""Whatever arrives: rules that hold for every mail, tried on invented ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.core.absence import Absence
from bot.core.calendar import local_date
from bot.core.case import Urgency
from bot.core.decide import decide
from bot.core.decision import Decision, File, Send
from bot.core.facts import Duplicate, Facts, Link, Thread
from bot.core.happening import MailArrived, SentLetter
from bot.core.letter import ACKNOWLEDGES, LetterName
from bot.core.mail import Address, IncomingMail
from bot.core.policy import Mode, Person, Policy
from bot.core.tokens import Signer
from bot.core.verdict import PLACES
from bot.post.parser import read_mail
from bot.settings.load import load
from bot.wiring import SHIPPED
from bot.writer.envelope import compose
from bot.writer.letters import Writer
from tests.builders import MAILBOX, NOON, PARENT, TODAY, a_case, raw_mail
from tests.offices import ANN, EXAMPLE, OTHER, SECRETS, STAFF

POLICY = load(EXAMPLE, SECRETS).policy
TRIAL = replace(POLICY, mode=Mode.TRIAL)
SIGNER = Signer([b"k" * 40])
WRITER = Writer(Path(SHIPPED), zone=POLICY.zone)
OURS = SIGNER.message_id("K-2026-0001", bytes(10), "schoolbestuur-demerland.example")
FORM = "webformulier@schoolbestuur-demerland.example"

SENDERS = st.sampled_from(
    [PARENT.email, f"Ilse V <{PARENT.email}>", OTHER, ANN, FORM, MAILBOX, "no-reply@x.example", ""]
)
SUBJECTS = st.sampled_from(
    ["Klacht", "", "Re: [K-2026-0001] Uw bericht", "FW: klacht", "Automatisch antwoord: weg"]
)
SENTENCES = st.sampled_from(
    [
        "Mijn zoon moest nablijven. Dat is onaanvaardbaar.",
        "Mijn dochter wil niet meer leven.",
        "Ik ben 13 jaar.",
        "Wanneer is het oudercontact?",
        "Bedankt voor alles!",
        f"E-mail: {PARENT.email}\nNaam: Jan",
        "E-mail: iemand@elders.example",
        "Ann Peeters en de directeur luisteren nooit.",
        "> Op maandag schreef iemand:\n> Ik wil dood.",
        "{{ case_no }} {% if %} <b>&amp;",
    ]
)
HEADERS = st.sampled_from(
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: no",
        "Precedence: bulk",
        "Return-Path: <>",
        "List-Id: <x.example>",
        "X-Spam-Flag: YES",
        f"In-Reply-To: {OURS}",
        "Reply-To: elders@elders.example",
        "X-Auto-Response-Suppress: All",
    ]
)
# Each of these alone is proof enough that a machine writes, or too much doubt to answer.
MARKS = st.sampled_from(
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: (x) auto-generated",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "Return-Path: <>",
        "List-Id: <x.example>",
        "X-Autoreply: yes",
        "X-Loop: x",
        "X-Failed-Recipients: a@b.example",
        "X-Spam-Flag: YES",
    ]
)
# What may stand in an address, and what surely may not.
ODD = st.text("abcé中ß \"'()<>[]@,;:\\.%+-_=?\t\x00\x7f\u200b\u0131", max_size=12)
CASES = st.sampled_from(
    [a_case(), a_case(urgency=Urgency.CRITICAL), a_case("K-2026-0002", parties=(OTHER,))]
)


@st.composite
def mails(draw: st.DrawFn, *, headers: st.SearchStrategy[str] = HEADERS) -> IncomingMail:
    """A mail as it came over the wire, read."""
    raw = raw_mail(
        "\n\n".join(draw(st.lists(SENTENCES, max_size=4))),
        sender=draw(SENDERS),
        subject=draw(SUBJECTS),
        message_id=draw(st.sampled_from([None, "<een@postvak.example>", OURS])),
        headers=tuple(draw(st.lists(headers, max_size=3, unique=True))),
    )
    return read_mail(raw, truncated=draw(st.booleans()))


@st.composite
def facts_about(draw: st.DrawFn, mail: IncomingMail) -> Facts:
    """What may be known of it."""
    received_at = NOON - timedelta(days=draw(st.sampled_from([0, 20, 31, 60, -30])))
    named = draw(st.lists(CASES, max_size=2, unique_by=lambda case: case.number))
    letter = SentLetter(
        id=1,
        name=draw(st.sampled_from(LetterName)),
        to=draw(st.sampled_from([PARENT.email, ANN])),
        case_number="K-2026-0001",
        message_id=OURS,
    )
    bounced = letter if mail.bounce and draw(st.booleans()) else None
    return Facts(
        now=NOON,
        today=local_date(NOON, POLICY.zone),
        mailbox=MAILBOX,
        received_at=received_at,
        received_on=local_date(received_at, POLICY.zone),
        folder="Gehoor/2026",
        next_number="K-2026-0003",
        own=bool(mail.message_id and SIGNER.case_of(mail.message_id) is not None),
        duplicate=draw(st.sampled_from([None, None, None, Duplicate("raw", None)])),
        same_id_other_body=draw(st.booleans()),
        threads=tuple(Thread(draw(st.sampled_from(Link)), case) for case in named),
        bounced=bounced,
        case=a_case() if bounced else None,
        acks_in_24h=draw(st.sampled_from([0, 0, 5])),
        acks_same_subject_in_3h=draw(st.sampled_from([0, 0, 1])),
        acknowledge=draw(st.sampled_from([None, None, True, False])),
    )


@st.composite
def arrivals(
    draw: st.DrawFn, *, headers: st.SearchStrategy[str] = HEADERS
) -> tuple[IncomingMail, Facts]:
    mail = draw(mails(headers=headers))
    return mail, draw(facts_about(mail))


def sends(decision: Decision) -> list[Send]:
    return list(decision.orders())


@given(arrivals())
def test_every_mail_ends_in_exactly_one_place_that_its_verdict_allows(
    arrival: tuple[IncomingMail, Facts],
) -> None:
    mail, facts = arrival
    effects = decide(MailArrived(mail), facts, POLICY).effects
    (filed,) = [effect for effect in effects if isinstance(effect, File)]
    assert filed.place in PLACES[filed.verdict]


@given(arrivals())
def test_on_trial_no_letter_is_for_an_outsider(arrival: tuple[IncomingMail, Facts]) -> None:
    mail, facts = arrival
    for send in sends(decide(MailArrived(mail), facts, TRIAL)):
        assert send.order.to in STAFF | {"hilde.vos@dpo-demerland.example"} | _everybody()


@given(arrivals())
def test_live_only_the_writer_is_answered_and_once(arrival: tuple[IncomingMail, Facts]) -> None:
    mail, facts = arrival
    orders = [send.order for send in sends(decide(MailArrived(mail), facts, POLICY))]
    outside = [order for order in orders if order.to not in _everybody()]
    assert len(outside) <= 1
    for order in outside:
        assert order.name in {*ACKNOWLEDGES, LetterName.CLOSED_CASE_REPLY}
        form = mail.sender is not None and mail.sender.email == FORM
        assert form or (mail.sender is not None and order.to == mail.sender.email)
        assert order.to.casefold() not in POLICY.own_addresses


@given(arrivals(), MARKS)
def test_what_bears_the_mark_of_a_machine_is_never_answered(
    arrival: tuple[IncomingMail, Facts], mark: str
) -> None:
    mail, facts = arrival
    assume(mail.sender is None or mail.sender.email != FORM)  # a form is a machine that may write
    name, _, value = mark.partition(": ")
    marked = replace(
        mail,
        headers={**mail.headers, name.lower(): (value,)},
        return_path="" if name == "Return-Path" else mail.return_path,
    )
    for send in sends(decide(MailArrived(marked), facts, POLICY)):
        assert send.order.name is not LetterName.ACKNOWLEDGMENT
        assert mail.sender is None or send.order.to in _everybody()


@given(arrivals())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
def test_every_letter_that_is_promised_can_be_written(
    arrival: tuple[IncomingMail, Facts],
) -> None:
    mail, facts = arrival
    for policy in (POLICY, TRIAL):
        for send in sends(decide(MailArrived(mail), facts, policy)):
            letter = WRITER.write(send.order)
            compose(letter, sender=Address(MAILBOX, "School"), message_id=OURS, date=NOON)


@given(name=ODD, local=ODD, domain=ODD)
@settings(deadline=None, max_examples=300)
def test_whoever_it_is_from_the_letters_can_be_written(name: str, local: str, domain: str) -> None:
    mail = read_mail(raw_mail(sender=f"{name} <{local}@{domain}.example>"))
    facts = Facts(
        now=NOON,
        today=local_date(NOON, POLICY.zone),
        mailbox=MAILBOX,
        received_at=NOON,
        received_on=local_date(NOON, POLICY.zone),
        next_number="K-2026-0003",
    )
    for send in sends(decide(MailArrived(mail), facts, POLICY)):
        letter = WRITER.write(send.order)
        compose(letter, sender=Address(MAILBOX, "School"), message_id=OURS, date=NOON)


@pytest.mark.parametrize("person", POLICY.people, ids=lambda person: person.id)
@given(
    away=st.sets(st.sampled_from([one.id for one in POLICY.people])),
    cry=st.booleans(),
    urgent=st.booleans(),
    reply=st.booleans(),
)
def test_who_is_named_gets_no_letter_with_the_text(
    person: Person,
    *,
    away: set[str],
    cry: bool,
    urgent: bool,
    reply: bool,
) -> None:
    text = f"{person.name} deed niets. Onaanvaardbaar."
    text += " Mijn dochter wil niet meer leven." if cry else ""
    text += " Mijn zoon wordt al maanden elke dag gepest." if urgent else ""
    mail = read_mail(raw_mail(text))
    facts = Facts(
        now=NOON,
        today=local_date(NOON, POLICY.zone),
        mailbox=MAILBOX,
        received_at=NOON,
        received_on=local_date(NOON, POLICY.zone),
        next_number="K-2026-0003",
        threads=(Thread(Link.NUMBER, a_case()),) if reply else (),
        absences=tuple(Absence(person=one, first=TODAY, last=TODAY) for one in sorted(away)),
    )
    for policy in (POLICY, replace(POLICY, schools=POLICY.schools[:1])):
        for send in sends(decide(MailArrived(mail), facts, policy)):
            letter = WRITER.write(send.order)
            if send.order.to == person.email:
                assert "deed niets" not in letter.text
                assert "deed niets" not in letter.html


def _everybody(policy: Policy = POLICY) -> set[str]:
    return {person.email for person in policy.people}
