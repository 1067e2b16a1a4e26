"""A real Chromium that tests look through, spoken to over a pipe (Chrome DevTools Protocol).

Two pipes and JSON need no driver and no package: whoever has `chromium` can run these tests.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
from collections import deque
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 60  # seconds; a machine at work for others is slow, a page that hangs never ends

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--hide-scrollbars",
    "--no-first-run",
    "--remote-debugging-pipe",
)


class Chromium:
    """One browser; every page has cookies and choices of its own."""

    def __init__(self) -> None:
        assert CHROMIUM
        self._profile = tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True)
        their_end, self._out = os.pipe()
        self._in, their_other_end = os.pipe()
        # The browser reads at 3 and writes at 4, whatever numbers the pipes have here.
        joined = f'exec "$@" 3<&{their_end} 4>&{their_other_end}'
        self._process = subprocess.Popen(
            ["bash", "-c", joined, "-", CHROMIUM, *_FLAGS, f"--user-data-dir={self._profile.name}"],
            pass_fds=(their_end, their_other_end),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(their_end)
        os.close(their_other_end)
        self._calls = 0
        self._half = b""
        self._arrived: deque[dict[str, Any]] = deque()
        self.events: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError, ConnectionError):
            self.call("Browser.close")
        os.close(self._out)
        os.close(self._in)
        self._process.wait(PATIENCE)
        self._profile.cleanup()

    def page(self, *, width: int = 1280, height: int = 900, dark: bool | None = None) -> Page:
        """A fresh page; `dark` says what its reader likes, for each frame in it as well."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)
        attached = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        return Page(self, attached["sessionId"], width=width, height=height, dark=dark)

    def call(self, method: str, session: str | None = None, **given: Any) -> dict[str, Any]:
        """One command and its answer; what happened meanwhile is kept in `events`."""
        self._calls += 1
        asked: dict[str, Any] = {"id": self._calls, "method": method, "params": given}
        if session:
            asked["sessionId"] = session
        os.write(self._out, json.dumps(asked).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") != self._calls:
                self.events.append(answer)
            elif "error" in answer:
                raise ConnectionError(f"{method}: {answer['error']['message']}")
            else:
                result: dict[str, Any] = answer["result"]
                return result

    def _next(self) -> dict[str, Any]:
        while not self._arrived:
            ready, _, _ = select.select([self._in], [], [], PATIENCE)
            some = os.read(self._in, 1 << 20) if ready else b""
            if not some:
                raise ConnectionError("the browser says nothing more")
            *whole, self._half = (self._half + some).split(b"\0")
            self._arrived.extend(json.loads(each) for each in whole)
        return self._arrived.popleft()


class Page:
    """What a person does with a page, and sees."""

    def __init__(
        self, browser: Chromium, session: str, *, width: int, height: int, dark: bool | None
    ) -> None:
        self._browser = browser
        self._session = session
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        if dark is not None:
            likes = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
            self.call("Emulation.setEmulatedMedia", features=likes)
        self.resize(width, height)

    def call(self, method: str, **given: Any) -> dict[str, Any]:
        return self._browser.call(method, self._session, **given)

    def resize(self, width: int, height: int) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def go(self, address: str) -> None:
        """Open an address, and wait until it is there."""
        self.call("Page.navigate", url=address)
        self.until(f"location.href === {json.dumps(address)} && document.readyState === 'complete'")

    def see(self, expression: str) -> Any:
        """What an expression is in the page."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait for the moment at which something is so, looked at with every drawn frame."""
        look = (
            "new Promise(done => { const end = Date.now() + 5000; const look = () => {"
            f"let so = false; try {{ so = !!({expression}); }} catch {{ }}"
            "if (so || Date.now() > end) done(so); else setTimeout(look, 16); }; look(); })"
        )
        end = monotonic() + PATIENCE
        while monotonic() < end:
            with suppress(ConnectionError):  # the page went away while it was looked at
                if self.see(look):
                    return
        raise AssertionError(f"never so: {expression}")

    def click(self, selector: str) -> None:
        """Click in the middle of the first element that fits, once the page stands still."""
        self.until("document.readyState === 'complete'")
        where = self.see(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)});"
            "one.scrollIntoView({block: 'center'}); const box = one.getBoundingClientRect();"
            "return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent",
                type=kind,
                x=where[0],
                y=where[1],
                button="left",
                clickCount=1,
            )

    def press(self, key: str) -> None:
        """A key as it is pressed: "Tab", "Enter", "ArrowRight"."""
        code = {"Tab": 9, "Enter": 13, "ArrowRight": 39}[key]
        given = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        typed = {"text": "\r"} if key == "Enter" else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", **given, **typed)
        self.call("Input.dispatchKeyEvent", type="keyUp", **given)

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)

    def shot(self, file: Path, *, height: int | None = None) -> None:
        """What the page looks like, as a PNG: the window, or so much from its top."""
        clip = {}
        if height:
            width = self.see("innerWidth")
            clip = {"clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}}
        taken = self.call("Page.captureScreenshot", captureBeyondViewport=bool(height), **clip)
        file.write_bytes(base64.b64decode(taken["data"]))

    @property
    def complaints(self) -> list[str]:
        """What the browser complained of in its console."""
        self.see("1")  # whatever it still had to say came first
        said = []
        for event in self._browser.events:
            if event.get("sessionId") != self._session:
                continue
            params = event.get("params", {})
            match event.get("method"):
                case "Runtime.exceptionThrown":
                    said.append(str(params["exceptionDetails"]))
                case "Runtime.consoleAPICalled" if params["type"] in {"error", "warning"}:
                    said.append(str(params["args"]))
                case "Log.entryAdded" if params["entry"]["level"] in {"error", "warning"}:
                    said.append(params["entry"]["text"])
        return said

    @property
    def asked(self) -> set[str]:
        """Every address the page asked for."""
        return {
            event["params"]["request"]["url"]
            for event in self._browser.events
            if event.get("sessionId") == self._session
            and event.get("method") == "Network.requestWillBeSent"
        }
