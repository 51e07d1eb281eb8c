"""Judging what was found in a query: whether a phrase stands there, and what stands around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from search_intercept.detection.finder import Candidate, Finder
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


@dataclass(frozen=True)
class Text:
    """A reading of a query."""

    read: Normalised
    words: frozenset[str] | None
    """Its words, where it surely has no others: an unknown one may be several, or part of one."""

    @classmethod
    def of(cls, read: Normalised, vocabulary: frozenset[str]) -> Self:
        """A reading, given the words that are known."""
        words = frozenset(read.plain.split())
        return cls(read, words if words <= vocabulary else None)

    def holds(self, phrase: Phrase) -> bool:
        """Whether a phrase stands in it."""
        return phrase.pattern.search(self._form(phrase)) is not None

    def spans(self, phrase: Phrase) -> list[Span]:
        """Where a phrase stands, in places that `marked` and `plain` share."""
        return [match.span() for match in phrase.pattern.finditer(self._form(phrase))]

    def _form(self, phrase: Phrase) -> str:
        return self.read.marked if phrase.exact else self.read.plain


@dataclass(frozen=True)
class _Around:
    """What stands around a rule's phrase."""

    text: Text
    harmless: Sequence[tuple[Span, Phrase]]
    """Where look-alikes stand."""
    contexts: Sequence[tuple[Context, Phrase]]
    """What may be there of contexts."""

    @classmethod
    def of(cls, text: Text, finder: Finder) -> Self:
        harmless, contexts = finder.surroundings(scanned(text.read.marked))
        return cls(text, [(span, one) for one in harmless for span in text.spans(one)], contexts)

    def first_of(self, wanted: Sequence[Context]) -> Phrase | None:
        """What is there of some contexts, or None."""
        for context, phrase in self.contexts:
            if context in wanted and self.text.holds(phrase):
                return phrase
        return None


def judge(
    text: Text,
    candidates: Sequence[Candidate],
    finder: Finder,
    explain: Explanation | None = None,
) -> tuple[dict[str, Rule], set[str]]:
    """The rules that match, and the ids of those whose words are there in a harmless place."""
    matching: dict[str, Rule] = {}
    excused: set[str] = set()
    words, around = text.words, None
    if words is not None and explain is None:
        candidates = [one for one in candidates if not one[1].lacks(words)]
    for rule, phrase in candidates:
        if rule.id in matching:
            continue
        reason: str | None = _NOT_THERE
        if text.holds(phrase):
            # Looked for only now: most candidates come to nothing.
            around = around or _Around.of(text, finder)
            reason = _objection(rule, phrase, around)
            if reason is None:
                matching[rule.id] = rule
            else:
                excused.add(rule.id)
        if explain is not None:
            explain.candidates.append(f"{rule.id}: {phrase.source}")
            explain.verdicts.append(f"{rule.id}: {reason or 'matches'}")
    return matching, excused - matching.keys()


def _objection(rule: Rule, phrase: Phrase, around: _Around) -> str | None:
    """Why the rule does not count though its phrase is there, or None where it does."""
    lookalike = _covering(around.text.spans(phrase), around.harmless)
    if lookalike is not None:
        return f"the look-alike {lookalike.source!r} overlaps it"
    excluding = around.first_of(rule.unless)
    if excluding is not None:
        return f"excluded by {excluding.source!r}"
    if rule.needs and around.first_of(rule.needs) is None:
        return "none of the contexts it needs is there"
    return None


def _covering(spans: Sequence[Span], harmless: Sequence[tuple[Span, Phrase]]) -> Phrase | None:
    """The look-alike that overlaps the last of some spans, where each is overlapped, or None."""
    found: Phrase | None = None
    for start, end in spans:
        overlapping = (one for (begin, stop), one in harmless if begin < end and start < stop)
        found = next(overlapping, None)
        if found is None:
            return None
    return found
