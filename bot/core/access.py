"""What administrators are told of how the bot gets in: a secret that ends, tokens that do not come.

They are told by letter, so in time: once the bot is shut out, none leaves but by the second way.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC

from bot.core import correspondence
from bot.core.decision import Decision, Send
from bot.core.facts import Facts
from bot.core.happening import (
    AccessAtRisk,
    AttentionCode,
    AttentionItem,
    MailboxTrouble,
    TrustProbed,
)
from bot.core.parties import admins
from bot.core.policy import Person, Policy
from bot.core.upkeep import mailbox_unreachable

# So many days before the last day of a secret it is told, each once; 0 stands for any day after.
_STEPS = (14, 7, 1, 0)
ANNOUNCED = max(_STEPS)
_LOST = "access_lost"
_BELIEVED = "believed"


def on_access_at_risk(happening: AccessAtRisk, facts: Facts, policy: Policy) -> Decision:
    """The bot is shut out, or may be soon: administrators must act.

    It is asked at each look: a step towards the end is told once, a trouble once a day.
    """
    if happening.shut_out:
        return _shut_out(happening, facts, policy)
    if happening.trouble:
        reason, key = "tokens cannot be kept", f"{facts.today}"
        return _told(happening, AttentionCode.ACCESS_NOT_KEPT, reason, key, policy)
    assert happening.ends_on is not None
    left = (happening.ends_on - facts.today).days
    step = min((step for step in _STEPS if left <= step), default=None)
    if step is None:
        return Decision(event="access_safe", reason=f"{left} days left")
    key = f"{happening.ends_on}:{step}"
    return _told(happening, AttentionCode.ACCESS_ENDS, f"{left} days left", key, policy)


def _shut_out(happening: AccessAtRisk, facts: Facts, policy: Policy) -> Decision:
    """Told as a mailbox that cannot be used is: by the second way out, should the first be shut."""
    return Decision(
        event=_LOST,
        reason="access is refused",
        effects=tuple(
            Send(
                mailbox_unreachable(
                    MailboxTrouble(
                        mailbox=happening.mailbox,
                        since=facts.now,
                        error=_in_words(happening, person),
                    ),
                    facts,
                    policy,
                    to=person,
                    whom="admin",
                    shut_out=True,
                ),
                "the bot is shut out",
            )
            for person in admins(policy)
        ),
        key=_key(_LOST, happening, f"{facts.today}"),
    )


def _told(
    happening: AccessAtRisk, code: AttentionCode, reason: str, key: str, policy: Policy
) -> Decision:
    return Decision(
        event=code.value,
        reason=reason,
        effects=tuple(
            Send(
                correspondence.attention((_item(happening, code, person),), policy, to=person),
                "the bot may be shut out",
            )
            for person in admins(policy)
        ),
        key=_key(code.value, happening, key),
    )


def _key(event: str, happening: AccessAtRisk, when: str) -> str:
    return f"{event}:{happening.mailbox}:{when}"


def _item(happening: AccessAtRisk, code: AttentionCode, to: Person) -> AttentionItem:
    detail = f"{happening.ends_on:%d/%m/%Y}" if happening.ends_on else _in_words(happening, to)
    return AttentionItem(code=code, sender=happening.mailbox, detail=detail)


def _in_words(happening: AccessAtRisk, to: Person) -> str:
    return happening.trouble["nl" if to.language == "nl" else "en"]


# --- whether the proof of a sender can be forged --------------------------------------------------


def trust_keys_begin(mailbox: str) -> str:
    """How the keys of all entries begin that say whether a forged mail was believed."""
    return f"trust:{mailbox}:"


def on_trust_probed(happening: TrustProbed, facts: Facts) -> Decision:
    """A forged mail was handed in from outside: while it is believed, no mail proves its sender."""
    at = f"{facts.now.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    found = _BELIEVED if happening.believed else "refused"
    return Decision(
        event="trust_probed",
        reason=f"a forged mail from outside is {found}",
        key=f"{trust_keys_begin(happening.mailbox)}{at}:{found}",
    )


def is_forgeable(keys: Collection[str]) -> bool:
    """Whether the newest of these entries says that a forged mail was believed."""
    return max(keys, default="").endswith(_BELIEVED)


def without_proof(policy: Policy, forgeable: Collection[str]) -> Policy:
    """The policy, but the providers of these mailboxes (addresses) prove nobody's sender."""
    boxes = tuple(
        replace(box, trust=None, proves_staff=False) if box.address in forgeable else box
        for box in policy.mailboxes
    )
    return replace(policy, mailboxes=boxes)
