"""The logo of a site: public, without a cookie, at an address that changes with its content."""

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from data import site_logo
from routes.web.request import Asked

SUFFIX = ".png"
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


@get("/logo/{name:str}")
async def show_logo(request: Asked, name: FromPath[str]) -> Response[bytes]:
    """Browsers keep it for ever: another logo has another address."""
    content = await request.database.read(site_logo.content_of, name.removesuffix(SUFFIX))
    if content is None or not name.endswith(SUFFIX):
        raise NotFoundException
    return Response(content, media_type="image/png", headers=FOR_EVER)


PAGES = [show_logo]
