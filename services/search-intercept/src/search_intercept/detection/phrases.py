"""Phrases of the lexicon: reading them, and turning them into what finds and what judges.

The language of phrases is described for their authors in services/search-intercept/LEXICON.md.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise, product
from math import prod
from unicodedata import normalize

from search_intercept.detection.normalise import normalise, plain

Lists = Mapping[str, Sequence[str]]
"""The named word lists of a file."""

# Before a phrase that has to be the whole query: short ones that mean much else in company.
_WHOLE = "="
# Up to four words between two parts of a phrase, or twelve letters where words are not parted.
_GAP_WORDS = 4
_GAP_LETTERS = 12
_TOKEN = re.compile(
    r"\((?P<optional>[^()]+)\)|\[(?P<choice>[^\[\]]+)\]|(?P<gap>\.\.\.)|(?P<word>[^\s()\[\]|]+)"
    r"|(?P<stray>\S)"
)
_SLOT = re.compile(r"\{(\w+)\}")
_UNPARTED = "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_UNPARTED_LETTER = re.compile(f"[{_UNPARTED}]")
# A phrase begins and ends where a word does; scripts that part no words begin and end anywhere.
_LEFT = (r"(?<!\w)", rf"(?:(?=[{_UNPARTED}])|(?<!\w))")
_RIGHT = (r"(?!\w)", rf"(?:(?<=[{_UNPARTED}])|(?!\w))")

# An anchor is what the automaton looks for. Shorter ones would wake the judge for nothing.
_SHORTEST_ANCHOR = 3
_SHORTEST_UNPARTED_ANCHOR = 2
_MOST_ANCHORS = 400


class BadPhrase(Exception):  # noqa: N818 - what a lexicon's author did, not a fault of the program
    """A phrase that can't be used; the message says why, for its author."""


class Marks(Enum):
    """What a phrase makes of diacritics."""

    IGNORED = "ignored"
    AT_MOST = "at most those of the phrase: people leave marks out, but don't add wrong ones"
    EXACT = "exactly those of the phrase"


@dataclass(frozen=True)
class Part:
    """One place of a phrase: the forms that may stand there. `gap` stands for any few words."""

    forms: tuple[str, ...]
    optional: bool = False
    gap: bool = False


@dataclass(frozen=True)
class Phrase:
    """A phrase of the lexicon, ready to compile."""

    source: str
    parts: tuple[Part, ...]
    proclitics: tuple[str, ...] = ()
    marks: Marks = Marks.IGNORED
    whole: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What confirms the phrase in a normalised text (`plain` where marks are ignored)."""
        body = ""
        for index, part in enumerate(self.parts):
            body += self._place(part, first=not index)
        if self.whole:
            return re.compile(f"^{body}$")
        return re.compile(self._left() + body + self._right())

    def _place(self, part: Part, *, first: bool) -> str:
        if part.gap:
            return f"(?:(?: [^ ]+){{0,{_GAP_WORDS}}}|[{_UNPARTED}]{{0,{_GAP_LETTERS}}})"
        forms = "|".join(self._form(form) for form in sorted(part.forms, key=len, reverse=True))
        space = "" if first else " ?"
        if part.optional:
            return f"(?:(?:{forms}) ?)?" if first else f"(?:{space}(?:{forms}))?"
        return f"{space}(?:{forms})"

    def _form(self, form: str) -> str:
        """One form as a pattern: a star is the rest of a word, a space may be missing."""
        if _UNPARTED_LETTER.match(form):
            return " ?".join(map(re.escape, form.replace(" ", "")))
        letters = self._letters(form)
        return letters.replace(r"\*", r"\w*").replace(r"\ ", " ?")

    def _letters(self, form: str) -> str:
        if self.marks is Marks.AT_MOST:
            return "".join(_fewer_marks(letter) for letter in form)
        return re.escape(form)

    def _left(self) -> str:
        first = next(i for i, part in enumerate(self.parts) if not part.optional)
        begins = [form[0] for part in self.parts[: first + 1] for form in part.forms]
        clitics = "|".join(map(re.escape, self.proclitics))
        return _edge(begins, _LEFT) + (f"(?:{clitics})?" if clitics else "")

    def _right(self) -> str:
        last = max(i for i, part in enumerate(self.parts) if not part.optional)
        return _edge([form[-1] for part in self.parts[last:] for form in part.forms], _RIGHT)

    @cached_property
    def anchors(self) -> list[str]:
        """Literals without spaces, one of which stands in every text that the phrase fits.

        BadPhrase where the phrase has no run of words that is long enough to look for.
        """
        best: list[str] = []
        for run in self._runs():
            literals = _literals(run)
            if literals and _weight(literals) > _weight(best):
                best = literals
        if not best or not all(map(_long_enough, best)):
            raise BadPhrase(
                f"nothing in {self.source!r} is long enough to look for: "
                f"it needs {_SHORTEST_ANCHOR} letters that always stand together"
            )
        return best

    def _runs(self) -> list[tuple[Part, ...]]:
        """Every run of neighbouring places that holds at least one that is required."""
        count = len(self.parts)
        runs = [self.parts[i:j] for i in range(count) for j in range(i + 1, count + 1)]
        return [
            run
            for run in runs
            if not any(part.gap for part in run) and not (run[0].optional or run[-1].optional)
        ]

    @property
    def words(self) -> set[str]:
        """The words of the phrase in plain form: what disguised words may be read as."""
        forms = (form for part in self.parts for form in part.forms)
        return {word for form in forms for word in _plain(form).replace("*", "").split()}


def parse(
    source: str, lists: Lists, proclitics: Sequence[str] = (), marks: Marks = Marks.IGNORED
) -> Phrase:
    """Read a phrase. BadPhrase where it is empty or uses a list that doesn't exist."""
    whole = source.startswith(_WHOLE)
    parts = [_part(token, lists, marks) for token in _TOKEN.finditer(source.removeprefix(_WHOLE))]
    required = [part for part in parts if not part.optional and not part.gap]
    if not required:
        raise BadPhrase(f"{source!r} needs at least one word that is not optional")
    if parts[0].gap or parts[-1].gap:
        raise BadPhrase(f"{source!r} begins or ends with a gap, which means nothing")
    if any(one.gap and other.optional for one, other in pairwise(parts)):
        raise BadPhrase(f"{source!r} has a gap before an optional word, which means nothing")
    return Phrase(source, tuple(parts), tuple(map(_plain, proclitics)), marks, whole)


def _part(token: re.Match[str], lists: Lists, marks: Marks) -> Part:
    if token["gap"]:
        return Part((), gap=True)
    if token["stray"]:
        raise BadPhrase(f"{token['stray']!r} belongs inside ( ) or [ ]")
    text = token["optional"] or token["choice"] or token["word"]
    forms = [form for choice in text.split("|") for form in _expand(choice, lists)]
    read = _plain if marks is Marks.IGNORED else _marked
    made = tuple(dict.fromkeys(form for form in map(read, forms) if form))
    if not made:
        raise BadPhrase(f"{text!r} has no letters in it")
    return Part(made, optional=token["optional"] is not None)


def _expand(choice: str, lists: Lists) -> list[str]:
    """The ways to write a choice in which every {list} stands for one of its entries."""
    pieces = _SLOT.split(choice)
    for name in pieces[1::2]:
        if name not in lists:
            raise BadPhrase(f"there is no list named {name!r}")
    options = [lists[piece] if index % 2 else [piece] for index, piece in enumerate(pieces)]
    return ["".join(chosen) for chosen in product(*options)]


def _plain(form: str) -> str:
    return _keeping_star(form, plain)


def _marked(form: str) -> str:
    return _keeping_star(form, lambda text: normalise(text).marked)


def _keeping_star(form: str, read: Callable[[str], str]) -> str:
    form = form.strip()
    return read(form.rstrip("*")) + ("*" if form.endswith("*") else "")


def _fewer_marks(letter: str) -> str:
    """A class of the letters that somebody types who leaves out some or all of the marks."""
    if letter == "*":
        return r"\*"
    if letter == "đ":
        return "[dđ]"
    base, *marks = list(normalize("NFD", letter))
    if not marks:
        return re.escape(letter)
    chosen = product(*[("", mark) for mark in marks])
    return "[" + "".join({normalize("NFC", base + "".join(kept)) for kept in chosen}) + "]"


def _edge(letters: Sequence[str], edges: tuple[str, str]) -> str:
    """The edge of a phrase that may begin or end with these letters: the cheapest that will do."""
    unparted = [bool(_UNPARTED_LETTER.match(letter)) for letter in letters]
    if all(unparted):
        return ""
    return edges[any(unparted)]


def _literals(run: Sequence[Part]) -> list[str]:
    """All the ways to write a run, without spaces; none where a star stands inside or too many."""
    choices = [(*part.forms, "") if part.optional else part.forms for part in run]
    if prod(map(len, choices)) > _MOST_ANCHORS:
        return []
    if any(form.endswith("*") for forms in choices[:-1] for form in forms):
        return []
    letters = [[plain(form.rstrip("*")).replace(" ", "") for form in forms] for forms in choices]
    return sorted({"".join(chosen) for chosen in product(*letters)})


def _weight(literals: Sequence[str]) -> tuple[int, int]:
    """Longer shortest literals first; of equals, the fewer."""
    if not literals:
        return (0, 0)
    unparted = all(_UNPARTED_LETTER.match(literal) for literal in literals)
    return (min(map(len, literals)) * (2 if unparted else 1), -len(literals))


def _long_enough(literal: str) -> bool:
    shortest = _SHORTEST_UNPARTED_ANCHOR if _UNPARTED_LETTER.match(literal) else _SHORTEST_ANCHOR
    return len(literal) >= shortest
