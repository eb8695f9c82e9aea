"""Accès Usager: signing in."""

from dataclasses import replace

import pytest
from litestar.testing import TestClient

from routes.web.door import Door
from tests.conftest import Clock
from tests.costs import counted
from tests.people import People
from tests.reader import Page, Reader

THE_REFUSAL = "Le site, l’identifiant ou le mot de passe n’est pas le bon. Vérifiez les renseignements saisis."


def problems(page: Page) -> list[str]:
    return [each.text_content() for each in page.tree.xpath("//*[@role='alert']//li/a")]


def test_the_page_has_the_words_of_the_manual(reader: Reader, people: People) -> None:
    page = reader.read("/connexion")
    assert page.find("//h1").text_content() == "Accès Usager"
    assert [label.text_content() for label in page.tree.iter("label")] == ["Site", "Identifiant", "Mot de passe"]
    assert [button.text_content() for button in page.tree.iter("button")] == ["Se connecter"]
    links = page.links()
    assert links["Mot de passe perdu"] == "/mot-de-passe-perdu"
    assert links["Accessibilité"] == "/accessibilite"
    assert page.tree.xpath("//header//*[local-name()='svg']")


def test_the_list_of_sites_has_one_value_chosen(reader: Reader, people: People) -> None:
    page = reader.read("/connexion")
    assert page.tree.xpath("//select[@id='site']/option/text()") == ["Conservatoire 1", "Conservatoire 2"]
    assert page.form("/connexion")["site"] == "rive-gauche"


@pytest.mark.parametrize(("field", "use"), [("identifiant", "username"), ("mot_de_passe", "current-password")])
def test_a_password_manager_recognises_the_fields(reader: Reader, people: People, field: str, use: str) -> None:
    assert reader.read("/connexion").find(f"//input[@name='{field}']").get("autocomplete") == use


def test_pasting_is_never_prevented(reader: Reader, people: People) -> None:
    for field in reader.read("/connexion").tree.xpath("//input[not(@type='hidden')]"):
        assert not {"onpaste", "readonly", "maxlength"} & set(field.attrib)


def test_a_guardian_comes_to_accueil(reader: Reader, people: People) -> None:
    page = reader.sign_in(people.family)
    assert page.url == "/"
    assert page.find("//h1").text_content() == "Accueil"


def test_a_guardian_comes_to_the_page_asked_for(reader: Reader, people: People) -> None:
    page = reader.sign_in(people.family, following="/famille/cotisations?page=1")
    assert page.url == "/famille/cotisations?page=1"
    assert page.find("//h1").text_content() == "D’ALMEIDA Inès"


def test_the_office_comes_to_administration(reader: Reader, people: People) -> None:
    assert reader.sign_in(people.office).url == "/administration"


def test_the_same_identifiant_is_another_family_on_another_site(reader: Reader, people: People) -> None:
    reader.sign_in(people.far_neighbour)
    assert reader.read("/famille").find("//h1").text_content() == "NGUYỄN Maï"


@pytest.mark.parametrize("typed", ["  dalmeida ", "DAlmeida", "\tDALMEIDA\r\n", "\N{NO-BREAK SPACE}dalmeida"])
def test_spaces_and_capitals_of_an_identifiant_are_forgiven(reader: Reader, people: People, typed: str) -> None:
    assert reader.sign_in(replace(people.family, username=typed)).url == "/"


def test_spaces_round_a_pasted_password_are_forgiven(reader: Reader, people: People) -> None:
    assert reader.sign_in(people.family, f"  {people.family.password}\n").url == "/"


def test_capitals_of_a_chosen_password_are_not_forgiven(reader: Reader, people: People) -> None:
    assert problems(reader.sign_in(people.family, people.family.password.upper(), status=422)) == [THE_REFUSAL]


@pytest.mark.parametrize("wrong", ["password", "site", "identifiant", "no site", "neither"])
def test_a_refusal_never_says_which_of_the_three_was_wrong(reader: Reader, people: People, wrong: str) -> None:
    who = {
        "password": replace(people.family, password="une phrase qui ne convient pas"),
        "site": replace(people.family, site="rive-droite"),
        "identifiant": replace(people.family, username="personne"),
        "no site": replace(people.family, site="nulle-part"),
        "neither": replace(people.family, site="", username="personne"),
    }[wrong]
    page = reader.sign_in(who, status=422)
    assert [words for words in problems(page) if not words.startswith("Renseignez")] in ([THE_REFUSAL], [])
    assert page.find("//input[@name='mot_de_passe']").get("value") == ""


def test_refusals_for_a_wrong_site_a_wrong_name_and_a_wrong_password_are_one_page(
    reader: Reader, people: People
) -> None:
    tries = [
        replace(people.family, password="autre chose"),
        replace(people.family, site="rive-droite", password="autre chose"),
        replace(people.neighbour, username="dalmeida", password="autre chose"),
    ]
    pages = [reader.sign_in(who, status=422) for who in tries]
    assert len({tuple(problems(page)) for page in pages}) == 1
    assert len({page.find("//form[@id='saisie']/div[@class='field wrong']").text_content() for page in pages}) == 1


def test_what_was_typed_stays_and_the_password_never(reader: Reader, people: People) -> None:
    who = replace(people.family, site="rive-droite", username="  Dàlmeida & <b>")
    page = reader.sign_in(who, "un secret mal tapé", status=422)
    values = page.form("/connexion")
    assert (values["site"], values["identifiant"].strip()) == ("rive-droite", "Dàlmeida & <b>")
    assert "un secret mal tapé" not in page.answer.text


def test_every_missing_field_is_named_in_the_order_of_the_form(reader: Reader, people: People) -> None:
    page = reader.send(reader.read("/connexion"), "/connexion", 422)
    assert problems(page) == ["Renseignez « Identifiant ».", "Renseignez « Mot de passe »."]
    assert page.title.startswith("Erreur\N{NO-BREAK SPACE}: Accès Usager")
    assert [link.get("href") for link in page.tree.xpath("//*[@role='alert']//li/a")] == [
        "#identifiant",
        "#mot_de_passe",
    ]


def test_a_missing_site_is_a_refusal_too(client: TestClient[Door], reader: Reader, people: People) -> None:
    values = {**reader.read("/connexion").form("/connexion"), "identifiant": "dalmeida", "mot_de_passe": "x"}
    del values["site"]
    assert client.post("/connexion", data=values).status_code == 422


def test_a_refusal_costs_the_same_whoever_is_named(reader: Reader, people: People) -> None:
    page = reader.sign_in(replace(people.neighbour, password="autre chose"), status=422)
    costs = []
    for username in ("dalmeida", "personne"):
        with counted() as cost:
            reader.send(page, "/connexion", 422, identifiant=username, mot_de_passe="autre chose")
        costs.append(cost)
    assert costs[0] == costs[1]
    assert costs[0].hashes == 1
    assert len(costs[0].writes) > 0


def test_an_account_without_a_password_lets_nobody_in(reader: Reader, people: People, no_password: None) -> None:
    for given in (people.family.password, "nobody has this password", " "):
        reader.sign_in(people.family, given, status=422)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "///evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/famille\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "evil.example",
        "/é€",
        " /famille",
    ],
)
def test_one_is_led_on_to_pages_of_ours_alone(reader: Reader, people: People, elsewhere: str) -> None:
    page = reader.read("/connexion")
    arrived = reader.send(
        page,
        "/connexion",
        site="rive-gauche",
        identifiant="dalmeida",
        mot_de_passe=people.family.password,
        suite=elsewhere,
    )
    assert arrived.url == "/"
    assert arrived.answer.url.host == "127.0.0.1"


def test_the_link_to_the_page_asked_for_is_ours_alone(reader: Reader, people: People) -> None:
    page = reader.read("/connexion?suite=//evil.example")
    assert page.form("/connexion")["suite"] == ""


def test_a_refused_sign_in_still_leads_to_the_page_asked_for(reader: Reader, people: People) -> None:
    refused = reader.sign_in(people.family, "autre chose", status=422, following="/famille/eleves")
    page = reader.send(
        refused, "/connexion", identifiant="dalmeida", mot_de_passe=people.family.password, site="rive-gauche"
    )
    assert page.url == "/famille/eleves"


def test_an_expired_session_leads_back_to_the_page_asked_for(reader: Reader, people: People, time: Clock) -> None:
    reader.sign_in(people.family)
    time.pass_by(3600)
    assert reader.sign_in(people.family, following="/famille/eleves").url == "/famille/eleves"


def test_a_form_of_another_session_is_refused_in_words(reader: Reader, people: People) -> None:
    page = reader.read("/connexion")
    reader.client.cookies.clear()
    stale = reader.send(page, "/connexion", 403, identifiant="dalmeida", mot_de_passe=people.family.password)
    assert stale.find("//h1").text_content() == "Formulaire expiré"
    assert stale.links()["Réessayer"] == "/connexion"


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 43 + "=", "=" * 44])
def test_a_made_up_token_is_refused(reader: Reader, people: People, token: str) -> None:
    reader.send(reader.read("/connexion"), "/connexion", 403, jeton=token)


def test_a_token_is_written_anew_on_each_page(reader: Reader, people: People) -> None:
    first, second = (reader.read("/connexion").form("/connexion")["jeton"] for _ in range(2))
    assert first != second
