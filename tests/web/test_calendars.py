"""A calendar file is what real programs read: parsed back, week by week, line by line."""

import datetime
import re
from typing import Any

import icalendar
import pytest

from data.agenda import Appointment, Calendar
from data.enrolments import Lesson
from data.sites import Holiday
from routes.web import calendars
from tests.schooling import day

NOW = 1_795_000_000
FIRST, LAST = day("07/09/2026"), day("03/07/2027")
SUMMER, WINTER = datetime.timedelta(hours=2), datetime.timedelta(hours=1)


def lesson(**facts: Any) -> Lesson:
    usual = {"key": "k7q2m9tx", "title": "Trompette", "weekday": "mercredi", "starts": "17:30", "ends": "18:15"}
    empty = dict.fromkeys(Lesson._fields, "")
    return Lesson(**{**empty, **usual, "teacher": "G. BRANTOME", "room": "Salle 8", **facts})


def holiday(first: str, last: str) -> Holiday:
    return Holiday(site_id=1, name="Congés", first_day=day(first), last_day=day(last))


def file_of(*holidays: Holiday, first: Any = FIRST, last: Any = LAST, **facts: Any) -> bytes:
    appointment = Appointment("s-k7q2m9tx", "Adrien", lesson(**facts))
    year = Calendar("Conservatoire 1", first, last, list(holidays))
    return calendars.written(year, [appointment], "portail.exemple.fr", NOW)


def parsed(file: bytes) -> Any:
    """As a calendar program reads it."""
    return icalendar.Calendar.from_ical(file)


def events_of(file: bytes) -> list[Any]:
    return list(parsed(file).walk("VEVENT"))


def days_of(file: bytes) -> list[datetime.datetime]:
    """When the one event is held, as a calendar program works it out."""
    (event,) = events_of(file)
    start, until = event["DTSTART"].dt, event["RRULE"]["UNTIL"][0]
    left_out = {each.dt for each in event["EXDATE"].dts} if "EXDATE" in event else set()
    weeks = (start + datetime.timedelta(weeks=week) for week in range(60))
    return [each for each in weeks if each <= until and each not in left_out]


def test_an_event_says_what_when_where_and_with_whom() -> None:
    (event,) = events_of(file_of())
    assert (event["SUMMARY"], event["LOCATION"], event["DESCRIPTION"]) == (
        "Trompette, Adrien",
        "Salle 8",
        "G. BRANTOME",
    )
    assert event["DTSTART"].dt.isoformat() == "2026-09-09T17:30:00+02:00"
    assert event["DTEND"].dt.isoformat() == "2026-09-09T18:15:00+02:00"
    assert event["UID"] == "s-k7q2m9tx@portail.exemple.fr"
    assert event["DTSTAMP"].dt == datetime.datetime.fromtimestamp(NOW, datetime.UTC)


def test_the_calendar_says_whose_it_is() -> None:
    file = parsed(file_of())
    assert (file["VERSION"], file["PRODID"], file["X-WR-CALNAME"]) == (
        "2.0",
        "-//Portée//Agenda//FR",
        "Conservatoire 1",
    )


def test_it_is_held_every_week_from_the_first_to_the_last_day() -> None:
    days = days_of(file_of())
    assert len(days) == 43
    assert {each.weekday() for each in days} == {2}
    assert (days[0].date(), days[-1].date()) == (day("09/09/2026"), day("30/06/2027"))


def test_the_first_and_the_last_day_count() -> None:
    days = days_of(file_of(first=day("09/09/2026"), last=day("23/09/2026")))
    assert [each.day for each in days] == [9, 16, 23]


def test_holidays_are_left_out_from_their_first_to_their_last_day() -> None:
    file = file_of(holiday("21/10/2026", "28/10/2026"), holiday("11/11/2026", "11/11/2026"))
    missing = {day("21/10/2026"), day("28/10/2026"), day("11/11/2026")}
    assert len(days_of(file)) == 40
    assert not missing & {each.date() for each in days_of(file)}


def test_holidays_at_the_ends_of_the_year_move_the_ends() -> None:
    file = file_of(holiday("07/09/2026", "13/09/2026"), holiday("30/06/2027", "03/07/2027"))
    (event,) = events_of(file)
    days = days_of(file)
    assert "EXDATE" not in event
    assert (days[0].date(), days[-1].date(), len(days)) == (day("16/09/2026"), day("23/06/2027"), 41)


def test_the_hour_stays_the_same_when_the_clocks_change() -> None:
    days = days_of(file_of(holiday("04/11/2026", "04/11/2026")))
    assert {each.strftime("%H:%M") for each in days} == {"17:30"}
    assert {each.utcoffset() for each in days} == {SUMMER, WINTER}
    october, november = (each for each in days if each.date() in (day("21/10/2026"), day("28/10/2026")))
    assert (october.utcoffset(), november.utcoffset()) == (SUMMER, WINTER)


def test_a_week_left_out_is_named_by_its_local_hour() -> None:
    text = file_of(holiday("14/10/2026", "28/10/2026")).decode()
    assert "EXDATE;TZID=Europe/Paris:20261014T173000,20261021T173000,20261028T173000" in text.replace("\r\n ", "")


def test_the_rule_ends_in_universal_time() -> None:
    assert re.search(r"RRULE:FREQ=WEEKLY;UNTIL=20270630T153000Z\r\n", file_of().decode())


@pytest.mark.parametrize(
    ("moment", "offset"),
    [
        ("2026-10-25T00:59:59", SUMMER),
        ("2026-10-25T01:00:00", WINTER),
        ("2027-03-28T00:59:59", WINTER),
        ("2027-03-28T01:00:00", SUMMER),
        ("2041-07-14T12:00:00", SUMMER),
        ("2041-12-24T12:00:00", WINTER),
    ],
)
def test_the_file_brings_the_rules_of_paris_along(moment: str, offset: datetime.timedelta) -> None:
    (zone,) = parsed(file_of()).walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Paris"
    changes = [change for kind in ("DAYLIGHT", "STANDARD") for change in zone.walk(kind)]
    asked = datetime.datetime.fromisoformat(moment)
    latest = max(changes, key=lambda change: last_before(change, asked))
    assert latest["TZOFFSETTO"].td == offset


def last_before(change: Any, moment: datetime.datetime) -> datetime.datetime:
    """When, in universal time, this change last took place before a moment."""
    start, month = change["DTSTART"].dt, change["RRULE"]["BYMONTH"][0]
    assert (change["RRULE"]["FREQ"], change["RRULE"]["BYDAY"]) == (["YEARLY"], ["-1SU"])
    ends: list[datetime.datetime] = [
        datetime.datetime(year, month, 31, start.hour) for year in (moment.year - 1, moment.year)
    ]
    sundays = [end - datetime.timedelta(days=(end.weekday() + 1) % 7) for end in ends]
    moments = [sunday - change["TZOFFSETFROM"].td for sunday in sundays]
    return max((each for each in moments if each <= moment), default=datetime.datetime.min)


def test_lines_are_folded_at_75_octets_and_end_as_they_must() -> None:
    file = file_of(title="Ensemble de musique de chambre, répertoire européen " * 4, room="Łódź; salle, « été »\\n")
    lines = file.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    assert lines[-1] == b""
    assert b"\n" not in file.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "words", ["A, b; c", "L’été\nà Đà Nẵng", "\\n", "BEGIN:VEVENT\r\nSUMMARY:x", "Юлия " * 30, '"']
)
def test_any_words_come_back_as_they_were(words: str) -> None:
    (event,) = events_of(file_of(title="T", room=words, teacher=words))
    assert str(event["LOCATION"]) == words.replace("\r\n", "\n")
    assert str(event["DESCRIPTION"]) == words.replace("\r\n", "\n")


def test_what_is_not_known_is_left_out() -> None:
    (event,) = events_of(file_of(room="", teacher=""))
    assert not {"LOCATION", "DESCRIPTION"} & set(event)


@pytest.mark.parametrize(("starts", "ends"), [("17:30", ""), ("17:30", "17:30"), ("17:30", "16:00")])
def test_a_lesson_that_does_not_say_when_it_ends_lasts_an_hour(starts: str, ends: str) -> None:
    (event,) = events_of(file_of(starts=starts, ends=ends))
    assert event["DTEND"].dt - event["DTSTART"].dt == datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    "facts",
    [
        {"weekday": ""},
        {"starts": ""},
        {"first": None},
        {"last": None},
        {"first": LAST, "last": FIRST},
        {"first": day("10/09/2026"), "last": day("15/09/2026")},
    ],
)
def test_a_lesson_that_is_never_held_makes_no_event_and_the_file_stays_whole(facts: dict[str, Any]) -> None:
    file = parsed(file_of(**facts))
    assert not file.walk("VEVENT")
    assert len(file.walk("VTIMEZONE")) == 1


def test_a_year_of_holidays_has_no_lesson() -> None:
    assert not events_of(file_of(holiday("01/09/2026", "31/08/2027")))
