from __future__ import annotations

import pytest

from bot.post.mime.markup import words_of_html


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>Een</p><p>Twee<br>drie<br><br>vier</p>", "Een\n\nTwee\ndrie\n\nvier"),
        ("<div>Een</div><div><br></div><div>Twee</div>", "Een\n\nTwee"),
        ("Een <b>vet</b>gedrukt\n  woord", "Een vetgedrukt woord"),
        (
            "<ul><li>een<li>twee</ul><ol><li>a</li><li><p>b</p></li></ol>",
            "- een\n- twee\n\n1. a\n\n2. b",
        ),
        (
            "<table><tr><td>Naam</td><td>Ann</td></tr><tr><th>Klas</th></tr></table>",
            "Naam\tAnn\nKlas",
        ),
        ('Zie <a href="http://x.example/?a=1&amp;b=2">ons reglement</a>.', "Zie ons reglement."),
        (
            "Caf&eacute; &amp; th&#233; &euro;&nbsp;5 &lt;3 &#xD800; &onzin;",
            "Café & thé € 5 <3 \ufffd &onzin;",
        ),
        ("een<script>if (a<b) alert('</p>')</script><style>p{}</style> twee", "een twee"),
        ("<head><title>Titel</title></head><body>tekst", "tekst"),
        ("een<!-- nee > nee --> twee<!-- nooit dicht", "een twee"),
        ("<!--[if mso]><p>mso</p><![endif]-->een<![if !mso]> twee<![endif]>", "een twee"),
        ("<img alt=\"a > b\" src='x>y'>tekst", "y'>tekst"),
        ("<pre>een\n  twee</pre>drie", "een\n  twee\n\ndrie"),
        ("ge\u200bpest\u00ad en&zwnj; moe", "gepest en moe"),
        ("1 < 2 en a <b", "1 < 2 en a <b"),
        ("<p>een<hr>twee", "een\n---\ntwee"),
        ("<o:p></o:p><td>los</td></div></ul></blockquote></pre>", "los"),
        ("", ""),
    ],
)
def test_html_is_read_as_its_reader_sees_it(markup: str, words: str) -> None:
    assert words_of_html(markup) == words


def test_quotes_in_html_are_led_by_a_mark() -> None:
    inner = "<blockquote>Kom je?<blockquote><p>Nee</p></blockquote><p>Echt</blockquote>"
    markup = f"Ja.<div>Op ma schreef Bo:{inner}Dag"
    assert words_of_html(markup) == "Ja.\nOp ma schreef Bo:\n> Kom je?\n>\n> > Nee\n>\n> Echt\nDag"


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">Voorproef<div>je</div></div>',
        '<span style="color:red; Display : NONE !important">Voorproefje</span>',
        "<p hidden>Voorproefje</p>",
        "<div style='mso-hide:all'>Voorproefje</div>",
        '<div style="visibility:hidden">Voorproefje</div>',
        '<p style="font-size:0px;color:#fff">Voorproefje</p>',
        '<span style="Font-Size : 0">Voorproefje</span>',
    ],
)
def test_words_that_are_not_shown_are_not_read(hidden: str) -> None:
    assert words_of_html(f"{hidden}<p>De brief.</p>") == "De brief."


@pytest.mark.parametrize(
    "markup",
    [
        '<div style="display:none">Een<p>De brief.</p>',
        '<p style="display:none">Een<p>De brief.</p>',
        '<div style="display:none">Een<p>De brief.</p></div>',
        '<body data-hidden="1"><div aria-hidden="false">Een</div><p>De brief.</p>',
        '<table style="font-size:0"><tr><td style="font-size:14px">Een De brief.</table>',
        '<p style="font-size:0.8em">Een</p><p>De brief.</p>',
    ],
)
def test_an_element_that_would_hide_the_whole_letter_hides_nothing(markup: str) -> None:
    assert words_of_html(markup).split() == ["Een", "De", "brief."]


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<a ",
        "</",
        "<!",
        "<!--",
        "<!-->",
        '<a b="',
        '<a b=">',
        "&",
        "&#",
        "<script>",
        "<br>",
        "<title>",
        "</td>x",
        "<blockquote>x",
        "<ul><li>",
        '<p style="display:',
        "<pre>\n",
        "<p hidden ",
    ],
)
def test_a_load_of_broken_markup_holds_nobody_up(piece: str) -> None:
    words_of_html("De brief. " + piece * (300_000 // len(piece)))


def test_twenty_thousand_nested_boxes_are_read() -> None:
    assert words_of_html("<div>" * 20_000 + "De brief." + "</div>" * 20_000) == "De brief."


def test_what_follows_a_picture_in_the_page_is_read() -> None:
    picture = "<img src='data:image/png;base64," + "A" * 5_000_000 + "'>"
    assert words_of_html(f"Eerst {picture} daarna") == "Eerst daarna"
