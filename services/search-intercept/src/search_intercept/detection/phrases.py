"""Phrases of the lexicon: reading them, and turning them into what finds and what judges.

The language of phrases is described for their authors in services/search-intercept/LEXICON.md.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import chain, pairwise, product
from unicodedata import normalize

from search_intercept.detection.anchors import Part, find_anchors, find_run, is_little
from search_intercept.detection.normalise import Normalised, named, normalise, plain
from search_intercept.detection.romanised import Romanisation
from search_intercept.detection.scripts import SPACELESS_LETTER, UNPARTED, UNPARTED_LETTER

Span = tuple[int, int]
"""Where something stands in a text: its first place, and the one after its last."""

Lists = Mapping[str, Sequence[str]]
"""The named word lists of a file."""

# Before a phrase that has to be the whole query: short ones that mean much else in company.
_WHOLE = "="
# Up to four words between two parts of a phrase, or sixteen letters where words are not parted.
_GAP_WORDS = 4
_GAP_LETTERS = 16
# What may stand around a whole query on either side, and leave it the whole query.
_MOST_FILLERS = 2
# What so few Chinese characters or Korean syllables say is mostly no more than one word.
_SYLLABLES = 2
_TOKEN = re.compile(
    r"\((?P<optional>[^()]+)\)|\[(?P<choice>[^\[\]]+)\]|(?P<gap>\.\.\.)|(?P<word>[^\s()\[\]|]+)"
    r"|(?P<stray>\S)"
)
_SLOT = re.compile(r"\{(\w+)\}")
# A phrase begins and ends where a word does; scripts that part no words begin and end anywhere.
# Words are all that is not a space: nothing else is left in a normalised text.
_LEFT = ("(?<![^ ])", f"(?:(?<![^ ])|(?=[{UNPARTED}]))")
_RIGHT = ("(?![^ ])", f"(?:(?![^ ])|(?<=[{UNPARTED}]))")


def choices(source: str) -> Iterator[list[str]]:
    """The words of each choice in a phrase, as they are written."""
    for token in _TOKEN.finditer(source):
        if written := token["optional"] or token["choice"]:
            yield [word.strip() for word in written.split("|")]


def lists_named(source: str) -> list[str]:
    """The lists that a phrase uses."""
    return _SLOT.findall(source)


class BadPhrase(Exception):  # noqa: N818 - what a lexicon's author did, not a fault of the program
    """A phrase that can't be used; the message says why, for its author."""


class Marks(Enum):
    """What a phrase makes of diacritics."""

    IGNORED = "ignored"
    AT_MOST = "at most those of the phrase: people leave marks out, but don't add wrong ones"
    EXACT = "exactly those of the phrase"


@dataclass(frozen=True)
class Habits:
    """How a language is written, as far as its phrases have to know."""

    lists: Lists
    marks: Marks = Marks.IGNORED
    proclitics: Sequence[str] = ()
    fillers: Sequence[str] = ()
    respelt: Mapping[str, str] = field(default_factory=dict)
    by_ear: bool = False
    """Whether people write the language in Latin letters too, in no one spelling."""
    romanisation: Romanisation | None = None
    """How people write it in Latin letters, where those can be read back into its script."""
    known: dict[str, Part] = field(default_factory=dict, compare=False)
    """Places that were read before: lists stand in many phrases."""


@dataclass(frozen=True, eq=False)
class Phrase:
    """A phrase of the lexicon. What it needs to be found and judged is worked out when it is first
    needed, since few of all phrases ever are.

    BadPhrase where it can't be read: only `anchors` tells it all.
    """

    source: str
    habits: Habits

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Its places, one after another."""
        tokens = _TOKEN.finditer(self.source.removeprefix(_WHOLE))
        parts = tuple(_part(token, self.habits) for token in tokens)
        _check(self.source, parts)
        return parts

    @property
    def _proclitics(self) -> tuple[str, ...]:
        return tuple(map(_plain, self.habits.proclitics))

    @cached_property
    def exact(self) -> bool:
        """Whether its marks count: it is judged by the form that has them."""
        return self.habits.marks is not Marks.IGNORED

    @property
    def is_whole(self) -> bool:
        """Whether it has to be the whole query."""
        return self.source.startswith(_WHOLE)

    @property
    def fillers(self) -> tuple[str, ...]:
        """What may stand around it where it has to be the whole query."""
        return tuple(_read(filler, self.habits) for filler in self.habits.fillers)

    @property
    def has_gap(self) -> bool:
        """Whether words that it does not name may stand inside it."""
        return any(part.gap for part in self.parts)

    def stands_in(self, text: Normalised) -> bool:
        """Whether a text holds the phrase as whole words."""
        return self.pattern.search(text.marked if self.exact else text.plain) is not None

    def spans_in(self, text: Normalised) -> list[Span]:
        """Where the phrase stands, in places that both forms of the text share."""
        found = self.pattern.finditer(text.marked if self.exact else text.plain)
        return [match.span() for match in found]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What confirms the phrase in a normalised text (`plain` where marks are ignored)."""
        body = ""
        for index, part in enumerate(self.parts):
            body += self._place(part, first=not index)
        if self.is_whole:
            return re.compile(self._filled(body))
        return re.compile(self._left() + body + self._right())

    def _filled(self, body: str) -> str:
        words = "|".join(map(self._letters, self.fillers))
        if not words:
            return f"^{body}$"
        most = f"{{0,{_MOST_FILLERS}}}"
        return f"^(?:(?:{words}) ?){most}{body}(?: ?(?:{words})){most}$"

    def _place(self, part: Part, *, first: bool) -> str:
        if part.gap:
            # Whole words: else the end of "creando" would be the word "do".
            return f"(?:(?: [^ ]+(?![^ ])){{0,{_GAP_WORDS}}}|[{UNPARTED} ]{{0,{_GAP_LETTERS}}})"
        forms = "|".join(self._form(form) for form in sorted(part.forms, key=len, reverse=True))
        space = "" if first else " ?"
        if part.optional:
            return f"(?:(?:{forms}) ?)?" if first else f"(?:{space}(?:{forms}))?"
        return f"{space}(?:{forms})"

    def _form(self, form: str) -> str:
        """One form as a pattern: a star is the rest of a word, a space may be missing."""
        if SPACELESS_LETTER.match(form):
            return " ?".join(map(re.escape, form.replace(" ", "")))
        letters = self._letters(form)
        return letters.replace(r"\*", "[^ ]*").replace(r"\ ", " ?")

    def _letters(self, form: str) -> str:
        if self.habits.marks is Marks.AT_MOST:
            return "".join(_fewer_marks(letter) for letter in form)
        return re.escape(form)

    def _left(self) -> str:
        first = next(i for i, part in enumerate(self.parts) if not part.optional)
        begins = [form[0] for part in self.parts[: first + 1] for form in part.forms]
        clitics = "|".join(map(re.escape, self._proclitics))
        return _edge(begins, _LEFT) + (f"(?:{clitics})?" if clitics else "")

    def _right(self) -> str:
        last = max(i for i, part in enumerate(self.parts) if not part.optional)
        return _edge([form[-1] for part in self.parts[last:] for form in part.forms], _RIGHT)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """What to look for in the scanned form of a query; one stands in all that this fits.

        BadPhrase where there is nothing long enough to look for.
        """
        found = find_anchors(self.parts, clitics=bool(self.habits.proclitics))
        if not found:
            raise BadPhrase(
                f"nothing in {self.source!r} is long enough to look for: "
                "it needs two letters that always stand together"
            )
        return found

    @property
    def fewest_letters(self) -> int:
        """The letters of the shortest text that it fits."""
        return sum(part.fewest_letters for part in required(self.parts))

    @cached_property
    def _anchored(self) -> Sequence[Part]:
        return find_run(self.parts)

    @cached_property
    def rest(self) -> tuple[str, ...]:
        """What else to look for in a scanned form in which an anchor was found, without spaces:
        one of these stands in all that the phrase fits. Empty where the anchors are all of it."""
        others = (self._pieces(part) for part in required(self.parts) if part not in self._anchored)
        return min(others, key=len, default=())

    def _pieces(self, part: Part) -> tuple[str, ...]:
        """What to look for of one place."""
        return part.pieces

    @cached_property
    def telling(self) -> tuple[frozenset[str], ...]:
        """For each place that tells, the words of which a text has to have one; the place that says
        most comes first.
        """
        # Languages that write little words onto the next one part words otherwise.
        if self.habits.proclitics:
            return ()
        found = [(part, self._with_joined(at, part)) for at, part in enumerate(self.parts)]
        # Those first that say most beyond what the phrase was found by, in fewest words.
        found.sort(key=lambda one: (one[0] in self._anchored, len(one[1])))
        return tuple(words for _, words in found if words)

    def _with_joined(self, at: int, part: Part) -> frozenset[str]:
        """The words of a place, alone and with the little words that people write onto them:
        "n'ai" without its sign, "hidupku"."""
        words = part.telling
        if not words:
            return words
        before = set(_neighbours(self.parts[:at][::-1], last=True))
        after = set(_neighbours(self.parts[at + 1 :], last=False))
        pairs = chain(product(before, words), product(words, after))
        joined = {one + other for one, other in pairs if is_little(one, other)}
        return words | joined if joined else words


def _check(source: str, parts: Sequence[Part]) -> None:
    """BadPhrase where the places make no phrase."""
    needed = required(parts)
    if not needed:
        raise BadPhrase(f"{source!r} needs at least one word that is not optional")
    if any(one.gap and other.optional for one, other in pairwise(parts)):
        raise BadPhrase(f"{source!r} has a gap before an optional word, which means nothing")
    if _first(parts).gap or _first(parts[::-1]).gap:
        raise BadPhrase(f"{source!r} begins or ends with a gap, which means nothing")
    lone = _lone_word(needed) if len(needed) < len(parts) else None
    if lone is not None and not source.startswith(_WHOLE):
        raise BadPhrase(
            f"{source!r} comes down to {lone!r}, whatever stands in ( ): write what has to stand "
            "with it in [ ], or that word as a phrase of its own"
        )


def required(parts: Sequence[Part]) -> list[Part]:
    """The places of which a text that fits has to have one form each."""
    return [part for part in parts if not part.optional and not part.gap]


def _lone_word(needed: Sequence[Part]) -> str | None:
    """A single word that is enough for a phrase, or None; where words are not parted, two
    syllables or fewer."""
    words = (form for form in needed[0].forms if " " not in form)
    alone = (word for word in words if len(word) <= _SYLLABLES or not UNPARTED_LETTER.search(word))
    return next(alone, None) if len(needed) == 1 else None


def _neighbours(parts: Sequence[Part], *, last: bool) -> Iterator[str]:
    """The words of the places up to the first required one: the last of each form, or the first."""
    for part in parts:
        yield from (plain(form.rstrip("*").split()[-1 if last else 0]) for form in part.forms)
        if not part.optional and not part.gap:
            return


def _first(parts: Sequence[Part]) -> Part:
    """The first part that is not optional."""
    return next(part for part in parts if not part.optional)


def _part(token: re.Match[str], habits: Habits) -> Part:
    if token["gap"]:
        return Part((), gap=True)
    if token["stray"]:
        raise BadPhrase(f"{token['stray']!r} belongs inside ( ) or [ ]")
    written = token[0]
    if written not in habits.known:
        habits.known[written] = _read_part(token, habits)
    return habits.known[written]


def _read_part(token: re.Match[str], habits: Habits) -> Part:
    text = token["optional"] or token["choice"] or token["word"]
    forms = [form for choice in text.split("|") for form in _expand(choice, habits.lists)]
    spelt = [spelling for form in forms for spelling in _spellings(form, habits.respelt)]
    made = tuple(dict.fromkeys(read for form in spelt if (read := _read(form, habits))))
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


def _spellings(form: str, respelt: Mapping[str, str]) -> Iterator[str]:
    """The form, and the form with letters written as people do who lack the key for them."""
    yield form
    other = form
    for letter, letters in respelt.items():
        other = other.replace(letter, letters)
    if other != form:
        yield other


def _read(form: str, habits: Habits) -> str:
    """A form as it is looked for: with its marks, where they count."""
    return _plain(form) if habits.marks is Marks.IGNORED else _marked(form)


def _plain(form: str) -> str:
    return _keeping_star(form, plain)


def _marked(form: str) -> str:
    return _keeping_star(form, lambda text: normalise(text).marked)


def _keeping_star(form: str, read: Callable[[str], str]) -> str:
    form = named(form).strip()
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
    unparted = [bool(UNPARTED_LETTER.match(letter)) for letter in letters]
    if all(unparted):
        return ""
    return edges[any(unparted)]
