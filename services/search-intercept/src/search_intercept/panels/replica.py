"""The local replica of all panels: what the inline road answers from. No I/O."""

from collections.abc import Mapping
from functools import lru_cache

from shared.contracts.panels import MessagesRecord, PanelRecord
from shared.contracts.topics import panel_key
from shared.regions import WORLD, fallback_chain
from shared.vocabulary import Audience, Topic

# Records are kept as bytes, since most are never asked for; the ones in use stay parsed. There are
# 12 (topics by audiences) a region: enough for the regions that one node sees.
_PARSED = 1024


class PanelReplica:
    """Panel records and messages by key. Older revisions never replace newer ones."""

    def __init__(self) -> None:
        self._records: dict[str, tuple[int, bytes]] = {}
        self._messages: dict[str, MessagesRecord] = {}
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
        return max((revision for revision, _ in self._records.values()), default=0)

    @property
    def size(self) -> int:
        """How many panel records are held."""
        return len(self._records)

    @property
    def messages(self) -> Mapping[str, MessagesRecord]:
        """Messages by language."""
        return self._messages

    def put_panel(self, key: str, value: bytes | None) -> None:
        """Take a panel record, or drop it where `value` is a tombstone.

        ValidationError where the value is no panel record; nothing changes then.
        """
        if value is None:
            self._records.pop(key, None)
            return
        revision = _parsed(value).revision
        held = self._records.get(key)
        if held is None or revision >= held[0]:
            self._records[key] = (revision, value)

    def put_messages(self, language: str, value: bytes | None) -> None:
        """Take the messages of a language, or drop them. ValidationError as for panels."""
        if value is None:
            self._messages.pop(language, None)
            return
        record = MessagesRecord.model_validate_json(value)
        held = self._messages.get(language)
        if held is None or record.revision >= held.revision:
            self._messages[language] = record

    def find(self, region: str | None, topic: Topic, audience: Audience) -> PanelRecord | None:
        """The record of the nearest region that has one: subdivision, country, world.

        While the replica is not complete, the world does not stand in for a known region.
        """
        chain = fallback_chain(region)
        for code in chain:
            held = self._records.get(panel_key(code, topic, audience))
            if held is not None and (self.complete or code == chain[0]):
                return self._parse(held[1])
        return None


def _parsed(value: bytes) -> PanelRecord:
    return PanelRecord.model_validate_json(value)
