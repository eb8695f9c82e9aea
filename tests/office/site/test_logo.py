"""Logo: PNG or JPEG, drawn anew; shown on every page; what is no logo is refused with what to do."""

import io
import struct
import zlib

import pytest
from anyio import to_process
from PIL import Image, PngImagePlugin
from sqlmodel import select

from data import database
from data.site_logo import SiteLogo
from data.sites import Site
from routes.sign_in import logo_of
from routes.web import intake
from routes.web.intake import logos
from routes.web.intake.worker import _draw_logo
from tests.logos import give_logo, picture
from tests.office.conftest import Office
from tests.page import Page
from tests.proof_reading import proof_read

PATH = "/administration/site/logo"


def written(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker process costs a second; tests/web/test_intake_worker.py has one."""

    async def run(work: object, file: object, **_: object) -> object:
        try:
            return _draw_logo(file)  # type: ignore[arg-type]
        except intake.Unfit as unfit:
            return unfit.words

    monkeypatch.setattr(to_process, "run_sync", run)


def send(office: Office, content: bytes, status: int = 200) -> Page:
    form = office.reader.read(PATH).form(PATH)
    form.pop("logo", None)
    answer = office.reader.client.post(PATH, data=form, files={"logo": ("logo.png", content)}, follow_redirects=True)
    return proof_read(answer, status)


def kept(office: Office) -> list[SiteLogo]:
    with database.reading(office.settings.database) as db:
        return list(db.exec(select(SiteLogo)))


def test_a_logo_is_drawn_anew_and_small(office: Office) -> None:
    secret = PngImagePlugin.PngInfo()
    secret.add_text("Author", "somebody")
    page = send(office, written(Image.new("RGBA", (1500, 300), (200, 0, 0, 128)), pnginfo=secret))
    assert "Le logo est enregistré." in page.text
    (row,) = kept(office)
    with Image.open(io.BytesIO(row.content)) as image:
        assert (image.size, image.format, image.mode) == ((600, 120), "PNG", "RGBA")
        assert image.info == {}
    assert b"somebody" not in row.content


def test_it_is_shown_to_everybody_of_the_site(office: Office) -> None:
    send(office, written(Image.new("RGB", (60, 20), "red"), "JPEG"))
    address = f"/logo/{kept(office)[0].name}.png"
    for who, count in ((office.people.family, 1), (office.people.far_neighbour, 0)):
        images = office.reader.sign_in(who).tree.xpath("//header//img")
        assert [(each.get("src"), each.get("alt")) for each in images] == [
            (address, "Conservatoire de Musique")
        ] * count


def at_the_door(office: Office, address: str = "/connexion") -> list[tuple[str, str]]:
    """The logos of the sign-in page: the site in their address, and whose they are in words."""
    images = office.reader.read(address).tree.xpath("//main//img")
    return [(each.get("src").removeprefix("/logo/").rpartition("-")[0], each.get("alt")) for each in images]


OURS, THEIRS = ("rive-gauche", "Conservatoire de Musique"), ("rive-droite", "Conservatoire de Musique")


def test_the_sign_in_page_shows_the_logo_of_the_site_that_is_known(office: Office) -> None:
    send(office, written(Image.new("RGB", (60, 20), "red")))
    assert "/connexion?site=rive-gauche" in office.reader.read(PATH).text
    office.reader.sign_out()
    assert at_the_door(office) == at_the_door(office, "/connexion?site=rive-droite") == []
    assert at_the_door(office, "/connexion?site=rive-gauche") == [OURS]
    assert at_the_door(office, "/connexion?site=nulle-part") == []
    page = office.reader.read("/connexion?site=rive-droite")
    assert page.form("/connexion")["site"] == "rive-droite"
    refused = office.reader.send(page, "/connexion", 422, site="rive-gauche", identifiant="x", mot_de_passe="y")
    assert "rive-gauche" in refused.find("//main//img").get("src")


def test_a_logo_that_every_site_has_is_shown_before_the_site_is_known(office: Office) -> None:
    for who in (office.people.office, office.people.far_office):
        give_logo(office.settings, who, picture())
    office.reader.sign_out()
    assert at_the_door(office) == [OURS]
    assert at_the_door(office, "/connexion?site=rive-droite") == [THEIRS]
    give_logo(office.settings, office.people.far_office, picture("blue"))
    assert at_the_door(office) == []


def test_who_is_alone_shows_its_logo_and_a_common_one_is_called_by_all_its_owners() -> None:
    near, far = (Site(slug=slug, name=slug.upper(), logo=f"{slug}-0a1b") for slug in ("near", "far"))
    assert logo_of([near], "") == ("near-0a1b", "NEAR")
    assert logo_of([near, far], "") == ("near-0a1b", "NEAR, FAR")
    assert logo_of([], "") == ("", "")


def test_it_is_public_kept_by_browsers_and_sets_no_cookie(office: Office) -> None:
    send(office, written(Image.new("RGB", (60, 20), "red")))
    office.reader.client.cookies.clear()
    answer = office.reader.get(f"/logo/{kept(office)[0].name}.png", {})
    assert answer.content == kept(office)[0].content
    assert "set-cookie" not in answer.headers
    wanted = {"content-type": "image/png", "x-content-type-options": "nosniff"}
    assert wanted.items() <= dict(answer.headers).items()
    assert "immutable" in answer.headers["cache-control"]
    for name in ("rive-gauche-0.png", kept(office)[0].name):
        assert office.reader.get(f"/logo/{name}", {}).status_code == 404


def test_taking_it_away_brings_back_the_mark_of_the_portal(office: Office) -> None:
    page = send(office, written(Image.new("RGB", (60, 20), "red")))
    page = office.reader.send(page, "/administration/site/logo/suppression")
    assert "montre de nouveau le sien" in page.text
    assert page.tree.xpath("//header//img") == []
    assert page.find("//header//*[@aria-label='Portée']") is not None
    assert kept(office) == []


def huge() -> bytes:
    """The head of a PNG of 20,000 × 20,000 points, and nothing behind it: 1.6 GB, were it decoded."""
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in ((b"IHDR", head), (b"IDAT", b""), (b"IEND", b"")))


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choisissez un fichier PNG ou JPEG"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "exportez-le en PNG"),
        (b"GIF89a", "ni un PNG ni un JPEG"),
        (b"%PDF-1.4", "ni un PNG ni un JPEG"),
        (b"\x89PNG\r\n\x1a\nrubbish", "abîmée ou incomplète"),
        (huge(), "trop grand\xa0: 6000 points"),
    ],
)
def test_what_is_no_logo_is_refused_with_what_to_do(office: Office, content: bytes, words: str) -> None:
    form = {**office.reader.read(PATH).form(PATH)}
    form.pop("logo", None)
    files = {"logo": ("logo.png" if content else "", content)}
    page = proof_read(office.reader.client.post(PATH, data=form, files=files), 422)
    assert words in page.find("//div[@class='problems']//li").text_content()
    assert kept(office) == []


def test_a_logo_of_noise_is_made_light_enough() -> None:
    noise = Image.effect_noise((600, 200), 100).convert("RGB")
    content = logos._light(noise)
    assert len(content) <= logos.HEAVIEST
    with Image.open(io.BytesIO(content)) as image:
        assert image.width > 100
