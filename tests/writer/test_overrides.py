from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.letter import LetterName
from bot.writer.letters import Writer

if TYPE_CHECKING:
    from tests.writer.conftest import Order, Wrote

SHIPPED = Path(__file__).parents[2] / "templates"
OWN = "Subject: [{{ case_no }}] eigen\n\nEigen tekst voor [u|je].\n"


def put(overrides: Path, path: str, text: str) -> Path:
    file = overrides / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def test_an_override_replaces_one_file_and_nothing_else(overrides: Path, order: Order) -> None:
    writer = Writer(SHIPPED, overrides)
    put(overrides, "nl/parent/acknowledgment.md", OWN)
    own, french = writer.write(order(form="je")), writer.write(order(language="fr"))
    assert (own.subject, own.text) == ("[K-2026-0042] eigen", "Eigen tekst voor je.\n")
    assert french.subject == "[K-2026-0042] Nous avons bien reçu votre message"
    assert own.broken is None
    assert french.broken is None
    assert own.template_hash != writer.write(order(language="fr")).template_hash


def test_a_part_is_overridden_for_its_language_only(overrides: Path, order: Order) -> None:
    put(overrides, "nl/parts/signature_auto.md", "Tot ziens, {{ school }}\n")
    writer = Writer(SHIPPED, overrides)
    plain = Writer(SHIPPED)
    dutch = writer.write(order())
    assert dutch.text.endswith("\n\nTot ziens, Basisschool Demerland\n")
    assert dutch.template_hash != plain.write(order()).template_hash
    assert writer.write(order(language="de")) == plain.write(order(language="de"))


def test_a_changed_override_counts_from_the_next_letter_on(overrides: Path, order: Order) -> None:
    writer = Writer(SHIPPED, overrides)
    first = writer.write(order())
    file = put(overrides, "nl/parent/acknowledgment.md", OWN)
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    second = writer.write(order())
    file.write_text(OWN.replace("Eigen", "Ander"))
    os.utime(file, ns=times)  # same size, same time: only the bytes tell
    third = writer.write(order())
    file.unlink()
    assert [letter.text for letter in (second, third)] == [
        "Eigen tekst voor u.\n",
        "Ander tekst voor u.\n",
    ]
    assert writer.write(order()) == first


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("Subject: x\n\n{{ shcool }}\n", 3, 'onbekende naam "shcool" (bedoelde je "school"?)'),
        ("Subject: x\n\n{% if school %}\n", 3, 'een "if" is niet gesloten'),
        ("Subject: x\n\nok\n{{ unclear }}\n", 4, "een ja of nee wordt niet afgedrukt"),
        ("Subject: x\n\n{% if 'a' < 3 %}x{% endif %}\n", 3, '"<" vergelijkt alleen'),
        ("Subject: x\n\n{{ school.name }}\n", 3, 'er is geen "name"'),
        ("Subject: x\n\n{{ school|date }}\n", 3, "neemt een datum"),
        ("Subject: x\n\n{{ received_date|date('xx') }}\n", 3, 'kent de taal "xx" niet'),
        ("Subject: x\n\n{{ school|join }}\n", 3, "neemt een lijst"),
        ("Subject: x\n\n[hier](https://x.example/{{ school }})\n", 3, "het adres van een link"),
        ("Subject: x\n\n{% include 'parts/nothing.md' %}\n", 1, '"parts/nothing.md" bestaat niet'),
        ("Beste ouder\n", 1, "de eerste regel na de opmerking"),
        ("Subject x\n\ntekst\n", 1, "de eerste regel na de opmerking"),
        ("", 1, "de eerste regel na de opmerking"),
    ],
)
def test_a_broken_override_never_stops_a_letter(
    template: str, line: int, said: str, wrote: Wrote
) -> None:
    letter = wrote(template)
    assert letter.broken is not None
    assert letter.broken.file.endswith("overrides/nl/parent/acknowledgment.md")
    assert letter.broken.line == line
    assert said in letter.broken.error
    assert letter.subject == "[K-2026-0042] Uw bericht is goed aangekomen"
    assert "Zo gaat het verder" in letter.text


def test_a_broken_part_is_blamed_and_the_whole_shipped_letter_goes_out(
    overrides: Path, order: Order
) -> None:
    put(overrides, "nl/parts/signature_auto.md", "ok\n\n{{ unclear }}")
    put(overrides, "nl/parent/acknowledgment.md", OWN + "{% include 'parts/signature_auto.md' %}")
    letter = Writer(SHIPPED, overrides).write(order())
    assert letter.broken is not None
    assert letter.broken.file.endswith("parts/signature_auto.md")
    assert letter.broken.line == 3
    assert letter.text == Writer(SHIPPED).write(order()).text


def test_a_part_that_includes_a_part_is_refused(overrides: Path, order: Order) -> None:
    put(overrides, "nl/parts/signature_auto.md", "{% include 'parts/signature_auto.md' %}")
    letter = Writer(SHIPPED, overrides).write(order())
    assert letter.broken is not None
    assert "kan geen ander deel opnemen" in letter.broken.error


def test_a_file_from_windows_is_read(wrote: Wrote) -> None:
    letter = wrote(b"\xef\xbb\xbf{# x #}\r\nSubject: caf\xc3\xa9\r\n\r\nregel [u|je]\r\nnog\r\n")
    assert (letter.subject, letter.text, letter.broken) == ("café", "regel u\nnog\n", None)


def test_a_file_that_is_not_utf8_is_broken_at_its_line(wrote: Wrote) -> None:
    letter = wrote(b"Subject: x\n\ncaf\xe9\n")
    assert letter.broken is not None
    said = 'is niet in UTF-8 geschreven (bij "café"); bewaar het opnieuw als UTF-8'
    assert (letter.broken.line, letter.broken.word, letter.broken.error) == (3, "café", said)


def test_a_folder_where_a_letter_should_be_is_broken(overrides: Path, order: Order) -> None:
    (overrides / "nl/parent/acknowledgment.md").mkdir(parents=True)
    letter = Writer(SHIPPED, overrides).write(order())
    assert letter.broken is not None
    assert "is niet te lezen" in letter.broken.error


def test_an_override_may_add_a_language(overrides: Path, order: Order) -> None:
    put(overrides, "fr/staff/attention.md", "Subject: À voir\n\nBonjour\n")
    writer = Writer(SHIPPED, overrides)
    french = writer.write(order(LetterName.ATTENTION, language="fr"))
    german = writer.write(order(LetterName.ATTENTION, language="de"))
    assert (french.text, french.language, french.broken) == ("Bonjour\n", "fr", None)
    assert german.language == "nl"


def test_check_finds_broken_and_misplaced_files(overrides: Path) -> None:
    assert Writer(SHIPPED, overrides).check() == []
    put(overrides, "en/parent/acknowledgment.md", "Subject: x\n\n{{ caseno }}\n")
    put(overrides, "nl/parent/acknowledgement.md", OWN)
    put(overrides, "be/parent/acknowledgment.md", OWN)
    put(overrides, "acknowledgment.md", OWN)
    put(overrides, "LEESMIJ.md", "Hier liggen onze brieven.\n")
    put(overrides, "nl/parts/signature_auto.md", "Groeten\n")
    put(overrides, "nl/parts/signature_atuo.md", "Groeten\n")
    found = Writer(SHIPPED, overrides).check()
    named = [
        (finding.level, finding.file.removeprefix(f"{overrides}/"), finding.key)
        for finding in found
    ]
    assert named == [
        ("error", "en/parent/acknowledgment.md", "regel 3"),
        ("warning", "acknowledgment.md", ""),
        ("warning", "be/parent/acknowledgment.md", ""),
        ("warning", "nl/parent/acknowledgement.md", ""),
        ("warning", "nl/parts/signature_atuo.md", ""),
    ]
    assert 'bedoelde je "case_no"' in found[0].text
    assert 'bedoelde je "parent/acknowledgment.md"' in found[3].text
    assert 'bedoelde je "parts/signature_auto.md"' in found[4].text


def test_a_part_of_their_own_is_in_its_place_where_one_of_their_letters_prints_it(
    overrides: Path,
) -> None:
    put(overrides, "nl/parts/opening.md", "Goed dat [u|je] schrijft.\n")
    (alone,) = Writer(SHIPPED, overrides).check()
    assert (alone.level, 'geen brief drukt "parts/opening.md" af' in alone.text) == (
        "warning",
        True,
    )
    put(overrides, "nl/parent/reply.md", OWN + "{% include 'parts/opening.md' %}\n")
    assert Writer(SHIPPED, overrides).check() == []


def test_check_finds_what_breaks_only_when_a_value_is_empty(overrides: Path) -> None:
    text = "Subject: x\n\n{% if not contact_phone %}{{ unclear }}{% endif %}\n"
    put(overrides, "nl/parent/acknowledgment.md", text)
    assert [finding.key for finding in Writer(SHIPPED, overrides).check()] == ["regel 3"]
