from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.instructions import Verb
from bot.core.instructions.courtesy import WORD
from bot.core.instructions.dates import Days, Meant, day_meant
from bot.core.instructions.entry import Form
from bot.core.instructions.line import spoken
from bot.core.instructions.reading import read_instructions
from bot.core.instructions.terms import term_meant
from bot.core.instructions.verbs import LOOSE, PHRASES, VERBS
from bot.core.mail import IncomingMail
from bot.core.plain import plain
from bot.settings.load import load

SECRETS = {"GEHOOR_SIGNING_KEY": "k" * 40, "GEHOOR_IMAP_PASSWORD": "geheim"}
POLICY = load(Path(__file__).parents[1] / "data" / "example-config", SECRETS).policy
TODAY = date(2026, 11, 24)

PHRASE = st.sampled_from(sorted(set(PHRASES) - LOOSE))
CASE = st.sampled_from((str.upper, str.lower, str.title, str.capitalize))
BEFORE = st.sampled_from(("", " ", "- ", "* ", "# ", "! ", "1. ", "2) ", "\u2022 ", "\u00a0", "**"))
BETWEEN = st.sampled_from((" ", "  ", "\u00a0", " \u200b", "-", "\u2011", "\t"))
BEHIND = st.sampled_from(
    (
        "",
        ".",
        "!",
        " ",
        " \U0001f44d",
        "\u00a0",
        "**",
        " \u2026",
        ", bedankt",
        " aub",
        " \ufe0f",
        ":)",
    )
)
NUMBER = st.sampled_from(("", "K-2026-0042 ", "[K-2026-0042] ", "k 2026 42: ", "(K-2026-42) "))
SOUP = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from([" ".join(phrase) for phrase in PHRASES]),
        st.sampled_from([" ".join(phrase).upper() for phrase in PHRASES]),
        st.sampled_from((
            "\n", "\n\n", ":", " ", "niet", "geen", "UITLEG:", "K-2026-0042", "mail 411", "12/8",
            "> ", "-- \n", "EINDE", "tot", "5 wd", "Bert", ",", "?", "[", "]", "KLAS:", "JA",
        )),
    ),
    max_size=25,
).map(" ".join)  # fmt: skip


def read(text: str, subject: str = "") -> list[Verb]:
    mail = IncomingMail(subject=subject, text=text, new_text=text)
    found = read_instructions(mail, POLICY, TODAY)
    assert not found.doubts
    return [order.verb for order in found.orders]


@given(PHRASE, CASE, BEFORE, BETWEEN, BEHIND, NUMBER)
def test_any_words_of_the_table_in_any_dress_are_that_order(  # noqa: PLR0913, PLR0917
    phrase: tuple[str, ...], case: object, before: str, between: str, behind: str, number: str
) -> None:
    assert callable(case)
    typed = f"{before}{number}{case(between.join(phrase))}{behind}"
    assert read(typed) == [PHRASES[phrase]]
    assert read("", subject=f"[K-2026-0042] {case(between.join(phrase))}{behind}") == [
        PHRASES[phrase]
    ]


@given(st.text(), SOUP)
def test_reading_never_fails(subject: str, text: str) -> None:
    for one, other in ((subject, text), (text, subject), (f"Re: {text}", text)):
        mail = IncomingMail(subject=one, text=other, new_text=other)
        found = read_instructions(mail, POLICY, TODAY)
        assert found.thanks == (not (found.orders or found.doubts or found.note))


WORDLESS = st.text(
    alphabet=st.characters(codec="utf-8", categories=("Ll", "Lu", "Nd", "Zs", "Po")), max_size=60
)


@given(st.lists(WORDLESS, max_size=8))
def test_no_text_without_an_order_at_the_beginning_of_a_line_gives_one(lines: list[str]) -> None:
    first = {word for phrase in PHRASES for word in phrase}
    words = [[plain(word) for word in WORD.findall(line)] for line in lines]
    assume(not any(first & set(line) for line in words))
    text = "\n".join(lines)
    mail = IncomingMail(subject="", text=text, new_text=text)
    assert not [
        order
        for order in read_instructions(mail, POLICY, TODAY).orders
        if spoken(order.line) is None or VERBS[order.verb].moves
    ]


@given(PHRASE, st.sampled_from(("Ik denk", "dit is", "we willen het", "zie", "volgens mij")))
def test_an_order_inside_a_sentence_is_none(phrase: tuple[str, ...], before: str) -> None:
    text = f"{before} {' '.join(phrase)} en verder kijken we morgen met de ouders samen"
    mail = IncomingMail(subject="", text=text, new_text=text)
    assert not read_instructions(mail, POLICY, TODAY).orders


@given(PHRASE, st.sampled_from(("niet", "Niet echt", "not", "is niet", "nog niet")))
def test_a_denied_order_is_never_carried_out(phrase: tuple[str, ...], denial: str) -> None:
    verb = PHRASES[phrase]
    longer = any(each[:1] == (plain(denial),) and each[1:] == phrase for each in PHRASES)
    assume(VERBS[verb].moves and not longer and VERBS[verb].form is not Form.QUERY)
    text = f"{denial} {' '.join(phrase)}"
    mail = IncomingMail(subject="", text=text, new_text=text)
    found = read_instructions(mail, POLICY, TODAY)
    assert verb not in {order.verb for order in found.orders}


DAYS = st.builds(
    Days,
    today=st.dates(),
    vocabulary=st.just(POLICY.words.vocabulary),
    english=st.booleans(),
    ahead=st.booleans(),
)
WORDS_OF_DAYS = st.lists(
    st.sampled_from((
        "8", "12", "31", "29", "/", "-", ".", "2026", "26", "dinsdag", "mon", "volgende week",
        "tot", "dec", "february", "eind", "over", "weken", "morgen", "vorige", "tuesday", "the",
        "2e", "'27", "99", "weekend", "jaar", "0",
    )),
    max_size=6,
).map(" ".join)  # fmt: skip
TIGHT = WORDS_OF_DAYS.map(lambda words: words.replace(" ", ""))


@given(st.text(max_size=50) | WORDS_OF_DAYS | TIGHT, DAYS)
def test_reading_a_day_or_a_term_never_fails(words: str, days: Days) -> None:
    found = day_meant(words, days)
    assert found is None or isinstance(found, Meant)
    assert term_meant(words, days.vocabulary) is None or words


@given(st.dates(date(2021, 1, 1), date(2090, 12, 31)), st.integers(0, 89))
def test_a_day_written_day_first_is_that_day(today: date, ahead: int) -> None:
    day = date.fromordinal(today.toordinal() + ahead)
    days = Days(today, POLICY.words.vocabulary)
    for typed in (f"{day.day}/{day.month}/{day.year}", day.isoformat(), f"tot {day:%d/%m/%Y}"):
        found = day_meant(typed, days)
        assert found == Meant(day)
    short = day_meant(f"{day.day}/{day.month}", days)
    assert short == Meant(day)
