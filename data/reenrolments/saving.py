"""A draft is saved: what was touched on a page goes onto what stands now, so that no tab loses what another wrote."""

from collections.abc import Mapping

from sqlmodel import Session, col, delete

from data.alphabet import searchable
from data.reenrolments.folder import Folder, Line
from data.reenrolments.tables import CourseChoice, Reenrolment, State
from data.sessions import Person

Texts = Mapping[
    str, str
]  # what a form holds: `administrative`, `remarks`, `course-KEY`, `wish-KEY`; a box is « oui » or nothing
ADMINISTRATIVE, REMARKS, COURSE, WISH = "administrative", "remarks", "course-", "wish-"
TICKED = "oui"
LONGEST_REMARKS, LONGEST_WISH = 2000, 200  # characters


def texts_of(folder: Folder) -> dict[str, str]:
    """What stands in a folder now, as a form holds it; of what was sent only the free text, when it was asked."""
    held = folder.reenrolment
    texts = {REMARKS: held.remarks if held else ""} if folder.state == State.DRAFT or folder.may_remark else {}
    if folder.state == State.DRAFT:
        texts[ADMINISTRATIVE] = _box(bool(held and held.administrative))
        texts |= {COURSE + each.key: _box(each.ticked) for each in folder.lines}
        texts |= {WISH + each.key: each.wish for each in folder.lines}
    return texts


def _box(ticked: bool) -> str:
    return TICKED if ticked else ""


def merge(current: Texts, shown: Texts, typed: Texts) -> tuple[dict[str, str], list[str]]:
    """What is to stand, and where somebody else has written meanwhile something that is neither. That one stands."""
    wanted, clashes = dict(current), []
    for name, now in current.items():
        wish, before = typed.get(name, ""), shown.get(name, "")
        if wish in (before, now):
            continue
        if before == now:
            wanted[name] = wish
        else:
            clashes.append(name)
    return wanted, clashes


def problems_with(wanted: Texts) -> dict[str, str]:
    """What no draft can hold, in French, by field."""
    wrong = {
        name: f"Un souhait a {LONGEST_WISH} caractères au plus."
        for name, text in wanted.items()
        if name.startswith(WISH) and len(text) > LONGEST_WISH
    }
    if len(wanted.get(REMARKS, "")) > LONGEST_REMARKS:
        wrong[REMARKS] = f"Les demandes complémentaires ont {LONGEST_REMARKS} caractères au plus."
    return wrong


def save(db: Session, who: Person, folder: Folder, wanted: Texts, now: int) -> Reenrolment:
    """Write a draft, and begin it where there is none; of what was sent nothing but the free text, when it was asked.

    After the last day a draft is still saved, so that nothing typed is lost; it is not sent.
    """
    row = folder.reenrolment or _begun(who, folder, now)
    is_draft = folder.state == State.DRAFT
    if is_draft or folder.may_remark:
        row.remarks = wanted.get(REMARKS, row.remarks)
    if is_draft:
        row.administrative = wanted.get(ADMINISTRATIVE) == TICKED
    row.account_id, row.saved_at = who.account, now
    db.add(row)
    db.flush()
    if is_draft:
        _choose(db, row, folder, wanted)
    return row


def _begun(who: Person, folder: Folder, now: int) -> Reenrolment:
    student = folder.student
    return Reenrolment(
        site_id=who.site,
        family_id=who.family,
        student_id=student.id,
        school_year=folder.opening.school_year,
        subject=student.name,
        requester=who.name,
        sought=searchable(f"{student.name} {who.name}"),
        saved_at=now,
    )


def _choose(db: Session, row: Reenrolment, folder: Folder, wanted: Texts) -> None:
    """The courses of a draft: what is ticked or wished, and nothing else."""
    db.exec(delete(CourseChoice).where(col(CourseChoice.reenrolment_id) == row.id))
    for rank, line in enumerate(folder.lines):
        ticked, wish = wanted.get(COURSE + line.key) == TICKED, wanted.get(WISH + line.key, "")
        if ticked or wish:
            db.add(choice_of(row, rank, line, ticked, wish))


def choice_of(row: Reenrolment, rank: int, line: Line, ticked: bool, wish: str) -> CourseChoice:
    """One course as it is now."""
    return CourseChoice(
        reenrolment_id=row.id,
        enrolment_id=line.enrolment,
        rank=rank,
        title=line.title,
        discipline=line.discipline,
        level=line.level,
        teacher=line.teacher,
        cycle=line.cycle,
        active=line.active,
        ticked=ticked,
        wish=wish,
    )
