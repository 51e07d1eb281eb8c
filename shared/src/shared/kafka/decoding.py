"""From a record's bytes to its contract, or to the reason why that can never succeed."""

import json
from typing import TypeVar

from pydantic import ValidationError

from shared.contracts.base import Contract
from shared.contracts.events import DeadLetterReason
from shared.kafka.errors import InvalidRecord
from shared.kafka.records import InRecord

C = TypeVar("C", bound=Contract)


def decode(record: InRecord, contract: type[C]) -> C:
    """The record's value as its contract. InvalidRecord, with the reason, where it isn't one."""
    if not record.value:
        raise InvalidRecord(DeadLetterReason.EMPTY)
    try:
        return contract.model_validate_json(record.value)
    except ValidationError:
        # From None: the error's own text may hold parts of the value.
        raise InvalidRecord(_reason(record.value)) from None


def _reason(value: bytes) -> DeadLetterReason:
    try:
        json.loads(value.decode("utf-8"))
    except UnicodeDecodeError:
        return DeadLetterReason.NOT_UTF8
    except (ValueError, RecursionError):
        return DeadLetterReason.NOT_JSON
    return DeadLetterReason.INVALID
