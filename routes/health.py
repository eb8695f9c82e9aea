"""Santé: a word for the program that watches over the portal. It says nothing else to anybody."""

from litestar import MediaType, Response, get

from data import health
from data.database import FAULTS
from routes.web.request import Asked


@get("/sante")
async def show_health(request: Asked) -> Response[str]:
    """200 while the database answers and has the schema of this version, else 503."""
    try:
        is_well = await request.database.read(health.is_current)
    except FAULTS:
        is_well = False
    return Response(
        "ok\n" if is_well else "indisponible\n", media_type=MediaType.TEXT, status_code=200 if is_well else 503
    )


PAGES = [show_health]
