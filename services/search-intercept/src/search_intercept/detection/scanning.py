"""What the automaton looks at: a lossy form of a query, made at the cost of a few table look-ups.

Every reading that the judge may make of a query has the same form here as the query itself, so a
query in which nothing is found needs no judging. Where that can't be kept up (signs between
letters, letters three times or one by one, a 1 inside a word) the form says so by what is found
in it.
"""

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import product

from search_intercept.detection.character_tables import TO_LATIN
from search_intercept.detection.normalise import MAX_CHARACTERS, Table, letters, words
from search_intercept.detection.scripts import UNPARTED_LETTER

SHORTEST_TOGETHER = 8
"""Letters of a word that may be several: a shorter one too easily falls into words by chance."""

SIGN = "\x01"
"""Stands for the signs that people write for letters, and before words written together: only
repair can say which."""
_SIGNS = "@$!|€£+*#"

_BORDER = "\n"

# What a disguise may stand for counts as the same letter. A 1 is i or l: repair has to say which.
_CLASSES = str.maketrans({
    "0": "o", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
})  # fmt: skip
# Where these follow one another they were typed as letters of their own, not as a syllable.
_KOREAN_CONSONANTS = tuple(map(chr, range(0x1100, 0x1113)))
_KOREAN_VOWELS = tuple(map(chr, range(0x1161, 0x1176)))
_DIGIT = re.compile(r"\d")
_DIGIT_INSIDE = re.compile(r"[^\W\d_]\d+[^\W\d_]")


def _scanned(character: str) -> str | None:
    if character in _SIGNS:
        return SIGN
    read = letters(character)
    if not read:
        return None
    folded = words(read).plain.translate(TO_LATIN).translate(_CLASSES)
    return folded.replace(" ", "") or " "


_TABLE = Table(_scanned)
_ASCII = [_scanned(chr(code)) for code in range(128)]
_ASCII_TABLE = bytes(ord(made) if made else 0 for made in _ASCII) + bytes(128)
_ASCII_DROPPED = bytes(code for code, made in enumerate(_ASCII) if made is None)


def scanned(text: str) -> str:
    """The query without spaces, and with them: "\\nwanttodie\\n want to die "."""
    composed = _composed(text)
    form = _form(composed)
    # Most queries hold no digit, which is sooner seen than that none stands between letters.
    if not composed.isascii() and _DIGIT.search(composed) and _DIGIT_INSIDE.search(composed):
        form += SIGN
    while "  " in form:
        form = form.replace("  ", " ")
    return f"\n{form.replace(' ', '')}\n {form} "


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text[:MAX_CHARACTERS])


def _form(composed: str) -> str:
    if composed.isascii():
        return composed.encode().translate(_ASCII_TABLE, _ASCII_DROPPED).decode()
    return composed.translate(_TABLE)


def may_be_written_together(scanned: str) -> bool:
    """Whether a scanned form is of one word so long that it may be several: only repair can say
    which, and each of them may be looked for as a word of its own."""
    spaced = scanned.partition("\n ")[2]
    return len(spaced) > SHORTEST_TOGETHER and spaced.count(" ") == 1


def anywhere(literal: str) -> str:
    """What to look for where spaces may stand anywhere, or be missing."""
    return _form(_composed(literal.replace(" ", ""))).strip()


def as_words(literal: str, *, left: bool, right: bool) -> Iterator[str]:
    """What to look for where a literal is so short that it has to stand as words of its own."""
    begin, end = " " * left, " " * right
    spaced = " ".join(map(anywhere, literal.split()))
    for form in {spaced, spaced.replace(" ", "")}:
        yield f"{begin}{form}{end}"
    begin, end = _BORDER * left, _BORDER * right
    yield f"{begin}{anywhere(literal)}{end}"


def suspicions(alphabet: Iterable[str]) -> list[str]:
    """What else to look for: signs of a disguise that hides words even from this form."""
    single = [letter for letter in alphabet if letter.isalpha()]
    repeated = {letter * 3 for letter in single if letter != "w"}
    ones = {form for letter in string.ascii_lowercase for form in (f"{letter}1", f"1{letter}")}
    spelt = set(map("".join, product(_KOREAN_CONSONANTS, _KOREAN_VOWELS)))
    return sorted(repeated | ones | spelt | set(_letters_alone(single)) | {SIGN})


def _letters_alone(alphabet: Iterable[str]) -> Iterator[str]:
    """Two letters, each a word of its own: a word may be written letter by letter."""
    scripts: dict[str, list[str]] = {}
    for letter in alphabet:
        if not UNPARTED_LETTER.match(letter):
            # Letters of these three look alike: a word in this form may hold all of them.
            script = unicodedata.name(letter).split()[0]
            script = "LATIN" if script in {"CYRILLIC", "GREEK"} else script
            scripts.setdefault(script, []).append(letter)
    for letters_of_one in scripts.values():
        yield from (f" {one} {other} " for one, other in product(letters_of_one, repeat=2))
