"""Bringing what people type into one form. Short, total and idempotent.

Two forms of equal length come out: `marked` keeps diacritics (in Vietnamese "từ từ", slowly, and
"tự tử", suicide, differ in nothing else), `plain` is without them.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from search_intercept.detection.character_tables import TO_HIRAGANA, TO_SIMPLIFIED
from search_intercept.detection.code_pages import ascii_bytes

MAX_CHARACTERS = 512
"""A longer query is cut here: it is detected, never refused."""

_APOSTROPHES = frozenset("'\u2019\u2018\u02bc\u02b9`\u00b4\uff07\u2032")

# Spellings of one letter that people use for each other: Arabic with Persian's and Urdu's forms,
# the two nasal signs of Devanagari, the circles that Japanese writers put for a letter, the long
# form of a Thai vowel.
_SPELLINGS = {
    ord(letter): base
    for base, letters in (
        ("ا", "أإآٱ"), ("ي", "ىئیېےۓ"), ("و", "ؤ"), ("ه", "ةۀەہھۂۃ"), ("ك", "کڪ"), ("ن", "ں"),
        ("\u0902", "\u0901"), ("〇", "○◯"), ("า", "ๅ"),
    )
    for letter in letters
}  # fmt: skip
# Signs that people leave out without a second thought: the dot below (nukta), Arabic's and
# Japanese's lengthening strokes.
_LEFT_OUT = frozenset("\u093c\u09bc\u0a3cـー")

# Letters in boxes, circles and flags, which Unicode takes for pictures of letters.
_SPELLINGS |= {
    first + place: letter
    for first in (0x1F150, 0x1F170, 0x1F1E6)
    for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")
}

# Emoji that people write for a word, each by a word that nobody types. Others only part words.
_EMOJI_WORDS = {
    ord(emoji): f" {word} "
    for word, emojis in (
        ("emojideath", "💀☠⚰🪦"), ("emojiblade", "🔪🗡🪒"), ("emojipill", "💊"), ("emojigun", "🔫"),
    )
    for emoji in emojis
}  # fmt: skip
EMOJI = frozenset(map(chr, _EMOJI_WORDS))
"""Emoji that may stand for a word."""

_REPEATS = re.compile(r"(.)\1\1+")
# Letters that Unicode does not take apart, and East Asian variants.
_BASES: dict[int, str] = {
    **{ord(letter): base for letter, base in zip("đıłøħŧð", "dilohtd", strict=True)},
    **TO_SIMPLIFIED,
    **TO_HIRAGANA,
}
_LATIN_MARKS = re.compile(r"[\u0300-\u036f]")

# To see that the tables would change nothing is cheaper than to use them.
_MARKS = "".join(c for c in map(chr, range(0x300, 0x3100)) if unicodedata.category(c)[0] == "M")
_MAY_PART_WORDS = re.compile(rf"[^\w {_MARKS}]|_")
_MAY_HAVE_A_BASE = re.compile("[^\x00-\x7f\u0590-\u109f]")

_SIMPLE = re.compile(r"[a-z]+(?: [a-z]+)*")
_LETTER_THRICE = re.compile(r"([a-z])\1\1")
_LETTERS_ALONE = re.compile(r" [a-z] [a-z](?![a-z])")


class Table(dict[int, str | None]):
    """A translation table that works characters out when they are first seen."""

    def __init__(self, rule: Callable[[str], str | None]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> str | None:
        made = self[code] = self._rule(chr(code))
        return made


def _visible(character: str) -> str | None:
    """Drop what can't be seen, and marks that a script is read without."""
    category = unicodedata.category(character)
    if category == "Cf" or character in _APOSTROPHES or character in _LEFT_OUT:
        return None
    if category in {"Cc", "Zs", "Zl", "Zp", "Cs", "Co", "Cn"}:
        return " "
    if category in {"Mn", "Me"}:
        name = unicodedata.name(character, "")
        dispensable = ("COMBINING", "ARABIC", "HEBREW", "VARIATION SELECTOR")
        return None if name.startswith(dispensable) else character
    if category == "Nd":
        return str(unicodedata.digit(character))
    return character.translate(_SPELLINGS)


def _word_character(character: str) -> str:
    """Letters, digits and the marks that a script needs stay; the rest parts words."""
    return character if unicodedata.category(character)[0] in "LMN" else " "


def _without_mark(character: str) -> str:
    """The base letter of a Latin, Greek or Cyrillic letter with marks; one form of a Chinese
    character; hiragana for katakana. Others stay."""
    if ord(character) in _BASES:
        return _BASES[ord(character)]
    parts = unicodedata.normalize("NFD", character)
    return parts[0] if len(parts) > 1 and _LATIN_MARKS.match(parts[1]) else character


_VISIBLE = Table(_visible)
_ASCII_VISIBLE, _ASCII_INVISIBLE = ascii_bytes(_visible)
_WORDS = Table(_word_character)
_PLAIN = Table(_without_mark)


class Normalised(NamedTuple):
    """A query in the forms that finding and judging work on."""

    marked: str
    plain: str


def letters(text: str) -> str:
    """The first step alone: characters made uniform, with punctuation still in place."""
    if text.isascii():
        cut = text[:MAX_CHARACTERS].lower().encode()
        return cut.translate(_ASCII_VISIBLE, _ASCII_INVISIBLE).decode()
    folded = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).casefold()
    visible = unicodedata.normalize("NFKC", folded).translate(_VISIBLE)
    return one_sara_ae(unicodedata.normalize("NFC", visible))


def named(text: str) -> str:
    """A text with words for the emoji that may stand for one."""
    return text.translate(_EMOJI_WORDS)


def one_sara_ae(text: str) -> str:
    """Thai's "แ" where somebody typed "เ" twice, which looks the same."""
    return text.replace("เเ", "แ")


def words(text: str) -> Normalised:
    """The second step: punctuation parts words, runs of spaces and of letters are shortened."""
    if is_simple(text):
        return Normalised(text, text)
    parted = text.translate(_WORDS) if _MAY_PART_WORDS.search(text) else text
    short = _REPEATS.sub(_shortened, parted) if _REPEATS.search(parted) else parted
    marked = " ".join(short.split())
    plain = marked.translate(_PLAIN) if _MAY_HAVE_A_BASE.search(marked) else marked
    return Normalised(marked, plain)


def _shortened(run: re.Match[str]) -> str:
    """One letter for three and more; in digits a run has a meaning of its own."""
    return run[0] if run[1].isdigit() else run[1]


def is_simple(text: str) -> bool:
    """Whether a text after the first step is words of Latin letters and no more, as most are.

    Then the second step changes nothing, and there is nothing to repair: half of the cost saved.
    """
    if _SIMPLE.fullmatch(text) is None or _LETTER_THRICE.search(text):
        return False
    return _LETTERS_ALONE.search(text) is None


def normalise(text: str) -> Normalised:
    """Both steps, without the repair of disguised words that a lexicon's vocabulary allows."""
    return words(letters(text))


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """A text in the form that patterns and vocabulary are kept in."""
    return text if is_simple(text) else normalise(text).plain
