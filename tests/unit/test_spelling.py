"""Slips in words that nobody listed as often misspelt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_intercept.detection.detector import Detector
from search_intercept.detection.reading import packaged_lexicon
from search_intercept.detection.spelling import corrected
from shared.privacy import QueryText

detector = Detector(packaged_lexicon())
KNOWN = frozenset({"existing", "notice", "i", "stop", "nobody", "γεννηθηκα", "умереть", "exiting"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stop exisitng", ["stop existing"]),
        ("stop exissting", ["stop existing"]),
        ("stop exisring", ["stop existing"]),
        ("i notiec", ["i notice"]),
        ("умерет", []),
        ("уммереть", ["умереть"]),
        ("умреть", ["умереть"]),
        ("nobdoy notiec", ["nobody notice"]),
    ],
)
def test_a_long_unknown_word_is_read_as_known_ones_a_slip_away(
    typed: str, meant: list[str]
) -> None:
    found = corrected(typed.split(), KNOWN)
    assert found[: len(meant)] == meant
    assert bool(found) is bool(meant)


def test_a_slip_may_stand_for_more_than_one_word() -> None:
    assert corrected(["stop", "exiitng"], KNOWN) == ["stop exiting"]
    assert set(corrected(["exiting", "exsiting"], frozenset({"exiting", "existing"}))) == {
        "exiting existing",
        "exiting exiting",
    }


@pytest.mark.parametrize(
    "typed",
    [
        "stop existing",  # nothing is unknown
        "stpo",  # short
        "γεννηθηκε",  # another form of the word, not a slip
        "notice existin notiec nobdoy exisitng exissting",  # so many are no slips
        "",
    ],
)
def test_what_is_no_slip_is_left(typed: str) -> None:
    assert corrected(typed.split(), KNOWN) == []


@given(st.lists(st.text(min_size=1, max_size=12), max_size=8))
def test_only_unknown_words_are_read_otherwise(tokens: list[str]) -> None:
    for reading in corrected(tokens, KNOWN):
        words = reading.split(" ")
        assert words != tokens
        for one, other in zip(tokens, words, strict=True):
            assert one == other or (one not in KNOWN and other in KNOWN)


@pytest.mark.parametrize(
    "query",
    [
        "wish i could just stop exising",
        "no one would notiec if i was dead",
        "mi espoos dice que se va a matar",
        "je veux dormiir et ne plus me réveiller",
        "soțul ammenință că se spânzură",
        "засннуть и больше не проснуться",
        "دیگه تحمل این زندگییو ندارم",
    ],
)
def test_a_slip_does_not_keep_help_away(query: str) -> None:
    assert detector.detect(QueryText(query))
    explained = detector.explain(QueryText(query))
    assert explained.rules
    assert explained.repaired


@pytest.mark.parametrize(
    "query",
    [
        "moving aggregate function",
        "besucht wurde dieser verweis",
        "does dyeing hair hurt",
        "anemia tips for diet",
        "γιατί γεννήθηκε ο χριστός",
        "qué sucedió en lugar de eso",
    ],
)
def test_words_that_only_look_alike_are_left_alone(query: str) -> None:
    assert detector.detect(QueryText(query)) is None
