"""One account before the office: what it says of it, and each gesture, written down and done once."""

import pytest
from sqlmodel import col, select, update

from data import agenda, database
from data.accounts import Account
from data.families import Family, Guardian
from data.sessions import UserSession
from tests.conftest import Clock
from tests.house.affairs import account_of
from tests.mailbox import Mailbox, password_in, words_of
from tests.noting import ACTS
from tests.office.conftest import Office
from tests.page import Page
from tests.people import Someone

LIST = "/administration/comptes"


def key_of(office: Office, who: Someone | None = None) -> str:
    with database.reading(office.settings.database) as db:
        return account_of(db, who or office.people.family).key


def act(office: Office, gesture: str) -> Page:
    key = key_of(office)
    return office.reader.send(office.reader.read(f"/administration/comptes/{key}"), f"{LIST}/{key}", geste=gesture)


def held(office: Office) -> Account:
    with database.reading(office.settings.database) as db:
        return account_of(db, office.people.family)


def journal(office: Office) -> list[tuple[str, str, str]]:
    with database.reading(office.settings.database) as db:
        return [(each.who, each.action, each.subject) for each in db.exec(ACTS)]


def facts(page: Page) -> dict[str, str]:
    lines = page.tree.xpath("//dl[@class='facts']/div")
    return {line[0].text_content(): line[1].text_content().replace("\xa0", " ") for line in lines}


def test_the_page_says_all_but_a_password(office: Office) -> None:
    page = office.reader.read(f"{LIST}/{key_of(office)}")
    assert facts(page) == {
        "Identifiant": "dalmeida",
        "Personne": "D’ALMEIDA Inès, responsable de la famille F-dalmeida",
        "E-mail": "dalmeida@rive-gauche.example.fr (l’e-mail de sa fiche)",
        "Dernière connexion": "jamais",
        "Identifiant envoyé": "jamais",
        "Verrouillé": "non",
        "Sessions ouvertes": "aucune",
    }
    office.reader.read(f"{LIST}/{key_of(office, office.people.far_neighbour)}", 404)
    office.reader.read(f"{LIST}/{key_of(office, office.people.office)}", 404)


def test_the_identifiant_goes_by_mail_without_a_password(office: Office, mailbox: Mailbox) -> None:
    page = act(office, "identifiant")
    assert facts(page)["Identifiant envoyé"] == "le 18/11/2026 à 12 h 06, par courriel"
    (mail,) = mailbox.collect()
    assert (mail["To"], mail["Subject"]) == (
        office.people.family.email,
        "Votre identifiant pour le portail des familles",
    )
    for kind in ("plain", "html"):
        said = words_of(mail, kind).replace("\xa0", " ")
        assert all(each in said for each in ("dalmeida", "Conservatoire 1", "/connexion", "« Mot de passe perdu »"))
        assert "provisoire :" not in said
    assert journal(office) == [("secretariat", "identifiant-envoye", key_of(office))]


def test_a_password_goes_by_mail_three_times_an_hour(office: Office, mailbox: Mailbox) -> None:
    assert "Un mot de passe provisoire part par courriel" in act(office, "mot-de-passe").text
    (mail,) = mailbox.collect()
    assert "Le secrétariat vous envoie" in words_of(mail, "plain")
    assert password_in(mail) not in office.reader.read(f"{LIST}/{key_of(office)}").text
    act(office, "mot-de-passe")
    act(office, "mot-de-passe")
    assert "déjà reçu trois dans l’heure" in act(office, "mot-de-passe").text
    assert len(mailbox.collect()) == 2
    assert [action for _, action, _ in journal(office)] == ["mot-de-passe-envoye"] * 3


def test_a_mailed_password_makes_the_former_obsolete_as_a_lost_one_does(office: Office, mailbox: Mailbox) -> None:
    act(office, "mot-de-passe")
    assert held(office).password_hash == ""
    office.reader.client.cookies.clear()
    office.reader.sign_in(office.people.family, password=mailbox.temporary_password())
    assert office.reader.read("/mot-de-passe").find("//h1").text_content() == "Choisir un mot de passe"


def test_locking_ends_the_sessions_and_unlocking_lets_in_again(office: Office) -> None:
    key = key_of(office)
    office.reader.client.cookies.clear()
    office.reader.enter(office.people.family)
    office.reader.client.cookies.clear()
    office.reader.enter(office.people.office)
    assert facts(office.reader.read(f"{LIST}/{key}"))["Sessions ouvertes"] == "1 session"
    page = act(office, "verrouiller")
    assert facts(page)["Verrouillé"] == "depuis le 18/11/2026 à 12 h 06"
    assert facts(page)["Sessions ouvertes"] == "aucune"
    assert facts(act(office, "deverrouiller"))["Verrouillé"] == "non"
    assert [action for _, action, _ in journal(office)] == ["compte-verrouille", "compte-deverrouille"]


def test_locking_ends_the_calendar_of_the_family_alone(office: Office) -> None:
    with database.transaction(office.settings.database) as db:
        families = {row.id: row.reference for row in db.exec(select(Family).where(Family.site_id == 1))}
        for family in families:
            agenda.make_feed(db, family)
        secrets = {reference: agenda.feed_of(db, family) for family, reference in families.items()}
    act(office, "verrouiller")
    read = {name: office.reader.client.get(f"/agenda/{secret}.ics").status_code for name, secret in secrets.items()}
    assert read == {"F-dalmeida": 404, "F-le-goff": 200}


def test_sessions_are_ended_without_locking(office: Office, time: Clock) -> None:
    with database.transaction(office.settings.database) as db:
        account = account_of(db, office.people.family).id
        db.add(UserSession(token_digest="x", account_id=account, created_at=time.now, touched_at=time.now))
    assert "Les sessions de ce compte sont fermées" in act(office, "sessions").text
    assert held(office).locked_at is None
    assert [action for _, action, _ in journal(office)] == ["sessions-fermees"]


def test_the_same_form_sent_twice_acts_once(office: Office, mailbox: Mailbox) -> None:
    address = f"{LIST}/{key_of(office)}"
    form = office.reader.read(address).form(address) | {"geste": "identifiant"}
    for _ in range(2):
        answer = office.reader.client.post(address, data=form, follow_redirects=False)
        assert answer.headers["Location"] == f"{address}?fait=identifiant-envoye"
    assert len(mailbox.collect()) == len(journal(office)) == 1


@pytest.mark.parametrize("gesture", ["identifiant", "mot-de-passe"])
@pytest.mark.parametrize(("locked", "words"), [(1, "ce compte est verrouillé"), (None, "pas d’adresse électronique")])
def test_nothing_goes_to_who_is_locked_or_has_no_address(
    office: Office, mailbox: Mailbox, gesture: str, locked: int | None, words: str
) -> None:
    stale, address = office.reader.read(f"{LIST}/{key_of(office)}"), f"{LIST}/{key_of(office)}"
    with database.transaction(office.settings.database) as db:
        db.exec(update(Account).where(col(Account.username) == "dalmeida").values(locked_at=locked))
        if not locked:
            db.exec(update(Guardian).values(email=""))
    assert words in office.reader.send(stale, address, geste=gesture).text
    assert (mailbox.collect(), journal(office)) == ([], [])


def test_an_account_is_made_once_with_an_invented_identifiant(office: Office) -> None:
    with database.transaction(office.settings.database) as db:
        first = db.get_one(Guardian, account_of(db, office.people.family).guardian_id)
        db.add(Guardian(key="ruirui22", family_id=first.family_id, rank=1, surname="D’ALMEIDA", given_name="Rui"))
    start, address = office.reader.read("/administration/comptes/sans-compte"), f"{LIST}/sans-compte"
    pages = [office.reader.send(start, address, responsable="ruirui22") for _ in range(2)]
    assert pages[0].url == pages[1].url
    assert facts(pages[0])["Personne"] == "D’ALMEIDA Rui, second responsable de la famille F-dalmeida"
    assert [action for _, action, _ in journal(office)] == ["compte-cree"]
    office.reader.send(start, address, 404, responsable="zzzzzzzz")
