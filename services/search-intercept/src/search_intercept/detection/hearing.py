"""Phrases by their sound, for languages that people write in Latin letters by ear."""

from functools import cached_property

from search_intercept.detection.anchors import Part, find_literals
from search_intercept.detection.phrases import Phrase, required
from search_intercept.detection.sounds import heard

# Sounds are fewer than spellings, so that what is shorter is heard in other languages too.
_SHORTEST = 6
# Longer literals are not rarer in a way that pays for the room that the ends of them take.
_LONGEST = 10


class HeardPhrase(Phrase):
    """A phrase as it sounds, of those of its forms that are in Latin letters.

    It is looked for in what is heard of a query whose words are parted.
    """

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Its places that have forms in Latin letters."""
        return tuple(part for part in self._heard_parts if part.forms or part.gap)

    @cached_property
    def _heard_parts(self) -> tuple[Part, ...]:
        return tuple(map(_as_heard, Phrase(self.source, self.habits).parts))

    @cached_property
    def anchors(self) -> frozenset[str]:
        """What to look for; none where the phrase can't be heard, or not be told from others."""
        if not self._is_audible():
            return frozenset()
        return frozenset(literal[:_LONGEST] for literal in find_literals(self.parts))

    def _is_audible(self) -> bool:
        needed = required(self._heard_parts)
        if not all(part.forms for part in needed) or self.fewest_letters < _SHORTEST:
            return False
        alone = len(needed) == 1 and not self.is_whole
        return not alone or all(" " in form for form in needed[0].forms)

    def _pieces(self, part: Part) -> tuple[str, ...]:
        return tuple(form.rstrip("*") for form in part.forms)

    def _form(self, form: str) -> str:
        """One form as whole words: so few letters without their spaces are soon something else."""
        end = "[^ ]*" if form.endswith("*") else ""
        return f"(?<![^ ]){form.rstrip('*')}{end}(?![^ ])"

    @property
    def fillers(self) -> tuple[str, ...]:
        """What may stand around a whole query, as it sounds."""
        return tuple(heard(filler) for filler in super().fillers if filler.isascii())


def latin_words(phrase: Phrase) -> frozenset[str]:
    """The words in Latin letters of a phrase."""
    forms = (form for part in phrase.parts for form in part.forms if _can_be_heard(form))
    return frozenset(word for form in forms for word in form.rstrip("*").split())


def _as_heard(part: Part) -> Part:
    sounds = tuple(dict.fromkeys(heard(form) for form in part.forms if _can_be_heard(form)))
    return Part(sounds, optional=part.optional, gap=part.gap)


def _can_be_heard(form: str) -> bool:
    """Whether every word of a form is of Latin letters, with more to hear than a breath."""
    words = form.rstrip("*").split()
    return all(word.isascii() and word.isalpha() and heard(word) for word in words)
