"""Elève, Identité: the manual’s fields, as the office knows them."""

import datetime

from data.students import Student
from tests.people import People
from tests.reader import Reader
from tests.records import inputs_of, tabs_of
from tests.schooling import School, Schooling

LABELS = [
    "Civilité",
    "Nom",
    "Prénom",
    "Date de naissance",
    "Lieu de naissance",
    "Adresse",
    "CP",
    "Ville",
    "Tél domicile",
    "Tél pro",
    "Télécopie",
    "E-mail",
    "Niveau scolaire",
    "Droit à l’image",
    "Personne à prévenir",
    "Autorisation de sortie",
    "Tél. urgence",
]
ADRIEN = {
    "honorific": "Monsieur",
    "birth_date": datetime.date(1995, 9, 14),
    "birth_place": "Meaux (77)",
    "school_grade": "Terminale",
    "image_consent": "oui",
}


def test_the_labels_are_the_manuals_in_its_order(at_home: Reader, learnt: Schooling) -> None:
    assert list(inputs_of(at_home.read(f"/eleves/{learnt.student}"))) == LABELS


def test_each_field_stands_under_its_label(at_home: Reader, school: School) -> None:
    names = set(Student.model_fields) - {"id", "key", "site_id", "reference", "birth_date", "by_hand"}
    key = school.student("ABOLANT", "Adrien", **{name: name.upper() for name in names - {"surname", "given_name"}})
    fields = inputs_of(at_home.read(f"/eleves/{key}"))
    assert fields["Date de naissance"] == "14/09/2012"
    assert len(set(fields.values())) == len(LABELS)
    assert fields["Personne à prévenir"] == "EMERGENCY_CONTACT"


def test_the_manuals_adrien(at_home: Reader, school: School) -> None:
    page = at_home.read(f"/eleves/{school.student('ABOLANT', 'Adrien', **ADRIEN)}")
    fields = inputs_of(page)
    assert page.find("//h1").text_content() == "Elève ABOLANT Adrien"
    assert (fields["Date de naissance"], fields["Lieu de naissance"]) == ("14/09/1995", "Meaux (77)")
    assert (fields["Civilité"], fields["Niveau scolaire"]) == ("Monsieur", "Terminale")


def test_what_is_not_known_is_empty(at_home: Reader, school: School) -> None:
    fields = inputs_of(at_home.read(f"/eleves/{school.student('ABOLANT', 'Bébé', birth_date=None)}"))
    assert {label for label, value in fields.items() if not value.strip("/")} == set(LABELS) - {"Nom", "Prénom"}


def test_the_four_tabs_stand_in_the_manuals_order(at_home: Reader, learnt: Schooling) -> None:
    page = at_home.read(f"/eleves/{learnt.student}")
    assert tabs_of(page) == {
        "Identité onglet actif": f"/eleves/{learnt.student}",
        "Cours": f"/eleves/{learnt.student}/cours",
        "Historique": f"/eleves/{learnt.student}/historique",
        "Répertoire": f"/eleves/{learnt.student}/repertoire",
    }
    assert page.title == "Elève D’ALMEIDA Adrien – Identité – Portée"


def test_retour_leads_to_the_identity_of_the_guardian_from_every_tab(at_home: Reader, learnt: Schooling) -> None:
    for address in tabs_of(at_home.read(f"/eleves/{learnt.student}")).values():
        assert at_home.read(address).links()["Retour"] == "/famille"


def test_a_stranger_finds_nothing(reader: Reader, people: People, learnt: Schooling) -> None:
    for stranger in people.strangers:
        reader.enter(stranger)
        theirs, nobodys = (reader.read(f"/eleves/{key}", 404) for key in (learnt.student, "zzzzzzzz"))
        assert theirs.text == nobodys.text


def test_a_student_that_does_not_exist_is_a_page_with_a_way_on(at_home: Reader) -> None:
    page = at_home.read("/eleves/zzzzzzzz", 404)
    assert page.find("//h1").text_content() == "Page introuvable"
    assert {"/", "/eleves", "/aide"} <= set(page.links().values())
