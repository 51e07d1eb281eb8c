"""Finding what may be in a query, over all languages at once, with one automaton."""

from array import array
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache
from itertools import chain
from typing import Self

import ahocorasick_rs

from search_intercept.detection.index import SIGNS, Patterns
from search_intercept.detection.lexicon import Context, Lexicon, Rule
from search_intercept.detection.normalise import Normalised
from search_intercept.detection.phrases import Phrase
from search_intercept.detection.scanning import may_be_written_together

Groups = Set[int]
"""What was found of the index: each of these numbers stands for some phrases that share a text."""

_NONE: Groups = frozenset()

# A common word by itself finds few phrases, in few groups, and it is far cheaper to look for the
# rest of those than to judge them. Where more are found, something mostly is there.
_FEW = 4
_FEW_PHRASES = 12
# A text that more phrases share is a word like "suicide": the words that they need besides tell
# them apart sooner than a look at each. There are some two hundred such texts.
_MANY = 8
# Common words, each with its phrases and what finds the rest of them: some two kilobytes.
_REMEMBERED = 1024


class Finder:
    """Looks for the anchors of rules' phrases in a form of a query, and for signs of a
    disguise or of a language spelt by ear."""

    def __init__(self, rule_phrases: Sequence[tuple[Rule, Phrase]], patterns: Patterns) -> None:
        self.phrases = [phrase for _, phrase in rule_phrases]
        """The phrases of all rules, by number."""
        self.rules = [rule for rule, _ in rule_phrases]
        """The rules that they make match."""
        self._net = _Net(patterns, self.phrases)
        self._fewest_letters = patterns.fewest_letters
        self._others = lru_cache(_REMEMBERED)(self._others_of)

    @classmethod
    def of_written(cls, lexicon: Lexicon) -> Self:
        """Of phrases as they are written, in a scanned form."""
        return cls(lexicon.rule_phrases, lexicon.index.rules)

    @classmethod
    def of_heard(cls, lexicon: Lexicon) -> Self:
        """Of phrases as they sound, in what is heard of a scanned form."""
        return cls(lexicon.heard_phrases, lexicon.index.heard)

    def find(self, scanned: str) -> tuple[Groups, Groups]:
        """The groups of phrases that may be there, and of signs: of a disguise, so that only repair
        can tell what is there, and of a language spelt by ear."""
        found = self._net.groups(scanned)
        return (found - SIGNS, found & SIGNS) if found else (found, found)

    def is_likely(self, groups: Groups, scanned: str) -> bool:
        """Whether some phrase may be there: of a few, one whose other words are there too."""
        if not groups or len(groups) > _FEW:
            return bool(groups)
        others = self._others(frozenset(groups))
        if others is None or others.find_matches_as_indexes(scanned):
            return True
        return may_be_written_together(scanned)

    def _others_of(self, groups: Groups) -> ahocorasick_rs.AhoCorasick | None:
        """What finds the other words of a few phrases, or None where one has no others."""
        numbers = self.candidates(groups, None)
        few = len(numbers) <= _FEW_PHRASES
        rests = [self.phrases[number].rest for number in numbers] if few else [()]
        return ahocorasick_rs.AhoCorasick({*chain(*rests)}) if all(rests) else None

    def candidates(self, groups: Groups, words: Set[str] | None) -> Set[int]:
        """The phrases of some groups by number, lowest for the strongest rules; not all that a
        text can't hold that surely has no other words than these."""
        return self._net.phrases_of(groups, words)

    def there(
        self, candidates: Iterable[int], text: Normalised, words: Set[str] | None
    ) -> Iterator[int]:
        """Those candidates that stand in a text, which surely has no others than these words."""
        phrases, fewest, length = self.phrases, self._fewest_letters, len(text.plain)
        for number in candidates:
            if fewest[number] > length:
                continue
            phrase = phrases[number]
            if (words is None or _could_be_of(words, phrase)) and phrase.stands_in(text):
                yield number


class Surroundings:
    """Looks for look-alikes and contexts, common words for the most part: only where a rule's
    phrase is there."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._harmless = lexicon.harmless_phrases
        self._contexts = lexicon.context_phrases
        contexts = [phrase for _, phrase in self._contexts]
        self._net = _Net(lexicon.index.surroundings, [*self._harmless, *contexts])

    def around(
        self, scanned: str, words: Set[str] | None
    ) -> tuple[list[Phrase], list[tuple[Context, Phrase]]]:
        """The look-alikes and the contexts that may be in a text, which surely has no other words
        than these."""
        harmless, contexts = self._harmless, self._contexts
        lookalikes, around = [], []
        for number in sorted(self._net.phrases_of(self._net.groups(scanned), words)):
            if number >= len(harmless):
                around.append(contexts[number - len(harmless)])
            elif words is None or _could_be_of(words, harmless[number]):
                lookalikes.append(harmless[number])
        return lookalikes, around


def _could_be_of(words: Set[str], phrase: Phrase) -> bool:
    """Whether a text that surely has no other words than these could hold a phrase: far cheaper to
    know than whether it does."""
    return not any(words.isdisjoint(needed) for needed in phrase.telling)


class _Net:
    """One automaton, and whose the patterns are that it finds."""

    def __init__(self, patterns: Patterns, phrases: Sequence[Phrase]) -> None:
        self._phrases = phrases
        self._of_group = lru_cache(maxsize=None)(self._by_word)
        # Of bytes, since that takes a fifth less time and room to make than of text.
        self._automaton = ahocorasick_rs.BytesAhoCorasick(patterns.each())
        self._groups, self._owners = patterns.groups, patterns.owners
        self._ends = array("I", [0, *patterns.ends])

    def groups(self, scanned: str) -> Groups:
        """The groups of the patterns that are there."""
        found = self._automaton.find_matches_as_indexes(scanned.encode(), overlapping=True)
        return {self._groups[pattern] for pattern, _, _ in found} if found else _NONE

    def phrases_of(self, groups: Groups, words: Set[str] | None) -> Set[int]:
        """The phrases of some groups by number; not all that a text can't hold that surely has no
        other words than these."""
        found: set[int] = set()
        for group in groups:
            numbers, by_word = self._of_group(group)
            if words is None or by_word is None:
                found.update(numbers)
            else:
                found.update(by_word[""])
                for word in words:
                    if word in by_word:
                        found.update(by_word[word])
        return found

    def _by_word(self, group: int) -> tuple[list[int], dict[str, list[int]] | None]:
        """The phrases of a group; where they are many, also by each of the words of which they need
        one, and by the empty word those for which none tells."""
        numbers = list(self._owners[self._ends[group] : self._ends[group + 1]])
        if len(numbers) <= _MANY:
            return numbers, None
        by_word: dict[str, list[int]] = {"": []}
        for number in numbers:
            for word in next(iter(self._phrases[number].telling), ("",)):
                by_word.setdefault(word, []).append(number)
        return numbers, by_word
