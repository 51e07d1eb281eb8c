"""The local replica of all panels: what the inline road answers from. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from shared.contracts.panels import MessagesRecord, PanelRecord
from shared.contracts.topics import panel_key
from shared.regions import WORLD, fallback_chain
from shared.vocabulary import Audience, Topic

T = TypeVar("T")

# Records are kept as bytes, since most are never asked for; the ones in use stay parsed. There are
# 12 (topics by audiences) a region: enough for the regions that one node sees.
_PARSED = 1024


@dataclass(frozen=True)
class Held(Generic[T]):
    """What is held for a key, and whether it came from Kafka or from a snapshot over HTTP."""

    value: T
    revision: int
    from_snapshot: bool

    def gives_way_to(self, revision: int, *, from_snapshot: bool) -> bool:
        """Whether a record of this revision takes its place.

        Kafka's order is the truth for a key, also where revisions begin anew with a new database.
        But a replay from the beginning must not bring back what a snapshot has already replaced.
        """
        if from_snapshot:
            return revision > self.revision
        return not self.from_snapshot or revision >= self.revision


class PanelReplica:
    """Panel records and messages by key."""

    def __init__(self) -> None:
        self._records: dict[str, Held[bytes]] = {}
        self._messages: dict[str, Held[MessagesRecord]] = {}
        self._parse = lru_cache(maxsize=_PARSED)(_parsed)
        self.complete = False
        """Whether every region's panels are here. Until then a region's absence means nothing."""

    @property
    def has_world(self) -> bool:
        """Whether the world's panels are here, which are published last, and words for them."""
        keys = (panel_key(WORLD, topic, audience) for topic in Topic for audience in Audience)
        return bool(self._messages) and all(key in self._records for key in keys)

    @property
    def revision(self) -> int:
        """The newest catalogue revision seen."""
        return max((held.revision for held in self._records.values()), default=0)

    @property
    def size(self) -> int:
        """How many panel records are held."""
        return len(self._records)

    @property
    def messages(self) -> Mapping[str, MessagesRecord]:
        """Messages by language."""
        return {language: held.value for language, held in self._messages.items()}

    def put_panel(self, key: str, value: bytes | None, *, from_snapshot: bool = False) -> None:
        """Take a panel record, or drop it where `value` is a tombstone.

        ValidationError where the value is no panel record; nothing changes then.
        """
        if value is None:
            self._records.pop(key, None)
            return
        revision = _parsed(value).revision
        held = self._records.get(key)
        if held is None or held.gives_way_to(revision, from_snapshot=from_snapshot):
            self._records[key] = Held(value, revision, from_snapshot)

    def put_messages(
        self, language: str, value: bytes | None, *, from_snapshot: bool = False
    ) -> None:
        """Take the messages of a language, or drop them. ValidationError as for panels."""
        if value is None:
            self._messages.pop(language, None)
            return
        record = MessagesRecord.model_validate_json(value)
        held = self._messages.get(language)
        if held is None or held.gives_way_to(record.revision, from_snapshot=from_snapshot):
            self._messages[language] = Held(record, record.revision, from_snapshot)

    def find(self, region: str | None, topic: Topic, audience: Audience) -> PanelRecord | None:
        """The record of the nearest region that has one: subdivision, country, world.

        While the replica is not complete, the world does not stand in for a known region.
        """
        chain = fallback_chain(region)
        for code in chain:
            held = self._records.get(panel_key(code, topic, audience))
            if held is not None and (self.complete or code == chain[0]):
                return self._parse(held.value)
        return None


def _parsed(value: bytes) -> PanelRecord:
    return PanelRecord.model_validate_json(value)
