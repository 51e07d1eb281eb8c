"""Seeing that approved videos still exist, and taking those out that don't."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from resources.store import changes, repository
from resources.store.database import DatabaseDown
from resources.videos.oembed import AskAbout, Gone, NotKnown, Verdict

# A video that is taken down is shown as a link to nothing for at most so long.
_EVERY_SECONDS = 3600.0
_READ_SECONDS = 20.0

_log = structlog.get_logger(__name__)


async def check_videos(engine: AsyncEngine, ask: AskAbout, today: date) -> Mapping[str, Verdict]:
    """Ask the provider of every video that may be served, and note which are gone.

    A video about which nothing can be learned stays as it was.
    """
    async with asyncio.timeout(_READ_SECONDS), AsyncSession(engine) as session:
        catalogue = await repository.load(session, with_withdrawn=True)
        dead = await repository.dead_videos(session)
    serving = [video for video in catalogue.videos if video.may_be_served(today)]
    verdicts = {video.id: await ask(video.url) for video in serving}
    gone = {one for one, verdict in verdicts.items() if isinstance(verdict, Gone)}
    unsure = {one for one, verdict in verdicts.items() if isinstance(verdict, NotKnown)}
    await changes.note_dead_videos(engine, gone | (dead & unsure), today)
    return verdicts


async def keep_checking(engine: AsyncEngine, ask: AskAbout, today: Callable[[], date]) -> None:
    """Check every hour until cancelled."""
    while True:
        try:
            verdicts = await check_videos(engine, ask, today())
        except DatabaseDown as error:
            _log.warning("videos_not_checked", error=type(error).__name__)
        else:
            gone = sum(isinstance(verdict, Gone) for verdict in verdicts.values())
            unsure = sum(isinstance(verdict, NotKnown) for verdict in verdicts.values())
            _log.info("videos_checked", checked=len(verdicts), gone=gone, not_known=unsure)
        await asyncio.sleep(_EVERY_SECONDS)
