"""The server: shows the gallery to who sits at this machine, for as long as the command runs.

It listens on 127.0.0.1 alone, and answers to that name alone: a page of elsewhere that points its
own name here (DNS rebinding) is shown nothing.
"""

from __future__ import annotations

import secrets
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from bot.gallery.pages import POLICY, SCRIPT, START, STYLE, Pages, asset, place_at
from bot.gallery.watch import Watch

HOST = "127.0.0.1"
_BEAT = 10.0  # seconds between two signs of life to a page that waits
_PATIENCE = 30  # seconds for a request to arrive

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_HTML, _CSS, _JS = "text/html", "text/css", "text/javascript"


class Server(ThreadingHTTPServer):
    """Serves the pages on a port of this machine (0: any that is free); raises OSError."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, pages: Pages, watch: Watch) -> None:
        super().__init__((HOST, port), _Visit)
        self.pages = pages
        self.watch = watch
        self.run = secrets.token_hex(4)  # another run: what a page knew of the last one is old

    @property
    def address(self) -> str:
        """Where to point a browser."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Whoever closes a page in the middle of an answer is no error."""


class _Visit(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    server_version, sys_version = "Gehoor", ""
    timeout = _PATIENCE

    def do_GET(self) -> None:
        """Answers with a page, the style sheet, the script, or what changes."""
        if self.headers.get("Host") not in self._names():
            self._answer(_HTML, "Alleen op dit toestel.", HTTPStatus.MISDIRECTED_REQUEST)
            return
        match unquote(urlsplit(self.path).path).removeprefix("/"):
            case "changes":
                self._tell_changes()
            case "" | "index.html":
                self._answer(_HTML, self.server.pages.start())
            case "gallery.css":
                self._answer(_CSS, asset(STYLE))
            case "gallery.js":
                self._answer(_JS, asset(SCRIPT))
            case address:
                place = place_at(address)
                page = self.server.pages.letter(place) if place else None
                if page is None:
                    self._answer(_HTML, self._lost(), HTTPStatus.NOT_FOUND)
                else:
                    self._answer(_HTML, page)

    def _names(self) -> set[str]:
        return {f"{name}:{self.server.server_port}" for name in (HOST, "localhost")}

    def _lost(self) -> str:
        return (
            '<!DOCTYPE html><html lang="nl"><meta charset="utf-8"><title>Niet gevonden</title>'
            f'<p>Hier hangt geen brief. <a href="/{START}">Naar alle brieven</a></p></html>'
        )

    def _answer(self, kind: str, text: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        body = text.encode("utf-8", "replace")
        self._head(kind, status, {"Content-Length": str(len(body))})
        self.wfile.write(body)

    def _head(self, kind: str, status: HTTPStatus, more: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        for name, value in (_HEADERS | more).items():
            self.send_header(name, value)
        self.end_headers()

    def _tell_changes(self) -> None:
        """One line now, one at each change (server-sent events); ends with the page or the run."""
        watch = self.server.watch
        self._head("text/event-stream", HTTPStatus.OK, {})
        told, version = -1, watch.version
        while not watch.ended:
            line = f"data: {self.server.run}-{version}\n\n" if version != told else ": \n\n"
            try:
                self.wfile.write(line.encode())
            except (OSError, ValueError):
                return
            told = version
            version = watch.beyond(told, seconds=_BEAT)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401
        """Nothing: whoever looks at letters leaves no trace."""
