"""Finding what may be in a query, over all languages at once, with one automaton."""

from collections.abc import Sequence
from itertools import pairwise

import ahocorasick_rs

from search_intercept.detection.index import Patterns
from search_intercept.detection.lexicon import Context, Lexicon, Rule
from search_intercept.detection.phrases import Phrase
from search_intercept.detection.scanning import may_be_written_together

Candidate = tuple[Rule, Phrase]
"""A rule that may match, and the phrase that may make it."""

# A common word by itself finds few phrases, and it is far cheaper to look for the rest of those
# than to judge them. Where more are found, something mostly is there.
_FEW = 4


class Finder:
    """Looks for the anchors of phrases in the scanned form of a query.

    Rules are looked for first, with signs of disguise; look-alikes and contexts, common words for
    the most part, only where a rule's phrase is there.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._rules = _Net(lexicon.index.rules)
        self._surroundings = _Net(lexicon.index.surroundings)

    def find(self, scanned: str) -> tuple[Sequence[Candidate], bool]:
        """The rules that may match, each with its phrase, and whether something is written as if
        to hide a word: then only repair can tell."""
        found = self._rules.hits(scanned)
        if not found:
            return (), False
        numbers, signs = self._rules.owners(found)
        phrases = self._lexicon.rule_phrases
        return [phrases[number] for number in numbers], signs

    def surroundings(self, scanned: str) -> tuple[list[Phrase], list[tuple[Context, Phrase]]]:
        """The look-alikes and the contexts that may be there."""
        numbers, _ = self._surroundings.owners(self._surroundings.hits(scanned))
        harmless, contexts = self._lexicon.harmless_phrases, self._lexicon.context_phrases
        first = len(harmless)
        return (
            [harmless[number] for number in numbers if number < first],
            [contexts[number - first] for number in numbers if number >= first],
        )


def likely(candidates: Sequence[Candidate], scanned: str) -> Sequence[Candidate]:
    """Those of a few candidates whose other words are there too; of many, all."""
    if len(candidates) > _FEW or may_be_written_together(scanned):
        return candidates
    return [one for one in candidates if _may_stand(one[1], scanned)]


def _may_stand(phrase: Phrase, scanned: str) -> bool:
    return not phrase.rest or any(map(scanned.__contains__, phrase.rest))


class _Net:
    """One automaton, and whose the patterns are that it finds."""

    def __init__(self, patterns: Patterns) -> None:
        self._automaton = ahocorasick_rs.AhoCorasick(patterns.texts)
        self._groups = patterns.groups
        ends = [0, *patterns.ends]
        self._owners = [tuple(patterns.owners[a:b]) for a, b in pairwise(ends)]

    def hits(self, scanned: str) -> list[tuple[int, int, int]]:
        return self._automaton.find_matches_as_indexes(scanned, overlapping=True)

    def owners(self, hits: Sequence[tuple[int, int, int]]) -> tuple[list[int], bool]:
        """The numbers of the phrases, in order, and whether some pattern is of no phrase."""
        groups = self._groups
        owners = [self._owners[group] for group in {groups[pattern] for pattern, _, _ in hits}]
        return sorted(set().union(*owners)), () in owners
