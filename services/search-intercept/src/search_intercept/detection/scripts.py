"""What scripts do to words, as character classes for regular expressions."""

import re

SPACELESS = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
    "\U00020000-\U0003134f"
)
"""Thai, Lao, Burmese, Khmer, kana and Chinese characters: written without spaces."""

HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
"""Korean parts words, but as it pleases, and writes endings onto them."""

UNPARTED = SPACELESS + HANGUL
"""Scripts in which a word may begin and end anywhere."""

KINDRED = "\u0370-\u058f\u13a0-\u13ff\u2c80-\u2cff\ua4d0-\ua4ff\uab70-\uabbf"
"""Greek, Coptic, Cyrillic, Armenian, Cherokee, Lisu: the scripts with letters that look Latin."""

MARKS = "\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3\u302a-\u3099"
"""Vowel and tone signs that a script is written with: \\w does not cover them, but they part
nothing."""

JOINERS = "\u094d\u09cd\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
"""Signs (virama) that write the next letter onto the one before."""

SPACELESS_LETTER = re.compile(f"[{SPACELESS}]")
UNPARTED_LETTER = re.compile(f"[{UNPARTED}]")
SYLLABLE = re.compile("[\u3400-\u9fff\U00020000-\U0003134f\uac00-\ud7af]")
"""Chinese characters and Korean syllables: one says as much as a few letters."""
