"""The time zone that every conservatoire of the portal lives in."""

from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
