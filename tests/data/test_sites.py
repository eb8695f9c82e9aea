"""Sites and what each decides, read from plain text."""

import datetime

import pytest

from data.site_decisions import DECISIONS, decide
from data.sites import Site


@pytest.fixture
def site() -> Site:
    """A new site."""
    return Site(slug="a", name="Conservatoire 1")


@pytest.mark.parametrize(
    ("key", "text", "attribute", "value"),
    [
        ("nom", " Conservatoire 2 ", "name", "Conservatoire 2"),
        ("location", "Non", "rentals_tab", False),
        ("location", True, "rentals_tab", True),
        ("renouvellement", "USAGE", "password_renewal", "usage"),
        ("annee_courante", "2026-2027", "school_year", "2026-2027"),
        ("annee_courante", "", "school_year", ""),
        ("premier_jour", "01/09/2026", "first_day", datetime.date(2026, 9, 1)),
        ("premier_jour", "", "first_day", None),
        ("reinscription_du", datetime.date(2026, 5, 1), "reenrolment_opens", datetime.date(2026, 5, 1)),
        ("cp", "04500", "postcode", "04500"),
    ],
)
def test_a_decision_is_read_from_text(site: Site, key: str, text: object, attribute: str, value: object) -> None:
    decide(site, key, text)
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
    ],
)
def test_what_cannot_be_decided_is_said_in_french(site: Site, key: str, text: str) -> None:
    before = site.model_dump()
    with pytest.raises(ValueError, match=f"« {key} »"):
        decide(site, key, text)
    assert site.model_dump() == before


def test_every_decision_says_what_it_is_for_and_has_a_place(site: Site) -> None:
    for decision in DECISIONS.values():
        assert decision.meaning
        assert hasattr(site, decision.attribute)


def test_whose_portal_it_is_and_where(site: Site) -> None:
    assert (site.owner, site.postal_address) == ("Conservatoire 1", "")
    decide(site, "etablissement", "Conservatoire de Musique")
    decide(site, "adresse", "14 rue du Cheval Rouge")
    decide(site, "ville", "ORLEANS")
    assert (site.owner, site.postal_address) == ("Conservatoire de Musique", "14 rue du Cheval Rouge ORLEANS")
