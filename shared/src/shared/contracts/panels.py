"""Panels: as published to every node (record) and as rendered for one person (panel)."""

from typing import Literal

from pydantic import Field

from shared.contracts.base import Contract
from shared.vocabulary import Audience, ChannelKind, Topic, VerificationLevel

# ---- what both have in common ----


class Channel(Contract):
    """One way to reach a helpline. `value` is verbatim what the sources state."""

    kind: ChannelKind
    value: str
    label: str | None = Field(None, description="What to press, text or know.")
    e164: str | None = None
    uri: str | None = Field(None, description="tel:, sms:, mailto: or https: form to link to.")


class Hours(Contract):
    """When somebody answers: `always`, or the sources' words in local time, or unknown."""

    always: bool = False
    text: str | None = None


class Verification(Contract):
    """How well the facts are supported, and the newest date that a source carries."""

    level: VerificationLevel
    newest_evidence: str | None


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
    reasons: list[str] = Field(description="Why it stands where it stands, strongest first.")


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
    opt_in: Literal[True] = True


class Campaign(Contract):
    """A campaign that runs now. Never shown above a helpline."""

    id: str
    title: str
    hashtags: list[str]
    languages: list[str]
    topics: list[str]
    partners: list[str]


class GuideReference(Contract):
    """Which guide to show; its words come with the messages of a language."""

    id: str
    kind: Literal["self", "helper", "story", "parents", "teachers"]


# ---- the record ----


class PanelRecord(Contract):
    """All help for one region, topic and audience, before a person's language is known.

    `helplines` are ranked, best first. `region` is where the help is for.
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
    review: Literal["draft", "signed"]


class ShownHelpline(Helpline):
    """A helpline with its hours in words of the panel's language."""

    hours_text: str


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
    language_chain: list[str] = Field(description="Languages that were tried, in order.")
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
    versions: PanelVersions
    degraded: bool
