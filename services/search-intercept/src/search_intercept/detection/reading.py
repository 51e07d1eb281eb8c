"""Reading word lists: whole, or refused with every mistake named."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from search_intercept.detection import slips
from search_intercept.detection.index import IndexFile, Kept
from search_intercept.detection.lexicon import Context, Lexicon, Lookalikes, Rule
from search_intercept.detection.normalise import plain
from search_intercept.detection.phrases import BadPhrase, Habits, Marks, Phrase
from search_intercept.detection.romanised import Romanisation
from shared.data_files import DataError, Located, Mistake, Place, from_text, mistakes_of, read_yaml
from shared.data_files import plain as without_places
from shared.vocabulary import Intent, Topic, Urgency

_SHARED_FILE = "common"
_Item = TypeVar("_Item")

_LatinWord = Annotated[str, Field(pattern=r"^[a-z0-9]+$")]
_LatinLetters = Annotated[str, Field(pattern=r"^[a-z0-9]{1,2}$")]
# Written where a letter stands for nothing.
_NOTHING = "-"


class _Written(BaseModel):
    """Something as it stands in a file; an unknown key is its author's slip."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _WrittenRule(_Written):
    id: str = Field(pattern=r"^[a-z]{2,8}(-[a-z]+)?\.[a-z_]+\.[a-z0-9_]+$")
    topic: Topic
    intent: Intent
    urgency: Urgency
    confidence: float = Field(0.9, ge=0, le=1)
    phrases: list[str] = Field(min_length=1)
    unless: list[str] = []
    needs: list[str] = []
    examples: list[str] = Field(min_length=1)
    lookalikes: list[str] = []
    review: Literal["draft", "signed"] | None = None


class _WrittenLookalikes(_Written):
    about: str
    phrases: list[str] = Field(min_length=1)
    examples: list[str] = Field(min_length=1)


class _WrittenRomanisation(_Written):
    words: list[_LatinWord] = Field(min_length=1)
    prefixes: list[_LatinWord] = []
    letters: dict[_LatinLetters, str] = Field(min_length=1)


class _WrittenFile(_Written):
    language: str
    review: Literal["draft", "signed"]
    diacritics: Literal["optional", "distinctive"] = "optional"
    latin_letters: Literal["spelt", "by_ear"] = "spelt"
    proclitics: list[str] = []
    romanised: _WrittenRomanisation | None = None
    respelt: dict[str, str] = {}
    fillers: list[str] = []
    misspelt: list[str] = []
    lists: dict[str, list[str]] = {}
    contexts: dict[str, list[str]] = {}
    lookalikes: list[_WrittenLookalikes] = []
    rules: list[_WrittenRule] = []


def packaged_folder() -> AbstractContextManager[Path]:
    """The word lists inside this package, as files."""
    return as_file(files("search_intercept").joinpath("lexicon"))


def packaged_lexicon() -> Lexicon:
    """The lexicon inside this package."""
    with packaged_folder() as folder:
        file = IndexFile(folder / "__pycache__" / "index.json", word_lists(folder))
        kept = file.read()
        lexicon = load_lexicon(folder, kept)
        if kept is None:
            file.write(lexicon.index)
        return lexicon


def load_lexicon(folder: Path, kept: Kept | None = None) -> Lexicon:
    """Read every *.yaml of a folder. DataError with all mistakes where one can't be used.

    `kept` is of these very files: phrases that were indexed need no proof.
    """
    paths = word_lists(folder)
    if not paths:
        raise DataError([Mistake(folder.name, 1, "there is no word list in this folder")])
    mistakes: list[Mistake] = []
    reader = _Reader(mistakes, proven=kept is not None)
    # One file after another: a page takes much more room than what is made of it.
    for path in paths:
        if page := _page(path, mistakes, kept):
            reader.read(page)
    if mistakes:
        raise DataError(mistakes)
    content = hashlib.sha256(b"\0".join(path.read_bytes() for path in paths))
    return Lexicon(
        tuple(reader.rules),
        tuple(reader.lookalikes),
        tuple(reader.contexts.values()),
        tuple(reader.misspelt),
        tuple(reader.romanisations),
        content.hexdigest()[:12],
        kept.index if kept is not None else None,
    )


def word_lists(folder: Path) -> list[Path]:
    """The files of a lexicon, that which is common to all languages first."""
    return sorted(folder.glob("*.yaml"), key=lambda path: (path.stem != _SHARED_FILE, path.stem))


class _Page:
    """One file: what it says, where it says it, and how its language is written."""

    def __init__(self, path: Path, place: Located) -> None:
        self.name = path.stem
        self.place = place
        self.written = _WrittenFile.model_validate(without_places(place))
        self.romanisation = _romanisation(self.written)

    def habits(self, common: "_Page", of_marks: Marks) -> Habits:
        """The file's own lists and fillers, and those common to all."""
        mine, shared = self.written, common.written
        return Habits(
            lists={**shared.lists, **mine.lists},
            marks=of_marks if mine.diacritics == "distinctive" else Marks.IGNORED,
            proclitics=mine.proclitics,
            fillers=[*shared.fillers, *mine.fillers] if self is not common else shared.fillers,
            respelt=mine.respelt,
            by_ear=mine.latin_letters == "by_ear",
            romanisation=self.romanisation,
        )


def _romanisation(file: _WrittenFile) -> Romanisation | None:
    written = file.romanised
    if written is None:
        return None
    letters = {
        latin: ["" if letter == _NOTHING else plain(letter) for letter in letters.split()]
        for latin, letters in written.letters.items()
    }
    words, prefixes = frozenset(written.words), frozenset(written.prefixes)
    return Romanisation(file.language, words, prefixes, letters)


def _page(path: Path, mistakes: list[Mistake], kept: Kept | None) -> _Page | None:
    try:
        place = from_text(kept.pages[path.name], path.name) if kept else read_yaml(path)
        return _Page(path, place)
    except DataError as error:
        mistakes += error.mistakes
    except ValidationError as error:
        mistakes += mistakes_of(place, error)
    return None


class _Reader:
    """Makes rules of pages, and collects mistakes over all of them."""

    def __init__(self, mistakes: list[Mistake], *, proven: bool) -> None:
        self.rules: list[Rule] = []
        self.lookalikes: list[Lookalikes] = []
        self.misspelt: list[str] = []
        self.romanisations: list[Romanisation] = []
        self.contexts: dict[tuple[str, str], Context] = {}
        """Those that some rule names, by file and name."""
        self._mistakes = mistakes
        self._proven = proven
        self._common: _Page | None = None
        self._ids: set[str] = set()

    def read(self, page: _Page) -> None:
        """Take in a page; the common one comes first."""
        if page.name == _SHARED_FILE:
            self._common = page
        self.rules += self._rules(page)
        self.lookalikes += self._lookalikes(page)
        self.misspelt += self._misspelt(page)
        if page.romanisation is not None:
            self.romanisations.append(page.romanisation)

    def _rules(self, page: _Page) -> Iterator[Rule]:
        language = None if page.written.language == "mul" else page.written.language
        # Somebody in need who leaves marks out is still found.
        habits = self._habits(page, Marks.AT_MOST)
        for rule, where in self._items(page, page.written.rules, "rules"):
            if rule.id in self._ids:
                self._mistakes.append(where.mistake(f"the id {rule.id} is used twice"))
            self._ids.add(rule.id)
            yield Rule(
                id=rule.id,
                language=language,
                topic=rule.topic,
                intent=rule.intent,
                urgency=rule.urgency,
                confidence=rule.confidence,
                phrases=self._phrases(rule.phrases, where.value["phrases"], habits),
                unless=self._named(rule.unless, where, page),
                needs=self._named(rule.needs, where, page),
                examples=tuple(rule.examples),
                lookalikes=tuple(rule.lookalikes),
                review=rule.review or page.written.review,
                place=where.place,
            )

    def _lookalikes(self, page: _Page) -> Iterator[Lookalikes]:
        habits = self._habits(page, Marks.EXACT)
        for group, where in self._items(page, page.written.lookalikes, "lookalikes"):
            phrases = self._phrases(group.phrases, where.value["phrases"], habits)
            yield Lookalikes(group.about, phrases, tuple(group.examples), where.place)

    def _misspelt(self, page: _Page) -> Iterator[str]:
        for word, where in self._items(page, page.written.misspelt, "misspelt"):
            if len(plain(word).replace(" ", "")) < slips.SHORTEST:
                reason = f"{word!r} is shorter than {slips.SHORTEST} letters"
                self._mistakes.append(where.mistake(reason))
            yield plain(word)

    def _items(
        self, page: _Page, items: Sequence[_Item], key: str
    ) -> Iterator[tuple[_Item, Located]]:
        return zip(items, page.place.value[key].value if items else (), strict=True)

    def _habits(self, page: _Page, marks: Marks) -> Habits:
        return page.habits(self._common or page, marks)

    def _phrases(
        self, sources: Sequence[str], where: Located, habits: Habits
    ) -> tuple[Phrase, ...]:
        made = tuple(Phrase(source, habits) for source in sources)
        if not self._proven:
            for phrase, place in zip(made, where.value, strict=True):
                self._prove(phrase, place)
        return made

    def _prove(self, phrase: Phrase, place: Place) -> None:
        try:
            _ = phrase.anchors
        except BadPhrase as error:
            self._mistakes.append(place.mistake(str(error)))

    def _named(self, names: Sequence[str], where: Located, page: _Page) -> tuple[Context, ...]:
        return tuple(context for name in names for context in self._context(name, where, page))

    def _context(self, name: str, where: Located, page: _Page) -> Iterator[Context]:
        """What this file and the common file say under the name."""
        pages = dict.fromkeys((self._common or page, page))
        holding = [one for one in pages if name in one.written.contexts]
        if not holding:
            self._mistakes.append(where.mistake(f"there is no context named {name!r}"))
        for one in holding:
            key = (one.name, name)
            if key not in self.contexts:
                place = one.place.value["contexts"].value[name]
                # Only what is surely harmless excludes.
                habits = self._habits(one, Marks.EXACT)
                words = self._phrases(one.written.contexts[name], place, habits)
                self.contexts[key] = Context(name, words)
            yield self.contexts[key]
