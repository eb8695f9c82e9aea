"""Students, and the families they belong to: one, or two where the parents live apart."""

import datetime
from collections.abc import Iterable, Sequence

from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, and_, bindparam, col, exists, select

from data.alphabet import alphabetical
from data.keys import new_key
from data.later import since_then
from data.neighbours import told_apart


class Student(SQLModel, table=True):
    """A child or adult who learns at the conservatoire (élève)."""

    __table_args__ = (UniqueConstraint("site_id", "reference"),)

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True)
    site_id: int = Field(foreign_key="site.id")
    reference: str
    surname: str
    given_name: str
    honorific: str = ""
    birth_date: datetime.date | None = None
    birth_place: str = ""
    address: str = ""
    postcode: str = ""
    town: str = ""
    home_phone: str = ""
    work_phone: str = ""
    fax: str = ""
    email: str = ""
    school_grade: str = ""
    image_consent: str = ""
    emergency_contact: str = ""
    leave_permission: str = ""
    emergency_phone: str = ""
    by_hand: bool = Field(default=False, sa_column_kwargs=since_then(False))  # no export has brought it so far

    @property
    def name(self) -> str:
        """« ABOLANT Adrien »."""
        return f"{self.surname} {self.given_name}"


class FamilyStudent(SQLModel, table=True):
    """A student of a family."""

    __table_args__ = (UniqueConstraint("family_id", "student_id"),)

    id: int = Field(default=None, primary_key=True)
    family_id: int = Field(foreign_key="family.id")
    student_id: int = Field(foreign_key="student.id", index=True)


OF_FAMILY = and_(FamilyStudent.student_id == Student.id, FamilyStudent.family_id == bindparam("family"))
BY_BIRTH = col(Student.birth_date), col(Student.id)
STUDENTS = select(Student).join(FamilyStudent, OF_FAMILY).order_by(*BY_BIRTH)
_other = aliased(FamilyStudent)
IS_SHARED = exists().where(col(_other.student_id) == Student.id, col(_other.family_id) != FamilyStudent.family_id)
STUDENTS_AND_SHARED = select(Student, IS_SHARED).join(FamilyStudent, OF_FAMILY).order_by(*BY_BIRTH)


def students_of(db: Session, family: int) -> list[tuple[Student, str]]:
    """The students of a family in the order of their names, each under a name that tells it from the others."""
    return _named(db.exec(STUDENTS, params={"family": family}))


def students_and_shared_of(db: Session, family: int) -> tuple[list[tuple[Student, str]], set[int]]:
    """The same, and the ids of those who belong to another family too. One statement."""
    found = db.exec(STUDENTS_AND_SHARED, params={"family": family}).all()
    return _named(student for student, _ in found), {student.id for student, is_shared in found if is_shared}


def _named(students: Iterable[Student]) -> list[tuple[Student, str]]:
    found = sorted(students, key=lambda each: alphabetical(each.name))
    return list(zip(found, told_apart(found, lambda each: each.name, _name_and_birth), strict=True))


def given_names(students: Sequence[Student]) -> dict[str, str]:
    """How one calls students among themselves, by key: by the given name, or more where it is shared."""
    once = list({each.key: each for each in students}.values())
    names = told_apart(once, lambda each: each.given_name, lambda each: each.name, _name_and_birth)
    return dict(zip((each.key for each in once), names, strict=True))


def _name_and_birth(student: Student) -> str:
    return f"{student.name} ({student.birth_date:%d/%m/%Y})" if student.birth_date else student.name
