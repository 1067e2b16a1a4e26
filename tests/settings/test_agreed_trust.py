from __future__ import annotations

from bot.core.trust import Trust
from tests.builders import a_policy


def test_the_schools_own_domains_are_those_of_its_mailbox_its_aliases_and_its_staff() -> None:
    policy = a_policy()
    (box,) = policy.mailboxes
    own = {address.rpartition("@")[2] for address in (box.address, *box.aliases)}
    assert box.trust == Trust(
        kind="authserv",
        authserv_id="mx.schoolbestuur-demerland.example",
        domains=(
            "schoolbestuur-demerland.example",
            "devlieger-demerland.example",
            "campusnoord-demerland.example",
        ),
    )
    assert own | set(policy.staff_domains) == set(box.trust.domains)
