"""Choosing the language to show: BCP 47 negotiation on langcodes."""

from collections.abc import Collection, Iterable
from functools import lru_cache

import langcodes

FALLBACK = "en"

# CLDR's distance between languages, 0 to 100. Up to 25 a reader of the one is expected to read
# the other (nb for no, zh-Hant for yue): https://langcodes-hickford.readthedocs.io
_READABLE = 25
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"})


@lru_cache(maxsize=4096)
def _closest(wanted: str, offered: tuple[str, ...]) -> str | None:
    if not langcodes.tag_is_valid(wanted):
        return None
    match, _distance = langcodes.closest_match(wanted, offered, max_distance=_READABLE)
    return None if match == "und" else match


def negotiate(wanted: Iterable[str], offered: Collection[str]) -> str:
    """The first offered language that fits one of the wanted ones, else English.

    Tags that are not BCP 47 are passed over. `offered` has to contain English.
    """
    available = tuple(sorted(offered))
    for tag in wanted:
        match = _closest(tag.strip(), available)
        if match is not None:
            return match
    return FALLBACK


def speaks(spoken: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether somebody who reads one of the wanted languages can use one of the spoken ones."""
    offered = tuple(sorted(spoken))
    return bool(offered) and any(_closest(tag, offered) is not None for tag in wanted)


@lru_cache(maxsize=512)
def direction(language: str) -> str:
    """`rtl` or `ltr`: the direction that the language's usual script is written in."""
    script = langcodes.Language.get(language).maximize().script
    return "rtl" if script in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
