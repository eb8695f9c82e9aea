"""What every command begins with: the settings, and a database that is there, current and the right one."""

from sqlmodel import Session

from data import database, portal, schema, sites
from data.settings import Settings, read_settings
from data.sites import Site
from routes.console.french import Trouble


def open_house(demo: bool = False) -> Settings:
    """The settings of the real portal, or of the demo; makes the database when there is none."""
    settings = read_settings().for_demo() if demo else read_settings()
    if not settings.database.exists():
        schema.migrate(settings.database)
    refuse_other(settings, demo)
    if not schema.is_current(settings.database):
        raise Trouble("La base de données n’est pas à jour : lancez app.py migrate, puis recommencez.")
    with database.transaction(settings.database) as db:
        portal.declare(db, demo)
    return settings


def refuse_other(settings: Settings, demo: bool) -> None:
    """A demonstration is never taken for the real thing, nor the other way round."""
    with database.reading(settings.database) as db:
        found = portal.is_demo(db)
    if found is not None and found != demo:
        raise Trouble(
            f"La base « {settings.database} » est une démonstration : choisissez un autre PORTEE_HOME."
            if found
            else f"La base « {settings.database} » n’est pas une démonstration : la démonstration n’y touche pas."
        )


def site_called(db: Session, slug: str) -> Site:
    """The site of this short name; raises Trouble."""
    site = sites.site_of(db, slug)
    if site is None:
        known = ", ".join(each.slug for each in sites.all_sites(db)) or "aucun"
        raise Trouble(f"Le site « {slug} » n’existe pas. Sites connus : {known}.")
    return site
