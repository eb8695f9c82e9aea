"""Double authentification of one's own account: set up with a code, printed codes shown once, taken away."""

import re

import pyotp
import pytest
from sqlmodel import select

from data import database, site_decisions, sites
from data.keys import digest
from data.second_factor import RecoveryCode, address_of
from data.settings import Settings
from tests.conftest import Clock
from tests.house.affairs import account_of
from tests.noting import ACTS
from tests.people import People, Someone
from tests.reader import Page, Reader
from tests.second_steps import SECRET, code_at, give, secure
from tests.test_sign_in import problems

HERE, OFF = "/administration/double-authentification", "/administration/double-authentification/suppression"
NO = "\N{NO-BREAK SPACE}"


def key_on(page: Page) -> str:
    """The secret, as it is typed by hand."""
    return "".join(page.find("//main//p[contains(., 'cette clé')]/strong").text_content().split())


def set_up(reader: Reader, who: Someone, now: int, status: int = 200, **values: str) -> Page:
    page = reader.read(HERE)
    return reader.send(page, HERE, status, **{"actuel": who.password, "code": code_at(now, key_on(page)), **values})


def require(settings: Settings, slug: str = "rive-gauche") -> None:
    with database.transaction(settings.database) as db:
        site = sites.site_of(db, slug)
        assert site is not None
        site_decisions.decide(db, site, "double_authentification", "oui")


def actions(settings: Settings) -> list[str]:
    with database.reading(settings.database) as db:
        return [entry.action for entry in db.exec(ACTS)]


def test_the_page_shows_a_picture_and_the_same_key_in_groups_of_four(reader: Reader, people: People) -> None:
    reader.sign_in(people.clerk)
    page = reader.read("/administration/double-authentification")
    words = page.find("//main//p[contains(., 'cette clé')]/strong").text_content()
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", words)
    assert page.find("//main//svg[@role='img']").get("aria-label").startswith("Code QR")


def test_the_key_stays_until_it_is_used_and_is_everybodys_own(reader: Reader, people: People) -> None:
    reader.sign_in(people.office)
    first, second = (key_on(reader.read(HERE)) for _ in range(2))
    reader.sign_out()
    reader.sign_in(people.clerk)
    assert first == second != key_on(reader.read(HERE))


def test_it_is_reached_from_administration_and_from_mot_de_passe(reader: Reader, people: People) -> None:
    links = reader.sign_in(people.clerk).links()
    assert links["Double authentification de mon compte"] == HERE
    assert reader.read("/mot-de-passe").links()["Double authentification"] == HERE


def test_one_code_sets_it_up_and_ten_codes_are_shown_once(
    reader: Reader, people: People, settings: Settings, time: Clock
) -> None:
    reader.sign_in(people.office)
    codes = [each.text_content() for each in set_up(reader, people.office, time.now).tree.xpath("//main//ol/li")]
    assert len(set(codes)) == 10
    assert all(re.fullmatch("[2-9a-z]{6}-[2-9a-z]{6}-[2-9a-z]{6}", each) for each in codes)
    page = reader.read(HERE)
    assert f"10{NO}codes de secours" in page.find("//main").text_content()
    assert not any(each in page.answer.text for each in codes)
    with database.reading(settings.database) as db:
        assert not set(codes) & {row.digest for row in db.exec(select(RecoveryCode))}
    assert actions(settings) == ["double-authentification-activee"]


def test_the_code_that_set_it_up_does_not_open_the_portal(reader: Reader, people: People, time: Clock) -> None:
    reader.sign_in(people.office)
    secret = key_on(reader.read(HERE))
    set_up(reader, people.office, time.now)
    reader.sign_out()
    waiting = reader.sign_in(people.office)
    assert "a déjà servi" in problems(give(reader, waiting, code_at(time.now, secret), 422))[0]


@pytest.mark.parametrize(
    ("wrong", "field"), [({"code": ""}, "code"), ({"code": "000000"}, "code"), ({"actuel": "faux"}, "actuel")]
)
def test_a_wrong_code_or_password_sets_nothing_up(
    reader: Reader, people: People, settings: Settings, time: Clock, wrong: dict[str, str], field: str
) -> None:
    reader.sign_in(people.office)
    page = set_up(reader, people.office, time.now, 422, **wrong)
    assert page.find("//*[@role='alert']//li/a").get("href") == f"#{field}"
    with database.reading(settings.database) as db:
        assert account_of(db, people.office).second_factor == ""


def test_setting_it_up_ends_the_other_sessions(reader: Reader, people: People, time: Clock) -> None:
    reader.sign_in(people.office)
    other = dict(reader.client.cookies)
    reader.client.cookies.clear()
    reader.sign_in(people.office)
    set_up(reader, people.office, time.now)
    reader.client.cookies.clear()
    reader.client.cookies.update(other)
    assert reader.get("/administration", {}).status_code == 303


def test_the_same_form_sent_twice_sets_it_up_once(reader: Reader, people: People, time: Clock) -> None:
    reader.sign_in(people.office)
    page = reader.read(HERE)
    values = {"actuel": people.office.password, "code": code_at(time.now, key_on(page))}
    reader.send(page, HERE, 200, **values)
    again = reader.send(page, HERE, 200, **values)
    assert again.url == f"{HERE}?fait=double-authentification-deja"


def test_it_is_taken_away_with_the_password_and_a_code(
    reader: Reader, people: People, settings: Settings, time: Clock
) -> None:
    secure(settings, people.office)
    give(reader, reader.sign_in(people.office), code_at(time.now))
    time.pass_by(30)
    proof = {"actuel": people.office.password, "code": code_at(time.now)}
    for wrong in ({"actuel": "faux"}, {"code": "000000"}, {"code": ""}):
        reader.send(reader.read(HERE), OFF, 422, **{**proof, **wrong})
    reader.send(reader.read(HERE), "/administration/double-authentification/suppression", 200, **proof)
    reader.sign_out()
    assert reader.sign_in(people.office).url == "/administration"
    assert actions(settings) == ["double-authentification-retiree"]


def test_a_site_that_requires_it_leads_there_and_nowhere_else(
    reader: Reader, people: People, settings: Settings, time: Clock
) -> None:
    require(settings)
    page = reader.sign_in(people.clerk)
    assert page.url == HERE
    assert page.tree.xpath("//nav[@class='menu many']//a/text()") == ["Accessibilité", "Mot de passe"]
    for path in ("/administration/demandes", "/administration", "/", "/administration/reinscriptions"):
        assert reader.read(path).url == HERE
    assert reader.read("/plan-du-site").links().get("Administration") is None
    set_up(reader, people.clerk, time.now)
    assert reader.read("/administration/demandes").url == "/administration/demandes"


def test_it_asks_nothing_of_families_nor_of_another_site(reader: Reader, people: People, settings: Settings) -> None:
    require(settings)
    assert reader.sign_in(people.family).url == "/"
    reader.sign_out()
    assert reader.sign_in(people.far_office).url == "/administration"


def test_a_temporary_password_is_replaced_first(reader: Reader, people: People, settings: Settings) -> None:
    require(settings)
    with database.transaction(settings.database) as db:
        account = account_of(db, people.clerk)
        account.temporary_digest, account.temporary_until = digest("abc"), 2_000_000_000
    assert reader.sign_in(people.clerk, "abc").url == "/mot-de-passe"
    assert reader.read(HERE).url == "/mot-de-passe"


def test_the_picture_says_whose_account_it_is() -> None:
    shown = pyotp.parse_uri(address_of(SECRET, "accueil", "Conservatoire de Musique"))
    assert (shown.secret, shown.name, shown.issuer) == (SECRET, "accueil", "Conservatoire de Musique")
