"""The detector: candidates are found at once, and only they are judged. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from search_intercept.detection.finder import Finder, Groups
from search_intercept.detection.judging import Reading, Verdict, matching
from search_intercept.detection.lexicon import Lexicon, Rule
from search_intercept.detection.normalise import Normalised, letters
from search_intercept.detection.repair import Repair
from search_intercept.detection.scanning import scanned
from shared.contracts.events import Detection
from shared.privacy import QueryText


@dataclass(frozen=True)
class Explanation:
    """Each step of one detection, for the people who write rules."""

    normalised: str
    repaired: list[str]
    verdicts: list[Verdict]
    rules: list[Rule]


class Detector:
    """Detects over all languages of a lexicon at once; the language of a query is not needed."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._repair = Repair(lexicon.vocabulary, lexicon.slips)
        self._finder = Finder(lexicon)
        self._detection = lru_cache(maxsize=None)(self._made_of)

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
        for rule in self._matching(query):
            return self._detection(rule)
        return None

    def matches(self, query: QueryText, rule: Rule) -> bool:
        """Whether a query matches a rule: weaker ones are not looked at."""
        return any(found is rule for found in self._matching(query))

    def matching_rules(self, query: QueryText) -> list[Rule]:
        """All rules that the query matches, strongest first."""
        return list(self._matching(query))

    def explain(self, query: QueryText) -> Explanation:
        """How a query is read, and what becomes of each phrase that might be in it."""
        typed = query.reveal()
        form = scanned(typed)
        groups, disguised = self._finder.find(form)
        readings = self._readings(typed, form, groups, disguised)
        if not self._is_looked_at(form, groups, disguised):
            readings = readings[:1]
        return Explanation(
            readings[0].text.marked,
            [reading.text.marked for reading in readings[1:]],
            [verdict for reading in readings for verdict in reading.verdicts()],
            list(matching(readings, self._finder.rules)),
        )

    def _made_of(self, rule: Rule) -> Detection:
        return Detection(
            topic=rule.topic,
            intent=rule.intent,
            urgency=rule.urgency,
            confidence=rule.confidence,
            rules=[rule.id],
            language=rule.language,
            lexicon_version=self.version,
        )

    def _matching(self, query: QueryText) -> Iterator[Rule]:
        typed = query.reveal()
        form = scanned(typed)
        groups, disguised = self._finder.find(form)
        if not self._is_looked_at(form, groups, disguised):
            return iter(())
        return matching(self._readings(typed, form, groups, disguised), self._finder.rules)

    def _is_looked_at(self, form: str, groups: Groups, disguised: bool) -> bool:
        """Whether a query is judged at all: most hold nothing that a rule could be made of."""
        return disguised or self._finder.is_likely(groups, form)

    def _readings(self, typed: str, form: str, groups: Groups, disguised: bool) -> list[Reading]:
        first, *others = self._repair.readings(letters(typed), hidden=disguised)
        # Without signs between letters the text as typed has the form that was looked at.
        same = not disguised or first.marked == typed
        as_typed = self._read(first, form, groups) if same else self._reading(first)
        return [as_typed, *map(self._reading, others)]

    def _reading(self, text: Normalised) -> Reading:
        form = scanned(text.marked)
        return self._read(text, form, self._finder.find(form)[0])

    def _read(self, text: Normalised, form: str, groups: Groups) -> Reading:
        words = frozenset(text.plain.split())
        # An unknown word may be several, or part of one.
        sure = words if words <= self._lexicon.vocabulary else None
        return Reading(text, form, self._finder.candidates(groups, sure), sure, self._finder)
