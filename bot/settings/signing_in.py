"""What must agree where the bot logs in with a token: provider, servers and application."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.core.providers import WAYS, Provider
from bot.settings.consistency import Slip
from bot.settings.schema.bot import BotConfig, MailboxConfig
from bot.settings.schema.oauth import OAuth

_FILE = "bot.toml"
_EITHER: Final = frozenset({"client_id", "client_secret", "authority", "ca_file", "token_file"})
_MICROSOFT: Final = _EITHER | {"tenant", "certificate", "secret_expires_on"}
_GOOGLE: Final = _EITHER | {"service_account", "token_uri"}
_ANYBODYS = frozenset({"common", "organizations", "consumers"})


def slips_in_signing_in(bot: BotConfig) -> Iterator[Slip]:
    """Tokens of another provider, and applications that lack what they need."""
    for n, box in enumerate(bot.mailbox):
        key = f"mailbox[{n}]"
        yield from _tokens_of_another(key, box)
        if box.oauth is None:
            continue
        if box.tokens == "microsoft":
            yield from _not_of("Microsoft", key, box.oauth, _MICROSOFT)
            yield from _microsoft(key, box.oauth)
        elif box.tokens == "google":
            yield from _not_of("Google", key, box.oauth, _GOOGLE)
            yield from _google(key, box.oauth)


def _tokens_of_another(key: str, box: MailboxConfig) -> Iterator[Slip]:
    expected = WAYS[Provider(box.provider)].tokens or box.tokens
    for which, server in (("imap", box.imap), ("smtp", box.smtp)):
        if server.oauth not in {None, "none", expected}:
            text = f'"{server.oauth}" does not go with "{expected}": one mailbox, one provider'
            yield Slip(_FILE, f"{key}.{which}.oauth", text)


def _not_of(whose: str, key: str, oauth: OAuth, known: frozenset[str]) -> Iterator[Slip]:
    for name in sorted(oauth.model_fields_set - known):
        yield Slip(_FILE, f"{key}.oauth.{name}", f"is not for {whose}; take it out")


def _microsoft(key: str, oauth: OAuth) -> Iterator[Slip]:
    for name, where in (
        ("tenant", "the Directory (tenant) ID"),
        ("client_id", "the Application (client) ID"),
    ):
        if getattr(oauth, name) is None:
            yield Slip(_FILE, f"{key}.oauth.{name}", f"is missing: {where} of the app registration")
    if oauth.client_secret is not None and oauth.certificate is not None:
        text = "`client_secret` or `certificate`, one of the two; take one out"
        yield Slip(_FILE, f"{key}.oauth.certificate", text)
    if oauth.tenant in _ANYBODYS:
        text = f'"{oauth.tenant}" is no school; write the Directory (tenant) ID or a domain of it'
        yield Slip(_FILE, f"{key}.oauth.tenant", text)
    if oauth.secret_expires_on and not (oauth.client_secret or oauth.certificate):
        text = "belongs to `client_secret`, which is not there; take it out"
        yield Slip(_FILE, f"{key}.oauth.secret_expires_on", text)


def _google(key: str, oauth: OAuth) -> Iterator[Slip]:
    if oauth.service_account is not None:
        if oauth.client_secret is not None:
            text = "`service_account` or `client_id` with `client_secret`; take one out"
            yield Slip(_FILE, f"{key}.oauth.client_secret", text)
        return
    for name in ("client_id", "client_secret"):
        if getattr(oauth, name) is None:
            text = "is missing; or give `service_account`, with which nobody has to log in"
            yield Slip(_FILE, f"{key}.oauth.{name}", text)
