"""The real parts, started once a session, and the processes of Waymark on them."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from deploy.errors import CannotRun
from deploy.processes import stop_all
from deploy.run import Foundation, embedded, real
from deploy.stack import Ports, Stack
from search_intercept import detection

# Nothing is timed here: a slow machine is no failure.
settings.register_profile("waymark", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("waymark")

_not_real: list[str] = []


def pytest_sessionstart() -> None:
    """Stop where compiled code would run in the place of a source that was changed since."""
    for source in Path(detection.__file__).parent.glob("*.py"):
        for compiled in source.parent.glob(f"{source.stem}.*.so"):
            if compiled.stat().st_mtime < source.stat().st_mtime:
                pytest.exit(f"{source.name} was changed after it was compiled: make install", 2)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what did not run on the real Kafka and PostgreSQL, and why."""
    for reason in _not_real:
        terminalreporter.write_line(
            f"NOT RUN FOR REAL, but on the embedded broker and SQLite: tests/integration ({reason})"
        )


def lay_foundation(folder: Path) -> Foundation:
    """Real Kafka and PostgreSQL; the embedded ones only where packages can't be fetched."""
    try:
        return real(folder)
    except CannotRun as error:
        if os.environ.get("CI") == "true" or "network" not in str(error):
            raise
        if str(error) not in _not_real:
            _not_real.append(str(error))
        return embedded(folder)


@pytest.fixture(scope="session")
def foundation() -> Iterator[Foundation]:
    """Kafka and PostgreSQL for the whole session."""
    with tempfile.TemporaryDirectory(prefix="waymark-test-") as name:
        laid = lay_foundation(Path(name))
        try:
            yield laid
        finally:
            stop_all(laid.children)


@pytest.fixture(scope="session")
def stack(foundation: Foundation) -> Iterator[Stack]:
    """All four processes, shared by the tests that leave them as they are."""
    with tempfile.TemporaryDirectory(prefix="waymark-test-") as name:
        made = Stack(foundation.parts, Ports.free(), Path(name))
        made.prepare(make_topics=foundation.make_topics)
        made.start()
        made.fill()
        made.wait_ready()
        try:
            yield made
        finally:
            made.stop()
