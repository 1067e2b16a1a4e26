"""The postman before a mail server that misbehaves."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from bot.clock import monotonic
from bot.post.smtp.envelope import Accepted, Delayed, Envelope, Outcome, Refused, Uncertain
from bot.post.smtp.postman import Postman, SmtpServer
from tests.smtpservers import At, SmtpSink

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

T = TypeVar("T")

BOX = "klachten@school.example"
AN = "an@ouder.example"


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as running:
        yield running
    assert running.errors == []


def a_postman(sink: SmtpSink, *, keep: float = 60.0, **changes: Any) -> Postman:
    chosen: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": sink.port,
        "security": "none",
        "timeout": 10.0,
    }
    return Postman(SmtpServer(**(chosen | changes)), monotonic=monotonic, keep=keep)


def a_letter(to: str = AN, content: bytes = b"Subject: x\r\n\r\nBeste ouder\r\n") -> Envelope:
    return Envelope(sender=BOX, recipient=to, content=content)


def letters(count: int) -> list[tuple[int, Envelope]]:
    return [(n, a_letter(f"p{n}@ouder.example")) for n in range(count)]


def play(postman: Postman, act: Callable[[Postman], Awaitable[T]]) -> T:
    async def acting() -> T:
        try:
            return await act(postman)
        finally:
            await postman.close()

    return asyncio.run(acting())


def deliver(postman: Postman, envelope: Envelope | None = None) -> Outcome:
    return play(postman, lambda p: p.deliver(envelope or a_letter()))


def deliver_all(postman: Postman, count: int) -> list[Outcome]:
    outcomes: dict[int, Outcome] = {}
    play(postman, lambda p: p.deliver_all(letters(count), outcomes.__setitem__))
    return [outcomes[n] for n in sorted(outcomes)]


# How far did it come?


@pytest.mark.parametrize("at", [At.RCPT, At.DATA, At.TEXT])
def test_a_refusal_at_any_moment_is_of_this_letter_for_good(sink: SmtpSink, at: At) -> None:
    sink.answer(at, "554 5.6.0 not like this")
    assert deliver(a_postman(sink)) == Refused(554, "5.6.0 not like this")


@pytest.mark.parametrize("at", [At.RCPT, At.DATA, At.TEXT])
def test_try_later_at_any_moment_is_delayed(sink: SmtpSink, at: At) -> None:
    sink.answer(at, "451 4.3.0 not now")
    assert deliver(a_postman(sink)) == Delayed("451 4.3.0 not now")


@pytest.mark.parametrize("at", [At.MAIL, At.RCPT, At.DATA])
def test_a_connection_lost_before_the_text_is_delayed(sink: SmtpSink, at: At) -> None:
    sink.hang_up(at)
    outcome = deliver(a_postman(sink))
    assert isinstance(outcome, Delayed)
    assert f"127.0.0.1:{sink.port}: connection lost at {at.name}" in outcome.words
    assert sink.letters == []


@pytest.mark.parametrize("kept", [True, False])
def test_a_connection_lost_after_the_text_is_uncertain_since_both_happen(
    sink: SmtpSink, *, kept: bool
) -> None:
    sink.hang_up(At.TEXT, keep=kept)
    assert isinstance(deliver(a_postman(sink)), Uncertain)
    assert len(sink.letters) == kept


def test_silence_before_the_text_is_delayed(sink: SmtpSink) -> None:
    sink.stall(At.RCPT)
    outcome = deliver(a_postman(sink, timeout=0.2))
    assert isinstance(outcome, Delayed)
    assert "silent for 0.2 s at RCPT" in outcome.words


def test_silence_after_the_text_is_uncertain(sink: SmtpSink) -> None:
    sink.stall(At.TEXT)
    outcome = deliver(a_postman(sink, text_timeout=0.2))
    assert isinstance(outcome, Uncertain)
    assert "silent for 0.2 s after the text" in outcome.words


@pytest.mark.parametrize("reply", ["hm", "350 go on then", "99 bottles"])
def test_a_reply_that_is_no_verdict_after_the_text_is_uncertain(sink: SmtpSink, reply: str) -> None:
    sink.answer(At.TEXT, reply)
    assert isinstance(deliver(a_postman(sink)), Uncertain)


def test_421_after_the_text_is_a_verdict_so_delayed(sink: SmtpSink) -> None:
    sink.answer(At.TEXT, "421 4.3.2 shutting down")
    assert deliver(a_postman(sink)) == Delayed("421 4.3.2 shutting down")


# One letter, whole and alone


def test_a_text_with_dots_and_odd_line_ends_arrives_as_one_mail(sink: SmtpSink) -> None:
    content = b".\r\n..x\n.\nMAIL FROM:<evil@x.example>\r.\rend"
    assert isinstance(deliver(a_postman(sink), a_letter(content=content)), Accepted)
    expected = b".\r\n..x\r\n.\r\nMAIL FROM:<evil@x.example>\r\n.\r\nend\r\n"
    assert [letter.content for letter in sink.letters] == [expected]


def test_a_refused_letter_leaves_nothing_behind_for_the_next(sink: SmtpSink) -> None:
    sink.answer(At.DATA, "554 5.6.0 no", to="p0@ouder.example")
    outcomes = deliver_all(a_postman(sink, connections=1), 2)
    assert [type(outcome) for outcome in outcomes] == [Refused, Accepted]
    assert [letter.recipients for letter in sink.letters] == [("p1@ouder.example",)]
    assert "RSET" in sink.commands


def test_a_letter_larger_than_the_server_takes_is_refused_unsent() -> None:
    with SmtpSink(size=1000) as sink:
        outcome = deliver(a_postman(sink), a_letter(content=b"x" * 2000))
    assert isinstance(outcome, Refused)
    assert outcome.code == 552
    assert "MAIL" not in sink.commands


def test_too_big_said_at_the_door_is_of_the_letter_and_not_of_us(sink: SmtpSink) -> None:
    sink.answer(At.MAIL, "552 5.3.4 too big")
    postman = a_postman(sink)
    assert deliver(postman) == Refused(552, "5.3.4 too big")
    assert postman.unusable is None


def test_an_eight_bit_text_goes_to_a_server_that_takes_it() -> None:
    content = "Subject: x\r\n\r\nGeëerde ouder\r\n".encode()
    with SmtpSink() as sink:
        assert isinstance(deliver(a_postman(sink), a_letter(content=content)), Accepted)
        assert "BODY=8BITMIME" in sink.letters[0].options
    with SmtpSink(eight_bit=False) as sink:
        outcome = deliver(a_postman(sink), a_letter(content=content))
        assert isinstance(outcome, Refused)
        assert "7-bit only" in outcome.words
        assert isinstance(deliver(a_postman(sink)), Accepted)


def test_an_address_beyond_ascii_needs_smtputf8() -> None:
    with SmtpSink(utf8=False) as sink:
        outcome = deliver(a_postman(sink), a_letter("zoë@ouder.example"))
        assert isinstance(outcome, Refused)
        assert "no SMTPUTF8" in outcome.words
        assert "MAIL" not in sink.commands
    with SmtpSink() as sink:
        assert isinstance(deliver(a_postman(sink), a_letter("zoë@ouder.example")), Accepted)
        assert sink.letters[0].recipients == ("zoë@ouder.example",)
        assert "SMTPUTF8" in sink.letters[0].options


def test_a_domain_beyond_ascii_goes_to_any_server_unless_two_domains_could_be_meant() -> None:
    with SmtpSink(utf8=False) as sink:
        assert isinstance(deliver(a_postman(sink), a_letter("an@café.example")), Accepted)
        assert sink.letters[0].recipients == ("an@xn--caf-dma.example",)
        assert isinstance(deliver(a_postman(sink), a_letter("an@straße.example")), Refused)


@pytest.mark.parametrize(
    "address", ["", "an @ouder.example", "a>b@x.example", "a\r\nRSET@x", "\udcff@x"]
)
def test_an_address_that_could_carry_a_command_is_refused_unsent(
    sink: SmtpSink, address: str
) -> None:
    assert isinstance(deliver(a_postman(sink), a_letter(address)), Refused)
    assert "MAIL" not in sink.commands


def test_the_server_s_words_come_as_one_clean_line(sink: SmtpSink) -> None:
    sink.answer(At.RCPT, "550-5.1.1 no\x1b[31m\r\n550 5.1.1 such\tmailbox")
    outcome = deliver(a_postman(sink))
    assert outcome == Refused(550, "5.1.1 no [31m 5.1.1 such mailbox")


# Kept connections


def test_connections_are_kept_and_no_more_than_allowed(sink: SmtpSink) -> None:
    outcomes = deliver_all(a_postman(sink, connections=2), 60)
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert sink.connections <= 2


def test_two_letters_are_under_way_at_once(sink: SmtpSink) -> None:
    sink.stall(At.TEXT)
    outcomes: list[Outcome] = []

    async def act(postman: Postman) -> None:
        under_way = asyncio.create_task(
            postman.deliver_all(letters(5), lambda _, outcome: outcomes.append(outcome))
        )
        await asyncio.to_thread(sink.wait_until, lambda: sink.stalled == 2)
        assert outcomes == []
        sink.release()
        await under_way

    play(a_postman(sink, connections=2), act)
    assert [type(outcome) for outcome in outcomes] == [Accepted] * 5


def test_one_letter_opens_one_connection(sink: SmtpSink) -> None:
    deliver_all(a_postman(sink, connections=5), 1)
    assert sink.connections == 1


@pytest.mark.parametrize("words", [b"", b"421 4.4.2 idle for too long\r\n"])
def test_an_idle_connection_the_server_closed_costs_a_letter_nothing(
    sink: SmtpSink, words: bytes
) -> None:
    async def act(postman: Postman) -> list[Outcome]:
        first = await postman.deliver(a_letter())
        await asyncio.to_thread(sink.close_connections, words=words)
        return [first, await postman.deliver(a_letter())]

    assert [type(outcome) for outcome in play(a_postman(sink), act)] == [Accepted, Accepted]
    assert sink.connections == 2


def test_a_kept_connection_that_is_closed_unseen_costs_a_letter_nothing(sink: SmtpSink) -> None:
    async def act(postman: Postman) -> list[Outcome]:
        first = await postman.deliver(a_letter())
        sink.close_connections()  # blocks the loop, so that the end is met only when it writes
        return [first, await postman.deliver(a_letter())]

    assert [type(outcome) for outcome in play(a_postman(sink), act)] == [Accepted, Accepted]


@pytest.mark.parametrize("reply", ["421 4.7.0 enough for one session", "451 4.7.0 enough"])
def test_a_server_that_takes_few_letters_a_session_is_called_again(
    sink: SmtpSink, reply: str
) -> None:
    async def act(postman: Postman) -> list[Outcome]:
        first = await postman.deliver(a_letter())
        sink.answer(At.MAIL, reply, times=1)
        return [first, await postman.deliver(a_letter())]

    assert [type(outcome) for outcome in play(a_postman(sink), act)] == [Accepted, Accepted]
    assert sink.connections == 2


def test_an_uncertain_letter_is_never_repeated_by_the_postman(sink: SmtpSink) -> None:
    async def act(postman: Postman) -> Outcome:
        await postman.deliver(a_letter())
        sink.hang_up(At.TEXT, keep=True)
        return await postman.deliver(a_letter())

    assert isinstance(play(a_postman(sink), act), Uncertain)
    assert len(sink.letters) == 2


def test_idle_connections_are_left_with_a_quit(sink: SmtpSink) -> None:
    async def act(postman: Postman) -> None:
        await postman.deliver(a_letter())
        await asyncio.to_thread(sink.wait_until, lambda: sink.open_connections == 0)

    play(a_postman(sink, keep=0.05), act)
    assert sink.commands[-1] == "QUIT"


def test_a_server_that_allows_fewer_connections_gets_all_letters_over_those() -> None:
    with SmtpSink(most=1) as sink:
        outcomes = deliver_all(a_postman(sink, connections=4), 30)
        assert [type(outcome) for outcome in outcomes] == [Accepted] * 30
        assert len(sink.letters) == 30


# Trouble that concerns every letter


def test_a_sender_the_server_does_not_take_delays_all_and_is_no_refusal_of_a_parent(
    sink: SmtpSink,
) -> None:
    sink.answer(At.MAIL, "550 5.7.60 no permission to send as this sender")
    postman = a_postman(sink)
    outcomes = deliver_all(postman, 40)
    assert [type(outcome) for outcome in outcomes] == [Delayed] * 40
    assert postman.unusable is not None
    assert f"127.0.0.1:{sink.port}: does not take mail from {BOX} (550 5.7.60" in postman.unusable
    assert sink.commands.count("MAIL") <= 2
    assert "does not take mail" in (play(postman, lambda p: p.check(BOX)) or "")


def test_relay_denied_is_about_us_and_not_about_the_parent(sink: SmtpSink) -> None:
    sink.answer(At.RCPT, "554 5.7.1 <an@ouder.example>: Relay access denied")
    postman = a_postman(sink)
    outcome = deliver(postman)
    assert isinstance(outcome, Delayed)
    assert outcome.unusable is not None
    assert postman.unusable == outcome.unusable


def test_a_server_that_works_again_is_no_longer_unusable(sink: SmtpSink) -> None:
    sink.answer(At.CONNECT, "421 4.3.2 not today", times=1)
    postman = a_postman(sink)
    assert isinstance(deliver(postman), Delayed)
    assert postman.unusable is not None
    assert "turned us away (421 4.3.2 not today)" in postman.unusable
    deliver_all(postman, 1)
    assert postman.unusable is None


def test_a_silent_server_is_not_asked_again_for_each_letter(sink: SmtpSink) -> None:
    sink.stall(At.RCPT)
    outcomes = deliver_all(a_postman(sink, timeout=0.2, connections=2), 50)
    assert [type(outcome) for outcome in outcomes] == [Delayed] * 50
    assert sink.commands.count("RCPT") <= 2


def test_a_server_that_breaks_off_twice_running_makes_no_more_letters_uncertain(
    sink: SmtpSink,
) -> None:
    sink.hang_up(At.TEXT)
    outcomes = deliver_all(a_postman(sink, connections=1), 50)
    assert [type(outcome) for outcome in outcomes] == [Uncertain] * 2 + [Delayed] * 48


# Stopping


def test_a_delivery_that_ends_leaves_the_letters_of_another_alone(sink: SmtpSink) -> None:
    sink.stall(At.TEXT, to=AN)
    slow: dict[int, Outcome] = {}
    quick: dict[int, Outcome] = {}

    async def both(postman: Postman) -> None:
        first = asyncio.create_task(postman.deliver_all([(0, a_letter())], slow.__setitem__))
        await asyncio.to_thread(sink.wait_until, lambda: sink.stalled == 1)
        await postman.deliver_all([(0, a_letter("p@ouder.example"))], quick.__setitem__)
        sink.release()
        await first

    play(a_postman(sink), both)
    assert isinstance(quick[0], Accepted)
    assert isinstance(slow[0], Accepted)


def test_stopping_lets_letters_under_way_end_and_starts_no_other(sink: SmtpSink) -> None:
    sink.stall(At.TEXT)
    stop = threading.Event()
    outcomes: dict[int, Outcome] = {}

    async def act(postman: Postman) -> None:
        under_way = asyncio.create_task(
            postman.deliver_all(letters(9), outcomes.__setitem__, stop=stop)
        )
        await asyncio.to_thread(sink.wait_until, lambda: sink.stalled == 2)
        stop.set()
        sink.release()
        await under_way

    play(a_postman(sink, connections=2), act)
    assert outcomes.keys() == {0, 1}
    assert all(isinstance(outcome, Accepted) for outcome in outcomes.values())


def test_stopping_cuts_what_does_not_end_and_says_how_far_it_was(sink: SmtpSink) -> None:
    sink.stall(At.TEXT, to="p0@ouder.example")
    sink.stall(At.RCPT, to="p1@ouder.example")
    stop = threading.Event()
    outcomes: dict[int, Outcome] = {}

    async def act(postman: Postman) -> None:
        under_way = asyncio.create_task(
            postman.deliver_all(letters(9), outcomes.__setitem__, stop=stop, grace=0.1)
        )
        await asyncio.to_thread(sink.wait_until, lambda: sink.stalled == 2)
        stop.set()
        await under_way

    play(a_postman(sink, connections=2), act)
    assert {key: type(outcome) for key, outcome in outcomes.items()} == {0: Uncertain, 1: Delayed}


def test_a_failing_caller_ends_the_delivery_with_its_own_error(sink: SmtpSink) -> None:
    def on_outcome(_key: int, _outcome: Outcome) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        play(a_postman(sink), lambda p: p.deliver_all(letters(9), on_outcome))
