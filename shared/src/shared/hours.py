"""When a channel answers: its opening hours at an instant. Pure.

Schedules are opening_hours expressions as OpenStreetMap specifies them
(https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification), in the line's own time zone,
read by the library opening-hours-py: overnight spans, single dates, daylight saving.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State

from shared.contracts.panels import ChannelHours

# A line that does not open within so many days is not told by a weekday and a time.
_LOOK_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether somebody answers now (None: not known), and when that changes, in local time."""

    open_now: bool | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None


UNKNOWN = Opening()
ALWAYS = Opening(open_now=True)


def opening(hours: ChannelHours | None, now: datetime) -> Opening:
    """What the hours say at `now` (aware). Nothing is claimed where they are not known."""
    if hours is None:
        return UNKNOWN
    if hours.always:
        return ALWAYS
    if hours.schedule is None or hours.time_zone is None:
        return UNKNOWN
    zone = ZoneInfo(hours.time_zone)
    there = now.astimezone(zone)
    expression = _expression(hours.schedule, hours.time_zone)
    state, _comment = expression.state(there)
    if state == State.OPEN:
        return Opening(open_now=True, closes_at=expression.next_change(there))
    opens = _next_open(expression, there)
    return Opening(open_now=None if state == State.UNKNOWN else False, opens_at=opens)


@lru_cache(maxsize=1024)
def _expression(schedule: str, time_zone: str) -> OpeningHours:
    return OpeningHours(schedule, timezone=ZoneInfo(time_zone))


def _next_open(expression: OpeningHours, there: datetime) -> datetime | None:
    for starts, _ends, state, _comment in expression.intervals(there, there + _LOOK_AHEAD):
        if state == State.OPEN:
            opens: datetime = starts
            return opens
    return None
