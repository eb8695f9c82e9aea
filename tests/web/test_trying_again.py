"""« Réessayer » on the page of an error: « Accès Usager » does not forget the page that was asked for."""

from contextlib import ExitStack

import pytest

from routes.web.hashing import QUEUE, THREADS
from tests.conftest import Clock
from tests.people import People
from tests.reader import Reader

ASKED = "/famille/cotisations?page=1"
LED = "/connexion?suite=/famille/cotisations%3Fpage%3D1"


def wear_out(reader: Reader, people: People) -> None:
    """As many failures as bring a delay."""
    for _ in range(5):
        reader.sign_in(people.family, "autre chose", status=422)


def test_after_too_many_tries_one_is_still_led_to_the_page_asked_for(
    reader: Reader, people: People, time: Clock
) -> None:
    wear_out(reader, people)
    refused = reader.sign_in(people.family, status=429, following=ASKED)
    assert refused.links()["Réessayer"] == LED
    time.pass_by(30)
    assert reader.sign_in(people.family, following=refused.links()["Réessayer"]).url == ASKED


def test_after_a_form_of_another_session_too(reader: Reader, people: People) -> None:
    page = reader.read(ASKED)
    reader.client.cookies.clear()
    stale = reader.send(page, "/connexion", 403, identifiant="dalmeida", mot_de_passe=people.family.password)
    assert stale.links()["Réessayer"] == LED


def test_while_everybody_signs_in_too(reader: Reader, people: People) -> None:
    with ExitStack() as queue:
        for _ in range(THREADS + QUEUE):
            queue.enter_context(reader.door.portal.state.house.hashing.place())
        busy = reader.sign_in(people.family, status=503, following=ASKED)
    assert busy.links()["Réessayer"] == LED


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_but_never_to_a_page_that_is_not_ours(reader: Reader, people: People, elsewhere: str) -> None:
    wear_out(reader, people)
    page = reader.read("/connexion")
    given = {"site": "rive-gauche", "identifiant": "dalmeida", "mot_de_passe": "x", "suite": elsewhere}
    assert reader.send(page, "/connexion", 429, **given).links()["Réessayer"] == "/connexion"
