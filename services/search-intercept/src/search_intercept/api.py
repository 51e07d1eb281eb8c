"""Composition root of `search-intercept api`: the inline road."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from pydantic import ValidationError

from search_intercept import __version__
from search_intercept.contract import InterceptAnswer, InterceptRequest
from search_intercept.intercept import Interceptor
from search_intercept.lexicon_folder import following
from search_intercept.live import live_detector
from search_intercept.panels.feed import ReplicaFeed, fetch_from, follower
from search_intercept.panels.last_resort import packaged_last_resort
from search_intercept.panels.replica import PanelReplica
from search_intercept.policy import packaged_policy
from search_intercept.settings import ApiSettings
from shared.contracts.base import inlined_schema
from shared.health import operator_routes
from shared.http.problems import MEDIA_TYPE, Problem, invalid_body
from shared.http.serving import make_app, serve
from shared.metrics import Metrics
from shared.settings import load
from shared.telemetry import configure_logging

BODY_LIMIT_BYTES = 4096

_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {MEDIA_TYPE: {}}, "description": about}
    for status, about in (
        (413, "The body is too large."),
        (422, "The body does not fit this contract."),
    )
}


def intercept_routes(interceptor: Interceptor, metrics: Metrics) -> APIRouter:
    """POST /v1/intercept."""
    router = APIRouter(tags=["intercept"])

    @router.post(
        "/v1/intercept",
        response_model=InterceptAnswer,
        responses=_REFUSALS,
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": inlined_schema(InterceptRequest)}},
            }
        },
    )
    async def intercept(request: Request) -> Response:
        """Say whether a query may come from somebody in danger, and what to show then."""
        # Straight from bytes: whatever is wrong with the body, the answer is ours.
        try:
            asked = InterceptRequest.model_validate_json(await request.body())
        except ValidationError as error:
            return invalid_body(error)
        with metrics.intercept_seconds.time():
            answer = interceptor.answer(asked).model_dump_json()
        return Response(
            answer, media_type="application/json", headers={"Cache-Control": "no-store"}
        )

    return router


def _now() -> datetime:
    return datetime.now(UTC)


def make_api(settings: ApiSettings) -> FastAPI:
    """Build the process.

    At start the replica is filled before the first request is taken; at the end following stops
    after the last request has been answered.
    """
    metrics = Metrics()
    replica = PanelReplica()
    feed = ReplicaFeed(
        replica,
        lambda: follower(settings.kafka_bootstrap_servers),
        fetch_from(str(settings.resources_url)),
        metrics,
    )
    detector, policy = live_detector(metrics), packaged_policy()
    folders = following(settings.lexicon_folder, detector, metrics)
    last_resort = packaged_last_resort()
    interceptor = Interceptor(detector, policy, replica, last_resort, metrics, __version__, _now)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        running = (feed.run(), *(folder.run() for folder in folders))
        jobs = [asyncio.create_task(job) for job in running]
        await feed.first_fill()
        yield
        for job in jobs:
            job.cancel()
        await asyncio.wait(jobs)

    def data_versions() -> dict[str, str]:
        return {
            "lexicon": detector.version,
            "policy": policy.version,
            "catalogue": str(replica.revision),
        }

    return make_app(
        "search-intercept",
        __version__,
        "Notices searches by people who may be in danger, and answers with help.",
        metrics,
        [
            intercept_routes(interceptor, metrics),
            operator_routes(
                "search-intercept",
                "api",
                __version__,
                [feed.kafka, feed.panels, *(folder.check for folder in folders)],
                metrics,
                data_versions,
            ),
        ],
        lifespan,
        BODY_LIMIT_BYTES,
    )


async def main() -> None:
    """Serve until a signal comes."""
    settings = load(ApiSettings)
    configure_logging("search-intercept", "api")
    await serve(make_api(settings), settings)
