"""Everybody asks for the same thing: how each of them is answered, and what it changes."""

import datetime
import re
import secrets
import sqlite3
from typing import Any

from httpx import Response
from sqlmodel import Session, select

from data import agenda, database, directory, sessions
from data.accounts import Account
from data.documents import RequiredDocument
from data.families import Family, Guardian
from data.schema import METADATA
from data.settings import Settings
from data.site_logo import SiteLogo
from data.sites import Holiday, Site
from data.store import Store
from data.students import FamilyStudent
from routes.office.team.members import key_of
from routes.web.forms import CSRF_FIELD, FORM_ID_FIELD, csrf_token, new_form_id
from routes.web.sessions import SESSION, VISIT
from tests.asking_for import as_person, ask_for, record_for
from tests.imported import simulate_for
from tests.mailing import failed_mail
from tests.people import People, Someone
from tests.reader import Reader
from tests.reenrolled import case_for
from tests.reenrolling import SMALL_PDF, open_reenrolment, reenrol, supply_for, wish_for

WHO = ("nobody", "temporary", "family", "neighbour", "far_neighbour", "office", "far_office", "clerk")
IN_EACH_ANSWER = re.compile(r'(name="(?:jeton|envoi)" value=")[^"]*')
ROWS = {  # what a row of each tab is, in the schooling of a student
    "cours/{course:str}/suivi": "follow_up",
    "cours/{course:str}/evaluations": "evaluation",
    "cours/{course:str}/absences": "absence",
    "historique/{course:str}/fiche": "past_follow_up",
    "historique/{course:str}/evaluations": "past_evaluation",
}
OF_THE_DOOR = {"throttle": (), "user_session": ("touched_at",)}  # what any request may touch


class Asker:
    """Everybody, each in a session of their own, before one portal."""

    def __init__(self, reader: Reader, settings: Settings, people: People, now: int) -> None:
        self.reader, self.settings, self.people = reader, settings, people
        self.tokens = {"nobody": secrets.token_urlsafe(16)}
        with database.transaction(settings.database) as db:
            for who in WHO[1:]:
                someone = people.family if who == "temporary" else getattr(people, who)
                self.tokens[who] = sessions.open_session(db, account_of(db, someone).id, who == "temporary", now)
            agenda.make_feed(db, self._family_in(db))
            self.request = ask_for(db, people.family, town="Olivet")
            self.accountless = self._second_guardian(db)
            self.reenrolled = self._reenrol(db)
            self.mail = failed_mail(db, people.office, now)
            self._settle_site(db)
            self.apart = self._separate(db)
            self.imported = simulate_for(db, as_person(db, people.office), now)

    def _settle_site(self, db: Session) -> None:
        """Its site has a logo, and a day without lessons."""
        site = account_of(db, self.people.office).site_id
        db.add(SiteLogo(site_id=site, name="rive-gauche-0123456789ab", content=b"a picture"))
        noel = datetime.date(2026, 12, 19)
        db.add(Holiday(site_id=site, name="Noël", first_day=noel, last_day=noel))

    def _second_guardian(self, db: Session) -> str:
        """The family has one more guardian who has no account."""
        second = Guardian(family_id=self._family_in(db), rank=2, surname="D’ALMEIDA", given_name="Nuno")
        db.add(second)
        return second.key

    def _reenrol(self, db: Session) -> dict[str, str]:
        """Adrien has been re-enrolled, with a document; Zoé is about to be; what is asked for has a model."""
        family, store = self.people.family, Store(self.settings.documents)
        open_reenrolment(db)
        self.reenrolment = reenrol(db, family)
        supplied = supply_for(db, store, family)
        required = db.get_one(RequiredDocument, supplied.required_id)
        arrived = store.arrival()
        arrived.write_bytes(SMALL_PDF)
        required.model, required.model_name = store.keep(arrived), "modele.pdf"
        wish_for(db, family, "Zoé", "Danse")
        zoe = record_for(db, as_person(db, family), "Zoé").key
        self.seen = case_for(db, self.people.office, self.reenrolment).seen
        return {"pieces": f"{supplied.key}.pdf", "modeles": f"{required.key}.pdf", "recapitulatif": zoe}

    def _separate(self, db: Session) -> list[str]:
        """The family has a guardian without an account; Zoé belongs to one more family, too. Their keys."""
        family, site = db.get_one(Family, self._family_in(db)), account_of(db, self.people.family).site_id
        second = Guardian(family_id=family.id, rank=1, surname="D’ALMEIDA", given_name="Rui")
        other = Family(site_id=site, reference="P-autre")
        db.add_all([second, other])
        db.flush()
        zoe = record_for(db, as_person(db, self.people.family), "Zoé")
        db.add(Guardian(family_id=other.id, surname="PETIT", given_name="Ada"))
        db.add(FamilyStudent(family_id=other.id, student_id=zoe.id))
        db.flush()
        directory.refresh(db.connection(), site)
        return [family.key, second.key, other.key, zoe.key]

    def get(self, who: str, address: str, **headers: str) -> Response:
        """One page."""
        self._be(who)
        return self.reader.get(address, headers)

    def post(self, who: str, address: str, token: str | None, **values: str) -> Response:
        """One form, filled in, with this token or with none."""
        self._be(who)
        bound = {} if token is None else {CSRF_FIELD: token}
        form = {**bound, FORM_ID_FIELD: new_form_id(), **values}
        return self.reader.client.post(address, data=form, follow_redirects=False)

    def token_of(self, who: str) -> str:
        """What a form made for this session carries."""
        return csrf_token(self.tokens[who], self.settings.secret)

    def _be(self, who: str) -> None:
        cookies = self.reader.client.cookies
        cookies.clear()
        cookies.set(VISIT if who == "nobody" else SESSION, self.tokens[who])

    @property
    def family_id(self) -> int:
        """The number of the family, which no URL and no page says."""
        with database.reading(self.settings.database) as db:
            return self._family_in(db)

    def _family_in(self, db: Session) -> int:
        return db.get_one(Guardian, account_of(db, self.people.family).guardian_id).family_id

    def keys_of(self, route: str) -> list[str]:
        """The ids that stand in the address of what is the family’s."""
        family, tab = self.people.family, next((tab for tab in ROWS if f"{tab}/{{" in route), "")
        if "/equipe/{" in route:
            with database.reading(self.settings.database) as db:
                return [key_of(self.settings.secret, account_of(db, self.people.clerk).id)]
        if "/administration/reinscriptions/pieces/{" in route:
            return [self.reenrolled["modeles"].removesuffix(".pdf")]
        if "/modeles/{kind" in route:
            return ["mot-de-passe-provisoire"]
        if "/courriels/{" in route:
            return [self.mail]
        if "reinscriptions/{" in route:
            return [self.reenrolment, self.reenrolled["pieces"]]
        if "conges/{" in route:
            return ["2026-12-19"]
        if "/logo/{" in route:
            return ["rive-gauche-0123456789ab.png"]
        if "textes/{" in route:
            return ["accueil"]
        if "imports/{" in route:
            return [self.imported]
        if "demandes/{" in route:
            return [self.request]
        if "/recapitulatif" in route:
            return [self.reenrolled["recapitulatif"]]
        if "/reinscription" in route:
            return [family.schooling.student, *(key for kind, key in self.reenrolled.items() if f"/{kind}/{{" in route)]
        if "/responsables/{" in route:
            return self.apart[:2]
        if "/detachement" in route:
            return self.apart[2:]
        if "/administration/eleves/{" in route:
            return [family.schooling.student]
        if "/eleves/{" in route:
            course = family.schooling.past if "/historique/" in route else family.schooling.course
            return [family.schooling.student, course, getattr(family.schooling, ROWS[tab]) if tab else ""]
        if "/agenda/{" in route:
            with database.reading(self.settings.database) as db:
                return [f"{agenda.feed_of(db, self._family_in(db))}.ics"]
        if "/comptes/{" in route:
            with database.reading(self.settings.database) as db:
                return [account_of(db, family).key]
        if "/familles/{" in route:
            with database.reading(self.settings.database) as db:
                return [db.get_one(Family, self._family_in(db)).key]
        return [family.rental if "/locations/" in route else family.fee]

    def everything(self) -> dict[str, list[Any]]:
        """The whole database, but for what any request may touch."""
        with sqlite3.connect(self.settings.database) as connection:
            tables = {name: _columns(name) for name in METADATA.tables}
            return {
                name: connection.execute(f"SELECT {columns} FROM {name} ORDER BY 1").fetchall()  # noqa: S608
                for name, columns in tables.items()
                if columns
            }


def _columns(table: str) -> str:
    left_out = OF_THE_DOOR.get(table)
    if left_out == ():
        return ""
    return ", ".join(f'"{each.name}"' for each in METADATA.tables[table].columns if each.name not in (left_out or ()))


def account_of(db: Session, who: Someone) -> Account:
    """The account that somebody signs in with."""
    named = select(Account).join(Site).where(Site.slug == who.site, Account.username == who.username)
    return db.exec(named).one()


def outcome(answer: Response) -> str:
    """The status, or the path that one is led to."""
    return answer.headers["Location"].partition("?")[0] if answer.status_code == 303 else str(answer.status_code)


def to_the_byte(answer: Response) -> tuple[str, dict[str, str]]:
    """The whole answer, but for its tokens and what follows from their letters."""
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return IN_EACH_ANSWER.sub(r"\1", answer.text), headers
