"""What is served, in the order of the menu; `app.py demo|serve|import|…` is the console."""

import contextlib
from collections.abc import AsyncIterator

from litestar import Litestar

from data.database import Database
from data.settings import Settings, read_settings
from routes import (
    accessibility,
    agenda,
    health,
    home,
    legal,
    logo,
    my_data,
    office,
    password,
    requests,
    sign_in,
    sign_in_code,
)
from routes.course import absences, evaluations, follow_up
from routes.family import fees, identity, rentals, students
from routes.past_course import comments, summary
from routes.past_course import evaluations as past_evaluations
from routes.student import courses, history, repertoire
from routes.student import identity as student
from routes.student import students as all_students
from routes.student.reenrolment import documents, receipt, tab
from routes.student.reenrolment import summary as reenrolment_summary
from routes.web.door import Door
from routes.web.errors import HANDLERS
from routes.web.guards import may_act
from routes.web.hashing import Hashing
from routes.web.housekeeping import keep_house_for_ever
from routes.web.postman import deliver_for_ever
from routes.web.request import Asked, House

PAGES = [
    home.show_home,
    identity.show_identity,
    identity.amend_identity,
    fees.show_fees,
    fees.show_fee,
    rentals.show_rentals,
    rentals.show_rental,
    students.show_students_tab,
    all_students.show_students,
    student.show_student,
    student.amend_student,
    courses.show_courses,
    follow_up.show_follow_ups,
    evaluations.show_evaluations,
    absences.show_absences,
    history.show_history,
    summary.show_summary,
    past_evaluations.show_past_evaluations,
    comments.show_comments,
    repertoire.show_repertoire,
    tab.show_reenrolment,
    tab.submit_reenrolment,
    reenrolment_summary.show_recapitulation,
    reenrolment_summary.send_reenrolment,
    reenrolment_summary.take_back_reenrolment,
    receipt.show_receipt,
    receipt.show_printed_receipt,
    documents.show_supplied_document,
    documents.show_model,
    agenda.show_agenda,
    agenda.make_feed,
    agenda.revoke_feed,
    agenda.show_feed,
    requests.show_requests,
    requests.show_request,
    requests.withdraw_request,
    my_data.show_my_data,
    my_data.take_my_data,
    accessibility.show_accessibility,
    accessibility.switch_mode,
    password.show_password,
    password.change_password,
    sign_in.sign_out,
    sign_in.show_sign_in,
    sign_in.sign_in,
    sign_in_code.show_code,
    sign_in_code.sign_in_with_code,
    password.show_lost_password,
    password.ask_for_password,
    legal.show_legal_notice,
    legal.show_site_map,
    legal.show_help,
    legal.show_declaration,
    health.show_health,
    *office.PAGES,
    logo.show_logo,
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
