"""The HTTP edges without their surroundings: nothing loaded, something broken, too much sent."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI

from resources.api import make_api as make_resources
from resources.settings import ApiSettings
from search_intercept.contract import InterceptRequest
from search_intercept.detection.detector import Detector
from search_intercept.detection.reading import packaged_lexicon
from search_intercept.intercept import Interceptor
from search_intercept.panels.last_resort import packaged_last_resort
from search_intercept.panels.replica import PanelReplica
from search_intercept.policy import packaged_policy
from shared.http.serving import make_app
from shared.metrics import Metrics
from shared.vocabulary import Audience, Topic

detector = Detector(packaged_lexicon())


def ask(app: FastAPI, method: str, path: str, **more: object) -> httpx.Response:
    async def run() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, path, **more)  # type: ignore[arg-type]

    return asyncio.run(run())


@pytest.mark.parametrize("path", ["/v1/panels", "/v1/panels/TH", "/v1/helplines", "/v1/regions"])
def test_before_the_catalogue_is_read_the_answer_is_503_with_retry_after(path: str) -> None:
    settings = ApiSettings.model_validate(
        {"port": 1, "database_url": "sqlite+aiosqlite:///:memory:"}
    )
    answer = ask(make_resources(settings), "GET", path)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "1"


def broken_app(metrics: Metrics) -> FastAPI:
    app = make_app("test", "1", "test", metrics, [], body_limit=10)

    @app.post("/fails")
    async def fails() -> None:
        raise ValueError("what somebody typed")

    return app


def test_an_unforeseen_failure_is_a_problem_that_says_nothing_of_it() -> None:
    metrics = Metrics()
    answer = ask(broken_app(metrics), "POST", "/fails")
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:waymark:problem:internal"
    assert "typed" not in answer.text
    assert metrics.registry.get_sample_value("waymark_http_refused_total", {"status": "500"}) == 1


def test_a_body_without_announced_length_is_limited_too() -> None:
    async def parts() -> object:
        for _ in range(5):
            yield b"12345"

    answer = ask(broken_app(Metrics()), "POST", "/fails", content=parts())
    assert answer.status_code == 413


class BrokenReplica(PanelReplica):
    """A replica that holds something nobody foresaw."""

    @property
    def messages(self) -> Mapping[str, object]:  # type: ignore[override]
        raise KeyError("broken")

    def find(self, region: str | None, topic: Topic, audience: Audience) -> None:
        raise KeyError("broken")


def test_a_match_is_helped_whatever_is_wrong_with_the_replica() -> None:
    metrics = Metrics()
    interceptor = Interceptor(
        detector,
        packaged_policy(),
        BrokenReplica(),
        packaged_last_resort(),
        metrics,
        "1",
        lambda: datetime(2026, 11, 21, tzinfo=UTC),
    )
    request = InterceptRequest.model_validate({"query": "i want to die", "region": "TH"})
    answer = interceptor.answer(request)
    assert answer.panel is not None
    assert answer.degraded
    assert answer.panel.emergency is not None
    assert metrics.registry.get_sample_value("waymark_degraded_panels_total") == 1
