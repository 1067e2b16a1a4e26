"""A token server on this machine that speaks as Microsoft's and Google's endpoints are documented.

Microsoft (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow and
.../v2-oauth2-device-code): discovery, client credentials by secret and by certificate, device code,
refresh tokens that rotate. Google (https://developers.google.com/identity/protocols/oauth2): JWT of
a service account with a subject, consent in a browser with PKCE, refresh tokens that stay.

It is strict where they are: a wrong tenant, app, secret, signature, clock or verifier is answered
with their words. `scripted` answers come before any of this, and what it `always` answers before
these.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import ssl
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from bot.clock import SystemClock
from tests.certificates import Certificate

TENANT = "7e3c1f6a-0000-4000-8000-5ca1ab1e0001"
APP = "b0770000-0000-4000-8000-000000000001"
SECRET = "Q~8x.geheim-van-de-toepassing"
MAILBOX = "klachten@school.example"
ROBOT = "gehoor@klachten-0001.iam.gserviceaccount.example"
INSTALLED = "1234-abcd.apps.googleusercontent.example"
_TRACE = "\r\nTrace ID: 255d1aef-8c98-452f-ac51-23d051240864\r\nTimestamp: 2026-11-22 10:00:00Z"
_HOUR = 3600


@dataclass(frozen=True, kw_only=True)
class Scripted:
    """An answer that is given once, whatever is asked."""

    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request that came."""

    path: str
    form: Mapping[str, str]


class _No(Exception):  # noqa: N818 - `raise _No`
    """An error as an endpoint words it."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        self.error, self.description, self.status = error, description, status


class TokenServer:
    """Serves on a port of the loopback from `start` to `stop`, and on the same one again.

    `lasts`: how long a token lives, in seconds. `rotates`: "" (Google: the refresh token stays),
    "keeps" (Microsoft: a new one, the old one is good too) or "revokes" (the old one is not).
    `ahead`: how far its clock is ahead of ours. `gate`: while it is clear, nothing is answered.
    `consenting`: what a person with a device code does: "pending", "agrees" or "declines".
    """

    def __init__(self, tls: Certificate | None = None) -> None:
        self.asked: list[Asked] = []
        self.issued: set[str] = set()
        self.scripted: deque[Scripted] = deque()
        self.always: Scripted | None = None
        self.lasts: int | str = _HOUR
        self.rotates = "keeps"
        self.ahead = timedelta()
        self.gate = threading.Event()
        self.gate.set()
        self.consenting = "agrees"
        self.secret: str | None = SECRET
        self.secret_expired = False
        self.refusal: tuple[str, str] | None = None  # an error and its words, to everybody
        self.certificates: list[x509.Certificate] = []
        self.public_client = True
        self.forgets_refresh = False
        self.robots: dict[str, Any] = {}  # account -> public key
        self.delegated = True
        self.mailboxes = {MAILBOX}
        self.refresh_tokens: set[str] = set()
        self.port = 0
        self._tls = tls
        self._codes: dict[str, Mapping[str, str]] = {}
        self._server: ThreadingHTTPServer | None = None

    @property
    def base(self) -> str:
        """The authority, without tenant."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def renewals(self) -> int:
        """How many times a token was asked for."""
        return sum("/token" in one.path for one in self.asked)

    def start(self) -> None:
        server = ThreadingHTTPServer(
            ("127.0.0.1", self.port), type("Handler", (_Handler,), {"tokens": self})
        )
        server.daemon_threads = True
        if self._tls is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self._tls.cert, self._tls.key)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        self.port = server.server_port
        self._server = server
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def say(self, error: str, description: str, status: int = 400, **headers: str) -> None:
        """The next answer is this error."""
        body = json.dumps({"error": error, "error_description": description + _TRACE})
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.scripted.append(Scripted(status=status, body=body, headers=named))

    def revoke(self) -> None:
        """All that persons consented to is taken back."""
        self.refresh_tokens.clear()

    # What is answered

    def answer(self, path: str, form: Mapping[str, str]) -> Scripted:
        """The answer that is worked out."""
        try:
            return Scripted(body=json.dumps(self._answer(path, form)))
        except _No as no:
            said = {"error": no.error, "error_description": no.description + _TRACE}
            return Scripted(status=no.status, body=json.dumps(said))

    def _answer(self, path: str, form: Mapping[str, str]) -> dict[str, Any]:
        tenant, _, rest = path.strip("/").partition("/")
        match rest:
            case "v2.0/.well-known/openid-configuration":
                return self._discovery(tenant)
            case "oauth2/v2.0/devicecode":
                return self._device_code(form)
            case "oauth2/v2.0/token":
                return self._microsoft(tenant, form)
            case _:
                return self._google(form)

    def _discovery(self, tenant: str) -> dict[str, Any]:
        if tenant not in {TENANT, "organizations", "school.example"}:
            raise _No(
                "invalid_tenant",
                f"AADSTS90002: Tenant '{tenant}' not found. Check to make sure you have the "
                "correct tenant ID and are signing into the correct cloud.",
            )
        here = f"https://127.0.0.1:{self.port}/{tenant}"
        return {
            "issuer": f"{here}/v2.0",
            "authorization_endpoint": f"{here}/oauth2/v2.0/authorize",
            "token_endpoint": f"{here}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{here}/oauth2/v2.0/devicecode",
        }

    def _device_code(self, form: Mapping[str, str]) -> dict[str, Any]:
        self._app(form)
        code = secrets.token_urlsafe(80)
        self._codes[code] = form
        return {
            "device_code": code,
            "user_code": "D7KQ4MT9",
            "verification_uri": "https://microsoft.com/devicelogin",
            "expires_in": 900,
            "interval": 0,
            "message": "To sign in, use a web browser to open the page and enter the code.",
        }

    def _microsoft(self, tenant: str, form: Mapping[str, str]) -> dict[str, Any]:
        self._app(form)
        match form.get("grant_type"):
            case "client_credentials":
                self._client(tenant, form)
                assert form["scope"] == "https://outlook.office365.com/.default"
                return self._token()
            case "urn:ietf:params:oauth:grant-type:device_code":
                assert form["device_code"] in self._codes
                if self.consenting == "pending":
                    self.consenting = "agrees"
                    raise _No("authorization_pending", "AADSTS70016: OAuth 2.0 device flow.")
                if self.consenting == "declines":
                    raise _No("authorization_declined", "AADSTS70018: The user declined.")
                return self._token(refresh=True)
            case "refresh_token":
                return self._renewed(form, "AADSTS50173: The provided grant has expired due to it "
                                     "being revoked, a fresh auth token is needed.")  # fmt: skip
            case other:
                raise _No("unsupported_grant_type", f"AADSTS70003: {other}")

    def _app(self, form: Mapping[str, str]) -> None:
        if form.get("client_id") != APP:
            raise _No(
                "unauthorized_client",
                f"AADSTS700016: Application with identifier '{form.get('client_id')}' was not "
                "found in the directory 'School'.",
            )
        proves = form.get("client_secret") or form.get("client_assertion")
        if not self.public_client and not proves:
            raise _No(
                "invalid_client",
                "AADSTS7000218: The request body must contain the following parameter: "
                "'client_assertion' or 'client_secret'.",
                401,
            )

    def _client(self, tenant: str, form: Mapping[str, str]) -> None:
        if "client_assertion" in form:
            return self._assertion(tenant, form["client_assertion"])
        if self.refusal is not None:
            raise _No(*self.refusal)
        if self.secret_expired:
            raise _No(
                "invalid_client",
                f"AADSTS7000222: The provided client secret keys for app '{APP}' are expired.",
                401,
            )
        if form.get("client_secret") != self.secret:
            raise _No(
                "invalid_client",
                "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in "
                "the request is the client secret value, not the client secret ID, for a secret "
                f"added to app '{APP}'.",
                401,
            )
        return None

    def _assertion(self, tenant: str, assertion: str) -> None:
        said = jwt.get_unverified_header(assertion)
        known = {
            base64.urlsafe_b64encode(one.fingerprint(hashes.SHA256())).decode().rstrip("="): one
            for one in self.certificates
        }
        certificate = known.get(said.get("x5t#S256", "").rstrip("="))
        if certificate is None:
            raise _No(
                "invalid_client",
                "AADSTS700027: The certificate with identifier used to sign the client assertion "
                "is not registered on application.",
                401,
            )
        key: Any = certificate.public_key()
        audience = f"https://127.0.0.1:{self.port}/{tenant}/oauth2/v2.0/token"
        claims = jwt.decode(
            assertion, key, ["PS256"], audience=audience, options={"verify_exp": False,
            "verify_nbf": False, "verify_iat": False},
        )  # fmt: skip
        assert claims["iss"] == claims["sub"] == APP
        if not claims["iat"] - 300 <= self._now() <= claims["exp"] + 300:
            raise _No(
                "invalid_client",
                "AADSTS700024: Client assertion is not within its valid time range.",
                401,
            )

    def _google(self, form: Mapping[str, str]) -> dict[str, Any]:
        match form.get("grant_type"):
            case "urn:ietf:params:oauth:grant-type:jwt-bearer":
                self._delegation(form["assertion"])
                return self._token()
            case "authorization_code":
                asked = self._codes.pop(form["code"])
                digest = hashlib.sha256(form["code_verifier"].encode()).digest()
                assert asked["code_challenge"] == base64.urlsafe_b64encode(digest).decode()[:43]
                assert asked["redirect_uri"] == form["redirect_uri"]
                return self._token(refresh=True)
            case "refresh_token":
                if form.get("client_secret") != self.secret:
                    raise _No("invalid_client", "The provided client secret is invalid.", 401)
                return self._renewed(form, "Token has been expired or revoked.")
            case other:
                raise _No("unsupported_grant_type", f"Invalid grant_type: {other}")

    def _delegation(self, assertion: str) -> None:
        claims = jwt.decode(assertion, options={"verify_signature": False})
        if claims["iss"] not in self.robots:
            raise _No("invalid_grant", "Invalid grant: account not found")
        try:
            jwt.decode(
                assertion, self.robots[claims["iss"]], ["RS256"], audience="https://oauth2.googleapis.com/token",
                options={"verify_exp": False, "verify_iat": False},
            )  # fmt: skip
        except jwt.InvalidSignatureError:
            raise _No("invalid_grant", "Invalid JWT Signature.") from None
        if not claims["iat"] - 300 <= self._now() <= claims["exp"]:
            raise _No(
                "invalid_grant",
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable "
                "timeframe. Check your iat and exp values in the JWT claim.",
            )
        if claims["sub"] not in self.mailboxes:
            raise _No("invalid_grant", "Invalid email or User ID")
        if not self.delegated or claims["scope"] != "https://mail.google.com/":
            raise _No(
                "unauthorized_client",
                "Client is unauthorized to retrieve access tokens using this method, or client not "
                "authorized for any of the scopes requested.",
                401,
            )

    def _renewed(self, form: Mapping[str, str], revoked: str) -> dict[str, Any]:
        old = form["refresh_token"]
        if old not in self.refresh_tokens:
            raise _No("invalid_grant", revoked)
        if self.rotates == "revokes":
            self.refresh_tokens.discard(old)
        return self._token(refresh=bool(self.rotates))

    def _token(self, *, refresh: bool = False) -> dict[str, Any]:
        token = f"eyJ0eXAi.{secrets.token_urlsafe(600)}"
        self.issued.add(token)
        given: dict[str, Any] = {
            "token_type": "Bearer",
            "expires_in": self.lasts,
            "access_token": token,
        }
        if refresh and not self.forgets_refresh:
            given["refresh_token"] = f"0.AXoA{secrets.token_urlsafe(500)}"
            self.refresh_tokens.add(given["refresh_token"])
            self.issued.add(given["refresh_token"])
        return given

    def consent(self, query: Mapping[str, str]) -> str:
        """Where the browser of a person who agrees is sent."""
        back = {"state": query["state"]}
        if self.consenting == "declines":
            back["error"] = "access_denied"
        else:
            back["code"] = secrets.token_urlsafe(40)
            self._codes[back["code"]] = query
        return f"{query['redirect_uri']}/?{urlencode(back)}"

    def _now(self) -> float:
        return (SystemClock().now() + self.ahead).timestamp()


class _Handler(BaseHTTPRequestHandler):
    tokens: TokenServer

    def do_GET(self) -> None:
        self._serve(_flat(urlsplit(self.path).query))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._serve(_flat(body.decode()))

    def _serve(self, form: Mapping[str, str]) -> None:
        path = urlsplit(self.path).path
        self.tokens.asked.append(Asked(path=path, form=form))
        self.tokens.gate.wait(60)
        if path == "/o/oauth2/v2/auth":
            self._send(Scripted(status=302, headers={"Location": self.tokens.consent(form)}))
        elif self.tokens.always is not None:
            self._send(self.tokens.always)
        elif self.tokens.scripted:
            self._send(self.tokens.scripted.popleft())
        else:
            self._send(self.tokens.answer(path, form))

    def _send(self, answer: Scripted) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def a_token_server(tls: Certificate | None = None) -> Iterator[TokenServer]:
    """A server that serves."""
    server = TokenServer(tls)
    server.start()
    try:
        yield server
    finally:
        server.gate.set()
        server.stop()


@dataclass(frozen=True)
class AppKey:
    """The key pair of an application: its certificate, and key and certificate as one PEM text."""

    certificate: x509.Certificate
    pem: str
    private_pem: str


def an_app_key(*, days: int = 30) -> AppKey:
    """A key pair as one uploads to Microsoft; its certificate lives for so many days."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gehoor")])
    now = SystemClock().now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    public = certificate.public_bytes(serialization.Encoding.PEM).decode()
    return AppKey(certificate, private + public, private)


def a_robot(server: TokenServer, account: str = ROBOT) -> str:
    """A service account that the server knows; its JSON key."""
    made = an_app_key()
    server.robots[account] = made.certificate.public_key()
    return json.dumps(
        {
            "type": "service_account",
            "project_id": "klachten-0001",
            "private_key_id": "0123456789abcdef",
            "private_key": made.private_pem,
            "client_email": account,
            "client_id": "100000000000000000001",
            "token_uri": f"{server.base}/token",
        }
    )


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
