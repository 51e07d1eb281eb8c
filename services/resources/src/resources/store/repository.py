"""All reading and writing of rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, inspect, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from resources.catalogue.records import (
    CampaignFact,
    Catalogue,
    ChannelFact,
    CreatorFact,
    EmergencyFact,
    GuideFact,
    HelplineFact,
    LiveSessionFact,
    OrganisationFact,
    PublisherFact,
    SafetyToolFact,
    ServingRules,
    VideoFact,
)
from resources.store import models as rows
from resources.store.models import now
from shared.contracts.panels import MessagesRecord
from shared.regions import WORLD

_ONLY_ROW = 1
_CHANNEL_FIELDS = tuple(ChannelFact.model_fields)


async def revision(session: AsyncSession) -> int:
    """The catalogue's revision; 0 before the first import."""
    return await session.scalar(select(rows.CatalogueRow.revision)) or 0


async def raise_revision(session: AsyncSession) -> int:
    """The next revision. Holds the catalogue's row, so that changes come one after another."""
    row = await session.get(rows.CatalogueRow, _ONLY_ROW, with_for_update=True)
    if row is None:
        row = rows.CatalogueRow(id=_ONLY_ROW, revision=0, serving={})
        session.add(row)
    row.revision += 1
    await session.flush()
    return row.revision


async def made_on(session: AsyncSession) -> str | None:
    """The day that all panels were last made for."""
    return await session.scalar(select(rows.CatalogueRow.made_on))


async def note_made_on(session: AsyncSession, day: str) -> None:
    """Note the day that all panels are made for."""
    await session.execute(update(rows.CatalogueRow).values(made_on=day))


async def load(session: AsyncSession, *, with_withdrawn: bool = False) -> Catalogue:
    """The whole catalogue, without what is withdrawn and what videos are no more at their provider
    (`with_withdrawn`: with them)."""
    helplines = (
        await session.scalars(select(rows.HelplineRow).order_by(rows.HelplineRow.id))
    ).all()
    gone = set() if with_withdrawn else await withdrawn(session)
    dead = set() if with_withdrawn else gone | await dead_videos(session)
    videos = await _all(session, rows.VideoRow, VideoFact)
    return Catalogue(
        revision=await revision(session),
        regions=tuple(await session.scalars(select(rows.RegionRow.code))),
        helplines=tuple(_helpline(row) for row in helplines if row.id not in gone),
        emergency=await _all(session, rows.EmergencyRow, EmergencyFact),
        organisations=await _all(session, rows.OrganisationRow, OrganisationFact),
        creators=await _all(session, rows.CreatorRow, CreatorFact),
        videos=tuple(video for video in videos if video.id not in dead),
        campaigns=await _all(session, rows.CampaignRow, CampaignFact),
        guides=await _all(session, rows.GuideRow, GuideFact),
        messages=tuple(await messages(session)),
        tools=await _all(session, rows.SafetyToolRow, SafetyToolFact),
        sessions=await _all(session, rows.LiveSessionRow, LiveSessionFact),
        publishers=await _all(session, rows.PublisherRow, PublisherFact),
        serving=ServingRules.model_validate(
            await session.scalar(select(rows.CatalogueRow.serving)) or {}
        ),
    )


async def replace(session: AsyncSession, catalogue: Catalogue, at: int) -> None:
    """Put a catalogue in the place of the one held. Withdrawals and panels stay."""
    for table in (
        rows.VideoRow,
        rows.CreatorRow,
        rows.CampaignRow,
        rows.GuideRow,
        rows.SafetyToolRow,
        rows.LiveSessionRow,
        rows.PublisherRow,
        rows.OrganisationRow,
        rows.EmergencyRow,
        rows.RegionRow,
        rows.ChannelRow,
        rows.EvidenceRow,
        rows.HelplineRow,
    ):
        await session.execute(delete(table))
    await _insert(session, rows.RegionRow, [{"code": code} for code in catalogue.regions])
    await _insert_helplines(session, catalogue.helplines)
    await _insert(session, rows.EmergencyRow, _dumped(catalogue.emergency))
    await _insert(session, rows.OrganisationRow, _dumped(catalogue.organisations))
    await _insert(session, rows.CreatorRow, _dumped(catalogue.creators))
    await _insert(session, rows.VideoRow, _dumped(catalogue.videos))
    await _insert(session, rows.CampaignRow, _dumped(catalogue.campaigns))
    await _insert(session, rows.GuideRow, _dumped(catalogue.guides))
    await _insert(session, rows.SafetyToolRow, _dumped(catalogue.tools))
    await _insert(session, rows.LiveSessionRow, _dumped(catalogue.sessions))
    await _insert(session, rows.PublisherRow, _dumped(catalogue.publishers))
    await session.execute(
        update(rows.CatalogueRow).values(serving=catalogue.serving.model_dump(mode="json"))
    )
    await _replace_messages(session, catalogue.messages, at)


async def messages(session: AsyncSession) -> list[MessagesRecord]:
    """The messages of every language, each at the revision it last changed in."""
    found = await session.scalars(select(rows.MessagesRow).order_by(rows.MessagesRow.language))
    return [MessagesRecord.model_validate({**row.body, "revision": row.revision}) for row in found]


async def withdrawn(session: AsyncSession) -> set[str]:
    """Ids of the helplines and videos that are withdrawn now."""
    open_rows = select(rows.WithdrawalRow.record_id).where(rows.WithdrawalRow.restored_at.is_(None))
    return set(await session.scalars(open_rows))


async def place_of(session: AsyncSession, record_id: str) -> str | None:
    """The country of a helpline, the world for a video, or None where there is no such record."""
    line = await session.get(rows.HelplineRow, record_id)
    if line is not None:
        return line.country
    return WORLD if await session.get(rows.VideoRow, record_id) else None


async def add_withdrawal(session: AsyncSession, record_id: str, reason: str) -> None:
    """Note that a record is withdrawn from now on."""
    session.add(rows.WithdrawalRow(record_id=record_id, reason=reason))
    await session.flush()


async def end_withdrawal(session: AsyncSession, record_id: str) -> None:
    """Note that a record is back from now on."""
    await session.execute(
        update(rows.WithdrawalRow)
        .where(
            rows.WithdrawalRow.record_id == record_id,
            rows.WithdrawalRow.restored_at.is_(None),
        )
        .values(restored_at=now())
    )


async def dead_videos(session: AsyncSession) -> set[str]:
    """Ids of the videos that their provider did not have any more when it was last asked."""
    return set(await session.scalars(select(rows.DeadVideoRow.video_id)))


async def note_dead_videos(session: AsyncSession, ids: Iterable[str]) -> None:
    """Note which videos are dead now, in the place of those noted before."""
    await session.execute(delete(rows.DeadVideoRow))
    await _insert(session, rows.DeadVideoRow, [{"video_id": one} for one in ids])


async def withdrawals(session: AsyncSession) -> Sequence[rows.WithdrawalRow]:
    """Every withdrawal there ever was, oldest first: the audit trail."""
    return (await session.scalars(select(rows.WithdrawalRow).order_by(rows.WithdrawalRow.id))).all()


async def panels_after(session: AsyncSession, seen: int) -> Sequence[rows.PanelRow]:
    """Panels that changed after a revision, the world's last."""
    changed = (
        select(rows.PanelRow)
        .where(rows.PanelRow.revision > seen)
        .order_by(rows.PanelRow.key.startswith(WORLD), rows.PanelRow.key)
    )
    return (await session.scalars(changed)).all()


async def panel_contents(session: AsyncSession) -> dict[str, str]:
    """The content hash of every panel, by key."""
    found = await session.execute(select(rows.PanelRow.key, rows.PanelRow.content))
    return {row.key: row.content for row in found}


async def put_panels(session: AsyncSession, panels: Sequence[dict[str, Any]]) -> None:
    """Write panels, in the place of those with the same keys."""
    await drop_panels(session, [panel["key"] for panel in panels])
    await _insert(session, rows.PanelRow, panels)


async def drop_panels(session: AsyncSession, keys: Sequence[str]) -> None:
    """Take panels out."""
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        await session.execute(delete(rows.PanelRow).where(rows.PanelRow.key.in_(some)))


async def add_to_outbox(session: AsyncSession, records: Sequence[dict[str, Any]]) -> None:
    """Queue records for Kafka, in this order."""
    await _insert(session, rows.OutboxRow, records)


async def outbox_head(session: AsyncSession, most: int) -> Sequence[rows.OutboxRow]:
    """The oldest records of the outbox. Another publisher waits until this transaction ends."""
    query = select(rows.OutboxRow).order_by(rows.OutboxRow.id).limit(most).with_for_update()
    return (await session.scalars(query)).all()


async def remove_from_outbox(session: AsyncSession, last: int) -> None:
    """Forget the records up to an id: they are on Kafka."""
    await session.execute(delete(rows.OutboxRow).where(rows.OutboxRow.id <= last))


async def outbox_size(session: AsyncSession) -> int:
    """How many records wait."""
    return await session.scalar(select(func.count()).select_from(rows.OutboxRow)) or 0


async def _all(session: AsyncSession, table: type[rows.Base], record: type[Any]) -> tuple[Any, ...]:
    fields = list(record.model_fields)
    found = await session.scalars(select(table).order_by(*inspect(table).primary_key))
    return tuple(
        record.model_validate({name: getattr(row, name) for name in fields}) for row in found
    )


def _helpline(row: rows.HelplineRow) -> HelplineFact:
    own = {name: getattr(row, name) for name in HelplineFact.model_fields if hasattr(row, name)}
    channels = [
        {name: getattr(channel, name) for name in _CHANNEL_FIELDS} for channel in row.channels
    ]
    sources = [{name: getattr(e, name) for name in ("url", "kind", "seen")} for e in row.evidence]
    return HelplineFact.model_validate({**own, "channels": channels, "sources": sources})


async def _insert_helplines(session: AsyncSession, helplines: Sequence[HelplineFact]) -> None:
    dumped = [
        {**dump, "audience": line.audience}
        for dump, line in zip(_dumped(helplines), helplines, strict=True)
    ]
    parts = {name: [line.pop(name) for line in dumped] for name in ("channels", "sources")}
    await _insert(session, rows.HelplineRow, dumped)
    for table, name in ((rows.ChannelRow, "channels"), (rows.EvidenceRow, "sources")):
        children = [
            {**child, "helpline_id": line["id"], "position": position}
            for line, of_line in zip(dumped, parts[name], strict=True)
            for position, child in enumerate(of_line)
        ]
        await _insert(session, table, children)


async def _replace_messages(
    session: AsyncSession, found: Sequence[MessagesRecord], at: int
) -> None:
    held = {record.language: record for record in await messages(session)}
    await session.execute(delete(rows.MessagesRow))
    changed_in = {
        record.language: held[record.language].revision
        if record.language in held
        and held[record.language].model_copy(update={"revision": 0}) == record
        else at
        for record in found
    }
    await _insert(
        session,
        rows.MessagesRow,
        [
            {
                "language": record.language,
                "review": record.review,
                "body": record.model_dump(mode="json", exclude={"revision"}),
                "revision": changed_in[record.language],
            }
            for record in found
        ],
    )


def _dumped(records: Iterable[Any]) -> list[dict[str, Any]]:
    return [record.model_dump(mode="json") for record in records]


async def _insert(
    session: AsyncSession, table: type[rows.Base], values: Sequence[dict[str, Any]]
) -> None:
    if values:
        await session.execute(insert(table), list(values))
