"""Re-enrolment in every state: open on the near site, closed on the far one, with drafts, requests and verdicts."""

import datetime
import io
import secrets
from pathlib import Path

import pikepdf
from sqlmodel import Session, select

from data import reenrolments
from data.documents import DocumentState, RequiredDocument
from data.reenrolments import Gesture, Ruling, Verdict, Word
from data.sites import Site
from data.store import Store
from tests.asking_for import NOW, as_person
from tests.people import People, Someone
from tests.reenrolling import DOCUMENTS, open_reenrolment, reenrol, supply_for, wish_for
from tests.schooling import add_student, enrol

OPENS, CLOSES, LONG_AGO = datetime.date(2020, 1, 1), datetime.date(2099, 12, 31), datetime.date(2020, 6, 30)
DRAFT, ASKED, DECIDED = "Bruno", "Cécile", "Denis"  # one student in each state
REASON = "On ne lit pas la date. Prenez la photo de plus près, à la lumière."


def blank_pdf(size: int = 0) -> bytes:
    """A document that the portal takes, as heavy as one likes."""
    content = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Weight = pdf.make_stream(secrets.token_bytes(size))
        pdf.save(content)
    return content.getvalue()


def open_both(db: Session) -> None:
    """Both sites have opened it, with a form to fill in, and one document that is wished for and no more."""
    for slug in ("rive-gauche", "rive-droite"):
        conditions = "Les places sont attribuées dans l’ordre d’arrivée.\n\nLes tarifs sont affichés à l’accueil."
        decided = {"reenrolment_opens": OPENS, "reenrolment_closes": CLOSES, "reenrolment_conditions": conditions}
        open_reenrolment(db, slug, **decided)
    site = db.exec(select(Site).where(Site.slug == "rive-gauche")).one()
    db.add(RequiredDocument(site_id=site.id, rank=3, name="Attestation d’assurance", optional=True, of_household=True))
    db.flush()


def close_far(db: Session) -> None:
    """The far site has closed long ago."""
    db.exec(select(Site).where(Site.slug == "rive-droite")).one().reenrolment_closes = LONG_AGO


def wish_much(db: Session, path: Path, people: People, parent: Someone, site: int, family: int) -> None:
    """The students of one family, and what became of their wishes; the far family is late with one of two."""
    store = Store(path)
    _model(db, store)
    for name in (DRAFT, ASKED, DECIDED):
        student = add_student(db, site, family, "MOREAU", name)
        for title in ("Trompette", "Danse classique"):
            enrol(db, student, title)
    wish_for(db, parent, DRAFT, "Trompette", remarks="Plutôt le mercredi, merci.")
    supply_for(db, store, parent, DRAFT, content=blank_pdf())
    key = reenrol(db, parent, ASKED)
    document = supply_for(db, store, parent, ASKED, content=blank_pdf())
    decide(db, people.office, key, Gesture.ASK, {document.key: Verdict(DocumentState.DECLINED, REASON)}, "Merci.")
    decide(db, people.office, reenrol(db, parent, DECIDED), Gesture.APPROVE, {}, "")
    wish_for(db, people.far_neighbour, "Adrien", "Trompette")
    reenrol(db, people.far_neighbour, "Zoé", "Danse")


def decide(db: Session, office: Someone, key: str, gesture: Gesture, verdicts: dict[str, Verdict], asked: str) -> None:
    """What the office says to one of them."""
    who = as_person(db, office)
    case = reenrolments.case_of(db, who.site, key)
    assert case
    word = Word(gesture, case.seen, verdicts, asked=asked, anyway=True)
    assert reenrolments.decide(db, who, case, word, NOW).ruling == Ruling.DONE


def _model(db: Session, store: Store) -> None:
    arrived = store.arrival()
    arrived.write_bytes(blank_pdf())
    required = db.exec(select(RequiredDocument).where(RequiredDocument.name == DOCUMENTS[2])).first()
    assert required
    required.model, required.model_name = store.keep(arrived), "certificat.pdf"
    db.add(required)
