"""Health: named checks with their state and age, and the routes that tell them."""

import time
from collections.abc import Callable, Sequence

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from shared.metrics import Metrics


class Check:
    """One condition that operators watch: holds, or fails for a reason.

    Where it is `required`, the process takes no traffic while it fails. Where it isn't, the
    process still helps (from memory, say), and readiness only names it.
    """

    def __init__(
        self,
        name: str,
        failing: str | None,
        *,
        required: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.required = required
        self._clock = clock
        self._failing = failing
        self._since = clock()

    def holds(self) -> None:
        """Note that the condition holds now."""
        self._change(None)

    def fails(self, reason: str) -> None:
        """Note that it doesn't, and why, in words that name no person and no query."""
        self._change(reason)

    def _change(self, failing: str | None) -> None:
        if (failing is None) != (self._failing is None):
            self._since = self._clock()
        self._failing = failing

    @property
    def state(self) -> "CheckState":
        """The state as operators see it."""
        return CheckState(
            name=self.name,
            ok=self._failing is None,
            required=self.required,
            reason=self._failing,
            seconds_in_state=round(self._clock() - self._since, 1),
        )


class CheckState(BaseModel):
    """One check's state, and for how long it has been in it."""

    name: str
    ok: bool
    required: bool
    reason: str | None
    seconds_in_state: float


class Readiness(BaseModel):
    """Whether this process may get traffic, and what stands in the way."""

    ready: bool
    degraded: bool
    checks: list[CheckState]


class Liveness(BaseModel):
    """Answering at all is the message: the event loop turns."""

    alive: bool = True


class Version(BaseModel):
    """What runs here."""

    service: str
    process: str
    version: str
    data: dict[str, str]


def operator_routes(
    service: str,
    process: str,
    version: str,
    checks: Sequence[Check],
    metrics: Metrics,
    data_versions: Callable[[], dict[str, str]],
) -> APIRouter:
    """Routes for operators: /livez, /readyz, /startupz, /metrics, /version.

    Start-up is over once the process has been ready for the first time.
    """
    router = APIRouter(tags=["operators"])
    started = False

    def readiness() -> Readiness:
        states = [check.state for check in checks]
        return Readiness(
            ready=all(state.ok for state in states if state.required),
            degraded=not all(state.ok for state in states),
            checks=states,
        )

    @router.get("/livez")
    async def livez() -> Liveness:
        return Liveness()

    @router.get("/readyz", responses={503: {"model": Readiness}})
    async def readyz(response: Response) -> Readiness:
        current = readiness()
        response.status_code = 200 if current.ready else 503
        return current

    @router.get("/startupz", responses={503: {"model": Readiness}})
    async def startupz(response: Response) -> Readiness:
        nonlocal started
        current = readiness()
        started = started or current.ready
        response.status_code = 200 if started else 503
        return current

    @router.get("/metrics", response_class=Response)
    async def metrics_text() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    @router.get("/version")
    async def version_of() -> Version:
        return Version(service=service, process=process, version=version, data=data_versions())

    return router
