"""The detector: candidates are found at once, and only they are judged. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from search_intercept.detection.finder import Finder, Groups, Surroundings
from search_intercept.detection.index import BY_EAR, DISGUISE, ROMANISED
from search_intercept.detection.judging import Heard, Reading, Verdict, matching
from search_intercept.detection.lexicon import Lexicon, Rule
from search_intercept.detection.normalise import Normalised, letters, normalise, words
from search_intercept.detection.repair import Repair
from search_intercept.detection.scanning import parted, scanned
from search_intercept.detection.sounds import heard
from search_intercept.detection.spelling import corrected
from shared.contracts.events import Detection
from shared.privacy import QueryText
from shared.vocabulary import Intent

# Words of one phrase, or of two, are everywhere.
_SEVERAL = 3


@dataclass(frozen=True)
class Explanation:
    """Each step of one detection, for the people who write rules."""

    normalised: str
    repaired: list[str]
    heard: list[str]
    verdicts: list[Verdict]
    rules: list[Rule]


class Detector:
    """Detects over all languages of a lexicon at once; the language of a query is not needed."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._repair = Repair(lexicon.vocabulary, lexicon.slips)
        self._finder = Finder.of_written(lexicon)
        self._ear = Finder.of_heard(lexicon)
        self._surroundings = Surroundings(lexicon)
        self._romanised = lexicon.romanised
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
        groups, signs = self._finder.find(form)
        disguised = DISGUISE in signs
        readings = self._readings(typed, form, groups, disguised)
        looked_at = self._is_looked_at(form, groups, disguised)
        if not looked_at:
            readings = readings[:1]
        verdicts = [verdict for reading in readings for verdict in reading.verdicts()]
        rules = list(matching(readings, self._finder.rules))
        sounds: list[Heard] = []
        if not rules:
            sounds, read_back, rules = self._in_latin_letters(typed, form, signs)
            if not rules:
                corrections, rules = self._corrected(typed, groups, looked_at=looked_at)
                read_back += corrections
            readings += read_back
            for reading in (*sounds, *read_back):
                verdicts += reading.verdicts()
        return Explanation(
            readings[0].text.marked,
            [reading.text.marked for reading in readings[1:]],
            [sound.text.plain for sound in sounds],
            verdicts,
            rules,
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
        groups, signs = self._finder.find(form)
        if not groups and not signs:
            return iter(())
        disguised = DISGUISE in signs
        readings: list[Reading] = []
        if self._is_looked_at(form, groups, disguised):
            readings = self._readings(typed, form, groups, disguised)
            written = matching(readings, self._finder.rules)
            first = next(written, None)
            if first is not None:
                return chain((first,), written)
        rules = self._in_latin_letters(typed, form, signs)[2]
        return iter(rules or self._corrected(typed, groups, looked_at=bool(readings))[1])

    def _in_latin_letters(
        self, typed: str, form: str, signs: Groups
    ) -> tuple[list[Heard], list[Reading], list[Rule]]:
        """What a query may mean in a language that is spelt by ear, or else in Latin letters
        instead of its script, and the rules that it then matches."""
        sound = self._heard(typed, form) if BY_EAR in signs else None
        sounds = [] if sound is None else [sound]
        rules = [rule for one in sounds for rule in matching([one], self._ear.rules)]
        if rules or ROMANISED not in signs:
            return sounds, [], rules
        return sounds, *self._read_back(typed, form)

    def _read_back(self, typed: str, form: str) -> tuple[list[Reading], list[Rule]]:
        """What a query in Latin letters may read in a script, up to the first reading that matches
        rules of that language, and those rules: words of others stand in it as they were typed."""
        as_typed = self._as_typed(typed, form)
        if not typed.isascii() or as_typed.around()[0]:
            return [], []
        tokens = as_typed.text.plain.split()
        readings: list[Reading] = []
        for romanised in self._romanised:
            language = romanised.romanisation.language
            for text in romanised.readings(tokens):
                reading = self._reading(words(text))
                readings.append(reading)
                matched = matching([reading], self._finder.rules)
                rules = [rule for rule in matched if rule.language == language]
                if rules:
                    return readings, rules
        return readings, []

    def _corrected(
        self, typed: str, groups: Groups, *, looked_at: bool
    ) -> tuple[list[Reading], list[Rule]]:
        """What a query may read without slips, up to the first reading that matches rules, and
        those rules: only where it holds words of several phrases, or more of one."""
        if not looked_at and len(groups) < _SEVERAL:
            return [], []
        tokens = normalise(typed).plain.split()
        readings: list[Reading] = []
        for text in corrected(tokens, self._lexicon.vocabulary):
            reading = self._reading(words(text))
            readings.append(reading)
            matched = matching([reading], self._finder.rules)
            # One word that looks like a topic ("moving", "mobbing") says too little.
            rules = [rule for rule in matched if rule.intent is not Intent.GENERAL]
            if rules:
                return readings, rules
        return readings, []

    def _heard(self, typed: str, form: str) -> Heard | None:
        """What is heard of a query in which a language may be spelt by ear, where anything is."""
        if " " not in typed or not typed.isascii():
            return None
        said = heard(parted(form))
        groups, _ = self._ear.find(said)
        if not groups or not self._ear.is_likely(groups, said):
            return None
        as_typed = self._as_typed(typed, form)
        sound = heard(as_typed.text.plain)
        known = frozenset(sound.split())
        candidates = self._ear.candidates(groups, known)
        return Heard(Normalised(sound, sound), said, candidates, known, self._ear, as_typed)

    def _as_typed(self, typed: str, form: str) -> Reading:
        """What stands around a query's phrases, whatever those are."""
        return Reading(normalise(typed), form, frozenset(), None, self._finder, self._surroundings)

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
        known = frozenset(text.plain.split())
        # An unknown word may be several, or part of one.
        sure = known if known <= self._lexicon.vocabulary else None
        candidates = self._finder.candidates(groups, sure)
        return Reading(text, form, candidates, sure, self._finder, self._surroundings)
