"""What measures the pages can fail: a bad page of each kind."""

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.browser import measures
from tests.browser.conftest import Served
from tests.browser.test_keyboard import tab_to
from tests.browser.tour import NOWHERE, STORED, Ear

GOOD = '<!doctype html><html lang="fr"><title>Page</title><body style="font-size:18px"><main><h1>Page</h1>%s</main>'
TINY = "width:9px;height:9px;padding:0"
BUTTON = "font:18px sans-serif;padding:20px;color:#000;background:#fff;border:2px solid #000"


@pytest.fixture
def bad(context: BrowserContext) -> Page:
    """A page to be spoilt."""
    measures.equip(context)
    page = context.new_page()
    page.goto("about:blank")
    page.set_viewport_size(measures.WIDE)
    return page


def show(page: Page, body: str) -> None:
    """A page that is good but for this."""
    page.goto("about:blank")
    page.set_content(GOOD % body)


def test_a_good_page_passes_everything(bad: Page) -> None:
    show(bad, f'<p>Bonjour</p><button style="{BUTTON}">Continuer</button>')
    assert measures.violations(bad) == measures.faint(bad) == measures.small(bad) == measures.outside(bad) == []


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("label", "<input>"),
        ("target-size", f'<button style="{TINY}">a</button><button style="{TINY}">b</button>'),
        ("heading-order", "<h4>Trop loin</h4>"),
        ("empty-heading", "<h2></h2>"),
        ("color-contrast", '<p style="color:#999;background:#fff">Pâle</p>'),
        ("color-contrast-enhanced", '<p style="color:#666;background:#fff">Pâle</p>'),
    ],
)
def test_axe_sees_a_fault_of_each_level(bad: Page, rule: str, body: str) -> None:
    show(bad, body)
    assert any(found.startswith(f"{rule}:") for found in measures.violations(bad))


@pytest.mark.parametrize("colour", ["#5a5a5a", "#666", "#999"])
def test_pale_words_and_borders_are_seen(bad: Page, colour: str) -> None:
    """#595959 on white is 7:1."""
    style = f"color:{colour};background:#fff"
    show(bad, f'<p style="{style}">Pâle</p><label>Nom <input style="border:1px solid #ccc"></label>')
    assert [each.split("> ")[1] for each in measures.faint(bad)][:2] == ["Pâle", " border"]


def test_words_of_seven_to_one_are_not_pale(bad: Page) -> None:
    show(bad, '<p style="color:#595959;background:#fff">Lisible</p>')
    assert measures.faint(bad) == []


def test_words_that_are_pale_by_night_alone_are_seen(bad: Page) -> None:
    show(bad, "<style>@media (prefers-color-scheme: dark) { p { color: #777; background: #222 } }</style><p>Nuit</p>")
    assert ["dark" in each for each in measures.faint(bad)] == [True, True]


def test_a_small_target_is_seen_and_a_link_in_a_sentence_is_not(bad: Page) -> None:
    show(bad, '<p>Lire <a href="/a">la suite</a> ici.</p><p><a href="/b">Seul</a></p>')
    assert len(measures.small(bad)) == 1
    assert "Seul" in measures.small(bad)[0]


def test_a_small_box_is_seen_and_one_within_large_words_is_not(bad: Page) -> None:
    show(bad, '<label style="display:block;padding:20px"><input type="checkbox"> Oui</label>')
    assert measures.small(bad) == []
    show(bad, '<label><input type="checkbox"> Oui</label><input type="checkbox" id="seule" aria-label="Non">')
    assert len(measures.small(bad)) == 2


@pytest.mark.parametrize(
    "body",
    [
        '<div style="width:400px">Trop large</div>',
        '<p style="overflow:hidden;white-space:nowrap;width:100px">Coupé au milieu de la phrase</p>',
        '<p style="letter-spacing:normal;width:5em;white-space:nowrap">Serré</p><p>' + "m" * 26 + "</p>",
    ],
)
def test_what_does_not_fit_is_seen(bad: Page, body: str) -> None:
    show(bad, body)
    assert measures.outside(bad)


def test_a_breach_of_the_policy_and_a_foreign_request_are_heard(page: Page, served: Served) -> None:
    ear = Ear()
    ear.listen(page)
    page.route(f"**{NOWHERE}", _spoil)
    page.goto(NOWHERE)
    page.evaluate("localStorage.setItem('a', 'b')")
    assert any("refused by the policy: script-src-elem inline" in said for said in ear.said)
    assert any("refused by the policy: img-src https://example.org" in said for said in ear.said)
    assert page.evaluate(STORED) == 1


def _spoil(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text() + '<script>1</script><img src="https://example.org/a.png">')


def test_a_focus_that_does_not_show_is_seen(bad: Page) -> None:
    show(bad, '<a href="/a" style="outline:0">Muet</a>')
    with pytest.raises(AssertionError, match="no ring round Muet"):
        tab_to(bad, "Muet")
