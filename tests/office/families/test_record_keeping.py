"""The office adds and corrects by hand: the family’s own fields and checks, official at once, never overwritten."""

import pytest
from sqlmodel import SQLModel, select

from data import database
from data.accounts import Account
from data.changes import ApprovedValue
from data.families import Family, Guardian
from data.students import Student
from routes.web.kept import NEVER_KEPT
from tests.conftest import Clock
from tests.noting import ACTS
from tests.office.conftest import Office
from tests.page import Page
from tests.people import People
from tests.proof_reading import WHOLE_PAGE, weight
from tests.reader import Reader

FAMILIES = "/administration/familles"
NEW = "/administration/familles/nouvelle"


@pytest.fixture
def family(office: Office) -> str:
    """Where the page of the family is."""
    return office.reader.read(FAMILIES).links()["D’ALMEIDA Inès"]


@pytest.fixture
def guardian(office: Office, family: str) -> str:
    """Where the form of its responsable is."""
    return office.reader.read(family).links()["Modifier D’ALMEIDA Inès"]


def pupil_of(office: Office) -> str:
    key = office.people.family.schooling.student
    return f"/administration/eleves/{key}/fiche"


def send(office: Office, address: str, status: int = 200, page: Page | None = None, **values: str) -> Page:
    return office.reader.send(page or office.reader.read(address), address, status, **values)


def all_of(office: Office, model: type[SQLModel]) -> list[SQLModel]:
    with database.reading(office.settings.database) as db:
        return list(db.exec(select(model)))


def noted(office: Office) -> list[tuple[str, dict[str, object]]]:
    with database.reading(office.settings.database) as db:
        return [(each.action, each.facts) for each in db.exec(ACTS)]


def test_a_correction_is_official_at_once_and_noted_without_its_value(office: Office, guardian: str) -> None:
    page = send(office, guardian, ville="Olivet", profession="Luthière")
    assert page.url == f"{guardian.partition('/responsables')[0]}?fait=fiche-corrigee"
    assert "Olivet" in page.text
    assert noted(office) == [("fiche-corrigee", {"fields": ["profession", "town"]})]
    held = {(each.field, each.value, each.exported) for each in all_of(office, ApprovedValue)}  # type: ignore[attr-defined]
    assert held == {("town", "Olivet", "ORLEANS"), ("profession", "Luthière", "")}


def test_the_form_of_a_guardian_is_where_its_family_says(office: Office, guardian: str, family: str) -> None:
    key = guardian.rpartition("/")[2]
    assert guardian == f"/administration/familles/{family.rpartition('/')[2]}/responsables/{key}"
    page = office.reader.read(guardian)
    assert page.links()["Retour"] == family
    assert weight(page.answer) <= WHOLE_PAGE
    assert {each.get("autocomplete") for each in page.tree.xpath("//form[@id='saisie']//textarea")} == {"off"}


def test_a_correction_is_checked_as_a_familys_proposal(office: Office, guardian: str) -> None:
    page = send(office, guardian, 422, nom="", cp="loin")
    assert {each.get("href") for each in page.tree.xpath("//div[@class='problems']//li/a")} == {"#nom", "#cp"}
    assert page.form(guardian)["cp"] == "loin"
    assert noted(office) == []


def test_the_office_may_leave_an_adult_without_an_address(office: Office, guardian: str) -> None:
    page = office.reader.read(guardian)
    office.reader.client.post(guardian, data=page.form(guardian) | {"e-mail": ""})
    assert all_of(office, Guardian)[0].email == ""  # type: ignore[attr-defined]


def test_two_secretaries_never_overwrite_one_another(office: Office, guardian: str) -> None:
    first, second = office.reader.read(guardian), office.reader.read(guardian)
    send(office, guardian, page=first, ville="Olivet")
    page = send(office, guardian, 409, page=second, ville="Saran")
    cells = [each.text_content() for each in page.tree.xpath("//table[@id='comparaison']//tbody/tr/*")]
    assert cells == ["Ville", "ORLEANS", "Olivet", "Saran"]
    send(office, guardian, page=page)
    assert all_of(office, Guardian)[0].town == "Saran"  # type: ignore[attr-defined]


def test_a_form_that_is_sent_twice_is_carried_out_once(office: Office, guardian: str) -> None:
    page = office.reader.read(guardian)
    for _ in range(2):
        assert send(office, guardian, page=page, ville="Olivet").url.endswith("?fait=fiche-corrigee")
    assert len(noted(office)) == 1
    assert send(office, guardian).url.endswith("?fait=rien-de-nouveau")


def test_a_request_that_waits_says_that_the_official_value_has_changed(office: Office, guardian: str) -> None:
    request = office.ask(town="Olivet")
    send(office, guardian, ville="Saran")
    assert "a changé" in office.reader.read(request).text
    assert office.decide(request, 422, geste="approuver").status == 422


def test_a_student_is_corrected_and_found_under_the_new_name(office: Office) -> None:
    address = pupil_of(office)
    page = send(office, address, prenom="Adrienne")
    assert page.find("//h1").text_content() == "Élève D’ALMEIDA Adrienne"
    found = office.reader.send(office.reader.read(FAMILIES), f"{FAMILIES}/recherche", nom="adrienne")
    assert "D’ALMEIDA Inès" in found.links()


def test_what_was_typed_outlives_the_session(office: Office, guardian: str, time: Clock) -> None:
    page = office.reader.read(guardian)
    time.pass_by(3700)
    form = page.form(guardian) | {"ville": "Olivet"}
    answer = office.reader.client.post(guardian, data=form, follow_redirects=False)
    assert answer.headers["Location"].startswith("/connexion?suite=")
    assert "jeton" in NEVER_KEPT
    page = office.reader.sign_in(office.people.office, following=guardian)
    assert page.form(guardian)["ville"] == "Olivet"
    send(office, guardian, page=page)
    assert office.reader.read(guardian).form(guardian)["ville"] == "Olivet"


def test_a_family_is_added_with_its_responsable(office: Office) -> None:
    page = send(office, NEW, nom="ÉLIE", prenom="Ada", ville="Olivet")
    assert page.find("//h1").text_content() == "Famille ÉLIE Ada"
    assert "ajoutée par le secrétariat" in page.text
    assert all_of(office, Family)[-1].reference.startswith("P-")  # type: ignore[attr-defined]
    assert list(office.reader.read(FAMILIES).links()).count("ÉLIE Ada") == 1
    assert noted(office) == [("famille-ajoutee", {})]


def test_a_reference_of_the_site_is_taken_once(office: Office) -> None:
    page = send(office, NEW, 422, nom="ÉLIE", prenom="Ada", reference="F-dalmeida")
    assert "existe déjà" in page.text
    assert page.form(NEW)["reference"] == "F-dalmeida"
    for wrong in ("a|b", "x" * 51):
        send(office, NEW, 422, nom="ÉLIE", prenom="Ada", reference=wrong)
    send(office, NEW, nom="ÉLIE", prenom="Ada", reference="F-9")
    assert all_of(office, Family)[-1].reference == "F-9"  # type: ignore[attr-defined]


def test_a_family_needs_a_name(office: Office) -> None:
    page = send(office, NEW, 422)
    assert [each.get("href") for each in page.tree.xpath("//div[@class='problems']//li/a")] == ["#nom", "#prenom"]
    assert len(all_of(office, Family)) == 3


def test_the_page_of_a_family_leads_to_the_account_of_each_adult(office: Office, family: str) -> None:
    page = office.reader.read(family)
    account = office.reader.read(page.links()["Compte de D’ALMEIDA Inès"])
    assert (account.url.rpartition("/")[0], "dalmeida" in account.text) == ("/administration/comptes", True)


def test_a_guardian_is_added_behind_the_others_and_gets_an_account(office: Office, family: str) -> None:
    key = family.rpartition("/")[2]
    page = send(office, f"/administration/familles/{key}/responsables/nouveau", nom="D’ALMEIDA", prenom="Rui")
    added = all_of(office, Guardian)[-1]
    assert (added.rank, added.by_hand) == (1, True)  # type: ignore[attr-defined]
    address = "/administration/comptes/sans-compte"
    assert page.text.count("Sans compte.") == 1
    again = page.form(address) | {"responsable": added.key}  # type: ignore[attr-defined]
    page = office.reader.send(page, address, responsable=again["responsable"])
    assert page.url.startswith("/administration/comptes/")
    answer = office.reader.client.post(address, data=again | {"envoi": "another"}, follow_redirects=False)
    assert answer.headers["Location"] == page.url
    assert len([each for each in all_of(office, Account) if each.guardian_id == added.id]) == 1  # type: ignore[attr-defined]
    assert [action for action, _ in noted(office)] == ["responsable-ajoute", "compte-cree"]


def test_a_student_is_added_with_the_address_of_the_family(office: Office, family: str) -> None:
    key = family.rpartition("/")[2]
    address = f"/administration/familles/{key}/eleves/nouveau"
    form = office.reader.read(address)
    assert (form.form(address)["nom"], form.form(address)["ville"]) == ("D’ALMEIDA", "ORLEANS")
    page = send(office, address, page=form, prenom="Lou", reference="")
    assert "D’ALMEIDA Lou" in page.links()
    send(office, address, page=form, prenom="Lou")
    assert sum(each.by_hand for each in all_of(office, Student)) == 1  # type: ignore[attr-defined]


def test_what_stands_on_another_site_is_not_there(reader: Reader, office: Office, people: People, family: str) -> None:
    pupil = pupil_of(office)
    reader.sign_out()
    reader.enter(people.far_office)
    for address in (family, f"{family}/eleves/nouveau", f"{family}/rattachement", pupil):
        reader.read(address, 404)
