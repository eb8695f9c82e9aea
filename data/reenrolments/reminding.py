"""Reminders to the families that have not answered: one mail to each account, one day apart at least."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, bindparam, col, select

from data import audit, database, outbox
from data.accounts import Account
from data.audit import AuditEntry
from data.families import Family, Guardian
from data.journal import note
from data.neighbours import told_apart
from data.outbox import Mail
from data.reenrolments.opening import Opening, Phase, opening_of
from data.reenrolments.unanswered import UNANSWERED
from data.sessions import Person
from data.students import FamilyStudent, Student

APART = 24 * 3600  # seconds between two reminders to one family

CHILDREN = UNANSWERED.join(FamilyStudent, col(FamilyStudent.student_id) == Student.id).with_only_columns(
    col(FamilyStudent.family_id), col(Student.given_name), col(Student.surname)
)
ADDRESSES = (
    select(Guardian.family_id, Account.id, Account.email, Guardian.email)
    .join(Guardian, col(Guardian.id) == Account.guardian_id)
    .join(Family, col(Family.id) == Guardian.family_id)
    .where(Family.site_id == bindparam("site"))
    .order_by(col(Guardian.family_id), col(Guardian.rank))
)
REMINDED = (
    select(Guardian.family_id)
    .join(Account, col(Account.guardian_id) == Guardian.id)
    .join(Mail, col(Mail.account_id) == Account.id)
    .where(
        Mail.site_id == bindparam("site"),
        Mail.kind == outbox.REENROLMENT_REMINDER,
        col(Mail.created_at) > bindparam("since"),
        col(Mail.failed_at).is_(None),
    )
    .distinct()
)


class Reminder(NamedTuple):
    """One mail."""

    family: int
    account: int
    recipient: str
    children: list[str]


class Plan(NamedTuple):
    """The mails that would leave now, and the families that would get none."""

    opening: Opening
    reminders: list[Reminder]
    families: int  # that get one
    unreachable: int  # no account of theirs has an address
    recent: int  # have been reminded less than a day ago

    @property
    def may_be_sent(self) -> bool:
        """Whether there is anybody to remind, and anything to be done about it."""
        return self.opening.phase == Phase.OPEN and bool(self.reminders)


def plan_of(db: Session, site: int, now: int, today: datetime.date) -> Plan:
    """What a reminder would do now. Four statements, however many families there are."""
    opening = opening_of(db, site, today)
    children = _children(db, site, opening.school_year)
    addresses = _addresses(db, site)
    reminded = {family for (family,) in map(tuple, database.rows(db, REMINDED, site=site, since=now - APART))}
    reached = [family for family in children if family in addresses and family not in reminded]
    reminders = [
        Reminder(family, account, recipient, children[family])
        for family in reached
        for recipient, account in addresses[family].items()
    ]
    return Plan(
        opening=opening,
        reminders=reminders,
        families=len(reached),
        unreachable=sum(family not in addresses for family in children),
        recent=sum(family in reminded for family in children if family in addresses),
    )


def _children(db: Session, site: int, year: str) -> dict[int, list[str]]:
    """Of each family, those who are waited for, as one calls them at home."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for family, given, surname in map(tuple, database.rows(db, CHILDREN, site=site, year=year)):
        found[family].append((given, surname))
    return {family: _called(children) for family, children in sorted(found.items())}


def _called(children: Sequence[tuple[str, str]]) -> list[str]:
    return told_apart(sorted(children), lambda each: each[0], lambda each: f"{each[0]} {each[1]}")


def _addresses(db: Session, site: int) -> dict[int, dict[str, int]]:
    """Of each family, the account behind each of its addresses: the same address gets one mail."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for family, account, own, official in map(tuple, database.rows(db, ADDRESSES, site=site)):
        recipient = own or official
        if recipient:
            found[family].setdefault(recipient, account)
    return dict(found)


def remind(db: Session, who: Person, now: int, today: datetime.date) -> int:
    """Put the reminders into the outbox, and write down how many; none when there is nobody to remind."""
    plan = plan_of(db, who.site, now, today)
    if not plan.may_be_sent:
        return 0
    letters = ((each.account, each.recipient, _facts(plan.opening, each)) for each in plan.reminders)
    outbox.post_many(db, letters, kind=outbox.REENROLMENT_REMINDER, site=who.site, now=now)
    counts = {"mails": len(plan.reminders), "families": plan.families}
    note(db, who, audit.REMINDERS_SENT, "", now, **counts, unreachable=plan.unreachable, recent=plan.recent)
    return len(plan.reminders)


def _facts(opening: Opening, reminder: Reminder) -> dict[str, Any]:
    closes = opening.site.reenrolment_closes
    return {
        "children": reminder.children,
        "school_year": opening.school_year,
        "closes": closes.isoformat() if closes else "",
    }


def mail_of(site: int, opening: Opening, reminder: Reminder, now: int) -> Mail:
    """One reminder as it would wait in the outbox, to be read before it leaves."""
    return Mail(
        site_id=site,
        account_id=reminder.account,
        kind=outbox.REENROLMENT_REMINDER,
        facts=_facts(opening, reminder),
        recipient=reminder.recipient,
        created_at=now,
        due_at=now,
    )


def last_reminders(db: Session, site: int) -> AuditEntry | None:
    """When reminders left the last time, and how many."""
    sent = select(AuditEntry).where(AuditEntry.site_id == site, AuditEntry.action == audit.REMINDERS_SENT)
    return db.exec(sent.order_by(col(AuditEntry.id).desc()).limit(1)).first()
