"""The loop's promises, over a fake Kafka whose every step can be made to fail."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaConnectionError

from shared.contracts.events import DeadLetter, DeadLetterReason
from shared.contracts.topics import QUERIES
from shared.kafka.dead_letters import DeadLetterLimit
from shared.kafka.errors import InvalidRecord, TooManyBadRecords, WorldNotReady
from shared.kafka.records import Headers, InRecord, OutRecord
from shared.kafka.worker import Worker
from shared.metrics import Metrics

TP = TopicPartition(QUERIES.name, 0)


@dataclass(frozen=True)
class Record:
    offset: int
    value: bytes | None
    key: bytes | None = b"k"
    topic: str = QUERIES.name
    partition: int = 0
    headers: Headers = ()


@dataclass
class FakeKafka:
    """One partition of input and a list of outputs; `failures` are raised when their step comes."""

    values: Sequence[bytes]
    failures: dict[str, list[BaseException]] = field(default_factory=lambda: defaultdict(list))
    position: int = 0
    committed: int = 0
    published: list[OutRecord] = field(default_factory=list)
    batch: int = 3

    def step(self, name: str) -> None:
        if self.failures[name]:
            raise self.failures[name].pop(0)

    async def start(self) -> None:
        self.step("start")
        self.position = self.committed

    async def stop(self) -> None:
        self.step("stop")

    async def getmany(
        self, *, timeout_ms: int, max_records: int
    ) -> Mapping[TopicPartition, Sequence[InRecord]]:
        await asyncio.sleep(0)
        self.step("getmany")
        if self.position == len(self.values) == self.committed:
            raise asyncio.CancelledError
        end = min(self.position + self.batch, len(self.values))
        found = [Record(offset, self.values[offset]) for offset in range(self.position, end)]
        self.position = end
        return {TP: found} if found else {}

    def seek(self, partition: TopicPartition, offset: int) -> None:
        self.step("seek")
        self.position = offset

    async def commit(self, offsets: Mapping[TopicPartition, int]) -> None:
        self.step("commit")
        self.committed = offsets[TP]

    async def topics(self) -> set[str]:
        return {QUERIES.name}

    def highwater(self, partition: TopicPartition) -> int:
        self.step("highwater")
        return len(self.values)

    async def publish(self, records: Sequence[OutRecord]) -> None:
        self.step("publish")
        self.published += records


def handle(record: InRecord) -> Iterable[OutRecord]:
    match record.value:
        case b"bad":
            raise InvalidRecord(DeadLetterReason.INVALID)
        case b"bug":
            raise KeyError("a text that must not get out")
        case b"quiet":
            return
        case _:
            yield OutRecord("out", record.key, record.value, ())


async def no_sleep(_seconds: float) -> None:
    await asyncio.sleep(0)


def run(
    kafka: FakeKafka, limit: DeadLetterLimit | None = None, metrics: Metrics | None = None
) -> Worker:
    worker = Worker(
        QUERIES,
        lambda: kafka,
        kafka,
        handle,
        metrics or Metrics(),
        "/test",
        limit or DeadLetterLimit(),
        lambda: datetime(2026, 1, 1, tzinfo=UTC),
        no_sleep,
    )
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(asyncio.wait_for(worker.run(), 10))
    return worker


def outputs(kafka: FakeKafka) -> list[bytes | None]:
    return [record.value for record in kafka.published if record.topic == "out"]


VALUES = [b"a", b"b", b"quiet", b"c", b"d", b"e", b"f"]
WANTED = [b"a", b"b", b"c", b"d", b"e", b"f"]


def test_everything_is_handled_once_and_committed() -> None:
    kafka = FakeKafka(VALUES)
    run(kafka)
    assert outputs(kafka) == WANTED
    assert kafka.committed == len(VALUES)


def test_what_is_left_to_do_is_told() -> None:
    kafka, metrics = FakeKafka(VALUES), Metrics()
    kafka.failures["highwater"] = [AssertionError()]
    kafka.failures["publish"] = []
    run(kafka, metrics=metrics)
    told = metrics.registry.get_sample_value(
        "waymark_lag_records", {"topic": QUERIES.name, "partition": "0"}
    )
    assert told == 0


def test_a_failed_publish_commits_nothing_and_is_done_again() -> None:
    kafka = FakeKafka(VALUES)
    kafka.failures["publish"] = [WorldNotReady("down"), WorldNotReady("down")]
    worker = run(kafka)
    assert outputs(kafka) == WANTED
    assert worker.broker.state.ok


@pytest.mark.parametrize("failure", [TimeoutError(), KafkaConnectionError(), OSError()])
def test_a_failed_commit_redoes_one_batch(failure: BaseException) -> None:
    kafka = FakeKafka(VALUES)
    kafka.failures["commit"] = [failure]
    run(kafka)
    assert outputs(kafka) == [b"a", b"b", *WANTED]
    assert kafka.committed == len(VALUES)


@pytest.mark.parametrize("failure", [CommitFailedError(), IllegalStateError()])
def test_a_commit_refused_by_a_rebalance_is_no_failure(failure: BaseException) -> None:
    kafka = FakeKafka(VALUES)
    kafka.failures["commit"] = [failure]
    run(kafka)
    assert outputs(kafka) == WANTED


def test_a_partition_taken_away_while_rewinding_is_left_to_its_new_owner() -> None:
    kafka = FakeKafka(VALUES)
    kafka.failures["publish"] = [WorldNotReady("down")]
    kafka.failures["seek"] = [IllegalStateError()]
    run(kafka)
    assert outputs(kafka) == [b"c", b"d", b"e", b"f"]


@pytest.mark.parametrize("step", ["start", "getmany"])
def test_a_lost_broker_is_waited_for(step: str) -> None:
    kafka = FakeKafka(VALUES)
    kafka.failures[step] = [KafkaConnectionError(), KafkaConnectionError()]
    kafka.failures["stop"] = [TimeoutError()]
    run(kafka)
    assert outputs(kafka) == WANTED


def test_bad_records_become_pointers_without_payload_and_the_rest_goes_on() -> None:
    kafka = FakeKafka([b"a", b"bad", b"b", b"bug", b"c"])
    run(kafka)
    letters = [r for r in kafka.published if r.topic == QUERIES.dead_letters.name]
    told = [DeadLetter.model_validate_json(letter.value or b"") for letter in letters]
    assert outputs(kafka) == [b"a", b"b", b"c"]
    assert [(letter.offset, letter.reason.value) for letter in told] == [
        (1, "invalid"),
        (3, "unprocessable"),
    ]
    assert all(letter.key is None for letter in letters)


def test_past_the_limit_it_stops_with_offsets_unmoved_and_says_so() -> None:
    kafka = FakeKafka([b"a"] * 3 + [b"bad"] * 6)
    worker = run(kafka, DeadLetterLimit(window=10, ratio=0.3, minimum=4))
    assert kafka.committed == 6
    assert not worker.letters.state.ok
    assert len([r for r in kafka.published if r.topic != "out"]) == 3


def test_the_limit_counts_only_the_latest_records() -> None:
    limit = DeadLetterLimit(window=10, ratio=0.3, minimum=2)
    for _ in range(10):
        limit.note(bad=False)
    limit.note(bad=True)
    limit.note(bad=True)
    limit.note(bad=True)
    with pytest.raises(TooManyBadRecords):
        limit.note(bad=True)
