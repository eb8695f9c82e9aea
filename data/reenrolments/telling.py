"""What the office does to a re-enrolment is told to every account of its family, by mails with frozen facts."""

from typing import Any

from sqlmodel import Session

from data import accounts, outbox
from data.reenrolments.cases import Case
from data.reenrolments.tables import address_of


def tell_decision(db: Session, case: Case, now: int) -> None:
    """What was decided, course by course."""
    row = case.row
    facts = {
        "state": row.state,
        "reason": row.reason,
        "administrative": row.administrative,
        "courses": [[each.title, each.ticked, each.wish] for each in case.choices],
    }
    tell_family(db, case, outbox.REENROLMENT_DECIDED, facts, now)


def tell_family(db: Session, case: Case, kind: str, facts: dict[str, Any], now: int) -> None:
    """To every account of the family, with what was decided as it is now, and where it is read."""
    row = case.row
    frozen = {"number": row.number, "subject": row.subject, "at": now, "school_year": row.school_year, **facts}
    frozen["address"] = address_of(case.student)
    told = accounts.addresses_of_family(db, row.family_id)
    outbox.tell(db, told, kind=kind, site=row.site_id, account=row.account_id, facts=frozen, now=now)
