"""What staff look up by mail: a case, a list, a search, all words. Nothing ever changes by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.core.case import Anonymous, Case, DeadlineKind, Detail, Status
from bot.core.decision import Decision
from bot.core.draft import Draft
from bot.core.facts import CaseFile, CaseLine, Paper
from bot.core.instructions import Instructions, Order, Verb
from bot.core.instructions.entry import Theme
from bot.core.instructions.verbs import VERBS
from bot.core.letter import LetterName, LetterOrder
from bot.core.verdict import Verdict
from tests.builders import NOON, PARENT, TODAY, a_case, a_deadline, a_policy
from tests.staff_orders import an_order, changes, commands, decided, person, reason_of, sent

NUMBER = "K-2026-0001"


def looked_up(decision: Decision, name: LetterName) -> LetterOrder:
    """The one letter that answers; nothing else was written or changed."""
    assert not changes(decision)
    (letter,) = [send.order for send in decision.orders()]
    assert letter.name is name
    return letter


def shown(case: Case | None = None, by: str = "ann", **known: Any) -> dict[str, Any]:
    """What TOON tells of a case."""
    decision = decided(an_order(Verb.SHOW), case=case, by=by, **known)
    return dict(looked_up(decision, LetterName.CASE_SHOWN).values)


def a_line(number: str = NUMBER, **changed: Any) -> CaseLine:
    values: dict[str, Any] = {
        "number": number,
        "school": "demerland",
        "status": Status.HANDLING,
        "handler": "ann",
        "received_on": TODAY,
        "next_on": TODAY + timedelta(days=3),
        "next_what": "handling",
    }
    return CaseLine(**(values | changed))


def paper(text: str, at: datetime = NOON, **changed: Any) -> Paper:
    values: dict[str, Any] = {
        "at": at,
        "name": Verdict.COMPLAINT.value,
        "who": PARENT.email,
        "subject": "Klacht",
        "text": text,
    }
    return Paper(**(values | changed))


def file_of(*papers: Paper, log: tuple[tuple[datetime, str, str], ...] = ()) -> dict[str, Any]:
    """The file of the first case, as facts have it."""
    return {"file": CaseFile(papers=papers, log=log)}


# --- a case


def test_a_case_is_told_with_its_state_its_handler_and_a_part_of_the_address() -> None:
    told = shown()
    assert told["state"] == "Nog niet ingedeeld"
    assert told["handler"] == "Ann Peeters"
    assert (told["name"], told["to_masked"]) == (PARENT.name, "i…b@postvak.example")
    assert told["received_date"] == TODAY


def test_what_is_owed_stands_with_its_day_and_what_is_late_says_so() -> None:
    late = a_deadline(DeadlineKind.CLASSIFY, TODAY - timedelta(days=1))
    coming = a_deadline(DeadlineKind.HANDLING, TODAY + timedelta(days=9))
    case = a_case(deadlines=(coming, late))
    owed = shown(case)["owed"]
    assert [(one["due"], one["late"]) for one in owed] == [
        (late.target_on, True),
        (coming.target_on, False),
    ]


def test_a_duty_that_stands_still_has_no_day_and_is_not_late() -> None:
    coming = a_deadline(DeadlineKind.HANDLING, TODAY + timedelta(days=9))
    case = a_case(status=Status.CLARIFYING, deadlines=(coming,), stopped_on=TODAY)
    (owed,) = shown(case)["owed"]
    assert (owed["due"], owed["late"]) == (None, False)


def test_what_is_empty_shows_and_its_button_holds_what_is_known() -> None:
    case = a_case(details={Detail.PUPIL: "Wout Aerts"})
    told = shown(case)
    values = {detail["label"]: detail["value"] for detail in told["details"]}
    assert (values["Leerling"], values["Klas"]) == ("Wout Aerts", "")
    assert "LEERLING: Wout Aerts" in told["fill_in"].command


def test_papers_stand_newest_first_and_the_complaint_stands_once() -> None:
    first, reply = paper("Mijn zoon moest twee uur nablijven."), paper("Is er nieuws?")
    letter = paper(
        "Hoe het staat", name="status_update", who=PARENT.email, outgoing=True, status="sent"
    )
    told = shown(**file_of(letter, replace(reply, at=NOON + timedelta(hours=1)), first))
    assert [mail["what"] for mail in told["mails"]] == [
        "brief: stand van zaken",
        "mail van de melder",
        "mail van de melder",
    ]
    assert [mail["text"] for mail in told["mails"]] == ["Hoe het staat", "Is er nieuws?", ""]
    assert "twee uur nablijven" in told["about_text"]


def test_letters_to_colleagues_are_no_papers_of_the_file() -> None:
    notice = paper("…", name="new_complaint", who=person("ann").email, outgoing=True)
    assert shown(**file_of(notice))["mails"] == ()


def test_of_many_papers_ten_are_shown_and_the_others_counted() -> None:
    told = shown(**file_of(*[paper(f"Brief {n}") for n in range(14)]))
    assert (len(told["mails"]), told["n_more_mails"]) == (10, 4)


def test_the_log_is_told_in_words_and_what_says_nothing_is_left_out() -> None:
    log = (
        (NOON, "step", "intake → handling by ann: simple"),
        (NOON, "letter_queued", "acknowledgment: a new case is acknowledged"),
        (NOON, "classify_met", "simple by ann in mail 7"),
        (NOON, "case_opened", "complaint by rule anybody, language nl"),
    )
    told = shown(**file_of(log=log))
    assert [step["what"] for step in told["log"]] == [
        "Ann Peeters: eenvoudig (in behandeling)",
        "gedaan: kies eenvoudig of complex",
        "geregistreerd",
    ]


def test_every_event_and_reason_of_the_log_can_be_told() -> None:
    log = ((NOON, "step", "nonsense"), (NOON, "note", "by nobody-we-know"), (NOON, "strange", ""))
    assert [step["what"] for step in shown(**file_of(log=log))["log"]] == [
        "nobody-we-know: notitie"
    ]


def a_draft(approver: str) -> Draft:
    return Draft(
        letter_id=3,
        case_number=NUMBER,
        letter=LetterName.STATUS_UPDATE,
        order=Order(verb=Verb.STATUS),
        seal="abcdefg2",
        by="ann",
        approver=approver,
        made_on=TODAY,
        asked_at=NOON,
    )


def test_a_letter_that_waits_has_its_choices_for_who_is_asked() -> None:
    (waiting,) = shown(drafts=(a_draft("ann"),))["waiting"]
    assert [button.command for button in waiting["buttons"]] == [
        "TOON BRIEF abcdefg2",
        "JA abcdefg2",
        "NEE abcdefg2",
    ]
    assert "stand van zaken" in waiting["what"]


def test_who_is_not_asked_cannot_say_yes() -> None:
    (waiting,) = shown(drafts=(a_draft("carla"),), by="ann")["waiting"]
    assert "JA abcdefg2" not in [button.command for button in waiting["buttons"]]
    assert "Carla Maes" in waiting["what"]


def test_the_next_steps_are_offered_and_showing_is_none_of_them() -> None:
    decision = decided(an_order(Verb.SHOW))
    offered = commands(looked_up(decision, LetterName.CASE_SHOWN))
    assert offered[:3] == ["EENVOUDIG", "COMPLEX", "VRAAG UITLEG"]
    assert "TOON" not in offered


def test_who_asked_to_stay_unnamed_is_named_to_the_handler_alone() -> None:
    case = a_case(anonymous=Anonymous.NAME_WITHHELD)
    words = paper(f"Groeten, {PARENT.name}", at=NOON + timedelta(hours=1))
    file = file_of(words, paper("Klacht"))
    assert shown(case, by="ann", **file)["name"] == PARENT.name
    director = shown(case, by="carla", **file)
    assert (director["name"], director["to_masked"]) == ("", "")
    assert "Vandenbroucke" not in str(director)


@pytest.mark.parametrize("by", ["juf-katrien", "dirk", "bert"])
def test_who_has_no_part_in_a_case_does_not_see_it(by: str) -> None:
    assert reason_of(decided(an_order(Verb.SHOW), by=by)).startswith("Dat kan hier alleen")


def test_whom_a_case_speaks_of_does_not_see_it() -> None:
    case = a_case(not_for=("carla",))
    assert "NUMBER" not in reason_of(decided(an_order(Verb.SHOW), case=case, by="carla"))


def test_who_reads_english_reads_it_in_english() -> None:
    people = tuple(
        replace(one, language="en") if one.id == "ann" else one for one in a_policy().people
    )
    told = shown(policy=a_policy(people=people))
    assert told["state"] == "Not classified yet"
    assert told["details"][0]["label"] == "Pupil"


# --- lists


def listed(text: str = "", verb: Verb = Verb.LIST, by: str = "ann", **known: Any) -> dict[str, Any]:
    """What LIJST or ZOEK tells."""
    decision = decided(an_order(verb, text), by=by, cases=(), **known)
    return dict(looked_up(decision, LetterName.CASES_SHOWN).values)


def test_a_list_has_a_line_for_each_case_with_its_next_day_and_one_button() -> None:
    told = listed("laat", found=(a_line(late=True), a_line("K-2026-0002", next_what="")))
    first, second = told["lines"]
    assert (first["number"], first["school"]) == (NUMBER, "Basisschool Demerland")
    assert (first["state"], first["next"]) == ("In behandeling", "antwoord aan de melder")
    assert (first["late"], first["day"]) == (True, TODAY + timedelta(days=3))
    assert [(b.label, b.command, b.about) for b in first["buttons"]] == [("Toon", "TOON", NUMBER)]
    assert second["next"] == ""
    assert told["asked"] == "laat"


def test_a_list_has_at_most_twenty_lines_and_tells_how_many_more() -> None:
    lines = tuple(a_line(f"K-2026-{n:04d}") for n in range(25))
    told = listed(found=lines, found_more=100)
    assert (len(told["lines"]), told["n_more"]) == (20, 105)


def test_a_list_that_is_empty_offers_others() -> None:
    decision = decided(an_order(Verb.LIST, "mij"), cases=())
    letter = looked_up(decision, LetterName.CASES_SHOWN)
    assert letter.values["lines"] == ()
    assert commands(letter) == ["LIJST laat", "LIJST open", "LIJST alles", "HELP"]


def test_words_that_a_list_does_not_know_are_said_back() -> None:
    assert "zwembroek" in listed("open zwembroek")["asked"]


def test_no_line_of_a_case_that_speaks_of_its_reader() -> None:
    assert listed(found=(a_line(not_for=("ann",)),))["lines"] == ()


def test_the_place_that_was_found_is_for_who_may_read_it() -> None:
    line = a_line(status=Status.INTAKE, handler="ann", words="… al weken uitgelachen …")
    assert listed("jas", Verb.SEARCH, found=(line,))["lines"][0]["piece"] == "al weken uitgelachen"
    handler = replace(person("bert"), schools=("demerland",))
    people = tuple(handler if one.id == "bert" else one for one in a_policy().people)
    others = listed("jas", Verb.SEARCH, by="bert", found=(line,), policy=a_policy(people=people))
    assert [(one["number"], one["piece"]) for one in others["lines"]] == [(NUMBER, "")]


def test_a_search_for_nothing_is_asked_back() -> None:
    decision = decided(an_order(Verb.SEARCH), cases=())
    assert "Naar welke woorden" in reason_of(decision)
    (letter,) = sent(decision)
    assert commands(letter) == ["ZOEK: "]


def test_a_second_list_in_one_mail_is_asked_back_and_none_is_shown() -> None:
    first, second = an_order(Verb.LIST, "open"), an_order(Verb.SEARCH, "jas")
    decision = decided(instructions=Instructions(orders=(first, second)), cases=())
    assert "Eén lijst" in reason_of(decision)


# --- all words


def words_told(text: str = "", by: str = "ann", **known: Any) -> list[str]:
    decision = decided(an_order(Verb.HELP, text), by=by, cases=(), **known)
    groups: Any = looked_up(decision, LetterName.HELP_SHOWN).values["groups"]
    return [word["word"] for group in groups for word in group["words"]]


def test_help_tells_every_word_of_the_table_once() -> None:
    assert sorted(words_told(by="gust")) == sorted(entry.word for entry in VERBS.values())


def test_help_tells_what_administrators_order_to_them_alone() -> None:
    others = sorted(entry.word for entry in VERBS.values() if entry.theme is not Theme.ADMIN)
    assert sorted(words_told()) == others


def test_help_in_english_tells_the_english_words() -> None:
    people = tuple(
        replace(one, language="en") if one.id == "ann" else one for one in a_policy().people
    )
    told = words_told(policy=a_policy(people=people))
    others = [entry for entry in VERBS.values() if entry.theme is not Theme.ADMIN]
    assert sorted(told) == sorted(entry.english for entry in others)


def test_help_with_a_word_tells_that_word() -> None:
    assert words_told("verleng") == ["VERLENG"]


def test_help_with_a_word_that_is_none_tells_all() -> None:
    assert words_told("zwembroek") == words_told()


# --- whoever asks


@pytest.mark.parametrize("verb", [Verb.SHOW, Verb.LIST, Verb.SEARCH, Verb.HELP])
@pytest.mark.parametrize("by", ["ann", "carla", "els"])
def test_the_answer_goes_to_the_registered_address_and_can_not_be_undone(
    verb: Verb, by: str
) -> None:
    decision = decided(an_order(verb, "jas"), by=by)
    (letter,) = [send.order for send in decision.orders()]
    assert letter.to == person(by).email
    assert "undo_button" not in letter.values
    assert not changes(decision)
