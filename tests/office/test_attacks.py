"""Attempts to give an order in the name of staff: nothing changes, and the right person is told.

Each row is one trick. Beside it stand the letters that come of it, and nothing else may: whoever
was imitated is asked at the registered address, where a person must look a person is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.header import Header
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.case import Outcome, Status
from bot.core.staff.whose_is_it import ASKED_A_DAY, ASKED_AN_HOUR, letters_left
from bot.core.telling import AT_ONCE
from bot.core.tokens import Signer
from tests.builders import MAILBOX, NOON, TODAY, raw_mail
from tests.offices import ANN, BERT, CARLA, GUST, KATRIEN, SAYS, SECRETS, Office

K1, K2 = "K-2026-0001", "K-2026-0002"
ME = "Ann Peeters <ann.peeters@schoolbestuur-demerland.example>"
OUR_SERVER = "mx.schoolbestuur-demerland.example"
DOMAIN = "schoolbestuur-demerland.example"
PROVEN = f"Authentication-Results: {OUR_SERVER}; dmarc=pass header.from={DOMAIN}"
FAILED = f"Authentication-Results: {OUR_SERVER}; dmarc=fail header.from={DOMAIN}; spf=fail"
ORDER = "EENVOUDIG"
Asked = frozenset[tuple[str, str]]

_SIGNER = Signer((SECRETS["GEHOOR_SIGNING_KEY"].encode(),))
ANN_ASKED: Asked = frozenset({(ANN, "was_it_you")})
ANN_TOLD: Asked = frozenset({(ANN, "attention")})
ANN_HELPED: Asked = frozenset({(ANN, "command_error")})
NOBODY: Asked = frozenset()


def key(person: str = "ann", about: str = K1, made_on: date = TODAY) -> str:
    return _SIGNER.staff_key(person, about, made_on)


def tapped(order: str = ORDER, of: str = "") -> str:
    return f"{order}\n\nSleutel (laten staan): {of or key()}"


@dataclass(frozen=True)
class Scene:
    """Two complaints in treatment; Ann handles both and got the notice of the first."""

    office: Office
    notice: str  # its Message-ID


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    office = Office(tmp_path)
    office.write(subject="Klacht over de bus")
    office.write(subject="Klacht over het eten", sender="Jos Claes <jos@postvak.example>")
    office.round()
    notice = next(each for each in office.letters("new_complaint") if each.case == K1)
    yield Scene(office, notice.message_id)
    office.close()


def mail(
    text: str = "", *headers: str, sender: str = ME, subject: str = f"[{K1}] {ORDER}"
) -> bytes:
    return raw_mail(
        text or tapped(),
        sender=sender,
        subject=subject,
        message_id="<aanval@elders.example>",
        headers=headers,
    )


def on_top(raw: bytes, *lines: str) -> bytes:
    """The lines as the first of the header: where the receiving server writes."""
    return "\r\n".join((*lines, "")).encode() + raw


def in_thread(scene: Scene) -> str:
    return f"In-Reply-To: {scene.notice}"


def as_html(scene: Scene, hidden: str) -> bytes:
    page = f"<html><body><p>Dank je.</p>{hidden}</body></html>"
    plain = mail(page, in_thread(scene), subject=f"Re: [{K1}] Nieuw bericht")
    return on_top(plain.replace(b"text/plain", b"text/html"), PROVEN)


def with_parts(first: str, *parts: str, kind: str = "mixed") -> bytes:
    """A mail of several parts, each with its own header lines."""
    head = (
        f"{PROVEN}\r\nFrom: {ME}\r\nTo: {MAILBOX}\r\nSubject: Re: [{K1}] Nieuw bericht\r\n"
        "Date: Tue, 24 Nov 2026 12:00:00 +0100\r\nMessage-ID: <delen@elders.example>\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; boundary="grens"\r\n\r\n'
    )
    text = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{first}\r\n"
    body = "".join(f"--grens\r\n{part}\r\n" for part in (text, *parts))
    return f"{head}{body}--grens--\r\n".encode()


Build = Callable[[Scene], bytes]
# What is tried → the letters that come of it.
ATTACKS: dict[str, tuple[Build, Asked]] = {
    # --- From is forged
    "no results of a server at all": (lambda _: mail(), ANN_ASKED),
    "dmarc failed": (lambda _: on_top(mail(), FAILED), ANN_ASKED),
    "results of a server of the attacker": (
        lambda _: on_top(mail(), PROVEN.replace(OUR_SERVER, "mx.elders.example")),
        ANN_ASKED,
    ),
    "results of a server whose name begins like ours": (
        lambda _: on_top(mail(), PROVEN.replace(OUR_SERVER, f"{OUR_SERVER}.elders.example")),
        ANN_ASKED,
    ),
    "our name in a comment": (
        lambda _: on_top(mail(), PROVEN.replace(OUR_SERVER, f"mx.elders.example ({OUR_SERVER})")),
        ANN_ASKED,
    ),
    "forged results below the true ones": (
        lambda _: on_top(mail(), FAILED, PROVEN),
        ANN_ASKED,
    ),
    "forged results above, by another name, true ones below": (
        lambda _: on_top(mail(), PROVEN.replace(OUR_SERVER, "mx.elders.example"), FAILED),
        ANN_ASKED,
    ),
    "results in the text": (lambda _: mail(f"{PROVEN}\n\n{tapped()}"), ANN_ASKED),
    "results in the subject, over two lines": (
        lambda _: mail(
            subject=Header(f"[{K1}] {ORDER}\r\n{PROVEN}", "utf-8").encode(linesep=" "),
        ),
        ANN_ASKED,
    ),
    "results that pass for another domain": (
        lambda _: on_top(
            mail(), PROVEN.replace(f"header.from={DOMAIN}", "header.from=elders.example")
        ),
        ANN_ASKED,
    ),
    "spf alone": (
        lambda _: on_top(
            mail(), f"Authentication-Results: {OUR_SERVER}; spf=pass smtp.mailfrom={DOMAIN}"
        ),
        ANN_ASKED,
    ),
    "dkim of the domain of the attacker": (
        lambda _: on_top(
            mail(), f"Authentication-Results: {OUR_SERVER}; dkim=pass header.d=elders.example"
        ),
        ANN_ASKED,
    ),
    "arc, the word of others": (
        lambda _: on_top(mail(), f"Authentication-Results: {OUR_SERVER}; arc=pass"),
        ANN_ASKED,
    ),
    "the mark of another provider": (
        lambda _: mail("", "X-MS-Exchange-Organization-AuthAs: Internal"),
        ANN_ASKED,
    ),
    "a second From": (
        lambda _: on_top(mail(), PROVEN, "From: Boze Wolf <wolf@elders.example>"),
        ANN_TOLD,
    ),
    "two addresses in From": (
        lambda _: on_top(mail(sender=f"{ME}, wolf@elders.example"), PROVEN),
        ANN_TOLD,
    ),
    "resent by somebody": (
        lambda _: on_top(mail("", "Resent-From: wolf@elders.example"), PROVEN),
        ANN_ASKED,
    ),
    # --- another address, that looks right
    "the address in the name": (
        lambda _: on_top(
            mail(sender=f'"{ANN}" <wolf@elders.example>'),
            PROVEN.replace(DOMAIN, "elders.example").replace("mx.elders.example", OUR_SERVER),
        ),
        ANN_ASKED,
    ),
    "a domain that looks the same": (
        lambda _: on_top(
            mail(sender="Ann Peeters <ann.peeters@xn--schlbestuur-demerland-hvdb.example>"), PROVEN
        ),
        ANN_ASKED,
    ),
    "a domain that begins like ours": (
        lambda _: mail(sender=f"Ann Peeters <ann.peeters@{DOMAIN}.elders.example>"),
        ANN_ASKED,
    ),
    "our address in Reply-To": (
        lambda _: mail("", f"Reply-To: {ME}", sender="Wolf <wolf@elders.example>"),
        ANN_ASKED,
    ),
    "our address in Sender": (
        lambda _: mail("", f"Sender: {ME}", sender="Wolf <wolf@elders.example>"),
        ANN_ASKED,
    ),
    "a private account on her phone": (
        lambda _: mail(sender="Ann <ann.prive@postvak.example>"),
        ANN_ASKED,
    ),
    # --- keys
    "no key, and no answer to a letter": (lambda _: on_top(mail(ORDER), PROVEN), ANN_ASKED),
    "the key of another person": (
        lambda _: on_top(mail(tapped(of=key("bert"))), PROVEN),
        frozenset({(BERT, "was_it_you")}),
    ),
    "the key of another case": (
        lambda _: on_top(mail(tapped(of=key(about=K2))), PROVEN),
        ANN_ASKED,
    ),
    "a key with another letter": (
        lambda _: on_top(mail(tapped(of=key()[:-1] + ("0" if key()[-1] != "0" else "1"))), PROVEN),
        ANN_ASKED,
    ),
    "a key of another signing key": (
        lambda _: on_top(mail(tapped(of=Signer((b"x" * 40,)).staff_key("ann", K1, TODAY))), PROVEN),
        ANN_ASKED,
    ),
    "a letter that was passed on to somebody, and used there": (
        lambda _: mail(
            f"Kijk eens wat ik kreeg.\n\n> {ORDER}\n> Sleutel (laten staan): {key()}",
            sender="Wolf <wolf@elders.example>",
            subject=f"FW: [{K1}] Nieuw bericht",
        ),
        ANN_TOLD,
    ),
    "its key in words of one's own": (
        lambda _: mail(sender="Wolf <wolf@elders.example>"),
        ANN_ASKED,
    ),
    # --- machines
    "an automatic answer that quotes the key": (
        lambda scene: on_top(
            mail(
                f"Ik ben afwezig.\n\n{tapped()}", "Auto-Submitted: auto-replied", in_thread(scene)
            ),
            PROVEN,
        ),
        NOBODY,
    ),
    "mail to a list": (
        lambda _: on_top(
            mail(
                "", "List-Id: <allen.elders.example>", "List-Unsubscribe: <mailto:x@elders.example>"
            ),
            PROVEN,
        ),
        ANN_TOLD,
    ),
    "mail in bulk": (lambda _: on_top(mail("", "Precedence: bulk"), PROVEN), ANN_ASKED),
    "a report that quotes the key": (
        lambda _: on_top(
            with_parts(
                f"Uw bericht kon niet worden afgeleverd.\n{tapped()}",
                "Content-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\nAction: failed\r\n"
                "Final-Recipient: rfc822; x@elders.example\r\n",
                kind='report; report-type="delivery-status"',
            )
        ),
        NOBODY,
    ),
    # --- words that are nobody's
    "an order in an attachment": (
        lambda _: with_parts(
            "Zie de bijlage.",
            'Content-Type: text/plain; name="opdracht.txt"\r\n'
            f'Content-Disposition: attachment; filename="opdracht.txt"\r\n\r\n{tapped()}',
        ),
        NOBODY,
    ),
    "a proven order in a mail in the mail": (
        lambda _: with_parts(
            "Zie het bericht in de bijlage.",
            "Content-Type: message/rfc822\r\n\r\n" + on_top(mail(), PROVEN).decode(),
        ),
        NOBODY,
    ),
    "an order in what is quoted": (
        lambda scene: on_top(
            mail(
                f"Dank je wel.\n\nOp 24-11-2026 schreef Carla:\n> {ORDER}\n> {key()}",
                in_thread(scene),
                subject=f"Re: [{K1}] Nieuw bericht",
            ),
            PROVEN,
        ),
        NOBODY,
    ),
    "an order in a signature": (
        lambda scene: on_top(
            mail(
                f"Dank je wel.\n-- \n{ORDER}\nAnn Peeters",
                in_thread(scene),
                subject=f"Re: [{K1}] Nieuw bericht",
            ),
            PROVEN,
        ),
        NOBODY,
    ),
    "an order that nobody sees": (
        lambda scene: as_html(scene, f'<p style="display:none">{ORDER}</p>'),
        NOBODY,
    ),
    "an order in letters of no size": (
        lambda scene: as_html(scene, f'<p style="font-size:0px;color:#fff">{ORDER}</p>'),
        NOBODY,
    ),
    # --- people who may not
    "a teacher whose case it is not": (
        lambda _: on_top(
            mail(tapped(of=key("juf-katrien")), sender=f"Katrien De Smet <{KATRIEN}>"), PROVEN
        ),
        frozenset({(KATRIEN, "command_error")}),
    ),
    "the parent": (
        lambda _: raw_mail(
            "SLUIT", subject=f"Re: [{K1}] SLUIT", message_id="<ouder@postvak.example>"
        ),
        frozenset({(ANN, "parent_replied")}),
    ),
    "a yes of the parent": (
        lambda _: raw_mail("JA", subject=f"Re: [{K1}] JA", message_id="<ja@postvak.example>"),
        frozenset({(ANN, "parent_replied")}),
    ),
    "another parent": (
        lambda _: raw_mail(
            "SLUIT",
            sender="Jos Claes <jos@postvak.example>",
            subject=f"[{K1}] SLUIT",
            message_id="<jos@postvak.example>",
        ),
        ANN_TOLD,
    ),
}


@pytest.mark.parametrize("trick", ATTACKS)
def test_a_trick_changes_nothing_and_the_right_person_is_told(scene: Scene, trick: str) -> None:
    office = scene.office
    build, told = ATTACKS[trick]
    before = [office.case(K1), office.case(K2)]
    had = len(office.letters())
    office.deliver(build(scene))
    office.round(minutes=1)
    after = [office.case(K1), office.case(K2)]
    for was, now in zip(before, after, strict=True):
        grows = {"mails", "letters", "log"}
        assert {name: was[name] for name in was.keys() - grows} == {
            name: now[name] for name in now.keys() - grows
        }
    assert len(office.register()) == len(before), "no case is opened"
    new = office.letters()[had:]
    assert {(letter.to, letter.name) for letter in new} == told
    assert office.mails()[-1]["verdict"] not in {"complaint", "unclear", "question"}


def test_there_are_more_than_thirty_tricks() -> None:
    assert len(ATTACKS) > 30


def test_the_same_order_without_any_trick_is_carried_out(scene: Scene) -> None:
    """So that the rows above fail for their trick and for nothing else."""
    scene.office.deliver(on_top(mail(), PROVEN))
    scene.office.round(minutes=1)
    assert scene.office.case(K1)["class"] == "simple"


def test_a_mail_that_comes_twice_orders_once(scene: Scene) -> None:
    office = scene.office
    raw = on_top(mail(tapped("VERLENG 5 dagen\nREDEN: ziek"), subject=f"[{K1}]"), PROVEN)
    office.deliver(raw)
    office.round(minutes=1)
    first = len(office.letters())
    office.deliver(raw)
    office.deliver(on_top(raw, "Received: from a by b"))
    office.round(minutes=1)
    assert len(office.letters()) == first


def test_the_same_order_again_within_ten_minutes_is_one_order(scene: Scene) -> None:
    office = scene.office
    office.deliver(on_top(mail(tapped("MAATREGEL: toezicht aan de bus, Carla, 7/12")), PROVEN))
    office.round(minutes=1)
    again = mail(tapped("MAATREGEL: toezicht aan de bus, Carla, 7/12"))
    office.deliver(on_top(again.replace(b"<aanval@", b"<nogmaals@"), PROVEN))
    office.round(minutes=1)
    duties = [duty for duty in office.case(K1)["deadlines"] if duty["kind"] == "measure"]
    assert len(duties) == 1


def test_a_key_acts_thirty_days_longer_than_its_case_and_no_day_more(scene: Scene) -> None:
    office = scene.office
    office.change(K1, status=Status.CLOSED, outcome=Outcome.UPHELD, closed_on=TODAY)
    office.round(hours=24 * 31)
    office.deliver(on_top(mail(tapped("HEROPEN\nREDEN: nieuw feit"), subject=f"[{K1}]"), PROVEN))
    had = len(office.letters())
    office.round(minutes=1)
    assert office.case(K1)["status"] == "closed"
    assert [(one.to, one.name) for one in office.letters()[had:]] == [(ANN, "was_it_you")]


def test_whom_a_case_is_about_orders_nothing_in_it(scene: Scene) -> None:
    office = scene.office
    office.change(K1, not_for=("carla",))
    office.deliver(on_top(mail(tapped(of=key("carla")), sender=f"Carla Maes <{CARLA}>"), PROVEN))
    office.round(minutes=1)
    assert office.case(K1)["class"] is None
    told = [letter for letter in office.letters(to=CARLA) if letter.case == K1]
    assert all("Klacht over de bus" not in letter.everything for letter in told)


def forged(n: int, *lines: str, text: str = "", **changes: str) -> bytes:
    """One of many mails with an order in the name of Ann that nobody proves."""
    raw = mail(text or tapped(), **changes).replace(b"<aanval@", f"<aanval-{n}@".encode())
    return on_top(raw, *(lines or (FAILED,)))


def asked(office: Office, to: str = ANN) -> int:
    return len(office.letters("was_it_you", to=to))


def test_who_is_imitated_in_bulk_is_asked_a_few_times_and_the_administrator_hears_of_it(
    scene: Scene,
) -> None:
    office = scene.office
    before = [office.case(K1)["status"], office.case(K1)["class"]]
    for n in range(40):
        office.deliver(forged(n, subject=f"[{K1}] {ORDER}" if n % 2 else ORDER))
        office.round(minutes=1)
    assert asked(office) == ASKED_AN_HOUR
    assert "een tijd geen mail meer" in office.letters("was_it_you", to=ANN)[-1].text
    assert "een tijd geen mail meer" not in office.letters("was_it_you", to=ANN)[0].text
    bulk = [one for one in office.letters("attention") if SAYS["orders_in_bulk"] in one.text]
    assert {letter.to for letter in bulk} == {GUST}
    assert len(bulk) <= AT_ONCE
    assert [office.case(K1)["status"], office.case(K1)["class"]] == before
    kept = [one for one in office.mails() if one["verdict"] == "staff_command"]
    assert len(kept) == 40
    assert {one["place"] for one in kept} == {"case", "set_aside"}
    reasons = {one["set_aside"] for one in kept if one["place"] == "set_aside"}
    assert reasons == {"asked whose order it is", "one of many orders in one name"}
    # The hour is over and it goes on: in a day there is an end to it too.
    for n in range(40, 90):
        office.deliver(forged(n))
        office.round(minutes=20)
    assert asked(office) == ASKED_A_DAY


def test_somebody_else_is_asked_though_one_is_imitated_in_bulk(scene: Scene) -> None:
    office = scene.office
    for n in range(6):
        office.deliver(forged(n))
    office.deliver(forged(6, text=tapped(of=key("bert")), sender=f"Bert Claes <{BERT}>"))
    office.round(minutes=1)
    assert asked(office) == ASKED_AN_HOUR
    assert asked(office, BERT) == 1


def test_who_is_proven_is_asked_each_time_because_nobody_can_forge_that(scene: Scene) -> None:
    office = scene.office
    for n in range(6):
        office.deliver(forged(n, PROVEN, text=ORDER))
    office.round(minutes=1)
    assert asked(office) == 6


def test_a_real_order_is_carried_out_in_the_midst_of_forged_ones(scene: Scene) -> None:
    office = scene.office
    for n in range(6):
        office.deliver(forged(n))
    office.deliver(on_top(mail(), PROVEN))
    office.round(minutes=1)
    assert office.case(K1)["class"] == "simple"


@given(st.lists(st.integers(0, 60 * 60 * 48), max_size=60).map(sorted))
def test_in_no_hour_and_no_day_is_anybody_asked_more_than_that(seconds: list[int]) -> None:
    asked_at: list[datetime] = []
    for each in seconds:
        at = NOON + timedelta(seconds=each)
        if letters_left(asked_at, at) > 0:
            asked_at.append(at)
    for first in asked_at:
        assert sum(timedelta(0) <= at - first < timedelta(hours=1) for at in asked_at) <= 3
        assert sum(timedelta(0) <= at - first < timedelta(days=1) for at in asked_at) <= 10
