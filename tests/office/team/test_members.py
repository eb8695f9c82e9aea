"""Comptes du secrétariat: administrators keep the office's own accounts, and one of them always stays."""

import threading
from collections.abc import Callable

import pytest
from sqlmodel import Session, col, update

from data import accounts, database, sessions, team
from data.accounts import Account
from data.settings import Settings
from routes.office.team.members import key_of
from tests.asking_for import as_person
from tests.conftest import Clock
from tests.house.affairs import account_of
from tests.mailbox import Mailbox
from tests.noting import ACTS
from tests.people import People, Someone
from tests.reader import Page, Reader
from tests.second_steps import secure
from tests.test_sign_in import problems

TEAM = "/administration/equipe"


@pytest.fixture
def here(settings: Settings, people: People) -> str:
    """The page of the clerk."""
    return address_of(settings, people.clerk)


@pytest.fixture
def boss(reader: Reader, people: People) -> Reader:
    """The administrator, signed in."""
    reader.enter(people.office)
    return reader


def address_of(settings: Settings, who: Someone) -> str:
    with database.reading(settings.database) as db:
        return f"/administration/equipe/{key_of(settings.secret, account_of(db, who).id)}"


def account(settings: Settings, who: Someone) -> Account:
    with database.reading(settings.database) as db:
        return account_of(db, who)


def noted(settings: Settings) -> list[tuple[str, str]]:
    with database.reading(settings.database) as db:
        return [(each.action, each.subject) for each in db.exec(ACTS)]


def act(reader: Reader, here: str, gesture: str, status: int = 200) -> Page:
    return reader.send(reader.read(here), here, status, geste=gesture)


def promote(db: Session, who: Someone) -> None:
    db.exec(update(Account).where(col(Account.id) == account_of(db, who).id).values(administrator=True))


def test_the_list_says_who_works_here(boss: Reader, people: People, settings: Settings) -> None:
    secure(settings, people.clerk)
    page = boss.read("/administration/equipe")
    rows = [[cell.text_content() for cell in row] for row in page.tree.xpath("//tbody/tr")]
    clerk, office = ("accueil@rive-gauche.example.fr", "secretariat@rive-gauche.example.fr")
    assert rows[0] == ["accueil", clerk, "Secrétariat", "Jamais", "Active", "Ouvert"]
    assert rows[1][:3] == ["secretariat", office, "Administration"]
    assert len(rows) == 2
    assert boss.read(page.links()["accueil"]).find("//h1").text_content() == "Compte du secrétariat\xa0: accueil"


def test_administrators_alone_are_led_there(boss: Reader, people: People) -> None:
    assert boss.read("/administration").links()["Comptes du secrétariat"] == TEAM
    boss.sign_out()
    assert "Comptes du secrétariat" not in boss.sign_in(people.clerk).links()
    boss.read(TEAM, 404)


def test_an_account_is_added_without_a_password(boss: Reader, people: People, settings: Settings) -> None:
    page = boss.read(TEAM)
    values = {"compte": " Jeanne ", "adresse": "j@example.fr", "role": "administration"}
    for _ in range(2):
        added = boss.send(page, "/administration/equipe", 200, **values)
    assert "Mot de passe perdu" in added.find("//*[@role='status']").text_content()
    who = Someone(people.office.site, "jeanne", "j@example.fr")
    new = account(settings, who)
    assert (new.office, new.administrator, new.password_hash, new.guardian_id) == (True, True, "", None)
    assert noted(settings) == [("equipe-compte-ajoute", "jeanne")]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"compte": "accueil"}, "existe déjà"),
        ({"compte": "dalmeida"}, "existe déjà"),
        ({"compte": "deux mots"}, "sans espace"),
        ({"compte": ""}, "sans espace"),
        ({"adresse": ""}, "Renseignez"),
        ({"adresse": "sans arobase"}, "adresse électronique"),
        ({"adresse": "a@"}, "adresse électronique"),
        ({"adresse": "é😀@b"}, "retirez-le"),
        ({"role": "root"}, "choisissez un rôle"),
        ({"compte": "../x"}, "lettres, chiffres, points"),
        ({"compte": "<script>"}, "lettres, chiffres, points"),
        ({"compte": "x" * 65}, "1 à 64"),
    ],
)
def test_what_cannot_be_an_account_is_said(boss: Reader, settings: Settings, wrong: dict[str, str], words: str) -> None:
    values = {"compte": "jeanne", "adresse": "j@example.fr", **wrong}
    page = boss.send(boss.read(TEAM), TEAM, 422, **values)
    assert words in problems(page)[0]
    assert {name: page.form(TEAM)[name] for name in values if name != "role"} == {
        name: value for name, value in values.items() if name != "role"
    }
    assert noted(settings) == []


def test_all_that_is_wrong_with_a_new_account_is_said(boss: Reader) -> None:
    page = boss.send(boss.read(TEAM), TEAM, 422, compte="", adresse="")
    assert len(problems(page)) == 2


@pytest.mark.parametrize("wrong", ["a@", "é😀@b", ""])
def test_an_address_that_no_mail_reaches_is_refused(
    boss: Reader, here: str, people: People, settings: Settings, wrong: str
) -> None:
    page = boss.send(boss.read(here), here, 422, adresse=wrong, geste="enregistrer")
    assert "« E-mail »" in problems(page)[0].replace("\xa0", " ") or "Renseignez" in problems(page)[0]
    assert account(settings, people.clerk).email == people.clerk.email


def test_address_and_role_are_changed(boss: Reader, here: str, people: People, settings: Settings) -> None:
    page = boss.send(boss.read(here), here, 200, adresse="autre@example.fr", role="administration", geste="enregistrer")
    assert page.url == f"{here}?fait=equipe-modifie"
    changed = account(settings, people.clerk)
    assert (changed.email, changed.administrator) == ("autre@example.fr", True)
    assert noted(settings) == [("equipe-compte-modifie", "accueil")]
    assert act(boss, here, "enregistrer").url == f"{here}?fait=rien-de-nouveau"


def test_locking_ends_the_sessions_until_it_is_unlocked(boss: Reader, here: str, people: People) -> None:
    own = dict(boss.client.cookies)
    boss.client.cookies.clear()
    boss.sign_in(people.clerk)
    theirs = dict(boss.client.cookies)
    boss.client.cookies.clear()
    boss.client.cookies.update(own)
    act(boss, here, "verrouiller")
    assert boss.read(here).tree.xpath("//button[@id='verrou']/@value") == ["deverrouiller"]
    act(boss, here, "deverrouiller")
    boss.client.cookies.clear()
    boss.client.cookies.update(theirs)
    assert boss.get("/administration", {}).status_code == 303


@pytest.mark.parametrize(
    ("gesture", "action"),
    [
        ("verrouiller", "equipe-compte-verrouille"),
        ("sessions", "equipe-sessions-fermees"),
        ("code", "double-authentification-retiree"),
    ],
)
def test_what_is_done_to_a_colleague_is_noted_and_ends_their_sessions(
    boss: Reader, here: str, people: People, settings: Settings, gesture: str, action: str
) -> None:
    secure(settings, people.clerk)
    with database.transaction(settings.database) as db:
        token = sessions.open_session(db, account_of(db, people.clerk).id, False, 1_795_000_000)
    act(boss, here, gesture)
    assert noted(settings) == [(action, "accueil")]
    boss.client.cookies.clear()
    boss.client.cookies.set("portee", token)
    assert boss.get("/administration", {}).status_code == 303


def test_a_colleague_is_told_that_the_second_factor_is_gone(
    boss: Reader, here: str, people: People, settings: Settings, mailbox: Mailbox
) -> None:
    secure(settings, people.clerk)
    act(boss, here, "code")
    assert account(settings, people.clerk).second_factor == ""
    letter = mailbox.collect()[0]
    assert (letter["To"], letter["Subject"]) == (people.clerk.email, "Votre double authentification a été retirée")


def test_ones_own_second_factor_is_not_taken_away_here(boss: Reader, people: People, settings: Settings) -> None:
    mine = address_of(settings, people.office)
    secure(settings, people.office)
    assert "Double authentification de mon compte" in problems(act(boss, mine, "code", 422))[0]
    assert account(settings, people.office).second_factor


@pytest.mark.parametrize("values", [{"geste": "verrouiller"}, {"geste": "enregistrer", "role": "secretariat"}])
def test_the_last_administrator_stays(boss: Reader, people: People, settings: Settings, values: dict[str, str]) -> None:
    mine = address_of(settings, people.office)
    page = boss.send(boss.read(mine), mine, 422, **values)
    assert "C’est le dernier compte du rôle" in problems(page)[0]
    assert noted(settings) == []
    assert boss.read(TEAM).url == TEAM


def test_a_locked_administrator_does_not_count(boss: Reader, here: str, people: People, settings: Settings) -> None:
    boss.send(boss.read(here), here, 200, role="administration", geste="enregistrer")
    act(boss, here, "verrouiller")
    act(boss, address_of(settings, people.office), "verrouiller", 422)
    act(boss, here, "deverrouiller")
    assert act(boss, address_of(settings, people.office), "verrouiller").url.startswith("/connexion")


def test_what_no_button_says_is_not_found(boss: Reader, here: str, people: People, settings: Settings) -> None:
    for gesture in ("zzz", ""):
        boss.send(boss.read(here), here, 404, adresse="autre@example.fr", geste=gesture)
    assert account(settings, people.clerk).email == people.clerk.email


def test_an_administrator_who_cannot_come_in_yet_does_not_count(
    boss: Reader, people: People, settings: Settings
) -> None:
    boss.send(boss.read(TEAM), TEAM, 200, compte="jeanne", adresse="j@example.fr", role="administration")
    mine = address_of(settings, people.office)
    assert "C’est le dernier compte" in problems(act(boss, mine, "verrouiller", 422))[0]
    with database.transaction(settings.database) as db:
        db.exec(update(Account).where(col(Account.username) == "jeanne").values(last_sign_in_at=1))
    assert act(boss, mine, "verrouiller").url.startswith("/connexion")


def test_an_account_that_never_served_is_removed_with_its_mails(
    boss: Reader, people: People, settings: Settings, mailbox: Mailbox
) -> None:
    boss.send(boss.read(TEAM), TEAM, 200, compte="jeanne", adresse="j@example.fr")
    here = address_of(settings, Someone(people.office.site, "jeanne", "j@example.fr"))
    with database.transaction(settings.database) as db:
        accounts.request_password(db, "jeanne", "j@example.fr", 1)
    page = boss.read(here)
    for _ in range(2):
        assert boss.send(page, here, 200, geste="supprimer").url == f"{TEAM}?fait=equipe-supprime"
    assert "jeanne" not in boss.read(TEAM).links()
    assert noted(settings) == [("equipe-compte-ajoute", "jeanne"), ("equipe-compte-supprime", "jeanne")]
    assert mailbox.collect() == []


def test_an_account_that_has_served_stays(boss: Reader, people: People, settings: Settings) -> None:
    mine = address_of(settings, people.office)
    assert "Supprimer le compte" not in boss.read(mine).text
    assert "Ce compte a déjà servi" in problems(act(boss, mine, "supprimer", 422))[0]
    assert account(settings, people.office).username == people.office.username


def test_of_two_who_demote_each_other_at_once_one_stays(settings: Settings, people: People) -> None:
    with database.transaction(settings.database) as db:
        promote(db, people.clerk)
    start, refused = threading.Barrier(2), []

    def demote(one: Someone, other: Someone) -> None:
        start.wait()
        with database.transaction(settings.database) as db:
            try:
                team.change(db, as_person(db, one), account_of(db, other), other.email, False, 1)
            except team.Refused as trouble:
                refused.append(str(trouble))

    pair = (people.office, people.clerk)
    both = [threading.Thread(target=demote, args=each) for each in (pair, pair[::-1])]
    run(both)
    assert refused == [team.LAST]
    assert sorted(account(settings, who).administrator for who in pair) == [False, True]


def run(threads: list[threading.Thread]) -> None:
    for step in ("start", "join"):
        for each in threads:
            getattr(each, step)()


def test_who_has_just_lost_the_role_does_nothing_more(
    boss: Reader, here: str, people: People, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = boss.read(here)
    may_act: Callable[[Session, object], bool] = lambda db, person: False  # noqa: E731
    monkeypatch.setattr(team, "may_act", may_act)
    boss.send(page, here, 404, geste="verrouiller")
    assert account(settings, people.clerk).locked_at is None


def test_the_switch_leads_everybody_to_a_second_factor(boss: Reader, people: People, settings: Settings) -> None:
    page = boss.send(boss.read(TEAM), "/administration/equipe/reglages", 200, exigee="oui")
    assert page.url == "/administration/double-authentification"
    assert noted(settings) == [("double-authentification-reglee", "")]
    boss.sign_out()
    assert boss.sign_in(people.clerk).url == "/administration/double-authentification"


def test_what_was_typed_survives_the_session(boss: Reader, time: Clock, people: People) -> None:
    page = boss.read(TEAM)
    time.pass_by(3600)
    boss.send(page, TEAM, 200, compte="jeanne", adresse="j@example.fr")
    assert boss.sign_in(people.office, following=TEAM).form(TEAM)["compte"] == "jeanne"


def test_may_act_is_for_unlocked_administrators(settings: Settings, people: People) -> None:
    with database.transaction(settings.database) as db:
        assert team.may_act(db, as_person(db, people.office))
        assert not team.may_act(db, as_person(db, people.clerk))
        assert not team.may_act(db, as_person(db, people.family))
        assert accounts.account_called(db, as_person(db, people.family).site, "ACCUEIL")
