"""What administrators are told of how the bot gets in: a secret that ends, tokens that do not come.

Both are told by letter, so in time: once the bot is shut out, no letter leaves either.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC

from bot.core import correspondence
from bot.core.decision import Decision, Send
from bot.core.facts import Facts
from bot.core.happening import AccessAtRisk, AttentionCode, AttentionItem, TrustProbed
from bot.core.parties import admins
from bot.core.policy import Person, Policy

# So many days before the last day of a secret it is told, each once; 0 stands for any day after.
_STEPS = (14, 7, 1, 0)
ANNOUNCED = max(_STEPS)
_BELIEVED = "believed"


def on_access_at_risk(happening: AccessAtRisk, facts: Facts, policy: Policy) -> Decision:
    """A secret or certificate ends soon, or tokens cannot be renewed: administrators must act.

    It is asked at each look: a step towards the end is told once, a trouble once a day.
    """
    if happening.trouble:
        return _told(
            happening,
            AttentionCode.ACCESS_LOST,
            "tokens cannot be renewed",
            f"{facts.today}",
            policy,
        )
    assert happening.ends_on is not None
    left = (happening.ends_on - facts.today).days
    step = min((step for step in _STEPS if left <= step), default=None)
    if step is None:
        return Decision(event="access_safe", reason=f"{left} days left")
    key = f"{happening.ends_on}:{step}"
    return _told(happening, AttentionCode.ACCESS_ENDS, f"{left} days left", key, policy)


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
        key=f"{code.value}:{happening.mailbox}:{key}",
    )


def _item(happening: AccessAtRisk, code: AttentionCode, to: Person) -> AttentionItem:
    detail = f"{happening.ends_on:%d/%m/%Y}" if happening.ends_on else ""
    if happening.trouble:
        detail = happening.trouble["nl" if to.language == "nl" else "en"]
    return AttentionItem(code=code, sender=happening.mailbox, detail=detail)


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
