"""« Voir comme la famille »: in by one button and out by another, both written down."""

from litestar import Response, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from data import viewing
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import read_form
from routes.web.guards import secretary_of
from routes.web.page import see_other
from routes.web.request import Asked


@post("/administration/familles/{key:str}/vue")
async def open_view(request: Asked, key: FromPath[str]) -> Response[None]:
    """The portal as the family sees it; a second click changes nothing, another family waits until this one is left."""
    person = secretary_of(request)
    await read_form(request)
    shown = await request.database.write(viewing.open_view, person, key, clock.now())
    if shown is None:
        raise NotFoundException
    return see_other(request, "/" if shown == key else said("/", "vue-deja-ouverte"))


@post("/administration/vue/fin")
async def close_view(request: Asked) -> Response[None]:
    """« Quitter cette vue »: the office again, also for a button of another tab that has been left already."""
    person = secretary_of(request)
    await read_form(request)
    await request.database.write(viewing.close_view, person, clock.now())
    return see_other(request, said("/administration", "vue-fermee"))
