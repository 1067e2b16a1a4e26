"""The first letter to each colleague: who is due, what it holds, and who has not tapped."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.absence import Absence
from bot.core.calendar import local_date
from bot.core.decide import decide
from bot.core.facts import Facts
from bot.core.first_day import (
    KEYS_BEGIN,
    MOST_AT_ONCE,
    gives_orders,
    is_known,
    key_of,
    mailbox_of,
    newcomers,
    on_person_new,
    untapped,
)
from bot.core.happening import PersonNew
from bot.core.letter import Button, LetterName, LetterOrder
from bot.core.parties import find_person
from bot.core.policy import Mailbox, Mode, Person, Policy, Role
from tests.builders import MAILBOX, NOON, TODAY, a_policy

POLICY = a_policy()
DOMAIN = "schoolbestuur-demerland.example"
ANN = find_person(POLICY, "ann")
SECOND = Mailbox(address="klachten@kapelhof.example", school="kapelhof", proves_staff=True)
FACTS = Facts(now=NOON, today=TODAY)


def a_person(name: str, *roles: Role, address: str = "", **changes: object) -> Person:
    usual = Person(
        id=name, name=f"{name.title()} Nieuw", email=address or f"{name}@{DOMAIN}",
        roles=frozenset(roles or {Role.HANDLER}),
    )  # fmt: skip
    return replace(usual, **changes)  # type: ignore[arg-type]


def a_school(*people: Person, **changes: object) -> Policy:
    return replace(POLICY, people=people, **changes)  # type: ignore[arg-type]


def letter_to(person: Person, policy: Policy) -> LetterOrder:
    (send,) = decide(PersonNew(person=person.id), FACTS, policy).orders()
    return send.order


def button_in(order: LetterOrder) -> Button:
    buttons = order.values["buttons"]
    assert isinstance(buttons, tuple)
    (button,) = buttons
    assert isinstance(button, Button)
    return button


# --- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("roles", "inside", "outside"),
    [
        ({Role.COORDINATOR}, True, True),
        ({Role.BOARD}, True, True),
        ({Role.ADMIN}, True, True),
        ({Role.STAFF}, True, True),
        ({Role.SAFETY}, True, False),
        ({Role.SAFETY, Role.CLB}, True, False),
        ({Role.SAFETY, Role.DIRECTOR}, True, True),
        ({Role.DPO}, False, False),
        ({Role.MEDIATOR}, False, False),
        (set(), False, False),
    ],
)
def test_whoever_will_find_buttons_in_letters_is_asked(
    roles: set[Role],
    inside: bool,  # noqa: FBT001
    outside: bool,  # noqa: FBT001
) -> None:
    person = replace(a_person("rik"), roles=frozenset(roles))
    assert gives_orders(person, POLICY) is inside
    assert gives_orders(replace(person, email="rik@clb.example"), POLICY) is outside


def test_the_tap_goes_to_a_mailbox_that_proves_it_of_their_own_school_if_it_can() -> None:
    rik = a_person("rik", schools=("kapelhof",))
    first = replace(POLICY.mailboxes[0], school="demerland")
    both = a_school(rik, mailboxes=(first, SECOND))
    assert mailbox_of(rik, both) == SECOND
    assert button_in(letter_to(rik, both)).mailbox == SECOND.address
    assert mailbox_of(replace(rik, schools=()), both) == first
    trusting = replace(SECOND, proves_staff=False)
    assert mailbox_of(rik, a_school(rik, mailboxes=(first, trusting))) == first
    silent = replace(first, proves_staff=False)
    assert mailbox_of(rik, a_school(rik, mailboxes=(silent, trusting))) is None
    assert newcomers(a_school(rik, mailboxes=(silent, trusting)), (), (), TODAY) == []


def test_there_is_one_button_and_it_is_their_own() -> None:
    rik = a_person("rik", schools=("kapelhof",), language="en")
    order = letter_to(rik, a_school(ANN, rik))  # type: ignore[arg-type]
    assert (order.name, order.to, order.language) == (LetterName.FIRST_TAP, rik.email, "en")
    button = button_in(order)
    assert (button.label, button.command) == ("Tap here", "HERE")
    assert (button.person, button.about, button.mailbox) == ("rik", "", MAILBOX)
    assert order.case_number is None


def test_on_trial_it_goes_to_themselves() -> None:
    rik = a_person("rik")
    order = letter_to(rik, a_school(ANN, rik, mode=Mode.TRIAL))  # type: ignore[arg-type]
    assert (order.to, order.trial_for) == (rik.email, None)


def test_who_is_gone_meanwhile_gets_nothing_and_nothing_is_written_down() -> None:
    decision = on_person_new(PersonNew(person="rik"), FACTS, POLICY)
    assert (decision.key, decision.effects) == (None, ())


def test_the_log_names_nobody_and_no_address() -> None:
    rik = a_person("rik")
    for proven in (False, True):
        decision = on_person_new(PersonNew(person="rik", proven=proven), FACTS, a_school(rik))
        said = f"{decision.reason} {decision.key}"
        assert rik.email not in said
        assert rik.name not in said


# --- once -----------------------------------------------------------------------------------------

CROWD = MOST_AT_ONCE + 2  # more than are asked at once; things happen to the first of them
SOMEBODY = st.integers(0, 2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("look"), st.integers(1, 2)),
        st.tuples(st.sampled_from(("comes", "goes", "away", "back", "fails")), SOMEBODY),
        st.tuples(st.sampled_from(("a", "b", "A")), SOMEBODY),
        st.tuples(st.just("trusts"), st.integers(0, 1)),
    ),
    max_size=40,
)


class School:
    """People come, go, move and are away; the bot keeps nothing between two looks but its log."""

    def __init__(self) -> None:
        self.people = {f"p{n}": a_person(f"p{n}") for n in range(CROWD)}
        self.away: set[str] = set()
        self.fails: set[str] = set()  # whose letter cannot be written at the next look
        self.trusts = True
        self.keys: set[str] = set()
        self.letters: Counter[tuple[str, str]] = Counter()

    @property
    def policy(self) -> Policy:
        box = replace(POLICY.mailboxes[0], proves_staff=self.trusts)
        return a_school(*self.people.values(), mailboxes=(box,))

    def step(self, what: str, n: int) -> None:
        name = f"p{n}"
        if what == "look":
            for _ in range(n):
                self.look()
        elif what == "comes":
            self.people.setdefault(name, a_person(name))
        elif what == "goes":
            self.people.pop(name, None)
        elif what in {"a", "b", "A"} and name in self.people:
            address = f"{name}.{what}@{DOMAIN}"
            self.people[name] = replace(self.people[name], email=address)
        elif what in {"away", "back"}:
            (self.away.add if what == "away" else self.away.discard)(name)
        elif what == "trusts":
            self.trusts = bool(n)
        elif what == "fails":
            self.fails.add(name)

    def look(self) -> None:
        absences = tuple(Absence(person=one, first=TODAY, last=TODAY) for one in self.away)
        due = newcomers(self.policy, frozenset(self.keys), absences, TODAY)
        assert len(due) <= MOST_AT_ONCE
        for person, box in due:
            assert box.proves_staff
            assert person.id not in self.away
            if person.id in self.fails:
                self.fails.discard(person.id)
                continue
            decision = decide(PersonNew(person=person.id), FACTS, self.policy)
            assert decision.key is not None
            assert decision.key.startswith(KEYS_BEGIN)
            assert decision.key not in self.keys
            self.keys.add(decision.key)
            (send,) = decision.orders()
            assert send.order.to == person.email
            self.letters[person.id, send.order.to.casefold()] += 1


@given(steps=STEPS)
def test_each_person_gets_it_once_at_each_address_whatever_happens_in_between(
    steps: list[tuple[str, int]],
) -> None:
    school = School()
    for what, n in steps:
        school.step(what, n)
    assert set(school.letters.values()) <= {1}
    # In the end nobody is forgotten.
    school.trusts, school.away, school.fails = True, set(), set()
    for _ in range(2):
        school.look()
    had = set(school.letters)
    assert {(one.id, one.email.casefold()) for one in school.people.values()} <= had
    assert set(school.letters.values()) <= {1}


# --- who is known, and who has not tapped ---------------------------------------------------------


def test_an_order_from_an_address_proves_the_phone_of_who_had_it_first() -> None:
    rik, his = a_person("rik"), {f"rik@{DOMAIN}": NOON}
    assert is_known(rik, (), his)
    assert is_known(replace(rik, email=f"Rik@{DOMAIN}"), (key_of(rik),), his)
    assert not is_known(rik, (), {})
    assert not is_known(replace(rik, id="mia"), (key_of(rik),), his)


@given(
    hours=st.integers(0, 300 * 24),
    days=st.integers(0, 30),
    orders=st.lists(st.integers(-40, 40), max_size=3),
)
def test_who_is_told_of_had_five_working_days_and_ordered_nothing(
    hours: int, days: int, orders: list[int]
) -> None:
    at = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(hours=hours)
    rik, now = a_person("rik"), at + timedelta(days=days)
    came = [at + timedelta(days=n) for n in orders if n <= days]
    last = {rik.email: max(came)} if came else {}
    names = untapped(a_school(rik), {key_of(rik): at}, last, now)
    on, today = (local_date(one, POLICY.zone) for one in (at, now))
    between = [date.fromordinal(n) for n in range(on.toordinal() + 1, today.toordinal())]
    waited = sum(map(POLICY.calendar.is_working_day, between))
    late = waited >= 5 and not any(when > at for when in came)
    assert names == (("Rik Nieuw",) if late else ())


def test_who_left_or_got_another_address_is_not_told_of() -> None:
    rik, late = a_person("rik"), NOON + timedelta(days=30)
    written = {key_of(rik): NOON}
    assert untapped(a_school(rik), written, {}, late) == ("Rik Nieuw",)
    assert untapped(a_school(), written, {}, late) == ()
    moved = replace(rik, email=f"r.bos@{DOMAIN}")
    assert untapped(a_school(moved), written, {}, late) == ()
