"""« Effacer une famille »: counted, signed by its reference, once, and for administrators alone."""

import pytest
from sqlmodel import col, select

from data import audit, database, erasing
from data.audit import AuditEntry
from data.erasures import Erasures
from data.families import Family
from data.settings import Settings
from data.sites import Site
from data.store import Store
from tests.people import People
from tests.reader import Reader
from tests.reenrolling import open_reenrolment, supply_for


@pytest.fixture
def address(settings: Settings, people: People) -> str:
    """Where the family is erased; it has supplied a document."""
    with database.transaction(settings.database) as db:
        open_reenrolment(db)
        supply_for(db, Store(settings.documents), people.family)
        asked = select(Family.key).join(Site).where(Family.reference == "F-dalmeida", Site.slug == people.family.site)
        return f"/administration/familles/{db.exec(asked).one()}/effacement"


def references(settings: Settings) -> list[str]:
    with database.reading(settings.database) as db:
        return list(db.exec(select(Family.reference).where(Family.site_id == 1).order_by(col(Family.id))))


def test_it_says_what_would_go_and_nothing_has_gone(
    reader: Reader, people: People, settings: Settings, address: str
) -> None:
    reader.enter(people.office)
    text = reader.read(address).text
    for words in ("D’ALMEIDA Inès", "F-dalmeida", "2\N{NO-BREAK SPACE}élèves", "1\N{NO-BREAK SPACE}pièce fournie"):
        assert words in text
    assert references(settings) == ["F-dalmeida", "F-le-goff"]


def test_another_reference_is_refused_and_the_right_one_erases(
    reader: Reader, people: People, settings: Settings, address: str
) -> None:
    reader.enter(people.office)
    page = reader.send(reader.read(address), address, 422, reference="F-le-goff")
    assert "écrivez la référence de la famille" in page.text
    assert reader.send(page, address, reference=" f-dalmeida ").url.startswith("/administration")
    assert references(settings) == ["F-le-goff"]
    assert not list(Store(settings.documents).kept())
    assert len(Erasures.of(settings).lines()) == 1


def test_the_same_form_erases_once_and_the_journal_names_nobody(
    reader: Reader, people: People, settings: Settings, address: str
) -> None:
    reader.enter(people.office)
    form = {**reader.read(address).form(address), "reference": "F-dalmeida"}
    answers = [reader.client.post(address, data=form, follow_redirects=False).status_code for _ in range(2)]
    assert answers == [303, 303]
    with database.reading(settings.database) as db:
        noted = db.exec(select(AuditEntry).where(AuditEntry.action == audit.FAMILY_ERASED)).all()
    assert [(each.subject, [*each.facts]) for each in noted] == [("", ["rows"])]


def test_the_family_that_was_signed_in_is_signed_out(
    reader: Reader, people: People, settings: Settings, address: str
) -> None:
    reader.enter(people.family)
    with database.transaction(settings.database) as db:
        family = db.exec(select(Family).where(Family.reference == "F-dalmeida", Family.site_id == 1)).one()
        erasing.erase(db, None, db.get_one(Site, 1), family)
    assert reader.read("/famille").url.startswith("/connexion")
