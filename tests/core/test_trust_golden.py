from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.core.mail import IncomingMail
from bot.core.triage.people import staff_member
from bot.core.trust import Kind, Proof, Trust, proof_of
from bot.post.parser import read_mail
from tests.builders import a_policy

HEADERS = Path(__file__).parents[1] / "golden" / "trust"
SCHOOL = "schoolbestuur-demerland.example"
TRUSTS: dict[Kind, Trust] = {
    "authserv": Trust(kind="authserv", authserv_id=f"mx.{SCHOOL}", domains=(SCHOOL,)),
    "microsoft365": Trust(kind="microsoft365", domains=(SCHOOL,)),
    "google": Trust(kind="google", domains=(SCHOOL,)),
}
EXPECTED: dict[Kind, dict[str, dict[str, Any]]] = {
    kind: tomllib.loads((HEADERS / kind / "expected.toml").read_text(encoding="utf-8"))
    for kind in TRUSTS
}
MAILS = [(kind, name) for kind in EXPECTED for name in EXPECTED[kind]]


@cache
def raw(kind: Kind, name: str) -> bytes:
    return (HEADERS / kind / f"{name}.eml").read_bytes()


@cache
def mail(kind: Kind, name: str) -> IncomingMail:
    return read_mail(raw(kind, name))


@pytest.mark.parametrize(("kind", "name"), MAILS)
def test_each_header_set_proves_what_is_written_beside_it(kind: Kind, name: str) -> None:
    expected = EXPECTED[kind][name]
    proof = proof_of(mail(kind, name), TRUSTS[kind])
    assert proof == Proof(ok=expected["ok"], how=expected["how"], why=expected["why"])
    assert (staff_member(mail(kind, name), a_policy()) is not None) is expected["staff"]


@pytest.mark.parametrize(("kind", "name"), [each for each in MAILS if "spoofed" in each[1]])
def test_no_spoofed_mail_passes_for_one_of_a_colleague(kind: Kind, name: str) -> None:
    expected = EXPECTED[kind][name]
    assert not (expected["ok"] and expected["staff"])


@pytest.mark.parametrize("kind", TRUSTS)
def test_every_provider_has_its_header_sets_and_every_file_its_expectation(kind: Kind) -> None:
    files = {path.stem for path in (HEADERS / kind).glob("*.eml")}
    assert files == EXPECTED[kind].keys()
    shown = " ".join(files)
    for what in ("inside", "outside", "forwarded", "shared_mailbox", "phone", "list", "spoofed"):
        assert what in shown
    assert sum(not name.startswith("spoofed") for name in files) >= 12


def test_a_header_set_of_one_provider_proves_nothing_to_another() -> None:
    honest = [each for each in MAILS if "spoofed" not in each[1]]
    for kind, name in honest:
        for other, trust in TRUSTS.items():
            believed = proof_of(mail(kind, name), trust).ok
            assert not believed or other == kind, (kind, name, other)
