"""Anchors: what the automaton looks for, so that one of them stands in all that a phrase fits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise, product

from search_intercept.detection.normalise import plain
from search_intercept.detection.scanning import anywhere, as_words
from search_intercept.detection.scripts import SYLLABLE, UNPARTED_LETTER

# From this length a literal is rare enough to be looked for without regard to words.
_LONG = 6
_SHORTEST = 2
# Longer literals are not rarer in a way that pays for having more of them, or for the room that
# the ends of them take.
_LONG_ENOUGH = 7
_LONGEST = 8
_MOST = 100
# Words of so few letters are written onto the next one, or the one before.
_LITTLE = 2


@dataclass(frozen=True)
class Part:
    """One place of a phrase: the forms that may stand there. `gap` stands for any few words."""

    forms: tuple[str, ...]
    optional: bool = False
    gap: bool = False

    @cached_property
    def letters(self) -> int:
        """The letters of the shortest form; those of scripts that part no words say more."""
        return min(map(_letters, self.forms), default=0)

    @property
    def fewest_letters(self) -> int:
        """The letters of the shortest form, as they are counted: every one is one."""
        return min(len(form.replace(" ", "").rstrip("*")) for form in self.forms)

    @property
    def most_letters(self) -> int:
        """The letters of the longest form, as it is looked for."""
        return max(len(anywhere(form.rstrip("*"))) for form in self.forms)

    @cached_property
    def open_ended(self) -> bool:
        """Whether a word may go on after a form."""
        return any(form.endswith("*") for form in self.forms)

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """What to look for in a scanned form without spaces: one stands in all that fits here."""
        whole = {anywhere(form.rstrip("*")) for form in self.forms}
        return tuple(one for one in whole if not any(other in one for other in whole - {one}))

    @cached_property
    def telling(self) -> frozenset[str]:
        """Words, in plain form, of which a text that fits has one: the longest of each form, alone
        and with the little words that people write onto it, or all of it without spaces; none where
        that can't be told: where a word may go on, or where words are not parted."""
        if self.gap or self.optional or any(map(_runs_on, self.forms)):
            return frozenset()
        return frozenset(plain(word) for form in self.forms for word in _telling(form))


def find_anchors(parts: Sequence[Part], *, clitics: bool) -> frozenset[str]:
    """Literals in the form that is scanned; none where nothing is long enough to look for.

    `clitics` says that other words may be written onto the first one.
    """
    best = _best_run(parts)
    if best is None or best.length < _SHORTEST:
        return frozenset()
    if best.length >= _LONG:
        return frozenset(anywhere(literal)[:_LONGEST] for literal in _literals(best.parts))
    return frozenset(_short(best.parts, left=not clitics))


def find_literals(parts: Sequence[Part]) -> list[str]:
    """What the places that say most may read, where a word may go on without the space after it."""
    best = _best_run(parts)
    if best is None:
        return []
    end = "" if best.parts[-1].open_ended else " "
    return [f" {literal}{end}" for literal in _literals(best.parts)]


def find_run(parts: Sequence[Part]) -> Sequence[Part]:
    """The places that the anchors say all about."""
    best = _best_run(parts)
    if best is None or best.length < _LONG:
        return best.parts if best else ()
    ends = accumulate(part.most_letters for part in best.parts)
    return [part for part, end in zip(best.parts, ends, strict=True) if end <= _LONGEST]


def _short(run: Sequence[Part], *, left: bool) -> Iterator[str]:
    right = not run[-1].open_ended
    for literal in _literals(run):
        if UNPARTED_LETTER.search(literal):
            yield anywhere(literal)
        else:
            yield from as_words(literal, left=left, right=right)


@dataclass(frozen=True)
class _Run:
    """Neighbouring places, the letters of their shortest literal, and how many literals fit."""

    parts: Sequence[Part]
    length: int
    choices: int


def _best_run(parts: Sequence[Part]) -> _Run | None:
    return max(_runs(parts), key=_worth, default=None)


def _runs(parts: Sequence[Part]) -> Iterator[_Run]:
    """Every run of neighbouring places that begins and ends with a required one."""
    for first, part in enumerate(parts):
        if not part.gap and not part.optional:
            yield from _from(parts, first)


def _from(parts: Sequence[Part], first: int) -> Iterator[_Run]:
    length, choices = 0, 1
    for last in range(first, len(parts)):
        part = parts[last]
        choices *= len(part.forms) + part.optional
        if part.gap or choices > _MOST or (last > first and parts[last - 1].open_ended):
            return
        if not part.optional:
            length += part.letters
            yield _Run(parts[first : last + 1], length, choices)


def _telling(form: str) -> Iterator[str]:
    words = form.split()
    longest = max(words, key=len)
    yield from (longest, "".join(words))
    for first, second in pairwise(words):
        if longest in (first, second) and is_little(first, second):
            yield first + second


def is_little(one: str, other: str) -> bool:
    """Whether one of two words is so short that people write it onto the other."""
    return min(len(one), len(other)) <= _LITTLE


def _runs_on(form: str) -> bool:
    return form.endswith("*") or bool(UNPARTED_LETTER.search(form))


def _worth(run: _Run) -> tuple[int, int]:
    """Longer literals first, up to a length that is rare enough; of equals, the fewer."""
    return (min(run.length, _LONG_ENOUGH), -run.choices)


def _letters(form: str) -> int:
    """Letters, by what one says: a Chinese character or a Korean syllable as much as three."""
    if form.isascii():
        return len(form.replace(" ", "").rstrip("*"))
    return sum(_weight(letter) for letter in form)


def _weight(letter: str) -> int:
    if not letter.isalnum():
        return 0
    if SYLLABLE.match(letter):
        return 3
    return 2 if UNPARTED_LETTER.match(letter) else 1


def _literals(run: Sequence[Part]) -> Iterator[str]:
    choices = [(*part.forms, "") if part.optional else part.forms for part in run]
    for chosen in product(*choices):
        yield plain(" ".join(form.rstrip("*") for form in chosen if form))
