"""Every region, topic, audience and language has a panel that keeps the content rules."""

from datetime import UTC, datetime

import babel
import pytest

from resources.catalogue.files import read_catalogue
from resources.preview import html
from resources.selection.assembly import assemble, panel_regions
from resources.selection.lines import ServedLines
from resources.settings import DataSettings
from shared.contracts.panels import Panel, PanelRecord
from shared.regions import WORLD
from shared.rendering import render
from shared.vocabulary import TEXT_CHANNELS, Audience, Topic

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
catalogue = read_catalogue(DataSettings().resources_data)
messages = {record.language: record for record in catalogue.messages}
lines = ServedLines(catalogue, NOW.date())
emergency = {fact.country: fact for fact in catalogue.emergency}
stated = {(line.id, channel.value) for line in catalogue.helplines for channel in line.channels}


def records(region: str) -> list[PanelRecord]:
    return [
        assemble(catalogue, lines, region, topic, audience, NOW.date())
        for topic in Topic
        for audience in Audience
    ]


@pytest.mark.parametrize("region", panel_regions(catalogue))
def test_a_regions_panels_are_sound_in_every_language(region: str) -> None:
    for record in records(region):
        for language in messages:
            panel = render(
                record, messages, [language], asked_region=region, now=NOW, degraded=False
            )
            assert panel.language == language
            _keeps_the_content_rules(panel, record)


def _keeps_the_content_rules(panel: Panel, record: PanelRecord) -> None:
    country = panel.region.partition("-")[0]
    shown = [*panel.primary, *panel.more]
    # M1: name, hours, channels; and nothing that no dated source states (N11).
    for line in [*shown, *panel.directories]:
        assert line.name
        assert line.hours_text
        assert line.verification.newest_evidence
        assert line.verification.level != "disputed"
        assert {(line.id, channel.value) for channel in line.channels} <= stated
    # M2 beside the helplines, wherever a number is known and undisputed.
    fact = emergency.get(country)
    known = fact and (
        fact.undisputed("general") or fact.undisputed("ambulance") or fact.undisputed("police")
    )
    assert bool(panel.emergency) is bool(known)
    assert panel.texts.emergency
    # M4, and M5: a text channel among the first two wherever a line that may stand there has one.
    assert len(panel.primary) <= 2
    sound = [line for line in shown if "expired" not in line.reasons]
    texting = [any(c.kind in TEXT_CHANNELS for c in line.channels) for line in sound]
    assert not any(texting) or any(texting[:2])
    # M7, M8: a way for the worried, something for those who don't feel in crisis.
    assert panel.texts.worried_about_someone
    assert panel.texts.not_in_crisis
    assert panel.guides
    # M9, N9, N10: stories by choice alone, at most three, never before a helpline.
    assert len(panel.videos) <= 3
    assert all(video.opt_in for video in panel.videos)
    assert not panel.placement.autoplay
    assert bool(panel.texts.video_note) is bool(panel.videos)
    # R11: no foreign line by default. Where there is no line, it is said.
    assert all(line.region.partition("-")[0] in {country, WORLD} for line in shown)
    local = [line for line in shown if line.region != WORLD]
    assert bool(panel.texts.no_local_lines) is (not local)
    assert panel.directories
    assert len(record.helplines) >= len(shown)


def test_emergency_numbers_are_those_that_are_stated_and_undisputed() -> None:
    for region in catalogue.regions:
        record = assemble(catalogue, lines, region, Topic.SUICIDE, Audience.ADULT, NOW.date())
        for service in ("general", "ambulance", "police"):
            shown = getattr(record.emergency, service, [])
            assert shown == (emergency[region].undisputed(service) if region in emergency else [])


def test_a_country_whose_emergency_numbers_are_all_disputed_names_none() -> None:
    record = assemble(catalogue, lines, "BL", Topic.SUICIDE, Audience.ADULT, NOW.date())
    panel = render(record, messages, ["fr"], asked_region="BL", now=NOW, degraded=False)
    assert panel.emergency is None
    assert panel.texts.emergency == messages["fr"].emergency_unknown


@pytest.mark.parametrize("language", sorted(messages))
def test_the_eating_disorder_guide_names_those_who_made_it_and_no_closed_line(
    language: str,
) -> None:
    record = assemble(catalogue, lines, "US", Topic.EATING_DISORDER, Audience.ADULT, NOW.date())
    panel = render(record, messages, [language], asked_region="US", now=NOW, degraded=False)
    guide = next(guide for guide in panel.guides if guide.id == "eating-and-body")
    assert guide.language == language
    steps = " ".join(guide.steps)
    assert all(name in steps for name in ("NEDA", "NEDIC", "Butterfly", "Bodywhys"))
    assert not any(character.isdigit() for character in steps)


def test_a_helpline_stands_before_every_story_and_campaign_on_the_page() -> None:
    record = assemble(catalogue, lines, "TH", Topic.CYBERBULLYING, Audience.UNKNOWN, NOW.date())
    panel = render(record, messages, ["th"], asked_region="TH", now=NOW, degraded=False)
    page = html.page(panel, messages["th"], "https://www.wikipedia.org/")
    first_line = page.index(panel.primary[0].name)
    assert panel.videos
    assert panel.campaigns
    assert first_line < page.index(panel.videos[0].name)
    assert first_line < page.index(panel.campaigns[0].hashtags[-1])
    assert "view" not in panel.videos[0].model_dump()


def test_every_iso_country_and_territory_has_a_panel() -> None:
    territories = {
        code
        for code in map(str, babel.Locale("en").territories)
        if len(code) == 2 and code.isalpha() and code not in NOT_ISO
    }
    assert territories <= set(panel_regions(catalogue))


NOT_ISO = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
"""CLDR's own and reserved codes."""
