"""The loop of every worker: consume, handle, publish, commit.

Its promises:
- Offsets are committed only after the broker has acknowledged every output of the batch.
- A batch that could not be published or committed is handled again, with the same ids.
- A record that can never succeed becomes a pointer in the dead-letter topic, and the next goes on.
- Past the dead-letter limit it stops for good, with offsets unmoved, and readiness says so.
"""

import asyncio
import contextlib
import random
import signal
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Iterable,
    Mapping,
    Sequence,
)
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError
from fastapi import FastAPI

from shared.contracts.events import DeadLetterReason
from shared.contracts.topics import TopicSpecification
from shared.health import Check
from shared.http.serving import Lifespan
from shared.kafka.dead_letters import DeadLetterLimit, pointer
from shared.kafka.errors import InvalidRecord, TooManyBadRecords, WorldNotReady
from shared.kafka.producer import ClosingPublisher, Publisher
from shared.kafka.records import InRecord, OutRecord
from shared.kafka.stopping import stop_consumer
from shared.metrics import Metrics

Handler = Callable[[InRecord], Iterable[OutRecord]]
"""What a worker does with one record: pure, and raises InvalidRecord where it never can."""

_BATCH_RECORDS = 500
# Short enough that an idle worker notices a stop at once, long enough not to spin.
_POLL_SECONDS = 0.5
_START_SECONDS = 20.0
# Longer than any rebalance: a poll that takes this long never ends.
_POLL_DEADLINE_SECONDS = 60.0
# commit() never returns while brokers are down; a healthy one takes milliseconds.
_COMMIT_SECONDS = 5.0
_PROBE_SECONDS = 5.0
_BACKOFF_FIRST_SECONDS = 0.2
_BACKOFF_MOST_SECONDS = 5.0

_log = structlog.get_logger(__name__)


class Consumer(Protocol):
    """The parts of AIOKafkaConsumer that the loop uses."""

    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    async def getmany(
        self, *, timeout_ms: int, max_records: int
    ) -> Mapping[TopicPartition, Sequence[InRecord]]: ...
    def seek(self, partition: TopicPartition, offset: int) -> None: ...
    async def commit(self, offsets: Mapping[TopicPartition, int]) -> None: ...
    async def topics(self) -> set[str]: ...
    def highwater(self, partition: TopicPartition) -> int | None: ...


def consumer_of(topic: str, group: str, bootstrap_servers: str) -> Consumer:
    """A consumer with the settings the loop relies on: explicit commits, from the earliest."""
    consumer: Consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=bootstrap_servers,
        group_id=group,
        client_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        # Lower than the default 40 s, so that what a killed worker held is redone soon.
        session_timeout_ms=10_000,
        heartbeat_interval_ms=2_000,
        request_timeout_ms=15_000,
        # A broker answers as soon as there is something; the embedded one only after this time.
        fetch_max_wait_ms=50,
    )
    return consumer


class Worker:
    """Runs the loop over one topic. Emits records, dead letters and failures as metrics."""

    def __init__(
        self,
        specification: TopicSpecification,
        make_consumer: Callable[[], Consumer],
        publisher: Publisher,
        handler: Handler,
        metrics: Metrics,
        source: str,
        limit: DeadLetterLimit,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._specification = specification
        self._make_consumer = make_consumer
        self._publisher = publisher
        self._handler = handler
        self._metrics = metrics
        self._source = source
        self._limit = limit
        self._clock = clock
        self._sleep = sleep
        self._failures = 0
        self.broker = Check("kafka", "not connected yet")
        self.letters = Check("dead_letters", None)

    async def run(self) -> None:
        """Run until cancelled, or until the dead-letter limit is passed."""
        while True:
            consumer = self._make_consumer()
            try:
                async with asyncio.timeout(_START_SECONDS):
                    await consumer.start()
                await self._serve(consumer)
            except TooManyBadRecords as error:
                self.letters.fails(str(error))
                _log.error("worker_stopped", reason=str(error), topic=self._specification.name)
                return
            except (KafkaError, OSError, TimeoutError, WorldNotReady) as error:
                self.broker.fails(type(error).__name__)
                await self._back_off(error)
            finally:
                await stop_consumer(consumer)

    async def _serve(self, consumer: Consumer) -> None:
        probe = asyncio.create_task(self._probe(consumer))
        try:
            while True:
                async with asyncio.timeout(_POLL_DEADLINE_SECONDS):
                    batch = await consumer.getmany(
                        timeout_ms=int(_POLL_SECONDS * 1000), max_records=_BATCH_RECORDS
                    )
                if batch:
                    await self._work_off(consumer, batch)
        finally:
            probe.cancel()

    async def _work_off(
        self, consumer: Consumer, batch: Mapping[TopicPartition, Sequence[InRecord]]
    ) -> None:
        """Handle, publish and commit one batch; put the consumer back where that fails."""
        try:
            with self._metrics.batch_seconds.time():
                outputs = [out for records in batch.values() for out in self._outputs(records)]
                if outputs:
                    await self._publisher.publish(outputs)
            await _commit(consumer, {tp: records[-1].offset + 1 for tp, records in batch.items()})
        except WorldNotReady as error:
            _rewind(consumer, batch)
            self.broker.fails(str(error))
            await self._back_off(error)
        else:
            self._failures = 0
            self.broker.holds()
            self._note_lag(consumer, batch)

    def _note_lag(
        self, consumer: Consumer, batch: Mapping[TopicPartition, Sequence[InRecord]]
    ) -> None:
        for partition, records in batch.items():
            # For a partition that was taken away meanwhile aiokafka fails an assertion.
            with contextlib.suppress(AssertionError):
                done = records[-1].offset + 1
                behind = (consumer.highwater(partition) or done) - done
                self._metrics.lag.labels(partition.topic, str(partition.partition)).set(behind)

    def _outputs(self, records: Sequence[InRecord]) -> Iterable[OutRecord]:
        for record in records:
            try:
                made = list(self._handler(record))
            except InvalidRecord as invalid:
                yield self._dead_letter(record, invalid)
            except WorldNotReady:
                raise
            except Exception:  # noqa: BLE001 - one record must not keep help from all after it
                _log.exception("record_unprocessable", offset=record.offset)
                unprocessable = InvalidRecord(DeadLetterReason.UNPROCESSABLE)
                yield self._dead_letter(record, unprocessable)
            else:
                self._limit.note(bad=False)
                self._metrics.records.labels(record.topic, "handled").inc()
                yield from made

    def _dead_letter(self, record: InRecord, invalid: InvalidRecord) -> OutRecord:
        self._limit.note(bad=True)
        self._metrics.records.labels(record.topic, "invalid").inc()
        self._metrics.dead_letters.labels(record.topic, invalid.reason.value).inc()
        _log.warning(
            "record_invalid",
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            reason=invalid.reason.value,
        )
        return pointer(self._specification, record, invalid.reason, self._source, self._clock())

    async def _probe(self, consumer: Consumer) -> None:
        """Tell an idle consumer from one that can't reach its broker or lost its topic."""
        while True:
            try:
                async with asyncio.timeout(_PROBE_SECONDS):
                    known = await consumer.topics()
            except (KafkaError, OSError, TimeoutError) as error:
                self.broker.fails(f"no broker answers ({type(error).__name__})")
            else:
                if self._specification.name in known:
                    self.broker.holds()
                else:
                    self.broker.fails(f"topic {self._specification.name} is missing")
            await asyncio.sleep(_PROBE_SECONDS / 2)

    async def _back_off(self, error: Exception) -> None:
        self._failures += 1
        self._metrics.not_ready.labels(self._specification.name).inc()
        _log.warning("world_not_ready", error=type(error).__name__, failures=self._failures)
        longest = min(_BACKOFF_MOST_SECONDS, _BACKOFF_FIRST_SECONDS * 2 ** min(self._failures, 10))
        await self._sleep(longest * random.uniform(0.5, 1))  # noqa: S311 - jitter, not a secret


async def _commit(consumer: Consumer, offsets: Mapping[TopicPartition, int]) -> None:
    """Commit within a deadline.

    A rebalance in between is no failure: the partition's next owner redoes the batch, with the
    same ids.
    """
    try:
        async with asyncio.timeout(_COMMIT_SECONDS):
            await consumer.commit(offsets)
    except (CommitFailedError, IllegalStateError):
        _log.info("commit_refused_by_rebalance")
    except (KafkaError, TimeoutError, OSError) as error:
        raise WorldNotReady(f"commit failed: {type(error).__name__}") from error


def _rewind(consumer: Consumer, batch: Mapping[TopicPartition, Sequence[InRecord]]) -> None:
    for partition, records in batch.items():
        # A partition that was taken away meanwhile belongs to somebody else now.
        with contextlib.suppress(IllegalStateError):
            consumer.seek(partition, records[0].offset)


def worker_lifespan(
    jobs: Sequence[Coroutine[Any, Any, None]], publishers: Sequence[ClosingPublisher]
) -> Lifespan:
    """Run a worker's jobs while its operators' app serves; then stop them and the publishers.

    The jobs end first, so that nothing is published after a publisher is closed.
    """

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(job) for job in jobs]
        for task in tasks:
            task.add_done_callback(_end_process_after_failure)
        yield
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        await asyncio.gather(*(publisher.close() for publisher in publishers))

    return lifespan


def _end_process_after_failure(task: asyncio.Task[None]) -> None:
    """A job that failed in a way nobody foresaw ends the process: whoever runs it starts anew."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("job_failed", exc_info=error)
        signal.raise_signal(signal.SIGTERM)
