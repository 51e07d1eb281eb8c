"""The lexicon: rules of all languages, as the detector knows them."""

from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from search_intercept.detection.hearing import HeardPhrase
from search_intercept.detection.index import PARTED, Index, make_index
from search_intercept.detection.phrases import Phrase
from search_intercept.detection.romanised import Romanisation, Romanised
from search_intercept.detection.slips import slips
from shared.data_files import Place
from shared.vocabulary import Intent, Topic, Urgency

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


@dataclass(frozen=True, eq=False)
class Context:
    """Words whose presence anywhere decides about the rules that name it."""

    name: str
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, eq=False)
class Rule:
    """What a search says, and how it is recognised."""

    id: str
    language: str | None
    topic: Topic
    intent: Intent
    urgency: Urgency
    confidence: float
    phrases: tuple[Phrase, ...]
    unless: tuple["Context", ...]
    needs: tuple["Context", ...]
    examples: tuple[str, ...]
    lookalikes: tuple[str, ...]
    review: str
    place: Place

    @cached_property
    def rank(self) -> tuple[int, int, str]:
        """Of several rules that match, the one of the lowest rank decides."""
        return _URGENCIES.index(self.urgency), _INTENTS.index(self.intent), self.id

    def is_excused_by(self, context: Context) -> bool:
        """Whether the rule does not count where a word of this context stands.

        A bare topic ("bullying") is one word in many languages, so that what any of them calls a
        song or a film excuses it. Whoever says more is excused by words of that language alone:
        one language's "song" is another's "let me".
        """
        if (self.intent, self.urgency) == (Intent.GENERAL, Urgency.GENERAL):
            return context.name in self._excuses
        return context in self.unless

    @cached_property
    def _excuses(self) -> frozenset[str]:
        return frozenset(context.name for context in self.unless)


@dataclass(frozen=True)
class Lookalikes:
    """Harmless phrases: a rule's phrase that overlaps one of them does not count."""

    about: str
    phrases: tuple[Phrase, ...]
    examples: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class Lexicon:
    """All rules of all languages, and a version made from their content."""

    rules: tuple[Rule, ...]
    lookalikes: tuple[Lookalikes, ...]
    contexts: tuple[Context, ...]
    misspelt: tuple[str, ...]
    romanisations: tuple[Romanisation, ...]
    version: str
    kept: Index | None = None
    """The index of this very content, where it was made before."""

    @cached_property
    def index(self) -> Index:
        """What its phrases are found by, in the order of the four lists below."""
        if self.kept is not None:
            return self.kept
        rules = [phrase for _, phrase in self.rule_phrases]
        contexts = [phrase for _, phrase in self.context_phrases]
        heard = [phrase for _, phrase in self.heard_phrases]
        surroundings = [*self.harmless_phrases, *contexts]
        return make_index(rules, surroundings, heard, self.misspelt, self.romanisations)

    @cached_property
    def rule_phrases(self) -> list[tuple[Rule, Phrase]]:
        """Each phrase of each rule, those of the strongest rules first."""
        strongest_first = sorted(self.rules, key=attrgetter("rank"))
        return [(rule, phrase) for rule in strongest_first for phrase in rule.phrases]

    @cached_property
    def heard_phrases(self) -> list[tuple[Rule, Phrase]]:
        """Those of them that people spell by ear, as they sound."""
        spelt_by_ear = ((rule, one) for rule, one in self.rule_phrases if one.habits.by_ear)
        return [(rule, HeardPhrase(one.source, one.habits)) for rule, one in spelt_by_ear]

    @cached_property
    def harmless_phrases(self) -> list[Phrase]:
        """Each look-alike."""
        return [phrase for group in self.lookalikes for phrase in group.phrases]

    @cached_property
    def context_phrases(self) -> list[tuple[Context, Phrase]]:
        """Each phrase of each context."""
        return [(one, phrase) for one in self.contexts for phrase in one.phrases]

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word that some phrase uses, in plain form."""
        return self.index.vocabulary

    @cached_property
    def romanised(self) -> list[Romanised]:
        """What reads queries in Latin letters back into other scripts."""
        words = self.index.words_of
        return [Romanised(one, words[one.language].split(PARTED)) for one in self.romanisations]

    @cached_property
    def slips(self) -> dict[str, str]:
        """Misspelt words with the words that they are read as, in plain form."""
        return slips(self.misspelt, self.vocabulary)
