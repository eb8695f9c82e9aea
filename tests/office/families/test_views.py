"""« Voir comme la famille »: the office sees what the family sees; written down, read-only, left by one button."""

from dataclasses import replace

import pytest
from lxml import html
from sqlmodel import col, select, update

from data import accounts, agenda, database
from data.accounts import Account
from data.audit import VIEW_CLOSED, VIEW_OPENED, AuditEntry
from data.families import Family, Guardian
from data.imports.removal import remove
from data.schema import METADATA
from data.sessions import UserSession
from data.settings import Settings
from routes.web.page import environment
from tests.conftest import Clock
from tests.house.affairs import account_of
from tests.house.asking import to_the_byte
from tests.people import People
from tests.reader import Reader
from tests.records import inputs_of
from tests.viewing import BANNER, banner_of, journal, key_of, press

SEEN = "Vous voyez le portail comme la famille D’ALMEIDA. Rien ne peut être modifié."
LEFT = "Vous avez quitté la vue de la famille. Le portail est de nouveau celui du secrétariat."
END = "/administration/vue/fin"


@pytest.fixture
def key(settings: Settings, people: People) -> str:
    """The key of the family."""
    return key_of(settings, people.family)


@pytest.fixture
def view(key: str) -> str:
    """Where the button « Voir comme la famille » leads."""
    return f"/administration/familles/{key}/vue"


@pytest.fixture
def desk(reader: Reader, people: People) -> Reader:
    """The office, signed in."""
    reader.enter(people.office)
    return reader


@pytest.fixture
def viewer(desk: Reader, view: str) -> Reader:
    """The office, who sees the portal as the family does."""
    assert press(desk, view).headers["Location"] == "/"
    return desk


def test_the_button_that_opens_a_view_names_the_family(key: str, view: str) -> None:
    macro = environment.get_template("parts/viewing.html").module.view_as_family  # type: ignore[attr-defined]
    form = html.fragment_fromstring(macro(key, "D’ALMEIDA <Inès>", "a-token").strip())
    assert (form.get("method"), form.get("action")) == ("post", view)
    assert form.xpath("string(input[@name='jeton']/@value)") == "a-token"
    assert form.findtext("button") == "Voir comme la famille D’ALMEIDA <Inès>"


def test_the_office_arrives_on_the_accueil_of_the_family(viewer: Reader) -> None:
    page = viewer.read("/")
    assert page.find("//h1").text_content() == "Accueil"
    assert banner_of(page) == SEEN
    assert page.tree.xpath("//nav[@class='menu']//a/@href")[:3] == ["/", "/famille", "/eleves"]


def test_the_band_stands_above_everything_and_behind_the_skip_link(viewer: Reader) -> None:
    page = viewer.read("/famille")
    assert page.find("//*[@id='screen']/*[1]").get("class") == "viewing"
    assert page.find(BANNER).get("aria-label") == "Vue d’une famille"
    stops = [each.text_content() for each in page.tree.xpath("//body//a | //body//button")]
    assert stops[:3] == ["Aller au contenu", "Quitter cette vue", "Accueil"]


def test_the_office_itself_and_the_family_itself_see_no_band(reader: Reader, people: People) -> None:
    assert banner_of(reader.sign_in(people.office)) == ""
    assert banner_of(reader.sign_in(people.family)) == ""


def test_the_band_stays_when_a_region_is_swapped(viewer: Reader) -> None:
    assert "Quitter cette vue" in viewer.swap("/famille", "screen").text
    assert "Quitter cette vue" not in viewer.swap("/famille", "panel").text


def test_it_is_the_responsable_whose_portal_is_shown(
    desk: Reader, view: str, settings: Settings, people: People
) -> None:
    with database.transaction(settings.database) as db:
        family = db.get_one(Guardian, account_of(db, people.family).guardian_id).family_id
        db.exec(update(Guardian).where(col(Guardian.family_id) == family).values(rank=1))
        db.add(Guardian(family_id=family, rank=0, surname="ABOLANT", given_name="Jocelyne"))
    press(desk, view)
    page = desk.read("/famille")
    assert (page.find("//h1").text_content(), inputs_of(page)["Prénom"]) == ("ABOLANT Jocelyne", "Jocelyne")
    assert "comme la famille ABOLANT." in banner_of(page)


def test_its_documents_open(viewer: Reader, people: People) -> None:
    answer = viewer.get(f"/famille/cotisations/{people.family.fee}.pdf", {})
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_what_is_another_familys_is_not_there(viewer: Reader, people: People) -> None:
    viewer.read(f"/famille/cotisations/{people.neighbour.fee}", 404)
    viewer.read(f"/eleves/{people.neighbour.schooling.student}", 404)


def test_a_family_of_another_site_is_one_that_does_not_exist(desk: Reader, settings: Settings, people: People) -> None:
    far = press(desk, f"/administration/familles/{key_of(settings, people.far_neighbour)}/vue")
    unknown = press(desk, "/administration/familles/zzzzzzzz/vue")
    assert far.status_code == unknown.status_code == 404
    assert to_the_byte(far) == to_the_byte(unknown)
    assert journal(settings) == []


def test_both_ends_of_a_view_are_written_down(
    viewer: Reader, settings: Settings, people: People, key: str, time: Clock
) -> None:
    time.pass_by(300)
    press(viewer, END)
    assert journal(settings) == [("secretariat", VIEW_OPENED, key), ("secretariat", VIEW_CLOSED, key)]
    with database.reading(settings.database) as db:
        office = account_of(db, people.office)
        entries = db.exec(select(AuditEntry).where(AuditEntry.subject == key)).all()
    assert {(each.site_id, each.account_id) for each in entries} == {(office.site_id, office.id)}
    assert [each.at for each in entries] == [time.now - 300, time.now]


def test_its_one_button_leads_back_to_the_office(viewer: Reader) -> None:
    page = viewer.send(viewer.read("/eleves"), END)
    assert page.url == "/administration?fait=vue-fermee"
    assert page.find("//*[@role='status']/p[1]").text_content() == LEFT
    assert banner_of(page) == ""
    viewer.read("/famille", 404)


def test_a_second_click_changes_nothing_more(viewer: Reader, view: str, settings: Settings) -> None:
    assert press(viewer, view).headers["Location"] == "/"
    assert len(journal(settings)) == 1
    for _ in range(2):
        assert press(viewer, END).headers["Location"] == "/administration?fait=vue-fermee"
    assert len(journal(settings)) == 2


def test_another_family_waits_until_this_view_is_left(viewer: Reader, settings: Settings, people: People) -> None:
    other = f"/administration/familles/{key_of(settings, people.neighbour)}/vue"
    page = viewer.read(press(viewer, other).headers["Location"])
    assert "Quittez d’abord cette vue." in page.find("//*[@role='status']/p[1]").text_content()
    assert banner_of(page) == SEEN
    assert len(journal(settings)) == 1
    press(viewer, END)
    press(viewer, other)
    assert "la famille LE GOFF." in banner_of(viewer.read("/"))


def test_the_pages_of_the_office_say_that_the_view_must_be_left_first(viewer: Reader) -> None:
    page = viewer.read("/administration", 403)
    assert page.find("//h1").text_content() == "Lecture seule"
    assert "Quittez cette vue pour revenir à l’administration." in page.text
    assert banner_of(page) == SEEN


def test_a_form_is_refused_in_words(viewer: Reader, settings: Settings) -> None:
    page = viewer.send(viewer.read("/agenda"), "/agenda/adresse", 403)
    assert page.find("//h1").text_content() == "Lecture seule"
    assert "Vous regardez ce portail comme la famille D’ALMEIDA\xa0: rien ne peut y être modifié." in page.text
    with database.reading(settings.database) as db:
        assert db.exec(select(agenda.CalendarFeed)).all() == []


def test_the_address_of_the_calendar_stays_the_familys_secret(reader: Reader, people: People, view: str) -> None:
    reader.enter(people.family)
    secret = reader.send(reader.read("/agenda"), "/agenda/adresse").find("//input[@id='adresse']").get("value")
    reader.sign_out()
    reader.enter(people.office)
    press(reader, view)
    page = reader.read("/agenda")
    assert "La famille seule voit ici son adresse." in page.text
    assert secret.rpartition("/")[2].removesuffix(".ics") not in page.answer.text
    assert "Changer d’adresse" in page.text


def test_the_password_is_the_familys_own_affair(viewer: Reader, settings: Settings) -> None:
    page = viewer.read("/mot-de-passe")
    assert "La famille seule voit ici le formulaire" in page.text
    assert page.tree.xpath("//input[@type='password'] | //form[@action='/mot-de-passe']") == []
    assert viewer.read(page.links()["Retour"]).find("//h1").text_content() == "Accueil"


def test_the_mode_is_the_secretarys_own(viewer: Reader, settings: Settings, people: People) -> None:
    page = viewer.switch_mode()
    assert page.tree.get("class") == "accessible"
    assert banner_of(page) == SEEN
    with database.reading(settings.database) as db:
        modes = [account_of(db, who).accessible for who in (people.office, people.family)]
    assert modes == [True, False]


def test_quitter_ends_the_view_with_the_session(viewer: Reader, people: People, settings: Settings) -> None:
    viewer.send(viewer.read("/"), "/quitter")
    assert viewer.sign_in(people.office).url == "/administration"
    with database.reading(settings.database) as db:
        assert db.exec(select(UserSession.viewing_id)).all() == [None]


def test_a_session_that_has_run_out_sees_nothing_and_views_nothing(
    viewer: Reader, people: People, view: str, time: Clock
) -> None:
    token = viewer.read("/").form("/quitter")
    time.pass_by(3600)
    answer = viewer.client.post(view, data=token, follow_redirects=False)
    assert answer.headers["Location"] == "/connexion?fait=session-terminee"
    assert viewer.read("/famille").url == "/connexion?suite=/famille"
    assert banner_of(viewer.sign_in(people.office)) == ""


def test_a_session_is_kept_alive_by_looking(viewer: Reader, time: Clock) -> None:
    for _ in range(3):
        time.pass_by(3000)
        assert banner_of(viewer.read("/famille")) == SEEN


def test_a_temporary_password_opens_no_view(
    reader: Reader, people: People, view: str, settings: Settings, time: Clock
) -> None:
    with database.transaction(settings.database) as db:
        password = accounts.make_temporary_password(db, account_of(db, people.office).id, time.now)
    reader.sign_in(replace(people.office, password=password))
    assert press(reader, view).headers["Location"] == "/mot-de-passe"
    assert journal(settings) == []


@pytest.mark.parametrize("table", ["family", "guardian"])
def test_a_family_that_an_import_removes_leaves_the_office_and_the_journal(
    viewer: Reader, settings: Settings, people: People, key: str, table: str
) -> None:
    with database.transaction(settings.database) as db:
        guardian = db.get_one(Guardian, account_of(db, people.family).guardian_id)
        gone = {"family": guardian.family_id, "guardian": guardian.id}[table]
        remove(db.connection(), METADATA.tables[table], [gone])
    page = viewer.read("/")
    assert (page.url, banner_of(page)) == ("/administration", "")
    assert press(viewer, END).headers["Location"] == "/administration?fait=vue-fermee"
    assert journal(settings) == [("secretariat", VIEW_OPENED, key)]


def test_the_journal_outlives_the_account_of_the_secretary(viewer: Reader, settings: Settings, key: str) -> None:
    with database.transaction(settings.database) as db:
        office = select(Account.id).where(Account.username == "secretariat")
        remove(db.connection(), METADATA.tables["account"], db.exec(office).all())
        assert db.exec(select(Family.key).where(Family.key == key)).all() == [key]
    assert journal(settings) == [("secretariat", VIEW_OPENED, key)]


def test_the_plan_of_the_portal_is_the_familys(viewer: Reader) -> None:
    links = viewer.read("/plan-du-site").links()
    assert links["Identité"] == "/famille"
    assert "Administration" not in links
