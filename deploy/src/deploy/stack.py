"""The processes of Waymark on one machine, on whatever broker and database they are given."""

import asyncio
import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.errors import CannotRun
from deploy.processes import Child, free_port, start, stop_all, wait_until
from shared.contracts.topics import TOPICS
from shared.kafka.admin import create_topics

_START_SECONDS = 30.0
_COMMAND_SECONDS = 60.0


@dataclass(frozen=True)
class Parts:
    """What the processes stand on."""

    bootstrap_servers: str
    database_url: str


@dataclass(frozen=True)
class Ports:
    """Where the processes listen. The workers' ports are for operators."""

    intercept: int
    resources: int
    intercept_worker: int
    resources_worker: int

    @classmethod
    def free(cls) -> "Ports":
        """Four ports that nobody listens on."""
        return cls(free_port(), free_port(), free_port(), free_port())


class Stack:
    """Starts, watches and ends the four processes."""

    def __init__(self, parts: Parts, ports: Ports, folder: Path) -> None:
        self.parts = parts
        self.ports = ports
        self._folder = folder
        self.children: dict[str, Child] = {}

    def prepare(self, *, make_topics: bool) -> None:
        """Make topics (a real Kafka needs it) and the database's tables."""
        if make_topics:
            asyncio.run(create_topics(self.parts.bootstrap_servers, topics=TOPICS))
        self.command("resources", "migrate")

    def fill(self) -> None:
        """Put the catalogue into the database; running processes take it up by themselves."""
        self.command("resources", "import")

    def start(self, *names: str) -> None:
        """Start processes by name; all four where none is named."""
        for name in names or tuple(self._environments()):
            module, process = name.rsplit("-", 1)
            self.children[name] = start(
                name,
                [sys.executable, "-m", module.replace("-", "_"), process],
                self._folder / f"{name}.log",
                env=self._environments()[name],
            )

    def wait_ready(self, *names: str) -> None:
        """Wait until the named processes, or all that were started, say that all is well."""
        for name in names or tuple(self.children):
            wait_until(
                lambda name=name: self.all_well(name),  # type: ignore[misc]
                [self.children[name]],
                name,
                _START_SECONDS,
            )

    def stop(self, *names: str) -> None:
        """End the named processes, or all, within four seconds together."""
        stop_all([self.children.pop(name) for name in names or tuple(self.children)])

    def all_well(self, name: str) -> bool:
        """Whether a process is ready and nothing about it is degraded."""
        state = get_json(f"http://127.0.0.1:{self._port(name)}/readyz")
        return bool(state) and state.get("ready") is True and state.get("degraded") is False

    def command(self, module: str, *arguments: str) -> str:
        """Run a service's command to its end; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self._environment(0),
            capture_output=True,
            text=True,
            check=False,
            timeout=_COMMAND_SECONDS,
        )
        if done.returncode:
            raise CannotRun(f"{module} {' '.join(arguments)} failed: {done.stderr.strip()}")
        return done.stdout

    def logs(self) -> Sequence[Path]:
        """The files that the processes write to."""
        return sorted(self._folder.glob("*.log"))

    def _port(self, name: str) -> int:
        return int(self._environments()[name]["PORT"])

    def _environments(self) -> Mapping[str, dict[str, str]]:
        return {
            "resources-worker": self._environment(self.ports.resources_worker),
            "resources-api": self._environment(self.ports.resources),
            "search-intercept-worker": self._environment(self.ports.intercept_worker),
            "search-intercept-api": self._environment(self.ports.intercept),
        }

    def _environment(self, port: int) -> dict[str, str]:
        return {
            "PORT": str(port),
            "KAFKA_BOOTSTRAP_SERVERS": self.parts.bootstrap_servers,
            "DATABASE_URL": self.parts.database_url,
            "RESOURCES_URL": f"http://127.0.0.1:{self.ports.resources}",
        }


def get_json(url: str) -> dict[str, Any]:
    """The JSON at a loopback address, also of an error answer; empty where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - loopback only
            found: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as error:
        found = json.load(error)
    except (OSError, ValueError):
        found = {}
    return found
