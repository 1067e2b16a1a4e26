from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.calendar import Calendar, Vacation
from bot.core.case import Case, Kind, Status, Urgency, Via
from bot.core.mail import Address
from bot.core.parties import (
    admins,
    alarm_circle,
    board,
    coordinator,
    directors,
    find_person,
    gets_text,
    handler_of,
    is_inside,
    named_in,
    next_in_line,
    next_reader,
    readers,
    safety_contacts,
    staff_by_address,
)
from bot.core.plain import plain
from bot.core.policy import Limits, Mailbox, Mode, Person, Policy, Role, Words

EXAMPLE = Path(__file__).parents[1] / "data" / "example-config" / "people.toml"
PARENT = Address("nathalie@postvak.example", "Nathalie Vermeulen")


def example_people() -> tuple[Person, ...]:
    tables = tomllib.loads(EXAMPLE.read_text("utf-8"))["person"]
    return tuple(
        Person(
            id=table["id"],
            name=table["name"],
            email=table["email"],
            phone=table.get("phone", ""),
            roles=frozenset(map(Role, table["roles"])),
            schools=tuple(table.get("schools", ())),
            deputy=table.get("deputy"),
        )
        for table in tables
    )


def a_policy(people: Iterable[Person]) -> Policy:
    return Policy(
        organisation="Schoolbestuur Demerland",
        zone=ZoneInfo("Europe/Brussels"),
        mode=Mode.LIVE,
        preset="vlaanderen",
        mailboxes=(Mailbox(address="klachten@schoolbestuur-demerland.example"),),
        schools=(),
        people=tuple(people),
        route_about={},
        duties={},
        vacation=Vacation.RUN,
        calendar=Calendar.of("BE"),
        numbering="K-{year}-{n:04d}",
        form="u",
        languages=("nl",),
        limits=Limits(),
        words=Words(),
        privacy_line={},
        staff_domains=("devlieger-demerland.example",),
    )


def a_person(person_id: str, *roles: Role, **more: object) -> Person:
    given = {"name": f"{person_id.title()} Testman", "email": f"{person_id}@elders.example"}
    return replace(Person(id=person_id, roles=frozenset(roles), **given), **more)  # type: ignore[arg-type]


POLICY = a_policy(example_people())
ANN, BERT, CARLA, DIRK, ELS, FEMKE, GUST, KATRIEN, INGRID = (
    next(person for person in POLICY.people if person.id == person_id)
    for person_id in (
        *("ann", "bert", "carla", "dirk", "els", "femke", "gust", "juf-katrien", "ingrid"),
    )
)


def with_changed(**changes: Person) -> Policy:
    return a_policy(changes.get(person.id, person) for person in POLICY.people)


def ids(people: Iterable[Person]) -> list[str]:
    return [person.id for person in people]


def is_named(text: str, person: Person) -> bool:
    return named_in(plain(text), person, POLICY)


def a_case(handler: str | None) -> Case:
    return Case(
        number="K-2026-0001",
        status=Status.INTAKE,
        kind=Kind.COMPLAINT,
        urgency=Urgency.NORMAL,
        language="nl",
        form="u",
        school="demerland",
        received_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        received_on=date(2026, 11, 24),
        via=Via.EMAIL,
        subject="bus",
        complainant=PARENT,
        handler=handler,
    )


# Who is who


def test_the_coordinator_of_a_school_comes_before_that_of_all_schools() -> None:
    central = a_person("zoe", Role.COORDINATOR)
    policy = a_policy([central, *POLICY.people])
    assert coordinator(policy, "demerland") == ANN
    assert coordinator(policy, "elders") == central


def test_a_school_without_coordinator_has_that_of_another_school() -> None:
    assert coordinator(POLICY, "elders") == ANN
    assert coordinator(POLICY, "") == ANN


def test_where_nobody_is_coordinator_that_is_said() -> None:
    with pytest.raises(LookupError, match="coordinator"):
        coordinator(a_policy([DIRK]), "kapelhof")


def test_the_coordinator_handles_until_somebody_takes_the_case() -> None:
    assert handler_of(POLICY, a_case(None)) == ANN
    assert handler_of(POLICY, a_case("bert")) == BERT


def test_the_coordinator_handles_when_the_handler_has_left() -> None:
    assert handler_of(POLICY, a_case("no-longer-here")) == ANN


def test_directors_are_those_of_a_known_school() -> None:
    assert directors(POLICY, "kapelhof") == (DIRK,)
    everywhere = replace(DIRK, schools=())
    assert directors(a_policy([CARLA, everywhere]), "kapelhof") == (everywhere,)
    assert directors(a_policy([CARLA, everywhere]), "") == ()


def test_board_and_administrators_serve_every_school() -> None:
    assert ids(board(POLICY)) == ["els", "ingrid"]
    assert ids(admins(POLICY)) == ["gust"]


def test_safety_contacts_are_those_of_the_school_and_of_all_schools() -> None:
    assert ids(safety_contacts(POLICY, "demerland")) == ["carla", "els", "femke"]
    assert ids(safety_contacts(POLICY, "kapelhof")) == ["els", "femke"]


def test_a_school_without_safety_contacts_has_everybodys() -> None:
    policy = a_policy([ANN, CARLA])
    assert ids(safety_contacts(policy, "kapelhof")) == ["carla"]


def test_staff_are_found_by_address_whatever_its_capitals() -> None:
    assert staff_by_address(POLICY, "Ann.Peeters@Schoolbestuur-Demerland.example") == ANN
    assert staff_by_address(POLICY, "nobody@postvak.example") is None


def test_a_person_is_found_by_id() -> None:
    assert find_person(POLICY, "els") == ELS
    assert find_person(POLICY, "nobody") is None


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("x@schoolbestuur-demerland.example", True),
        ("x@SCHOOLBESTUUR-demerland.example", True),
        ("x@mail.schoolbestuur-demerland.example", True),
        ("x@devlieger-demerland.example", True),
        ("x@clb-demerland.example", False),
        ("x@anders-schoolbestuur-demerland.example", False),
        ("x@schoolbestuur-demerland.example.postvak.example", False),
    ],
)
def test_inside_is_who_has_an_address_under_a_domain_of_the_board(
    address: str, *, inside: bool
) -> None:
    assert is_inside(POLICY, replace(ANN, email=address)) is inside


def test_an_alert_carries_the_text_to_insiders_unless_agreed_otherwise() -> None:
    assert gets_text(POLICY, CARLA)
    assert not gets_text(POLICY, FEMKE)
    assert gets_text(POLICY, replace(FEMKE, body=True))
    assert not gets_text(POLICY, replace(CARLA, body=False))


# Next in line


def test_the_deputy_is_next_in_line() -> None:
    assert next_in_line(POLICY, ANN) == BERT
    assert next_in_line(POLICY, BERT) == ANN


def test_deputies_who_name_each_other_are_visited_once() -> None:
    assert next_in_line(POLICY, ANN, not_among=[BERT]) == ELS
    assert next_in_line(POLICY, BERT, not_among=[ANN]) == ELS


def test_a_person_is_never_the_own_deputy() -> None:
    alone = replace(ANN, deputy="ann")
    assert next_in_line(with_changed(ann=alone), alone) == ELS


def test_the_line_is_deputies_then_coordinator_then_board_then_administrators() -> None:
    line: list[Person] = []
    while following := next_in_line(POLICY, CARLA, not_among=line):
        line.append(following)
    assert ids(line) == ["ann", "els", "ingrid", "gust"]


def test_a_chain_of_deputies_is_followed_to_its_end() -> None:
    policy = with_changed(bert=replace(BERT, deputy="dirk"), dirk=replace(DIRK, deputy="ann"))
    assert next_in_line(policy, ANN, not_among=[BERT]) == replace(DIRK, deputy="ann")
    assert next_in_line(policy, ANN, not_among=[BERT, replace(DIRK, deputy="ann")]) == ELS


def test_a_deputy_who_left_breaks_no_chain() -> None:
    assert next_in_line(POLICY, replace(DIRK, deputy="gone")) == ANN


def test_the_coordinator_of_the_school_in_question_is_asked_first() -> None:
    zoe = a_person("zoe", Role.COORDINATOR, schools=("kapelhof",))
    policy = a_policy([replace(ANN, schools=("demerland",)), zoe, *POLICY.people[1:]])
    assert next_in_line(policy, ELS, school="kapelhof") == zoe
    assert next_in_line(policy, ELS, school="demerland") == replace(ANN, schools=("demerland",))


def test_when_everybody_is_passed_over_nobody_is_left() -> None:
    assert next_in_line(POLICY, ANN, not_among=POLICY.people) is None


# Named in a text


@pytest.mark.parametrize(
    "text",
    [
        "Ann Peeters heeft mijn dochter uitgelachen",
        "ANN PEETERS!",
        "Peeters Ann deed dat",
        "Peeters, Ann",
        "Ann M. Peeters",
        "A. Peeters heeft gebeld",
        "ik mailde naar ann.peeters@schoolbestuur-demerland.example",
        "mevrouw Peeters was er niet",
        "Mevr. Peeters",
        "mevr.Peeters",
        "mvr peeters",
        "mw. A. Peeters",
        "Madame Peeters a crié",
        "Mme Peeters",
        "Mrs Peeters shouted",
        "Mrs. Peeters's letter",
        "Ms Peeters\u2019 letter",
        "Frau Peeters",
        "juf Peeters",
        "de zorgjuf Peeters",
        "leerkracht Peeters",
        "de klachtencoördinator doet niets",
        "jullie coördinator",
        "la coordinatrice des plaintes",
        "Ihre Beschwerdekoordinatorin",
        "juf Ann riep",
        "mevrouw Ann",
        "de klachtenbehandelaar",
    ],
)
def test_a_coordinator_is_named(text: str) -> None:
    assert is_named(text, ANN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ann is mijn dochter",
        "wij zijn de familie Peeters",
        "Emma Peeters uit 3B",
        "Joanna Peeters",
        "mevrouw Peetersen",
        "de zorgcoördinator en de ICT-coördinator",
        "mevrouw Claes",
        "juf Anneleen",
        "Er is een klacht over de bus",
    ],
)
def test_a_coordinator_is_not_named(text: str) -> None:
    assert not is_named(text, ANN)


@pytest.mark.parametrize(
    "text",
    [
        "meneer Jansen",
        "de heer Jansen",
        "Dhr. D. Jansen",
        "Monsieur Jansen",
        "M. Jansen",
        "Mr Jansen",
        "Mister Jansen",
        "Herr Jansen",
        "mit Herrn Jansen",
        "Herr Dr. Jansen",
        "meneer Dirk Jansen",
        "meester Dirk",
        "directeur Jansen",
        "meneer Jansens beslissing",
        "de directeur",
        "de adjunct-directeur",
        "onze directrice",
        "het schoolhoofd",
        "de directie",
        "een directielid",
        "de schoolleiding",
        "the headteacher",
        "the head teacher",
        "our head of school",
        "your director",
        "the principal",
        "la direction de l'école",
        "le directeur",
        "die Schulleitung",
        "der Schulleiter",
        "de rector",
    ],
)
def test_a_director_is_named(text: str) -> None:
    assert is_named(text, DIRK)


@pytest.mark.parametrize(
    "text",
    [
        "Dirk is mijn zoon",
        "de bus rijdt in de verkeerde richting, dans la mauvaise direction",
        "de leerkracht",
        "I wrote directly to the teacher",
        "die richtlijn, la directive",
        "de directieven van de overheid",
        "le souci principal",
        "he was hit on the head",
        "het schoolbestuur",
        "mevrouw Maes",
    ],
)
def test_a_director_is_not_named(text: str) -> None:
    assert not is_named(text, DIRK)


@pytest.mark.parametrize(
    "text", ["het schoolbestuur", "de raad van bestuur", "the governing body", "Els Wouters"]
)
def test_a_board_member_is_named(text: str) -> None:
    assert is_named(text, ELS)


def test_a_first_name_with_a_title_names_only_those_who_work_in_a_school() -> None:
    assert is_named("juf Katrien riep", KATRIEN)
    assert not is_named("een pluim voor juf Els", ELS)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Katrien De Smet", "mevrouw De Smet"),
        ("Katrien De Smet", "mevrouw Desmet"),
        ("Katrien De Smet", "katrien.desmet@school.example"),
        ("Koen De Meester", "meneer De Meester"),
        ("Jan van den Berg", "meneer van den Berg"),
        ("Jan van den Berg", "meneer v.d. Berg"),
        ("Jan van den Berg", "meneer J. vd Berg"),
        ("Jan van den Berg", "Berg, Jan van den, en meneer Berg"),
        ("Luc D'Hondt", "meneer D\u2019Hondt"),
        ("Luc D'Hondt", "meneer Dhondt"),
        ("Ann Peeters-Maes", "mevrouw Peeters"),
        ("Ann Peeters-Maes", "mevrouw Maes"),
        ("Ann Peeters-Maes", "mevrouw Peeters - Maes"),
        ("Zoë Çelik", "mevrouw Celik"),
        ("Zoe Celik", "Mme Çelik"),
        ("Elif Y\u0131ld\u0131r\u0131m", "Frau Yildirim"),
        ("José Müller", "Herr Mu\u0308ller"),
        ("Jean-Pierre Dupont", "Jean Pierre Dupont"),
        ("Dr. An Baert", "An Baert"),
        ("Anne Marie De Smet", "Anne De Smet"),
        ("Jan Maes", "de heren Claes en Maes, ook meneer Maes"),
        ("Jan Maes", "_Jan Maes_ en *meneer Maes*"),
    ],
)
def test_names_are_found_as_people_write_them(name: str, text: str) -> None:
    assert is_named(text, replace(GUST, name=name))


@pytest.mark.parametrize("name", ["Kenny", "Ö", "", "Mevr. Peeters", "O'"])
def test_odd_names_in_the_staff_list_do_no_harm(name: str) -> None:
    assert not is_named("een gewone zin zonder namen", replace(GUST, name=name))


def test_a_surname_that_never_stops_is_taken_as_named() -> None:
    assert is_named("peeters " * 100_000, ANN)


def test_a_words_list_of_leadership_adds_to_the_words_we_know() -> None:
    class Conrector:
        def find(self, text: str) -> tuple[str, ...]:
            return ("prefect",) if "prefect" in text else ()

    policy = replace(POLICY, words=Words(leadership=Conrector()))
    assert named_in("de prefect van de derde graad", DIRK, policy)
    assert named_in("de directeur", DIRK, policy)
    assert not named_in("de prefect van de derde graad", ANN, policy)


# Who may read


def test_the_coordinator_reads_and_so_may_the_director_of_the_school() -> None:
    assert ids(readers(POLICY, "kapelhof", plain("De bus was te laat."), PARENT)) == ["ann", "dirk"]


def test_no_director_reads_while_the_school_is_not_known() -> None:
    assert ids(readers(POLICY, "", plain("De bus was te laat."), PARENT)) == ["ann"]


def test_a_coordinator_who_is_named_reads_nothing_and_the_deputy_does() -> None:
    assert readers(POLICY, "demerland", plain("Klacht over mevrouw Peeters"), PARENT)[0] == BERT


def test_a_deputy_who_is_named_too_is_passed_over() -> None:
    text = plain("Ann Peeters en Bert Claes lachen ons uit")
    assert readers(POLICY, "demerland", text, PARENT)[0] == ELS


@pytest.mark.parametrize("word", ["directeur", "Carla Maes", "schoolhoofd", "the principal"])
def test_a_director_who_is_named_gets_no_copy(word: str) -> None:
    text = plain(f"Ik heb {word} al twee keer gesproken.")
    assert ids(readers(POLICY, "demerland", text, PARENT)) == ["ann"]


def test_any_word_of_leadership_keeps_every_director_away() -> None:
    policy = a_policy([*POLICY.people, replace(DIRK, id="dora", name="Dora Nijs")])
    assert ids(readers(policy, "kapelhof", plain("de directrice"), PARENT)) == ["ann"]


def test_the_senders_own_name_names_nobody_else() -> None:
    sender = Address("ann@postvak.example", "Ann Peeters (mama van Jef)")
    for text in ("Met vriendelijke groeten, Ann Peeters", "groeten, PEETERS Ann", "A. Peeters"):
        assert readers(POLICY, "demerland", plain(text), sender)[0] == ANN


def test_a_sender_with_the_same_surname_can_still_name_the_coordinator() -> None:
    sender = Address("nathalie@postvak.example", "Nathalie Peeters")
    text = plain("Mevrouw Peeters belde nooit terug. Groeten, Nathalie Peeters")
    assert readers(POLICY, "demerland", text, sender)[0] == BERT


def test_a_sender_of_one_name_hides_no_teacher() -> None:
    sender = Address("katrien@postvak.example", "Katrien")
    taught = replace(KATRIEN, roles=frozenset({Role.STAFF, Role.COORDINATOR}))
    policy = a_policy([taught, ELS])
    assert readers(policy, "demerland", plain("juf Katrien riep"), sender) == (ELS,)


def test_the_handler_reads_instead_of_the_coordinator() -> None:
    may_read = readers(POLICY, "demerland", "de bus", PARENT, handler=BERT)
    assert ids(may_read) == ["bert", "carla"]


def test_when_everybody_is_named_nobody_may_read() -> None:
    policy = a_policy([ANN, BERT, ELS])
    text = plain("Ann Peeters, Bert Claes en het schoolbestuur")
    assert readers(policy, "demerland", text, PARENT) == ()


def test_a_coordinator_who_is_also_director_reads_once() -> None:
    both = replace(ANN, roles=frozenset({Role.COORDINATOR, Role.DIRECTOR}))
    assert readers(a_policy([both]), "demerland", "de bus", PARENT) == (both,)


def test_the_next_reader_is_not_named_and_did_not_refuse() -> None:
    text = plain("mevrouw Wouters")
    assert next_reader(POLICY, "demerland", ANN, text, PARENT) == BERT
    assert next_reader(POLICY, "demerland", ANN, text, PARENT, not_among=[BERT]) == INGRID


# Who is told of a danger


def test_all_safety_contacts_of_a_school_are_alarmed() -> None:
    circle = alarm_circle(POLICY, "demerland", plain("hij wil niet meer leven"), PARENT)
    assert ids(circle) == ["carla", "els", "femke"]


def test_a_safety_contact_who_is_named_is_replaced_by_the_next_in_line() -> None:
    circle = alarm_circle(POLICY, "demerland", plain("de directrice sloeg hem"), PARENT)
    assert ids(circle) == ["ann", "els", "femke"]


def test_an_outsider_who_gets_no_text_is_alarmed_even_when_named() -> None:
    circle = alarm_circle(POLICY, "demerland", plain("Femke Baert weet ervan"), PARENT)
    assert FEMKE in circle


def test_from_the_third_time_board_and_administrators_are_alarmed_too() -> None:
    second = alarm_circle(POLICY, "kapelhof", "", PARENT, 2)
    third = alarm_circle(POLICY, "kapelhof", "", PARENT, 3)
    assert ids(second) == ["els", "femke"]
    assert ids(third) == ["els", "femke", "ingrid", "gust"]


def test_without_safety_contacts_coordinator_director_and_board_are_alarmed() -> None:
    policy = a_policy([ANN, DIRK, INGRID])
    assert ids(alarm_circle(policy, "kapelhof", "", PARENT)) == ["ann", "dirk", "ingrid"]


def test_when_all_are_named_the_alarm_still_rings_but_without_the_text() -> None:
    policy = a_policy([CARLA, ELS])
    circle = alarm_circle(policy, "demerland", plain("directie en schoolbestuur zwijgen"), PARENT)
    assert ids(circle) == ["carla", "els"]
    assert not any(gets_text(policy, person) for person in circle)
