"""What has come or gone while a re-enrolment was read, or was decided by somebody else, or sent twice."""

import json
from collections import Counter
from functools import partial

import pytest

from data import database, reenrolments, sessions
from data.settings import Settings
from routes.web.door import Door
from routes.web.forms import csrf_token
from routes.web.sessions import SESSION
from tests import rush
from tests.asking_for import NOW, as_person
from tests.house.asking import everything_in
from tests.office.changes.test_deciding import message_of, problems_of
from tests.office.conftest import LIST, Desk
from tests.office.reenrolments.test_deciding import REASON, document, held, refusal, take_back, validated
from tests.people import People
from tests.reenrolled import case_for
from tests.reenrolling import DOCUMENTS, open_reenrolment, reenrol


@pytest.mark.parametrize("gesture", ["enregistrer", "valider"])
def test_a_document_replaced_while_one_reads_is_looked_at_first(desk: Desk, gesture: str) -> None:
    address, key = desk.receive(), desk.supply(0)
    page = desk.reader.read(address)
    desk.supply(0)
    given = {**validated(key), "complement": "Gardé"}
    moved = desk.send(address, 409, page, geste=gesture, malgre_tout="oui", **given)
    assert problems_of(moved) == [
        f"« {DOCUMENTS[0]} » : la famille a donné une autre pièce pendant que vous lisiez. "
        "Consultez-la avant de décider."
    ]
    assert (moved.tree.xpath("//input[@type='radio'][@checked]"), moved.form(address)["complement"]) == ([], "Gardé")
    assert document(desk, key).state == "fourni"


def test_another_document_that_arrives_does_not_keep_one_from_being_validated(desk: Desk) -> None:
    address, key = desk.receive(), desk.supply(0)
    page = desk.reader.read(address)
    desk.supply(1)
    assert desk.send(address, page=page, **validated(key)).url == f"{address}?fait=pieces-validees"


def test_the_second_secretary_is_told_who_validated_a_document(desk: Desk) -> None:
    address, key = desk.receive(), desk.supply(0)
    page = desk.reader.read(address)
    desk.send(address, **validated(key))
    late = desk.send(address, 409, page, **refusal(key))
    assert "cette pièce a été validée par « secretariat »" in problems_of(late)[0]
    assert document(desk, key).state == "valide"


def test_the_second_secretary_is_told_who_decided(desk: Desk) -> None:
    address = desk.receive()
    page = desk.reader.read(address)
    desk.send(address, geste="valider", malgre_tout="oui")
    late = desk.send(address, page=page, geste="refuser", motif=REASON)
    assert late.url == f"{address}?fait=decision-trop-tard"
    assert "par «\xa0secretariat\xa0»" in late.text
    assert held(desk).state == "validee"


def test_a_completion_asked_meanwhile_is_read_first(desk: Desk) -> None:
    address = desk.receive()
    page = desk.reader.read(address)
    desk.send(address, geste="complement", complement="Précisez le jour.")
    late = desk.send(address, 409, page, geste="valider", malgre_tout="oui")
    assert problems_of(late) == [reenrolments.cases.OUTDATED]
    assert held(desk).state == "a-completer"


def test_what_the_family_has_taken_back_is_not_decided(desk: Desk) -> None:
    address = desk.receive()
    page = desk.reader.read(address)
    take_back(desk)
    late = desk.send(address, page=page, geste="valider", malgre_tout="oui")
    assert "avait déjà repris cette réinscription" in message_of(late)
    desk.reader.read(address, 404)
    assert held(desk).state == "brouillon"


GESTURES: list[dict[str, str]] = [
    {"geste": "complement", "complement": "Précisez le jour."},
    {"geste": "valider", "malgre-tout": "oui"},
    {"geste": "refuser", "motif": REASON},
    {"geste": "enregistrer"},
]


@pytest.mark.parametrize("gesture", GESTURES)
def test_a_form_sent_twice_writes_once_and_leads_to_the_same_page(desk: Desk, gesture: dict[str, str]) -> None:
    address, key = desk.receive("Zoé", titles=("Danse",)), desk.supply(0, "Zoé")
    desk.reader.enter(desk.people.office)
    form = {**desk.reader.read(address).form(address), f"decision-{key}": "refusee", f"motif-{key}": REASON, **gesture}
    answers, states = [], []
    for _ in range(2):
        answers.append(desk.reader.client.post(address, data=form, follow_redirects=False).headers["Location"])
        states.append(everything_in(desk.settings.database))
    where = address if gesture["geste"] == "enregistrer" else LIST
    assert answers == [f"{where}?fait=decision-enregistree"] * 2
    assert states[0] == states[1]


def test_a_form_id_of_another_re_enrolment_decides_nothing(desk: Desk) -> None:
    first, second = desk.receive("Adrien"), desk.receive("Zoé", titles=("Danse",))
    used = desk.reader.read(first).form(first)["envoi"]
    desk.send(first, geste="refuser", motif=REASON, envoi=used)
    page = desk.send(second, 403, geste="refuser", motif=REASON, envoi=used)
    assert page.find("//h1").text_content() == "Formulaire expiré"


@pytest.mark.anyio
async def test_of_many_secretaries_at_once_one_decides(door: Door, settings: Settings, people: People) -> None:
    with database.transaction(settings.database) as db:
        open_reenrolment(db)
        key = reenrol(db, people.family)
        token = sessions.open_session(db, as_person(db, people.office).account, False, NOW)
        seen = json.dumps(case_for(db, people.office, key).seen)
    form = {"jeton": csrf_token(token, settings.secret), "vu": seen}
    async with rush.opened(door, settings) as browser:
        browser.cookies.set(SESSION, token)
        send = partial(browser.post, f"{LIST}/{key}")
        ways = GESTURES[1:3]
        answers = await rush.at_once(20, lambda place: send(data={**form, **ways[place % 2], "envoi": f"n{place}"}))
    codes = Counter(each.headers["Location"].partition("=")[2] for each in answers)
    assert codes == {"decision-enregistree": 1, "decision-trop-tard": 19}
