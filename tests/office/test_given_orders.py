from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.core.case import DeadlineKind, Detail, Status
from bot.core.decide import decide
from bot.core.decision import Decision
from bot.core.facts import Facts, Link
from bot.core.happening import DraftWaits, MailArrived
from bot.core.instructions import Verb
from bot.core.letter import LetterName
from bot.core.policy import Policy
from tests.offices import ANN, BERT, CARLA, ELS, KATRIEN, Office

K1, K2 = "K-2026-0001", "K-2026-0002"
SERVER = "mx.schoolbestuur-demerland.example"
PROVEN = f"Authentication-Results: {SERVER}; dmarc=pass header.from=schoolbestuur-demerland.example"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Two complaints in treatment."""
    office = Office(tmp_path)
    office.write("De bus kwam weer niet. Een klacht dus.", subject="Klacht over de bus")
    office.write(
        "De soep was koud. Een klacht dus.",
        subject="Klacht over het eten",
        sender="Jo <jo@x.example>",
    )
    office.round()
    yield office
    office.close()


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Facts]:
    """The facts of each mail that is decided upon from here on."""
    found: list[Facts] = []

    def note(happening: Any, facts: Facts, policy: Policy) -> Decision:
        if isinstance(happening, MailArrived | DraftWaits):
            found.append(facts)
        return decide(happening, facts, policy)

    monkeypatch.setattr("bot.office.casework.decide", note)
    return found


def ordered(
    office: Office,
    seen: list[Facts],
    text: str,
    *,
    sender: str = ANN,
    subject: str = "",
    **mail: Any,
) -> Facts:
    """What is known when staff write so."""
    office.write(text, sender=sender, subject=subject, headers=(PROVEN,), **mail)
    office.round()
    return seen[-1]


def orders_of(facts: Facts) -> list[tuple[Verb, str]]:
    assert facts.instructions is not None
    return [(order.verb, order.number) for order in facts.instructions.orders]


def test_the_cases_that_orders_name_are_found_beside_those_of_the_mail(
    office: Office, seen: list[Facts]
) -> None:
    facts = ordered(office, seen, f"EENVOUDIG\n{K2} COMPLEX", subject=f"[{K1}]")
    assert orders_of(facts)[-1] == (Verb.COMPLEX, K2)
    assert [(each.link, each.case.number) for each in facts.threads] == [
        (Link.NUMBER, K1),
        (Link.NUMBER, K2),
    ]
    assert facts.mail_id == 3


def test_each_case_has_its_own_complaint(office: Office, seen: list[Facts]) -> None:
    facts = ordered(office, seen, f"EENVOUDIG\n{K2} COMPLEX", subject=f"[{K1}]")
    subjects = {
        number: mail.subject
        for number in (K1, K2, "K-2026-0009")
        if (mail := facts.of_case(number).opening)
    }
    assert subjects == {K1: "Klacht over de bus", K2: "Klacht over het eten"}
    assert facts.opening == facts.of_case(K1).opening


def test_nobody_else_reaches_a_case_by_ordering_in_it(office: Office, seen: list[Facts]) -> None:
    facts = ordered(office, seen, f"{K2} EENVOUDIG", sender="vreemd@elders.example")
    assert facts.threads == ()
    assert facts.instructions is None


def test_of_a_mail_of_a_parent_nothing_of_orders_is_asked(
    office: Office, seen: list[Facts]
) -> None:
    heard: list[str] = []
    sa.event.listen(
        office.bot.database.engine, "before_cursor_execute", lambda *given: heard.append(given[2])
    )

    def asked_for(text: str, **mail: Any) -> int:
        """How often what is remembered of orders was asked for in a round with such a mail."""
        heard.clear()
        office.write(text, **mail)
        office.round()
        return sum("step_taken" in each or "draft" in each for each in heard)

    # The watch asks in each round whether a letter waits for a yes.
    office.round()
    of_the_watch = asked_for("Een klacht.", sender="piet@postvak.example")
    assert of_the_watch <= 1
    assert asked_for("Nog een klacht.", sender="piet@postvak.example") == of_the_watch
    assert seen[-1].instructions is None
    assert asked_for("EENVOUDIG", sender=ANN, subject=f"[{K1}]") > of_the_watch


def test_who_names_no_case_is_offered_the_own_open_cases(office: Office, seen: list[Facts]) -> None:
    office.change(K2, handler="bert", status=Status.HANDLING)
    facts = ordered(office, seen, "EENVOUDIG", sender=BERT)
    assert [line.number for line in facts.open_cases] == [K2]
    with_case = ordered(office, seen, "EENVOUDIG", sender=BERT, subject=f"[{K2}]")
    assert with_case.open_cases == ()


def test_pupils_of_other_open_cases_are_known(office: Office, seen: list[Facts]) -> None:
    office.change(K2, details={Detail.PUPIL: "Noor Willems,  Lore Maes, "})
    facts = ordered(office, seen, "STATUS: we zijn ermee bezig.", subject=f"[{K1}]")
    assert facts.pupils_elsewhere == ("Noor Willems", "Lore Maes")
    assert ordered(office, seen, "NEEM", subject=f"[{K2}]").pupils_elsewhere == ()


def test_a_mail_that_lies_apart_can_be_ordered_about(office: Office, seen: list[Facts]) -> None:
    facts = ordered(office, seen, "WEL KLACHT mail 1")
    assert orders_of(facts) == [(Verb.COMPLAINT, "mail 1")]
    assert facts.opening is not None
    assert facts.opening.subject == "Klacht over de bus"
    assert ordered(office, seen, "WEL KLACHT mail 999").opening is None


def test_a_step_is_known_for_half_an_hour(office: Office, seen: list[Facts]) -> None:
    ordered(office, seen, "NEEM", sender=BERT, subject=f"[{K1}] NEEM")
    (step,) = ordered(office, seen, f"{K1} ONGEDAAN").steps or (None,)
    office.clock.forward(minutes=31)
    assert ordered(office, seen, f"{K1} ONGEDAAN").steps == ()
    assert step is None or step.case_number == K1


def test_the_same_words_within_ten_minutes_are_known_to_have_been_said(
    office: Office, seen: list[Facts]
) -> None:
    first = ordered(office, seen, "Eenvoudig", subject=f"[{K1}]")
    assert first.ordered_before is None
    office.clock.forward(minutes=5)
    assert ordered(office, seen, "EENVOUDIG ", subject=f"[{K1}]").ordered_before is not None
    assert ordered(office, seen, "EENVOUDIG", subject=f"[{K2}]").ordered_before is None
    assert ordered(office, seen, "COMPLEX", subject=f"[{K1}]").ordered_before is None
    assert ordered(office, seen, "EENVOUDIG", sender=BERT, subject=f"[{K1}]").ordered_before is None
    office.clock.forward(minutes=11)
    assert ordered(office, seen, "EENVOUDIG", subject=f"[{K1}]").ordered_before is None


# --- lists and searches


def found(facts: Facts) -> list[str]:
    return [line.number for line in facts.found]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("", [K1, K2]),
        ("open", [K1, K2]),
        ("mij", [K1]),
        ("kapelhof", [K2]),
        ("Demerland", [K1]),
        ("in behandeling", [K2]),
        ("afgesloten", []),
        ("pesten", [K2]),
        ("laat", []),
        ("mij kapelhof", []),
    ],
)
def test_a_list_holds_what_was_asked_for(
    office: Office, seen: list[Facts], words: str, numbers: list[str]
) -> None:
    office.change(K2, handler="bert", status=Status.HANDLING, school="kapelhof", topic="pesten")
    assert sorted(found(ordered(office, seen, f"LIJST {words}"))) == numbers


def test_a_list_of_what_is_late_leaves_out_what_waits_for_its_complainant(
    office: Office, seen: list[Facts]
) -> None:
    assert found(ordered(office, seen, "LIJST laat")) == []
    office.clock.forward(days=90)
    facts = ordered(office, seen, "LIJST laat")
    assert sorted(found(facts)) == [K1, K2]
    assert all(line.late and DeadlineKind(line.next_what) for line in facts.found)


@pytest.mark.parametrize(
    ("sender", "numbers"), [(ANN, [K2]), (CARLA, [K2]), (ELS, [K2]), (BERT, []), (KATRIEN, [])]
)
def test_a_search_finds_only_what_its_writer_may_see(
    office: Office, seen: list[Facts], sender: str, numbers: list[str]
) -> None:
    office.change(K2, status=Status.HANDLING)
    facts = ordered(office, seen, "ZOEK soep", sender=sender)
    assert found(facts) == numbers
    assert facts.found_more == 0
    assert all("De soep was koud" in line.words for line in facts.found)


def test_whom_a_case_speaks_of_never_finds_it(office: Office, seen: list[Facts]) -> None:
    office.change(K2, not_for=("ann",), handler="bert")
    for asked in ("ZOEK soep", "ZOEK klacht", "LIJST alles"):
        facts = ordered(office, seen, asked)
        assert K2 not in found(facts)
        assert facts.found_more == 0


def test_what_nobody_took_up_is_seen_by_who_handles_cases_of_its_school(
    office: Office, seen: list[Facts]
) -> None:
    assert found(ordered(office, seen, "LIJST", sender=BERT)) == []
    office.change(K2, school="kapelhof")
    assert found(ordered(office, seen, "LIJST", sender=BERT)) == [K2]
    office.change(K2, status=Status.HANDLING)
    assert found(ordered(office, seen, "LIJST", sender=BERT)) == []


def test_the_file_of_a_case_is_read_for_who_asks_for_it(office: Office, seen: list[Facts]) -> None:
    assert ordered(office, seen, "NEEM", subject=f"[{K1}]").file is None
    file = ordered(office, seen, f"{K1} TOON").file
    assert file is not None
    came = [paper for paper in file.papers if not paper.outgoing]
    went = [paper.name for paper in file.papers if paper.outgoing]
    assert any("De bus kwam weer niet" in paper.text for paper in came)
    assert LetterName.ACKNOWLEDGMENT.value in went
    assert [paper.at for paper in file.papers] == sorted(
        (paper.at for paper in file.papers), reverse=True
    )
    assert file.log[-1][1] == "case_opened"
