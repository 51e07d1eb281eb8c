"""The lexicon: rules of all languages, as the detector knows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from search_intercept.detection.normalise import plain
from search_intercept.detection.phrases import Phrase
from search_intercept.detection.slips import slips
from shared.data_files import Located
from shared.vocabulary import Intent, Topic, Urgency


@dataclass(frozen=True)
class Context:
    """Words whose presence anywhere decides about the rules that name it."""

    name: str
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
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
    place: Located


@dataclass(frozen=True)
class Lookalikes:
    """Harmless phrases: a rule's phrase that overlaps one of them does not count."""

    about: str
    phrases: tuple[Phrase, ...]
    examples: tuple[str, ...]
    place: Located


@dataclass(frozen=True)
class Lexicon:
    """All rules of all languages, and a version made from their content."""

    rules: tuple[Rule, ...]
    lookalikes: tuple[Lookalikes, ...]
    contexts: tuple[Context, ...]
    misspelt: tuple[str, ...]
    version: str

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that some phrase uses, in plain form."""
        owners: Iterable[Rule | Lookalikes | Context] = (
            *self.rules,
            *self.lookalikes,
            *self.contexts,
        )
        phrases = (phrase for owner in owners for phrase in owner.phrases)
        # Lists stand in many phrases, and their parts are shared.
        parts = {id(part): part for phrase in phrases for part in phrase.parts}
        forms = (form.rstrip("*") for part in parts.values() for form in part.forms)
        return frozenset(plain(word) for form in forms for word in form.split())

    @cached_property
    def slips(self) -> dict[str, str]:
        """Misspelt words with the words that they are read as, in plain form."""
        return slips(self.misspelt, self.vocabulary)
