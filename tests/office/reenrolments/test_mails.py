"""What the office does to a re-enrolment is told to the family: the same words in both parts, no child in a subject."""

from email.message import EmailMessage
from typing import Any

import pytest
from lxml import html
from sqlmodel import delete

from data import database
from data.outbox import Mail
from data.reenrolments import Gesture
from data.settings import Settings
from data.store import Store
from tests.asking_for import NOW
from tests.conftest import Clock
from tests.mailbox import Mailbox, words_of
from tests.people import People
from tests.reenrolled import no, rule
from tests.reenrolling import DOCUMENTS, folder_for, open_reenrolment, reenrol, supply_for


@pytest.fixture
def key(settings: Settings, people: People, mailbox: Mailbox, time: Clock) -> str:
    """Adrien’s re-enrolment with a wish and two documents; its acknowledgement is not looked at."""
    with database.transaction(settings.database) as db:
        open_reenrolment(db)
        wishes: dict[str, Any] = {f"wish-{line.key}": "le samedi" for line in folder_for(db, people.family).lines[:1]}
        key = reenrol(db, people.family, "Adrien", **wishes)
        for name in DOCUMENTS[:2]:
            supply_for(db, Store(settings.documents), people.family, name=name)
    forget_the_acknowledgement(settings)
    return key


def forget_the_acknowledgement(settings: Settings) -> None:
    with database.transaction(settings.database) as db:
        db.exec(delete(Mail))


@pytest.fixture
def told(settings: Settings, people: People, mailbox: Mailbox, key: str) -> Any:
    """The one mail that a gesture of the office leads to."""

    def tell(gesture: Gesture, refused: int = 0, **said: Any) -> EmailMessage:
        with database.transaction(settings.database) as db:
            documents = folder_for(db, people.family).documents[:refused]
            verdicts = {each.supplied.key: no() for each in documents if each.supplied}
            lacking = [folder_for(db, people.family).documents[2].required.key] if said.pop("lacks", False) else []
            rule(db, people.office, key, gesture, verdicts=verdicts, lacking=lacking, at=NOW, **said)
        (mail,) = mailbox.collect()
        assert mail["To"] == people.family.email
        return mail

    return tell


def both(mail: EmailMessage) -> str:
    """The words of a mail, which are the same in both its parts."""
    tree = html.document_fromstring(words_of(mail, "html"))
    tree.find(".//h1").drop_tree()
    tree.find(".//title").drop_tree()
    text = words_of(mail, "plain").replace("\n- ", "\n")
    for br in tree.iter("br"):
        br.tail = "\n" + (br.tail or "")
    assert text.split() == tree.text_content().split()
    assert "{" not in text
    return " ".join(text.split())


CASES: list[tuple[Gesture, dict[str, Any], str, list[str], list[str]]] = [
    (
        Gesture.DOCUMENTS,
        {"refused": 1},
        "une pièce est refusée",
        ["Cette pièce est refusée", f"{DOCUMENTS[0]}. Motif : La page est illisible.", "importer une autre"],
        [],
    ),
    (Gesture.DOCUMENTS, {"refused": 2}, "des pièces sont refusées", [DOCUMENTS[0], DOCUMENTS[1], "d’autres"], []),
    (
        Gesture.ASK,
        {"asked": "Quel jour\npréférez-vous ?", "lacks": True},
        "un complément est demandé",
        ["Quel jour préférez-vous ?", f"Pièce attendue : {DOCUMENTS[2]}", "puis « Valider »"],
        [],
    ),
    (Gesture.ASK, {"asked": "Quel jour ?"}, "un complément est demandé", ["Quel jour ?"], ["attendue"]),
    (
        Gesture.APPROVE,
        {"anyway": True},
        "elle est validée",
        [
            "a validé,",
            "pour 2027-2028",
            "Trompette : continue. Souhait noté, sous réserve des places : le samedi",
            "Ensemble de cuivres : s’arrête",
        ],
        ["Motif", "administrative"],
    ),
    (
        Gesture.DECLINE,
        {"reason": "Plus de place."},
        "elle est refusée",
        ["a refusé,", "Motif : Plus de place."],
        ["continue", "validé"],
    ),
]


@pytest.mark.parametrize(("gesture", "said", "subject", "words", "without"), CASES)
def test_the_family_is_told_in_both_parts(
    told: Any,
    people: People,
    gesture: Gesture,
    said: Any,
    subject: str,
    words: list[str],
    without: list[str],
) -> None:
    mail = told(gesture, **said)
    text = both(mail).replace("\xa0", " ")
    assert mail["Subject"].replace("\xa0", " ") == f"Réinscription n° 2026-000001 : {subject}"
    assert [each for each in words if each not in text] == []
    assert [each for each in without if each in text] == []
    assert "D’ALMEIDA Adrien" in text
    assert f"http://127.0.0.1:8000/eleves/{people.family.schooling.student}/reinscription" in text


def test_an_administrative_re_enrolment_says_so(
    settings: Settings, people: People, mailbox: Mailbox, time: Clock
) -> None:
    with database.transaction(settings.database) as db:
        open_reenrolment(db)
        key = reenrol(db, people.family, "Adrien", "", administrative="oui")
    forget_the_acknowledgement(settings)
    with database.transaction(settings.database) as db:
        rule(db, people.office, key, Gesture.APPROVE, anyway=True, at=NOW)
    text = both(mailbox.collect()[0]).replace("\xa0", " ")
    assert "Réinscription administrative : aucun cours n’est demandé." in text
    assert "Trompette : s’arrête" in text
