"""Opening hours against an oracle that reads the same schedule minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.catalogue.files import read_catalogue
from resources.catalogue.records import HelplineFact
from resources.selection.schedules import channel_hours
from resources.settings import DataSettings
from shared.contracts.panels import ChannelHours
from shared.hours import opening

DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
ZONES = [
    "Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Sydney", "Asia/Tehran",
    "Asia/Kolkata", "Asia/Tokyo", "Africa/Blantyre", "Pacific/Auckland",
]  # fmt: skip
HOUR = timedelta(hours=1)
catalogue = read_catalogue(DataSettings().resources_data)

minutes = st.integers(0, 24 * 4 - 1).map(lambda quarter: quarter * 15)
spans = st.tuples(minutes, minutes).filter(lambda span: span[0] != span[1])
weeks = st.dictionaries(st.sampled_from(range(7)), spans, min_size=1, max_size=7)
instants = st.integers(0, 700 * 24 * 60).map(
    lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def written(week: dict[int, tuple[int, int]]) -> str:
    return ", ".join(
        f"{DAYS[day]} {clock(begins)}-{clock(ends)}" for day, (begins, ends) in week.items()
    )


def oracle(week: dict[int, tuple[int, int]], moment: datetime) -> bool:
    """Whether a wall clock stands inside a span of that day, or of the day before over midnight."""
    minute, day = moment.hour * 60 + moment.minute, moment.weekday()
    begins, ends = week.get(day, (0, 0))
    if begins < ends:
        today = begins <= minute < ends
    else:
        today = (begins, ends) != (0, 0) and minute >= begins
    began, ended = week.get((day - 1) % 7, (0, 0))
    return today or (ended < began and minute < ended)


def steady(moment: datetime) -> bool:
    """Whether no clock is changed near a moment: there the same wall time stands twice or never."""
    zone = moment.tzinfo
    around = [
        (moment.astimezone(UTC) + step * HOUR).astimezone(zone).utcoffset() for step in range(-3, 4)
    ]
    return len(set(around)) == 1


@given(weeks, st.sampled_from(ZONES), instants)
def test_open_now_is_what_the_clock_on_the_wall_says(
    week: dict[int, tuple[int, int]], zone: str, now: datetime
) -> None:
    there = now.astimezone(ZoneInfo(zone))
    found = opening(ChannelHours(schedule=written(week), time_zone=zone), now)
    if steady(there):
        assert found.open_now is oracle(week, there)


@given(weeks, st.sampled_from(ZONES), instants)
def test_the_next_change_is_the_first_minute_that_differs(
    week: dict[int, tuple[int, int]], zone: str, now: datetime
) -> None:
    found = opening(ChannelHours(schedule=written(week), time_zone=zone), now)
    changes = found.closes_at if found.open_now else found.opens_at
    assert changes is not None
    assert changes > now
    at, moment = now.astimezone(ZoneInfo(zone)), now
    if not all(steady((now + hours * HOUR).astimezone(ZoneInfo(zone))) for hours in range(170)):
        return
    was = oracle(week, at)
    while oracle(week, moment.astimezone(ZoneInfo(zone))) == was:
        moment += timedelta(minutes=1)
        moment = moment.replace(minute=moment.minute // 15 * 15) + timedelta(minutes=15)
    assert abs(changes - moment) < timedelta(minutes=16)


@pytest.mark.parametrize(
    ("zone", "at", "open_now"),
    [
        ("Europe/Berlin", "2026-03-29T00:59:00+00:00", True),  # 01:59, before the clocks go on
        ("Europe/Berlin", "2026-03-29T01:00:00+00:00", False),  # 03:00: 02:00 never was
        ("Europe/Berlin", "2026-10-25T02:00:00+00:00", False),  # 03:00 after the second 02:59
        ("Asia/Kolkata", "2026-06-01T20:29:00+00:00", True),  # 01:59, no clocks changed there
    ],
)
def test_spans_over_a_change_of_the_clocks(zone: str, at: str, *, open_now: bool) -> None:
    hours = ChannelHours(schedule="Mo-Su 22:00-02:00", time_zone=zone)
    assert opening(hours, datetime.fromisoformat(at)).open_now is open_now


scheduled = [line for line in catalogue.helplines if line.time_zone]


def is_holiday(line: HelplineFact, day: date) -> bool:
    """Whether the library knows a day as a public holiday where the line is."""
    parts = holidays.list_supported_countries().get(line.country)
    if parts is None:
        return False
    part = line.subdivision.partition("-")[2] if line.subdivision else None
    return day in holidays.country_holidays(line.country, subdiv=part if part in parts else None)


@given(st.sampled_from(scheduled), instants)
def test_holidays_are_unknown_where_the_source_names_weekdays_alone(
    line: HelplineFact, now: datetime
) -> None:
    there = now.astimezone(ZoneInfo(line.time_zone or ""))
    for channel in line.channels:
        hours = channel_hours(channel, line, now.date())
        if channel.schedule is None or hours is None:
            continue
        found = opening(hours, now)
        if all(day not in channel.schedule.replace("Mo-Su", "") for day in DAYS):
            assert found.open_now is not None  # daily means on holidays too
        elif is_holiday(line, there.date()) and there.date() >= now.date():
            assert found.open_now is (False if "PH off" in channel.schedule else None)


def test_what_is_not_known_is_not_claimed() -> None:
    noon = datetime.combine(date(2026, 6, 1), time(12), UTC)
    assert opening(None, noon).open_now is None
    assert opening(ChannelHours(), noon).open_now is None
    assert opening(ChannelHours(always=True), noon).open_now is True
