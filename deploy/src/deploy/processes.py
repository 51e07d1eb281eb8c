"""Child processes that never outlive the process that started them."""

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.errors import CannotRun

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def free_port() -> int:
    """A TCP port of the loopback address that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def require_free(port: int, setting: str) -> None:
    """Raise CannotRun where the loopback port is taken; `setting` names the way out."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotRun(
                f"port {port} is taken: end what listens there, or set {setting} to a free port"
            ) from error


def answers(port: int) -> bool:
    """Whether something accepts connections on this loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass(frozen=True)
class Child:
    """One running child and the file that its output goes to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals

    @property
    def running(self) -> bool:
        """Whether the process is still alive."""
        return self.process.poll() is None

    def log_tail(self, lines: int = 5) -> str:
        """The last lines the child wrote: what an operator asks for first."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def ask_to_stop(self) -> None:
        """Send the signal that this program takes as a request to end."""
        if self.running:
            self.process.send_signal(self.stop_signal)

    def stop(self, seconds: float = 4.0) -> None:
        """End the child: ask, wait that many seconds, then kill."""
        self.ask_to_stop()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(2)


def stop_all(children: Sequence[Child], seconds: float = 4.0) -> None:
    """End several children within one budget of that many seconds."""
    deadline = time.monotonic() + seconds
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop(max(0.1, deadline - time.monotonic()))


def start(
    name: str,
    command: Sequence[str | Path],
    log: Path,
    env: Mapping[str, str] | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
    user: str | None = None,
) -> Child:
    """Start a child that the kernel ends with `stop_signal` when this process dies.

    Call it from the main thread: the kernel watches the thread that started the child.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=user,
            # A terminal's Ctrl-C reaches the runner alone, which then ends its children in order.
            start_new_session=True,
            # The death signal has to be asked for between fork and exec, after the change of user.
            preexec_fn=lambda: _die_with_parent(stop_signal),  # noqa: PLW1509
        )
    return Child(name, process, log, stop_signal)


def _die_with_parent(stop_signal: signal.Signals) -> None:
    _libc.prctl(_PR_SET_PDEATHSIG, int(stop_signal))


def wait_until(
    ready: Callable[[], bool], children: Sequence[Child], what: str, seconds: float
) -> None:
    """Poll `ready` until it holds; CannotRun where a child ends first or the time is up."""
    deadline = time.monotonic() + seconds
    while not ready():
        for child in children:
            if not child.running:
                raise CannotRun(f"{child.name} ended while starting: {child.log_tail()}")
        if time.monotonic() > deadline:
            raise CannotRun(f"{what} did not become ready within {seconds:.0f} s")
        time.sleep(0.05)
