"""Sites and what each decides, read from plain text."""

import datetime
from collections.abc import Iterator

import pytest
from sqlmodel import Session

from data import database
from data.settings import Settings
from data.site_decisions import DECISIONS, decide
from data.sites import Site


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    """A portal that holds « Conservatoire 9 »."""
    with database.transaction(settings.database) as opened:
        opened.add(Site(slug="z", name="Conservatoire 9"))
        yield opened


@pytest.fixture
def site() -> Site:
    """A new site."""
    return Site(slug="a", name="Conservatoire 1")


@pytest.mark.parametrize(
    ("key", "text", "attribute", "value"),
    [
        ("nom", " Conservatoire 3 ", "name", "Conservatoire 3"),
        ("location", "Non", "rentals_tab", False),
        ("location", True, "rentals_tab", True),
        ("renouvellement", "USAGE", "password_renewal", "usage"),
        ("annee_courante", "2026-2027", "school_year", "2026-2027"),
        ("annee_courante", "", "school_year", ""),
        ("premier_jour", "01/09/2026", "first_day", datetime.date(2026, 9, 1)),
        ("premier_jour", "", "first_day", None),
        ("reinscription_du", datetime.date(2026, 5, 1), "reenrolment_opens", datetime.date(2026, 5, 1)),
        ("cp", "04500", "postcode", "04500"),
        ("cp", 45000, "postcode", "45000"),
        ("nom", "Conser\u200bvatoire \u202e3", "name", "Conservatoire 3"),
        ("accueil", "\ufeffBonjour\n\u202eà tous", "welcome", "Bonjour\nà tous"),
        ("courriel", " musique@orléans.fr", "email", "musique@xn--orlans-dva.fr"),
    ],
)
def test_a_decision_is_read_from_text(
    db: Session, site: Site, key: str, text: object, attribute: str, value: object
) -> None:
    decide(db, site, key, text)
    assert getattr(site, attribute) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("nom", " "),
        ("location", "peut-être"),
        ("renouvellement", "jamais"),
        ("annee_courante", "2026"),
        ("annee_courante", "2026-2028"),
        ("annee_courante", "-"),
        ("premier_jour", "31/02/2026"),
        ("premier_jour", "2026-09-01"),
        ("inconnu", "x"),
        ("courriel", "pas"),
        ("courriel", "secretariat@"),
        ("courriel", "é😀@b"),
        ("telephone", "bientôt"),
        ("cp", "?"),
        ("nom", "1234"),
        ("nom", "x" * 81),
        ("nom", "conservatoire 9"),
        ("adresse", "x" * 201),
        ("ville", "x" * 121),
        ("ville", "Orl\x07éans"),
        ("accueil", "x" * 6001),
        ("reinscription_conditions", "x" * 8001),
        ("mentions", "Mentions\x07"),
    ],
)
def test_what_cannot_be_decided_is_said_in_french(db: Session, site: Site, key: str, text: str) -> None:
    before = site.model_dump()
    with pytest.raises(ValueError, match=f"« {key} »"):
        decide(db, site, key, text)
    assert site.model_dump() == before


@pytest.mark.parametrize(
    ("first", "last", "day", "words"),
    [
        ("premier_jour", "dernier_jour", "01/09/2025", "ce jour est avant le premier"),
        ("reinscription_du", "reinscription_au", "01/09/2025", "ce jour est avant le premier"),
    ],
)
def test_days_keep_their_order_from_whichever_end(
    db: Session, site: Site, first: str, last: str, day: str, words: str
) -> None:
    decide(db, site, first, "01/09/2026")
    with pytest.raises(ValueError, match=f"« {last} » : {words}"):
        decide(db, site, last, day)
    decide(db, site, last, "02/09/2026")
    with pytest.raises(ValueError, match=f"« {first} » : {words} .« {last} »"):
        decide(db, site, first, "03/09/2026")
    decide(db, site, "telephone", "02 38 00 00 00")


def test_reenrolment_does_not_close_without_having_opened(db: Session, site: Site) -> None:
    with pytest.raises(ValueError, match="donnez aussi le premier jour"):
        decide(db, site, "reinscription_au", "01/09/2026")


def test_every_decision_says_what_it_is_for_and_has_a_place(site: Site) -> None:
    for decision in DECISIONS.values():
        assert decision.meaning
        assert hasattr(site, decision.attribute)


def test_whose_portal_it_is_and_where(db: Session, site: Site) -> None:
    assert (site.owner, site.postal_address) == ("Conservatoire 1", "")
    decide(db, site, "etablissement", "Conservatoire de Musique")
    decide(db, site, "adresse", "14 rue du Cheval Rouge")
    decide(db, site, "ville", "ORLEANS")
    assert (site.owner, site.postal_address) == ("Conservatoire de Musique", "14 rue du Cheval Rouge ORLEANS")
