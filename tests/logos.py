"""A site with a logo."""

import io

from PIL import Image

from data import database, site_logo
from data.settings import Settings
from routes.web.intake import logos
from tests.asking_for import NOW, as_person
from tests.people import Someone


def picture(colour: str = "red") -> bytes:
    """As the portal keeps one: a PNG of 600 × 200 points."""
    written = io.BytesIO()
    Image.new("RGB", (600, 200), colour).save(written, "PNG")
    return written.getvalue()


def heavy_picture() -> bytes:
    """As heavy as the portal lets one be: noise, half transparent."""
    noise = Image.effect_noise(logos.LARGEST, 100).convert("RGBA")
    noise.putalpha(Image.linear_gradient("L").resize(noise.size))
    return logos._light(noise)


def give_logo(settings: Settings, office: Someone, content: bytes) -> None:
    """The site of this office has it from now on."""
    with database.transaction(settings.database) as db:
        site_logo.keep(db, as_person(db, office), content, NOW)
