"""Opening hours as panels carry them: public holidays written out as dates. Pure."""

import re
from datetime import date
from functools import lru_cache

import holidays

from resources.catalogue.records import ChannelFact, HelplineFact
from shared.contracts.panels import ChannelHours
from shared.vocabulary import UNHURRIED_CHANNELS

# A record is made anew every day; should that fail for a year, the dates still hold.
_YEARS_AHEAD = 1
_HOLIDAY = re.compile(r"\bPH\b")
_WEEKDAY = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b")
_EVERY_DAY = "Mo-Su"


def channel_hours(channel: ChannelFact, line: HelplineFact, today: date) -> ChannelHours | None:
    """When a channel answers, or None where no source says it.

    A source that names weekdays says nothing about public holidays: on those days the hours are
    unknown, unless the schedule itself has a rule for them. Daily means daily.
    """
    if channel.schedule is not None:
        schedule = _with_dates(channel.schedule, line, today)
        return ChannelHours(schedule=schedule, time_zone=line.time_zone)
    if line.hours and line.hours.always and channel.kind not in UNHURRIED_CHANNELS:
        return ChannelHours(always=True)
    return None


def _with_dates(schedule: str, line: HelplineFact, today: date) -> str:
    bound_to_weekdays = bool(_WEEKDAY.search(schedule.replace(_EVERY_DAY, "")))
    if not (bound_to_weekdays or _HOLIDAY.search(schedule)):
        return schedule
    dates = ",".join(f"{day:%Y %b %d}" for day in _holidays(line.country, line.subdivision, today))
    if _HOLIDAY.search(schedule):
        rules = [rule.strip() for rule in schedule.split(";")]
        kept = [_HOLIDAY.sub(dates, rule) for rule in rules if dates or not _HOLIDAY.search(rule)]
        return "; ".join(kept)
    return f"{schedule}; {dates} unknown" if dates else schedule


@lru_cache(maxsize=512)
def _holidays(country: str, subdivision: str | None, today: date) -> tuple[date, ...]:
    """Public holidays from today on, of the subdivision where the library knows it."""
    years = range(today.year, today.year + _YEARS_AHEAD + 1)
    part = subdivision.partition("-")[2] if subdivision else None
    known = holidays.list_supported_countries(include_aliases=False).get(country)
    if known is None:
        return ()
    found = holidays.country_holidays(country, subdiv=part if part in known else None, years=years)
    return tuple(sorted(day for day in found if day >= today))
