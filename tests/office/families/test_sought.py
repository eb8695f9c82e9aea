"""Whom to link, on a site where many bear one name: what is not shown is not said to be missing."""

import pytest

from data import database, directory
from data.families import Family, Guardian
from tests.office.conftest import Office
from tests.page import Page
from tests.schooling import add_student

FAMILIES = "/administration/familles"


@pytest.fixture
def village(office: Office) -> Office:
    """Fifty-one families called Morvan: one in three has a student of that name, the others one called Quéré."""
    with database.transaction(office.settings.database) as db:
        for number in range(51):
            family = Family(site_id=1, reference=f"F{number:02}")
            db.add(family)
            db.flush()
            db.add(Guardian(family_id=family.id, surname="MORVAN", given_name=f"Yann-{number}"))
            add_student(db, 1, family.id, "QUÉRÉ" if number % 3 else "MORVAN", f"Nolwenn-{number}")
        db.flush()
        directory.refresh(db.connection(), 1)
    return office


def seek(office: Office, name: str) -> Page:
    """What « Rattacher un élève du site » finds for the family."""
    address = office.reader.read(FAMILIES).links()["D’ALMEIDA Inès"] + "/rattachement"
    return office.reader.send(office.reader.read(address), address, nom=name)


@pytest.mark.parametrize(
    ("name", "found", "more"),
    [
        ("morvan", 17, True),  # a page of families was looked through
        ("morvan 21", 1, False),
        ("quere", 34, False),
        ("nolwenn", 50, True),  # of fifty-one
        ("yann", 0, True),  # the name of guardians alone
        ("personne", 0, False),
    ],
)
def test_it_is_said_when_there_may_be_others(village: Office, name: str, found: int, more: bool) -> None:
    page = seek(village, name)
    assert len(page.tree.xpath("//button[@name='eleve']")) == found
    assert ("ajoutez un prénom" in page.text) is more
    assert ("Aucun autre élève du site" in page.text) is (not found and not more)
