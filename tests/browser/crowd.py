"""Who comes to look at the pages: the people of the tests, and six more families whose pages look different."""

import datetime
import time
from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel import Session, select

from data import database, schema
from data.accounts import Account, hash_password
from data.enrolments import Enrolment
from data.families import Family, Guardian
from data.keys import digest, plain
from data.ledger import Document, Entry, EntryLine, Ledger
from data.repertoire import Work
from data.sites import Site, site_of
from data.students import FamilyStudent
from tests.asking_for import as_person, ask_for, decide_all, record_for, take_back
from tests.browser import desk, wishes
from tests.imported import simulate_for
from tests.people import PASSWORD, People, Someone, populate
from tests.reenrolling import reenrol
from tests.schooling import LAST_YEAR, THIS_YEAR, add_student, attend, enrol, note_much, teach

SLUG = "rive-gauche"
TEMPORARY = "abcd-efgh-jkmn-pqrs-t"
FAR_FUTURE = 4_000_000_000
ENTRIES, YEARS = 60, 4
MUCH = 60  # of everything, for one student
LONG_WORD = "Anticonstitutionnellement-Pneumoultramicroscopique"


@dataclass(frozen=True)
class Crowd:
    """Everybody whose pages are looked at."""

    people: People
    many: Someone  # more entries than a page holds, over four school years
    long: Someone  # words that are longer than a narrow screen
    full: Someone  # lists that are longer than a sheet of paper
    bare: Someone  # nothing at all
    parent: Someone  # students in every state of re-enrolment
    newcomer: Someone  # a temporary password, which leads to « Choisir un mot de passe »
    viewed: str  # the key of the family with the long words, whose portal the office looks at
    unsecured: Someone  # of an office whose site wants a second factor that is not set up


def furnish(path: Path) -> Crowd:
    """A new database with the crowd in it."""
    schema.migrate(path)
    with database.transaction(path) as db:
        people = populate(db)
        site, secret = site_of(db, SLUG), hash_password(PASSWORD)
        assert site
        parent, theirs = _family(
            db, site, "parent", secret, surname="MOREAU", given_name="Lise", email="lise@example.fr"
        )
        long, viewed = _long(db, site, secret)
        crowd = Crowd(
            people,
            many=_many(db, site, secret),
            long=long,
            full=_full(db, site, secret),
            bare=_family(db, site, "nu", secret, surname="PETIT", given_name="Léa")[0],
            parent=parent,
            newcomer=_newcomer(db, site),
            viewed=viewed,
            unsecured=desk.furnish_desk(db, people, "F-abolant"),
        )
        simulate_for(db, as_person(db, people.office), int(time.time()), another=True)
        _ask(db, crowd)
        wishes.open_both(db)
        wishes.wish_much(db, path.parent / "pieces", people, parent, site.id, theirs.id)
        _share(db, theirs)
        reenrol(db, crowd.many, "Camille")
        wishes.close_far(db)
        return crowd


def _share(db: Session, family: Family) -> None:
    """A student of the family has a second one: the office can unlink it."""
    student, *_ = db.exec(select(FamilyStudent.student_id).where(FamilyStudent.family_id == family.id))
    other = db.exec(select(Guardian.family_id).where(Guardian.surname == "BERNIER")).one()
    db.add(FamilyStudent(family_id=other, student_id=student))


def _ask(db: Session, crowd: Crowd) -> None:
    """What the office is asked: what has moved, what is too long; one was taken back, one is decided."""
    neighbour = crowd.people.neighbour
    ask_for(db, neighbour, "Adrien", address="14 rue du Cheval Rouge\nBâtiment B", town="Olivet")
    record = record_for(db, as_person(db, neighbour), "Adrien")
    record.address = "12 rue du Cheval Blanc"
    db.add(record)
    ask_for(db, crowd.people.far_neighbour, town="Olivet")
    ask_for(db, neighbour, profession=LONG_WORD, town=f"{LONG_WORD} sur Loire")
    take_back(db, neighbour, ask_for(db, neighbour, "Zoé", town="Olivet"))
    decide_all(db, crowd.people.office, ask_for(db, crowd.many, town="Blois", mobile="06 39 98 00 00"), "Non.", "town")
    ask_for(db, crowd.many, town="Olivet", profession="LUTHIÈRE")


def _family(db: Session, site: Site, username: str, secret: str, **facts: str) -> tuple[Someone, Family]:
    family = Family(site_id=site.id, reference=f"F-{username}")
    db.add(family)
    db.flush()
    guardian = Guardian.model_validate({"family_id": family.id, **facts})
    db.add(guardian)
    db.flush()
    db.add(_account(site, username, guardian, secret))
    return Someone(site.slug, username, facts.get("email", "")), family


def _account(site: Site, username: str, guardian: Guardian, secret: str) -> Account:
    """With a chosen password, or else with a temporary one."""
    account = Account(site_id=site.id, username=username, guardian_id=guardian.id, password_hash=secret)
    if not secret:
        account.temporary_digest, account.temporary_until = digest(plain(TEMPORARY)), FAR_FUTURE
    return account


def _many(db: Session, site: Site, secret: str) -> Someone:
    someone, family = _family(
        db,
        site,
        "abolant",
        secret,
        surname="ABOLANT",
        given_name="Jocelyne",
        honorific="Madame",
        profession="CADRE DE LA FONCTION PUBLIQUE",
        address="3 rue des Tilleuls",
        postcode="45000",
        town="ORLEANS",
        mobile="06 39 98 12 34",
        email="jocelyne.abolant@example.fr",
    )
    for place in range(ENTRIES):
        _entry(db, site, family, place)
    for name, born in (("Adrien", datetime.date(1995, 9, 14)), ("Camille", datetime.date(1999, 3, 2))):
        teach(db, add_student(db, site.id, family.id, "ABOLANT", name, birth_date=born))
    return someone


def _entry(db: Session, site: Site, family: Family, place: int, ledger: Ledger = Ledger.FEES, words: str = "") -> None:
    paid = place % 3 == 0
    entry = Entry(
        site_id=site.id,
        family_id=family.id,
        reference=f"{family.reference}-{ledger}-{place}",
        ledger=ledger,
        date=datetime.date(2026, 11, 10) - datetime.timedelta(days=place * 365 * YEARS // ENTRIES),
        label=words or ("RÈGLEMENT" if paid else "AVIS DES SOMMES A PAYER"),
        payment_method=words or "Prélèvement automatique",
        number=words.upper() or f"26FC{place:05d}",
        debit=0 if paid else 9324,
        credit=18648 if paid else 0,
        remitted=paid,
        document=Document.RECEIPT if paid else Document.PAYMENT_NOTICE,
    )
    db.add(entry)
    db.flush()
    for rank, line in enumerate(("Droits d’inscription, formation musicale", "Pratique instrumentale : trompette")):
        db.add(EntryLine(entry_id=entry.id, rank=rank, label=words or line, amount=4662))


def _long(db: Session, site: Site, secret: str) -> tuple[Someone, str]:
    facts = dict.fromkeys(("surname", "given_name", "profession", "address", "town", "marital_status"), LONG_WORD)
    someone, family = _family(db, site, "long", secret, **facts, email=f"{LONG_WORD.lower()}@example.fr")
    student = add_student(db, site.id, family.id, LONG_WORD, LONG_WORD)
    schooling = teach(db, student)
    for year in (THIS_YEAR, LAST_YEAR):
        words = dict.fromkeys(("teacher", "room", "level", "cycle", "discipline", "track"), LONG_WORD)
        enrol(db, student, LONG_WORD, year, LONG_WORD, True, **words)
    for ledger in Ledger:
        _entry(db, site, family, 0, ledger, LONG_WORD)
    return replace(someone, schooling=schooling), family.key


def _full(db: Session, site: Site, secret: str) -> Someone:
    someone, family = _family(db, site, "plein", secret, surname="PLEIN", given_name="Victor")
    student = add_student(db, site.id, family.id, "PLEIN", "Élise")
    schooling = teach(db, student)
    for key, first in ((schooling.course, "01/12/2026"), (schooling.past, "01/12/2025")):
        note_much(db, db.exec(select(Enrolment).where(Enrolment.key == key)).one(), MUCH, MUCH, first)
    attend(db, student, MUCH)
    for number in range(MUCH):
        title = f"Étude caractéristique n° {number}, avec variations et final"
        db.add(Work(student_id=student.id, title=title, composer="Jean-Baptiste Arban", occasion="Audition de classe"))
    return replace(someone, schooling=schooling)


def _newcomer(db: Session, site: Site) -> Someone:
    someone, _ = _family(db, site, "nouveau", "", surname="BERNIER", given_name="Paul")
    return Someone(someone.site, someone.username, someone.email, TEMPORARY)
