"""The head of the letters: where the site’s own values leave no room for them, it is said before any is printed."""

import pytest
from sqlmodel import update

from data import database
from data.sites import Site
from tests.office.accounts.test_letters import LETTERS, account, press, refile, words
from tests.office.accounts.test_letters import here as here  # prints in the process of the tests
from tests.office.conftest import Office
from tests.prints import Print

LONG = {
    "institution": "CONSERVATOIRE À RAYONNEMENT " * 4,
    "address": "12 rue de la Gare " * 11,
    "town": "ORLÉANS " * 14,
}


@pytest.mark.parametrize("who", ["office", "clerk"])
def test_a_site_whose_head_leaves_no_room_is_told_which_value_is_too_long(office: Office, who: str) -> None:
    office.reader.enter(getattr(office.people, who))
    refile(office, email="")
    settle(office, **LONG)
    page = office.reader.send(office.reader.read(LETTERS), LETTERS, 422, lot="0")
    for label, value in zip(("Nom de l’établissement", "Adresse", "Ville"), LONG.values(), strict=True):
        assert f"« {label} » : {len(value)} caractères" in words(page)
    assert page.tree.xpath("//main//a[.='Réglages du site']/@href") == ["/administration/site"] * (who == "office")
    assert (account(office).informed_at, account(office).temporary_digest) == (None, "")
    settle(office, town="Orléans", address="12 rue de la Gare")
    assert len(Print(press(office, page=office.reader.read(LETTERS)).content).reader.pages) == 2


def settle(office: Office, **values: str) -> None:
    with database.transaction(office.settings.database) as db:
        db.exec(update(Site).values(**values))
