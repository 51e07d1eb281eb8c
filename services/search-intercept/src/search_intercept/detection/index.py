"""What a lexicon is searched by: made from its phrases once, and kept beside the word lists."""

import hashlib
import json
import tempfile
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, takewhile
from operator import eq
from pathlib import Path
from typing import Self

from search_intercept.detection.normalise import plain
from search_intercept.detection.phrases import Phrase
from search_intercept.detection.scanning import anywhere, suspicions
from search_intercept.detection.slips import slips

# The letters of a misspelt phrase that are looked for: from its beginning to some after the slip.
_AFTER_SLIP = 4
_LEAST_OF_SLIP = 9

_CODE = Path(__file__).parent
_PARTED = "\0"


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
    """For each group, where its numbers end in `owners`. Signs of disguise have none."""

    @classmethod
    def of(cls, phrases: Iterable[Phrase], signs: Iterable[str] = ()) -> Self:
        """The anchors of phrases, which are numbered as they come, and signs of disguise."""
        found: dict[str, list[int]] = {}
        for number, phrase in enumerate(phrases):
            for anchor in phrase.anchors:
                found.setdefault(anchor, []).append(number)
        for sign in signs:
            found.setdefault(sign, [])
        return cls._grouped(found)

    @classmethod
    def _grouped(cls, found: Mapping[str, Sequence[int]]) -> Self:
        numbers: dict[tuple[int, ...], int] = {}
        groups = [numbers.setdefault(tuple(owners), len(numbers)) for owners in found.values()]
        owners = array("I", chain.from_iterable(numbers))
        ends = array("I", accumulate(map(len, numbers)))
        return cls(_PARTED.join(found).encode(), array("I", groups), owners, ends)

    @classmethod
    def restored(cls, joined: str, groups: str, owners: str, ends: str) -> Self:
        """Patterns out of what `kept` gave."""
        return cls(b64decode(joined), _numbers(groups), _numbers(owners), _numbers(ends))

    def kept(self) -> dict[str, str]:
        """The patterns as JSON can hold them, without making an object of every number."""
        return {
            "joined": b64encode(self.joined).decode(),
            "groups": _as_text(self.groups),
            "owners": _as_text(self.owners),
            "ends": _as_text(self.ends),
        }

    def each(self) -> list[bytes]:
        """All that is looked for."""
        return self.joined.split(_PARTED.encode()) if self.joined else []


@dataclass(frozen=True)
class Index:
    """What the phrases of a lexicon are found by."""

    rules: Patterns
    """Of rules' phrases, and signs of disguise."""
    surroundings: Patterns
    """Of look-alikes' and contexts' phrases."""
    vocabulary: frozenset[str]
    """Every word that some phrase uses, in plain form."""
    fewest_letters: "array[int]"
    """Of each phrase of a rule, the letters of the shortest text that it fits."""

    @property
    def texts(self) -> list[str]:
        """All that is looked for."""
        return [text.decode() for text in chain(self.rules.each(), self.surroundings.each())]


def make_index(
    rules: Sequence[Phrase], surroundings: Sequence[Phrase], misspelt: Iterable[str]
) -> Index:
    """Index phrases, and the slips of words that are often misspelt."""
    vocabulary = _vocabulary((*rules, *surroundings))
    return Index(
        Patterns.of(rules, _signs(rules, slips(misspelt, vocabulary))),
        Patterns.of(surroundings),
        vocabulary,
        array("I", (phrase.fewest_letters for phrase in rules)),
    )


def _signs(phrases: Iterable[Phrase], misspellings: Mapping[str, str]) -> Iterator[str]:
    """What says that a word may be hidden, or misspelt."""
    yield from suspicions({letter for phrase in phrases for letter in chain(*phrase.anchors)})
    for slip, meant in misspellings.items():
        # Any spaces of a phrase may be missing; a word has to be one.
        yield _telling(slip, meant) if " " in slip else f" {anywhere(slip)} "


def _telling(slip: str, meant: str) -> str:
    """So much of a misspelt phrase as says that it is one: how it goes on only takes room."""
    looked_for = anywhere(slip)
    same = sum(takewhile(bool, map(eq, looked_for, anywhere(meant))))
    return looked_for[: max(same + _AFTER_SLIP, _LEAST_OF_SLIP)]


def _vocabulary(phrases: Iterable[Phrase]) -> frozenset[str]:
    # Lists stand in many phrases, and their parts are shared.
    parts = {id(part): part for phrase in phrases for part in phrase.parts}
    forms = (form.rstrip("*") for part in parts.values() for form in part.forms)
    return frozenset(plain(word) for form in forms for word in form.split())


class IndexFile:
    """An index in a file, as Python keeps what it compiled: made anew where it is out of date."""

    def __init__(self, path: Path, word_lists: Iterable[Path]) -> None:
        self._path = path
        self._made_of = _fingerprint([*word_lists, *_sources()])

    def read(self) -> Index | None:
        """The index, unless there is none that was made of these word lists by this code."""
        try:
            kept = json.loads(self._path.read_bytes())
            if kept["made_of"] != self._made_of:
                return None
            return Index(
                Patterns.restored(**kept["rules"]),
                Patterns.restored(**kept["surroundings"]),
                frozenset(kept["vocabulary"].split(_PARTED)),
                _numbers(kept["fewest_letters"]),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write(self, index: Index) -> None:
        """Keep the index; where nothing may be written it is made again at the next start."""
        kept = {
            "made_of": self._made_of,
            "fewest_letters": _as_text(index.fewest_letters),
            "rules": index.rules.kept(),
            "surroundings": index.surroundings.kept(),
            "vocabulary": _PARTED.join(sorted(index.vocabulary)),
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


def _as_text(numbers: "array[int]") -> str:
    return b64encode(numbers.tobytes()).decode()


def _numbers(kept: str) -> "array[int]":
    return array("I", b64decode(kept))
