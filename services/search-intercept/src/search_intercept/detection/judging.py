"""Judging what was found in a query: whether a phrase stands there, and what stands around it."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, repeat

from search_intercept.detection.finder import Finder
from search_intercept.detection.lexicon import Context, Rule
from search_intercept.detection.normalise import Normalised
from search_intercept.detection.phrases import Phrase, Span

_Surroundings = tuple[list[tuple[Span, Phrase]], Mapping[Context, Phrase]]


@dataclass(frozen=True)
class Verdict:
    """What became of a phrase that might have been in a reading."""

    rule: Rule
    phrase: Phrase
    objection: str | None
    """Why it does not count, or None where it does."""


class Reading:
    """A reading of a query, its scanned form, and the phrases that may stand in it by number, those
    of the strongest rules first. Where it surely has no others, its words help to tell."""

    __slots__ = ("_around", "_candidates", "_finder", "_scanned", "_words", "text")

    def __init__(
        self,
        text: Normalised,
        scanned: str,
        candidates: Sequence[int],
        words: Set[str] | None,
        finder: Finder,
    ) -> None:
        self.text = text
        self._scanned, self._candidates, self._words = scanned, candidates, words
        self._finder = finder
        self._around: _Surroundings | None = None

    def there(self) -> Iterator[int]:
        """The phrases that do stand in it."""
        return self._finder.there(self._candidates, self.text, self._words)

    def verdicts(self) -> Iterator[Verdict]:
        """What becomes of each phrase."""
        there = set(self.there())
        for number in self._candidates:
            objection = self.objection(number) if number in there else "not there as whole words"
            yield Verdict(self._finder.rules[number], self._finder.phrases[number], objection)

    def objection(self, number: int) -> str | None:
        """Why a phrase that is there does not count, or None where it does."""
        # What stands around it is looked for only now: most candidates come to nothing.
        if self._around is None:
            self._around = self._surroundings()
        harmless, contexts = self._around
        if harmless:
            lookalike = _covering(self._finder.phrases[number].spans_in(self.text), harmless)
            if lookalike is not None:
                return f"the look-alike {lookalike.source!r} overlaps it"
        rule = self._finder.rules[number]
        for context in rule.unless:
            if context in contexts:
                return f"excluded by {contexts[context].source!r}"
        if rule.needs and contexts.keys().isdisjoint(rule.needs):
            return "none of the contexts it needs is there"
        return None

    def _surroundings(self) -> _Surroundings:
        """Where look-alikes stand, and the contexts that are there with what shows each."""
        harmless, contexts = self._finder.surroundings(self._scanned)
        spans = [(span, phrase) for phrase in harmless for span in phrase.spans_in(self.text)]
        return spans, {one: phrase for one, phrase in contexts if phrase.stands_in(self.text)}


def matching(readings: Sequence[Reading], rules: Sequence[Rule]) -> Iterator[Rule]:
    """The rules that match, strongest first, each judged only when it is asked for.

    A rule counts in any reading, unless a later one shows its words in a harmless place: read
    back, a disguised word may turn out to be what makes the query harmless.
    """
    there = [zip(reading.there(), repeat(place)) for place, reading in enumerate(readings)]
    in_order = merge(*there) if len(there) > 1 else there[0]
    for rule, group in groupby(in_order, lambda found: rules[found[0]]):
        found = list(group)
        latest = max(place for _, place in found)
        objection = readings[latest].objection
        if any(place == latest and objection(number) is None for number, place in found):
            yield rule


def _covering(spans: Sequence[Span], harmless: Sequence[tuple[Span, Phrase]]) -> Phrase | None:
    """The look-alike that overlaps the last of some spans, where each is overlapped, or None."""
    found: Phrase | None = None
    for start, end in spans:
        overlapping = (one for (begin, stop), one in harmless if begin < end and start < stop)
        found = next(overlapping, None)
        if found is None:
            return None
    return found
