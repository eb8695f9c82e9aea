"""Error pages: in French, with the portal’s layout and all of its headers, for GET, POST and HEAD alike."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from litestar.exceptions import HTTPException

from data import ledger, sessions, sites
from routes.web import errors
from routes.web.errors import error_page
from routes.web.hashing import Busy
from tests.people import People
from tests.reader import Reader, proof_read

HEADINGS = {
    400: "Demande illisible",
    403: "Formulaire expiré",
    404: "Page introuvable",
    405: "Action impossible",
    408: "Envoi trop lent",
    413: "Envoi trop volumineux",
    422: "Renseignements à vérifier",
    429: "Trop d’essais",
    500: "Erreur du portail",
    503: "Portail très sollicité",
}


def fail_with(trouble: Exception) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise trouble

    return fail


def raise_at(monkeypatch: pytest.MonkeyPatch, trouble: Exception) -> None:
    """« Accès Usager » fails."""
    monkeypatch.setattr(sites, "all_sites", fail_with(trouble))


@pytest.mark.parametrize(("status", "heading"), HEADINGS.items())
def test_every_error_has_its_page(
    reader: Reader, people: People, monkeypatch: pytest.MonkeyPatch, status: int, heading: str
) -> None:
    shown = HTTPException(status_code=status, detail="English words")
    raise_at(monkeypatch, shown)
    page = reader.read("/connexion", status)
    assert page.find("//h1").text_content() == heading
    assert page.title == f"{heading} – Portée"
    assert "English words" not in page.answer.text
    assert {"Accueil", "Aide", "Mentions légales"} <= set(page.links())


@pytest.mark.parametrize("status", HEADINGS)
def test_every_error_of_a_person_keeps_the_menu(
    reader: Reader, people: People, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    reader.enter(people.family)
    monkeypatch.setattr(ledger, "totals_of", fail_with(HTTPException(status_code=status)))
    page = reader.read("/famille/cotisations", status)
    assert page.links()["Famille"] == "/famille"
    assert page.tree.xpath("//form[@action='/quitter']")


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"jeton=%ff", 400),
        (b"jeton=\xff", 400),
        (b"&".join(b"a=1" for _ in range(201)), 400),
        (b"jeton=x", 403),
        (b"", 403),
        (b"a=" + b"x" * 70_000, 413),
        (b"{}", 403),
    ],
)
def test_a_bad_body_has_its_page(reader: Reader, people: People, body: bytes, status: int) -> None:
    answer = reader.client.post("/connexion", content=body, headers={"Content-Type": FORM})
    page = proof_read(answer, status)
    assert page.find("//h1").text_content() == HEADINGS[status]


def test_a_body_over_the_limit_is_refused_also_when_its_length_is_not_said(reader: Reader, people: People) -> None:
    def pieces() -> Any:
        for _ in range(70):
            yield b"a=1&" * 256

    answer = reader.client.post("/connexion", content=pieces(), headers={"Content-Type": FORM})
    assert proof_read(answer, 413).find("//h1").text_content() == HEADINGS[413]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/connexion", "/famille/cotisations"])
def test_another_method_is_answered_405_with_what_is_allowed(
    reader: Reader, people: People, method: str, path: str
) -> None:
    answer = reader.client.request(method, path)
    page = proof_read(answer, 405)
    assert page.find("//h1").text_content() == HEADINGS[405]
    allowed = {each.strip() for each in answer.headers["Allow"].split(",")}
    assert {"GET", "HEAD"} <= allowed
    assert ("POST" in allowed) is (path == "/connexion")


@pytest.mark.parametrize("path", ["/connexion", "/nulle-part", "/quitter", "/famille/cotisations/zzzzzzzz"])
def test_head_has_the_headers_of_get_and_no_body(reader: Reader, people: People, path: str) -> None:
    reader.enter(people.family)
    plain = {"Accept-Encoding": "identity"}
    got, head = reader.client.get(path, headers=plain), reader.client.head(path, headers=plain)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert int(head.headers["Content-Length"]) == len(got.content)
    assert dict(head.headers) == dict(got.headers)


def test_head_of_a_page_behind_sign_in_leads_there(reader: Reader, people: People) -> None:
    answer = reader.client.head("/famille", follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/connexion?suite=/famille")


@pytest.mark.parametrize(
    "path",
    [
        "/nulle-part",
        "/famille/nulle-part/x",
        "/%FF",
        "/%00",
        "/famille/%0D%0AX-Evil:%20yes",
        "/é€",
        "/" + "a" * 8000,
        "/administration/x",
        "/.env",
        "/FAMILLE",
    ],
)
@pytest.mark.parametrize("swap", [False, True])
def test_an_odd_address_does_not_exist(reader: Reader, people: People, path: str, swap: bool) -> None:
    reader.enter(people.family)
    headers = {"HX-Request": "true", "HX-Target": "section#panel"} if swap else {}
    answer = reader.client.get(path, headers=headers, follow_redirects=False)
    assert answer.status_code == (200 if swap else 404)
    assert "X-Evil" not in answer.headers
    assert not swap or answer.headers["HX-Redirect"].startswith("/")


@pytest.mark.parametrize("path", ["//evil.example?fait=deconnecte", "//connexion?fait=deconnecte", "/\\evil?fait=x"])
def test_no_link_of_a_page_leads_elsewhere_whatever_its_address(reader: Reader, people: People, path: str) -> None:
    answer = reader.client.get(f"http://127.0.0.1:8000{path}")
    page = proof_read(answer, answer.status_code)
    assert not [link for link in page.links().values() if link.startswith(("//", "/\\", "http"))]


def test_a_failure_is_a_page_and_its_log_holds_no_personal_value(
    reader: Reader, people: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reader.enter(people.family)
    monkeypatch.setattr(ledger, "totals_of", fail_with(ValueError("ABOLANT Jocelyne owes 93,24 €")))
    page = reader.read("/famille/cotisations", 500)
    assert page.links()["Réessayer"] == "/famille/cotisations"
    assert "ABOLANT" not in page.answer.text
    assert "ABOLANT" not in caplog.text
    assert "ValueError at routes.family.fees.show_fees" in caplog.text
    assert "in list_entries" in caplog.text


@pytest.mark.parametrize("path", ["/famille", "/nulle-part", "/quitter"])
def test_a_failure_before_the_portal_is_asked_is_a_page_too(
    reader: Reader, people: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    reader.enter(people.family)
    monkeypatch.setattr(sessions, "person_of", fail_with(OSError("disk of ABOLANT is full")))
    page = reader.read(path, 500)
    assert page.find("//h1").text_content() == HEADINGS[500]
    assert "Quitter" not in page.text
    assert "ABOLANT" not in caplog.text
    assert "OSError at the door" in caplog.text


def test_a_failure_in_the_error_page_itself_is_a_page_too(
    reader: Reader, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = iter([fail_with(ValueError()), error_page])
    monkeypatch.setattr(errors, "error_page", lambda *args: next(shown)(*args))
    assert reader.read("/nulle-part", 500).find("//h1").text_content() == HEADINGS[500]


def test_a_page_that_is_missing_a_value_is_a_failure_and_not_half_a_page(
    reader: Reader, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.enter(people.family)
    monkeypatch.setattr("routes.family.identity.sheet_of", lambda *_: None)
    assert reader.read("/famille", 500).find("//h1").text_content() == HEADINGS[500]


def test_busy_says_when_to_come_back(reader: Reader, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    raise_at(monkeypatch, Busy())
    page = reader.read("/connexion", 503)
    assert page.answer.headers["Retry-After"] == "5"
    assert page.links()["Réessayer"] == "/connexion"
    assert not page.tree.xpath("//meta[@http-equiv]")


@pytest.mark.parametrize("status", [400, 404, 405, 413, 422])
def test_what_would_fail_again_offers_no_retry(
    reader: Reader, people: People, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    raise_at(monkeypatch, HTTPException(status_code=status))
    assert "Réessayer" not in reader.read("/connexion", status).links()


def test_an_error_in_accessible_mode_has_no_script(reader: Reader, people: People) -> None:
    reader.switch_mode()
    assert not reader.read("/nulle-part", 404).tree.xpath("//script")
