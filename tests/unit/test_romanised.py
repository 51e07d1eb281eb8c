"""What is written in Latin letters is read back into a language's own script."""

from collections import Counter
from itertools import chain

import pytest

from search_intercept.detection.detector import Detector
from search_intercept.detection.reading import packaged_lexicon
from search_intercept.detection.romanised import Romanisation, Romanised
from shared.privacy import QueryText

detector = Detector(packaged_lexicon())

LETTERS = {
    "a": ["ا", ""], "e": ["ي", "ا", ""], "o": ["و"], "oo": ["و"], "y": ["ي"], "l": ["ل"],
    "m": ["م"], "n": ["ن"], "t": ["ت"], "z": ["ز"], "3": ["ع"],
}  # fmt: skip
ARABIC = Romanised(
    Romanisation("ar", frozenset({"3ayez", "nefsi"}), frozenset({"el"}), LETTERS),
    sorted(["عايز", "اموت", "موت", "الموت", "نم"]),
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("3ayez amoot", "عايز اموت"),
        ("3ayez ammot", "عايز اموت"),
        ("3ayez el moot", "عايز الموت"),
        ("3ayez bas amoot", "عايز bas اموت"),
    ],
)
def test_words_are_read_by_their_letters_and_the_rest_stays(typed: str, read: str) -> None:
    assert ARABIC.readings(typed.split())[0] == read


@pytest.mark.parametrize("typed", ["amoot el moot", "3ayez pizza", "", "3ayez"])
def test_a_query_that_may_be_in_another_language_is_not_read(typed: str) -> None:
    assert ARABIC.readings(typed.split()) == []


def test_the_reading_that_leaves_fewest_letters_out_comes_first() -> None:
    words = sorted(["عايز", "من", "امن", "مين", "امين"])
    arabic = Romanised(ARABIC.romanisation, words)
    assert arabic.readings(["3ayez", "amen"])[0] == "عايز امين"
    assert arabic.readings(["3ayez", "men"]) == ["عايز مين", "عايز من"]


def test_of_a_query_with_many_meanings_few_readings_are_tried() -> None:
    many = Romanised(ARABIC.romanisation, sorted(["تن", "تان", "تين", "تاين", "عايز"]))
    readings = many.readings(["3ayez", *["taen"] * 100])
    assert 1 < len(set(readings)) == len(readings) <= 8


@pytest.mark.parametrize("romanised", detector.lexicon.romanised, ids=lambda one: one.romanisation)
def test_every_common_letter_of_a_language_can_be_written(romanised: Romanised) -> None:
    meant = chain.from_iterable(romanised.romanisation.letters.values())
    written = frozenset("".join(meant))
    used = Counter(letter for word in romanised.vocabulary for letter in set(word))
    assert [letter for letter, words in used.items() if words > 2 and letter not in written] == []


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("msh la2y sabab a3eesh", "ar"),
        ("el banat fel madrasa beyed7ako 3alaya", "ar"),
        ("omidi be zendegi nadaram dige", "fa"),
        ("kanenas den noiazetai gia mena", "el"),
        ("na koimithw kai na mh ksypnisw thelo", "el"),
        ("mne nuzhna pomosh mysli o samoubiistve", "ru"),
        ("dochka govorit chto ne hochet zhit", "ru"),
        ("vtomylasya vid zhyttya", "uk"),
    ],
)
def test_what_the_lists_hold_is_found_in_latin_letters(typed: str, language: str) -> None:
    rules = detector.matching_rules(QueryText(typed))
    assert [rule.language for rule in rules][:1] == [language]
    assert detector.explain(QueryText(typed)).repaired


@pytest.mark.parametrize(
    "harmless",
    ["3ayez akol koshary", "hochu kushat", "ya ne mogu usnut", "thelo na fao pizza", "el mole"],
)
def test_everyday_queries_in_latin_letters_are_left_alone(harmless: str) -> None:
    assert detector.detect(QueryText(harmless)) is None
