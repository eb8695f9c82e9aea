"""What has moved while a request was read, or was decided by somebody else, or sent twice."""

import json
from collections import Counter
from functools import partial

import pytest
from sqlmodel import select

from data import database, sessions
from data.changes import ChangeRequest
from data.settings import Settings
from data.students import FamilyStudent
from routes.web.door import Door
from routes.web.forms import csrf_token
from routes.web.sessions import SESSION
from tests import rush
from tests.asking_for import NOW, as_person, ask_for, take_back
from tests.house.asking import everything_in
from tests.office.changes.test_deciding import REASON, TOLD, guardian, message_of, move, problems_of
from tests.office.conftest import QUEUE, Office
from tests.people import People
from tests.records import columns_of, rows_of


def test_a_moved_value_is_shown_three_times_and_asked_about(office: Office) -> None:
    address = office.ask(town="Olivet", profession="Luthière")
    move(office, town="Blois")
    page = office.reader.read(address)
    assert rows_of(page)[1][1] == (
        "La valeur officielle a changé depuis la demande. Quand la famille a demandé : ORLEANS Aujourd’hui : Blois"
    )
    page = office.decide(address, 422, geste="approuver")
    assert problems_of(page) == [
        "« Ville » : la valeur officielle a changé depuis la demande ; choisissez laquelle vaut."
    ]
    office.decide(address, geste="approuver", decision_ville="refusee", motif_ville=REASON)
    assert (guardian(office).town, guardian(office).profession) == ("Blois", "Luthière")


def test_a_value_that_has_arrived_says_so(office: Office) -> None:
    address = office.ask(town="Olivet")
    move(office, town="Olivet")
    assert "C’est aujourd’hui la valeur officielle." in rows_of(office.reader.read(address))[0][2]


def test_a_value_that_moves_while_one_reads_is_read_again(office: Office) -> None:
    address = office.ask(town="Olivet", profession="Luthière")
    read = office.reader.read(address)
    move(office, town="Blois")
    page = office.decide(address, 409, read, decision_ville="approuvee", decision_profession="approuvee")
    assert problems_of(page) == [
        "« Ville » : cette ligne a changé pendant que vous lisiez. Relisez-la avant de décider."
    ]
    assert page.tree.xpath("//input[@checked]/@id") == ["decision-profession"]
    assert guardian(office).profession == ""


def test_a_request_that_changes_while_one_reads_is_read_again(office: Office) -> None:
    address = office.ask(town="Olivet", profession="Luthière")
    read = office.reader.read(address)
    office.ask(town="Tours", profession="", mobile="06 39 98 12 34")
    page = office.decide(address, 409, read, geste="approuver")
    assert [each.partition(" ")[0] for each in problems_of(page)] == ["La", "«", "«"]
    assert [row[0] for row in rows_of(page)] == ["Ville", "Mobile"]


def test_the_second_secretary_is_told_who_decided(office: Office) -> None:
    address = office.ask(town="Olivet")
    read = office.reader.read(address)
    office.decide(address, geste="approuver")
    page = office.decide(address, page=read, geste="refuser", motif=REASON)
    assert page.url == f"{address}?fait=decision-trop-tard"
    assert "était déjà décidée" in message_of(page)
    assert "par «\xa0secretariat\xa0»" in page.text
    assert guardian(office).town == "Olivet"


def test_a_request_taken_back_at_the_same_second_is_not_decided(office: Office, people: People) -> None:
    address = office.ask(town="Olivet")
    read = office.reader.read(address)
    with database.transaction(office.settings.database) as db:
        take_back(db, people.family, address.rpartition("/")[2])
    page = office.decide(address, page=read, geste="approuver")
    assert "avait déjà retiré" in message_of(page)
    assert columns_of(page) == ["Champ", "Valeur officielle", "Valeur proposée"]
    assert guardian(office).town == "ORLEANS"


@pytest.mark.parametrize("gone", [False, True])
def test_what_is_no_longer_the_family_s_can_only_be_declined(office: Office, gone: bool) -> None:
    address = office.ask("Adrien", town="Olivet")
    lose_the_student(office, gone)
    page = office.reader.read(address)
    assert ("n’existe plus" if gone else "n’est plus rattaché") in page.find("//*[@class='moved']").text_content()
    assert page.tree.xpath("//form[@id='saisie']//button/text()") == ["Tout refuser"]
    refused = office.decide(address, 422, page, geste="approuver")
    assert "ne peut qu’être refusée" in problems_of(refused)[0]
    assert message_of(office.decide(address, geste="refuser", motif=REASON)) == TOLD


def lose_the_student(office: Office, gone: bool) -> None:
    """The first student leaves the family, or the portal."""
    with database.transaction(office.settings.database) as db:
        db.delete(db.exec(select(FamilyStudent).where(FamilyStudent.student_id == 1)).one())
        if gone:
            request = db.exec(select(ChangeRequest)).one()
            request.student_id = None
            db.add(request)


def test_a_form_sent_twice_writes_once_and_leads_to_the_same_page(office: Office) -> None:
    address = office.ask("Adrien", town="Olivet")
    office.reader.enter(office.people.office)
    form = {**office.reader.read(address).form(address), "geste": "approuver"}
    answers, states = [], []
    for _ in range(2):
        answers.append(office.reader.client.post(address, data=form, follow_redirects=False))
        states.append(everything_in(office.settings.database))
    assert [each.headers["Location"] for each in answers] == [f"{QUEUE}?fait=decision-enregistree"] * 2
    assert states[0] == states[1]


@pytest.mark.anyio
async def test_of_many_secretaries_at_once_one_decides(door: Door, settings: Settings, people: People) -> None:
    with database.transaction(settings.database) as db:
        address = f"{QUEUE}/{ask_for(db, people.family, town='Olivet')}"
        token = sessions.open_session(db, as_person(db, people.office).account, False, NOW)
    form = {"jeton": csrf_token(token, settings.secret), "vu": json.dumps({"town": ["ORLEANS", "Olivet"]})}
    gestures = ({"geste": "approuver"}, {"geste": "refuser", "motif": REASON})
    async with rush.opened(door, settings) as browser:
        browser.cookies.set(SESSION, token)
        send = partial(browser.post, address)
        answers = await rush.at_once(20, lambda place: send(data={**form, **gestures[place % 2], "envoi": f"n{place}"}))
    codes = Counter(each.headers["Location"].partition("=")[2] for each in answers)
    assert codes == {"decision-enregistree": 1, "decision-trop-tard": 19}


def test_a_form_id_of_another_request_decides_nothing(office: Office) -> None:
    first, second = office.ask(town="Olivet"), office.ask("Adrien", town="Olivet")
    used = office.reader.read(first).form(first)["envoi"]
    office.decide(first, geste="approuver", envoi=used)
    assert office.decide(second, 403, geste="approuver", envoi=used).find("//h1").text_content() == "Formulaire expiré"
