"""The closed sets of words that every contract uses."""

from enum import StrEnum


class Topic(StrEnum):
    """What a search is about."""

    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    EATING_DISORDER = "eating_disorder"
    CYBERBULLYING = "cyberbullying"


class Intent(StrEnum):
    """Why somebody may have searched it."""

    OWN_DISTRESS = "own_distress"
    HELP_SEEKING = "help_seeking"
    CONCERN_FOR_OTHER = "concern_for_other"
    METHOD_SEEKING = "method_seeking"
    PROMOTION = "promotion"
    GENERAL = "general"
    NEWS = "news"


class Urgency(StrEnum):
    """How soon help may be needed."""

    HIGH = "high"
    ELEVATED = "elevated"
    GENERAL = "general"


class Action(StrEnum):
    """What the search page is asked to do. Showing help is never optional once detected."""

    NONE = "none"
    SHOW_PANEL = "show_panel"
    REPLACE_RESULTS = "replace_results"


class Audience(StrEnum):
    """Age band as the caller knows it; Waymark never infers it."""

    ADULT = "adult"
    MINOR = "minor"
    UNKNOWN = "unknown"


class Surface(StrEnum):
    """Where on the search product the query was made."""

    RESULTS = "results"
    SUGGESTIONS = "suggestions"
    RELATED = "related"
    IMAGES = "images"
    VIDEOS = "videos"
    HASHTAGS = "hashtags"


class VerificationLevel(StrEnum):
    """How well the facts of a helpline are supported, best first."""

    OFFICIAL = "official"
    TWO_SOURCES = "two_sources"
    SINGLE_SOURCE = "single_source"
    DISPUTED = "disputed"

    @property
    def order(self) -> int:
        """0 for the best."""
        return tuple(VerificationLevel).index(self)


class ChannelKind(StrEnum):
    """How a helpline is reached."""

    PHONE = "phone"
    SMS = "sms"
    CHAT = "chat"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    LINE = "line"
    MESSENGER = "messenger"
    EMAIL = "email"
    WEB = "web"


TEXT_CHANNELS = frozenset(
    {
        ChannelKind.SMS,
        ChannelKind.CHAT,
        ChannelKind.WHATSAPP,
        ChannelKind.TELEGRAM,
        ChannelKind.LINE,
        ChannelKind.MESSENGER,
    }
)
"""Channels for somebody who can't or won't speak: a panel offers one wherever one exists."""

UNHURRIED_CHANNELS = frozenset({ChannelKind.EMAIL, ChannelKind.WEB})
"""Channels where nobody waits for the person: a line's hours say nothing about them."""
