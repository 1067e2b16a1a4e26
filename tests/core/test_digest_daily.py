from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.core.absence import Absence
from bot.core.case import Ack, DeadlineKind, Status, Urgency
from bot.core.decide import decide
from bot.core.decision import Decision
from bot.core.desk import Aside, Desk, Owed, Tally
from bot.core.facts import Facts
from bot.core.happening import AttentionCode, Overview, OverviewDue
from bot.core.letter import Button, Hold, LetterName
from bot.core.policy import Policy, Role, StatusUpdates
from bot.core.reading.hints import HINTS, SEVERAL
from bot.settings.load import load
from tests.english import dutch_in
from tests.offices import ANN, EXAMPLE, SECRETS

POLICY = load(EXAMPLE, SECRETS).policy
TODAY = date(2026, 12, 8)  # a Tuesday
NOW = datetime(2026, 12, 8, 6, 30, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
HORIZON = date(2026, 12, 24)


def owed(number: str, kind: DeadlineKind, target_on: date, **changes: Any) -> Owed:
    row = Owed(
        number=number,
        school="demerland",
        handler="ann",
        status=Status.INTAKE,
        urgency=Urgency.NORMAL,
        kind=kind,
        start_on=date(2026, 12, 1),
        due_on=target_on,
        target_on=target_on,
        stage=None,
        since=date(2026, 12, 1),
        opened_at=NOW - timedelta(days=7),
        ack=Ack.SENT,
    )
    return row._replace(**changes)


def a_desk(*rows: Owed, **changes: Any) -> Desk:
    return replace(Desk(since=YESTERDAY, horizon_on=HORIZON, owed=rows), **changes)


def told(
    desk: Desk,
    person: str = "ann",
    *absences: Absence,
    policy: Policy = POLICY,
    now: datetime = NOW,
) -> Decision:
    facts = Facts(now=now, today=now.astimezone(policy.zone).date(), desk=desk, absences=absences)
    return decide(OverviewDue(overview=Overview.DAILY, person=person), facts, policy)


def says(decision: Decision) -> dict[str, Any]:
    (send,) = decision.orders()
    return dict(send.order.values)


def parts(decision: Decision) -> dict[str, list[str]]:
    """Each part of the overview, with the numbers in it."""
    return {
        group["title"]: [line["about"] for line in group["lines"]]
        for group in says(decision)["groups"]
    }


def lines(decision: Decision) -> dict[str, dict[str, Any]]:
    return {line["about"]: line for group in says(decision)["groups"] for line in group["lines"]}


CLASSIFY, HANDLING, MEASURE = DeadlineKind.CLASSIFY, DeadlineKind.HANDLING, DeadlineKind.MEASURE
DAY = timedelta(days=1)


def test_first_who_knows_of_nothing_then_what_is_late_then_by_day() -> None:
    desk = a_desk(
        owed("K-9", CLASSIFY, TODAY + 3 * DAY),
        owed("K-8", MEASURE, TODAY + 8 * DAY, n=1),
        owed("K-7", DeadlineKind.CLARIFY_REPLY, TODAY + 5 * DAY),
        owed("K-6", HANDLING, TODAY + 14 * DAY, start_on=date(2026, 11, 7)),
        owed("K-5", CLASSIFY, TODAY + 1 * DAY),
        owed("K-4", CLASSIFY, TODAY),
        owed("K-3", CLASSIFY, TODAY - 1 * DAY),
        owed("K-2", CLASSIFY, TODAY - 6 * DAY),
        owed("K-1", DeadlineKind.ACK, TODAY + 5 * DAY, ack=Ack.HELD, hold=Hold.LIMIT),
    )
    assert list(parts(told(desk)).items()) == [
        ("Eerst dit: iemand weet nog van niets", ["K-1"]),
        ("Te laat", ["K-2", "K-3"]),
        ("Vandaag", ["K-4"]),
        ("Morgen en donderdag", ["K-5"]),
        ("Deze week", ["K-9"]),
        ("Daarna", ["K-6"]),
        ("Wacht op een ander", ["K-7"]),
        ("Beloofd", ["K-8"]),
    ]


def test_the_letter_goes_to_its_reader_and_its_morning_is_written_down() -> None:
    decision = told(a_desk(owed("K-1", CLASSIFY, TODAY)))
    (send,) = decision.orders()
    assert (send.order.name, send.order.to) == (LetterName.DAILY_DIGEST, ANN)
    assert send.order.to_staff
    assert decision.event == "overview_daily"
    assert decision.key == "overview:2026-12-08:daily:ann"


def test_without_anything_to_tell_there_is_no_letter_but_the_morning_is_written_down() -> None:
    for person in ("ann", "bert", "left-long-ago"):
        decision = told(a_desk(received={"bounce": 2}, topics={"pesten": (9, 1)}), person)
        assert decision.effects == ()
        assert decision.key == f"overview:2026-12-08:daily:{person}"


def test_days_are_told_as_people_say_them() -> None:
    when = lines(
        told(
            a_desk(
                owed("K-1", CLASSIFY, date(2026, 12, 1)),
                owed("K-2", CLASSIFY, TODAY),
                owed("K-3", CLASSIFY, TODAY + DAY),
                owed("K-4", DeadlineKind.TALK_REPLY, date(2027, 1, 4)),
                owed("K-5", HANDLING, TODAY + 2 * DAY, start_on=date(2026, 10, 26)),
                owed("K-6", HANDLING, date(2026, 12, 11), due_on=date(2026, 12, 13)),
            )
        )
    )
    assert {number: line["when"] for number, line in when.items()} == {
        "K-1": "sinds 1 december, 5 werkdagen",
        "K-2": "vandaag",
        "K-3": "woensdag 9",
        "K-4": "tot maandag 4 januari",
        "K-5": "donderdag 10, beloofd",
        "K-6": "vrijdag 11, beloofd voor zondag 13",
    }


def test_the_next_days_are_those_on_which_people_work() -> None:
    friday = NOW + 3 * DAY
    title = list(parts(told(a_desk(owed("K-1", CLASSIFY, date(2026, 12, 14))), now=friday)))
    assert title == ["Maandag en dinsdag"]
    before_christmas = NOW + 15 * DAY  # Wednesday 23 December, a Monday-like overview for Ann
    desk = a_desk(
        owed("K-1", CLASSIFY, date(2026, 12, 24)), owed("K-2", CLASSIFY, TODAY + 20 * DAY)
    )
    assert parts(told(desk, now=before_christmas)) == {"Morgen en maandag": ["K-1", "K-2"]}


def test_a_long_term_is_told_from_ten_working_days_before_and_read_before_a_vacation() -> None:
    def first_told(target: date) -> date:
        row = owed("K-1", HANDLING, target, start_on=target - timedelta(days=45))
        mornings = (NOW + n * DAY for n in range(40))
        return next(
            morning.date()
            for morning in mornings
            if POLICY.calendar.is_school_day(morning.date())
            and told(a_desk(row), now=morning).effects
        )

    assert first_told(date(2027, 1, 8)) == date(2026, 12, 18)
    assert first_told(date(2027, 1, 4)) == date(2026, 12, 17)


def test_what_lies_further_ahead_is_counted() -> None:
    desk = a_desk(
        owed("K-1", CLASSIFY, TODAY),
        owed("K-2", HANDLING, date(2026, 12, 24), start_on=date(2026, 11, 9)),
        owed("K-3", DeadlineKind.STATUS, date(2026, 12, 18)),
    )
    decision = told(desk)
    assert parts(decision) == {"Vandaag": ["K-1"]}
    assert says(decision)["n_further"] == 2


def test_a_new_case_is_told_once_however_far_ahead_its_first_duty_lies() -> None:
    new = {"opened_at": NOW - timedelta(hours=10)}
    desk = a_desk(
        owed("K-1", CLASSIFY, TODAY + DAY, **new),
        owed("K-1", DeadlineKind.ADMISSIBILITY, TODAY + 2 * DAY, **new),
        owed("K-2", DeadlineKind.ADMISSIBILITY, TODAY + 12 * DAY, **new),
    )
    groups = says(told(desk))["groups"]
    assert [[line["what"].split(".")[0] for line in group["lines"]] for group in groups] == [
        ["Nieuw sinds gisteren", "Beslis of de klacht ontvankelijk is"],
        ["Nieuw sinds gisteren"],
    ]
    assert says(told(replace(desk, since=None)))["n_further"] == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ack": Ack.FAILED, "why": "550 5.1.1 unknown"}, "Dit adres bestaat niet"),
        ({"ack": Ack.FAILED, "phone": "0470 00 00 00"}, "Bel 0470 00 00 00."),
        ({"ack": Ack.FAILED}, "Er is geen telefoonnummer"),
        ({"ack": Ack.HELD, "hold": Hold.CONFIG}, "er ontbreekt een afspraak"),
        ({"ack": Ack.HELD, "hold": Hold.FORWARDED}, "kijk na of het adres echt van de melder is"),
        ({"ack": Ack.QUEUED}, "nam de ontvangstmelding nog niet aan"),
    ],
)
def test_an_acknowledgment_that_did_not_get_out_says_why(
    changes: dict[str, Any], words: str
) -> None:
    row = owed("K-1", DeadlineKind.ACK, TODAY + 3 * DAY, **changes)
    decision = told(a_desk(row))
    assert parts(decision) == {"Eerst dit: iemand weet nog van niets": ["K-1"]}
    line = lines(decision)["K-1"]
    assert words in line["what"]
    assert line["when"] == "sinds 1 december"


def test_what_a_server_said_is_never_repeated() -> None:
    why = "550 5.1.1 <sofie.aerts@ouders.example>: unknown"
    row = owed("K-1", DeadlineKind.ACK, TODAY, ack=Ack.FAILED, why=why)
    assert "sofie" not in str(says(told(a_desk(row))))


def test_an_acknowledgment_that_leaves_this_minute_alarms_nobody() -> None:
    row = owed("K-1", DeadlineKind.ACK, TODAY + 9 * DAY, ack=Ack.QUEUED, opened_at=NOW)
    assert parts(told(a_desk(row))) == {"Wacht op een ander": ["K-1"]}


def test_nobody_reads_of_a_case_that_speaks_of_them() -> None:
    rows = (
        owed("K-1", CLASSIFY, TODAY, not_for=("ann",)),
        owed("K-2", CLASSIFY, TODAY),
    )
    assert list(lines(told(a_desk(*rows)))) == ["K-2"]
    # It is the next in line who reads it, and Ann's name is not said.
    line = lines(told(a_desk(*rows), "bert"))["K-1"]
    assert line["whose"] == ""


def test_a_case_in_danger_has_its_own_alarm_and_no_line() -> None:
    rows = (owed("K-1", CLASSIFY, TODAY, urgency=Urgency.CRITICAL), owed("K-2", CLASSIFY, TODAY))
    assert list(lines(told(a_desk(*rows)))) == ["K-2"]


def test_no_director_reads_in_the_day_of_a_case_that_speaks_of_a_director() -> None:
    people = tuple(
        replace(one, roles=one.roles | {Role.HANDLER}) if one.id == "carla" else one
        for one in POLICY.people
    )
    policy = replace(POLICY, people=people)
    desk = a_desk(
        owed("K-1", CLASSIFY, TODAY, handler="carla"),
        owed("K-2", CLASSIFY, TODAY, handler="carla", not_for=("dirk",)),
    )
    assert list(lines(told(desk, "carla", policy=policy))) == ["K-1"]
    assert list(lines(told(desk, policy=policy))) == ["K-2"]


def test_the_coordinator_inherits_what_was_of_a_handler_who_left() -> None:
    desk = a_desk(owed("K-1", CLASSIFY, TODAY, handler="gone"), owed("K-2", CLASSIFY, TODAY))
    assert list(lines(told(desk))) == ["K-1", "K-2"]
    assert not told(desk, "bert").effects


def test_who_stands_in_reads_for_whom() -> None:
    bert_away = Absence(person="bert", first=TODAY, last=TODAY)
    desk = a_desk(owed("K-1", CLASSIFY, TODAY, handler="bert"), owed("K-2", CLASSIFY, TODAY))
    both = lines(told(desk, "ann", bert_away))
    assert both["K-1"]["whose"] == "Voor Bert Claes."
    assert both["K-2"]["whose"] == ""


def test_in_a_vacation_the_coordinator_reads_what_lies_with_others() -> None:
    monday = datetime(2026, 12, 28, 6, 30, tzinfo=UTC)
    desk = a_desk(owed("K-1", CLASSIFY, date(2026, 12, 28), handler="bert"))
    assert lines(told(desk, now=monday))["K-1"]["whose"] == "Bij Bert Claes."


def test_a_measure_of_another_is_waited_for_and_is_the_others_task() -> None:
    desk = a_desk(
        owed("K-1", MEASURE, TODAY + DAY, n=2, owner="bert"),
        owed("K-2", MEASURE, TODAY + DAY, n=1, owner="carla"),
        owed("K-3", MEASURE, TODAY + DAY, n=1, owner="ann"),
    )
    assert parts(told(desk)) == {
        "Morgen en donderdag": ["K-3"],
        "Wacht op een ander": ["K-1", "K-2"],
    }
    assert lines(told(desk))["K-2"]["whose"] == "Bij Carla Maes."
    assert parts(told(desk, "bert")) == {"Morgen en donderdag": ["K-1"]}


def test_a_promise_is_told_by_its_number_never_in_the_words_that_were_typed() -> None:
    desk = a_desk(owed("K-1", MEASURE, TODAY, n=2, what="Sam krijgt een andere plaats"))
    assert lines(told(desk))["K-1"]["what"] == "Voer beloofde maatregel 2 uit."
    assert "Sam" not in str(says(told(desk)))


def test_while_the_clock_stands_still_nothing_of_it_is_late() -> None:
    desk = a_desk(
        owed("K-1", HANDLING, TODAY - DAY, stopped=True),
        owed("K-1", DeadlineKind.CLARIFY_REPLY, TODAY + DAY, stopped=True),
    )
    assert parts(told(desk)) == {"Wacht op een ander": ["K-1"]}


def test_explanation_that_never_came_is_a_matter_for_today() -> None:
    desk = a_desk(owed("K-1", DeadlineKind.CLARIFY_REPLY, TODAY - DAY))
    assert parts(told(desk)) == {"Vandaag": ["K-1"]}
    assert lines(told(desk))["K-1"]["what"] == "Geen uitleg gekregen, beslis hoe het verdergaat."


def test_status_updates_that_leave_by_themselves_are_nobodys_task() -> None:
    desk = a_desk(owed("K-1", DeadlineKind.STATUS, TODAY))
    assert parts(told(desk)) == {"Vandaag": ["K-1"]}
    by_itself = replace(POLICY, status_updates=StatusUpdates.AUTO)
    assert not told(desk, policy=by_itself).effects


def test_what_may_be_two_complaints_says_so_and_nothing_else_of_the_hints() -> None:
    hints = (HINTS[SEVERAL].nl, "Lijkt op K-2026-0001: dezelfde woorden: bus, halte")
    what = lines(told(a_desk(owed("K-1", CLASSIFY, TODAY, hints=hints))))["K-1"]["what"]
    assert what == "Kies eenvoudig of complex. Misschien twee klachten in één mail."


def test_sixty_lines_are_listed_and_the_rest_is_counted() -> None:
    rows = [owed(f"K-{n:03}", CLASSIFY, TODAY - n * DAY) for n in range(75)]
    decision = told(a_desk(*rows))
    assert sum(map(len, parts(decision).values())) == 60
    assert parts(decision)["Te laat"][0] == "K-074"
    values = says(decision)
    assert (values["n_more"], values["n_late"], values["n_today"]) == (15, 74, 1)


def test_ten_mails_that_lie_apart_are_listed_the_rest_is_counted() -> None:
    apart = tuple(
        Aside(mail_id=n, received_at=NOW - timedelta(hours=20 - n), code="spam",
              school="demerland", listed=n < 3)
        for n in range(16)
    )  # fmt: skip
    decision = told(a_desk(aside=apart))
    values = says(decision)
    assert decision.lists == tuple(range(3, 13))
    assert [mail["about"] for mail in values["apart"]] == [f"mail {n}" for n in range(3, 13)]
    assert (values["n_apart_more"], values["n_apart_before"]) == (3, 3)
    assert not told(a_desk(aside=apart), "bert").effects


def test_mails_that_were_listed_before_are_no_reason_for_a_letter() -> None:
    old = Aside(mail_id=1, received_at=YESTERDAY, code="spam", school="", listed=True)
    assert not told(a_desk(aside=(old,))).effects


def test_the_sum_of_all_mail_is_the_coordinators() -> None:
    received = {"complaint": 2, "case_reply": 2, "question": 1, "spam": 1}
    desk = a_desk(
        owed("K-1", CLASSIFY, TODAY), owed("K-2", CLASSIFY, TODAY, handler="bert"),
        received=received,
    )  # fmt: skip
    assert says(told(desk))["accounting"] == (
        "Sinds gisteren 7.30 uur: 6 mails = 2 klachten + 2 antwoorden + 1 vraag + 1 mogelijke "
        "reclame. Niets bleef liggen."
    )
    assert says(told(desk, "bert"))["accounting"] == ""


@pytest.mark.parametrize(
    ("received", "sentence"),
    [
        ({}, "geen nieuwe mail."),
        ({"complaint": 1}, "1 mail = 1 klacht. Niets bleef liggen."),
        ({"own": 1, "waiting": 2}, ("3 mails = 1 eigen brief + 2 mails die nog wachten. "
         "Er wachten er nog 2.")),
        ({"newer": 1}, "1 mail = 1 newer. Niets bleef liggen."),
    ],
)  # fmt: skip
def test_the_sum_closes_whatever_came(received: dict[str, int], sentence: str) -> None:
    desk = a_desk(owed("K-1", CLASSIFY, TODAY), received=received)
    assert says(told(desk))["accounting"] == f"Sinds gisteren 7.30 uur: {sentence}"


def test_a_topic_that_rises_by_half_and_came_three_times_is_told() -> None:
    topics = {"pesten": (6, 2), "bus": (3, 2), "eten": (2, 0), "rapport": (9, 7), "sport": (3, 0)}
    values = says(told(a_desk(owed("K-1", CLASSIFY, TODAY), topics=topics)))
    assert values["rising"] == (
        "pesten: 6 meldingen in vier weken, 2 in de vier weken daarvoor",
        "sport: 3 meldingen in vier weken, geen in de vier weken daarvoor",
    )


def test_a_vacation_ahead_names_the_promises_that_fall_in_it() -> None:
    desk = a_desk(
        owed("K-2", HANDLING, date(2026, 12, 22)),
        owed("K-1", HANDLING, date(2026, 12, 31), due_on=date(2027, 1, 2)),
        owed("K-3", DeadlineKind.STATUS, date(2026, 12, 22)),
        horizon_on=date(2027, 1, 15),
    )
    assert says(told(desk))["calendar"] == (
        (
            "Vanaf maandag 21 december is het kerstvakantie, tot en met zondag 3 januari. Beloofde "
            "dagen blijven staan: K-2 (22 december) en K-1 (2 januari) vallen erin."
        ),
    )


def test_a_year_without_a_calendar_is_told_from_may_on() -> None:
    dutch = load(EXAMPLE, SECRETS).policy.calendar.of("NL-Midden")
    policy = replace(POLICY, calendar=dutch)

    def calendar(day: date) -> Any:
        desk = a_desk(owed("K-1", CLASSIFY, day))
        morning = datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC)
        return says(told(desk, policy=policy, now=morning))["calendar"]

    last_year = dutch.calendar_until.year
    before, after = date(last_year, 3, 20), date(last_year, 6, 5)
    while not dutch.is_school_day(before) or not dutch.is_school_day(after):
        before, after = before + DAY, after + DAY
    assert not any("ontbreekt" in note for note in calendar(before))
    missing = f"De kalender {last_year}-{last_year + 1} ontbreekt"
    assert any(note.startswith(missing) for note in calendar(after))


def test_mornings_that_were_missed_are_told() -> None:
    missed = (date(2026, 12, 3), date(2026, 12, 4), date(2026, 12, 7))
    assert says(told(a_desk(missed=missed)))["stood_still"] == (
        "De bot lag stil van donderdag 3 december tot en met maandag 7 december; wat intussen "
        "binnenkwam, is gelezen."
    )
    assert not told(a_desk(missed=missed), "bert").effects


def test_open_cases_are_counted_without_those_that_speak_of_the_reader() -> None:
    tallies = (
        Tally("demerland", "ann", (), open=4, late=1),
        Tally("kapelhof", "bert", (), open=5),
        Tally("demerland", "bert", ("ann",), open=2),
    )
    desk = a_desk(
        owed("K-1", CLASSIFY, TODAY), owed("K-2", CLASSIFY, TODAY, handler="bert"), tallies=tallies
    )
    ann, bert = says(told(desk)), says(told(desk, "bert"))
    assert (ann["n_open"], ann["n_open_late"]) == (9, 1)
    assert (bert["n_open"], bert["n_open_late"]) == (7, 0)


def test_no_line_has_a_button_where_nobody_could_prove_who_tapped() -> None:
    boxes = tuple(replace(box, proves_staff=False) for box in POLICY.mailboxes)
    values = says(
        told(a_desk(owed("K-1", CLASSIFY, TODAY)), policy=replace(POLICY, mailboxes=boxes))
    )
    assert "Button" not in str(values)
    assert values["by_mail"] is False


def test_each_line_has_its_buttons() -> None:
    desk = a_desk(
        *(
            owed(f"K-{at:02}", kind, TODAY + DAY, ack=Ack.FAILED)
            for at, kind in enumerate(DeadlineKind)
        ),
        owed("K-90", MEASURE, TODAY, n=2, owner="carla"),
    )
    values = says(told(desk))
    buttons = [
        button
        for group in values["groups"]
        for line in group["lines"]
        for button in line["buttons"]
    ]
    assert all(len(line["buttons"]) <= 3 for line in lines(told(desk)).values())
    assert all(button.person == "ann" and button.made_on == TODAY for button in buttons)
    assert [button.spoken for button in buttons if button.about == "K-90"] == [
        "K-90 HERINNER",
        "K-90 KLAAR 2",
        "K-90 TOON",
    ]
    away = Button(
        label="Meld je afwezigheid",
        command="AFWEZIG tot 3 januari, vervanger Bert",
        about="",
        person="ann",
        mailbox=POLICY.mailboxes[0].address,
        made_on=TODAY,
    )
    assert values["away"] == (away,)


def test_what_may_be_serious_is_never_offered_as_simple() -> None:
    line = lines(told(a_desk(owed("K-1", CLASSIFY, TODAY, urgency=Urgency.HIGH))))["K-1"]
    assert [button.command for button in line["buttons"]] == ["COMPLEX", "TOON"]


def test_news_that_was_not_told_for_weeks_is_one_line() -> None:
    status = DeadlineKind.STATUS
    desk = a_desk(
        *(owed("K-1", status, TODAY - 14 * n * DAY, start_on=TODAY - 70 * DAY) for n in range(4)),
        owed("K-2", status, TODAY - 14 * DAY),
        owed("K-2", status, TODAY),
    )
    decision = told(desk)
    assert parts(decision) == {"Te laat": ["K-1", "K-2"]}
    whole = lines(decision)["K-1"]["what"]
    assert whole == "Laat de melder weten hoe het staat. Dat gebeurde al 3 keer niet."
    assert lines(decision)["K-2"]["what"] == "Laat de melder weten hoe het staat."
    assert says(decision)["n_further"] == 2


def test_who_reads_english_reads_the_whole_overview_in_english() -> None:
    people = tuple(replace(person, language="en") for person in POLICY.people)
    waiting = ((Ack.HELD, hold) for hold in (*Hold, None))
    acks = [*waiting, *((ack, None) for ack in Ack if ack is not Ack.HELD)]
    desk = a_desk(
        *(
            owed(f"K-{at:02}", kind, TODAY + (at % 9 - 4) * DAY, n=at)
            for at, kind in enumerate(DeadlineKind)
        ),
        *(owed("K-80", DeadlineKind.ACK, TODAY, ack=ack, hold=hold) for ack, hold in acks),
        owed("K-90", MEASURE, TODAY, n=2, owner="carla"),
        aside=tuple(
            Aside(mail_id=at, received_at=YESTERDAY, code=code.value, school="demerland")
            for at, code in enumerate(AttentionCode)
        ),
        received={"complaint": 1, "spam": 2, "waiting": 1},
        topics={"bus": (6, 1)},
        missed=(TODAY - DAY,),
    )
    decision = told(desk, policy=replace(POLICY, people=people))
    (send,) = decision.orders()
    assert send.order.language == "en"
    names = {*(person.name for person in people), "Basisschool Demerland", POLICY.organisation}
    assert dutch_in(shown(send.order.values), but_for=names) == []
    assert list(parts(decision)) == [
        "First this: somebody knows nothing yet",
        "Late",
        "Today",
        "Tomorrow and Thursday",
        "This week",
        "Waiting for others",
    ]


def shown(value: Any) -> str:
    """Every text in the values of a letter, a line each; of a button what it says and orders."""
    match value:
        case str():
            return value
        case Button():
            return f"{value.label}\n{value.command}"
        case dict():
            return "\n".join(map(shown, value.values()))
        case tuple():
            return "\n".join(map(shown, value))
        case _:
            return ""
