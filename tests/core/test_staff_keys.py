from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.tokens import Signer, StaffKey, derive_key, staff_key_lives

OLD, NEW = b"o" * 32, b"n" * 32
SIGNER = Signer((NEW, OLD))
PEOPLE = ("ann", "bert", "els")
ABOUTS = ("", "K-2026-0022", "K-2026-0023", "mail 411")
MADE = date(2026, 12, 8)
KEY = SIGNER.staff_key("ann", "K-2026-0022", MADE)
ANNS = StaffKey("ann", "K-2026-0022", MADE)
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"

days = st.dates(date(2020, 1, 1), date(2199, 6, 5))
people = st.sampled_from(PEOPLE)
abouts = st.sampled_from(ABOUTS)


def read(text: str, on: date = MADE) -> StaffKey | None:
    return SIGNER.read_staff_key(text, PEOPLE, ABOUTS, on)


def test_a_key_is_four_groups_of_four_letters_that_do_not_look_alike() -> None:
    assert re.fullmatch(r"([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}", KEY)


@given(people, abouts, days)
def test_a_key_says_whose_it_is_what_it_is_about_and_when_it_was_made(
    person: str, about: str, made_on: date
) -> None:
    key = SIGNER.staff_key(person, about, made_on)
    assert read(key, made_on) == StaffKey(person, about, made_on)
    assert read(key, made_on + timedelta(days=3_650)) == StaffKey(person, about, made_on)


def test_a_key_of_the_signing_key_before_is_known_and_of_a_strange_one_not() -> None:
    assert read(Signer((OLD,)).staff_key("ann", "K-2026-0022", MADE)) == ANNS
    assert read(Signer((b"x" * 32,)).staff_key("ann", "K-2026-0022", MADE)) is None


def test_a_key_has_a_purpose_of_its_own_and_64_bits_of_mark() -> None:
    days_since = (MADE - date(2020, 1, 1)).days
    said = f"3:ann11:K-2026-0022{days_since}"
    mark = hmac.digest(derive_key(NEW, "staff-key"), said.encode(), "sha256")[:8]
    bits = int.from_bytes(days_since.to_bytes(2) + mark)
    letters = [ALPHABET[bits >> shift & 31] for shift in range(75, -1, -5)]
    assert KEY.replace("-", "") == "".join(letters)
    assert derive_key(NEW, "staff-key") != derive_key(NEW, "message-id")


@given(st.integers(0, 15), st.sampled_from(ALPHABET))
def test_any_change_of_any_letter_makes_it_no_key(at: int, letter: str) -> None:
    letters = KEY.replace("-", "")
    changed = letters[:at] + letter + letters[at + 1 :]
    assume(changed != letters)
    assert read(changed) is None


@given(people, abouts, days, people, abouts)
def test_a_key_of_one_person_or_matter_is_none_of_another(
    person: str, about: str, made_on: date, other: str, elsewhere: str
) -> None:
    key = SIGNER.staff_key(person, about, made_on)
    found = SIGNER.read_staff_key(key, [other], [elsewhere], made_on)
    same = person == other and about == elsewhere
    assert found == (StaffKey(person, about, made_on) if same else None)


def test_no_person_takes_letters_from_what_the_key_is_about() -> None:
    one, other = SIGNER.staff_key("ann1", "2", MADE), SIGNER.staff_key("ann", "12", MADE)
    assert one != other


@given(st.text(ALPHABET, min_size=16, max_size=16))
def test_a_guessed_key_is_nobodys(guess: str) -> None:
    assert read(guess) is None or guess == KEY.replace("-", "")


@pytest.mark.parametrize(
    "mangled",
    [
        KEY.upper(),
        KEY.replace("-", ""),
        KEY.replace("-", " "),
        KEY.replace("-", " - "),
        KEY.replace("-", "\u2011"),  # a hyphen that does not break
        KEY.replace("-", "\u2013"),  # what word processors make of one
        KEY.replace("-", "\u00ad-"),
        KEY.replace("-", "-\u200b"),
        KEY.replace("0", "o").replace("1", "l"),
        KEY.upper().replace("0", "O").replace("1", "I"),
        f"Sleutel (laten staan): {KEY}",
        f"SLEUTEL (LATEN STAAN): {KEY.upper()}",
        f"Sleutel (laten\r\nstaan): {KEY}\r\n\r\nVerstuurd vanaf mijn telefoon",
        f"EENVOUDIG\n\nSleutel (laten staan):\n{KEY}",
        f"> EENVOUDIG\n>\n> Sleutel (laten staan): {KEY[:9]}\n> {KEY[9:]}\n> groeten",
        f"Sleutel (laten staan): {KEY[:7]}\r\n{KEY[7:]}",
        f"Sleutel (laten staan): {KEY[:10]}=\r\n{KEY[10:]}",
        f"*Sleutel (laten staan): {KEY}*",
        f"_{KEY}_",
        f"<p>{KEY}</p>",
        f'"{KEY}".',
        f"ok {KEY} ok",
        "\uff11".join(KEY.split("1")) if "1" in KEY else KEY,  # a wide digit
    ],
)
def test_what_mailers_and_thumbs_do_to_a_key_is_forgiven(mangled: str) -> None:
    assert read(mangled) == ANNS


@given(
    st.lists(
        st.sampled_from(["", " ", "-", "\n", "\r\n", "\r\n> ", "\u00a0", "=\r\n"]), min_size=15
    )
)
def test_whatever_stands_between_the_letters_is_forgiven(between: list[str]) -> None:
    letters = KEY.replace("-", "")
    mangled = "".join(a + b for a, b in zip(letters, [*between[:15], ""], strict=True))
    assert read(f"Sleutel (laten staan): {mangled}\n") == ANNS


@settings(max_examples=300)
@given(st.text(max_size=400))
def test_no_text_defies_reading(text: str) -> None:
    assert read(text) is None


def test_the_first_key_in_a_text_counts() -> None:
    second = SIGNER.staff_key("bert", "", MADE)
    assert read(f"{KEY}\n{second}") == ANNS
    assert read(f"{second}\n{KEY}") == StaffKey("bert", "", MADE)


def test_letters_of_a_longer_word_are_no_key() -> None:
    assert read(f"x{KEY.replace('-', '')}") is None
    assert read(f"{KEY.replace('-', '')}x") is None


def test_a_long_text_without_a_key_costs_next_to_nothing() -> None:
    tried: list[object] = []

    class Counted(list[str]):
        def __iter__(self) -> Iterator[str]:
            tried.append(1)
            return super().__iter__()

    SIGNER.read_staff_key("aaaa bbbb cccc dddd " * 10_000, Counted(PEOPLE), ABOUTS, MADE)
    assert len(tried) <= 32


def test_every_person_and_signing_key_is_tried_hit_or_no_hit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[bool] = []
    compare = hmac.compare_digest

    def counted(one: bytes, other: bytes) -> bool:
        compared.append(compare(one, other))
        return compared[-1]

    monkeypatch.setattr("bot.core.tokens.hmac.compare_digest", counted)
    assert read(KEY) == ANNS
    assert len(compared) == len(PEOPLE) * len(ABOUTS) * 2
    compared.clear()
    assert read(KEY[:-1] + ("0" if KEY[-1] != "0" else "2")) is None
    assert len(compared) == len(PEOPLE) * len(ABOUTS) * 2


@pytest.mark.parametrize(
    ("about", "closed_on", "today", "lives"),
    [
        ("", None, MADE + timedelta(days=60), True),
        ("", None, MADE + timedelta(days=61), False),
        ("K-2026-0022", None, MADE + timedelta(days=900), True),
        ("K-2026-0022", date(2027, 1, 10), date(2027, 2, 9), True),
        ("K-2026-0022", date(2027, 1, 10), date(2027, 2, 10), False),
    ],
)
def test_a_key_lives_as_long_as_its_case_and_30_days_or_60_days(
    about: str, closed_on: date | None, today: date, *, lives: bool
) -> None:
    assert staff_key_lives(MADE, today, about=about, closed_on=closed_on) is lives
