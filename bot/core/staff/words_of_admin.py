"""What administrators are told in a sentence, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.clause import Clause

ADMINISTRATOR = Clause("de beheerder", "the administrator")

ASKS: Mapping[str, Clause] = {
    "which": Clause("Wat is de bedoeling? Kies hieronder.", "What is meant? Choose below."),
    "which_near": Clause(
        "Dat woord ken ik niet achter ADMIN. Is een van deze bedoeld?",
        "I do not know that word behind ADMIN. Is one of these meant?",
    ),
    "which_letter": Clause(
        "Welke brief? Vul de naam aan, en als dat moet de taal en u of je.",
        "Which letter? Fill in its name and, if need be, the language and u or je.",
    ),
    "no_such_letter": Clause(
        'Geen brief heet "{said}". Is een van deze bedoeld?',
        'No letter is called "{said}". Is one of these meant?',
    ),
    "not_in_language": Clause(
        "De brief {letter} is er niet in die taal.", "There is no letter {letter} in that language."
    ),
    "one_letter": Clause(
        "Eén brief per mail: vraag de tweede apart.", "One letter a mail: ask for the second apart."
    ),
    "not_by_mail": Clause(
        "Een brief wijzigen kan niet per mail: daar hangt te veel van af. Zet een bestand met "
        "dezelfde naam in config/templates/, bijvoorbeeld nl/parent/acknowledgment.md; de volgende "
        "brief gebruikt het meteen. Een bestand weghalen zet de meegeleverde tekst terug. Kijk "
        "daarna na met ADMIN SJABLOON TEST.",
        "A letter cannot be changed by mail: too much depends on it. Put a file of the same name "
        "into config/templates/, like nl/parent/acknowledgment.md; the next letter uses it at "
        "once. Taking a file away brings the shipped text back. Then check with ADMIN TEMPLATE "
        "TEST.",
    ),
    "trouble": Clause("Dat lukte nu niet: {why}", "That did not work now: {why}"),
    "nothing_found": Clause(
        "Dat kon niet opgezocht worden. Wat er misging, staat in het log van de bot.",
        "That could not be looked up. What went wrong stands in the log of the bot.",
    ),
    "until_unknown": Clause(
        "Tot wanneer? Schrijf het als: tot morgen 9u, 2 uur, of een datum.",
        "Until when? Write it as: until tomorrow 9:00, 2 hours, or a date.",
    ),
    "until_ambiguous": Clause("Welke dag is bedoeld?", "Which day is meant?"),
    "until_past": Clause("Dat moment is al voorbij.", "That moment has passed."),
    "until_late": Clause(
        "Een pauze duurt hoogstens vijf werkdagen, nu dus tot {latest}. Ouders wachten op hun "
        "ontvangstmelding.",
        "A pause lasts five working days at most, so until {latest} now. Parents are waiting for "
        "their acknowledgment.",
    ),
    "no_pause": Clause(
        "Er is geen pauze: automatische brieven vertrekken gewoon.",
        "There is no pause: automatic letters leave as always.",
    ),
}
