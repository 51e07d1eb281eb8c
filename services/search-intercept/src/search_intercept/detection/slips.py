"""Misspellings of words that are long and rare enough for a slip to be still the word."""

from collections.abc import Iterable, Iterator

SHORTEST = 6
"""A slip in a shorter word too often makes another word."""

# Letters that are taken for one another, by ear or by eye. Latin and Cyrillic vowels, consonants
# of one sound, Greek's ways to write i, o and e, Arabic's and Hebrew's letters of one sound.
_TAKEN_FOR = (
    "aeiouy", "ckqs", "sz", "bv", "vw", "fv", "gj", "mn", "ij", "dt", "bp",
    "аояе", "еиыэ", "уюо", "шщ", "тд", "зс", "бп", "ії", "иі",
    "ηιυε", "οω", "αε",
    "سصث", "تط", "ذزظض", "هح", "قك", "دض", "אעה", "טת", "כקח", "בו", "סש",
)  # fmt: skip


def slips(words: Iterable[str], known: frozenset[str]) -> dict[str, str]:
    """What each word becomes by one slip, with the word; never a word that is known."""
    return {slip: word for word in words for slip in _slips_of(word) if slip not in known}


def _slips_of(word: str) -> Iterator[str]:
    for place, letter in enumerate(word):
        before, after = word[:place], word[place + 1 :]
        yield before + after
        yield before + letter * 2 + after
        if after:
            yield before + after[0] + letter + after[1:]
        for letters in _TAKEN_FOR:
            if letter in letters:
                yield from (before + other + after for other in letters if other != letter)
