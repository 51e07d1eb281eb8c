"""Misspellings of words that are long and rare enough for a slip to be still the word, and of
phrases that are."""

from collections.abc import Iterable, Iterator
from itertools import chain

SHORTEST = 6
"""A slip in a shorter word too often makes another word."""

# In a phrase the other words stand by: from this length any slip in a word is read back, in a
# shorter one only letters swapped or doubled, which seldom make another word.
_ANY_SLIP = 5
_SOME_SLIPS = 4

# Letters that are taken for one another, by ear or by eye, or lie beside one another on a
# keyboard. Latin and Cyrillic vowels, consonants of one sound, Greek's ways to write i, o and e,
# Arabic's and Hebrew's letters of one sound.
_TAKEN_FOR = (
    "aeiouy", "ckqs", "sz", "bv", "vw", "fv", "gj", "mn", "ij", "dt", "bp", "gh", "bn", "as", "rt",
    "er", "io", "kl", "df", "sd", "fg", "hj", "we", "op",
    "аояе", "еиыэ", "уюо", "шщ", "тд", "зс", "бп", "ії", "иі",
    "ηιυε", "οω", "αε", "υφβ",
    "سصث", "تط", "ذزظض", "هح", "قك", "دض", "אעה", "טת", "כקח", "בו", "סש",
)  # fmt: skip


def slips(entries: Iterable[str], known: frozenset[str]) -> dict[str, str]:
    """What each word, or phrase, becomes by one slip, with the word or phrase; never a word that
    is known."""
    return {slip: entry for entry in entries for slip in _of_entry(entry, known)}


def _of_entry(entry: str, known: frozenset[str]) -> Iterator[str]:
    words = entry.split()
    if len(words) == 1:
        yield from set(chain(_doubled(entry), _swapped(entry), _wrong(entry))) - known
        return
    for place, word in enumerate(words):
        for slip in _in_phrase(word, known):
            yield " ".join((*words[:place], slip, *words[place + 1 :]))


def _in_phrase(word: str, known: frozenset[str]) -> Iterator[str]:
    if len(word) >= _SOME_SLIPS:
        # Some words are known with a letter doubled, but as that word, not as another.
        yield from _doubled(word)
        yield from set(_swapped(word)) - known
    if len(word) >= _ANY_SLIP:
        yield from set(_wrong(word)) - known


def _doubled(word: str) -> Iterator[str]:
    for place, letter in enumerate(word):
        yield word[:place] + letter * 2 + word[place + 1 :]


def _swapped(word: str) -> Iterator[str]:
    for place, letter in enumerate(word[:-1]):
        yield word[:place] + word[place + 1] + letter + word[place + 2 :]


def _wrong(word: str) -> Iterator[str]:
    """A letter left out, or another that it is taken for."""
    for place, letter in enumerate(word):
        before, after = word[:place], word[place + 1 :]
        yield before + after
        for letters in _TAKEN_FOR:
            if letter in letters:
                yield from (before + other + after for other in letters if other != letter)
