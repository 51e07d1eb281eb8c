"""Reading back what is written in Latin letters instead of a language's own script.

Arabic has no spelling in Latin letters: "3ayez amoot", "3aiz amout" and "3ayz amot" are all
"عايز اموت". A Latin letter stands for one of few letters of the script, or for a vowel that the
script leaves out; of all that a word may stand for, only words of the lexicon count.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter

# Readings of a query, and of a word, the least daring first.
_MOST = 8
_MOST_OF_WORD = 4
# One word alone is soon another language's.
_FEWEST_WORDS = 2
# Words that people type take fewer; made-up ones would take thousands.
_MOST_STEPS = 100

_Choice = tuple[int, str]
"""The letters that stand for nothing, and what the others are read as."""


@dataclass(frozen=True, eq=False)
class Romanisation:
    """How people write a language in Latin letters: what its file says about that."""

    language: str
    words: frozenset[str]
    """One of these says that a query may be in it."""
    prefixes: frozenset[str]
    """Words of their own in Latin letters, written onto the next word in the script."""
    letters: Mapping[str, Sequence[str]]
    """For one or two Latin letters, what they may stand for; "" is nothing."""


class Romanised:
    """Reads queries back into the script of one language, given its words in the lexicon, in plain
    form and in order."""

    def __init__(self, romanisation: Romanisation, vocabulary: Sequence[str]) -> None:
        self.romanisation = romanisation
        self.vocabulary = vocabulary
        self._known = frozenset(vocabulary)

    def readings(self, tokens: Sequence[str]) -> list[str]:
        """What a query of these words may read in the script, the least daring first; words that
        stand for none of the lexicon's stay. None where nothing tells that it is in the language.
        """
        if self.romanisation.words.isdisjoint(tokens):
            return []
        places = list(self._places(tokens))
        if sum(not choices[0][1].isascii() for choices in places) < _FEWEST_WORDS:
            return []
        return [" ".join(words) for _, words in _likeliest(places)]

    def _places(self, tokens: Sequence[str]) -> Iterator[list[_Choice]]:
        """What each word may be, or a prefix with the word after it."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            with_next = at + 1 < len(tokens) and token in self.romanisation.prefixes
            joined = self._choices(token + tokens[at + 1]) if with_next else []
            yield joined or self._choices(token) or [(0, token)]
            at += 1 + bool(joined)

    def _choices(self, token: str) -> list[_Choice]:
        fewest: dict[str, int] = {}
        for left_out, word in self._spellings(token):
            fewest[word] = min(left_out, fewest.get(word, left_out))
        return nsmallest(_MOST_OF_WORD, ((left_out, word) for word, left_out in fewest.items()))

    def _spellings(self, token: str) -> Iterator[_Choice]:
        """The words of the vocabulary that a word in Latin letters may stand for."""
        begun: list[tuple[int, str, int]] = [(0, "", 0)]
        for _ in range(_MOST_STEPS):
            if not begun:
                return
            at, read, left_out = begun.pop()
            if at == len(token):
                if read in self._known:
                    yield left_out, read
                continue
            for size, letter in self._next(token, at):
                if not letter or self._begins_a_word(read + letter):
                    begun.append((at + size, read + letter, left_out + (not letter)))

    def _next(self, token: str, at: int) -> Iterator[tuple[int, str]]:
        """How many letters to go on, and what they may stand for; a doubled one may be one."""
        letters = self.romanisation.letters
        one, two = token[at], token[at : at + 2]
        yield from ((1, letter) for letter in letters.get(one, ()))
        if len(two) > 1:
            yield from ((2, letter) for letter in letters.get(two, ()))
        if two == one * 2:
            yield from ((2, letter) for letter in letters.get(one, ()))

    def _begins_a_word(self, letters: str) -> bool:
        at = bisect_left(self.vocabulary, letters)
        return at < len(self.vocabulary) and self.vocabulary[at].startswith(letters)


def _likeliest(places: Iterable[Sequence[_Choice]]) -> list[tuple[int, tuple[str, ...]]]:
    """The ways to take a choice of each place that leave out fewest letters."""
    ways: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    for choices in places:
        longer = ((cost + more, (*words, word)) for cost, words in ways for more, word in choices)
        ways = nsmallest(_MOST, longer, key=itemgetter(0))
    return ways
