"""Composition root of `resources api`."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from fastapi import FastAPI

from resources import __version__
from resources.routes import (
    list_routes,
    not_loaded,
    panel_routes,
    preview_routes,
    region_routes,
)
from resources.settings import ApiSettings
from resources.snapshot import NotLoaded, Snapshot, SnapshotRefresher
from resources.store.database import make_engine
from shared.health import operator_routes
from shared.http.serving import make_app, serve
from shared.metrics import Metrics
from shared.settings import load
from shared.telemetry import configure_logging


def _now() -> datetime:
    return datetime.now(UTC)


def make_api(settings: ApiSettings) -> FastAPI:
    """Build the process. Refreshing ends before the engine that it uses."""
    metrics, snapshot = Metrics(), Snapshot()
    engine = make_engine(settings.database_url)
    refresher = SnapshotRefresher(snapshot, engine, metrics)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        refreshing = asyncio.create_task(refresher.run())
        yield
        refreshing.cancel()
        await asyncio.wait([refreshing])
        await engine.dispose()

    operators = operator_routes(
        "resources",
        "api",
        __version__,
        [refresher.loaded, refresher.database],
        metrics,
        lambda: {"catalogue": str(snapshot.revision)},
    )
    app = make_app(
        "resources",
        __version__,
        "The catalogue of help, and the panels made from it.",
        metrics,
        [
            panel_routes(snapshot, _now),
            preview_routes(snapshot, _now, str(settings.quick_exit_url)),
            list_routes(snapshot, _now),
            region_routes(snapshot, _now),
            operators,
        ],
        lifespan,
    )
    app.add_exception_handler(NotLoaded, not_loaded)
    return app


async def main() -> None:
    """Serve until a signal comes."""
    settings = load(ApiSettings)
    configure_logging("resources", "api")
    await serve(make_api(settings), settings)
