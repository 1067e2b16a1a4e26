from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.writer.edition import parts_of
from bot.writer.grammar import TemplateRefused, resolve_forms
from bot.writer.library import Source

if TYPE_CHECKING:
    from tests.writer.conftest import Wrote

from bot.core.letter import LetterName

HEAD = "{# a comment #}\nSubject: hello\n\n"  # the body begins on line 4

ATTACKS = [
    ("{{ school.__class__ }}", "__class__"),
    ("{{ school.__class__.__mro__[1].__subclasses__() }}", "__subclasses__()"),
    ("{{ ''.join(contact_name) }}", "join()"),
    ("{{ school.upper() }}", "upper()"),
    ("{{ range(1000000000) }}", "range()"),
    ("{% for n in range(1000000000) %}x{% endfor %}", "range()"),
    ("{{ lipsum(9999) }}", "lipsum()"),
    ("{{ cycler('a') }}", "cycler()"),
    ("{{ namespace(a=1) }}", "namespace()"),
    ("{{ dict(a=1) }}", "dict()"),
    ("{{ self._TemplateReference__context }}", "_TemplateReference__context"),
    ("{{ self }}", "self"),
    ("{{ _values }}", "_values"),
    ("{{ loop }}", "loop"),
    ("{{ config }}", "config"),
    ("{{ shcool }}", "shcool"),
    ("{{ school|attr('upper') }}", "attr"),
    ("{{ school|map('upper') }}", "map"),
    ("{{ school|safe }}", "safe"),
    ("{{ school|format(1) }}", "format"),
    ("{{ school|pprint }}", "pprint"),
    ("{{ school|tojson }}", "tojson"),
    ("{{ school|replace('a', 'b') }}", "replace"),
    ("{{ school|join(contact_name) }}", "join"),
    ("{{ school|join(attribute='x') }}", "join"),
    ("{{ school|join(*contact_name) }}", "join"),
    ("{{ 'a' * 1000000000 }}", "*"),
    ("{{ 2 ** 99999999 }}", "**"),
    ("{{ 1 + 1 }}", "+"),
    ("{{ 1 / 0 }}", "/"),
    ("{{ -1 }}", "-"),
    ("{{ school ~ school }}", "~"),
    ("{{ 'a' if school else 'b' }}", "if … else"),
    ("{{ school['upper'] }}", "[…]"),
    ("{{ school[0:9] }}", "[…]"),
    ("{{ [1, 2] }}", "[…]"),
    ("{{ {'a': 1} }}", "{…}"),
    ("{{ (1, 2) }}", "(…)"),
    ("{{ school is defined }}", "test"),
    ("{{ school is mapping }}", "test"),
    ("{% set x = 1 %}", "set"),
    ("{% set x %}y{% endset %}", "set"),
    ("{% macro m() %}x{% endmacro %}", "macro"),
    ("{% call m() %}x{% endcall %}", "call"),
    ("{% filter upper %}x{% endfilter %}", "filter"),
    ("{% block b %}x{% endblock %}", "block"),
    ("{% extends 'layout.html' %}", "extends"),
    ("{% import 'x' as y %}", "import"),
    ("{% from 'x' import y %}", "from"),
    ("{% with x = 1 %}y{% endwith %}", "with"),
    ("{% autoescape false %}x{% endautoescape %}", "autoescape"),
    ("{% do 1 %}", "do"),
    ("{% include '../x.md' %}", "../x.md"),
    ("{% include 'parts/../../x.md' %}", "parts/../../x.md"),
    ("{% include '/etc/passwd' %}", "/etc/passwd"),
    ("{% include school %}", "include"),
    ("{% include ['parts/a.md', 'parts/b.md'] %}", "include"),
    ("{% include 'parts/signature_auto.md' ignore missing %}", "parts/signature_auto.md"),
    ("{% include 'parts/signature_auto.md' without context %}", "parts/signature_auto.md"),
    ("{% for a, b in contact_name %}x{% endfor %}", "for"),
    ("{% for _a in contact_name %}x{% endfor %}", "for"),
    ("{% for a in contact_name if a %}x{% endfor %}", "for"),
    ("{% for a in contact_name recursive %}x{% endfor %}", "for"),
    ("{% for a in contact_name %}{{ loop.cycle('a') }}{% endfor %}", "cycle()"),
    ("{% for a in contact_name %}{{ loop.previtem }}{% endfor %}", "previtem"),
    ("{% for a in contact_name %}{{ loop.__init__ }}{% endfor %}", "__init__"),
    ("{% for a in contact_name %}{{ loop }}{% endfor %}", "loop"),
    ("{% for a in school %}x{% endfor %}{{ a }}", "a"),
    ("{% if school %}{{ salutatoin }}{% endif %}", "salutatoin"),
    ("{{ school", "}}"),
    ("{% if school %}x", "if"),
    ("{{ 'a'.b }}", "b"),
    ("a\ue0000\ue001b", "U+E000"),
]


@pytest.mark.parametrize(("attack", "word"), ATTACKS)
def test_what_letters_do_not_need_is_refused_with_file_line_and_word(
    attack: str, word: str
) -> None:
    template = f"{HEAD}first line\n{attack}\n"
    with pytest.raises(TemplateRefused) as refused:
        parts_of(LetterName.ACKNOWLEDGMENT, Source("nl/parent/x.md", template.encode()))
    assert (refused.value.file, refused.value.word) == ("nl/parent/x.md", word)
    assert refused.value.line in {5, 6}
    assert refused.value.text
    assert str(refused.value).startswith(f"nl/parent/x.md, regel {refused.value.line}: ")


@pytest.mark.parametrize(("attack", "word"), ATTACKS)
def test_an_attack_in_an_override_leaves_the_shipped_letter(
    attack: str, word: str, wrote: Wrote
) -> None:
    letter = wrote(f"{HEAD}first line\n{attack}\n")
    assert letter.broken is not None, word
    assert letter.broken.line in {5, 6}
    assert "Zo gaat het verder" in letter.text


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("{{ school }}", "Basisschool Demerland"),
        ("{% if unclear and not foreign or school == 'x' %}a{% elif school %}b{% endif %}", "b"),
        ("{% if form in ('u', 'je') %}a{% endif %}", "a"),
        ("{% if school not in ('u', 'je') %}a{% endif %}", "a"),
        ("{{ received_date|date }}", "dinsdag 8 december 2026"),
        ('{{ received_date|date("fr") }}', "mardi 8 décembre 2026"),
        ("{{ received_date }}", "dinsdag 8 december 2026"),
        ("{{ closed_until|date }}x", "x"),
        ("{{ 'a' }}{{ 3 }}", "a3"),
        ("a[b]c [d](https://example.org) [e|f|g]", "a[b]c d (https://example.org) [e|f|g]"),
    ],
)
def test_what_letters_need_is_allowed(body: str, printed: str, wrote: Wrote) -> None:
    letter = wrote(HEAD + body)
    assert letter.broken is None
    assert letter.text == printed + "\n"


@pytest.mark.parametrize(
    ("source", "as_u", "as_je"),
    [
        ("[u|je]", "u", "je"),
        ("[Wilt u|Wil je] iets?", "Wilt u iets?", "Wil je iets?"),
        ("[|extra]", "", "extra"),
        ("a [u|je] b [uw|je] c", "a u b uw c", "a je b je c"),
        ("[a|b|c]", "[a|b|c]", "[a|b|c]"),
        ("[a|b](https://x.example)", "[a|b](https://x.example)", "[a|b](https://x.example)"),
        ("[{{ a }}|b]", "[{{ a }}|b]", "[{{ a }}|b]"),
        ("[a|\nb]", "[a|\nb]", "[a|\nb]"),
        ("[{{ case_no }}]", "[{{ case_no }}]", "[{{ case_no }}]"),
        ("[[u|je]]", "[u]", "[je]"),
        ("[a]|[b]", "[a]|[b]", "[a]|[b]"),
    ],
)
def test_only_an_exact_pair_on_one_line_is_a_pair(source: str, as_u: str, as_je: str) -> None:
    assert resolve_forms(source, "u") == as_u
    assert resolve_forms(source, "je") == as_je


@given(st.text(max_size=60))
def test_pairs_never_change_the_number_of_lines(source: str) -> None:
    assert resolve_forms(source, "je").count("\n") == source.count("\n")


@pytest.mark.parametrize(
    "bomb",
    [
        "(" * 5000 + ")" * 5000,
        "{{ " + "(" * 5000 + "school" + ")" * 5000 + " }}",
        "{{ " + "not " * 3000 + "school }}",
        "{% if " + " and ".join(["school"] * 3000) + " %}x{% endif %}",
        "{% if school %}" * 200 + "x" + "{% endif %}" * 200,
        "{% for a in contact_name %}" * 30 + "x" + "{% endfor %}" * 30,
        "{{ " + "9" * 10_000 + " }}",
        "{{ school" + ".a" * 3000 + " }}",
        "x" * 200_000,
        "{" * 10_000,
        "{{" * 5_000,
    ],
    ids=range(11),
)
def test_a_template_that_is_a_bomb_is_refused_or_harmless(bomb: str, wrote: Wrote) -> None:
    letter = wrote(HEAD + bomb)
    assert letter.broken is not None or letter.text.strip() == bomb.strip()


def test_two_loops_inside_each_other_are_enough(wrote: Wrote) -> None:
    loop = "{% for a in contact_name %}"
    letter = wrote(HEAD + loop * 3 + "x" + "{% endfor %}" * 3)
    assert letter.broken is not None
    assert "lussen in elkaar" in letter.broken.error


def test_a_text_is_nothing_to_repeat_over(wrote: Wrote) -> None:
    letter = wrote(HEAD + "{% for a in contact_name %}x{% endfor %}")
    assert letter.broken is not None
    assert "een tekst is geen lijst" in letter.broken.error
    assert letter.broken.line == 4


def test_the_nearest_known_name_is_proposed(wrote: Wrote) -> None:
    letter = wrote(HEAD + "{{ contactphone }}")
    assert letter.broken is not None
    assert letter.broken.error == 'onbekende naam "contactphone" (bedoelde je "contact_phone"?)'
