"""Region codes: ISO 3166-1 alpha-2, ISO 3166-2, and `001` for the world (UN M.49)."""

import re

WORLD = "001"

_CODE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")


def fallback_chain(region: str | None) -> tuple[str, ...]:
    """Regions to look help up for, nearest first: subdivision, its country, the world.

    Whatever is absent or is no region code gives the world alone: never some country by default.
    """
    code = (region or "").strip().upper().replace("_", "-")
    if not _CODE.fullmatch(code):
        return (WORLD,)
    country = code.partition("-")[0]
    return (code, WORLD) if code == country else (code, country, WORLD)
