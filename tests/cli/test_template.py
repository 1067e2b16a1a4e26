from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.schoolhouse import Ask, School

SHIPPED = Path(__file__).parents[2] / "templates"
RECEIPT = "nl/parent/acknowledgment.md"
WRONG = "Subject: x\n\nBel {{ contactphone }}.\n"


@pytest.fixture
def own(empty_school: School) -> Path:
    """The folder of this school's own letters."""
    folder = empty_school.folder / "config" / "templates"
    folder.mkdir(exist_ok=True)
    return folder


def put(folder: Path, path: str, text: str) -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_list_names_every_letter_and_whose_words_it_has(
    empty_school: School, own: Path, answer: Ask
) -> None:
    put(own, RECEIPT, (SHIPPED / RECEIPT).read_text("utf-8").replace("Bedankt", "Dank"))
    done = answer(empty_school, "template", "list", "--json")
    every = json.loads(done.stdout)
    told = {(one["letter"], one["language"]): one for one in every if one["letter"]}
    assert done.exit_code == 0
    assert len(told) == len([*SHIPPED.glob("*/parent/*.md"), *SHIPPED.glob("*/[as]*n/*.md")]) + len(
        [*SHIPPED.glob("*/staff/*.md")]
    )
    receipt = told["acknowledgment", "nl"]
    assert (receipt["overridden"], receipt["works"], receipt["fault"]) == (True, True, None)
    assert (receipt["audience"], receipt["file"]) == ("parent", RECEIPT)
    assert len(receipt["hash"]) == hashlib.sha256().digest_size * 2
    assert not told["acknowledgment", "fr"]["overridden"]
    assert "van jullie" in answer(empty_school, "template", "list").stdout


def test_list_says_which_letter_does_not_work(empty_school: School, own: Path, answer: Ask) -> None:
    before = json.loads(answer(empty_school, "template", "list", "--json").stdout)
    put(own, RECEIPT, WRONG)
    done = answer(empty_school, "template", "list", "--json")
    assert done.exit_code == 1
    (broken,) = (one for one in json.loads(done.stdout) if not one["works"])
    assert (broken["fault"]["line"], broken["fault"]["word"]) == (3, "contactphone")
    # What goes out is what went out before.
    assert broken["hash"] in {one["hash"] for one in before if one["file"] == RECEIPT}


def test_list_names_every_shared_part_and_whose_words_it_has(
    empty_school: School, own: Path, answer: Ask
) -> None:
    signature, block = "nl/parts/signature_auto.md", "tr/parts/courtesy.md"
    text = (SHIPPED / signature).read_text("utf-8").replace("Vriendelijke", "Hartelijke")
    put(own, signature, text)
    put(own, block, "{{ casenr }}")
    procedure = empty_school.folder / "config" / "procedure.toml"
    on = 'courtesy_languages = ["ar"]\n' + procedure.read_text("utf-8")
    procedure.write_text(on, "utf-8")
    done = answer(empty_school, "template", "list", "--json")
    assert done.exit_code == 1
    told = {one["file"]: one for one in json.loads(done.stdout) if one["part"]}
    assert told.keys() == {str(file.relative_to(SHIPPED)) for file in SHIPPED.glob("*/parts/*.md")}
    assert {file for file, one in told.items() if one["overridden"]} == {signature, block}
    assert told[signature]["hash"] == hashlib.sha256(text.encode()).hexdigest()
    assert [file for file, one in told.items() if not one["works"]] == [block]
    assert told[block]["fault"]["word"] == "casenr"
    assert told[block]["hash"] == hashlib.sha256((SHIPPED / block).read_bytes()).hexdigest()
    # Of the blocks in other languages only those that the school switched on.
    assert {file for file, one in told.items() if one["in_use"] and "courtesy" in file} == {
        "ar/parts/courtesy.md"
    }
    lines = answer(empty_school, "template", "list").stdout.splitlines()
    (line,) = (line for line in lines if "signature_auto" in line and " nl " in line)
    assert "van jullie" in line
    (line,) = (line for line in lines if "courtesy" in line and " tr " in line)
    assert "staat uit" in line


def test_test_says_file_line_word_and_the_nearest_name(
    empty_school: School, own: Path, answer: Ask
) -> None:
    assert answer(empty_school, "template", "test").exit_code == 0
    file = put(own, RECEIPT, WRONG)
    put(own, "nl/parent/extension.md", (SHIPPED / "nl/parent/extension.md").read_text("utf-8"))
    done = answer(empty_school, "template", "test")
    assert done.exit_code == 1
    said = 'regel 3: onbekende naam "contactphone" (bedoelde je "contact_phone"?)'
    assert said in done.stdout
    assert done.stdout.endswith(
        "2 eigen teksten geschreven in elke vorm en voor elk geval: 1 fout.\n"
    )
    told = json.loads(answer(empty_school, "template", "test", "--json").stdout)
    assert [one["word"] for one in told["findings"]] == ["contactphone"]
    assert Path(told["findings"][0]["file"]).name == file.name


def test_test_of_one_file_says_nothing_of_others(
    empty_school: School, own: Path, answer: Ask
) -> None:
    wrong = put(own, RECEIPT, WRONG)
    text = (SHIPPED / "nl/parent/extension.md").read_text("utf-8")
    right = put(own, "nl/parent/extension.md", text)
    assert answer(empty_school, "template", "test", str(right)).exit_code == 0
    assert answer(empty_school, "template", "test", str(wrong)).exit_code == 1
    put(own, "nl/parts/signature_person.md", "{{ shcool }}")
    assert answer(empty_school, "template", "test", str(right)).exit_code == 1


def test_test_of_a_draft_elsewhere(empty_school: School, answer: Ask, tmp_path: Path) -> None:
    draft = put(tmp_path / "draft", RECEIPT, WRONG)
    assert "contactphone" in answer(empty_school, "template", "test", str(draft)).stdout
    stray = put(tmp_path / "draft", "nl/parent/bedankt.md", "Subject: x\n\nx\n")
    done = answer(empty_school, "template", "test", str(stray))
    assert done.exit_code == 1
    assert "geen brief heet" in done.stdout


@pytest.mark.parametrize("name", ["nothing.md", "folder", "letter.txt"])
def test_test_of_what_is_no_letter(
    name: str, empty_school: School, answer: Ask, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "letter.txt").write_text("x")
    done = answer(empty_school, "template", "test", str(tmp_path / name))
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1


def test_preview_writes_pages_where_it_may(
    empty_school: School, answer: Ask, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("x")
    done = answer(empty_school, "template", "preview", "--out", str(tmp_path / "taken"))
    assert done.exit_code == 1
    assert "kan niet geschreven worden" in done.stderr


def test_preview_on_a_taken_port_says_so(empty_school: School, answer: Ask) -> None:
    done = answer(empty_school, "template", "preview", "--port", "99999")
    assert done.exit_code == 1
    assert "--port" in done.stderr


def test_preview_shows_letters_until_it_is_told_to_stop(empty_school: School) -> None:
    gehoor = shutil.which("gehoor") or str(Path(sys.executable).parent / "gehoor")
    child = subprocess.Popen(
        [gehoor, "template", "preview", "--port", "0"],
        cwd=empty_school.folder,
        env=os.environ | dict(empty_school.env),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout
    address = child.stdout.readline().rpartition("http://")[2].strip().removesuffix("/")
    line = HTTPConnection(address, timeout=60)
    line.request("GET", "/")
    assert b"Alle brieven" in line.getresponse().read()
    line.close()
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=60)
    assert child.returncode == 0
