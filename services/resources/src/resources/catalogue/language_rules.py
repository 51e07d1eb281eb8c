"""What no text of ours may contain (content rules N1, N2, N5 to N8, N11), by language, as data."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files

from resources.catalogue.fields import MARKUP
from shared.data_files import Located, Mistake, plain, read_yaml
from shared.vocabulary import Topic

# Written without spaces, or with small words joined to the front of others.
_WITHOUT_WORD_STARTS = frozenset({"ar", "he", "ja", "ko", "th", "zh-Hans", "zh-Hant"})
_FIGURES = re.compile(r"\d{3}|\d[ -]\d")
_ALLOWED_FIELDS = {
    "hours_open_until": {"{time}"},
    "hours_opens": {"{day}", "{time}"},
}


@cache
def _forbidden() -> dict[str, dict[str, list[str]]]:
    with as_file(files("resources.catalogue").joinpath("forbidden_words.yaml")) as path:
        found: dict[str, dict[str, list[str]]] = plain(read_yaml(path))
    return found


def languages_with_rules() -> set[str]:
    """The languages that words are listed for."""
    return set(_forbidden()) - {"rules", "any"}


def check_language(place: Located, language: str) -> list[Mistake]:
    """Everything that a file of messages may not say, at its line."""
    if language not in _forbidden():
        return [place.mistake(f"forbidden_words.yaml lists no words for {language}")]
    return [
        *_forbidden_words(place, language),
        *_figures(place),
        *_markup(place),
        *_wrong_fields(place),
        *_unsigned(place),
        *_missing_topics(place),
    ]


def _forbidden_words(place: Located, language: str) -> Iterator[Mistake]:
    reasons = _forbidden()["rules"]
    for words in (_forbidden()["any"], _forbidden()[language]):
        for text in _texts(place):
            for rule, listed in words.items():
                for word in listed:
                    if _stands(word, text.value.casefold(), language):
                        yield text.mistake(f"{word!r} must not be used: {reasons[rule]} ({rule})")


def _stands(word: str, text: str, language: str) -> bool:
    if language in _WITHOUT_WORD_STARTS:
        return word in text
    return re.search(rf"(?<!\w){re.escape(word)}", text) is not None


def _figures(place: Located) -> Iterator[Mistake]:
    """Numbers to call come from the catalogue alone, each with its source."""
    for text in _texts(place):
        if text is not place.value.get("reviewed_on") and _FIGURES.search(text.value):
            yield text.mistake("a number must not stand in a text: it has no source there (N11)")


def _markup(place: Located) -> Iterator[Mistake]:
    for text in _texts(place):
        if MARKUP.search(text.value):
            yield text.mistake("a text is without markup and control characters")


def _wrong_fields(place: Located) -> Iterator[Mistake]:
    for name, text in place.value.items():
        if isinstance(text.value, str):
            found = set(re.findall(r"\{[^}]*\}?", text.value))
            if found != _ALLOWED_FIELDS.get(name, set()):
                wanted = " and ".join(sorted(_ALLOWED_FIELDS.get(name, set()))) or "none"
                yield text.mistake(f"{name}: fields in braces have to be: {wanted}")


def _unsigned(place: Located) -> Iterator[Mistake]:
    signed = place.value["review"].value == "signed"
    if signed and not {"reviewer", "reviewed_on"} <= set(place.value):
        yield place.value["review"].mistake("a signature needs reviewer and reviewed_on (M12)")


def _missing_topics(place: Located) -> Iterator[Mistake]:
    missing = {topic.value for topic in Topic} - set(place.value["topics"].value)
    if missing:
        yield place.value["topics"].mistake(f"texts are missing for: {', '.join(sorted(missing))}")


def _texts(place: Located) -> Iterator[Located]:
    if isinstance(place.value, dict):
        for inner in place.value.values():
            yield from _texts(inner)
    elif isinstance(place.value, list):
        for inner in place.value:
            yield from _texts(inner)
    else:
        yield place
