"""The catalogue in memory: what every answer comes from, also while the database is down."""

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from resources.catalogue.records import Catalogue
from resources.store import repository
from resources.store.database import DatabaseDown
from shared.contracts.panels import MessagesRecord, Panel, PanelRecord
from shared.contracts.topics import panel_key
from shared.health import Check
from shared.metrics import Metrics
from shared.regions import fallback_chain
from shared.rendering import render
from shared.vocabulary import Audience, Topic

# A withdrawn number has to be out of every answer within 2 s: half a second here leaves room for
# Kafka and for the replicas.
_POLL_SECONDS = 0.5
_READ_SECONDS = 20.0

_log = structlog.get_logger(__name__)


class NotLoaded(Exception):  # noqa: N818 - a state, not a fault
    """The catalogue has not been read yet."""


class Snapshot:
    """Panels, messages and catalogue at one revision. Swapped whole, never half."""

    def __init__(self) -> None:
        self.catalogue: Catalogue | None = None
        self.panels: dict[str, bytes] = {}
        self.messages: Mapping[str, MessagesRecord] = {}
        self.revision = 0

    def loaded(self) -> Catalogue:
        """The catalogue. NotLoaded before it has been read, and while it is empty."""
        if self.catalogue is None or not self.revision:
            raise NotLoaded
        return self.catalogue

    def panel(
        self,
        region: str | None,
        topic: Topic,
        audience: Audience,
        languages: Sequence[str],
        now: datetime,
    ) -> Panel:
        """The panel for somebody. NotLoaded where there is nothing to make it from yet."""
        for code in fallback_chain(region):
            body = self.panels.get(panel_key(code, topic, audience))
            if body is not None and self.messages:
                record = PanelRecord.model_validate_json(body)
                return render(
                    record,
                    self.messages,
                    languages,
                    asked_region=region,
                    now=now,
                    degraded=False,
                )
        raise NotLoaded

    def everything(self) -> bytes:
        """All panel records by key and all messages by language, as JSON."""
        panels = b",".join(json.dumps(key).encode() + b":" + body for key, body in self._sorted())
        messages = b",".join(
            json.dumps(language).encode() + b":" + record.to_json()
            for language, record in self.messages.items()
        )
        return b'{"revision":%d,"panels":{%s},"messages":{%s}}' % (self.revision, panels, messages)

    def _sorted(self) -> list[tuple[str, bytes]]:
        return sorted(self.panels.items())


class SnapshotRefresher:
    """Keeps a snapshot current with the database. Emits its age as a metric."""

    def __init__(self, snapshot: Snapshot, engine: AsyncEngine, metrics: Metrics) -> None:
        self._snapshot = snapshot
        self._engine = engine
        self._metrics = metrics
        self._current_at = time.monotonic()
        self.loaded = Check("catalogue", "not loaded yet")
        self.database = Check("database", "not reached yet", required=False)

    async def run(self) -> None:
        """Refresh until cancelled; what is held stays while the database is down."""
        while True:
            try:
                async with asyncio.timeout(_READ_SECONDS):
                    await self.refresh()
            except DatabaseDown as error:
                self.database.fails(type(error).__name__)
                _log.warning("database_not_read", error=type(error).__name__)
            self._metrics.snapshot_age_seconds.set(time.monotonic() - self._current_at)
            await asyncio.sleep(_POLL_SECONDS)

    async def refresh(self) -> None:
        """Read what changed since the revision held."""
        async with AsyncSession(self._engine) as session:
            newest = await repository.revision(session)
            if newest != self._snapshot.revision:
                await self._read(session, newest)
        self._current_at = time.monotonic()
        self.database.holds()
        if self._snapshot.revision:
            self.loaded.holds()
        else:
            self.loaded.fails("the catalogue is empty: run resources import")

    async def _read(self, session: AsyncSession, newest: int) -> None:
        held = self._snapshot
        # A database put back from a backup may be behind: then everything is read again.
        since = held.revision if newest > held.revision else 0
        changed = {row.key: row.body for row in await repository.panels_after(session, since)}
        kept = {key: held.panels.get(key) for key in await repository.panel_contents(session)}
        messages = {record.language: record for record in await repository.messages(session)}
        catalogue = await repository.load(session)
        held.panels = {
            key: body for key, old in kept.items() if (body := changed.get(key, old)) is not None
        }
        held.messages, held.catalogue, held.revision = messages, catalogue, newest
        _log.info("catalogue_read", revision=newest, panels_changed=len(changed))
