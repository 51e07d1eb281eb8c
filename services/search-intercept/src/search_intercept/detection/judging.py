"""Judging what was found in a query: whether a phrase stands there, and what stands around it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, groupby

from search_intercept.detection.finder import Finder
from search_intercept.detection.lexicon import Context, Rule
from search_intercept.detection.normalise import Normalised
from search_intercept.detection.phrases import Phrase
from search_intercept.detection.scanning import scanned

Span = tuple[int, int]

_NOT_THERE = "the phrase is not there as whole words"


@dataclass
class Explanation:
    """Each step of one detection, for the people who write rules."""

    normalised: str = ""
    repaired: list[str] = field(default_factory=list)
    candidates: list[str] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)

    def add(self, rule: Rule, phrase: Phrase, objection: str | None) -> None:
        """What became of a candidate."""
        self.candidates.append(f"{rule.id}: {phrase.source}")
        self.verdicts.append(f"{rule.id}: {objection or 'matches'}")


@dataclass(frozen=True)
class Reading:
    """A reading of a query, and the numbers of the phrases that may stand in it."""

    text: Normalised
    numbers: Sequence[int]
    finder: Finder

    def counts(
        self, rule: Rule, numbers: Iterable[int], explain: Explanation | None
    ) -> bool | None:
        """Whether a rule matches by one of some phrases; False where one is there in a harmless
        place only, None where none is there."""
        excused = None
        for phrase in map(self.finder.phrase, numbers):
            objection = self._objection(rule, phrase)
            if explain is not None:
                explain.add(rule, phrase, objection)
            if objection is None:
                return True
            if objection is not _NOT_THERE:
                excused = False
        return excused

    def _objection(self, rule: Rule, phrase: Phrase) -> str | None:
        """Why the rule does not count for this phrase, or None where it does."""
        if not self._holds(phrase):
            return _NOT_THERE
        # What stands around it is looked for only now: most candidates come to nothing.
        lookalike = _covering(self._spans(phrase), self._harmless)
        if lookalike is not None:
            return f"the look-alike {lookalike.source!r} overlaps it"
        excluding = self._first_of(rule.unless)
        if excluding is not None:
            return f"excluded by {excluding.source!r}"
        if rule.needs and self._first_of(rule.needs) is None:
            return "none of the contexts it needs is there"
        return None

    def _form(self, phrase: Phrase) -> str:
        return self.text.marked if phrase.exact else self.text.plain

    def _holds(self, phrase: Phrase) -> bool:
        return phrase.pattern.search(self._form(phrase)) is not None

    def _spans(self, phrase: Phrase) -> list[Span]:
        """Where a phrase stands, in places that both forms of the text share."""
        return [match.span() for match in phrase.pattern.finditer(self._form(phrase))]

    @cached_property
    def _surroundings(self) -> tuple[list[Phrase], list[tuple[Context, Phrase]]]:
        return self.finder.surroundings(scanned(self.text.marked))

    @cached_property
    def _harmless(self) -> list[tuple[Span, Phrase]]:
        """Where look-alikes stand."""
        return [(span, one) for one in self._surroundings[0] for span in self._spans(one)]

    def _first_of(self, wanted: Sequence[Context]) -> Phrase | None:
        """What is there of some contexts, or None."""
        for context, phrase in self._surroundings[1]:
            if context in wanted and self._holds(phrase):
                return phrase
        return None


def matching(readings: Sequence[Reading], explain: Explanation | None = None) -> Iterator[Rule]:
    """The rules that match, strongest first, each judged only when it is asked for.

    A rule counts in any reading, unless a later one shows its words in a harmless place: read
    back, a disguised word may turn out to be what makes the query harmless.
    """
    numbers: Iterable[int] = readings[0].numbers
    if len(readings) > 1:
        numbers = sorted({*chain(*(reading.numbers for reading in readings))})
    found = [(reading, frozenset(reading.numbers)) for reading in reversed(readings)]
    for rule, group in groupby(numbers, readings[0].finder.rule):
        mine = list(group)
        verdict = None
        for reading, its in found:
            verdict = reading.counts(rule, [one for one in mine if one in its], explain)
            if verdict is not None:
                break
        if verdict:
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
