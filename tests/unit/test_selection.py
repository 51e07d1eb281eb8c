"""Ranking, panels and coverage over the real catalogue."""

from datetime import date

import pytest

from resources.catalogue.files import read_catalogue
from resources.catalogue.records import CampaignFact, VideoFact
from resources.selection.assembly import assemble, creators_for, panel_regions
from resources.selection.coverage import coverage
from resources.settings import DataSettings
from shared.contracts.panels import PanelRecord
from shared.rendering import render
from shared.vocabulary import TEXT_CHANNELS, Audience, Topic

TODAY = date(2026, 11, 21)
catalogue = read_catalogue(DataSettings().resources_data)
messages = {record.language: record for record in catalogue.messages}


def record(region: str, topic: Topic, audience: Audience = Audience.ADULT) -> PanelRecord:
    return assemble(catalogue, region, topic, audience, TODAY)


def ids(made: PanelRecord) -> list[str]:
    return [line.id for line in made.helplines]


def test_every_region_topic_and_audience_makes_a_sound_panel() -> None:
    numbers = {
        (line.id, channel.value) for line in catalogue.helplines for channel in line.channels
    }
    for region in panel_regions(catalogue):
        for topic in Topic:
            for audience in Audience:
                panel = render(
                    record(region, topic, audience),
                    messages,
                    [],
                    asked_region=region,
                    degraded=False,
                )
                lines = [*panel.primary, *panel.more]
                assert len(panel.primary) <= 2
                assert panel.directories
                assert bool(panel.texts.no_local_lines) is (not lines)
                assert all(line.region.split("-")[0] == region.split("-")[0] for line in lines)
                assert all(line.verification.level != "disputed" for line in lines)
                shown = {(line.id, c.value) for line in lines for c in line.channels}
                assert shown <= numbers
                texting = [any(c.kind in TEXT_CHANNELS for c in line.channels) for line in lines]
                assert not any(texting) or any(texting[:2])


def test_the_best_supported_suicide_line_comes_first() -> None:
    assert ids(record("US", Topic.SUICIDE))[0] == "us-988-suicide-crisis-lifeline"
    assert ids(record("TH", Topic.SUICIDE))[0] == "th-mental-health-hotline-1323"


def test_lines_for_groups_are_not_put_before_everybody() -> None:
    shown = set(ids(record("US", Topic.SUICIDE)))
    assert not {"us-veterans-crisis-line", "us-trevorlifeline"} & shown


def test_minors_get_lines_for_children_first_and_adults_none() -> None:
    child = "vn-national-hotline-for-child-protection-111"
    assert ids(record("VN", Topic.CYBERBULLYING, Audience.MINOR))[0] == child
    assert child in ids(record("VN", Topic.SUICIDE, Audience.UNKNOWN))
    assert child not in ids(record("VN", Topic.SUICIDE, Audience.ADULT))


def test_nedas_closed_line_is_nowhere() -> None:
    lines = [line for line in catalogue.helplines if "neda" in line.id.split("-")]
    assert lines
    assert {c.kind.value for line in lines for c in line.channels} == {"web"}


def test_a_country_without_lines_says_so_and_offers_its_emergency_number() -> None:
    panel = render(record("AF", Topic.SUICIDE), messages, ["ar"], asked_region="AF", degraded=False)
    assert panel.primary == []
    assert panel.texts.no_local_lines == messages["ar"].no_local_lines
    assert panel.emergency is not None
    assert panel.directories


def test_the_spotlight_creators_stand_in_vietnams_panel_by_choice_only() -> None:
    found = record("VN", Topic.SUICIDE)
    panel = render(found, messages, ["vi"], asked_region="VN", degraded=False)
    assert len(panel.videos) == 3
    assert all(video.opt_in and video.kind == "creator" for video in panel.videos)
    assert all(video.url.startswith("https://www.tiktok.com/@") for video in panel.videos)
    assert panel.texts.video_note
    eating = record("VN", Topic.EATING_DISORDER)
    assert eating.creators == []


COMPLETE = {
    "id": "v1",
    "creator": "@ngocbinhtamly",
    "url": "https://example.org/v1",
    "title": "How I found help",
    "languages": ["vi"],
    "topics": ["suicide"],
    "regions": ["VN"],
    "consent_on": "2026-01-01",
    "content_note": "Speaks of a hard time.",
    "help_address": "https://example.org/help",
    "method_free": True,
    "state": "approved",
    "expires_on": "2027-01-01",
}


def served(**changed: object) -> bool:
    video = VideoFact.model_validate({**COMPLETE, **changed})
    with_video = catalogue.model_copy(update={"videos": (video,)})
    found = creators_for(with_video, "VN", Topic.SUICIDE, TODAY)
    return any(creator.kind == "video" for creator in found)


def test_a_complete_and_approved_story_is_served_first() -> None:
    assert served()


@pytest.mark.parametrize(
    "changed",
    [
        {"consent_on": None},
        {"content_note": None},
        {"help_address": None},
        {"method_free": False},
        {"state": "draft"},
        {"state": "withdrawn"},
        {"expires_on": "2026-11-20"},
        {"regions": ["TH"]},
        {"topics": ["eating_disorder"]},
    ],
)
def test_an_incomplete_or_expired_story_is_not_served(changed: dict[str, object]) -> None:
    assert not served(**changed)


@pytest.mark.parametrize(
    ("starts", "ends", "runs"),
    [
        ("2020", None, True),
        ("2026-11-21", "2026-11-21", True),
        ("2026-11-22", None, False),
        ("2020", "2026", True),
        ("2020", "2025-12", False),
    ],
)
def test_campaigns_are_shown_only_while_they_run(
    starts: str, ends: str | None, *, runs: bool
) -> None:
    campaign = CampaignFact.model_validate(
        {**catalogue.campaigns[0].model_dump(), "starts": starts, "ends": ends}
    )
    assert campaign.runs(TODAY) is runs


def test_coverage_tells_every_region_and_topic() -> None:
    rows = {(row.region, row.topic): row for row in coverage(catalogue)}
    assert len(rows) == len(panel_regions(catalogue)) * len(Topic)
    assert rows["US", Topic.SUICIDE].meets_r2
    assert rows["AF", Topic.SUICIDE].meets_r2 is False
    assert rows["AF", Topic.CYBERBULLYING].meets_r2 is None
