"""The Kafka topics: names, keys, and how long records are kept."""

from dataclasses import dataclass

from shared.contracts.base import Contract
from shared.contracts.events import DeadLetter, DetectionEvent, QueryEvent, Recommendation
from shared.contracts.panels import MessagesRecord, PanelRecord
from shared.vocabulary import Audience, Topic

_HOUR_MS = 3_600_000
_DAY_MS = 24 * _HOUR_MS


@dataclass(frozen=True)
class TopicSpecification:
    """A topic as an operator has to make it. `retention_ms` is None where it is compacted."""

    name: str
    key: str
    value: type[Contract]
    event_type: str
    about: str
    partitions: int
    retention_ms: int | None

    @property
    def configuration(self) -> dict[str, str]:
        """The topic's settings in Kafka's own names."""
        if self.retention_ms is None:
            return {"cleanup.policy": "compact"}
        return {"cleanup.policy": "delete", "retention.ms": str(self.retention_ms)}

    @property
    def dead_letters(self) -> "TopicSpecification":
        """Where pointers to records of this topic go that can never succeed."""
        return TopicSpecification(
            name=f"{self.name}.dlq",
            key="none",
            value=DeadLetter,
            event_type="waymark.dead-letter.v1",
            about=f"Pointers to records of {self.name} that can never succeed; no payload.",
            partitions=1,
            retention_ms=14 * _DAY_MS,
        )


QUERIES = TopicSpecification(
    name="search.queries.v1",
    key="session pseudonym, or query id",
    value=QueryEvent,
    event_type="waymark.query.v1",
    about="What somebody searched: the only place where query text travels.",
    partitions=12,
    retention_ms=_HOUR_MS,
)
DETECTIONS = TopicSpecification(
    name="crisis.detections.v1",
    key="session pseudonym, or query id",
    value=DetectionEvent,
    event_type="waymark.detection.v1",
    about="What was detected; no text.",
    partitions=12,
    retention_ms=7 * _DAY_MS,
)
RECOMMENDATIONS = TopicSpecification(
    name="crisis.recommendations.v1",
    key="session pseudonym, or query id",
    value=Recommendation,
    event_type="waymark.recommendation.v1",
    about="Detection and panel, ready to render.",
    partitions=12,
    retention_ms=7 * _DAY_MS,
)
PANELS = TopicSpecification(
    name="crisis.panels.v1",
    key="region/topic/audience",
    value=PanelRecord,
    event_type="waymark.panel.v1",
    about="All help for a region, topic and audience; a tombstone when it is withdrawn.",
    partitions=4,
    retention_ms=None,
)
MESSAGES = TopicSpecification(
    name="crisis.messages.v1",
    key="language (BCP 47)",
    value=MessagesRecord,
    event_type="waymark.messages.v1",
    about="Everything a panel says, in one language.",
    partitions=1,
    retention_ms=None,
)

STREAMS = (QUERIES, DETECTIONS, RECOMMENDATIONS, PANELS, MESSAGES)
TOPICS = (*STREAMS, QUERIES.dead_letters, DETECTIONS.dead_letters)


def panel_key(region: str, topic: Topic, audience: Audience) -> str:
    """The key of a panel record, in Kafka, in the database and in every replica."""
    return f"{region}/{topic.value}/{audience.value}"
