"""How a test sees the portal as a family does."""

from httpx import Response
from sqlmodel import col, select

from data import database
from data.audit import AuditEntry
from data.families import Family, Guardian
from data.settings import Settings
from tests.house.affairs import account_of
from tests.page import Page
from tests.people import Someone
from tests.reader import Reader

BANNER = "//section[@class='viewing']"


def key_of(settings: Settings, who: Someone) -> str:
    """The key of somebody’s family."""
    with database.reading(settings.database) as db:
        guardian = db.get_one(Guardian, account_of(db, who).guardian_id)
        return db.get_one(Family, guardian.family_id).key


def press(reader: Reader, address: str) -> Response:
    """Press a button that is not on the page, with the token of one that is."""
    token = reader.read("/accessibilite").form("/quitter")
    return reader.client.post(address, data=token, follow_redirects=False)


def banner_of(page: Page) -> str:
    """What the band above everything says; nothing where there is none."""
    bands = page.tree.xpath(f"{BANNER}/p")
    return " ".join(band.text_content().strip() for band in bands)


def journal(settings: Settings) -> list[tuple[str, str, str]]:
    """What has been written down: who, what, and of whom."""
    with database.reading(settings.database) as db:
        entries = db.exec(select(AuditEntry).where(col(AuditEntry.subject) != "").order_by(AuditEntry.id)).all()  # type: ignore[arg-type]
        return [(each.who, each.action, each.subject) for each in entries]
