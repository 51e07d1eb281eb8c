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

from search_intercept.detection.character_tables import TO_LATIN, TO_SIMPLIFIED
from search_intercept.detection.code_pages import CodePage, ascii_bytes
from search_intercept.detection.normalise import (
    EMOJI,
    MAX_CHARACTERS,
    Table,
    letters,
    one_sara_ae,
    words,
)
from search_intercept.detection.scripts import UNPARTED_LETTER

SHORTEST_TOGETHER = 8
"""Letters of a word that may be several: a shorter one too easily falls into words by chance."""

SIGN = "\x01"
"""Stands for the signs and emoji that people write for letters and words, and before words written
together: only repair can say which."""
_SIGNS = "@$!|€£+*#"

_BORDER = "\n"
_AROUND_ONE_WORD = 2

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
    if character in _SIGNS or character in EMOJI:
        return SIGN
    read = letters(character)
    if not read:
        return None
    folded = words(read).plain.translate(TO_LATIN).translate(_CLASSES)
    return folded.replace(" ", "") or " "


_TABLE = Table(_scanned)
_ASCII_TABLE, _ASCII_DROPPED = ascii_bytes(_scanned)

# Letters with marks of the languages that are written in Latin letters; the others of Vietnamese
# are U+1EA0 to U+1EF9.
_LATIN = "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿăąćčďđěęğıĩłńňőřśşšţťũůűźżžơưșț\u2019"
_PAGES = tuple(
    CodePage(letters, _scanned)
    for letters in (
        _LATIN + "".join(chr(code) for code in range(0x1EA1, 0x1EFA, 2)),
        "".join(map(chr, (*range(0x386, 0x3CF), 0x2019))),  # Greek
        "".join(map(chr, (*range(0x400, 0x460), 0x490, 0x491, 0x2019))),  # Cyrillic
        "".join(map(chr, range(0x5B0, 0x5F5))),  # Hebrew
        "".join(map(chr, (0x60C, 0x61B, 0x61F, *range(0x621, 0x656), *range(0x660, 0x66A))))
        + "پچژگکیےہۃھںٹڈڑۀۓ" + "".join(map(chr, range(0x6F0, 0x6FA))),  # Arabic, Persian, Urdu
        "".join(map(chr, range(0x900, 0x980))),  # Devanagari
        "".join(map(chr, range(0x980, 0xA00))),  # Bengali
        "".join(map(chr, range(0xB80, 0xC00))),  # Tamil
        "".join(map(chr, range(0xE00, 0xE80))),  # Thai
    )
)  # fmt: skip
_BLOCKS = (
    (0x80, 0x250, 0), (0x1E00, 0x1F00, 0), (0x370, 0x400, 1), (0x400, 0x500, 2), (0x580, 0x600, 3),
    (0x600, 0x700, 4), (0x900, 0x980, 5), (0x980, 0xA00, 6), (0xB80, 0xC00, 7), (0xE00, 0xE80, 8),
)  # fmt: skip
_BLOCK_SIZE = 0x10
_PAGE_OF = {
    block: _PAGES[page]
    for first, end, page in _BLOCKS
    for block in range(first // _BLOCK_SIZE, end // _BLOCK_SIZE)
}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

_ITSELF = [
    chr(code)
    for first, end in ((0x3041, 0x3097), (0x4E00, 0xA000), (0xAC00, 0xD7A4))
    for code in range(first, end)
    if code not in TO_SIMPLIFIED and code not in TO_LATIN
]
_BECOMES_ANOTHER = re.compile(f"[^a-z {''.join(_ITSELF)}]")
"""Finds what is none of the kana, Chinese characters, Korean syllables and Latin letters that stay
as they are."""


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


def parted(scanned: str) -> str:
    """The half of a scanned form that has its spaces."""
    return scanned[scanned.index(" ") :]


def _composed(text: str) -> str:
    cut = text[:MAX_CHARACTERS]
    return cut if cut.isascii() else unicodedata.normalize("NFC", cut)


def _form(composed: str) -> str:
    if composed.isascii():
        return composed.encode().translate(_ASCII_TABLE, _ASCII_DROPPED).decode()
    return one_sara_ae(_as_bytes(composed) or composed.translate(_TABLE))


def _as_bytes(composed: str) -> str | None:
    """What the table makes of a text, the faster way, or None where its letters allow none."""
    first = composed[:1]
    if first.isascii():
        beyond = _BEYOND_ASCII.search(composed)
        first = beyond[0] if beyond else first
    page = _PAGE_OF.get(ord(first) // _BLOCK_SIZE)
    if page is not None:
        return page.translate(composed)
    return None if _BECOMES_ANOTHER.search(composed) else composed


def may_be_written_together(scanned: str) -> bool:
    """Whether a scanned form is of one word so long that it may be several: only repair can say
    which, and each of them may be looked for as a word of its own. Scripts that part no words are
    looked at everywhere as it is."""
    if scanned.count(" ") > _AROUND_ONE_WORD:
        return False
    word = scanned.partition("\n ")[2]
    return len(word) > SHORTEST_TOGETHER and not UNPARTED_LETTER.match(word)


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
