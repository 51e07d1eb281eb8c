"""Records on their way in and out, with CloudEvents headers in binary mode.

https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/kafka-protocol-binding.md
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.contracts.topics import TopicSpecification
from shared.tracing import child_of

Headers = Sequence[tuple[str, bytes]]


class InRecord(Protocol):
    """What is read of a consumed record (aiokafka's ConsumerRecord has it)."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Headers: ...


@dataclass(frozen=True)
class OutRecord:
    """A record to produce. A `value` of None is a tombstone."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers


def header(record: InRecord, name: str) -> str | None:
    """The first header of that name, or None; undecodable bytes are replaced."""
    for key, value in record.headers:
        if key == name and value is not None:
            return value.decode(errors="replace")
    return None


def event(
    specification: TopicSpecification,
    *,
    event_id: str,
    source: str,
    at: datetime,
    key: str | bytes | None,
    value: bytes | None,
    traceparent: str | None = None,
) -> OutRecord:
    """An event for a topic; it goes on with the trace of `traceparent` where there is one."""
    attributes: Mapping[str, str] = {
        "ce_specversion": "1.0",
        "ce_id": event_id,
        "ce_source": source,
        "ce_type": specification.event_type,
        "ce_time": at.isoformat(),
        "content-type": "application/json",
        "traceparent": child_of(traceparent),
    }
    return OutRecord(
        topic=specification.name,
        key=key.encode() if isinstance(key, str) else key,
        value=value,
        headers=[(name, text.encode()) for name, text in attributes.items()],
    )
