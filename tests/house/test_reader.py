"""The reader’s checks can fail: one bad page, one bad answer and one dear page of each kind."""

from collections.abc import Callable

import pytest
from httpx import Response
from sqlmodel import Session, update

from data import sites
from data.database import Database
from data.sites import Site
from routes import legal
from routes.web import door
from routes.web.request import Asked
from tests.conftest import Clock
from tests.people import People
from tests.proof_reading import CHECKS, POLICY
from tests.reader import Page, Reader, keep_budget, proof_read

ROW = '<tr role="row"><th role="rowheader" scope="row">Droits d’inscription</th>'
BAD = {  # what stands on a good page, what a bad page has instead, and what is said of it
    "an unknown element": ("</main>", "<blink></main>", "parse errors"),
    "a paragraph in a paragraph": ("</h1>", "</h1><p><div></div></p>", "parse errors"),
    "no doctype": ("<!doctype html>", "", "parse errors"),
    "a page without end": ("</footer>", f"{' '.join(map(str, range(9000)))}</footer>", "too heavy"),
    "two headings": ("<h2", "<h1>Encore</h1><h2", "2 of //h1"),
    "a title that says something else": ("<title>D’ALMEIDA", "<title>LE GOFF", "title: LE GOFF"),
    "a title without the portal": (" – Portée</title>", "</title>", "title: D’ALMEIDA"),
    "a level left out": ("<h2", "<h3>Entre deux</h3><h2", "heading levels"),
    "no banner": ("header>", "div>", "landmarks"),
    "no way past the menu": ('href="#contenu"', 'href="/"', "the first link"),
    "main under another name": ('<main id="contenu"', '<main id="autre"', "main is not"),
    "a navigation without a name": (' aria-label="Menu principal"', "", "a navigation without a name"),
    "two navigations of one name": ('aria-label="Menu principal"', 'aria-label="Onglets\xa0: Famille"', "navigations"),
    "an id twice": ('id="menu-famille"', 'id="menu-accueil"', "ids:"),
    "a reference to nothing": ("<h2", '<h2 aria-labelledby="nulle-part"', "nothing has the id"),
    "a link to nothing on the page": ('href="/aide"', 'href="#nulle-part"', "nothing has the id"),
    "a region that is not there": ('inherited="#detail"', 'inherited="#record"', "nothing has the id"),
    "a field without a label": ("</main>", '<input name="x" type="text"></main>', "no label"),
    "a label without words": ("</main>", '<label for="x"> </label><input id="x"></main>', "no label"),
    "a fault without its reason": (
        "</main>",
        '<label for="x">X</label><input id="x" aria-invalid="true"></main>',
        "no reason",
    ),
    "an identifiant that no browser fills in": (
        "</main>",
        '<label for="x">X</label><input id="x" name="identifiant"></main>',
        "autocomplete",
    ),
    "a password that no browser keeps": (
        "</main>",
        '<label for="x">X</label><input id="x" type="password" autocomplete="off"></main>',
        "autocomplete",
    ),
    "a form that is not posted": ('method="post" action="/quitter"', 'method="get" action="/quitter"', "not posted"),
    "a form that leads elsewhere": ('action="/quitter"', 'action="https://example.org/"', "leads elsewhere"),
    "a form without a token": ('name="jeton"', 'name="autre"', "without a token"),
    "an empty token": ('name="jeton" value="', 'name="jeton" value="" data-jeton="', "without a token"),
    "a table without a caption": ("<caption>Factures et règlements</caption>", "", "without a caption"),
    "a header without scope": (' scope="col">Date', ">Date", "without scope"),
    "a row without a header": (ROW, ROW.replace("th ", "td ").replace("</th>", "</td>"), "without a header"),
    "a cell without its role": ('<td role="cell" class="number"', '<td class="number"', "loses its roles"),
    "another language": ('lang="fr"', 'lang="en"', "no lang"),
    "a straight apostrophe": ("Droits d’inscription", "Droits d'inscription", "typography"),
    "a space that breaks before :": ("conforme</a>", "conforme : oui</a>", "typography"),
    "no space before !": ("conforme</a>", "conforme!</a>", "typography"),
    "a space that breaks within « »": ("Aide</a>", "« Aide »</a>", "typography"),
    "no space within « »": ("Aide</a>", "«Aide»</a>", "typography"),
    "three dots": ("Aide</a>", "Aide...</a>", "typography"),
    "bad French for the ears alone": ('aria-label="Menu principal"', 'aria-label="L\'accueil"', "typography"),
    "a link without words": (">Aide</a>", "></a>", "no words"),
    "the same words for two places": ("Mentions légales</a>", "Aide</a>", "leads to two places"),
    "an enhanced link without id": (' id="menu-famille"', "", "an enhanced link without id"),
    "a current tab without words": (" <small>onglet actif</small>", "", "a current tab without words"),
    "a message that stays": (">OK</a>", ">Fermer</a>", "a message without"),
    "an inline script": ("</body>", "<script>1</script></body>", "an inline script"),
    "an inline style": ("<h2", '<h2 style="color: red"', "an inline style"),
    "an inline handler": ("<h2", '<h2 onclick="x"', "an inline style or handler"),
    "a foreign style sheet": ('href="/static/portal.', 'href="https://example.org/portal.', "a foreign part"),
    "one script more": ("</body>", '<script src="/static/x.js"></script></body>', "many parts"),
}
BAD_ACCESSIBLE = {
    "a script": ("</head>", '<script src="/static/x.js"></script></head>', "scripts belong"),
    "htmx": ('<ul>\n<li><a id="menu', '<ul hx-boost:inherited="true">\n<li><a id="menu', "htmx in accessible mode"),
}


BAD_HEADERS = {
    "no policy": ("content-security-policy", "", "policy"),
    "a lax policy": ("content-security-policy", "; ".join((*POLICY, "style-src 'unsafe-inline'")), "policy"),
    "an answer that a cache keeps": ("cache-control", "public", "Cache-Control"),
    "an answer that depends on less": ("vary", "Cookie", "Vary"),
    "an answer to be guessed": ("x-content-type-options", "", "X-Content-Type-Options"),
    "a page in a frame": ("x-frame-options", "", "X-Frame-Options"),
    "an address that others hear of": ("referrer-policy", "unsafe-url", "Referrer-Policy"),
    "a page without its encoding": ("content-type", "text/html", "not an HTML page"),
}


def answered(page: Page, old: str = "", new: str = "", **headers: str) -> Response:
    """The same answer with something else on the page or in its head."""
    assert old in page.answer.text, f"« {old} » is not there"
    head = {**page.answer.headers, **headers}
    head = {name: value for name, value in head.items() if name not in ("content-length", "content-encoding")}
    body = page.answer.text.replace(old, new) if old else page.answer.text
    return Response(page.status, headers=head, content=body.encode(), request=page.answer.request)


@pytest.fixture
def good(reader: Reader, people: People) -> Page:
    """A page with nearly everything on it: menu, tabs, message, detail, tables."""
    reader.sign_in(people.family)
    return reader.read(f"/famille/cotisations/{people.family.fee}?fait=mode-inactif")


def test_a_good_page_is_good(good: Page) -> None:
    assert proof_read(answered(good), 200).title == good.title


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_page_is_found(good: Page, fault: str) -> None:
    old, new, complaint = BAD[fault]
    for _ in range(2):  # the good page is known by now; the bad one must not become so
        with pytest.raises(AssertionError, match=complaint):
            proof_read(answered(good, old, new), 200)


@pytest.mark.parametrize("fault", BAD_ACCESSIBLE)
def test_a_bad_page_in_accessible_mode_is_found(reader: Reader, good: Page, fault: str) -> None:
    old, new, complaint = BAD_ACCESSIBLE[fault]
    reader.switch_mode()
    with pytest.raises(AssertionError, match=complaint):
        proof_read(answered(reader.read(good.url), old, new), 200)


@pytest.mark.parametrize("fault", BAD_HEADERS)
def test_a_bad_head_is_found(good: Page, fault: str) -> None:
    name, value, complaint = BAD_HEADERS[fault]
    with pytest.raises(AssertionError, match=complaint):
        proof_read(answered(good, **{name: value}), 200)


def test_another_status_is_found(good: Page) -> None:
    with pytest.raises(AssertionError, match="200 at"):
        proof_read(answered(good), 404)


def test_a_refused_form_whose_title_does_not_say_so_is_found(reader: Reader, people: People) -> None:
    refused = reader.send(reader.read("/connexion"), "/connexion", 422)
    with pytest.raises(AssertionError, match="title: Accès"):
        proof_read(answered(refused, "<title>Erreur\xa0: ", "<title>"), 422)


def test_every_check_has_a_page_that_fails_it(good: Page) -> None:
    failed = set()
    for old, new, _ in BAD.values():
        with pytest.raises(AssertionError) as fault:
            proof_read(answered(good, old, new), 200)
        failed.add(fault.traceback[-1].name)
    assert {check.__name__ for check in CHECKS} <= failed


def test_a_redirect_without_its_headers_is_found(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PRIVATE", [])
    with pytest.raises(AssertionError, match="Cache-Control"):
        reader.read("/famille")


Unit = Callable[[Session], list[Site]]


def ask_instead(monkeypatch: pytest.MonkeyPatch, unit: Unit) -> None:
    """« Mentions légales » asks the database for something else."""
    monkeypatch.setattr(sites, "all_sites", unit)


def test_a_page_that_asks_too_often_is_found(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sites.all_sites
    ask_instead(monkeypatch, lambda db: [real(db) for _ in range(7)][-1])
    with pytest.raises(AssertionError, match="7 statements"):
        reader.read("/mentions-legales")


def test_a_page_that_goes_to_the_database_too_often_is_found(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    async def thrice(request: Asked) -> list[Site]:
        return [await request.database.read(sites.all_sites) for _ in range(3)][-1]

    monkeypatch.setattr(legal, "_sites", thrice)
    with pytest.raises(AssertionError, match="3 database hops"):
        reader.read("/mentions-legales")


def test_a_page_that_writes_is_found(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sites.all_sites
    ask_instead(monkeypatch, lambda db: (db.exec(update(Site).values(phone="")), real(db))[1])
    monkeypatch.setattr(Database, "read", Database.write)
    with pytest.raises(AssertionError, match="writes on a GET"):
        reader.read("/mentions-legales")


def test_a_page_that_is_led_to_is_held_to_its_budget_too(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sites.all_sites
    ask_instead(monkeypatch, lambda db: [real(db) for _ in range(7)][-1])
    with pytest.raises(AssertionError, match="7 statements"):
        reader.read("/famille")


def test_one_touch_a_minute_is_no_write(reader: Reader, people: People, time: Clock) -> None:
    reader.sign_in(people.family)
    time.pass_by(61)
    assert reader.read("/famille/cotisations").status == 200
    with pytest.raises(AssertionError, match="writes on a GET"):
        keep_budget(2, ["UPDATE user_session SET touched_at=?"] * 2)
    with pytest.raises(AssertionError, match="writes on a GET"):
        keep_budget(2, ["UPDATE account SET accessible=?"])
