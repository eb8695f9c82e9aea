"""The documents of a school year under names that any disk takes."""

from collections.abc import Iterator
from pathlib import PureWindowsPath

import pytest
from sqlmodel import Session, col, update

from data import database
from data.documents import RequiredDocument, SuppliedDocument
from data.reenrolments import bundle, requiring
from data.settings import Settings
from data.store import Store
from data.students import Student
from tests.asking_for import NOW, as_person
from tests.people import People
from tests.reenrolling import DOCUMENTS, folder_for, open_reenrolment, reenrol, supply_for, wish_for

YEAR = "2027-2028"
HOSTILE = (
    "../../etc/passwd", "/abs/olute.pdf", "C:\\Users\\x.pdf", "..", ".", "", "a\x00b.pdf", "\u202efdp.exe",
    "nom\nsur deux lignes.pdf", "é" * 300 + ".pdf", 'guil"le<mets>|?*.pdf', "CON.pdf", "   .pdf", "-rf.pdf",
)  # fmt: skip


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    """The crowd’s database, in which the near site has opened re-enrolment."""
    with database.transaction(settings.database) as session:
        open_reenrolment(session)
        yield session


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store(settings.documents)


def names(db: Session, people: People) -> list[str]:
    return [each.name for each in bundle.files_of(db, as_person(db, people.office).site, YEAR)]


def reference(db: Session, people: People) -> str:
    return folder_for(db, people.family).student.reference


def test_a_name_says_whose_what_and_how_the_family_called_it(db: Session, people: People, store: Store) -> None:
    supplied = supply_for(db, store, people.family)
    reenrol(db, people.family)
    who = reference(db, people)
    assert bundle.files_of(db, as_person(db, people.office).site, YEAR) == [
        (f"eleve-{who}/{who}_Justificatif d’adresse_justificatif.pdf", supplied.stored)
    ]
    assert bundle.weight_of(db, as_person(db, people.office).site, YEAR) == (1, supplied.size)


def test_a_document_of_the_household_stands_with_the_family(db: Session, people: People, store: Store) -> None:
    db.exec(update(RequiredDocument).values(of_household=True))
    supply_for(db, store, people.family, "Zoé")
    reenrol(db, people.family)
    assert names(db, people) == ["famille-F-dalmeida/F-dalmeida_Justificatif d’adresse_justificatif.pdf"]


def test_what_belongs_to_a_draft_stays_with_the_family(db: Session, people: People, store: Store) -> None:
    supply_for(db, store, people.family)
    supply_for(db, store, people.family, "Zoé")
    wish_for(db, people.family, "Adrien", "Trompette")
    reenrol(db, people.family, "Zoé", "Danse")
    assert [each.partition("/")[0] for each in names(db, people)] != [f"eleve-{reference(db, people)}"]
    assert len(names(db, people)) == 1


def test_what_is_asked_for_no_more_is_still_there(db: Session, people: People, store: Store) -> None:
    supply_for(db, store, people.family)
    reenrol(db, people.family)
    office = as_person(db, people.office)
    requiring.remove(db, office, requiring.documents_of(db, office.site)[0], NOW)
    assert len(names(db, people)) == 1


def test_another_site_and_another_year_have_their_own(db: Session, people: People, store: Store) -> None:
    supply_for(db, store, people.family)
    reenrol(db, people.family)
    assert bundle.files_of(db, as_person(db, people.far_office).site, YEAR) == []
    assert bundle.files_of(db, as_person(db, people.office).site, "2026-2027") == []


def test_no_two_names_are_the_same_on_any_disk(db: Session, people: People, store: Store) -> None:
    for name in DOCUMENTS:
        supply_for(db, store, people.family, name=name)
    db.exec(update(SuppliedDocument).values(name="Pièce"))
    for file_name, name in zip(("a.pdf", "A.PDF", "a/.png"), DOCUMENTS, strict=True):
        required = next(each for each in folder_for(db, people.family).documents if each.required.name == name)
        assert required.supplied
        required.supplied.file_name = file_name
    reenrol(db, people.family)
    who = reference(db, people)
    assert names(db, people) == [f"eleve-{who}/{who}_Pièce_{end}.pdf" for end in ("a", "A (2)", "a (3)")]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_name_is_made_harmless(db: Session, people: People, store: Store, hostile: str) -> None:
    supply_for(db, store, people.family)
    reenrol(db, people.family)
    db.exec(update(SuppliedDocument).values(name=hostile, file_name=hostile))
    student = folder_for(db, people.family).student.id
    db.exec(update(Student).where(col(Student.id) == student).values(reference=hostile))
    (name,) = names(db, people)
    folder, file = name.split("/")
    path = PureWindowsPath(name)
    assert folder.startswith("eleve-")
    assert file.endswith(".pdf")
    assert not path.is_absolute()
    assert path.parts == (folder, file)
    assert not path.is_reserved()
    assert ".." not in name
    assert name.isprintable()
    assert len(file.encode()) < 255
