"""One way to make an app and to serve it, for APIs and for workers' operator ports."""

import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from http import HTTPStatus

import uvicorn
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from shared.http.middleware import BodyLimit, Failures
from shared.http.problems import invalid_parameters, problem_response
from shared.metrics import Metrics
from shared.settings import ServerSettings

# Open requests get this long at the end; the whole stop has to fit into 5 s.
_DRAIN_SECONDS = 2

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def make_app(
    title: str,
    version: str,
    description: str,
    metrics: Metrics,
    routers: Sequence[APIRouter],
    lifespan: Lifespan | None = None,
    body_limit: int = 4096,
) -> FastAPI:
    """A FastAPI app whose every error is a problem+json that repeats nothing of the request."""
    app = FastAPI(
        title=title,
        version=version,
        description=description,
        lifespan=lifespan,
        # The interactive pages load scripts from elsewhere; the document itself is checked in.
        docs_url=None,
        redoc_url=None,
    )
    for router in routers:
        app.include_router(router)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_middleware(BodyLimit, limit=body_limit)
    app.add_middleware(Failures, metrics=metrics)
    return app


async def _invalid(_request: Request, error: Exception) -> Response:
    return invalid_parameters(error.errors() if isinstance(error, RequestValidationError) else [])


async def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    kind = status.phrase.lower().replace(" ", "-")
    return problem_response(status, kind, f"{status.phrase}.", headers=error.headers)


async def serve(app: FastAPI, settings: ServerSettings) -> None:
    """Serve until SIGINT or SIGTERM. Ends the process with one sentence where the port is taken."""
    listener = _listen(settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
        lifespan="on",
    )
    await uvicorn.Server(config).serve(sockets=[listener])


def _listen(settings: ServerSettings) -> socket.socket:
    try:
        return socket.create_server((settings.host, settings.port), backlog=2048)
    except OSError:
        sys.exit(f"cannot start: PORT {settings.port} on {settings.host} can't be listened on")
