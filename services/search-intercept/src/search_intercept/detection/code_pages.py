"""Translating texts of one script as bytes: three calls into C instead of one look-up a letter."""

import codecs
from collections.abc import Callable, Iterable

Rule = Callable[[str], str | None]
"""What becomes of a character: another, several, or None where it is left out."""

_SIZE = 256
_UNDEFINED = "\ufffe"


def ascii_bytes(rule: Rule) -> tuple[bytes, bytes]:
    """A rule for characters as what `bytes.translate` takes: a table, and what is dropped."""
    made = [rule(chr(code)) for code in range(128)]
    table = bytes(ord(one) if one else 0 for one in made) + bytes(128)
    return table, bytes(code for code, one in enumerate(made) if not one)


class CodePage:
    """ASCII and up to 128 letters of a script, each with what becomes of it.

    Letters that become more than one character are left out, for a slower way to translate.
    """

    def __init__(self, letters: Iterable[str], rule: Rule) -> None:
        made = {letter: rule(letter) for letter in (*map(chr, range(128)), *letters)}
        made = {letter: to for letter, to in made.items() if to is None or len(to) == 1}
        table = "".join(dict.fromkeys((*made, *filter(None, made.values()))))
        if len(table) > _SIZE:
            raise ValueError("a code page holds no more than 256 characters")
        readable = "".join(letter if letter in made else _UNDEFINED for letter in table)
        becomes = (table.index(made.get(letter) or letter) for letter in table)
        self._encoding = codecs.charmap_build(readable.ljust(_SIZE, _UNDEFINED))
        self._becomes = bytes(becomes).ljust(_SIZE, b"\0")
        self._dropped = bytes(table.index(letter) for letter, to in made.items() if to is None)
        self._table = table

    def translate(self, text: str) -> str | None:
        """The text translated, or None where it holds a character that the page does not."""
        try:
            coded, _ = codecs.charmap_encode(text, "strict", self._encoding)
        except UnicodeEncodeError:
            return None
        return codecs.charmap_decode(
            coded.translate(self._becomes, self._dropped), "strict", self._table
        )[0]
