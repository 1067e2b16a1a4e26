"""Google Workspace, by google-auth: a service account that is delegated, or an installed app.

https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from google.auth import transport
from google.auth.exceptions import GoogleAuthError
from google.oauth2 import credentials, service_account

from bot.post.oauth.grant import Fresh, Grant, NoToken, read_fresh
from bot.post.oauth.loopback import Doorstep
from bot.post.oauth.wire import Wire

_TOKEN_URI: Final = "https://oauth2.googleapis.com/token"  # noqa: S105 - a URL
_CONSENT_URI: Final = "https://accounts.google.com/o/oauth2/v2/auth"
_MAIL: Final = "https://mail.google.com/"  # IMAP and SMTP; Google has no narrower scope for both

# At DEBUG it tells more of an exchange than anybody should keep.
logging.getLogger("google").setLevel(logging.INFO)


def renew(grant: Grant, refresh_token: str | None) -> Fresh:
    """A new access token; `refresh_token` is the newest one where a person has consented.

    Raises:
        NoToken: with the words of the endpoint.
    """
    wire = Wire(ca_file=grant.ca_file)
    proof = _delegated(grant) if refresh_token is None else _consented(grant, refresh_token)
    try:
        proof.refresh(_Request(wire))
    except GoogleAuthError as error:
        # The words alone: what hangs on the exception is the whole answer.
        raise NoToken(str(error.args[0] if error.args else type(error).__name__)) from None
    return read_fresh({} if wire.last is None else wire.last.said, wire.host)


def login(grant: Grant, show: Callable[[str, str], None]) -> Fresh:
    """Lets a person consent in a browser (RFC 8252, with PKCE, RFC 7636); there is no code to type.

    `show` is told the URL to open, and "". Google sends the browser on to a loopback address of
    this machine. Where the browser is on another machine, that page does not open; its address is
    then given to curl, here: `curl 'http://127.0.0.1:…'`. Waits a quarter of an hour at most.
    (Google's device code is not for mail: its scopes do not reach there.)

    Raises:
        NoToken: the person did not, or may not.
    """
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
    with Doorstep(state) as doorstep:
        asked = {
            "client_id": grant.client_id or "",
            "redirect_uri": doorstep.address,
            "response_type": "code",
            "scope": _MAIL,
            "state": state,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
            "access_type": "offline",
            "prompt": "consent",  # without it, a second consent brings no refresh token
            "login_hint": grant.mailbox,
        }
        show(f"{_consent_uri(grant)}?{urlencode(asked)}", "")
        brought = doorstep.wait()
        address = doorstep.address
    if "code" not in brought:
        raise NoToken(brought.get("error", "the code expired before anybody consented"))
    wire = Wire(ca_file=grant.ca_file)
    handed_in = {
        "grant_type": "authorization_code",
        "code": brought["code"],
        "code_verifier": verifier,
        "redirect_uri": address,
        "client_id": grant.client_id or "",
        "client_secret": grant.client_secret or "",
    }
    answer = wire.ask(grant.token_uri or _TOKEN_URI, body=urlencode(handed_in).encode())
    return read_fresh(answer.said, wire.host)


def _consent_uri(grant: Grant) -> str:
    return f"{grant.authority.rstrip('/')}/o/oauth2/v2/auth" if grant.authority else _CONSENT_URI


# Typed as far as its makers went, which is not far enough to call it.
_Delegated: Final[Any] = service_account.Credentials
_Consented: Final[Any] = credentials.Credentials


def _delegated(grant: Grant) -> Any:  # noqa: ANN401
    try:
        key = json.loads(grant.service_account or "")
        proof = _Delegated.from_service_account_info(key, scopes=[_MAIL], subject=grant.mailbox)
    except (ValueError, TypeError, AttributeError, GoogleAuthError):
        # The words of the parser are left out: they may quote the key.
        raise NoToken("service_account is no JSON key of a service account") from None
    return proof.with_token_uri(grant.token_uri) if grant.token_uri else proof


def _consented(grant: Grant, refresh_token: str) -> Any:  # noqa: ANN401
    return _Consented(
        None,
        refresh_token=refresh_token,
        token_uri=grant.token_uri or _TOKEN_URI,
        client_id=grant.client_id,
        client_secret=grant.client_secret,
    )


class _Request(transport.Request):
    """What google-auth wants of an HTTP client."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def __call__(
        self,
        url: str,
        method: str = "GET",  # noqa: ARG002 - a body says so too
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002 - our patience is one
        **_: Any,  # noqa: ANN401
    ) -> _Response:
        answer = self._wire.ask(url, body=body, headers=headers)
        return _Response(answer.status, dict(answer.headers), answer.text.encode())


class _Response(transport.Response):
    """What google-auth wants of an answer."""

    def __init__(self, status: int, headers: dict[str, str], data: bytes) -> None:
        self._status, self._headers, self._data = status, headers, data

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self._status

    @property
    def headers(self) -> dict[str, str]:
        """The headers."""
        return self._headers

    @property
    def data(self) -> bytes:
        """The body."""
        return self._data
