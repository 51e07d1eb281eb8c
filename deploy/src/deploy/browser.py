"""A real browser for tests and pictures: this machine's Chromium, or Debian's, fetched once."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator

from playwright.sync_api import Browser, sync_playwright

from deploy.errors import CannotRun

_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Thai, Arabic and Vietnamese are to be seen in pictures, not boxes.
_PACKAGES = ("chromium", "fonts-noto-core", "fonts-thai-tlwg")
_INSTALL_SECONDS = 300.0
# Nothing but this machine is ever asked, whatever a page says.
_ARGUMENTS = [
    "--no-sandbox",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
]


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """A running browser that reaches loopback addresses alone. CannotRun where there is none."""
    path = _chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        try:
            yield running
        finally:
            running.close()


def _chromium() -> str:
    found = _on_path()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
        found = _on_path()
    if found is None:
        raise CannotRun("there is no Chromium: install it (on Debian: apt install chromium)")
    return found


def _on_path() -> str | None:
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def _install() -> None:
    for command in (("update",), ("install", "--yes", "--no-install-recommends", *_PACKAGES)):
        subprocess.run(
            ["apt-get", *command],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=_INSTALL_SECONDS,
        )
