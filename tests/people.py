"""The people of the tests: two sites, a family, its neighbours, and the office of each."""

import datetime
from dataclasses import dataclass

from sqlmodel import Session

from data import directory
from data.accounts import Account, hash_password
from data.families import Family, Guardian
from data.ledger import Document, Entry, EntryLine, Ledger
from data.sites import Site
from tests.schooling import Schooling, add_student, enrol, teach

PASSWORD = "une phrase pour les essais"
FAR_PASSWORD = "une autre phrase pour les essais"
NOTHING_LEARNT = Schooling()


@dataclass(frozen=True)
class Someone:
    """How to sign in, and what is theirs."""

    site: str
    username: str
    email: str
    password: str = PASSWORD
    fee: str = ""  # the key of one of their entries
    rental: str = ""
    schooling: Schooling = NOTHING_LEARNT


@dataclass(frozen=True)
class People:
    """Everybody. The family is the one whose pages are asked for."""

    family: Someone
    neighbour: Someone
    far_neighbour: Someone  # the same identifiant under the other site
    office: Someone
    far_office: Someone
    clerk: Someone  # of the office, without the settings: role « secrétariat »

    @property
    def strangers(self) -> list[Someone]:
        """Those who must find nothing of the family."""
        return [self.neighbour, self.far_neighbour, self.office, self.far_office]


def populate(db: Session) -> People:
    """Two conservatoires with their people."""
    secret, far_secret = hash_password(PASSWORD), hash_password(FAR_PASSWORD)
    near = _site(db, "rive-gauche", "Conservatoire 1", rentals_tab=True)
    far = _site(db, "rive-droite", "Conservatoire 2", rentals_tab=False)
    people = People(
        family=_family(db, near, "dalmeida", "D’ALMEIDA", "Inès", secret),
        neighbour=_family(db, near, "le-goff", "LE GOFF", "Łukasz", secret),
        far_neighbour=_family(db, far, "dalmeida", "NGUYỄN", "Maï", far_secret, FAR_PASSWORD),
        office=_office(db, near, secret),
        far_office=_office(db, far, far_secret, FAR_PASSWORD),
        clerk=_office(db, near, secret, username="accueil", administrator=False),
    )
    for site in (near, far):
        directory.refresh(db.connection(), site.id)
    return people


def _site(db: Session, slug: str, name: str, rentals_tab: bool) -> Site:
    site = Site(
        slug=slug,
        name=name,
        institution="Conservatoire de Musique",
        address="14 rue du Cheval Rouge",
        postcode="45000",
        town="ORLEANS",
        phone="02 61 91 00 00",
        email=f"secretariat@{slug}.example.fr",
        rentals_tab=rentals_tab,
    )
    db.add(site)
    db.flush()
    return site


def _family(
    db: Session, site: Site, username: str, surname: str, given_name: str, secret: str, password: str = PASSWORD
) -> Someone:
    family = Family(site_id=site.id, reference=f"F-{username}")
    db.add(family)
    db.flush()
    email = f"{username}@{site.slug}.example.fr"
    guardian = Guardian(
        family_id=family.id, surname=surname, given_name=given_name, honorific="Madame", town="ORLEANS", email=email
    )
    db.add(guardian)
    db.flush()
    db.add(Account(site_id=site.id, username=username, guardian_id=guardian.id, password_hash=secret))
    schooling = teach(db, add_student(db, site.id, family.id, surname, "Adrien"))
    enrol(db, add_student(db, site.id, family.id, surname, "Zoé"), "Danse", weekday="samedi", starts="10:00", ends="")
    fee, rental = (_entry(db, site, family, ledger) for ledger in Ledger)
    return Someone(site.slug, username, email, password, fee, rental, schooling)


def _entry(db: Session, site: Site, family: Family, ledger: Ledger) -> str:
    entry = Entry(
        site_id=site.id,
        family_id=family.id,
        reference=f"O-{family.reference}-{ledger}",
        ledger=ledger,
        date=datetime.date(2026, 10, 12),
        label="AVIS DES SOMMES A PAYER",
        payment_method="Chèque",
        number="26FC00012",
        debit=123456,
        credit=100000,
        remitted=True,
        document=Document.PAYMENT_NOTICE,
    )
    db.add(entry)
    db.flush()
    db.add(EntryLine(entry_id=entry.id, rank=0, label="Droits d’inscription", amount=123456))
    return entry.key


def _office(
    db: Session,
    site: Site,
    secret: str,
    password: str = PASSWORD,
    username: str = "secretariat",
    administrator: bool = True,
) -> Someone:
    email = f"{username}@{site.slug}.example.fr"
    account = Account(site_id=site.id, username=username, office=True, email=email, password_hash=secret)
    account.administrator = administrator
    db.add(account)
    return Someone(site.slug, username, email, password)
