"""Finding what may be in a query, over all languages at once, with one automaton."""

from array import array
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from itertools import chain

import ahocorasick_rs

from search_intercept.detection.index import Patterns
from search_intercept.detection.lexicon import Context, Lexicon, Rule
from search_intercept.detection.phrases import Phrase
from search_intercept.detection.scanning import may_be_written_together

# A common word by itself finds few phrases, and it is far cheaper to look for the rest of those
# than to judge them. Where more are found, something mostly is there.
_FEW = 4
# Common words, each with its phrases and what finds the rest of them: some two kilobytes.
_REMEMBERED = 1024


class Finder:
    """Looks for the anchors of phrases in the scanned form of a query.

    Rules are looked for first, with signs of disguise; look-alikes and contexts, common words for
    the most part, only where a rule's phrase is there.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._rules = _Net(lexicon.index.rules)
        self._surroundings = _Net(lexicon.index.surroundings)
        self._others = lru_cache(_REMEMBERED)(self._others_of)

    def find(self, scanned: str) -> tuple[Sequence[int], bool]:
        """The numbers of the rules' phrases that may be there, those of the strongest rules first,
        and whether something is written as if to hide a word: then only repair can tell."""
        found = self._rules.hits(scanned)
        return self._rules.owners(found) if found else ((), False)

    def fitting(self, numbers: Iterable[int], letters: int, words: Set[str] | None) -> list[int]:
        """The numbers of those phrases that may stand in a text of so many letters and, where it
        surely has no others, of these words."""
        fewest, phrases = self._lexicon.index.fewest_letters, self._lexicon.rule_phrases
        short = [number for number in numbers if fewest[number] <= letters]
        if words is None:
            return short
        return [number for number in short if not phrases[number][1].lacks(words)]

    def rule(self, number: int) -> Rule:
        """The rule that a phrase makes match."""
        return self._lexicon.rule_phrases[number][0]

    def phrase(self, number: int) -> Phrase:
        """The phrase of a number."""
        return self._lexicon.rule_phrases[number][1]

    def likely(self, numbers: Sequence[int], scanned: str) -> Sequence[int]:
        """Of a few phrases those whose other words are there too; of many, all."""
        if not numbers or len(numbers) > _FEW:
            return numbers
        others = self._others(tuple(numbers))
        if others is None or others.find_matches_as_indexes(scanned):
            return numbers
        return numbers if may_be_written_together(scanned) else ()

    def _others_of(self, numbers: tuple[int, ...]) -> ahocorasick_rs.AhoCorasick | None:
        """What finds the other words of some phrases, or None where one has no others."""
        rests = [self.phrase(number).rest for number in numbers]
        return ahocorasick_rs.AhoCorasick({*chain(*rests)}) if all(rests) else None

    def surroundings(self, scanned: str) -> tuple[list[Phrase], list[tuple[Context, Phrase]]]:
        """The look-alikes and the contexts that may be there."""
        numbers, _ = self._surroundings.owners(self._surroundings.hits(scanned))
        harmless, contexts = self._lexicon.harmless_phrases, self._lexicon.context_phrases
        first = len(harmless)
        return (
            [harmless[number] for number in numbers if number < first],
            [contexts[number - first] for number in numbers if number >= first],
        )


class _Net:
    """One automaton, and whose the patterns are that it finds."""

    def __init__(self, patterns: Patterns) -> None:
        self._automaton = ahocorasick_rs.AhoCorasick(patterns.each())
        self._groups, self._owners = patterns.groups, patterns.owners
        self._ends = array("I", [0, *patterns.ends])
        self._owners_of = lru_cache(_REMEMBERED)(self._read_owners)

    def hits(self, scanned: str) -> list[tuple[int, int, int]]:
        return self._automaton.find_matches_as_indexes(scanned, overlapping=True)

    def owners(self, hits: Sequence[tuple[int, int, int]]) -> tuple[Sequence[int], bool]:
        """The numbers of the phrases, in order, and whether some pattern is of no phrase."""
        groups = {self._groups[pattern] for pattern, _, _ in hits}
        if len(groups) == 1:
            only = self._owners_of(groups.pop())
            return only, not only
        owners = list(map(self._owners_of, groups))
        return sorted(set().union(*owners)), not all(owners)

    def _read_owners(self, group: int) -> tuple[int, ...]:
        return tuple(self._owners[self._ends[group] : self._ends[group + 1]])
