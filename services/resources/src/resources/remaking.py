"""What changes by itself: panels are made for every new day."""

import asyncio
from collections.abc import Callable
from datetime import date

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from resources.store import changes
from resources.store.database import DatabaseDown

# A campaign that ends, or evidence that expires, at midnight is out of every panel a minute later.
_LOOK_SECONDS = 60.0

_log = structlog.get_logger(__name__)


async def remake_every_day(engine: AsyncEngine, today: Callable[[], date]) -> None:
    """Bring the panels up to date until cancelled; while the database is down they stay."""
    while True:
        try:
            revision = await changes.bring_up_to_date(engine, today())
        except DatabaseDown as error:
            _log.warning("panels_not_remade", error=type(error).__name__)
        else:
            if revision is not None:
                _log.info("panels_remade", revision=revision)
        await asyncio.sleep(_LOOK_SECONDS)
