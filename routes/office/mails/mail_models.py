"""À quoi ressemble chaque courriel: every kind, as this site sends it, with the facts of nobody."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from routes.office.mails.outbox import MAILS
from routes.web.french import NO_BREAK
from routes.web.guards import office_of
from routes.web.mail_kinds import BY_SLUG, KINDS, model_of
from routes.web.page import Page, View
from routes.web.request import Asked

MODELS = MAILS + "/modeles"


@dataclass(frozen=True, kw_only=True)
class MailModelsView(View):
    """The kinds, by name."""

    template: ClassVar[str] = "office/mails/mail_models.html"

    kinds: list[tuple[str, str]]
    address: str = MODELS
    back: str = MAILS


@dataclass(frozen=True, kw_only=True)
class MailModelView(View):
    """One kind, filled in."""

    template: ClassVar[str] = "office/mails/mail_model.html"

    subject: str
    text: str
    back: str = MODELS


@get(MODELS)
async def show_mail_models(request: Asked) -> Page:
    """Which mails there are."""
    office_of(request)
    return Page(
        MailModelsView(heading="Modèles de courriels", kinds=[(each.slug, each.words) for each in KINDS.values()])
    )


@get(MODELS + "/{kind:str}")
async def show_mail_model(request: Asked, kind: FromPath[str]) -> Page:
    """One of them."""
    person = office_of(request)
    if kind not in BY_SLUG:
        raise NotFoundException
    return Page(await request.database.read(_model, person.site, BY_SLUG[kind], request.settings.base_url))


def _model(db: Session, site: int, kind: str, portal: str) -> MailModelView:
    shown = model_of(db, site, kind, portal)
    return MailModelView(
        heading=f"Modèle de courriel{NO_BREAK}: {KINDS[kind].words}", subject=shown.subject, text=shown.text
    )
