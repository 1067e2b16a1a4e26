from __future__ import annotations

from typing import Any

import pytest

from tests.offices import ANN, PARENT, Office

SERVER = "mx.schoolbestuur-demerland.example"
SCHOOL = "schoolbestuur-demerland.example"
PASSES = f"Authentication-Results: {SERVER}; dmarc=pass (policy=reject) header.from={SCHOOL}"
FAILS = f"Authentication-Results: {SERVER}; dmarc=fail (policy=none) header.from={SCHOOL}"


@pytest.fixture
def case(office: Office) -> Office:
    """An office in which a parent complained."""
    office.write()
    office.round()
    return office


def proof_of_last(office: Office) -> Any:
    return office.mails()[-1]["proof"]


def test_what_the_provider_proves_of_a_colleague_is_kept_with_the_mail(case: Office) -> None:
    case.write("EENVOUDIG", sender=ANN, subject="[K-2026-0001]", headers=(PASSES,))
    case.round()
    assert proof_of_last(case) == {
        "ok": True,
        "how": "dmarc",
        "why": "DMARC passes for the domain of From",
    }
    assert all("proof" not in each["rule"] for each in case.mails()[-1]["rules"])


def test_a_forged_colleague_is_taken_in_as_before_but_kept_as_not_proven(case: Office) -> None:
    case.write("EENVOUDIG", sender=ANN, subject="[K-2026-0001]", headers=(FAILS, PASSES))
    case.round()
    mail = case.mails()[-1]
    assert (mail["verdict"], mail["case"]) == ("staff_command", "K-2026-0001")
    assert mail["proof"] == {"ok": False, "how": "none", "why": "DMARC fails"}


def test_nobody_asks_for_the_proof_of_a_parent(case: Office) -> None:
    case.write("Nog iets.", sender=PARENT, subject="Re: [K-2026-0001]", headers=(PASSES,))
    case.round()
    assert proof_of_last(case) is None


def test_where_nothing_was_agreed_on_proof_none_is_asked_for(office: Office) -> None:
    text = (office.folder / "config" / "bot.toml").read_text()
    trust = text[text.index("  [mailbox.trust]") : text.index("[limits]")]
    office.restart(("bot.toml", trust, ""))
    office.write("EENVOUDIG", sender=ANN, headers=(PASSES,))
    office.round()
    assert proof_of_last(office) is None
