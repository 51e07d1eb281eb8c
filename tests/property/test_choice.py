"""Negotiation, regions, rendering and ids hold for any input."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from resources.catalogue.files import read_catalogue
from resources.selection.assembly import assemble, region_languages
from resources.selection.lines import ServedLines
from resources.settings import DataSettings
from search_intercept.panels.last_resort import packaged_last_resort
from shared.ids import detection_id, recommendation_id
from shared.languages import direction, negotiate
from shared.regions import WORLD, fallback_chain
from shared.rendering import render
from shared.tracing import child_of
from shared.vocabulary import Audience, Topic

catalogue = read_catalogue(DataSettings().resources_data)
messages = {record.language: record for record in catalogue.messages}
last_resort = packaged_last_resort()
TODAY = date(2026, 11, 21)
lines = ServedLines(catalogue, TODAY)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
regions = st.sampled_from(catalogue.regions)
topics, audiences = st.sampled_from(Topic), st.sampled_from(Audience)


@given(st.none() | st.text(max_size=20) | st.from_regex(r"[a-zA-Z]{2}(-[A-Z0-9]{1,3})?"))
def test_every_region_falls_back_to_the_world(region: str | None) -> None:
    chain = fallback_chain(region)
    assert chain[-1] == WORLD
    assert len(set(chain)) == len(chain) <= 3


@given(st.lists(st.text(max_size=12) | st.sampled_from(["th", "vi-VN", "zh-Hant", "ar-EG"])))
def test_negotiation_is_total(wanted: list[str]) -> None:
    chosen = negotiate(wanted, messages.keys())
    assert chosen in messages
    assert direction(chosen) == ("rtl" if chosen in {"ar", "fa", "he", "ur"} else "ltr")


@given(regions, st.lists(st.text(max_size=12) | st.sampled_from(sorted(messages)), max_size=4))
def test_negotiation_is_total_over_regions_and_languages(region: str, wanted: list[str]) -> None:
    chain = [*wanted, *region_languages(region), "en"]
    assert negotiate(chain, messages.keys()) in messages
    written = [tag for tag in wanted if tag in messages]
    if written and wanted[0] == written[0]:
        assert negotiate(chain, messages.keys()) == written[0]


@given(regions, topics, audiences, st.lists(st.sampled_from(["th", "vi", "ar", "de", "x!"])))
def test_every_panel_renders_the_lines_of_its_record(
    region: str, topic: Topic, audience: Audience, languages: list[str]
) -> None:
    record = assemble(catalogue, lines, region, topic, audience, TODAY)
    panel = render(record, messages, languages, asked_region=region, now=NOW, degraded=False)
    shown = [line.id for line in [*panel.primary, *panel.more]]
    assert len(shown) == len(set(shown)) == min(8, len(record.helplines))
    assert set(shown) <= {line.id for line in record.helplines}


@given(st.none() | st.text(max_size=8) | regions, topics, audiences)
def test_the_last_resort_helps_anywhere(
    region: str | None, topic: Topic, audience: Audience
) -> None:
    record = last_resort.find(region, topic, audience)
    panel = render(record, last_resort.messages, [], asked_region=region, now=NOW, degraded=True)
    assert panel.directories
    assert panel.texts.emergency
    assert panel.primary == []


@given(st.text(min_size=1, max_size=128), st.text(min_size=1, max_size=128))
def test_ids_follow_from_ids_alone(one: str, other: str) -> None:
    assert detection_id(one) == detection_id(one)
    assert (detection_id(one) == detection_id(other)) == (one == other)
    assert recommendation_id(detection_id(one)) != detection_id(one)


@given(st.none() | st.text(max_size=60))
def test_a_trace_goes_on_or_begins(given_parent: str | None) -> None:
    first = child_of(given_parent)
    second = child_of(first)
    assert second.split("-")[1] == first.split("-")[1]
    assert second.split("-")[2] != first.split("-")[2]
