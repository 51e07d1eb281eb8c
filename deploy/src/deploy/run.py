"""`make run` and `make run-real`: the whole product on one machine, until Ctrl-C."""

import argparse
import asyncio
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.demo import show_stream
from deploy.embedded import EmbeddedBroker
from deploy.errors import CannotRun
from deploy.kafka import start_kafka
from deploy.postgres import start_postgres
from deploy.processes import Child, free_port, require_free, stop_all
from deploy.stack import Parts, Ports, Stack
from shared.contracts.topics import TOPICS

_WATCH_SECONDS = 0.5

_TRY = """
Try it:
  curl -s -d '{{"query": "i want to die", "region": "GB"}}' http://127.0.0.1:{intercept}/v1/intercept
  curl -s -d '{{"query": "suicide squad trailer", "region": "GB"}}' http://127.0.0.1:{intercept}/v1/intercept
  curl -s 'http://127.0.0.1:{resources}/v1/panels/TH?topic=suicide&languages=th'

Serving until Ctrl-C."""


@dataclass(frozen=True)
class Foundation:
    """The broker and database that the stack stands on, and how to end them."""

    parts: Parts
    children: list[Child]
    about: str
    make_topics: bool
    keep: object = None
    """What has to stay referenced: the embedded broker lives as long as its object."""


def embedded(folder: Path) -> Foundation:
    """The embedded broker, and SQLite in a file."""
    broker = EmbeddedBroker()
    broker.create_topics([topic.name for topic in TOPICS])
    parts = Parts(broker.bootstrap_servers, f"sqlite+aiosqlite:///{folder}/waymark.sqlite3")
    return Foundation(parts, [], "embedded broker, SQLite", make_topics=False, keep=broker)


def real(folder: Path) -> Foundation:
    """A real Apache Kafka and a real PostgreSQL."""
    database, url = start_postgres(folder)
    try:
        kafka, servers = start_kafka(folder)
    except BaseException:
        database.stop()
        raise
    about = "Apache Kafka 4.3.1, PostgreSQL 18"
    return Foundation(Parts(servers, url), [kafka, database], about, make_topics=True)


def main() -> None:
    """Run until Ctrl-C or SIGTERM; whatever stands in the way is told in one sentence."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--real", action="store_true", help="real Kafka and PostgreSQL")
    arguments = parser.parse_args()
    _interrupt_on_signals()
    folder = Path(tempfile.mkdtemp(prefix="waymark-"))
    try:
        _run(folder, real if arguments.real else embedded)
    except CannotRun as error:
        sys.exit(f"cannot run: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _interrupt_on_signals() -> None:
    """Make SIGTERM what Ctrl-C is, also where a shell started us with SIGINT ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _run(folder: Path, lay: Callable[[Path], Foundation]) -> None:
    ports = _ports(choose_free=lay is real)
    begun = time.perf_counter()
    foundation = lay(folder)
    stack = Stack(foundation.parts, ports, folder)
    try:
        stack.prepare(make_topics=foundation.make_topics)
        stack.start()
        stack.fill()
        stack.wait_ready()
        print(f"ready in {time.perf_counter() - begun:.1f} s ({foundation.about})\n", flush=True)
        sent, shown = asyncio.run(show_stream(foundation.parts.bootstrap_servers))
        print(f"\n{sent} queries sent, {shown} recommendations, {sent - shown} left alone")
        print(_TRY.format(intercept=ports.intercept, resources=ports.resources), flush=True)
        _watch(stack)
    except KeyboardInterrupt:
        print("\nstopping", flush=True)
    finally:
        # A second Ctrl-C must not cut the stopping short and leave processes behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stack.stop()
        stop_all(foundation.children)


def _watch(stack: Stack) -> None:
    """Wait for a signal; a process that ends by itself is told."""
    while True:
        time.sleep(_WATCH_SECONDS)
        for child in stack.children.values():
            if not child.running:
                raise CannotRun(f"{child.name} ended: {child.log_tail()}")


def _ports(*, choose_free: bool) -> Ports:
    """Ports to listen on: those set, else the usual ones, or free ones where those may be."""
    intercept = _port("WAYMARK_PORT", free_port() if choose_free else 8080)
    resources = _port("WAYMARK_RESOURCES_PORT", free_port() if choose_free else 8081)
    return Ports(intercept, resources, free_port(), free_port())


def _port(setting: str, usual: int) -> int:
    value = os.environ.get(setting, str(usual))
    if not value.isdigit() or not 0 < int(value) < 2**16:
        raise CannotRun(f"{setting} must be a port number")
    require_free(int(value), setting)
    return int(value)


if __name__ == "__main__":
    main()
