"""What word lists say twice, or for nobody: it changes nothing, and misleads whoever reads it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from search_intercept.detection.phrases import choices, lists_named
from search_intercept.detection.reading import word_lists
from shared.data_files import Located, Mistake, read_yaml

_PLAIN_LISTS = ("proclitics", "fillers", "misspelt")
_NAMING_CONTEXTS = ("unless", "needs")


def check_spare(folder: Path) -> Iterator[Mistake]:
    """Every word named twice in a list or a choice, every phrase that stands twice in a file, every
    list that no phrase uses, and every context that no rule names.

    The word lists are those of `folder`, and have been loaded without a mistake.
    """
    pages = [read_yaml(path) for path in word_lists(folder)]
    for page in pages:
        yield from _twice(page)
    # What is common to all is used by all.
    common, *others = pages
    yield from _unused(common, pages)
    for page in others:
        yield from _unused(page, [page])


def _twice(page: Located) -> Iterator[Mistake]:
    written = page.value
    for entries in (*_inside(written, "lists"), *(written.get(key) for key in _PLAIN_LISTS)):
        yield from _repeated(entries.value if entries else ())
    for rule in _items(written, "rules"):
        yield from _repeated(rule.value["examples"].value)
    judged = [one for key in ("rules", "lookalikes") for one in _items(written, key)]
    yield from _repeated(_phrases(judged))
    for words in _inside(written, "contexts"):
        yield from _repeated(words.value)
    for phrase in _all_phrases(page):
        yield from _repeated_choices(phrase)


def _repeated(entries: Iterable[Located]) -> Iterator[Mistake]:
    seen: dict[str, int] = {}
    for entry in entries:
        if entry.value in seen:
            yield entry.mistake(f"{entry.value!r} stands in line {seen[entry.value]} already")
        seen.setdefault(entry.value, entry.line)


def _repeated_choices(phrase: Located) -> Iterator[Mistake]:
    for chosen in choices(phrase.value):
        for word in dict.fromkeys(one for one in chosen if chosen.count(one) > 1):
            yield phrase.mistake(f"{word!r} stands twice in one choice")


def _unused(page: Located, users: Iterable[Located]) -> Iterator[Mistake]:
    used, named = set[str](), set[str]()
    for user in users:
        for phrase in _all_phrases(user):
            used.update(lists_named(phrase.value))
        for rule in _items(user.value, "rules"):
            lists = (rule.value[key].value for key in _NAMING_CONTEXTS if key in rule.value)
            named.update(one.value for names in lists for one in names)
    for key, known, whose in (("lists", used, "phrase uses"), ("contexts", named, "rule names")):
        for name, entries in page.value[key].value.items() if key in page.value else ():
            if name not in known:
                yield entries.mistake(f"no {whose} {name!r}, one of the {key}")


def _all_phrases(page: Located) -> Iterator[Located]:
    for key in ("rules", "lookalikes"):
        yield from _phrases(_items(page.value, key))
    for words in _inside(page.value, "contexts"):
        yield from words.value


def _phrases(items: Iterable[Located]) -> Iterator[Located]:
    return (phrase for item in items for phrase in item.value["phrases"].value)


def _items(written: dict[str, Located], key: str) -> list[Located]:
    return list(written[key].value) if key in written else []


def _inside(written: dict[str, Located], key: str) -> list[Located]:
    return list(written[key].value.values()) if key in written else []
