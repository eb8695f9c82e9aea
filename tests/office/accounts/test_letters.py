"""Lettres: a page for each account; a password for who has no e-mail, kept as a digest once its page is made."""

import re
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from httpx import Response
from sqlmodel import col, select, update

from data import database
from data.accounts import LETTER_LIFE, Account
from data.families import Guardian
from data.family_accounts import informing
from data.sites import Site
from routes.office.accounts import printed_letters
from routes.web import pdf, printing
from tests.conftest import Clock
from tests.house.affairs import account_of
from tests.logos import give_logo, picture
from tests.noting import ACTS
from tests.office.conftest import Office
from tests.page import Page
from tests.prints import Place, Print
from tests.spoken import spoken

LETTERS = "/administration/comptes/lettres"


@pytest.fixture(autouse=True)
def here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker takes a second to start: all but one of the tests print in their own process, which has no limits."""

    async def at_once(work: Callable[..., Any], *given: Any) -> Any:
        return work(*given)

    if "worker" not in request.node.name:
        monkeypatch.setattr(printing, "_limit_memory", lambda: None)
        monkeypatch.setattr(pdf, "_in_worker", at_once)


def refile(office: Office, surname: str = "D’ALMEIDA", **values: str) -> None:
    """What the record of a guardian says now."""
    with database.transaction(office.settings.database) as db:
        for guardian in db.exec(select(Guardian).where(Guardian.surname == surname)):
            guardian.sqlmodel_update(values)
            db.add(guardian)


def press(office: Office, page: Page | None = None, **values: str) -> Response:
    form = (page or office.reader.read(LETTERS)).form(LETTERS) | {"lot": "0"} | values
    return office.reader.client.post(LETTERS, data=form, follow_redirects=False)


def account(office: Office) -> Account:
    with database.reading(office.settings.database) as db:
        return account_of(db, office.people.family)


def password_on(content: bytes) -> str:
    (password,) = re.findall(r"\b[2-9a-z]{6}-[2-9a-z]{6}-[2-9a-z]{6}\b", "\n".join(Print(content).lines))
    return str(password)


def words(page: Page) -> str:
    return page.text.replace("\xa0", " ")


def test_the_page_says_what_a_print_would_bring(office: Office) -> None:
    refile(office, email="")
    page = office.reader.read("/administration/comptes/lettres?etat=sans-email")
    assert "Liste « Sans e-mail » : 1 lettre possible." in words(page)
    assert "1 famille n’a pas d’e-mail" in words(page)
    assert "celui de la lettre précédente n’ouvre plus rien" in words(page)
    assert page.find("//button[@value='0']").text_content() == "Imprimer 1\xa0lettre"


def test_a_site_without_address_is_told_before(office: Office) -> None:
    assert "adresse du site" not in words(office.reader.read(LETTERS))
    with database.transaction(office.settings.database) as db:
        db.exec(update(Site).values(address=""))
    assert "L’adresse du site n’est pas renseignée" in words(office.reader.read(LETTERS))


def test_one_pdf_has_a_page_for_each_with_its_own_words(office: Office) -> None:
    refile(office, address="12 rue de la Gare", postcode="45000")
    answer = press(office)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lettres-2026-11-18.pdf"'
    pages = [Print(answer.content).reader.pages[number].extract_text() for number in range(2)]
    for page, username in zip(pages, ("dalmeida", "le-goff"), strict=True):
        assert all(each in page for each in (username, office.settings.base_url, "Conservatoire 1", "perdu"))
        assert f"{username}@rive-gauche.example.fr" in page
    assert "12 rue de la Gare" in pages[0]
    assert "Mot de passe provisoire" not in "".join(pages)


def test_each_letter_has_the_logo_of_the_site_and_only_of_this_site(office: Office) -> None:
    give_logo(office.settings, office.people.far_office, picture())
    assert Print(press(office, lot="1").content).pictures() == []
    give_logo(office.settings, office.people.office, picture("blue"))
    letters = Print(press(office, lot="1").content)
    assert letters.pictures() == [Place(page, 136, 15, 190, 33) for page in range(2)]


def test_who_has_no_email_signs_in_once_with_what_the_letter_says(office: Office, time: Clock) -> None:
    refile(office, email="")
    password = password_on(press(office).content)
    assert account(office).temporary_until == time.now + LETTER_LIFE
    time.pass_by(LETTER_LIFE - 60)
    office.reader.client.cookies.clear()
    office.reader.sign_in(office.people.family, password=password)
    assert office.reader.read("/mot-de-passe").find("//h1").text_content() == "Choisir un mot de passe"


def test_a_password_is_kept_as_a_digest_alone_and_the_chosen_one_stays(office: Office) -> None:
    before = account(office).password_hash
    refile(office, email="")
    password = password_on(press(office).content)
    with sqlite3.connect(office.settings.database) as connection:
        everything = "\n".join(connection.iterdump())
    assert password not in everything
    assert password.replace("-", "") not in everything
    assert account(office).password_hash == before


def test_printing_again_makes_a_new_password_and_the_former_obsolete(office: Office) -> None:
    refile(office, email="")
    first = account(office).temporary_digest, password_on(press(office).content), account(office).temporary_digest
    assert "Chaque compte de cette liste a déjà reçu" in words(office.reader.read(LETTERS))
    assert password_on(press(office, lot="1").content) != first[1]
    assert account(office).temporary_digest not in first


def test_the_same_form_prints_once_and_is_written_down(office: Office) -> None:
    refile(office, email="")
    page = office.reader.read(LETTERS)
    assert press(office, page).status_code == 200
    digest = account(office).temporary_digest
    assert press(office, page).headers["Location"] == f"{LETTERS}?fait=lettres-deja-imprimees"
    assert account(office).temporary_digest == digest
    with database.reading(office.settings.database) as db:
        (entry,) = db.exec(ACTS)
    assert (entry.who, entry.action, entry.facts) == (
        "secretariat",
        "lettres-imprimees",
        {"letters": 2, "passwords": 1},
    )


def test_a_print_that_fails_leaves_the_former_password(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    refile(office, email="")
    press(office)
    digest, page = account(office).temporary_digest, office.reader.read(LETTERS)
    with monkeypatch.context() as patch:
        patch.setattr(printed_letters, "printed_together", lambda *_: 1 / 0)
        assert press(office, page, lot="1").status_code == 500
    assert account(office).temporary_digest == digest
    assert press(office, page, lot="1").status_code == 200


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"given_name": "漢字"}, "un caractère que l’imprimé n’a pas"),
        ({"address": "\n".join(["12 rue de la Gare, bâtiment des Tilleuls, escalier C"] * 5)}, "trop longue"),
    ],
)
def test_who_cannot_have_a_letter_is_named_and_the_others_are_printed(
    office: Office, record: dict[str, str], reason: str
) -> None:
    refile(office, email="", **record)
    refused = office.reader.send(office.reader.read(LETTERS), LETTERS, 422, lot="0")
    assert (reason in words(refused), "(dalmeida)" in words(refused)) == (True, True)
    assert "Modifier D’ALMEIDA" in office.reader.read(refused.find("//main//li/a").get("href")).text
    assert account(office).informed_at is None
    content = office.reader.client.post(LETTERS, data=refused.form(LETTERS)).content
    assert len(Print(content).reader.pages) == 1
    assert account(office).temporary_digest == ""


@pytest.mark.parametrize(
    "record",
    [
        {"surname": "D" * 200, "given_name": "W" * 200},
        {"address": "Résidence des Tilleuls\nBâtiment C\nEscalier 3\n12 rue de la Gare\nBP 45"},
        {"surname": "", "given_name": "", "honorific": ""},
        {"email": f"{'w' * 60}@{'w' * 190}.fr"},
    ],
)
def test_whatever_the_record_says_each_letter_is_one_page(office: Office, record: dict[str, str]) -> None:
    refile(office, **{"postcode": "45000", **record})
    assert len(Print(press(office).content).reader.pages) == 2


def test_a_locked_account_gets_no_letter(office: Office) -> None:
    with database.transaction(office.settings.database) as db:
        db.exec(update(Account).where(col(Account.guardian_id).is_not(None)).values(locked_at=1))
    assert "2 comptes verrouillés : pas de lettre" in words(office.reader.read(LETTERS))
    stale = office.reader.read("/administration/comptes/lettres?etat=verrouilles")
    assert not stale.tree.xpath("//button[@name='lot']")
    assert press(office, stale).headers["Location"] == f"{LETTERS}?etat=verrouilles&fait=lettres-aucune"


def test_one_account_has_its_letter_from_its_page_by_the_worker(office: Office) -> None:
    address = f"/administration/comptes/{account(office).key}"
    form = office.reader.read(address).form(address)
    answer = office.reader.client.post(f"/administration/comptes/{account(office).key}/lettre", data=form)
    assert "dalmeida" in Print(answer.content).reader.pages[0].extract_text()
    assert "par lettre" in words(office.reader.read(address))


def test_long_lists_are_printed_in_parts(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printed_letters, "BATCH", 1)
    monkeypatch.setattr(informing, "MOST_LETTERS", 1)
    content = press(office).content
    assert [tag.text for tag in spoken(content).all("H1")] == ["Votre accès au portail des familles"]
    assert "le-goff" in Print(press(office).content).reader.pages[0].extract_text()
    assert "le-goff" in Print(press(office, lot="2").content).reader.pages[0].extract_text()
