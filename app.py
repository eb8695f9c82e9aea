"""What is served, in the order of the menu; `app.py demo|serve|import|…` is the console."""

import contextlib
from collections.abc import AsyncIterator

from litestar import Litestar

from data.database import Database
from data.settings import Settings, read_settings
from routes import (
    accessibility,
    agenda,
    course,
    family,
    health,
    home,
    legal,
    logo,
    my_data,
    office,
    password,
    past_course,
    requests,
    sign_in,
    sign_in_code,
    student,
)
from routes.web.door import Door
from routes.web.errors import HANDLERS
from routes.web.guards import may_act
from routes.web.hashing import Hashing
from routes.web.housekeeping import keep_house_for_ever
from routes.web.postman import deliver_for_ever
from routes.web.request import Asked, House

PAGES = [
    *home.PAGES,
    *family.PAGES,
    *student.PAGES,
    *course.PAGES,
    *past_course.PAGES,
    *agenda.PAGES,
    *requests.PAGES,
    *my_data.PAGES,
    *accessibility.PAGES,
    *password.PAGES,
    *sign_in.PAGES,
    *sign_in_code.PAGES,
    *legal.PAGES,
    *health.PAGES,
    *office.PAGES,
    *logo.PAGES,
]
LARGEST_BODY = 64 * 1024


@contextlib.asynccontextmanager
async def open_house(site: Litestar) -> AsyncIterator[None]:
    """The database is open, what is old goes and the postman goes round for as long as the pages are served."""
    house: House = site.state.house
    with house.database.served():
        async with _opened(site, house):
            yield


@contextlib.asynccontextmanager
async def _opened(site: Litestar, house: House) -> AsyncIterator[None]:
    await house.database.open()
    try:
        async with contextlib.AsyncExitStack() as unasked:
            if site.state.has_postman:
                await unasked.enter_async_context(keep_house_for_ever(house.database, house.settings))
                await unasked.enter_async_context(deliver_for_ever(house.database, house.settings))
            yield
    finally:
        await house.database.close()


def menu() -> Litestar:
    """The pages alone; whose they are is told by the house that stands behind them."""
    return Litestar(
        PAGES,
        lifespan=[open_house],
        guards=[may_act],
        exception_handlers=HANDLERS,
        request_class=Asked,
        request_max_body_size=LARGEST_BODY,
        openapi_config=None,
        logging_config=None,
    )


def portal(settings: Settings | None = None, with_postman: bool = True, site: Litestar | None = None) -> Door:
    """The portal behind its door, ready to be served; a test may deliver its mails itself and lend its own pages."""
    settings, site = settings or read_settings(), site or menu()
    database = Database(settings.database)
    site.state.house, site.state.has_postman = House(settings, database, Hashing()), with_postman
    return Door(site, database, settings)


def demo() -> Door:
    """The demonstration, in its own folder."""
    return portal(read_settings().for_demo())


if __name__ == "__main__":
    from routes.console import console

    console()
