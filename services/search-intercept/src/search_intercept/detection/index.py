"""What a lexicon is searched by: made from its phrases once, and kept beside the word lists."""

import hashlib
import json
import tempfile
from array import array
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, takewhile
from operator import eq
from pathlib import Path
from types import MappingProxyType
from typing import Self

from search_intercept.detection.hearing import latin_words
from search_intercept.detection.normalise import plain
from search_intercept.detection.phrases import Phrase
from search_intercept.detection.romanised import Romanisation
from search_intercept.detection.scanning import anywhere, suspicions
from search_intercept.detection.slips import slips
from shared.data_files import as_text, read_yaml

# The letters of a misspelt phrase that are looked for: from its beginning to some after the slip.
_AFTER_SLIP = 4
_LEAST_OF_SLIP = 9

# How many times as often a word has to stand in phrases that are spelt by ear as in all others.
_MORE_BY_EAR = 3

DISGUISE, BY_EAR, ROMANISED = 0, 1, 2
"""The groups of signs: that a word may be hidden, that a language may be spelt by ear, and that one
may be written in Latin letters instead of its script."""
SIGNS = frozenset((DISGUISE, BY_EAR, ROMANISED))
_NONE: Mapping[int, Sequence[str]] = MappingProxyType({})

_CODE = Path(__file__).parent
PARTED = "\0"
"""What parts texts that are kept in one."""


@dataclass(frozen=True)
class Patterns:
    """Texts to look for at once, and the numbers of the phrases that each may be part of."""

    joined: bytes
    """The texts in UTF-8, parted by NUL: a hundred thousand short ones would take ten times the
    room."""
    groups: "array[int]"
    """For each text, the group of phrases that it may be part of: texts share many."""
    owners: "array[int]"
    """The numbers of the phrases of all groups, one group after another."""
    ends: "array[int]"
    """For each group, where its numbers end in `owners`. Those of signs have none."""
    fewest_letters: "array[int]"
    """For each phrase, the letters of the shortest text that it fits."""

    @classmethod
    def of(cls, phrases: Sequence[Phrase], signs: Mapping[int, Sequence[str]] = _NONE) -> Self:
        """The anchors of phrases, which are numbered as they come, and signs by their groups."""
        found: dict[str, list[int]] = {}
        for number, phrase in enumerate(phrases):
            for anchor in phrase.anchors:
                found.setdefault(anchor, []).append(number)
        numbers: dict[tuple[int, ...], int] = {}
        groups = [
            numbers.setdefault(tuple(owners), len(SIGNS) + len(numbers))
            for owners in found.values()
        ]
        each_sign = [(text, sign) for sign, texts in signs.items() for text in texts]
        return cls(
            # A word may be an anchor, and a sign as well.
            PARTED.join((*found, *(text for text, _ in each_sign))).encode(),
            array("I", (*groups, *(sign for _, sign in each_sign))),
            array("I", chain.from_iterable(numbers)),
            array("I", (*(0 for _ in SIGNS), *accumulate(map(len, numbers)))),
            array("I", (phrase.fewest_letters for phrase in phrases)),
        )

    @classmethod
    def restored(cls, joined: str, **numbers: str) -> Self:
        """Patterns out of what `kept` gave."""
        return cls(b64decode(joined), **{name: _numbers(kept) for name, kept in numbers.items()})

    def kept(self) -> dict[str, str]:
        """The patterns as JSON can hold them, without making an object of every number."""
        return {
            "joined": b64encode(self.joined).decode(),
            "groups": _packed(self.groups),
            "owners": _packed(self.owners),
            "ends": _packed(self.ends),
            "fewest_letters": _packed(self.fewest_letters),
        }

    def each(self) -> list[bytes]:
        """All that is looked for."""
        return self.joined.split(PARTED.encode()) if self.joined else []


@dataclass(frozen=True)
class Index:
    """What the phrases of a lexicon are found by."""

    rules: Patterns
    """Of rules' phrases, and signs of disguise."""
    surroundings: Patterns
    """Of look-alikes' and contexts' phrases."""
    vocabulary: frozenset[str]
    """Every word that some phrase uses, in plain form."""
    heard: Patterns
    """Of rules' phrases by their sound."""
    words_of: Mapping[str, str]
    """For each language that is read back from Latin letters, the words of its phrases, in plain
    form and in order, parted by NUL."""

    @property
    def texts(self) -> list[str]:
        """All that is looked for."""
        all_patterns = (self.rules, self.surroundings, self.heard)
        return [text.decode() for patterns in all_patterns for text in patterns.each()]


def make_index(
    rules: Sequence[Phrase],
    surroundings: Sequence[Phrase],
    heard: Sequence[Phrase],
    misspelt: Iterable[str],
    romanisations: Sequence[Romanisation],
) -> Index:
    """Index phrases as they are written and as they are heard, the slips of words that are often
    misspelt, and the words of languages that are read back from Latin letters."""
    phrases = (*rules, *surroundings)
    vocabulary = _vocabulary(phrases)
    anchors = {anchor for phrase in rules for anchor in phrase.anchors}
    signs = {
        DISGUISE: sorted({*_disguises(anchors, slips(misspelt, vocabulary))} - anchors),
        BY_EAR: list(_spelt_by_ear(rules)),
        ROMANISED: [_as_word(word) for one in romanisations for word in sorted(one.words)],
    }
    return Index(
        Patterns.of(rules, signs),
        Patterns.of(surroundings),
        vocabulary,
        Patterns.of(heard),
        {one.language: PARTED.join(_words_of(one, phrases)) for one in romanisations},
    )


def _as_word(word: str) -> str:
    return f" {anywhere(word)} "


def _words_of(romanisation: Romanisation, phrases: Iterable[Phrase]) -> list[str]:
    """The words of a language in its own script, in order."""
    mine = (phrase for phrase in phrases if phrase.habits.romanisation is romanisation)
    return sorted(word for word in _vocabulary(mine) if not word.isascii())


def _disguises(anchors: Iterable[str], misspellings: Mapping[str, str]) -> Iterator[str]:
    """What says that a word may be hidden, or misspelt."""
    yield from suspicions({*chain(*anchors)})
    for slip, meant in misspellings.items():
        # Any spaces of a phrase may be missing; a word has to be one.
        yield _telling(slip, meant) if " " in slip else _as_word(slip)


def _telling(slip: str, meant: str) -> str:
    """So much of a misspelt phrase as says that it is one: how it goes on only takes room."""
    looked_for = anywhere(slip)
    same = sum(takewhile(bool, map(eq, looked_for, anywhere(meant))))
    return looked_for[: max(same + _AFTER_SLIP, _LEAST_OF_SLIP)]


def _spelt_by_ear(phrases: Iterable[Phrase]) -> Iterator[str]:
    """What says that a query may be in a language that is spelt by ear: words that stand in its
    phrases far more than in those of others."""
    heard, spelt = Counter[str](), Counter[str]()
    for phrase in phrases:
        (heard if phrase.habits.by_ear else spelt).update(latin_words(phrase))
    for word, times in heard.items():
        if times > _MORE_BY_EAR * spelt[word]:
            yield f" {word} "


def _vocabulary(phrases: Iterable[Phrase]) -> frozenset[str]:
    # Lists stand in many phrases, and their parts are shared.
    parts = {id(part): part for phrase in phrases for part in phrase.parts}
    forms = (form.rstrip("*") for part in parts.values() for form in part.forms)
    return frozenset(plain(word) for form in forms for word in form.split())


@dataclass(frozen=True)
class Kept:
    """What is kept of word lists."""

    index: Index
    pages: Mapping[str, str]
    """The files by name, each as JSON: all of them at once as objects would take much room."""


class IndexFile:
    """An index and what it was made of, as Python keeps what it compiled: made anew where it is out
    of date."""

    def __init__(self, path: Path, word_lists: Sequence[Path]) -> None:
        self._path = path
        self._word_lists = word_lists
        self._made_of = _fingerprint([*word_lists, *_sources()])

    def read(self) -> Kept | None:
        """What is kept, unless it was made of other word lists or by other code."""
        try:
            kept = json.loads(self._path.read_bytes())
            if kept["made_of"] != self._made_of:
                return None
            index = Index(
                Patterns.restored(**kept["rules"]),
                Patterns.restored(**kept["surroundings"]),
                frozenset(kept["vocabulary"].split(PARTED)),
                Patterns.restored(**kept["heard"]),
                kept["words_of"],
            )
            return Kept(index, kept["pages"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write(self, index: Index) -> None:
        """Keep the index; where nothing may be written it is made again at the next start."""
        kept = {
            "made_of": self._made_of,
            "pages": {path.name: as_text(read_yaml(path)) for path in self._word_lists},
            "rules": index.rules.kept(),
            "surroundings": index.surroundings.kept(),
            "heard": index.heard.kept(),
            "words_of": dict(index.words_of),
            "vocabulary": PARTED.join(sorted(index.vocabulary)),
        }
        try:
            self._path.parent.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._path.parent, delete=False) as file:
                file.write(json.dumps(kept).encode())
            made = Path(file.name)
            made.chmod(0o644)
            # Whole or not at all: other processes may be starting.
            made.replace(self._path)
        except OSError:
            return


def _sources() -> Iterator[Path]:
    """The code and the tables that decide what an index is like."""
    yield from sorted([*_CODE.glob("*.py"), *_CODE.glob("*.tsv")])


def _fingerprint(paths: Iterable[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def _packed(numbers: "array[int]") -> str:
    return b64encode(numbers.tobytes()).decode()


def _numbers(kept: str) -> "array[int]":
    return array("I", b64decode(kept))
