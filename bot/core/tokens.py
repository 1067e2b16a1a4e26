"""How the bot knows its own again: the Message-IDs of its letters, the keys behind its buttons.

A Message-ID is `<CASE.NONCE.MAC@domain>`, all lower case, because some mailers fold case. CASE is
the case number in lower case, or `-` for a letter of no case; NONCE is 80 random bits; MAC is the
first 100 bits of HMAC-SHA-256 over everything before it and the domain. Keys rotate: the first
signs, all verify. Each purpose has a key of its own, by HKDF (RFC 5869).

A staff key is 16 letters in groups of four ("7f3k-92xd-q4mt-8hwa"), in Crockford's base 32, which
has no look-alikes: 16 bits are the day it was made, 64 the head of HMAC-SHA-256 over person, scope
and day. People retype it and mailers mangle it, so it is read forgivingly. How long it lives is not
in it: that depends on the case (`staff_key_lives`).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

_MAC_LETTERS = 20  # base32: 5 bits each
_SHAPE = re.compile(
    r"<(?P<case>-|[a-z0-9][a-z0-9_-]*)\.(?P<nonce>[a-z2-7]{16})\.(?P<mac>[a-z2-7]{20})"
    r"@(?P<domain>[^@<>\s]+)>"
)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: no i, l, o, u
_BITS = {letter: bits for bits, letter in enumerate(_ALPHABET)}
_LOOK_ALIKES = str.maketrans("ilo", "110")
_KEY_LETTERS = 16
_KEY_MAC_BITS = 64
_FIRST_DAY = date(2020, 1, 1)  # 16 bits of days reach from here to 2199
_OLDEST = timedelta(days=20 * 366)  # no case lives longer
_AHEAD = timedelta(days=31)  # the clock was wrong when it was made, or is now
_SEARCHED = 100_000  # characters: what a button wrote stands above whatever is quoted below
_MOST_TRIED = 32  # 16 letters that look like a key of a likely day are rare in a text
# What mailers and hands put between its letters: spaces, line ends with the marks of a quote,
# hyphens of every kind, the signs of emphasis and a soft break that nobody undid.
_BETWEEN = r"[\s>|*_=\-\u2010-\u2015\u2212]{0,12}"
_KEY = re.compile(rf"(?<![0-9a-z])(?=((?:[0-9a-tv-z]{_BETWEEN}){{15}}[0-9a-tv-z])(?![0-9a-z]))")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

_AFTER_CLOSING = timedelta(days=30)
_ABOUT_NOTHING = timedelta(days=60)


class StaffKey(NamedTuple):
    """What a staff key says: whose it is, what it is about ("" for nothing), when it was made."""

    person: str
    about: str
    made_on: date


def staff_key_lives(
    made_on: date, today: date, *, about: str = "", closed_on: date | None = None
) -> bool:
    """Whether a key may still act. All days are local.

    One about a case lives as long as the case and 30 days more; one about nothing 60 days.
    """
    if not about:
        return today <= made_on + _ABOUT_NOTHING
    return closed_on is None or today <= closed_on + _AFTER_CLOSING


def derive_key(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose, from a signing key (HKDF-SHA-256, RFC 5869, empty salt)."""
    extracted = hmac.digest(b"\0" * 32, secret, "sha256")
    return hmac.digest(extracted, purpose.encode() + b"\x01", "sha256")


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes and recognises our Message-IDs. `secrets` are the signing keys, newest first."""

    secrets: Sequence[bytes]

    def message_id(self, case_number: str | None, nonce: bytes, domain: str) -> str:
        """A new Message-ID; `nonce` is 10 random bytes."""
        head = f"{(case_number or '-').lower()}.{_base32(nonce)}"
        domain = domain.lower()
        return f"<{head}.{self._mac(self.secrets[0], head, domain)}@{domain}>"

    def case_of(self, message_id: str) -> str | None:
        """The case number in a Message-ID of ours ("" for none); None when it is not ours."""
        shape = _SHAPE.fullmatch(message_id.strip().lower())
        if shape is None:
            return None
        head = f"{shape['case']}.{shape['nonce']}"
        ours = any(
            hmac.compare_digest(shape["mac"], self._mac(secret, head, shape["domain"]))
            for secret in self.secrets
        )
        if not ours:
            return None
        return "" if shape["case"] == "-" else shape["case"].upper()

    def staff_key(self, person: str, about: str, made_on: date) -> str:
        """The key of a button: it acts for this person (id) about this, "K-2026-0022" or "".

        Raises:
            OverflowError: the day lies before 2020 or after 2199.
        """
        days = (made_on - _FIRST_DAY).days
        mac = _staff_mac(_staff_secret(self.secrets[0]), person, about, days)
        bits = int.from_bytes(days.to_bytes(2) + mac)
        letters = "".join(_ALPHABET[bits >> shift & 31] for shift in range(75, -1, -5))
        return "-".join(letters[at : at + 4] for at in range(0, _KEY_LETTERS, 4))

    def read_staff_key(
        self, text: str, people: Collection[str], abouts: Collection[str], on: date
    ) -> StaffKey | None:
        """The first key of ours in a text, alive or not; None when there is none.

        Only keys of these people (ids) about one of `abouts` are known. Each of them is tried with
        every signing key, hit or no hit, so that the time it takes tells nothing. `on` is today.
        """
        secrets = [_staff_secret(secret) for secret in self.secrets]
        known: StaffKey | None = None
        for days, mac in islice(_likely_keys(text, on), _MOST_TRIED):
            for person in people:
                for about in abouts:
                    for secret in secrets:
                        ours = hmac.compare_digest(mac, _staff_mac(secret, person, about, days))
                        if ours and known is None:
                            known = StaffKey(person, about, _FIRST_DAY + timedelta(days=days))
        return known

    @staticmethod
    def _mac(secret: bytes, head: str, domain: str) -> str:
        key = derive_key(secret, "message-id")
        return _base32(hmac.digest(key, f"{head}@{domain}".encode(), hashlib.sha256))[:_MAC_LETTERS]


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _likely_keys(text: str, on: date) -> Iterator[tuple[int, bytes]]:
    """Day and mark of whatever in a text has the shape of a key that was made on a likely day."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text[:_SEARCHED])).lower()
    for shape in _KEY.finditer(plain):
        letters = [each for each in shape[1].translate(_LOOK_ALIKES) if each in _BITS]
        bits = 0
        for letter in letters:
            bits = bits << 5 | _BITS[letter]
        days, mac = divmod(bits, 1 << _KEY_MAC_BITS)
        made_on = _FIRST_DAY + timedelta(days=days)
        if on - _OLDEST <= made_on <= on + _AHEAD:
            yield days, mac.to_bytes(_KEY_MAC_BITS // 8)


def _staff_secret(secret: bytes) -> bytes:
    return derive_key(secret, "staff-key")


def _staff_mac(secret: bytes, person: str, about: str, days: int) -> bytes:
    # The lengths keep one person's id from running into what the key is about.
    said = f"{len(person)}:{person}{len(about)}:{about}{days}"
    return hmac.digest(secret, said.encode(), "sha256")[: _KEY_MAC_BITS // 8]
