"""What administrators are told: a mailbox that cannot be used, a config that needs them."""

from __future__ import annotations

from bot.core.decision import Decision
from bot.core.facts import Facts
from bot.core.happening import CalendarChanged, ConfigChecked, MailboxTrouble
from bot.core.policy import Policy


def on_mailbox_trouble(happening: MailboxTrouble, facts: Facts, policy: Policy) -> Decision:
    """A mailbox cannot be used for a while, or can be again."""
    raise NotImplementedError


def on_config_checked(happening: ConfigChecked, facts: Facts, policy: Policy) -> Decision:
    """What the check found, told when it is new, and weekly while an error remains."""
    raise NotImplementedError


def on_calendar_changed(happening: CalendarChanged, facts: Facts, policy: Policy) -> Decision:
    """Other days count now: the days of coming reminders are found anew; no promise moves."""
    raise NotImplementedError
