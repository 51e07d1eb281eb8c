"""Every change to the catalogue. Each is one transaction: rows, panels and outbox together."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from resources.catalogue.records import Catalogue
from resources.selection.assembly import assemble, panel_regions
from resources.selection.lines import ServedLines
from resources.store import repository
from resources.store.database import transaction
from shared.contracts.panels import MessagesRecord
from shared.contracts.topics import MESSAGES, PANELS, panel_key
from shared.regions import WORLD
from shared.vocabulary import Audience, Topic


class NoSuchRecord(Exception):  # noqa: N818 - what it says to the person who typed the id
    """There is no helpline and no video with this id."""


async def import_catalogue(engine: AsyncEngine, catalogue: Catalogue, today: date) -> int | None:
    """Put a checked catalogue in the place of the one held.

    Returns the new revision, or None where nothing differs. Withdrawn helplines stay withdrawn.
    Panels are made anew also where the catalogue is the same but the day, or the code that makes
    them, is another.
    """
    async with transaction(engine) as session:
        held = await repository.load(session, with_withdrawn=True)
        shown = await repository.load(session)
        if _same(held, catalogue) and not any(await _differences(session, shown, None, today)):
            return None
        at = await repository.raise_revision(session)
        await repository.replace(session, catalogue, at)
        await _queue_messages(session, held.messages, at)
        await _remake_panels(session, await repository.load(session), None, today)
        return at


async def bring_up_to_date(engine: AsyncEngine, today: date) -> int | None:
    """Make the panels for a new day: what begins, ends or expires does so by itself.

    Returns the new revision, or None where nothing differs or another process has done it.
    """
    async with transaction(engine) as session:
        if await repository.made_on(session) in {None, today.isoformat()}:
            return None
        return await _remade_where_different(session, today)


async def note_dead_videos(engine: AsyncEngine, ids: set[str], today: date) -> int | None:
    """Take the videos out of every panel that their provider has no more; the others come back.

    Returns the new revision, or None where nothing differs.
    """
    async with transaction(engine) as session:
        if await repository.dead_videos(session) == ids:
            return None
        await repository.note_dead_videos(session, sorted(ids))
        return await _remade_where_different(session, today)


async def withdraw(engine: AsyncEngine, record_id: str, reason: str, today: date) -> int:
    """Take a helpline or video out of every answer at once, with a reason, reversibly."""
    async with transaction(engine) as session:
        country = await _place(session, record_id)
        at = await repository.raise_revision(session)
        if record_id not in await repository.withdrawn(session):
            await repository.add_withdrawal(session, record_id, reason)
        await _remake_panels(session, await repository.load(session), country, today)
        return at


async def restore(engine: AsyncEngine, record_id: str, today: date) -> int:
    """Put a withdrawn helpline or video back."""
    async with transaction(engine) as session:
        country = await _place(session, record_id)
        at = await repository.raise_revision(session)
        await repository.end_withdrawal(session, record_id)
        await _remake_panels(session, await repository.load(session), country, today)
        return at


async def queue_everything(engine: AsyncEngine) -> int:
    """Queue every panel and every language again, for a Kafka that has lost them."""
    async with transaction(engine) as session:
        panels = await repository.panels_after(session, 0)
        for record in await repository.messages(session):
            await repository.add_to_outbox(session, [_messages_entry(record)])
        await repository.add_to_outbox(
            session, [_panel_entry(panel.key, panel.body, panel.revision) for panel in panels]
        )
        return len(panels)


async def _remade_where_different(session: AsyncSession, today: date) -> int | None:
    catalogue = await repository.load(session)
    if not any(await _differences(session, catalogue, None, today)):
        await repository.note_made_on(session, today.isoformat())
        return None
    at = await repository.raise_revision(session)
    await _remake_panels(session, await repository.load(session), None, today)
    return at


async def _place(session: AsyncSession, record_id: str) -> str:
    country = await repository.place_of(session, record_id)
    if country is None:
        raise NoSuchRecord(f"there is no helpline and no video with the id {record_id}")
    return country


def _same(held: Catalogue, new: Catalogue) -> bool:
    """Whether two catalogues say the same, whatever the order of their records."""
    return _content(held) == _content(new)


def _content(catalogue: Catalogue) -> dict[str, Any]:
    unversioned = catalogue.model_copy(
        update={"messages": [m.model_copy(update={"revision": 0}) for m in catalogue.messages]}
    )
    return {name: sorted(map(repr, records)) for name, records in unversioned if name != "revision"}


async def _queue_messages(session: AsyncSession, held: Iterable[MessagesRecord], at: int) -> None:
    found = await repository.messages(session)
    gone = {record.language for record in held} - {record.language for record in found}
    await repository.add_to_outbox(
        session,
        [_messages_entry(record) for record in found if record.revision == at]
        + [_entry(MESSAGES.name, language, None, at) for language in sorted(gone)],
    )


async def _remake_panels(
    session: AsyncSession, catalogue: Catalogue, country: str | None, today: date
) -> None:
    """Make the panels anew that a change can have touched; queue those that differ."""
    changed, gone = await _differences(session, catalogue, country, today)
    if country is None:
        await repository.note_made_on(session, today.isoformat())
    await repository.put_panels(session, changed)
    await repository.drop_panels(session, gone)
    await repository.add_to_outbox(
        session,
        [_panel_entry(panel["key"], panel["body"], panel["revision"]) for panel in changed]
        + [_panel_entry(key, None, catalogue.revision) for key in gone],
    )


async def _differences(
    session: AsyncSession, catalogue: Catalogue, country: str | None, today: date
) -> tuple[list[dict[str, Any]], list[str]]:
    """The panels that are not as they would be made now, and the keys of those no longer made.

    `country` limits the work to one country. A change to the world's lines touches every panel.
    """
    everywhere = country is None or country == WORLD
    held = await repository.panel_contents(session)
    lines = ServedLines(catalogue, today)
    made = {
        panel["key"]: panel
        for region in panel_regions(catalogue)
        if everywhere or region.partition("-")[0] == country
        for panel in _panels_of(catalogue, lines, region, today)
    }
    changed = [panel for key, panel in made.items() if held.get(key) != panel["content"]]
    gone = [
        key
        for key in held
        if key not in made and (everywhere or key.partition("/")[0].partition("-")[0] == country)
    ]
    return changed, gone


def _panels_of(
    catalogue: Catalogue, lines: ServedLines, region: str, today: date
) -> Iterable[dict[str, Any]]:
    for topic in Topic:
        for audience in Audience:
            record = assemble(catalogue, lines, region, topic, audience, today)
            body = record.to_json()
            yield {
                "key": panel_key(region, topic, audience),
                # The revision is no content: it stands last, and the hash stops before it.
                "content": hashlib.sha256(body.rpartition(b'"revision"')[0]).hexdigest(),
                "body": body,
                "revision": record.revision,
            }


def _panel_entry(key: str, value: bytes | None, at: int) -> dict[str, Any]:
    return _entry(PANELS.name, key, value, at)


def _messages_entry(record: MessagesRecord) -> dict[str, Any]:
    return _entry(MESSAGES.name, record.language, record.to_json(), record.revision)


def _entry(topic: str, key: str, value: bytes | None, at: int) -> dict[str, Any]:
    return {"topic": topic, "key": key, "value": value, "revision": at}
