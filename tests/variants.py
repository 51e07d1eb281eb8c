"""Ways to write a text so that a list of words misses it, and ways that people add words to it.

Each returns the text changed in one place, or None where it has no such place. The longest word is
the one that somebody would disguise.
"""

import re
import unicodedata
from collections.abc import Callable

_LEET = str.maketrans("aeiost", "431057")
_HOMOGLYPHS = str.maketrans("aceiopxy", "асеіорху")
_LATIN = re.compile(r"[a-z]{5,}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{5,}")


def _in_longest(text: str, words: re.Pattern[str], change: Callable[[str], str]) -> str | None:
    found = max(words.finditer(text), key=lambda match: len(match[0]), default=None)
    if found is None:
        return None
    changed = text[: found.start()] + change(found[0]) + text[found.end() :]
    return changed if changed != text else None


def _without_marks(text: str) -> str | None:
    latin = "".join(
        unicodedata.normalize("NFD", letter)[0]
        if "LATIN" in unicodedata.name(letter, "")
        else letter
        for letter in text
    )
    bare = latin.replace("đ", "d").replace("ı", "i").replace("ł", "l")
    return bare if bare != text else None


def _one_letter(table: dict[int, int]) -> Callable[[str], str]:
    def change(word: str) -> str:
        place = next((i for i, letter in enumerate(word) if i > 0 and ord(letter) in table), 0)
        return word[:place] + word[place : place + 1].translate(table) + word[place + 1 :]

    return change


def _repeated(word: str) -> str:
    return word[:2] + word[2] * 3 + word[2:]


DISGUISES: dict[str, Callable[[str], str | None]] = {
    "leet": lambda text: _in_longest(text, _LATIN, _one_letter(_LEET)),
    "spaced": lambda text: _in_longest(text, _WORD, " ".join),
    "dotted": lambda text: _in_longest(text, _WORD, ".".join),
    "homoglyph": lambda text: _in_longest(text, _LATIN, _one_letter(_HOMOGLYPHS)),
    "repeated": lambda text: _in_longest(
        text, _LATIN, lambda word: word[:2] + word[2] * 3 + word[2:]
    ),
    "zero-width": lambda text: _in_longest(text, _WORD, "\u200b".join),
    "unmarked": _without_marks,
    "upper case": lambda text: text.upper() if text.upper().lower() == text.lower() else None,
    "full width": lambda text: text.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)}),
    "word before": lambda text: f"google {text}",
    "word after": lambda text: f"{text} please",
    "punctuated": lambda text: f"{text}!!!",
}


def variants(text: str) -> dict[str, str]:
    """All variants of a text, by name."""
    made = {name: disguise(text) for name, disguise in DISGUISES.items()}
    return {name: variant for name, variant in made.items() if variant is not None}


_SPELLINGS = {
    "long a": (r"a(?=[^aeiou]|$)", "aa"),
    "short a": ("aa", "a"),
    "short i": ("ee", "i"),
    "long u": (r"u(?=[^aeiou]|$)", "oo"),
    "breath": (r"(?<=[bdgjkpt])h", ""),
    "w": ("v", "w"),
    "ph": ("f", "ph"),
    "single": (r"([kltnp])\1", r"\1"),
    "e": ("ai", "e"),
}


def spellings(text: str) -> list[str]:
    """Other ways to write down the first sound of a kind, where a language is spelt by ear."""
    made = [re.sub(sound, other, text, count=1) for sound, other in _SPELLINGS.values()]
    return [spelling for spelling in made if spelling != text]
