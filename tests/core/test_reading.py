from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.case import Kind, Urgency
from bot.core.mail import Address
from bot.core.plain import plain, sentences
from bot.core.reading import is_forward, new_words, read
from tests.builders import a_mail
from tests.wording import WORDS

LANGUAGES = ("nl", "fr", "en", "de")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Één  ÉCOLE\n\tœuvre", "een ecole oeuvre"),
        ("Straße", "strasse"),
        ("j\u2019ai «tout»", 'j\'ai "tout"'),
        ("Y\u0131ld\u0131r\u0131m", "yildirim"),
        ("zelf\u00admoord\u200b", "zelfmoord"),
        ("", ""),
    ],
)
def test_plain_text_has_no_capitals_accents_or_typography(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text())
def test_plain_text_stays_as_it_is(text: str) -> None:
    once = plain(text)
    assert plain(once) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ik wil er... niet meer zijn.", "ik wil er niet meer zijn."),
        ("Om 12.30 u, in 3.B!", "om 12 30 u in 3 b!"),
        ("Beste\n\nEen vraag", "beste. een vraag"),
        ("Ça va ?", "ca va?"),
        ("n'ose", "n ose"),
    ],
)
def test_sentences_keep_only_words_and_ends(text: str, expected: str) -> None:
    assert sentences(text) == expected


ANSWER = "Dat is niet waar."
QUOTED = {
    "dutch": f"{ANSWER}\n\nOp vr 11 dec. 2026 om 16:03 schreef K <k@school.example>:\n> Beste",
    "folded": f"{ANSWER}\n\nOp vr 11 dec. 2026 om 16:03 schreef K\n<k@school.example>:\n> Beste",
    "english": f"{ANSWER}\n\nOn Fri, Dec 11, 2026 at 4:03 PM K <k@school.example> wrote:\n> Dear",
    "french": f"{ANSWER}\n\nLe ven. 11 déc. 2026 à 16:03, K <k@school.example> a écrit :\n> Madame",
    "german": f"{ANSWER}\n\nAm 11.12.2026 um 16:03 schrieb K <k@school.example>:\n> Guten Tag",
    "outlook": f"{ANSWER}\n\nVan: K <k@school.example>\nVerzonden: vrijdag\nAan: Ilse\n\nBeste",
    "original": f"{ANSWER}\n\n-----Oorspronkelijk bericht-----\nVan: K\nBeste",
    "unmarked": f"{ANSWER}\n\nOp 11 dec. 2026 om 16:03 schreef K <k@school.example>:\n\nBeste Ilse",
    "phone": f"{ANSWER}\n\nVerzonden vanaf mijn iPhone",
    "galaxy": f"{ANSWER}\n--\nVerstuurd vanaf mijn Galaxy",
    "outlook app": f"{ANSWER}\nOutlook voor Android downloaden",
    "signature": f"{ANSWER}\n-- \nIlse Vandenbroucke\n0470 00 00 01",
    "windows": f"{ANSWER}\r\n\r\n> Beste\r\n",
}


@pytest.mark.parametrize("text", QUOTED.values(), ids=QUOTED)
def test_new_words_are_without_the_older_mail(text: str) -> None:
    assert new_words(text) == ANSWER


def test_answers_between_the_lines_are_kept() -> None:
    text = "Op 11 dec. 2026 schreef K <k@school.example>:\n> Was hij er?\nJa.\n> En Jef?\nNee."
    assert new_words(text) == "Ja.\nNee."


def test_a_mail_of_quotes_alone_is_kept_whole() -> None:
    text = "> ik wil niet meer\n> leven"
    assert new_words(text) == text


def test_a_forwarded_mail_keeps_its_inner_text() -> None:
    head = "Van: Hanne <h@postvak.example>\nVerzonden: woensdag\nAan: Juf"
    text = f"Zie hieronder.\n\n{head}\n\nHij kreeg geen eten."
    assert "geen eten" in new_words(text, "FW: niet oké vandaag")
    assert "geen eten" not in new_words(text, "RE: niet oké vandaag")
    doorgestuurd = (
        "Zie.\n\n---------- Doorgestuurd bericht ---------\nVan: H <h@p.example>\n\nHij huilt."
    )
    assert "Hij huilt" in new_words(doorgestuurd)


def test_what_only_looks_like_a_quote_is_kept() -> None:
    for text in (
        "Op maandag zei de juf: dat mag niet.\nIk vind dat raar.",
        "Van: wie is die fiets?\nHij staat er al lang.",
        "Op de speelplaats schreef iemand op de muur.\nNiemand deed iets.",
    ):
        assert new_words(text) == text


@given(st.text(alphabet=st.sampled_from(list("> Op1schreef:\nVan-ja ")), max_size=300))
def test_words_are_never_lost_whole(text: str) -> None:
    assert bool(new_words(text)) == bool(text.strip())


@pytest.mark.parametrize("subject", ["FW: x", "Fwd: x", "TR : x", "Doorgestuurd: x", "WG: x"])
def test_a_forward_is_known_by_its_subject(subject: str) -> None:
    assert is_forward(subject)
    assert not is_forward(f"Re: {subject}")


def test_an_unsure_mail_is_answered_in_the_first_language_and_scanned_in_all() -> None:
    reading = read(a_mail("suicide", subject=""), WORDS, (), LANGUAGES)
    assert (reading.language, reading.sure) == ("nl", False)
    assert reading.urgency is Urgency.CRITICAL


def test_a_language_the_school_does_not_answer_in_is_still_heard() -> None:
    reading = read(
        a_mail("Je ne comprends pas la décision de l'école.", subject=""), WORDS, (), ("nl",)
    )
    assert (reading.language, reading.heard) == ("nl", "fr")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Geen klacht hoor, gewoon een vraag: hoe laat gaat de poort open?", Kind.QUESTION),
        (
            "Ceci n'est pas une plainte, juste une question : quand commence l'école ?",
            Kind.QUESTION,
        ),
        ("Bedankt voor het mooie feest maar het was onaanvaardbaar laat.", Kind.COMPLAINT),
        ("Proficiat aan juf Els, wij zijn zo blij!", Kind.PRAISE),
        ("Proficiat met het feest. Mag ik de foto's?", Kind.UNCLEAR),
        ("Voor de derde keer vraag ik wanneer het rapport komt.", Kind.COMPLAINT),
        ("Misschien kan er een vrijwilliger aan de poort staan? Een idee.", Kind.SUGGESTION),
        ("Niet om te klagen, maar hij werd weer gepest.", Kind.UNCLEAR),
        ("De rode fiets.", Kind.UNCLEAR),
        ("", Kind.UNCLEAR),
    ],
)
def test_the_kind_is_proposed_and_unclear_in_doubt(text: str, kind: Kind) -> None:
    assert read(a_mail(text, subject=""), WORDS, (), LANGUAGES).kind is kind


def test_another_procedure_with_a_short_term_is_noticed() -> None:
    for text in (
        "Onze zoon kreeg een C-attest van de klassenraad.",
        "De inschrijving van mijn dochter is geweigerd.",
        "Hij is definitief uitgesloten.",
        "He was expelled without a word and we are not happy.",
    ):
        assert read(a_mail(text, subject=""), WORDS, (), LANGUAGES).short_appeal, text
    assert not read(
        a_mail("Het doktersattest is binnen.", subject=""), WORDS, (), LANGUAGES
    ).short_appeal


def test_hints_name_what_staff_must_see() -> None:
    mail = a_mail(
        "Ik zet mijn naam hier niet onder.",
        reply_to=(Address("ander@postvak.example"),),
        cc=(Address("a@x.example"), Address("b@x.example")),
    )
    codes = {hint.code for hint in read(mail, WORDS, (), LANGUAGES).hints}
    assert codes >= {"reply_to_differs", "cc_others", "name_withheld"}
    empty = read(a_mail("", subject=""), WORDS, (), LANGUAGES)
    assert [hint.code for hint in empty.hints] == ["no_text"]


def test_reasons_hold_no_word_of_the_mail() -> None:
    reading = read(a_mail("Amber wil niet meer leven.", subject="Amber"), WORDS, (), LANGUAGES)
    assert not any("amber" in why.lower() or "leven" in why for why in reading.why)
