"""Characters that stand for one another, as data: letters that look Latin, Chinese variants."""

from importlib.resources import files


def _table(name: str) -> dict[int, str]:
    rows = files("search_intercept.detection").joinpath(name).read_text("utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if not row.startswith("#"))
    return {ord(pair[0]): pair[1] for pair in pairs}


TO_LATIN = _table("confusables.tsv")
"""Letters of other scripts that look Latin, out of Unicode's own table. Not for whole texts:
only for words that mix scripts, and for forms in which nobody reads."""

FROM_LATIN = {
    name: {ord(latin): chr(code) for code, latin in TO_LATIN.items() if first <= code <= last}
    for name, first, last in (("Cyrillic", 0x430, 0x45F), ("Greek", 0x3B1, 0x3C9))
}
"""The reverse, for words of these alphabets in which somebody put Latin letters."""

TO_SIMPLIFIED = _table("hanzi_variants.tsv")
"""Traditional Chinese characters to simplified ones, so that one rule finds both."""

TO_HIRAGANA = {code: chr(code - 0x60) for code in range(ord("ァ"), ord("ヶ") + 1)}
"""Katakana to hiragana: Japanese slang is written in either."""
