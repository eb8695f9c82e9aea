"""Whether the head of the site’s letters leaves room for them; if not, which values of the site are too long."""

from dataclasses import dataclass
from typing import ClassVar

from data.sites import Site
from routes.office.accounts.printed_letters import Letter, Letterhead, printed_letters
from routes.web.page import View

SETTINGS = "/administration/site"
LENGTHY = 60  # characters: about two lines of the head
SAMPLE = Letter(account=0, window=[""], name="Madame", username="identifiant", email="a@exemple.fr", password="")


@dataclass(frozen=True, kw_only=True)
class LetterheadView(View):
    """Why no letter of this site can be printed."""

    template: ClassVar[str] = "office/accounts/letterhead.html"
    menu: ClassVar[str] = "comptes"

    values: list[tuple[str, int]]  # label, characters
    settings: str  # empty for who finds no settings
    back: str


async def too_long(head: Letterhead, portal: str, settles: bool, back: str) -> LetterheadView | None:
    """What is said where not even the shortest letter fits under the head; nothing where it does."""
    try:
        await printed_letters(Letterhead(head.site, b""), [SAMPLE], portal)
    except ValueError:
        return LetterheadView(
            heading="L’en-tête des lettres est trop long",
            values=_lengthy(head.site),
            settings=SETTINGS if settles else "",
            back=back,
        )
    return None


def _lengthy(site: Site) -> list[tuple[str, int]]:
    """Whatever is long, or else the longest."""
    owner = "Nom de l’établissement" if site.institution else "Nom du site"
    written = [(owner, site.owner), ("Adresse", site.address), ("Ville", site.town), ("E-mail", site.email)]
    lengths = [(label, len(text)) for label, text in written]
    return [each for each in lengths if each[1] > LENGTHY] or [max(lengths, key=lambda each: each[1])]
