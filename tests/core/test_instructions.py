from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.core.calendar import Term, Unit
from bot.core.instructions import Doubt, Field, Instructions, Order, Unclear, Verb, judging
from bot.core.instructions.own_lines import MOST_LINES
from bot.core.instructions.reading import read_instructions
from bot.core.mail import Address, IncomingMail
from bot.settings.load import load

SECRETS = {"GEHOOR_SIGNING_KEY": "k" * 40, "GEHOOR_IMAP_PASSWORD": "geheim"}
POLICY = load(Path(__file__).parents[1] / "data" / "example-config", SECRETS).policy
ANN = "ann.peeters@schoolbestuur-demerland.example"
TODAY = date(2026, 11, 24)  # a Tuesday
NUMBER = "K-2026-0042"
ANSWERED = f"Re: [{NUMBER}] Nieuw bericht, kies een stap uiterlijk op 30 november"
KEY = "Sleutel (laten staan): 7f3k-92xd-q4mt-8hwa"


def read(text: str, subject: str = ANSWERED, sender: str = ANN) -> Instructions:
    mail = IncomingMail(
        subject=subject, text=text, new_text=text, sender=Address(sender, "Ann Peeters")
    )
    return read_instructions(mail, POLICY, TODAY)


def orders(text: str, subject: str = ANSWERED) -> list[Verb]:
    found = read(text, subject)
    assert not found.doubts
    return [order.verb for order in found.orders]


def only(text: str, subject: str = ANSWERED) -> Order:
    found = read(text, subject)
    assert not found.doubts
    (order,) = found.orders
    return order


def doubt(text: str, subject: str = ANSWERED) -> Doubt:
    (found,) = read(text, subject).doubts
    return found


@pytest.mark.parametrize(
    "typed",
    [
        "EENVOUDIG", "eenvoudig", "Eenvoudig.", "  Eenvoudig !", "- EENVOUDIG", "* eenvoudig",
        "# EENVOUDIG", "! EENVOUDIG", "1. EENVOUDIG", "2) eenvoudig", "\u2022 Eenvoudig",
        "*EENVOUDIG*", "\u201cEenvoudig\u201d", "\u2018eenvoudig\u2019", "EENVOUDIG:",
        "EENVOUDIG\uff1a", "\u00c9\u00e9nvoudig", "EENVOUDIG \U0001f44d", "EENVOUDIG :)",
        "\u00a0EENVOUDIG\u00a0", "EEN\u200bVOUDIG\ufeff", "[EENVOUDIG]", "Eenvoudig, bedankt!",
        "eenvoudig aub", "EENVOUDIG - Ann", "SIMPLE", "Simple, thanks",
    ],
)  # fmt: skip
def test_an_order_is_known_however_it_is_typed(typed: str) -> None:
    order = only(typed)
    assert (order.verb, order.text) == (Verb.SIMPLE, "")


@pytest.mark.parametrize(
    "typed",
    [
        "dit is eenvoudig op te lossen", "Eenvoudig op te lossen met een telefoontje, denk ik",
        "over de speelplaats", "klaar mee", "nieuw schooljaar", "status quo", "past mij niet",
        "ja, dat klopt, ik bel de ouder morgen", "Nee, dat was gisteren al gezegd door de juf",
        "Ik neem morgen contact op", "Geef aan dat we bellen", "Antwoord van de ouder is binnen",
        "Contact opgenomen met mama", "Gesprek gehad met de ouders", "Gebeld", "Morgen",
        "We zoeken dit uit",
    ],
)  # fmt: skip
def test_words_in_a_sentence_order_nothing_and_are_a_note(typed: str) -> None:
    found = read(typed)
    assert (found.orders, found.doubts) == ((), ())
    assert found.note == typed


@pytest.mark.parametrize(
    "typed",
    [
        "", "ok", "Ok!", "ok\u00e9, bedankt", "Merci", "top \U0001f44d", "\U0001f44d",
        "Dank je wel",
        "Bedankt!\n\nMvg,\nAnn Peeters\nCo\u00f6rdinator", "Dag,\n\nprima, dank u\n\nAnn",
        "Thanks", "Verzonden vanaf mijn iPhone",
    ],
)  # fmt: skip
def test_mere_thanks_are_thanks_and_nothing_else(typed: str) -> None:
    assert read(typed) == Instructions(thanks=True)


def test_the_number_of_a_case_may_stand_before_or_behind_an_order() -> None:
    for typed in (
        f"{NUMBER} COMPLEX",
        f"[{NUMBER}] complex",
        f"{NUMBER}: complex",
        "k 2026 42 complex",
        f"COMPLEX {NUMBER}",
        f"COMPLEX ({NUMBER})",
        f"complex voor {NUMBER}",
        f"{NUMBER}\nCOMPLEX",
    ):
        assert (only(typed).verb, only(typed).number) == (Verb.COMPLEX, NUMBER)
    assert only("COMPLEX").number == ""
    assert only("mail 411 WEL KLACHT") == Order(
        verb=Verb.COMPLAINT, number="mail 411", line="mail 411 WEL KLACHT"
    )


def test_a_number_in_a_text_is_a_part_of_the_text() -> None:
    order = only("NOTITIE: K-2026-0007 gaat over hetzelfde")
    assert (order.number, order.text) == ("", "K-2026-0007 gaat over hetzelfde")


def test_two_cases_before_one_order_are_asked_back() -> None:
    found = doubt("K-2026-0001 K-2026-0002 EENVOUDIG")
    assert (found.why, found.near) == (Unclear.SEVERAL_CASES, (Verb.SIMPLE,))


@pytest.mark.parametrize(
    "subject",
    [
        f"[{NUMBER}] EENVOUDIG", f"{NUMBER} eenvoudig", f"Re: [{NUMBER}] EENVOUDIG",
        f"[EXTERN] [{NUMBER}] Eenvoudig", f"RE: Antw: [{NUMBER}] EENVOUDIG.",
    ],
)  # fmt: skip
def test_a_subject_orders(subject: str) -> None:
    order = only("", subject)
    assert (order.verb, order.number) == (Verb.SIMPLE, NUMBER)


@pytest.mark.parametrize(
    "subject",
    [
        ANSWERED, f"Re: [{NUMBER}] Gedaan", f"RE: [{NUMBER}] Lees na en verstuur: ons antwoord",
        f"Re: [{NUMBER}] Nog \u00e9\u00e9n vraag", f"Fwd: [{NUMBER}] EENVOUDIG", "Re: EENVOUDIG",
        f"Re: [{NUMBER}] EENVOUDIG op te lossen", "Re: Alle woorden", "Vergadering dinsdag",
        f"TR: [{NUMBER}] COMPLEX", f"Antw: [{NUMBER}] Niet verstuurd naar de ouder",
    ],
)  # fmt: skip
def test_the_subject_of_an_answer_or_of_a_passed_on_mail_orders_nothing(subject: str) -> None:
    assert read("Ik bel morgen", subject) == Instructions(note="Ik bel morgen")


def test_the_subject_comes_first_and_the_body_fills_it_in() -> None:
    same = read(f"EENVOUDIG\n\n{KEY}", f"[{NUMBER}] EENVOUDIG")
    assert [(one.verb, one.number) for one in same.orders] == [(Verb.SIMPLE, NUMBER)]
    filled = only("GEEF AAN Bert", f"[{NUMBER}] GEEF AAN")
    assert (filled.whom, filled.line) == ("Bert", f"[{NUMBER}] GEEF AAN")
    assert orders("NEEM", f"[{NUMBER}] EENVOUDIG") == [Verb.SIMPLE, Verb.TAKE]
    told = only("We keken dit na met de klas.", f"[{NUMBER}] ANTWOORD")
    assert told.text == "We keken dit na met de klas."
    assert only("STATUS: we zijn bezig", f"[{NUMBER}]").number == NUMBER


def test_a_subject_and_a_body_that_differ_are_asked_back() -> None:
    found = read("VERLENG 10 wd", f"[{NUMBER}] VERLENG 5 wd")
    assert [one.why for one in found.doubts] == [Unclear.CONTRADICTION]
    assert found.orders[0].term == Term(5, Unit.WORKING_DAYS)


def test_several_orders_stand_in_one_mail_one_a_line() -> None:
    text = "Dag,\n\n- Eenvoudig\n- Neem\n- Notitie: gebeld met de mama\n\nGroeten\nAnn"
    assert orders(text) == [Verb.SIMPLE, Verb.TAKE, Verb.NOTE]
    two = read(f"{NUMBER} COMPLEX\nK-2026-0007 EENVOUDIG")
    assert [(one.verb, one.number) for one in two.orders] == [
        (Verb.COMPLEX, NUMBER),
        (Verb.SIMPLE, "K-2026-0007"),
    ]


@pytest.mark.parametrize(
    ("typed", "verb"),
    [
        ("NIET\nONTVANKELIJK", Verb.NOT_ADMISSIBLE), ("niet-ontvankelijk", Verb.NOT_ADMISSIBLE),
        ("Niet\n\nontvankelijk", Verb.NOT_ADMISSIBLE), ("GEEN\nKLACHT", Verb.NO_COMPLAINT),
        ("DEELS\nGEGROND", Verb.PARTLY_UPHELD), ("deels gegrond", Verb.PARTLY_UPHELD),
        ("ongegrond", Verb.NOT_UPHELD), ("NOT UPHELD", Verb.NOT_UPHELD),
        ("TOON\nBRIEF", Verb.SHOW_LETTER), ("verstuur niet", Verb.NO),
        ("Vraag\nuitleg", Verb.CLARIFY),
        ("don\u2019t send", Verb.NO), ("NIET  VERSTUREN", Verb.NO),
    ],
)  # fmt: skip
def test_the_longest_words_win_over_two_lines(typed: str, verb: Verb) -> None:
    assert orders(typed) == [verb]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("niet gegrond", Verb.UPHELD), ("NIET\nGEGROND", Verb.UPHELD),
        ("is niet gegrond", Verb.UPHELD), ("niet eenvoudig", Verb.SIMPLE),
        ("zeker niet eenvoudig", Verb.SIMPLE), ("Eenvoudig niet", Verb.SIMPLE),
        ("EENVOUDIG: nee", Verb.SIMPLE), ("deels ontvankelijk", Verb.ADMISSIBLE),
        ("niet echt complex", Verb.COMPLEX), ("oneenvoudig", Verb.SIMPLE),
        ("ONTVANKELIJK\nis dit niet", Verb.ADMISSIBLE), ("not simple", Verb.SIMPLE),
        ("Niet sluiten", Verb.CLOSE), ("JA\nmaar eerst de datum nog nakijken", Verb.YES),
    ],
)  # fmt: skip
def test_a_no_near_an_order_always_asks_back(typed: str, near: Verb) -> None:
    found = doubt(typed)
    assert found.why in {Unclear.DENIED, Unclear.UNKNOWN_WORD}
    assert near in found.near


def test_not_upheld_is_never_read_as_upheld() -> None:
    for typed in ("niet gegrond", "NIET\nGEGROND", "niet\n\ngegrond", "ogegrond", "on gegrond"):
        found = read(typed)
        assert Verb.UPHELD not in {order.verb for order in found.orders}
        assert found.doubts


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("eenvoudgi", Verb.SIMPLE), ("Eenvouidg", Verb.SIMPLE), ("complx", Verb.COMPLEX),
        ("ontvankelik", Verb.ADMISSIBLE), ("niet ontvankelik", Verb.NOT_ADMISSIBLE),
        ("gegrnd", Verb.UPHELD), ("verstur", Verb.YES), ("opgelsot", Verb.SOLVED),
    ],
)  # fmt: skip
def test_a_typing_error_in_what_moves_a_case_is_asked_back(typed: str, near: Verb) -> None:
    found = doubt(typed)
    assert (found.why, found.near[0]) == (Unclear.TYPING_ERROR, near)


def test_a_typing_error_that_may_mean_its_opposite_names_both() -> None:
    found = doubt("ogegrond")
    assert found.why is Unclear.UNKNOWN_WORD
    assert {Verb.UPHELD, Verb.NOT_UPHELD} <= set(found.near)


def test_a_typing_error_that_moves_nothing_is_forgiven() -> None:
    assert only("notitei: gebeld").verb is Verb.NOTE
    assert only("afwzig tot 3 januari").verb is Verb.AWAY
    assert only("GEGVENS\nLEERLNG: Noor").fields == {Field.PUPIL: ("Noor",)}


def test_a_short_word_is_never_mended() -> None:
    for typed in ("jaa", "ne", "slui", "neem\u2026t", "topn"):
        assert not read(typed).orders


@pytest.mark.parametrize("typed", ["STATUS", "klaar", "Over", "nieuw", "past", "update", "done"])
def test_a_loose_word_alone_is_asked_back(typed: str) -> None:
    assert doubt(typed).why is Unclear.UNKNOWN_WORD


def test_a_loose_word_acts_with_a_colon_a_number_fields_or_a_button() -> None:
    assert only("STATUS: we zijn bezig").text == "we zijn bezig"
    assert only(f"{NUMBER} STATUS").verb is Verb.STATUS
    assert only("KLAAR 2").n == 2
    assert only("Over: de directeur").text == "de directeur"
    assert only("NIEUW\nNAAM: Ilse\nVIA: telefoon").verb is Verb.NEW
    assert only(f"STATUS\n\n{KEY}", f"[{NUMBER}]").verb is Verb.STATUS
    assert only("", f"[{NUMBER}] STATUS").verb is Verb.STATUS


def test_yes_and_no_stand_alone_or_with_the_seal_of_a_letter() -> None:
    for typed in ("ja", "Ja.", "JA graag", "Ja, bedankt", "verstuur maar", "Akkoord", "Yes please"):
        assert orders(typed) == [Verb.YES]
    for typed in ("nee", "Neen!", "nee, dank je", "Annuleer"):
        assert orders(typed) == [Verb.NO]
    assert only("JA abcd2efg").seal == "abcd2efg"
    assert only("Ja Abcd2efg.").seal == "abcd2efg"
    assert only("NEE zegel abcd2efg").seal == "abcd2efg"
    assert only("TEKST abcd2efg: We spraken met de klas.") == Order(
        verb=Verb.TEXT,
        seal="abcd2efg",
        text="We spraken met de klas.",
        line="TEKST abcd2efg: We spraken met de klas.",
    )


@pytest.mark.parametrize(
    "typed",
    [
        "EENVOUDIG\nCOMPLEX", "GEGROND\nONGEGROND", "DEELS GEGROND\nONDUIDELIJK", "ja\nnee",
        "JA\nniet versturen", "SLUIT\nHEROPEN", "ONTVANKELIJK\nNIET ONTVANKELIJK",
        "GEEN KLACHT\nWEL KLACHT", "INFORMEEL\nFORMEEL", "NEEM\nGEEF AAN Bert",
        "GEEF AAN Bert\nGEEF AAN Carla", "VERLENG 5 wd\nVERLENG 10 wd",
    ],
)  # fmt: skip
def test_orders_that_cannot_both_be_meant_are_asked_back(typed: str) -> None:
    assert doubt(typed).why is Unclear.CONTRADICTION


def test_opposite_orders_about_two_cases_are_no_contradiction() -> None:
    assert orders("K-2026-0001 SLUIT\nK-2026-0002 HEROPEN") == [Verb.CLOSE, Verb.REOPEN]


def test_a_question_orders_nothing() -> None:
    assert doubt("EENVOUDIG?").near == (Verb.SIMPLE,)


def test_several_verbs_in_a_short_line_are_all_offered() -> None:
    assert {Verb.SIMPLE, Verb.COMPLEX} <= set(doubt("EENVOUDIG of COMPLEX").near)


def test_fields_run_over_lines_until_the_next_one_an_order_or_the_end() -> None:
    order, closed = read(
        "ONGEGROND\nUITLEG: We spraken met\nde leerkracht.\n\nEn met de klas.\nFeiten: het verslag"
        "\nMAATREGEL: extra toezicht, Bert, 15/12\nMAATREGEL: nieuwe afspraken\nSLUIT\n"
    ).orders
    assert order.fields == {
        Field.EXPLANATION: ("We spraken met\nde leerkracht.\n\nEn met de klas.",),
        Field.FACTS: ("het verslag",),
        Field.MEASURE: ("extra toezicht, Bert, 15/12", "nieuwe afspraken"),
    }
    assert order.one(Field.MEASURE) == "extra toezicht, Bert, 15/12\n\nnieuwe afspraken"
    assert closed.verb is Verb.CLOSE
    ended = read("GEGROND\nUITLEG: het klopt\nEINDE\nIk bel morgen")
    assert ended.orders[0].fields == {Field.EXPLANATION: ("het klopt",)}
    assert ended.note == "Ik bel morgen"


def test_fields_add_up_and_empty_ones_are_none() -> None:
    order = only("GEGEVENS\nLEERLING: Noor\nKLAS:\nGEGEVENS\nRELATIE: mama\nover: juf An")
    assert order.fields == {
        Field.PUPIL: ("Noor",),
        Field.RELATION: ("mama",),
        Field.ABOUT: ("juf An",),
    }


def test_fields_that_a_mail_program_put_on_one_line_are_told_apart() -> None:
    order = only("GEGEVENS LEERLING: Noor Peeters KLAS: 3B RELATIE: mama " + KEY)
    assert order.fields == {
        Field.PUPIL: ("Noor Peeters",),
        Field.CLASS: ("3B",),
        Field.RELATION: ("mama",),
    }


def test_a_text_for_a_parent_goes_on_to_an_order_in_capitals() -> None:
    letter = (
        "Beste mevrouw,\n\nWe keken dit na.\nStatus: in behandeling\nOpgelost\n"
        "Notitie: niets\n\n- Sluit de poort om 9 uur"
    )
    order, show = read(f"ANTWOORD: {letter}\nTOON\n").orders
    assert order.text == letter
    assert show.verb is Verb.SHOW
    told = only("TEKST: Beste,\nReden: de bus\nREDEN: ziekte")
    assert (told.text, told.fields) == ("Beste,\nReden: de bus", {Field.REASON: ("ziekte",)})


def test_a_text_for_the_school_ends_at_any_order_that_stands_alone() -> None:
    found = read("NOTITIE: gebeld met de mama\nze vroeg wie het deed\nJa\neenvoudig")
    assert [one.verb for one in found.orders] == [Verb.NOTE, Verb.SIMPLE]
    assert found.orders[0].text == "gebeld met de mama\nze vroeg wie het deed\nJa"


def test_what_an_order_does_not_take_is_a_note() -> None:
    found = read("EENVOUDIG\nIk bel de ouder morgen.\n\nMvg\nAnn Peeters\nCo\u00f6rdinator")
    assert found.orders[0].verb is Verb.SIMPLE
    assert found.note == "Ik bel de ouder morgen."


def test_the_key_of_a_button_is_no_text() -> None:
    assert read(f"EENVOUDIG\n\n{KEY}").note == ""
    assert only(f"NOTITIE: gebeld\n\n{KEY}").text == "gebeld"
    assert only(f"NOTITIE gebeld {KEY}").text == "gebeld"
    assert only("COMPLEX 7f3k-92xd-q4mt-8hwa").verb is Verb.COMPLEX


def test_persons_terms_days_and_codes_are_read() -> None:
    assert only("GEEF AAN bert").whom == "bert"
    assert only("geef aan: mij").whom == "mij"
    assert only("GEEF AAN Bert, hij kent de ouders").text == "hij kent de ouders"
    assert only("GEEF AAN carla.maes@schoolbestuur-demerland.example").whom.startswith("carla")
    longer = only("VERLENG 5 wd wegens ziekte")
    assert (longer.term, longer.text) == (Term(5, Unit.WORKING_DAYS), "wegens ziekte")
    until = only("verleng tot 8/12: de leerkracht is ziek")
    assert (until.on, until.text) == (date(2026, 12, 8), "de leerkracht is ziek")
    refused = only("NIET ONTVANKELIJK te oud, geen belang\nUITLEG: lang geleden\nKAN WEL: praten")
    assert refused.code == "too_old,no_interest"
    assert refused.one(Field.ALTERNATIVE) == "praten"
    other = only("GEEN KLACHT vraag, secretariaat")
    assert (other.code, other.whom) == ("question", "secretariaat")
    gone = only("INGETROKKEN 20/11 de mama belde")
    assert (gone.on, gone.text) == (date(2026, 11, 20), "de mama belde")
    assert only("HERINNER 8/12").on == date(2026, 12, 8)
    assert only("ADRES ilse@postvak.example").text == "ilse@postvak.example"


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ("GEEF AAN\nBert", Order(verb=Verb.ASSIGN, whom="Bert")),
        ("VERLENG\n\n10 werkdagen", Order(verb=Verb.EXTEND, term=Term(10, Unit.WORKING_DAYS))),
        ("NIET ONTVANKELIJK\nte oud", Order(verb=Verb.NOT_ADMISSIBLE, code="too_old")),
        ("KLAAR\n2", Order(verb=Verb.DONE, n=2)),
        ("ADRES\nilse@postvak.example", Order(verb=Verb.ADDRESS, text="ilse@postvak.example")),
        ("AFWEZIG\ntot 8/12", Order(verb=Verb.AWAY, text="tot 8/12", on=date(2026, 12, 8))),
    ],
)
def test_what_an_order_takes_may_stand_on_the_line_below_it(typed: str, order: Order) -> None:
    assert replace(only(typed), line="") == order
    first, _, below = typed.partition("\n")
    button = only(f"{below.strip()}\n\n{KEY}", f"[{NUMBER}] {first}")
    assert replace(button, line="", number="") == order
    tapped = only(f"{typed}\n\n{KEY}", f"[{NUMBER}] {first}")
    assert replace(tapped, line="", number="") == order


def test_a_sentence_below_an_order_is_no_argument_of_it() -> None:
    found = read("GEEF AAN\nIk weet nog niet aan wie")
    assert (found.orders[0].whom, found.note) == ("", "Ik weet nog niet aan wie")


def test_what_an_order_is_about_anyhow_may_be_named() -> None:
    for typed in ("Sluit het dossier", "sluit de zaak aub", "SLUIT dit dossier"):
        assert only(typed).text == ""
    assert orders("Verstuur de brief") == [Verb.YES]
    assert only("ZOEK klacht").text == "klacht"
    assert only("NOTITIE brief").text == "brief"
    assert orders("Ja, verstuur") == [Verb.YES]
    assert doubt("Ja, niet versturen").why is Unclear.DENIED


def test_an_order_behind_a_greeting_and_fields_without_an_order_are_asked_back() -> None:
    assert doubt("ok, eenvoudig").near == (Verb.SIMPLE,)
    assert doubt("Dag, complex").near == (Verb.COMPLEX,)
    assert doubt("LEERLING: Noor\nKLAS: 3B").near == (Verb.DETAILS,)
    assert doubt("De klacht is niet gegrond").why is Unclear.DENIED


def test_a_promise_is_split_into_what_who_and_when() -> None:
    order = only("MAATREGEL: Toezicht, ook aan de poort, Bert, 15/12")
    assert order.text == "Toezicht, ook aan de poort"
    assert (order.whom, order.on, order.code) == ("Bert", date(2026, 12, 15), "individual")
    assert only("ACTIE: nieuwe regels voor de bus").code == "structural"
    both = read("MAATREGEL: a\nMAATREGEL: b")
    assert [one.text for one in both.orders] == ["a", "b"]


def test_an_absence_has_its_last_day_and_its_deputy() -> None:
    away = only("AFWEZIG tot 3 januari, vervanger Bert")
    assert (away.on, away.whom) == (date(2027, 1, 3), "Bert")
    assert only("AFWEZIG tot : 3/1").on == date(2027, 1, 3)
    assert only("AWAY until 3 January, deputy Bert").on == date(2027, 1, 3)
    assert only("AFWEZIG terug op 4 januari").on == date(2027, 1, 3)
    assert only("AFWEZIG tot ik terug ben").on is None


def test_a_past_or_ambiguous_day_is_asked_back() -> None:
    line = "VERLENG tot 25/10/2026: ziek"
    assert doubt(line) == Doubt(why=Unclear.PAST_DATE, line=line, near=(Verb.EXTEND,))
    assert doubt("VERLENG tot 1/11: ziek").dates == (date(2027, 1, 11),)
    two = doubt("VERLENG tot 12/8: ziek")
    assert (two.why, two.dates) == (
        Unclear.AMBIGUOUS_DATE,
        (date(2027, 8, 12), date(2026, 12, 8)),
    )
    english = doubt("EXTEND until 8/12: ill")
    assert english.dates == (date(2026, 12, 8), date(2027, 8, 12))
    promised = doubt("GEGROND\nUITLEG: x\nMAATREGEL: toezicht, Bert, 20/10/2026")
    assert (promised.why, promised.line) == (
        Unclear.PAST_DATE,
        "toezicht, Bert, 20/10/2026",
    )


def test_english_letters_make_8_12_ambiguous_in_dutch_words_too() -> None:
    people = tuple(
        replace(one, language="en") if one.email == ANN else one for one in POLICY.people
    )
    mail = IncomingMail(subject="", new_text="VERLENG tot 8/12", sender=Address(ANN))
    found = read_instructions(mail, replace(POLICY, people=people), TODAY)
    assert [one.why for one in found.doubts] == [Unclear.AMBIGUOUS_DATE]


def test_a_mail_of_two_megabytes_costs_no_more_lines_than_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = 0
    judge = judging.judged

    def counting(line: str, *args: object, **others: object) -> object:
        nonlocal seen
        seen += 1
        return judge(line, *args, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(judging, "judged", counting)
    for line in ("EENVOUDIG", "niet", "Ik schrijf en schrijf maar door.", "NOTITIE: x", "vraag"):
        seen = 0
        read(f"{line}\n" * (2_000_000 // (len(line) + 1)))
        assert seen <= 2 * MOST_LINES + 2
    assert only("EENVOUDIG\n\n" + "x" * 2_000_000).verb is Verb.SIMPLE
