"""Lessons as calendar programs read them: the only place that writes iCalendar (RFC 5545).

One weekly event a lesson, in Paris time: its hour stays the same when the clocks change. The week of a holiday is
left out. An event keeps its identity as long as its lesson lasts, so that programs change it and do not double it.
"""

import datetime
from collections.abc import Sequence

import icalendar

from data.agenda import Appointment, Calendar
from data.courses import WEEKDAYS
from data.zone import PARIS

CHANGES = (  # of the clocks: since when, the month, the name of the hour, its distance from UTC until then and since
    (icalendar.TimezoneDaylight, datetime.datetime(1981, 3, 29, 2), 3, "CEST", 1, 2),
    (icalendar.TimezoneStandard, datetime.datetime(1996, 10, 27, 3), 10, "CET", 2, 1),
)
USUAL_LENGTH = datetime.timedelta(hours=1)  # of a lesson that does not say when it ends


def written(calendar: Calendar, appointments: Sequence[Appointment], host: str, now: int) -> bytes:
    """A calendar file. `host` makes the identities of its events ours; `now` is when it was written."""
    file = icalendar.Calendar()
    file.add("prodid", "-//Portée//Agenda//FR")
    file.add("version", "2.0")
    file.add("x-wr-calname", calendar.name)
    file.add_component(_paris())
    for each in appointments:
        for event in _events(calendar, each):
            event.add("uid", f"{each.key}@{host}")
            event.add("dtstamp", datetime.datetime.fromtimestamp(now, datetime.UTC))
            file.add_component(event)
    return bytes(file.to_ical())


def _paris() -> icalendar.Timezone:
    """The rules of Paris time, with no end: those that icalendar derives by itself are a list of years."""
    zone = icalendar.Timezone()
    zone.add("tzid", PARIS.key)
    for kind, start, month, name, until, since in CHANGES:
        change = kind()
        change.add("dtstart", start)
        change.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        change.add("tzname", name)
        change.add("tzoffsetfrom", datetime.timedelta(hours=until))
        change.add("tzoffsetto", datetime.timedelta(hours=since))
        zone.add_component(change)
    return zone


def _events(calendar: Calendar, appointment: Appointment) -> list[icalendar.Event]:
    """The weekly event of a lesson; none for one that has no day, no hour or no week in which it is held."""
    lesson = appointment.lesson
    weeks = _weeks(calendar, lesson.weekday) if lesson.starts else []
    held = [day for day in weeks if not calendar.closed_on(day)]
    if not held:
        return []
    event = icalendar.Event()
    starts = _at(held[0], lesson.starts)
    ends = _at(held[0], lesson.ends) if lesson.ends > lesson.starts else starts + USUAL_LENGTH
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("rrule", {"freq": "weekly", "until": _at(held[-1], lesson.starts).astimezone(datetime.UTC)})
    left_out = [day for day in weeks if held[0] < day < held[-1] and day not in held]
    if left_out:
        event.add("exdate", [_at(day, lesson.starts) for day in left_out])
    for name, words in _words(appointment).items():
        if words:
            event.add(name, words)
    return [event]


def _words(appointment: Appointment) -> dict[str, str]:
    lesson = appointment.lesson
    summary = ", ".join(filter(None, (lesson.title, appointment.student)))
    return {"summary": summary, "location": lesson.room, "description": lesson.teacher}


def _weeks(calendar: Calendar, weekday: str) -> list[datetime.date]:
    """Every day of the year that is this day of the week."""
    if weekday not in WEEKDAYS or not calendar.first_day or not calendar.last_day:
        return []
    first = calendar.first_day + datetime.timedelta(days=(WEEKDAYS.index(weekday) - calendar.first_day.weekday()) % 7)
    return [first + datetime.timedelta(weeks=week) for week in range((calendar.last_day - first).days // 7 + 1)]


def _at(day: datetime.date, time: str) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.fromisoformat(time), PARIS)
