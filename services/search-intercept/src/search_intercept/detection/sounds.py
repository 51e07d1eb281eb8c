"""What a text sounds like, where people write a language in Latin letters by ear.

Hindi, Urdu, Bengali and Tamil are written in scripts of their own, and have no spelling in Latin
letters: "jeena", "jina" and "jeenaa" are one word, as "khud" and "khood", "valo" and "bhalo" are.
"""

from collections.abc import Sequence

_LONG = ((b"ee", b"i"), (b"oo", b"u"))
# One letter for those of one sound, or of sounds that are taken for one another. The h marks
# breath, and is left out or put in.
_ONE_SOUND = bytes.maketrans(b"fqjwvy", b"pkzbbi")
_SILENT = b"h"
# Bengali's first vowel is written o as well as a.
_OPEN = ((b"ai", b"e"), (b"o", b"a"))


def heard(text: str) -> str:
    """The sound of a text in ASCII, word by word: one letter for what sounds alike, none twice."""
    sound = _without_doubles(_with(_LONG, text.encode()).translate(_ONE_SOUND, _SILENT))
    return _without_doubles(_with(_OPEN, sound)).decode()


def _with(letters: Sequence[tuple[bytes, bytes]], text: bytes) -> bytes:
    for written, sound in letters:
        text = text.replace(written, sound)
    return text


def _without_doubles(text: bytes) -> bytes:
    pieces: list[bytes] = []
    begin = 0
    for at in range(1, len(text)):
        if text[at] == text[at - 1]:
            pieces.append(text[begin:at])
            begin = at + 1
    return b"".join((*pieces, text[begin:])) if pieces else text
