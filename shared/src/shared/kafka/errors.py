"""The two error families of the event road; the difference decides everything."""

from shared.contracts.events import DeadLetterReason


class InvalidRecord(Exception):  # noqa: N818 - the name of the concept in every stream library
    """This record can never succeed: point at it in the dead-letter topic and go on."""

    def __init__(self, reason: DeadLetterReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class WorldNotReady(Exception):  # noqa: N818 - a state, not a fault of ours
    """Something outside is not ready: commit nothing, back off, try again."""


class TooManyBadRecords(Exception):  # noqa: N818 - says what happened
    """So many records are bad that the fault is likely ours or upstream's: stop, commit nothing."""
