"""What staff call the letters to complainants: in a preview, in what was done, in a choice."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.letter import LetterName
from bot.core.policy import Person

LETTER_NAMES: Mapping[LetterName, Mapping[str, str]] = {
    LetterName.ACKNOWLEDGMENT: {"nl": "ontvangstmelding", "en": "acknowledgment"},
    LetterName.INFORMAL_OFFER: {"nl": "voorstel voor een gesprek", "en": "offer to talk"},
    LetterName.FORMAL_NEXT_STEPS: {"nl": "formele behandeling", "en": "formal procedure"},
    LetterName.CLARIFICATION_REQUEST: {"nl": "vraag om uitleg", "en": "request for details"},
    LetterName.NOT_ADMISSIBLE: {"nl": "klacht niet ontvankelijk", "en": "not admissible"},
    LetterName.AFTER_TALK: {"nl": "verslag van het gesprek", "en": "minutes of the talk"},
    LetterName.SOLVED_WITHOUT_TALK: {"nl": "wat er gedaan is", "en": "what was put right"},
    LetterName.STATUS_UPDATE: {"nl": "stand van zaken", "en": "how it stands"},
    LetterName.EXTENSION: {"nl": "meer tijd nodig", "en": "more time needed"},
    LetterName.OUTCOME_UPHELD: {"nl": "antwoord op de klacht", "en": "answer"},
    LetterName.OUTCOME_NOT_UPHELD: {"nl": "antwoord op de klacht", "en": "answer"},
    LetterName.OUTCOME_UNDETERMINED: {"nl": "antwoord op de klacht", "en": "answer"},
    LetterName.CANNOT_SOLVE: {"nl": "wat wel en niet kan", "en": "what can and cannot be done"},
    LetterName.WITHDRAWAL_CONFIRMED: {"nl": "klacht ingetrokken", "en": "withdrawal"},
    LetterName.MEASURES_DONE: {"nl": "wat we beloofden, is gedaan", "en": "promises kept"},
    LetterName.OTHER_RECEIPT: {"nl": "bedankt voor het bericht", "en": "thanks for the message"},
    LetterName.REOPENED: {"nl": "opnieuw bekeken", "en": "looked at again"},
    LetterName.CRISIS_CONTACT: {"nl": "eerste contact", "en": "first contact"},
    LetterName.REPLY: {"nl": "brief aan de ouder", "en": "letter to the parent"},
}


def letter_name(letter: LetterName, reader: Person) -> str:
    """What a reader of staff calls this letter."""
    names = LETTER_NAMES.get(letter, {})
    return names.get(reader.language) or names.get("nl", letter.value)
