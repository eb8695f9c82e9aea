"""What waits, was settled or went wrong in a portal of which everybody asks everything; and everybody’s session."""

import datetime
import secrets
from dataclasses import dataclass
from typing import NamedTuple

from sqlmodel import Session, select

from data import agenda, directory, sessions
from data.accounts import Account
from data.documents import RequiredDocument
from data.families import Family, Guardian
from data.settings import Settings
from data.site_logo import SiteLogo
from data.sites import Holiday, Site
from data.store import Store
from data.students import FamilyStudent
from routes.office.team.members import key_of
from tests.asking_for import as_person, ask_for, record_for
from tests.imported import simulate_for
from tests.mailing import failed_mail
from tests.people import People, Someone
from tests.reenrolled import case_for
from tests.reenrolling import SMALL_PDF, open_reenrolment, reenrol, supply_for, wish_for
from tests.schooling import Schooling

WHO = ("nobody", "temporary", "family", "neighbour", "far_neighbour", "office", "far_office", "clerk")


@dataclass(frozen=True)
class Affairs:
    """The token of each session, and the keys of everything."""

    tokens: dict[str, str]
    accountless: str  # the guardian who has no account
    seen: dict[str, str]  # what the office sees of the re-enrolment
    keys: dict[str, list[str]]  # by what stands in a route, the narrowest first: the ids of its address


class Reenrolled(NamedTuple):
    """The keys of what a family has sent, of what belongs to it and of whom it is about to re-enrol."""

    key: str
    document: str
    required: str
    zoe: str


def set_up(db: Session, settings: Settings, people: People, now: int) -> Affairs:
    """Everybody signs in, each in a session of their own; the family asks for another town, and for more."""
    tokens = {"nobody": secrets.token_urlsafe(16)}
    for who in WHO[1:]:
        someone = people.family if who == "temporary" else getattr(people, who)
        tokens[who] = sessions.open_session(db, account_of(db, someone).id, who == "temporary", now)
    reenrolled = _reenrol(db, settings, people)
    keys = {
        **_keys_of_the_office(db, settings, people, now),
        **_keys_of_re_enrolments(reenrolled, people.family.schooling),
        "demandes/{": [ask_for(db, people.family, town="Olivet")],
        **_keys_of_schooling(people.family.schooling),
        **_keys_of_families(db, people),
        "/locations/": [people.family.rental],
    }
    return Affairs(tokens, _second_guardian(db, people), case_for(db, people.office, reenrolled.key).seen, keys)


def _keys_of_the_office(db: Session, settings: Settings, people: People, now: int) -> dict[str, list[str]]:
    site = account_of(db, people.office).site_id
    noel = datetime.date(2026, 12, 19)
    db.add(SiteLogo(site_id=site, name="rive-gauche-0123456789ab", content=b"a picture"))
    db.add(Holiday(site_id=site, name="Noël", first_day=noel, last_day=noel))
    return {
        "/equipe/{": [key_of(settings.secret, account_of(db, people.clerk).id)],
        "/modeles/{kind": ["mot-de-passe-provisoire"],
        "/courriels/{": [failed_mail(db, people.office, now)],
        "conges/{": [str(noel)],
        "/logo/{": ["rive-gauche-0123456789ab.png"],
        "textes/{": ["accueil"],
        "imports/{": [simulate_for(db, as_person(db, people.office), now)],
    }


def _keys_of_re_enrolments(reenrolled: Reenrolled, schooling: Schooling) -> dict[str, list[str]]:
    return {
        "/administration/reinscriptions/pieces/{": [reenrolled.required],
        "reinscriptions/{": [reenrolled.key, f"{reenrolled.document}.pdf"],
        "/recapitulatif": [reenrolled.zoe],
        "/reinscription/pieces/{": [schooling.student, f"{reenrolled.document}.pdf"],
        "/reinscription/modeles/{": [schooling.student, f"{reenrolled.required}.pdf"],
        "/reinscription": [schooling.student],
    }


def _keys_of_schooling(schooling: Schooling) -> dict[str, list[str]]:
    now, past = [schooling.student, schooling.course], [schooling.student, schooling.past]
    return {
        "/suivi/{": [*now, schooling.follow_up],
        "/cours/{course:str}/evaluations/{": [*now, schooling.evaluation],
        "/absences/{": [*now, schooling.absence],
        "/fiche/{": [*past, schooling.past_follow_up],
        "/historique/{course:str}/evaluations/{": [*past, schooling.past_evaluation],
        "/historique/{": past,
    }


def _keys_of_families(db: Session, people: People) -> dict[str, list[str]]:
    family, second, other, zoe = _separate(db, people)
    schooling = people.family.schooling
    agenda.make_feed(db, family_in(db, people))
    return {
        "/responsables/{": [family, second],
        "/detachement": [other, zoe],
        "/eleves/{": [schooling.student, schooling.course],
        "/agenda/{": [f"{agenda.feed_of(db, family_in(db, people))}.ics"],
        "/comptes/{": [account_of(db, people.family).key],
        "/familles/{": [family],
    }


def account_of(db: Session, who: Someone) -> Account:
    """The account that somebody signs in with."""
    named = select(Account).join(Site).where(Site.slug == who.site, Account.username == who.username)
    return db.exec(named).one()


def family_in(db: Session, people: People) -> int:
    """The number of the family, which no URL and no page says."""
    return db.get_one(Guardian, account_of(db, people.family).guardian_id).family_id


def _second_guardian(db: Session, people: People) -> str:
    """The family has one more guardian who has no account."""
    second = Guardian(family_id=family_in(db, people), rank=2, surname="D’ALMEIDA", given_name="Nuno")
    db.add(second)
    return second.key


def _reenrol(db: Session, settings: Settings, people: People) -> Reenrolled:
    """Adrien has been re-enrolled, with a document; Zoé is about to be; what is asked for has a model."""
    family, store = people.family, Store(settings.documents)
    open_reenrolment(db)
    key = reenrol(db, family)
    supplied = supply_for(db, store, family)
    required = db.get_one(RequiredDocument, supplied.required_id)
    arrived = store.arrival()
    arrived.write_bytes(SMALL_PDF)
    required.model, required.model_name = store.keep(arrived), "modele.pdf"
    wish_for(db, family, "Zoé", "Danse")
    zoe = record_for(db, as_person(db, family), "Zoé").key
    return Reenrolled(key, supplied.key, required.key, zoe)


def _separate(db: Session, people: People) -> list[str]:
    """The family has a guardian without an account; Zoé belongs to one more family, too. Their keys."""
    family, site = db.get_one(Family, family_in(db, people)), account_of(db, people.family).site_id
    second = Guardian(family_id=family.id, rank=1, surname="D’ALMEIDA", given_name="Rui")
    other = Family(site_id=site, reference="P-autre")
    db.add_all([second, other])
    db.flush()
    zoe = record_for(db, as_person(db, people.family), "Zoé")
    db.add(Guardian(family_id=other.id, surname="PETIT", given_name="Ada"))
    db.add(FamilyStudent(family_id=other.id, student_id=zoe.id))
    db.flush()
    directory.refresh(db.connection(), site)
    return [family.key, second.key, other.key, zoe.key]
