"""The detector: find candidates with one automaton, judge them by their patterns. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import ahocorasick_rs

from search_intercept.detection.lexicon import Lexicon, Lookalikes, Rule
from search_intercept.detection.normalise import Normalised, is_simple, letters, words
from search_intercept.detection.phrases import Marks, Phrase
from search_intercept.detection.repair import Repair
from shared.contracts.events import Detection
from shared.privacy import QueryText
from shared.vocabulary import Intent, Urgency

# What decides where several rules match: first the urgency, then the intent that most needs the
# right answer. News stands before general, since it explains why the bare topic was searched.
_URGENCIES = (Urgency.HIGH, Urgency.ELEVATED, Urgency.GENERAL)
_INTENTS = (
    Intent.OWN_DISTRESS,
    Intent.CONCERN_FOR_OTHER,
    Intent.METHOD_SEEKING,
    Intent.PROMOTION,
    Intent.HELP_SEEKING,
    Intent.NEWS,
    Intent.GENERAL,
)

Span = tuple[int, int]


@dataclass
class Explanation:
    """Each step of one detection, for the people who write rules."""

    normalised: str = ""
    repaired: str = ""
    candidates: list[str] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)


class Detector:
    """Detects over all languages of a lexicon at once; the language of a query is not needed."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._repair = Repair(lexicon.vocabulary)
        self._owners: list[list[tuple[Rule | Lookalikes, Phrase]]] = []
        self.anchors = self._index()
        """What the automaton looks for: literals without spaces, in plain form."""
        self._automaton = ahocorasick_rs.AhoCorasick(self.anchors)

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
        readings = self._readings(query)
        found: dict[str, Rule] = {}
        for reading in readings:
            found |= self._judge(reading, explain)
        if explain is not None:
            explain.normalised, explain.repaired = readings[0].marked, readings[-1].marked
        return sorted(found.values(), key=_strength)

    def _readings(self, query: QueryText) -> list[Normalised]:
        """The query as it was typed and, where it hides words, as it may be meant."""
        typed = letters(query.reveal())
        if is_simple(typed):
            return [Normalised(typed, typed)]
        read = self._repair(typed)
        return [words(typed)] if read == typed else [words(typed), words(read)]

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

    def _index(self) -> list[str]:
        owners: dict[str, list[tuple[Rule | Lookalikes, Phrase]]] = {}
        everything: list[Rule | Lookalikes] = [*self._lexicon.lookalikes, *self._lexicon.rules]
        for owner in everything:
            for phrase in owner.phrases:
                for anchor in phrase.anchors:
                    owners.setdefault(anchor, []).append((owner, phrase))
        self._owners = list(owners.values())
        return list(owners)

    def _judge(self, text: Normalised, explain: Explanation | None) -> dict[str, Rule]:
        rules, harmless = self._find(text)
        if not rules:
            return {}
        covered = [span for phrase in harmless for span in _spans(phrase, text)]
        found: dict[str, Rule] = {}
        for rule, phrase in rules:
            if rule.id not in found:
                reason = _objection(rule, phrase, text, covered)
                if reason is None:
                    found[rule.id] = rule
                if explain is not None:
                    explain.candidates.append(f"{rule.id}: {phrase.source}")
                    explain.verdicts.append(f"{rule.id}: {reason or 'matches'}")
        return found

    def _find(self, text: Normalised) -> tuple[list[tuple[Rule, Phrase]], list[Phrase]]:
        """Candidates by their anchors: rules with the phrase to judge, and harmless phrases."""
        hits = self._automaton.find_matches_as_indexes(text.squashed, overlapping=True)
        rules: dict[tuple[str, str], tuple[Rule, Phrase]] = {}
        harmless: dict[int, Phrase] = {}
        for index in {hit[0] for hit in hits}:
            for owner, phrase in self._owners[index]:
                if isinstance(owner, Rule):
                    rules[owner.id, phrase.source] = owner, phrase
                else:
                    harmless[id(phrase)] = phrase
        return list(rules.values()), list(harmless.values())


def _strength(rule: Rule) -> tuple[int, int, str]:
    return _URGENCIES.index(rule.urgency), _INTENTS.index(rule.intent), rule.id


def _objection(rule: Rule, phrase: Phrase, text: Normalised, covered: Sequence[Span]) -> str | None:
    """Why the rule does not count here, or None where it does."""
    spans = list(_spans(phrase, text))
    if not spans:
        return "the phrase is not there as whole words"
    if all(any(a < end and start < b for a, b in covered) for start, end in spans):
        return "a look-alike overlaps it"
    excluding = _first_present(rule.unless, text)
    if excluding is not None:
        return f"excluded by {excluding.source!r}"
    if rule.needs and _first_present(rule.needs, text) is None:
        return "none of the contexts it needs is there"
    return None


def _first_present(phrases: Sequence[Phrase], text: Normalised) -> Phrase | None:
    return next((phrase for phrase in phrases if any(True for _ in _spans(phrase, text))), None)


def _spans(phrase: Phrase, text: Normalised) -> Iterator[Span]:
    """Where the phrase stands, in places that `marked` and `plain` share."""
    form = text.plain if phrase.marks is Marks.IGNORED else text.marked
    return (match.span() for match in phrase.pattern.finditer(form))
