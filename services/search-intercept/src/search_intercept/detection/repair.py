"""Reading disguised words: leetspeak, inner dots, spaced letters, repeats, look-alike letters,
words written together as in a hashtag.

A token is read differently only where that makes words of the lexicon: "su1c1de" becomes
"suicide", "b00k" stays.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product

from search_intercept.detection.character_tables import FROM_LATIN, TO_LATIN
from search_intercept.detection.normalise import Normalised, is_simple, words
from search_intercept.detection.scanning import SHORTEST_TOGETHER
from search_intercept.detection.scripts import KINDRED, MARKS, SYLLABLE, UNPARTED

_SHORTEST_WORD = 3
# Enough for a word with five ambiguous places; a longer one is no word people disguise.
_MOST_READINGS = 64

# More words too easily fit a token by chance.
_MOST_TOGETHER = 6
_LONGEST_WORD = 20

_LEET = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b",
    "9": "g", "@": "a", "$": "s", "!": "il", "|": "il", "+": "t", "€": "e", "£": "l",
}  # fmt: skip

_CYRILLIC_LEET = {
    "0": "о", "1": "иі", "3": "зе", "4": "ча", "6": "б", "8": "в", "9": "я", "@": "а", "$": "с",
}  # fmt: skip
_GREEK_LEET = {
    "0": "ο", "1": "ι", "3": "ε", "4": "α", "6": "σ", "7": "τ", "8": "θ", "9": "θ", "@": "α",
}  # fmt: skip
# What people type for these letters in Latin script, they type between them too.
_ARABIC_LEET = {
    "0": "ه", "1": "ا", "2": "ء", "3": "ع", "4": "ا", "5": "خ", "6": "ط", "7": "ح", "8": "ق",
    "9": "ص", "@": "ا",
}  # fmt: skip
_HEBREW_LEET = {"0": "ו", "1": "וי", "7": "ח", "@": "א"}
_LEET_OF = (
    (re.compile("[\u0400-\u04ff]"), _CYRILLIC_LEET),
    (re.compile("[\u0370-\u03ff]"), _GREEK_LEET),
    (re.compile("[\u0600-\u06ff]"), _ARABIC_LEET),
    (re.compile("[\u0590-\u05ff]"), _HEBREW_LEET),
)
_DIGITS_INSIDE = re.compile(rf"(?<=[{UNPARTED}])[\d_]+(?=[{UNPARTED}])")

_SIGN = rf"[^\w\s{MARKS}]"
_SPACED = re.compile(
    rf"(?<![^\W_])(?<![{MARKS}])[^\W\d_](?:[^\w{MARKS}]+[^\W\d_]){{2,}}(?![^\W_]|[{MARKS}])"
)
_SUSPICIOUS = re.compile(
    rf"[^\W\d_](?:{_SIGN}|[\d_])+[^\W\d_]"  # a sign or a digit inside a word
    r"|(?<![\w@$!|€*])[@$!|\d€]+[^\W\d_]{2}"  # or at its start
    r"|[^\W\d_][@$!|\d€*]+(?![\w@$!|€*])"  # or at its end
    r"|([^\W\d_])\1{2}"  # a letter three times
    rf"|[a-z][{KINDRED}]|[{KINDRED}][a-z]"  # scripts mixed in a word
    rf"|{_SPACED.pattern}"  # letters one by one
)
_INNER_SIGNS = re.compile(rf"[^\w{MARKS}]+|_+")
# Signs that stand for no letter: where a token as a whole is no word, they part it.
_PARTING = re.compile(rf"[^\w{MARKS}@$!|€£*+]+")
_RUN = re.compile(r"([^\W\d_])\1+")


@dataclass(frozen=True)
class Repair:
    """Reads disguised words back, given the words that a lexicon knows (in plain form).

    `slips` are misspelt words with the words that they are read as.
    """

    vocabulary: frozenset[str]
    slips: Mapping[str, str] = field(default_factory=dict)

    def readings(self, uniform: str) -> list[Normalised]:
        """A text after the first step of normalising, as it was typed and, where that differs, as
        it may be meant: disguises and slips read back, words written together parted."""
        if is_simple(uniform):
            typed = meant = Normalised(uniform, uniform)
        else:
            typed = words(uniform)
            meant = words(self(uniform)) if _SUSPICIOUS.search(uniform) else typed
        tokens = meant.plain.split()
        read = [self.slips.get(token, token) for token in tokens]
        # Elsewhere an unknown long word is a compound more often than words without spaces.
        if len(tokens) == 1 or "#" in uniform:
            read = list(map(self._parted, read))
        if read != tokens:
            meant = words(" ".join(read))
        return [typed] if meant == typed else [typed, meant]

    def __call__(self, uniform: str) -> str:
        """The text with disguised words read back; the very same text where there are none."""
        if not _SUSPICIOUS.search(uniform):
            return uniform
        joined = _SPACED.sub(_joined, uniform)
        return " ".join(self._read(token) for token in joined.split())

    def _read(self, token: str) -> str:
        if token in self.vocabulary:
            return token
        for reading in islice(_readings(token), _MOST_READINGS):
            if _long_enough(reading) and self._is_word(reading):
                return reading
        parts = [part for part in _PARTING.split(token) if part]
        if len(parts) > 1:
            return " ".join(map(self._read, parts))
        return self._starred(token)

    def _parted(self, token: str) -> str:
        """The fewest known words that a token is made of: "quieromorir" is "quiero morir"."""
        if len(token) < SHORTEST_TOGETHER or token in self.vocabulary:
            return token
        # By where they end: what they cost, and the words. A single letter says little.
        cheapest: dict[int, tuple[int, list[str]]] = {0: (0, [])}
        for begin in range(len(token) - 1):
            if begin not in cheapest:
                continue
            cost, before = cheapest[begin]
            for end in range(begin + 1 + (not begin), min(begin + _LONGEST_WORD, len(token)) + 1):
                word = token[begin:end]
                costs = cost + (2 if len(word) == 1 else 1)
                if word in self.vocabulary and costs < cheapest.get(end, (_MOST_TOGETHER + 1,))[0]:
                    cheapest[end] = costs, [*before, word]
        return " ".join(cheapest.get(len(token), (0, [token]))[1])

    def _is_word(self, reading: str) -> bool:
        return reading in self.vocabulary or words(reading).plain in self.vocabulary

    def _starred(self, token: str) -> str:
        """A known word that fits a token like "su*cide"; of several, the first by alphabet."""
        if "*" not in token.strip("*") or len(token) <= _SHORTEST_WORD:
            return token
        letters = (re.escape(words(piece).plain) for piece in token.split("*"))
        fits = re.compile(".".join(letters))
        found = [word for word in self._by_length.get(len(token), ()) if fits.fullmatch(word)]
        return found[0] if found else token

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        lengths: dict[int, list[str]] = {}
        for word in sorted(self.vocabulary):
            lengths.setdefault(len(word), []).append(word)
        return lengths


def _long_enough(reading: str) -> bool:
    """Whether a reading is no chance hit: a syllable says as much as a few letters."""
    return len(reading) >= (2 if SYLLABLE.match(reading) else _SHORTEST_WORD)


def _joined(run: re.Match[str]) -> str:
    """Letters one by one as words: "k i l l  m e" and "k.i.l.l m.e" say where a word ends."""
    between = r"\s+" if re.search(r"[^\w\s]", run[0]) else r"\s{2,}"
    parts = [_INNER_SIGNS.sub("", part) for part in re.split(between, run[0])]
    written = [part for part in parts if part]
    return ("" if min(map(len, written)) == 1 else " ").join(written)


def _readings(token: str) -> Iterator[str]:
    """Ways to read a token, the least daring first."""
    alphabets = (token, *(token.translate(table) for table in (TO_LATIN, *FROM_LATIN.values())))
    for candidate in dict.fromkeys(alphabets):
        yield from _without_repeats(_INNER_SIGNS.sub("", candidate))
        leet = next((signs for script, signs in _LEET_OF if script.search(candidate)), _LEET)
        choices = [leet.get(character, character) for character in candidate]
        for read in islice(product(*choices), _MOST_READINGS):
            yield from _without_repeats(_INNER_SIGNS.sub("", "".join(read)))
    yield _DIGITS_INSIDE.sub("", token)


def _without_repeats(word: str) -> Iterator[str]:
    """The word, and the word with each run of letters cut to two, or to one."""
    yield word
    if _RUN.search(word):
        yield _RUN.sub(r"\1\1", word)
        yield _RUN.sub(r"\1", word)
        longest_cut = re.compile(r"([^\W\d_])\1{2,}")
        yield longest_cut.sub(r"\1", word)
