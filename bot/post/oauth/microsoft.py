"""Microsoft 365, by msal: an app with a secret or certificate, or a person by device code.

https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import msal

from bot import __version__
from bot.post.oauth.grant import Fresh, Grant, NoToken, read_fresh, what_was_said
from bot.post.oauth.wire import Answer, Wire, is_loopback

_WORLD: Final = "https://login.microsoftonline.com"
_FOR_APP: Final = ("https://outlook.office365.com/.default",)
_FOR_PERSON: Final = (
    "https://outlook.office.com/IMAP.AccessAsUser.All",
    "https://outlook.office.com/SMTP.Send",
)
_PEM: Final = re.compile(r"-----BEGIN ([A-Z ]+)-----.+?-----END \1-----", re.DOTALL)

# At DEBUG it tells more of an exchange than anybody should keep.
logging.getLogger("msal").setLevel(logging.INFO)


def renew(grant: Grant, refresh_token: str | None) -> Fresh:
    """A new access token; `refresh_token` is the newest one where a person has consented.

    Raises:
        NoToken: with the words of the endpoint.
    """
    wire = _wire(grant)
    if refresh_token is not None:
        app = _app(grant, wire)
        said = app.acquire_token_by_refresh_token(refresh_token, list(_FOR_PERSON))
    else:
        said = _app(grant, wire).acquire_token_for_client(scopes=list(_FOR_APP))
    return read_fresh(said, wire.host)


def login(grant: Grant, show: Callable[[str, str], None]) -> Fresh:
    """Lets a person consent (RFC 8628); `show` is told the URL to open and the code to type there.

    Waits for the person, a quarter of an hour at most.

    Raises:
        NoToken: the person did not, or may not.
    """
    wire = _wire(grant)
    app = _app(grant, wire)
    flow = app.initiate_device_flow(scopes=list(_FOR_PERSON))
    if "user_code" not in flow:
        raise NoToken(what_was_said(flow))
    show(flow["verification_uri"], flow["user_code"])
    said = app.acquire_token_by_device_flow(flow)
    if said.get("error") == "authorization_pending":
        raise NoToken("the code expired before anybody typed it")
    return read_fresh(said, wire.host)


def _wire(grant: Grant) -> Wire:
    # msal takes https authorities only; a test server on the loopback speaks plain HTTP.
    base = grant.authority or _WORLD
    plain = base.startswith("http://") and is_loopback(base)
    if not plain and not base.startswith("https://"):
        raise NoToken(f"authority of [mailbox.oauth] is no https address: {base}")
    return Wire(
        ca_file=grant.ca_file, plain=frozenset({urlsplit(base).netloc}) if plain else frozenset()
    )


def _app(grant: Grant, wire: Wire) -> Any:  # noqa: ANN401 - msal has no types
    """The application. A new one each time, with nothing in its memory: what is kept, we keep."""
    tenant = grant.tenant or ("organizations" if grant.needs_person else None)
    if tenant is None:
        raise NoToken("tenant of [mailbox.oauth] is missing")
    base = (grant.authority or _WORLD).rstrip("/").replace("http://", "https://", 1)
    kind = (
        msal.PublicClientApplication if grant.needs_person else msal.ConfidentialClientApplication
    )
    try:
        return kind(
            grant.client_id,
            **({} if grant.needs_person else {"client_credential": _credential(grant)}),
            authority=f"{base}/{quote(tenant, safe='')}",
            http_client=_Http(wire),
            instance_discovery=False,  # the authority is from the config, not from a stranger
            app_name="gehoor",
            app_version=__version__,
        )
    except ValueError as error:
        # A tenant that does not exist; msal drops the endpoint's own words.
        if wire.last is not None and "error" in wire.last.said:
            raise NoToken(what_was_said(wire.last.said)) from None
        what = "authority" if grant.certificate is None else "certificate"
        raise NoToken(f"{what} of [mailbox.oauth] is of no use ({error})") from None


def _credential(grant: Grant) -> str | dict[str, str] | None:
    if grant.certificate is None:
        return grant.client_secret
    blocks = {match[1]: match[0] for match in reversed(list(_PEM.finditer(grant.certificate)))}
    key = next((block for name, block in blocks.items() if name.endswith("PRIVATE KEY")), None)
    if key is None or "CERTIFICATE" not in blocks:
        raise NoToken("certificate of [mailbox.oauth] must be PEM with private key and certificate")
    return {"private_key": key, "public_certificate": blocks["CERTIFICATE"]}


class _Http:
    """What msal wants of an HTTP client."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def get(self, url: str, *, headers: Mapping[str, str] | None = None, **_: object) -> _Response:
        return _Response(self._wire.ask(url, headers=headers))

    def post(
        self,
        url: str,
        *,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **_: object,
    ) -> _Response:
        body = urlencode(data or {}).encode()
        return _Response(self._wire.ask(url, body=body, headers=headers))

    def close(self) -> None:
        """Nothing is kept open."""


class _Response:
    """What msal wants of an answer."""

    def __init__(self, answer: Answer) -> None:
        self.status_code = answer.status
        self.text = answer.text
        self.headers = dict(answer.headers)

    def raise_for_status(self) -> None:
        """An answer that is worth an exception has raised one already."""
