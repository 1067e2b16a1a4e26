"""Which letter to the complainant an order comes to, with all that it prints.

The same order on the same day gives the same letter: so a yes sends exactly what was shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.core.acting import Acting
from bot.core.letter import LetterName, LetterOrder, Value
from bot.core.parents import answering, telling
from bot.core.parents.addressed import signer_of, to_complainant

_VALUES: Mapping[LetterName, Callable[[Acting], Mapping[str, Value]]] = {
    LetterName.INFORMAL_OFFER: telling.informal_offer,
    LetterName.FORMAL_NEXT_STEPS: telling.formal_next_steps,
    LetterName.CLARIFICATION_REQUEST: telling.clarification_request,
    LetterName.STATUS_UPDATE: telling.status_update,
    LetterName.EXTENSION: telling.extension,
    LetterName.MEASURES_DONE: telling.measures_done,
    LetterName.OTHER_RECEIPT: telling.other_receipt,
    LetterName.REOPENED: telling.reopened,
    LetterName.REPLY: telling.reply,
    LetterName.CRISIS_CONTACT: telling.crisis_contact,
    LetterName.NOT_ADMISSIBLE: answering.not_admissible,
    LetterName.AFTER_TALK: answering.after_talk,
    LetterName.SOLVED_WITHOUT_TALK: answering.solved_without_talk,
    LetterName.OUTCOME_UPHELD: answering.outcome_upheld,
    LetterName.OUTCOME_NOT_UPHELD: answering.outcome_not_upheld,
    LetterName.OUTCOME_UNDETERMINED: answering.outcome_undetermined,
    LetterName.CANNOT_SOLVE: answering.cannot_solve,
    LetterName.WITHDRAWAL_CONFIRMED: answering.withdrawal_confirmed,
}


def order_of(letter: LetterName, acting: Acting) -> LetterOrder:
    """The letter that a person's order comes to, to the complainant of its case.

    Raises:
        bot.core.duties.refusal.NotPossible: it cannot be written now; it says why.
        KeyError: no person orders this letter.
    """
    case = acting.case
    assert case is not None
    signed_by = acting.by if letter is LetterName.CRISIS_CONTACT else signer_of(case, acting.policy)
    order = to_complainant(
        letter, case, _VALUES[letter](acting), acting.facts, acting.policy, signed_by=signed_by
    )
    return telling.unnumbered(order) if letter is LetterName.CRISIS_CONTACT else order
