from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.house_style import HouseStyle, HouseStyles, Logo
from bot.core.letter import Letter, LetterName, LetterOrder, Origin
from bot.core.mail import Address
from bot.post.parser import read_mail
from bot.writer.envelope import UnusableAddress, compose
from bot.writer.letters import Writer
from bot.writer.samples import sample_order
from tests.pictures import png

SHIPPED = Path(__file__).parents[2] / "templates"
SENDER = Address("klachten@demerland.example", "Basisschool Demerland")
MESSAGE_ID = "<k-2026-0042.abcdefghij234567.abcdefghij234567klmn@demerland.example>"
NOW = datetime(2026, 12, 8, 13, 5, tzinfo=UTC)
ORDER = sample_order(LetterName.ACKNOWLEDGMENT, "usual", "nl", "u")
LETTER = Writer(SHIPPED).write(ORDER)


def composed(letter: Letter, sender: Address = SENDER) -> tuple[bytes, EmailMessage]:
    raw = compose(letter, sender=sender, message_id=MESSAGE_ID, date=NOW)
    return raw, read(raw)


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert part.defects == []
    return message


def ordered(letter: Letter = LETTER, **changes: object) -> Letter:
    order: LetterOrder = replace(letter.order, **changes)  # type: ignore[arg-type]
    return replace(letter, order=order)


def part(message: EmailMessage, subtype: str) -> str:
    found = message.get_body((subtype,))
    assert found is not None
    content = found.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")  # lines travel with CRLF (RFC 2046 §4.1.1)


def test_the_headers_say_what_a_mailer_must_know() -> None:
    _, message = composed(
        ordered(answers="<a@b.example>", references=("<1@b.example>", "<a@b.example>"))
    )
    assert dict(message.items()) == {
        "From": "Basisschool Demerland <klachten@demerland.example>",
        "To": "sofie.aerts@ouders.example",
        "Reply-To": "klachten@demerland.example",
        "Subject": "[K-2026-0042] Uw bericht is goed aangekomen",
        "Date": "Tue, 08 Dec 2026 13:05:00 +0000",
        "Message-ID": MESSAGE_ID,
        "In-Reply-To": "<a@b.example>",
        "References": "<1@b.example> <a@b.example>",
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "DR, RN, OOF, AutoReply",
        "X-Gehoor-Case": "K-2026-0042",
        "Content-Language": "nl",
        "MIME-Version": "1.0",
        "Content-Type": message["Content-Type"],
    }
    assert parsedate_to_datetime(message["Date"]) == NOW


def test_both_parts_come_back_as_written_text_first() -> None:
    _, message = composed(LETTER)
    assert [each.get_content_type() for each in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert part(message, "plain") == LETTER.text
    assert part(message, "html") == LETTER.html


def test_staff_may_answer_that_they_are_away() -> None:
    _, message = composed(ordered(to_staff=True, origin=Origin.GENERATED))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "DR, RN, AutoReply"


def test_what_a_person_approved_is_not_automatic() -> None:
    _, message = composed(ordered(origin=Origin.PERSON))
    assert message["Auto-Submitted"] is None
    assert message["X-Auto-Response-Suppress"] is None


def test_a_letter_of_no_case_carries_no_case_and_no_thread() -> None:
    _, message = composed(ordered(case_number=None))
    assert message["X-Gehoor-Case"] is None
    assert message["In-Reply-To"] is None
    assert message["References"] is None


def test_nothing_marks_a_letter_as_bulk() -> None:
    raw, _ = composed(LETTER)
    assert b"Precedence" not in raw
    assert b"\nList-" not in raw


def test_a_long_thread_keeps_its_first_mail_and_the_latest() -> None:
    thread = tuple(f"<{n}@b.example>" for n in range(50))
    _, message = composed(ordered(references=thread, answers="<last@b.example>"))
    assert message["References"].split() == ["<0@b.example>", *thread[32:], "<last@b.example>"]


@pytest.mark.parametrize(
    "message_id",
    ["<a b@c>", "<a@b>\r\nBcc: x@y.example", "a@b", "<a@b><c@d>", "", "<é@b>", f"<{'a' * 990}@b>"],
)
def test_a_message_id_of_a_stranger_is_left_out_when_it_is_none(message_id: str) -> None:
    raw, message = composed(ordered(answers=message_id, references=(message_id, "<ok@b.example>")))
    assert message["In-Reply-To"] is None
    assert message["References"] == "<ok@b.example>"
    assert b"Bcc" not in raw


@pytest.mark.parametrize(
    "to",
    [
        "a@b.example\r\nBcc: x@y.example",
        "a@b.example\n",
        "a@b.example, c@d.example",
        "Naam <a@b.example>",
        "a b@c.example",
        "a@b@c.example",
        "a@",
        "@b.example",
        "a",
        "",
        "a@b.example;c@d.example",
        "a\x00@b.example",
        '"a\r\n"@b.example',
        "a@" + "é" * 70 + ".example",
    ],
)
def test_what_is_not_one_address_is_refused(to: str) -> None:
    with pytest.raises(UnusableAddress):
        composed(ordered(to=to))


@pytest.mark.parametrize(
    "to",
    ["a@b.example", "a.b+c=d@b.example", "o'neil@b.example", '"a b"@b.example', "a@[127.0.0.1]"],
)
def test_an_unusual_address_is_used_as_it_is(to: str) -> None:
    _, message = composed(ordered(to=to))
    assert message["To"] == to


def test_a_domain_beyond_ascii_is_written_as_dns_knows_it() -> None:
    _, message = composed(ordered(to="a@école.example"))
    assert message["To"] == "a@xn--cole-9oa.example"


def test_a_message_id_of_our_own_must_be_one() -> None:
    with pytest.raises(ValueError, match="no Message-ID"):
        compose(LETTER, sender=SENDER, message_id="<a@b>\r\nX: y", date=NOW)


@pytest.mark.parametrize(
    "name",
    [
        "Basisschool Demerland",
        'School "De Vlieger", Demerland',
        "École Sainte-Élisabeth",
        "St. Jan (afdeling 2) <b>",
        "a\r\nBcc: x@y.example",
        "\\",
        "=?utf-8?q?x?=",
        "Ж" * 60,
        "",
    ],
)
def test_the_name_of_the_school_comes_back_as_given(name: str) -> None:
    raw, message = composed(LETTER, Address(SENDER.email, name))
    header = message["From"]
    assert header.addresses[0].addr_spec == SENDER.email
    # The structured reader of the standard library leaves a blank between two encoded words.
    phrase = message_from_bytes(raw)["From"].rpartition("<")[0].strip()
    decoded = str(make_header(decode_header(phrase)))
    if not name.isascii() or "=?" in name:
        assert decoded == " ".join(name.split())
    else:
        assert header.addresses[0].display_name == " ".join(name.split())
    assert b"\nBcc" not in raw


@pytest.mark.parametrize(
    "subject",
    [
        "[K-2026-0042] Nous avons bien reçu votre message",
        "[K-2026-0042] " + "langer dan één regel " * 8,
        "[K-2026-0042] " + "plain words only " * 10,
        "Ж" * 150,
        "=?utf-8?q?niet?= echt",
        "x" * 199,
        "één",
        "a ? b = c _ d",
        "🙂" * 40,
    ],
)
def test_a_subject_comes_back_as_written_and_keeps_the_number_plain(subject: str) -> None:
    raw, message = composed(replace(LETTER, subject=subject))
    assert message["Subject"] == subject.strip()
    if subject.startswith("[K-"):
        assert b"\r\nSubject: [K-2026-0042] " in raw


@settings(max_examples=200)
@given(st.text(st.characters(codec="utf-8"), max_size=120))
def test_no_subject_adds_a_header_or_a_long_line(subject: str) -> None:
    raw, message = composed(replace(LETTER, subject=subject))
    head = raw.split(b"\r\n\r\n", 1)[0]
    assert all(len(line) <= 202 for line in head.split(b"\r\n"))
    assert len(message.keys()) == 12
    shown = "".join(letter if letter.isprintable() else " " for letter in subject)
    assert str(message["Subject"]) == " ".join(shown.split())


@settings(max_examples=200)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")))
def test_any_text_survives_the_journey(text: str) -> None:
    raw, message = composed(replace(LETTER, text=text + "\n"))
    assert part(message, "plain") == text + "\n"
    assert raw.isascii()


@pytest.mark.parametrize(
    "text",
    ["x" * 5000, "é" * 5000, "عربي " * 2000, "\n.\n..\nFrom here\n \n\t\n", "=" * 300, "a \nb\t\n"],
)
def test_no_line_is_too_long_for_smtp(text: str) -> None:
    letter = replace(LETTER, text=text, html=f"<p>{text}</p>")
    raw, message = composed(letter)
    assert max(map(len, raw.split(b"\r\n")[20:])) <= 76
    assert max(map(len, raw.split(b"\r\n"))) <= 100
    assert part(message, "plain") == text
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_the_same_letter_is_the_same_bytes() -> None:
    assert composed(LETTER)[0] == composed(LETTER)[0]


@pytest.mark.parametrize("name", LetterName)
@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_every_letter_travels(name: LetterName, language: str) -> None:
    letter = Writer(SHIPPED).write(sample_order(name, "usual", language, "je"))
    _, message = composed(letter)
    assert message["Content-Language"] == letter.language
    assert part(message, "plain") == letter.text
    assert part(message, "html") == letter.html


def with_prints(number: str | None, *prints: bytes) -> tuple[bytes, EmailMessage]:
    letter = replace(LETTER, order=replace(ORDER, case_number=number))
    raw = compose(letter, sender=SENDER, message_id=MESSAGE_ID, date=NOW, prints=prints)
    return raw, read(raw)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=3))
def test_letters_on_paper_come_along_byte_for_byte_beside_both_parts(prints: list[bytes]) -> None:
    raw, message = with_prints("K-2026-0042", *prints)
    assert message.get_content_type() == "multipart/mixed"
    body, *files = message.iter_parts()
    assert body.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in body.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content() for part in files] == prints
    assert {part.get_content_type() for part in files} == {"application/pdf"}
    assert {part.get_content_disposition() for part in files} == {"attachment"}
    assert all(len(line) <= 998 for line in raw.splitlines())
    assert raw.isascii()


def test_their_names_hold_the_number_and_nothing_else() -> None:
    def names(number: str | None) -> list[str | None]:
        return [
            part.get_filename() for part in with_prints(number, b"1", b"2")[1].iter_attachments()
        ]

    assert names("K-2026-0042") == ["brief-K-2026-0042.pdf", "brief-K-2026-0042-2.pdf"]
    for unfit in (None, "../../x", 'K"\r\nBcc: x@y.example', "Sofie Aerts"):
        assert names(unfit) == ["brief.pdf", "brief-2.pdf"]


def test_without_letters_on_paper_nothing_changes() -> None:
    assert composed(LETTER)[0] == compose(
        LETTER, sender=SENDER, message_id=MESSAGE_ID, date=NOW, prints=()
    )
    assert composed(LETTER)[1].get_content_type() == "multipart/alternative"


LOGO = Logo(content=png(120, 40), kind="png", width=120, height=40)
STYLED = Writer(SHIPPED, styles=HouseStyles(board=HouseStyle(logo=LOGO)))


def test_a_logo_travels_with_the_page_that_shows_it() -> None:
    letter = STYLED.write(ORDER)
    raw, message = composed(letter)
    assert message.get_content_type() == "multipart/alternative"
    text, related = message.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert related.get_content_type() == "multipart/related"
    assert related.get_param("type") == "text/html"  # RFC 2387 §3.1
    page, picture = related.iter_parts()
    assert page.get_content().replace("\r\n", "\n") == letter.html
    assert picture.get_content_type() == "image/png"
    assert picture.get_content() == LOGO.content
    assert picture.get_content_disposition() == "inline"
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in letter.html
    assert part(message, "plain") == letter.text
    assert all(len(line) <= 998 for line in raw.splitlines())


def test_a_letter_with_a_logo_and_a_letter_on_paper_holds_both() -> None:
    raw = compose(
        STYLED.write(ORDER), sender=SENDER, message_id=MESSAGE_ID, date=NOW, prints=(b"1",)
    )
    kinds = [each.get_content_type() for each in read(raw).walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]


def test_our_own_reader_finds_text_page_and_picture() -> None:
    mail = read_mail(composed(STYLED.write(ORDER))[0])
    assert "We hebben uw bericht goed ontvangen" in mail.text
    assert "K-2026-0042" in mail.subject


def test_staff_letters_carry_no_picture() -> None:
    letter = STYLED.write(sample_order(LetterName.NEW_COMPLAINT, "usual", "nl", "u"))
    assert [each.get_content_type() for each in composed(letter)[1].walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
