"""The doorstep where a browser brings the answer of a person who consented (RFC 8252 §7.3)."""

from __future__ import annotations

import hmac
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from bot.clock import monotonic

_QUARTER = 900.0  # seconds
_DONE = "<!doctype html><meta charset=utf-8><p>Gelukt. U kunt dit venster sluiten. / Done."
_REFUSED = (
    "<!doctype html><meta charset=utf-8><p>Er is geen toestemming gegeven. De reden staat op het "
    "scherm waar u begon. / No consent was given; the reason is where you began."
)
_NOT_OURS = "<!doctype html><meta charset=utf-8><p>Dit adres is niet (meer) geldig. / Not valid."


class Doorstep:
    """A port of the loopback, open while entered, for one answer that knows `state`."""

    def __init__(self, state: str, *, patience: float = _QUARTER) -> None:
        self._state = state
        self._patience = patience
        self._brought: dict[str, str] = {}
        self._server = HTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def address(self) -> str:
        """Where the browser is to go."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.server_close()

    def wait(self) -> dict[str, str]:
        """What was brought: `code` or `error`; empty when nobody came in time."""
        until = monotonic() + self._patience
        while not self._brought and (left := until - monotonic()) > 0:
            self._server.timeout = left
            self._server.handle_request()
        return self._brought

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        doorstep = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10  # seconds; a browser may open a connection and say nothing

            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query)
                said = {name: values[0] for name, values in query.items()}
                ours = hmac.compare_digest(
                    said.get("state", "").encode(),
                    doorstep._state.encode(),
                )
                if ours and ("code" in said or "error" in said):
                    doorstep._brought = said
                page = (_NOT_OURS if not ours else _DONE if "code" in said else _REFUSED).encode()
                self.send_response(200 if ours else 400)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_: Any) -> None:  # noqa: ANN401 - the line holds the code
                """Says nothing."""

        return Handler
