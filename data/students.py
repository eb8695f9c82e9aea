"""Students, and the families they belong to: one, or two where the parents live apart."""

import datetime

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, func, select

from data.keys import new_key


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


def students_of(db: Session, family: int) -> list[Student]:
    """The students of a family, by name."""
    return list(
        db.exec(
            select(Student)
            .join(FamilyStudent, col(FamilyStudent.student_id) == Student.id)
            .where(FamilyStudent.family_id == family)
            .order_by(Student.surname, Student.given_name, Student.birth_date, col(Student.id))  # type: ignore[arg-type]
        )
    )


def count_in(db: Session, site: int) -> int:
    """How many students a site has."""
    return db.exec(select(func.count()).where(Student.site_id == site)).one()
