from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from bot.post.body import ENCRYPTED, SEALED
from bot.post.mime.pkcs7 import signed_content
from bot.post.parser import read_mail
from tests.rawmails import assert_sound, container, in_parts, part, raw_mail

INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\nMijn kind wordt gepest.\r\n"
BASE64 = b"Content-Transfer-Encoding: base64"
SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"


def tlv(tag: int, *values: bytes) -> bytes:
    value = b"".join(values)
    return bytes((tag, 0x84)) + len(value).to_bytes(4, "big") + value


def wrapped(content: bytes) -> bytes:
    """Signed data of definite length, with as much as comes before the content."""
    inner = tlv(0x30, DATA, tlv(0xA0, content))
    return tlv(0x30, SIGNED_DATA, tlv(0xA0, tlv(0x30, b"\x02\x01\x01", tlv(0x31), inner)))


def endless(content: bytes) -> bytes:
    """The same as mail programs stream it: no lengths, the content in pieces."""
    pieces = b"".join(tlv(0x04, content[at : at + 10]) for at in range(0, len(content), 10))
    octets = b"\x24\x80" + pieces + b"\0\0"
    head = b"\x30\x80" + SIGNED_DATA + b"\xa0\x80\x30\x80\x02\x01\x01\x31\x00"
    return head + b"\x30\x80" + DATA + b"\xa0\x80" + octets + b"\0\0" * 6


def sealed(der: bytes, kind: bytes = b"signed-data") -> bytes:
    fields = (
        b'Content-Type: application/pkcs7-mime; name="smime.p7m"; smime-type=' + kind,
        BASE64,
        b'Content-Disposition: attachment; filename="smime.p7m"',
    )
    return raw_mail(base64.encodebytes(der), *fields)


def really_signed(content: bytes) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ann@ouders.example")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1)
    builder = builder.not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    builder = builder.not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
    signer = pkcs7.PKCS7SignatureBuilder().set_data(content)
    signer = signer.add_signer(builder.sign(key, hashes.SHA256()), key, hashes.SHA256())
    return signer.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary])


@pytest.mark.parametrize("der", [wrapped(tlv(0x04, INNER)), endless(INNER), really_signed(INNER)])
def test_a_mail_that_is_only_signed_is_read_without_a_key(der: bytes) -> None:
    mail = read_mail(sealed(der))
    assert (mail.text, mail.unreadable) == ("Mijn kind wordt gepest.", None)
    assert mail.attachments == ()


def test_what_hangs_on_a_signed_mail_are_its_attachments() -> None:
    inner = container(INNER, part(b"application/pdf", b"%PDF-1.4"), boundary=b"x")
    der = wrapped(tlv(0x04, b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + inner))
    mail = read_mail(sealed(der))
    assert mail.text == "Mijn kind wordt gepest."
    assert [(each.name, each.part) for each in mail.attachments] == [("part-2.pdf", 2)]


def test_signed_mails_in_signed_mails_without_end_are_opened_a_few_times() -> None:
    raw = INNER
    for _ in range(12):
        inner = wrapped(tlv(0x04, raw))
        raw = b"Content-Type: application/pkcs7-mime\r\n%s\r\n\r\n" % BASE64
        raw += base64.encodebytes(inner)
    mail = read_mail(sealed(wrapped(tlv(0x04, raw))))
    assert mail.text == ""
    assert mail.unreadable is not None


@pytest.mark.parametrize(
    ("der", "kind", "reason"),
    [
        (
            wrapped(tlv(0x04, INNER)).replace(b"\x07\x02", b"\x07\x03", 1),
            b"enveloped-data",
            ENCRYPTED,
        ),
        (wrapped(tlv(0x04, INNER))[:40], b"signed-data", SEALED),
        (b"", b"signed-data", SEALED),
        (b"\x30\x84", b"signed-data", SEALED),
    ],
)
def test_what_is_encrypted_or_damaged_stays_an_attachment(
    der: bytes, kind: bytes, reason: str
) -> None:
    mail = read_mail(sealed(der, kind))
    assert (mail.text, mail.unreadable) == ("", reason)
    assert [each.name for each in mail.attachments] == ["smime.p7m"]


@given(st.binary(max_size=200), st.integers(0, 120))
def test_any_bytes_are_signed_or_not(noise: bytes, at: int) -> None:
    whole = endless(INNER)
    signed_content(noise)
    assert_sound(read_mail(sealed(whole[:at] + noise + whole[at + len(noise) :])))


CLEAR_SIGNED = """\
-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

Mijn kind wordt gepest.
- --{blank}
Ann
-----BEGIN PGP SIGNATURE-----

iQEzBAEBCAAdFiEE
-----END PGP SIGNATURE-----
""".format(blank=" ")


def test_a_clear_signed_mail_is_read_without_its_armour() -> None:
    mail = read_mail(raw_mail(CLEAR_SIGNED.encode()))
    assert mail.text == "Mijn kind wordt gepest.\n-- \nAnn"
    assert mail.unreadable is None
    told = read_mail(raw_mail(f"Hoi\n\n{CLEAR_SIGNED}Groet".encode())).text
    assert told == "Hoi\n\nMijn kind wordt gepest.\n-- \nAnn\nGroet"


@pytest.mark.parametrize(
    "text",
    [
        "Ik kreeg -----BEGIN PGP SIGNED MESSAGE-----\nwat is dat?",
        "-----BEGIN PGP SIGNED MESSAGE-----\nEen zin zonder meer.\n\nNog een.",
    ],
)
def test_words_about_armour_are_no_armour(text: str) -> None:
    assert read_mail(raw_mail(text.encode())).text == text


def test_a_signature_beside_a_mail_leaves_it_as_it_is() -> None:
    signature = part(b'application/pgp-signature; name="signature.asc"', b"-----BEGIN PGP SIG")
    mail = read_mail(in_parts(INNER, signature, kind=b"signed"))
    assert mail.text == "Mijn kind wordt gepest."
    assert [each.name for each in mail.attachments] == ["signature.asc"]
