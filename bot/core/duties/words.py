"""The words of each duty: one row a kind, read by letters, overviews, orders and the terminal.

Each phrase begins small and ends without a full stop, so that it stands in a subject, behind a
colon or, as `sentence` writes it, alone. None holds a name: a locked phone shows subjects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.case import Deadline, DeadlineKind
from bot.core.clause import Clause, in_language
from bot.core.policy import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one kind of duty is told.

    `what` is to be done, or what is waited for. `asks` says it to whoever must do it now, where
    that takes other words ("{n}" is the number of a measure). `done` is the same once it is done;
    `passed` what is to be done when others let their day go by.
    """

    what: Clause
    asks: Clause | None = None
    done: Clause | None = None
    passed: Clause | None = None

    @property
    def request(self) -> Clause:
        """What whoever must do it now reads."""
        return self.asks or self.what


WORDS: Mapping[DeadlineKind, Wording] = {
    DeadlineKind.ACK: Wording(
        what=Clause("ontvangstmelding aan de melder", "acknowledgment to the complainant"),
        asks=Clause(
            "laat de melder weten dat het bericht aankwam",
            "let the complainant know that the message arrived",
        ),
        done=Clause("ontvangstmelding gegeven", "acknowledgment given"),
    ),
    DeadlineKind.CLASSIFY: Wording(
        what=Clause("kies eenvoudig of complex", "choose simple or complex"),
        done=Clause("eenvoudig of complex gekozen", "simple or complex chosen"),
    ),
    DeadlineKind.ADMISSIBILITY: Wording(
        what=Clause(
            "beslis of de klacht ontvankelijk is", "decide whether the complaint is admissible"
        ),
        done=Clause("over de ontvankelijkheid beslist", "admissibility decided"),
    ),
    DeadlineKind.HANDLING: Wording(
        what=Clause("antwoord aan de melder", "answer the complainant"),
        done=Clause("antwoord gegeven", "answer given"),
    ),
    DeadlineKind.STATUS: Wording(
        what=Clause("laat de melder weten hoe het staat", "tell the complainant how it stands"),
        done=Clause("stand van zaken verteld", "complainant told how it stands"),
    ),
    DeadlineKind.CLARIFY_REPLY: Wording(
        what=Clause("de melder geeft nog uitleg", "the complainant still has to explain"),
        done=Clause("uitleg gekregen", "explanation received"),
        passed=Clause(
            "geen uitleg gekregen, beslis hoe het verdergaat",
            "no explanation came, decide how to go on",
        ),
    ),
    DeadlineKind.INFORMAL: Wording(
        what=Clause(
            "rond het informele gesprek af of ga formeel verder",
            "round off the informal talk or go formal",
        ),
        done=Clause("informeel gesprek afgerond", "informal talk rounded off"),
    ),
    DeadlineKind.TALK_REPLY: Wording(
        what=Clause(
            "de melder kiest een moment voor het gesprek",
            "the complainant chooses a moment for the talk",
        ),
        done=Clause("moment voor het gesprek gekozen", "moment for the talk chosen"),
        passed=Clause(
            "nog geen moment voor het gesprek, bel de melder",
            "no moment for the talk yet, call the complainant",
        ),
    ),
    DeadlineKind.TALK_MINUTES: Wording(
        what=Clause("schrijf het verslag van het gesprek", "write the minutes of the talk"),
        done=Clause("verslag van het gesprek gestuurd", "minutes of the talk sent"),
    ),
    DeadlineKind.MEASURE: Wording(
        what=Clause("beloofde maatregel", "promised measure"),
        asks=Clause("voer beloofde maatregel {n} uit", "carry out promised measure {n}"),
        done=Clause("maatregel uitgevoerd", "measure carried out"),
    ),
    DeadlineKind.REVIEW: Wording(
        what=Clause(
            "de melder kan nog reageren op het antwoord",
            "the complainant can still react to the answer",
        ),
    ),
    DeadlineKind.DISSATISFIED_REPLY: Wording(
        what=Clause(
            "reactie aan wie niet tevreden is",
            "reaction to somebody who is not satisfied",
        ),
        asks=Clause(
            "de melder is niet tevreden, kies de volgende stap",
            "the complainant is not satisfied, choose the next step",
        ),
        done=Clause("reactie gegeven", "reaction given"),
    ),
    DeadlineKind.MEDIATION_REPLY: Wording(
        what=Clause(
            "de melder beslist over bemiddeling", "the complainant decides about mediation"
        ),
        passed=Clause(
            "nog geen antwoord over bemiddeling, beslis hoe het verdergaat",
            "no answer about mediation yet, decide how to go on",
        ),
    ),
    DeadlineKind.MEDIATION_STATUS: Wording(
        what=Clause("vraag na hoe de bemiddeling loopt", "ask how the mediation goes"),
        done=Clause("bemiddeling nagevraagd", "asked how the mediation goes"),
    ),
    DeadlineKind.EXTERNAL_CHECK: Wording(
        what=Clause(
            "vraag na hoe het staat bij de instantie buiten de school",
            "ask the body outside the school how it stands",
        ),
        done=Clause("nagevraagd buiten de school", "asked outside the school"),
    ),
    DeadlineKind.BOARD_REACTION: Wording(
        what=Clause(
            "reactie van het bestuur op het oordeel van de commissie",
            "reaction of the board to the judgment of the committee",
        ),
        done=Clause("reactie van het bestuur gegeven", "reaction of the board given"),
    ),
    DeadlineKind.SATISFACTION: Wording(
        what=Clause("vraag hoe het ging", "question how it went"),
    ),
    DeadlineKind.SURVEY_REPLY: Wording(
        what=Clause("antwoord op de vraag hoe het ging", "answer to the question how it went"),
    ),
    DeadlineKind.DOSSIER_REQUEST: Wording(
        what=Clause(
            "geef de melder het gevraagde dossier", "give the complainant the file they asked for"
        ),
        done=Clause("dossier gegeven", "file given"),
    ),
    DeadlineKind.CLOSED_REPLY: Wording(
        what=Clause(
            "antwoord op een bericht in een afgesloten dossier",
            "answer a message in a closed case",
        ),
        done=Clause("bericht beantwoord", "message answered"),
    ),
    DeadlineKind.REPLY_OTHER: Wording(
        what=Clause("antwoord op een vraag of opmerking", "answer a question or remark"),
        done=Clause("vraag of opmerking beantwoord", "question or remark answered"),
    ),
    DeadlineKind.RETENTION: Wording(
        what=Clause("einde van de bewaartijd", "end of the time that it is kept"),
    ),
}
# What others must do: till their day staff wait, whatever they do themselves.
WAITED_FOR = frozenset(
    {DeadlineKind.CLARIFY_REPLY, DeadlineKind.TALK_REPLY, DeadlineKind.MEDIATION_REPLY}
)
# What the bot does by itself, and days that ask nothing of anybody.
SILENT = frozenset(
    {
        DeadlineKind.REVIEW,
        DeadlineKind.SATISFACTION,
        DeadlineKind.SURVEY_REPLY,
        DeadlineKind.RETENTION,
    }
)


def what(kind: DeadlineKind, n: int, *, passed: bool = False) -> Clause:
    """What is owed, with the number of a measure; `passed` when others let the day go by."""
    words = WORDS[kind]
    said = words.passed if passed and words.passed else words.what
    return Clause(f"{said.nl} {n}", f"{said.en} {n}") if n else said


def what_is_owed(duty: Deadline, reader: Person, *, passed: bool = False) -> str:
    """What is owed, in a few words of this reader's language without a name."""
    return in_language(what(duty.kind, duty.n, passed=passed), reader)
