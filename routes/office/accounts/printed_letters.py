"""A letter that gives access: who gets which words, who cannot have one, and many of them as one PDF."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import Response
from sqlmodel import Session

from data import site_logo, sites
from data.accounts import LETTER_LIFE
from data.family_accounts.informing import Addressee
from data.family_accounts.listing import named
from data.keys import new_temporary_password
from data.sites import Site
from routes.web import clock, french
from routes.web.documents import saved_as
from routes.web.envelopes import called, fits, window_of
from routes.web.page import View
from routes.web.pdf import printed_together, unprintable_among

BATCH = 25  # letters that are printed at a time: about a quarter of a second, then somebody else’s document may pass
STRANGE = "le nom ou l’adresse contient un caractère que l’imprimé n’a pas"
TOO_LONG = "l’adresse est trop longue pour la fenêtre de l’enveloppe"


class Letterhead(NamedTuple):
    """Who writes."""

    site: Site
    logo: bytes  # a PNG; empty when the site has none


class Letter(NamedTuple):
    """One sheet."""

    account: int
    window: list[str]
    name: str
    username: str
    email: str
    password: str  # for who has no e-mail


class Refused(NamedTuple):
    """Whose letter cannot be printed."""

    name: str
    reason: str
    record: str  # the address where it is corrected


@dataclass(frozen=True, kw_only=True)
class LettersRefusedView(View):
    """Whose letters cannot be printed, and why; the others can."""

    template: ClassVar[str] = "office/accounts/letters_refused.html"
    menu: ClassVar[str] = "comptes"

    refused: list[Refused]
    others: int
    kind: str
    batch: int
    address: str
    back: str


@dataclass(frozen=True, kw_only=True)
class PrintedLetters(View):
    """A few of the letters, a page each."""

    template: ClassVar[str] = "prints/letters.html"

    site: Site
    sender: list[str]
    portal: str
    date: str
    until: str
    letters: Sequence[Letter]


def letterhead_of(db: Session, site: int) -> Letterhead:
    """At most two statements."""
    writer = sites.site_with(db, site)
    return Letterhead(writer, site_logo.picture_of(db, writer))


def letter_to(to: Addressee) -> Letter:
    """What one letter says. A password is made here; it is nobody’s until the letters are noted as printed."""
    return Letter(
        account=to.account,
        window=window_of(to.guardian),
        name=called(to.guardian),
        username=to.username,
        email=to.email,
        password="" if to.email else new_temporary_password(),
    )


async def refused_among(addressees: Sequence[Addressee]) -> dict[int, str]:
    """By account, why a letter cannot be printed, in French."""
    windows = [window_of(each.guardian) for each in addressees]
    texts = [
        " ".join([called(each.guardian), each.username, each.email, *window])
        for each, window in zip(addressees, windows, strict=True)
    ]
    refused = {addressees[place].account: STRANGE for place in await unprintable_among(texts)}
    for each, window in zip(addressees, windows, strict=True):
        if not fits(window):
            refused[each.account] = TOO_LONG
    return refused


def refusal_of(to: Addressee, reason: str) -> Refused:
    """Who that is, and where the record is corrected."""
    record = f"/administration/familles/{to.family}/responsables/{to.guardian.key}"
    return Refused(f"{named(to.guardian)} ({to.username})", reason, record)


async def printed_letters(head: Letterhead, letters: Sequence[Letter], portal: str) -> bytes:
    """One PDF of as many pages as letters."""
    parts = [letters[start : start + BATCH] for start in range(0, len(letters), BATCH)]
    return await printed_together([_view(head.site, part, portal) for part in parts], len(letters), head.logo)


def _view(site: Site, letters: Sequence[Letter], portal: str) -> PrintedLetters:
    today = clock.today()
    town = f"{site.postcode} {site.town}".strip()
    return PrintedLetters(
        heading="Votre accès au portail des familles",
        site=site,
        sender=list(filter(None, (site.address, town, site.phone, site.email))),
        portal=portal,
        date=f"{french.long_day(today)} {today.year}",
        until=french.day(today + datetime.timedelta(seconds=LETTER_LIFE, days=-1)),  # the last whole day
        letters=letters,
    )


def download(content: bytes) -> Response[bytes]:
    """A file for its printer: it is not kept here, and no address leads to it."""
    headers = saved_as(f"lettres-{clock.today():%Y-%m-%d}.pdf")
    return Response(content, media_type="application/pdf", headers=headers, status_code=200)
