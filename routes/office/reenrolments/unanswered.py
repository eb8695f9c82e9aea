"""Sans réponse: this year’s students whose families have not answered, and reminders to all of those at once."""

import datetime
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from sqlmodel import Session

from data import replays
from data.reenrolments import reminding, unanswered
from data.reenrolments.opening import Phase
from data.reenrolments.reminding import Plan
from data.reenrolments.unanswered import Household, Silent
from data.sessions import Person
from routes.office.reenrolments.settings import REENROLMENTS
from routes.web import clock, french, letters
from routes.web.addresses import said
from routes.web.forms import form_id_of, read_form
from routes.web.french import NO_BREAK, moment, plural
from routes.web.guards import office_of
from routes.web.mail import text_of
from routes.web.page import Page, View, see_other
from routes.web.paging import number_of
from routes.web.request import Asked

UNANSWERED = REENROLMENTS + "/sans-reponse"
REMINDERS = REENROLMENTS + "/rappels"


class Row(NamedTuple):
    """One student."""

    name: str
    families: list[tuple[str, str]]  # the responsable, and what keeps a mail from reaching that family
    draft: str


@dataclass(frozen=True, kw_only=True)
class UnansweredView(View):
    """One page of the students who are waited for."""

    template: ClassVar[str] = "office/reenrolments/unanswered.html"
    menu: ClassVar[str] = "reinscriptions"

    year: str
    last: str  # when reminders left the last time
    rows: list[Row]
    page: int
    pages: int
    address: str = UNANSWERED
    reminders: str = REMINDERS
    back: str = REENROLMENTS


@dataclass(frozen=True, kw_only=True)
class RemindersView(View):
    """What would leave now: how many mails, and one of them word for word."""

    template: ClassVar[str] = "office/reenrolments/reminders.html"
    menu: ClassVar[str] = "reinscriptions"

    counts: list[str]
    subject: str
    text: str
    recipient: str
    address: str = REMINDERS
    back: str = UNANSWERED


@get(UNANSWERED)
async def show_unanswered(request: Asked, page: FromQuery[str] = "1") -> Page:
    """Who has not answered."""
    person = office_of(request)
    return Page(await request.database.read(_list, person.site, number_of(page), clock.today()))


def _list(db: Session, site: int, page: int, today: datetime.date) -> UnansweredView:
    listing = unanswered.unanswered_in(db, site, page, today)
    if page > 1 and not listing.rows:
        raise NotFoundException
    count = plural(listing.total, "élève", "élèves") if listing.total else "aucun élève"
    return UnansweredView(
        heading=f"Sans réponse{NO_BREAK}: {count}",
        year=listing.opening.school_year,
        last=_last(db, site),
        rows=[_row(each) for each in listing.rows],
        page=page,
        pages=max(-(-listing.total // unanswered.PAGE_LENGTH), 1),
    )


def _last(db: Session, site: int) -> str:
    entry = reminding.last_reminders(db, site)
    if entry is None:
        return ""
    mails = plural(entry.facts["mails"], "courriel", "courriels")
    return f"Derniers rappels{NO_BREAK}: le {moment(entry.at)}, {mails}."


def _row(each: Silent) -> Row:
    draft = f"brouillon commencé, enregistré le {moment(each.draft)}" if each.draft else ""
    return Row(each.name, [(family.name, _mark(family)) for family in each.families], draft)


def _mark(family: Household) -> str:
    if family.is_reachable:
        return ""
    return "sans compte" if family.has_address else "sans adresse électronique"


@get(REMINDERS)
async def show_reminders(request: Asked) -> Page:
    """What would leave, before it leaves."""
    person = office_of(request)
    portal, now = request.settings.base_url, clock.now()
    return Page(await request.database.read(_preview, person.site, portal, now, clock.today()))


def _preview(db: Session, site: int, portal: str, now: int, today: datetime.date) -> RemindersView:
    plan = reminding.plan_of(db, site, now, today)
    subject = text = recipient = ""
    if plan.may_be_sent:
        first = plan.reminders[0]
        letter = letters.letter_of(db, reminding.mail_of(site, plan.opening, first, now), portal, now)
        subject, text, recipient = letter.subject, text_of(letter), first.recipient
    return RemindersView(
        heading="Rappeler la réinscription", counts=_counts(plan), subject=subject, text=text, recipient=recipient
    )


def _counts(plan: Plan) -> list[str]:
    """What would happen, in words."""
    if plan.opening.phase != Phase.OPEN:
        return [french.typeset("La réinscription n’est pas ouverte en ce moment : aucun rappel ne peut partir.")]
    mails = plural(len(plan.reminders), "courriel partira", "courriels partiront")
    counts = [f"{mails}, à {plural(plan.families, 'famille', 'familles')}."]
    if plan.recent:
        counts.append(
            f"{plural(plan.recent, 'famille a', 'familles ont')} déjà reçu un rappel il y a moins de 24 heures : pas "
            "de courriel cette fois."
        )
    if plan.unreachable:
        counts.append(
            f"{plural(plan.unreachable, 'famille ne peut pas être jointe', 'familles ne peuvent pas être jointes')} : "
            "pas de compte avec une adresse électronique. Écrivez-leur ou téléphonez."
        )
    return [french.typeset(each) for each in counts]


@post(REMINDERS)
async def send_reminders(request: Asked) -> Response[None]:
    """« Envoyer les rappels »."""
    person = office_of(request)
    form_id = form_id_of(await read_form(request))
    code = await request.database.write(remind_once, person, form_id, clock.now(), clock.today())
    return see_other(request, said(UNANSWERED, code))


def remind_once(db: Session, person: Person, form_id: str, now: int, today: datetime.date) -> str:
    """What is said of it; the same form sent twice sends once."""
    if replays.first_use(db, form_id, now) and not reminding.remind(db, person, now, today):
        return "rappels-aucun"
    return "rappels-envoyes"
