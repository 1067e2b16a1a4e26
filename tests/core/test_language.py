# ruff: noqa: RUF001 - other alphabets are what is tried here
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.language import language_of
from bot.core.reading import read
from tests.builders import a_mail
from tests.wording import WORDS

KNOWN = {"nl", "fr", "en", "de", "tr", "ar", "pl", "uk", "ro", "es", "bg"}
PLAIN = (
    ("weer te laat de bus!! kan zo ni verder he", "nl"),
    ("Kunnen jullie eens nakijken of de turnzak van Emiel nog in de sporthal ligt?", "nl"),
    ("Ma fille est rentrée mardi sans son manteau.", "fr"),
    ("Bjr, ma fille a perdu son manteau hier, pouvez-vous regarder svp ?", "fr"),
    ("My son has had no support since September.", "en"),
    ("Mein Sohn wird in der Schule nicht gehört.", "de"),
    ("Warum wurde die Rechnung zweimal verschickt? Wir haben bereits bezahlt.", "de"),
    ("Oğlum okulda çok mutsuz ve öğretmen bir şey yapmadı.", "tr"),
    ("Cocugum servisten indirilmemis ve yarim saat yolda kalmis. Lutfen beni arayin.", "tr"),
    ("Dzień dobry, mój syn jest dzisiaj chory i nie przyjdzie do szkoły.", "pl"),
    ("Corka wrocila do domu z placzem bo dzieci sie z niej smieja. Prosze o kontakt.", "pl"),
    ("Copilul meu a fost lovit în pauză și doamna învățătoare nu a făcut nimic.", "ro"),
    ("Buna ziua, am primit factura gresita pentru masa de pranz. Va rog sa verificati.", "ro"),
    ("Mi hijo no quiere ir a la escuela porque los niños se burlan de él.", "es"),
    ("Ми вже три тижні чекаємо на відповідь зі школи. Чому нам ніхто не телефонує?", "uk"),
    ("От три седмици чакаме отговор от училището. Защо никой не ни се обажда?", "bg"),
    ("منذ ثلاثة أسابيع وأنا أنتظر الرد من المدرسة ولم يتصل بي أحد.", "ar"),
)
UNSURE = (
    "",
    "help",
    "Bedankt!",
    "Dank u wel mevrouw",
    "Hoi, nummer 12A 04/11/2026 REF 2026-0098",
    "Mehmet Yıldırım, Ayşe Öztürk, Fatma Şahin, Zeynep Doğan, Emre Çelik",
    "Mijn zoon is bang in de klas. He told me that he does not want to go to them.",
    "Dag, mijn zoon is ziek en komt morgen. Bonjour, mon fils est malade et ne viendra pas demain.",
    "Dag juf, mijn dochter komt morgen niet. Kızım yarın okula gelemeyecek, çok teşekkür ederim.",
)
# Near to one of ours, and not it.
NEIGHBOURS = (
    "Vorrei fare un reclamo perché la maestra ha gridato con mia figlia davanti a tutta la classe.",
    "Bom dia, o meu filho está doente e hoje não vai à escola. Muito obrigada.",
    "Здравствуйте, мой сын заболел и сегодня не придёт в школу. Спасибо за понимание.",
    "Поштовани, мој син је болестан и данас неће доћи у школу. Хвала вам.",
    "Dobrý den, můj syn je dnes nemocný a nepřijde do školy. Děkuji za pochopení.",
    "سلام، پسرم امروز مریض است و به مدرسه نمی‌آید. خیلی ممنون از شما که پیگیری می‌کنید.",
    "Hej, min son är sjuk idag och kan inte komma till skolan. Tack så mycket för hjälpen.",
    "Καλημέρα σας, ο γιος μου είναι άρρωστος και δεν θα έρθει σήμερα στο σχολείο.",
)


@pytest.mark.parametrize(("text", "language"), PLAIN)
def test_eleven_languages_are_told_apart(text: str, language: str) -> None:
    assert language_of(text, WORDS.stop_words) == language


@pytest.mark.parametrize("text", UNSURE)
def test_little_text_names_and_a_change_of_tongue_are_unsure(text: str) -> None:
    assert language_of(text, WORDS.stop_words) is None


@pytest.mark.parametrize("text", NEIGHBOURS)
def test_a_language_that_is_not_ours_is_not_taken_for_its_neighbour(text: str) -> None:
    assert language_of(text, WORDS.stop_words) is None


def test_foreign_names_and_a_line_in_another_script_do_not_turn_a_dutch_mail() -> None:
    text = "Mijn zoon Yusuf Özdemir zit in 3B en Zeynep Yıldırım pest hem elke dag. Мир вам."
    assert language_of(text, WORDS.stop_words) == "nl"


def test_a_language_without_letters_is_heard_and_answered_in_the_schools_own() -> None:
    text = "Oğlum okulda çok mutsuz ve öğretmen bir şey yapmadı. Bizi arar mısınız?"
    reading = read(a_mail(text, subject="okul"), WORDS, (), ("nl", "fr"))
    assert (reading.heard, reading.language, reading.sure) == ("tr", "nl", True)


def test_every_alarm_list_is_tried_on_a_language_without_lists() -> None:
    text = "Oğlum okulda çok mutsuz, öğretmene söyledik: zelfmoord. Bir şey yapmadı, lütfen arayın."
    assert read(a_mail(text, subject="okul"), WORDS, (), ("nl",)).codes == ("self_harm",)


def test_each_list_of_stop_words_is_of_one_script() -> None:
    for language, listed in WORDS.stop_words.items():
        assert len({word.isascii() for word in listed}) == 1, language
    assert {language for language in WORDS.stop_words if not language.startswith("x-")} == KNOWN


@given(st.text(max_size=2_000))
def test_no_text_is_too_odd(text: str) -> None:
    assert language_of(text, WORDS.stop_words) in {None, *KNOWN}
