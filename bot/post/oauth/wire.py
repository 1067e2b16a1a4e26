"""Speaks HTTP with token endpoints, for msal and google-auth alike.

Both are told to use this instead of `requests`, so that a token endpoint that is down, slow, busy
or no token endpoint at all is told of in one way, a secret never follows a redirect, and the
certificates of this machine are believed, as they are for IMAP and SMTP.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from bot.clock import monotonic
from bot.post.oauth.grant import NoToken, what_was_said

PATIENCE: Final = 20.0  # seconds for each step
_IN_ALL: Final = 45.0  # seconds for an answer that drips in
_LARGEST: Final = 1_000_000  # bytes; a token is 2 kB
_LONGEST_PAUSE: Final = 3600.0
_BUSY: Final = 429
_SERVER_FAULT: Final = 500

# RFC 6749 §4.1.2.1 and what Google says besides: the same question may be answered later.
_PASSING: Final = frozenset({"temporarily_unavailable", "server_error", "internal_failure"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that is a JSON object; `headers` have names in lower case."""

    status: int
    text: str = field(repr=False)
    said: dict[str, object] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


class _AsTheyCome(urllib.request.HTTPErrorProcessor):
    """Hands every answer on, whatever its status: redirects are not followed, errors are read."""

    def http_response(self, request: urllib.request.Request, response: Any) -> Any:  # noqa: ANN401, ARG002 - urllib's
        return response

    https_response = http_response


class Wire:
    """One conversation with a token endpoint. `plain` are loopback hosts spoken to without TLS.

    `last` is the last answer: the libraries do not always hand on what was said. `host` is whom was
    asked last.
    """

    def __init__(self, *, ca_file: str | None = None, plain: frozenset[str] = frozenset()) -> None:
        self.last: Answer | None = None
        self.host = ""
        self._ca_file = ca_file
        self._plain = plain

    def ask(
        self, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """GET, or POST when there is a body.

        Raises:
            NoToken: no JSON answer came; or one that says to come back later.
        """
        self.last = None
        url, host = self._reachable(url)
        self.host = host
        request = urllib.request.Request(url, data=body, headers=dict(headers or {}))  # noqa: S310 - _reachable looked at the scheme
        try:
            with self._opener(url).open(request, timeout=PATIENCE) as response:
                status, heads = response.status, response.headers
                text = _body(response).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NoToken(f"token endpoint {host}: {_why(error)}") from None
        self.last = self._judged(host, status, text, {k.lower(): v for k, v in heads.items()})
        return self.last

    def _reachable(self, url: str) -> tuple[str, str]:
        """The URL as it is asked, and its host."""
        parts = urlsplit(url)
        if parts.scheme == "https" and parts.netloc in self._plain:
            parts = parts._replace(scheme="http")
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(url)):
            raise NoToken(f"token endpoint {parts.netloc}: is no https address, and not asked")
        return urlunsplit(parts), parts.netloc

    def _opener(self, url: str) -> urllib.request.OpenerDirector:
        try:
            context = ssl.create_default_context(cafile=self._ca_file)
        except OSError as error:  # ssl.SSLError is one
            raise NoToken(f"ca_file {self._ca_file} cannot be read as PEM ({error})") from None
        # A proxy of the environment cannot know what listens on our own loopback.
        proxies = urllib.request.ProxyHandler({} if is_loopback(url) else None)
        handler = urllib.request.HTTPSHandler(context=context)
        return urllib.request.build_opener(proxies, handler, _AsTheyCome())

    @staticmethod
    def _judged(host: str, status: int, text: str, headers: Mapping[str, str]) -> Answer:
        try:
            said = json.loads(text)
        except ValueError:
            said = None
        if isinstance(said, dict):
            answer = Answer(status=status, text=text, said=said, headers=headers)
            passing = status == _BUSY or status >= _SERVER_FAULT or said.get("error") in _PASSING
            if not passing:
                return answer
            words = f"answers HTTP {status} ({what_was_said(said)})"
        else:
            words = f"answers HTTP {status}, and no JSON ({_kind(headers)})"
        raise NoToken(f"token endpoint {host}: {words}", retry_after=_pause_asked(headers))


def is_loopback(url: str) -> bool:
    """Whether a URL is of this machine itself."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _body(response: Any) -> bytes:  # noqa: ANN401 - urllib's answers have no common type
    """The whole body, if it is of a decent size and comes within decent time."""
    until, read = monotonic() + _IN_ALL, bytearray()
    while some := response.read1(65536):
        read += some
        if len(read) > _LARGEST:
            raise ValueError("an answer without end")
        if monotonic() > until:
            raise TimeoutError
    return bytes(read)


def _why(error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    match cause:
        case ssl.SSLCertVerificationError():
            return f"its certificate is not trusted ({cause.verify_message})"
        case socket.gaierror():
            return f"unknown host ({cause.strerror})"
        case TimeoutError():
            return f"no whole answer within {PATIENCE:g} s"
        case OSError():
            return f"cannot be reached ({cause.strerror or type(cause).__name__})"
        case _:
            return f"does not speak HTTP ({type(cause).__name__})"


def _kind(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "no content type").partition(";")[0]


def _pause_asked(headers: Mapping[str, str]) -> float | None:
    """Retry-After in seconds (RFC 9110 §10.2.3: a number, or a date beside the server's own)."""
    asked = headers.get("retry-after", "").strip()
    if asked.isdecimal():
        seconds = float(asked[:9])
    else:
        then, now = _instant(asked), _instant(headers.get("date", ""))
        if then is None or now is None:
            return None
        seconds = (then - now).total_seconds()
    return min(max(seconds, 1.0), _LONGEST_PAUSE)


def _instant(words: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(words)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
