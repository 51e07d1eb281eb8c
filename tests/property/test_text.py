"""Normalisation and detection hold for any text whatever."""

import string
from unicodedata import category, normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search_intercept.detection.detector import Detector
from search_intercept.detection.normalise import (
    MAX_CHARACTERS,
    Normalised,
    is_simple,
    letters,
    normalise,
    words,
)
from search_intercept.detection.reading import packaged_lexicon
from search_intercept.detection.repair import Repair
from search_intercept.detection.scanning import anywhere, parted, scanned
from search_intercept.detection.sounds import heard
from shared.privacy import REDACTED, QueryText

detector = Detector(packaged_lexicon())
repair = Repair(detector.lexicon.vocabulary)
anything = st.text(max_size=600) | st.text(
    alphabet="suicde 1!*.ßẞİıἀĿﬁาำุู์ًّـىأтһο\u200b\u0301", max_size=80
)

latin = st.text(string.ascii_lowercase + " ")


@given(anything)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once.marked) == once


@given(anything)
def test_both_forms_have_the_same_places(text: str) -> None:
    made = normalise(text)
    assert len(made.marked) == len(made.plain)
    assert [c == " " for c in made.marked] == [c == " " for c in made.plain]
    assert len(made.plain) <= MAX_CHARACTERS * 18  # the longest expansion NFKC has


@pytest.mark.parametrize("block", range(0, 0x3100, 0x100))
def test_letters_digits_and_marks_alone_make_words_and_lose_their_latin_marks(block: int) -> None:
    for character in map(chr, range(block, block + 0x100)):
        made = words(f"a{character}b")
        assert (" " in made.marked) == (category(character)[0] not in "LMN")
        left = normalize("NFD", made.plain[1:-1]) if len(character.lower()) == 1 else ""
        assert not "\u0300" <= left[1:2] <= "\u036f"


@given(anything)
@example("A A ¡ A")
def test_repairing_twice_is_repairing_once(text: str) -> None:
    for once in repair.undisguised(letters(text)):
        assert once in repair.undisguised(once)


@given(st.text(alphabet="abcd ", max_size=12) | anything)
def test_what_is_simple_is_neither_parted_nor_repaired(text: str) -> None:
    typed = letters(text)
    if is_simple(typed):
        assert words(typed) == Normalised(typed, typed)
        assert repair.undisguised(typed) == [typed]


@settings(max_examples=300)
@given(anything)
def test_detection_answers_any_text_and_names_known_rules(text: str) -> None:
    found = detector.detect(QueryText(text))
    known = {rule.id for rule in detector.lexicon.rules}
    assert found is None or set(found.rules) <= known


@given(st.sampled_from(detector.lexicon.rules), st.data())
def test_case_and_outer_punctuation_change_nothing(rule: object, data: st.DataObject) -> None:
    examples = rule.examples  # type: ignore[attr-defined]
    text = data.draw(st.sampled_from(examples))
    before = detector.detect(QueryText(text))
    after = detector.detect(QueryText(f"  {text.upper()} "))
    assert (before is None) == (after is None)


@given(anything)
def test_query_text_never_prints(text: str) -> None:
    query = QueryText(text)
    assert {repr(query), str(query), f"{query}", f"{query:>40}"} == {REDACTED}
    assert query.reveal() == text


@given(latin)
def test_a_text_is_heard_word_by_word(text: str) -> None:
    assert heard(text).split() == [word for word in map(heard, text.split()) if word]


@given(latin)
def test_what_is_heard_of_the_scanned_form_is_what_is_heard_of_the_text(text: str) -> None:
    assert heard(parted(scanned(text))).split() == heard(text).split()


@given(st.text(alphabet="azAé8ạđßабЯґαΩאבאَبکअआकகথกำท가나汉漢かカ's’!", max_size=24))
def test_a_text_is_scanned_as_its_letters_are(text: str) -> None:
    """Whichever way it is translated: by bytes of one script, or letter by letter."""
    composed = normalize("NFC", text)
    assert anywhere(text) == "".join(map(anywhere, composed))


telling = sorted(word for one in detector.lexicon.romanised for word in one.romanisation.words)


@given(st.lists(st.sampled_from(telling) | st.text(string.ascii_lowercase + "2357", min_size=1)))
def test_what_is_read_back_has_no_more_words_than_what_was_typed(tokens: list[str]) -> None:
    for romanised in detector.lexicon.romanised:
        for reading in romanised.readings(tokens):
            assert len(reading.split()) <= len(tokens)
