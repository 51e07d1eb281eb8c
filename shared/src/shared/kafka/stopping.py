"""Ending a consumer within a deadline, whatever has become of its brokers."""

import asyncio
from typing import Protocol

import structlog
from aiokafka.errors import KafkaError

# Leaving a group takes a broker milliseconds. The whole stop of a process has 5 s.
_STOP_SECONDS = 2.0

_log = structlog.get_logger(__name__)


class Stopping(Protocol):
    """Whatever can be stopped."""

    async def stop(self) -> None: ...


async def stop_consumer(consumer: Stopping) -> None:
    """Stop a consumer; one that can't be stopped in time is let go, and the log says so."""
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await consumer.stop()
    except (KafkaError, TimeoutError, OSError) as error:
        _log.warning("consumer_not_stopped_in_time", error=type(error).__name__)
