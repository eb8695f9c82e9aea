"""Accès Usager and « Quitter »."""

from dataclasses import replace

from tests.people import People
from tests.reader import Reader


def test_a_guardian_signs_in_and_comes_to_the_page_asked_for(reader: Reader, people: People) -> None:
    page = reader.sign_in(people.family, following="/famille/cotisations")
    assert page.url == "/famille/cotisations"
    assert page.find("//h1").text == "D’ALMEIDA Inès"


def test_a_refusal_never_says_which_of_the_three_was_wrong(reader: Reader, people: People) -> None:
    wrong_password = reader.sign_in(people.family, "autre chose", status=422)
    wrong_site = reader.sign_in(replace(people.family, site="rive-droite"), status=422)
    assert (
        wrong_password.find("//*[@role='alert']").text_content() == wrong_site.find("//*[@role='alert']").text_content()
    )
