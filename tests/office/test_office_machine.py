"""The whole office, whatever people do in whatever order: what a school is promised holds."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.core.tokens import Signer
from tests.builders import raw_mail
from tests.offices import ANN, BERT, CARLA, SECRETS, Office

PEOPLE = {"ann": ANN, "bert": BERT, "carla": CARLA}
DOMAIN = "schoolbestuur-demerland.example"
PROVEN = (
    "Authentication-Results: mx.schoolbestuur-demerland.example; "
    f"dmarc=pass header.from={DOMAIN}\r\n"
).encode()
SECRET = "bushalte"  # a word of the complaints, that only who may read them reads
ORDERS = (
    "NEEM",
    "EENVOUDIG",
    "COMPLEX",
    "ONTVANKELIJK",
    "NIET ONTVANKELIJK te oud\nUITLEG: Het is te lang geleden om het na te gaan.",
    "INFORMEEL mij",
    "FORMEEL",
    "VRAAG UITLEG\nVRAAG: Wanneer was dat?",
    "OPGELOST\nSAMENVATTING: De begeleider is er weer.",
    "STATUS\nTEKST: We praten nog met de begeleider.",
    "VERLENG 5 dagen\nREDEN: de begeleider is ziek",
    "GEGROND\nUITLEG: Er was geen toezicht.\nMAATREGEL: toezicht, Ann, 15/1/2027",
    "ONGEGROND\nUITLEG: Er was toezicht.\nFEITEN: De lijst.",
    "KLAAR 1",
    "INGETROKKEN",
    "ONTEVREDEN",
    "SLUIT",
    "HEROPEN\nREDEN: nieuw feit",
    "NOTITIE: gebeld",
    "GEGEVENS\nLEERLING: Wout\nKLAS: 3B",
    "ONGEDAAN",
    "STOP",
    "NEE",
    "BETROKKEN",
    "GEEN KLACHT vraag",
    "WEL KLACHT",
)
WORDS = ("Bedankt.", "Ik ben niet tevreden.", "Ik trek mijn klacht in.", "formeel", "klacht", "4")
# These answer whoever ordered something, without the words of the case.
ANSWERS = {"command_result", "command_error", "was_it_you"}


class School(RuleBasedStateMachine):
    """Complaints come in, staff order, parents write back, and days go by."""

    @initialize()
    def opens(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="gehoor-machine-"))
        self.office = Office(self.folder)
        self.signer = Signer((SECRETS["GEHOOR_SIGNING_KEY"].encode(),))
        self.mails = 0
        self.shut_out: dict[tuple[str, str], int] = {}  # since which letter
        self.a_complaint_comes()

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.close()
            shutil.rmtree(self.folder)

    @rule()
    def a_complaint_comes(self) -> None:
        n = self._next()
        self.office.write(
            f"Mijn zoon Wout uit 3B stond gisteren alleen aan de {SECRET}. Dat kan niet.",
            sender=f"Ouder {n} <ouder{n}@postvak.example>",
            subject=f"Klacht {n}",
        )
        self.office.round(minutes=1)

    @rule(who=st.sampled_from(sorted(PEOPLE)), order=st.sampled_from(ORDERS), data=st.data())
    def somebody_orders(self, who: str, order: str, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from([case["number"] for case in self.office.register()]))
        self._orders(who, number, order)

    @precondition(lambda self: any(self._previews()))
    @rule()
    def somebody_says_yes(self) -> None:
        who, number, seal = self._previews()[-1]
        self._orders(who, number, f"JA {seal}")
        self.office.round(minutes=11)

    @rule(words=st.sampled_from(WORDS), data=st.data())
    def a_parent_writes_back(self, words: str, data: st.DataObject) -> None:
        letters = [one for one in self.office.letters() if one.to.startswith("ouder")]
        if not letters:
            return
        letter = data.draw(st.sampled_from(letters[-4:]))
        self.office.write(
            words,
            sender=f"<{letter.to}>",
            subject=f"Re: {letter.subject}",
            headers=(f"In-Reply-To: {letter.message_id}",),
        )
        self.office.round(minutes=1)

    @rule(days=st.integers(1, 21))
    def days_go_by(self, days: int) -> None:
        day = self.office.clock.at.astimezone(self.office.policy.zone).date()
        self.office.morning(day + timedelta(days=days))

    @invariant()
    def no_letter_leaves_twice(self) -> None:
        left = Counter(letter.message_id for letter in self.office.everything())
        assert not [each for each, times in left.items() if times > 1]

    @invariant()
    def numbers_have_no_gaps(self) -> None:
        years: dict[str, list[int]] = {}
        for case in self.office.register():
            _, year, n = case["number"].split("-")
            years.setdefault(year, []).append(int(n))
        for taken in years.values():
            assert sorted(taken) == list(range(1, len(taken) + 1))

    @invariant()
    def whoever_is_involved_reads_nothing_of_it(self) -> None:
        everything = self.office.everything()
        for (address, number), since in self.shut_out.items():
            for letter in everything[since:]:
                if letter.to == address and letter.case == number:
                    assert letter.name in ANSWERS
                    assert SECRET not in letter.everything

    @invariant()
    def what_is_closed_has_an_outcome_and_the_rest_waits_for_a_day(self) -> None:
        for case in self.office.register():
            open_days = [duty for duty in case["deadlines"] if duty["met_at"] is None]
            if case["status"] == "closed":
                assert case["outcome"] is not None
            elif case["status"] not in {"merged", "anonymised"}:
                assert open_days

    @invariant()
    def nothing_was_set_aside_as_unreadable_and_the_trail_is_whole(self) -> None:
        assert not [mail for mail in self.office.mails() if mail["rule"] == "three_tries"]
        assert self.office.log()

    def _orders(self, who: str, number: str, order: str) -> None:
        key = self.signer.staff_key(who, number, self.office.clock.at.date())
        raw = raw_mail(
            f"{order}\n\nSleutel (laten staan): {key}",
            sender=f"<{PEOPLE[who]}>",
            subject=f"[{number}]",
            message_id=f"<order.{self._next()}@{DOMAIN}>",
        )
        involved = order == "BETROKKEN"
        self.office.deliver(PROVEN + raw)
        self.office.round(minutes=1)
        if involved and self._is_shut_out(who, number):
            self.shut_out.setdefault((PEOPLE[who], number), len(self.office.everything()))

    def _is_shut_out(self, who: str, number: str) -> bool:
        with self.office.bot.ledger.glance() as look:
            case = look.case(number)
        return case is not None and who in case.not_for

    def _previews(self) -> list[tuple[str, str, str]]:
        """Who was shown which letter, by its seal."""
        found = []
        for letter in self.office.letters("preview"):
            seal = re.search(r"JA ([a-z2-7]{8})", letter.text)
            who = next((one for one, address in PEOPLE.items() if address == letter.to), None)
            if seal and who and letter.case:
                found.append((who, letter.case, seal[1]))
        return found

    def _next(self) -> int:
        self.mails += 1
        return self.mails


TestSchool = School.TestCase
TestSchool.settings = settings(
    max_examples=int(os.environ.get("GEHOOR_MACHINE", "8")),
    stateful_step_count=16,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
