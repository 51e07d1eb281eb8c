"""Finding what may be in a query, over all languages at once, with one automaton."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import ahocorasick_rs

from search_intercept.detection.lexicon import Context, Lexicon, Lookalikes, Rule
from search_intercept.detection.phrases import Phrase
from search_intercept.detection.scanning import as_words, suspicions

_Owner = Rule | Lookalikes | Context


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
        owners: dict[str, list[tuple[_Owner, Phrase]]] = {}
        for owner, phrase in _phrases(lexicon):
            for anchor in phrase.anchors:
                owners.setdefault(anchor, []).append((owner, phrase))
        alphabet = {letter for anchor in owners for letter in anchor}
        for sign in (*suspicions(alphabet), *_slips(lexicon)):
            owners.setdefault(sign, [])
        self.patterns = list(owners)
        """All that is looked for."""
        self._owners = [tuple(found) for found in owners.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(self.patterns)

    def find(self, scanned: str) -> Candidates:
        """What may be in a query, given its scanned form."""
        hits = self._automaton.find_matches_as_indexes(scanned, overlapping=True)
        if not hits:
            return _NOTHING
        return self._sorted({hit[0] for hit in hits})

    def _sorted(self, indexes: set[int]) -> Candidates:
        found = Candidates()
        seen: set[int] = set()
        for index in sorted(indexes):
            owners = self._owners[index]
            found.disguised |= not owners
            for owner, phrase in owners:
                if id(phrase) in seen:
                    continue
                seen.add(id(phrase))
                if isinstance(owner, Rule):
                    found.rules.append((owner, phrase))
                elif isinstance(owner, Context):
                    found.contexts.append((owner, phrase))
                else:
                    found.harmless.append(phrase)
        return found


def _phrases(lexicon: Lexicon) -> Iterator[tuple[_Owner, Phrase]]:
    owners: tuple[_Owner, ...] = (*lexicon.lookalikes, *lexicon.rules, *lexicon.contexts)
    for owner in owners:
        for phrase in owner.phrases:
            yield owner, phrase


def _slips(lexicon: Lexicon) -> Iterator[str]:
    for slip in lexicon.slips:
        yield from as_words(slip, left=True, right=True)
