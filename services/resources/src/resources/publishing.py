"""From the outbox to Kafka: every change to a panel reaches every replica, in order."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from resources.store import changes, repository
from resources.store.database import DatabaseDown, transaction
from resources.store.models import OutboxRow
from shared.contracts.topics import MESSAGES, PANELS
from shared.health import Check
from shared.kafka.errors import WorldNotReady
from shared.kafka.producer import Publisher
from shared.kafka.records import OutRecord, event
from shared.metrics import Metrics

SOURCE = "/waymark/resources"

_POLL_SECONDS = 0.25
_RETRY_SECONDS = 1.0
_BATCH_RECORDS = 500
_LOOK_SECONDS = 10.0

_log = structlog.get_logger(__name__)


class OutboxPublisher:
    """Publishes the outbox for as long as the worker runs. Emits what waits as a metric.

    A record leaves the outbox once Kafka has acknowledged it, so a failure in between publishes
    it twice, never not at all. Two workers take turns: the outbox's head is locked meanwhile.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        publisher: Publisher,
        kafka_is_empty: Callable[[], Awaitable[bool]],
        metrics: Metrics,
        clock: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._publisher = publisher
        self._kafka_is_empty = kafka_is_empty
        self._metrics = metrics
        self._clock = clock
        self.outbox = Check("outbox", "not looked at yet", required=False)

    async def run(self) -> None:
        """Publish until cancelled."""
        looked = False
        while True:
            try:
                if not looked:
                    await self._fill_empty_kafka()
                    looked = True
                published = await self.publish_some()
                self.outbox.holds()
            except (*DatabaseDown, WorldNotReady, KafkaError) as error:
                self.outbox.fails(type(error).__name__)
                _log.warning("outbox_waits", error=type(error).__name__)
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                if not published:
                    await asyncio.sleep(_POLL_SECONDS)

    async def publish_some(self) -> int:
        """Publish the head of the outbox; returns how many records that were."""
        async with asyncio.timeout(_LOOK_SECONDS), AsyncSession(self._engine) as session:
            waiting = await repository.outbox_size(session)
        self._metrics.outbox_pending.set(waiting)
        if not waiting:
            return 0
        async with transaction(self._engine) as session:
            head = await repository.outbox_head(session, _BATCH_RECORDS)
            if head:
                await self._publisher.publish([self._record(row) for row in head])
                await repository.remove_from_outbox(session, head[-1].id)
        return len(head)

    async def _fill_empty_kafka(self) -> None:
        """A Kafka without any panel has lost them, or is new: it gets everything."""
        if await self._kafka_is_empty():
            queued = await changes.queue_everything(self._engine)
            _log.info("panels_queued_for_empty_kafka", panels=queued)

    def _record(self, row: OutboxRow) -> OutRecord:
        return event(
            MESSAGES if row.topic == MESSAGES.name else PANELS,
            event_id=f"{row.key}@{row.revision}",
            source=SOURCE,
            at=self._clock(),
            key=row.key,
            value=row.value,
        )


async def panels_topic_is_empty(bootstrap_servers: str) -> bool:
    """Whether the panels topic holds nothing at all."""
    consumer = AIOKafkaConsumer(PANELS.name, bootstrap_servers=bootstrap_servers, group_id=None)
    async with asyncio.timeout(_LOOK_SECONDS):
        await consumer.start()
        try:
            numbers = consumer.partitions_for_topic(PANELS.name) or set()
            partitions = [TopicPartition(PANELS.name, number) for number in numbers]
            first = await consumer.beginning_offsets(partitions)
            last = await consumer.end_offsets(partitions)
        finally:
            await consumer.stop()
    return all(first[partition] == last[partition] for partition in partitions)
