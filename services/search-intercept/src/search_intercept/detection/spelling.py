"""Reading a word that no phrase knows as one that it is a slip away from.

What is listed as often misspelt is found at once. This is for all other words, in queries that hold
parts of phrases and match none.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice

from search_intercept.detection.slips import SHORTEST, swapped, wrong

_MOST_CHOICES = 3
"""Words that a slip may stand for: of several languages, mostly."""

# More unknown words are of another language, or names.
_MOST_SLIPS = 3

# A letter that was left out may be any of its script.
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ",
    "αβγδεζηθικλμνξοπρσςτυφχψω",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگ",
    "אבגדהוזחטיכלמנסעפצקרשתםןףץך",
)
_ALPHABET_OF = {letter: alphabet for alphabet in _ALPHABETS for letter in alphabet}


def corrected(tokens: Sequence[str], vocabulary: frozenset[str]) -> list[str]:
    """What words in plain form may read with the slips in long unknown ones corrected, the least
    daring way first; nothing where there are none, or so many that they are no slips."""
    unknown = {token for token in tokens if _is_long(token) and token not in vocabulary}
    if not 0 < len(unknown) <= _MOST_SLIPS:
        return []
    choices = [_choices(one, vocabulary) if one in unknown else [] for one in tokens]
    ways = range(max(map(len, choices)))
    return [" ".join(map(partial(_chosen, way), tokens, choices)) for way in ways]


def _is_long(token: str) -> bool:
    return len(token) >= SHORTEST and token[0] in _ALPHABET_OF


def _chosen(way: int, token: str, found: Sequence[str]) -> str:
    return found[min(way, len(found) - 1)] if found else token


def _choices(token: str, vocabulary: frozenset[str]) -> list[str]:
    # Another ending is another form of a word: "he was born" is no slip of "i was born".
    others = (one for one in chain(wrong(token), _longer(token)) if one[-1] == token[-1])
    found = (one for one in chain(swapped(token), others) if one in vocabulary)
    return list(islice(dict.fromkeys(found), _MOST_CHOICES))


def _longer(token: str) -> Iterator[str]:
    """A letter that was left out within."""
    alphabet = _ALPHABET_OF[token[0]]
    for place in range(1, len(token)):
        before, after = token[:place], token[place:]
        for letter in alphabet:
            yield before + letter + after
