from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from bot.core.tokens import Signer

OLD, NEW = b"o" * 32, b"n" * 32
DOMAIN = "school.example"
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
OURS = Signer((NEW,)).message_id("K-2026-0042", bytes(10), DOMAIN)
NONCES = st.binary(min_size=10, max_size=10)


def test_the_mark_of_a_letter_holds_at_least_64_bits() -> None:
    mac = OURS.strip("<>").partition("@")[0].rpartition(".")[2]
    assert set(mac) <= set(LETTERS)
    assert len(mac) * 5 >= 64
    # It is no checksum: another key gives another mark.
    other = Signer((OLD,)).message_id("K-2026-0042", bytes(10), DOMAIN)
    theirs = other.strip("<>").partition("@")[0].rpartition(".")[2]
    agree = sum(a == b for a, b in zip(mac, theirs, strict=True))
    assert agree < len(mac) // 2
    assert len(base64.b32decode(mac.upper() + "=" * (-len(mac) % 8))) * 8 >= 64


@given(NONCES, st.sampled_from(["K-2026-0042", "K-2027-1", None]))
def test_our_own_are_known_again_also_in_capitals(nonce: bytes, number: str | None) -> None:
    ours = Signer((NEW,)).message_id(number, nonce, DOMAIN)
    assert Signer((NEW, OLD)).case_of(ours) == (number or "")
    assert Signer((OLD, NEW)).case_of(ours.upper()) == (number or "")
    assert Signer((OLD,)).case_of(ours) is None


@given(st.integers(min_value=1, max_value=len(OURS) - 2), st.sampled_from(LETTERS + "-.@1"))
def test_a_single_changed_letter_makes_it_anybodys(at: int, letter: str) -> None:
    changed = f"{OURS[:at]}{letter}{OURS[at + 1 :]}"
    assert Signer((NEW,)).case_of(changed) == ("K-2026-0042" if changed == OURS else None)


@given(st.text(LETTERS, min_size=20, max_size=20))
def test_a_guessed_mark_names_no_case(guess: str) -> None:
    head, _, domain = OURS.partition("@")
    forged = f"{head.rpartition('.')[0]}.{guess}@{domain}"
    assert Signer((NEW,)).case_of(forged) is None or forged == OURS


def test_the_mark_of_one_case_or_domain_is_none_of_another() -> None:
    signer = Signer((NEW,))
    assert signer.case_of(OURS.replace("0042", "0043")) is None
    assert signer.case_of(OURS.replace(DOMAIN, "elders.example")) is None
    assert signer.case_of(OURS.replace("k-2026-0042", "-")) is None


@given(st.text(max_size=200))
def test_no_message_id_defies_reading(text: str) -> None:
    assert Signer((NEW,)).case_of(text) is None
