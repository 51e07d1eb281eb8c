"""What the worker does with one detection: choose help for it. Pure but for the snapshot."""

from collections.abc import Callable, Iterable
from datetime import datetime

from resources.publishing import SOURCE
from resources.snapshot import NotLoaded, Snapshot
from shared.contracts.events import DetectionEvent, Recommendation
from shared.contracts.topics import RECOMMENDATIONS
from shared.ids import recommendation_id
from shared.kafka.decoding import decode
from shared.kafka.errors import WorldNotReady
from shared.kafka.records import InRecord, OutRecord, event, header
from shared.rendering import languages_for


class DetectionHandler:
    """Turns a detection record into its recommendation.

    InvalidRecord from decoding; WorldNotReady while the catalogue has never been read.
    """

    def __init__(self, snapshot: Snapshot, clock: Callable[[], datetime]) -> None:
        self._snapshot = snapshot
        self._clock = clock

    def __call__(self, record: InRecord) -> Iterable[OutRecord]:
        detected = decode(record, DetectionEvent)
        recommended = self._recommended(detected)
        yield event(
            RECOMMENDATIONS,
            event_id=recommended.recommendation_id,
            source=SOURCE,
            at=self._clock(),
            key=record.key or detected.session or detected.query_id,
            value=recommended.to_json(),
            traceparent=header(record, "traceparent"),
        )

    def _recommended(self, detected: DetectionEvent) -> Recommendation:
        found = detected.detection
        languages = languages_for(detected.languages, found)
        try:
            panel = self._snapshot.panel(
                detected.region, found.topic, detected.audience, languages, self._clock()
            )
        except NotLoaded:
            raise WorldNotReady("the catalogue has not been read yet") from None
        return Recommendation(
            recommendation_id=recommendation_id(detected.detection_id),
            detection_id=detected.detection_id,
            query_id=detected.query_id,
            session=detected.session,
            detection=found,
            action=detected.action,
            surface=detected.surface,
            panel=panel,
            occurred_at=detected.occurred_at,
        )
