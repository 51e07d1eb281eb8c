"""Publishing with acknowledgement, and with a deadline on everything that waits for a broker."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from shared.kafka.errors import WorldNotReady
from shared.kafka.records import OutRecord

# Longer than a leader election (a few seconds), shorter than a consumer's session time-out times
# two, so that a worker that can't publish gives its partitions up late rather than early.
_ACKNOWLEDGE_SECONDS = 15.0
_START_SECONDS = 10.0
# A producer whose brokers are gone never returns from stop(): after this it is let go.
_STOP_SECONDS = 2.0


class Publisher(Protocol):
    """Puts records on topics."""

    async def publish(self, records: Sequence[OutRecord]) -> None:
        """Return once the broker has acknowledged every record, in order per partition.

        WorldNotReady where it didn't in time; the records may or may not have arrived, so the
        caller publishes the same ones (with the same ids) again.
        """


class ClosingPublisher(Publisher, Protocol):
    """A Publisher that holds connections."""

    async def close(self) -> None:
        """Let go of them."""


class KafkaPublisher:
    """A Publisher on an idempotent aiokafka producer that is made anew after a failure.

    After a failure the old producer is closed for good first, so that nothing it still holds can
    arrive after what its successor sends.
    """

    def __init__(self, bootstrap_servers: str, client_id: str) -> None:
        self._bootstrap_servers = bootstrap_servers
        self._client_id = client_id
        self._producer: AIOKafkaProducer | None = None

    async def publish(self, records: Sequence[OutRecord]) -> None:
        """See Publisher."""
        try:
            producer = await self._started()
            async with asyncio.timeout(_ACKNOWLEDGE_SECONDS):
                waiting = [
                    await producer.send(
                        record.topic, record.value, key=record.key, headers=list(record.headers)
                    )
                    for record in records
                ]
                await asyncio.gather(*waiting)
        except (KafkaError, TimeoutError, OSError) as error:
            await self.close()
            raise WorldNotReady(f"publishing failed: {type(error).__name__}") from error

    async def close(self) -> None:
        """End the producer within a deadline; a later publish starts a new one."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await _end(producer)

    async def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = AIOKafkaProducer(
                bootstrap_servers=self._bootstrap_servers,
                client_id=self._client_id,
                enable_idempotence=True,
                compression_type="gzip",
                request_timeout_ms=10_000,
            )
            try:
                async with asyncio.timeout(_START_SECONDS):
                    await producer.start()
            except BaseException:
                await _end(producer)
                raise
            self._producer = producer
        return self._producer


async def _end(producer: AIOKafkaProducer) -> None:
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await producer.stop()
    except (TimeoutError, KafkaError, OSError):
        # aiokafka has no public way to drop a producer that can't flush: without this its sender
        # would live on and deliver old records after its successor's.
        if producer._sender is not None:
            await producer._sender.close()
        await producer.client.close()
