"""The whole re-enrolment in lynx, by its Tab key alone: it counts links and fields as they stand in the page."""

from pathlib import Path

import httpx
import pytest
from lxml import html

from tests.browser.conftest import Served
from tests.browser.test_text_browsers import plain
from tests.browser.text_browsers import followed, lynx, saved, spelt
from tests.browser.wishes import blank_pdf
from tests.people import Someone

NAME = "Facture de cantine.pdf"
STOPS = "//a[@href] | //button | //textarea | //select | //input[not(@type='hidden')]"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / NAME
    file.write_bytes(blank_pdf())
    return file


def stops_of(served: Served, who: Someone, path: str) -> list[html.HtmlElement]:
    """Where the Tab key stops on a page, in its order."""
    with httpx.Client(base_url=served.url, follow_redirects=True) as client:
        door = html.document_fromstring(client.get(f"/connexion?suite={path}").text)
        hidden = {each.get("name"): each.get("value", "") for each in door.xpath("//main//input[@type='hidden']")}
        given = {"site": who.site, "identifiant": who.username, "mot_de_passe": who.password}
        page = html.document_fromstring(client.post("/connexion", data={**hidden, **given}).text)
    return list(page.xpath(STOPS))


def place(stops: list[html.HtmlElement], path: str) -> int:
    return next(number for number, each in enumerate(stops) if each.xpath(path))


def test_a_family_re_enrols_in_lynx(served: Served, tmp_path: Path, document: Path) -> None:
    who = served.crowd.people.family
    tab = f"/eleves/{who.schooling.student}/reinscription"
    stops = stops_of(served, who, tab)
    box = place(stops, "self::input[@type='checkbox']")
    file = place(stops, "self::input[@type='file']")
    imported, summary, sent, receipt = (tmp_path / name for name in ("importee", "recapitulatif", "envoyee", "recu"))
    keys = ["<tab>", "<tab>", *spelt(who.username), "<tab>", *spelt(who.password), "<tab>", "^J"]
    keys += ["<tab>"] * box + ["^J", "<tab>", *spelt("le samedi")]
    keys += ["<tab>"] * (file - box - 1) + [*spelt(str(document)), "<tab>", "^J", *saved(imported)]
    keys += [*followed("Valider"), *saved(summary), *followed("Valider"), *saved(sent)]
    keys += [*followed("u de la demande"), *saved(receipt)]
    lynx(f"{served.url}/connexion?suite={tab}", tmp_path, keys)
    said = [plain(each.read_text("utf-8", "replace")) for each in (imported, summary, sent, receipt)]
    assert "La pièce est importée" in said[0]
    assert "Récapitulatif" in said[1]
    assert "est prise en compte" in said[2]
    for words in ("Trompette : continue. Souhait : le samedi", "Fourni", "en attente de validation"):
        assert words in said[3]
