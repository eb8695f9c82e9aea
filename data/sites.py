"""Sites: the conservatoires of one installation."""

import datetime
import enum

from sqlmodel import Field, Session, SQLModel, bindparam, col, select, update

from data.later import since_then


class Renewal(enum.StrEnum):
    """When a request for a new password makes the former one obsolete."""

    AT_ONCE = "immediat"  # as the manual says
    WHEN_USED = "usage"  # nobody can lock a family out


class Site(SQLModel, table=True):
    """One conservatoire, with its own families, office and accounts."""

    id: int = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str  # in the list of « Accès Usager »
    institution: str = ""  # on letters and in legal texts; the name when empty
    address: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    email: str = ""  # sender of mails, and where families write to
    rentals_tab: bool = True
    password_renewal: str = Renewal.AT_ONCE
    school_year: str = ""  # « 2026-2027 »; the newest of the courses when empty
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None
    welcome: str = ""
    legal_notice: str = ""
    reenrolment_opens: datetime.date | None = None
    reenrolment_closes: datetime.date | None = None  # the last day on which it is open
    reenrolment_year: str = Field(default="", sa_column_kwargs=since_then(""))  # the year after this one when empty
    reenrolment_conditions: str = Field(default="", sa_column_kwargs=since_then(""))  # and fees, in the site’s words
    documents_kept: int = Field(default=90, sa_column_kwargs=since_then(90))  # days after the decision
    journal_kept: int = Field(default=365, sa_column_kwargs=since_then(365))  # days
    families_kept: int = Field(default=0, sa_column_kwargs=since_then(0))  # months after they left; 0: until erased
    mails_kept: int = Field(default=365, sa_column_kwargs=since_then(365))  # days
    second_factor_required: bool = Field(default=False, sa_column_kwargs=since_then(False))  # of the office’s accounts
    texts_version: str = Field(default="", sa_column_kwargs=since_then(""))  # of its introductions (site_texts.py)
    logo: str = Field(default="", sa_column_kwargs=since_then(""))  # in the address of its logo
    imports_made: int = Field(default=0, sa_column_kwargs=since_then(0))  # that changed anything, whoever made them

    @property
    def owner(self) -> str:
        """Whose portal this is, in words."""
        return self.institution or self.name

    @property
    def postal_address(self) -> str:
        """On one line: « 14 rue du Cheval Rouge 45000 ORLEANS »."""
        return " ".join(part for part in (self.address, self.postcode, self.town) if part)


class Holiday(SQLModel, table=True):
    """Days of a site without lessons."""

    id: int = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    name: str
    first_day: datetime.date
    last_day: datetime.date


SITE = select(Site).where(Site.id == bindparam("site"))
SITES = select(Site).order_by(Site.name)


def site_of(db: Session, slug: str) -> Site | None:
    """The site of this short name, if there is one."""
    return db.exec(select(Site).where(Site.slug == slug)).first()


def site_with(db: Session, site: int) -> Site:
    """The site of a person or a mail."""
    return db.exec(SITE, params={"site": site}).one()


def imports_made(db: Session, site: int) -> int:
    """How many imports have changed a site."""
    return db.exec(select(Site.imports_made).where(Site.id == site)).one()


def count_import(db: Session, site: int) -> None:
    """An import has changed a site: what others were tried on is true no longer."""
    counted = update(Site).where(col(Site.id) == site).values(imports_made=Site.imports_made + 1)
    db.exec(counted, execution_options={"synchronize_session": False})


def all_sites(db: Session) -> list[Site]:
    """Every site, in the order of their names."""
    return list(db.exec(SITES))
