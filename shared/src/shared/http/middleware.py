"""Plain ASGI middleware: a limit on bodies, and an answer to every failure."""

from http import HTTPStatus

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problems import problem_response
from shared.metrics import Metrics

_log = structlog.get_logger(__name__)


class BodyLimit:
    """Refuses bodies over `limit` bytes with 413, whether or not their length was announced."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = await self._read(scope, receive)
        if body is None:
            refusal = problem_response(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                "body-too-large",
                f"The body is larger than {self._limit} bytes.",
                headers={"Connection": "close"},
            )
            await refusal(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """The whole body, or None where it is too large; stops reading at the limit."""
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self._limit:
            return None
        parts: list[bytes] = []
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                break
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self._limit:
                return None
            more = message.get("more_body", False)
        return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


class Failures:
    """Counts refusals, and turns an unforeseen exception into a problem that says nothing of it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                if message["status"] >= HTTPStatus.BAD_REQUEST:
                    self._metrics.refused.labels(str(message["status"])).inc()
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception:  # noqa: BLE001 - the outermost edge: the answer must be ours
            _log.exception("request_failed")
            if not begun:
                failure = problem_response(
                    HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "The request failed."
                )
                await failure(scope, receive, watch)
