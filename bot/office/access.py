"""How it stands with the way in: what administrators hear, what the heartbeat tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.clock import Clock
from bot.core.access import ANNOUNCED, is_forgeable, trust_keys_begin, without_proof
from bot.core.calendar import local_date
from bot.core.happening import AccessAtRisk
from bot.core.policy import Policy
from bot.post.oauth.source import TokenState
from bot.post.oauth.trouble import TroubleCode
from bot.post.oauth.troubles import recognise
from bot.store.audit import instant
from bot.store.ledger import Ledger

_LANGUAGES = ("nl", "en")
# What goes by without anybody doing anything; when it lasts, the mailbox itself cannot be used.
_PASSING = frozenset({TroubleCode.SERVICE_DOWN, TroubleCode.THROTTLED})
# What lets the bot in as long as it runs.
_IN_MEMORY = frozenset({TroubleCode.NOT_STORED})


class Tokens(Protocol):
    """Who has the tokens of a mailbox ready."""

    def state(self) -> TokenState: ...


class Sends(Protocol):
    """Carries the letters of a mailbox; `unusable` is why none can leave, in the server's words."""

    @property
    def unusable(self) -> str | None: ...


def at_risk(
    access: Mapping[str, Tokens], outgoing: Mapping[str, Sends], clock: Clock, policy: Policy
) -> Iterator[AccessAtRisk]:
    """The mailboxes (by address) of which the bot is or may soon be shut out, or may not send."""
    yield from _by_tokens(access, clock, policy)
    for mailbox, postman in outgoing.items():
        # What a server refuses is told when somebody can mend it; no connection mends itself.
        trouble = recognise(postman.unusable or "", token=mailbox in access)
        if trouble is not None and trouble.code not in _PASSING:
            words = {each: f"{trouble.remedy(each)} ({trouble.code.value})" for each in _LANGUAGES}
            yield AccessAtRisk(mailbox=mailbox, trouble=words, shut_out=True)


def _by_tokens(
    access: Mapping[str, Tokens], clock: Clock, policy: Policy
) -> Iterator[AccessAtRisk]:
    today = local_date(clock.now(), policy.zone)
    for mailbox, tokens in access.items():
        state = tokens.state()
        ends_on = state.secret_ends_on
        if ends_on is not None and (ends_on - today).days <= ANNOUNCED:
            yield AccessAtRisk(mailbox=mailbox, ends_on=ends_on)
        code = state.trouble.code if state.trouble else None
        if state.words and code not in _PASSING:
            yield AccessAtRisk(
                mailbox=mailbox, trouble=remedies(state), shut_out=code not in _IN_MEMORY
            )


def remedies(state: TokenState) -> dict[str, str]:
    """What is wrong and what to click, per language (nl, en)."""
    if state.trouble is None:
        return dict.fromkeys(_LANGUAGES, state.words)
    code = state.trouble.code.value
    return {each: f"{state.trouble.remedy(each)} ({code})" for each in _LANGUAGES}


def told(mailbox: str, state: TokenState) -> dict[str, Any]:
    """How it stands with the access to a mailbox, as the heartbeat tells it."""
    return {
        "address": mailbox,
        "ok": state.ok,
        "expires_at": instant(state.expires_at) if state.expires_at else None,
        "secret_ends_on": state.secret_ends_on.isoformat() if state.secret_ends_on else None,
        "trouble": state.trouble.code.value if state.trouble else None,
        "remedy": remedies(state) if state.words else None,
    }


@dataclass(kw_only=True)
class ProvenPolicy:
    """The policy as agreed, but believing no proof of a sender that was seen to be forgeable."""

    agreed: Policy
    ledger: Ledger
    _now: Policy | None = None

    def __call__(self) -> Policy:
        """The policy of this moment."""
        return self._now or self.look()

    def look(self) -> Policy:
        """Ask the audit trail what the last forged mail from outside showed."""
        trusting = [box.address for box in self.agreed.mailboxes if box.trust is not None]
        with self.ledger.glance() as look:
            forgeable = [
                address
                for address in trusting
                if is_forgeable(look.keys_with(trust_keys_begin(address)))
            ]
        self._now = without_proof(self.agreed, forgeable) if forgeable else self.agreed
        return self._now
