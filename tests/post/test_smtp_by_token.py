"""Letters by token: how it is offered, and what becomes of a letter when it ends in the middle."""

from __future__ import annotations

import asyncio

import pytest

from bot.clock import monotonic
from bot.post.smtp.postman import Accepted, Delayed, Envelope, Outcome, Postman, SmtpServer
from tests.smtpservers import At, SmtpSink

USER = "klachten@school.example"
LETTER = Envelope(sender=USER, recipient="ilse@postvak.example", content=b"Subject: x\r\n\r\ny\r\n")
EXCHANGE = "530 5.7.57 Client not authenticated to send mail"
GOOGLE = "530 5.7.0 Authentication Required."


class Tokens:
    """Gives the first of its tokens until that is refused."""

    def __init__(self, *tokens: str) -> None:
        self._tokens = list(tokens)

    def token(self) -> str:
        return self._tokens[0]

    def refused(self) -> None:
        if len(self._tokens) > 1:
            del self._tokens[0]


def a_postman(sink: SmtpSink, tokens: Tokens) -> Postman:
    server = SmtpServer(
        host="127.0.0.1",
        port=sink.port,
        security="none",
        user=USER,
        token=tokens.token,
        token_refused=tokens.refused,
    )
    return Postman(server, monotonic=monotonic)


def outcomes(postman: Postman, count: int) -> list[Outcome]:
    """What becomes of so many letters, one after the other."""

    async def deliver() -> list[Outcome]:
        try:
            return [await postman.deliver(LETTER) for _ in range(count)]
        finally:
            await postman.close()

    return asyncio.run(deliver())


def test_where_only_oauthbearer_is_offered_it_is_used() -> None:
    with SmtpSink(user=USER, token="goed", method="OAUTHBEARER") as sink:
        assert isinstance(outcomes(a_postman(sink, Tokens("goed")), 1)[0], Accepted)
        (no,) = outcomes(a_postman(sink, Tokens("oud")), 1)
        assert isinstance(no, Delayed)
        assert no.unusable is not None
        assert "oud" not in no.unusable
        assert sink.logins == [("OAUTHBEARER", USER, True), ("OAUTHBEARER", USER, False)]


@pytest.mark.parametrize("method", ["XOAUTH2", "OAUTHBEARER"])
def test_a_refused_token_is_tried_anew_when_there_is_a_newer_one(method: str) -> None:
    with SmtpSink(user=USER, token="nieuw", method=method) as sink:  # type: ignore[arg-type]
        (sent,) = outcomes(a_postman(sink, Tokens("oud", "nieuw")), 1)
        assert isinstance(sent, Accepted)
        assert [right for _, _, right in sink.logins] == [False, True]


def test_two_tokens_that_are_refused_are_enough() -> None:
    with SmtpSink(user=USER, token="anders") as sink:
        (no,) = outcomes(a_postman(sink, Tokens("oud", "nieuw")), 1)
        assert isinstance(no, Delayed)
        assert len(sink.logins) == 2


@pytest.mark.parametrize("at", [At.MAIL, At.RCPT, At.DATA, At.TEXT])
@pytest.mark.parametrize("words", [EXCHANGE, GOOGLE, "535 5.7.8 credentials have expired"])
def test_a_login_that_lapses_on_a_kept_connection_costs_a_new_login_and_no_letter(
    at: At, words: str
) -> None:
    with SmtpSink(user=USER, token="goed") as sink:
        postman = a_postman(sink, Tokens("goed"))

        async def deliver() -> list[Outcome]:
            first = await postman.deliver(LETTER)
            sink.answer(at, words, times=1)
            second = await postman.deliver(LETTER)
            await postman.close()
            return [first, second]

        assert [type(each) for each in asyncio.run(deliver())] == [Accepted, Accepted]
        assert len(sink.letters) == 2
        assert len(sink.logins) == 2


@pytest.mark.parametrize("at", [At.RCPT, At.DATA, At.TEXT])
def test_a_login_that_lapses_at_once_delays_the_letter_and_the_next_logs_in_anew(at: At) -> None:
    with SmtpSink(user=USER, token="goed") as sink:
        sink.answer(at, EXCHANGE, times=1)
        delayed, sent = outcomes(a_postman(sink, Tokens("goed")), 2)
        assert isinstance(delayed, Delayed)
        assert delayed.unusable is not None
        assert isinstance(sent, Accepted)
        assert len(sink.logins) == 2
