"""Orders of administrators about the bot itself: what is answered, asked back, refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.asked_for import (
    AskedFor,
    BotState,
    Checked,
    LetterShown,
    OtherDay,
    Recalculated,
    TokenState,
)
from bot.core.case import DeadlineKind
from bot.core.decide import decide
from bot.core.decision import BeginPause, Decision, EndPause
from bot.core.duties.refusal import NotPossible
from bot.core.facts import Facts
from bot.core.happening import LettersPaused, LettersResumed, PauseNews, PauseStands
from bot.core.instructions import Verb
from bot.core.instructions.entry import Theme
from bot.core.instructions.verbs import VERBS
from bot.core.letter import LetterName, LetterOrder
from bot.core.pause import KeptBack, Pause
from bot.core.policy import Role
from bot.core.staff.letter_meant import letter_meant
from bot.core.staff.until import Unsure, moment_meant
from tests.builders import MAILBOX, NOON, TODAY, a_policy
from tests.staff_orders import an_order, changes, commands, decided, person, reason_of, sent

OF_ADMIN = [verb for verb, entry in VERBS.items() if entry.theme is Theme.ADMIN]
LASTING = Pause(id=1, by="gust", began_at=NOON, until=NOON + timedelta(hours=5))
SHOWN = LetterShown(
    name="acknowledgment",
    language="nl",
    form="u",
    file="nl/parent/acknowledgment.md",
    subject="Aangekomen",
    text="Dag",
    source="Subject: Aangekomen",
    names=(("case_no", "nummer"),),
)
EVERYTHING = AskedFor(
    checked=Checked(),
    letters=(),
    letter=SHOWN,
    recalculated=Recalculated(open_duties=0),
    state=BotState(version="1", heartbeat_at=NOON),
)


def ordered(verb: Verb, text: str = "", by: str = "gust", **known: Any) -> Decision:
    return decided(an_order(verb, text), by=by, cases=(), **known)


def answer(decision: Decision) -> LetterOrder:
    (letter,) = sent(decision)
    return letter


def effects(decision: Decision, kind: type) -> list[Any]:
    return [each for each in decision.effects if isinstance(each, kind)]


def in_english(person_id: str = "gust") -> Any:
    people = tuple(
        replace(one, language="en") if one.id == person_id else one for one in a_policy().people
    )
    return a_policy(people=people)


# --- whose orders they are


@pytest.mark.parametrize("verb", OF_ADMIN)
def test_no_order_of_administrators_is_anybody_elses(verb: Verb) -> None:
    for one in a_policy().people:
        if Role.ADMIN not in one.roles:
            known = {"asked_for": EVERYTHING, "pause": LASTING}
            refused = ordered(verb, "acknowledgment", by=one.id, **known)
            assert "Dat kan hier alleen de beheerder." in reason_of(refused)
            assert commands(answer(refused)) == []
            assert not effects(refused, BeginPause) + effects(refused, EndPause)


@pytest.mark.parametrize("verb", OF_ADMIN)
def test_nothing_that_is_looked_up_changes_anything(verb: Verb) -> None:
    decision = ordered(verb, "acknowledgment", asked_for=EVERYTHING)
    assert not changes(decision)
    if not VERBS[verb].moves:
        assert not effects(decision, BeginPause) + effects(decision, EndPause)


@pytest.mark.parametrize("verb", OF_ADMIN)
def test_who_reads_english_reads_no_dutch(verb: Verb) -> None:
    decision = ordered(verb, "", policy=in_english(), asked_for=EVERYTHING)
    for letter in sent(decision, to="gust"):
        assert letter.language == "en"
        assert not {"ADMIN SJABLOON LIJST", "ADMIN HERVAT"} & set(commands(letter))


# --- what was looked up


def test_what_could_not_be_looked_up_is_told_with_why() -> None:
    trouble = AskedFor(trouble=("people.toml: person[2].emial: did you mean email?",))
    assert "emial" in reason_of(ordered(Verb.RECALCULATE, asked_for=trouble))
    assert "kon niet opgezocht worden" in reason_of(ordered(Verb.ADMIN_CHECK))


def test_the_trouble_of_a_token_is_told_in_the_language_of_the_reader() -> None:
    token = TokenState(
        address=MAILBOX, trouble=(("nl", "Maak een nieuw."), ("en", "Make a new one."))
    )
    known = AskedFor(state=BotState(version="1", heartbeat_at=NOON, tokens=(token,)))
    letter = answer(ordered(Verb.ADMIN_STATUS, asked_for=known, policy=in_english()))
    tokens: Any = letter.values["tokens"]
    assert tokens[0]["trouble"] == "Make a new one."


def test_a_long_list_of_days_is_cut_and_counted() -> None:
    other = OtherDay(
        case_number="K-2026-0001",
        kind=DeadlineKind.HANDLING,
        was=TODAY,
        now=TODAY + timedelta(days=1),
        rule="45cd",
        new_rule="46cd",
    )
    found = AskedFor(recalculated=Recalculated(open_duties=99, others=(other,) * 70))
    values = answer(ordered(Verb.RECALCULATE, asked_for=found)).values
    assert (len(values["lines"]), values["n_more"]) == (60, 10)  # type: ignore[arg-type]


def test_a_letter_that_is_not_in_that_language_is_asked_back_with_one_that_is() -> None:
    decision = ordered(Verb.LETTER_SHOWN, "acknowledgment de", asked_for=AskedFor(letter=SHOWN))
    assert "niet in die taal" in reason_of(decision)
    assert commands(answer(decision)) == ["ADMIN SJABLOON TOON acknowledgment nl u"]


def test_of_two_letters_in_one_mail_the_second_is_asked_apart() -> None:
    orders = [an_order(Verb.LETTER_SHOWN, name) for name in ("acknowledgment", "reply")]
    decision = decided(*orders, by="gust", cases=(), asked_for=AskedFor(letter=SHOWN))
    assert "Eén brief per mail" in reason_of(decision)


@pytest.mark.parametrize(
    ("said", "name", "language", "form"),
    [
        ("ontvangstmelding", "acknowledgment", "nl", "je"),
        ("acknowledgment fr u", "acknowledgment", "fr", "u"),
        ("Outcome-Not-Upheld, in het Duits", "outcome_not_upheld", "de", "je"),
        ("nl/parent/reply.md".rpartition("/")[2], "reply", "nl", "je"),
        ("stand van zaken engels", "status_update", "en", "je"),
    ],
)
def test_a_letter_is_meant_by_its_file_or_by_what_staff_call_it(
    said: str, name: str, language: str, form: str
) -> None:
    meant = letter_meant(said, form="je")
    assert (meant.name, meant.language, meant.form) == (LetterName(name), language, form)


@given(st.text(max_size=80))
def test_whatever_is_asked_names_a_letter_or_at_most_three(said: str) -> None:
    meant = letter_meant(said, form="u")
    assert len(meant.near) <= 3
    assert meant.name is None or meant.near == ()


# --- the pause


def test_a_pause_tells_every_administrator_and_the_coordinators() -> None:
    decision = ordered(Verb.ADMIN_PAUSE)
    assert {letter.to for letter in sent(decision, LetterName.PAUSE)} == {
        person("gust").email,
        person("ann").email,
    }
    (begun,) = effects(decision, BeginPause)
    assert f"{begun.pause.until:%Y-%m-%d %H:%M}" == "2026-11-25 18:00"
    assert begun.pause.by == "gust"


def test_at_the_terminal_only_an_administrator_pauses_and_not_for_long() -> None:
    facts = Facts(now=NOON, today=TODAY)
    for by, until in (
        ("ann", None),
        ("nobody", None),
        ("gust", NOON),
        ("gust", NOON + timedelta(days=9)),
    ):
        with pytest.raises(NotPossible):
            decide(LettersPaused(by, until), facts, a_policy())
    assert effects(decide(LettersPaused("gust"), facts, a_policy()), BeginPause)


def test_at_the_terminal_a_pause_ends_only_while_it_lasts() -> None:
    for pause in (None, replace(LASTING, until=NOON)):
        with pytest.raises(NotPossible):
            decide(LettersResumed("gust"), Facts(now=NOON, today=TODAY, pause=pause), a_policy())
    facts = Facts(now=NOON, today=TODAY, pause=LASTING)
    assert effects(decide(LettersResumed("gust"), facts, a_policy()), EndPause)


@pytest.mark.parametrize("news", PauseNews)
def test_each_news_of_a_pause_is_told_once_by_its_key(news: PauseNews) -> None:
    facts = Facts(now=NOON, today=TODAY, pause=LASTING, kept_back=KeptBack(letters=3, acks=2))
    decision = decide(PauseStands(news), facts, a_policy())
    assert decision.key is not None
    assert decision.key.startswith(f"pause:1:{news.value}")
    tomorrow = replace(facts, today=TODAY + timedelta(days=1))
    again = decide(PauseStands(news), tomorrow, a_policy())
    assert (again.key == decision.key) is (news is PauseNews.OVER)


def test_where_there_is_no_pause_nothing_is_told_of_one() -> None:
    decision = decide(PauseStands(PauseNews.OVER), Facts(now=NOON, today=TODAY), a_policy())
    assert (decision.key, decision.effects) == (None, ())


@given(st.text(max_size=60))
def test_whatever_is_said_a_moment_lies_ahead_or_is_unsure(said: str) -> None:
    moment = moment_meant(said, NOON, a_policy())
    assert (moment.at is None) is (moment.unsure is not None)
    assert moment.at is None or moment.at > NOON


@given(st.integers(0, 23), st.integers(0, 59), st.dates(date(2026, 11, 25), date(2027, 2, 1)))
def test_a_day_and_an_hour_are_that_day_and_hour(hour: int, minute: int, day: date) -> None:
    policy = a_policy()
    moment = moment_meant(f"tot {day.isoformat()} om {hour}:{minute:02}", NOON, policy)
    at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=policy.zone)
    assert moment.at == at


@pytest.mark.parametrize(
    ("said", "unsure"),
    [
        ("tot gisteren", Unsure.PAST),
        ("tot ik het zeg", Unsure.UNKNOWN),
        ("tot 25:00", Unsure.UNKNOWN),
        ("0 uur", Unsure.PAST),
    ],
)
def test_what_is_no_moment_to_come_is_unsure(said: str, unsure: Unsure) -> None:
    assert moment_meant(said, NOON, a_policy()).unsure is unsure
