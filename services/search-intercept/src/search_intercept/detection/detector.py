"""The detector: candidates are found at once, and only they are judged. Pure."""

from collections.abc import Sequence
from operator import attrgetter

from search_intercept.detection.finder import Finder, likely
from search_intercept.detection.judging import Explanation, Text, judge
from search_intercept.detection.lexicon import Lexicon, Rule
from search_intercept.detection.normalise import letters
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
        """What the query says about somebody in danger, or None."""
        return self._verdict(self.matching_rules(query))

    def matching_rules(self, query: QueryText, explain: Explanation | None = None) -> list[Rule]:
        """All rules that the query matches, strongest first."""
        typed = query.reveal()
        form = scanned(typed)
        candidates, disguised = self._finder.find(form)
        if not disguised and explain is None:
            candidates = candidates and likely(candidates, form)
            if not candidates:
                return []
        rules: dict[str, Rule] = {}
        readings = self._repair.readings(letters(typed), hidden=disguised)
        for reading in readings:
            if disguised or reading is not readings[0]:
                candidates, _ = self._finder.find(scanned(reading.marked))
            text = Text.of(reading, self._lexicon.vocabulary)
            matching, excused = judge(text, candidates, self._finder, explain)
            # Read back, a disguised word may turn out to be what makes the query harmless.
            rules = {name: rule for name, rule in rules.items() if name not in excused} | matching
        if explain is not None:
            explain.normalised = readings[0].marked
            explain.repaired = [reading.marked for reading in readings[1:]]
        return sorted(rules.values(), key=attrgetter("rank"))

    def _verdict(self, rules: Sequence[Rule]) -> Detection | None:
        if not rules:
            return None
        first = rules[0]
        return Detection(
            topic=first.topic,
            intent=first.intent,
            urgency=first.urgency,
            confidence=max(rule.confidence for rule in rules),
            rules=[rule.id for rule in rules],
            language=first.language,
            lexicon_version=self.version,
        )
