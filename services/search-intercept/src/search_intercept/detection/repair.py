"""Reading disguised words: leetspeak, inner dots, spaced letters, repeats, look-alike letters,
words written together as in a hashtag.

A token is read differently only where that makes words of the lexicon: "su1c1de" becomes
"suicide", "b00k" stays.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, product
from unicodedata import normalize

from search_intercept.detection.character_tables import FROM_LATIN, TO_LATIN
from search_intercept.detection.normalise import EMOJI, Normalised, named, words
from search_intercept.detection.scanning import SHORTEST_TOGETHER
from search_intercept.detection.scripts import (
    JOINERS,
    KINDRED,
    MARKS,
    SYLLABLE,
    UNPARTED,
    UNPARTED_LETTER,
)

_SHORTEST_WORD = 3
# Enough for a word with five ambiguous places; a longer one is no word people disguise.
_MOST_READINGS = 64

# Readings of a token that are tried, each with those of the other tokens.
_MOST_CHOICES = 4
# The words of the longest phrase that is listed as often misspelt.
_LONGEST_PHRASE = 5
_SHORTEST_REJOINED = 5
_MOST_PIECES = 3

# More words too easily fit a token by chance.
_MOST_TOGETHER = 6
_LONGEST_WORD = 20

_LEET = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b",
    "9": "g", "@": "a", "$": "s", "!": "il", "|": "il", "+": "t", "€": "e", "£": "l",
}  # fmt: skip

_CYRILLIC_LEET = {
    "0": "о", "1": "иі", "3": "зе", "4": "ча", "6": "б", "8": "в", "9": "я", "@": "а", "$": "с",
    "!": "иі",
}  # fmt: skip
_GREEK_LEET = {
    "0": "ο", "1": "ι", "3": "ε", "4": "α", "6": "σ", "7": "τ", "8": "θ", "9": "θ", "@": "α",
    "!": "ι",
}  # fmt: skip
# What people type for these letters in Latin script, they type between them too.
_ARABIC_LEET = {
    "0": "هو", "1": "اي", "2": "ء", "3": "ع", "4": "ا", "5": "خ", "6": "ط", "7": "ح", "8": "ق",
    "9": "ص", "@": "ا", "!": "ا",
}  # fmt: skip
_HEBREW_LEET = {"0": "ו", "1": "וי", "4": "א", "7": "ח", "@": "א"}
_LEET_OF = (
    (re.compile("[\u0400-\u04ff]"), _CYRILLIC_LEET),
    (re.compile("[\u0370-\u03ff]"), _GREEK_LEET),
    (re.compile("[\u0600-\u06ff]"), _ARABIC_LEET),
    (re.compile("[\u0590-\u05ff]"), _HEBREW_LEET),
)
_DIGITS_INSIDE = re.compile(rf"(?<=[{UNPARTED}])[\d_]+(?=[{UNPARTED}])")

_SIGN = rf"[^\w\s{MARKS}]"
# A letter with all that is written around it: somebody who spells a word parts it there.
_SPELT = rf"[^\W\d_](?:[{JOINERS}][^\W\d_]|[{MARKS}])*"
_SPACED = re.compile(
    rf"(?<![^\W_])(?<![{MARKS}]){_SPELT}(?:[^\w{MARKS}]+{_SPELT}){{2,}}(?![^\W_]|[{MARKS}])"
)
_MIXED = re.compile(rf"[a-z][{KINDRED}]|[{KINDRED}][a-z]")
_SUSPICIOUS = re.compile(
    rf"(?:[^\W\d_]|[{MARKS}])(?:{_SIGN}|[\d_])+[^\W\d_]"  # a sign or a digit inside a word
    r"|(?<![\w@$!|€*])[@$!|\d€]+[^\W\d_]{2}"  # or at its start
    r"|[^\W\d_][@$!|\d€*]+(?![\w@$!|€*])"  # or at its end
    r"|([^\W\d_])\1{2}"  # a letter three times
    rf"|{_MIXED.pattern}"  # scripts mixed in a word
    rf"|{_SPACED.pattern}"  # letters one by one
)
_ONE_PLAIN_WORD = re.compile(rf"(?:[^\W\d_a-z]|[{MARKS}])+")
_INNER_SIGNS = re.compile(rf"[^\w{MARKS}]+|_+")
# Signs that stand for no letter: where a token as a whole is no word, they part it.
_PARTING = re.compile(rf"[^\w{MARKS}@$!|€£*+]+")
# Where French, Italian and English have an apostrophe that people type as a space: "s ouvrir",
# "isn t", "i m". With one, and without either, it is one word.
_ELIDED = re.compile(
    r" (?:(?:(?<=\b[cdjlmnst] )|(?<=qu ))(?=[aeiouhàâäéèêëìîïòôöùûü]\w|[aày]\b)"
    r"|(?<=[a-z]n )(?=t\b)|(?<=\bi )(?=(?:m|ve|d|ll)\b))"
)
# One of these words, or one that ends in "qu", is in every such text, and they are in few others:
# cheaper to look for than the rest.
_NEAR_ELISION = frozenset((*"cdjlmnst", "ve", "ll"))
_TWICE = re.compile(r"(.)\1")
_RUN = re.compile(r"([^\W\d_])\1+")
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")


@dataclass(frozen=True)
class Repair:
    """Reads disguised words back, given the words that a lexicon knows (in plain form).

    `slips` are misspelt words and phrases with those that they are read as.
    """

    vocabulary: frozenset[str]
    slips: Mapping[str, str] = field(default_factory=dict)
    _by_length: dict[int, list[str]] = field(default_factory=dict, init=False, compare=False)

    def readings(self, uniform: str, *, hidden: bool) -> list[Normalised]:
        """A text after the first step of normalising, as it was typed and, where that differs, as
        it may be meant: disguises and slips read back, words parted by mistake (or for want of an
        apostrophe) or written together as they should be, emoji as words. `hidden` says whether
        something of that was found in the scanned form.
        """
        typed = words(uniform)
        tokens = typed.plain.split()
        whole = _with_elisions(typed, tokens)
        suspicious = _is_suspicious(uniform, hidden=hidden)
        if not hidden and not suspicious and self.vocabulary.issuperset(tokens):
            return list(dict.fromkeys((typed, whole)))
        meant = map(words, self.undisguised(uniform)) if suspicious else [typed]
        tagged = "#" in uniform
        corrected = (self._corrected(one, tagged=tagged, hidden=hidden) for one in meant)
        pictured = [words(named(uniform))] if hidden and not EMOJI.isdisjoint(uniform) else []
        return list(dict.fromkeys((typed, whole, *corrected, *pictured)))

    def undisguised(self, uniform: str) -> list[str]:
        """The text with disguised words read back, the least daring way first; the very same text
        where there are none."""
        if not _SUSPICIOUS.search(uniform):
            return [uniform]
        tokens = _SPACED.sub(_joined, uniform).split()
        choices = list(map(self._choices, tokens))
        ways = range(max(map(len, choices), default=1))
        return [" ".join(one[min(way, len(one) - 1)] for one in choices) for way in ways]

    def _choices(self, token: str) -> list[str]:
        """What a token may be meant as, or the token alone."""
        if token in self.vocabulary:
            return [token]
        made = list(dict.fromkeys(islice(_readings(token), _MOST_READINGS)))
        # A star stands for a letter before it stands for nothing: "m*urir" is no "murir".
        starred = self._starred(token)
        found = starred + [one for one in made if self._is_word(one, _SHORTEST_WORD)]
        if found:
            return found[:_MOST_CHOICES]
        parts = [part for part in _PARTING.split(token) if part]
        if len(parts) > 1:
            return [" ".join(self._choices(part)[0] for part in parts)]
        return [token, *(one for one in made if self._is_word(one, _SHORTEST_WORD - 1))][:2]

    def _is_word(self, reading: str, shortest: int) -> bool:
        """Whether a reading is a word, and no chance hit: a syllable says as much as a few
        letters."""
        # Readings are of letters and digits alone: in ASCII the second step changes none.
        word = reading if reading.isascii() else words(reading).plain
        if word not in self.vocabulary:
            return False
        return len(word) >= shortest - bool(SYLLABLE.match(word))

    def _corrected(self, read: Normalised, *, tagged: bool, hidden: bool) -> Normalised:
        tokens = read.plain.split()
        better = self._without_slips(tokens) if hidden else tokens
        if not self.vocabulary.issuperset(better):
            better = self._rejoined(better)
            # Elsewhere an unknown long word is a compound more often than words without spaces.
            if tagged or len(better) == 1:
                better = list(map(self._parted, better))
        return read if better == tokens else words(" ".join(better))

    def _without_slips(self, tokens: Sequence[str]) -> list[str]:
        read: list[str] = []
        at = 0
        while at < len(tokens):
            for size in range(min(_LONGEST_PHRASE, len(tokens) - at), 0, -1):
                meant = self.slips.get(" ".join(tokens[at : at + size]))
                if meant is not None:
                    break
            read += [tokens[at]] if meant is None else meant.split()
            at += size
        return read

    def _rejoined(self, tokens: Sequence[str]) -> list[str]:
        """Words put together again where somebody put spaces into one: "umrz eć", "su i cide"."""
        read: list[str] = []
        at = 0
        while at < len(tokens):
            sizes = range(min(_MOST_PIECES, len(tokens) - at), 1, -1)
            size = next((size for size in sizes if self._is_one_word(tokens[at : at + size])), 1)
            read.append("".join(tokens[at : at + size]))
            at += size
        return read

    def _is_one_word(self, pieces: Sequence[str]) -> bool:
        joined = "".join(pieces)
        if len(joined) < _SHORTEST_REJOINED or joined not in self.vocabulary:
            return False
        return not self.vocabulary.issuperset(pieces)

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

    def _starred(self, token: str) -> list[str]:
        """The known words that fit a token like "su*cide", by alphabet."""
        if "*" not in token.strip("*") or len(token) <= _SHORTEST_WORD:
            return []
        letters = (re.escape(words(piece).plain) for piece in token.split("*"))
        fits = re.compile(".".join(letters))
        return [word for word in self._of_length(len(token)) if fits.fullmatch(word)]

    def _of_length(self, length: int) -> list[str]:
        """The known words of so many letters, by alphabet."""
        if length not in self._by_length:
            self._by_length[length] = sorted(w for w in self.vocabulary if len(w) == length)
        return self._by_length[length]


def _with_elisions(typed: Normalised, tokens: Sequence[str]) -> Normalised:
    """The text with apostrophes where a space was typed for them: as it is, where none was."""
    if _NEAR_ELISION.isdisjoint(tokens) and "qu " not in typed.plain:
        return typed
    marked = _ELIDED.sub("", typed.marked)
    return typed if marked == typed.marked else words(marked)


def _is_suspicious(uniform: str, *, hidden: bool) -> bool:
    """Whether something is written as if to hide a word.

    In a text of letters alone the scanned form shows it, but for scripts that are mixed or part no
    words.
    """
    if hidden:
        return True
    if _ONE_PLAIN_WORD.fullmatch(uniform):
        return False
    if uniform.replace(" ", "").isalpha() and not UNPARTED_LETTER.search(uniform):
        return not uniform.isascii() and bool(_MIXED.search(uniform))
    return bool(_SUSPICIOUS.search(uniform))


def _joined(run: re.Match[str]) -> str:
    """Letters one by one as words: "k i l l  m e" and "k.i.l.l m.e" say where a word ends."""
    between = r"\s+" if re.search(r"[^\w\s]", run[0]) else r"\s{2,}"
    parts = [_INNER_SIGNS.sub("", part) for part in re.split(between, run[0])]
    written = [part for part in parts if part]
    joined = ("" if min(map(len, written)) == 1 else " ").join(written)
    # Letters of Korean, spelt one by one, are a syllable once they are together.
    return normalize("NFC", joined)


def _readings(token: str) -> Iterator[str]:
    """Ways to read a token, the least daring first."""
    if token.isascii():
        yield from _in_alphabet(token)
        return
    for candidate in dict.fromkeys(map(token.translate, ({}, TO_LATIN, *FROM_LATIN.values()))):
        yield from _in_alphabet(candidate)
    yield _DIGITS_INSIDE.sub("", token)


def _in_alphabet(token: str) -> Iterator[str]:
    """Ways to read a token with what may stand for letters of its alphabet."""
    leet = _leet_of(token)
    choices = [leet.get(character, character) for character in token]
    repeats = _TWICE.search(token)
    for read in chain((token,), map("".join, islice(product(*choices), _MOST_READINGS))):
        word = read if read.isalnum() else _INNER_SIGNS.sub("", read)
        yield word
        if repeats:
            yield from _without_repeats(word)


def _leet_of(token: str) -> Mapping[str, str]:
    """What stands for letters beside those that a token has."""
    if token.isascii():
        return _LEET
    return next((signs for script, signs in _LEET_OF if script.search(token)), _LEET)


def _without_repeats(word: str) -> Iterator[str]:
    """The word with each run of letters cut to two, or to one, or only the long ones to one."""
    yield _RUN.sub(r"\1\1", word)
    yield _RUN.sub(r"\1", word)
    yield _LONG_RUN.sub(r"\1", word)
