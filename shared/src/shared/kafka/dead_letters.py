"""Dead letters: pointers to records that can never succeed, and the limit on their number."""

from collections import deque
from datetime import datetime

from shared.contracts.events import DeadLetter, DeadLetterReason
from shared.contracts.topics import TopicSpecification
from shared.kafka.errors import TooManyBadRecords
from shared.kafka.records import InRecord, OutRecord, event, header


def pointer(
    specification: TopicSpecification,
    record: InRecord,
    reason: DeadLetterReason,
    source: str,
    at: datetime,
) -> OutRecord:
    """The dead letter for this record: where it is and why it failed, never what is in it."""
    letter = DeadLetter(
        topic=record.topic, partition=record.partition, offset=record.offset, reason=reason
    )
    return event(
        specification.dead_letters,
        event_id=f"{record.topic}/{record.partition}/{record.offset}",
        source=source,
        at=at,
        key=None,
        value=letter.to_json(),
        traceparent=header(record, "traceparent"),
    )


class DeadLetterLimit:
    """Stops the consumer where too large a part of the latest records is bad.

    A bad release, here or upstream, must stop the consumer rather than turn a whole topic into
    pointers. `ratio` is over the last `window` records; below `minimum` bad ones nothing stops.
    """

    def __init__(self, window: int = 1000, ratio: float = 0.1, minimum: int = 50) -> None:
        self._latest: deque[bool] = deque(maxlen=window)
        self._ratio = ratio
        self._minimum = minimum

    def note(self, *, bad: bool) -> None:
        """Count one record. TooManyBadRecords where the limit is passed."""
        self._latest.append(bad)
        count = sum(self._latest) if bad else 0
        if count >= self._minimum and count > self._ratio * len(self._latest):
            raise TooManyBadRecords(f"{count} of the last {len(self._latest)} records are bad")
