"""A site with a logo."""

import io

from PIL import Image

from data import database, site_logo
from data.settings import Settings
from tests.asking_for import NOW, as_person
from tests.people import Someone


def picture(colour: str = "red") -> bytes:
    """As the portal keeps one: a PNG of 600 × 200 points."""
    written = io.BytesIO()
    Image.new("RGB", (600, 200), colour).save(written, "PNG")
    return written.getvalue()


def give_logo(settings: Settings, office: Someone, content: bytes) -> None:
    """The site of this office has it from now on."""
    with database.transaction(settings.database) as db:
        site_logo.keep(db, as_person(db, office), content, NOW)
