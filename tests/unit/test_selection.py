"""Ranking, panels and coverage over the real catalogue."""

from datetime import UTC, date, datetime

import pytest

from resources.catalogue.files import read_catalogue
from resources.catalogue.records import (
    CampaignFact,
    HoursFact,
    LiveSessionFact,
    SafetyToolFact,
    ServingRules,
    VideoFact,
)
from resources.selection.assembly import assemble, creators_for
from resources.selection.coverage import coverage
from resources.selection.lines import ServedLines
from resources.settings import DataSettings
from shared.contracts.panels import Panel
from shared.regions import WORLD
from shared.rendering import render
from shared.vocabulary import Audience, Topic, VerificationLevel

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
catalogue = read_catalogue(DataSettings().resources_data)
messages = {record.language: record for record in catalogue.messages}


def panel(
    region: str,
    topic: Topic = Topic.SUICIDE,
    audience: Audience = Audience.ADULT,
    languages: tuple[str, ...] = (),
    *,
    now: datetime = NOW,
    **changed: object,
) -> Panel:
    """The panel of the real catalogue, or of one that something was changed in."""
    used = catalogue.model_copy(update=changed)
    lines = ServedLines(used, now.date())
    record = assemble(used, lines, region, topic, audience, now.date())
    return render(record, messages, languages, asked_region=region, now=now, degraded=False)


def shown(made: Panel) -> list[str]:
    return [line.id for line in [*made.primary, *made.more]]


def test_the_best_supported_suicide_line_comes_first() -> None:
    assert shown(panel("US"))[0] == "us-988-suicide-crisis-lifeline"
    assert shown(panel("TH"))[0] == "th-mental-health-hotline-1323"


def test_lines_that_more_publishers_state_come_before_lesser_known_ones() -> None:
    assert shown(panel("AU"))[0] == "au-lifeline-australia"
    assert shown(panel("NZ"))[0] == "nz-1737-need-to-talk"
    assert shown(panel("IN"))[0] == "in-tele-manas"


def test_a_text_opens_with_the_word_that_the_service_asks_for() -> None:
    links = {channel.uri for line in panel("GB").primary for channel in line.channels}
    assert "sms:85258?&body=SHOUT" in links
    assert "tel:116123" in links


def test_a_line_at_a_premium_rate_is_not_shown() -> None:
    paid = {"vn-tam-ly-nqh"}
    assert paid <= {line.id for line in catalogue.helplines}
    assert not paid & {line.id for line in ServedLines(catalogue, TODAY)}
    assert "nl-mind-korrelatie" in {line.id for line in ServedLines(catalogue, TODAY)}


def test_lines_for_groups_are_not_put_before_everybody() -> None:
    assert not {"us-veterans-crisis-line", "us-trevorlifeline"} & set(shown(panel("US")))


def test_lines_for_eating_disorders_are_shown_for_nothing_else() -> None:
    eating = {line.id for line in catalogue.helplines if "eating_disorder" in line.topics}
    for topic in (Topic.SUICIDE, Topic.SELF_HARM, Topic.CYBERBULLYING):
        assert not eating & set(shown(panel("GB", topic)))
    assert shown(panel("GB", Topic.EATING_DISORDER))[0] in eating


def test_minors_get_lines_for_children_first_and_adults_none() -> None:
    child = "vn-national-hotline-for-child-protection-111"
    assert shown(panel("VN", Topic.CYBERBULLYING, Audience.MINOR))[0] == child
    assert child in shown(panel("VN", Topic.SUICIDE, Audience.UNKNOWN))
    assert child not in shown(panel("VN", Topic.SUICIDE, Audience.ADULT))


def test_somebody_abroad_gets_the_countrys_lines_in_their_own_language() -> None:
    made = panel("DE", languages=("tr",))
    assert all(line.region.startswith("DE") for line in made.primary)
    spanish = panel("US", Topic.EATING_DISORDER, languages=("es",))
    assert "es" in spanish.primary[0].languages
    assert "speaks_your_language" in spanish.primary[0].reasons
    assert "eating_disorder" in spanish.primary[1].topics
    thai = panel("DE", languages=("th",))
    assert (thai.region, thai.language, thai.language_chain) == ("DE", "th", ["th", "de", "en"])


def test_at_night_a_line_that_is_open_stands_among_the_first_two() -> None:
    night = datetime(2026, 11, 24, 9, tzinfo=UTC)  # 3 o'clock in Chicago
    made = panel("US", Topic.EATING_DISORDER, now=night)
    assert "eating_disorder" in made.primary[0].topics
    assert made.primary[1].open_now
    anad = next(line for line in made.more if "anad" in line.id)
    assert anad.hours_text == "Closed now. Opens 09:00"
    assert anad.channels[0].opens_at == datetime(2026, 11, 24, 15, tzinfo=UTC)
    day = panel("US", Topic.EATING_DISORDER, now=datetime(2026, 11, 24, 18, tzinfo=UTC))
    assert day.primary[0].open_now
    assert day.primary[0].hours_text.startswith("Open now until ")


def test_a_holiday_is_not_called_open() -> None:
    christmas = datetime(2026, 12, 25, 11, tzinfo=UTC)
    made = panel("CL", Topic.SUICIDE, Audience.MINOR, now=christmas.replace(hour=15))
    line = next(it for it in [*made.primary, *made.more] if it.id == "cl-fonoinfancia")
    assert line.open_now is None
    assert "08:30-19:00" in line.hours_text


def test_a_weekday_is_named_only_where_it_is_the_next_one() -> None:
    yearly = tuple(
        line.model_copy(
            update={
                "hours": HoursFact(text="1 January 10:00-12:00"),
                "time_zone": "Europe/London",
                "channels": [
                    line.channels[0].model_copy(update={"schedule": "Jan 01 10:00-12:00"})
                ],
            }
        )
        for line in catalogue.helplines
        if line.id == "gb-samaritans"
    )
    made = panel("GB", helplines=yearly, now=datetime(2026, 12, 22, 12, tzinfo=UTC))
    assert made.primary[0].channels[0].opens_at == datetime(2027, 1, 1, 10, tzinfo=UTC)
    assert made.primary[0].hours_text == "Check hours: 1 January 10:00-12:00"
    made = panel("GB", helplines=yearly, now=datetime(2026, 12, 30, 12, tzinfo=UTC))
    assert made.primary[0].hours_text == "Closed now. Opens Fri 10:00"


def test_a_line_that_stays_open_for_days_says_until_which() -> None:
    tuesday = datetime(2026, 11, 24, 12, tzinfo=UTC)
    made = panel("MW", Topic.SUICIDE, Audience.MINOR, now=tuesday)
    line = next(it for it in [*made.primary, *made.more] if "tithandizane" in it.id)
    assert line.hours_text == "Open now until Sun 00:00"


def test_nedas_closed_line_is_nowhere() -> None:
    lines = [line for line in catalogue.helplines if "neda" in line.id.split("-")]
    assert lines
    assert {c.kind.value for line in lines for c in line.channels} == {"web"}


def test_a_country_without_lines_says_so_and_offers_what_can_be_used_from_there() -> None:
    made = panel("AF", languages=("ar",))
    assert made.texts.no_local_lines == messages["ar"].no_local_lines
    assert made.emergency is not None
    assert made.directories
    assert {line.region for line in [*made.primary, *made.more]} == {WORLD}


def test_expired_evidence_leaves_the_first_two_by_itself() -> None:
    before = panel("US")
    later = panel("US", now=datetime(2031, 1, 1, tzinfo=UTC))
    assert before.primary
    assert before.texts.not_checked_lately is None
    assert later.primary == []
    assert later.more[0].reasons[0] == "expired"
    assert later.texts.not_checked_lately


def test_a_check_by_hand_renews_a_line() -> None:
    renewed = tuple(
        line.model_copy(update={"checked_at": date(2030, 6, 1)})
        if line.id == "us-988-suicide-crisis-lifeline"
        else line
        for line in catalogue.helplines
    )
    made = panel("US", now=datetime(2031, 1, 1, tzinfo=UTC), helplines=renewed)
    assert [line.id for line in made.primary] == ["us-988-suicide-crisis-lifeline"]
    assert made.primary[0].verification.expires_at == "2034-06-01"


@pytest.mark.parametrize("lowest", list(VerificationLevel))
def test_the_lowest_level_served_is_a_setting(lowest: VerificationLevel) -> None:
    order = list(VerificationLevel)
    rules = ServingRules(lowest_level=lowest)
    for region in ("GB", "IN", "EG", "AE"):
        made = panel(region, serving=rules)
        levels = {line.verification.level for line in [*made.primary, *made.more]}
        assert all(order.index(level) <= order.index(lowest) for level in levels)
        assert all(line.verification.level != "disputed" for line in made.primary)


def test_a_publisher_can_be_left_out() -> None:
    rules = ServingRules(publishers_left_out=["find-a-helpline"])
    without = catalogue.model_copy(update={"serving": rules})
    kept = {it.id: it.verification.level for it in ServedLines(without, TODAY)}
    before = {it.id: it.verification.level for it in ServedLines(catalogue, TODAY)}
    gone = {
        line.id
        for line in catalogue.helplines
        if all("Resilient-Rhino" in source.url for source in line.sources)
    }
    assert len(gone) > 100
    assert not gone & set(kept)
    order = list(VerificationLevel)
    assert all(order.index(kept[line]) >= order.index(before[line]) for line in kept)


def test_what_no_dated_source_states_is_not_served() -> None:
    undated = {
        line.id for line in catalogue.helplines if not any(source.seen for source in line.sources)
    }
    assert undated
    assert not undated & {line.id for line in ServedLines(catalogue, TODAY)}


def test_the_spotlight_creators_stand_in_vietnams_panel_by_choice_only() -> None:
    made = panel("VN", languages=("vi",))
    assert len(made.videos) == 3
    assert all(video.opt_in and video.kind == "creator" for video in made.videos)
    assert all(video.url.startswith("https://www.tiktok.com/@") for video in made.videos)
    assert made.texts.video_note
    assert panel("VN", Topic.EATING_DISORDER).videos == []


COMPLETE = {
    "id": "v1",
    "creator": "@ngocbinhtamly",
    "url": "https://example.org/v1",
    "title": "How I found help",
    "languages": ["vi"],
    "topics": ["suicide"],
    "regions": ["VN"],
    "captions": ["vi", "en"],
    "consent_on": "2026-01-01",
    "content_note": "Speaks of a hard time.",
    "help_address": "https://example.org/help",
    "method_free": True,
    "state": "approved",
    "approved_by": "a reviewer",
    "expires_on": "2027-01-01",
}


def served(**changed: object) -> bool:
    video = VideoFact.model_validate({**COMPLETE, **changed})
    with_video = catalogue.model_copy(update={"videos": (video,)})
    found = creators_for(with_video, "VN", Topic.SUICIDE, TODAY)
    return any(creator.kind == "video" for creator in found)


def test_a_complete_and_approved_story_is_served_first() -> None:
    assert served()
    made = panel("VN", videos=(VideoFact.model_validate(COMPLETE),))
    assert made.videos[0].id == "v1"
    assert made.videos[0].captions == ["vi", "en"]
    assert made.videos[0].content_note


@pytest.mark.parametrize(
    "lacking",
    [
        {"consent_on": None},
        {"content_note": None},
        {"help_address": None},
        {"method_free": False},
        {"approved_by": None},
    ],
)
def test_an_incomplete_story_cannot_be_approved(lacking: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=f"lacks {next(iter(lacking))}"):
        VideoFact.model_validate({**COMPLETE, **lacking})


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "draft"},
        {"state": "expired"},
        {"state": "withdrawn"},
        {"expires_on": "2026-11-20"},
        {"regions": ["TH"]},
        {"topics": ["eating_disorder"]},
    ],
)
def test_a_story_that_is_not_approved_or_not_for_here_is_not_served(
    changed: dict[str, object],
) -> None:
    assert not served(**changed)


def test_stories_spread_over_creators() -> None:
    handles = ["@ngocbinhtamly", "@ngocbinhtamly", "@phanthaophuong", "@lepthelittlekid"]
    videos = tuple(
        VideoFact.model_validate({**COMPLETE, "id": f"v{number}", "creator": handle})
        for number, handle in enumerate(handles)
    )
    made = panel("VN", languages=("vi",), videos=videos)
    assert len({video.handle for video in made.videos}) == 3


def test_stories_are_those_that_somebody_can_follow() -> None:
    spanish = VideoFact.model_validate(
        {**COMPLETE, "languages": ["es"], "regions": ["001"], "captions": ["de"]}
    )
    assert [it.id for it in panel("DE", languages=("th",), videos=(spanish,)).videos] == ["v1"]
    assert panel("FR", languages=("fr",), videos=(spanish,)).videos == []
    english = panel("VN", languages=("en",), videos=(spanish,))
    assert all(video.kind == "creator" for video in english.videos)


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
    made = panel("TH", Topic.CYBERBULLYING, campaigns=(campaign,))
    assert bool(made.campaigns) is runs


def test_a_live_session_is_gone_when_it_is_over() -> None:
    session = LiveSessionFact.model_validate(
        {
            "id": "talk",
            "title": "Talk",
            "host": "somebody",
            "url": "https://example.org/talk",
            "starts_at": "2026-11-21T19:00:00+07:00",
            "ends_at": "2026-11-21T20:00:00+07:00",
            "countries": ["TH"],
            "languages": ["th"],
            "topics": ["mental_wellbeing"],
            "source": "announced",
        }
    )
    minute = datetime(2026, 11, 21, 12, 59, tzinfo=UTC)
    assert panel("TH", now=minute, sessions=(session,)).sessions
    assert not panel("TH", now=minute.replace(hour=13, minute=0), sessions=(session,)).sessions
    assert not panel("VN", now=minute, sessions=(session,)).sessions
    assert not panel("TH", now=minute.replace(day=19), sessions=(session,)).sessions


def test_the_hosts_safety_tools_are_offered_in_the_panels_language() -> None:
    tool = SafetyToolFact.model_validate(
        {
            "id": "comments",
            "topics": ["cyberbullying"],
            "link": "exampleapp://settings/comments",
            "labels": {"en": "Filter comments", "th": "กรองความคิดเห็น"},
        }
    )
    made = panel("TH", Topic.CYBERBULLYING, tools=(tool,))
    assert [(it.link, it.label) for it in made.tools] == [
        ("exampleapp://settings/comments", "กรองความคิดเห็น")
    ]
    assert panel("TH", tools=(tool,)).tools == []


def test_the_eating_disorder_guide_names_who_made_it() -> None:
    guides = panel("US", Topic.EATING_DISORDER).guides
    named = " ".join(name for guide in guides for name in guide.organisations)
    for organisation in ("NEDA", "NEDIC", "Butterfly", "Bodywhys"):
        assert organisation in named


def test_coverage_tells_every_region_and_topic() -> None:
    rows = {(row.region, row.topic): row for row in coverage(catalogue, TODAY)}
    assert rows["US", Topic.SUICIDE].meets_r2
    assert rows["AF", Topic.SUICIDE].meets_r2 is False
    assert rows["AF", Topic.SUICIDE].lines == 0
    assert rows["AF", Topic.CYBERBULLYING].meets_r2 is None
    assert {region for region, _ in rows} >= {*catalogue.regions}
