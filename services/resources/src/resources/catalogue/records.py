"""The catalogue's records, as they stand in the data files and as everything else uses them."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, model_validator

from resources.catalogue.fields import (
    URL,
    Address,
    Country,
    Identifier,
    Language,
    LongText,
    PartialDate,
    Record,
    Schedule,
    Subdivision,
    Text,
    TimeZone,
    Url,
)
from shared.contracts.panels import MessagesRecord
from shared.vocabulary import ChannelKind, Topic, VerificationLevel

_PHONE = re.compile(r"[+*#(]?[0-9][0-9 ()./*#-]*")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")
_WHOLE_DAY = {"00:00", "24:00"}
DIALLED = {ChannelKind.PHONE, ChannelKind.SMS, ChannelKind.WHATSAPP}
_LINKED = {ChannelKind.CHAT, ChannelKind.WEB}
_LONGEST_NUMBER = 15  # digits, ITU-T E.164

NEDA_PHONE_CLOSED = "2023-06-01: the National Eating Disorders Association closed its phone line"


class Source(Record):
    """Who states a fact, and when it was read. `official` is the operator or an authority."""

    url: Url
    kind: Literal["official", "directory", "encyclopedia", "repo"]
    seen: PartialDate | None


class ChannelFact(Record):
    """One way to reach a helpline, digits verbatim as the sources state them."""

    kind: ChannelKind
    value: Text
    label: Text | None = None
    e164: Annotated[str, Field(pattern=r"^\+[1-9]\d{6,14}$")] | None = None
    short_code: Literal[True] | None = None
    schedule: Schedule | None = None
    as_stated: Literal[True] | None = None
    """libphonenumber does not know this number; it stands as its source writes it."""

    @model_validator(mode="after")
    def _value_fits_kind(self) -> "ChannelFact":
        digits = re.sub(r"\D", "", self.value)
        if self.kind in DIALLED and not (
            _PHONE.fullmatch(self.value) and 1 < len(digits) <= _LONGEST_NUMBER
        ):
            raise ValueError("the value is no number that can be dialled")
        if self.kind in _LINKED and not URL.fullmatch(self.value):
            raise ValueError("the value must be an http or https address")
        if self.kind is ChannelKind.EMAIL and not _MAIL.fullmatch(self.value):
            raise ValueError("the value is no e-mail address")
        # The national form may lack leading zeros or trunk digits; its last six stay the same.
        if self.e164 and self.kind in DIALLED and not self.e164.endswith(digits[-6:].lstrip("0")):
            raise ValueError("e164 and value are not the same number")
        return self


class HoursFact(Record):
    """When a helpline answers: round the clock, or its own words in local time."""

    always: Literal[True] | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "HoursFact":
        if (self.always is None) == (self.text is None):
            raise ValueError("needs either always or text")
        return self


HelplineTopic = Literal[
    "suicide",
    "self_harm",
    "emotional_distress",
    "eating_disorder",
    "child_youth",
    "cyberbullying",
    "lgbtq",
    "veterans",
    "domestic_abuse",
]


class HelplineFact(Record):
    """A helpline with its evidence."""

    id: Identifier
    country: Country
    subdivision: Subdivision | None
    name: Text
    name_local: Text | None
    organisation: Text | None
    topics: list[HelplineTopic] = Field(min_length=1)
    channels: list[ChannelFact] = Field(min_length=1)
    languages: list[Language]
    hours: HoursFact | None
    free: bool | None
    website: Url | None
    sources: list[Source] = Field(min_length=1)
    agreement: int = Field(ge=0)
    disputed: LongText | None
    status: Literal["confirmed", "single_source", "disputed"]
    time_zone: TimeZone | None = None
    checked_at: date | None = None
    expires_at: date | None = None

    @model_validator(mode="after")
    def _schedules_are_stated(self) -> "HelplineFact":
        """No opening hour enters that the source's own words do not hold (N11)."""
        stated = set(_TIME.findall(self.hours.text or "") if self.hours else ())
        for channel in self.channels:
            if channel.schedule is None:
                continue
            if self.time_zone is None:
                raise ValueError("a schedule needs the line's time_zone")
            if not set(_TIME.findall(channel.schedule)) - _WHOLE_DAY <= stated:
                raise ValueError("the schedule holds a time that hours.text does not state")
        return self

    @model_validator(mode="after")
    def _consistent(self) -> "HelplineFact":
        if self.subdivision and not self.subdivision.startswith(self.country + "-"):
            raise ValueError("the subdivision is not one of the country")
        if "neda" in self.id.split("-") and any(c.kind in DIALLED for c in self.channels):
            raise ValueError(f"NEDA has no number any more ({NEDA_PHONE_CLOSED})")
        return self

    @property
    def audience(self) -> Literal["everyone", "young_people"]:
        """Whom it is for, as far as its topics tell."""
        return "young_people" if "child_youth" in self.topics else "everyone"


Number = Annotated[str, Field(pattern=r"^[0-9*#+ -]{2,15}$")]
Service = Literal["general", "police", "ambulance", "fire", "mobile"]


class EmergencyFact(Record):
    """Emergency numbers of a country or territory."""

    country: Country
    general: list[Number]
    police: list[Number]
    ambulance: list[Number]
    fire: list[Number]
    mobile: list[Number]
    number_sources: dict[Number, int]
    disputed_services: list[Service]
    note: Annotated[str, Field(max_length=2000)] | None
    sources: list[Source] = Field(min_length=1)
    status: Literal["confirmed", "single_source", "disputed"]

    def undisputed(self, service: Literal["general", "ambulance", "police"]) -> list[str]:
        """The numbers of a service; none where its sources contradict each other."""
        found: list[str] = [] if service in self.disputed_services else getattr(self, service)
        return found


class OrganisationFact(Record):
    """An organisation that was consulted or that is a partner."""

    name: Text
    role: Text
    countries: list[Country]
    source: Text


class CreatorFact(Record):
    """Somebody who tells their story on a platform."""

    handle: Annotated[str, Field(pattern=r"^@[\w.]{1,64}$")]
    name: Text
    platform: Literal["tiktok"]
    country: Country
    languages: list[Language] = Field(min_length=1)
    series: Text | None
    topics: list[Literal["mental_wellbeing"] | Topic] = Field(min_length=1)
    source: Text

    @property
    def profile(self) -> str:
        """The creator's page on the platform, by the platform's documented pattern."""
        return f"https://www.tiktok.com/{self.handle}"


class VideoFact(Record):
    """A creator's video. Served only once it is approved and complete (M9)."""

    id: Identifier
    creator: Annotated[str, Field(pattern=r"^@[\w.]{1,64}$")]
    url: Url
    title: Text
    languages: list[Language] = Field(min_length=1)
    topics: list[Literal["mental_wellbeing"] | Topic] = Field(min_length=1)
    regions: list[Country] = Field(min_length=1)
    captions: list[Language] = Field([])
    consent_on: date | None = None
    content_note: Text | None = None
    help_address: Url | None = None
    method_free: bool = False
    state: Literal["draft", "approved", "expired", "withdrawn"] = "draft"
    approved_by: Text | None = None
    expires_on: date | None = None

    @model_validator(mode="after")
    def _approved_when_complete(self) -> "VideoFact":
        if self.state == "approved" and self.lacks:
            raise ValueError(f"can't be approved yet: lacks {', '.join(self.lacks)}")
        return self

    @property
    def lacks(self) -> list[str]:
        """What an approval needs and this video does not have."""
        needed = ("consent_on", "content_note", "help_address", "method_free", "approved_by")
        return [name for name in needed if not getattr(self, name)]

    def may_be_served(self, today: date) -> bool:
        """Whether it is approved, which takes all of M9, and not expired."""
        current = self.expires_on is None or today <= self.expires_on
        return self.state == "approved" and current


class Scheduled(Record):
    """What is shown between two dates, by the dates that its source states."""

    starts: PartialDate | None = None
    ends: PartialDate | None = None

    def runs(self, today: date) -> bool:
        """Whether it has begun and not ended. A year alone is its first day as a start, its last
        as an end."""
        now = today.isoformat()
        begun = self.starts is None or self.starts <= now
        return begun and (self.ends is None or now[: len(self.ends)] <= self.ends)


class CampaignFact(Scheduled):
    """A campaign."""

    hashtags: list[Annotated[str, Field(pattern=r"^#\w+$")]] = Field(min_length=1)
    title: Text
    countries: list[Country] = Field(min_length=1)
    languages: list[Language]
    topics: list[Literal["mental_wellbeing"] | Topic] = Field(min_length=1)
    partners: list[Text]
    starts: PartialDate
    note: Text | None = None
    source: Text


class GuideFact(Scheduled):
    """A guide: for whom, for which topics, made with whom. Its words come with the messages."""

    id: Identifier
    kind: Literal["self", "helper", "story", "parents", "teachers"]
    topics: list[Topic] = Field(min_length=1)
    countries: list[Country] = Field(min_length=1)
    organisations: list[Text]


class SafetyToolFact(Record):
    """A setting of the host's product, reached by a deep link that the host supplies."""

    id: Identifier
    topics: list[Topic] = Field(min_length=1)
    link: Annotated[str, Field(max_length=500, pattern=r"^[a-z][a-z0-9+.-]*://[^\s<>\"']+$")]
    labels: dict[Language, Text]

    @model_validator(mode="after")
    def _safe(self) -> "SafetyToolFact":
        if self.link.split(":")[0] in {"javascript", "data", "file", "vbscript", "http"}:
            raise ValueError("link must be https or the host's own scheme")
        if "en" not in self.labels:
            raise ValueError("labels need English, the fallback")
        return self


class LiveSessionFact(Record):
    """A live conversation: shown from a day before it begins until it is over."""

    id: Identifier
    title: Text
    host: Text
    url: Url
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    countries: list[Country] = Field(min_length=1)
    languages: list[Language] = Field(min_length=1)
    topics: list[Literal["mental_wellbeing"] | Topic] = Field(min_length=1)
    source: Text

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "LiveSessionFact":
        if self.ends_at <= self.starts_at:
            raise ValueError("ends_at must come after starts_at")
        return self

    def near(self, today: date) -> bool:
        """Whether it is on or begins by tomorrow. Whether it is over is seen at the minute."""
        begins = self.starts_at.astimezone(UTC).date().toordinal()
        over = self.ends_at < datetime(today.year, today.month, today.day, tzinfo=UTC)
        return begins - today.toordinal() <= 1 and not over


class PublisherFact(Record):
    """Who stands behind several pages or lists: copies of one another count once."""

    id: Identifier
    name: Text
    addresses: list[Address] = Field(min_length=1)
    terms: Text | None = None
    terms_read: PartialDate | None = None


class ServingRules(Record):
    """What operators decide about serving facts.

    `lowest_level` is the weakest verification that a panel may show. Evidence counts for
    `evidence_valid_months`; then a line leaves the primary places. Facts that rest on
    `publishers_left_out` alone are not served.
    """

    lowest_level: VerificationLevel = VerificationLevel.SINGLE_SOURCE
    evidence_valid_months: int = Field(48, ge=1, le=120)
    publishers_left_out: list[Text] = Field([])


class Catalogue(Record):
    """Everything the catalogue knows, at one revision."""

    revision: int
    regions: tuple[str, ...]
    helplines: tuple[HelplineFact, ...]
    emergency: tuple[EmergencyFact, ...]
    organisations: tuple[OrganisationFact, ...]
    creators: tuple[CreatorFact, ...]
    videos: tuple[VideoFact, ...]
    campaigns: tuple[CampaignFact, ...]
    guides: tuple[GuideFact, ...]
    messages: tuple[MessagesRecord, ...]
    tools: tuple[SafetyToolFact, ...] = ()
    sessions: tuple[LiveSessionFact, ...] = ()
    publishers: tuple[PublisherFact, ...] = ()
    serving: ServingRules = ServingRules()
