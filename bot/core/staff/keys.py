"""The key of a button in a mail of staff: whose it is and what it is about, alive or not."""

from __future__ import annotations

import re
from datetime import date

from bot.core.mail import IncomingMail
from bot.core.new_words import own_words
from bot.core.policy import Policy
from bot.core.tokens import Signer, StaffKey
from bot.core.triage.numbers import case_numbers_in

_MAIL_NUMBER = re.compile(r"\bmail (\d{1,9})\b", re.IGNORECASE)
_NAMED_AT_BEGINNING = 1_000  # characters of the subject, and of the text
_MOST_ABOUTS = 10


def key_in(mail: IncomingMail, signer: Signer, policy: Policy, today: date) -> StaffKey | None:
    """The key that the writer's own words or the subject carry, alive or not; None for none.

    What is quoted or passed on below them proves nothing of who wrote: a letter may be shown to a
    parent. A key is known only beside the case that it is about, where every button writes it.
    """
    named = f"{mail.subject[:_NAMED_AT_BEGINNING]}\n{mail.new_text[: _NAMED_AT_BEGINNING - 100]}"
    mails = [f"mail {number}" for number in _MAIL_NUMBER.findall(named)]
    abouts = ["", *[*case_numbers_in(named, policy.numbering), *mails][:_MOST_ABOUTS]]
    people = [person.id for person in policy.people]

    def read(text: str) -> StaffKey | None:
        return signer.read_staff_key(f"{mail.subject}\n{text}", people, abouts, today)

    # Whose words are whose is asked only of the few mails that carry one at all.
    if read(mail.new_text) is None:
        return None
    return read(own_words(mail.text, mail.subject))
