"""The detector: candidates are found at once, and only they are judged. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from search_intercept.detection.finder import Candidates, Finder
from search_intercept.detection.lexicon import Context, Lexicon, Rule
from search_intercept.detection.normalise import Normalised, is_simple, letters, words
from search_intercept.detection.phrases import Marks, Phrase
from search_intercept.detection.repair import Repair
from search_intercept.detection.scanning import scanned
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

_NOT_THERE = "the phrase is not there as whole words"


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

    @property
    def patterns(self) -> list[str]:
        """All that is looked for in a query at once."""
        return self._finder.patterns

    def detect(self, query: QueryText) -> Detection | None:
        """What the query says about somebody in danger, or None."""
        typed = query.reveal()
        found = self._finder.find(scanned(typed))
        if not found.worth_judging:
            return None
        return self._verdict(self._judged(typed, found, None))

    def matching_rules(self, query: QueryText, explain: Explanation | None = None) -> list[Rule]:
        """All rules that the query matches, strongest first."""
        typed = query.reveal()
        return self._judged(typed, self._finder.find(scanned(typed)), explain)

    def _judged(self, typed: str, found: Candidates, explain: Explanation | None) -> list[Rule]:
        readings = self._readings(typed)
        rules: dict[str, Rule] = {}
        for reading in readings:
            if found.disguised or reading is not readings[0]:
                found = self._finder.find(scanned(reading.marked))
            matching, excused = _judge(_Text.of(reading, self._lexicon.vocabulary), found, explain)
            # Read back, a disguised word may turn out to be what makes the query harmless.
            rules = {name: rule for name, rule in rules.items() if name not in excused} | matching
        if explain is not None:
            explain.normalised, explain.repaired = readings[0].marked, readings[-1].marked
        return sorted(rules.values(), key=_strength)

    def _readings(self, typed: str) -> list[Normalised]:
        """The query as it was typed and, where it hides words, as it may be meant."""
        uniform = letters(typed)
        read = self._repair(uniform)
        normalised = Normalised(uniform, uniform) if is_simple(uniform) else words(uniform)
        return [normalised] if read == uniform else [normalised, words(read)]

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


@dataclass(frozen=True)
class _Text:
    """A reading of a query."""

    read: Normalised
    words: frozenset[str] | None
    """Its words, where it surely has no others: an unknown one may be several, or part of one."""

    @classmethod
    def of(cls, read: Normalised, vocabulary: frozenset[str]) -> "_Text":
        words = frozenset(read.plain.split())
        return cls(read, words if words <= vocabulary else None)


def _judge(
    text: _Text, found: Candidates, explain: Explanation | None
) -> tuple[dict[str, Rule], set[str]]:
    """The rules that match, and the ids of those whose words are there in a harmless place."""
    matching: dict[str, Rule] = {}
    excused: set[str] = set()
    if not found.rules:
        return matching, excused
    covered = [span for phrase in found.harmless for span in _spans(phrase, text)]
    for rule, phrase in found.rules:
        if rule.id in matching:
            continue
        spans = _spans(phrase, text)
        reason = _objection(rule, spans, covered, found.contexts, text) if spans else _NOT_THERE
        if reason is None:
            matching[rule.id] = rule
        elif spans:
            excused.add(rule.id)
        if explain is not None:
            explain.candidates.append(f"{rule.id}: {phrase.source}")
            explain.verdicts.append(f"{rule.id}: {reason or 'matches'}")
    return matching, excused - matching.keys()


def _strength(rule: Rule) -> tuple[int, int, str]:
    return _URGENCIES.index(rule.urgency), _INTENTS.index(rule.intent), rule.id


def _objection(
    rule: Rule,
    spans: Sequence[Span],
    covered: Sequence[Span],
    contexts: Sequence[tuple[Context, Phrase]],
    text: _Text,
) -> str | None:
    """Why the rule does not count though its phrase is there, or None where it does."""
    if covered and all(any(a < end and start < b for a, b in covered) for start, end in spans):
        return "a look-alike overlaps it"
    excluding = _first_present(rule.unless, contexts, text)
    if excluding is not None:
        return f"excluded by {excluding.source!r}"
    if rule.needs and _first_present(rule.needs, contexts, text) is None:
        return "none of the contexts it needs is there"
    return None


def _first_present(
    wanted: Sequence[Context], contexts: Sequence[tuple[Context, Phrase]], text: _Text
) -> Phrase | None:
    return next(
        (phrase for context, phrase in contexts if context in wanted and _spans(phrase, text)),
        None,
    )


def _spans(phrase: Phrase, text: _Text) -> Sequence[Span]:
    """Where the phrase stands, in places that `marked` and `plain` share."""
    if text.words is not None and not phrase.may_fit(text.words):
        return ()
    form = text.read.plain if phrase.marks is Marks.IGNORED else text.read.marked
    return [match.span() for match in phrase.pattern.finditer(form)]
