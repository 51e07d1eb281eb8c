"""Finding what may be in a query, over all languages at once, with one automaton."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

import ahocorasick_rs

from search_intercept.detection.lexicon import Context, Lexicon, Rule
from search_intercept.detection.phrases import Phrase
from search_intercept.detection.scanning import as_words, suspicions


@dataclass
class Candidates:
    """What a query may hold; its patterns have to confirm each."""

    rules: list[tuple[Rule, Phrase]] = field(default_factory=list)
    harmless: list[Phrase] = field(default_factory=list)
    contexts: list[tuple[Context, Phrase]] = field(default_factory=list)
    disguised: bool = False
    """Something is written as if to hide a word: only repair can tell."""

    @property
    def worth_judging(self) -> bool:
        """Whether any rule may match."""
        return self.disguised or bool(self.rules)


_NOTHING = Candidates()


class Finder:
    """Looks for the anchors of all phrases, and for signs of disguise."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._harmless = [phrase for group in lexicon.lookalikes for phrase in group.phrases]
        self._rules = [(rule, phrase) for rule in lexicon.rules for phrase in rule.phrases]
        self._contexts = [(one, phrase) for one in lexicon.contexts for phrase in one.phrases]
        owners: dict[str, list[int]] = {}
        for number, phrase in enumerate(self._phrases()):
            for anchor in phrase.anchors:
                owners.setdefault(anchor, []).append(number)
        alphabet = {letter for anchor in owners for letter in anchor}
        for sign in (*suspicions(alphabet), *_slips(lexicon)):
            owners.setdefault(sign, [])
        self.patterns = list(owners)
        """All that is looked for."""
        # Phrases by number, in the order of `_phrases`: far less to keep and to sort than phrases.
        self._owners = [tuple(found) for found in owners.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(self.patterns)

    def _phrases(self) -> Iterator[Phrase]:
        yield from self._harmless
        for _, phrase in self._rules + self._contexts:
            yield phrase

    def find(self, scanned: str) -> Candidates:
        """What may be in a query, given its scanned form."""
        hits = self._automaton.find_matches_as_indexes(scanned, overlapping=True)
        if not hits:
            return _NOTHING
        owners = [self._owners[hit[0]] for hit in hits]
        numbers = sorted(set().union(*owners))
        first, last = len(self._harmless), len(self._harmless) + len(self._rules)
        begin, end = bisect_left(numbers, first), bisect_left(numbers, last)
        disguised = () in owners
        if begin == end and not disguised:
            return _NOTHING
        return Candidates(
            rules=[self._rules[number - first] for number in numbers[begin:end]],
            harmless=[self._harmless[number] for number in numbers[:begin]],
            contexts=[self._contexts[number - last] for number in numbers[end:]],
            disguised=disguised,
        )


def _slips(lexicon: Lexicon) -> Iterator[str]:
    for slip in lexicon.slips:
        yield from as_words(slip, left=True, right=True)
