"""Ranking holds for every region, topic, audience, language and hour."""

import random
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from resources.catalogue.files import read_catalogue
from resources.selection.assembly import assemble, panel_regions
from resources.selection.lines import ServedLines
from resources.settings import DataSettings
from shared.contracts.panels import Helpline
from shared.languages import speaks
from shared.ranking import Asked, rank
from shared.vocabulary import TEXT_CHANNELS, Audience, Topic

catalogue = read_catalogue(DataSettings().resources_data)
lines = ServedLines(catalogue, date(2026, 11, 21))
languages = st.lists(
    st.sampled_from(["th", "vi", "ar", "de", "es", "en", "zh-Hant", "x!"]), max_size=2
)
instants = st.integers(0, 7 * 365 * 24 * 60).map(
    lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)
questions = st.tuples(
    st.sampled_from(panel_regions(catalogue)),
    st.sampled_from(Topic),
    st.sampled_from(Audience),
    languages,
    instants,
)


def asked_of(
    question: tuple[str, Topic, Audience, list[str], datetime],
) -> tuple[Asked, list[Helpline]]:
    region, topic, audience, wanted, now = question
    record = assemble(catalogue, lines, region, topic, audience, now.date())
    return Asked(region, topic, audience, wanted, record.languages, now), record.helplines


@given(questions, st.randoms(use_true_random=False))
def test_ranking_is_total_and_does_not_depend_on_the_order_given(
    question: tuple[str, Topic, Audience, list[str], datetime], shuffler: random.Random
) -> None:
    asked, given_lines = asked_of(question)
    ranked = rank(given_lines, asked)
    shuffled = list(given_lines)
    shuffler.shuffle(shuffled)
    assert rank(shuffled, asked) == ranked
    assert sorted(it.line.id for it in ranked) == sorted(line.id for line in given_lines)
    assert all(it.reasons for it in ranked)


@given(questions)
def test_the_first_two_hold_what_the_content_rules_ask_for(
    question: tuple[str, Topic, Audience, list[str], datetime],
) -> None:
    asked, given_lines = asked_of(question)
    ranked = rank(given_lines, asked)
    sound = [it for it in ranked if it.may_be_primary]
    first = [it for it in ranked[:2] if it.may_be_primary]
    assert len(first) == min(2, len(sound))

    def texts(line: Helpline) -> bool:
        return any(channel.kind in TEXT_CHANNELS for channel in line.channels)

    child_first = asked.audience is Audience.MINOR and any(
        "child_youth" in it.line.topics for it in sound
    )
    assert not any(texts(it.line) for it in sound) or any(texts(it.line) for it in first)
    if child_first:
        assert "child_youth" in first[0].line.topics
    elif first and asked.languages and asked.topic in {Topic.SUICIDE, Topic.SELF_HARM}:
        spoken = [speaks(it.line.languages, asked.languages) for it in sound if it.line.languages]
        local = speaks(asked.local_languages, asked.languages)
        text_needs_both = not texts(first[0].line) and not texts(first[-1].line)
        if any(spoken) and not local and not text_needs_both and asked.audience is Audience.ADULT:
            assert speaks(first[0].line.languages, asked.languages)
