"""What can be ordered about each duty: the choices of reminders and overviews, likeliest first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bot.core import offers
from bot.core.case import Ack, DeadlineKind
from bot.core.offers import SHOW, Offer

_OF_KIND: Mapping[DeadlineKind, tuple[Offer, ...]] = {
    DeadlineKind.ACK: (offers.CALLED, offers.NEW_ADDRESS, SHOW),
    DeadlineKind.CLASSIFY: (offers.SIMPLE, offers.COMPLEX, SHOW),
    DeadlineKind.ADMISSIBILITY: (offers.ADMISSIBLE, SHOW),
    DeadlineKind.HANDLING: (offers.WRITE_ANSWER, offers.MORE_TIME, SHOW),
    DeadlineKind.STATUS: (offers.HOW_IT_STANDS, SHOW),
    DeadlineKind.CLARIFY_REPLY: (offers.ASK_AGAIN, offers.WRITE_ANSWER, SHOW),
    DeadlineKind.INFORMAL: (offers.SOLVED, offers.GO_FORMAL, SHOW),
    DeadlineKind.TALK_REPLY: (offers.PROPOSE_TALK, SHOW),
    DeadlineKind.TALK_MINUTES: (offers.MINUTES, SHOW),
    DeadlineKind.DISSATISFIED_REPLY: (offers.LOOK_AGAIN, SHOW),
    DeadlineKind.MEDIATION_STATUS: (offers.MEDIATED, SHOW),
    DeadlineKind.EXTERNAL_CHECK: (offers.OUTSIDE, SHOW),
    DeadlineKind.DOSSIER_REQUEST: (offers.MAKE_FILE, SHOW),
    DeadlineKind.CLOSED_REPLY: (offers.WRITE_ANSWER, offers.REOPEN, SHOW),
    DeadlineKind.REPLY_OTHER: (offers.WRITE_ANSWER, offers.COMPLAINT, SHOW),
}
# An acknowledgment by how it fares: to be posted, or sent to an address that does not work.
_OF_ACK: Mapping[Ack, tuple[Offer, ...]] = {
    Ack.NONE: (offers.POSTED, SHOW),
    Ack.FAILED: (offers.NEW_ADDRESS, offers.CALLED, SHOW),
}


class Standing(NamedTuple):
    """How a duty stands, as far as it decides what can be done about it.

    `n` is the number of a measure. `serious`: it may never be simple. `several`: two complaints may
    stand in one mail. `more_time` may still be had. `others`: somebody else must do it.
    """

    kind: DeadlineKind
    ack: Ack
    n: int = 0
    serious: bool = False
    several: bool = False
    more_time: bool = False
    others: bool = False


def offered(duty: Standing) -> tuple[Offer, ...]:
    """What its reader can do about it with two taps; none sends a letter unread."""
    match duty.kind:
        case DeadlineKind.ACK:
            return _OF_ACK.get(duty.ack, _OF_KIND[DeadlineKind.ACK])
        case DeadlineKind.MEASURE:
            nudge = (offers.REMIND,) if duty.others else ()
            return (*nudge, offers.DONE.on(duty.n), SHOW)
        case DeadlineKind.CLASSIFY if duty.several:
            return (offers.SPLIT.on(2), offers.COMPLEX, SHOW)
        case kind:
            impossible = {
                offers.SIMPLE: duty.serious,
                offers.MORE_TIME: not duty.more_time,
            }
            some = _OF_KIND.get(kind, (SHOW,))
            return tuple(offer for offer in some if not impossible.get(offer, False))
