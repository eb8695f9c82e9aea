"""What went wrong, as a page of the portal: the only place that maps exceptions."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Response
from litestar.exceptions import HTTPException

from routes.web.addresses import ours, said, sign_in_for, unsaid
from routes.web.forms import StaleForm
from routes.web.french import plural
from routes.web.guards import ChooseFirst, OnlyLooking, SecureFirst, SignInFirst, signed_in
from routes.web.hashing import Busy
from routes.web.page import Page, View, see_other
from routes.web.request import Asked
from routes.web.sessions import has_session

log = logging.getLogger("portee")


class TooManyTries(Exception):
    """Guessing is slowed down: come back in so many seconds."""

    def __init__(self, seconds: int) -> None:
        self.retry_after = seconds


@dataclass(frozen=True, kw_only=True)
class ErrorView(View):
    """A page that says what happened and where to go on."""

    template: ClassVar[str] = "errors/error.html"

    explanation: str
    retry: str = ""  # the address of « Réessayer »


WORDS = {
    400: ("Demande illisible", "Le portail n’a pas pu lire ce que votre navigateur a envoyé."),
    403: (
        "Formulaire expiré",
        "Ce formulaire n’est plus valable : il est trop ancien, ou votre navigateur refuse les cookies. "
        "Rien n’a été enregistré. Revenez à la page et envoyez-le de nouveau.",
    ),
    404: ("Page introuvable", "Cette page n’existe pas, ou n’existe plus."),
    405: ("Action impossible", "Cette page ne peut pas être utilisée de cette façon."),
    408: ("Envoi trop lent", "L’envoi n’est pas arrivé à temps. Rien n’a été enregistré."),
    413: ("Envoi trop volumineux", "Ce que vous avez envoyé dépasse la taille acceptée. Rien n’a été enregistré."),
    422: ("Renseignements à vérifier", "Certains renseignements ne peuvent pas être acceptés."),
    429: ("Trop d’essais", "Par sécurité, patientez avant un nouvel essai."),
    500: (
        "Erreur du portail",
        "Une erreur est survenue de notre côté. Rien n’a été perdu de ce qui était enregistré. "
        "Réessayez dans un instant ; si l’erreur persiste, prévenez le secrétariat.",
    ),
    503: (
        "Portail très sollicité",
        "Beaucoup de familles se connectent en ce moment. Réessayez dans quelques secondes.",
    ),
}


def error_page(request: Asked, status: int, headers: dict[str, str] | None = None, explanation: str = "") -> Page:
    """The page of an error, in French, with the portal’s own layout."""
    heading, words = WORDS.get(status, WORDS[500] if status >= 500 else WORDS[400])
    retry = _retry(request) if status in (403, 408, 429, 500, 503) else ""
    view = ErrorView(heading=heading, explanation=explanation or words, retry=retry)
    return Page(view, status_code=status, headers=headers)


def _retry(request: Asked) -> str:
    """Where « Réessayer » leads: the page of the form, but Accueil for a button that has no page of its own.

    « Accès Usager » still leads to the page that was asked for first.
    """
    if request.path == "/connexion":
        return sign_in_for(request.following)
    return "/" if request.path == "/quitter" else request.path


def show_http_error(request: Asked, error: HTTPException) -> Page:
    """What Litestar refused: 400, 404, 405, 413 …; keeps `Allow` and its like."""
    headers = dict(error.headers or {})
    if "allow" in headers:  # the door answers HEAD wherever there is a page
        headers["allow"] = headers["allow"].replace("GET", "GET, HEAD")
    return error_page(request, error.status_code, headers)


def show_stale_form(request: Asked, _: StaleForm) -> Page:
    """A form of another session, or none of ours."""
    return error_page(request, 403)


def show_only_looking(request: Asked, _: OnlyLooking) -> Page:
    """The portal is seen as a family sees it; the banner above this page has the way out."""
    family = signed_in(request).surname
    words = f"Vous regardez ce portail comme la famille {family} : rien ne peut y être modifié."
    way_out = "Quittez cette vue pour revenir à l’administration."
    return Page(ErrorView(heading="Lecture seule", explanation=f"{words} {way_out}"), status_code=403)


def show_too_many(request: Asked, error: TooManyTries) -> Page:
    """Guessing is slowed down; says how long."""
    minutes, seconds = divmod(error.retry_after, 60)
    in_minutes = plural(minutes + (seconds > 0), "minute", "minutes")
    wait = in_minutes if minutes else plural(seconds, "seconde", "secondes")
    return error_page(
        request,
        429,
        {"Retry-After": str(error.retry_after)},
        f"Par sécurité, patientez {wait} avant un nouvel essai. Le compte n’est pas bloqué.",
    )


def show_busy(request: Asked, error: Busy) -> Page:
    """Everybody signs in at once."""
    return error_page(request, 503, {"Retry-After": str(error.retry_after)})


def show_failure(request: Asked, error: Exception) -> Page:
    """A fault of ours. The log gets the places, never the words of an error: those may hold a row’s values."""
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s at %s\n%s", type(error).__name__, request.scope.get("route_handler", "the door"), places)
    return error_page(request, 500)


def lead_to_sign_in(request: Asked, first: SignInFirst) -> Response[None]:
    """Sign in, then the page asked for, or the page of the form: that has been kept, or is to be sent again."""
    if request.method == "GET":
        return see_other(request, sign_in_for(ours(request.address)))
    if first.kept:
        return see_other(request, said(sign_in_for(ours(request.address)), "saisie-gardee"))
    if not has_session(request.scope, request.settings):
        return see_other(request, sign_in_for(None))
    again = said(unsaid(request.came_from), "envoi-a-refaire") if request.came_from else None
    return see_other(request, said(sign_in_for(again), "session-terminee"))


def lead_to_choice(request: Asked, _: ChooseFirst) -> Response[None]:
    """A temporary password leads to a chosen one."""
    return see_other(request, "/mot-de-passe")


def lead_to_securing(request: Asked, _: SecureFirst) -> Response[None]:
    """The office requires a second factor."""
    return see_other(request, "/administration/double-authentification")


HANDLERS: dict[Any, Callable[..., Any]] = {
    HTTPException: show_http_error,
    StaleForm: show_stale_form,
    OnlyLooking: show_only_looking,
    TooManyTries: show_too_many,
    Busy: show_busy,
    SignInFirst: lead_to_sign_in,
    ChooseFirst: lead_to_choice,
    SecureFirst: lead_to_securing,
    Exception: show_failure,
}
