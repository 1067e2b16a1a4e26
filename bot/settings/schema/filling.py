"""Fills in what a school leaves out of a mailbox, as its provider does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.providers import WAYS, Provider, Ways


def filled_in(mailbox: Mapping[str, Any]) -> dict[str, Any]:
    """A [[mailbox]] as it was written, with the ways of its provider where it says nothing.

    What is no table is left as it is: the models say what is wrong with it.
    """
    name = mailbox.get("provider", Provider.IMAP)
    if name == Provider.IMAP:
        return dict(mailbox)
    # An unknown provider is told once; what a known one would have filled in is not missed besides.
    ways = WAYS[Provider(name) if name in list(Provider) else Provider.MICROSOFT365]
    address = mailbox.get("address", "")
    sections = {
        "imap": _server(ways, "imap", address, mailbox.get("imap", {})),
        "smtp": _server(ways, "smtp", address, mailbox.get("smtp", {}))
        | {
            "per_minute": ways.per_minute,
            "connections": ways.connections,
            "keeps_sent_copy": ways.keeps_sent_copy,
        },
        "trust": {"provider": ways.trust},
    }
    written = {name: mailbox.get(name, {}) for name in sections}
    filled = {
        name: left_out | written[name]
        for name, left_out in sections.items()
        if isinstance(written[name], dict)
    }
    return {**mailbox, **filled}


def _server(ways: Ways, which: str, address: str, written: object) -> dict[str, Any]:
    """How the provider lets a program in, unless the school wrote that it is otherwise here."""
    given = written if isinstance(written, dict) else {}
    server = {
        "host": getattr(ways, f"{which}_host"),
        "security": getattr(ways, f"{which}_security"),
        "port": getattr(ways, f"{which}_port"),
        "user": address,
        "oauth": ways.tokens,
    }
    if given.get("security", server["security"]) != server["security"]:
        del server["port"]  # each security has its own
    if "password" in given:
        del server["oauth"]
    elif given.get("oauth") == "none":
        del server["user"]  # a relay that knows us by our address
    return server
