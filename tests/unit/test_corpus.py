"""Detection against labelled queries in every language, and against variants of them."""

from collections import Counter
from functools import cache

import pytest
from tests.variants import DISGUISES, spellings, variants

from deploy.evaluate import (
    CORPUS,
    Share,
    below_floor,
    judge,
    read_corpus,
)
from search_intercept.detection.detector import Detector
from search_intercept.detection.finder import Finder
from search_intercept.detection.normalise import normalise
from search_intercept.detection.reading import packaged_lexicon
from search_intercept.detection.scanning import scanned
from shared.privacy import QueryText

detector = Detector(packaged_lexicon())
corpus = read_corpus()
LANGUAGES = sorted({row.language for row in corpus})


@cache
def matching(text: str) -> frozenset[str]:
    return frozenset(rule.id for rule in detector.matching_rules(QueryText(text)))


def test_every_language_of_the_lexicon_is_measured_on_enough_queries() -> None:
    known = {rule.language for rule in detector.lexicon.rules if rule.language}
    assert set(LANGUAGES) == known
    assert len(known) == 31
    counted = Counter((row.language, row.label) for row in corpus)
    for language in LANGUAGES:
        assert counted[language, "crisis"] >= 120, language
        assert counted[language, "benign"] >= 120, language


def test_no_query_is_there_twice_or_is_an_example_of_a_rule() -> None:
    lexicon = detector.lexicon
    written = [
        *(text for rule in lexicon.rules for text in (*rule.examples, *rule.lookalikes)),
        *(text for group in lexicon.lookalikes for text in group.examples),
    ]
    examples = {normalise(text).marked for text in written}
    for path in sorted(CORPUS.glob("*.jsonl")):
        mine = [row.text for row in corpus if row.language == path.stem]
        assert Counter(mine).most_common(1)[0][1] == 1, path.name
    assert [row.text for row in corpus if normalise(row.text).marked in examples] == []


def test_a_phrase_is_ruled_out_by_words_only_where_another_says_the_same() -> None:
    """A word written onto another may hide both from one phrase, but not from all."""
    lexicon, finder = detector.lexicon, Finder.of_written(detector.lexicon)
    lost = []
    for text in {*(row.text for row in corpus), *(e for r in lexicon.rules for e in r.examples)}:
        read = normalise(text)
        words = frozenset(read.plain.split())
        groups = finder.find(scanned(text))[0] if words <= lexicon.vocabulary else set()
        kept, there = (
            {finder.rules[number].topic for number in found}
            for found in (
                finder.there(finder.candidates(groups, words), read, words),
                finder.there(finder.candidates(groups, None), read, None),
            )
        )
        lost += [text] * (kept != there)
    assert lost == []


def test_what_is_looked_for_beside_the_anchors_stands_in_all_that_a_phrase_fits() -> None:
    read = {rule: [normalise(text) for text in rule.examples] for rule in detector.lexicon.rules}
    missing = [
        (rule.id, phrase.source)
        for rule, phrase in detector.lexicon.rule_phrases
        for one in read[rule]
        if phrase.rest and phrase.pattern.search(one.marked if phrase.exact else one.plain)
        if not any(piece in scanned(one.marked) for piece in phrase.rest)
    ]
    assert missing == []


def test_ordinary_queries_are_hardly_ever_judged() -> None:
    finder = Finder.of_written(detector.lexicon)
    forms = [scanned(row.text) for row in corpus if row.style == "ordinary"]
    judged = [form for form in forms if finder.is_likely(finder.find(form)[0], form)]
    assert len(judged) <= 0.02 * len(forms), judged


def test_every_floor_is_reached() -> None:
    assert below_floor(judge(detector, corpus)) == []


@pytest.mark.parametrize("disguise", DISGUISES)
def test_disguised_examples_still_match(disguise: str) -> None:
    tried = [
        (rule.id, made)
        for rule in detector.lexicon.rules
        for text in rule.examples
        if (made := DISGUISES[disguise](text)) is not None
    ]
    missed = [made for _, made in tried if not matching(made)]
    assert len(missed) <= 0.01 * len(tried), missed[:20]


def test_disguised_benign_queries_do_not_start_to_match() -> None:
    quiet = [row.text for row in corpus if row.label == "benign" and not matching(row.text)]
    tried = [made for text in quiet for made in variants(text).values()]
    started = [made for made in tried if matching(made)]
    assert len(started) <= 0.005 * len(tried), started[:20]


def test_examples_that_are_spelt_by_ear_still_match() -> None:
    by_ear = {rule for rule, _ in detector.lexicon.heard_phrases}
    examples = [text for rule in by_ear for text in rule.examples if text.isascii()]
    tried = [made for text in examples for made in spellings(text)]
    missed = [made for made in tried if not matching(made)]
    assert len(missed) <= 0.05 * len(tried), missed[:20]


def test_benign_queries_that_are_spelt_by_ear_do_not_start_to_match() -> None:
    languages = {rule.language for rule, _ in detector.lexicon.heard_phrases}
    quiet = [
        row.text
        for row in corpus
        if row.language in languages and row.label == "benign" and row.text.isascii()
        if not matching(row.text)
    ]
    tried = [made for text in quiet for made in spellings(text)]
    # Nearly all that do are look-alikes whose own words are misspelt ("suicide squaad").
    started = [made for made in tried if matching(made)]
    assert len(started) <= 0.02 * len(tried), started[:20]


def test_the_interval_is_wilsons() -> None:
    low, high = Share(95, 100).interval
    assert (round(low, 4), round(high, 4)) == (0.8882, 0.9785)
    assert Share(0, 0).interval == (0.0, 1.0)
    assert all(str(Share(0, total)).count("-") == 0 for total in range(1, 200))
