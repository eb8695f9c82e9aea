"""The law of the swap on the tab Réinscription, in each of its states; and what it weighs when there is much of it."""

from typing import Any

import pytest
from sqlmodel import select

from data import database
from data.documents import RequiredDocument
from data.settings import Settings
from data.sites import Site
from data.store import Store
from tests.house.conftest import Spoil
from tests.house.swapping import SWAP, Walk
from tests.house.test_swap_law import plain
from tests.people import People
from tests.proof_reading import weight
from tests.reader import Page, Reader
from tests.reenrolling import DOCUMENTS, OPENS, folder_for, open_reenrolment, reenrol, supply_for, wish_for
from tests.schooling import School, Schooling, enrol

COURSES = (
    *("Formation musicale", "Chœur d’enfants", "Piano", "Orchestre symphonique", "Musique de chambre"),
    *("Danse classique", "Danse contemporaine", "Culture musicale", "Improvisation", "Déchiffrage"),
)
MORE = (
    *("Attestation d’assurance", "Bulletin scolaire", "Fiche sanitaire de liaison"),
    *("Règlement intérieur signé", "Autorisation de sortie"),
)
LINKS = 13  # menu, tabs, arrows, « Retour »


@pytest.fixture(autouse=True)
def opened(settings: Settings) -> None:
    """The near site has opened re-enrolment."""
    with database.transaction(settings.database) as db:
        open_reenrolment(db)


@pytest.fixture
def tab(learnt: Schooling) -> str:
    return f"/eleves/{learnt.student}/reinscription"


def keeps_the_law(reader: Reader, *pages: Page) -> list[int]:
    """How many enhanced links each of these pages has, all of them followed; both modes say the same."""
    walk = Walk(reader)
    return [walk.follow_all(page) for page in pages]


def says_the_same(reader: Reader, *addresses: str) -> None:
    """Both modes, word for word."""
    pages = [plain(reader.read(each)) for each in addresses]
    reader.switch_mode()
    assert [plain(reader.read(each)) for each in addresses] == pages
    reader.switch_mode()


def test_the_swaps_to_and_from_an_open_tab_make_the_very_page(reader: Reader, people: People, tab: str) -> None:
    reader.enter(people.family)
    others = [tab.replace("/reinscription", path) for path in ("", "/cours")]
    assert keeps_the_law(reader, *map(reader.read, (tab, *others)))[0] == LINKS
    says_the_same(reader, tab)


def test_the_swaps_of_a_draft_and_its_summary_make_the_very_page(
    reader: Reader, people: People, settings: Settings, tab: str
) -> None:
    with database.transaction(settings.database) as db:
        wish_for(db, people.family, "Adrien", "Trompette", remarks="Merci.")
        supply_for(db, Store(settings.documents), people.family)
    reader.enter(people.family)
    pages = tab, f"{tab}?fait=piece-importee", f"{tab}/recapitulatif"
    assert keeps_the_law(reader, *map(reader.read, pages)) == [LINKS, LINKS, LINKS + 1]
    says_the_same(reader, *pages)


def test_the_swaps_of_what_was_sent_make_the_very_page(
    reader: Reader, people: People, settings: Settings, school: School, tab: str
) -> None:
    with database.transaction(settings.database) as db:
        reenrol(db, people.family)
    reader.enter(people.family)
    pages = tab, f"{tab}?fait=reinscription-envoyee", f"{tab}/recu"
    assert keeps_the_law(reader, *map(reader.read, pages)) == [LINKS + 1] * 3
    says_the_same(reader, *pages)
    assert keeps_the_law(reader, reader.read("/mes-demandes")) == [7]
    says_the_same(reader, "/mes-demandes")
    school.decide(reenrolment_closes=OPENS)
    assert keeps_the_law(reader, *map(reader.read, pages)) == [LINKS + 1] * 3
    says_the_same(reader, *pages)


def test_the_swaps_of_a_refused_form_make_the_very_page(reader: Reader, people: People, tab: str) -> None:
    reader.enter(people.family)
    one, other = reader.read(tab), reader.read(tab)
    refused = reader.send(one, tab, 422, geste="valider", demandes="Le lundi.")
    clash = reader.send(other, tab, 409, geste="enregistrer", demandes="Le mardi.")
    assert keeps_the_law(reader, refused, clash) == [LINKS, LINKS]


def test_a_tab_that_forgets_its_bar_is_found(reader: Reader, people: People, spoil: Spoil, tab: str) -> None:
    reader.enter(people.family)
    bar = '{{ tab_bar(heading, tabs, tab, swaps("panel")) }}\n'
    spoil("layouts/record.html", f'<section id="panel">\n{bar}', f'{bar}<section id="panel">\n')
    with pytest.raises(AssertionError, match="a region comes with its title, alone"):
        keeps_the_law(reader, reader.read(tab))


@pytest.fixture
def much(people: People, settings: Settings) -> None:
    """Twelve courses, eight of them ticked and two with a wish; eight documents, three of them given."""
    with database.transaction(settings.database) as db:
        site = db.exec(select(Site).where(Site.slug == people.family.site)).one()
        db.add_all(RequiredDocument(site_id=site.id, rank=3 + rank, name=name) for rank, name in enumerate(MORE))
        student = folder_for(db, people.family).student
        for number, title in enumerate(COURSES):
            level, teacher = f"{number + 1}e année", f"{'ABCDEFGHIJ'[number]}. MARTIN{number}"
            enrol(db, student, title, level=level, teacher=teacher)
        for number, name in enumerate(DOCUMENTS):
            document = supply_for(db, Store(settings.documents), people.family, name=name)
            document.file_name = f"IMG_20261118_12060{number}.jpg"


def weights(reader: Reader, tab: str) -> tuple[int, int]:
    """Of the page and of the panel alone."""
    return weight(reader.read(tab).answer), weight(reader.swap(tab, "panel"))


def test_twelve_courses_and_eight_documents_are_light(reader: Reader, people: People, much: None, tab: str) -> None:
    reader.enter(people.family)
    page = reader.read(tab)
    assert (len(page.tree.xpath("//*[@type='checkbox']")), len(page.tree.xpath("//*[@type='file']"))) == (13, 8)
    assert weights(reader, tab)[1] <= SWAP
    boxes, wishes = (page.tree.xpath(f"//input[starts-with(@name, '{kind}')]/@name") for kind in ("cours-", "souhait-"))
    typed: dict[str, Any] = dict.fromkeys(boxes[:6], "oui") | dict.fromkeys(wishes[:1], "le mercredi")
    reader.send(page, tab, geste="enregistrer", demandes="Merci de tout regrouper.", **typed)
    assert weights(reader, tab)[1] <= SWAP
