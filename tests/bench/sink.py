"""A mail server that takes every letter, in a process of its own: `python -m tests.bench.sink`.

Prints its port, then for each letter a line: a monotonic instant and the recipient.
"""

from __future__ import annotations

import asyncio
import sys

from bot.clock import monotonic


class Connection(asyncio.Protocol):
    """Speaks just enough SMTP (RFC 5321), PIPELINING and all."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.buffer = b""
        self.in_text = False
        self.recipient = b""
        transport.write(b"220 sink\r\n")  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        replies = []
        while True:
            if self.in_text:
                end = self.buffer.find(b"\r\n.\r\n")
                if end < 0:
                    break
                self.buffer, self.in_text = self.buffer[end + 5 :], False
                sys.stdout.write(f"{monotonic():.6f} {self.recipient.decode()}\n")
                replies.append(b"250 taken\r\n")
                continue
            line, found, rest = self.buffer.partition(b"\r\n")
            if not found:
                break
            self.buffer = rest
            replies.append(self._reply(line))
        if replies:
            self.transport.write(b"".join(replies))  # type: ignore[attr-defined]
            sys.stdout.flush()

    def _reply(self, line: bytes) -> bytes:
        verb = line[:4].upper()
        if verb == b"EHLO":
            return b"250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 50000000\r\n"
        if verb == b"RCPT":
            self.recipient = line.partition(b"<")[2].partition(b">")[0]
        if verb == b"DATA":
            self.in_text = True
            return b"354 go on\r\n"
        return b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n"


async def main() -> None:
    """Serves until it is stopped."""
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
