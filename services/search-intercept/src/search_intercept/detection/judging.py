"""Judging what was found in a query: whether a phrase stands there, and what stands around it."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from heapq import merge
from itertools import repeat

from search_intercept.detection.finder import Finder, Surroundings
from search_intercept.detection.lexicon import Context, Rule
from search_intercept.detection.normalise import Normalised
from search_intercept.detection.phrases import Phrase, Span

_Around = tuple[list[tuple[Span, Phrase]], list[tuple[Context, Phrase]]]


@dataclass(frozen=True)
class Verdict:
    """What became of a phrase that might have been in a reading."""

    rule: Rule
    phrase: Phrase
    objection: str | None
    """Why it does not count, or None where it does."""


class Reading:
    """A reading of a query, its scanned form, and the numbers of the phrases that may stand in it.
    Where it surely has no other words, they help to tell."""

    __slots__ = ("_around", "_candidates", "_finder", "_scanned", "_words", "surroundings", "text")

    def __init__(
        self,
        text: Normalised,
        scanned: str,
        candidates: Set[int],
        words: Set[str] | None,
        finder: Finder,
        surroundings: Surroundings,
    ) -> None:
        self.text = text
        self._candidates = candidates
        self._scanned, self._words = scanned, words
        self._finder, self.surroundings = finder, surroundings
        self._around: _Around | None = None

    def there(self) -> Iterator[int]:
        """The phrases that do stand in it, those of the strongest rules first."""
        return self._finder.there(sorted(self._candidates), self.text, self._words)

    def holds(self, rule: Rule) -> bool:
        """Whether one of a rule's phrases stands in it."""
        rules = self._finder.rules
        mine = (number for number in self._candidates if rules[number] is rule)
        return any(True for _ in self._finder.there(mine, self.text, self._words))

    def verdicts(self) -> Iterator[Verdict]:
        """What becomes of each phrase."""
        there = set(self.there())
        for number in sorted(self._candidates):
            objection = self.objection(number) if number in there else "not there as whole words"
            yield Verdict(self._finder.rules[number], self._finder.phrases[number], objection)

    def objection(self, number: int) -> str | None:
        """Why a phrase that is there does not count, or None where it does."""
        harmless, contexts = self.around()
        rule, phrase = self._finder.rules[number], self._finder.phrases[number]
        if harmless:
            lookalike = _excusing(phrase, phrase.spans_in(self.text), harmless)
            if lookalike is not None:
                return f"the look-alike {lookalike.source!r} overlaps it"
        for context, word in contexts:
            if rule.is_excused_by(context) and self._stands_beside(word, phrase):
                return f"excluded by {word.source!r}"
        needed = (word for context, word in contexts if context in rule.needs)
        if rule.needs and not any(word.stands_in(self.text) for word in needed):
            return "none of the contexts it needs is there"
        return None

    def _stands_beside(self, word: Phrase, phrase: Phrase) -> bool:
        """Whether a word stands elsewhere than in what a phrase says itself: "punish myself" is no
        matter of courts because of "punish"."""
        there = word.spans_in(self.text)
        if not there or phrase.has_gap:
            return bool(there)
        said = phrase.spans_in(self.text)
        return not all(any(_is_part(span, own) for own in said) for span in there)

    def around(self) -> _Around:
        """Where look-alikes stand, and the contexts that may be there."""
        # Looked for only when it is asked for: most candidates come to nothing.
        if self._around is None:
            harmless, contexts = self.surroundings.around(self._scanned, self._words)
            spans = [(span, phrase) for phrase in harmless for span in phrase.spans_in(self.text)]
            self._around = spans, contexts
        return self._around


class Heard(Reading):
    """The sound of a query, beside the reading of what was typed: what stands around a phrase is
    written, mostly, as its language is spelt."""

    __slots__ = ("_typed",)

    def __init__(
        self,
        text: Normalised,
        scanned: str,
        candidates: Set[int],
        words: Set[str],
        finder: Finder,
        typed: Reading,
    ) -> None:
        super().__init__(text, scanned, candidates, words, finder, typed.surroundings)
        self._typed = typed

    def objection(self, number: int) -> str | None:
        """Why a phrase that is there does not count, or None where it does: whatever is harmless
        excuses here, since a sound stands for more than one word."""
        rule = self._finder.rules[number]
        harmless, contexts = self._typed.around()
        if harmless:
            return f"the look-alike {harmless[0][1].source!r} is there"
        there = [(one, word) for one, word in contexts if word.stands_in(self._typed.text)]
        for context, word in there:
            if rule.is_excused_by(context):
                return f"excluded by {word.source!r}"
        if rule.needs and not any(context in rule.needs for context, _ in there):
            return "none of the contexts it needs is there"
        return None


def matching(readings: Sequence[Reading], rules: Sequence[Rule]) -> Iterator[Rule]:
    """The rules that match, strongest first, each judged only when it is asked for.

    A rule counts in the last reading that has its words: read back, a disguised word may turn out
    to be what makes the query harmless.
    """
    there = [zip(one.there(), repeat(at)) for at, one in enumerate(readings)]
    last: Rule | None = None
    for number, at in merge(*there) if there[1:] else there[0]:
        rule = rules[number]
        if rule is last or any(later.holds(rule) for later in readings[at + 1 :]):
            continue
        if readings[at].objection(number) is None:
            last = rule
            yield rule


def _excusing(
    phrase: Phrase, spans: Sequence[Span], harmless: Sequence[tuple[Span, Phrase]]
) -> Phrase | None:
    """The look-alike that overlaps the last of a phrase's spans, where each is overlapped, or None.

    One that is a part of what the phrase says excuses nothing: "laxatives to lose weight" says more
    than "lose weight". Where there is a gap, nobody wrote down what the phrase says there.
    """
    found: Phrase | None = None
    for span in spans:
        overlapping = (
            lookalike
            for where, lookalike in harmless
            if _overlap(span, where) and (phrase.has_gap or not _is_part(where, span))
        )
        found = next(overlapping, None)
        if found is None:
            return None
    return found


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _is_part(small: Span, large: Span) -> bool:
    return small != large and large[0] <= small[0] and small[1] <= large[1]
