"""What a reader of staff can order with two taps: the buttons of a letter, where there may be any.

Whoever writes to staff asks here, so that no letter shows a button that leads nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.facts import Facts
from bot.core.letter import Button
from bot.core.policy import Mailbox, Person, Policy

MOST_BUTTONS = 3  # more than a thumb finds at once

Choice = tuple[str, str]  # what stands on a button, and the words of the command behind it


def buttons(  # noqa: PLR0913  # everything a button holds
    choices: Sequence[Choice],
    about: str,
    to: Person,
    facts: Facts,
    policy: Policy,
    *,
    school: str = "",
) -> tuple[Button, ...]:
    """The first choices as buttons of this reader; none where nobody could prove who tapped.

    `about` is the number of a case, "mail 411", or "" for what concerns the reader alone.
    """
    box = _mailbox(facts, policy, school)
    if not box.proves_staff:
        return ()
    return tuple(
        Button(
            label=label,
            command=command,
            about=about,
            person=to.id,
            mailbox=box.address,
            made_on=facts.today,
        )
        for label, command in choices[:MOST_BUTTONS]
    )


def _mailbox(facts: Facts, policy: Policy, school: str) -> Mailbox:
    """The mailbox of the case; without one that of the school."""
    own = (box for box in policy.mailboxes if box.address == facts.mailbox)
    schools = (box for box in policy.mailboxes if box.school == school)
    return next(own, None) or next(schools, None) or policy.mailboxes[0]
