"""Each order with a letter: what it needs, what it writes, and to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.acting import Acting
from bot.core.calendar import Term
from bot.core.case import Anonymous, DeadlineKind, Detail, Status, Urgency
from bot.core.decision import Cancel, Release, Remember, Save, Send
from bot.core.draft import DraftStatus
from bot.core.instructions import Field, Verb
from bot.core.letter import Hold, LetterName, Origin
from bot.core.mail import Address
from bot.core.parents.outside import as_printed
from bot.core.policy import OutsideBody
from bot.core.staff.with_letter import promises_kept
from bot.writer.letters import Writer
from tests.builders import PARENT, a_case, a_mail, a_policy
from tests.orders_by_mail import (
    a_case_at_work,
    acting,
    asked,
    done,
    draft_in,
    known,
    labels,
    letters,
    sends,
)

WRITER = Writer(Path(__file__).parents[2] / "templates")
WHY = (
    "De leerkracht en twee leerlingen zeggen hetzelfde, en het staat zo in het klasboek van die "
    "dag."
)
FACTS = "We spraken met de leerkracht en met twee leerlingen."

# Each order, where it may be given, with all that it needs.
ORDERS: dict[Verb, tuple[Status, dict[str, object]]] = {
    Verb.NOT_ADMISSIBLE: (Status.INTAKE, {"code": "too_old"}),
    Verb.INFORMAL: (Status.INTAKE, {"whom": "carla"}),
    Verb.CLARIFY: (Status.INTAKE, {"text": "Wie was erbij?"}),
    Verb.SOLVED: (Status.HANDLING, {"text": "De jas is terug."}),
    Verb.STATUS: (Status.HANDLING, {"text": "We spraken met de klas."}),
    Verb.EXTEND: (Status.HANDLING, {"text": "de leerkracht is ziek"}),
    Verb.UPHELD: (Status.HANDLING, {"fields": {Field.EXPLANATION: WHY, Field.FACTS: FACTS}}),
    Verb.PARTLY_UPHELD: (Status.HANDLING, {"fields": {Field.EXPLANATION: WHY}}),
    Verb.NOT_UPHELD: (Status.HANDLING, {"fields": {Field.EXPLANATION: WHY, Field.FACTS: FACTS}}),
    Verb.UNDETERMINED: (Status.HANDLING, {"fields": {Field.EXPLANATION: WHY, Field.FACTS: FACTS}}),
    Verb.CANNOT_SOLVE: (
        Status.HANDLING,
        {"fields": {Field.CANNOT: "De bus rijdt niet vroeger.", Field.REASON: "Dat is De Lijn."}},
    ),
    Verb.LOOK_AGAIN: (Status.DISSATISFIED, {"whom": "carla", "text": "er is nieuwe informatie"}),
    Verb.REOPEN: (Status.CLOSED, {"text": "de belofte is niet uitgevoerd"}),
    Verb.WITHDRAWN: (Status.HANDLING, {"text": "de mama belde, het is opgelost"}),
    Verb.REPLY: (Status.HANDLING, {"text": "Dank voor het bericht."}),
    Verb.CONTACT: (Status.HANDLING, {"text": "Ik ben vandaag tot 18 uur op school."}),
}


@pytest.mark.parametrize("verb", ORDERS)
@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
@pytest.mark.parametrize("form", ["u", "je"])
def test_every_letter_is_held_shown_and_written_in_the_language_of_its_reader(
    verb: Verb, language: str, form: str
) -> None:
    status, order = ORDERS[verb]
    case = a_case_at_work(status, language=language, form=form)
    answer = done(acting(verb, case, known(), **order))  # type: ignore[arg-type]
    parents, preview = sends(answer)
    assert parents.draft is not None
    assert parents.order.held is Hold.PREVIEW
    assert (parents.order.to, parents.order.language) == (PARENT.email, language)
    assert parents.order.origin is Origin.PERSON
    assert parents.order.answers == "<een@postvak.example>"
    assert preview.order.shows == replace(parents.order, held=None)
    assert WRITER.write(parents.order).broken is None
    assert WRITER.write(preview.order).broken is None
    # Nothing of the case changes before the yes.
    assert not any(isinstance(effect, Save | Release | Remember) for effect in answer.effects)
    assert (answer.shown, answer.case) == (True, case)


@pytest.mark.parametrize(
    ("verb", "order", "field"),
    [
        (Verb.UPHELD, {}, "UITLEG"),
        (Verb.NOT_UPHELD, {}, "UITLEG"),
        (Verb.NOT_UPHELD, {"text": WHY}, "FEITEN"),
        (Verb.UNDETERMINED, {"text": WHY}, "FEITEN"),
        (Verb.CANNOT_SOLVE, {"fields": {Field.CANNOT: "de bus"}}, "REDEN"),
        (Verb.CANNOT_SOLVE, {"text": "omdat het zo is"}, "NIET"),
        (Verb.NOT_ADMISSIBLE, {}, "UITLEG"),
        (Verb.SOLVED, {}, "SAMENVATTING"),
        (Verb.EXTEND, {}, "REDEN"),
    ],
)
def test_what_a_parent_must_be_able_to_read_is_asked_with_a_mail_to_fill_in(
    verb: Verb, order: dict[str, object], field: str
) -> None:
    question = asked(acting(verb, a_case_at_work(), known(), **order))  # type: ignore[arg-type]
    assert question.prefilled is not None
    _, mail = question.prefilled
    assert f"\n{field}: " in mail
    if "text" in order:
        assert str(order["text"]) in mail, "nobody types it again"


def test_facts_that_the_case_knows_already_need_not_be_typed_again() -> None:
    case = a_case_at_work(details={Detail.FACTS: FACTS})
    answer = done(acting(Verb.NOT_UPHELD, case, known(), text=WHY))
    (letter,) = letters(answer, LetterName.OUTCOME_NOT_UPHELD)
    assert letter.values["facts_basis"] == FACTS


def test_an_unknown_reason_to_refuse_is_asked_back() -> None:
    case = a_case_at_work(Status.INTAKE)
    question = asked(acting(Verb.NOT_ADMISSIBLE, case, known(), code="too_old geen_zin"))
    assert "too_old" in question.why


def test_a_refusal_tells_how_old_facts_may_be_and_who_looks_again() -> None:
    case = a_case_at_work(Status.INTAKE)
    order = acting(Verb.NOT_ADMISSIBLE, case, known(), code="too_old,already_treated",
                   text="Zie K-2025-0003.")  # fmt: skip
    (letter,) = letters(done(order), LetterName.NOT_ADMISSIBLE)
    assert letter.values["reasons"] == ("too_old", "already_treated")
    assert letter.values["facts_months"] == 6
    assert letter.values["old_no"] == "K-2025-0003"
    assert letter.values["second_person"] == "Carla Maes"
    assert letter.values["review_until"] == date(2026, 12, 24)


def test_nobody_whom_the_case_is_about_looks_again_at_its_refusal() -> None:
    case = a_case_at_work(Status.INTAKE, not_for=("carla", "els"))
    order = acting(Verb.NOT_ADMISSIBLE, case, known(), code="too_old")
    (letter,) = letters(done(order), LetterName.NOT_ADMISSIBLE)
    assert letter.values["second_person"] == "Ingrid Baeten"


def test_what_is_asked_is_what_the_complaint_does_not_tell_in_its_own_language() -> None:
    opening = a_mail("Ce qui s'est passé est inacceptable. Je dépose plainte.")
    case = a_case_at_work(Status.INTAKE, language="fr", details={Detail.PUPIL: "Wout"})
    answer = done(acting(Verb.CLARIFY, case, known(opening=opening)))
    (letter,) = letters(answer, LetterName.CLARIFICATION_REQUEST)
    questions = letter.values["questions"]
    assert isinstance(questions, tuple)
    assert "Quand cela s'est-il passé ?" in questions
    assert not any("classe" in str(question) for question in questions), "somebody filled it in"


def test_a_question_of_the_school_addresses_the_reader_as_its_letters_do() -> None:
    case = a_case_at_work(Status.INTAKE, form="je")
    answer = done(acting(Verb.CLARIFY, case, known(opening=a_mail(ORDINARY))))
    (letter,) = letters(answer, LetterName.CLARIFICATION_REQUEST)
    assert "Wat verwacht je van ons?" in letter.values["questions"]  # type: ignore[operator]


ORDINARY = (
    "Mijn zoon Wout van klas 4B moest gisteren twee uur nablijven omdat hij praatte in de rij. De "
    "juf riep op hem en hij kwam huilend thuis. Ik vind dat onaanvaardbaar en vraag een gesprek."
)


def test_questions_are_taken_line_by_line_without_their_bullets() -> None:
    order = acting(Verb.CLARIFY, a_case_at_work(Status.INTAKE), known(),
                   text="1. Wie was erbij?\n- Wanneer was het?\n\n")  # fmt: skip
    (letter,) = letters(done(order), LetterName.CLARIFICATION_REQUEST)
    assert letter.values["questions"] == ("Wie was erbij?", "Wanneer was het?")


def test_the_latest_day_of_the_answer_is_named_where_the_clock_stops() -> None:
    order = acting(Verb.CLARIFY, a_case_at_work(Status.INTAKE), known(), text="Wie?")
    (letter,) = letters(done(order), LetterName.CLARIFICATION_REQUEST)
    assert letter.values["handling_due"] == date(2027, 1, 8)
    assert letter.values["latest_due"] == date(2027, 1, 22)
    runs = a_policy(terms=replace(a_policy().terms, clarify_pauses_clock=False))
    (letter,) = letters(done(replace(order, policy=runs)), LetterName.CLARIFICATION_REQUEST)
    assert letter.values["latest_due"] is None


def test_more_time_is_as_much_as_was_agreed_or_less_and_never_more() -> None:
    case = a_case_at_work()
    (letter,) = letters(done(acting(Verb.EXTEND, case, known(), text="ziek")), LetterName.EXTENSION)
    assert letter.values["old_due"] == date(2027, 1, 8)
    assert letter.values["new_due"] == date(2027, 2, 7)
    shorter = acting(Verb.EXTEND, case, known(), text="ziek", term=Term.parse("10cd"))
    (letter,) = letters(done(shorter), LetterName.EXTENSION)
    assert letter.values["new_due"] == date(2027, 1, 18)
    for on in (date(2027, 2, 8), date(2027, 1, 8)):
        question = asked(acting(Verb.EXTEND, case, known(), text="ziek", on=on))
        assert "07-02-2027" in question.why


def test_outside_bodies_are_those_of_its_topic_and_those_for_all() -> None:
    case = a_case_at_work(topic="discriminatie")
    order = acting(Verb.UPHELD, case, known(), text=WHY)
    (letter,) = letters(done(order), LetterName.OUTCOME_UPHELD)
    names = [body["name"] for body in letter.values["external_bodies"]]  # type: ignore[index,union-attr,call-overload]
    assert names[0] == "Vlaams Mensenrechteninstituut"
    assert "Commissie inzake Leerlingenrechten" not in names
    named = acting(Verb.UPHELD, case, known(), text=WHY, fields={Field.TO: "inspectie, kov"})
    (letter,) = letters(done(named), LetterName.OUTCOME_UPHELD)
    names = [body["name"] for body in letter.values["external_bodies"]]  # type: ignore[index,union-attr,call-overload]
    assert names == ["Onderwijsinspectie", "Klachtencommissie Katholiek Onderwijs Vlaanderen"]
    unknown = asked(acting(Verb.UPHELD, case, known(), text=WHY, fields={Field.TO: "nato"}))
    assert "nato" in unknown.why
    assert "inspectie" in unknown.why


def test_what_a_school_wrote_only_in_dutch_is_said_to_be_dutch() -> None:
    body = OutsideBody(
        id="ombuds",
        name="Ombudsdienst",
        what={"nl": "Voor [u|jou].", "fr": "Pour vous."},
        contact={"nl": "0800 1"},
        term={"nl": "binnen 30 dagen"},
    )
    policy = a_policy(outside=(body,))
    for language, what, term in (
        ("nl", "Voor u.", "binnen 30 dagen"),
        ("fr", "Pour vous.", "binnen 30 dagen (en néerlandais)"),
        ("en", "Voor u. (in Dutch)", "binnen 30 dagen (in Dutch)"),
        ("tr", "Voor u.", "binnen 30 dagen"),  # no letters in it: the whole letter is Dutch
    ):
        (printed,) = as_printed((body,), a_case(language=language, form="u"), policy)
        assert printed == {
            "name": "Ombudsdienst",
            "what": what,
            "contact": "0800 1",
            "term": term,
        }


TALKED = date(2026, 11, 20)


def solved(text: str = "", /, **fields: str) -> Acting:
    named = {Field(name): said for name, said in fields.items()}
    return acting(
        Verb.SOLVED,
        a_case_at_work(received_on=date(2026, 11, 16)),
        known(),
        text=text,
        fields=named,
    )


@pytest.mark.parametrize(
    "order",
    [
        solved("gesprek op 20/11: De jas is terug."),
        solved("na het gesprek van vrijdag: De jas is terug."),
        solved("Na ons gesprek op 20 november\nDe jas is terug."),
        solved("De jas is terug.", talk_on="20/11"),
        solved(summary="De jas is terug.", talk_on="2026-11-20"),
    ],
)
def test_what_was_solved_in_a_talk_is_told_with_its_day(order: Acting) -> None:
    (letter,) = letters(done(order), LetterName.AFTER_TALK)
    values = letter.values
    assert (values["talk_date"], values["summary"]) == (TALKED, "De jas is terug.")
    assert values["solved"] is True
    assert values["close_on"] is not None


def test_what_is_solved_without_a_talk_tells_of_none() -> None:
    for text in ("De jas is terug.", "We hadden een gesprek op school.", "gesprek op school: ok"):
        (letter,) = letters(done(solved(text)), LetterName.SOLVED_WITHOUT_TALK)
        assert letter.values["summary"] == text


def test_nothing_that_was_typed_of_what_is_solved_gets_lost() -> None:
    order = solved(
        "Dank voor de tijd.", summary="De jas is terug.", talk_on="20/11",
        measure="een haak per kind, Bert, 15/12", next="We bellen in januari.", text="Tot dan.",
    )  # fmt: skip
    (letter,) = letters(done(order), LetterName.AFTER_TALK)
    assert letter.values["agreements"] == (
        {"text": "een haak per kind", "owner": "Bert Claes", "due": date(2026, 12, 15)},
    )
    assert letter.values["text"] == "Tot dan.\n\nDank voor de tijd.\n\nWe bellen in januari."
    order = solved(summary="De jas is terug.", next="We bellen in januari.")
    (letter,) = letters(done(order), LetterName.SOLVED_WITHOUT_TALK)
    assert letter.values["text"] == "We bellen in januari."


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("morgen", "moet nog komen"),
        ("25/11", "voor de klacht"),
        ("8/11", "voor de klacht"),
        ("de week nadien", "geen dag"),
    ],
)
def test_a_talk_whose_day_cannot_be_is_asked_back(said: str, asks: str) -> None:
    assert asks in asked(solved("De jas is terug.", talk_on=said)).why


def test_the_day_of_a_talk_is_settled_when_it_is_ordered() -> None:
    draft = sends(done(solved("De jas is terug.", talk_on="vrijdag")))[0].draft
    assert draft is not None
    assert draft.order.on == TALKED
    assert draft.letter is LetterName.AFTER_TALK


def test_a_measure_is_told_with_its_day_and_an_apology_as_the_author_wants_it() -> None:
    case = a_case_at_work()
    fields = {Field.EXPLANATION: WHY, Field.MEASURE: "extra toezicht, Carla, 15/1"}
    (letter,) = letters(
        done(acting(Verb.UPHELD, case, known(), fields=fields)), LetterName.OUTCOME_UPHELD
    )
    assert letter.values["measures"] == ({"text": "extra toezicht", "due": date(2027, 1, 15)},)
    assert (letter.values["apologises"], letter.values["apology"]) == (True, "")
    none = {**fields, Field.APOLOGY: "geen"}
    (letter,) = letters(
        done(acting(Verb.UPHELD, case, known(), fields=none)), LetterName.OUTCOME_UPHELD
    )
    assert (letter.values["apologises"], letter.values["apology"]) == (False, "")
    own = {**fields, Field.APOLOGY: "Het spijt ons zeer."}
    (letter,) = letters(
        done(acting(Verb.UPHELD, case, known(), fields=own)), LetterName.OUTCOME_UPHELD
    )
    assert letter.values["apology"] == "Het spijt ons zeer."


@pytest.mark.parametrize("measure", ["toezicht, 1/2/2020", "toezicht, Carla"])
def test_a_measure_that_cannot_be_promised_so_is_asked_back(measure: str) -> None:
    case = a_case_at_work(not_for=("carla",))
    fields = {Field.EXPLANATION: WHY, Field.MEASURE: measure}
    order = acting(Verb.UPHELD, case, known(today=date(2026, 7, 24)), fields=fields)
    asked(order)


def test_about_whom_the_case_is_nobody_signs() -> None:
    case = a_case_at_work(not_for=("ann",))
    (letter,) = letters(
        done(acting(Verb.STATUS, case, known(), by="bert")), LetterName.STATUS_UPDATE
    )
    assert "contact_name" not in letter.values


def test_whom_the_case_speaks_of_is_no_partner_in_a_talk_and_looks_at_nothing_again() -> None:
    case = a_case_at_work(Status.INTAKE, not_for=("carla",))
    assert "Carla" in asked(acting(Verb.INFORMAL, case, known(), whom="Carla Maes")).why
    case = a_case_at_work(Status.DISSATISFIED, not_for=("carla",))
    assert "Carla" in asked(acting(Verb.LOOK_AGAIN, case, known(), whom="carla", text="x")).why


def test_one_talks_with_who_orders_it_with_anybody_named_or_is_asked_which_of_two() -> None:
    case = a_case_at_work(Status.INTAKE)
    (letter,) = letters(done(acting(Verb.INFORMAL, case, known())), LetterName.INFORMAL_OFFER)
    assert letter.values["informal_person"] == "Ann Peeters"
    (letter,) = letters(
        done(acting(Verb.INFORMAL, case, known(), whom="meester Tom")), LetterName.INFORMAL_OFFER
    )
    assert letter.values["informal_person"] == "meester Tom"
    question = asked(acting(Verb.INFORMAL, case, known(), whom="Katrien"))
    assert len(question.choices) == 2


def test_a_step_that_cannot_be_taken_says_where_the_case_stands() -> None:
    question = asked(acting(Verb.UPHELD, a_case_at_work(Status.CLOSED), known(), text=WHY))
    assert question.why == "Dat kan nu niet: K-2026-0001 is afgesloten."


def test_who_gave_no_address_gets_the_letter_on_paper_through_a_colleague() -> None:
    case = a_case_at_work(
        complainant=Address("", "Jef Mertens"), details={Detail.POSTAL_ADDRESS: "Kerkstraat 1"}
    )
    answer = done(acting(Verb.STATUS, case, known()))
    (paper,) = letters(answer, LetterName.LETTER_TO_POST)
    assert (paper.to, paper.held) == ("ann.peeters@schoolbestuur-demerland.example", Hold.PREVIEW)
    assert [each.name for each in paper.encloses] == [LetterName.STATUS_UPDATE]
    assert draft_in(answer).letter is LetterName.STATUS_UPDATE
    (preview,) = letters(answer, LetterName.PREVIEW)
    assert preview.values["by_post"] is True
    assert WRITER.write(preview).broken is None
    assert "Kerkstraat 1" in WRITER.write(paper).text


def test_who_wrote_without_name_and_address_can_be_told_nothing() -> None:
    case = a_case_at_work(complainant=None, anonymous=Anonymous.FULL)
    assert "SLUIT" in asked(acting(Verb.UPHELD, case, known(), text=WHY)).why


def test_the_same_order_given_again_takes_the_place_of_what_waits() -> None:
    case = a_case_at_work()
    first = draft_in(done(acting(Verb.UPHELD, case, known(), text=WHY)))
    again = done(acting(Verb.NOT_UPHELD, case, known(drafts=(first,)), text=WHY,
                        fields={Field.FACTS: FACTS}))  # fmt: skip
    assert Cancel(7) in again.effects
    assert first.status is DraftStatus.WAITING
    other = done(acting(Verb.STATUS, case, known(drafts=(first,)), text="Bijna klaar."))
    assert Cancel(7) not in other.effects


def test_a_letter_that_the_school_lets_go_unread_leaves_in_ten_minutes() -> None:
    off = replace(a_policy().approvals, unpreviewed=frozenset({LetterName.STATUS_UPDATE}))
    policy = a_policy(approvals=off)
    facts = known()
    answer = done(acting(Verb.STATUS, a_case_at_work(), facts, policy=policy, text="Bijna."))
    (letter,) = sends(answer)
    assert letter.draft is None
    assert letter.not_before == facts.now + timedelta(minutes=10)
    assert any(isinstance(effect, Remember) for effect in answer.effects)
    assert answer.next_choices == (("Stop", "STOP"),)
    status = [duty for duty in answer.case.deadlines if duty.kind is DeadlineKind.STATUS]  # type: ignore[union-attr]
    assert [duty.met_at is None for duty in status] == [False, True]


@pytest.mark.parametrize(
    "verb", [Verb.UPHELD, Verb.NOT_UPHELD, Verb.NOT_ADMISSIBLE, Verb.CANNOT_SOLVE, Verb.CONTACT]
)
def test_an_answer_a_refusal_and_a_crisis_letter_are_always_read_first(verb: Verb) -> None:
    everything = replace(
        a_policy().approvals, unpreviewed=frozenset(LetterName), answer="", refusal=False
    )
    status, order = ORDERS[verb]
    given = acting(verb, a_case_at_work(status), known(), **order)  # type: ignore[arg-type]
    answer = done(replace(given, policy=a_policy(approvals=everything)))
    assert draft_in(answer).approver == "ann"


def test_the_formal_procedure_needs_no_words_of_a_person() -> None:
    answer = done(acting(Verb.FORMAL, a_case_at_work(Status.INFORMAL), known()))
    assert [send.draft for send in sends(answer)] == [None]
    assert answer.case is not None
    assert answer.case.status is Status.INTAKE


def test_a_crisis_letter_bears_no_number_and_the_name_of_who_writes_it() -> None:
    case = a_case_at_work(urgency=Urgency.CRITICAL, alarms=1)
    answer = done(acting(Verb.CONTACT, case, known(), by="bert", text="Ik ben er tot 18 uur."))
    (letter,) = letters(answer, LetterName.CRISIS_CONTACT)
    assert letter.case_number is None
    assert "case_no" not in letter.values
    assert letter.values["contact_name"] == "Bert Claes"
    assert "K-2026-0001" not in WRITER.write(letter).text


def test_the_last_promise_kept_is_told_by_whoever_handles_the_case() -> None:
    case = a_case_at_work(Status.ANSWERED)
    measure = replace(
        case.deadlines[0], kind=DeadlineKind.MEASURE, what="extra toezicht", met_at=known().now
    )
    case = replace(case, deadlines=(*case.deadlines, measure))
    effects = promises_kept(acting(Verb.DONE, case, known(), by="juf-katrien", n=1))
    drafts = [effect.draft for effect in effects if isinstance(effect, Send) and effect.draft]
    assert [(draft.letter, draft.approver) for draft in drafts] == [
        (LetterName.MEASURES_DONE, "ann")
    ]


def test_only_what_can_still_be_answered_is_offered_to_be_filled_in() -> None:
    at_work = asked(acting(Verb.REPLY_LETTER, a_case_at_work(), known()))
    words = [command.partition("\n")[0] for _, command in at_work.choices]
    assert words[:3] == ["GEGROND", "DEELS GEGROND", "ONGEGROND"]
    assert at_work.choices[0][1].startswith("GEGROND\nUITLEG: \nFEITEN: ")
    closed = asked(acting(Verb.REPLY_LETTER, a_case_at_work(Status.CLOSED), known()))
    assert [command for _, command in closed.choices] == ["ANTWOORD: "]


def test_the_preview_offers_a_yes_another_text_and_a_no_with_the_seal_of_the_letter() -> None:
    answer = done(acting(Verb.NOT_UPHELD, a_case_at_work(), known(), text=WHY,
                         fields={Field.FACTS: FACTS}))  # fmt: skip
    (preview,) = letters(answer, LetterName.PREVIEW)
    seal = draft_in(answer).seal
    assert labels(preview) == {
        "Verstuur": f"JA {seal}",
        "Pas aan": f"TEKST {seal}\nUITLEG: \nFEITEN: \nAANBOD: \nMAATREGEL: \nSTRUCTUREEL: \n"
        "GELEERD: ",
        "Niet versturen": f"NEE {seal}",
    }
    assert preview.values["waits_for"] == "Carla Maes"


def test_a_letter_goes_to_the_complainant_alone_whoever_else_is_in_the_case() -> None:
    case = a_case_at_work(parties=(PARENT.key, "andere.ouder@postvak.example"))
    (letter,) = letters(done(acting(Verb.REPLY, case, known(), text="Dank u.")), LetterName.REPLY)
    assert letter.to == PARENT.email
