"""The engine, its sessions, and the migrations."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

# A change to the whole catalogue takes about two seconds. Anything far longer hangs.
_CHANGE_SECONDS = 60.0
_CONNECT_SECONDS = 5.0

DatabaseDown = (DBAPIError, InterfaceError, OSError, TimeoutError)
"""What is raised where the database can't be reached or does not answer in time."""


def make_engine(database_url: str) -> AsyncEngine:
    """An engine with deadlines on connecting, for PostgreSQL or SQLite."""
    if database_url.startswith("sqlite"):
        engine = create_async_engine(database_url, connect_args={"timeout": _CONNECT_SECONDS})
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        return engine
    return create_async_engine(
        database_url,
        pool_pre_ping=True,
        pool_timeout=_CONNECT_SECONDS,
        connect_args={"timeout": _CONNECT_SECONDS, "command_timeout": _CHANGE_SECONDS},
    )


def _prepare_sqlite(connection: object, _record: object) -> None:
    """Let readers and one writer work side by side, and keep references honest."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session in one transaction, within a deadline: all of it happens, or nothing."""
    async with asyncio.timeout(_CHANGE_SECONDS), AsyncSession(engine) as session, session.begin():
        yield session


async def migrate(engine: AsyncEngine, revision: str = "head") -> None:
    """Bring the schema to a revision (`base` takes all of it away)."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))

    def run(connection: Connection) -> None:
        config.attributes["connection"] = connection
        if revision == "base":
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)

    async with asyncio.timeout(_CHANGE_SECONDS), engine.begin() as connection:
        await connection.run_sync(run)
