"""Misspellings of words that are long and rare enough for a slip to be still the word, and of
phrases that are."""

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

SHORTEST = 6
"""A slip in a shorter word too often makes another word."""

# In a phrase the other words stand by: from this length any slip in a word is read back, in a
# shorter one only letters swapped or doubled, and in a little word ("want ot die") only swapped.
_ANY_SLIP = 5
_SOME_SLIPS = 4
# A word so long is hardly meant for another one where it lacks a letter within.
_LONG = 6

# Letters that are taken for one another, by ear or by eye, or lie beside one another on a
# keyboard. Latin and Cyrillic vowels, consonants of one sound, Greek's ways to write i, o and e,
# Arabic's and Hebrew's letters of one sound, the long and short signs and the sibilants, nasals and
# laterals of Hindi, Bengali and Tamil.
_TAKEN_FOR = (
    "aeiouy", "ckqs", "sz", "bv", "vw", "fv", "gj", "mn", "ij", "dt", "bp", "gh", "bn", "as", "rt",
    "er", "io", "kl", "df", "sd", "fg", "hj", "we", "op",
    "аояе", "еиыэ", "уюо", "шщ", "тд", "зс", "бп", "ії", "иі",
    "ηιυε", "οω", "αε", "υφβ",
    "سصث", "تط", "ذزظض", "هح", "قك", "دض", "אעה", "טת", "כקח", "בו", "סש",
    "ьъ", "رز", "جحخ", "تث", "يا", "فق",
    "िी", "ुू", "ेै", "ोौ", "शषस", "नण", "बव", "तट", "दड", "कख", "चछ",
    "িী", "ুূ", "শষস", "নণ", "জয", "তট", "মন", "দড", "ছচ", "রড়",
    "லழள", "நனண", "ரற", "ெே", "ொோ", "ிீ", "ுூ",
)  # fmt: skip
_OTHERS = {
    letter: {*chain(*(letters for letters in _TAKEN_FOR if letter in letters))} - {letter}
    for letter in chain(*_TAKEN_FOR)
}


def slips(entries: Iterable[str], known: frozenset[str]) -> dict[str, str]:
    """What each word, or phrase, becomes by one slip, with the word or phrase; never a word that
    is known."""
    return {slip: entry for entry in entries for slip in _of_entry(entry, known)}


def _of_entry(entry: str, known: frozenset[str]) -> Iterator[str]:
    words = entry.split()
    if len(words) == 1:
        yield from set(chain(_doubled(entry), swapped(entry), wrong(entry))) - known
        return
    for place, word in enumerate(words):
        for slip in _in_phrase(word, known):
            yield " ".join((*words[:place], slip, *words[place + 1 :]))


def _in_phrase(word: str, known: frozenset[str]) -> set[str]:
    slips_of = set(swapped(word))
    if len(word) >= _SOME_SLIPS:
        slips_of.update(_doubled(word))
    if len(word) >= _ANY_SLIP:
        slips_of |= set(wrong(word)) - known
    if len(word) >= _LONG:
        slips_of.update(_shorter(word))
    # Two letters alike that are swapped are no slip.
    return slips_of - {word}


def _doubled(word: str) -> Iterator[str]:
    """A letter doubled, beside or instead of another: "dissapear"."""
    for place, letter in enumerate(word):
        yield word[:place] + letter * 2 + word[place + 1 :]
    for place, letters in enumerate(pairwise(word)):
        if letters[0] == letters[1]:
            single = word[:place] + word[place + 1 :]
            yield from (single[:at] + one + single[at:] for at, one in enumerate(single))


def swapped(word: str) -> Iterator[str]:
    """Two letters beside one another, exchanged."""
    for place, letter in enumerate(word[:-1]):
        yield word[:place] + word[place + 1] + letter + word[place + 2 :]


def _shorter(word: str) -> Iterator[str]:
    """A letter left out within."""
    yield from (word[:place] + word[place + 1 :] for place in range(1, len(word) - 1))


def wrong(word: str) -> Iterator[str]:
    """A letter left out, or another that it is taken for."""
    for place, letter in enumerate(word):
        before, after = word[:place], word[place + 1 :]
        yield before + after
        yield from (before + other + after for other in _OTHERS.get(letter, ()))
