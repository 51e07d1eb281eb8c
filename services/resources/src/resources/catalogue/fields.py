"""The fields that records are made of: what each may hold, and what a mistake in it is called."""

import re
from functools import cache
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import opening_hours
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

URL = re.compile(r"https?://[^\s<>\"']+")
_SPAN = re.compile(r"([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})")
# Angle brackets, control characters, and what changes the direction of the text beside it.
MARKUP = re.compile("[<>\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def _without_markup(text: str) -> str:
    if MARKUP.search(text) or text != text.strip():
        raise ValueError("must be trimmed text without markup or control characters")
    return text


def _url(text: str) -> str:
    try:
        host = urlsplit(text).hostname
    except ValueError:
        host = None
    if not (host and URL.fullmatch(text)):
        raise ValueError("must be an http or https address")
    return text


def _schedule(text: str) -> str:
    if not opening_hours.validate(text):
        raise ValueError("is no opening_hours expression (OpenStreetMap's notation)")
    over_midnight = any(ends < begins for begins, ends in _SPAN.findall(text))
    if over_midnight and ";" in text:
        raise ValueError("part its rules by commas: ';' cuts spans that go over midnight")
    return text


# To list them reads a folder of six hundred files.
_time_zones = cache(available_timezones)


def _time_zone(name: str) -> str:
    if name not in _time_zones():
        raise ValueError("is no IANA time zone")
    return name


Text = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_without_markup)]
LongText = Annotated[str, Field(max_length=2000), AfterValidator(_without_markup)]
Url = Annotated[str, Field(max_length=500), AfterValidator(_url)]
Schedule = Annotated[str, Field(max_length=200), AfterValidator(_schedule)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
Country = Annotated[str, Field(pattern=r"^(?:[A-Z]{2}|001)$")]
Subdivision = Annotated[str, Field(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")]
Language = Annotated[
    str, Field(pattern=r"^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$")
]
PartialDate = Annotated[
    str,
    Field(pattern=r"^(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$"),
]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=120)]


Address = Annotated[str, Field(pattern=r"^[a-z0-9.-]+(?:/[^\s]*)?$")]
"""A host, or a host and the beginning of a path."""


class Record(BaseModel):
    """A record of the catalogue. An unknown field is its author's slip."""

    model_config = ConfigDict(extra="forbid", frozen=True)
