"""The detector: candidates are found at once, and only they are judged. Pure."""

from collections.abc import Iterator, Sequence
from functools import partial

from search_intercept.detection.finder import Finder
from search_intercept.detection.judging import Explanation, Reading, matching
from search_intercept.detection.lexicon import Lexicon, Rule
from search_intercept.detection.normalise import Normalised, letters
from search_intercept.detection.repair import Repair
from search_intercept.detection.scanning import scanned
from shared.contracts.events import Detection
from shared.privacy import QueryText


class Detector:
    """Detects over all languages of a lexicon at once; the language of a query is not needed."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._repair = Repair(lexicon.vocabulary, lexicon.slips)
        self._finder = Finder(lexicon)

    @property
    def version(self) -> str:
        """The version of the lexicon."""
        return self._lexicon.version

    @property
    def lexicon(self) -> Lexicon:
        """What this detector knows."""
        return self._lexicon

    def detect(self, query: QueryText) -> Detection | None:
        """What the query says about somebody in danger, or None: the strongest rule decides."""
        rule = next(self._matching(query), None)
        if rule is None:
            return None
        return Detection(
            topic=rule.topic,
            intent=rule.intent,
            urgency=rule.urgency,
            confidence=rule.confidence,
            rules=[rule.id],
            language=rule.language,
            lexicon_version=self.version,
        )

    def matching_rules(self, query: QueryText, explain: Explanation | None = None) -> list[Rule]:
        """All rules that the query matches, strongest first."""
        return list(self._matching(query, explain))

    def _matching(self, query: QueryText, explain: Explanation | None = None) -> Iterator[Rule]:
        typed = query.reveal()
        form = scanned(typed)
        numbers, disguised = self._finder.find(form)
        if not disguised and explain is None:
            numbers = self._finder.likely(numbers, form)
            if not numbers:
                return iter(())
        readings = self._repair.readings(letters(typed), hidden=disguised)
        if explain is not None:
            explain.normalised = readings[0].marked
            explain.repaired = [reading.marked for reading in readings[1:]]
        find = partial(self._found_in, quick=explain is None)
        # Without signs of disguise the text as typed has the form that was looked at.
        first = find(readings[0], None if disguised else numbers)
        return matching([first, *map(find, readings[1:])], explain)

    def _found_in(
        self, text: Normalised, numbers: Sequence[int] | None = None, *, quick: bool
    ) -> Reading:
        if numbers is None:
            numbers, _ = self._finder.find(scanned(text.marked))
        words = frozenset(text.plain.split())
        # An unknown word may be several, or part of one.
        sure = words if quick and words <= self._lexicon.vocabulary else None
        return Reading(text, self._finder.fitting(numbers, len(text.plain), sure), self._finder)
