"""The events of the event road: query event, detection, recommendation, feedback, dead letter."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from shared.contracts.base import Contract
from shared.contracts.panels import Panel
from shared.privacy import QueryText
from shared.vocabulary import Action, Audience, Intent, Surface, Topic, Urgency

Identifier = Annotated[str, Field(min_length=1, max_length=128)]
RegionCode = Annotated[str, Field(max_length=16)]
LanguageTags = Annotated[list[Annotated[str, Field(max_length=35)]], Field(max_length=16)]
"""BCP 47 tags, most wanted first."""


def _known_or(default: StrEnum) -> Callable[[Any], Any]:
    """Read a word that this version doesn't know as the default: help must still come."""

    def read(value: Any) -> Any:  # noqa: ANN401 - whatever stood in the JSON
        known = isinstance(value, str) and value in set(type(default))
        return value if known or not isinstance(value, str) else default

    return read


class QueryEvent(Contract):
    """What somebody searched, as upstream tells it. The only event with query text."""

    query_id: Identifier = Field(description="Unique for each query; redelivery keeps it.")
    query: QueryText
    session: Identifier | None = Field(
        None, description="Pseudonym made by the caller. Waymark never makes it reversible."
    )
    region: RegionCode | None = Field(None, description="ISO 3166-1 or 3166-2 code, if known.")
    languages: LanguageTags = Field([], description="BCP 47, most wanted first.")
    audience: Annotated[Audience, BeforeValidator(_known_or(Audience.UNKNOWN))] = Audience.UNKNOWN
    surface: Annotated[Surface, BeforeValidator(_known_or(Surface.RESULTS))] = Surface.RESULTS
    occurred_at: datetime | None = None


class Detection(Contract):
    """What was found in a query. Never the text, never a hash of it."""

    topic: Topic
    intent: Intent
    urgency: Urgency
    confidence: float = Field(ge=0, le=1)
    rules: list[str] = Field(description="The id of the rule that decided.")
    language: str | None = Field(description="BCP 47 tag of the word list that matched.")
    lexicon_version: str


class DetectionEvent(Contract):
    """One detection on its way to resources, with what choosing help needs."""

    detection_id: Identifier
    query_id: Identifier
    session: Identifier | None
    detection: Detection
    action: Action
    region: RegionCode | None
    languages: LanguageTags
    audience: Audience
    surface: Surface
    occurred_at: datetime | None


class Recommendation(Contract):
    """The answer of the event road: what was detected and the panel, ready to render."""

    recommendation_id: Identifier
    detection_id: Identifier
    query_id: Identifier
    session: Identifier | None
    detection: Detection
    action: Action
    surface: Surface
    panel: Panel
    occurred_at: datetime | None


class FeedbackKind(StrEnum):
    """What upstream can tell about a panel."""

    RENDERED = "rendered"
    HELPLINE_CHOSEN = "helpline_chosen"
    VIDEO_CHOSEN = "video_chosen"
    DISMISSED = "dismissed"
    WRONG_MATCH = "wrong_match"
    WRONG_NUMBER = "wrong_number"


class Feedback(Contract):
    """A receipt that a panel was rendered, or a complaint about it. Carries no query text."""

    feedback_id: Identifier
    detection_id: Identifier
    kind: FeedbackKind
    helpline_id: Identifier | None = None
    occurred_at: datetime


class DeadLetterReason(StrEnum):
    """Why a record can never succeed."""

    EMPTY = "empty"
    NOT_JSON = "not_json"
    NOT_UTF8 = "not_utf8"
    INVALID = "invalid"
    UNPROCESSABLE = "unprocessable"


class DeadLetter(Contract):
    """Points at a record that can never succeed. Never carries its payload."""

    topic: str
    partition: int
    offset: int
    reason: DeadLetterReason
