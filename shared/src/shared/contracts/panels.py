"""Panels: as published to every node (record) and as rendered for one person (panel)."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.contracts.base import Contract
from shared.vocabulary import Audience, ChannelKind, Topic, VerificationLevel

# ---- what both have in common ----


class ChannelHours(Contract):
    """When a channel answers: `always`, or a schedule in the line's own time zone."""

    always: bool = False
    schedule: str | None = Field(
        None, description="OpenStreetMap opening_hours expression, public holidays as dates."
    )
    time_zone: str | None = Field(None, description="IANA time zone of the schedule.")


class Channel(Contract):
    """One way to reach a helpline. `value` is verbatim what the sources state."""

    kind: ChannelKind
    value: str
    label: str | None = Field(None, description="What to press, text or know.")
    e164: str | None = None
    uri: str | None = Field(None, description="tel:, sms:, mailto: or https: form to link to.")
    hours: ChannelHours | None = Field(None, description="Absent where they are not known.")


class Hours(Contract):
    """When somebody answers: `always`, or the sources' words in local time, or unknown."""

    always: bool = False
    text: str | None = None


class Verification(Contract):
    """How well the facts are supported, when they were last checked, and until when that holds.

    `newest_evidence` is the newest date that a source carries; an older date of checking by hand
    does not make it newer.
    """

    level: VerificationLevel
    newest_evidence: str | None
    publishers: int = Field(1, description="Independent ones that state the main number.")
    checked_at: str | None = None
    expires_at: str | None = Field(None, description="The first day on which it holds no more.")


class Helpline(Contract):
    """A service that a person can turn to."""

    id: str
    region: str
    name: str
    name_local: str | None
    organisation: str | None
    topics: list[str]
    audience: Literal["everyone", "young_people"]
    channels: list[Channel]
    languages: list[str]
    hours: Hours | None
    free: bool | None
    website: str | None
    verification: Verification
    reasons: list[str] = Field(
        [], description="Why it stands where it stands, strongest first; told in a panel."
    )


class EmergencyNumbers(Contract):
    """Numbers for immediate danger. `general` reaches every service."""

    general: list[str]
    ambulance: list[str]
    police: list[str]


class Creator(Contract):
    """Somebody who tells their story: metadata only, played only by choice (`opt_in`)."""

    id: str
    kind: Literal["video", "creator"]
    name: str
    handle: str
    platform: str
    url: str
    title: str | None = None
    series: str | None
    languages: list[str]
    topics: list[str]
    content_note: str | None = Field(None, description="What the video speaks of.")
    help_address: str | None = Field(None, description="Where the video itself points for help.")
    captions: list[str] = Field([], description="Languages that it has captions in.")
    opt_in: Literal[True] = True


class Campaign(Contract):
    """A campaign that runs now. Never shown above a helpline."""

    id: str
    title: str
    hashtags: list[str]
    languages: list[str]
    topics: list[str]
    partners: list[str]


class LiveSession(Contract):
    """A conversation with advocates or experts, live; joined only by choice, gone when over."""

    id: str
    title: str
    host: str
    url: str
    starts_at: datetime
    ends_at: datetime
    languages: list[str]
    topics: list[str]
    opt_in: Literal[True] = True


class SafetyTool(Contract):
    """A setting of the host's own product that helps, such as a filter for comments.

    `link` is a deep link that the host supplied, `labels` its words by language.
    """

    id: str
    link: str
    labels: dict[str, str]


class GuideReference(Contract):
    """Which guide to show; its words come with the messages of a language."""

    id: str
    kind: Literal["self", "helper", "story", "parents", "teachers"]
    organisations: list[str] = Field([], description="With whom the guide was made.")


# ---- the record ----


class PanelRecord(Contract):
    """All help for one region, topic and audience, before a person and an hour are known.

    `region` is where the help is for. `helplines` are put in order where the panel is rendered.
    """

    region: str
    topic: Topic
    audience: Audience
    languages: list[str] = Field(description="Of the region, to fall back on.")
    emergency: EmergencyNumbers | None
    helplines: list[Helpline]
    directories: list[Helpline]
    creators: list[Creator]
    campaigns: list[Campaign]
    guides: list[GuideReference]
    sessions: list[LiveSession] = Field([])
    tools: list[SafetyTool] = Field([])
    revision: int = Field(description="Catalogue revision that this record was made from.")


class TopicMessages(Contract):
    """The words of a panel for one topic."""

    title: str
    message: str
    call_to_action: str


class GuideText(Contract):
    """A guide in one language."""

    title: str
    steps: list[str]


class MessagesRecord(Contract):
    """Everything a panel says in one language."""

    language: str
    review: Literal["draft", "signed"]
    reviewer: str | None = None
    reviewed_on: str | None = None
    topics: dict[Topic, TopicMessages]
    emergency: str
    emergency_unknown: str
    no_local_lines: str
    directories: str
    what_happens: str
    common_fears: str
    worried_about_someone: str
    not_in_crisis: str
    video_note: str
    content_note: str
    hours_always: str
    hours_unknown: str
    ambulance: str = "Ambulance"
    police: str = "Police"
    hours_open_until: str = Field("Open now until {time}", description="{time} is HH:MM.")
    hours_opens: str = Field(
        "Closed now. Opens {day} {time}", description="{day} is one of `weekdays`."
    )
    weekdays: list[str] = Field(
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        min_length=7,
        max_length=7,
        description="Monday first, as CLDR abbreviates them.",
    )
    not_checked_lately: str = "This has not been checked lately."
    free: str = "Free"
    call: str = "Call"
    text: str = "Text"
    chat: str = "Chat"
    write: str = "E-mail"
    visit: str = "Website"
    more_helplines: str = "More helplines"
    stories: str = "Stories of people who found help"
    show_story: str = "Show this story"
    live_sessions: str = "Live conversations"
    leave: str = "Leave this page quickly"
    guides: dict[str, GuideText]
    revision: int


# ---- the panel ----


class Placement(Contract):
    """Where the host shows the panel."""

    position: Literal["above_results"] = "above_results"
    collapsed: Literal[False] = False
    autoplay: Literal[False] = False


class Guide(Contract):
    """A guide, ready to show."""

    id: str
    kind: str
    title: str
    steps: list[str]
    language: str = Field("en", description="The language that its words are in.")
    organisations: list[str] = Field([])


class PanelTexts(Contract):
    """The words to show, in the panel's language."""

    title: str
    message: str
    call_to_action: str
    emergency: str
    no_local_lines: str | None
    directories: str
    what_happens: str
    common_fears: str
    worried_about_someone: str
    not_in_crisis: str
    video_note: str | None
    content_note: str | None
    not_checked_lately: str | None = Field(None, description="Where a line shown has expired.")
    review: Literal["draft", "signed"]


class ShownChannel(Channel):
    """A channel, and when somebody answers there, in the line's local time."""

    open_now: bool | None = Field(None, description="Null where the hours are not known.")
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    hours_text: str = Field("", description="Empty for e-mail and web pages, where nobody waits.")


class ShownHelpline(Helpline):
    """A helpline with its hours in words of the panel's language."""

    channels: list[ShownChannel]  # type: ignore[assignment] # narrower, and never assigned to
    open_now: bool | None = Field(None, description="Of its best channel.")
    hours_text: str


class ShownTool(Contract):
    """A safety tool of the host's, in the panel's language."""

    id: str
    link: str
    label: str


class PanelVersions(Contract):
    """What the panel was made from."""

    catalogue: int
    messages: int


class Panel(Contract):
    """What to render: help first, stories only by choice."""

    region: str = Field(description="Region that the help is for; 001 is the world.")
    region_matched: bool = Field(
        description="False where the asked region was absent or unknown and the world stands in."
    )
    topic: Topic
    audience: Audience
    language: str
    language_chain: list[str] = Field(
        description="Languages that were tried, in order: the person's, the region's, English."
    )
    direction: Literal["ltr", "rtl"]
    placement: Placement = Placement()
    texts: PanelTexts
    emergency: EmergencyNumbers | None
    primary: list[ShownHelpline] = Field(max_length=2)
    more: list[ShownHelpline]
    directories: list[ShownHelpline]
    guides: list[Guide]
    campaigns: list[Campaign]
    videos: list[Creator] = Field(max_length=3)
    sessions: list[LiveSession] = Field([])
    tools: list[ShownTool] = Field([])
    versions: PanelVersions
    degraded: bool
