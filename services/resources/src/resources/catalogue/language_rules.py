"""Words that no text of ours may contain (content rules N2, N7 and N8), by language, as data."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files

from shared.data_files import Located, Mistake, plain, read_yaml


@cache
def _forbidden() -> dict[str, dict[str, str]]:
    with as_file(files("resources.catalogue").joinpath("forbidden_words.yaml")) as path:
        found: dict[str, dict[str, str]] = plain(read_yaml(path))
    return found


def check_language(place: Located, language: str) -> list[Mistake]:
    """Every forbidden word in the texts below `place`, at its line."""
    words = _forbidden().get(language, {})
    return [
        text.mistake(f"{word!r} must not be used: {reason}")
        for text in _texts(place)
        for word, reason in words.items()
        if word in text.value.casefold()
    ]


def _texts(place: Located) -> Iterator[Located]:
    if isinstance(place.value, dict):
        for inner in place.value.values():
            yield from _texts(inner)
    elif isinstance(place.value, list):
        for inner in place.value:
            yield from _texts(inner)
    else:
        yield place
