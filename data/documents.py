"""Documents of re-enrolment: what a site asks for (pièce à fournir), and what a family has supplied (pièce fournie)."""

import datetime
import enum
from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, select

from data.alphabet import searchable
from data.keys import new_key
from data.later import since_then
from data.school_years import period_of

LARGEST_FILE = 10_000_000  # bytes of one file, as it is sent
LARGEST_FOLDER = 40_000_000  # bytes of all documents of one student, as they are kept


OF_HOUSEHOLD = ("family_id", "required_id", "school_year")


class RequiredDocument(SQLModel, table=True):
    """A document that a site asks for at re-enrolment."""

    __tablename__ = "required_document"
    __table_args__ = (UniqueConstraint("site_id", "rank"), sa.Index("ix_required_document_key", "key", unique=True))

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, sa_column_kwargs=since_then(""))
    site_id: int = Field(foreign_key="site.id")
    rank: int
    name: str
    optional: bool = Field(default=False, sa_column_kwargs=since_then(False))
    of_household: bool = Field(default=False, sa_column_kwargs=since_then(False))  # once, for all its students
    disciplines: str = Field(default="", sa_column_kwargs=since_then(""))  # separated by commas; for these alone
    youngest: int | None = None  # years of age at the beginning of the school year
    oldest: int | None = None
    model: str = Field(default="", sa_column_kwargs=since_then(""))  # a form to fill in: its name in the store
    model_name: str = Field(default="", sa_column_kwargs=since_then(""))  # and as the family downloads it

    def is_for(self, disciplines: Collection[str], born: datetime.date | None, school_year: str) -> bool:
        """Whether it is asked of a student of these disciplines and this age; an unknown age is asked for it."""
        wanted = {searchable(each) for each in self.disciplines.split(",") if each.strip()}
        if wanted and not wanted & {searchable(each) for each in disciplines}:
            return False
        if born is None:
            return True
        age = age_on(born, period_of(school_year)[0])
        return (self.youngest or 0) <= age and (self.oldest is None or age <= self.oldest)


class DocumentState(enum.StrEnum):
    """Where a supplied document stands; one that nobody has supplied is « A fournir »."""

    SUPPLIED = "fourni"
    APPROVED = "valide"
    DECLINED = "refuse"


class SuppliedDocument(SQLModel, table=True):
    """A document of a family for one school year: its file is in the store under `stored`. It goes with its student."""

    __tablename__ = "supplied_document"
    __table_args__ = (
        UniqueConstraint("family_id", "student_id", "required_id", "school_year"),
        sa.Index("one_of_household", *OF_HOUSEHOLD, unique=True, sqlite_where=sa.text("of_household")),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    family_id: int = Field(foreign_key="family.id")
    student_id: int | None = Field(default=None, foreign_key="student.id", index=True)
    of_household: bool  # then it has no student
    required_id: int | None = Field(default=None, foreign_key="required_document.id", index=True)
    school_year: str
    name: str  # of the document, as it was asked for
    file_name: str  # as the family called it
    stored: str = Field(unique=True)
    size: int  # bytes
    pages: int
    remark: str = ""  # what the portal had to change in it
    state: str = DocumentState.SUPPLIED
    reason: str = ""
    supplied_at: int  # seconds since 1970, like every time here
    decided_at: int | None = None
    decided_by: str = ""  # an identifiant of the office


def age_on(born: datetime.date, day: datetime.date) -> int:
    """Whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def required_with(db: Session, site: int, key: str) -> RequiredDocument | None:
    """A document that a site asks for."""
    return db.exec(
        select(RequiredDocument).where(RequiredDocument.site_id == site, RequiredDocument.key == key)
    ).first()
