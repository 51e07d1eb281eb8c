"""What the worker does with one query event: detect, decide, and pass no text on. Pure."""

from collections.abc import Callable, Iterable
from datetime import datetime

from search_intercept.live import QueryDetector
from search_intercept.policy import Policy
from shared.contracts.events import DetectionEvent, QueryEvent
from shared.contracts.topics import DETECTIONS
from shared.ids import detection_id
from shared.kafka.decoding import decode
from shared.kafka.records import InRecord, OutRecord, event, header
from shared.metrics import Metrics

SOURCE = "/waymark/search-intercept"


class QueryHandler:
    """Turns a query record into its detection, if there is one. InvalidRecord from decoding."""

    def __init__(
        self,
        detector: QueryDetector,
        policy: Policy,
        metrics: Metrics,
        clock: Callable[[], datetime],
    ) -> None:
        self._detector = detector
        self._policy = policy
        self._metrics = metrics
        self._clock = clock

    def __call__(self, record: InRecord) -> Iterable[OutRecord]:
        query = decode(record, QueryEvent)
        self._metrics.queries.labels("kafka").inc()
        detected = self._detected(query)
        if detected is None:
            return
        found = detected.detection
        self._metrics.detections.labels("kafka", found.topic, found.intent, found.urgency).inc()
        yield event(
            DETECTIONS,
            event_id=detected.detection_id,
            source=SOURCE,
            at=self._clock(),
            key=record.key or query.session or query.query_id,
            value=detected.to_json(),
            traceparent=header(record, "traceparent"),
        )

    def _detected(self, query: QueryEvent) -> DetectionEvent | None:
        detection = self._detector.detect(query.query)
        if detection is None:
            return None
        return DetectionEvent(
            detection_id=detection_id(query.query_id),
            query_id=query.query_id,
            session=query.session,
            detection=detection,
            action=self._policy.decide(detection, query.audience, query.surface, query.region),
            region=query.region,
            languages=query.languages,
            audience=query.audience,
            surface=query.surface,
            occurred_at=query.occurred_at,
        )
