"""Where downloads are kept between runs: outside the checkout, one folder a user."""

import os
from pathlib import Path


def cache_folder() -> Path:
    """`WAYMARK_CACHE`, else the user's cache folder; made if it is missing."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(os.environ.get("WAYMARK_CACHE") or Path(base) / "waymark")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
