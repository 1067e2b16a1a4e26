"""How a case stands, in words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.case import Status
from bot.core.clause import Clause

# Each stands behind the number of the case.
STATES: Mapping[Status, Clause] = {
    Status.INTAKE: Clause("is nog niet ingedeeld", "is not classified yet"),
    Status.CLARIFYING: Clause("wacht op uitleg van de melder", "waits for the complainant"),
    Status.INFORMAL: Clause("is in een informeel gesprek", "is in an informal talk"),
    Status.HANDLING: Clause("is in behandeling", "is being handled"),
    Status.INVESTIGATING: Clause("wordt onderzocht", "is being looked into"),
    Status.ANSWERED: Clause("is beantwoord", "is answered"),
    Status.REMEDYING: Clause("is beantwoord, met maatregelen", "is answered, with measures"),
    Status.DISSATISFIED: Clause("wordt herbekeken", "is looked at again"),
    Status.MEDIATION: Clause("is in bemiddeling", "is in mediation"),
    Status.EXTERNAL: Clause(
        "ligt bij een instantie buiten de school", "lies with a body outside the school"
    ),
    Status.NOT_ADMISSIBLE: Clause("is niet ontvankelijk", "is not admissible"),
    Status.CANNOT_SOLVE: Clause("kon niet opgelost worden", "could not be solved"),
    Status.WITHDRAWN: Clause("is ingetrokken", "is withdrawn"),
    Status.CLOSED: Clause("is afgesloten", "is closed"),
    Status.MERGED: Clause("ging op in een ander dossier", "went into another case"),
    Status.REROUTED: Clause("is geen klacht", "is no complaint"),
    Status.ANONYMISED: Clause("is gewist", "is erased"),
}
