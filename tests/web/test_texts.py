"""The office’s own words: paragraphs, lists, emphasis and links; all else is shown as it was typed."""

import pytest
from lxml import html

from routes.web import texts
from routes.web.texts import rendered

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x](//evil.example)",
    "[x](/quitter)",
    "<javascript:alert(1)>",
    '[x](https://a.example"onmouseover="alert(1))',
    "[x](https://a.example 'un \" onclick=alert(1)')",
    "![x](https://a.example/pixel.png)",
    "</div></main><form action=https://evil.example>",
    "<!-- <svg/onload=alert(1)> -->",
]
SAFE = {"p", "br", "ul", "ol", "li", "em", "strong", "a"}


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_can_do_harm(text: str) -> None:
    tree = html.fragment_fromstring(rendered(text), create_parent="main")
    for element in tree.iterdescendants():
        assert element.tag in SAFE
        assert set(element.keys()) <= {"href", "rel", "start"}
        assert element.get("href", "https://a.example").startswith("https://a.example")


def test_the_second_library_takes_out_what_the_first_would_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts._markdown, "validateLink", lambda _: True)
    assert "javascript" not in rendered.__wrapped__("[x](javascript:alert(2))")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Un.\n\nDeux.", "<p>Un.</p>\n<p>Deux.</p>\n"),
        ("- un\n- *deux*\n- **trois**", "<li>un</li>\n<li><em>deux</em></li>\n<li><strong>trois</strong></li>"),
        ("L'avis : « oui »", "<p>L’avis&nbsp;: «&nbsp;oui&nbsp;»</p>"),
        (
            "[le site](https://a.example/d'ici)",
            '<a href="https://a.example/d\'ici" rel="noopener noreferrer">le site</a>',
        ),
        ("<mailto:a@a.example>", '<a href="mailto:a@a.example"'),
        ("[appeler](tel:+33238000000)", '<a href="tel:+33238000000"'),
    ],
)
def test_what_a_text_may_have_is_shown(text: str, shown: str) -> None:
    assert shown in rendered(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tarif* réduit (sous réserve*)",
        "5 * 3 * 2 et nom_de_famille_2",
        "# pas un titre",
        "a < b & c &amp; d",
        "> pas une citation, `pas du code`",
        "C:\\dossier",
    ],
)
def test_signs_in_an_old_text_stay_what_they_were(text: str) -> None:
    assert html.fragment_fromstring(rendered(text)).text_content() == text


def test_a_line_break_in_an_old_paragraph_stays_a_space() -> None:
    assert rendered("une ligne\n    et sa suite") == "<p>une ligne\net sa suite</p>\n"


def test_a_text_is_rendered_once() -> None:
    rendered("Une seule fois.")
    before = rendered.cache_info().hits
    assert rendered("Une seule fois.") is rendered("Une seule fois.")
    assert rendered.cache_info().hits == before + 2
