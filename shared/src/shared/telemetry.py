"""Structured JSON logs. An event name and key-value pairs; never anybody's words."""

import logging
import sys
import traceback
from pathlib import Path

import structlog
from structlog.typing import EventDict, WrappedLogger


def _exceptions_without_messages(
    _logger: WrappedLogger, _method: str, event: EventDict
) -> EventDict:
    """Replace an exception by its type and its places: a message may hold what somebody typed."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = type(error).__name__
        event["at"] = [
            f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


def configure_logging(service: str, process: str) -> None:
    """Send our logs and those of libraries to standard output, one JSON object a line.

    Libraries are heard from WARNING on: below that some of them print what they carry.
    """

    def named(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {**event, "service": service, "process": process}

    steps: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        named,
        _exceptions_without_messages,
    ]
    structlog.configure(
        processors=[*steps, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=steps,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for ours in ("shared", "search_intercept", "resources"):
        logging.getLogger(ours).setLevel(logging.INFO)
